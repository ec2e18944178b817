//! One theme told to its reader: claim, verdict and why, numbers, evidence for and against, coverage,
//! and how far the verdict holds.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::count::plural;
use crate::base::ids::{Case, Category, Coder, SourceId};
use crate::base::language::Language;
use crate::coding::{Direction, Stance};
use crate::triangulation::assessment::{Assessment, Attendance, attendance};
use crate::triangulation::coverage::{GroupCoverage, KindCoverage};
use crate::triangulation::gather::Theme;
use crate::triangulation::sorting::Unit;
use crate::triangulation::tally::Counts;
use crate::triangulation::verdict::{Position, Verdict};
use crate::triangulation::words;

use super::block::{Block, Quotation, Table};
use super::build::Material;
use super::quotes::{Quote, Quotes, Withheld};

/// How many sources a list names before it only counts.
const LISTED: usize = 30;

/// Tells one theme.
pub(super) fn blocks(
    material: &Material<'_>,
    quotes: &Quotes<'_>,
    theme: &Theme<'_>,
    found: &Assessment,
    words_behind: &[Quote],
) -> Vec<Block> {
    let mut blocks = vec![Block::heading(2, &theme.code.name)];
    blocks.push(Block::labelled("Claim:", theme.code.claim.as_deref().unwrap_or_default()));
    blocks.extend(question(material, theme));
    blocks.extend(verdict(found));
    blocks.push(decided(material, theme));
    if !found.kinds.is_empty() {
        blocks.push(Block::heading(3, "Numbers by kind of evidence"));
        blocks.push(Block::Table(numbers(found)));
        blocks.push(Block::list(found.kinds.iter().map(shares)));
    }
    blocks.extend(attended(material, quotes, theme));
    blocks.extend(evidence(material, theme, found, words_behind));
    blocks.extend(judgements(material, quotes, theme));
    blocks.extend(coverage(material, theme, found));
    blocks.extend(merged(material, quotes, theme, found));
    blocks.extend(kinds_compared(found));
    let hidden = restricted_names(material, quotes);
    let may_name = |name: &str| !hidden.contains(name);
    let sensitive = words::sensitivity(&found.sensitivity, found.legs, &may_name);
    if !sensitive.is_empty() {
        blocks.push(Block::heading(3, "How far the verdict holds"));
        blocks.push(Block::list(sensitive));
    }
    if !found.flags.is_empty() {
        blocks.push(Block::heading(3, "To look at"));
        blocks.push(Block::list(found.flags.iter().map(|flag| words::flag(flag, &may_name))));
    }
    blocks
}

/// The ids and voices of restricted sources that were not asked for by name.
fn restricted_names(material: &Material<'_>, quotes: &Quotes<'_>) -> BTreeSet<String> {
    let sources = material.study.sources().iter().enumerate();
    sources
        .filter(|(at, source)| quotes.withheld(*at, source) == Some(Withheld::Restricted))
        .flat_map(|(_, source)| [source.id.to_string(), source.voice().to_string()])
        .collect()
}

fn question(material: &Material<'_>, theme: &Theme<'_>) -> Option<Block> {
    let id = theme.code.question.as_ref()?;
    let question = material.study.manifest().questions.iter().find(|question| question.id == *id)?;
    Some(Block::labelled("Evaluation question:", format!("{} {}", question.id, question.text)))
}

/// The verdict in words and why. Under dissonance no leaning is told.
fn verdict(found: &Assessment) -> Vec<Block> {
    let judgement = &found.judgement;
    let mut told = words::verdict(judgement.verdict, judgement.direction).to_owned();
    told.push_str(". ");
    told.push_str(words::meaning(judgement.verdict, judgement.direction));
    if let Some(side) = words::side(judgement.verdict, judgement.direction) {
        told.push(' ');
        told.push_str(side);
    }
    if judgement.verdict == Verdict::PartialAgreement && judgement.direction == Direction::Zero {
        told.push_str(match judgement.leaning {
            Direction::Plus => " It leans to the claim.",
            Direction::Minus => " It leans against the claim.",
            Direction::Zero => "",
        });
    }
    let mut blocks = vec![Block::labelled("Verdict:", told)];
    if !judgement.reasons.is_empty() {
        blocks.push(Block::list(judgement.reasons.iter().map(words::reason)));
    }
    if found.voices > 0 {
        let voices = plural(found.voices, "independent voice takes", "independent voices take");
        blocks.push(Block::paragraph(format!("{voices} a position.")));
    }
    blocks
}

