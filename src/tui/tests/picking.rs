//! Coding from the text: the list of codes, several at once, new codes, again, copies, boundaries, memos.

use std::sync::Arc;

use insta::assert_snapshot;

use crate::base::ids::CodeId;
use crate::base::text::Span;
use crate::codebook::{Codebook, read_file};
use crate::coding::{About, Stance};
use crate::tui::code::Mode;
use crate::tui::dialog::Dialog;
use crate::tui::keys::action::Action;
use crate::tui::message::{Change, Effect, Message, Outcome};
use crate::tui::stage::{Stage, answer, span};

/// Returns the codings that one effect writes: their words, codes and stances.
fn codings(asked: &[Effect]) -> Vec<(Span, String, Stance)> {
    let [Effect::Write(changes) | Effect::NewCode { changes, .. }] = asked else { panic!("{asked:?}") };
    let coding = |change: &Change| match change {
        Change::Code(at, code, stance) => (at.span, code.to_string(), *stance),
        other => panic!("{other:?}"),
    };
    changes.iter().map(coding).collect()
}

/// Returns the names in the list of codes from top to bottom.
fn listed(stage: &Stage) -> Vec<String> {
    let Some(Dialog::PickCode(pick)) = stage.model.dialogs.last() else { panic!("{}", stage.screen()) };
    pick.picker.fitting().map(|item| item.name.clone()).collect()
}

fn said(stage: &Stage) -> &str {
    stage.model.notice.as_ref().map_or("", |notice| notice.text.as_str())
}

fn taken(words: &str, code: &str, stance: Stance) -> (Span, String, Stance) {
    (span(words), code.to_owned(), stance)
}

const CAPACITY: &str = "Capacity of counterparts";
const LABS: &str = "Laboratories after hand-over";

#[test]
fn codes_come_in_the_order_of_their_use() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("c");
    assert_eq!(listed(&stage), [CAPACITY, LABS, "Effectiveness", "Anecdotes"]);
    stage.press("anec<Enter>");
    stage.press(" l+c");
    assert_eq!(listed(&stage), [LABS, "Anecdotes", CAPACITY, "Effectiveness"]);
    stage.press("<Enter><Esc>");
    // A part of the codebook is chosen in its order.
    stage.press("cnew<Enter><Tab> <BkSp>");
    assert_eq!(listed(&stage), ["Effectiveness", CAPACITY, LABS, "Anecdotes"]);
}

#[test]
fn enter_takes_what_is_marked_and_what_letters_chose_since() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("ccap<Tab>lab");
    assert_eq!(listed(&stage), [LABS, CAPACITY], "the letters of the code before are gone");
    assert!(stage.screen().contains("1 marked and this one"), "{}", stage.screen());
    let asked = stage.press("<Enter>+-");
    let codes: Vec<String> = codings(&asked).into_iter().map(|(_, code, _)| code).collect();
    assert_eq!(codes, ["capacity", "labs"]);
}

#[test]
fn a_code_out_of_use_is_not_offered() {
    let mut stage = Stage::on_text(80, 24);
    let text = "[[code]]\nid = \"a\"\n[[code]]\nid = \"b\"\nretired = true\nkey = \"b\"\n";
    stage.model.desk.codebook = Arc::new(Codebook::new([read_file("codebooks/codebook.toml", text).0]).0);
    stage.press("c");
    assert_eq!(listed(&stage), ["a"]);
    assert!(stage.press("<Esc> b").is_empty());
    assert!(said(&stage).contains("no code has the quick key b"));
}

#[test]
fn the_list_tells_what_the_chosen_code_means_and_what_is_coded_here() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("]c]cc");
    assert_snapshot!("codes_80", stage.screen());
    let mut stage = Stage::on_text(120, 34);
    stage.press("]c]cclab");
    assert_snapshot!("codes_120", stage.screen());
    // Where there is no room for both, the list stays.
    let mut stage = Stage::on_text(80, 14);
    stage.press("c");
    assert!(stage.screen().contains("Anecdotes") && !stage.screen().contains("Claim:"), "{}", stage.screen());
}

#[test]
fn several_codes_are_one_step_and_each_is_asked_for_its_stance() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("]c]cv4ec<Tab><Tab>anec<Tab>");
    assert_snapshot!("several", stage.screen());
    stage.press("<Enter>");
    assert_snapshot!("several_stance", stage.screen());
    assert!(stage.press("+").is_empty());
    assert!(stage.screen().contains("Laboratories keep working") && stage.screen().contains("2 of 3"));
    let now = "Now the lab answers";
    let all = [
        taken(now, "capacity", Stance::Supports),
        taken(now, "labs", Stance::Contradicts),
        taken(now, "anecdotes", Stance::Neutral),
    ];
    assert_eq!(codings(&stage.press("3")), all);
    // The same again on the next words, in one step too.
    let words = "when the";
    let again = codings(&stage.press("]cv2e."));
    assert_eq!(again, all.map(|(_, code, stance)| taken(words, &code, stance)));
}

