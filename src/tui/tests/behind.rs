//! Asking for reports and imports, and what is seen while they run behind.

use std::path::PathBuf;

use insta::assert_snapshot;

use crate::report::build::What;
use crate::tui::behind::{Ended, Found, Look, Looked, News, Order, PathFor, Then, Writing};
use crate::tui::desk::{Note, Whereto};
use crate::tui::message::{Effect, Ending, Message, Outcome};
use crate::tui::stage::{Stage, notes};

/// Answers the last look at a path.
fn look(stage: &mut Stage, asked: &[Effect], found: Result<Found, String>, words: &str) {
    let Some(Effect::LookAt(look)) = asked.last() else { panic!("{asked:?}") };
    let text = look.text.clone();
    let looked = Looked { look: (**look).clone(), text, found, words: words.to_owned() };
    stage.send(Message::Done(Outcome::Looked(Box::new(looked))));
}

fn news(stage: &mut Stage, news: News) {
    stage.send(Message::Done(Outcome::Behind(news)));
}

fn begun(stage: &mut Stage) -> Order {
    match std::mem::take(&mut stage.effects).pop() {
        Some(Effect::Begin(order)) => *order,
        other => panic!("{other:?}"),
    }
}

fn to_write(is_there: bool) -> Found {
    Found::ToWrite { file: "labs.md".into(), is_there }
}

#[test]
fn a_report_is_asked_for_by_kind_and_file() {
    let mut stage = Stage::on_text(80, 24);
    assert!(stage.press("E").is_empty());
    assert_snapshot!("report_which", stage.screen());
    let asked = stage.press("theme: labo<Enter>");
    let report = Writing::Report(What::Themes(vec!["labs".into()]));
    let look_at = Look { text: "labs.md".to_owned(), aim: PathFor::Write(report.clone()), then: Then::Show };
    assert_eq!(asked, [Effect::LookAt(Box::new(look_at))]);
    look(&mut stage, &asked, Ok(to_write(false)), "Markdown, in /home/ana");
    assert_snapshot!("report_where", stage.screen());
    // What is wrong is told, and taken by nobody.
    let asked = stage.press("labs.doc<Enter>");
    look(&mut stage, &asked, Err("a report cannot be written as 'labs.doc'".to_owned()), "");
    assert!(stage.screen().contains("cannot be written as 'labs.doc'"), "{}", stage.screen());
    assert!(stage.effects.is_empty());
    let asked = stage.press("<Ctrl-u>labs.md<Enter>");
    look(&mut stage, &asked, Ok(to_write(false)), "");
    assert_eq!(begun(&mut stage), Order::Write(report, "labs.md".into()));
    assert!(stage.model.dialogs.is_empty());
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_that_is_wanted() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("E<Down><Enter>");
    let asked = stage.press("<Enter>");
    look(&mut stage, &asked, Ok(to_write(true)), "");
    assert_snapshot!("report_replaces", stage.screen());
    assert!(stage.press("n").is_empty());
    assert!(stage.screen().contains("Write the report to which file?"), "{}", stage.screen());
    let asked = stage.press("<Enter>");
    look(&mut stage, &asked, Ok(to_write(true)), "");
    let order = Order::Write(Writing::Report(What::Matrix), "labs.md".into());
    assert_eq!(stage.press("y"), [Effect::Begin(Box::new(order))]);
}

fn to_read(names: &[&str], table: Option<bool>) -> Found {
    let files = names.iter().map(PathBuf::from).collect();
    let kinds = vec![
        ("interview".into(), "interviews".to_owned()),
        ("survey".into(), String::new()),
        ("observation".into(), "observations".to_owned()),
    ];
    Found::ToRead { files, table, kinds }
}

#[test]
fn files_are_brought_in_as_sources_of_a_kind() {
    let mut stage = Stage::on_text(80, 24);
    let asked = stage.press("I");
    look(&mut stage, &asked, Err("type the path of a file".to_owned()), "");
    assert_snapshot!("import_which", stage.screen());
    let asked = stage.press("~/no<Tab>");
    let [.., Effect::LookAt(last)] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!((last.text.as_str(), last.then), ("~/no", Then::Complete));
    let looked = Looked {
        look: (**last).clone(),
        text: "~/notes/".to_owned(),
        found: Ok(to_read(&[], None)),
        words: String::new(),
    };
    stage.send(Message::Done(Outcome::Looked(Box::new(looked))));
    let asked = stage.press("*<Enter>");
    let [.., Effect::LookAt(last)] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!((last.text.as_str(), last.then), ("~/notes/*", Then::Take));
    look(&mut stage, &asked, Ok(to_read(&["/home/ana/notes/a.md", "/home/ana/notes/b.md"], None)), "2 files");
    assert_snapshot!("import_as", stage.screen());
    let files = ["/home/ana/notes/a.md", "/home/ana/notes/b.md"].map(PathBuf::from).to_vec();
    let order = Order::Sources { files, kind: "observation".into(), rows: false };
    assert_eq!(stage.press("obs<Enter>"), [Effect::Begin(Box::new(order))]);
}

