//! Reads a query: leniently, so that one half typed finds something already.

use super::lexer::{Lexeme, What, lex};
use super::{Codes, Filter, KEYS, Near, Query, Relation, Sense, Trouble, Words};
use crate::base::language::Language;
use crate::base::nearest::did_you_mean;
use crate::base::problem::Severity;
use crate::base::text::Span;
use crate::search::words::{Lent, fold, lower};

/// A query as far as it could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// What could be read; printed, it is the nearest query that has no errors.
    pub query: Query,
    /// What could not be read, or perhaps not as it was meant, in the order of their places. Each error has a
    /// hint: what to type, or the nearest query that can be read.
    pub troubles: Vec<Trouble>,
    /// Whether the last word was taken as one that may go on, so that longer words are found too.
    pub is_begun: bool,
}

impl Parsed {
    /// Tells whether nothing had to be left out.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.troubles.iter().all(|trouble| trouble.severity != Severity::Error)
    }
}

/// How many brackets may stand in each other.
const DEEPEST: usize = 60;

/// How many code points of a query are read: reading takes longer than in proportion.
const LONGEST: usize = 10_000;

/// How many `NEAR` may stand in a row.
const STEPS: usize = 20;

/// `NEAR` without a number.
const NEAR: u32 = 10;

/// The hint where nothing of a query could be read.
const WHAT_TO_TYPE: &str = "type a word, a \"phrase\" or a filter such as theme:capacity";

/// Reads a query; `attributes` are the names of the attributes that the study declares.
#[must_use]
pub fn parse(query: &str, attributes: &[&str]) -> Parsed {
    read(query, attributes, false)
}

/// Reads a query that is being typed: a word that it ends with may be only begun, and what is still
/// open is taken as closed. A blank at the end says that the last word is whole.
#[must_use]
pub fn parse_typing(query: &str, attributes: &[&str]) -> Parsed {
    read(query, attributes, true)
}

fn read(query: &str, attributes: &[&str], typing: bool) -> Parsed {
    let cut = query.char_indices().nth(LONGEST).map(|(byte, _)| byte);
    let mut parser = Parser {
        lexemes: lex(&query[..cut.unwrap_or(query.len())]),
        at: 0,
        depth: 0,
        end: query.chars().count(),
        attributes,
        typing,
        is_begun: false,
        analyser: Lent::new(),
        troubles: Vec::new(),
    };
    if cut.is_some() {
        let rest = Span::new(LONGEST, parser.end);
        parser.troubles.push(Trouble::error(rest, format!("a query is read up to {LONGEST} characters")));
    }
    let is_blank = parser.lexemes.is_empty();
    let mut parts = Vec::new();
    while parser.at < parser.lexemes.len() {
        if parser.at > 0 {
            let span = parser.lexemes[parser.at - 1].span;
            let error = Trouble::error(span, "this bracket closes nothing");
            parser.troubles.push(error.hint("type a '(' before it, or take it out"));
        }
        parts.push(parser.either());
        // What stopped the reading is a bracket that closes nothing.
        parser.at += 1;
    }
    let Parser { mut troubles, is_begun, .. } = parser;
    let query = Query::both(parts);
    let is_refused = troubles.iter().any(|trouble| trouble.severity == Severity::Error);
    if query == Query::All && !typing && !is_blank && !is_refused {
        // Signs alone would find every passage, which nobody asked for who typed something.
        let error = Trouble::error(Span::new(0, parser.end), "this query names nothing to find");
        troubles = vec![error];
    }
    let nearest = query.to_string();
    for error in troubles.iter_mut().filter(|trouble| trouble.severity == Severity::Error) {
        error.hint.get_or_insert_with(|| match nearest.as_str() {
            "" => WHAT_TO_TYPE.to_owned(),
            nearest => format!("the nearest that can be read: {nearest}"),
        });
    }
    troubles.sort_by_key(|trouble| trouble.span);
    Parsed { query, troubles, is_begun }
}

struct Parser<'a> {
    lexemes: Vec<Lexeme>,
    at: usize,
    depth: usize,
    end: usize,
    attributes: &'a [&'a str],
    typing: bool,
    is_begun: bool,
    analyser: Lent,
    troubles: Vec<Trouble>,
}

