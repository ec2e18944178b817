//! Key scripts: where one stopped, what is left to do, and the way back through the places.

use insta::assert_snapshot;

use super::in_theme;
use crate::base::ids::{EntryId, SourceId};
use crate::base::text::Span;
use crate::search::completion::Choices;
use crate::tui::bookmark::Bookmark;
use crate::tui::desk::Page;
use crate::tui::filter::{Filter, Filtered};
use crate::tui::message::{Aim, Effect, Ending, Message, News, Outcome};
use crate::tui::model::Screen;
use crate::tui::reading::motion::Way;
use crate::tui::sitting::Written;
use crate::tui::stage::{Stage, evidence, page, page_of};

const TEXT: &str = "interviews/vrk-03.md";

fn opened(stage: &mut Stage, effect: &Effect) {
    let Effect::Open(id, aim) = effect else { panic!("{effect:?}") };
    stage.open(id.as_str(), aim.clone());
}

/// Performs the openings that a key script asks for, as the clerk would.
fn press(stage: &mut Stage, keys: &str) -> Vec<Effect> {
    let effects = stage.press(keys);
    for effect in &effects {
        match effect {
            Effect::Open(..) => opened(stage, effect),
            Effect::Gather(_) => stage.send(Message::Done(Outcome::Gathered(Box::new(evidence())))),
            _ => {}
        }
    }
    effects
}

fn at(stage: &Stage) -> (String, usize) {
    (stage.model.code.page.as_ref().unwrap().id.to_string(), stage.model.code.pane.cursor())
}

fn said(stage: &Stage) -> &str {
    stage.model.notice.as_ref().map_or("", |notice| &notice.text)
}

#[test]
fn the_work_goes_on_where_it_stopped() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("}}ww");
    assert!(matches!(&stage.kept[..], [mark] if mark.source == *TEXT && mark.passage == 0), "not with a motion");
    let before = stage.kept.len();
    assert_eq!(stage.press("<Ctrl-q>"), [Effect::Quit(Ending::Quit)]);
    let [mark] = &stage.kept[before..] else { panic!("{:?}", stage.kept) };
    assert_eq!((mark.source.as_str(), mark.passage), (TEXT, 2));

    for (width, height) in [(80, 24), (120, 34)] {
        let mut next = Stage::new(width, height);
        next.send(Message::Done(Outcome::Stopped(mark.clone())));
        assert_snapshot!(format!("goes_on_{width}"), next.screen());
        assert_eq!(next.press("C"), [Effect::Open(TEXT.into(), Aim::Bookmark(mark.clone()))]);
        next.open(TEXT, Aim::Bookmark(mark.clone()));
        assert_eq!(at(&next), at(&stage));
    }
}

#[test]
fn a_place_that_changed_or_went_has_a_nearest_one() {
    let before = page(TEXT);
    let third = before.passages[2].span;
    let mark = Bookmark::of(&before, third.start + 7);
    let text = before.text.as_str();
    let moved = page_of(TEXT, &format!("One more passage.\n\n{text}"));
    let (place, is_same) = mark.place_in(&moved);
    let at_place = moved.text.slice(Span::new(place, place + 4));
    assert_eq!((at_place, is_same), (before.text.slice(Span::new(third.start + 7, third.start + 11)), true));
    let changed = page_of(TEXT, &text.replace("Before 2016", "Until 2016"));
    assert_eq!(mark.place_in(&changed), (changed.passages[2].span.start, false));
    let short = page_of(TEXT, "All that is left.\n");
    assert_eq!(mark.place_in(&short), (0, false));
    assert_eq!(mark.place_in(&page_of(TEXT, "")).0, 0);

    let mut stage = Stage::new(80, 24);
    let gone = Bookmark { source: "interviews/vrk-02.md".into(), ..mark.clone() };
    stage.send(Message::Done(Outcome::Stopped(gone)));
    assert!(!stage.screen().contains("goes on"), "{}", stage.screen());
    assert_eq!(stage.press("C"), [Effect::Open(TEXT.into(), Aim::Last)]);
    assert!(said(&stage).contains("vrk-02.md is gone"), "{}", said(&stage));
    let mut stage = Stage::new(80, 24);
    stage.send(Message::Done(Outcome::Stopped(Bookmark { source: "zzz.md".into(), ..mark })));
    assert_eq!(stage.press("C"), [Effect::Open("observations/lab.md".into(), Aim::Last)]);
}

