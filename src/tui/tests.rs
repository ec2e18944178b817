//! Key scripts on the staged study, with the selection in one line and screens as goldens.

use insta::assert_snapshot;
use proptest::prelude::*;

use super::code::{Mode, Panel};
use super::colours::Colours;
use super::desk::KindCell;
use super::keys::chord::{Chord, script};
use super::keys::lookup::live_bindings;
use super::keys::table::BINDINGS;
use super::message::{Aim, Change, Effect, Ending, Message, Mouse, MouseAct, Outcome};
use super::model::Screen;
use super::reading::cluster::width_of;
use super::stage::{Stage, answer, evidence, span};
use crate::base::rounds;
use crate::base::text::Span;
use crate::coding::Stance;

fn in_theme(width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(width, height);
    stage.press("j<Enter>");
    stage.send(Message::Done(Outcome::Gathered(Box::new(evidence()))));
    stage
}

fn in_search(width: u16, height: u16) -> Stage {
    let mut stage = Stage::on_text(width, height);
    stage.press("/lab");
    stage.send(Message::Done(Outcome::Found { ticket: 3, answer: Box::new(answer()) }));
    stage
}

#[test]
fn the_first_look_is_the_themes() {
    assert_snapshot!(Stage::new(80, 24).screen());
}

#[test]
fn eighty_columns_have_room_for_every_kind() {
    for (width, name) in [(80, "five_kinds_80"), (100, "five_kinds_100"), (60, "five_kinds_60")] {
        let mut stage = Stage::new(width, 12);
        let table = stage.model.themes.table.as_mut().unwrap();
        table.kinds = ["interview", "focus-group", "desk-review", "observation", "审计"].map(Into::into).to_vec();
        let cell = |supports, mixed, contradicts, neutral, silent| KindCell {
            supports,
            mixed,
            contradicts,
            neutral,
            silent,
            pending: 0,
        };
        table.rows[0].kinds = vec![
            cell(12, 0, 1, 0, 0),
            cell(1, 0, 0, 0, 0),
            cell(3, 1, 1, 0, 0),
            cell(3, 0, 0, 0, 0),
            cell(0, 0, 0, 1, 0),
        ];
        table.rows[1].kinds = vec![
            cell(0, 0, 3, 0, 0),
            cell(0, 0, 0, 0, 2),
            KindCell::default(),
            cell(0, 0, 1, 0, 0),
            KindCell::default(),
        ];
        table.rows[1].decided = Some("* ana decided: Not borne out. We saw it.".to_owned());
        assert_snapshot!(name, stage.screen());
    }
}

#[test]
fn a_theme_opens_to_the_evidence_side_by_side() {
    assert_snapshot!("by_stance", in_theme(80, 24).screen());
    let mut stage = in_theme(80, 24);
    stage.press("<Tab>");
    assert_snapshot!("by_kind", stage.screen());
}

#[test]
fn evidence_leads_to_the_text_and_back() {
    let mut stage = in_theme(80, 24);
    let asked = stage.press("ll<Left><Enter>");
    let [Effect::Open(source, aim)] = asked.as_slice() else { panic!("{asked:?}") };
    let (source, aim) = (source.clone(), aim.clone());
    stage.open(source.as_str(), aim);
    assert_eq!(stage.model.screen, Screen::Code);
    assert_eq!(stage.model.code.pane.cursor(), span("the machine is a very").start);
    assert_eq!(stage.model.code.current().map(|mark| mark.code.to_string()).as_deref(), Some("labs"));
    stage.press("q");
    assert_eq!(stage.model.screen, Screen::Themes);
    assert!(stage.model.themes.open.is_some());
}

#[test]
fn the_text_stands_beside_its_codings() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("]c]c]c");
    assert_snapshot!("text_80", stage.screen());
    let mut stage = Stage::on_text(120, 30);
    stage.press("]c]c]c");
    assert_snapshot!("text_120", stage.screen());
    let mut stage = Stage::on_text(40, 12);
    stage.press("]c]c");
    assert_snapshot!("text_40", stage.screen());
}

#[test]
fn a_long_label_takes_no_column_from_its_words() {
    let turns = "How did the training change daily work, and who decided on it?\n\n";
    let long = format!("Interviewer 1: {turns}Respondent: {turns}Interviewer 1: {turns}Respondent: {turns}");
    let short = format!("Anna N: {turns}Q: {turns}Anna N: {turns}Q: {turns}");
    let mut stage = Stage::new(80, 24);
    let page = super::stage::page_of("interviews/vrk-09.md", &format!("{long}{short}"));
    stage.send(Message::Done(Outcome::Opened(Box::new(page), Aim::Last)));
    assert_snapshot!(stage.screen());
}

