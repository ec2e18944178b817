//! What a search found, told as evidence: in groups, with the independent voices behind each, the strongest first.
//!
//! It has no claim, so there is no verdict. A case or category heads a group only where the attribution of each
//! respondent in it may tell it, and a voice only where its source may be named: else the heading would tell more
//! than the words under it.

use std::collections::{BTreeMap, HashMap};

use crate::base::count::plural;
use crate::base::ids::Voice;
use crate::coding::Stance;
use crate::search::answer::Line;
use crate::search::arranged::{Arranged, By, Counts, Entry, Group, OfVoice};
use crate::search::context::{Beside, beside};
use crate::source::Use;

use super::block::{Block, Quotation, Table};
use super::build::Material;
use super::quotes::{Quote, Quotes, Withheld};
use super::theme::attribution;

/// What a search found.
#[derive(Clone, Debug)]
pub struct Searched {
    /// The name under which the study keeps the search, if it was run by its name.
    pub name: Option<String>,
    /// What was looked for.
    pub query: String,
    /// All that was found, every voice and passage listed.
    pub arranged: Arranged,
    /// The passages, by their numbers.
    pub lines: Vec<Line>,
    /// Whether the weaker passages of a voice are only counted.
    pub is_folded: bool,
    /// How many passages are told before and after each.
    pub context: usize,
}

impl Searched {
    /// Tells whether anything was found.
    #[must_use]
    pub fn is_found(&self) -> bool {
        self.arranged.all.passages > 0
    }

    fn title(&self) -> String {
        match &self.name {
            Some(name) => format!("@{name}"),
            None => self.query.clone(),
        }
    }
}

/// What stands above the words of a voice that may not be named, before a number.
const UNNAMED: &str = "a voice that is not named";

/// What of a group a reader sees: the names that may be told, and what is folded.
fn shown(material: &Material<'_>, quotes: &Quotes<'_>, searched: &Searched) -> Arranged {
    let may_name = |entry: &Entry| may_name(material, quotes, entry.hit.source);
    let is_unnamed = |group: &&Group| group.voices.iter().flat_map(|of| &of.entries).any(|entry| !may_name(entry));
    // Numbered among themselves and told last, so that no place in the order of names gives one away.
    let unnamed: Vec<&Option<String>> =
        searched.arranged.groups.iter().filter(is_unnamed).map(|group| &group.name).collect();
    let number = |group: &Group| unnamed.iter().position(|name| **name == group.name).map_or(0, |at| at + 1);
    let mut told = searched.arranged.regrouped(|group, entry| match searched.arranged.by {
        By::Voice if group.name.is_some() && !may_name(entry) => Some(format!("{UNNAMED} ({})", number(group))),
        by => may_head(material, by, group, entry),
    });
    if searched.arranged.by == By::Voice {
        let is_last = |name: &String| name.starts_with(UNNAMED);
        told.groups.sort_by_key(|group| (group.name.is_none(), group.name.as_ref().is_some_and(is_last)));
    }
    if searched.is_folded { told.folded() } else { told }
}

/// Tells whether a source, and with it the voice that speaks in it, may be named.
fn may_name(material: &Material<'_>, quotes: &Quotes<'_>, at: usize) -> bool {
    let source = &material.study.sources()[at];
    source.about.usage == Use::Attributed && quotes.withheld(at, source).is_none()
}

/// Returns the name of a group as far as it may stand above a passage.
fn may_head(material: &Material<'_>, by: By, group: &Group, entry: &Entry) -> Option<String> {
    let name = group.name.as_deref()?;
    let source = &material.study.sources()[entry.hit.source];
    let is_told = match by {
        // Voices that may not be named have been given a number.
        By::Kind | By::Stance | By::Voice => true,
        // What the words speak of, as a coder says, tells nothing of who speaks.
        By::Case if entry.codings.iter().any(|(coding, _)| coding.case.as_ref().is_some_and(|case| case == name)) => {
            true
        }
        By::Case => material.attributions.tells_case(source, name),
        By::Category => material.attributions.tells_category(source, name),
    };
    is_told.then(|| name.to_owned())
}

