//! The words behind a theme, and which of them may be printed.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::ids::{Case, Coder, EntryId, Kind, Voice};
use crate::base::text::{Span, Text};
use crate::coding::{Decimal, Stance};
use crate::search::answer::Line;
use crate::search::arranged::Entry;
use crate::search::excerpt::Excerpt;
use crate::source::{Quoted, Use, Words};
use crate::study::{Anchoring, Placed, Source, Study};
use crate::triangulation::gather::{Gathered, Theme};

/// Words longer than this many code points are cut.
const LONGEST: usize = 600;

/// Why words are not printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withheld {
    /// The source informs verdicts and is never quoted.
    Background,
    /// The source is restricted and was not asked for by name.
    Restricted,
    /// The source's text cannot be read.
    Unread,
}

impl Withheld {
    /// Returns what stands in the place of the words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Background => "(background: informs the verdict and is not quoted)",
            Self::Restricted => "(restricted: not shown)",
            Self::Unread => "(the text of the source cannot be read)",
        }
    }
}

/// Words of a source that speak of a theme.
#[derive(Clone, Debug)]
pub struct Quote {
    /// The codings of these words with this stance.
    pub ids: Vec<EntryId>,
    /// Who coded them.
    pub coders: Vec<Coder>,
    /// What they say of the claim.
    pub stance: Stance,
    /// The kind of the source.
    pub kind: Kind,
    /// The source's place in [`Study::sources`].
    pub source: usize,
    /// Whose words they are.
    pub voice: Voice,
    /// The case that they speak of, where the coding names it.
    pub case: Option<Case>,
    /// The weight, where it is not one.
    pub weight: Option<Decimal>,
    /// Who speaks, where the words were coded with the label before them.
    pub speaker: Option<String>,
    /// The words without that label or another marker; they may be cut.
    pub words: String,
    /// Whether they are the respondent's own.
    pub verbatim: bool,
    /// Whether they stand where they were coded, in today's text.
    pub anchored: bool,
    /// Why they are not printed; then `words` is empty.
    pub withheld: Option<Withheld>,
}

/// Takes words out of the texts of a study; each text is read once.
pub struct Quotes<'s> {
    study: &'s Study,
    texts: BTreeMap<usize, Option<Text>>,
    asked_for: BTreeSet<usize>,
}

impl<'s> Quotes<'s> {
    /// Takes the restricted sources that were asked for by name, as places in [`Study::sources`].
    #[must_use]
    pub fn new(study: &'s Study, asked_for: &[usize]) -> Self {
        Self { study, texts: BTreeMap::new(), asked_for: asked_for.iter().copied().collect() }
    }

    /// Tells why a source's words and name must not be shown; nothing where they may.
    #[must_use]
    pub fn withheld(&self, at: usize, source: &Source) -> Option<Withheld> {
        if source.about.restricted && !self.asked_for.contains(&at) {
            Some(Withheld::Restricted)
        } else if source.about.usage == Use::Background {
            Some(Withheld::Background)
        } else {
            None
        }
    }

    /// Returns the words behind a theme: by kind, by source, by place. What several coders coded with the
    /// same stance stands once. Words of the interviewer are left out.
    #[must_use]
    pub fn of_theme(&mut self, gathered: &Gathered<'_>, theme: &Theme<'_>) -> Vec<Quote> {
        let mut quotes: Vec<Quote> = Vec::new();
        let mut last: BTreeMap<(usize, usize, usize, Stance, Voice), usize> = BTreeMap::new();
        for coding in theme.evidence.codings.iter().filter(|coding| !coding.interviewer) {
            let Some(placed) = gathered.placed.get(coding.number as usize) else { continue };
            let Some(at) = placed.source else { continue };
            let voice = gathered.roster.voices[gathered.roster.unit_voice(coding.unit)].clone();
            let key = (at, placed.span.start, placed.span.end, coding.stance, voice.clone());
            let coder = gathered.roster.coders[coding.coder].clone();
            if let Some(same) = last.get(&key).and_then(|&at| quotes.get_mut(at)) {
                same.ids.push(placed.coding.id());
                same.coders.push(coder);
                continue;
            }
            last.insert(key, quotes.len());
            let mut quote = self.quote(at, placed);
            quote.coders.push(coder);
            quote.stance = coding.stance;
            quote.voice = voice;
            quotes.push(quote);
        }
        for quote in &mut quotes {
            quote.ids.sort();
            quote.ids.dedup();
            quote.coders.sort();
            quote.coders.dedup();
        }
        // Codings come by source and place already.
        quotes.sort_by(|a, b| (&a.kind, a.source).cmp(&(&b.kind, b.source)));
        quotes
    }

