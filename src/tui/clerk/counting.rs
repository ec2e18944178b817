//! Counting words for the screen Words: on a thread, and only for the newest question.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, RwLock};

use super::seeking::Outlook;
use crate::base::problem::Severity;
use crate::content::Merging;
use crate::content::collocation::{self, Windows};
use crate::content::frequency;
use crate::content::groups::{By, groups, names};
use crate::content::keyness::{self, Listing, Side};
use crate::content::kwic;
use crate::content::material::{Material, Turns};
use crate::content::question::found;
use crate::content::tally::{InGroups, Watch, count};
use crate::search::answer::{Asked, ask};
use crate::search::corpus::Corpus as _;
use crate::search::index::{Index, Joined};
use crate::search::passages::PassageSet;
use crate::search::query::Query;
use crate::search::searchable::{Searchable, index_folder};
use crate::study::Study;
use crate::tui::message::{Message, Outcome};
use crate::tui::words::{Answer, Ask, Found, Places};

/// How many places of a word are shown; the number of all is told.
const MOST: usize = 2_000;

/// How many words beside a word count as near it.
const WINDOW: usize = 5;

/// Counts words.
#[derive(Default)]
pub(super) struct Counting {
    /// The number of the newest question.
    newest: Arc<AtomicU64>,
}

impl Counting {
    /// Counts behind the scenes; what was asked before is given up.
    pub(super) fn ask(
        &self,
        study: &Arc<RwLock<Study>>,
        outlook: Outlook,
        within: Query,
        ask: Ask,
        to: &Sender<Message>,
    ) {
        let number = self.newest.fetch_add(1, Ordering::Relaxed) + 1;
        let (newest, study, sender) = (Arc::clone(&self.newest), Arc::clone(study), to.clone());
        super::spawn("words", to, move || {
            super::judging::read_outlines(&study, &sender);
            let stop = || newest.load(Ordering::Relaxed) != number;
            let (picture, material, divided, folder) = outlook.with(&study, |study, picture| {
                let material = Material::new(study, picture.places(), turns(&ask));
                let divided = if let Ask::Keyness(by, _) = &ask { names(study, by) } else { Vec::new() };
                (picture, material, divided, index_folder(study))
            });
            let kept = || folder.filter(|_| ask.tab().asks_word()).and_then(|folder| kept(&folder, &picture));
            let index = outlook.joined(&picture).or_else(kept);
            let sources = picture.places().sources().max(1);
            let told = AtomicU8::new(0);
            let progress = |done: usize| {
                let share = u8::try_from(done * 100 / sources).unwrap_or(100);
                // A share is told once, by whichever core comes to it first.
                if share > told.fetch_max(share, Ordering::Relaxed) && !stop() {
                    drop(sender.send(Message::Done(Outcome::Counting(share))));
                }
            };
            let watch = Watch { stop: &stop, progress: &progress };
            let ready = Ready { picture: &picture, material, index, within: &within, watch: &watch };
            if let Some(found) = ready.answer(&ask, divided) {
                // When nobody listens any more there is no use for the answer.
                drop(sender.send(Message::Done(Outcome::Words(Box::new(Answer { ask, found })))));
            }
        });
    }
}

/// Returns the index as it was kept, where nothing was searched for yet in this session.
fn kept(folder: &Path, picture: &Searchable) -> Option<Joined> {
    let index = Index::open(folder).ok()?;
    Arc::new(index).join(picture).ok()
}

fn turns(ask: &Ask) -> Turns {
    match ask {
        Ask::Concordance(_, turns) => *turns,
        Ask::Frequency(kept) | Ask::Keyness(_, kept) | Ask::Collocations(_, kept) => kept.turns,
    }
}

/// A picture of the study made ready for one question.
struct Ready<'r> {
    picture: &'r Searchable,
    material: Material,
    /// While there is none the texts are read, and the search makes one meanwhile.
    index: Option<Joined>,
    within: &'r Query,
    watch: &'r Watch<'r>,
}

