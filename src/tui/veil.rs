//! Hiding names when somebody looks over the shoulder: sources, cases, categories, coders and speakers
//! become numbers, everywhere in the workbench.
//!
//! The screens draw what the model holds; so with the veil on they draw a copy of the model in which each
//! name is replaced ([`over`]). A number stays with its name as long as the program runs. What people wrote,
//! the words of the texts and of memos, stays as it is, but for the labels of speakers and for names that
//! are known.

mod sentences;

use std::collections::BTreeMap;

use self::sentences::Sentences;
use super::behind::{BehindDialog, Looked, Then, WritePath};
use super::book::BookDialog;
use super::desk::{CellRow, Hint, Hit, Mark, Note, Page, Themes};
use super::dialog::Dialog;
use super::dialog::stance::Purpose;
use super::entry::line::LineEditor;
use super::framework::Framework;
use super::model::{Model, Notice, Screen};
use crate::base::ids::{Coder, SourceId};
use crate::search::arranged::By;
use crate::source::label_length;

/// What hides names, and the number of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Veil {
    /// Whether names are hidden.
    pub on: bool,
    sources: Numbers,
    coders: Numbers,
    groups: Numbers,
    speakers: Numbers,
}

/// Numbers from 1 in the order in which names were met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Numbers(BTreeMap<String, usize>);

impl Numbers {
    fn learn(&mut self, name: &str) {
        let next = self.0.len() + 1;
        if !name.is_empty() && !self.0.contains_key(name) {
            self.0.insert(name.to_owned(), next);
        }
    }

    fn of(&self, name: &str) -> usize {
        self.0.get(name).copied().unwrap_or(0)
    }
}

/// What stands between the parts of the line about a source.
const BETWEEN: &str = " · ";

/// Hides names, or shows them again.
pub fn turn(model: &mut Model) {
    model.veil.on = !model.veil.on;
    if model.veil.on {
        learn(model);
        model.say(format!("names are hidden: {} shows them again", model.key(super::keys::action::Action::HideNames)));
    } else {
        model.framework.show();
        model.say("names are shown");
    }
}

/// Gives a number to every name that is not known yet. Does nothing while names are shown.
pub fn learn(model: &mut Model) {
    if !model.veil.on {
        return;
    }
    let mut veil = std::mem::take(&mut model.veil);
    for row in model.desk.sources() {
        veil.sources.learn(row.id.as_str());
        veil.learn_about(&row.about);
        row.cases.iter().for_each(|case| veil.groups.learn(case.as_str()));
    }
    veil.coders.learn(model.desk.coder.as_ref().map_or("", Coder::as_str));
    let beside = model.code.beside.iter().filter_map(|beside| beside.page.as_ref());
    for page in model.code.page.iter().chain(beside) {
        veil.learn_page(page);
    }
    for piece in model.themes.open.iter().filter_map(|open| open.evidence.as_ref()).flat_map(|found| &found.entries) {
        veil.sources.learn(piece.source.as_str());
        veil.coders.learn(piece.coder.as_str());
        veil.learn_about(&piece.about);
    }
    for coder in model.framework.table.iter().flat_map(|table| table.coders()) {
        veil.coders.learn(coder.as_str());
    }
    for name in model.words.groups() {
        veil.groups.learn(name);
    }
    let suggested = model.alike.found.passages.iter().map(|candidate| &candidate.hit);
    model.search.answer.hits.iter().chain(suggested).for_each(|hit| veil.learn_hit(hit));
    for name in model.search.answer.headings.iter().filter_map(|heading| heading.name.as_ref()) {
        veil.learn_about(name);
    }
    if model.screen == Screen::Framework {
        model.framework.hide(|table| veil.matrix(table));
    }
    model.veil = veil;
}

impl Veil {
    fn learn_about(&mut self, about: &str) {
        for part in about.split(BETWEEN) {
            self.groups.learn(part);
        }
    }