#[test]
fn leaving_one_of_several_questions_codes_nothing() {
    let mut stage = Stage::on_text(80, 24);
    assert!(stage.press("}c<Tab><Tab><Enter>+<Esc>").is_empty());
    assert!(stage.model.dialogs.is_empty());
    assert_eq!(said(&stage), "nothing was coded");
    // A mark is taken back by the same key.
    assert_eq!(codings(&stage.press("c<Tab><Up><Tab>anec<Enter>")).len(), 1);
}

#[test]
fn letters_that_are_no_codes_name_make_a_code() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("]c]cv4ecspare lab");
    assert_snapshot!("offered", stage.screen());
    stage.press("<Enter>");
    assert_snapshot!("form_80", stage.screen());
    // Letters in the field of the parent open the list; what is picked stands in the form.
    stage.press("<Ctrl-u>Spare parts<Tab>eff<Enter>What is missing, and for how long it has been.");
    assert!(stage.screen().contains("Under       Effectiveness"), "{}", stage.screen());
    let asked = stage.press("<Enter>");
    assert_eq!(codings(&asked), [taken("Now the lab answers", "spare-parts", Stance::Neutral)]);
    let [Effect::NewCode { code, .. }] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!((code.name.as_str(), code.parent.as_ref().map(CodeId::as_str)), ("Spare parts", Some("effectiveness")));
    assert_eq!(code.definition.as_deref(), Some("What is missing, and for how long it has been."));
    assert!(stage.model.dialogs.is_empty());
}

#[test]
fn a_new_code_with_a_claim_at_or_above_it_is_asked_for_its_stance() {
    let mut stage = Stage::on_text(120, 34);
    stage.press("]c]cv4ecSpare parts<Enter><S-Tab>Parts are there when they are needed.");
    assert_snapshot!("form_120", stage.screen());
    stage.press("<Enter>");
    assert!(stage.screen().contains("Claim: Parts are there when they are needed."), "{}", stage.screen());
    let asked = stage.press("-");
    assert_eq!(codings(&asked), [taken("Now the lab answers", "spare-parts", Stance::Contradicts)]);
    // Beside codes that were marked before, under a theme.
    stage.press("V");
    stage.press("cc<Tab><Ctrl-u>Reagents<Enter><Tab>labs<Enter><Ctrl-s>");
    stage.press("+");
    assert!(stage.screen().contains("Claim (Laboratories after hand-over)"), "{}", stage.screen());
    let asked = stage.press("2");
    let pairs: Vec<(String, Stance)> = codings(&asked).into_iter().map(|(_, code, stance)| (code, stance)).collect();
    assert_eq!(pairs, [("capacity".to_owned(), Stance::Supports), ("reagents".to_owned(), Stance::Qualifies)]);
}

#[test]
fn a_form_says_what_is_wrong_and_can_be_left() {
    let mut stage = Stage::on_text(80, 24);
    assert!(stage.press("cX<Enter><BkSp><Enter>").is_empty());
    assert_eq!(said(&stage), "a code needs a name");
    assert!(stage.press("anecdotes<Enter>").is_empty());
    assert!(said(&stage).contains("there is a code Anecdotes already"), "{}", said(&stage));
    assert!(stage.press("<Ctrl-u>…<Enter>").is_empty());
    assert!(said(&stage).contains("needs a letter"));
    // A parent is taken out again; the end of a long definition is seen.
    stage.press("<Ctrl-u>new<Tab>eff<Enter><Up><Del>");
    assert!(stage.screen().contains("no code; letters find one"), "{}", stage.screen());
    stage.press("<Down>The beginning of it is far away, and there is much between it and what is its very end");
    assert!(stage.screen().contains("its very end"), "{}", stage.screen());
    // Esc leads back to the list, and loses no definition by one key.
    stage.press("<Esc><Ctrl-q>");
    assert!(said(&stage).contains("what you are writing is not saved"), "{}", said(&stage));
    stage.press("<Tab><Esc>");
    assert_eq!(stage.model.dialogs.len(), 2);
    stage.press("<Esc>");
    assert_eq!(stage.model.dialogs.len(), 1);
}

