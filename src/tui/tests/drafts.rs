//! What is written and not saved, where the cursor is, and how the text is set: what is kept of a session.

use insta::assert_snapshot;

use super::in_framework;
use super::scenes::{in_text, offer_draft};
use crate::coding::{About, Stance};
use crate::tui::code::{Numbers, Setting};
use crate::tui::dialog::writing::MemoFor;
use crate::tui::draft::Draft;
use crate::tui::message::{Effect, Ending, Message, News, Outcome};
use crate::tui::stage::Stage;

/// Lets the few seconds pass, and returns what is asked for then.
fn wait(stage: &mut Stage) -> Vec<Effect> {
    stage.send(Message::TimeToKeep);
    std::mem::take(&mut stage.effects)
}

fn saved() -> Message {
    let news = Box::new(News::default());
    Message::Done(Outcome::Saved { at: "09:14:07".to_owned(), what: String::new(), news })
}

/// Begins a memo on the study.
fn on_memo() -> (Stage, MemoFor) {
    let mut stage = Stage::on_text(80, 24);
    let (about, title) = (About::Study, "Memo on the study".to_owned());
    stage.send(Message::Done(Outcome::Memo { about: about.clone(), title, before: String::new() }));
    (stage, MemoFor::About(about))
}

fn text(stage: &Stage) -> Option<String> {
    use crate::tui::dialog::Dialog;
    stage.model.dialogs.iter().find_map(|dialog| match dialog {
        Dialog::WriteMemo(write) => Some(write.editor.text()),
        _ => None,
    })
}

#[test]
fn a_memo_is_kept_while_it_is_written_and_goes_when_it_is_saved() {
    let (mut stage, on) = on_memo();
    assert_eq!(wait(&mut stage), [], "nothing is written yet");
    stage.press("Who was");
    let draft = |text: &str| Effect::KeepDraft(Draft { on: on.clone(), text: text.to_owned() });
    assert_eq!(wait(&mut stage), [draft("Who was")]);
    assert_eq!(wait(&mut stage), [], "it is kept");
    stage.press(" left out?");
    assert_eq!(wait(&mut stage), [draft("Who was left out?")]);
    assert!(matches!(&stage.press("<Ctrl-s>")[..], [Effect::Write(_)]));
    // What the disk refuses is still only a draft.
    let refused = Outcome::NotSaved { changes: Vec::new(), reason: "no space".to_owned(), count: 1 };
    stage.send(Message::Done(refused));
    assert!(!stage.effects.iter().any(|effect| matches!(effect, Effect::DropDraft(_))));
    stage.send(saved());
    assert!(stage.effects.contains(&Effect::DropDraft(on)), "{:?}", stage.effects);
}

#[test]
fn what_cannot_be_saved_at_all_stays_a_draft() {
    let (mut stage, _) = on_memo();
    stage.press("Who?");
    wait(&mut stage);
    stage.press("<Ctrl-s>");
    stage.send(Message::Done(Outcome::Failed("the source is gone".to_owned())));
    stage.send(saved());
    assert!(!stage.effects.iter().any(|effect| matches!(effect, Effect::DropDraft(_))), "{:?}", stage.effects);
}

#[test]
fn what_is_thrown_away_on_purpose_is_forgotten_and_what_ends_otherwise_is_kept() {
    let (mut stage, on) = on_memo();
    stage.press("Who?");
    wait(&mut stage);
    assert_eq!(stage.press("<Esc>"), [], "the first one only warns");
    assert_eq!(stage.press("<Esc>"), [Effect::DropDraft(on.clone())]);
    let (mut stage, on) = on_memo();
    stage.press("Who?");
    wait(&mut stage);
    let asked = stage.press("<Ctrl-q><Ctrl-q>");
    assert_eq!(asked, [Effect::DropDraft(on.clone()), Effect::Quit(Ending::Quit)]);
    for end in [Message::Signal(15), Message::InputGone, Message::Stop] {
        let (mut stage, _) = on_memo();
        stage.press("Who?");
        stage.send(end);
        assert!(matches!(&stage.effects[..], [Effect::KeepDraft(_), _]), "{:?}", stage.effects);
    }
}

