//! What keys do on the screen Code.

use super::areas::inside;
use super::beside;
use super::boundary;
use super::coding::{
    accept, ask_stance, attach, copy, name_in_vivo, next_here, next_lost, own_coding, pick_for_text, recode,
    say_how_to_attach, spot, write_memo,
};
use super::finding;
use super::found::Found;
use super::left;
use super::rows::{SourceLine, code_lines, source_lines};
use super::state::{Mode, Panel};
use crate::base::ids::{CodeId, EntryId};
use crate::base::text::Span;
use crate::coding::About;
use crate::tui::bookmark;
use crate::tui::desk::{Page, Progress};
use crate::tui::dialog::code::Purpose as CodeFor;
use crate::tui::dialog::{Dialog, Quick, code_again, code_with, pick_code, put_copied};
use crate::tui::history;
use crate::tui::keys::action::Action;
use crate::tui::message::{Aim, CellAim, Change, Effect};
use crate::tui::model::{Model, Screen};
use crate::tui::reading::motion::{Unit, Way};
use crate::tui::reading::object::Object;
use crate::tui::walk;

/// Takes a source that was read, and shows what was aimed at.
pub fn opened(model: &mut Model, page: Page, aim: Aim) {
    match aim {
        Aim::Return(_, way) => history::arrive(model, Screen::Code, way),
        Aim::Last | Aim::Bookmark(_) => model.show(Screen::Code),
        _ => {
            model.history.aims();
            model.show(Screen::Code);
        }
    }
    model.code.set_page(page);
    model.code.focus = Panel::Text;
    model.code.fit();
    match aim {
        Aim::Last => {}
        Aim::Place(at) => model.code.pane.show(at),
        Aim::Coding(id, words) => place_of_mark(model, id, words),
        Aim::Cell(aim) => show_cell(model, &aim),
        Aim::Stance(id) => walk::ask(model, id),
        Aim::Hits(passage, mut hits, which) => {
            if hits.is_empty() {
                // What was found without words has a place all the same, from which the next hit counts.
                hits.push(Span::new(passage.start, passage.start));
            }
            let aimed = hits.get(which).or(hits.first()).map_or(passage.start, |hit| hit.start);
            model.code.set_hits(hits, None);
            model.code.pane.clear_selection();
            model.code.pane.show(aimed);
        }
        Aim::Words(words) => select_words(model, &words),
        Aim::Uncoded(way) => left::show_uncoded(model, way),
        Aim::Bookmark(mark) => bookmark::show(model, &mark),
        Aim::Return(at, _) => {
            model.code.pane.clear_selection();
            model.code.pane.show(at);
        }
    }
    choose_source_line(model);
}

/// Selects words and marks them as found; says so where they do not stand in the text.
fn select_words(model: &mut Model, words: &str) {
    let Some(span) = model.code.page.as_ref().and_then(|page| page.text.find(words)) else {
        model.warn("these words do not stand in the text any more");
        return;
    };
    model.code.set_hits(vec![span], None);
    model.code.pane.clear_selection();
    model.code.pane.show(span.start);
    model.code.pane.select(span);
}

/// Puts the cursor on a coding and chooses it.
fn place_of_mark(model: &mut Model, id: EntryId, words: Option<Span>) {
    if model.code.page.as_ref().is_some_and(|page| page.lost(id).is_some()) {
        model.code.mode = Mode::Lost(id);
        say_how_to_attach(model);
        return;
    }
    let mark = model.code.page.as_ref().and_then(|page| page.mark(id)).map(|mark| mark.span);
    let Some(start) = mark.or(words).map(|span| span.start) else {
        model.warn("this coding is not in the text any more: 'tripod check' tells more");
        return;
    };
    model.code.chosen = mark.map(|_| id);
    model.code.pane.clear_selection();
    model.code.pane.show(start);
}

