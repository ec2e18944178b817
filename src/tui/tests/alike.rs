//! The screen Suggestions: passages like others, accepted and refused one by one.

use insta::assert_snapshot;

use super::{in_alike, in_search, in_theme};
use crate::base::ids::EntryId;
use crate::coding::Stance;
use crate::tui::alike::{Like, Suggested};
use crate::tui::message::{Aim, Change, Effect, Message, Mouse, MouseAct, News, Outcome, Settled};
use crate::tui::model::Screen;
use crate::tui::sitting::Written;
use crate::tui::stage::{Stage, page, span, suggested};

fn write(effects: &[Effect]) -> &[Change] {
    let [Effect::Write(changes)] = effects else { panic!("{effects:?}") };
    changes
}

fn id(number: u64) -> EntryId {
    EntryId::from_parts(number, 7)
}

/// Says that a suggestion was coded or refused for a code by an entry.
fn save(stage: &mut Stage, number: u64, passage: usize, code: &str) {
    let span = suggested().passages[passage].hit.said;
    let settled = vec![Settled { id: id(number), code: code.into(), source: "interviews/vrk-03.md".into(), span }];
    news(stage, News { settled, ..News::default() });
}

fn news(stage: &mut Stage, news: News) {
    stage.send(Message::Done(Outcome::Saved { at: "10:00:00".to_owned(), what: String::new(), news: Box::new(news) }));
    stage.effects.clear();
}

/// Returns the beginning of what each suggestion that is left says.
fn left(stage: &Stage) -> Vec<String> {
    stage.model.alike.found.passages.iter().map(|one| one.hit.said_words().chars().take(8).collect()).collect()
}

fn asked(effects: &[Effect]) -> &Like {
    let [Effect::Suggest { like, .. }] = effects else { panic!("{effects:?}") };
    like
}

#[test]
fn suggestions_stand_with_what_made_them_so_and_the_claim() {
    assert_snapshot!("alike_80", in_alike(80, 24).screen());
    assert_snapshot!("alike_120", in_alike(120, 34).screen());
    assert_snapshot!("alike_20", in_alike(20, 5).screen());
    let mut stage = in_alike(80, 24);
    stage.press("jo");
    assert_snapshot!("alike_why", stage.screen());
}

#[test]
fn the_key_takes_what_is_chosen_on_each_screen() {
    let code = |code: &str| Like::Code(code.into());
    assert_eq!(asked(&Stage::new(80, 24).press("jS")), &code("labs"));
    assert_eq!(asked(&in_theme(80, 24).press("S")), &code("labs"));
    let mut stage = Stage::on_text(80, 24);
    // On a coding, that coding's code; in the small list of codes, the chosen one.
    assert_eq!(asked(&stage.press("]c]cS")), &code("capacity"));
    let mut stage = Stage::on_text(80, 24);
    assert_eq!(asked(&stage.press("<S-Tab><S-Tab>jS")), &code("capacity"));
    let mut stage = Stage::on_text(80, 24);
    let at = page("x").passages[1].span;
    stage.open("interviews/vrk-03.md", Aim::Place(at.start));
    assert!(stage.press("S").is_empty());
    assert!(stage.screen().contains("select words, or go to a coding (]c)"), "{}", stage.screen());
    let selected = stage.press("vwwwS");
    let Like::Words(spot, None) = asked(&selected) else { panic!("{selected:?}") };
    assert_eq!((spot.source.as_str(), spot.span.is_empty()), ("interviews/vrk-03.md", false));
    let mut stage = in_search(80, 24);
    assert!(matches!(asked(&stage.press("<Enter>S")[1..]), Like::Words(_, None)));
}

#[test]
fn a_suggestion_is_accepted_with_a_stance_and_the_next_is_chosen() {
    let mut stage = in_alike(80, 24);
    assert!(stage.press("c").is_empty());
    assert!(stage.screen().contains("Claim: Laboratories keep working"), "{}", stage.screen());
    let said = suggested().passages[0].hit.said;
    let written = stage.press("-");
    assert!(
        matches!(&write(&written)[0], Change::Code(at, code, Stance::Contradicts) if at.span == said && code == "labs")
    );
    assert_eq!(left(&stage).len(), 3, "not before it is saved");
    save(&mut stage, 1, 0, "labs");
    assert_eq!(left(&stage), ["But when", "a tab\the"]);
    assert_eq!(stage.model.alike.place.at, 0);
    assert!(stage.screen().contains("2 left · 1 done"), "{}", stage.screen());
    // The other key does the same; Esc in the question codes nothing.
    stage.press("y");
    assert!(stage.press("<Esc>").is_empty());
    assert_eq!((left(&stage).len(), stage.model.screen), (2, Screen::Alike));
}