#[test]
fn what_was_not_saved_is_offered_when_the_same_memo_is_opened() {
    let mut stage = in_text();
    offer_draft(&mut stage);
    stage.press("m");
    assert_snapshot!("take_up", stage.screen());
    stage.press("y");
    assert_eq!(text(&stage).as_deref(), Some("Who pays for the reagents\nwhen the project is over?"));
    stage.press(" Ask again.");
    assert!(stage.screen().contains("over? Ask again."), "{}", stage.screen());
    // It is no memo yet: leaving warns as always.
    stage.press("<Esc>");
    assert!(stage.screen().contains("not saved"), "{}", stage.screen());
    assert!(matches!(&stage.press("<Esc>")[..], [Effect::DropDraft(_)]));
    stage.press("m");
    assert_eq!(text(&stage).as_deref(), Some(""), "it is not offered again");
}

#[test]
fn a_draft_that_is_offered_can_wait_or_be_thrown_away() {
    let mut stage = in_text();
    offer_draft(&mut stage);
    assert_eq!(stage.press("m<Esc>"), []);
    assert!(stage.model.dialogs.is_empty() && stage.screen().contains("offered again"), "{}", stage.screen());
    stage.press("m");
    assert!(stage.screen().contains("Take it up?"), "{}", stage.screen());
    assert!(matches!(&stage.press("n")[..], [Effect::DropDraft(_)]));
    assert_eq!(text(&stage).as_deref(), Some(""), "the memo as it is saved");
    stage.press("<Esc>m");
    assert!(!stage.screen().contains("Take it up?"), "{}", stage.screen());
}

#[test]
fn a_summary_is_offered_whatever_stance_is_taken_now() {
    let mut stage = in_framework(80, 24);
    stage.press("e-Nobody says why.");
    let kept = wait(&mut stage);
    let [Effect::KeepDraft(draft)] = &kept[..] else { panic!("{kept:?}") };
    assert!(matches!(draft.on, MemoFor::Summary(.., Stance::Contradicts)));
    let mut next = in_framework(80, 24);
    next.send(Message::Done(Outcome::Drafts(vec![draft.clone()])));
    next.press("e+");
    assert!(next.screen().contains("Nobody says why.") && next.screen().contains("Take it up?"), "{}", next.screen());
    // Another cell has nothing to take up.
    next.press("<Esc>je+");
    assert!(!next.screen().contains("Take it up?"), "{}", next.screen());
}

#[test]
fn the_place_is_kept_a_few_seconds_after_the_cursor_moved() {
    let mut stage = Stage::on_text(80, 24);
    stage.kept.clear();
    stage.press("}}");
    assert!(stage.kept.is_empty() && stage.model.keeps_later, "not with every motion");
    wait(&mut stage);
    assert_eq!(stage.kept.len(), 1);
    assert!(!stage.model.keeps_later);
    wait(&mut stage);
    assert_eq!(stage.kept.len(), 1, "nothing has moved since");
    stage.press("w");
    assert!(stage.model.keeps_later);
}

#[test]
fn how_the_text_is_set_is_kept_and_taken_again() {
    let mut stage = Stage::on_text(80, 24);
    let setting = Setting { is_measured: false, ..Setting::default() };
    assert_eq!(stage.press("zm"), [Effect::KeepSetting(setting)]);
    let setting = Setting { numbers: Numbers::Passages, ..setting };
    assert_eq!(stage.press("zn"), [Effect::KeepSetting(setting)]);
    let mut next = Stage::new(80, 24);
    next.send(Message::Done(Outcome::Set(setting)));
    next.open("interviews/vrk-03.md", crate::tui::message::Aim::Last);
    assert_eq!(
        next.screen(),
        {
            stage.press("k");
            stage.screen()
        }
        .replace("passages are numbered", "")
    );
}
