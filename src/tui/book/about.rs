//! What is known of the chosen code, as lines beside the tree.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::saved::about_search;
use super::state::{chosen, chosen_search, uses};
use crate::base::count::plural;
use crate::base::ids::CodeId;
use crate::codebook::{Code, Field, ForParent};
use crate::tui::colours::Look;
use crate::tui::model::Model;
use crate::tui::pen;

/// Returns how far the lines are scrolled after `by` more: never past what there is.
pub(super) fn scrolled(model: &Model, by: usize) -> usize {
    let area = super::view::about_area(model);
    let Some(code) = chosen(&model.desk, &model.book) else { return 0 };
    let most = lines(model, code, area.width).len().saturating_sub(usize::from(area.height));
    model.book.scroll.saturating_add(by).min(most)
}

/// Draws what is known of the chosen code.
pub(super) fn view(model: &Model, buffer: &mut Buffer, area: Rect) {
    let colours = model.colours;
    if let Some(row) = chosen_search(&model.desk, &model.book) {
        let title = format!("@{}", row.name);
        let inner = pen::frame(buffer, area, &title, colours.of(Look::Frame), colours.of(Look::Strong));
        let lines = about_search(row).into_iter().flat_map(|said| wrapped(said, inner.width));
        for (y, (line, look)) in (inner.top()..inner.bottom()).zip(lines) {
            pen::line(buffer, inner.x, y, inner.width, &line, colours.of(look));
        }
        return;
    }
    let code = chosen(&model.desk, &model.book);
    let title = code.map_or("No code", |code| code.name.as_str());
    let inner = pen::frame(buffer, area, title, colours.of(Look::Frame), colours.of(Look::Strong));
    let Some(code) = code else { return };
    let lines = lines(model, code, inner.width);
    let scroll = model.book.scroll.min(lines.len().saturating_sub(usize::from(inner.height)));
    for (y, (line, look)) in (inner.top()..inner.bottom()).zip(lines.iter().skip(scroll)) {
        pen::line(buffer, inner.x, y, inner.width, line, colours.of(*look));
    }
    if lines.len() > scroll + usize::from(inner.height) && area.width > 24 {
        let foot = Rect { x: area.x + 2, y: area.bottom() - 1, width: area.width - 4, height: 1 };
        pen::line_at_right(buffer, foot, " Ctrl-d: more ", colours.of(Look::Key));
    }
}

fn lines(model: &Model, code: &Code, width: u16) -> Vec<(String, Look)> {
    about(model, code).into_iter().flat_map(|said| wrapped(said, width)).collect()
}

fn wrapped((words, look): (String, Look), width: u16) -> Vec<(String, Look)> {
    pen::wrapped(&words, width.max(1)).into_iter().map(|line| (line, look)).collect()
}

/// Returns what is known of a code, a paragraph each: where it stands, its counts, its texts, its settings.
pub(in crate::tui) fn about(model: &Model, code: &Code) -> Vec<(String, Look)> {
    let mut said = Vec::new();
    let mut say = |words: &str, look: Look| said.push((words.to_owned(), look));
    say(&place(model, code), Look::Dim);
    say(&counted(model, code), Look::Label);
    if code.retired {
        say("Out of use: not offered any more; x takes it back", Look::Warning);
    }
    if let Some(coder) = code.drafted_by() {
        say(&format!("A draft of {coder}: A takes it into the lead's codebook"), Look::Warning);
    }
    // What is weighed comes first.
    let others = Field::PROSE.into_iter().filter(|field| *field != Field::Claim);
    for field in std::iter::once(Field::Claim).chain(others) {
        if let Some(text) = field.of(code) {
            let look = if field == Field::Claim { Look::Strong } else { Look::Text };
            say(&format!("{}: {text}", field.word()), look);
        }
    }
    let bare = |field: &Field| field.of(code).is_none();
    let missing: Vec<String> =
        Field::PROSE[..3].iter().filter(|field| bare(field)).map(|field| field.word().to_lowercase()).collect();
    if !missing.is_empty() {
        say(&format!("No {} yet: e writes one", missing.join(", ")), Look::Dim);
    }
    if code.claim.is_none() {
        let words = match model.desk.theme_of(&code.id) {
            Some(theme) => format!("No claim of its own: it counts for that of {}", theme.name),
            None => "A topic: no claim at or above it, so no verdict".to_owned(),
        };
        say(&words, Look::Dim);
    }
    match code.for_parent.filter(|_| code.claim.is_some()) {
        Some(ForParent::Same) => say("Its support also supports the claim above it", Look::Dim),
        Some(ForParent::Against) => say("Its support speaks against the claim above it", Look::Dim),
        None => {}
    }
    if !code.aliases.is_empty() {
        let aliases: Vec<&str> = code.aliases.iter().map(CodeId::as_str).collect();
        say(&format!("Also known as: {}", aliases.join(", ")), Look::Dim);
    }
    let colour = code.color.as_deref().unwrap_or("none");
    let key = code.key.map_or_else(|| "none".to_owned(), |key| format!("Space {key}"));
    say(&format!("Colour: {colour}"), Look::Dim);
    say(&format!("Quick key: {key}"), Look::Dim);
    say(&format!("{}:{}", code.file, code.line), Look::Dim);
    said
}

fn place(model: &Model, code: &Code) -> String {
    match &code.parent {
        Some(parent) => format!("{} · under {}", code.id, model.desk.code_name(parent)),
        None => format!("{} · at the top", code.id),
    }
}

fn counted(model: &Model, code: &Code) -> String {
    let all = plural(uses(&model.desk, code), "coding", "codings");
    let Some(counts) = &model.book.counts else { return all };
    let Some(of) = counts.of.get(&code.id) else { return all };
    let legs = counts.legs.iter().zip(of).filter(|(_, count)| **count > 0);
    let legs: Vec<String> = legs.map(|(leg, count)| format!("{count} {leg}")).collect();
    if legs.is_empty() { all } else { format!("{all}: {}", legs.join(", ")) }
}
