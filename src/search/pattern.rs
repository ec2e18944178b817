//! What words of a query look for in a text: patterns of neighbouring words, and where they match.
//!
//! The same patterns find passages in the index, find them without one, and mark them on the screen.

use std::sync::Arc;

use super::query::{Near, Sense, Words};
use super::words::{Analyser, Token, Word, arabic_beginnings};
use crate::base::language::Language;

/// All languages, in the order of [`Pattern`]'s readings.
pub const LANGUAGES: [Language; 8] =
    [Language::Ar, Language::En, Language::Es, Language::Fr, Language::Pt, Language::Ru, Language::Zh, Language::Other];

/// One or more words side by side.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// What each word has to be; never empty.
    pub steps: Vec<Step>,
}

/// What one word of a pattern has to be.
#[derive(Clone, Debug)]
pub struct Step {
    /// What is compared.
    pub test: Test,
    /// Whether it is a character that has to follow the one before it in the same run.
    pub joined: bool,
}

/// How a word is compared.
#[derive(Clone, Debug)]
pub enum Test {
    /// The form is this.
    Form(Box<str>),
    /// A form of this word by the rules of the text's language: readings in the order of
    /// [`LANGUAGES`].
    Akin(Box<[Arc<Word>; 8]>),
    /// The form begins so; in Arabic in one of several ways, for an article is written together with its word.
    Beginning {
        /// As it was typed.
        typed: Box<str>,
        /// All ways in Arabic; none begins with another one.
        arabic: Vec<Box<str>>,
    },
    /// The form differs by one typo at most.
    Typo(Typo),
}

/// How well a word of the text meets a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Another form of the word.
    Akin,
    /// The very form.
    Exact,
}

/// A match: the first and the last token, both included, and how well they fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// The first token.
    pub first: usize,
    /// The last token.
    pub last: usize,
    /// The worst fit among its words.
    pub fit: Fit,
}

impl Pattern {
    /// Makes the pattern of words that were typed; nothing where they hold no word.
    #[must_use]
    pub fn new(words: &Words, analyser: &mut Analyser) -> Option<Self> {
        let readings = LANGUAGES.map(|language| analyser.tokens(&words.text, language));
        let tokens = readings.last()?;
        let last = tokens.len().checked_sub(1)?;
        let steps = tokens
            .iter()
            .enumerate()
            .map(|(at, token)| {
                let form = token.word.form.clone();
                let is_last = at == last;
                let test = match words.sense {
                    Sense::Phrase => Test::Form(form),
                    Sense::PhraseBeginning if !is_last => Test::Form(form),
                    // Every substring of such a text is found anyway.
                    _ if token.word.dense => Test::Form(form),
                    Sense::Beginning | Sense::PhraseBeginning if is_last => {
                        let arabic = arabic_beginnings(&form);
                        Test::Beginning { typed: form, arabic }
                    }
                    Sense::Typo if is_last => Typo::new(&form).map_or(Test::Form(form), Test::Typo),
                    _ => Test::Akin(Box::new(readings.each_ref().map(|tokens| {
                        // Forms, and so the cuts between words, do not depend on the language.
                        Arc::clone(&tokens.get(at).unwrap_or(token).word)
                    }))),
                };
                Step { test, joined: token.joined }
            })
            .collect();
        Some(Self { steps })
    }

    /// Returns every place where the pattern meets the tokens of a text in `language`.
    #[must_use]
    pub fn matches(&self, tokens: &[Token], language: Language) -> Vec<Match> {
        let size = self.steps.len();
        (0..(tokens.len() + 1).saturating_sub(size))
            .filter_map(|first| {
                let mut fit = Fit::Exact;
                for (step, token) in self.steps.iter().zip(&tokens[first..]) {
                    fit = fit.min(step.meets(token, language)?);
                }
                Some(Match { first, last: first + size - 1, fit })
            })
            .collect()
    }
}

impl Step {
    fn meets(&self, token: &Token, language: Language) -> Option<Fit> {
        if self.joined && !token.joined {
            return None;
        }
        let form = &token.word.form;
        match &self.test {
            Test::Form(wanted) => (wanted == form).then_some(Fit::Exact),
            Test::Akin(readings) => {
                let wanted = &readings[slot(language)];
                if wanted.form == *form {
                    Some(Fit::Exact)
                } else {
                    (!token.word.dense && wanted.akin(&token.word)).then_some(Fit::Akin)
                }
            }
            Test::Beginning { typed, arabic } => {
                let begins = form.starts_with(&**typed)
                    || language == Language::Ar && arabic.iter().any(|head| form.starts_with(&**head));
                (!token.word.dense && begins).then_some(if form == typed { Fit::Exact } else { Fit::Akin })
            }
            Test::Typo(typo) => {
                (!token.word.dense && typo.accepts(form)).then_some(if typo.is(form) { Fit::Exact } else { Fit::Akin })
            }
        }
    }
}

