//! Everything that is wrong in a study, looked for in one run. Changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::count::plural;
use crate::base::ids::{CodeId, Coder, EntryId, SourceId};
use crate::base::language::Language;
use crate::base::nearest::did_you_mean;
use crate::base::problem::Problem;
use crate::base::text::{Span, Text};
use crate::codebook::Code;
use crate::coding::anchor::are_same;
use crate::coding::{Act, Entry, Stance};
use crate::source::{Outline, Passage, labels_inside};

use super::layout::Layout;
use super::open::Study;
use super::placing::{Anchoring, Placed, View};
use super::sources::{Source, asked_codes};

/// How many labels are taken for those of speakers: more are likely words.
const LABELS: usize = 6;
/// What is said at once of a stance on words of the interviewer; [`Study::check`] tells of all of them.
pub const INTERVIEWERS_WORDS: &str = "these are the interviewer's words, no evidence: the stance is not counted";
/// How many sources a note names.
const NAMED: usize = 3;

impl Study {
    /// Returns all that is wrong: what opening told, and what only the texts and codings tell.
    #[must_use]
    pub fn check(&self) -> Vec<Problem> {
        self.load_outlines(|| ());
        let mut problems = self.problems.clone();
        self.check_sources(&mut problems);
        self.check_codings(&mut problems);
        self.check_done(&mut problems);
        self.check_coders(&mut problems);
        self.check_questions(&mut problems);
        problems.sort();
        problems.dedup();
        problems
    }

    fn check_sources(&self, problems: &mut Vec<Problem>) {
        for (at, source) in self.sources.iter().enumerate() {
            let id = source.id.as_str();
            match self.outline(source) {
                Err(error) => {
                    let problem = Problem::error("unreadable", id, format!("the source is not read: {error}"));
                    problems.push(problem.hint("save it as UTF-8, or convert it with: tripod import FILE --as KIND"));
                }
                Ok(outline) if outline.unread > 0 => {
                    let message =
                        format!("{} of the table cannot be read", plural(outline.unread, "record", "records"));
                    problems.push(Problem::error("table", id, message));
                }
                Ok(outline) if outline.passages.is_empty() => {
                    problems.push(Problem::note("empty-source", id, "the source has no passage"));
                }
                Ok(outline) => {
                    check_interviewers(source, outline, problems);
                    problems.extend(self.check_turns(at, outline));
                }
            }
            for code in asked_codes(&source.about).iter().filter(|code| self.codebook.resolve(code).is_none()) {
                let message = format!("'asked' names '{code}', which no codebook holds");
                problems.push(Problem::warning("unknown-code", id, message));
            }
        }
    }