/// Tells what a search found; headings begin at `level`.
pub(super) fn blocks(material: &Material<'_>, quotes: &Quotes<'_>, searched: &Searched, level: u8) -> Vec<Block> {
    let told = shown(material, quotes, searched);
    let mut blocks = vec![Block::heading(level, searched.title())];
    if let Some(name) = &searched.name {
        blocks.push(Block::labelled("The saved search:", format!("@{name}, which looks for {}", searched.query)));
    } else {
        blocks.push(Block::labelled("Looked for:", searched.query.clone()));
    }
    blocks.push(Block::labelled("Verdict:", "none. A search has no claim that could be true or false."));
    let by = told.by.word();
    blocks.push(Block::labelled("Found:", format!("{}, by {by}.", counted(&told.all))));
    if searched.is_found() {
        blocks.push(Block::paragraph(
            "In each group the strongest stand first: passages coded with a stance before those that take no position, \
             heavier codings before lighter, those that more coders hold, then those that fit the words best. Voices are \
             independent: what one says several times counts once.",
        ));
    }
    let lines: HashMap<usize, &Line> = searched.lines.iter().map(|line| (line.hit.number, line)).collect();
    for group in &told.groups {
        blocks.push(Block::heading(level + 1, heading(material, quotes, &told, group)));
        let mut hidden = 0;
        for of in &group.voices {
            for (at, entry) in of.entries.iter().enumerate() {
                let Some(line) = lines.get(&entry.hit.number) else { continue };
                let more = if at == 0 { of.more } else { 0 };
                match passage(material, quotes, entry, line, (more, searched.context)) {
                    Some(told) => blocks.extend(told),
                    None => hidden += 1 + more,
                }
            }
        }
        if hidden > 0 {
            let passages = plural(hidden, "further passage counts", "further passages count");
            blocks.push(Block::paragraph(format!("{passages} and may not be quoted here.")));
        }
    }
    blocks
}

fn counted(counts: &Counts) -> String {
    let voices = plural(counts.voices, "independent voice", "independent voices");
    let (sources, passages) =
        (plural(counts.sources, "source", "sources"), plural(counts.passages, "passage", "passages"));
    format!("{voices} in {sources}, {passages}")
}

/// Names a group and says how many voices are behind it. A voice of a restricted source is not named.
fn heading(material: &Material<'_>, quotes: &Quotes<'_>, told: &Arranged, group: &Group) -> String {
    let entries = || group.voices.iter().flat_map(|of| &of.entries);
    let is_restricted = |entry: &Entry| {
        let at = entry.hit.source;
        quotes.withheld(at, &material.study.sources()[at]) == Some(Withheld::Restricted)
    };
    let name = match (&group.name, told.by) {
        (Some(_), By::Voice) if entries().any(is_restricted) => "a restricted source",
        (Some(name), _) => name,
        (None, By::Case) => "of no one case, or too few share it for it to be told",
        (None, By::Category) => "of no category, or too few share it for it to be told",
        (None, by) => by.none(),
    };
    format!("{name}: {}", counted(&group.counts))
}

/// Tells one passage with what stands around it; nothing where it may not be quoted.
fn passage(
    material: &Material<'_>,
    quotes: &Quotes<'_>,
    entry: &Entry,
    line: &Line,
    (more, context): (usize, usize),
) -> Option<Vec<Block>> {
    let quote = quotes.of_entry(entry, line);
    if quote.withheld.is_some() {
        return None;
    }
    let own = [
        entry.voice.is_none().then(|| "nobody's voice, not counted".to_owned()),
        entry.stance.filter(|stance| *stance != Stance::Neutral).map(|stance| stance.to_string()),
        (more > 0).then(|| format!("{more} more of this voice")),
    ];
    let told = std::iter::once(attribution(material, &quote)).chain(own.into_iter().flatten());
    let told = told.collect::<Vec<_>>().join("; ");
    let (before, after) = around(material, line, context);
    let mut blocks: Vec<Block> = before.iter().map(|words| Block::labelled("Before:", words.as_str())).collect();
    blocks.push(Block::Quotation(Quotation { words: quote.words, verbatim: quote.verbatim, attribution: told }));
    blocks.extend(after.iter().map(|words| Block::labelled("After:", words.as_str())));
    Some(blocks)
}

/// Returns what stands before and after a passage. Who speaks is told only where the source may be named.
fn around(material: &Material<'_>, line: &Line, context: usize) -> (Vec<String>, Vec<String>) {
    let source = &material.study.sources()[line.hit.source];
    let Some(outline) = material.study.outline(source).ok().filter(|_| context > 0) else { return Default::default() };
    let is_named = source.about.usage == Use::Attributed;
    let told = |beside: Beside| {
        let words = beside.words.split_whitespace().collect::<Vec<_>>().join(" ");
        match beside.speaker {
            _ if beside.is_interviewer => format!("(the interviewer) {words}"),
            Some(speaker) if is_named => format!("({speaker}) {words}"),
            _ => words,
        }
    };
    let (before, after) = beside(outline, &line.text, line.hit.passage, context);
    (before.into_iter().map(told).collect(), after.into_iter().map(told).collect())
}

