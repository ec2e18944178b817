//! The codebook: 8 roots, 24 codes below them, 48 leaves with claims; and the coders.

use std::fmt::Write as _;

/// The coders, who mostly code the same passages.
pub(super) const CODERS: [&str; 3] = ["ana", "ben", "chi"];
/// The device in the names of their journals.
pub(super) const DEVICE: &str = "bench234";
/// The theme that every peer is asked for.
pub(super) const THEME: &str = "access-cost-lost-wages";

const TREE: &str = "access: distance(walking, transport) cost(fees, lost wages) hours(opening, waiting)
staff: attitude(respect, rudeness) skills(training, experience) numbers(shortage, turnover)
supplies: medicine(stockout, quality) equipment(broken, missing) water(hand washing, storage)
family: decision(husband, elders) care(children, sick kin) income(remittance, farming)
trust: rumour(church, phone) past harm(error, neglect) leaders(chief, council)
learning: school(absence, exams) language(translation, literacy) radio(reach, content)
safety: road(night, floods) violence(home, market) disease(fever, cough)
change: policy(budget, law) season(rain, harvest) hope(plans, youth)";

/// A code.
pub(super) struct Code {
    /// Its id.
    pub(super) id: String,
    /// Its name.
    pub(super) name: String,
    parent: Option<String>,
    path: String,
    is_leaf: bool,
}

/// Returns all codes, each after its parent.
pub(super) fn codes() -> Vec<Code> {
    let mut codes = Vec::new();
    for line in TREE.lines() {
        let (root, rest) = line.split_once(": ").unwrap_or((line, ""));
        codes.push(code(&[root]));
        for group in rest.split_terminator(')') {
            let (middle, leaves) = group.split_once('(').unwrap_or((group, ""));
            let middle = middle.trim();
            codes.push(code(&[root, middle]));
            codes.extend(leaves.split(", ").map(|leaf| code(&[root, middle, leaf])));
        }
    }
    codes
}

fn code(path: &[&str]) -> Code {
    let id = |parts: &[&str]| parts.join("-").replace(' ', "-");
    let (name, above) = path.split_last().unwrap_or((&"", &[]));
    Code {
        id: id(path),
        name: (*name).to_owned(),
        parent: (!above.is_empty()).then(|| id(above)),
        path: path.join(", "),
        is_leaf: path.len() == 3,
    }
}

/// Writes the codebook.
pub(super) fn codebook_text() -> String {
    let mut text = String::new();
    for code in codes() {
        let Code { id, name, parent, path, is_leaf } = code;
        // Writing to a string cannot fail.
        let _infallible = write!(text, "[[code]]\nid = \"{id}\"\nname = \"{name}\"\n");
        if let Some(parent) = parent {
            let _infallible = writeln!(text, "parent = \"{parent}\"");
        }
        if is_leaf {
            let _infallible = writeln!(text, "claim = \"{name} keeps people from what they need.\"");
        }
        let _infallible = write!(text, "definition = \"Passages about {path}.\"\n\n");
    }
    text
}