/// The verdicts of persons beside the computed one.
fn decided(material: &Material<'_>, theme: &Theme<'_>) -> Block {
    let codebook = material.study.codebook();
    let told: Vec<String> = material
        .study
        .state()
        .rulings()
        .filter(|ruling| codebook.resolve(&ruling.verdict.theme) == Some(&theme.code.id))
        .map(|ruling| {
            let given = &ruling.verdict;
            let verdict = words::given(given);
            let at = ruling.written.at.to_string();
            let day = at.get(..10).unwrap_or(&at);
            format!("{} on {day}: {verdict}. Reason: {}", ruling.written.by, given.reason)
        })
        .collect();
    if told.is_empty() {
        return Block::labelled("Decided by:", "nobody yet; the verdict is computed.");
    }
    Block::List {
        items: told
            .into_iter()
            .map(|line| vec![super::block::Piece::strong("Decided by"), super::block::Piece::plain(format!(" {line}"))])
            .collect(),
    }
}

fn numbers(found: &Assessment) -> Table {
    let header = [
        "Kind",
        "Leg",
        "Stands",
        "For",
        "Mixed",
        "Against",
        "No position",
        "Silent",
        "Of these, asked",
        "Volunteered",
        "Asked, not read yet",
    ];
    let mut table = Table::new("Independent sources, not quotes.", header);
    for kind in &found.kinds {
        let units = &kind.units;
        let counts = [
            units.supports,
            units.mixed,
            units.contradicts,
            units.neutral,
            units.silent,
            kind.asked,
            kind.volunteered,
            kind.pending,
        ];
        let names = [kind.kind.to_string(), kind.leg.to_string(), words::position(kind.position).to_owned()];
        table.add(names.into_iter().chain(counts.iter().map(ToString::to_string)));
    }
    table
}

/// One sentence on a kind, in shares of those asked.
fn shares(kind: &KindCoverage) -> String {
    // Of sources that were asked and are not read there is no unit yet that could be counted.
    let so_far = if kind.pending > 0 { " and looked at so far" } else { "" };
    let asked = match (kind.asked, kind.answered) {
        (0, _) if kind.pending > 0 => {
            let number = plural(kind.pending, "source was", "sources were");
            format!("{number} asked, and {} read yet", if kind.pending == 1 { "it is not" } else { "none of them is" })
        }
        (0, _) => "nobody was asked".to_owned(),
        (1, 0) => format!("the one asked{so_far} says nothing of it"),
        (1, _) => format!("the one asked{so_far} says something of it"),
        (asked, 0) => format!("of {asked} asked{so_far}, none says anything of it"),
        (asked, 1) => format!("of {asked} asked{so_far}, one says something of it"),
        (asked, said) => format!("of {asked} asked{so_far}, {} say something of it", words::quantifier(said, asked)),
    };
    let units = Counts { silent: 0, ..kind.units };
    let unasked = if kind.volunteered > 0 { format!(" ({} unasked)", kind.volunteered) } else { String::new() };
    let pending = plural(kind.pending, "source is", "sources are");
    let rest = [
        (units.all() > 0).then(|| format!("{}{unasked}", words::counts(&units, 0))),
        (kind.pending > 0 && kind.asked > 0).then(|| format!("{pending} not read yet")),
    ];
    let told: Vec<String> = std::iter::once(asked).chain(rest.into_iter().flatten()).collect();
    format!("{}: {}.", kind.kind, told.join("; "))
}