#[test]
fn uncoded_passages_are_found_beyond_the_source() {
    let mut stage = Stage::on_text(80, 24);
    let spans = stage.model.code.landmarks.uncoded.clone();
    press(&mut stage, &"]U".repeat(spans.len()));
    assert_eq!(at(&stage), (TEXT.to_owned(), spans.last().unwrap().start));
    assert_eq!(press(&mut stage, "]U"), [Effect::Open("observations/lab.md".into(), Aim::Uncoded(Way::On))]);
    assert_eq!(at(&stage), ("observations/lab.md".to_owned(), spans[0].start));
    press(&mut stage, &"]U".repeat(spans.len()));
    assert!(said(&stage).contains("no further uncoded passage"), "{}", said(&stage));
    // What is done is passed over: the first interview.
    press(&mut stage, &"[U".repeat(spans.len()));
    assert_eq!(at(&stage), (TEXT.to_owned(), spans.last().unwrap().start));
    press(&mut stage, &"[U".repeat(spans.len()));
    assert_eq!(at(&stage), (TEXT.to_owned(), spans[0].start));
    assert!(said(&stage).contains("]U looks after it"), "{}", said(&stage));
}

#[test]
fn sources_that_are_done_are_passed_over() {
    let mut stage = Stage::new(80, 24);
    press(&mut stage, "C");
    assert_eq!(press(&mut stage, "]s"), [Effect::Open(TEXT.into(), Aim::Last)]);
    assert_eq!(press(&mut stage, "]s"), [Effect::Open("observations/lab.md".into(), Aim::Last)]);
    assert_eq!(press(&mut stage, "]s"), []);
    assert!(said(&stage).contains("every source after this one is done"), "{}", said(&stage));
    assert_eq!(press(&mut stage, "[s"), [Effect::Open(TEXT.into(), Aim::Last)]);
    assert_eq!(press(&mut stage, "[s"), []);
}

#[test]
fn progress_is_told_by_kind_and_case_and_for_the_session() {
    for (width, height) in [(80, 24), (120, 34)] {
        let mut stage = Stage::on_text(width, height);
        let minute = 60_000;
        stage.send(Message::Done(Outcome::Time(minute)));
        stage.send(Message::Done(Outcome::Time(4 * minute)));
        let made = (1..=2).map(|number| (EntryId::from_parts(number, 1), TEXT.into())).collect();
        let news = News { written: Written { made, ..Written::default() }, ..News::default() };
        let what = String::new();
        stage.send(Message::Done(Outcome::Saved { at: "09:14:07".to_owned(), what, news: Box::new(news) }));
        assert_snapshot!(format!("session_{width}"), stage.screen());
        assert_eq!(stage.press("="), [Effect::TellTime]);
        assert_snapshot!(format!("progress_{width}"), stage.screen());
        assert_eq!(stage.press("j<Enter>"), [Effect::Open(TEXT.into(), Aim::Last)]);
        assert!(stage.model.dialogs.is_empty());
    }
}

#[test]
fn one_key_leads_back_through_the_places_and_one_on() {
    let mut stage = in_theme(80, 24);
    press(&mut stage, "l<Enter>");
    let place = at(&stage);
    press(&mut stage, "H");
    assert!(stage.model.screen == Screen::Themes && stage.model.themes.open.is_some());
    assert!(said(&stage).contains("place 2 of 3: theme Laboratories"), "{}", said(&stage));
    assert_eq!(stage.model.themes.open.as_ref().unwrap().column, 1, "the piece is still chosen");
    press(&mut stage, "H");
    assert!(stage.model.screen == Screen::Themes && stage.model.themes.open.is_none());
    press(&mut stage, "H");
    assert!(said(&stage).contains("no place lies before"), "{}", said(&stage));
    press(&mut stage, "<Alt-Right>L");
    assert_eq!(at(&stage), place);
    assert_eq!(stage.model.screen, Screen::Code);
    press(&mut stage, "L");
    assert!(said(&stage).contains("no place lies after"), "{}", said(&stage));
    press(&mut stage, "2<Alt-Left>");
    assert!(stage.model.screen == Screen::Themes && stage.model.themes.open.is_none());
}

#[test]
fn a_step_back_is_one_in_the_history_too() {
    let mut stage = in_theme(80, 24);
    press(&mut stage, "l<Enter>");
    press(&mut stage, "<Esc>");
    assert!(stage.model.screen == Screen::Themes && stage.model.themes.open.is_some());
    press(&mut stage, "L");
    assert_eq!(stage.model.screen, Screen::Code);
    press(&mut stage, "q<Esc>");
    press(&mut stage, "L");
    assert!(stage.model.screen == Screen::Themes && stage.model.themes.open.is_some());
    press(&mut stage, "H");
    assert!(stage.model.themes.open.is_none(), "what Esc led back from is not a place that one came from");
}

