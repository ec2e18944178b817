//! What this coder has left to do: passages that nobody coded, and sources that are not done.

use crate::base::text::Span;
use crate::tui::desk::{Progress, SourceRow};
use crate::tui::message::{Aim, Effect};
use crate::tui::model::Model;
use crate::tui::reading::motion::{Unit, Way};

/// Goes to the next passage without a coding; where the source has no further one, into the next source that
/// is not done.
pub(super) fn go_uncoded(model: &mut Model, way: Way, count: usize) -> Vec<Effect> {
    for _ in 0..count {
        let code = &mut model.code;
        let moved = code.page.is_some() && code.pane.go(Unit::Uncoded, way, 1, &code.landmarks);
        if !moved {
            return next_with_uncoded(model, way);
        }
    }
    super::update::keep_chosen(model);
    Vec::new()
}

fn next_with_uncoded(model: &mut Model, way: Way) -> Vec<Effect> {
    let has_some = |row: &SourceRow| row.progress != Progress::Done && row.coded < row.passages;
    if let Some(row) = following(model, way, has_some) {
        return vec![Effect::Open(row.id.clone(), Aim::Uncoded(way))];
    }
    let other = if way == Way::On { Way::Back } else { Way::On };
    let told = match (model.reading, following(model, other, has_some), way) {
        (Some(_), ..) => "the texts are still being read: one moment",
        (None, None, _) => "every source that is not done is coded passage by passage; F says that it is done",
        (None, Some(_), Way::On) => "no further uncoded passage in the sources after this one; [U looks before it",
        (None, Some(_), Way::Back) => "no further uncoded passage in the sources before this one; ]U looks after it",
    };
    model.say(told);
    Vec::new()
}

/// Opens the next source that this coder has not done.
pub(super) fn go_not_done(model: &mut Model, way: Way, count: usize) -> Vec<Effect> {
    let is_open = |row: &SourceRow| row.progress != Progress::Done;
    let mut rows = ahead(model, way).filter(|row| is_open(row));
    let Some(row) = rows.nth(count.saturating_sub(1)) else {
        drop(rows);
        let left = model.listed().filter(|row| is_open(row)).count();
        model.say(match (left, way) {
            (0, _) => "every source is done".to_owned(),
            (_, Way::On) => "every source after this one is done; [s looks before it".to_owned(),
            (_, Way::Back) => "every source before this one is done; ]s looks after it".to_owned(),
        });
        return Vec::new();
    };
    vec![Effect::Open(row.id.clone(), Aim::Last)]
}

/// Puts the cursor on the first passage without a coding, or on the last one on the way back.
pub(super) fn show_uncoded(model: &mut Model, way: Way) {
    let spans: &[Span] = &model.code.landmarks.uncoded;
    let span = if way == Way::On { spans.first() } else { spans.last() };
    let Some(start) = span.map(|span| span.start) else { return };
    model.code.pane.clear_selection();
    model.code.pane.show(start);
}

fn following(model: &Model, way: Way, is: impl Fn(&SourceRow) -> bool) -> Option<&SourceRow> {
    ahead(model, way).find(|row| is(row))
}

/// Returns the listed sources after the open one, or those before it, the nearest first.
fn ahead(model: &Model, way: Way) -> impl Iterator<Item = &SourceRow> {
    let rows: Vec<&SourceRow> = model.listed().collect();
    let open = model.code.page.as_ref().and_then(|page| rows.iter().position(|row| row.id == page.id));
    let ahead: Vec<&SourceRow> = match (way, open) {
        (Way::On, open) => rows.into_iter().skip(open.map_or(0, |at| at + 1)).collect(),
        (Way::Back, open) => {
            let upto = open.unwrap_or(rows.len());
            rows.into_iter().take(upto).rev().collect()
        }
    };
    ahead.into_iter()
}