    fn learn_hit(&mut self, hit: &Hit) {
        self.sources.learn(hit.source.as_str());
        self.learn_about(&hit.about);
        if let Some(evidence) = &hit.evidence {
            evidence.voice.iter().for_each(|voice| self.learn_about(voice));
            evidence.hidden.iter().for_each(|hit| self.learn_hit(hit));
        }
    }

    fn hit(&self, hit: &mut Hit) {
        self.place(&mut hit.source, &mut hit.about);
        hit.words = self.spoken(&hit.words);
        if let Some(evidence) = &mut hit.evidence {
            evidence.voice.iter_mut().for_each(|voice| *voice = self.about(voice));
            evidence.hidden.iter_mut().for_each(|hit| self.hit(hit));
            evidence.around.0 = self.spoken(&evidence.around.0);
            evidence.around.1 = self.spoken(&evidence.around.1);
        }
    }

    fn learn_page(&mut self, page: &Page) {
        self.sources.learn(page.id.as_str());
        self.learn_about(&page.about);
        for mark in page.marks.iter().chain(page.lost.iter().map(|lost| &lost.mark)) {
            self.coders.learn(mark.coder.as_str());
            self.learn_about(&mark.about);
            for (coder, _) in &mark.remarks {
                self.coders.learn(coder.as_str());
            }
        }
        for coder in page.cells.iter().map(|cell| &cell.coder).chain(page.memos.iter().map(|(coder, _)| coder)) {
            self.coders.learn(coder.as_str());
        }
        for passage in &page.passages {
            if let Some(length) = passage.label {
                let start = passage.span.start;
                let label = page.text.slice(crate::base::text::Span::new(start, start + length));
                self.speakers.learn(name_of(label));
            }
        }
    }

    fn source(&self, id: &SourceId) -> SourceId {
        format!("source {}", self.sources.of(id.as_str())).as_str().into()
    }

    fn coder(&self, coder: &Coder) -> Coder {
        format!("coder {}", self.coders.of(coder.as_str())).as_str().into()
    }

    fn about(&self, about: &str) -> String {
        let parts = about.split(BETWEEN).filter(|part| !part.is_empty());
        parts.map(|part| format!("group {}", self.groups.of(part))).collect::<Vec<_>>().join(BETWEEN)
    }

    /// Returns what stands for a speaker's label, character for character: its number, a colon, blanks.
    #[must_use]
    pub fn label(&self, label: &str) -> String {
        let length = label.chars().count();
        let digits = self.speakers.of(name_of(label)).to_string();
        // What does not fit is cut from the left, so that speakers who follow each other still differ.
        let from = digits.len().saturating_sub(length.saturating_sub(1).max(1));
        format!("{:<length$}", format!("{}:", &digits[from..])).chars().take(length).collect()
    }

    /// Hides the label at the beginning of words, character for character.
    fn spoken(&self, words: &str) -> String {
        match label_length(words) {
            Some(length) => format!("{}{}", self.label(&words[..length]), &words[length..]),
            None => words.to_owned(),
        }
    }

    /// Hides which source it is, and what is told of it beside its name.
    fn place(&self, source: &mut SourceId, about: &mut String) {
        *source = self.source(source);
        *about = self.about(about);
    }

    fn page(&self, page: &mut Page) {
        self.place(&mut page.id, &mut page.about);
        page.marks.iter_mut().chain(page.lost.iter_mut().map(|lost| &mut lost.mark)).for_each(|mark| self.mark(mark));
        page.lost.iter_mut().for_each(|lost| lost.words = self.spoken(&lost.words));
        page.cells.iter_mut().for_each(|cell| self.cell(cell));
        page.memos.iter_mut().for_each(|(coder, _)| *coder = self.coder(coder));
    }

    fn mark(&self, mark: &mut Mark) {
        mark.coder = self.coder(&mark.coder);
        mark.about = self.about(&mark.about);
        for (coder, _) in &mut mark.remarks {
            *coder = self.coder(coder);
        }
    }

    fn matrix(&self, table: &mut Framework) {
        table.rename(|id| self.source(id), |coder| self.coder(coder));
    }

