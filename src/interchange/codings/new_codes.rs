//! Codes that a table names and the codebook does not have: where they stand, and their ids.

use std::collections::BTreeMap;

use crate::base::ids::CodeId;
use crate::codebook::{Code, Codebook, NewCode, id_from_name};

/// Makes codes as rows ask for them; what was made is found again as a code of the codebook is.
#[derive(Debug)]
pub struct NewCodes<'c> {
    codebook: &'c Codebook,
    made: Vec<NewCode>,
    /// What was given for each cell: tables name the same code in many rows.
    given: BTreeMap<String, CodeId>,
}

impl<'c> NewCodes<'c> {
    /// Begins with the codes of a codebook.
    #[must_use]
    pub fn new(codebook: &'c Codebook) -> Self {
        Self { codebook, made: Vec::new(), given: BTreeMap::new() }
    }

    /// Returns the code for a name or a path `A > B > C` that the codebook does not have, and makes it
    /// and those above it where they are not there.
    ///
    /// # Errors
    /// When a part of the path holds no letter or digit, or a name fits several codes that were made.
    pub fn get(&mut self, wanted: &str) -> Result<CodeId, String> {
        if let Some(id) = self.given.get(wanted) {
            return Ok(id.clone());
        }
        let parts: Vec<&str> = wanted.split('>').map(str::trim).collect();
        let mut parent: Option<CodeId> = None;
        for (at, name) in parts.iter().enumerate() {
            let found =
                if at == 0 { self.at_the_top(name, parts.len() == 1)? } else { self.under(name, parent.as_ref()) };
            parent = Some(match found {
                Some(id) => id,
                None => self.make(name, parent)?,
            });
        }
        let id = parent.ok_or_else(|| "the code has no name".to_owned())?;
        self.given.insert(wanted.to_owned(), id.clone());
        Ok(id)
    }

    /// Finds the code that a path begins with, or that a name alone stands for.
    fn at_the_top(&self, name: &str, alone: bool) -> Result<Option<CodeId>, String> {
        if let Some(id) = self.under(name, None) {
            return Ok(Some(id));
        }
        if let Ok(code) = self.codebook.find(name) {
            return Ok(Some(code.id.clone()));
        }
        if let Some(code) = self.made.iter().find(|code| code.id == *name) {
            return Ok(Some(code.id.clone()));
        }
        let made: Vec<&NewCode> = self.made.iter().filter(|code| is_named(&code.id, &code.name, name)).collect();
        match made.as_slice() {
            [one] => Ok(Some(one.id.clone())),
            [_, _, ..] if alone => Err(format!("'{name}' is the name of several new codes; give its path")),
            _ => Ok(None),
        }
    }

    /// Finds a code directly under another, or at the top of the tree.
    fn under(&self, name: &str, parent: Option<&CodeId>) -> Option<CodeId> {
        let there = |code: &&Code| is_named(&code.id, &code.name, name);
        let found = match parent {
            Some(parent) => self.codebook.children(parent).find(there),
            None => self.codebook.roots().find(there),
        };
        let made =
            || self.made.iter().find(|code| code.parent.as_ref() == parent && is_named(&code.id, &code.name, name));
        found.map(|code| &code.id).or_else(|| made().map(|code| &code.id)).cloned()
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

/// Tells whether a cell names a code, by its id or by its name in any case.
fn is_named(id: &CodeId, name: &str, wanted: &str) -> bool {
    *id == *wanted || name.to_lowercase() == wanted.to_lowercase()
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
        assert_eq!(get("labs"), Ok("labs".into()), "an id goes before a name");
        assert_eq!(get("capacity > labs"), Ok("capacity-labs".into()));
        assert_eq!(get("effectiveness > Capacity of all > Labs"), Ok("capacity-labs".into()));
        assert!(get("Labs").unwrap_err().contains("several"));
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
