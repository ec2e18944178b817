//! One code, the tree of codes and its rules, the TOML format.