#[test]
fn words_are_selected_by_keys() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("]c");
    assert!(stage.notation().starts_with("A: |Before 2016"));
    stage.press("]cv4e");
    assert!(stage.notation().contains("⟦Now the lab answer|s⟧ within"), "{}", stage.notation());
    stage.press("x");
    assert!(stage.notation().contains("⟦Now the lab answers within a week, and the prosecutors ask for it|.⟧"));
    stage.press("X<Esc>V");
    assert!(stage.notation().starts_with("A: ⟦Before 2016"), "{}", stage.notation());
    stage.press("<Esc>");
    assert_eq!(stage.model.code.pane.selection(), None);
}

#[test]
fn the_mouse_selects_words_passages_and_by_dragging() {
    let mut stage = Stage::on_text(80, 24);
    let at = std::time::Instant::now();
    let mut mouse = |act, column, row, late| {
        let at = at + std::time::Duration::from_millis(late);
        stage.send(Message::Mouse(Mouse { act, column, row, at }));
        stage.notation()
    };
    let (column, row) = (13, 6);
    assert!(mouse(MouseAct::Press, column, row, 0).contains("|port. Now"), "press");
    assert!(mouse(MouseAct::Press, column, row, 100).contains("⟦repor|t⟧. Now"), "double");
    assert!(mouse(MouseAct::Press, column, row, 200).starts_with("A: ⟦Before"), "triple");
    mouse(MouseAct::Press, column, row, 5_000);
    assert!(mouse(MouseAct::Drag, column + 8, row, 5_050).contains("⟦port. No|w⟧ the"), "drag");
}

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
    let asked = stage.press(".+ l3");
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
fn the_palette_does_what_the_keys_do() {
    let mut stage = Stage::on_text(80, 24);
    stage.press(":sourcedone");
    assert_snapshot!("palette", stage.screen());
    let asked = stage.press("<Enter>");
    assert!(matches!(&asked[..], [Effect::Write(c)] if matches!(&c[0], Change::Done(_, None))), "{asked:?}");
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
        matches!(&asked[..], [Effect::NewCode { name, at }] if name == "Now the lab answers" && at.span == span("Now the lab answers")),
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
    assert_eq!(at.span, Span::new(span("Now the lab").start, span("within a").end));
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
        matches!(&asked[..], [Effect::NewCode { name, at }] if name == "H" && at.span == label),
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
        Box::new(super::desk::Page {
            marks: super::stage::page("x")
                .marks
                .into_iter()
                .map(|mark| super::desk::Mark { own: true, ..mark })
                .collect(),
            ..super::stage::page("interviews/vrk-03.md")
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
    let news = super::message::News { is_unheard: true, ..super::message::News::default() };
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
    assert!(stage.press("M<Ctrl-s>").is_empty());
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
    let asked = stage.press("mwhy?<Ctrl-s>");
    assert!(
        matches!(&asked[..], [Effect::Write(c)] if matches!(&c[0], Change::Remark(_, text) if text == "why?")),
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
        let page = super::stage::judged_page("interviews/vrk-03.md");
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

/// Opens the text with codings that have lost their words.
fn with_lost(width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(width, height);
    let page = super::stage::page_with_lost("interviews/vrk-03.md");
    stage.send(Message::Done(Outcome::Opened(Box::new(page), Aim::Last)));
    stage
}

#[test]
fn a_coding_without_words_is_given_some() {
    let mut stage = with_lost(80, 24);
    assert!(stage.press("A").is_empty());
    assert!(stage.screen().contains("which one? U chooses"), "{}", stage.screen());
    stage.press("U");
    assert_snapshot!("lost_80", stage.screen());
    assert!(stage.press("A").is_empty());
    assert!(stage.screen().contains("select the words"), "{}", stage.screen());
    // The way leads round, and another coder's keeps what it has.
    stage.press("UV");
    assert!(stage.press("A").is_empty());
    assert!(stage.screen().contains("only ben changes this coding"), "{}", stage.screen());
    stage.press("<Esc>UUUU");
    assert_eq!(stage.model.code.mode, Mode::Lost(super::stage::page_with_lost("x").lost[0].mark.id.unwrap()));
    stage.press("]c]cv4e");
    assert!(stage.screen().contains("PLACE"), "{}", stage.screen());
    let asked = stage.press("A");
    let [Effect::Write(changes)] = &asked[..] else { panic!("{asked:?}") };
    let Change::Move(_, at) = &changes[0] else { panic!("{changes:?}") };
    assert_eq!(at.span, span("Now the lab answers"));
    assert_eq!((stage.model.code.mode, stage.model.code.pane.selection()), (Mode::Normal, None));
}

#[test]
fn a_coding_without_words_is_changed_and_taken_away() {
    let mut stage = with_lost(120, 30);
    stage.press("]cU");
    assert_snapshot!("lost_120", stage.screen());
    assert!(
        matches!(&stage.press("s3")[..], [Effect::Write(c)] if matches!(c[0], Change::Stance(_, Stance::Contradicts)))
    );
    let asked = stage.press("D");
    let [Effect::Write(changes)] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!(changes[0], Change::Remove(super::stage::page_with_lost("x").lost[0].mark.id.unwrap()));
    // Esc leaves it, and the same key means the coding at the cursor again.
    stage.press("<Esc>");
    assert!(stage.press("D").is_empty());
    assert!(stage.screen().contains("only ben changes this coding"), "{}", stage.screen());
    // From the panel: the last one is chosen, and Enter leads into the text to select its words.
    assert!(stage.press("<Tab>jjj<Enter>").is_empty());
    assert_eq!(stage.model.code.focus, Panel::Text);
    let asked = stage.press("]c]cve<Enter>");
    let last = super::stage::page_with_lost("x").lost[2].mark.id.unwrap();
    assert!(matches!(&asked[..], [Effect::Write(c)] if matches!(c[0], Change::Move(id, _) if id == last)), "{asked:?}");
    // Looking through the panel does not end the moving of boundaries.
    stage.press("]c]cB<Tab>k");
    assert!(matches!(stage.model.code.mode, Mode::Boundary(_)), "{:?}", stage.model.code.mode);
    stage.press("<Esc><Esc>");
    // With the mouse the words are selected too.
    let at = std::time::Instant::now();
    stage.press("U");
    for act in [MouseAct::Press, MouseAct::Release, MouseAct::Press] {
        stage.send(Message::Mouse(Mouse { act, column: 44, row: 6, at }));
    }
    assert!(matches!(&stage.press("A")[..], [Effect::Write(c)] if matches!(c[0], Change::Move(..))));
}

/// Opens the list of problems and memos.
fn in_notes(width: u16, height: u16) -> Stage {
    let mut stage = Stage::on_text(width, height);
    assert_eq!(stage.press("P"), [Effect::ListNotes]);
    stage.send(Message::Done(Outcome::Listed(Box::new(super::stage::notes()))));
    stage
}

#[test]
fn problems_and_memos_are_listed_and_lead_to_their_places() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("P");
    assert!(stage.screen().contains("Reading the study"), "{}", stage.screen());
    let mut stage = in_notes(80, 24);
    assert_snapshot!("problems", stage.screen());
    assert!(stage.press("<Enter>").is_empty());
    assert!(stage.screen().contains("which is no source"), "{}", stage.screen());
    stage.press("G");
    assert_snapshot!("problems_end", stage.screen());
    stage.press("gg2j");
    assert_eq!(stage.press("<Enter>"), [Effect::Open("interviews/vrk-03.md".into(), Aim::Last)]);
    assert!(stage.model.dialogs.is_empty());
    // The list comes back at the line that it was left at; the one before leads to a coding without words.
    let asked = stage.press("Pk<Enter>");
    let [Effect::ListNotes, Effect::Open(_, aim)] = &asked[..] else { panic!("{asked:?}") };
    let aim = aim.clone();
    let page = super::stage::page_with_lost("interviews/vrk-03.md");
    stage.send(Message::Done(Outcome::Opened(Box::new(page), aim)));
    assert!(stage.screen().contains("PLACE"), "{}", stage.screen());
    // The memos stand beside them.
    stage.press("<Esc>P<Tab>");
    assert_snapshot!("memos", stage.screen());
    let asked = stage.press("<Enter>");
    let [Effect::Open(source, aim)] = &asked[..] else { panic!("{asked:?}") };
    let (source, aim) = (source.clone(), aim.clone());
    stage.open(source.as_str(), aim);
    assert_eq!(stage.model.code.current().map(|mark| mark.code.to_string()).as_deref(), Some("labs"));
    assert_eq!(stage.press("Pq"), [Effect::ListNotes]);
    assert!(stage.model.dialogs.is_empty());
}

#[test]
fn an_empty_list_of_problems_or_memos_says_so() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("P");
    stage.send(Message::Done(Outcome::Listed(Box::default())));
    assert!(stage.screen().contains("Nothing is wrong"), "{}", stage.screen());
    assert!(stage.press("jjG<PgDn><Enter>").is_empty());
    stage.press("<Tab>");
    assert!(stage.screen().contains("There is no memo yet"), "{}", stage.screen());
    // What another program changes is asked for again while the list is open.
    stage.send(Message::Done(Outcome::Read(Box::default())));
    assert!(stage.effects.contains(&Effect::ListNotes));
}

#[test]
fn evidence_says_where_a_judgement_counts_in_its_place() {
    let mut stage = Stage::new(80, 24);
    stage.press("j<Enter>");
    let mut found = evidence();
    found.entries[1].judged =
        Some("counts as ~ qualifies, as ana judged the whole source: It is not for good.".to_owned());
    stage.send(Message::Done(Outcome::Gathered(Box::new(found))));
    assert_snapshot!(stage.screen());
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
    // Quitting is asked twice, and one key saves again.
    assert!(stage.press("<Ctrl-q>").is_empty());
    assert_eq!(stage.press("!"), [Effect::SaveAgain]);
    assert_eq!(stage.press("<Ctrl-q>"), [Effect::Quit(Ending::Quit)]);
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

#[test]
fn the_footer_names_no_key_that_leads_to_the_screen_itself() {
    let footer = |stage: &Stage| stage.screen().lines().nth(23).unwrap().to_owned();
    let themes = footer(&Stage::new(80, 24));
    assert!(themes.contains("C text") && !themes.contains("T themes"), "{themes}");
    let text = footer(&Stage::on_text(80, 24));
    assert!(!text.contains("C text"), "{text}");
    let theme = footer(&in_theme(110, 24));
    assert!(theme.contains("T themes"), "{theme}");
}

#[test]
fn the_search_opens_on_the_old_query_which_the_next_letter_replaces() {
    let again = || {
        let mut stage = in_search(80, 24);
        stage.press("<Enter>q/");
        assert_eq!(stage.model.search.line.text(), "lab");
        assert!(stage.screen().contains("reversed in row 1: ⟦lab"), "{}", stage.screen());
        stage
    };
    for (keys, text) in [("m", "m"), ("<BkSp>", "la"), ("<End>s", "labs"), ("<Left>x", "laxb"), (" ", " ")] {
        let mut stage = again();
        stage.press(keys);
        assert_eq!(stage.model.search.line.text(), text, "{keys}");
        assert!(!stage.screen().contains("reversed in row 1: ⟦l"), "{}", stage.screen());
    }
    let mut stage = again();
    stage.send(Message::Paste("office".to_owned()));
    assert_eq!(stage.model.search.line.text(), "office");
    // What is selected is an old query, and whole.
    let asked = in_search(80, 24).press("<Enter>/");
    assert!(matches!(asked.last(), Some(Effect::Search { typing: false, .. })), "{asked:?}");
    let asked = again().press("<End>");
    assert!(matches!(&asked[..], [Effect::Search { typing: true, query, .. }] if query == "lab"), "{asked:?}");
}

#[test]
fn hits_are_shown_in_context_opened_and_coded() {
    let mut stage = in_search(80, 24);
    assert_snapshot!("search", stage.screen());
    let asked = stage.press("<Enter>ccap<Enter>1");
    assert!(
        matches!(&asked[..], [Effect::Search { typing: false, .. }, Effect::Write(c)] if matches!(&c[0], Change::Code(at, ..) if at.span == answer().hits[0].said)),
        "{asked:?}"
    );
    let asked = stage.press("<Enter>");
    let [Effect::Open(source, aim)] = asked.as_slice() else { panic!("{asked:?}") };
    let (source, aim) = (source.clone(), aim.clone());
    stage.open(source.as_str(), aim);
    assert!(stage.notation().contains("Now the |lab answers"));
    stage.press("q");
    assert_eq!(stage.model.screen, Screen::Search);
}

#[test]
fn one_key_leads_through_the_matches_and_the_passages_that_were_found() {
    let mut stage = in_search(80, 24);
    // The second hit has two matches and stands in another source.
    let mut found = answer();
    found.hits[1].source = "interviews/vrk-01.md".into();
    found.hits[1].matches = vec![span("Visit"), span("laboratory")];
    found.hits[1].span = span("# Visit to the laboratory");
    stage.send(Message::Done(Outcome::Found { ticket: 3, answer: Box::new(found) }));
    stage.press("<Enter>");
    let mut step = |keys: &str| {
        let asked = stage.press(keys);
        let said = stage.model.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default();
        if let [Effect::Open(source, aim)] = &asked[..] {
            stage.open(source.clone().as_str(), aim.clone());
        } else {
            assert!(asked.is_empty(), "{asked:?}");
        }
        let page = stage.model.code.page.as_ref().unwrap();
        (page.id.to_string(), stage.model.code.pane.cursor(), said)
    };
    let at = |source: &str, words: &str, said: &str| (source.to_owned(), span(words).start, said.to_owned());
    let (first, other) = ("interviews/vrk-03.md", "interviews/vrk-01.md");
    let lab = |said: &str| at(first, "lab answers", said);
    assert_eq!(step("<Enter>"), lab(""));
    assert_eq!(step("n"), at(other, "Visit", "hit 2 of 2"));
    assert_eq!(step("n"), at(other, "laboratory", ""));
    assert_eq!(step("n"), lab("hit 1 of 2; after the last comes the first again"));
    assert_eq!(step("N"), at(other, "laboratory", "hit 2 of 2; before the first comes the last again"));
    assert_eq!(step("N"), at(other, "Visit", ""));
    assert_eq!(step("2N"), at(other, "laboratory", "hit 2 of 2; before the first comes the last again"));
    assert_eq!(step("5n"), at(other, "Visit", "hit 2 of 2; after the last comes the first again"));
    // A selection is not torn away to another passage.
    assert_eq!(step("vnn").0, other);
    assert!(stage.screen().contains("no further hit in this passage"), "{}", stage.screen());
    // From a text that no hit led to, the way goes to the chosen hit.
    stage.open("observations/lab.md", Aim::Last);
    assert!(matches!(&stage.press("n")[..], [Effect::Open(source, Aim::Hits(..))] if *source == other));
}

#[test]
fn an_answer_to_an_older_question_is_dropped() {
    let mut stage = Stage::new(80, 24);
    stage.press("/la");
    stage.send(Message::Done(Outcome::Found { ticket: 1, answer: Box::new(answer()) }));
    assert!(stage.model.search.answer.hits.is_empty());
}

#[test]
fn the_help_fits_and_no_line_of_it_is_cut() {
    let scenes = || [Stage::new(80, 24), in_theme(80, 24), Stage::on_text(80, 24), in_search(80, 24)];
    let with_tour = || {
        scenes().map(|mut stage| {
            stage.model.tour = Some(super::tour::Tour::new("copy"));
            stage
        })
    };
    for stage in scenes().iter_mut().chain(&mut with_tour()) {
        stage.press("<F1>");
        let mut seen = String::new();
        for _ in 0..5 {
            seen.push_str(&stage.screen());
            stage.press("<Space>");
        }
        let inside: String = seen.lines().filter(|line| !line.contains("Keys · page")).collect();
        let cut: Vec<&str> = seen.lines().filter(|line| line.starts_with("│ │") && line.contains('…')).collect();
        assert!(cut.is_empty(), "{cut:#?}");
        stage.press("<Esc>");
        for binding in live_bindings(stage.model.live()) {
            assert!(inside.contains(binding.help), "{} is not in the help", binding.help);
        }
    }
    assert_snapshot!("help", {
        let mut stage = Stage::on_text(80, 24);
        stage.press("?");
        stage.screen()
    });
}

/// A place to press keys in, and what it is called.
type Scene = (&'static str, fn() -> Stage);

/// All that the model holds but its message: a key that only says something does nothing.
fn state(stage: &Stage) -> String {
    let mut model = stage.model.clone();
    model.notice = None;
    format!("{model:?}")
}

/// Presses every key of the table in a place where it is live, and sees that something comes of it.
#[test]
fn every_key_of_the_help_does_something() {
    let scenes: Vec<Scene> = vec![
        ("table", || Stage::new(80, 24)),
        ("theme", || in_theme(80, 24)),
        ("theme, second", || {
            let mut stage = in_theme(80, 24);
            stage.press("lj");
            stage
        }),
        ("text", || {
            let mut stage = Stage::on_text(80, 12);
            stage.press("]c]cll");
            stage.model.code.last_code = Some("capacity".into());
            stage
        }),
        ("text, at its end", || {
            let mut stage = Stage::on_text(80, 12);
            stage.press("Gbb");
            stage
        }),
        ("text, not saved", || {
            let mut stage = Stage::on_text(80, 24);
            let changes = vec![Change::Done("interviews/vrk-03.md".into(), None)];
            stage.send(Message::Done(Outcome::NotSaved { changes, reason: "no space".to_owned(), count: 1 }));
            stage
        }),
        ("text, hits", || {
            let mut stage = Stage::on_text(80, 24);
            stage.open(
                "interviews/vrk-03.md",
                Aim::Hits(span("Now the lab"), vec![span("lab"), span("project closed"), span("table")], 0),
            );
            stage.press("jjn");
            stage
        }),
        ("text, selected", || {
            let mut stage = Stage::on_text(80, 24);
            stage.press("]c]cvex");
            stage
        }),
        ("text, a coding without words", || {
            let mut stage = with_lost(80, 24);
            stage.press("]c]cvU");
            stage
        }),
        ("sources", || {
            let mut stage = Stage::on_text(80, 24);
            stage.press("<S-Tab>");
            stage
        }),
        ("here", || {
            let mut stage = Stage::on_text(80, 24);
            stage.press("]c]c]c]c<Tab>");
            stage
        }),
        ("codebook", || {
            let mut stage = Stage::on_text(80, 24);
            stage.press("<S-Tab><S-Tab>j");
            stage
        }),
        ("search", || in_search(80, 24)),
        ("search, second hit", || {
            let mut stage = in_search(80, 24);
            stage.press("<Down>");
            stage
        }),
        ("hits", || {
            let mut stage = in_search(80, 24);
            stage.press("<Enter>");
            stage
        }),
        ("hits, second", || {
            let mut stage = in_search(80, 24);
            stage.press("<Enter>j");
            stage
        }),
        ("picker", || {
            let mut stage = Stage::on_text(80, 24);
            stage.press("c<Down>");
            stage
        }),
        ("stance", || {
            let mut stage = Stage::on_text(80, 24);
            stage.press("t");
            stage
        }),
        ("line", || {
            let mut stage = Stage::on_text(80, 24);
            stage.press("}i");
            stage
        }),
        ("memo", || {
            let mut stage = Stage::on_text(80, 24);
            stage.press("]c]cmx");
            stage
        }),
        ("quick", || {
            let mut stage = Stage::on_text(80, 24);
            stage.press(" ");
            stage
        }),
        ("notes", || in_notes(80, 24)),
        ("notes, third", || {
            let mut stage = in_notes(80, 24);
            stage.press("jj");
            stage
        }),
        ("tour", || {
            let mut stage = Stage::on_text(80, 24);
            let at = super::tour::STEPS.iter().position(|step| step.leads).unwrap();
            stage.model.tour = Some(super::tour::Tour { at, ..super::tour::Tour::new("copy") });
            stage
        }),
        ("help", || {
            let mut stage = Stage::on_text(80, 24);
            stage.press("?");
            stage
        }),
        ("help, second page", || {
            let mut stage = Stage::on_text(80, 24);
            stage.press("? ");
            stage
        }),
    ];
    for binding in BINDINGS {
        for keys in binding.keys {
            let mut live = 0;
            let works = scenes.iter().any(|(_, scene)| {
                let mut stage = scene();
                if !stage.model.live().contains(&binding.scope) {
                    return false;
                }
                live += 1;
                let before = state(&stage);
                let mut asked = Vec::new();
                for chord in Chord::parse_all(keys).unwrap() {
                    asked.extend(super::update::update(&mut stage.model, Message::Key(chord)));
                }
                !asked.is_empty() || before != state(&stage)
            });
            assert!(live > 0, "{keys} in {:?} is live in no scene", binding.scope);
            assert!(works, "{keys} ({}) does nothing in {:?}", binding.help, binding.scope);
        }
    }
}

#[test]
fn any_size_is_drawn_and_no_key_panics() {
    let fingers = "jkhlwbe)(}{]c[c]uxXvV<Enter><Esc>ccap<Enter>+t-<Esc> ci<Esc>mx<Esc><Esc>?<Space><Esc>:<Esc>P<Tab>jG<Enter>k<Tab>gg<Esc>UA/lab<Down><Enter><Enter><Esc>TqG<Tab><Tab>jk<S-Tab>F<PgDn><PgUp>gg$0CDJf<Esc>M<Esc>";
    for (width, height) in [(0, 0), (1, 1), (1, 200), (200, 1), (2, 2), (9, 3), (20, 5), (57, 9), (109, 10), (300, 80)]
    {
        let mut stage = Stage::on_text(width, height);
        for chord in script(fingers) {
            stage.send(Message::Key(chord));
            stage.screen();
        }
        for (other_width, other_height) in [(0, 0), (80, 24), (3, 300), (width, height)] {
            stage.send(Message::Resize { width: other_width, height: other_height });
            stage.screen();
        }
    }
}

#[test]
fn an_empty_study_says_what_to_do() {
    let mut stage = Stage::new(80, 24);
    stage.send(Message::Done(Outcome::Read(Box::default())));
    stage.send(Message::Done(Outcome::Assessed(Box::default())));
    assert!(stage.screen().contains("tripod import FILE"), "{}", stage.screen());
    for chord in script("jk<Enter>tCjk<Enter><Tab>c.i mDsB<Esc><Tab><Enter>FfJM<Esc><>/x<Down><Enter><Esc>qqu<Ctrl-r>!")
    {
        stage.send(Message::Key(chord));
        stage.screen();
    }
}

#[test]
fn no_screen_line_is_wider_than_the_screen_in_any_colour() {
    for colours in [Colours::None, Colours::Sixteen, Colours::Dark, Colours::Light] {
        for stage in [&mut in_theme(80, 24), &mut Stage::on_text(80, 24), &mut in_search(80, 24)] {
            stage.model.colours = colours;
            assert!(stage.screen().lines().take(24).all(|line| width_of(line) <= 80));
        }
    }
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
fn panels_take_the_keys_in_turn() {
    let mut stage = Stage::on_text(80, 24);
    let mut seen = Vec::new();
    for _ in 0..4 {
        stage.press("<Tab>");
        seen.push(stage.model.code.focus);
    }
    assert_eq!(seen, [Panel::Here, Panel::Codebook, Panel::Sources, Panel::Text]);
}

/// Where the bytes for a terminal go.
#[derive(Clone, Default)]
struct Wire(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

impl std::io::Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Draws a stage through the real backend, and returns the bytes and what a terminal makes of them.
fn on_terminal(stage: &Stage) -> (Vec<u8>, vt100::Parser) {
    use ratatui::{Terminal, TerminalOptions, Viewport, backend::CrosstermBackend};
    let wire = Wire::default();
    let area = ratatui::layout::Rect::new(0, 0, 80, 24);
    let options = TerminalOptions { viewport: Viewport::Fixed(area) };
    let mut terminal = Terminal::with_options(CrosstermBackend::new(wire.clone()), options).unwrap();
    terminal.draw(|frame| super::view::view(&stage.model, frame)).unwrap();
    let bytes = wire.0.lock().unwrap().clone();
    let (rows, columns) = (24.try_into().unwrap(), 80.try_into().unwrap());
    let mut parser = vt100::Parser::new(rows, columns, 0);
    // The model of a terminal that is used here drops replacement characters; real ones show them.
    parser.process(String::from_utf8_lossy(&bytes).replace('\u{fffd}', "?").as_bytes());
    (bytes, parser)
}

/// Leaves out what takes no column: a terminal may keep fewer marks on a letter.
fn letters(line: &str) -> String {
    line.chars()
        .filter(|ch| unicode_width::UnicodeWidthChar::width(*ch) != Some(0))
        .collect::<String>()
        .trim_end()
        .to_owned()
}

/// Text with all that drives a terminal in it.
const EVIL: &str = "(\\PC|[\\x00-\\x{9f}]|[\\x{200b}-\\x{206f}\\x{1f1e6}-\\x{1f1ff}\\x{1f3fb}-\\x{1f469}\u{301}\u{fe0f}ا-ي]|\\x1b\\][02];x\\x07|\\x1b\\]52;c;eA==\\x07|\\x1b\\[\\?[0-9]{1,4}[hl]|\\x1b\\[2J|\n){0,120}";

/// Whatever a file holds, the terminal shows what was meant and nothing drives it.
#[test]
fn no_text_drives_the_terminal() {
    rounds::property("F4", "fuzzed texts in the workbench, drawn on a terminal", 40, 1_000, &EVIL, |text| {
        let mut stage = Stage::new(80, 24);
        let page = super::stage::page_of("interviews/\u{202e}\u{1b}]0;x\u{7}.md", &text);
        stage.send(Message::Done(Outcome::Opened(Box::new(page), Aim::Last)));
        stage.press("V");
        let (bytes, parser) = on_terminal(&stage);
        let screen = stage.screen();
        let shown: Vec<String> = parser.screen().rows(0, 80).map(|row| letters(&row)).collect();
        let meant: Vec<String> = screen.lines().take(24).map(|line| letters(&line.replace('\u{fffd}', "?"))).collect();
        prop_assert_eq!(shown, meant);
        let modes = (parser.screen().alternate_screen(), parser.screen().bracketed_paste());
        prop_assert_eq!(
            (modes, parser.screen().mouse_protocol_mode()),
            ((false, false), vt100::MouseProtocolMode::None)
        );
        // Only sequences that begin with CSI, and none but those that place, colour and show the cursor:
        // no title, no clipboard, no mode.
        for (at, byte) in bytes.iter().enumerate() {
            if *byte == 0x1b {
                prop_assert_eq!(bytes.get(at + 1), Some(&b'['));
            }
            prop_assert!(*byte >= 0x20 || *byte == 0x1b, "control {byte:#x}");
        }
        Ok(())
    });
}

/// A size of the screen: mostly a usual one.
fn size() -> impl Strategy<Value = (u16, u16)> {
    prop_oneof![
        20 => (0u16..130, 0u16..40),
        1 => prop::sample::select(vec![(0, 0), (1, 1), (1, 200), (200, 1), (2_000, 3), (0, 24), (80, 0)]),
    ]
}

/// No keys in any order at any size bring it down, and everything can be drawn in between.
#[test]
fn no_keys_and_no_sizes_bring_it_down() {
    let steps = prop::collection::vec((0usize..BINDINGS.len(), 0usize..4, size(), 0u8..12), 1..50);
    rounds::property("F2", "up to 50 keys, pastes, clicks and sizes in any order", 40, 200, &steps, |steps| {
        let mut stage = Stage::on_text(80, 24);
        for (binding, key, (width, height), chance) in steps {
            let keys = BINDINGS[binding].keys;
            for chord in Chord::parse_all(keys[key % keys.len()]).unwrap() {
                stage.send(Message::Key(chord));
            }
            match chance {
                0 => stage.send(Message::Resize { width, height }),
                1 => stage.send(Message::Paste("pasted \u{202e} words\n中".to_owned())),
                2 => {
                    let at = std::time::Instant::now();
                    stage.send(Message::Mouse(Mouse { act: MouseAct::Press, column: width, row: height, at }));
                    stage.send(Message::Mouse(Mouse { act: MouseAct::Drag, column: height, row: width, at }));
                }
                _ => {}
            }
            for effect in std::mem::take(&mut stage.effects) {
                match effect {
                    Effect::Open(id, aim) => stage.open(id.as_str(), aim),
                    Effect::Gather(_) => stage.send(Message::Done(Outcome::Gathered(Box::new(evidence())))),
                    Effect::ListNotes => stage.send(Message::Done(Outcome::Listed(Box::new(super::stage::notes())))),
                    Effect::Search { ticket, .. } => {
                        stage.send(Message::Done(Outcome::Found { ticket, answer: Box::new(answer()) }));
                    }
                    Effect::Write(changes) if chance > 8 => {
                        let reason = "no space".to_owned();
                        stage.send(Message::Done(Outcome::NotSaved { changes, reason, count: 1 }));
                    }
                    _ => {}
                }
            }
            if chance % 4 == 0 {
                stage.screen();
            }
        }
        stage.screen();
        Ok(())
    });
}

/// A terminal may say that it is as wide or as high as a number can be.
#[test]
fn a_screen_without_end_is_drawn() {
    for (width, height) in [(65_535, 1), (65_535, 24), (80, 65_535), (1, 65_535), (65_535, 0)] {
        let mut stage = Stage::on_text(width, height);
        for keys in ["]c", "c", "<Esc>", "?"] {
            stage.press(keys);
            let mut buffer = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, width, height));
            super::view::draw(&stage.model, &mut buffer);
        }
    }
}
