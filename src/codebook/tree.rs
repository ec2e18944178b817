//! The whole codebook: codes of all files as one tree, with its rules enforced.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::base::ids::CodeId;
use crate::base::nearest::did_you_mean;
use crate::base::problem::Problem;

use super::code::{Code, ForParent};
use super::format::CodeFile;

/// All codes of a study. Parents exist, there is no cycle, ids are unique.
#[derive(Clone, Debug, Default)]
pub struct Codebook {
    codes: Vec<Code>,
    /// Asked for once a coding, so hashed.
    by_id: HashMap<CodeId, usize>,
    aliases: HashMap<CodeId, CodeId>,
    children: BTreeMap<CodeId, Vec<usize>>,
    roots: Vec<usize>,
}

/// A code with a claim, and how a coding counts for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// The code that carries the claim.
    pub code: CodeId,
    /// Whether support of the coded claim speaks against this one.
    pub reversed: bool,
}

impl Codebook {
    /// Joins codebook files to one tree.
    ///
    /// Files count in the order of their names, drafts last. Of two codes with one id the first
    /// stands; in a cycle the greatest id loses its parent; an alias that is an id, or that stands
    /// twice, is left aside.
    #[must_use]
    pub fn new(files: impl IntoIterator<Item = CodeFile>) -> (Self, Vec<Problem>) {
        let mut files: Vec<CodeFile> = files.into_iter().collect();
        files.sort_by(|a, b| (a.drafts, &a.path).cmp(&(b.drafts, &b.path)));
        let mut problems = Vec::new();
        let mut book = Self::default();
        for file in files {
            for code in file.codes {
                book.take(code, file.drafts, &mut problems);
            }
        }
        book.resolve_aliases(&mut problems);
        book.resolve_parents(&mut problems);
        book.break_cycles(&mut problems);
        book.check_keys(&mut problems);
        book.link();
        (book, problems)
    }

    fn take(&mut self, code: Code, draft: bool, problems: &mut Vec<Problem>) {
        let Some(&first) = self.by_id.get(&code.id) else {
            self.by_id.insert(code.id.clone(), self.codes.len());
            self.codes.push(code);
            return;
        };
        let first = &self.codes[first];
        let message = format!("the id '{}' is taken by {}:{}; this one is left aside", code.id, first.file, first.line);
        let problem = if draft && first.drafted_by().is_some() {
            Problem::warning("code-twice", &code.file, message)
        } else {
            Problem::error("code-twice", &code.file, message)
        };
        problems.push(problem.at(code.line).hint("give one of the two another id, or merge them"));
    }

    fn resolve_aliases(&mut self, problems: &mut Vec<Problem>) {
        for code in &self.codes {
            for alias in &code.aliases {
                let wrong = |why: String| {
                    Problem::error("alias", &code.file, format!("the alias '{alias}' of code '{}' {why}", code.id))
                        .at(code.line)
                };
                if self.by_id.contains_key(alias) {
                    problems.push(wrong("is the id of a code; the id stands".to_owned()));
                } else if let Some(first) = self.aliases.get(alias) {
                    problems.push(wrong(format!("is an alias of '{first}' already")));
                } else {
                    self.aliases.insert(alias.clone(), code.id.clone());
                }
            }
        }
    }

    fn resolve_parents(&mut self, problems: &mut Vec<Problem>) {
        for at in 0..self.codes.len() {
            let Some(parent) = self.codes[at].parent.clone() else { continue };
            let found = self.resolve(&parent).cloned();
            if found.is_none() {
                let code = &self.codes[at];
                let message = format!(
                    "code '{}' stands under '{parent}', which no codebook holds; it is read as a top code",
                    code.id
                );
                let mut problem = Problem::error("unknown-parent", &code.file, message).at(code.line);
                problem.hint = did_you_mean(parent.as_str(), self.codes.iter().map(|code| code.id.as_str()));
                problems.push(problem);
            }
            self.codes[at].parent = found;
        }
    }