#[test]
fn a_jump_in_the_same_text_is_a_place_and_a_motion_is_none() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("}}}");
    let (_, before) = at(&stage);
    stage.open(TEXT, Aim::Place(3));
    stage.press("jjww");
    press(&mut stage, "H");
    assert_eq!(at(&stage).1, before);
    press(&mut stage, "H");
    assert_eq!(stage.model.screen, Screen::Themes);
    // A new jump ends the way on.
    press(&mut stage, "/");
    press(&mut stage, "<Esc>");
    assert_eq!(stage.model.screen, Screen::Themes);
}

#[test]
fn a_search_is_a_place_with_its_words_and_its_hit() {
    let mut stage = super::in_search(80, 24);
    press(&mut stage, "<Enter>j<Enter>");
    assert_eq!(stage.model.screen, Screen::Code);
    press(&mut stage, "/other");
    stage.send(Message::Done(Outcome::Found { ticket: stage.model.search.ticket, answer: Box::default() }));
    press(&mut stage, "<Esc>");
    press(&mut stage, "H");
    assert_eq!(stage.model.search.line.text(), "lab");
    let ticket = stage.model.search.ticket;
    stage.send(Message::Done(Outcome::Found { ticket, answer: Box::new(crate::tui::stage::answer()) }));
    assert_eq!((stage.model.search.place.at, stage.model.search.typing), (1, false));
}

/// Says what comes of a filter, as the clerk would.
fn filtered(stage: &mut Stage, text: &str, holds: bool, sources: &[&str]) {
    let sources = sources.iter().map(|id| SourceId::from(*id)).collect();
    let filter = Filter { words: text.to_owned(), sources, asks_who_coded: text.contains("coder:") };
    let read = Ok((!text.is_empty()).then_some(filter));
    let hint = "interview, observation".to_owned();
    let filtered = Filtered { text: text.to_owned(), holds, read, hint, choices: Choices::default() };
    stage.send(Message::Done(Outcome::Filtered(Box::new(filtered))));
}

fn asked(text: &str, holds: bool) -> Effect {
    Effect::Filter { text: text.to_owned(), holds }
}

#[test]
fn a_filter_narrows_every_list_and_every_title_says_so() {
    let kind = "kind:observation";
    for (width, height) in [(80, 24), (120, 34)] {
        let mut stage = Stage::on_text(width, height);
        assert_eq!(stage.press("&"), [asked("", false)]);
        assert_eq!(stage.press("k"), [asked("k", false)]);
        stage.press("ind:observation");
        filtered(&mut stage, kind, false, &["observations/lab.md"]);
        assert_snapshot!(format!("filter_{width}"), stage.screen());
        assert_eq!(stage.press("<Enter>"), [asked(kind, true)]);
        filtered(&mut stage, kind, true, &["observations/lab.md"]);
        stage.press("<S-Tab>");
        assert_snapshot!(format!("filtered_{width}"), stage.screen());
        assert!(!stage.screen().contains("vrk-01"), "{}", stage.screen());
        assert_eq!(stage.press(">"), [Effect::Open("observations/lab.md".into(), Aim::Last)]);
        // The codings that wait for a stance are those of what is listed.
        assert!(matches!(&stage.press("t")[..], [Effect::Open(id, _)] if *id == *"observations/lab.md"));
        stage.press("<Esc>/");
        assert!(stage.screen().contains("Search · kind:observation"), "{}", stage.screen());
    }
}

#[test]
fn a_filter_asks_anew_for_what_it_changes_and_an_empty_line_lifts_it() {
    let mut stage = in_theme(120, 34);
    filtered(&mut stage, "coder:ana", true, &[TEXT]);
    assert_eq!(std::mem::take(&mut stage.effects), [Effect::Gather("labs".into())]);
    let mut shown = evidence();
    shown.entries.remove(2);
    shown.left_out = 1;
    stage.send(Message::Done(Outcome::Gathered(Box::new(shown))));
    assert_snapshot!("filtered_evidence", stage.screen());
    // Who coded changes with every coding.
    let saved = || Outcome::Saved { at: String::new(), what: String::new(), news: Box::default() };
    stage.send(Message::Done(saved()));
    assert_eq!(stage.effects[0], asked("coder:ana", true));
    stage.effects.clear();
    stage.press("&");
    filtered(&mut stage, "", false, &[]);
    assert!(stage.screen().contains("coder:ana holds now: Enter lifts it"), "{}", stage.screen());
    assert_eq!(stage.press("<Enter>"), [asked("", true)]);
    filtered(&mut stage, "", true, &[]);
    assert!(stage.model.filter.is_none());
    assert_eq!(std::mem::take(&mut stage.effects), [Effect::Gather("labs".into())]);
}

