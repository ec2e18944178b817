//! The text as a pager: key scripts in many scripts, with what is selected in one line and screens as goldens.

use std::time::{Duration, Instant};

use insta::assert_snapshot;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::base::ids::EntryId;
use crate::base::text::Span;
use crate::coding::Stance;
use crate::source::{Description, Outline, Reading};
use crate::tui::colours::Colours;
use crate::tui::desk::{Mark, Page, PassageRow};
use crate::tui::message::{Aim, Message, Mouse, MouseAct, Outcome};
use crate::tui::stage::{Stage, page, page_of, span};
use crate::tui::view::draw;

/// A text with all that a pager can meet.
const LONG: &str = "# Naruba, second visit\n\n\
Q: What was said in the 'green room'?\n\n\
A: They said “we wait (as ever) for reagents” and left. The cafe\u{301} was shut.\n\n\
Q: And who pays?\nA: 他说「我们等试剂」，然后走了。 قال المدير «لا توجد مواد» وخرج.\n\n\
## What we counted\n\n\
| what | 2015 | after hand-over |\n\
|---|---|---|\n\
| kits | 12 | 3 |\n\
| 试剂 | 340 | none at all |\n\n\
A: 👨\u{200d}👩\u{200d}👧 and 🇫🇷 came. That is all.\n";

fn on(text: &str, width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(width, height);
    let page = page_of("interviews/vrk-03.md", text);
    stage.send(Message::Done(Outcome::Opened(Box::new(page), Aim::Last)));
    stage
}

/// Returns the words that are selected.
fn selected(stage: &Stage) -> String {
    let pane = &stage.model.code.pane;
    pane.selection().map(|span| pane.text().slice(span).to_owned()).unwrap_or_default()
}