/// A word that joins or turns what stands beside it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Operator {
    And,
    Or,
    Not,
    Near(Option<u32>),
    Within,
    Overlaps,
}

fn operator(what: &What) -> Option<Operator> {
    let What::Bare(word) = what else { return None };
    match word.as_str() {
        "AND" => Some(Operator::And),
        "OR" => Some(Operator::Or),
        "NOT" => Some(Operator::Not),
        "WITHIN" => Some(Operator::Within),
        "OVERLAPS" => Some(Operator::Overlaps),
        "NEAR" => Some(Operator::Near(Some(NEAR))),
        other => other.strip_prefix("NEAR/").map(|number| Operator::Near(number.parse().ok().filter(|&n| n > 0))),
    }
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Lexeme> {
        self.lexemes.get(self.at)
    }

    fn peek_operator(&self) -> Option<Operator> {
        self.peek().and_then(|lexeme| operator(&lexeme.what))
    }

    /// The place of the part that is read next, or the end.
    fn place(&self) -> Span {
        self.peek().map_or(Span::new(self.end, self.end), |lexeme| lexeme.span)
    }

    fn ends_here(&self) -> bool {
        self.peek().is_none_or(|lexeme| lexeme.what == What::Close)
    }

    fn either(&mut self) -> Query {
        let mut parts = Vec::new();
        loop {
            let place = self.place();
            match self.both() {
                Some(part) => parts.push(part),
                None if !parts.is_empty() || self.peek_operator() == Some(Operator::Or) => {
                    self.troubles.push(Trouble::error(place, "OR stands between two things, and one is missing"));
                }
                None => {}
            }
            if self.peek_operator() != Some(Operator::Or) {
                break;
            }
            self.at += 1;
        }
        Query::either(parts)
    }

    /// Reads up to an OR, a closing bracket or the end; nothing where nothing can be read.
    fn both(&mut self) -> Option<Query> {
        let mut parts = Vec::new();
        while !self.ends_here() && self.peek_operator() != Some(Operator::Or) {
            if self.peek_operator() == Some(Operator::And) {
                let place = self.place();
                self.at += 1;
                let missing = parts.is_empty() || self.ends_here() || self.peek_operator() == Some(Operator::Or);
                if missing {
                    self.troubles.push(Trouble::error(place, "AND stands between two things, and one is missing"));
                }
                continue;
            }
            parts.extend(self.turned());
        }
        (!parts.is_empty()).then(|| Query::both(parts))
    }

    /// Reads what a NOT or a minus may stand before.
    fn turned(&mut self) -> Option<Query> {
        let mut is_turned = false;
        let place = self.place();
        while self.peek().is_some_and(|lexeme| lexeme.what == What::Minus)
            || self.peek_operator() == Some(Operator::Not)
        {
            is_turned = !is_turned;
            self.at += 1;
        }
        if self.ends_here() || matches!(self.peek_operator(), Some(Operator::Or | Operator::And)) {
            self.troubles.push(Trouble::error(place, "NOT stands before something, and nothing follows"));
            return None;
        }
        let found = self.near()?;
        Some(if is_turned { Query::negated(found) } else { found })
    }

    fn near(&mut self) -> Option<Query> {
        let first_place = self.place();
        let mut left = self.one();
        while let Some(operator @ (Operator::Near(_) | Operator::Within | Operator::Overlaps)) = self.peek_operator() {
            let place = self.place();
            self.at += 1;
            let right = if self.ends_here() || self.peek_operator().is_some() { None } else { self.one() };
            let span = Span::new(first_place.start, self.lexemes[self.at - 1].span.end);
            left = match (left, right) {
                (Some(left), Some(right)) => Some(self.joined(left, operator, right, place, span)),
                (one, other) => {
                    let error = Trouble::error(place, "this stands between two things, and one is missing");
                    self.troubles.push(error.hint("type it as in: money NEAR/5 delay"));
                    one.or(other)
                }
            };
        }
        left
    }

    fn joined(&mut self, left: Query, operator: Operator, right: Query, place: Span, span: Span) -> Query {
        let distance = match operator {
            Operator::Near(None) => {
                let error = Trouble::error(place, "the number after NEAR/ is no number of words from 1");
                self.troubles.push(error.hint(format!("type NEAR/5; here NEAR/{NEAR} is taken")));
                NEAR
            }
            Operator::Near(Some(distance)) => distance,
            _ => 0,
        };
        if let (Query::Filter(left @ Filter::Code { .. }), Query::Filter(right @ Filter::Code { .. })) = (&left, &right)
        {
            let relation = match operator {
                Operator::Within => Relation::Within,
                Operator::Overlaps => Relation::Overlaps,
                _ => Relation::Near(distance),
            };
            return Query::Codes(Codes { left: left.clone(), relation, right: right.clone() });
        }
        if let Operator::Near(_) = operator
            && let Some(near) = chained(&left, distance, &right)
        {
            return Query::Near(near);
        }
        let error = if matches!(operator, Operator::Near(_)) {
            Trouble::error(span, "NEAR stands between words or phrases, or between two codes")
                .hint("type it as in: money NEAR/5 (late OR delay), or theme:a NEAR/3 theme:b")
        } else {
            Trouble::error(span, "WITHIN and OVERLAPS stand between two codes").hint("type theme:a WITHIN theme:b")
        };
        self.troubles.push(error);
        Query::both(vec![left, right])
    }

    /// Reads a bracket, words, a filter or a saved search.
    fn one(&mut self) -> Option<Query> {
        let lexeme = self.peek()?.clone();
        let span = lexeme.span;
        self.at += 1;
        match lexeme.what {
            What::Open => self.bracket(span),
            What::Close => {
                self.at -= 1;
                None
            }
            // A minus within `a NEAR/5 -b`.
            What::Minus => {
                self.troubles.push(Trouble::error(span, "a minus cannot stand here"));
                self.one_after_minus()
            }
            What::Quoted { text, closed, begins } => {
                if !closed && self.typing {
                    let begun = !text.ends_with(char::is_whitespace);
                    let found = self.words(&text, if begun { Sense::PhraseBeginning } else { Sense::Phrase }, span);
                    self.is_begun |= begun && found.is_some();
                    return found;
                }
                if !closed {
                    let error = Trouble::error(span, "this quotation mark is not closed");
                    self.troubles.push(error.hint("type a '\"' after the last word of the phrase"));
                }
                self.words(&text, if begins { Sense::PhraseBeginning } else { Sense::Phrase }, span)
            }
            What::Bare(word) => self.bare(&word, span),
            What::Keyed { key, value, quoted, closed } => {
                if !closed {
                    let error = Trouble::error(span, "this quotation mark is not closed");
                    self.troubles.push(error.hint("type a '\"' after the value"));
                }
                self.keyed(&key, &value, quoted, span)
            }
        }
    }

    fn one_after_minus(&mut self) -> Option<Query> {
        while self.peek().is_some_and(|lexeme| lexeme.what == What::Minus) {
            self.at += 1;
        }
        self.one()
    }

    fn bracket(&mut self, span: Span) -> Option<Query> {
        if self.depth >= DEEPEST {
            self.troubles.push(Trouble::error(span, format!("more than {DEEPEST} brackets stand in each other")));
            return None;
        }
        self.depth += 1;
        let is_empty = self.ends_here();
        let inside = self.either();
        self.depth -= 1;
        if self.ends_here() && self.peek().is_some() {
            self.at += 1;
        } else if !self.typing {
            let error = Trouble::error(span, "this bracket is not closed");
            self.troubles.push(error.hint("type a ')' where it ends"));
        }
        if is_empty {
            self.troubles.push(Trouble::error(span, "nothing stands between these brackets"));
        }
        (inside != Query::All).then_some(inside)
    }

    fn bare(&mut self, word: &str, span: Span) -> Option<Query> {
        if let Some(operator) = operator(&What::Bare(word.to_owned())) {
            let name = match operator {
                Operator::And | Operator::Or | Operator::Not => word,
                _ => "an operator such as NEAR/5",
            };
            let error = Trouble::error(span, format!("{name} has nothing to stand between here"));
            self.troubles.push(error.hint(format!("type \"{word}\" in quotation marks to look for the word")));
            return None;
        }
        if let Some(name) = word.strip_prefix('@').filter(|name| !name.is_empty()) {
            return Some(Query::Saved(name.to_owned()));
        }
        if let Some(text) = word.strip_suffix('*') {
            return self.words(text, Sense::Beginning, span);
        }
        if let Some(text) = word.strip_suffix('~') {
            return self.words(text, Sense::Typo, span);
        }
        let found = self.words(word, Sense::Word, span)?;
        match &found {
            // Where the typing stops right behind a word, it may go on.
            Query::Words(words) if self.typing && span.end == self.end => {
                let begun = Words { text: words.text.clone(), sense: Sense::Beginning };
                self.is_begun = true;
                Some(Query::either(vec![found, Query::Words(begun)]))
            }
            _ => Some(found),
        }
    }

    /// Makes words of text that holds at least one, and says so where it holds none.
    fn words(&mut self, text: &str, sense: Sense, span: Span) -> Option<Query> {
        let is_quoted = matches!(sense, Sense::Phrase | Sense::PhraseBeginning);
        let text = if is_quoted { text.replace('"', " ") } else { text.trim_end_matches(['*', '~']).into() };
        let text = text.trim();
        if self.analyser.tokens(text, Language::Other).is_empty() {
            if !is_quoted || !text.is_empty() {
                self.troubles.push(Trouble::note(span, "there is no word in this, it is passed over"));
            }
            return None;
        }
        Some(Query::Words(Words { text: text.to_owned(), sense }))
    }

    fn keyed(&mut self, typed: &str, value: &str, quoted: bool, span: Span) -> Option<Query> {
        let key = fold(&lower(typed));
        let attribute = self.attributes.iter().find(|name| fold(&lower(name)) == key).copied();
        let is_known = KEYS.contains(&key.as_str());
        if !is_known && attribute.is_none() {
            return self.unknown_key(typed, value, quoted, span);
        }
        if value.is_empty() && !quoted && self.peek().is_some_and(|next| next.what == What::Open) {
            let hint = format!("type ({key}:a OR {key}:b)");
            self.troubles.push(Trouble::error(span, format!("'{key}:' stands before one name")).hint(hint));
            return None;
        }
        if let ("theme" | "code", Some(name)) = (key.as_str(), value.strip_prefix('@').filter(|name| !name.is_empty()))
        {
            // A saved search stands wherever a code can be named.
            return Some(Query::Saved(name.to_owned()));
        }
        // A declared attribute may be called like a filter: the filter stands.
        match Filter::read(&key, &value.replace('"', ""), attribute.filter(|_| !is_known)) {
            Ok(filter) => Some(Query::Filter(filter)),
            Err(unread) => {
                let mut error = Trouble::error(span, unread.message);
                error.hint = unread.hint;
                self.troubles.push(error);
                None
            }
        }
    }

    /// Takes `x:y` as the text it is, with a hint.
    fn unknown_key(&mut self, typed: &str, value: &str, quoted: bool, span: Span) -> Option<Query> {
        let names = KEYS.iter().chain(self.attributes).copied();
        if !value.starts_with("//") && !typed.starts_with(|ch: char| ch.is_numeric()) {
            let mut note =
                Trouble::note(span, format!("there is no filter '{typed}:', so these are words to look for"));
            note.hint = did_you_mean(typed, names);
            self.troubles.push(note);
        }
        if quoted {
            let head = self.words(typed, Sense::Phrase, span);
            let rest = self.words(value, Sense::Phrase, span);
            return Some(Query::both(head.into_iter().chain(rest).collect())).filter(|query| *query != Query::All);
        }
        self.bare(&format!("{typed}:{value}"), span)
    }
}

/// Makes one chain of the steps, where both sides are words, phrases or alternatives of such.
fn chained(left: &Query, distance: u32, right: &Query) -> Option<Near> {
    let mut near = match left {
        Query::Near(near) => near.clone(),
        other => Near { first: alternatives(other)?, steps: Vec::new() },
    };
    near.steps.push((distance, alternatives(right)?));
    (near.steps.len() <= STEPS).then_some(near)
}

fn alternatives(query: &Query) -> Option<Vec<Words>> {
    match query {
        Query::Words(words) => Some(vec![words.clone()]),
        Query::Either(parts) => parts
            .iter()
            .map(|part| match part {
                Query::Words(words) => Some(words.clone()),
                _ => None,
            })
            .collect(),
        _ => None,
    }
}
