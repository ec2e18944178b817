//! A whole study: its sources, its register, its codebook, and what three coders made of it.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use tripod::base::clock::rfc3339;
use tripod::base::ids::{CodeId, Coder, EntryId, SourceId};
use tripod::base::text::{Span, Text, TextHash};
use tripod::codebook::{self, Codebook, read_file};
use tripod::coding::{Act, Coded, Done, Entry, Place, Stance, print};
use tripod::study::Layout;

use super::chance::Chance;
use super::codes::{CODERS, Code, DEVICE, THEME, codebook_text, codes};
use super::passages::{Form, Wanted, Written, date, site, write};
use super::words::{PHRASE, RARE, Vocabulary, Writing};
use super::{Result, Size};

/// The edition of what is made here: a study of another edition is not taken for the same.
const EDITION: u32 = 1;
/// Says what a study was made of. It is written last.
const STAMP: &str = "generated.json";
/// Stands in the folder while a study is being made there.
const BEGUN: &str = "being-generated.json";
/// How many sources are made at a time.
const BATCH: usize = 200;
/// When the first coding is made: 2024-01-08.
const BEGINNING: u64 = 1_704_700_000_000;
/// How long a coder takes for a coding, in milliseconds.
const PACE: u64 = 15_000;

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Made {
    edition: u32,
    pub(crate) size: String,
    pub(crate) seed: u64,
    pub(crate) sources: usize,
    pub(crate) words: usize,
    /// Bytes of all sources.
    pub(crate) bytes: u64,
    pub(crate) codings: usize,
    /// In how many passages the rare word stands.
    pub(crate) rare: usize,
    /// In how many passages the phrase stands.
    pub(crate) phrases: usize,
    /// The journals with their lengths.
    pub(crate) journals: Vec<(String, u64)>,
}

/// Makes a study in a folder, or finds that it is there.
///
/// # Errors
/// When the folder holds something else, or cannot be written.
pub(crate) fn make(folder: &Path, size: Size, seed: u64) -> Result<Made> {
    let wanted = |made: &Made| (made.edition, made.size.as_str(), made.seed) == (EDITION, size.name, seed);
    let read = |name: &str| -> Option<Made> { serde_json::from_slice(&std::fs::read(folder.join(name)).ok()?).ok() };
    if let Some(made) = read(STAMP) {
        return if wanted(&made) { Ok(made) } else { Err(taken(folder)) };
    }
    let is_empty = std::fs::read_dir(folder).map_or(true, |mut names| names.next().is_none());
    if !is_empty && !read(BEGUN).is_some_and(|begun| wanted(&begun)) {
        return Err(taken(folder));
    }
    for name in ["interviews", "desk-review", "observations", Layout::CODEBOOKS, Layout::JOURNALS] {
        std::fs::create_dir_all(folder.join(name))?;
    }
    let mut made = Made {
        edition: EDITION,
        size: size.name.to_owned(),
        seed,
        sources: size.sources,
        words: 0,
        bytes: 0,
        codings: size.sources * size.codings,
        rare: 0,
        phrases: 0,
        journals: Vec::new(),
    };
    std::fs::write(folder.join(BEGUN), serde_json::to_vec_pretty(&made)?)?;
    Maker::new(folder, size, seed).make(&mut made)?;
    std::fs::write(folder.join(STAMP), serde_json::to_vec_pretty(&made)?)?;
    std::fs::remove_file(folder.join(BEGUN))?;
    Ok(made)
}

fn taken(folder: &Path) -> Box<dyn std::error::Error + Send + Sync> {
    format!("{} holds something else: name another folder, or remove it", folder.display()).into()
}

struct Maker<'a> {
    folder: &'a Path,
    size: Size,
    seed: u64,
    codes: Vec<Code>,
    codebook: Codebook,
    vocabularies: [Vocabulary; 3],
    /// The codes by how often they are used.
    order: Vec<usize>,
}

/// What one source came to.
struct Source {
    row: Option<String>,
    entries: [Vec<Entry>; 3],
    words: usize,
    bytes: u64,
    rare: usize,
    phrases: usize,
}

/// A journal that grows.
struct Journal {
    path: String,
    file: BufWriter<File>,
    length: u64,
    last: String,
}

impl<'a> Maker<'a> {
    fn new(folder: &'a Path, size: Size, seed: u64) -> Self {
        let codes = codes();
        let (file, _) = read_file("codebooks/bench.toml", &codebook_text());
        // A Zipf over codes would hide leaves: the order is shuffled once.
        let mut order: Vec<usize> = (0..codes.len()).collect();
        Chance::of(seed, "codes", 0).shuffle(&mut order);
        Self {
            folder,
            size,
            seed,
            codebook: Codebook::new([file]).0,
            vocabularies: Writing::ALL.map(|writing| Vocabulary::new(seed, writing, &codes)),
            codes,
            order,
        }
    }