    /// Returns the codings of a source that take a stance on a claim and stand in a turn of the interviewer:
    /// no verdict counts them.
    fn unheard(&self, source: usize) -> Vec<Placed<'_>> {
        let outline = self.sources.get(source).filter(|source| !source.is_withdrawn());
        let outline = outline.and_then(|source| self.outline(source).ok());
        let Some(outline) = outline.filter(|outline| !outline.interviewers.is_empty()) else { return Vec::new() };
        let is_unheard = |placed: &Placed<'_>| {
            placed.anchoring == Anchoring::Anchored
                && placed.coding.stance != Stance::Neutral
                && placed.code.is_some_and(|code| self.codebook.theme_of(&code.id).is_some())
                && turn_of(outline, placed).is_some_and(|passage| outline.is_interviewer(passage))
        };
        self.codings_in(source).into_iter().filter(is_unheard).collect()
    }

    /// Tells whether entries that were just written gave a coding a stance that no verdict counts.
    #[must_use]
    pub fn is_unheard(&self, entries: &[Entry]) -> bool {
        let given = entries.iter().filter_map(|entry| match &entry.act {
            Act::Code(_) => Some(entry.id),
            Act::Change(id, set) if set.stance.is_some() || set.place.is_some() || set.code.is_some() => Some(*id),
            _ => None,
        });
        // A step may code thousands of places: each source is looked through once.
        let mut in_source: BTreeMap<usize, BTreeSet<EntryId>> = BTreeMap::new();
        for id in given {
            if let Some(at) = self.state.coding(id).and_then(|coding| self.source_of(&coding.source)) {
                in_source.entry(at).or_default().insert(id);
            }
        }
        in_source.iter().any(|(&at, ids)| self.unheard(at).iter().any(|placed| ids.contains(&placed.coding.id())))
    }

    /// Says that answers may be taken for questions: where the label of who answers is not known.
    fn check_turns(&self, at: usize, outline: &Outline) -> Option<Problem> {
        let unheard = self.unheard(at);
        let source = &self.sources[at];
        let turns: BTreeSet<Span> =
            unheard.iter().filter_map(|placed| turn_of(outline, placed)).map(|passage| passage.span).collect();
        if turns.is_empty() {
            return None;
        }
        let text = self.text(source).ok()?;
        let mut labels: Vec<&str> = turns.iter().flat_map(|turn| labels_inside(text.slice(*turn))).collect();
        labels.sort_unstable();
        labels.dedup();
        let names = source.about.interviewers.join(", ");
        let codings = plural(unheard.len(), "coding takes", "codings take");
        let are = if unheard.len() == 1 { "is" } else { "are" };
        let what = format!("{codings} a stance in turns of the interviewer ({names}) and {are} not counted");
        let (message, hint) = if labels.is_empty() || labels.len() > LABELS {
            (
                what,
                format!(
                    "if others speak there, begin their paragraphs with their labels, or mend 'interviewer: {names}'"
                ),
            )
        } else {
            let are = if labels.len() == 1 { "is no known speaker" } else { "are no known speakers" };
            let known = outline.speakers.names.iter().map(String::as_str);
            let all: Vec<&str> = known.chain(labels.iter().copied()).collect();
            let message = format!("{what}; lines in them begin with '{}:', which {are}", labels.join(":', '"));
            (message, format!("say who speaks: {}", where_to_write("speakers", &all.join(", "))))
        };
        Some(Problem::warning("interviewer-turn", source.id.as_str(), message).hint(hint))
    }

    fn check_codings(&self, problems: &mut Vec<Problem>) {
        let mut unknown: BTreeMap<CodeId, usize> = BTreeMap::new();
        let mut gone: BTreeMap<SourceId, usize> = BTreeMap::new();
        let mut read: Option<(usize, Option<Text>)> = None;
        for placed in self.codings(View::Coded) {
            if let (true, Some(at)) = (placed.moved && placed.anchoring == Anchoring::Anchored, placed.source) {
                // Codings come by source, so each text is read once.
                if read.as_ref().is_none_or(|(other, _)| *other != at) {
                    read = Some((at, self.text(&self.sources[at]).ok()));
                }
                let text = read.as_ref().and_then(|(_, text)| text.as_ref());
                problems.extend(text.and_then(|text| self.check_words(&placed, text)));
            }
            if placed.code.is_none() {
                *unknown.entry(placed.coding.code.clone()).or_default() += 1;
            }
            match (placed.anchoring, placed.source) {
                (Anchoring::Unanchored, _) => {
                    let message = format!(
                        "the words of coding {} ({} by {}) are not found in the changed text",
                        placed.coding.id(),
                        placed.coding.code,
                        placed.coding.by()
                    );
                    let problem = Problem::warning("unanchored", placed.coding.source.as_str(), message);
                    let id = placed.coding.id();
                    let hint = format!(
                        "give it a place with: tripod change {id} --place START..END, or take it back with: tripod remove {id}"
                    );
                    problems.push(problem.hint(hint).of_coding(id));
                }
                (Anchoring::Unread, None) => *gone.entry(placed.coding.source.clone()).or_default() += 1,
                _ => {}
            }
        }
        for (code, count) in unknown {
            let codings = plural(count, "coding uses", "codings use");
            let message = format!("{codings} the code '{code}', which no codebook holds: no theme counts that");
            let mut problem = Problem::error("unknown-code", "", message);
            let hint = did_you_mean(code.as_str(), self.codebook.codes().iter().map(|code| code.id.as_str()));
            problem.hint = hint.or_else(|| Some(format!("add it with: tripod codebook add {code}")));
            problems.push(problem);
        }
        for (source, count) in gone {
            let message = format!("{} of this source, which is not there", plural(count, "coding is", "codings are"));
            let problem = Problem::error("source-gone", source.as_str(), message);
            problems.push(problem.hint("put the file back, or under its new name with its old text"));
        }
    }

    /// Says that a coding stands on words that are no longer those that it was made on.
    fn check_words(&self, placed: &Placed<'_>, text: &Text) -> Option<Problem> {
        let coding = &placed.coding;
        let made_on = self.quoted(&coding.place)?;
        let now = text.slice(placed.span);
        if are_same(&made_on, now) {
            return None;
        }
        let message = format!(
            "the words of coding {} ({} by {}) have changed since it was made: “{}” is now “{}”",
            coding.id(),
            coding.code,
            coding.by(),
            short(&made_on.quote),
            short(now)
        );
        let id = coding.id();
        let hint = format!(
            "see whether it still says so; if not: tripod change {id} --stance STANCE, or tripod remove {id}; if so, give it its place anew: tripod change {id} --place {}..{}",
            placed.span.start, placed.span.end
        );
        Some(Problem::warning("changed-words", coding.source.as_str(), message).hint(hint).of_coding(id))
    }

    fn check_done(&self, problems: &mut Vec<Problem>) {
        // A code made today concerns every source that was read before: who reads that wants one note.
        let mut behind: BTreeMap<(&Coder, Vec<&CodeId>), Vec<&Source>> = BTreeMap::new();
        for source in self.sources.iter().filter(|source| !source.is_withdrawn()) {
            let Ok(outline) = self.outline(source) else { continue };
            for coder in self.readers(source) {
                let marks = self.marks(source, coder);
                if marks.values().any(|read| read.text.is_some_and(|hash| hash != outline.hash)) {
                    let message = format!("the text changed since {coder} marked it as done");
                    problems.push(Problem::note("changed-since-done", source.id.as_str(), message));
                }
                let marked: BTreeSet<&CodeId> = marks.keys().filter_map(|code| self.codebook.resolve(code)).collect();
                let all = marks.values().any(|read| !read.by_name);
                let wanted = self.codebook.codes().iter().filter(|code| all && !code.retired);
                let missing: Vec<&CodeId> = wanted.map(|code| &code.id).filter(|code| !marked.contains(code)).collect();
                if !missing.is_empty() {
                    behind.entry((coder, missing)).or_default().push(source);
                }
            }
        }
        problems.extend(behind.into_iter().map(|((coder, codes), sources)| self.behind(coder, &codes, &sources)));
    }

    /// Says that codes were made since sources were marked as done.
    fn behind(&self, coder: &Coder, codes: &[&CodeId], sources: &[&Source]) -> Problem {
        let names: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
        let names = names.join(", ");
        if let [source] = sources {
            let message = format!("codes were made since {coder} marked it as done: {names}");
            return Problem::note("code-since-done", source.id.as_str(), message);
        }
        let few: Vec<&str> = sources.iter().take(NAMED).map(|source| source.id.as_str()).collect();
        let more = sources.len() - few.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let message = format!(
            "codes were made since {coder} marked {} sources as done: {names}; they are {}{more}",
            sources.len(),
            few.join(", ")
        );
        let code = codes.first().and_then(|code| self.codebook.get(code));
        let mut problem = Problem::note("code-since-done", code.map_or("", |code| &code.file), message);
        problem.line = code.map(|code| code.line);
        problem.hint("once they are read for that, too: tripod done SOURCE…")
    }

    fn check_coders(&self, problems: &mut Vec<Problem>) {
        if self.manifest.coders.is_empty() {
            return;
        }
        for coder in self.coders() {
            if self.manifest.coders.contains_key(&coder) {
                continue;
            }
            let message = format!("the coder '{coder}' is not among [coders]");
            let mut problem = Problem::warning("unknown-coder", Layout::JOURNALS, message);
            problem.hint = did_you_mean(coder.as_str(), self.manifest.coders.keys().map(Coder::as_str));
            problems.push(problem);
        }
    }

    fn check_questions(&self, problems: &mut Vec<Problem>) {
        let all: Vec<&str> = self.codebook.codes().iter().filter_map(|code| code.claim.as_deref()).collect();
        // One claim may be too short to tell its language; those of a codebook are mostly in one.
        let usual = self.detector.detect(&all.join(" "));
        for code in self.codebook.codes() {
            if let Some(question) = &code.question
                && !self.manifest.questions.iter().any(|known| known.id == *question)
            {
                let message = format!("the code '{}' serves the question '{question}', which is not declared", code.id);
                problems.push(Problem::warning("unknown-question", &code.file, message).at(code.line));
            }
            if let Some(claim) = &code.claim {
                check_claim(code, claim, self.detector.detect(claim).or(usual), problems);
            }
        }
    }

    /// Returns everybody who has written an entry that counts, in order.
    #[must_use]
    pub fn coders(&self) -> Vec<Coder> {
        let codings = self.state.all_codings().iter().map(|coding| coding.by().clone());
        let memos = self.state.memos().map(|memo| memo.written.by.clone());
        let cells = self.state.cells().map(|cell| cell.written.by.clone());
        let rulings = self.state.rulings().map(|ruling| ruling.written.by.clone());
        let done =
            self.state.done_sources().filter_map(|id| self.state.done(id)).flat_map(|coders| coders.keys().cloned());
        let all: BTreeSet<Coder> = codings.chain(memos).chain(cells).chain(rulings).chain(done).collect();
        all.into_iter().collect()
    }

    /// Returns how many of the live codings have no place in today's texts.
    #[must_use]
    pub fn unanchored(&self) -> usize {
        self.codings(View::Coded).iter().filter(|placed| placed.anchoring == Anchoring::Unanchored).count()
    }

    /// Writes where moved codings stand now, as one step. Returns how many.
    ///
    /// # Errors
    /// As for [`Study::write`].
    pub fn write_anchors(&mut self, by: &Coder) -> Result<usize, super::writing::WriteError> {
        let acts: Vec<Act> = self.anchors_to_write();
        let count = acts.len();
        self.write(by, acts)?;
        Ok(count)
    }
}