    fn cell(&self, cell: &mut CellRow) {
        cell.coder = self.coder(&cell.coder);
    }
}

/// Returns a speaker's name as the label gives it.
fn name_of(label: &str) -> &str {
    label.trim_matches(|ch: char| ch.is_whitespace() || matches!(ch, ':' | '：' | '*' | '_'))
}

/// Returns the model as it is drawn while names are hidden.
#[must_use]
pub fn over(model: &Model) -> Model {
    let mut model = model.clone();
    let veil = model.veil.clone();
    let sentences = Sentences::new(&veil);
    let hide = |words: &mut String| *words = sentences.hidden(words);
    if !model.desk.title.is_empty() {
        "title hidden".clone_into(&mut model.desk.title);
    }
    model.desk.coder = model.desk.coder.as_ref().map(|coder| veil.coder(coder));
    for row in model.desk.kinds.iter_mut().flat_map(|kind| &mut kind.sources) {
        veil.place(&mut row.id, &mut row.about);
        row.id.as_str().clone_into(&mut row.name);
        row.cases.iter_mut().for_each(|case| *case = veil.about(case.as_str()).as_str().into());
    }
    let code = &mut model.code;
    for page in code.page.iter_mut().chain(code.beside.iter_mut().filter_map(|beside| beside.page.as_mut())) {
        veil.page(page);
    }
    if let Some(mark) = &mut model.bookmark {
        mark.source = veil.source(&mark.source);
    }
    if let Some(filter) = &mut model.filter {
        hide(&mut filter.words);
        filter.sources = filter.sources.iter().map(|id| veil.source(id)).collect();
    }
    model.sitting.rename(|source| veil.source(source));
    if let Some(Themes { rows, .. }) = &mut model.themes.table {
        for row in rows {
            row.reasons.iter_mut().for_each(hide);
            row.decided.iter_mut().for_each(hide);
        }
    }
    if let Some(found) = model.themes.open.as_mut().and_then(|open| open.evidence.as_mut()) {
        for piece in &mut found.entries {
            veil.place(&mut piece.source, &mut piece.about);
            piece.coder = veil.coder(&piece.coder);
            piece.words = veil.spoken(&piece.words);
            piece.judged.iter_mut().for_each(hide);
        }
    }
    if model.screen == Screen::Framework {
        model.framework.hide(|table| veil.matrix(table));
        model.framework.table = model.framework.hidden().cloned();
        if let Some(read) = &mut model.framework.passages {
            read.source = veil.source(&read.source);
            for piece in &mut read.pieces {
                piece.speaker = None;
                piece.words = veil.spoken(&piece.words);
            }
        }
    }
    model.words.rename(|id| veil.source(id), |name| veil.about(name));
    for reason in model.words.answers.iter_mut().flatten().filter_map(|answer| answer.found.as_mut().err()) {
        *reason = sentences.reason(reason);
    }
    for row in &mut model.desk.searches {
        row.query = sentences.query(&row.query);
        row.trouble.iter_mut().for_each(|trouble| *trouble = sentences.reason(trouble));
    }
    model.search.answer.problem.iter_mut().for_each(|problem| *problem = sentences.reason(problem));
    let suggested = model.alike.found.passages.iter_mut().map(|candidate| &mut candidate.hit);
    model.search.answer.hits.iter_mut().chain(suggested).for_each(|hit| veil.hit(hit));
    for heading in &mut model.search.answer.headings {
        // The names of kinds tell nothing of anybody.
        if heading.by != By::Kind {
            heading.name.iter_mut().for_each(|name| *name = veil.about(name));
        }
    }
    if matches!(model.dialogs.last(), Some(Dialog::Notes)) {
        let notes = model.notes.found.iter_mut().flat_map(|found| found.problems.iter_mut().chain(&mut found.memos));
        for Note { head, text, hint, .. } in notes {
            hide(head);
            hide(text);
            if let Some(Hint::Said(words)) = hint {
                hide(words);
            }
        }
    }
    match model.dialogs.last_mut() {
        Some(Dialog::AskStance(ask)) => match ask.purpose {
            Purpose::Judge(_) | Purpose::Rejudge(..) => hide(&mut ask.words),
            _ => ask.words = veil.spoken(&ask.words),
        },
        Some(Dialog::Book(BookDialog::Split(split))) => {
            for piece in &mut split.codings {
                veil.place(&mut piece.source, &mut piece.about);
                piece.coder = veil.coder(&piece.coder);
                for words in [&mut piece.before, &mut piece.words, &mut piece.after] {
                    *words = words.split('\n').map(|line| veil.spoken(line)).collect::<Vec<_>>().join("\n");
                }
            }
        }
        Some(Dialog::CodeAll(all)) => {
            all.asked.query = sentences.query(&all.asked.query);
            let problem = all.planned.iter_mut().filter_map(|planned| planned.problem.as_mut());
            problem.for_each(|problem| *problem = sentences.reason(problem));
            for (source, _, words) in all.planned.iter_mut().flat_map(|planned| &mut planned.count.sample) {
                veil.place(source, &mut String::new());
                *words = veil.spoken(words);
            }
        }
        Some(Dialog::Behind(BehindDialog::Path(write))) => path(&sentences, write),
        Some(Dialog::SaveSearch(save)) => {
            save.query = sentences.query(&save.query);
            save.taken.iter_mut().for_each(|query| *query = sentences.query(query));
        }
        Some(Dialog::Behind(BehindDialog::Overwrite(_, file))) => hide(file),
        Some(Dialog::PickCode(pick)) => pick.picker.items_mut().for_each(|item| hide(&mut item.note)),
        Some(Dialog::Filter(filter)) => {
            if let Some(filtered) = &mut filter.filtered {
                hide(&mut filtered.hint);
                if let Ok(Some(filter)) = &mut filtered.read {
                    filter.sources = filter.sources.iter().map(|id| veil.source(id)).collect();
                }
                if let Err(problem) = &mut filtered.read {
                    *problem = sentences.reason(problem);
                }
            }
            // Nobody has typed the words that complete it, nor has a name in them to be one that was met before.
            filter.walk.iter_mut().for_each(|walk| walk.rename(|word| *word = sentences.query(word)));
            hide_line(&mut filter.line, |text| sentences.query(text));
        }
        Some(Dialog::Quick(quick)) => quick.words = veil.spoken(&quick.words),
        Some(Dialog::WriteMemo(write)) => hide(&mut write.title),
        _ => {}
    }
    if let Some(Notice { text, .. }) = &mut model.notice {
        hide(text);
    }
    hide(&mut model.reason);
    model
}

