//! The help and the palette, and that every key of the table does something.

use insta::assert_snapshot;

use super::{in_alike, in_framework, in_search, in_theme};
use crate::tui::dialog::signs::SIGNS;
use crate::tui::keys::table::{BINDINGS, Scope};
use crate::tui::message::{Change, Effect};
use crate::tui::stage::Stage;

#[test]
fn the_palette_does_what_the_keys_do() {
    let mut stage = Stage::on_text(80, 24);
    stage.press(":sourcedone");
    assert_snapshot!("palette", stage.screen());
    let asked = stage.press("<Enter>");
    assert!(matches!(&asked[..], [Effect::Write(c)] if matches!(&c[0], Change::Done(_, None))), "{asked:?}");
}

/// Reads what stands inside a sheet from its first page to its last, without blanks and frames.
fn read_all(stage: &mut Stage) -> String {
    let width = usize::from(stage.model.size.0);
    let wide = width.saturating_sub(4).clamp(20, 76);
    let left = (width - wide) / 2;
    let mut seen = String::new();
    for _ in 0..500 {
        let screen = stage.screen();
        let inside = |line: &str| line.chars().skip(left).take(wide).collect::<String>();
        seen.extend(screen.lines().map(inside).filter(|line| line.starts_with('│')).map(|line| squeezed(&line)));
        stage.press("<Space>");
        if stage.screen() == screen {
            break;
        }
    }
    seen
}

/// Leaves out blanks and frames, so that words are found wherever they are broken.
fn squeezed(words: &str) -> String {
    words.chars().filter(|ch| !ch.is_whitespace() && !"│─┌┐└┘".contains(*ch)).collect()
}

#[test]
fn the_help_fits_and_no_line_of_it_is_cut() {
    let scenes = || {
        let places = [Stage::new, in_theme, Stage::on_text, in_search, in_framework, in_alike];
        places.into_iter().map(|place: fn(u16, u16) -> Stage| place(80, 24))
    };
    let with_tour = scenes().map(|mut stage| {
        stage.model.tour = Some(crate::tui::tour::Tour::new("copy"));
        stage
    });
    for stage in &mut scenes().chain(with_tour).collect::<Vec<_>>() {
        let here = stage.model.live();
        stage.press("<F1>");
        let first = stage.screen();
        let cut: Vec<&str> = first.lines().filter(|line| line.starts_with("│ │") && line.contains('…')).collect();
        assert!(cut.is_empty(), "{cut:#?}");
        assert!(first.contains("Keys here"), "{first}");
        let inside = read_all(stage);
        for row in stage.model.keys.live(here) {
            let help = row.binding.help;
            assert!(inside.contains(&squeezed(help)), "{help} is not in the help");
        }
    }
    assert_snapshot!("help", {
        let mut stage = Stage::on_text(80, 24);
        stage.press("?");
        stage.screen()
    });
    for (tabs, name) in [("<Tab>", "help_signs"), ("<Tab><Tab>", "help_all_keys"), ("<Tab><Tab><Tab>", "help")] {
        let mut stage = Stage::on_text(80, 24);
        stage.press("?");
        stage.press(tabs);
        assert_snapshot!(name, stage.screen());
    }
}

#[test]
fn all_keys_and_signs_are_in_the_help_at_any_size() {
    for (width, height) in [(80, 24), (20, 5), (40, 12), (160, 50)] {
        let mut stage = Stage::new(width, height);
        stage.press("?");
        let inside = read_all(&mut stage);
        for binding in BINDINGS.iter().filter(|binding| binding.scope != Scope::Tour) {
            for words in [binding.help, binding.scope.place()].into_iter().chain(binding.keys.iter().copied()) {
                assert!(inside.contains(&squeezed(words)), "{width}x{height}: {words}");
            }
        }
        for (sign, words) in SIGNS {
            assert!(inside.contains(&squeezed(sign)) && inside.contains(&squeezed(words)), "{width}x{height}: {words}");
        }
        // The way back is as long: no page is counted that is not there.
        stage.press("<Space>kk");
        let before = stage.screen();
        stage.press("<Space>");
        assert_ne!(before, stage.screen());
    }
}

#[test]
fn every_reason_can_be_read() {
    for (width, height) in [(80, 24), (20, 5)] {
        let reasons: Vec<String> =
            (1..40).map(|number| format!("reason {number}: in jaldun it is otherwise;")).collect();
        let mut stage = Stage::new(width, height);
        stage.model.themes.table.as_mut().unwrap().rows[1].reasons.clone_from(&reasons);
        stage.press("jo");
        let inside = read_all(&mut stage);
        assert!(reasons.iter().all(|reason| inside.contains(&squeezed(reason))), "{inside}");
        stage.press("o");
        assert!(stage.model.dialogs.is_empty());
        // From the evidence they are those of the open theme.
        stage.press("<Enter>");
        stage.press("o");
        assert!(squeezed(&stage.screen()).contains(&squeezed("Laboratories af")), "{}", stage.screen());
    }
    let mut stage = Stage::new(80, 24);
    stage.model.themes.table.as_mut().unwrap().rows[0].reasons = (1..30).map(|at| format!("reason {at}")).collect();
    assert!(stage.screen().contains("o reads all of it") && stage.screen().contains("▼"), "{}", stage.screen());
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
fn a_key_of_the_help_is_seen_on_the_smallest_screen() {
    let mut stage = Stage::on_text(20, 5);
    stage.model.saved = Some("14:02:33".to_owned());
    stage.press("?");
    let screen = stage.screen();
    let footer = screen.lines().nth(4).unwrap_or_default();
    assert!(footer.contains("Space next page") && !footer.contains("saved"), "{screen}");
}
