//! From what was typed to what is shown: reads the query, runs it, and marks the words it found.

use std::collections::HashMap;
use std::sync::Arc;

use super::arranged::{Arranged, Arrangement};
use super::corpus::Studied;
use super::index::{IndexError, Joined};
use super::plan::Plan;
use super::query::{Parsed, Query, Trouble, expand, parse, parse_typing};
use super::run::{Found, Hit, Limits, Marker, listed, run};
use super::scan::scan;
use crate::base::ids::SourceId;
use crate::base::language::Language;
use crate::base::problem::Severity;
use crate::base::text::{Span, Text};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The query as typed.
    pub query: String,
    /// How much is asked for.
    pub limits: Limits,
    /// Whether it is still being typed: its last word may be only begun.
    pub typing: bool,
    /// What else a passage must be; every passage where nothing is asked beside the query.
    pub within: Query,
    /// How what is found is to be laid out; nothing for a flat list. Then all passages are counted, and the limit
    /// is that of the lines that are read.
    pub arrangement: Option<Arrangement>,
}

/// What was found, ready to show.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The passages, best first; without words by source and place. Laid out: those that are listed, each once, in
    /// the order in which they are first listed.
    pub lines: Vec<Line>,
    /// What was found, laid out, where that was asked for.
    pub arranged: Option<Arranged>,
    /// The number of all passages found, where it was asked for.
    pub total: Option<usize>,
    /// What could not be read in the query, or not as it was meant, and names that lead nowhere.
    pub troubles: Vec<Trouble>,
    /// The query as it was understood, printed: the nearest that can be read.
    pub understood: String,
    /// Whether the last word was taken as one that may go on, so that longer words are found too.
    pub is_begun: bool,
    /// Sources whose text could not be read.
    pub unread: usize,
    /// Whether it was stopped before all was looked at.
    pub is_stopped: bool,
}

impl Answer {
    /// Returns the lines by their passages' numbers among all.
    #[must_use]
    pub fn by_number(&self) -> HashMap<usize, &Line> {
        self.lines.iter().map(|line| (line.hit.number, line)).collect()
    }

    /// Tells whether something in the query had to be left out.
    #[must_use]
    pub fn is_misread(&self) -> bool {
        self.troubles.iter().any(|trouble| trouble.severity == Severity::Error)
    }
}

/// A passage that was found.
#[derive(Clone, Debug)]
pub struct Line {
    /// Which one.
    pub hit: Hit,
    /// Its source.
    pub source: SourceId,
    /// The source's whole text.
    pub text: Text,
    /// The passage in it.
    pub span: Span,
    /// The passage's language.
    pub language: Language,
    /// What matches in it, in order and apart; empty where no words were looked for.
    pub marks: Vec<Span>,
}

/// A query that was read, made ready for a study.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What is looked for.
    pub plan: Plan,
    /// The query itself, with every saved search in the place of its name.
    pub query: Query,
    /// What could not be read in the query, or not as it was meant, and names that lead nowhere.
    pub troubles: Vec<Trouble>,
    /// The query as it was understood, printed.
    pub understood: String,
    /// Whether the last word was taken as one that may go on.
    pub is_begun: bool,
}

/// Reads a query, and makes it ready; `typing` says that its last word may be only begun.
#[must_use]
pub fn ask(study: &dyn Studied, query: &str, typing: bool, within: &Query) -> Asked {
    let attributes = study.attributes();
    let read = if typing { parse_typing } else { parse };
    let length = query.chars().count();
    let Parsed { query, mut troubles, is_begun } = read(query, &attributes);
    let understood = query.to_string();
    let query = Query::both(vec![within.clone(), query]);
    let (query, more) = expand(&query, &study.saved(), &attributes);
    troubles.extend(more);
    let plan = Plan::new(&query, study, study.places().len());
    troubles.extend(plan.unknown.iter().map(|unknown| Trouble {
        span: Span::new(0, length),
        severity: Severity::Error,
        message: unknown.message.clone(),
        hint: unknown.hint.clone(),
    }));
    Asked { plan, query, troubles, understood, is_begun }
}

