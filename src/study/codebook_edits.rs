//! Changes of the codebook. They are not part of undo.
//!
//! Each is decided on the files as they are once they are locked, not on what was read when the study was
//! opened: an editor or another program may have changed them since.

use crate::base::ids::{CodeId, Coder};
use crate::base::problem::Problem;
use crate::codebook::{Code, Codebook, Edit, Field, NewCode, check_id};

use super::codebook_files::CodebookFiles;
use super::layout::Layout;
use super::open::{Study, read_codebook};

/// The kind of the problem that a text of a code is not any more what its writer saw.
pub const CHANGED_MEANWHILE: &str = "changed-meanwhile";

impl Study {
    /// Adds a code that a coder made in the field to the coder's own drafts.
    ///
    /// # Errors
    /// When the id is none, is taken, or the file cannot be written.
    pub fn add_draft(&mut self, by: &Coder, code: NewCode) -> Result<(), Problem> {
        self.add_code(&Layout::drafts(by), code)
    }

    /// Adds a code to a codebook file, which is made where it is absent.
    ///
    /// # Errors
    /// When the id is none, is taken, or the file cannot be written.
    pub fn add_code(&mut self, path: &str, code: NewCode) -> Result<(), Problem> {
        self.add_codes(path, vec![code])
    }

    /// Adds several codes to a codebook file at once.
    ///
    /// # Errors
    /// When an id is none, an id or a quick key is taken, or the file cannot be written; then none is added.
    pub fn add_codes(&mut self, path: &str, codes: Vec<NewCode>) -> Result<(), Problem> {
        self.change_codebook(|book, files| {
            check_new(book, path, &codes)?;
            codes.into_iter().try_for_each(|code| files.edit(path, &Edit::Add(code)))
        })
    }

    /// Gives a code another name.
    ///
    /// # Errors
    /// When there is no such code, or its file cannot be written.
    pub fn rename_code(&mut self, id: &CodeId, name: &str) -> Result<(), Problem> {
        self.change_codebook(|book, files| {
            let code = known(book, id)?;
            files.edit(&code.file, &Edit::Set(code.id.clone(), Field::Name, Some(name.to_owned())))
        })
    }

    /// Writes one text of a code, or takes it out. `seen` is what its writer saw there.
    ///
    /// # Errors
    /// When there is no such code, something else stands there now ([`CHANGED_MEANWHILE`]), it is no text
    /// for this, or the file cannot be written.
    pub fn set_code(
        &mut self,
        id: &CodeId,
        field: Field,
        seen: Option<&str>,
        text: Option<&str>,
    ) -> Result<(), Problem> {
        self.change_codebook(|book, files| {
            let code = known(book, id)?;
            let now = field.of(code);
            if now.as_deref() != seen {
                let what = field.word().to_lowercase();
                let now = now.map_or_else(|| "nothing".to_owned(), |now| format!("“{now}”"));
                let message = format!("another program changed the {what} of '{id}' meanwhile: it is now {now}");
                return Err(Problem::error(CHANGED_MEANWHILE, &code.file, message).at(code.line));
            }
            let text = text.filter(|text| !text.trim().is_empty());
            check_text(book, code, field, text)?;
            files.edit(&code.file, &Edit::Set(code.id.clone(), field, text.map(str::to_owned)))
        })
    }

    /// Puts a code under another, or at the top.
    ///
    /// # Errors
    /// When there is no such code, it would stand under itself, or its file cannot be written.
    pub fn move_code(&mut self, id: &CodeId, parent: Option<&CodeId>) -> Result<(), Problem> {
        self.change_codebook(|book, files| {
            let code = known(book, id)?;
            let parent = parent.map(|parent| known(book, parent)).transpose()?;
            if let Some(parent) = parent
                && book.with_sub_codes(&code.id).iter().any(|below| below.id == parent.id)
            {
                let message = format!("'{id}' cannot stand under '{}', which stands under it", parent.id);
                return Err(Problem::error("code-cycle", &code.file, message));
            }
            files.edit(&code.file, &Edit::Move(code.id.clone(), parent.map(|parent| parent.id.clone())))
        })
    }

    /// Takes a code out of use, or back into it. Its codings stay.
    ///
    /// # Errors
    /// When there is no such code, or its file cannot be written.
    pub fn retire_code(&mut self, id: &CodeId, retired: bool) -> Result<(), Problem> {
        self.change_codebook(|book, files| {
            let code = known(book, id)?;
            files.edit(&code.file, &Edit::Retire(code.id.clone(), retired))
        })
    }

    /// Merges a code into another: its ids become aliases of the other, so that its codings and sub-codes
    /// count there, and what it said of itself stays in its file as a comment.
    ///
    /// # Errors
    /// When there is no such code, both are one, or a file cannot be written.
    pub fn merge_code(&mut self, id: &CodeId, into: &CodeId) -> Result<(), Problem> {
        self.change_codebook(|book, files| {
            let (code, into) = (known(book, id)?, known(book, into)?);
            if code.id == into.id {
                let message = format!("'{id}' cannot be merged into itself");
                return Err(Problem::error("code-merge", &code.file, message));
            }
            let mut ids = vec![code.id.clone()];
            ids.extend(code.aliases.iter().filter(|alias| book.resolve(alias) == Some(&code.id)).cloned());
            files.edit(&into.file, &Edit::Alias(into.id.clone(), ids))?;
            // One that stands below would stand under itself.
            if book.above(&into.id).any(|above| above.id == code.id) {
                files.edit(&into.file, &Edit::Move(into.id.clone(), code.parent.clone()))?;
            }
            let why = format!("merged into '{}', where its id is an alias:", into.id);
            files.edit(&code.file, &Edit::Shelve(code.id.clone(), why))
        })
    }

