//! What of words may go into a file: no words for background or of restricted sources, no group of too few people, and no name of a source
//! that is not to be named.

use std::collections::BTreeMap;

use crate::base::count::plural;
use crate::base::ids::Voice;
use crate::content::groups::{By, Group};
use crate::search::corpus::Corpus as _;
use crate::search::passages::{PassageSet, Places};
use crate::search::words::{fold, lower};
use crate::source::{Reading, Use};
use crate::study::{Source, Speaks, Study};

use super::Common;
use super::prepared::Prepared;

/// The leg on which respondents speak; on other legs no person is exposed by an attribute.
const SAID: &str = "said";

/// Returns the passages of sources whose words no file holds: those that inform verdicts and are never quoted, and
/// restricted ones, which only who names them sees on the screen.
pub(super) fn unquoted(study: &Study, places: &Places) -> PassageSet {
    let mut passages = PassageSet::none(places.len());
    for (at, source) in study.sources().iter().enumerate() {
        if source.about.usage == Use::Background || source.about.restricted {
            passages.insert_range(places.of_source(at));
        }
    }
    passages
}

/// Which groups may be told, and what is said of the others.
pub(super) struct Disclosed {
    /// For each group whether it may be told.
    may: Vec<bool>,
    minimum: usize,
}

impl Disclosed {
    /// Everything may be told on the screen and of themes and kinds; else, in a file, what enough people share.
    pub(super) fn new(common: &Common, prepared: &Prepared, by: &By, groups: &[Group]) -> Self {
        let minimum = prepared.study.manifest().disclosure.minimum;
        let is_free = common.file().is_none() || matches!(by, By::Theme | By::Kind);
        // A group of documents alone exposes nobody.
        let may = |group: &Group| is_free || !(1..minimum).contains(&people(prepared, by, group));
        Self { may: groups.iter().map(may).collect(), minimum }
    }

    /// Tells whether a group may be told, by its place among the groups.
    pub(super) fn may(&self, group: usize) -> bool {
        self.may.get(group).copied().unwrap_or(true)
    }

    /// Says how many groups are left out; nothing where none is.
    pub(super) fn about(&self) -> Option<String> {
        let hidden = self.may.iter().filter(|may| !**may).count();
        let groups = plural(hidden, "group is", "groups are");
        (hidden > 0).then(|| format!("{groups} left out: fewer than {} respondents are in it", self.minimum))
    }
}

/// Counts the respondents who are not named and have words in a group; of a case those who belong to it, and not
/// those who speak of it.
fn people(prepared: &Prepared, by: &By, group: &Group) -> usize {
    let (study, places) = (&prepared.study, prepared.picture.places());
    let belongs = |speaks: &Speaks| {
        let plain = |name: &str| fold(&lower(name.trim()));
        *by != By::Case || speaks.cases.iter().any(|case| plain(case.as_str()) == plain(&group.id))
    };
    let mut people: BTreeMap<Voice, usize> = BTreeMap::new();
    let heard = |source: &&Source| source.leg == SAID && source.about.usage != Use::Attributed;
    for (at, source) in study.sources().iter().enumerate().filter(|(_, source)| heard(source)) {
        let is_in = |number: &usize| group.passages.contains(*number) && prepared.range.contains(*number);
        let numbers = places.of_source(at);
        let first = numbers.start;
        for passage in numbers.filter(is_in).map(|number| number - first) {
            let outline = study.outline(source).ok().filter(|_| source.reading == Reading::Table);
            let row = outline.and_then(|outline| outline.row(passage)).zip(passage.checked_sub(1));
            let (speaks, number) = match row {
                Some((about, row)) => (source.row_speaks(row, about), 1),
                None => (source.speaks(), source.about.people.unwrap_or(1).max(1)),
            };
            if belongs(&speaks) {
                let known = people.entry(speaks.voice).or_default();
                *known = (*known).max(number);
            }
        }
    }
    people.values().sum()
}
