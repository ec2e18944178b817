//! Coding: what keys do to codings and judgements, and what is kept of it.

use insta::assert_snapshot;

use super::{in_search, in_theme};

use crate::base::text::Span;
use crate::coding::{About, Stance};
use crate::tui::code::Mode;
use crate::tui::message::{Aim, Change, Effect, Ending, Message, Outcome};
use crate::tui::model::Screen;
use crate::tui::stage::{Stage, judged_page, span};

#[test]
fn a_passage_is_coded_in_four_keys_with_the_claim_in_view() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("]c]cv4ec");
    assert_snapshot!("picker", stage.screen());
    stage.press("cap");
    stage.press("<Enter>");
    assert_snapshot!("stance", stage.screen());
    let asked = stage.press("~");
    let [Effect::Write(changes)] = asked.as_slice() else { panic!("{asked:?}") };
    let [Change::Code(at, code, stance)] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!((at.span, code.as_str(), *stance), (span("Now the lab answers"), "capacity", Stance::Qualifies));
    assert_eq!(stage.model.code.pane.selection(), None);
    // Again with the last code, and with a quick key.
    let asked = stage.press(". l3");
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert!(
        matches!(&asked[1], Effect::Write(c) if matches!(&c[0], Change::Code(_, code, Stance::Contradicts) if *code == "labs"))
    );
}

#[test]
fn commands_work_on_a_russian_keyboard() {
    let mut stage = Stage::on_text(80, 24);
    let asked = stage.press("оо с");
    assert!(asked.is_empty() && stage.model.dialogs.len() == 1, "{asked:?}");
    let asked = stage.press("+");
    assert!(
        matches!(&asked[..], [Effect::Write(c)] if matches!(&c[0], Change::Code(_, code, Stance::Supports) if *code == "capacity")),
        "{asked:?}"
    );
}

#[test]
fn a_topic_is_coded_without_a_stance() {
    let mut stage = Stage::on_text(80, 24);
    let asked = stage.press("}canec<Enter>");
    assert!(
        matches!(&asked[..], [Effect::Write(c)] if matches!(&c[0], Change::Code(_, code, Stance::Neutral) if *code == "anecdotes")),
        "{asked:?}"
    );
}

#[test]
fn selected_words_become_a_code() {
    let mut stage = Stage::on_text(80, 24);
    let asked = stage.press("]c]cv4ei<Enter>");
    assert!(
        matches!(&asked[..], [Effect::NewCode { code, changes }] if code.name == "Now the lab answers"
            && matches!(&changes[..], [Change::Code(at, id, _)] if at.span == span("Now the lab answers") && *id == code.id)),
        "{asked:?}"
    );
}

#[test]
fn one_key_leads_through_the_codings_without_a_stance() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("t");
    assert_snapshot!("walk", stage.screen());
    let asked = stage.press("-");
    let Effect::Write(changes) = &asked[0] else { panic!("{asked:?}") };
    assert!(matches!(changes[0], Change::Stance(_, Stance::Contradicts)));
    // The next one stands in another source, and its stance is asked for there.
    assert!(matches!(&asked[1], Effect::Open(source, Aim::Stance(_)) if *source == "observations/lab.md"));
}

#[test]
fn a_coding_is_changed_moved_and_removed() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("]c]c");
    assert!(
        matches!(&stage.press("s3")[..], [Effect::Write(c)] if matches!(c[0], Change::Stance(_, Stance::Contradicts)))
    );
    assert!(
        matches!(&stage.press("rlab<Enter>")[..], [Effect::Write(c)] if matches!(&c[0], Change::Recode(_, code, None) if *code == "labs"))
    );
    assert!(matches!(&stage.press("D")[..], [Effect::Write(c)] if matches!(c[0], Change::Remove(_))));
    stage.press("B");
    assert!(matches!(stage.model.code.mode, Mode::Boundary(_)));
    let asked = stage.press("bb<Enter>");
    let [Effect::Write(changes)] = &asked[..] else { panic!("{asked:?}") };
    let Change::Move(_, at) = &changes[0] else { panic!("{changes:?}") };
    assert_eq!(at.span, Span::new(span("Now the lab").start, span("within").end));
    assert_eq!(stage.model.code.mode, Mode::Normal);
}