/// Returns the place of a language in [`LANGUAGES`].
#[must_use]
pub fn slot(language: Language) -> usize {
    LANGUAGES.iter().position(|&known| known == language).unwrap_or(LANGUAGES.len() - 1)
}

/// Words that differ from one by at most one letter missing, too many, wrong, or swapped with its
/// neighbour (optimal string alignment distance).
#[derive(Clone, Debug)]
pub struct Typo {
    wanted: Vec<char>,
}

impl Typo {
    /// Takes the folded form of a word; nothing for words of one or two letters, whose neighbours are
    /// other words.
    #[must_use]
    pub fn new(form: &str) -> Option<Self> {
        let wanted: Vec<char> = form.chars().collect();
        (wanted.len() > 2).then_some(Self { wanted })
    }

    /// Returns the form without a typo.
    #[must_use]
    pub fn form(&self) -> String {
        self.wanted.iter().collect()
    }

    fn is(&self, form: &str) -> bool {
        form.chars().eq(self.wanted.iter().copied())
    }

    /// Tells whether a form is near enough.
    #[must_use]
    pub fn accepts(&self, form: &str) -> bool {
        let form: Vec<char> = form.chars().collect();
        if form.len().abs_diff(self.wanted.len()) > 1 {
            return false;
        }
        let same = form.iter().zip(&self.wanted).take_while(|(a, b)| a == b).count();
        let (a, b) = (&form[same..], &self.wanted[same..]);
        match (a, b) {
            ([], []) => true,
            _ if is_swapped(a, b) && rest(a, 2) == rest(b, 2) => true,
            _ => rest(a, usize::from(a.len() >= b.len())) == rest(b, usize::from(b.len() >= a.len())),
        }
    }

    /// Returns how many first characters of a form can begin an accepted form: the whole length where
    /// all can.
    #[must_use]
    pub fn living(&self, form: &[char]) -> usize {
        (0..form.len()).find(|&end| !self.can_begin(&form[..=end])).unwrap_or(form.len())
    }

    /// Tells whether some accepted form begins with `head`.
    fn can_begin(&self, head: &[char]) -> bool {
        let same = head.iter().zip(&self.wanted).take_while(|(a, b)| a == b).count();
        let tail = &head[same..];
        let wanted = &self.wanted[same..];
        let begins = |whole: &[char], part: &[char]| whole.len() >= part.len() && whole[..part.len()] == *part;
        tail.is_empty()
            // Wrong, too many, missing, swapped.
            || begins(rest(wanted, 1), rest(tail, 1)) && !wanted.is_empty()
            || begins(wanted, rest(tail, 1))
            || begins(rest(wanted, 1), tail)
            || matches!((tail, wanted), ([x], [_, w, ..]) if x == w)
            || is_swapped(tail, wanted) && begins(rest(wanted, 2), rest(tail, 2))
    }
}

/// Tells whether the first two characters are the same in the other order.
fn is_swapped(a: &[char], b: &[char]) -> bool {
    a.len() > 1 && b.len() > 1 && a[0] == b[1] && a[1] == b[0]
}

fn rest(chars: &[char], from: usize) -> &[char] {
    chars.get(from..).unwrap_or_default()
}

/// Words that stand near each other.
#[derive(Clone, Debug)]
pub struct Chain {
    /// Alternatives for the first place.
    pub first: Vec<Pattern>,
    /// How many words further at most, and the alternatives there.
    pub steps: Vec<(u32, Vec<Pattern>)>,
}

impl Chain {
    /// Makes the chain of words that were typed.
    #[must_use]
    pub fn new(near: &Near, analyser: &mut Analyser) -> Self {
        let mut patterns = |words: &[Words]| words.iter().filter_map(|words| Pattern::new(words, analyser)).collect();
        Self {
            first: patterns(&near.first),
            steps: near.steps.iter().map(|(distance, words)| (*distance, patterns(words))).collect(),
        }
    }

    /// Returns the matches that take part in a whole chain, in the order of the text.
    #[must_use]
    pub fn matches(&self, tokens: &[Token], language: Language) -> Vec<Match> {
        let found = |patterns: &[Pattern]| {
            patterns.iter().flat_map(|pattern| pattern.matches(tokens, language)).collect::<Vec<_>>()
        };
        let mut links = vec![found(&self.first)];
        links.extend(self.steps.iter().map(|(_, patterns)| found(patterns)));
        let distances: Vec<u32> = self.steps.iter().map(|(distance, _)| *distance).collect();
        chained(&mut links, &distances, |link| (link.first, link.last));
        let mut all: Vec<Match> = links.into_iter().flatten().collect();
        all.sort_by_key(|found| (found.first, found.last));
        all.dedup_by_key(|found| (found.first, found.last));
        all
    }
}

