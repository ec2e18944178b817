//! Keys of one's own, the screen for a screen reader, hidden names, and every place at every size.

use std::sync::Arc;

use insta::assert_snapshot;
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::base::{rounds, settings};
use crate::tui::keys::action::Action;
use crate::tui::keys::chord::Chord;
use crate::tui::keys::configured;
use crate::tui::keys::table::{BINDINGS, Scope, TOGETHER};
use crate::tui::message::{Change, Effect, Message, Outcome};
use crate::tui::model::Model;
use crate::tui::stage::{Stage, dump};
use crate::tui::tests::scenes::{Scene, in_text, in_theme, more_scenes, scenes};
use crate::tui::view::draw;

fn on_tour(mut stage: Stage) -> Stage {
    stage.model.tour = Some(crate::tui::tour::Tour::new("copy"));
    stage
}

#[test]
fn keys_of_ones_own_are_pressed_and_shown() {
    let text = "[keys]\ncode = \"F5\"\nhelp = \"F6\"\nsupports = \"y\"\n[keys.text]\ngrow = \"g x\"\n";
    let (keys, problems) =
        settings::read("config.toml", text, |top| top.section("keys").map(|mut keys| configured::read(&mut keys)));
    assert!(problems.is_empty(), "{problems:?}");
    let mut stage = in_text();
    stage.model.keys = Arc::new(keys.flatten().unwrap());
    assert!(stage.screen().contains("F5 code") && stage.screen().contains("F6 help"), "{}", stage.screen());
    stage.press("c");
    assert!(stage.screen().contains("c does nothing here; F6 shows the keys"), "{}", stage.screen());
    stage.press("gx");
    assert!(stage.model.code.pane.selection().is_some());
    stage.press("<F5>cap<Enter>");
    assert!(stage.screen().contains("y supports"), "{}", stage.screen());
    assert!(matches!(&stage.press("y")[..], [Effect::Write(_)]));
    stage.press("<F6>");
    assert!(stage.screen().contains("F5") && stage.screen().contains("gx X"), "{}", stage.screen());
    stage.press("<Esc>:code it");
    assert!(stage.screen().contains("F5"), "{}", stage.screen());
}

#[test]
fn faults_of_the_configuration_are_said_and_listed() {
    use crate::base::problem::Problem;
    let mut stage = Stage::new(80, 24);
    let fault = Problem::error("keys", "/home/ana/.config/tripod/config.toml", "'cod' is no action").at(3);
    super::Comfort { faults: vec![fault], ..super::Comfort::default() }.give(&mut stage.model);
    assert!(stage.screen().contains("1 fault in your configuration: P lists them"), "{}", stage.screen());
    stage.press("P");
    stage.send(Message::Done(Outcome::Listed(Box::default())));
    assert!(stage.screen().contains("config.toml:3"), "{}", stage.screen());
    stage.press("<Enter>");
    assert!(stage.screen().contains("not in the study"), "{}", stage.screen());
}

/// Draws a stage for a screen reader, with the place of the terminal's cursor.
fn plain(mut stage: Stage) -> String {
    stage.model.plain = true;
    stage.model.code.plain = true;
    let (width, height) = stage.model.size;
    stage.send(Message::Resize { width, height });
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    draw(&stage.model, &mut buffer);
    let place = crate::tui::plain::reading_place(&stage.model, &buffer);
    let shown = dump(&buffer);
    let shown = shown.split("reversed in row").next().unwrap_or_default().trim_end();
    let place = place.map_or("no cursor".to_owned(), |(x, y)| format!("cursor in row {y}, column {x}"));
    format!("{shown}\n{place}\n")
}

#[test]
fn a_screen_reader_finds_words_and_no_drawing_anywhere() {
    for (name, scene) in scenes() {
        let shown = plain(scene());
        let drawn: String = shown.chars().filter(|ch| matches!(ch, '\u{2500}'..='\u{25ff}')).collect();
        assert!(drawn.is_empty(), "{name}: {drawn}\n{shown}");
        assert!(shown.contains("cursor in row"), "{name}\n{shown}");
        let tour = plain(on_tour(scene()));
        assert!(!tour.contains(['│', '─', '┌']), "{name}\n{tour}");
    }
}

#[test]
fn screens_for_a_screen_reader() {
    let shown = ["table", "theme", "text", "text_selected", "sources", "here", "codebook", "search", "hits", "picker"];
    let dialogs = ["stance", "memo", "notes", "help", "quick", "framework", "book", "alike", "why"];
    for name in shown.into_iter().chain(dialogs) {
        let (_, scene) = scenes().into_iter().find(|(scene, _)| *scene == name).unwrap();
        assert_snapshot!(format!("plain_{name}"), plain(scene()));
    }
}

