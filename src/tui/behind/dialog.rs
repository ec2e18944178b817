//! The questions before something runs behind: which report, which file, as what.

use std::path::PathBuf;

use super::{Look, Looked, Order, PathFor, Then, Writing};
use crate::base::ids::Kind;
use crate::report::build::What;
use crate::tui::desk::Desk;
use crate::tui::entry::line::LineEditor;
use crate::tui::entry::picker::{Clue, Item, Picker};
use crate::tui::keys::table::Scope;

/// A question.
#[derive(Clone, Debug)]
pub enum BehindDialog {
    /// Which report?
    Report(Picker<Writing>),
    /// Which file?
    Path(Box<WritePath>),
    /// This file is there: is it to be replaced?
    Overwrite(Order, String),
    /// What is this table?
    Table(Picker<TableAs>, Chosen),
    /// Sources of which kind? And is each record one?
    Kind(Picker<Kind>, Vec<PathBuf>, bool),
}

/// A path is being typed.
#[derive(Clone, Debug)]
pub struct WritePath {
    /// What is typed.
    pub line: LineEditor,
    /// What it is for.
    pub aim: PathFor,
    /// What it leads to, as far as it was looked at.
    pub looked: Option<Looked>,
}

/// As what a table is brought in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableAs {
    /// One source.
    Source,
    /// A source of each record.
    Sources,
    /// Codings, perhaps of codes that are made then.
    Codings {
        /// Whether they are made.
        create_codes: bool,
    },
}

/// Files that were chosen, and the kinds of sources that they can be.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// The files.
    pub files: Vec<PathBuf>,
    /// The kinds, with the folder of each.
    pub kinds: Vec<(Kind, String)>,
}

impl WritePath {
    pub(super) fn new(aim: PathFor) -> Self {
        let mut line = match &aim {
            PathFor::Write(writing) => LineEditor::new(usual_name(writing)),
            PathFor::Read => LineEditor::default(),
        };
        line.select();
        Self { line, aim, looked: None }
    }

    /// Asks what the path leads to.
    pub(super) fn look(&self, then: Then) -> Look {
        Look { text: self.line.text().to_owned(), aim: self.aim.clone(), then }
    }
}

/// Returns the name of a file that is offered.
fn usual_name(writing: &Writing) -> String {
    match writing {
        Writing::Report(What::Whole) => "report.md".to_owned(),
        Writing::Report(What::Matrix) => "matrix.md".to_owned(),
        Writing::Report(What::Framework) => "framework.md".to_owned(),
        Writing::Report(What::Respondents) => "respondents.md".to_owned(),
        Writing::Report(What::Searches) => "evidence.md".to_owned(),
        Writing::Report(What::Themes(themes)) => match &themes[..] {
            [one] => format!("{one}.md"),
            _ => "themes.md".to_owned(),
        },
        Writing::Codings => "codings.csv".to_owned(),
    }
}

impl BehindDialog {
    /// Asks which report.
    pub(super) fn report(desk: &Desk) -> Self {
        let themes: Vec<_> = desk.codebook.themes().collect();
        let all = What::Themes(themes.iter().map(|code| code.id.clone()).collect());
        let report = |what, name: &str, note: &str| item(Writing::Report(what), name, note);
        let mut items = vec![
            report(What::Whole, "all of it", "matrix, themes, respondents"),
            report(What::Matrix, "matrix", "questions and themes by kind of evidence"),
            report(What::Framework, "framework", "what each source says on each theme"),
            report(What::Respondents, "respondents", "who was heard"),
            report(all, "themes", "every theme with its evidence"),
            item(Writing::Codings, "codings", "a table of all codings, as export writes it"),
        ];
        items.extend(themes.into_iter().map(|code| Item {
            also: vec![(Clue::Name, code.id.to_string())],
            ..report(What::Themes(vec![code.id.clone()]), &format!("theme: {}", code.name), "")
        }));
        Self::Report(Picker::new(items))
    }

    /// Asks what a table is, the likely answer first.
    pub(super) fn table(chosen: Chosen, is_codings: bool) -> Self {
        let mut items = vec![
            item(TableAs::Source, "one source", "its rows are passages"),
            item(TableAs::Sources, "a source of each row", "as of a survey"),
        ];
        if chosen.files.len() == 1 {
            let codings = |create_codes| TableAs::Codings { create_codes };
            let of_codings = [
                item(codings(false), "codings", "of codes that are in the codebook"),
                item(codings(true), "codings, and codes", "makes codes that no codebook holds"),
            ];
            let at = if is_codings { 0 } else { items.len() };
            items.splice(at..at, of_codings);
        }
        Self::Table(Picker::new(items), chosen)
    }

    /// Asks which kind of source.
    pub(super) fn kind(chosen: Chosen, rows: bool) -> Self {
        let items = chosen.kinds.into_iter().map(|(kind, folder)| item(kind.clone(), kind.as_str(), &folder));
        Self::Kind(Picker::new(items.collect()), chosen.files, rows)
    }

    /// Returns the scopes whose keys hold in it.
    #[must_use]
    pub fn scopes(&self) -> &'static [Scope] {
        match self {
            Self::Path(_) => &[Scope::Path, Scope::Line, Scope::Everywhere],
            Self::Overwrite(..) => &[Scope::Question, Scope::Everywhere],
            Self::Report(_) | Self::Table(..) | Self::Kind(..) => &[Scope::Picker, Scope::Everywhere],
        }
    }
}

fn item<T>(value: T, name: &str, note: &str) -> Item<T> {
    Item { value, name: name.to_owned(), note: note.to_owned(), depth: 0, also: Vec::new() }
}
