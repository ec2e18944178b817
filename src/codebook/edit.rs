//! Edits to the text of a codebook file; comments, order and layout of the rest stay as they are.

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

use crate::base::ids::CodeId;

use super::field::Field;
use super::removal::{push, put, shelve};

/// A code to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCode {
    /// Its id.
    pub id: CodeId,
    /// Its name.
    pub name: String,
    /// The code above it.
    pub parent: Option<CodeId>,
    /// Its claim.
    pub claim: Option<String>,
    /// Its definition.
    pub definition: Option<String>,
    /// Its quick key.
    pub key: Option<char>,
}

impl NewCode {
    /// Makes a code with an id and a name alone.
    #[must_use]
    pub fn named(id: CodeId, name: impl Into<String>) -> Self {
        Self { id, name: name.into(), parent: None, claim: None, definition: None, key: None }
    }
}

/// A change to one codebook file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Adds a code at the end.
    Add(NewCode),
    /// Writes one text of a code, or takes it out.
    Set(CodeId, Field, Option<String>),
    /// Puts a code under another, or at the top.
    Move(CodeId, Option<CodeId>),
    /// Takes a code out of use, or back into it.
    Retire(CodeId, bool),
    /// Lets a code stand for the codings of other ids too.
    Alias(CodeId, Vec<CodeId>),
    /// Turns a code into comments that say why.
    Shelve(CodeId, String),
    /// Adds a code as [`super::take_out`] returned it.
    Put(String),
}

/// Why a file could not be edited.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// The file cannot be written back without loss.
    #[error("the file is no valid TOML: {0}")]
    Invalid(String),
    /// The code is not in this file.
    #[error("the file holds no [[code]] with the id '{0}'")]
    NoSuchCode(CodeId),
}

/// Returns the text of a codebook file after an edit.
///
/// # Errors
/// When the text is no valid TOML, or holds no such code.
pub fn apply(text: &str, edit: &Edit) -> Result<String, EditError> {
    let mut document = parsed(text)?;
    match edit {
        Edit::Add(code) => add(&mut document, code)?,
        Edit::Set(id, field, text) => set(table(&mut document, id)?, field.key(), text.as_ref()),
        Edit::Move(id, parent) => set(table(&mut document, id)?, "parent", parent.as_ref().map(CodeId::as_str)),
        Edit::Retire(id, true) => table(&mut document, id)?["retired"] = value(true),
        Edit::Retire(id, false) => {
            table(&mut document, id)?.remove("retired");
        }
        Edit::Alias(id, aliases) => alias(table(&mut document, id)?, aliases)?,
        Edit::Shelve(id, why) => shelve(&mut document, id, why)?,
        Edit::Put(code) => put(&mut document, code)?,
    }
    Ok(document.to_string())
}

/// Reads the text of a codebook file so that it can be edited.
pub(super) fn parsed(text: &str) -> Result<DocumentMut, EditError> {
    text.parse().map_err(|error: toml_edit::TomlError| {
        EditError::Invalid(error.message().lines().next().unwrap_or_default().to_owned())
    })
}

fn alias(table: &mut Table, aliases: &[CodeId]) -> Result<(), EditError> {
    let list = table.entry("aliases").or_insert_with(|| value(Array::new()));
    let list = list.as_array_mut().ok_or_else(|| EditError::Invalid("its aliases are no list".to_owned()))?;
    for alias in aliases {
        if !list.iter().any(|known| known.as_str() == Some(alias.as_str())) {
            list.push(alias.as_str());
        }
    }
    Ok(())
}

/// Sets a key, keeping the comment behind an old value, or takes the key out.
fn set(table: &mut Table, key: &str, text: Option<impl AsRef<str>>) {
    let Some(text) = text else {
        table.remove(key);
        return;
    };
    let mut new = toml_edit::Value::from(text.as_ref());
    if let Some(old) = table.get(key).and_then(Item::as_value) {
        *new.decor_mut() = old.decor().clone();
    }
    table[key] = Item::Value(new);
}