    fn make(&self, made: &mut Made) -> Result<()> {
        std::fs::write(self.folder.join("codebooks/bench.toml"), codebook_text())?;
        std::fs::write(self.folder.join("queries.json"), serde_json::to_vec_pretty(&self.queries())?)?;
        let mut register = BufWriter::new(File::create(self.folder.join(Layout::REGISTER))?);
        writeln!(register, "source,case,category,date,guide,event")?;
        let mut journals = CODERS
            .iter()
            .map(|coder| {
                let path = Layout::journal(&(*coder).into(), &DEVICE.into());
                let file = BufWriter::new(File::create(self.folder.join(&path))?);
                Ok(Journal { path, file, length: 0, last: "0".repeat(16) })
            })
            .collect::<Result<Vec<_>>>()?;
        for from in (0..self.size.sources).step_by(BATCH) {
            let batch = from..(from + BATCH).min(self.size.sources);
            let sources = batch.into_par_iter().map(|number| self.source(number)).collect::<Result<Vec<_>>>()?;
            journals.par_iter_mut().enumerate().try_for_each(|(coder, journal)| {
                sources.iter().flat_map(|source| &source.entries[coder]).try_for_each(|entry| journal.append(entry))
            })?;
            for source in sources {
                if let Some(row) = &source.row {
                    writeln!(register, "{row}")?;
                }
                made.words += source.words;
                made.bytes += source.bytes;
                made.rare += source.rare;
                made.phrases += source.phrases;
            }
        }
        register.flush()?;
        for mut journal in journals {
            journal.file.flush()?;
            made.journals.push((journal.path, journal.length));
        }
        std::fs::write(self.folder.join(Layout::MANIFEST), self.manifest())?;
        Ok(())
    }

    fn manifest(&self) -> String {
        let sites: Vec<String> = (0..17).map(|number| format!("\"{}\"", site(number))).collect();
        let mut text = format!(
            "format = 1\ntitle = \"Generated study, {} sources, seed {}\"\nlanguages = [\"en\", \"ru\", \"zh\"]\n\n\
             [attributes.case]\nvalues = [{}]\n[attributes.case.groups]\nnorth = [{}]\nriver = [{}]\nsouth = [{}]\n\n\
             [attributes.category]\nvalues = [\"clients\", \"officials\", \"staff\"]\n\n",
            self.size.sources,
            self.seed,
            sites.join(", "),
            sites[..6].join(", "),
            sites[6..11].join(", "),
            sites[11..].join(", "),
        );
        // A guide that asks about half of the roots, with all that stands below them.
        let asked: Vec<String> = self.codes[..40].iter().map(|code| format!("\"{}\"", code.id)).collect();
        // Writing to a string cannot fail.
        let _infallible = write!(text, "[guides.short]\nasked = [{}]\n\n[coders]\n", asked.join(", "));
        for coder in CODERS {
            let _infallible = writeln!(text, "{coder} = \"Coder {coder}\"");
        }
        text
    }

    fn queries(&self) -> serde_json::Value {
        let word = |rank: usize| &self.vocabularies[Writing::English as usize].words[rank];
        serde_json::json!({
            "theme": THEME, "rare": RARE, "mid": word(9_000), "common": word(60), "verycommon": "the",
            "phrase": PHRASE, "bool_and": [word(700), word(1_500)], "bool_not": word(300),
            "coders": CODERS, "docs": self.size.sources, "words": self.size.words,
            "codings_per_doc": self.size.codings, "seed": self.seed,
        })
    }

    /// Returns what the source of a number is.
    fn layout(&self, number: usize) -> (Form, String, usize) {
        let share = |hundredths: usize| ((self.size.sources * hundredths + 50) / 100).max(1);
        let (desk, observations) = (share(4), share(20));
        let interviews = self.size.sources - desk - observations;
        let words = self.size.words;
        if number < interviews {
            let ending = if number % 5 == 4 { "md" } else { "txt" };
            (Form::Interview, format!("interviews/int-{:05}.{ending}", number + 1), words)
        } else if number < interviews + desk {
            (Form::DeskReview, format!("desk-review/desk-{:05}.md", number + 1 - interviews), words * 5)
        } else {
            let at = number + 1 - interviews - desk;
            (Form::Observation, format!("observations/obs-{at:05}.txt"), (words / 5).max(40))
        }
    }