#[test]
fn the_line_of_the_cursor_says_what_is_coded_in_it() {
    let shown = plain(in_text());
    assert!(shown.contains("coded: Capacity of counterparts, supports, by ana"), "{shown}");
}

/// Names that nobody should read over a shoulder. Speakers are looked for in their labels.
const NAMES: &[&str] =
    &["vrk-0", "interviews/", "varsk", "staff", "ana ", "ben ", "by ana", "Evaluation of the Office"];

/// Returns the names of all sources, cases, coders and speakers that the model knows; those of one letter are looked
/// for in labels.
fn real_names(model: &Model) -> Vec<String> {
    let mut names: Vec<String> = model.desk.coder.iter().map(ToString::to_string).collect();
    for row in model.desk.sources() {
        let file = row.id.as_str().rsplit('/').next().unwrap_or_default();
        names.extend([row.id.to_string(), file.to_owned()]);
        // A stem may be a word of the texts, too.
        let stem = file.split('.').next().unwrap_or_default();
        names.extend(stem.contains(char::is_numeric).then(|| stem.to_owned()));
        names.extend(row.cases.iter().map(ToString::to_string));
    }
    let beside = model.code.beside.iter().filter_map(|beside| beside.page.as_ref());
    for page in model.code.page.iter().chain(beside) {
        let marks = page.marks.iter().chain(page.lost.iter().map(|lost| &lost.mark));
        names.extend(marks.map(|mark| mark.coder.to_string()));
        let labels = page.passages.iter().filter_map(|passage| Some((passage.span.start, passage.label?)));
        names.extend(
            labels.map(|(start, length)| page.text.after(start, length).trim_matches([':', ' ', '*']).to_owned()),
        );
    }
    names.push("marat".to_owned());
    names.retain(|name| name.chars().count() > 1);
    names
}

/// Tells whether words hold a name as a word of its own, in capitals or not.
fn has_word(words: &str, name: &str) -> bool {
    let (words, name) = (words.to_lowercase(), name.to_lowercase());
    let is_word = |ch: Option<char>| ch.is_some_and(char::is_alphanumeric);
    words.match_indices(&name).any(|(at, found)| {
        !is_word(words[..at].chars().next_back()) && !is_word(words[at + found.len()..].chars().next())
    })
}