/// Who was asked and silent, who is not read yet, who spoke unasked, who was never asked.
fn attended(material: &Material<'_>, quotes: &Quotes<'_>, theme: &Theme<'_>) -> Vec<Block> {
    let gathered = material.gathered;
    let lists: Attendance = attendance(&gathered.roster, &theme.evidence, &gathered.thresholds);
    let told: Vec<String> = [
        (&lists.silent, "Looked at to the end and silent"),
        (&lists.pending, "Asked and not read to the end yet"),
        (&lists.volunteered, "Spoke without having been asked"),
        (&lists.not_asked, "Never asked"),
    ]
    .into_iter()
    .filter(|(list, _)| !list.is_empty())
    .map(|(list, what)| format!("{what}: {}.", named(material, quotes, list)))
    .chain(readers(material, theme))
    .collect();
    if told.is_empty() { Vec::new() } else { vec![Block::heading(3, "Who was asked"), Block::list(told)] }
}

/// Who has read how many sources to their end for the theme.
fn readers(material: &Material<'_>, theme: &Theme<'_>) -> Option<String> {
    let mut read: BTreeMap<&Coder, u32> = BTreeMap::new();
    for done in &theme.evidence.done {
        *read.entry(&material.gathered.roster.coders[done.coder]).or_default() += 1;
    }
    let told: Vec<String> =
        read.into_iter().map(|(coder, number)| format!("{coder} {}", plural(number, "source", "sources"))).collect();
    (!told.is_empty()).then(|| format!("Read to the end: {}.", words::and(&told)))
}

/// Names sources by their ids; restricted ones are counted only.
fn named(material: &Material<'_>, quotes: &Quotes<'_>, ids: &[SourceId]) -> String {
    let study = material.study;
    let is_shown = |id: &&SourceId| {
        study.position(id).is_some_and(|at| quotes.withheld(at, &study.sources()[at]) != Some(Withheld::Restricted))
    };
    let shown: Vec<String> = ids.iter().filter(is_shown).map(ToString::to_string).collect();
    let hidden = u32::try_from(ids.len() - shown.len()).unwrap_or(u32::MAX);
    let number = plural(ids.len(), "source", "sources");
    let hidden = (hidden > 0).then(|| format!("{hidden} restricted"));
    let rest = shown.len().saturating_sub(LISTED);
    let rest = (rest > 0).then(|| format!("{rest} more"));
    let names: Vec<String> = shown.into_iter().take(LISTED).chain(rest).chain(hidden).collect();
    format!("{number} ({})", names.join(", "))
}

/// The words behind the verdict, against first where the evidence leans to the claim: what speaks
/// against a finding is to be looked at before it is printed.
fn evidence(material: &Material<'_>, theme: &Theme<'_>, found: &Assessment, quotes: &[Quote]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (stance, title) in [
        (Stance::Supports, "Evidence for"),
        (Stance::Qualifies, "Evidence that qualifies"),
        (Stance::Contradicts, "Evidence against"),
    ] {
        let of_stance: Vec<&Quote> = quotes.iter().filter(|quote| quote.stance == stance).collect();
        if of_stance.is_empty() {
            continue;
        }
        blocks.push(Block::heading(3, title));
        let hidden = of_stance.iter().filter(|quote| quote.withheld.is_some()).count();
        for quote in of_stance.iter().filter(|quote| quote.withheld.is_none()) {
            blocks.push(Block::Quotation(quotation(material, quote)));
        }
        if hidden > 0 {
            let passages = plural(hidden, "further passage counts", "further passages count");
            blocks.push(Block::paragraph(format!("{passages} and may not be quoted here.")));
        }
    }
    if found.voices > 0 {
        blocks.push(exceptions(material, theme, found, quotes));
    }
    let mentions = quotes.iter().filter(|quote| quote.stance == Stance::Neutral).count();
    if mentions > 0 {
        let passages = plural(mentions, "passage mentions", "passages mention");
        blocks.push(Block::paragraph(format!("{passages} the matter and take no position.")));
    }
    blocks.extend(automatic(material, quotes));
    blocks
}