#[test]
fn words_in_vivo_take_the_code_that_has_their_name() {
    let mut stage = Stage::on_text(80, 24);
    let asked = stage.press("}i<Ctrl-u>ANECDOTES<Enter>");
    assert!(matches!(&asked[..], [Effect::Write(_)]), "{asked:?}");
    assert!(stage.press("i<Ctrl-u>laboratories after hand-over<Enter>").is_empty());
    assert!(matches!(stage.model.dialogs.last(), Some(Dialog::AskStance(_))));
    stage.press("<Esc>");
    // Another name with the id of a code gets an id of its own.
    let asked = stage.press("i<Ctrl-u>Labs<Enter>");
    assert!(matches!(&asked[..], [Effect::NewCode { code, .. }] if code.id == "labs-2"), "{asked:?}");
}

#[test]
fn a_coding_is_copied_to_other_words() {
    let mut stage = Stage::on_text(80, 24);
    assert!(stage.press("p").is_empty());
    assert!(said(&stage).contains("nothing was copied yet"));
    stage.press("y");
    assert!(said(&stage).contains("no coding here"));
    stage.press("]c]cy");
    assert_eq!(said(&stage), "copied: Capacity of counterparts +; p puts it on other words");
    assert_eq!(codings(&stage.press("gg}v2ep")), [taken("How did", "capacity", Stance::Supports)]);
    // Where several stand, the chosen one is taken, or so many from it on.
    stage.press("Gbbbb]c[c]c[c]c");
    stage.press("gg]c]c]c]cy");
    assert!(said(&stage).contains("Laboratories after hand-over - (1 of 2 here"), "{}", said(&stage));
    stage.press(";y");
    assert!(said(&stage).contains("Capacity of counterparts 0 (1 of 2 here"), "{}", said(&stage));
    stage.press("2y");
    assert!(said(&stage).starts_with("copied: Capacity of counterparts 0, Laboratories after hand-over -;"));
    let copied = codings(&stage.press("ggp"));
    let pairs: Vec<(&str, Stance)> = copied.iter().map(|(_, code, stance)| (code.as_str(), *stance)).collect();
    assert_eq!(pairs, [("capacity", Stance::Neutral), ("labs", Stance::Contradicts)]);
    // On a hit of the search too.
    stage.press("/lab");
    let ticket = stage.model.search.ticket;
    stage.send(Message::Done(Outcome::Found { ticket, answer: Box::new(answer()) }));
    stage.press("<Enter>");
    assert_eq!(codings(&stage.press("p"))[0].0.end, answer().hits[0].span.end);
}

#[test]
fn boundaries_move_by_characters_and_whole_words_with_counts() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("]c]cB");
    assert!(said(&stage).contains("“Now the lab answers within a week”"), "{}", said(&stage));
    let mut at = |keys: &str| {
        assert!(stage.press(keys).is_empty());
        let shown = stage.notation();
        let from = shown.find('⟦').unwrap();
        shown[from..shown.find('⟧').unwrap()].replace(['⟦', '|'], "")
    };
    assert_eq!(at("b"), "Now the lab answers within a");
    assert_eq!(at("2b"), "Now the lab answers");
    assert_eq!(at("2h"), "Now the lab answe");
    assert_eq!(at("b"), "Now the lab");
    assert_eq!(at("9b"), "Now");
    assert_eq!(at("3w"), "Now the lab answers");
    assert_eq!(at("l"), "Now the lab answers ");
    assert_eq!(at("b"), "Now the lab answers");
    assert_eq!(at("ow"), "the lab answers");
    assert_eq!(at("b2b"), "forensic report. Now the lab answers");
    assert_eq!(at("3l"), "ensic report. Now the lab answers");
    let asked = stage.press("<Enter>");
    let [Effect::Write(changes)] = &asked[..] else { panic!("{asked:?}") };
    let Change::Move(_, place) = &changes[0] else { panic!("{changes:?}") };
    assert_eq!(place.span, span("ensic report. Now the lab answers"));
    // Esc leaves it as it was; in a selection of words the same key goes to the beginning of one.
    stage.press("]cB3b<Esc>");
    assert_eq!((stage.model.code.mode, stage.model.code.pane.selection()), (Mode::Normal, None));
    stage.press("gg]c]cv4eb");
    assert!(stage.notation().contains("⟦Now the lab |a⟧nswers"), "{}", stage.notation());
}

#[test]
fn long_words_of_moved_boundaries_are_shown_from_both_ends() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("]c]c]cB");
    assert_eq!(said(&stage), "“when the project c … d, and the machine” o other end, Enter keeps");
    assert!(stage.screen().contains("BOUNDARIES"), "{}", stage.screen());
}

