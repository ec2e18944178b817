//! Codes that a table names and the codebook does not have: where they stand, and their ids.

use std::collections::BTreeMap;

use crate::base::ids::CodeId;
use crate::codebook::{Codebook, NewCode, id_from_name};

/// Makes codes as rows ask for them; the same path gives the same code.
#[derive(Debug)]
pub struct NewCodes<'c> {
    codebook: &'c Codebook,
    made: Vec<NewCode>,
    /// The id of each code that was asked for, by its path in small letters.
    known: BTreeMap<Vec<String>, CodeId>,
}

impl<'c> NewCodes<'c> {
    /// Begins with the codes of a codebook.
    #[must_use]
    pub fn new(codebook: &'c Codebook) -> Self {
        Self { codebook, made: Vec::new(), known: BTreeMap::new() }
    }

    /// Returns the code for a name or a path `A > B > C`, and makes it and those above it where they
    /// are not there.
    ///
    /// # Errors
    /// When a part of the path holds no letter or digit.
    pub fn get(&mut self, wanted: &str) -> Result<CodeId, String> {
        let parts: Vec<&str> = wanted.split('>').map(str::trim).collect();
        let mut parent: Option<CodeId> = None;
        for upto in 1..=parts.len() {
            parent = Some(self.part(&parts[..upto], parent)?);
        }
        parent.ok_or_else(|| "the code has no name".to_owned())
    }

    /// Returns the code at the end of a path whose other parts are there.
    fn part(&mut self, path: &[&str], parent: Option<CodeId>) -> Result<CodeId, String> {
        let key: Vec<String> = path.iter().map(|part| part.to_lowercase()).collect();
        if let Some(id) = self.known.get(&key) {
            return Ok(id.clone());
        }
        let name = path.last().copied().unwrap_or_default();
        let id = match self.there(name, parent.as_ref()) {
            Some(id) => id,
            None => self.make(name, parent)?,
        };
        self.known.insert(key, id.clone());
        Ok(id)
    }

    /// Finds a code of the codebook by its id or name: under this parent, or at the top of a path.
    fn there(&self, name: &str, parent: Option<&CodeId>) -> Option<CodeId> {
        let is_named =
            |code: &&crate::codebook::Code| code.name.to_lowercase() == name.to_lowercase() || code.id == *name;
        match parent {
            Some(parent) => self.codebook.children(parent).find(is_named).map(|code| code.id.clone()),
            None => self
                .codebook
                .roots()
                .find(is_named)
                .map(|code| code.id.clone())
                .or_else(|| self.codebook.find(name).ok().map(|code| code.id.clone())),
        }
    }

    fn make(&mut self, name: &str, parent: Option<CodeId>) -> Result<CodeId, String> {
        let Some(short) = id_from_name(name) else {
            return Err(format!("'{name}' holds no letter or digit, so no code can be made of it"));
        };
        let with_parent = parent.as_ref().map(|parent| CodeId::from(format!("{parent}-{short}")));
        let numbered = (2..).map(|number| CodeId::from(format!("{}-{number}", with_parent.as_ref().unwrap_or(&short))));
        let id = std::iter::once(short.clone())
            .chain(with_parent.clone())
            .chain(numbered)
            .find(|id| !self.is_taken(id))
            .unwrap_or(short);
        self.made.push(NewCode { parent, ..NewCode::named(id.clone(), name) });
        Ok(id)
    }

    fn is_taken(&self, id: &CodeId) -> bool {
        self.codebook.get(id).is_some() || self.made.iter().any(|code| code.id == *id)
    }

    /// Returns the codes that were made, parents before their sub-codes.
    #[must_use]
    pub fn into_made(self) -> Vec<NewCode> {
        self.made
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::read_file;

    fn book() -> Codebook {
        let text = "[[code]]\nid='effect'\nname='Effectiveness'\n[[code]]\nid='capacity'\nname='Capacity of all'\nparent='effect'\n";
        Codebook::new([read_file("codebooks/a.toml", text).0]).0
    }

    #[test]
    fn a_path_makes_what_is_missing_under_what_is_there() {
        let book = book();
        let mut codes = NewCodes::new(&book);
        let mut get = |path: &str| codes.get(path).map(|id| id.to_string());
        assert_eq!(get("Effectiveness > capacity of all"), Ok("capacity".into()));
        assert_eq!(get("effectiveness > Labs > Reagents!"), Ok("reagents".into()));
        assert_eq!(get("EFFECTIVENESS > labs"), Ok("labs".into()));
        assert_eq!(get("Relevance > Labs"), Ok("relevance-labs".into()), "the parent's id before it on a clash");
        assert_eq!(get("Relevance>LABS"), Ok("relevance-labs".into()));
        assert_eq!(get("Money & power"), Ok("money-power".into()));
        assert_eq!(get("donor_steering"), Ok("donor-steering".into()));
        assert_eq!(get("能力"), Ok("能力".into()));
        assert!(get("A > !!").is_err() && get("").is_err());
        let made: Vec<_> = codes
            .into_made()
            .into_iter()
            .map(|code| (code.id.to_string(), code.name, code.parent.map(|id| id.to_string())))
            .collect();
        assert_eq!(made[0], ("labs".into(), "Labs".into(), Some("effect".into())));
        assert_eq!(made[1], ("reagents".into(), "Reagents!".into(), Some("labs".into())));
        assert_eq!(made[2], ("relevance".into(), "Relevance".into(), None));
        assert_eq!(made[3], ("relevance-labs".into(), "Labs".into(), Some("relevance".into())));
    }

    #[test]
    fn names_that_differ_get_ids_that_differ() {
        let book = book();
        let mut codes = NewCodes::new(&book);
        assert_eq!(codes.get("Labs!").unwrap(), "labs");
        assert_eq!(codes.get("Labs?").unwrap(), "labs-2");
        assert_eq!(codes.get("Labs!").unwrap(), "labs");
    }
}
