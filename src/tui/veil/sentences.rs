//! Hiding names in sentences that the program wrote, and in queries and paths that it shows.

use std::collections::{BTreeMap, BTreeSet};

use super::Veil;

/// Replaces known names in sentences that the program wrote.
pub(super) struct Sentences<'v> {
    known: BTreeMap<&'v str, String>,
    /// The lengths of the names in bytes.
    lengths: BTreeSet<usize>,
}

impl<'v> Sentences<'v> {
    pub(super) fn new(veil: &'v Veil) -> Self {
        let mut known = BTreeMap::new();
        for (sort, numbers) in [("group", &veil.groups), ("coder", &veil.coders)] {
            known.extend(numbers.0.iter().map(|(name, number)| (name.as_str(), format!("{sort} {number}"))));
        }
        for (id, number) in &veil.sources.0 {
            let file = id.rsplit('/').next().unwrap_or(id);
            let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
            known.extend([id.as_str(), file, stem].map(|name| (name, format!("source {number}"))));
        }
        let lengths = known.keys().map(|name| name.len()).collect();
        Self { known, lengths }
    }

    /// Returns a sentence with every known name replaced that stands as a word of its own.
    pub(super) fn hidden(&self, sentence: &str) -> String {
        let mut hidden = String::with_capacity(sentence.len());
        let mut before = ' ';
        let mut at = 0;
        while let Some(ch) = sentence[at..].chars().next() {
            let rest = &sentence[at..];
            let name = if before.is_alphanumeric() { None } else { self.at_start(rest) };
            if let Some((length, number)) = name {
                hidden.push_str(number);
                before = 'x';
                at += length;
            } else {
                hidden.push(ch);
                before = ch;
                at += ch.len_utf8();
            }
        }
        hidden
    }

    /// Returns the longest name that a text begins with: its length in bytes, and what stands for it.
    fn at_start(&self, rest: &str) -> Option<(usize, &str)> {
        let ends = |length: usize| !rest[length..].starts_with(char::is_alphanumeric);
        self.lengths.iter().rev().find_map(|&length| {
            let number = self.known.get(rest.get(..length)?)?;
            ends(length).then_some((length, number.as_str()))
        })
    }

    /// Returns why something cannot be found: what it quotes, and what it lists then, may be names that were never
    /// met here, of speakers say.
    pub(super) fn reason(&self, reason: &str) -> String {
        let (mut said, mut rest, mut quotes) = (String::new(), reason, false);
        loop {
            let (before, quoted) = match quote(rest) {
                Some(quote) => (&rest[..quote.start], Some(quote)),
                None => (rest, None),
            };
            if let Some(end) = LISTS.iter().filter_map(|sign| before.find(sign)).min().filter(|_| quotes) {
                said.push_str(&before[..end]);
                break;
            }
            said.push_str(before);
            let Some(quote) = quoted else { break };
            quotes = true;
            said.extend(["'", &self.value(&rest[quote.start + 1..quote.end]), "'"]);
            rest = rest.get(quote.end + 1..).unwrap_or_default();
        }
        self.hidden(&said)
    }

    /// Returns a query with what it asks of people and places hidden.
    pub(super) fn query(&self, query: &str) -> String {
        let (mut said, mut rest) = (String::new(), query);
        while let Some(colon) = rest.find(':') {
            let (before, value) = (&rest[..colon], &rest[colon + 1..]);
            said.push_str(before);
            said.push(':');
            let key = before.rsplit(|ch: char| !(ch.is_alphanumeric() || matches!(ch, '_' | '-'))).next();
            let key = key.unwrap_or_default().trim_start_matches('-').to_lowercase();
            let length = value_length(value);
            if PLAIN_KEYS.contains(&key.as_str()) {
                said.push_str(&value[..length]);
            } else if length > 0 {
                said.push_str(&self.value(value[..length].trim_matches('"')));
            }
            rest = &value[length..];
        }
        said.push_str(rest);
        self.hidden(&said)
    }

    /// Returns a path with the names of sources hidden, the last one also where it is only begun.
    pub(super) fn path(&self, path: &str) -> String {
        let at = path.rfind('/').map_or(0, |at| at + 1);
        let (folder, begun) = path.split_at(at);
        let is_begun = |name: &&str| name.rsplit('/').next().is_some_and(|file| file.starts_with(begun));
        if begun.chars().count() >= BEGUN && !self.known.contains_key(begun) && self.known.keys().any(is_begun) {
            return format!("{}…", self.hidden(folder));
        }
        self.hidden(path)
    }