/// Says how many of the codings a query made: nobody may have read those.
fn automatic(material: &Material<'_>, quotes: &[Quote]) -> Option<Block> {
    let state = material.study.state();
    let ids = || quotes.iter().flat_map(|quote| &quote.ids);
    let made = ids().filter(|id| state.coding(**id).is_some_and(|coding| coding.auto().is_some())).count();
    let told = || {
        let codings = plural(ids().count(), "coding", "codings");
        let were = if made == 1 { "was" } else { "were" };
        format!("Of the {codings} behind this, {made} {were} made by a query for all that it finds.")
    };
    (made > 0).then(|| Block::paragraph(told()))
}

/// Says which voices stand against the leaning. Where none does, passages may still: those are told too, since
/// they are printed above.
fn exceptions(material: &Material<'_>, theme: &Theme<'_>, found: &Assessment, quotes: &[Quote]) -> Block {
    let (stance, side) = match found.judgement.leaning {
        Direction::Minus => (Stance::Supports, "for"),
        Direction::Plus | Direction::Zero => (Stance::Contradicts, "against"),
    };
    let number = u32::try_from(found.negative_cases.len()).unwrap_or(u32::MAX);
    let against: Vec<&Quote> = quotes.iter().filter(|quote| quote.stance == stance).collect();
    let told = match (number, against.as_slice()) {
        (0, []) => format!("no voice stands {side} the claim. They were looked for in all sources read."),
        (0, against) => {
            let passages = plural(against.len(), "passage speaks", "passages speak");
            let mut why: Vec<&str> =
                against.iter().map(|quote| why_not_counted(material, theme, found, quote)).collect();
            why.sort_unstable();
            why.dedup();
            format!("no voice as a whole stands {side} the claim, but {passages} {side} it: {}.", words::and(&why))
        }
        (number, _) => format!(
            "{number} of {} with a position {} {side} the claim.",
            plural(found.voices, "voice", "voices"),
            if number == 1 { "stands" } else { "stand" }
        ),
    };
    Block::labelled("Negative cases:", told)
}

/// Says why a passage does not make its voice stand on its side.
fn why_not_counted(material: &Material<'_>, theme: &Theme<'_>, found: &Assessment, quote: &Quote) -> &'static str {
    let roster = &material.gathered.roster;
    let is_its_own = |unit: &&Unit| roster.voices[unit.voice] == quote.voice && roster.kinds[unit.kind] == quote.kind;
    let judged = theme.cells.iter().any(|cell| {
        // A judgement counts only where its coder has coded the theme in the source.
        material.study.source_of(&cell.source) == Some(quote.source) && quote.coders.contains(&cell.written.by)
    });
    match found.units.iter().find(is_its_own).map(|unit| unit.position) {
        _ if judged => "where a coder has judged the whole source, that judgement counts",
        Some(Position::Mixed) => {
            "a voice that also says the contrary or qualifies it, or that coders read differently, counts as mixed"
        }
        _ => "what its voice says otherwise outweighs it",
    }
}

fn quotation(material: &Material<'_>, quote: &Quote) -> Quotation {
    Quotation { words: quote.words.clone(), verbatim: quote.verbatim, attribution: attribution(material, quote) }
}