/// Returns the words from the cursor to the end of its line.
fn ahead(stage: &Stage) -> String {
    let pane = &stage.model.code.pane;
    let rest = pane.text().slice(Span::new(pane.cursor(), pane.text().len()));
    rest.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn headings_and_questions_are_gone_through() {
    let mut stage = on(LONG, 80, 24);
    stage.press("]h");
    assert_eq!(ahead(&stage), "## What we counted");
    stage.press("[h");
    assert_eq!(ahead(&stage), "# Naruba, second visit");
    stage.press("2]q");
    assert_eq!(ahead(&stage), "Q: And who pays?");
    stage.press("[q");
    assert_eq!(ahead(&stage), "Q: What was said in the 'green room'?");
    stage.press("3]q]q");
    assert!(stage.screen().contains("no further question"), "{}", stage.screen());
    stage.press("gg4]h");
    assert_eq!(ahead(&stage), "## What we counted");
    let mut stage = on("no heading, and nobody asks", 80, 24);
    stage.press("]q");
    assert!(stage.screen().contains("no interviewer here"), "{}", stage.screen());
}

#[test]
fn what_stands_around_the_cursor_is_taken() {
    for (keys, taken) in [
        ("gfyaw", "They"),
        ("gfy3aw", "They said “we"),
        ("gfyas", "They said “we wait (as ever) for reagents” and left."),
        ("gfy2as", "They said “we wait (as ever) for reagents” and left. The cafe\u{301} was shut."),
        ("gf(ab", "as ever"),
        ("gfvgfvabaq", "we wait (as ever) for reagents"),
        ("gfgaq", "green room"),
        ("gf我aw", "我"),
        ("gf等aq", "我们等试剂"),
        ("gfلaw", "قال"),
        ("gfوaq", "لا توجد مواد"),
        ("gf👨aw", "👨\u{200d}👩\u{200d}👧"),
        ("gf\u{e9}aw", "cafe\u{301}"),
        ("gfyap", "They said “we wait (as ever) for reagents” and left. The cafe\u{301} was shut."),
        ("gfyat", "They said “we wait (as ever) for reagents” and left. The cafe\u{301} was shut."),
        // From SELECT as well.
        ("gfTvlaw", "They"),
    ] {
        let mut stage = on(LONG, 80, 24);
        stage.press(keys);
        assert_eq!(selected(&stage), taken, "{keys}");
    }
    let mut stage = on(LONG, 80, 24);
    stage.press("aq");
    assert!(stage.screen().contains("no quotation marks around the cursor"));
    stage.press("ac");
    assert!(stage.screen().contains("no coding here"));
    let mut stage = Stage::on_text(80, 24);
    stage.press("2]cllac");
    assert_eq!(selected(&stage), "Now the lab answers within a week");
    assert!(stage.screen().contains(" 7 words, 33 code points "), "{}", stage.screen());
}

#[test]
fn a_character_is_gone_to() {
    let mut stage = on(LONG, 80, 24);
    stage.press("2gfw");
    assert_eq!(ahead(&stage), "we wait (as ever) for reagents” and left. The cafe\u{301} was shut.");
    stage.press("gFW");
    assert_eq!(ahead(&stage), "What was said in the 'green room'?");
    stage.press("vgfs");
    assert_eq!(selected(&stage), "What was");
    stage.press("<Esc>gf");
    assert_snapshot!("character_80", stage.screen());
    stage.press("<Esc>gf~");
    assert!(stage.screen().contains("no further ~"), "{}", stage.screen());
}

#[test]
fn words_are_found_in_this_text_as_they_are_typed() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("gfB'THE");
    assert!(stage.screen().contains("not in this text"), "{}", stage.screen());
    stage.press("<Ctrl-u>the");
    assert!(ahead(&stage).starts_with("the lab answers"), "{}", ahead(&stage));
    assert_snapshot!("find_80", stage.screen());
    // Back where it began, and nothing is marked.
    stage.press("<Esc>");
    assert!(ahead(&stage).starts_with("Before 2016"));
    assert!(stage.model.code.landmarks.hits.is_empty());
    stage.press("'the<Enter>");
    assert!(stage.screen().contains("match 3 of 8 for “the”"), "{}", stage.screen());
    stage.press("n");
    assert!(ahead(&stage).starts_with("the prosecutors"));
    stage.press("4n");
    assert!(stage.screen().contains("match 8 of 8"), "{}", stage.screen());
    stage.press("n");
    assert!(stage.screen().contains("match 1 of 8 for “the”; after the last"), "{}", stage.screen());
    stage.press("N");
    assert!(stage.screen().contains("match 8 of 8 for “the”; before the first"), "{}", stage.screen());
    stage.press("9n");
    assert!(stage.screen().contains("match 1 of 8"), "{}", stage.screen());
    // Selecting up to a match, and letting go of all.
    stage.press("vnn");
    assert!(selected(&stage).starts_with("the laboratory\n\nQ: How did the training"), "{}", selected(&stage));
    stage.press("<Esc><Esc>");
    assert!(stage.model.code.landmarks.hits.is_empty());
    // What is not there leaves everything as it was.
    stage.press("gg'nowhere<Enter>");
    assert!(ahead(&stage).starts_with("# Visit") && stage.screen().contains("“nowhere” is not in this text"));
    // A letter that takes its mark is another letter; what is taken back is looked for from the beginning.
    stage.press("gg'cafe");
    assert!(ahead(&stage).starts_with("cafe\u{301} with"));
    stage.press("\u{301}x");
    assert!(stage.screen().contains("not in this text"));
    stage.press("y<BkSp><BkSp>");
    assert!(ahead(&stage).starts_with("cafe\u{301} with"));
    stage.press("<Ctrl-u>th");
    assert!(ahead(&stage).starts_with("the laboratory"));
    stage.press("e p");
    assert!(ahead(&stage).starts_with("the prosecutors"));
    stage.press("<Esc>");
    for (typed, there) in [("周内", "周内就能"), ("الآن", "الآن كل"), ("caf\u{e9}", "cafe\u{301} with")]
    {
        stage.press(&format!("gg'{typed}<Enter>"));
        assert!(ahead(&stage).starts_with(there), "{typed}: {}", ahead(&stage));
    }
}

#[test]
fn how_much_is_selected_is_always_told() {
    for (keys, told) in [
        ("v", " 1 word, 1 code point "),
        ("gf我aq", " 5 words, 5 code points "),
        ("gfوaq", " 3 words, 12 code points "),
        ("gf\u{e9}aw", " 1 word, 5 code points "),
        ("gf👨aw", " 0 words, 5 code points "),
    ] {
        let mut stage = on(LONG, 80, 24);
        stage.press("gfQ");
        stage.press(keys);
        assert!(stage.screen().contains(told), "{keys}: {}", stage.screen());
    }
    let mut stage = on(&"word ".repeat(300_000), 80, 24);
    stage.press("V");
    assert!(stage.screen().contains(" over 50000 words, 1499999 code points "), "{}", stage.screen());
}