/// The columns of the data of searches: a row a passage and voice.
pub(super) fn data_table() -> Table {
    Table::new(
        "",
        [
            "search",
            "query",
            "by",
            "group",
            "voice_number",
            "stance",
            "kind",
            "attribution",
            "voice",
            "words",
            "verbatim",
            "before",
            "after",
            "case",
            "weight",
            "coders",
            "codings",
            "folded",
        ],
    )
}

/// Adds what a search found to the data.
pub(super) fn add_data(table: &mut Table, material: &Material<'_>, quotes: &Quotes<'_>, searched: &Searched) {
    let told = shown(material, quotes, searched);
    let lines: HashMap<usize, &Line> = searched.lines.iter().map(|line| (line.hit.number, line)).collect();
    // Numbers tell voices apart where their names may not be told.
    let mut numbers: BTreeMap<&Voice, usize> = BTreeMap::new();
    for group in &told.groups {
        for of in &group.voices {
            let known = numbers.len();
            let number = of.voice.as_ref().map(|voice| *numbers.entry(voice).or_insert(known + 1));
            for (at, entry) in of.entries.iter().enumerate() {
                let Some(line) = lines.get(&entry.hit.number) else { continue };
                let quote = quotes.of_entry(entry, line);
                let (before, after) = if quote.withheld.is_none() {
                    around(material, line, searched.context)
                } else {
                    Default::default()
                };
                let folded = if at == 0 { of.more } else { 0 };
                let name = match told.by {
                    By::Voice => voice_told(material, quotes, &quote, of),
                    _ => group.name.clone().unwrap_or_default(),
                };
                let mut row = vec![
                    searched.name.as_ref().map(|name| format!("@{name}")).unwrap_or_default(),
                    searched.query.clone(),
                    told.by.word().to_owned(),
                    name,
                    number.map(|number| number.to_string()).unwrap_or_default(),
                    entry.stance.map(|stance| stance.to_string()).unwrap_or_default(),
                    quote.kind.to_string(),
                ];
                row.extend(told_of(material, quotes, &quote, of));
                row.extend([before.join("\n"), after.join("\n")]);
                row.extend(coded(&quote));
                row.push(folded.to_string());
                table.add(row);
            }
        }
    }
}

fn voice_told(material: &Material<'_>, quotes: &Quotes<'_>, quote: &Quote, of: &OfVoice) -> String {
    let told = of.voice.as_ref().filter(|_| may_name(material, quotes, quote.source));
    told.map(ToString::to_string).unwrap_or_default()
}

/// Attribution, voice, words and whether they are verbatim, as far as each may be told.
fn told_of(material: &Material<'_>, quotes: &Quotes<'_>, quote: &Quote, of: &OfVoice) -> [String; 4] {
    let source = &material.study.sources()[quote.source];
    [
        if quote.withheld.is_none() { material.attributions.of(source) } else { String::new() },
        voice_told(material, quotes, quote, of),
        quote.withheld.map_or_else(|| quote.words.clone(), |why| why.words().to_owned()),
        if quote.verbatim { "yes" } else { "no" }.to_owned(),
    ]
}

/// Case, weight, coders and codings.
fn coded(quote: &Quote) -> [String; 4] {
    let joined = |names: Vec<String>| names.join("; ");
    [
        quote.case.as_ref().filter(|_| quote.withheld.is_none()).map(ToString::to_string).unwrap_or_default(),
        quote.weight.map(|weight| weight.to_string()).unwrap_or_default(),
        joined(quote.coders.iter().map(ToString::to_string).collect()),
        joined(quote.ids.iter().map(ToString::to_string).collect()),
    ]
}

/// Adds what a search found to the data of themes, of whose columns it has no claim and no verdict.
pub(super) fn add_theme_data(table: &mut Table, material: &Material<'_>, quotes: &Quotes<'_>, searched: &Searched) {
    let told = shown(material, quotes, searched);
    let lines: HashMap<usize, &Line> = searched.lines.iter().map(|line| (line.hit.number, line)).collect();
    for of in told.groups.iter().flat_map(|group| &group.voices) {
        for entry in &of.entries {
            let Some(line) = lines.get(&entry.hit.number) else { continue };
            let quote = quotes.of_entry(entry, line);
            let mut row = vec![searched.title(), String::new(), String::new(), String::new()];
            row.push(entry.stance.map(|stance| stance.to_string()).unwrap_or_default());
            row.push(quote.kind.to_string());
            row.extend(told_of(material, quotes, &quote, of));
            row.extend(coded(&quote));
            table.add(row);
        }
    }
}