#[test]
fn a_suggestion_is_refused_and_comes_back_when_that_is_undone() {
    let mut stage = in_alike(80, 24);
    let refused = stage.press("jn");
    let said = suggested().passages[1].hit.said;
    assert!(matches!(&write(&refused)[0], Change::Refuse(at, code) if at.span == said && code == "labs"));
    save(&mut stage, 1, 1, "labs");
    assert_eq!(left(&stage), ["Before 2", "a tab\the"]);
    assert_eq!(stage.model.alike.place.at, 1, "on to the next");
    assert_eq!(stage.press("u"), [Effect::Undo(1)]);
    news(&mut stage, News { written: Written { removed: vec![id(1)], ..Written::default() }, ..News::default() });
    assert_eq!(left(&stage), ["Before 2", "But when", "a tab\the"]);
    assert_eq!(stage.model.alike.place.at, 1);
    news(&mut stage, News { written: Written { restored: vec![id(1)], ..Written::default() }, ..News::default() });
    assert_eq!(left(&stage), ["Before 2", "a tab\the"]);
}

#[test]
fn what_is_coded_with_another_code_stays_and_what_the_disk_refused_does_not() {
    let mut stage = in_alike(80, 24);
    save(&mut stage, 1, 0, "capacity");
    assert_eq!(left(&stage).len(), 3);
    let refused = stage.press("n");
    let changes = write(&refused).to_vec();
    stage.send(Message::Done(Outcome::NotSaved { changes, reason: "no space".to_owned(), count: 1 }));
    assert_eq!(left(&stage), ["But when", "a tab\the"]);
    // It is saved later, and can be undone then.
    save(&mut stage, 2, 0, "labs");
    news(&mut stage, News { written: Written { removed: vec![id(2)], ..Written::default() }, ..News::default() });
    assert_eq!(left(&stage).len(), 3);
}

#[test]
fn for_words_a_code_is_picked_once() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("VS");
    let ticket = stage.model.alike.ticket;
    stage.send(Message::Done(Outcome::Suggested { ticket, found: Box::new(suggested()) }));
    assert!(stage.press("n").is_empty(), "nothing to remember it for");
    assert_eq!(left(&stage).len(), 2);
    let written = stage.press("canec<Enter>");
    assert!(matches!(&write(&written)[0], Change::Code(_, code, Stance::Neutral) if code == "anecdotes"));
    let written = Written { made: vec![(id(1), "interviews/vrk-03.md".into())], ..Written::default() };
    news(&mut stage, News { written, ..News::default() });
    assert!(stage.screen().contains("Suggestions for Anecdotes"), "{}", stage.screen());
    assert!(matches!(&write(&stage.press("n"))[0], Change::Refuse(_, code) if code == "anecdotes"));
}

#[test]
fn a_suggestion_opens_at_its_words_and_esc_leads_back() {
    let mut stage = in_alike(80, 24);
    let opened = stage.press("j<Enter>");
    let [Effect::Open(source, aim)] = opened.as_slice() else { panic!("{opened:?}") };
    let (source, aim) = (source.clone(), aim.clone());
    stage.open(source.as_str(), aim);
    assert!(stage.notation().contains("the |reagents stopped"), "{}", stage.notation());
    stage.press("<Esc>");
    assert_eq!((stage.model.screen, stage.model.alike.place.at), (Screen::Alike, 1));
    stage.press("<Esc>");
    assert_eq!(stage.model.screen, Screen::Themes);
}

#[test]
fn only_the_newest_list_is_taken_and_an_empty_one_says_so() {
    let mut stage = in_alike(80, 24);
    let anew = stage.press("r");
    assert_eq!(asked(&anew), &Like::Code("labs".into()));
    assert!(stage.screen().contains("looking"), "{}", stage.screen());
    let old = stage.model.alike.ticket - 1;
    let empty = || Box::new(Suggested { languages: vec!["en".to_owned()], examples: 12, ..Suggested::default() });
    stage.send(Message::Done(Outcome::Suggested { ticket: old, found: empty() }));
    assert_eq!(left(&stage).len(), 3);
    stage.send(Message::Done(Outcome::Suggested { ticket: old + 1, found: empty() }));
    assert!(stage.screen().contains("Nothing else is like 12 coded passages and the codebook, in the same"));
    assert!(stage.press("cno").is_empty());
}

#[test]
fn names_are_hidden_and_the_mouse_chooses() {
    let mut stage = in_alike(80, 24);
    assert!(stage.screen().contains("interviews/vrk-03.md · varsk"));
    stage.press("Z");
    let hidden = stage.screen();
    assert!(!hidden.contains("vrk-03") && !hidden.contains("varsk") && hidden.contains("source 2"), "{hidden}");
    let press = |row| Message::Mouse(Mouse { act: MouseAct::Press, column: 5, row, at: std::time::Instant::now() });
    stage.send(press(3));
    assert_eq!(stage.model.alike.place.at, 1);
    stage.send(press(4));
    assert!(matches!(stage.effects.as_slice(), [Effect::Open(..)]));
}

#[test]
fn words_of_the_passage_are_marked_where_they_stand() {
    let found = suggested();
    let hit = &found.passages[1].hit;
    assert_eq!(hit.matches[0], span("reagents"));
    assert!(hit.said_words().starts_with("But when the project closed"));
}
