//! What the signs on the screens mean: a page of the help, and the legends on the borders.

/// The legend of the table of themes, in full and in short.
pub const THEMES: &[&str] = &[
    " + for, ~ mixed, - against · n: voices · *: decided by a person ",
    " n: voices · *: decided by a person ",
    " *: decided by a person ",
];
/// The legend of the framework.
pub const FRAMEWORK: &[&str] = &[
    " *: judged by a person · else by its codings · blank: not asked ",
    " *: judged by a person · blank: not asked ",
    " *: judged by a person ",
];
/// The legend of the margin of a text.
pub const MARGIN: &[&str] = &[" ▎c+ a coding: its key and stance ", " ▎c+ a coding "];
/// The legend of the list of sources.
pub const SOURCES: &[&str] = &[" ● done  ◐ coded in part ", " ● done  ◐ in part "];
/// The legend of the codebook.
pub const CODEBOOK: &[&str] = &[" quick key · code · codings ", " key · code · uses "];

/// Signs with what they mean, under headings; a heading has no meaning of its own.
pub const SIGNS: &[(&str, &str)] = &[
    ("In the table of themes", ""),
    ("+2 ~1 -3", "for, mixed, against"),
    ("neutral", "coded without a position"),
    ("silent", "asked, and says nothing"),
    ("unread", "not read to its end yet"),
    ("n", "voices with a position"),
    ("*", "a person decided it"),
    ("In the framework", ""),
    ("+* words", "a person judged the source"),
    ("+ 3 passages", "where its codings put it"),
    ("blank", "not asked, not raised"),
    ("Stances", ""),
    ("+", "supports the claim"),
    ("~", "qualifies it"),
    ("-", "contradicts it"),
    ("0", "takes no position"),
    ("In the margin of a text", ""),
    ("▎", "words that are coded"),
    ("┆", "coded, and not saved yet"),
    ("▎c+", "its key, and its stance"),
    ("▎+2", "as many codings there"),
    ("◂ ┃ ┼", "right: you, coded, hit"),
    ("In the list of sources", ""),
    ("●", "done"),
    ("◐", "coded in part"),
    ("○", "not begun"),
    ("▾ ▸", "sources shown, hidden"),
    ("In the codebook", ""),
    ("c", "quick key, after Space"),
    ("12", "how many codings it has"),
    ("◆", "it has a claim"),
    ("In every list", ""),
    ("▲ 3 ▼ 12", "more above, more below"),
];
