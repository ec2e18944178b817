//! Key scripts on the screen Codebook, with its screens as goldens.

use insta::assert_snapshot;

use crate::codebook::{Codebook, Field, read_file};
use crate::coding::Stance;
use crate::tui::book::BookDialog;
use crate::tui::desk::{CodeCounts, SplitPiece, ToSplit};
use crate::tui::dialog::Dialog;
use crate::tui::keys::action::Action;
use crate::tui::message::{BookDone, BookEdit, Change, Effect, Message, Mouse, MouseAct, Outcome};
use crate::tui::model::Screen;
use crate::tui::stage::{Stage, answer};

/// Opens the screen with the codings counted.
pub(super) fn on_book(width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(width, height);
    assert_eq!(stage.press("K"), [Effect::CountCodes]);
    let counts = CodeCounts {
        legs: vec!["said".into(), "written".into(), "seen".into()],
        of: [("capacity".into(), vec![1, 0, 1]), ("labs".into(), vec![0, 0, 1])].into(),
    };
    stage.send(Message::Done(Outcome::CodesCounted(Box::new(counts))));
    stage
}

/// Opens the screen on a codebook with a draft of another coder, the last one, and a code out of use.
pub(super) fn with_draft(width: u16, height: u16) -> Stage {
    let mut stage = on_book(width, height);
    let lead = "[[code]]\nid = \"labs\"\nname = \"Laboratories\"\nclaim = \"Laboratories last.\"\naliases = [\"lab\"]\n\n[[code]]\nid = \"cars\"\nname = \"Cars\"\nparent = \"labs\"\nretired = true\nfor-parent = \"same\"\n";
    let drafts = "[[code]]\nid = \"fuel\"\nname = \"Fuel for the long way\"\n";
    let files = [("codebooks/codebook.toml", lead), ("codebooks/drafts-ben.toml", drafts)];
    let (codebook, problems) = Codebook::new(files.map(|(path, text)| read_file(path, text).0));
    assert!(problems.is_empty(), "{problems:?}");
    stage.model.desk.codebook = std::sync::Arc::new(codebook);
    stage
}

#[test]
fn drafts_and_codes_out_of_use_are_marked_and_can_be_changed() {
    let mut stage = with_draft(80, 24);
    stage.press("j");
    assert_snapshot!("book_out_of_use", stage.screen());
    assert_eq!(stage.press("x"), [Effect::ChangeBook(BookEdit::Retire("cars".into(), false))]);
    assert_eq!(stage.press("GA"), []);
    assert_snapshot!("book_adopt", stage.screen());
    assert_eq!(stage.press("y"), [Effect::ChangeBook(BookEdit::Adopt("fuel".into()))]);
    assert_eq!(stage.press("<Esc>ggA"), []);
    assert!(stage.screen().contains("this is no draft"), "{}", stage.screen());
}

fn set(field: Field, seen: Option<&str>, text: Option<&str>) -> Effect {
    let (seen, text) = (seen.map(str::to_owned), text.map(str::to_owned));
    Effect::ChangeBook(BookEdit::Set { code: "capacity".into(), field, seen, text })
}

#[test]
fn the_tree_stands_beside_what_is_known_of_the_code() {
    let mut stage = on_book(80, 24);
    stage.press("j");
    assert_snapshot!("book_80", stage.screen());
    let mut stage = on_book(120, 34);
    stage.press("j");
    assert_snapshot!("book_120", stage.screen());
    let mut stage = on_book(40, 12);
    stage.press("jj");
    assert_snapshot!("book_40", stage.screen());
}

#[test]
fn what_does_not_fit_is_scrolled_to() {
    let mut stage = on_book(80, 12);
    stage.press("j");
    assert!(stage.screen().contains("Ctrl-d: more"), "{}", stage.screen());
    stage.press("<Ctrl-d><Ctrl-d><Ctrl-d><Ctrl-d>");
    assert!(stage.screen().contains("codebooks/codebook.toml:6"), "{}", stage.screen());
    stage.press("<Ctrl-u><Ctrl-u><Ctrl-u><Ctrl-u>");
    assert!(stage.screen().contains("capacity · under"), "{}", stage.screen());
}