/// Who said it, as far as that may be told, and how to find the passage again.
pub(super) fn attribution(material: &Material<'_>, quote: &Quote) -> String {
    let study = material.study;
    let source = &study.sources()[quote.source];
    let mut told = vec![material.attributions.of(source)];
    // A label may be a name: it is told only where the source may be named.
    let speaker = quote.speaker.as_ref().filter(|_| source.about.usage == crate::source::Use::Attributed);
    told.extend(speaker.map(|speaker| format!("{speaker} speaking")));
    if !quote.verbatim {
        told.push("from notes".to_owned());
    }
    if source.voice() != quote.voice {
        told.push(format!("in the voice of {}", quote.voice));
    }
    if let Some(case) = &quote.case {
        told.push(format!("on {case}"));
    }
    let language = study.outline(source).map_or(Language::Other, |outline| outline.language);
    if language != Language::Other {
        told.push(format!("in {}", language.tag()));
    }
    if let Some(weight) = quote.weight {
        told.push(format!("weight {weight}"));
    }
    if !quote.anchored {
        told.push("no longer found in the text".to_owned());
    }
    let coders: Vec<&str> = quote.coders.iter().map(Coder::as_str).collect();
    if !coders.is_empty() {
        told.push(format!("coded by {}", words::and(&coders)));
    }
    if let Some(id) = quote.ids.first() {
        // The last part of the id, in which it is random, is enough to find it in the audit trail.
        let id = id.to_string();
        told.push(format!("ref {}", id.rsplit('-').next().unwrap_or(&id)));
    }
    told.join("; ")
}

/// The judgements of whole sources on the theme.
fn judgements(material: &Material<'_>, quotes: &Quotes<'_>, theme: &Theme<'_>) -> Vec<Block> {
    let study = material.study;
    let told: Vec<String> = theme
        .cells
        .iter()
        .filter_map(|cell| {
            let at = study.source_of(&cell.source)?;
            let source = &study.sources()[at];
            if source.is_withdrawn() || quotes.withheld(at, source).is_some() {
                return None;
            }
            let named = material.attributions.of(source);
            Some(format!("{named}: {} ({}, by {})", cell.summary, cell.stance, cell.written.by))
        })
        .collect();
    if told.is_empty() { Vec::new() } else { vec![Block::heading(3, "Summaries of whole sources"), Block::list(told)] }
}

/// Coverage by case and by category: those that the study declares, those that are known, and where
/// nobody was asked, or nobody of those asked is read yet.
fn coverage(material: &Material<'_>, theme: &Theme<'_>, found: &Assessment) -> Vec<Block> {
    let gathered = material.gathered;
    let unread = attendance(&gathered.roster, &theme.evidence, &gathered.thresholds).pending;
    let study = material.study;
    let unread: Vec<_> = unread.iter().filter_map(|id| Some(&study.sources()[study.position(id)?])).collect();
    let cases_unread: BTreeSet<&str> = unread.iter().flat_map(|source| source.cases()).map(Case::as_str).collect();
    let categories_unread: BTreeSet<&str> =
        unread.iter().flat_map(|source| source.categories()).map(Category::as_str).collect();
    let declared = |name: &str| {
        let attribute = material.study.manifest().attributes.get(name);
        attribute.map(|attribute| attribute.values.clone()).unwrap_or_default()
    };
    let known: Vec<String> = found.known_cases.iter().map(ToString::to_string).collect();
    let cases = covered("Case", declared("case").into_iter().chain(known), &found.cases, Case::as_str, &cases_unread);
    let categories = covered("Category", declared("category"), &found.categories, Category::as_str, &categories_unread);
    let tables: Vec<Block> =
        [cases, categories].into_iter().filter(|table| !table.rows.is_empty()).map(Block::Table).collect();
    if tables.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::heading(3, "Coverage")];
    blocks.extend(tables);
    blocks
}

fn covered<G>(
    what: &str,
    expected: impl IntoIterator<Item = String>,
    found: &[GroupCoverage<G>],
    name: impl Fn(&G) -> &str,
    unread: &BTreeSet<&str>,
) -> Table {
    let mut table = Table::new("", [what, "Stands", "For", "Mixed", "Against", "No position", "Silent", "Asked"]);
    let found: BTreeMap<&str, &GroupCoverage<G>> = found.iter().map(|group| (name(&group.name), group)).collect();
    let names: BTreeSet<String> = expected.into_iter().chain(found.keys().map(|name| (*name).to_owned())).collect();
    for name in names {
        match found.get(name.as_str()) {
            Some(group) => {
                let units = &group.units;
                let counts = [units.supports, units.mixed, units.contradicts, units.neutral, units.silent, group.asked];
                let stands = words::position(group.position).to_owned();
                table.add([name, stands].into_iter().chain(counts.iter().map(ToString::to_string)));
            }
            None if unread.contains(name.as_str()) => table.add([name, "asked, not read yet".to_owned()]),
            None => table.add([name, "nobody asked or heard".to_owned()]),
        }
    }
    table
}

