//! How the verdicts were made, and what they do not say: thresholds, words, provenance, limits.

use crate::base::count::plural;
use crate::study::Anchoring;
use crate::triangulation::thresholds::{NAMES, Thresholds};
use crate::triangulation::words;

use super::block::{Block, Table};
use super::build::Material;

pub(super) fn blocks(material: &Material<'_>) -> Vec<Block> {
    let mut blocks = vec![
        Block::paragraph(
            "A verdict is computed from independent voices: all that one respondent, issuer or event says in one kind \
             of source counts once. Each kind of evidence has one vote, however many sources it has; kinds that stand on \
             one leg (said, written, seen, measured) do not corroborate each other. Numbers describe the sources that \
             were heard and are no estimates of a population.",
        ),
        Block::labelled("Words for shares of those asked.", words::QUANTIFIERS),
        thresholds(&material.gathered.thresholds),
    ];
    let own = &material.study.manifest().own;
    if !own.is_empty() {
        let told: Vec<String> = own.iter().map(|(key, values)| format!("{key} {}", values.join(" or "))).collect();
        blocks.push(Block::labelled("The evaluated party's own word:", format!("{}.", told.join("; "))));
    }
    blocks.push(Block::list(limits(material)));
    let state = material.study.state();
    let head = state.greatest().map_or_else(|| "no entry".to_owned(), |id| id.to_string());
    blocks.push(Block::labelled("Made from:", format!("tripod {}, journals up to {head}.", env!("CARGO_PKG_VERSION"))));
    blocks
}

fn thresholds(thresholds: &Thresholds) -> Block {
    let usual = Thresholds::default();
    let changed = thresholds.changed();
    let title = if changed.is_empty() {
        "Thresholds: all as they are by default.".to_owned()
    } else {
        let names: Vec<&str> = changed.iter().map(|(name, _, _)| *name).collect();
        format!("Thresholds: {} set by this study.", words::and(&names))
    };
    let mut table = Table::new(title, ["Threshold", "Value", "Default"]);
    for name in NAMES {
        table.add([name.to_owned(), thresholds.get(name).unwrap_or_default(), usual.get(name).unwrap_or_default()]);
    }
    Block::Table(table)
}

/// What a reader must not take the report for.
fn limits(material: &Material<'_>) -> Vec<String> {
    let study = material.study;
    let mut limits = Vec::new();
    let mut tell = |count: usize, one: &str, many: &str, rest: &str| {
        if count > 0 {
            limits.push(format!("{} {rest}", plural(count, one, many)));
        }
    };
    let placed = &material.gathered.placed;
    let sources = || study.sources().iter().filter(|source| !source.is_withdrawn());
    let withdrawn = study.sources().len() - sources().count();
    tell(withdrawn, "source", "sources", "withdrawn and left out of everything.");
    let restricted = sources().filter(|source| source.about.restricted).count();
    tell(restricted, "source", "sources", "restricted: counted, and shown only where asked for by name.");
    let background = sources().filter(|source| source.about.usage == crate::source::Use::Background).count();
    tell(background, "source", "sources", "for background: counted, and never quoted.");
    let lost = placed.iter().filter(|placed| placed.anchoring == Anchoring::Unanchored).count();
    tell(
        lost,
        "coding",
        "codings",
        "whose words are no longer found in the text: counted, with the words as they were.",
    );
    let unread = placed.iter().filter(|placed| placed.anchoring == Anchoring::Unread).count();
    tell(unread, "coding", "codings", "of texts that cannot be read.");
    let unasked = material.themes().filter(|(_, found)| found.units.is_empty() && found.kinds.is_empty()).count();
    tell(unasked, "theme", "themes", "not looked for: a gap in the fieldwork, not a finding.");
    limits
        .push("Words stand in the language in which they were noted; nothing in this report is translated.".to_owned());
    limits
}