#[test]
fn a_table_is_asked_what_it_is() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("I");
    let asked = stage.press("t.csv<Enter>");
    look(&mut stage, &asked, Ok(to_read(&["t.csv"], Some(true))), "");
    assert_snapshot!("import_table", stage.screen());
    let asked = stage.press("<Enter>");
    let codings = Order::Codings { file: "t.csv".into(), create_codes: false };
    assert_eq!(asked, [Effect::Begin(Box::new(codings))]);
    let asked = stage.press("It.csv<Enter>");
    look(&mut stage, &asked, Ok(to_read(&["t.csv"], Some(false))), "");
    let asked = stage.press("each<Enter>surv<Enter>");
    let rows = Order::Sources { files: vec!["t.csv".into()], kind: "survey".into(), rows: true };
    assert_eq!(asked, [Effect::Begin(Box::new(rows))]);
    // Several tables are no codings; one step back leads to the question before.
    let asked = stage.press("I*.csv<Enter>");
    look(&mut stage, &asked, Ok(to_read(&["t.csv", "u.csv"], Some(true))), "");
    assert!(!stage.screen().contains("codings, and codes"), "{}", stage.screen());
    stage.press("<Esc>");
    assert!(stage.screen().contains("Bring in which file?"), "{}", stage.screen());
}

#[test]
fn what_runs_is_seen_and_stopped_and_coding_goes_on() {
    let mut stage = Stage::on_text(80, 24);
    news(&mut stage, News::Begun("report"));
    assert!(stage.screen().contains("the report runs behind"), "{}", stage.screen());
    stage.press("}}v");
    news(&mut stage, News::At(42));
    assert_snapshot!("report_runs", stage.screen());
    assert!(stage.model.code.pane.selection().is_some(), "nothing that is done is touched by it");
    // One thing at a time.
    assert!(stage.press("E").is_empty() && stage.press("I").is_empty());
    assert!(
        stage.screen().contains("one thing at a time: the report still runs; Ctrl-g stops it"),
        "{}",
        stage.screen()
    );
    stage.press("<Ctrl-c>");
    assert!(stage.screen().contains("Ctrl-g stops the report, Ctrl-q quits"), "{}", stage.screen());
    // It is stopped from a dialog too.
    assert_eq!(stage.press("c<Ctrl-g>"), [Effect::StopBehind]);
    assert!(stage.screen().contains("report: stopping"), "{}", stage.screen());
    stage.press("<Esc>");
    let words = "stopped: nothing was written to labs.md".to_owned();
    news(&mut stage, News::Ended(Box::new(Ended { words, ..Ended::default() })));
    assert!(stage.screen().contains("stopped: nothing was written to labs.md"), "{}", stage.screen());
    assert!(stage.press("<Ctrl-g>").is_empty());
    assert!(stage.screen().contains("nothing runs behind"), "{}", stage.screen());
}

#[test]
fn what_it_came_to_is_told_and_can_be_read_again() {
    let mut stage = Stage::on_text(80, 24);
    news(&mut stage, News::Begun("import"));
    let refused = Note {
        head: "error · /in/b.doc".to_owned(),
        text: "old .doc files of Word are not read".to_owned(),
        hint: None,
        serious: true,
        to: Whereto::Nowhere(String::new()),
    };
    let words = "1 source imported, 1 refused".to_owned();
    let ended = Ended { words, notes: vec![refused], is_changed: true, ..Ended::default() };
    stage.effects.clear();
    news(&mut stage, News::Ended(Box::new(ended)));
    assert_eq!(std::mem::take(&mut stage.effects), [Effect::Reload], "the new source is to be in the list");
    assert!(stage.screen().contains("1 source imported, 1 refused; P tells more"), "{}", stage.screen());
    stage.press("P");
    stage.send(Message::Done(Outcome::Listed(Box::new(notes()))));
    assert_snapshot!("import_told", stage.screen());
    // Codings are taken back by whoever they are of.
    for (steps, told) in [
        ((2, 0), "2 codings; u takes them back"),
        ((0, 2), "2 codings; who made them can take them back"),
        ((1, 1), "2 codings; u takes back 1 that is yours, the others stay"),
    ] {
        let ended = Ended { words: "2 codings".to_owned(), is_well: true, steps: Some(steps), ..Ended::default() };
        news(&mut stage, News::Ended(Box::new(ended)));
        assert!(stage.screen().contains(told), "{}", stage.screen());
    }
}

#[test]
fn quitting_asks_first_while_something_runs() {
    let mut stage = Stage::on_text(80, 24);
    news(&mut stage, News::Begun("import"));
    assert!(stage.press("<Ctrl-q>").is_empty());
    assert!(stage.screen().contains("the import still runs: Ctrl-q again stops it and quits"), "{}", stage.screen());
    let quits = |asked: &[Effect]| asked.contains(&Effect::Quit(Ending::Quit));
    assert!(quits(&stage.press("<Ctrl-q>")));
    // When it is over, nothing is asked any more.
    news(&mut stage, News::Ended(Box::default()));
    assert!(quits(&stage.press("<Ctrl-q>")));
}