/// Answers a question: in the index where one is given, by reading all texts where not.
///
/// `stop` is asked now and then whether the answer is still wanted.
///
/// # Errors
/// When the index fails: the same question can be asked without it.
pub fn answer(
    study: &dyn Studied,
    index: Option<&Joined>,
    question: &Question,
    stop: &dyn Fn() -> bool,
) -> Result<Answer, IndexError> {
    let Reached { plan, query, found, troubles, understood, is_begun, is_stopped } =
        reach(study, index, question, stop)?;
    let Found { mut hits, total, unread } = found;
    let arranged = question.arrangement.as_ref().map(|wanted| study.arranged(&query, &hits, wanted));
    if let Some(arranged) = &arranged {
        hits = arranged.hits(question.limits.limit);
    }
    let lines = lines(study, &plan, &hits);
    Ok(Answer { lines, arranged, total, troubles, understood, is_begun, unread, is_stopped })
}

/// What a question comes to before the texts of what was found are read.
pub struct Reached {
    /// The query as it was understood: it marks what it found in a text.
    pub plan: Plan,
    /// The query itself, with every saved search in the place of its name.
    pub query: Query,
    /// Where the passages are.
    pub found: Found,
    /// As in [`Answer::troubles`].
    pub troubles: Vec<Trouble>,
    /// As in [`Answer::understood`].
    pub understood: String,
    /// As in [`Answer::is_begun`].
    pub is_begun: bool,
    /// As in [`Answer::is_stopped`].
    pub is_stopped: bool,
}

/// Finds where the passages are that a question asks for, and reads none of those that an index knows.
///
/// # Errors
/// As for [`answer`].
pub fn reach(
    study: &dyn Studied,
    index: Option<&Joined>,
    question: &Question,
    stop: &dyn Fn() -> bool,
) -> Result<Reached, IndexError> {
    let Asked { plan, query, troubles, understood, is_begun } =
        ask(study, &question.query, question.typing, &question.within);
    let limits = match question.arrangement {
        Some(_) => Limits { offset: 0, limit: usize::MAX, count: true },
        None => question.limits,
    };
    let found = match index {
        _ if !plan.node.has_words() => listed(&plan, study, limits).unwrap_or_default(),
        Some(index) => run(&plan, study, index, limits)?,
        None => scan(&plan, study, limits, stop),
    };
    let is_stopped = index.is_none() && plan.node.has_words() && stop();
    Ok(Reached { plan, query, found, troubles, understood, is_begun, is_stopped })
}

/// Reads the texts of what was found and marks the words; passages that are gone are left out.
fn lines(study: &dyn Studied, plan: &Plan, hits: &[Hit]) -> Vec<Line> {
    let mut marker = Marker::new(plan);
    let mut by_source: Vec<(usize, &Hit)> = hits.iter().enumerate().collect();
    by_source.sort_by_key(|(_, hit)| hit.source);
    let mut lines: Vec<(usize, Line)> = Vec::with_capacity(hits.len());
    let mut open = None;
    for (at, hit) in by_source {
        if open.as_ref().is_none_or(|(source, _)| *source != hit.source) {
            open = Some((hit.source, study.load(hit.source)));
        }
        let Some((_, Some(document))) = &open else { continue };
        let Some(&(span, language)) = document.passages.get(hit.passage) else { continue };
        let marks = if plan.node.has_words() { marker.marks(&document.text, span, language) } else { Vec::new() };
        let source = study.id(hit.source).clone();
        lines.push((at, Line { hit: *hit, source, text: document.text.clone(), span, language, marks }));
    }
    lines.sort_by_key(|(at, _)| *at);
    lines.into_iter().map(|(_, line)| line).collect()
}

/// Lays an index beside a study, or takes the last one where neither changed.
///
/// # Errors
/// When the index cannot be read.
pub(super) fn joined(
    last: Option<Joined>,
    index: &Arc<super::index::Index>,
    study: &dyn Studied,
) -> Result<Joined, IndexError> {
    match last {
        Some(last) if last.is_of(index, study) => Ok(last),
        _ => index.join(study),
    }
}
