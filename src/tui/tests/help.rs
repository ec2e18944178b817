//! The help and the palette, and that every key of the table does something.

use insta::assert_snapshot;

use super::book::{on_book, to_split, with_draft};
use super::{in_notes, in_search, in_theme, with_lost};
use crate::coding::Stance;
use crate::tui::dialog::signs::SIGNS;
use crate::tui::keys::chord::Chord;
use crate::tui::keys::lookup::live_bindings;
use crate::tui::keys::table::{BINDINGS, Scope};
use crate::tui::message::{Aim, Change, Effect, Message, Outcome};
use crate::tui::stage::{Stage, span};

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
    let scenes = || [Stage::new(80, 24), in_theme(80, 24), Stage::on_text(80, 24), in_search(80, 24)];
    let with_tour = || {
        scenes().map(|mut stage| {
            stage.model.tour = Some(crate::tui::tour::Tour::new("copy"));
            stage
        })
    };
    for stage in scenes().iter_mut().chain(&mut with_tour()) {
        let here = stage.model.live();
        stage.press("<F1>");
        let first = stage.screen();
        let cut: Vec<&str> = first.lines().filter(|line| line.starts_with("│ │") && line.contains('…')).collect();
        assert!(cut.is_empty(), "{cut:#?}");
        assert!(first.contains("Keys here"), "{first}");
        let inside = read_all(stage);
        for binding in live_bindings(here) {
            assert!(inside.contains(&squeezed(binding.help)), "{} is not in the help", binding.help);
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
            stage.model.code.last = vec![("capacity".into(), Stance::Supports)];
            stage.model.code.copied = stage.model.code.last.clone();
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
        ("text, in quotation marks and brackets", || {
            let mut stage = Stage::new(80, 24);
            let text = "# One\n\n“Q (two)”\n\n# Three\n\nQ: four\n\nA: five\n\nQ: six\n\nA: seven";
            let page = crate::tui::stage::page_of("interviews/vrk-03.md", text);
            stage.send(Message::Done(Outcome::Opened(Box::new(page), Aim::Place(11))));
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
        ("reasons", || {
            let mut stage = Stage::new(80, 24);
            stage.press("o");
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
        ("book", || {
            let mut stage = on_book(80, 12);
            stage.press("j<Ctrl-d>");
            stage
        }),
        ("book, not scrolled", || {
            let mut stage = on_book(80, 12);
            stage.press("j");
            stage
        }),
        ("book, a draft", || {
            let mut stage = with_draft(80, 24);
            stage.press("G");
            stage
        }),
        ("book, a question", || {
            let mut stage = on_book(80, 24);
            stage.press("jx");
            stage
        }),
        ("book, a split", || {
            let mut stage = on_book(80, 24);
            stage.press("jslab<Enter><Enter>");
            let found = to_split();
            stage.send(Message::Done(Outcome::ToSplit(Box::new(found))));
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
        ("form", || {
            let mut stage = Stage::on_text(80, 24);
            stage.press("cnew<Enter>");
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
            let at = crate::tui::tour::STEPS.iter().position(|step| step.leads).unwrap();
            stage.model.tour = Some(crate::tui::tour::Tour { at, ..crate::tui::tour::Tour::new("copy") });
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
                    asked.extend(crate::tui::update::update(&mut stage.model, Message::Key(chord)));
                }
                !asked.is_empty() || before != state(&stage)
            });
            assert!(live > 0, "{keys} in {:?} is live in no scene", binding.scope);
            assert!(works, "{keys} ({}) does nothing in {:?}", binding.help, binding.scope);
        }
    }
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
