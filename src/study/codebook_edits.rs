//! Edits to the codebook files of a study. They are not part of undo.

use crate::base::disk::Access;
use crate::base::ids::{CodeId, Coder};
use crate::base::problem::Problem;
use crate::codebook::{Edit, NewCode, apply, check_id};

use super::layout::Layout;
use super::open::{Study, read_codebook};

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
        for (at, code) in codes.iter().enumerate() {
            check_id(code.id.as_str()).map_err(|error| Problem::error("code-id", path, error.to_string()))?;
            if let Some(taken) = self.codebook.get(&code.id) {
                let message = format!("the id '{}' is taken by '{}' ({})", code.id, taken.name, taken.file);
                return Err(Problem::error("code-twice", path, message).hint("choose another id or name"));
            }
            if let Some(parent) = &code.parent
                && self.codebook.get(parent).is_none()
                && !codes.iter().any(|other| other.id == *parent)
            {
                return Err(Problem::error("unknown-parent", path, format!("there is no code '{parent}'")));
            }
            if let Some(key) = code.key {
                let before =
                    codes[..at].iter().filter(|other| other.key == Some(key)).map(|other| (&other.id, &other.name));
                let known = self.codebook.codes().iter().filter(|other| other.key == Some(key));
                if let Some((id, name)) = known.map(|other| (&other.id, &other.name)).chain(before).next() {
                    let message = format!("the quick key '{key}' is taken by '{name}' ({id})");
                    return Err(Problem::error("quick-key", path, message).hint("choose another character"));
                }
            }
        }
        self.edit_file(path, &codes.into_iter().map(Edit::Add).collect::<Vec<_>>())
    }

    /// Gives a code another name.
    ///
    /// # Errors
    /// When there is no such code, or its file cannot be written.
    pub fn rename_code(&mut self, id: &CodeId, name: &str) -> Result<(), Problem> {
        let path = self.file_of(id)?;
        self.edit_file(&path, &[Edit::Rename(id.clone(), name.to_owned())])
    }

    /// Puts a code under another, or at the top.
    ///
    /// # Errors
    /// When there is no such code, it would stand under itself, or its file cannot be written.
    pub fn move_code(&mut self, id: &CodeId, parent: Option<&CodeId>) -> Result<(), Problem> {
        let path = self.file_of(id)?;
        if let Some(parent) = parent {
            if self.codebook.get(parent).is_none() {
                return Err(Problem::error("unknown-code", "", format!("there is no code '{parent}'")));
            }
            if self.codebook.with_sub_codes(id).iter().any(|code| code.id == *parent) {
                let message = format!("'{id}' cannot stand under '{parent}', which stands under it");
                return Err(Problem::error("code-cycle", &path, message));
            }
        }
        self.edit_file(&path, &[Edit::Move(id.clone(), parent.cloned())])
    }

    /// Takes a code out of use, or back into it. Its codings stay.
    ///
    /// # Errors
    /// When there is no such code, or its file cannot be written.
    pub fn retire_code(&mut self, id: &CodeId, retired: bool) -> Result<(), Problem> {
        let path = self.file_of(id)?;
        self.edit_file(&path, &[Edit::Retire(id.clone(), retired)])
    }

    fn file_of(&self, id: &CodeId) -> Result<String, Problem> {
        let code = self.codebook.get(id);
        code.map(|code| code.file.clone())
            .ok_or_else(|| Problem::error("unknown-code", "", format!("there is no code '{id}'")))
    }

    fn edit_file(&mut self, path: &str, edits: &[Edit]) -> Result<(), Problem> {
        if let Some(barrier) = self.write_barrier() {
            return Err(Problem::error("newer-format", path, format!("nothing was written: {barrier}")));
        }
        let disk = self.host.disk.clone();
        let failed =
            |error: std::io::Error| Problem::error("unwritable", path, format!("the codebook is not changed: {error}"));
        let at = self.layout.at(path);
        let mut text = match disk.read(&at) {
            Ok(bytes) => String::from_utf8(bytes)
                .map_err(|_| Problem::error("not-utf8", path, "the file is no valid UTF-8 and is not changed"))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(failed(error)),
        };
        for edit in edits {
            text = apply(&text, edit).map_err(|error| Problem::error("codebook-edit", path, error.to_string()))?;
        }
        disk.make_folder(&self.layout.at(Layout::CODEBOOKS), Access::Shared).map_err(failed)?;
        disk.replace(&at, text.as_bytes(), Access::Shared).map_err(failed)?;
        self.codebook = read_codebook(&self.host, &self.layout).0;
        Ok(())
    }
}