    fn break_cycles(&mut self, problems: &mut Vec<Problem>) {
        let mut sound: BTreeSet<CodeId> = BTreeSet::new();
        for at in 0..self.codes.len() {
            let mut path: Vec<CodeId> = Vec::new();
            let mut on_path: BTreeSet<CodeId> = BTreeSet::new();
            let mut next = Some(self.codes[at].id.clone());
            while let Some(id) = next {
                if sound.contains(&id) {
                    break;
                }
                if on_path.contains(&id) {
                    let begin = path.iter().position(|other| *other == id).unwrap_or(0);
                    self.cut_cycle(&path[begin..], problems);
                    break;
                }
                next = self.by_id.get(&id).and_then(|&at| self.codes[at].parent.clone());
                on_path.insert(id.clone());
                path.push(id);
            }
            sound.extend(path);
        }
    }

    fn cut_cycle(&mut self, cycle: &[CodeId], problems: &mut Vec<Problem>) {
        let Some(greatest) = cycle.iter().max() else { return };
        let Some(&at) = self.by_id.get(greatest) else { return };
        let mut round: Vec<&str> = cycle.iter().map(CodeId::as_str).collect();
        round.push(cycle[0].as_str());
        let code = &mut self.codes[at];
        code.parent = None;
        let message = format!(
            "these codes stand above one another in a circle: {}; '{greatest}' is read as a top code",
            round.join(" under ")
        );
        problems.push(
            Problem::error("code-cycle", &code.file, message).at(code.line).hint("take out one 'parent' of the circle"),
        );
    }

    fn check_keys(&self, problems: &mut Vec<Problem>) {
        let mut seen: BTreeMap<char, &Code> = BTreeMap::new();
        for code in &self.codes {
            let Some(key) = code.key else { continue };
            if let Some(first) = seen.get(&key) {
                let message = format!("the quick key '{key}' of '{}' belongs to '{}' already", code.id, first.id);
                problems.push(Problem::warning("quick-key", &code.file, message).at(code.line));
            } else {
                seen.insert(key, code);
            }
        }
    }

    fn link(&mut self) {
        for (at, code) in self.codes.iter().enumerate() {
            match &code.parent {
                Some(parent) => self.children.entry(parent.clone()).or_default().push(at),
                None => self.roots.push(at),
            }
        }
    }

    /// Returns all codes: files in order, codes in the order of their file.
    #[must_use]
    pub fn codes(&self) -> &[Code] {
        &self.codes
    }

    /// Tells whether there is no code.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// Returns the id that stands for `id`: itself, or the code that has it as an alias.
    #[must_use]
    pub fn resolve(&self, id: &CodeId) -> Option<&CodeId> {
        match self.by_id.get_key_value(id) {
            Some((own, _)) => Some(own),
            None => self.aliases.get(id),
        }
    }

    /// Returns the code with this id or alias.
    #[must_use]
    pub fn get(&self, id: &CodeId) -> Option<&Code> {
        self.position(id).map(|at| &self.codes[at])
    }

    /// Returns the position in [`Self::codes`] of the code with this id or alias.
    #[must_use]
    pub fn position(&self, id: &CodeId) -> Option<usize> {
        let at = self.by_id.get(id).or_else(|| self.by_id.get(self.aliases.get(id)?));
        at.copied()
    }

    /// Returns the codes directly under `id`, in order.
    pub fn children(&self, id: &CodeId) -> impl Iterator<Item = &Code> {
        self.children.get(id).into_iter().flatten().map(|&at| &self.codes[at])
    }

    /// Returns the codes without a parent, in order.
    pub fn roots(&self) -> impl Iterator<Item = &Code> {
        self.roots.iter().map(|&at| &self.codes[at])
    }