/// Returns the span and the code of the one coding that was asked for.
fn coded(asked: &[Effect]) -> (Span, &str) {
    let Some(Effect::Write(changes)) = asked.last() else { panic!("{asked:?}") };
    let [Change::Code(at, code, _)] = &changes[..] else { panic!("{changes:?}") };
    (at.span, code.as_str())
}

#[test]
fn what_is_selected_and_coded_begins_after_label_and_marker() {
    let question = span("How did the training change daily work?");
    let mut stage = Stage::on_text(80, 24);
    // The cursor stands on the label.
    let asked = stage.press("}canec<Enter>");
    assert_eq!(coded(&asked), (question, "anecdotes"));
    let selected = |stage: &Stage| stage.model.code.pane.selection().expect("a selection");
    stage.press("V");
    assert_eq!(selected(&stage), question);
    // Growing from the label: word, sentence, and with the next step no label either.
    stage.press("<Esc>{x");
    assert_eq!(selected(&stage), span("How"));
    stage.press("x");
    assert_eq!(selected(&stage), question);
    stage.press("X");
    assert_eq!(selected(&stage), span("How"));
    stage.press("XX<Esc>ggV");
    assert_eq!(selected(&stage), span("Visit to the laboratory"));
    stage.press("<Esc>G{V");
    assert_eq!(selected(&stage).start, span("a tab").start);
    stage.press("<Esc>gg}ve");
    assert_eq!(selected(&stage), span("How"), "a motion led to the label, which nobody means");
    // Words that are selected by hand are taken as they are; their name is that of the words.
    stage.press("<Esc>gg}wvo0");
    let asked = stage.press("i<Enter>");
    let label = Span::new(question.start - 3, question.start + 1);
    assert!(
        matches!(&asked[..], [Effect::NewCode { code, changes }] if code.name == "H" && matches!(&changes[..], [Change::Code(at, ..)] if at.span == label)),
        "{asked:?} {label:?}"
    );
    // From the label, the coding of its passage is the one that keys mean.
    stage.press("<Esc>gg}}");
    assert_eq!(stage.model.code.current().map(|mark| mark.code.as_str()), Some("anecdotes"));
    // On a hit the words are coded too.
    let mut stage = in_search(80, 24);
    let asked = stage.press("<Enter>canec<Enter>");
    assert_eq!(coded(&asked).0.start, span("Before 2016").start);
}

#[test]
fn another_code_keeps_no_stance_that_means_nothing_and_asks_for_one_that_is_missing() {
    let mut stage = Stage::on_text(80, 24);
    stage.send(Message::Done(Outcome::Opened(
        Box::new(crate::tui::desk::Page {
            marks: crate::tui::stage::page("x")
                .marks
                .into_iter()
                .map(|mark| crate::tui::desk::Mark { own: true, ..mark })
                .collect(),
            ..crate::tui::stage::page("interviews/vrk-03.md")
        }),
        Aim::Last,
    )));
    // From a topic to a theme.
    assert!(stage.press("gg]crcap<Enter>").is_empty());
    assert!(stage.screen().contains("Claim: Training and mentoring"), "{}", stage.screen());
    let asked = stage.press("+");
    let [Effect::Write(changes)] = &asked[..] else { panic!("{asked:?}") };
    assert!(
        matches!(&changes[..], [Change::Recode(_, code, Some(Stance::Supports))] if *code == "capacity"),
        "{changes:?}"
    );
    // From a theme to a topic: there is nothing to ask, and what is written tells.
    let asked = stage.press("]cranec<Enter>");
    assert!(
        matches!(&asked[..], [Effect::Write(c)] if matches!(&c[0], Change::Recode(_, code, None) if *code == "anecdotes")),
        "{asked:?}"
    );
}

#[test]
fn a_stance_on_the_interviewers_words_is_told_at_once() {
    let mut stage = Stage::on_text(80, 24);
    let news = crate::tui::message::News { is_unheard: true, ..crate::tui::message::News::default() };
    let what = "coded: Capacity of counterparts +".to_owned();
    stage.send(Message::Done(Outcome::Saved { at: "12:00:00".to_owned(), what, news: Box::new(news) }));
    let screen = stage.screen();
    assert!(screen.contains("these are the interviewer's words, no evidence: the stance is not counted"), "{screen}");
}

