//! Changing the codebook, counting how its codes are used, and gathering the codings of one that is split.

use super::book_words::{Before, Made};
use super::desk::{about, words};
use super::{Clerk, judging::Ask};
use crate::base::ids::{CodeId, Leg};
use crate::base::problem::Problem;
use crate::base::text::{Span, Text};
use crate::codebook::{NewCode, id_from_name};
use crate::study::{Anchoring, Placed, Study, View};
use crate::tui::desk::{CodeCounts, SplitPiece, ToSplit};
use crate::tui::message::{BookDone, BookEdit, Outcome};

/// How many code points stand around the words of a coding that is decided on, at most.
const AROUND: usize = 240;

impl Clerk {
    /// Changes the codebook, and reads what is shown of it anew, whatever came of it.
    pub(super) fn change_book(&mut self, edit: BookEdit) -> Vec<Outcome> {
        let before = Before::of(&self.read(), &edit);
        let made = self.made(&edit);
        self.seeker.pictures().codebook_changed();
        // Without the thread there is no first look to be kept.
        self.judge.send(Ask::Changed).unwrap_or_default();
        let after = match made {
            Ok(made) => {
                let (what, back) = before.told(&self.read(), &edit, &made);
                Outcome::BookChanged(Box::new(BookDone { edit, code: made.code, what, back }))
            }
            Err(problem) => Outcome::BookRefused(problem.sentence()),
        };
        vec![self.begin(), after]
    }

    fn made(&mut self, edit: &BookEdit) -> Result<Made, Problem> {
        let made = |code: &CodeId| Made { code: code.clone(), file: String::new() };
        match edit {
            BookEdit::Add(name, parent) => {
                let id = id_from_name(name)
                    .ok_or_else(|| Problem::error("code-id", "", "a code's name needs a letter or a digit"))?;
                let new = NewCode { parent: parent.clone(), ..NewCode::named(self.unused_id(&id), name) };
                let made = made(&new.id);
                let coder = self.coder.clone();
                self.change().add_draft(&coder, new)?;
                Ok(made)
            }
            BookEdit::Set { code, field, seen, text } => {
                self.change().set_code(code, *field, seen.as_deref(), text.as_deref())?;
                Ok(made(code))
            }
            BookEdit::Move(code, parent) => {
                self.change().move_code(code, parent.as_ref())?;
                Ok(made(code))
            }
            BookEdit::Merge(code, into) => {
                self.change().merge_code(code, into)?;
                Ok(made(into))
            }
            BookEdit::Retire(code, retired) => {
                self.change().retire_code(code, *retired)?;
                Ok(made(code))
            }
            BookEdit::Adopt(code) => {
                let file = self.change().adopt_code(code)?;
                Ok(Made { code: code.clone(), file })
            }
        }
    }

    /// Returns the id, with a number behind it where a code has it.
    fn unused_id(&self, id: &CodeId) -> CodeId {
        let study = self.read();
        let numbered = (2..).map(|number| CodeId::from(format!("{id}-{number}")));
        let mut ids = std::iter::once(id.clone()).chain(numbered);
        ids.find(|id| study.codebook().get(id).is_none()).unwrap_or_else(|| id.clone())
    }

    /// Counts the codings of each code by the leg of their sources.
    pub(super) fn count_codes(&self) -> Outcome {
        let study = self.read();
        let leg = |at: usize| {
            let kind = &study.sources()[at].kind;
            let rule = study.manifest().kinds.iter().find(|rule| rule.name == *kind);
            rule.map_or_else(|| Leg::from(kind.as_str()), |rule| rule.leg.clone())
        };
        let mut legs: Vec<Leg> = study.manifest().kinds.iter().map(|rule| rule.leg.clone()).collect();
        let used: Vec<Leg> = (0..study.sources().len()).map(leg).collect();
        legs.extend(used.iter().cloned());
        let mut known: Vec<Leg> = Vec::new();
        for leg in legs {
            if !known.contains(&leg) && used.contains(&leg) {
                known.push(leg);
            }
        }
        let mut counts = CodeCounts { legs: known, ..CodeCounts::default() };
        for (at, codes) in self.tally.by_source() {
            let Some(column) = used.get(*at).and_then(|of| counts.legs.iter().position(|leg| leg == of)) else {
                continue;
            };
            for (code, count) in codes {
                let of = counts.of.entry(code.clone()).or_insert_with(|| vec![0; counts.legs.len()]);
                of[column] += count;
            }
        }
        Outcome::CodesCounted(Box::new(counts))
    }

    /// Gathers the codings of a code: own ones first, then those of others on which nothing was decided yet.
    pub(super) fn to_split(&self, code: CodeId) -> Outcome {
        let study = self.read();
        let replaced = study.state().replaced();
        let all = study.codings_of(View::Coded, &[&code].into());
        let (own, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|placed| *placed.coding.by() == self.coder);
        let count = others.len();
        let open =
            |placed: &Placed<'_>| placed.anchoring == Anchoring::Anchored && !replaced.contains(&placed.coding.id());
        let others: Vec<_> = others.into_iter().filter(open).collect();
        let left_out = count - others.len();
        let of = |placed: &Placed<'_>, own: bool| piece(&study, placed, own);
        let codings: Vec<SplitPiece> =
            own.iter().map(|placed| of(placed, true)).chain(others.iter().map(|placed| of(placed, false))).collect();
        drop(own);
        Outcome::ToSplit(Box::new(ToSplit { code, codings, left_out }))
    }
}

fn piece(study: &Study, placed: &Placed<'_>, own: bool) -> SplitPiece {
    let coding = &placed.coding;
    let source = placed.source.map(|at| &study.sources()[at]);
    let text = source.filter(|_| placed.anchoring == Anchoring::Anchored).and_then(|source| study.text(source).ok());
    let (before, shown, after) = match text {
        Some(text) => around(&text, placed.span),
        None => (String::new(), words(study, placed), String::new()),
    };
    SplitPiece {
        id: coding.id(),
        coder: coding.by().clone(),
        own,
        source: source.map_or_else(|| coding.source.clone(), |source| source.id.clone()),
        about: source.map(about).unwrap_or_default(),
        before,
        words: shown,
        after,
        stance: coding.stance,
    }
}

/// Returns words of a text and what stands around them.
fn around(text: &Text, span: Span) -> (String, String, String) {
    let from = span.start.saturating_sub(AROUND);
    let upto = (span.end + AROUND).min(text.len());
    let slice = |from, upto| text.slice(Span::new(from, upto)).to_owned();
    let (mut before, mut after) = (slice(from, span.start), slice(span.end, upto));
    // No word is shown in halves.
    if from > 0 {
        let word = before.find(char::is_whitespace).unwrap_or(0);
        before.replace_range(..word, "…");
    }
    if upto < text.len() {
        let word = after.rfind(char::is_whitespace).unwrap_or(after.len());
        after.replace_range(word.., " …");
    }
    (before, slice(span.start, span.end), after)
}