    /// Returns the codes above `id`, nearest first.
    pub fn above<'a>(&'a self, id: &CodeId) -> impl Iterator<Item = &'a Code> {
        let parent = |code: &'a Code| code.parent.as_ref().and_then(|up| self.get(up));
        std::iter::successors(self.get(id).and_then(parent), move |code| parent(code))
    }

    /// Returns the code with `id` and all under it, as in an open tree.
    #[must_use]
    pub fn with_sub_codes(&self, id: &CodeId) -> Vec<&Code> {
        let mut found = Vec::new();
        let mut open: Vec<&Code> = self.get(id).into_iter().collect();
        while let Some(code) = open.pop() {
            found.push(code);
            let below: Vec<&Code> = self.children(&code.id).collect();
            open.extend(below.into_iter().rev());
        }
        found
    }

    /// Returns every code with its depth (0 at the top), as in an open tree.
    #[must_use]
    pub fn outline(&self) -> Vec<(usize, &Code)> {
        let mut found = Vec::new();
        let mut open: Vec<(usize, &Code)> = self.roots().map(|code| (0, code)).collect();
        open.reverse();
        while let Some((depth, code)) = open.pop() {
            found.push((depth, code));
            let below: Vec<(usize, &Code)> = self.children(&code.id).map(|child| (depth + 1, child)).collect();
            open.extend(below.into_iter().rev());
        }
        found
    }

    /// Returns the names from the top to the code, such as `["Effectiveness", "Capacity"]`.
    #[must_use]
    pub fn path(&self, id: &CodeId) -> Vec<&str> {
        let mut names: Vec<&str> = self.above(id).map(|code| code.name.as_str()).collect();
        names.reverse();
        names.extend(self.get(id).map(|code| code.name.as_str()));
        names
    }

    /// Returns the codes that have a claim, in order.
    pub fn themes(&self) -> impl Iterator<Item = &Code> {
        self.codes.iter().filter(|code| code.claim.is_some())
    }

    /// Returns the nearest code at or above `id` that has a claim.
    #[must_use]
    pub fn theme_of(&self, id: &CodeId) -> Option<&Code> {
        let own = self.get(id)?;
        std::iter::once(own).chain(self.above(&own.id)).find(|code| code.claim.is_some())
    }

    /// Returns every claim for which a coding of `id` is evidence: the nearest at or above it, and
    /// those above that for which a code with a claim of its own counts by `for-parent`.
    #[must_use]
    pub fn themes_of(&self, id: &CodeId) -> Vec<Theme> {
        let mut found = Vec::new();
        let mut reversed = false;
        let mut next = self.theme_of(id);
        while let Some(theme) = next {
            found.push(Theme { code: theme.id.clone(), reversed });
            next = match theme.for_parent {
                Some(ForParent::Same) => theme.parent.as_ref(),
                Some(ForParent::Against) => {
                    reversed = !reversed;
                    theme.parent.as_ref()
                }
                None => None,
            }
            .and_then(|up| self.theme_of(up));
        }
        found
    }

    /// Finds a code as a user names it: id or alias, else name, else a path `A > B > C`, ignoring case.
    ///
    /// # Errors
    /// Says that there is none, with the nearest, or that the name fits several.
    pub fn find(&self, wanted: &str) -> Result<&Code, Problem> {
        let wanted = wanted.trim();
        if let Some(code) = self.get(&CodeId::from(wanted)) {
            return Ok(code);
        }
        let parts: Vec<String> = wanted.split('>').map(|part| part.trim().to_lowercase()).collect();
        let fits = |code: &&Code| match parts.as_slice() {
            [one] => code.name.to_lowercase() == *one || code.id.as_str().to_lowercase() == *one,
            _ => self.path(&code.id).iter().map(|name| name.to_lowercase()).eq(parts.iter().cloned()),
        };
        let found: Vec<&Code> = self.codes.iter().filter(fits).collect();
        match found.as_slice() {
            [code] => Ok(code),
            [] => {
                let names = self.codes.iter().flat_map(|code| [code.id.as_str(), code.name.as_str()]);
                let mut problem = Problem::error("unknown-code", "", format!("there is no code '{wanted}'"));
                let hint = did_you_mean(wanted, names);
                problem.hint = hint.or_else(|| Some("see the codes with: tripod codebook".to_owned()));
                Err(problem)
            }
            several => {
                let ids: Vec<&str> = several.iter().map(|code| code.id.as_str()).collect();
                let message = format!("'{wanted}' is the name of several codes: {}", ids.join(", "));
                Err(Problem::error("ambiguous-code", "", message).hint("name the code by its id"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::format::read_file;
    use super::*;

    fn book(files: &[(&str, &str)]) -> (Codebook, Vec<Problem>) {
        Codebook::new(files.iter().map(|(path, text)| read_file(path, text).0))
    }

    fn id(text: &str) -> CodeId {
        CodeId::from(text)
    }

    #[test]
    fn of_two_equal_ids_the_first_file_stands_and_drafts_come_last() {
        let (book, problems) = book(&[
            ("codebooks/drafts-ana.toml", "[[code]]\nid='a'\nname='draft'\n[[code]]\nid='n'\n"),
            ("codebooks/drafts-ben.toml", "[[code]]\nid='n'\n"),
            ("codebooks/z.toml", "[[code]]\nid='a'\nname='lead'\n"),
        ]);
        assert_eq!(book.get(&id("a")).unwrap().name, "lead");
        let severities: Vec<_> = problems.iter().map(|p| (p.path.as_str(), p.severity.word())).collect();
        assert_eq!(severities, [("codebooks/drafts-ana.toml", "error"), ("codebooks/drafts-ben.toml", "warning")]);
    }

    #[test]
    fn a_cycle_is_cut_at_its_greatest_id() {
        let (book, problems) = book(&[(
            "a.toml",
            "[[code]]\nid='a'\nparent='c'\n[[code]]\nid='b'\nparent='a'\n[[code]]\nid='c'\nparent='b'\n[[code]]\nid='d'\nparent='a'\n",
        )]);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(book.roots().map(|c| c.id.as_str()).collect::<Vec<_>>(), ["c"]);
        assert_eq!(book.outline().len(), 4);
        let (own, problems) = super::Codebook::new([read_file("a.toml", "[[code]]\nid='a'\nparent='a'\n").0]);
        assert_eq!((own.roots().count(), problems.len()), (1, 1));
    }

    #[test]
    fn aliases_live_on_and_an_id_stands_over_an_alias() {
        let (book, problems) = book(&[(
            "a.toml",
            "[[code]]\nid='a'\naliases=['old','b','older']\n[[code]]\nid='b'\naliases=['old']\n[[code]]\nid='c'\nparent='older'\n",
        )]);
        assert_eq!(book.resolve(&id("old")).unwrap(), "a");
        assert_eq!(book.resolve(&id("b")).unwrap(), "b");
        assert_eq!(book.get(&id("c")).unwrap().parent.as_ref().unwrap(), "a");
        assert_eq!(problems.iter().filter(|p| p.kind == "alias").count(), 2);
    }

    #[test]
    fn a_coding_counts_for_the_nearest_claim_and_on_by_for_parent() {
        let (book, _) = book(&[(
            "a.toml",
            "[[code]]\nid='top'\nclaim='T'\n[[code]]\nid='mid'\nparent='top'\nclaim='M'\nfor-parent='against'\n[[code]]\nid='leaf'\nparent='mid'\n[[code]]\nid='own'\nparent='top'\nclaim='O'\n[[code]]\nid='topic'\n",
        )]);
        let of = |code: &str| {
            book.themes_of(&id(code)).into_iter().map(|t| (t.code.to_string(), t.reversed)).collect::<Vec<_>>()
        };
        assert_eq!(of("leaf"), [("mid".to_owned(), false), ("top".to_owned(), true)]);
        assert_eq!(of("own"), [("own".to_owned(), false)]);
        assert!(of("topic").is_empty());
    }

    #[test]
    fn a_code_is_found_by_id_name_or_path() {
        let (book, _) = book(&[(
            "a.toml",
            "[[code]]\nid='e'\nname='Effect'\n[[code]]\nid='e-c'\nname='Cost'\nparent='e'\n[[code]]\nid='c'\nname='Cost'\n",
        )]);
        assert_eq!(book.find("effect").unwrap().id, "e");
        assert_eq!(book.find("Effect > cost").unwrap().id, "e-c");
        assert_eq!(book.find("Cost").unwrap_err().kind, "ambiguous-code");
        assert!(book.find("efect").unwrap_err().hint.unwrap().contains("Effect"));
    }
}
