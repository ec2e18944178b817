//! The evidence matrix: what each kind of evidence says on each theme, under the evaluation questions.

use crate::base::ids::Kind;
use crate::triangulation::assessment::Assessment;
use crate::triangulation::gather::Theme;
use crate::triangulation::words;

use super::block::{Block, Table};
use super::build::Material;

/// The matrix as a chapter: a table an evaluation question, then the themes that answer none.
pub(super) fn blocks(material: &Material<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::paragraph(
        "Numbers are of independent sources, never of quotes. An empty cell: nobody of this kind was asked, and nobody \
         raised it.",
    )];
    let questions = &material.study.manifest().questions;
    for question in questions {
        let mut table = table(material, &|theme| theme.code.question.as_deref() == Some(question.id.as_str()));
        let criterion = question.criterion.as_ref().map(|criterion| format!(" ({criterion})")).unwrap_or_default();
        table.title = format!("{} {}{criterion}", question.id, question.text);
        if table.rows.is_empty() {
            blocks.push(Block::paragraph(format!("{}: no theme answers this question.", table.title)));
        } else {
            blocks.push(Block::Table(table));
        }
    }
    let known = |id: &str| questions.iter().any(|question| question.id == id);
    let mut rest = table(material, &|theme| !theme.code.question.as_deref().is_some_and(known));
    if !rest.rows.is_empty() {
        if !questions.is_empty() {
            "Themes that answer no evaluation question".clone_into(&mut rest.title);
        }
        blocks.push(Block::Table(rest));
    }
    blocks
}

/// The kinds of the study, in the order in which it declares them.
fn kinds<'m>(material: &Material<'m>) -> Vec<&'m Kind> {
    material.study.manifest().kinds.iter().map(|rule| &rule.name).collect()
}

fn table(material: &Material<'_>, wanted: &dyn Fn(&Theme<'_>) -> bool) -> Table {
    let kinds = kinds(material);
    let shown: Vec<(&Theme<'_>, &Assessment)> = material.themes().filter(|(theme, _)| wanted(theme)).collect();
    let speaks = |kind: &&&Kind| shown.iter().any(|(_, found)| found.kinds.iter().any(|cover| cover.kind == ***kind));
    let kinds: Vec<&Kind> = kinds.iter().filter(speaks).copied().collect();
    let header = ["Theme".to_owned(), "Verdict".to_owned()].into_iter().chain(kinds.iter().map(ToString::to_string));
    let mut table = Table::new("", header);
    for (theme, found) in shown {
        let verdict = words::verdict(found.judgement.verdict, found.judgement.direction);
        let cell = |kind: &&Kind| {
            let cover = found.kinds.iter().find(|cover| cover.kind == **kind);
            cover.map(|cover| {
                format!("{}: {}", words::position(cover.position), words::counts(&cover.units, cover.pending))
            })
        };
        let cells = kinds.iter().map(|kind| cell(kind).unwrap_or_default());
        table.add([theme.code.name.clone(), verdict.to_owned()].into_iter().chain(cells));
    }
    table
}

/// The matrix as data: a row a theme and kind.
pub(super) fn data(material: &Material<'_>) -> Table {
    let mut table = Table::new(
        "",
        [
            "question",
            "theme",
            "claim",
            "verdict",
            "direction",
            "reasons",
            "kind",
            "leg",
            "stance",
            "asked",
            "volunteered",
            "supports",
            "mixed",
            "contradicts",
            "neutral",
            "silent",
            "pending",
        ],
    );
    for (theme, found) in material.themes() {
        let judgement = &found.judgement;
        let reasons: Vec<String> = judgement.reasons.iter().map(ToString::to_string).collect();
        let about = [
            theme.code.question.clone().unwrap_or_default(),
            theme.code.id.to_string(),
            theme.code.claim.clone().unwrap_or_default(),
            judgement.verdict.to_string(),
            judgement.direction.sign().to_owned(),
            reasons.join("; "),
        ];
        if found.kinds.is_empty() {
            table.add(about.clone());
        }
        for kind in &found.kinds {
            let counts = [
                kind.asked,
                kind.volunteered,
                kind.units.supports,
                kind.units.mixed,
                kind.units.contradicts,
                kind.units.neutral,
                kind.units.silent,
                kind.pending,
            ];
            let names = [kind.kind.to_string(), kind.leg.to_string(), kind.position.to_string()];
            table.add(about.iter().cloned().chain(names).chain(counts.iter().map(ToString::to_string)));
        }
    }
    table
}
