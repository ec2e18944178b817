//! Every place of the workbench, for tests that look at all of them.

use super::book::{on_book, to_split, with_draft};
use crate::base::text::Span;
use crate::coding::Stance;
use crate::search::autocode::Count;
use crate::tui::behind::{Found, Look, Looked, PathFor, Then};
use crate::tui::desk::SavedRow;
use crate::tui::dialog::writing::MemoFor;
use crate::tui::draft::Draft;
use crate::tui::message::{Aim, AllPlanned, Change, Message, Outcome};
use crate::tui::stage::{Stage, answer, counted, evidence, framework, judged_page, notes, page_with_lost, passages};
use crate::tui::words::Answer;

/// A place of the workbench, and what it is called.
pub(in crate::tui) type Scene = (&'static str, fn() -> Stage);

/// Every screen, panel and dialog.
pub(in crate::tui) fn scenes() -> Vec<Scene> {
    vec![
        ("table", || Stage::new(80, 24)),
        ("theme", in_theme),
        ("text", in_text),
        ("text_selected", || pressed(in_text(), "vex")),
        ("boundaries", || pressed(in_text(), "]cB")),
        ("lost", || {
            let mut stage = Stage::new(80, 24);
            let page = page_with_lost("interviews/vrk-03.md");
            stage.send(Message::Done(Outcome::Opened(Box::new(page), Aim::Last)));
            pressed(stage, "]c]cvU")
        }),
        ("sources", || pressed(in_text(), "<S-Tab>")),
        ("here", || {
            let mut stage = Stage::new(80, 24);
            let page = judged_page("interviews/vrk-03.md");
            stage.send(Message::Done(Outcome::Opened(Box::new(page), Aim::Last)));
            pressed(stage, "]c]c]c]c<Tab>")
        }),
        ("codebook", || pressed(in_text(), "<S-Tab><S-Tab>j")),
        ("text, two of them", || pressed(Stage::on_text(80, 24), "|")),
        ("progress", || pressed(Stage::on_text(80, 24), "=")),
        ("filter", || pressed(Stage::on_text(80, 24), "&")),
        ("text, after a step back", || {
            let mut stage = Stage::on_text(80, 24);
            stage.open("observations/lab.md", Aim::Last);
            pressed(stage, "THH")
        }),
        ("book", || pressed(on_book(80, 24), "j")),
        ("book_question", || pressed(on_book(80, 24), "jx")),
        ("book_split", || {
            let mut stage = pressed(on_book(80, 24), "jslab<Enter><Enter>");
            stage.send(Message::Done(Outcome::ToSplit(Box::new(to_split()))));
            stage
        }),
        ("form", || pressed(in_text(), "cnew<Enter>")),
        ("search", in_search),
        ("hits", || pressed(in_search(), "<Enter>j")),
        ("code all", in_code_all),
        ("code all, refused", || {
            let mut stage = pressed(in_search(), "<Enter>Acap<Enter>");
            let planned = AllPlanned { problem: Some(REFUSED.to_owned()), ..all_planned(stage.model.search.planned) };
            stage.send(Message::Done(Outcome::AllPlanned(Box::new(planned))));
            stage
        }),
        ("search, refused", || {
            let mut stage = in_search();
            stage.model.search.answer.problem = Some(REFUSED.to_owned());
            stage
        }),
        ("book, saved searches", || {
            let mut stage = on_book(80, 24);
            let query = "late speaker:\"Marat K\" case:varsk".to_owned();
            let (name, trouble) = ("late".to_owned(), Some(REFUSED.to_owned()));
            stage.send(Message::Done(Outcome::Searches(vec![SavedRow { name, query, found: None, trouble }])));
            pressed(stage, "G")
        }),
        ("search, a taken name", || {
            let mut stage = in_search();
            stage.model.search.answer.is_begun = false;
            let (name, query) = ("late".to_owned(), "case:varsk coder:ben".to_owned());
            stage.model.desk.searches = vec![SavedRow { name, query, ..SavedRow::default() }];
            pressed(stage, "<Enter>wlate<Enter>")
        }),
        ("picker", || pressed(in_text(), "c<Down>")),
        ("palette", || pressed(in_text(), ":co<Down>")),
        ("stance", || pressed(in_text(), "t")),
        ("judge", || pressed(in_text(), "J<Enter>")),
        ("line", || pressed(in_text(), "i")),
        ("path", || pressed(in_text(), "Inotes/")),
        ("path, completed", || looked("intake/vrk-0", Ok("vrk-01.md  vrk-03.md  Marat K.docx"))),
        ("path, of a source", || {
            looked("x/interviews/vrk-03.md", Err("interviews/vrk-03.md is a source of the study"))
        }),
        ("report", || pressed(in_text(), "E<Down>")),
        ("memo", || pressed(in_text(), "]cm")),
        ("take_up", || {
            let mut stage = in_text();
            offer_draft(&mut stage);
            pressed(stage, "m")
        }),
        ("quick", || pressed(in_text(), " ")),
        ("framework", in_framework),
        ("words", || super::in_words(80, 24)),
        ("words_places", || in_places("")),
        ("words_keywords", in_keywords),
        ("words_refused", || {
            let mut stage = pressed(super::in_words(80, 24), "<S-Tab>");
            let answer = Answer { ask: stage.model.words.ask().unwrap(), found: Err(REFUSED.to_owned()) };
            stage.send(Message::Done(Outcome::Words(Box::new(answer))));
            stage
        }),
        ("words_asked", || pressed(super::in_words(80, 24), "e")),
        ("alike", || pressed(super::in_alike(80, 24), "j")),
        ("why", || pressed(super::in_alike(80, 24), "jo")),
        ("notes", || {
            let mut stage = pressed(in_text(), "P");
            stage.send(Message::Done(Outcome::Listed(Box::new(notes()))));
            pressed(stage, "j")
        }),
        ("memos", || {
            let mut stage = pressed(in_text(), "P");
            stage.send(Message::Done(Outcome::Listed(Box::new(notes()))));
            pressed(stage, "<Tab>")
        }),
        ("help", || pressed(in_text(), "?")),
        ("reasons", || pressed(Stage::new(80, 24), "o")),
        ("not_saved", || {
            let mut stage = in_text();
            let changes = vec![Change::Done("interviews/vrk-03.md".into(), None)];
            stage.send(Message::Done(Outcome::NotSaved { changes, reason: "no space".to_owned(), count: 1 }));
            stage
        }),
    ]
}

/// The same places once more, in other states: what a key does in none of the first it may do in these.
pub(in crate::tui) fn more_scenes() -> Vec<Scene> {
    vec![
        ("table, second", || pressed(Stage::new(80, 24), "j")),
        ("theme, first column", || pressed(in_theme(), "h")),
        ("theme, second piece", || pressed(in_theme(), "j")),
        ("text, down", || pressed(Stage::on_text(80, 12), "Gbb")),
        ("text, at its beginning", || Stage::on_text(80, 12)),
        ("text, in a coding", || pressed(in_text(), "]c]c")),
        ("text, in the second row of a passage", || pressed(in_text(), "j")),
        ("text, hits", || {
            let mut stage = Stage::on_text(80, 24);
            let (lab, table) = (crate::tui::stage::span("lab"), crate::tui::stage::span("table"));
            stage.open("interviews/vrk-03.md", Aim::Hits(lab, vec![lab, table], 0));
            stage
        }),
        ("sources, second", || pressed(in_text(), "<S-Tab>kk")),
        ("here, first", || pressed(in_text(), "]c]c<Tab>")),
        ("codebook, first", || pressed(in_text(), "<S-Tab><S-Tab>")),
        ("hits, first", || pressed(in_search(), "<Enter>")),
        ("search, second", || pressed(in_search(), "<Down>")),
        ("picker, first", || pressed(in_text(), "c")),
        ("help, second page", || pressed(in_text(), "? ")),
        ("notes, first", || {
            let mut stage = pressed(in_text(), "P");
            stage.send(Message::Done(Outcome::Listed(Box::new(notes()))));
            stage
        }),
        ("text, copied", || {
            let mut stage = in_text();
            stage.model.code.copied = stage.model.code.last.clone();
            stage
        }),
        ("text, in quotation marks and brackets", || {
            let mut stage = Stage::new(80, 24);
            let text = "# One\n\n“Q (two)”\n\n# Three\n\nQ: four\n\nA: five\n\nQ: six\n\nA: seven";
            let page = crate::tui::stage::page_of("interviews/vrk-03.md", text);
            stage.send(Message::Done(Outcome::Opened(Box::new(page), Aim::Place(11))));
            stage
        }),
        ("words, second", || pressed(super::in_words(80, 24), "j")),
        ("words, places by what is after", || in_places("rj")),
        ("words, keywords of the second group", || pressed(in_keywords(), "]g")),
        ("alike, first", || super::in_alike(80, 24)),
        ("framework, first", || pressed(in_framework(), "k")),
        ("framework, second theme", || pressed(in_framework(), "l")),
        ("book, scrolled", || pressed(on_book(80, 12), "j<Ctrl-d>")),
        ("book, not scrolled", || pressed(on_book(80, 12), "j")),
        ("book, a draft", || pressed(with_draft(80, 24), "G")),
        ("progress, further down", || pressed(Stage::on_text(80, 24), "=jj")),
        ("tour with a lead", || {
            let mut stage = Stage::on_text(80, 24);
            let at = crate::tui::tour::STEPS.iter().position(|step| step.leads).unwrap();
            stage.model.tour = Some(crate::tui::tour::Tour { at, ..crate::tui::tour::Tour::new("copy") });
            stage
        }),
    ]
}

/// Why a query finds nothing, with names that are shown nowhere else.
const REFUSED: &str = "there is no speaker 'Marat'; there are marat k, varsk, interviews/vrk-03.md";

/// Types the beginning of a path, and completes it.
fn looked(text: &str, told: Result<&str, &str>) -> Stage {
    let mut stage = pressed(in_text(), "Iint");
    let look = Look { text: "int".to_owned(), aim: PathFor::Read, then: Then::Complete };
    let found = told.map(|_| Found::ToRead { files: Vec::new(), table: None, kinds: Vec::new() });
    let looked = Looked {
        look,
        text: text.to_owned(),
        found: found.map_err(str::to_owned),
        words: told.unwrap_or_default().to_owned(),
    };
    stage.send(Message::Done(Outcome::Looked(Box::new(looked))));
    stage
}

/// Has something that was written on the chosen coding in another session and not saved.
pub(in crate::tui) fn offer_draft(stage: &mut Stage) {
    let on = MemoFor::Coding(stage.model.code.current().and_then(|mark| mark.id).unwrap());
    let draft = Draft { on, text: "Who pays for the reagents\nwhen the project is over?".to_owned() };
    stage.send(Message::Done(Outcome::Drafts(vec![draft])));
}

/// Opens the places of a word.
fn in_places(keys: &str) -> Stage {
    let mut stage = pressed(super::in_words(80, 24), "<S-Tab>");
    let ask = stage.model.words.ask().unwrap();
    stage.send(counted(&ask));
    pressed(stage, keys)
}

/// Opens the keywords of themes.
fn in_keywords() -> Stage {
    let mut stage = pressed(super::in_words(80, 24), "<Tab>");
    let ask = stage.model.words.ask().unwrap();
    stage.send(counted(&ask));
    stage
}

fn pressed(mut stage: Stage, keys: &str) -> Stage {
    stage.press(keys);
    stage
}

pub(in crate::tui) fn in_text() -> Stage {
    let mut stage = Stage::on_text(80, 24);
    stage.model.code.last = vec![("capacity".into(), Stance::Supports)];
    pressed(stage, "]c]cll")
}

pub(in crate::tui) fn in_theme() -> Stage {
    let mut stage = pressed(Stage::new(80, 24), "j<Enter>");
    stage.send(Message::Done(Outcome::Gathered(Box::new(evidence()))));
    pressed(stage, "l")
}

/// Opens the framework on the cell that is coded and judged.
fn in_framework() -> Stage {
    let mut stage = pressed(Stage::new(80, 24), "W");
    stage.send(Message::Done(Outcome::LaidOut(Box::new(framework()))));
    stage.press("j");
    stage.send(Message::Done(Outcome::Passages(Box::new(passages()))));
    stage
}

fn in_search() -> Stage {
    let mut stage = pressed(Stage::on_text(80, 24), "/lab");
    let ticket = stage.model.search.ticket;
    stage.send(Message::Done(Outcome::Found { ticket, answer: Box::new(answer()) }));
    stage
}

/// Opens the question whether all hits are to be coded, with what that comes to.
pub(in crate::tui) fn in_code_all() -> Stage {
    let mut stage = pressed(in_search(), "<Enter>Acap<Enter>");
    let planned = all_planned(stage.model.search.planned);
    stage.send(Message::Done(Outcome::AllPlanned(Box::new(planned))));
    stage
}

fn all_planned(ticket: u64) -> AllPlanned {
    let kinds = [("interview".into(), (12, 7)), ("desk-review".into(), (2, 1))].into();
    let sample =
        (0..3).map(|at| ("interviews/vrk-03.md".into(), Span::new(at, at + 9), format!("words {at}\nof a hit")));
    let count = Count {
        hits: 31,
        kinds,
        voices: 7,
        already: 3,
        interviewer: 11,
        headings: 2,
        without: 1,
        unread: 0,
        sample: sample.collect(),
    };
    AllPlanned { ticket, codings: 14, count, problem: None }
}