#[test]
fn a_judgement_asks_for_its_sentence_and_is_not_saved_without() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("Jlab<Enter>-");
    assert_snapshot!("judging", stage.screen());
    assert!(stage.press("  <Ctrl-s>").is_empty());
    assert!(stage.screen().contains("not saved: a judgement needs its sentence"), "{}", stage.screen());
    assert_eq!(stage.model.dialogs.len(), 1);
    stage.press("<Esc><Esc>");
    assert!(stage.screen().contains("the source was not judged"), "{}", stage.screen());
    // An empty memo is none; an own coding's memo is taken away by it.
    stage.press("M");
    let about = About::Source("interviews/vrk-03.md".into());
    stage.send(Message::Done(Outcome::Memo { about, title: "Memo".to_owned(), before: String::new() }));
    assert!(stage.press("<Ctrl-s>").is_empty());
    assert!(stage.screen().contains("not saved: nothing is written"), "{}", stage.screen());
}

#[test]
fn the_keys_of_the_stances_are_seen_on_any_screen() {
    for (width, height) in [(20, 5), (30, 6), (40, 12), (24, 30)] {
        let mut stage = Stage::on_text(width, height);
        stage.press("]c]cs");
        let screen = stage.screen();
        let seen = |keys: [&str; 4]| keys.iter().all(|keys| screen.contains(keys));
        assert!(seen(["+1", "~2", "-3", "0"]) || seen(["+ 1", "~ 2", "- 3", "0 Enter neutral"]), "{screen}");
        assert!(screen.contains("Claim"), "{screen}");
    }
    let mut stage = Stage::on_text(20, 5);
    stage.press("]c]cs");
    assert_snapshot!("stance_20", stage.screen());
}

#[test]
fn esc_leaves_the_text_only_for_where_it_was_opened_from() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("v<Esc><Esc>");
    assert_eq!(stage.model.screen, Screen::Code);
    assert!(stage.screen().contains("T shows the themes"), "{}", stage.screen());
    for mut stage in [in_theme(80, 24), in_search(80, 24)] {
        let from = stage.model.screen;
        stage.press("<Enter>");
        stage.open("interviews/vrk-03.md", Aim::Last);
        assert_eq!(stage.model.screen, Screen::Code);
        stage.press("<Esc>");
        assert_eq!(stage.model.screen, from);
    }
}

#[test]
fn only_its_own_coder_changes_a_coding() {
    let mut stage = Stage::on_text(80, 24);
    assert!(stage.press("]cD").is_empty());
    assert!(stage.screen().contains("only ben changes this coding"));
    let [Effect::FindMemo { about, title }] = &stage.press("m")[..] else { panic!("{}", stage.screen()) };
    let (about, title) = (about.clone(), title.clone());
    stage.send(Message::Done(Outcome::Memo { about, title, before: "wh".to_owned() }));
    let asked = stage.press("y?<Ctrl-s>");
    assert!(
        matches!(&asked[..], [Effect::Write(c)] if matches!(&c[0], Change::Memo(About::Coding(_), text) if text == "why?")),
        "{asked:?}"
    );
}

#[test]
fn a_whole_source_is_judged_done_and_opened_again() {
    let mut stage = Stage::on_text(80, 24);
    let asked = stage.press("Jlab<Enter>-They stopped<Ctrl-s>");
    assert!(
        matches!(&asked[..], [Effect::Write(c)] if matches!(&c[0], Change::Cell(_, code, Stance::Contradicts, text) if *code == "labs" && text == "They stopped")),
        "{asked:?}"
    );
    assert!(matches!(&stage.press("F")[..], [Effect::Write(c)] if matches!(&c[0], Change::Done(_, None))));
    assert!(
        matches!(&stage.press("fcapa<Enter>")[..], [Effect::Write(c)] if matches!(&c[0], Change::Done(_, Some(code)) if *code == "capacity"))
    );
    stage.open("interviews/vrk-01.md", Aim::Last);
    assert!(matches!(&stage.press("F")[..], [Effect::Write(c)] if matches!(&c[0], Change::Reopen(_, None))));
}

