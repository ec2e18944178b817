//! Taking a code out of the text of a codebook file, with the comments that belong to it.
//!
//! Lines directly above a code belong to it; what a blank line separates from it belongs to the file and
//! stays.

use toml_edit::{ArrayOfTables, DocumentMut, Item, RawString, Table};

use crate::base::ids::CodeId;

use super::edit::{EditError, parsed};

/// Takes a code out and returns the rest of the file, and the code as it stood there with its comments.
///
/// # Errors
/// When the text is no valid TOML, or holds no such code.
pub fn take_out(text: &str, id: &CodeId) -> Result<(String, String), EditError> {
    let mut document = parsed(text)?;
    let (at, mut table) = remove(&mut document, id)?;
    let (of_file, of_code) = comments(&table);
    put_before(&mut document, at, &of_file);
    table.decor_mut().set_prefix(of_code);
    Ok((document.to_string(), rendered(table)))
}

/// Puts a code that was taken out elsewhere at the end of a document.
pub(super) fn put(document: &mut DocumentMut, code: &str) -> Result<(), EditError> {
    let mut of_code = parsed(code)?;
    let codes = of_code.get_mut("code").and_then(Item::as_array_of_tables_mut);
    let Some(codes) = codes.filter(|codes| codes.len() == 1) else {
        return Err(EditError::Invalid("what is to be put in is no code".to_owned()));
    };
    let mut table = codes.remove(0);
    let (_, comments) = comments(&table);
    let between = if document.is_empty() { "" } else { "\n" };
    table.decor_mut().set_prefix(format!("{between}{comments}"));
    push(document, table)
}

/// Turns a code into comments that say why: it counts no more, and nothing of it is lost.
pub(super) fn shelve(document: &mut DocumentMut, id: &CodeId, why: &str) -> Result<(), EditError> {
    let (at, mut table) = remove(document, id)?;
    let (of_file, of_code) = comments(&table);
    table.decor_mut().set_prefix("");
    let lines = rendered(table);
    let lines: String = lines.lines().map(|line| format!("# {line}").trim_end().to_owned() + "\n").collect();
    let first = of_file.is_empty() && at == 0;
    let between = if first || of_file.ends_with("\n\n") { "" } else { "\n" };
    put_before(document, at, &format!("{of_file}{between}{of_code}# {why}\n{lines}"));
    Ok(())
}

/// Adds a table to the codes of a document, after all others.
pub(super) fn push(document: &mut DocumentMut, mut table: Table) -> Result<(), EditError> {
    let codes = document.entry("code").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let codes = codes
        .as_array_of_tables_mut()
        .ok_or_else(|| EditError::Invalid("its codes are no [[code]] tables".to_owned()))?;
    table.set_position(None);
    codes.push(table);
    Ok(())
}

fn remove(document: &mut DocumentMut, id: &CodeId) -> Result<(usize, Table), EditError> {
    let codes = document.get_mut("code").and_then(Item::as_array_of_tables_mut);
    let none = || EditError::NoSuchCode(id.clone());
    let codes = codes.ok_or_else(none)?;
    let is_it = |table: &Table| table.get("id").and_then(Item::as_str) == Some(id.as_str());
    let at = codes.iter().position(is_it).ok_or_else(none)?;
    Ok((at, codes.remove(at)))
}

/// Divides what stands above a code: what belongs to the file, and the comments of the code.
fn comments(table: &Table) -> (String, String) {
    let above = table.decor().prefix().and_then(RawString::as_str).unwrap_or_default();
    let lines: Vec<&str> = above.split_inclusive('\n').collect();
    let blank = lines.iter().rposition(|line| line.trim().is_empty()).map_or(0, |at| at + 1);
    (lines[..blank].concat(), lines[blank..].concat())
}

/// Puts comments before the code at a place, or at the end where there is none.
fn put_before(document: &mut DocumentMut, at: usize, text: &str) {
    if text.trim().is_empty() {
        return;
    }
    let codes = document.get_mut("code").and_then(Item::as_array_of_tables_mut);
    if let Some(next) = codes.and_then(|codes| codes.get_mut(at)) {
        let before = next.decor().prefix().and_then(RawString::as_str).unwrap_or_default();
        let joined = format!("{text}{before}");
        next.decor_mut().set_prefix(joined);
        return;
    }
    let joined = format!("{text}{}", document.trailing().as_str().unwrap_or_default());
    document.set_trailing(joined);
}

fn rendered(table: Table) -> String {
    let mut document = DocumentMut::new();
    // An empty document takes every table.
    push(&mut document, table).unwrap_or_default();
    document.to_string()
}

#[cfg(test)]
mod tests {
    use super::super::edit::{Edit, apply};
    use super::super::format::read_file;
    use super::*;

    const TEXT: &str = "# the lead's codes\n\n# first\n[[code]]\nid = \"a\" # keep\nclaim = \"A works.\"\n\n# second\n[[code]]\nid = \"b\"\nparent = \"a\"\n\n# the end\n";

    #[test]
    fn a_code_goes_with_its_own_comments_and_the_rest_stays() {
        let (rest, code) = take_out(TEXT, &"a".into()).unwrap();
        assert_eq!(rest, "# the lead's codes\n\n\n# second\n[[code]]\nid = \"b\"\nparent = \"a\"\n\n# the end\n");
        assert_eq!(code, "# first\n[[code]]\nid = \"a\" # keep\nclaim = \"A works.\"\n");
        let (rest, code) = take_out(TEXT, &"b".into()).unwrap();
        assert!(rest.ends_with("claim = \"A works.\"\n\n# the end\n"), "{rest}");
        assert_eq!(code, "# second\n[[code]]\nid = \"b\"\nparent = \"a\"\n");
        assert!(matches!(take_out(TEXT, &"z".into()), Err(EditError::NoSuchCode(_))));
    }

    #[test]
    fn a_code_that_is_put_elsewhere_reads_as_before() {
        let (_, code) = take_out(TEXT, &"a".into()).unwrap();
        let text = apply("[[code]]\nid = \"z\"\n", &Edit::Put(code.clone())).unwrap();
        assert_eq!(text, format!("[[code]]\nid = \"z\"\n\n{code}"));
        assert_eq!(apply("", &Edit::Put(code.clone())).unwrap(), code);
        assert!(apply("", &Edit::Put("x = 1".to_owned())).is_err());
    }

    #[test]
    fn a_shelved_code_is_a_comment_that_can_be_taken_back() {
        for id in ["a", "b"] {
            let shelved = apply(TEXT, &Edit::Shelve(id.into(), "merged into 'x'".to_owned())).unwrap();
            let (file, problems) = read_file("x.toml", &shelved);
            assert!(problems.is_empty(), "{problems:?}");
            assert_eq!(file.codes.len(), 1);
            for line in TEXT.lines() {
                assert!(shelved.contains(line.trim_start_matches("# ")), "{line} in {shelved}");
            }
            let back: String = shelved
                .lines()
                .map(|line| match line.strip_prefix("# ") {
                    Some(code) if code.contains('=') || code == "[[code]]" => format!("{code}\n"),
                    _ => format!("{line}\n"),
                })
                .collect();
            assert_eq!(read_file("x.toml", &back).0.codes.len(), 2, "{back}");
        }
    }
}
