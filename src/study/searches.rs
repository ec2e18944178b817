//! Saving a search under a name in `study.toml`: comments, order and layout of the rest stay as they are.

use toml_edit::{DocumentMut, Item, Table, TableLike, Value};

use crate::base::disk::Access;
use crate::base::problem::{Problem, Severity};

use super::layout::Layout;
use super::locking::lock;
use super::manifest::Manifest;
use super::open::{Study, utf8};

/// The kind of the problem that another search has the name already.
pub const SEARCH_TAKEN: &str = "search-taken";

/// The table that holds the searches.
const SEARCHES: &str = "searches";

/// Tells whether a name can be typed as `@name` in a query: letters, digits, `-`, `_` and `.`.
#[must_use]
pub fn is_search_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|ch| ch.is_alphanumeric() || matches!(ch, '-' | '_' | '.'))
}

impl Study {
    /// Saves a search under a name. What is there is decided on the file as it is once it is locked.
    ///
    /// Whether the query can be read is not looked at here: the query language is above this.
    ///
    /// # Errors
    /// When the name or the query is none, another search has the name and `replace` is not given
    /// ([`SEARCH_TAKEN`]), the study is of a newer format, or the file cannot be written back without loss.
    pub fn save_search(&mut self, name: &str, query: &str, replace: bool) -> Result<(), Problem> {
        let refused = |message: String| Problem::error("search", Layout::MANIFEST, message);
        if !is_search_name(name) {
            let problem = refused(format!("'{name}' cannot be the name of a search"));
            return Err(problem.hint("take letters, digits, - and _, such as: late-money"));
        }
        let query = query.trim();
        if query.is_empty() {
            return Err(refused(format!("nothing is to be saved as '{name}': the query is empty")));
        }
        if let Some(barrier) = self.write_barrier() {
            return Err(Problem::error("newer-format", Layout::MANIFEST, format!("nothing was written: {barrier}")));
        }
        let _lock = lock(&self.host, &self.layout, Layout::MANIFEST, Layout::MANIFEST)?;
        let path = self.layout.at(Layout::MANIFEST);
        let unwritable = |error: std::io::Error| {
            Problem::error("unwritable", Layout::MANIFEST, format!("study.toml is not changed: {error}"))
        };
        let before = utf8(Layout::MANIFEST, self.host.disk.read(&path).map_err(unwritable)?)?;
        let after = with_search(&before, name, query, replace)?;
        let (manifest, told) = checked(&before, &after, name, query)?;
        self.host.disk.replace(&path, after.as_bytes(), Access::Shared).map_err(unwritable)?;
        self.problems.retain(|problem| problem.path != Layout::MANIFEST);
        self.problems.extend(told);
        self.problems.extend(manifest.check_guides(|code| self.codebook.resolve(code).is_some()));
        self.problems.sort();
        self.manifest = manifest;
        Ok(())
    }
}

/// Returns the text of the manifest with a search in it.
fn with_search(text: &str, name: &str, query: &str, replace: bool) -> Result<String, Problem> {
    let invalid = |why: &str| {
        let message = format!("study.toml is not changed, for it cannot be written back without loss: {why}");
        Problem::error("toml", Layout::MANIFEST, message).hint("mend it in an editor; tripod check says where")
    };
    let mut document: DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| invalid(error.message().lines().next().unwrap_or_default()))?;
    let entry = document.entry(SEARCHES).or_insert_with(|| {
        let mut table = Table::new();
        table.decor_mut().set_prefix(if text.trim().is_empty() { "" } else { "\n" });
        Item::Table(table)
    });
    let table: &mut dyn TableLike =
        entry.as_table_like_mut().ok_or_else(|| invalid("'searches' is no table of searches"))?;
    match table.get_mut(name) {
        Some(taken) if !replace => {
            let there = taken.as_str().unwrap_or_default();
            let message = format!("the name '{name}' is taken by the search '{there}'");
            return Err(Problem::error(SEARCH_TAKEN, Layout::MANIFEST, message)
                .hint("take another name, or put this one in its place with: --replace"));
        }
        Some(taken) => {
            let mut new = Value::from(query);
            if let Some(old) = taken.as_value() {
                // What stands behind it in its line stays.
                *new.decor_mut() = old.decor().clone();
            }
            *taken = Item::Value(new);
        }
        None => drop(table.insert(name, toml_edit::value(query))),
    }
    Ok(document.to_string())
}

/// Sees that the new text says what is meant, and no less than before; returns what it says.
fn checked(before: &str, after: &str, name: &str, query: &str) -> Result<(Manifest, Vec<Problem>), Problem> {
    let errors = |problems: &[Problem]| problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    let (manifest, told) = Manifest::read(after);
    let is_there = manifest.searches.get(name).is_some_and(|saved| saved.query == query);
    if is_there && errors(&told) <= errors(&Manifest::read(before).1) {
        return Ok((manifest, told));
    }
    let message = format!("study.toml is not changed, for then the search '{name}' could not be read back");
    Err(Problem::error("search", Layout::MANIFEST, message).hint("put it under [searches] in an editor"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_order_stay_where_a_search_is_added_or_replaced() {
        let text = "# The study\ntitle = \"T\"\n\n[searches] # ours\n# about money\nmoney = 'late money' # ask\n\n[disclosure]\nminimum = 5\n";
        let added = with_search(text, "new-one", "theme:x \"two words\"", false).unwrap();
        let line = added.lines().find(|line| line.starts_with("new-one")).unwrap();
        assert_eq!(added.replace(&format!("{line}\n"), ""), text);
        assert_eq!(Manifest::read(&added).0.searches["new-one"].query, "theme:x \"two words\"");
        assert_eq!(with_search(text, "money", "x", false).unwrap_err().kind, SEARCH_TAKEN);
        let replaced = with_search(text, "money", "theme:x", true).unwrap();
        assert_eq!(replaced, text.replace("'late money'", "\"theme:x\""));
    }

    #[test]
    fn the_table_is_made_where_there_is_none_and_refused_where_it_is_something_else() {
        let made = with_search("title = \"T\"\n", "a", "b", false).unwrap();
        assert_eq!(made, "title = \"T\"\n\n[searches]\na = \"b\"\n");
        assert_eq!(with_search("", "ё", "b", false).unwrap(), "[searches]\n\"ё\" = \"b\"\n");
        let inline = with_search("searches = { a = \"b\" }\n", "c", "d", false).unwrap();
        assert_eq!(Manifest::read(&inline).0.searches.len(), 2);
        for text in ["searches = 3\n", "title = \n"] {
            assert!(with_search(text, "a", "b", false).unwrap_err().message.contains("without loss"), "{text}");
        }
        assert!(
            is_search_name("late-money.2") && !is_search_name("") && !is_search_name("a b") && !is_search_name("@a")
        );
    }
}