/// Keeps in each link only what stands near something kept in the link before and after it;
/// `positions` are the first and the last word. Either all links are left with something, or none is.
pub(super) fn chained<T>(links: &mut [Vec<T>], distances: &[u32], positions: impl Fn(&T) -> (usize, usize)) {
    let near = |a: &T, b: &T, distance: u32| {
        let (a, b) = (positions(a), positions(b));
        let gap = if a.1 < b.0 {
            b.0 - a.1
        } else if b.1 < a.0 {
            a.0 - b.1
        } else {
            return false;
        };
        gap <= distance as usize
    };
    for at in 1..links.len() {
        let (before, after) = links.split_at_mut(at);
        let distance = distances.get(at - 1).copied().unwrap_or(0);
        after[0].retain(|b| before[at - 1].iter().any(|a| near(a, b, distance)));
    }
    for at in (1..links.len()).rev() {
        let (before, after) = links.split_at_mut(at);
        let distance = distances.get(at - 1).copied().unwrap_or(0);
        before[at - 1].retain(|a| after[0].iter().any(|b| near(a, b, distance)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::{Query, parse};

    fn marked(query: &str, text: &str, language: Language) -> String {
        let mut analyser = Analyser::new();
        let tokens = analyser.tokens(text, language);
        let found = match parse(query, &[]).query {
            Query::Words(words) => Pattern::new(&words, &mut analyser).unwrap().matches(&tokens, language),
            Query::Near(near) => Chain::new(&near, &mut analyser).matches(&tokens, language),
            other => panic!("{other:?}"),
        };
        found.iter().map(|m| &text[tokens[m.first].start..tokens[m.last].end]).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn words_meet_their_forms() {
        let text = "Training helps; the trained train. A follow-up, followed up!";
        assert_eq!(marked("training", text, Language::En), "Training|trained|train");
        assert_eq!(marked("training", text, Language::Other), "Training");
        assert_eq!(marked("\"the trained\"", text, Language::En), "the trained");
        assert_eq!(marked("\"the training\"", text, Language::En), "");
        assert_eq!(marked("follow-up", text, Language::En), "follow-up|followed up");
        assert_eq!(marked("trai*", text, Language::En), "Training|trained|train");
        assert_eq!(marked("halps~", text, Language::En), "helps");
        assert_eq!(marked("l’homme", "L'HOMME et les hommes, l'homme", Language::Fr), "L'HOMME|l'homme");
    }

    #[test]
    fn every_substring_of_a_chinese_word_is_found() {
        let text = "联合国教科文组织。教科";
        assert_eq!(marked("教科文", text, Language::Zh), "教科文");
        assert_eq!(marked("教科", text, Language::Zh), "教科|教科");
        assert_eq!(marked("织", text, Language::Other), "织");
        assert_eq!(marked("织教", text, Language::Zh), "");
    }

    #[test]
    fn near_words_stand_near() {
        let text = "money came late, and late came the money and the lab money";
        assert_eq!(marked("money NEAR/2 late", text, Language::En), "money|late");
        assert_eq!(marked("money NEAR/3 late", text, Language::En), "money|late|late|money");
        assert_eq!(marked("money NEAR/4 money", text, Language::En), "money|money");
        assert_eq!(marked("(lab OR late) NEAR/1 money NEAR/9 came", text, Language::En), "came|lab|money");
        assert_eq!(marked("\"the money\" NEAR/1 came", text, Language::En), "came|the money");
    }

    /// The textbook distance, whole table.
    fn distance(a: &[char], b: &[char]) -> usize {
        let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
        for i in 1..=a.len() {
            let mut row = vec![i];
            for j in 1..=b.len() {
                let mut best = (rows[i - 1][j] + 1)
                    .min(row[j - 1] + 1)
                    .min(rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]));
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(rows[i - 2][j - 2] + 1);
                }
                row.push(best);
            }
            rows.push(row);
        }
        rows[a.len()][b.len()]
    }

    proptest::proptest! {
        #![proptest_config(crate::base::rounds::cases(256, 256))]

        #[test]
        fn one_typo_is_a_distance_of_one(wanted in "[abc]{3,6}", form in "[abc]{0,7}") {
            let typo = Typo::new(&wanted).unwrap();
            let (w, f): (Vec<char>, Vec<char>) = (wanted.chars().collect(), form.chars().collect());
            proptest::prop_assert_eq!(typo.accepts(&form), distance(&w, &f) <= 1);
            if typo.accepts(&form) {
                proptest::prop_assert_eq!(typo.living(&f), f.len());
            }
        }
    }
}