impl Ready<'_> {
    /// Answers; nothing where it was stopped. `divided` are the groups that keywords are asked of.
    fn answer(&self, ask: &Ask, divided: Vec<(String, String)>) -> Option<Result<Found, String>> {
        match ask {
            Ask::Concordance(query, _) => self.concordance(query),
            Ask::Frequency(kept) => {
                let range = self.range();
                let sorter = InGroups { base: &range, groups: Vec::new() };
                let counts = count(self.picture, &self.material, &sorter, Merging::Stems, self.watch)?;
                let whole = counts.whole();
                Some(Ok(Found::Frequency(Arc::new(frequency::list(&counts, &whole, kept.words)), whole.words)))
            }
            Ask::Keyness(by, kept) => self.keyness(by, divided, kept.words),
            Ask::Collocations(query, kept) => self.collocations(query, kept.words),
        }
    }

    /// Returns the passages that the filter of all screens lists and whose words count.
    fn range(&self) -> PassageSet {
        let mut range = self.found(&ask(self.picture, "", false, self.within));
        range.intersect(self.material.counted());
        range
    }

    fn found(&self, asked: &Asked) -> PassageSet {
        let none = || PassageSet::none(self.picture.places().len());
        found(self.picture, &asked.plan, self.index.as_ref(), self.watch.stop)
            .or_else(|_| found(self.picture, &asked.plan, None, self.watch.stop))
            .unwrap_or_else(|_| none())
    }

    /// Reads a query for words.
    fn words(&self, query: &str) -> Result<(Asked, PassageSet), String> {
        let asked = ask(self.picture, query, false, self.within);
        if let Some(trouble) = asked.troubles.iter().find(|trouble| trouble.severity == Severity::Error) {
            let hint = trouble.hint.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default();
            return Err(format!("{}{hint}", trouble.message));
        }
        if !asked.plan.node.has_words() {
            return Err(format!("no word is looked for in '{query}': type a word, or a \"phrase\""));
        }
        let mut hits = self.found(&asked);
        hits.intersect(self.material.counted());
        Ok((asked, hits))
    }

    fn concordance(&self, query: &str) -> Option<Result<Found, String>> {
        let (asked, hits) = match self.words(query) {
            Ok(words) => words,
            Err(reason) => return Some(Err(reason)),
        };
        let wanted = kwic::Wanted { window: kwic::WINDOW * 2, order: kwic::Order::Source, most: MOST };
        let (lines, count) = kwic::lines(self.picture, &self.material, &asked.plan.node, &hits, wanted, self.watch)?;
        let sources: BTreeMap<_, _> =
            lines.iter().map(|line| (line.source, self.picture.id(line.source).clone())).collect();
        Some(Ok(Found::Concordance(Places { lines: Arc::new(lines), sources, count })))
    }

    fn keyness(
        &self,
        by: &By,
        divided: Vec<(String, String)>,
        words: frequency::Words,
    ) -> Option<Result<Found, String>> {
        let divided = match groups(self.picture, by, divided) {
            Ok(divided) => divided,
            Err(unknown) => return Some(Err(unknown.message)),
        };
        let range = self.range();
        let listing = Listing { merging: Merging::Stems, words, side: Side::More };
        let of = (&range, by);
        let compared = keyness::by_groups(self.picture, &self.material, of, &divided, listing, self.watch)?;
        let names = divided.into_iter().map(|group| group.name).collect();
        Some(Ok(Found::Keyness(names, Arc::new(compared))))
    }

    fn collocations(&self, query: &str, words: frequency::Words) -> Option<Result<Found, String>> {
        let (asked, hits) = match self.words(query) {
            Ok(found) => found,
            Err(reason) => return Some(Err(reason)),
        };
        let mut range = self.range();
        // Restricted sources that the query names.
        range.unite(&hits);
        let windows = Windows::new(&asked.plan.node, &hits, &range, WINDOW);
        let counts = count(self.picture, &self.material, &windows, Merging::Stems, self.watch)?;
        let found = windows.found();
        Some(Ok(Found::Collocations(Arc::new(collocation::list(&counts, found, words)), found)))
    }
}