#[test]
fn quick_keys_and_stances_are_found_on_every_keyboard() {
    // The key of Capacity is c, that of Laboratories l.
    for (keys, code) in [
        (" с1", "capacity"), // Cyrillic
        (" д1", "labs"),
        (" ψ1", "capacity"),
        (" λ1", "labs"),
        (" ב1", "capacity"),
        (" ך1", "labs"),
        (" ؤ١", "capacity"),
        (" م+", "labs"),
    ] {
        let mut stage = Stage::on_text(80, 24);
        let asked = stage.press(keys);
        assert!(matches!(&codings(&asked)[..], [(_, id, Stance::Supports)] if id == code), "{keys}: {asked:?}");
    }
    // A letter that is a code's own key comes before the Latin one in its place.
    let text = "[[code]]\nid = \"g\"\nkey = \"п\"\n[[code]]\nid = \"b\"\nkey = \"b\"\n";
    let with_codes = || {
        let mut stage = Stage::on_text(80, 24);
        stage.model.desk.codebook = Arc::new(Codebook::new([read_file("codebooks/codebook.toml", text).0]).0);
        stage
    };
    for (keys, code) in [(" п", "g"), (" ﻻ", "b"), (" لا", "b"), (" и", "b"), (" נ", "b"), (" β", "b")] {
        let asked = with_codes().press(keys);
        assert!(matches!(&codings(&asked)[..], [(_, id, _)] if id == code), "{keys}: {asked:?}");
    }
    let mut stage = with_codes();
    assert!(stage.press(" لت").is_empty());
    assert!(said(&stage).contains("no code has the quick key"), "{}", said(&stage));
}

#[test]
fn commands_work_on_every_keyboard() {
    // Down twice and back a word, then the list of codes.
    for keys in ["ооис", "ξξβψ", "חחנב", "تتﻻؤ", "تتلاؤ"] {
        let mut stage = Stage::on_text(80, 24);
        let latin = {
            let mut stage = Stage::on_text(80, 24);
            stage.press("jjb");
            stage.model.code.pane.cursor()
        };
        stage.press(keys);
        assert!(matches!(stage.model.dialogs.last(), Some(Dialog::PickCode(_))), "{keys}");
        assert_eq!(stage.model.code.pane.cursor(), latin, "{keys}");
    }
    // What is typed into a line stays as it is; a key under Control does what it does on any keyboard.
    let mut stage = Stage::on_text(80, 24);
    stage.press("]c]cmлаб");
    assert!(stage.screen().contains("лаб"), "{}", stage.screen());
    assert!(matches!(&stage.press("<Ctrl-ы>")[..], [Effect::Write(_)]));
}

#[test]
fn the_palette_finds_by_words_and_remembers_what_was_taken() {
    let mut stage = Stage::on_text(80, 24);
    let asked = stage.press(":memo study<Enter>");
    assert!(matches!(&asked[..], [Effect::FindMemo { about: About::Study, .. }]), "{asked:?}");
    stage.press(":undo<Enter>");
    let first = |stage: &Stage| match stage.model.dialogs.last() {
        Some(Dialog::Palette(picker)) => picker.fitting().take(2).map(|item| item.value).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    stage.press(":");
    assert_eq!(first(&stage), [Action::Undo, Action::StudyMemo]);
    // By its key, and by the word of the footer; each command is there once, with all its keys.
    stage.press("ctrl-r");
    assert_eq!(first(&stage)[0], Action::Redo);
    stage.press("<Ctrl-u>these keys");
    assert_snapshot!("palette_keys", stage.screen());
}

#[test]
fn a_memo_of_ones_own_is_there_to_be_changed() {
    let mut stage = Stage::on_text(80, 24);
    let mut memo = |keys: &str, wanted: About| {
        let asked = stage.press(keys);
        let [Effect::FindMemo { about, title }] = &asked[..] else { panic!("{asked:?}") };
        assert_eq!(*about, wanted);
        let (about, title) = (about.clone(), title.clone());
        stage.send(Message::Done(Outcome::Memo { about, title: title.clone(), before: "who pays".to_owned() }));
        let asked = stage.press("?<Ctrl-s>");
        assert_eq!(asked, [Effect::Write(vec![Change::Memo(wanted, "who pays?".to_owned())])]);
        title
    };
    let source = "interviews/vrk-03.md";
    assert_eq!(memo("M", About::Source(source.into())), format!("Memo on {source}"));
    assert_eq!(memo(":memo on the study<Enter>", About::Study), "Memo on the study");
    assert_eq!(memo("<Tab><Tab>jm", About::Code("capacity".into())), format!("Memo on the code {CAPACITY}"));
}

#[test]
fn undo_takes_a_count() {
    let mut stage = Stage::on_text(80, 24);
    assert_eq!(stage.press("3u2<Ctrl-r>u"), [Effect::Undo(3), Effect::Redo(2), Effect::Undo(1)]);
}