fn add(document: &mut DocumentMut, code: &NewCode) -> Result<(), EditError> {
    let mut table = Table::new();
    set(&mut table, "id", Some(code.id.as_str()));
    set(&mut table, "name", Some(&code.name));
    set(&mut table, "parent", code.parent.as_ref().map(CodeId::as_str));
    set(&mut table, "claim", code.claim.as_ref());
    set(&mut table, "definition", code.definition.as_ref());
    set(&mut table, "key", code.key.map(String::from));
    if !document.is_empty() {
        table.decor_mut().set_prefix("\n");
    }
    push(document, table)
}

fn table<'d>(document: &'d mut DocumentMut, id: &CodeId) -> Result<&'d mut Table, EditError> {
    document
        .get_mut("code")
        .and_then(Item::as_array_of_tables_mut)
        .into_iter()
        .flat_map(ArrayOfTables::iter_mut)
        .find(|table| table.get("id").and_then(Item::as_str) == Some(id.as_str()))
        .ok_or_else(|| EditError::NoSuchCode(id.clone()))
}

#[cfg(test)]
mod tests {
    use super::super::format::read_file;
    use super::*;

    const TEXT: &str = "# the lead's codes\n[[code]]\nid = \"a\" # first\nname = \"A\" # keep\n\n# second\n[[code]]\nid = \"b\"\nparent = \"a\"\n";

    #[test]
    fn comments_and_order_stay() {
        let text = apply(TEXT, &Edit::Set("a".into(), Field::Name, Some("Access".into()))).unwrap();
        assert_eq!(text, TEXT.replace("\"A\" #", "\"Access\" #"));
        let text = apply(TEXT, &Edit::Move("b".into(), None)).unwrap();
        assert_eq!(text, TEXT.replace("parent = \"a\"\n", ""));
        let retired = apply(TEXT, &Edit::Retire("b".into(), true)).unwrap();
        assert!(retired.ends_with("retired = true\n"));
        assert_eq!(apply(&retired, &Edit::Retire("b".into(), false)).unwrap(), TEXT);
    }

    #[test]
    fn texts_and_aliases_are_written_beside_what_is_there() {
        let text = apply(TEXT, &Edit::Set("b".into(), Field::NearMiss, Some("one\ntwo".into()))).unwrap();
        assert_eq!(read_file("x.toml", &text).0.codes[1].near_miss.as_deref(), Some("one\ntwo"));
        assert_eq!(apply(&text, &Edit::Set("b".into(), Field::NearMiss, None)).unwrap(), TEXT);
        let text = apply(TEXT, &Edit::Alias("b".into(), vec!["x".into(), "y".into()])).unwrap();
        assert!(text.ends_with("parent = \"a\"\naliases = [\"x\", \"y\"]\n"), "{text}");
        let text = apply(&text, &Edit::Alias("b".into(), vec!["y".into(), "z".into()])).unwrap();
        assert!(text.ends_with("aliases = [\"x\", \"y\", \"z\"]\n"), "{text}");
    }

    #[test]
    fn an_added_code_reads_back() {
        for start in ["", TEXT, "title = 1\n"] {
            let mut new = NewCode::named("能力".into(), "A \"name\"\nof two lines");
            new.parent = Some("a".into());
            let text = apply(start, &Edit::Add(new.clone())).unwrap();
            assert!(text.starts_with(start));
            let (file, _) = read_file("x.toml", &text);
            let last = file.codes.last().unwrap();
            assert_eq!((&last.id, &last.name, &last.parent), (&new.id, &new.name, &new.parent));
        }
    }

    #[test]
    fn a_file_that_is_not_understood_is_not_touched() {
        assert!(matches!(apply("[[code", &Edit::Retire("a".into(), true)), Err(EditError::Invalid(_))));
        assert!(matches!(apply(TEXT, &Edit::Retire("z".into(), true)), Err(EditError::NoSuchCode(_))));
    }
}