/// Returns the passage in which a coding begins: it decides whose words they are.
fn turn_of<'o>(outline: &'o Outline, placed: &Placed<'_>) -> Option<&'o Passage> {
    outline.passage_at(placed.span.start).map(|at| &outline.passages[at])
}

/// The interviewer's turns are no evidence, so it matters who that is.
fn check_interviewers(source: &Source, outline: &Outline, problems: &mut Vec<Problem>) {
    let id = source.id.as_str();
    let speakers = &outline.speakers;
    for name in source.about.interviewers.iter().filter(|name| speakers.position(name).is_none()) {
        let message = format!("no turn of the interviewer '{name}' is found");
        let problem = Problem::warning("no-interviewer", id, message);
        problems.push(problem.hint(format!("the speakers here are: {}", speakers.names.join(", "))));
    }
    let asks = |name: &&String| {
        let name = name.to_lowercase();
        ["interviewer", "moderator", "facilitator", "entrevistador", "enquêteur", "интервьюер"]
            .iter()
            .any(|word| name.starts_with(word))
    };
    let likely: Vec<&str> = speakers.names.iter().filter(asks).map(String::as_str).collect();
    if source.about.interviewers.is_empty() && !likely.is_empty() {
        let message = format!("what {} says counts as a respondent's words", likely.join(" and "));
        let problem = Problem::note("interviewer", id, message);
        problems.push(
            problem.hint(format!("if that is who asks, say so: {}", where_to_write("interviewer", &likely.join(", ")))),
        );
    }
}