#[test]
fn keys_ask_for_changes_and_wait_for_the_answer() {
    let mut stage = on_book(80, 24);
    stage.press("j");
    assert_eq!(
        stage.press("r<Ctrl-u>Skills<Enter>"),
        [set(Field::Name, Some("Capacity of counterparts"), Some("Skills"))]
    );
    assert_eq!(stage.press("<Enter>").len(), 1, "until it is made, the question stays");
    stage.press("<Esc>");
    assert_eq!(stage.press("cora<Enter>"), [set(Field::Colour, Some("teal"), Some("orange"))]);
    stage.press("<Esc>");
    assert_eq!(stage.press("<Space>k"), [set(Field::Key, Some("c"), Some("k"))]);
    assert_eq!(stage.press("<BkSp>"), [set(Field::Key, Some("c"), None)]);
    stage.press("<Esc>");
    assert_eq!(stage.press("mtop<Enter>"), [Effect::ChangeBook(BookEdit::Move("capacity".into(), None))]);
    stage.press("<Esc>");
    assert_eq!(
        stage.press("eexcl<Enter> Cars.<Ctrl-s>"),
        [set(Field::Exclude, Some("Equipment alone."), Some("Equipment alone. Cars."))]
    );
    assert_eq!(stage.press("<Esc>"), []);
    assert!(!stage.model.dialogs.is_empty(), "what was written is not thrown away by one key");
    stage.press("<Esc><Esc>");
    assert_eq!(
        stage.press("aNew<Enter><Enter>"),
        [Effect::ChangeBook(BookEdit::Add("New".to_owned(), Some("capacity".into())))],
        "under the code that was chosen"
    );
}

#[test]
fn a_made_change_says_what_takes_it_back() {
    let mut stage = on_book(80, 24);
    stage.press("jeexcl<Enter> Cars.<Ctrl-s>");
    let Effect::ChangeBook(edit) = set(Field::Exclude, Some("Equipment alone."), Some("Equipment alone. Cars.")) else {
        unreachable!()
    };
    let done = BookDone {
        edit,
        code: "capacity".into(),
        what: "Exclude of “Capacity of counterparts” is written".to_owned(),
        back: "e, and what was there: “Equipment alone.”".to_owned(),
    };
    stage.send(Message::Done(Outcome::BookChanged(Box::new(done))));
    assert_snapshot!("book_changed", stage.screen());
    // It is said of the last change alone, and goes as other notices do.
    stage.press("<Esc>");
    assert!(!stage.screen().contains("u does not undo this"), "{}", stage.screen());
    stage.press("r<Ctrl-u>A name<Enter>");
    let reason = "the codebook is not changed: /study/codebooks/codebook.toml: no space left on the disk";
    stage.send(Message::Done(Outcome::BookRefused(reason.to_owned())));
    assert_snapshot!("book_refused", stage.screen());
    stage.press("<Esc>TK");
    assert!(!stage.screen().contains("no space left"), "{}", stage.screen());
}

#[test]
fn a_new_name_is_typed_in_the_place_of_the_old_one() {
    let mut stage = on_book(80, 24);
    let asked = stage.press("jrSkills<Enter>");
    assert_eq!(asked, [set(Field::Name, Some("Capacity of counterparts"), Some("Skills"))]);
    let asked = stage.press("<Esc>r<End>, all<Enter>");
    assert_eq!(asked, [set(Field::Name, Some("Capacity of counterparts"), Some("Capacity of counterparts, all"))]);
}

#[test]
fn a_name_has_the_room_of_columns_without_a_figure() {
    let stage = with_draft(80, 24);
    assert!(stage.screen().contains("Fuel for the long way (draft: ben)"), "{}", stage.screen());
}

#[test]
fn the_smallest_screen_says_whole_words() {
    let stage = with_draft(20, 5);
    let screen = stage.screen();
    assert!(!screen.contains("hasall") && screen.contains("code "), "{screen}");
}

#[test]
fn a_merge_and_a_move_say_what_becomes_of_stances() {
    let mut stage = on_book(80, 24);
    assert_eq!(stage.press("jMlab<Enter>"), []);
    assert_snapshot!("book_merge", stage.screen());
    assert_eq!(stage.press("y"), [Effect::ChangeBook(BookEdit::Merge("capacity".into(), "labs".into()))]);
    stage.press("<Esc><Esc>");
    // Nothing is coded with it: nothing is asked.
    assert_eq!(
        stage.press("Gmlab<Enter>"),
        [Effect::ChangeBook(BookEdit::Move("anecdotes".into(), Some("labs".into())))]
    );
    stage.press("<Esc>");
    stage.model.desk.uses.insert("anecdotes".into(), 3);
    assert_eq!(stage.press("mlab<Enter>"), []);
    assert!(stage.screen().contains("which no stance was taken"), "{}", stage.screen());
    assert_eq!(stage.press("n"), []);
    assert!(matches!(stage.model.dialogs.last(), Some(Dialog::Book(BookDialog::Pick(_)))));
}