/// Sources that count as one voice.
fn merged(material: &Material<'_>, quotes: &Quotes<'_>, theme: &Theme<'_>, found: &Assessment) -> Vec<Block> {
    let roster = &material.gathered.roster;
    let mut sources: BTreeMap<u32, BTreeSet<SourceId>> = BTreeMap::new();
    for coding in theme.evidence.codings.iter().filter(|coding| !coding.interviewer) {
        let source = &roster.sources[roster.parts[coding.part as usize].source as usize];
        sources.entry(roster.unit_voice(coding.unit)).or_default().insert(source.id.clone());
    }
    let speaks = |voice: u32| found.units.iter().any(|unit| unit.voice == voice && unit.position != Position::Silent);
    let mut told: Vec<String> = sources
        .into_iter()
        .filter(|(voice, sources)| sources.len() > 1 && speaks(*voice))
        .map(|(voice, sources)| {
            let ids: Vec<SourceId> = sources.into_iter().collect();
            format!("{}: {}.", roster.voices[voice], named(material, quotes, &ids))
        })
        .collect();
    told.sort();
    if told.is_empty() {
        return Vec::new();
    }
    vec![Block::heading(3, "Sources that count as one voice"), Block::list(told)]
}

fn kinds_compared(found: &Assessment) -> Vec<Block> {
    if found.pairs.is_empty() {
        return Vec::new();
    }
    let mut table = Table::new("", ["Kind", "Kind", "Compared"]);
    for (a, b, relation) in &found.pairs {
        table.add([a.to_string(), b.to_string(), words::relation(*relation).to_owned()]);
    }
    vec![Block::heading(3, "Kinds compared"), Block::Table(table)]
}

/// The columns of the data of themes: a row a passage.
pub(super) fn data_table() -> Table {
    Table::new(
        "",
        [
            "theme",
            "claim",
            "verdict",
            "direction",
            "stance",
            "kind",
            "attribution",
            "voice",
            "words",
            "verbatim",
            "case",
            "weight",
            "coders",
            "codings",
        ],
    )
}

/// Adds the passages of one theme to the data; a theme without one has a row for its verdict.
pub(super) fn add_data(
    table: &mut Table,
    material: &Material<'_>,
    theme: &Theme<'_>,
    found: &Assessment,
    quotes: &[Quote],
) {
    let about = [
        theme.code.id.to_string(),
        theme.code.claim.clone().unwrap_or_default(),
        found.judgement.verdict.to_string(),
        found.judgement.direction.sign().to_owned(),
    ];
    if quotes.is_empty() {
        table.add(about.clone());
    }
    for quote in quotes {
        let source = &material.study.sources()[quote.source];
        let shown = quote.withheld.is_none();
        let attributed = shown && source.about.usage == crate::source::Use::Attributed;
        let own = [
            quote.stance.to_string(),
            quote.kind.to_string(),
            if shown { material.attributions.of(source) } else { String::new() },
            if attributed { quote.voice.to_string() } else { String::new() },
            quote.withheld.map_or_else(|| quote.words.clone(), |why| why.words().to_owned()),
            if quote.verbatim { "yes" } else { "no" }.to_owned(),
            quote.case.as_ref().filter(|_| shown).map(ToString::to_string).unwrap_or_default(),
            quote.weight.map(|weight| weight.to_string()).unwrap_or_default(),
            quote.coders.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
            quote.ids.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
        ];
        table.add(about.iter().cloned().chain(own));
    }
}