/// Goes to the first coding of a cell of the framework, and makes the passages of all of them hits.
fn show_cell(model: &mut Model, aim: &CellAim) {
    let Some(first) = aim.codings.first().copied() else { return };
    let words = |id: EntryId| aim.words.iter().find(|(of, _)| *of == id).map(|(_, span)| *span);
    place_of_mark(model, first, words(first));
    let Some(page) = &model.code.page else { return };
    let span = |id: &EntryId| page.mark(*id).map(|mark| mark.span).or_else(|| words(*id));
    let mut hits: Vec<Span> = aim.codings.iter().filter_map(span).collect();
    hits.sort_by_key(|hit| (hit.start, hit.end));
    // Words that are coded twice are one stop on the way.
    hits.dedup_by_key(|hit| hit.start);
    let count = hits.len();
    model.code.set_hits(hits, Some(Found::Theme(aim.theme.clone())));
    if count > 1 && !matches!(model.code.mode, Mode::Lost(_)) {
        let found = Found::Theme(aim.theme.clone()).which(&model.desk, 1, &count.to_string());
        let (on, back) = (Action::Move(Unit::Hit, Way::On), Action::Move(Unit::Hit, Way::Back));
        model.say(format!("{found}: {} and {} go through them", model.key(on), model.key(back)));
    }
}

/// Chooses a coding that was just saved, where the cursor is on it.
pub fn coded(model: &mut Model, id: EntryId) {
    if model.code.page.as_ref().and_then(|page| page.mark(id)).is_some_and(|mark| model.code.is_on(mark)) {
        model.code.chosen = Some(id);
    }
}

/// Does what an action asks for on this screen.
pub fn act(model: &mut Model, action: Action, count: usize) -> Vec<Effect> {
    if let Some(effects) = act_on_source(model, action, count) {
        return effects;
    }
    match model.code.focus {
        Panel::Sources => act_in_sources(model, action, count),
        Panel::Codebook => act_in_codebook(model, action, count),
        Panel::Here => super::here::act(model, action, count),
        Panel::Text => act_in_text(model, action, count),
    }
}

/// Actions of the whole screen, whichever panel has the keys.
fn act_on_source(model: &mut Model, action: Action, count: usize) -> Option<Vec<Effect>> {
    match action {
        Action::NextPanel => turn_panel(model, 1),
        Action::PreviousPanel => turn_panel(model, Panel::ALL.len() - 1),
        Action::TwoTexts | Action::OtherText => return Some(beside::act(model, action)),
        Action::NextUncoded => return Some(left::go_uncoded(model, Way::On, count)),
        Action::PreviousUncoded => return Some(left::go_uncoded(model, Way::Back, count)),
        Action::NotDoneOn => return Some(left::go_not_done(model, Way::On, count)),
        Action::NotDoneBack => return Some(left::go_not_done(model, Way::Back, count)),
        Action::NextSource => return Some(neighbour(model, Way::On)),
        Action::NextLost => next_lost(model),
        Action::PreviousSource => return Some(neighbour(model, Way::Back)),
        Action::Done | Action::DoneForTheme | Action::SourceMemo | Action::Judge => {
            return Some(act_on_whole(model, action));
        }
        Action::Stance | Action::Recode | Action::Memo | Action::Remove if model.code.cell().is_some() => {
            return super::here::act_on_cell(model, action);
        }
        Action::Stance => ask_stance(model),
        Action::Recode => recode(model),
        Action::Memo => return Some(write_memo(model)),
        Action::Copy => copy(model, count),
        Action::Remove => {
            return Some(own_coding(model).map(|id| Effect::Write(vec![Change::Remove(id)])).into_iter().collect());
        }
        _ => return None,
    }
    Some(Vec::new())
}

fn turn_panel(model: &mut Model, by: usize) {
    let at = Panel::ALL.iter().position(|panel| *panel == model.code.focus).unwrap_or(0);
    model.code.focus = Panel::ALL[(at + by) % Panel::ALL.len()];
    model.code.cell = None;
    model.code.fit();
    keep_lists(model);
}

/// Opens the next source in the order of the list.
fn neighbour(model: &mut Model, way: Way) -> Vec<Effect> {
    let ids: Vec<_> = model.listed().map(|row| &row.id).collect();
    let at = model.code.page.as_ref().and_then(|page| ids.iter().position(|id| **id == page.id));
    let next = match (at, way) {
        (None, _) => ids.first(),
        (Some(at), Way::On) => ids.get(at + 1),
        (Some(at), Way::Back) => at.checked_sub(1).and_then(|at| ids.get(at)),
    };
    let Some(id) = next else {
        model.say("there is no further source in the list");
        return Vec::new();
    };
    vec![Effect::Open((*id).clone(), Aim::Last)]
}

