//! Units, kinds and legs, the verdict with its reasons, and its sensitivity.