/// Hides what a path leads to, and the names of sources in it.
fn path(sentences: &Sentences<'_>, write: &mut WritePath) {
    hide_line(&mut write.line, |text| sentences.path(text));
    let Some(Looked { look, found, words, .. }) = &mut write.looked else { return };
    if let Err(problem) = found {
        *problem = sentences.hidden(problem);
    }
    *words = if look.then == Then::Complete && !words.is_empty() {
        // Files that are still to be brought in are called after people, too, and nobody has met their names yet.
        "more goes on from here: names are hidden".to_owned()
    } else {
        sentences.hidden(words)
    };
}

/// Puts other words in the place of those that are typed; where they are the same the cursor stays where it is.
fn hide_line(line: &mut LineEditor, hide: impl Fn(&str) -> String) {
    let hidden = hide(line.text());
    if hidden != line.text() {
        *line = LineEditor::new(hidden);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_keeps_its_length() {
        let mut veil = Veil::default();
        for name in ["Anna N", "Q", "A"] {
            veil.speakers.learn(name);
        }
        assert_eq!(veil.label("Anna N:"), "1:     ");
        assert_eq!(veil.label("Q:"), "2:");
        assert_eq!(veil.spoken("**Anna N**: yes"), "1:          yes");
        assert_eq!(veil.spoken("no label here."), "no label here.");
    }
}