    /// Moves a draft into the lead's codebook, and returns the path of that file: the one that holds the
    /// code above it, else the study's first.
    ///
    /// # Errors
    /// When there is no such code, it is no draft, or a file cannot be written.
    pub fn adopt_code(&mut self, id: &CodeId) -> Result<String, Problem> {
        let mut path = Layout::CODEBOOK.to_owned();
        self.change_codebook(|book, files| {
            let code = known(book, id)?;
            if code.drafted_by().is_none() {
                let message = format!("'{id}' is no draft: it stands in {} already", code.file);
                return Err(Problem::error("code-adopt", &code.file, message));
            }
            path = home(book, code, files);
            files.carry(&code.id, &code.file, &path)
        })?;
        Ok(path)
    }

    /// Changes the codebook files as they are now, and reads what became of them.
    fn change_codebook(
        &mut self,
        change: impl FnOnce(&Codebook, &mut CodebookFiles<'_>) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        if let Some(barrier) = self.write_barrier() {
            let message = format!("nothing was written: {barrier}");
            return Err(Problem::error("newer-format", Layout::CODEBOOKS, message));
        }
        let mut files = CodebookFiles::lock(&self.host, &self.layout);
        let book = files.codebook().0;
        let done = change(&book, &mut files).and_then(|()| files.write());
        // Whatever came of it, what is there now counts.
        let (codebook, told) = read_codebook(&self.host, &self.layout);
        self.codebook = codebook;
        self.problems.retain(|problem| !problem.path.starts_with(Layout::CODEBOOKS));
        self.problems.extend(told);
        self.problems.sort();
        done.map(drop)
    }
}

fn known<'b>(book: &'b Codebook, id: &CodeId) -> Result<&'b Code, Problem> {
    book.get(id).ok_or_else(|| Problem::error("unknown-code", "", format!("there is no code '{id}'")))
}

/// Says why codes cannot be added.
fn check_new(book: &Codebook, path: &str, codes: &[NewCode]) -> Result<(), Problem> {
    for (at, code) in codes.iter().enumerate() {
        check_id(code.id.as_str()).map_err(|error| Problem::error("code-id", path, error.to_string()))?;
        if let Some(taken) = book.get(&code.id) {
            let message = format!("the id '{}' is taken by '{}' ({})", code.id, taken.name, taken.file);
            return Err(Problem::error("code-twice", path, message).hint("choose another id or name"));
        }
        if let Some(parent) = &code.parent
            && book.get(parent).is_none()
            && !codes.iter().any(|other| other.id == *parent)
        {
            return Err(Problem::error("unknown-parent", path, format!("there is no code '{parent}'")));
        }
        if let Some(key) = code.key {
            let before =
                codes[..at].iter().filter(|other| other.key == Some(key)).map(|other| (&other.id, &other.name));
            let known = book.codes().iter().filter(|other| other.key == Some(key));
            if let Some((id, name)) = known.map(|other| (&other.id, &other.name)).chain(before).next() {
                let message = format!("the quick key '{key}' is taken by '{name}' ({id})");
                return Err(Problem::error("quick-key", path, message).hint("choose another character"));
            }
        }
    }
    Ok(())
}

/// Says why a text cannot be written in the place of another.
fn check_text(book: &Codebook, code: &Code, field: Field, text: Option<&str>) -> Result<(), Problem> {
    let wrong = |kind, message: String| Err(Problem::error(kind, &code.file, message));
    match (field, text) {
        (Field::Name, None) => wrong("code-name", "a code needs a name".to_owned()),
        (Field::Key, Some(key)) => {
            if key.chars().count() != 1 {
                return wrong("quick-key", format!("a quick key is one character, not '{key}'"));
            }
            let has_it = |other: &&Code| other.id != code.id && other.key.is_some_and(|of| key.starts_with(of));
            match book.codes().iter().find(has_it) {
                Some(other) => wrong("quick-key", format!("the quick key '{key}' belongs to '{}'", other.name)),
                None => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

/// Returns the file that a draft belongs in once it is adopted.
fn home(book: &Codebook, code: &Code, files: &CodebookFiles<'_>) -> String {
    let above = book.above(&code.id).find(|above| above.drafted_by().is_none()).map(|above| above.file.as_str());
    let lead = || files.paths().find(|path| *path == Layout::CODEBOOK);
    let other = || book.codes().iter().find(|code| code.drafted_by().is_none()).map(|code| code.file.as_str());
    above.or_else(lead).or_else(other).unwrap_or(Layout::CODEBOOK).to_owned()
}

#[cfg(test)]
#[path = "codebook_edits_tests.rs"]
mod tests;