    /// Writes a source and returns what is said of it elsewhere.
    fn source(&self, number: usize) -> Result<Source> {
        let (form, path, words) = self.layout(number);
        let is_markdown = path.ends_with(".md");
        let wanted = Wanted { number, form, words, codings: self.size.codings, order: &self.order };
        let written = write(self.seed, &self.vocabularies, &wanted, is_markdown);
        let mut chance = Chance::of(self.seed, "about", number);
        let keys = keys(form, number, &mut chance);
        let head = if is_markdown { front_matter(&keys, form, number) } else { String::new() };
        let mut file = head;
        file.push_str(&written.text);
        std::fs::write(self.folder.join(&path), &file)?;
        let row = (!is_markdown).then(|| {
            let cell = |name: &str| keys.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value.as_str());
            let cells = ["case", "category", "date", "guide", "event"].map(cell).join(",");
            format!("{path},{cells}")
        });
        Ok(Source {
            row,
            entries: self.entries(number, &path, &written),
            words: written.words,
            bytes: file.len() as u64,
            rare: written.rare,
            phrases: written.phrases,
        })
    }

    /// Makes what each coder writes of a source.
    fn entries(&self, number: usize, path: &str, written: &Written) -> [Vec<Entry>; 3] {
        let mut chance = Chance::of(self.seed, "codings", number);
        let text = Text::from(written.text.as_str());
        let hash = text.hash();
        let mut entries: [Vec<Entry>; 3] = [const { Vec::new() }; 3];
        let slots = self.size.codings as u64 + 3;
        let mut slot = 0;
        let mut put = |coder: usize, chance: &mut Chance, act: Act| {
            let millis = BEGINNING + (number as u64 * slots + slot) * PACE;
            slot += 1;
            let id = EntryId::from_parts(millis, (u128::from(chance.bits()) << 10) | coder as u128);
            let (at, by) = (rfc3339(millis), Coder::from(CODERS[coder]));
            entries[coder].push(Entry { id, at, by, step: id, undoes: None, redoes: None, act });
        };
        for nth in 0..self.size.codings {
            let coder = nth % 3;
            let (span, code) = self.found(&mut chance, nth / 3, written);
            let coded = self.coded(path, Place::of(&text, hash, span), code);
            put(coder, &mut chance, Act::Code(Box::new(coded)));
        }
        for coder in 0..3 {
            // Some texts are not read to the end yet; the first coder is ahead of the others.
            if chance.is([800, 650, 500][coder]) {
                let codes = self.codes.iter().map(|code| CodeId::from(code.id.as_str())).collect();
                let done = Done { source: SourceId::from(path), text: Some(hash), codes, all: true };
                put(coder, &mut chance, Act::Done(done));
            }
        }
        entries
    }

    /// Returns what a coder finds in the place of a sentence that speaks of a code.
    fn found(&self, chance: &mut Chance, nth: usize, written: &Written) -> (Span, usize) {
        let (span, code) = written.spoken[nth % written.spoken.len()];
        let length = written.length;
        match chance.below(100) {
            // The same, or nearly.
            0..75 if chance.is(500) => {
                let moved = |at: usize, chance: &mut Chance| (at + chance.below(41)).saturating_sub(20);
                let start = moved(span.start, chance);
                let end = moved(span.end, chance).max(start + 5).min(length);
                (Span::new(start.min(end), end), code)
            }
            0..75 => (span, code),
            // The same words, another code.
            75..88 => (span, (code + 1) % self.codes.len()),
            // Something else, near the end.
            _ => {
                let last = length.saturating_sub(200).max(1);
                let start = chance.below(last);
                (Span::new(start, (start + 30 + chance.below(171)).min(length)), chance.below(self.codes.len()))
            }
        }
    }

    fn coded(&self, path: &str, place: Place, code: usize) -> Coded {
        const STANCES: [Stance; 8] = [
            Stance::Supports,
            Stance::Supports,
            Stance::Supports,
            Stance::Supports,
            Stance::Supports,
            Stance::Qualifies,
            Stance::Contradicts,
            Stance::Neutral,
        ];
        let code = CodeId::from(self.codes[code].id.as_str());
        let (start, end) = (place.span.start, place.span.end);
        Coded {
            source: path.into(),
            stance: STANCES[(start * 7 + end * 3 + code.as_str().len()) % 8],
            place,
            claim: self.codebook.theme_of(&code).and_then(codebook::Code::claim_hash),
            rules: self.codebook.get(&code).and_then(codebook::Code::rules_hash),
            code,
            weight: None,
            memo: None,
            voice: None,
            case: None,
            auto: None,
            via: None,
        }
    }
}

/// Returns what is known of a source beside its words.
fn keys(form: Form, number: usize, chance: &mut Chance) -> Vec<(&'static str, String)> {
    let mut keys = vec![("case", site(number)), ("date", date(number))];
    match form {
        Form::Interview => {
            keys.push(("category", chance.one(&["clients", "clients", "officials", "staff"]).to_owned()));
            if number.is_multiple_of(3) {
                keys.push(("guide", "short".to_owned()));
            }
        }
        // Three documents of four have an issuer of which there are others.
        Form::DeskReview => keys.push(("issuer", format!("Office {}", chance.below(3 + number / 40)))),
        // Two or three observe the same event.
        Form::Observation => keys.push(("event", format!("visit-{:04}", number / 3))),
    }
    keys
}

fn front_matter(keys: &[(&'static str, String)], form: Form, number: usize) -> String {
    let mut text = format!("---\ntitle: {} {}\n", form.folder(), number + 1);
    for (key, value) in keys {
        // Writing to a string cannot fail.
        let _infallible = writeln!(text, "{key}: {value}");
    }
    text.push_str("---\n");
    text
}

impl Journal {
    fn append(&mut self, entry: &Entry) -> Result<()> {
        let line = print(entry, &self.last);
        self.last = TextHash::of_bytes(line.as_bytes()).to_string();
        writeln!(self.file, "{line}")?;
        self.length += line.len() as u64 + 1;
        Ok(())
    }
}
