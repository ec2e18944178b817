//! What is said of a change of the codebook: what it did, and what takes it back, since undo does not.

use crate::base::count::plural;
use crate::base::ids::CodeId;
use crate::codebook::{Code, Field};
use crate::study::{Study, View};
use crate::tui::message::BookEdit;

/// What a change made: the code that it leads to, and the file where that was chosen on the way.
pub(super) struct Made {
    pub(super) code: CodeId,
    pub(super) file: String,
}

/// What was there before a change, to say what it did and how it is taken back.
pub(super) struct Before {
    name: String,
    file: String,
    parent: Option<String>,
    theme: Option<CodeId>,
    drafted_by: String,
    uses: usize,
    aliases: Vec<CodeId>,
    /// Whether the code that it is merged into stands below it.
    was_above: bool,
}

impl Before {
    pub(super) fn of(study: &Study, edit: &BookEdit) -> Self {
        let book = study.codebook();
        let id = match edit {
            BookEdit::Add(..) => None,
            BookEdit::Set { code, .. }
            | BookEdit::Move(code, _)
            | BookEdit::Merge(code, _)
            | BookEdit::Retire(code, _)
            | BookEdit::Adopt(code) => Some(code),
        };
        let code: Option<&Code> = id.and_then(|id| book.get(id));
        let uses = code.map_or(0, |code| study.codings_of(View::Coded, &[&code.id].into()).len());
        Self {
            name: code.map(|code| code.name.clone()).unwrap_or_default(),
            file: code.map(|code| code.file.clone()).unwrap_or_default(),
            parent: code.and_then(|code| book.get(code.parent.as_ref()?)).map(|parent| parent.name.clone()),
            theme: code.and_then(|code| book.theme_of(&code.id)).map(|theme| theme.id.clone()),
            drafted_by: code.and_then(Code::drafted_by).unwrap_or_default().to_owned(),
            uses,
            aliases: code.map(|code| code.aliases.clone()).unwrap_or_default(),
            was_above: match edit {
                BookEdit::Merge(code, into) => book.above(into).any(|above| above.id == *code),
                _ => false,
            },
        }
    }

    /// Says what a change did, and what takes it back.
    pub(super) fn told(&self, study: &Study, edit: &BookEdit, made: &Made) -> (String, String) {
        let now = study.codebook().get(&made.code);
        let now_called = now.map_or(made.code.as_str(), |code| code.name.as_str());
        let file = now.map_or("", |code| code.file.as_str());
        let Self { name, uses, .. } = self;
        let codings = plural(*uses, "coding", "codings");
        match edit {
            BookEdit::Add(name, _) => (
                format!("“{name}” is new, as '{}' in {file}", made.code),
                format!("take its lines out of {file}; x takes it out of use"),
            ),
            BookEdit::Set { field: Field::Name, .. } => {
                (format!("“{name}” is called “{now_called}” now"), format!("r, and the name “{name}” again"))
            }
            BookEdit::Set { field, seen, text, .. } => {
                let key = match field {
                    Field::Colour => "c",
                    Field::Key => "Space",
                    _ => "e",
                };
                let done = if text.is_some() { "is written" } else { "is taken out" };
                let of_claim = match field {
                    Field::Claim if *uses > 0 && seen.is_some() => format!("; {codings} made for the one before"),
                    _ => String::new(),
                };
                let before = seen.as_ref().map_or_else(|| "nothing".to_owned(), |seen| format!("“{seen}”"));
                (
                    format!("{} of “{name}” {done}{of_claim}", field.word()),
                    format!("{key}, and what was there: {before}"),
                )
            }
            BookEdit::Move(code, _) => {
                let place =
                    |parent: Option<&str>| parent.map_or_else(|| "at the top".to_owned(), |up| format!("under “{up}”"));
                let up = now.and_then(|code| study.codebook().get(code.parent.as_ref()?)).map(|up| up.name.as_str());
                let theme = study.codebook().theme_of(code);
                let counts = match theme {
                    _ if theme.map(|theme| &theme.id) == self.theme.as_ref() || *uses == 0 => String::new(),
                    Some(theme) => format!("; {codings} of it count for the claim of “{}”", theme.name),
                    None => format!("; {codings} of it count for no claim"),
                };
                (
                    format!("“{name}” stands {} now{counts}", place(up)),
                    format!("m, and {}", place(self.parent.as_deref())),
                )
            }
            BookEdit::Merge(code, into) => {
                let ids = std::iter::once(code).chain(&self.aliases).map(|id| format!("'{id}'"));
                let ids = ids.collect::<Vec<_>>().join(", ");
                let back_under =
                    if self.was_above { format!("; then '{into}' under '{code}' again") } else { String::new() };
                let where_merged = if self.file == file { String::new() } else { format!(" in {file}") };
                (
                    format!(
                        "“{name}” is merged into “{now_called}”: {} there",
                        plural(*uses, "coding more", "codings more")
                    ),
                    format!(
                        "take {ids} out of the aliases of '{into}'{where_merged}, and the # from the lines of '{code}' in {}{back_under}",
                        self.file
                    ),
                )
            }
            BookEdit::Retire(_, true) => {
                (format!("“{name}” is out of use; {codings} of it count as before"), "x again".to_owned())
            }
            BookEdit::Retire(_, false) => (format!("“{name}” is in use again"), "x again".to_owned()),
            BookEdit::Adopt(_) => (
                format!("“{name}” stands in {} now; it was a draft of {}", made.file, self.drafted_by),
                format!("move its lines from {} back to {}", made.file, self.file),
            ),
        }
    }
}