/// Says what a filter that is being typed can become.
fn offer(stage: &mut Stage, text: &str, from: usize, words: &[&str]) {
    let choices = Choices { from, words: words.iter().map(ToString::to_string).collect() };
    let read = Err(format!("there is no {text}"));
    let filtered = Filtered { text: text.to_owned(), holds: false, read, hint: "the hint".to_owned(), choices };
    stage.send(Message::Done(Outcome::Filtered(Box::new(filtered))));
}

#[test]
fn tab_completes_a_filter_and_walks_through_what_it_can_become() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("&k");
    offer(&mut stage, "k", 0, &["kind:"]);
    assert_eq!(stage.press("<Tab>"), [asked("kind:", false)]);
    assert!(!stage.screen().contains("reversed in row 10: ⟦kind:"), "one thing only is no walk");
    offer(&mut stage, "kind:", 0, &["kind:interview", "kind:focus-group", "kind:observation"]);
    assert_eq!(stage.press("<Tab>"), [asked("kind:interview", false)]);
    offer(&mut stage, "kind:interview", 0, &["kind:interview"]);
    assert_eq!(stage.press("<Tab>"), [asked("kind:focus-group", false)]);
    offer(&mut stage, "kind:focus-group", 0, &["kind:focus-group"]);
    assert_snapshot!("filter_walk", stage.screen());
    stage.press("<Tab>");
    assert_eq!(stage.press("<Tab>"), [asked("kind:interview", false)], "round again");
    // What is typed ends the walk, and the next word is completed from there.
    stage.press(" -c");
    offer(&mut stage, "kind:interview -c", 16, &["case:", "category:", "coder:"]);
    assert!(stage.screen().contains("the hint"), "{}", stage.screen());
    assert_eq!(stage.press("<Tab>"), [asked("kind:interview -case:", false)]);
    stage.press("x");
    offer(&mut stage, "kind:interview -case:x", 16, &[]);
    assert_eq!(stage.press("<Tab>"), []);
    assert!(stage.screen().contains("nothing in this study begins like this"), "{}", stage.screen());
}

#[test]
fn names_that_complete_a_filter_are_hidden_too() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("Z&case:");
    offer(&mut stage, "case:", 0, &["case:varsk", "case:ostrel"]);
    stage.press("<Tab>");
    offer(&mut stage, "case:varsk", 0, &["case:varsk"]);
    assert!(!stage.screen().contains("varsk"), "{}", stage.screen());
}

#[test]
fn a_filter_that_cannot_be_taken_says_why_and_stays_open() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("&money");
    let read = Err("'money' is a word of the text".to_owned());
    let refused = Filtered {
        text: "money".to_owned(),
        holds: false,
        read,
        hint: "kind: case:".to_owned(),
        choices: Choices::default(),
    };
    stage.send(Message::Done(Outcome::Filtered(Box::new(refused.clone()))));
    assert_eq!(stage.press("<Enter>"), []);
    assert!(stage.screen().contains("is a word of the text") && stage.model.filter.is_none(), "{}", stage.screen());
    stage.press("<Esc>");
    // A filter that names what is gone meanwhile is lifted, not kept without effect.
    filtered(&mut stage, "kind:interview", true, &[TEXT]);
    stage.effects.clear();
    stage.send(Message::Done(Outcome::Filtered(Box::new(Filtered { holds: true, ..refused }))));
    assert!(stage.model.filter.is_none());
    assert_eq!(stage.effects, [asked("", true)]);
}