/// Actions on the open source as a whole.
fn act_on_whole(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(page) = &model.code.page else {
        model.say_with_keys("no source is open: [open] on the list of sources opens one");
        return Vec::new();
    };
    let id = page.id.clone();
    match action {
        Action::Done => {
            let done = model.desk.source(&id).is_some_and(|row| row.progress == Progress::Done);
            let change = if done { Change::Reopen(id, None) } else { Change::Done(id, None) };
            return vec![Effect::Write(vec![change])];
        }
        Action::DoneForTheme => pick_code(model, CodeFor::DoneFor(id)),
        Action::Judge => pick_code(model, CodeFor::Judge(id)),
        _ => {
            let mut others = page.memos.iter().filter(|(coder, _)| Some(coder) != model.desk.coder.as_ref());
            if let Some((coder, memo)) = others.next_back() {
                let text = format!("{coder}: {memo}");
                model.say(text);
            }
            let title = format!("Memo on {id}");
            return vec![Effect::FindMemo { about: About::Source(id), title }];
        }
    }
    Vec::new()
}

fn act_in_sources(model: &mut Model, action: Action, count: usize) -> Vec<Effect> {
    let lines = source_lines(&model.desk, &model.code.folded, model.filter.as_ref());
    let height = panel_height(model, Panel::Sources);
    if model.code.sources.act(action, count, lines.len(), height) {
        return Vec::new();
    }
    match (action, lines.get(model.code.sources.at)) {
        (Action::Open, Some(SourceLine::Source(row))) => vec![Effect::Open(row.id.clone(), Aim::Last)],
        (Action::Open, Some(SourceLine::Kind(row, open))) => {
            let kind = row.kind.clone();
            if *open {
                model.code.folded.insert(kind);
            } else {
                model.code.folded.remove(&kind);
            }
            keep_lists(model);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn act_in_codebook(model: &mut Model, action: Action, count: usize) -> Vec<Effect> {
    let lines = code_lines(&model.desk);
    let height = panel_height(model, Panel::Codebook);
    if model.code.book.act(action, count, lines.len(), height) {
        return Vec::new();
    }
    if action == Action::CodeMemo {
        let Some(code) = lines.get(model.code.book.at) else { return Vec::new() };
        let title = format!("Memo on the code {}", code.name);
        return vec![Effect::FindMemo { about: About::Code(code.id.clone()), title }];
    }
    if action != Action::Open {
        return Vec::new();
    }
    match (lines.get(model.code.book.at), spot(model)) {
        (Some(line), Some((at, words))) => code_with(model, line.id.clone(), at, words),
        _ => Vec::new(),
    }
}

/// Returns the code that is chosen in the small list of codes, while that has the keys.
pub fn book_choice(model: &Model) -> Option<CodeId> {
    if model.screen != Screen::Code || model.code.focus != Panel::Codebook {
        return None;
    }
    code_lines(&model.desk).get(model.code.book.at).map(|line| line.id.clone())
}

fn act_in_text(model: &mut Model, action: Action, count: usize) -> Vec<Effect> {
    let code = &mut model.code;
    match action {
        Action::Move(Unit::Hit, way) => {
            let effects = super::hits::go(model, way, count);
            keep_chosen(model);
            return effects;
        }
        Action::Move(unit, way) if matches!(code.mode, Mode::Boundary(_)) => {
            boundary::go(model, unit, way, count);
        }
        Action::Move(unit, way) => move_cursor(model, unit, way, count),
        Action::GoCharacter(way) => model.dialogs.push(Dialog::Character(way, count)),
        Action::FindHere => finding::open(model),
        Action::WordHere => return crate::tui::words::of_text(model),
        Action::Take(object) => take(model, object, count),
        Action::Measure | Action::Numbers | Action::Underline => return super::setting::act(model, action),
        Action::Select if code.pane.selection().is_some() => code.pane.clear_selection(),
        Action::Select => {
            // Nobody means the label that a motion led to; moving the beginning back takes it in.
            code.pane.put(code.place());
            code.pane.start_selection();
        }
        Action::SelectPassage => {
            if let Some(passage) = code.landmarks.passage_at(code.pane.cursor()) {
                code.pane.select(code.landmarks.said(passage));
            }
        }
        Action::Grow => code.pane.grow(&code.landmarks),
        Action::Shrink => code.pane.shrink(),
        Action::SwapEnds => {
            code.pane.swap_ends();
            boundary::tell(model);
        }
        Action::NextHere => next_here(model),
        Action::Attach => return attach(model),
        Action::Boundary => boundary::take(model),
        Action::Accept => return accept(model),
        Action::Code => pick_for_text(model),
        Action::CodeAgain => {
            let at = spot(model);
            return code_again(model, at);
        }
        Action::PutCopied => {
            let at = spot(model);
            return put_copied(model, at);
        }
        Action::QuickCode => {
            if let Some((at, words)) = spot(model) {
                model.dialogs.push(Dialog::Quick(Quick::new(at, words)));
            }
        }
        Action::Cite => return spot(model).map(|(at, _)| Effect::Cite(at.source, at.span)).into_iter().collect(),
        Action::InVivo => name_in_vivo(model),
        _ => {}
    }
    Vec::new()
}

/// Goes to the `count`th place on or back at which a character stands.
pub fn go_to_character(model: &mut Model, character: char, way: Way, count: usize) {
    let pane = &mut model.code.pane;
    match pane.ground().character(pane.cursor(), character, way, count) {
        Some(at) => {
            pane.put(at);
            keep_chosen(model);
        }
        None => model.say(format!("no further {character} in this text")),
    }
}

/// Selects what stands around the cursor.
fn take(model: &mut Model, object: Object, count: usize) {
    let code = &mut model.code;
    let is_there = match (object, code.current()) {
        (Object::Coding, Some(mark)) => {
            let (span, id) = (mark.span, mark.id);
            code.pane.select(span);
            code.chosen = id;
            true
        }
        (Object::Coding, None) => false,
        _ => code.pane.take(object, count, &code.landmarks),
    };
    keep_chosen(model);
    if is_there {
        return;
    }
    model.say(match object {
        Object::Word | Object::Sentence | Object::Passage => "no words here",
        Object::Turn => "no speaker's turn here",
        Object::Coding => "no coding here",
        Object::Quoted => "no quotation marks around the cursor",
        Object::Bracketed => "no brackets around the cursor",
    });
}

pub(super) fn move_cursor(model: &mut Model, unit: Unit, way: Way, count: usize) {
    let code = &mut model.code;
    let moved = code.pane.go(unit, way, count, &code.landmarks);
    keep_chosen(model);
    if moved {
        return;
    }
    let none = match unit {
        Unit::Coding => "no further coding in this source",
        Unit::Uncoded => "no further uncoded passage in this source",
        Unit::Heading => "no further heading in this source",
        Unit::Question if model.code.landmarks.questions.is_empty() => {
            "no interviewer here: the source's key 'interviewer' says who asks"
        }
        Unit::Question => "no further question in this source",
        Unit::Turn if model.code.landmarks.turns.is_empty() => "this source has no speakers",
        _ => return,
    };
    model.say(none);
}

/// Lets go of the chosen coding when the cursor has left it.
pub(super) fn keep_chosen(model: &mut Model) {
    let code = &mut model.code;
    if code
        .chosen
        .is_some_and(|id| !code.page.as_ref().and_then(|page| page.mark(id)).is_some_and(|mark| code.is_on(mark)))
    {
        code.chosen = None;
    }
}

fn panel_height(model: &Model, panel: Panel) -> usize {
    let areas = model.code.areas();
    let area = match panel {
        Panel::Sources => areas.sources,
        Panel::Text => areas.text,
        Panel::Here => areas.here,
        Panel::Codebook => areas.book,
    };
    usize::from(area.map(inside).unwrap_or_default().height)
}

/// Keeps the lists inside their panels after these changed.
pub fn keep_lists(model: &mut Model) {
    let (sources, codes) =
        (source_lines(&model.desk, &model.code.folded, model.filter.as_ref()).len(), code_lines(&model.desk).len());
    let (high, low) = (panel_height(model, Panel::Sources), panel_height(model, Panel::Codebook));
    model.code.sources.keep(sources, high);
    model.code.book.keep(codes, low);
}

/// Chooses the open source in the list.
fn choose_source_line(model: &mut Model) {
    let Some(page) = &model.code.page else { return };
    let lines = source_lines(&model.desk, &model.code.folded, model.filter.as_ref());
    let at = lines.iter().position(|line| matches!(line, SourceLine::Source(row) if row.id == page.id));
    if let Some(at) = at {
        model.code.sources.at = at;
    }
    keep_lists(model);
}