/// Returns the line that says something of a source, and where it is to be written.
fn where_to_write(key: &str, value: &str) -> String {
    format!(
        "type '{key}: {value}' between two lines '---' at the top of the file, or '{value}' into the column '{key}' of sources.csv"
    )
}

/// Words that deny: in English, Spanish, Portuguese, French, Russian and Arabic.
const NEGATIONS: [&[&str]; 6] = [
    &["not", "never", "none", "nobody", "nothing", "neither", "nor", "without", "cannot"],
    &["nunca", "jamás", "ni", "tampoco", "ningún", "ninguna", "ninguno", "nadie", "nada"],
    &["não", "nem", "sem", "jamais", "nenhum", "nenhuma", "ninguém"],
    &["ne", "pas", "sans", "aucun", "aucune", "rien"],
    &["не", "ни", "нет", "без", "никогда", "никто", "ничего"],
    &["لا", "لم", "لن", "ليس", "ليست", "بدون"],
];

/// Words that join two claims to one.
const JOINS: &[&str] = &["and", "et", "и"];

/// Cuts words to what a message can hold.
fn short(words: &str) -> String {
    const MOST: usize = 60;
    let flat = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match flat.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &flat[..end]),
        None => flat,
    }
}

/// A claim with a negation or an "and" is hard to take a stance towards.
///
/// Some words deny or join in one language and are something else in another: those depend on `language`.
fn check_claim(code: &Code, claim: &str, language: Option<Language>, problems: &mut Vec<Problem>) {
    let words: Vec<String> =
        claim.split(|ch: char| !ch.is_alphanumeric() && ch != '\'' && ch != '’').map(str::to_lowercase).collect();
    let is_negation = |word: &&String| match word.as_str() {
        "no" => language != Some(Language::Pt),
        "sin" => language != Some(Language::En),
        word => {
            let word = word.replace('’', "'");
            word.ends_with("n't")
                || word.starts_with("n'")
                || NEGATIONS.iter().any(|words| words.contains(&word.as_str()))
        }
    };
    let is_join = |word: &&String| match word.as_str() {
        "y" => language != Some(Language::Fr),
        "e" => matches!(language, Some(Language::Es | Language::Pt)),
        word => JOINS.contains(&word),
    };
    let negation =
        words.iter().find(is_negation).map(|word| (word, "a negation: it is hard to say what contradicts it"));
    let join = || words.iter().find(is_join).map(|word| (word, "two claims in one: a passage may support half of it"));
    if let Some((word, what)) = negation.or_else(join) {
        let message = format!("the claim of '{}' holds '{word}', {what}", code.id);
        problems.push(Problem::note("claim", &code.file, message).at(code.line));
    }
}
