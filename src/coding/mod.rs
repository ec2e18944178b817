//! Journal entries, the journal, the fold to a state, anchors, undo and redo.
