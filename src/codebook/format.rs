//! Reading one codebook file.

use crate::base::ids::CodeId;
use crate::base::problem::Problem;
use crate::base::settings::{self, Section};

use unicode_normalization::UnicodeNormalization as _;

use super::code::{Code, ForParent, InvalidId, check_id};

/// One codebook file as it was read; parents and aliases are as written.
#[derive(Clone, Debug, Default)]
pub struct CodeFile {
    /// The file's path in the study.
    pub path: String,
    /// Its codes, in order.
    pub codes: Vec<Code>,
    /// Whether it holds the drafts of a coder (`drafts-CODER.toml`).
    pub drafts: bool,
}

/// Reads a codebook file. Every code that is sound is there, whatever else is wrong.
#[must_use]
pub fn read_file(path: &str, text: &str) -> (CodeFile, Vec<Problem>) {
    let drafts = path.rsplit('/').next().is_some_and(|name| name.starts_with("drafts-"));
    let (codes, problems) = settings::read(path, text, |top| {
        let mut codes = Vec::new();
        for mut section in top.sections("code") {
            if let Some(code) = read_code(path, &mut section) {
                codes.push(code);
            }
            section.finish();
        }
        codes
    });
    (CodeFile { path: path.to_owned(), codes: codes.unwrap_or_default(), drafts }, problems)
}

fn read_code(path: &str, section: &mut Section<'_>) -> Option<Code> {
    let line = section.line();
    let (id, id_line) = section.text_at("id").unwrap_or_default();
    let at = if id.is_empty() { line } else { id_line };
    if !id.is_empty() {
        section.call(format!("code '{id}'"));
    }
    let id = sound_id(&id, section, at);
    // The other keys are read even of a code without an id, so that each fault is told in one run.
    let code = Code {
        name: section.text("name").filter(|name| !name.trim().is_empty()).unwrap_or_default(),
        parent: section.text("parent").map(CodeId::from),
        claim: prose(section, "claim"),
        definition: prose(section, "definition"),
        include: prose(section, "include"),
        exclude: prose(section, "exclude"),
        example: prose(section, "example"),
        near_miss: prose(section, "near-miss"),
        question: section.scalar("question").map(|(text, _)| text),
        color: section.text("color"),
        key: quick_key(section),
        aliases: section.list("aliases").unwrap_or_default().into_iter().map(CodeId::from).collect(),
        for_parent: for_parent(section),
        retired: section.flag("retired").unwrap_or(false),
        file: path.to_owned(),
        line,
        id: id.clone().unwrap_or_else(|| CodeId::from("")),
    };
    let id = id?;
    let name = if code.name.is_empty() { id.to_string() } else { code.name.clone() };
    Some(Code { id, name, ..code })
}

/// Returns the id, composed where it was not; nothing where it cannot be one.
fn sound_id(id: &str, section: &Section<'_>, line: usize) -> Option<CodeId> {
    match check_id(id) {
        Ok(()) => Some(CodeId::from(id)),
        Err(InvalidId::NotComposed(_)) => {
            let composed: String = id.nfc().collect();
            section.warning("code-id", line, format!("the id '{id}' is read in its composed form (NFC)"));
            Some(CodeId::from(composed))
        }
        Err(error @ (InvalidId::Empty | InvalidId::Character(_))) => {
            section.error("code-id", line, format!("this code is not read: {error}"));
            None
        }
    }
}

fn prose(section: &mut Section<'_>, key: &'static str) -> Option<String> {
    section.text(key).filter(|text| !text.trim().is_empty())
}

fn quick_key(section: &mut Section<'_>) -> Option<char> {
    let (text, line) = section.scalar("key")?;
    let key = parse_key(&text);
    if key.is_none() {
        section.warning("quick-key", line, format!("a quick key is one character, not '{text}'"));
    }
    key
}

/// Reads a quick key: one character that can be seen.
#[must_use]
pub fn parse_key(text: &str) -> Option<char> {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(key), None) if !key.is_control() && !key.is_whitespace() => Some(key),
        _ => None,
    }
}

fn for_parent(section: &mut Section<'_>) -> Option<ForParent> {
    let (text, line) = section.text_at("for-parent")?;
    match text.as_str() {
        "same" => Some(ForParent::Same),
        "against" => Some(ForParent::Against),
        _ => {
            section.error("for-parent", line, format!("for-parent is \"same\" or \"against\", not \"{text}\""));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_told_and_the_sound_codes_stay() {
        let text = "[[code]]\nid = \"a\"\nkey = \"xy\"\n\n[[code]]\nname = \"no id\"\nclam = \"x\"\n\n[[code]]\nid = \"b c\"\n\n[[code]]\nid = \"d\"\nfor-parent = \"up\"\n";
        let (file, problems) = read_file("codebooks/a.toml", text);
        assert_eq!(file.codes.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(), ["a", "d"]);
        let seen: Vec<_> = problems.iter().map(|p| (p.kind, p.line.unwrap())).collect();
        for wanted in [("quick-key", 3), ("code-id", 5), ("unknown-key", 7), ("code-id", 10), ("for-parent", 14)] {
            assert!(seen.contains(&wanted), "{wanted:?} in {seen:?}");
        }
        assert!(!file.drafts && read_file("codebooks/drafts-ana.toml", "").0.drafts);
    }

    #[test]
    fn a_hash_stands_for_what_a_coder_read() {
        let (file, _) = read_file("a.toml", "[[code]]\nid='a'\nclaim='It works.'\n[[code]]\nid='b'\ninclude='x'\n");
        assert_eq!(file.codes[0].claim_hash().unwrap().len(), 8);
        assert_eq!(file.codes[0].rules_hash(), None);
        assert!(file.codes[1].rules_hash().is_some());
    }
}