#[test]
fn every_script_is_readable_and_tables_are_aligned() {
    assert_snapshot!("reading_80", on(LONG, 80, 24).screen());
    let mut stage = on(LONG, 160, 50);
    stage.press("gf我aqzn");
    assert_snapshot!("reading_160", stage.screen());
    // Where a table does not fit, its rows are wrapped as they are stored.
    assert_snapshot!("reading_36", on(LONG, 36, 24).screen());
}

#[test]
fn csv_records_are_aligned_and_selected_as_they_are_stored() {
    let text = "year,location,\"staff, all\",vacant\n2015,hub,574,31\n2016,field,\"1,664\",139\n";
    let of_prose = page_of("staffing.csv", text);
    let detector = crate::base::language::LanguageDetector::new(&[]);
    let outline = Outline::new(&of_prose.text, Reading::Table, &Description::default(), &detector);
    let passages = outline.passages.iter().map(|passage| PassageRow {
        span: passage.span,
        said: passage.span,
        label: None,
        heading: matches!(passage.form, crate::source::Form::Heading(_)),
        interviewer: false,
        row: passage.form == crate::source::Form::Row,
    });
    let page = Page { passages: passages.collect(), ..of_prose.clone() };
    let mut stage = Stage::new(80, 24);
    stage.send(Message::Done(Outcome::Opened(Box::new(page), Aim::Last)));
    stage.press("]uV");
    assert_snapshot!("csv_80", stage.screen());
    assert_eq!(selected(&stage), "2015,hub,574,31");
}

#[test]
fn the_measure_and_the_numbers_are_toggled() {
    let long = "The laboratory answers within a week, and nobody here had seen a report before. ".repeat(4);
    let text = format!("{long}\n\n{long}\n");
    let mut stage = on(&text, 220, 12);
    assert_snapshot!("measure_220", stage.screen());
    stage.press("zm");
    assert_snapshot!("wide_220", stage.screen());
    let mut stage = on(LONG, 80, 24);
    stage.press("zn");
    assert_snapshot!("passages_80", stage.screen());
    stage.press("zn");
    assert_snapshot!("lines_80", stage.screen());
    stage.press("zn");
    assert_eq!(stage.screen().lines().nth(1), on(LONG, 80, 24).screen().lines().nth(1));
}

/// Opens the text with five codings that all hold the same words.
fn overlapping(width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(width, height);
    let whole =
        span("But when the project closed in March the reagents stopped, and the machine is a very expensive table.");
    let mark = |number: u64, from: usize, upto: usize, code: &str, stance| Mark {
        id: Some(EntryId::from_parts(2_000 + number, u128::from(number))),
        span: Span::new(whole.start + from, whole.end - upto),
        code: code.into(),
        stance,
        coder: "ana".into(),
        own: true,
        memo: None,
        remarks: Vec::new(),
        about: String::new(),
    };
    let marks = vec![
        mark(1, 0, 0, "capacity", Stance::Contradicts),
        mark(2, 4, 0, "labs", Stance::Contradicts),
        mark(3, 9, 10, "anecdotes", Stance::Neutral),
        mark(4, 9, 20, "capacity", Stance::Qualifies),
        mark(5, 13, 30, "effectiveness", Stance::Neutral),
    ];
    let page = Page { marks, ..page("interviews/vrk-03.md") };
    stage.send(Message::Done(Outcome::Opened(Box::new(page), Aim::Last)));
    stage
}

#[test]
fn five_codings_on_the_same_words_are_told_apart() {
    let mut stage = overlapping(80, 24);
    assert_snapshot!("overlap_80", stage.screen());
    stage.press("4]c");
    assert_snapshot!("overlap_chosen_80", stage.screen());
    let mut stage = overlapping(160, 50);
    stage.press("]c");
    assert_snapshot!("overlap_160", stage.screen());
}

/// Returns the letters of the screen that are drawn with all of these modifiers.
fn drawn_with(stage: &Stage, modifiers: Modifier) -> String {
    let mut buffer = Buffer::empty(Rect::new(0, 0, stage.model.size.0, stage.model.size.1));
    draw(&stage.model, &mut buffer);
    buffer.content.iter().filter(|cell| cell.modifier.contains(modifiers)).map(ratatui::buffer::Cell::symbol).collect()
}