    /// Returns the words of a passage that a search found, with the codings that were asked for and have the stance
    /// that weighs most there.
    #[must_use]
    pub fn of_entry(&self, entry: &Entry, line: &Line) -> Quote {
        let at = entry.hit.source;
        let source = &self.study.sources()[at];
        let withheld = self.withheld(at, source);
        let said = line.text.slice(line.span);
        let whole = Quoted { speaker: None, words: said };
        let quoted = self.study.outline(source).map_or(whole, |outline| outline.quoted(line.span, said));
        let is_shown = withheld.is_none();
        let codings: Vec<_> =
            entry.codings.iter().filter(|(_, stance)| *stance == entry.stance).map(|(coding, _)| coding).collect();
        let mut coders: Vec<Coder> = codings.iter().flat_map(|coding| coding.coders.clone()).collect();
        coders.sort();
        coders.dedup();
        Quote {
            ids: codings.iter().map(|coding| coding.id).collect(),
            coders,
            stance: entry.stance.unwrap_or(Stance::Neutral),
            kind: source.kind.clone(),
            source: at,
            voice: entry.voice.clone().unwrap_or_else(|| source.voice()),
            case: codings.iter().find_map(|coding| coding.case.clone()),
            weight: entry.weight.filter(|&weight| weight != Decimal::ONE),
            speaker: quoted.speaker.filter(|_| is_shown).map(str::to_owned),
            words: if is_shown { around_marks(line, quoted.words, &entry.coded(line.span)) } else { String::new() },
            verbatim: source.about.words == Words::Verbatim,
            anchored: true,
            withheld,
        }
    }

    fn quote(&mut self, at: usize, placed: &Placed<'_>) -> Quote {
        let source = &self.study.sources()[at];
        let coding = &*placed.coding;
        let mut withheld = self.withheld(at, source);
        let (mut speaker, mut words) = (None, String::new());
        if withheld.is_none() {
            match self.words(at, source, placed) {
                Some(found) => {
                    let outline = self.study.outline(source).ok().filter(|_| placed.anchoring == Anchoring::Anchored);
                    let whole = Quoted { speaker: None, words: &found };
                    let quoted = outline.map_or(whole, |outline| outline.quoted(placed.span, &found));
                    (speaker, words) = (quoted.speaker.map(str::to_owned), cut(quoted.words));
                }
                None => withheld = Some(Withheld::Unread),
            }
        }
        Quote {
            ids: vec![coding.id()],
            coders: Vec::new(),
            stance: coding.stance,
            kind: source.kind.clone(),
            source: at,
            voice: source.voice(),
            case: coding.case().cloned(),
            weight: Some(coding.weight()).filter(|&weight| weight != Decimal::ONE),
            speaker,
            words,
            verbatim: source.about.words == Words::Verbatim,
            anchored: placed.anchoring == Anchoring::Anchored,
            withheld,
        }
    }

    fn words(&mut self, at: usize, source: &Source, placed: &Placed<'_>) -> Option<String> {
        match placed.anchoring {
            Anchoring::Anchored => {
                let study = self.study;
                let text = self.texts.entry(at).or_insert_with(|| study.text(source).ok()).as_ref()?;
                Some(text.slice(placed.span).to_owned())
            }
            Anchoring::Unanchored => Some(self.study.kept_words(&placed.coding.place, "[…]")),
            Anchoring::Unread => None,
        }
    }
}

/// Cuts a long passage to the stretch in which its codings stand, or what was looked for; a short one stays whole.
/// `words` are those of the passage without its label.
fn around_marks(line: &Line, words: &str, coded: &[Span]) -> String {
    let marks = if coded.is_empty() { &line.marks } else { coded };
    if words.trim().chars().count() <= LONGEST || marks.is_empty() {
        return cut(words);
    }
    let said = Span::new(line.span.end - words.chars().count().min(line.span.len()), line.span.end);
    let excerpt = Excerpt::new(&line.text, said, marks, LONGEST);
    let before = if excerpt.cut_before { "[…] " } else { "" };
    let after = if excerpt.cut_after { " […]" } else { "" };
    format!("{before}{}{after}", line.text.slice(excerpt.span).trim())
}

fn cut(words: &str) -> String {
    let words = words.trim();
    if words.chars().count() <= LONGEST {
        return words.to_owned();
    }
    let head: String = words.chars().take(LONGEST).collect();
    format!("{} […]", head.trim_end())
}