#[test]
fn judgements_of_the_whole_source_stand_under_the_codings() {
    let judged = |width, height| {
        let mut stage = Stage::new(width, height);
        let page = judged_page("interviews/vrk-03.md");
        stage.send(Message::Done(Outcome::Opened(Box::new(page), Aim::Last)));
        stage
    };
    let mut stage = judged(80, 24);
    // Scrolled to the last one, which is ben's.
    stage.press("]c<Tab>jjj");
    assert_snapshot!("judged_80", stage.screen());
    assert!(stage.press("D").is_empty());
    assert!(stage.screen().contains("only ben changes this judgement"), "{}", stage.screen());
    stage.press("k");
    assert!(matches!(&stage.press("D")[..], [Effect::Write(c)] if matches!(c[0], Change::Remove(_))));
    // Another stance; the summary is there to be changed.
    let asked = stage.press("<Enter>- Not at all.<Ctrl-s>");
    assert!(
        matches!(&asked[..], [Effect::Write(c)] if matches!(&c[0], Change::Cell(_, code, Stance::Contradicts, text)
            if *code == "capacity" && text == "They learned it, and have no reagents to use it. Not at all.")),
        "{asked:?}"
    );
    // In the text the same keys mean the coding at the cursor again.
    stage.press("<S-Tab>");
    assert!(stage.press("D").is_empty());
    assert!(stage.screen().contains("only ben changes this coding"), "{}", stage.screen());
    let mut stage = judged(120, 30);
    stage.press("]c]c");
    assert_snapshot!("judged_120", stage.screen());
    // Where nothing is coded at the cursor they are there all the same.
    let mut stage = judged(80, 24);
    stage.press("<Tab>j");
    assert!(stage.screen().contains("They learned it"), "{}", stage.screen());
    assert!(matches!(&stage.press("D")[..], [Effect::Write(c)] if matches!(c[0], Change::Remove(_))));
}

#[test]
fn what_could_not_be_saved_is_kept_and_shown() {
    let mut stage = Stage::on_text(80, 24);
    let asked = stage.press("]c]cv4eccap<Enter>+");
    let [Effect::Write(changes)] = asked.as_slice() else { panic!("{asked:?}") };
    let failed =
        Outcome::NotSaved { changes: changes.clone(), reason: "no space left on the disk".to_owned(), count: 1 };
    stage.send(Message::Done(failed));
    assert_snapshot!("not_saved", stage.screen());
    // It is tried again in a while, and only one clock runs for that.
    assert_eq!(stage.effects.last(), Some(&Effect::SaveLater));
    let asked_for = stage.effects.len();
    let refused = || Outcome::NotSaved { changes: changes.clone(), reason: "no space".to_owned(), count: 1 };
    stage.send(Message::Done(refused()));
    stage.send(Message::TimeToSave);
    stage.send(Message::Done(refused()));
    assert_eq!(stage.effects.split_off(asked_for), [Effect::SaveAgain, Effect::SaveLater]);
    stage.effects.clear();
    // Quitting is asked twice, and one key saves again.
    assert!(stage.press("<Ctrl-q>").is_empty());
    assert_eq!(stage.press("!"), [Effect::SaveAgain]);
    assert_eq!(stage.press("<Ctrl-q>"), [Effect::Quit(Ending::Quit)]);
}

#[test]
fn a_long_memo_is_not_lost_by_one_key() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("]c]cmimportant<Esc>");
    assert_eq!(stage.model.dialogs.len(), 1);
    assert!(stage.screen().contains("Esc again throws it away"));
    stage.press("<Esc>");
    assert!(stage.model.dialogs.is_empty());
}

#[test]
fn why_something_is_not_saved_is_told_in_full() {
    let mut stage = Stage::on_text(80, 24);
    let reason = "/home/ana/studies/evaluation-of-the-office/codings/ana.laptop.jsonl: no space left on the disk";
    let changes = vec![Change::Done("interviews/vrk-03.md".into(), None)];
    stage.send(Message::Done(Outcome::NotSaved { changes, reason: reason.to_owned(), count: 1 }));
    assert_snapshot!("not_saved_long", stage.screen());
    for (width, height) in [(20, 5), (1, 1), (3, 2), (20, 0), (0, 5)] {
        stage.send(Message::Resize { width, height });
        stage.screen();
    }
    stage.send(Message::Resize { width: 20, height: 5 });
    assert!(stage.screen().contains("NOT SAVED"), "{}", stage.screen());
}