    /// Returns what stands for a value that was typed or told: its number, where it is known.
    fn value(&self, value: &str) -> String {
        match self.known.iter().find(|(name, _)| name.to_lowercase() == value.to_lowercase()) {
            Some((_, number)) => number.clone(),
            // A key of filters, as in 'case:', names nobody.
            None if value.ends_with(':') || value.is_empty() => value.to_owned(),
            None => "…".to_owned(),
        }
    }
}

/// What stands before a list of names, or before what may be meant.
const LISTS: [&str; 2] = ["; ", ": "];

/// The keys of filters whose values name nobody.
const PLAIN_KEYS: [&str; 9] = ["theme", "code", "stance", "kind", "leg", "language", "date", "is", "has"];

/// From how many letters on the beginning of a name tells which it is.
const BEGUN: usize = 3;

/// Returns the next words in quotation marks: the bytes of the two marks. An apostrophe is none.
fn quote(words: &str) -> Option<std::ops::Range<usize>> {
    let is_word = |ch: Option<char>| ch.is_some_and(char::is_alphanumeric);
    let marks = || words.match_indices('\'').map(|(at, _)| at);
    let start = marks().find(|&at| !is_word(words[..at].chars().next_back()))?;
    let end = marks().find(|&at| at > start && !is_word(words[at + 1..].chars().next()));
    Some(start..end.unwrap_or(words.len()))
}

/// Returns how many bytes the value of a filter takes: up to a blank or bracket, or to the end of its quotation.
fn value_length(value: &str) -> usize {
    match value.strip_prefix('"') {
        Some(rest) => rest.find('"').map_or(value.len(), |end| end + 2),
        None => value.find(|ch: char| ch.is_whitespace() || matches!(ch, '(' | ')')).unwrap_or(value.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_sentences_are_whole_words_and_the_longest_wins() {
        let mut veil = Veil::default();
        veil.coders.learn("ana");
        veil.groups.learn("varsk");
        veil.sources.learn("interviews/vrk-03.md");
        let sentences = Sentences::new(&veil);
        let told = "only ana changes this: analysis of varsk in interviews/vrk-03.md:7, that is vrk-03";
        let hidden = "only coder 1 changes this: analysis of group 1 in source 1:7, that is source 1";
        assert_eq!(sentences.hidden(told), hidden);
    }

    #[test]
    fn a_reason_tells_no_name_that_it_quotes_or_lists() {
        let mut veil = Veil::default();
        veil.groups.learn("varsk");
        let sentences = Sentences::new(&veil);
        for (reason, told) in [
            ("there is no speaker 'x'; there are anna n, bek", "there is no speaker '…'"),
            ("there is no case 'Varsk'; did you mean 'varska'?", "there is no case 'group 1'"),
            ("'a' names several sources: interviews/anna.md, b.md", "'…' names several sources"),
            ("nothing stands after 'case:'; type case:NAME", "nothing stands after 'case:'"),
            ("a bracket isn't closed; type )", "a bracket isn't closed; type )"),
            ("no word is looked for in 'd'Anna", "no word is looked for in '…'"),
            ("only varsk: no", "only group 1: no"),
        ] {
            assert_eq!(sentences.reason(reason), told);
        }
    }

    #[test]
    fn a_query_tells_what_it_looks_for_and_not_of_whom() {
        let mut veil = Veil::default();
        veil.groups.learn("varsk");
        let sentences = Sentences::new(&veil);
        for (query, told) in [
            ("late theme:labs speaker:\"Anna N\" -case:varsk", "late theme:labs speaker:… -case:group 1"),
            ("(voice:bek OR Coder:ana) stance:for", "(voice:… OR Coder:…) stance:for"),
            ("\"money came\" speaker:\"An", "\"money came\" speaker:…"),
        ] {
            assert_eq!(sentences.query(query), told);
        }
    }

    #[test]
    fn a_path_tells_no_source_not_even_begun() {
        let mut veil = Veil::default();
        veil.sources.learn("interviews/vrk-03.md");
        let sentences = Sentences::new(&veil);
        for (path, told) in [
            ("/s/interviews/vrk-03.md", "/s/source 1"),
            ("/s/interviews/vrk-0", "/s/interviews/…"),
            ("notes/", "notes/"),
            ("report.md", "report.md"),
        ] {
            assert_eq!(sentences.path(path), told);
        }
    }
}