pub(super) fn to_split() -> ToSplit {
    let piece = |number: u64, own, words: &str| SplitPiece {
        id: crate::base::ids::EntryId::from_parts(1_000 + number, u128::from(number)),
        coder: if own { "ana".into() } else { "ben".into() },
        own,
        source: "interviews/vrk-03.md".into(),
        about: String::new(),
        before: "A: Before 2016 nobody here had seen a forensic report.".to_owned(),
        words: words.to_owned(),
        after: ", and the prosecutors ask for it.\n\nQ: And after the project?".to_owned(),
        stance: Stance::Supports,
    };
    ToSplit {
        code: "capacity".into(),
        codings: vec![piece(1, true, "Now the lab answers within a week"), piece(2, false, "A medical 实验室")],
        left_out: 1,
    }
}

#[test]
fn each_coding_of_a_split_code_is_decided_in_its_context() {
    for (width, height, name) in [(80, 24, "split_80"), (120, 34, "split_120")] {
        let mut stage = on_book(width, height);
        assert_eq!(stage.press("jslab<Enter>anec<Enter><Enter>"), [Effect::GatherSplit("capacity".into())]);
        stage.send(Message::Done(Outcome::ToSplit(Box::new(to_split()))));
        assert_snapshot!(name, stage.screen());
        let [first, second] = [to_split().codings[0].id, to_split().codings[1].id];
        assert_eq!(stage.press("3"), [], "a digit without a code");
        assert_eq!(stage.press("1"), [Effect::Write(vec![Change::Recode(first, "labs".into(), None)])]);
        assert_snapshot!(format!("{name}_other"), stage.screen());
        assert_eq!(stage.press("2"), [Effect::Write(vec![Change::Agree(second, "anecdotes".into())])]);
        assert!(stage.model.dialogs.is_empty());
        assert!(stage.screen().contains("2 given another code, 0 kept; 1 coding"), "{}", stage.screen());
    }
}

#[test]
fn a_code_that_nothing_is_coded_with_is_not_split() {
    let mut stage = on_book(80, 24);
    assert_eq!(stage.press("s"), []);
    assert!(stage.screen().contains("there is nothing to split"), "{}", stage.screen());
}

#[test]
fn enter_leads_to_the_codings_and_back() {
    let mut stage = on_book(80, 24);
    assert_eq!(stage.press("j<Enter>"), [Effect::Assess, Effect::Gather("capacity".into())]);
    assert_eq!(stage.model.screen, Screen::Themes);
    stage.press("<Esc>");
    assert_eq!(stage.model.screen, Screen::Codebook);
    let asked = stage.press("Go");
    let [Effect::Search { ticket, query, typing: false, by: None }] = asked.as_slice() else { panic!("{asked:?}") };
    assert_eq!(query, "code:anecdotes");
    stage.send(Message::Done(Outcome::Found { ticket: *ticket, answer: Box::new(answer()) }));
    stage.press("q");
    assert_eq!(stage.model.screen, Screen::Codebook);
}

#[test]
fn the_mouse_chooses_and_opens() {
    let mut stage = on_book(80, 24);
    let press = |row| Message::Mouse(Mouse { act: MouseAct::Press, column: 5, row, at: std::time::Instant::now() });
    stage.send(press(4));
    assert_eq!(stage.model.book.chosen, Some("labs".into()));
    stage.send(press(4));
    assert_eq!(stage.model.screen, Screen::Themes);
    let mut stage = on_book(80, 24);
    stage.send(press(22));
    assert_eq!(stage.model.book.chosen, Some("effectiveness".into()));
}

#[test]
fn an_empty_codebook_says_how_to_begin() {
    let mut stage = on_book(80, 24);
    stage.model.desk.codebook = std::sync::Arc::default();
    assert!(stage.screen().contains("a adds one"), "{}", stage.screen());
    for key in ["e", "r", "m", "M", "s", "x", "A", "c", "<Space>", "o", "<Enter>", "j", "G", "<Ctrl-d>"] {
        assert_eq!(stage.press(key), [], "{key}");
        assert!(stage.model.dialogs.is_empty(), "{key}");
    }
    crate::tui::update::perform(&mut stage.model, Action::AddCode, 1);
    assert!(!stage.model.dialogs.is_empty());
}