#[test]
fn one_key_hides_every_name_on_every_screen() {
    let mut leaks = Vec::new();
    for (name, scene) in scenes().into_iter().chain(more_scenes()) {
        for is_plain in [false, true] {
            let mut stage = scene();
            stage.model.veil.on = true;
            crate::tui::veil::learn(&mut stage.model);
            let names = real_names(&stage.model);
            let shown = if is_plain { plain(stage) } else { stage.screen() };
            // What a user types and what files are called in problems of other files stays.
            let mut seen: Vec<&str> = NAMES.iter().copied().filter(|hidden| shown.contains(hidden)).collect();
            seen.extend(names.iter().map(String::as_str).filter(|name| has_word(&shown, name)));
            seen.extend(["A: ", "Q: "].into_iter().filter(|label| shown.contains(label)));
            if !seen.is_empty() || !shown.contains("NAMES HIDDEN") {
                leaks.push(format!("{name}: {seen:?}\n{shown}"));
            }
        }
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

#[test]
fn names_are_hidden_and_shown_again() {
    let mut stage = in_text();
    stage.press("Z");
    assert!(stage.screen().contains("names are hidden: Z shows them again"), "{}", stage.screen());
    stage.press("]cD");
    assert_snapshot!("hidden_text", stage.screen());
    // Everything goes on as before: what is written names the real source.
    let asked = stage.press("ccap<Enter>+");
    assert!(
        matches!(&asked[..], [Effect::Write(c)] if matches!(&c[0], Change::Code(at, ..) if at.source == "interviews/vrk-03.md"))
    );
    let before = in_text().screen();
    let mut stage = in_text();
    stage.press("ZZ");
    stage.model.notice = None;
    assert_eq!(stage.screen(), before);
    assert_snapshot!("hidden_theme", {
        let mut stage = in_theme();
        stage.press("Zj");
        stage.screen()
    });
}

/// In each state that the workbench can be in, each of its keys changes something, asks for something or
/// says why it does not.
#[test]
fn every_key_of_the_help_does_something_wherever_it_is_listed() {
    let all: Vec<Scene> = scenes().into_iter().chain(more_scenes()).collect();
    let mut silent = Vec::new();
    for live in TOGETHER {
        let toured = live.contains(&Scope::Tour);
        let here: Vec<Stage> = all
            .iter()
            .map(|(_, scene)| if toured { on_tour(scene()) } else { scene() })
            .filter(|stage| stage.model.live() == *live)
            .collect();
        assert!(!here.is_empty(), "no scene is in the state {live:?}");
        for binding in BINDINGS.iter().filter(|binding| live.contains(&binding.scope)) {
            for keys in binding.keys {
                let chords = Chord::parse_all(keys).unwrap();
                let works = here.iter().any(|stage| {
                    let mut model = stage.model.clone();
                    model.notice = None;
                    let before = format!("{model:?}");
                    let mut asked = Vec::new();
                    for chord in &chords {
                        asked.extend(crate::tui::update::update(&mut model, Message::Key(*chord)));
                    }
                    !asked.is_empty() || before != format!("{model:?}")
                });
                if !works {
                    silent.push(format!("{keys} ({}) in {live:?}", binding.help));
                }
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

/// A frame is drawn whole or not at all: what is cut off would be drawn outside.
fn assert_whole(name: &str, buffer: &Buffer) -> Result<(), TestCaseError> {
    let count = |corner: &str| buffer.content.iter().filter(|cell| cell.symbol() == corner).count();
    // A dialog may cover corners of what lies below it, but its own four are there.
    for (x, y) in places(buffer, "┌") {
        let right = (x + 1..buffer.area.width).find(|&right| buffer[(right, y)].symbol() == "┐");
        prop_assert!(right.is_some() || count("┐") > 0, "{name}: the frame at {x}, {y} has no right side");
    }
    Ok(())
}

fn places(buffer: &Buffer, symbol: &str) -> Vec<(u16, u16)> {
    let area = buffer.area;
    let all = (area.top()..area.bottom()).flat_map(|y| (area.left()..area.right()).map(move |x| (x, y)));
    all.filter(|place| buffer[*place].symbol() == symbol).collect()
}

/// Every screen and dialog, whatever is pressed in it, at sizes from 20 by 5 to 300 by 100: nothing is lost
/// by a resize and back, the footer stays the footer, and nothing is drawn outside.
#[test]
fn every_place_is_drawn_at_every_size() {
    let scenes = scenes();
    let step = (0usize..BINDINGS.len(), 0usize..4, 20u16..=300, 5u16..=100);
    let walk = (0..scenes.len(), any::<(bool, bool, bool)>(), prop::collection::vec(step, 1..12));
    rounds::property("F2", "keys and sizes in every screen and dialog", 60, 400, &walk, |(at, flags, steps)| {
        let (name, scene) = scenes[at];
        let (is_plain, is_veiled, has_tour) = flags;
        let mut stage = scene();
        stage.model.plain = is_plain;
        stage.model.code.plain = is_plain;
        stage.model.veil.on = is_veiled;
        if has_tour {
            stage = on_tour(stage);
        }
        crate::tui::veil::learn(&mut stage.model);
        for (binding, key, width, height) in steps {
            // Sizes alone lose nothing: back at the same size the same is shown.
            let old = stage.model.size;
            stage.send(Message::Resize { width: old.0, height: old.1 });
            let before = (stage.model.dialogs.len(), stage.model.code.pane.cursor(), stage.model.code.pane.selection());
            for (width, height) in [(width, height), (20, 5), old] {
                stage.send(Message::Resize { width, height });
                let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
                draw(&stage.model, &mut buffer);
                assert_whole(name, &buffer)?;
                let footer = (0..width).any(|x| matches!(buffer[(x, height - 1)].symbol(), "│" | "└" | "─"));
                prop_assert!(!footer, "{name} draws into the footer at {width}x{height}");
                if let Some((x, y)) = crate::tui::plain::reading_place(&stage.model, &buffer) {
                    prop_assert!(x < width && y < height, "{name}: the cursor is at {x}, {y} of {width}x{height}");
                }
            }
            let after = (stage.model.dialogs.len(), stage.model.code.pane.cursor(), stage.model.code.pane.selection());
            prop_assert_eq!(before, after, "{} loses something by a resize", name);
            stage.send(Message::Resize { width, height });
            let live = stage.model.live();
            let keys: Vec<_> = stage.model.keys.live(live).flat_map(|row| row.keys.clone()).collect();
            for chord in &keys[(binding * 4 + key) % keys.len()] {
                stage.send(Message::Key(*chord));
            }
            stage.send(Message::Paste("pasted\n中 \u{202e}".to_owned()));
            stage.screen();
        }
        Ok(())
    });
}

#[test]
fn the_key_that_hides_names_is_on_every_screen() {
    for live in TOGETHER.iter().filter(|live| live.contains(&Scope::Screen)) {
        let bound = BINDINGS.iter().any(|row| row.action == Action::HideNames && live.contains(&row.scope));
        assert!(bound, "{live:?}");
    }
}