#[test]
fn two_texts_stand_beside_each_other_and_keys_mean_the_one_with_the_cursor() {
    for (width, height) in [(80, 24), (120, 34)] {
        let mut stage = Stage::on_text(width, height);
        stage.press("}}|");
        assert_eq!(press(&mut stage, ">"), [Effect::Open("observations/lab.md".into(), Aim::Last)]);
        stage.press("}}}");
        assert_snapshot!(format!("beside_{width}"), stage.screen());
        stage.press("V<Esc>");
        let (second, place) = at(&stage);
        assert_eq!(stage.press("<Ctrl-w>"), [Effect::Reread(TEXT.into())]);
        assert_eq!(at(&stage), (TEXT.to_owned(), page(TEXT).passages[2].span.start));
        // What is coded is in the text that has the cursor.
        let effects = stage.press("cane<Enter>");
        assert!(
            matches!(&effects[..], [Effect::Write(changes)] if format!("{changes:?}").contains(TEXT)),
            "{effects:?}"
        );
        stage.press("<Ctrl-w>");
        assert_eq!(at(&stage), (second.clone(), place));
        assert!(matches!(&stage.press(".")[..], [Effect::Write(_)]), "the last code is that of both");
        // A coding in the source of the other text is shown there too.
        let row = stage.model.desk.source(&TEXT.into()).unwrap().clone();
        let news = News { sources: vec![row], ..News::default() };
        let saved = Outcome::Saved { at: String::new(), what: String::new(), news: Box::new(news) };
        stage.send(Message::Done(saved));
        assert_eq!(std::mem::take(&mut stage.effects), [Effect::RereadBeside(TEXT.into())]);
        let changed = Page { marks: Vec::new(), ..page(TEXT) };
        stage.send(Message::Done(Outcome::RereadBeside(Box::new(changed))));
        assert!(stage.model.code.beside.as_ref().unwrap().page.as_ref().unwrap().marks.is_empty());
        stage.press("|");
        assert!(stage.model.code.beside.is_none());
        assert_eq!(at(&stage), (second, place));
    }
}

#[test]
fn a_hit_and_a_passage_of_evidence_open_in_a_second_text() {
    let mut stage = in_theme(120, 34);
    press(&mut stage, "l\\");
    assert!(stage.model.code.beside.is_none(), "the first text needs no second one");
    press(&mut stage, "<Esc>h\\");
    let first = stage.model.code.source_beside().cloned();
    assert_eq!((first, at(&stage).0.as_str()), (Some(TEXT.into()), TEXT));
    // The next one takes the place of the other text.
    let place = at(&stage);
    press(&mut stage, "<Esc>");
    press(&mut stage, "l");
    press(&mut stage, "\\");
    assert_ne!(at(&stage), place);
    stage.press("<Ctrl-w>");
    assert_eq!(at(&stage), place);
    let mut stage = super::in_search(80, 24);
    stage.press("<Enter>");
    press(&mut stage, "\\");
    assert!(stage.model.code.beside.is_some() && stage.model.screen == Screen::Code);
    press(&mut stage, "<Esc>");
    assert_eq!(stage.model.screen, Screen::Search);
}

#[test]
fn one_text_says_how_to_get_a_second_one() {
    let mut stage = Stage::new(80, 24);
    stage.press("C|");
    assert!(said(&stage).contains("no source is open"), "{}", said(&stage));
    let mut stage = Stage::on_text(80, 24);
    stage.press("<Ctrl-w>");
    assert!(said(&stage).contains("| shows a second one"), "{}", said(&stage));
    // Where there is no room for two, the one with the cursor is shown.
    let mut stage = Stage::on_text(40, 10);
    stage.press("|G<Ctrl-w>");
    assert_eq!(at(&stage).1, 0);
}

#[test]
fn a_filter_lists_the_same_sources_while_names_are_hidden() {
    let mut stage = Stage::on_text(120, 34);
    stage.press("&");
    filtered(&mut stage, "kind:observation", true, &["observations/lab.md"]);
    stage.press("<Esc><S-Tab>");
    let listed = |stage: &Stage| {
        let screen = stage.screen();
        let counts = screen.lines().filter(|line| line.contains(" of ")).map(|line| line.chars().take(24).collect());
        counts.collect::<Vec<String>>()
    };
    let shown = listed(&stage);
    assert!(shown.iter().any(|line| line.contains("1 of 1") || line.contains("1 of")), "{shown:?}");
    stage.press("Z");
    assert_eq!(listed(&stage), shown);
}

#[test]
fn what_completes_a_filter_tells_no_name_while_names_are_hidden() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("Z&case:");
    offer(&mut stage, "case:", 0, &["case:varsk", "case:north"]);
    stage.press("<Tab>");
    let screen = stage.screen();
    assert!(!screen.contains("varsk") && !screen.contains("north"), "{screen}");
    assert_eq!(stage.press("<Tab>"), [asked("case:north", false)], "what is meant is asked for all the same");
}