#[test]
fn coded_words_are_underlined_and_the_chosen_coding_stands_out() {
    let mut stage = Stage::on_text(120, 30);
    assert!(drawn_with(&stage, Modifier::UNDERLINED).contains("Before 2016"));
    stage.press("2]c");
    let strong = drawn_with(&stage, Modifier::UNDERLINED | Modifier::BOLD);
    assert!(strong.contains("ow the lab answers") && !strong.contains("Before 2016"), "{strong}");
    stage.press("zu");
    let all = drawn_with(&stage, Modifier::UNDERLINED);
    assert!(all.contains("ow the lab answers") && !all.contains("Before 2016"), "{all}");
    // The interviewer steps back, without colours too.
    assert!(drawn_with(&stage, Modifier::ITALIC).contains("And after the project?"));
    stage.model.colours = Colours::Dark;
    assert!(drawn_with(&stage, Modifier::ITALIC).contains("And after the project?"));
}

#[test]
fn the_strip_shows_where_things_are_and_leads_there() {
    let filler = "Nothing of note was said about this for a while.\n\n".repeat(60);
    let text = format!("{filler}The reagents stopped.\n\n{filler}");
    let mut stage = on(&text, 80, 24);
    stage.press("'reagents<Enter>gg");
    assert_snapshot!("strip_80", stage.screen());
    let at = Instant::now();
    let (column, row) = (55, 11);
    stage.send(Message::Mouse(Mouse { act: MouseAct::Press, column, row, at }));
    assert_eq!(ahead(&stage), "reagents stopped.");
    // Held, it goes on with the mouse, wherever that is.
    stage.send(Message::Mouse(Mouse { act: MouseAct::Drag, column: 3, row: 99, at }));
    assert!(stage.model.code.pane.percent() > 90, "{}", stage.screen());
    stage.send(Message::Mouse(Mouse { act: MouseAct::Release, column, row, at }));
    stage.send(Message::Mouse(Mouse { act: MouseAct::Drag, column: 3, row: 1, at }));
    assert!(stage.model.code.pane.percent() > 90);
}

#[test]
fn the_mouse_drags_over_the_edge_and_by_words_and_turns() {
    let mut stage = on(&format!("{LONG}\n{LONG}"), 80, 12);
    let began = Instant::now();
    let mut late = 0;
    let mut mouse = |stage: &mut Stage, act, column, row, after| {
        late += after;
        stage.send(Message::Mouse(Mouse { act, column, row, at: began + Duration::from_millis(late) }));
    };
    // Row 5 is what “They said” stands in; two presses take a word, and dragging goes on by words.
    mouse(&mut stage, MouseAct::Press, 9, 5, 0);
    mouse(&mut stage, MouseAct::Press, 9, 5, 100);
    assert_eq!(selected(&stage), "They");
    mouse(&mut stage, MouseAct::Drag, 19, 5, 10);
    assert_eq!(selected(&stage), "They said “we");
    mouse(&mut stage, MouseAct::Drag, 5, 5, 10);
    assert_eq!(selected(&stage), "A: They");
    mouse(&mut stage, MouseAct::Release, 5, 5, 10);
    // Four presses take the turn.
    for after in [2_000, 50, 50, 50] {
        mouse(&mut stage, MouseAct::Press, 9, 5, after);
    }
    assert_eq!(selected(&stage), "They said “we wait (as ever) for reagents” and left. The cafe\u{301} was shut.");
    // Below the panel the text scrolls with each move.
    let top = stage.screen();
    mouse(&mut stage, MouseAct::Press, 9, 5, 2_000);
    for _ in 0..4 {
        mouse(&mut stage, MouseAct::Drag, 9, 11, 10);
    }
    assert_ne!(top, stage.screen());
    assert!(selected(&stage).starts_with("hey said") && selected(&stage).contains("who pays"), "{}", selected(&stage));
    let far = selected(&stage);
    mouse(&mut stage, MouseAct::Drag, 9, 2, 10);
    assert!(selected(&stage).len() < far.len());
    // The wheel scrolls and lets the selection be.
    mouse(&mut stage, MouseAct::Release, 9, 2, 10);
    mouse(&mut stage, MouseAct::Press, 9, 5, 2_000);
    mouse(&mut stage, MouseAct::WheelDown, 9, 5, 10);
    assert!(stage.model.code.pane.selection().is_none());
}
