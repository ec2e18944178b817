//! Opening a study: everything is read, every fault is kept, and what is sound still works.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64};

use rayon::prelude::*;

use crate::base::disk::NodeKind;
use crate::base::ids::{Device, SourceId};
use crate::base::language::{Language, LanguageDetector};
use crate::base::nearest::did_you_mean;
use crate::base::problem::Problem;
use crate::base::text::Text;
use crate::codebook::{CodeFile, Codebook, read_file};
use crate::coding::{self, Entered, IdMaker, JournalFile, State};
use crate::source::{Stored, Unreadable};

use super::cache::Cache;
use super::glance::Files;
use super::host::Host;
use super::layout::Layout;
use super::manifest::Manifest;
use super::placing::Placements;
use super::snapshot::{self, Folded, Seen, file};
use super::source_table::SourceTable;
use super::sources::{self, Named, Planned, Source};

/// A study as it was read, kept up to date by what is written through it.
pub struct Study {
    pub(super) host: Host,
    pub(super) layout: Layout,
    pub(super) manifest: Manifest,
    pub(super) codebook: Codebook,
    pub(super) sources: Vec<Source>,
    /// Where each source stands in the list: asked for once a coding.
    pub(super) positions: HashMap<SourceId, usize>,
    pub(super) planned: Vec<Planned>,
    pub(super) state: State,
    pub(super) journals: Vec<JournalFile>,
    pub(super) ids: IdMaker,
    /// This device's name, the same for a whole run even where it cannot be kept; made when first needed.
    pub(super) device: OnceLock<(Device, Option<Problem>)>,
    /// What was wrong when it was opened.
    pub(super) problems: Vec<Problem>,
    pub(super) detector: LanguageDetector,
    pub(super) cache: Option<Cache>,
    /// What was computed of the sources' files before.
    pub(super) table: SourceTable,
    /// When the files were looked at, in nanoseconds since 1970.
    pub(super) looked: i128,
    /// Whether outlines were computed that the cache does not hold.
    pub(super) is_table_behind: AtomicBool,
    /// How many bytes of journals were read that the cache does not hold folded.
    pub(super) journal_bytes_read: AtomicU64,
    /// How each journal was found at opening, by its path.
    pub(super) seen: BTreeMap<String, Seen>,
    /// Whether the disk refused a write since: what it holds is not known then.
    pub(super) is_disk_in_doubt: bool,
    /// What the disk said of all files before they were read; nothing where there is no cache to keep for.
    pub(super) files: Option<Files>,
    /// Where the codings stand; made when first asked for.
    pub(super) placements: OnceLock<Placements>,
}

/// Why there is no study to work on.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no such folder.
    #[error("there is no folder {}", .0.display())]
    NoFolder(PathBuf),
    /// The folder is no study.
    #[error("{} is no study: it holds no study.toml", .0.display())]
    NoStudy(PathBuf),
    /// The manifest cannot be read.
    #[error("{0}")]
    Unreadable(String),
}

impl Study {
    /// Opens the study in a folder.
    ///
    /// # Errors
    /// Only when there is no study: all that is wrong inside one is among [`Self::problems`].
    pub fn open(host: Host, root: &Path) -> Result<Self, OpenError> {
        Self::open_with(host, root, read_codings)
    }

    /// Opens the study in a folder with what `read` makes of its journals.
    pub(super) fn open_with(
        host: Host,
        root: &Path,
        read: fn(&Host, &Layout, Option<&Cache>) -> Folded,
    ) -> Result<Self, OpenError> {
        let disk = host.disk.clone();
        let layout = Layout::new(root);
        let bytes = match disk.read(&layout.at(Layout::MANIFEST)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let there = disk.stat(root).is_ok_and(|stat| stat.kind != NodeKind::File);
                let root = root.to_owned();
                return Err(if there { OpenError::NoStudy(root) } else { OpenError::NoFolder(root) });
            }
            Err(error) => return Err(OpenError::Unreadable(error.to_string())),
        };
        let (manifest, mut problems) = match utf8(Layout::MANIFEST, bytes) {
            Ok(text) => Manifest::read(&text),
            Err(problem) => (Manifest::default(), vec![problem]),
        };
        let cache = Cache::of(&host, root);
        let looked = host.nanos();
        let files = cache.as_ref().map(|_| Files::of(&*disk, &layout, &manifest));
        let (codebook, told) = read_codebook(&host, &layout);
        problems.extend(told);
        problems.extend(manifest.check_guides(|code| codebook.resolve(code).is_some()));
        let table = cache.as_ref().map(SourceTable::read).unwrap_or_default();
        let found = sources::find(&*disk, &layout, &manifest, &table);
        problems.extend(found.problems);
        let Folded { journals, state, problems: told, seen, read } = read(&host, &layout, cache.as_ref());
        problems.extend(told);
        let mut ids = IdMaker::default();
        if let Some(id) = state.greatest() {
            ids.saw(id);
        }
        problems.sort();
        problems.dedup();
        Ok(Self {
            detector: LanguageDetector::new(&manifest.languages),
            host,
            layout,
            manifest,
            codebook,
            positions: found.sources.iter().enumerate().map(|(at, source)| (source.id.clone(), at)).collect(),
            sources: found.sources,
            planned: found.planned,
            state,
            journals,
            ids,
            device: OnceLock::new(),
            problems,
            cache,
            table,
            looked,
            is_table_behind: AtomicBool::new(false),
            journal_bytes_read: AtomicU64::new(read),
            seen,
            is_disk_in_doubt: false,
            files,
            placements: OnceLock::new(),
        })
    }

    /// Returns the machine that it is read on.
    #[must_use]
    pub fn host(&self) -> &Host {
        &self.host
    }

    /// Returns its paths.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Returns what `study.toml` says.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Returns its title, or its folder's name where it has none.
    #[must_use]
    pub fn title(&self) -> String {
        if !self.manifest.title.is_empty() {
            return self.manifest.title.clone();
        }
        self.layout.root().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// Tells whether sources that count are invented, so that whatever is made of the study has to say so.
    #[must_use]
    pub fn is_invented(&self) -> bool {
        self.sources().iter().any(|source| source.about.fictional && !source.is_withdrawn())
    }

    /// Returns the codebook.
    #[must_use]
    pub fn codebook(&self) -> &Codebook {
        &self.codebook
    }

    /// Returns all sources in the order of their ids, withdrawn ones too.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Returns the rows of the register that have no file.
    #[must_use]
    pub fn planned(&self) -> &[Planned] {
        &self.planned
    }

    /// Returns what all journals say.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Returns what was wrong when it was opened; [`Self::check`] looks into the texts too.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Returns the position of a source with exactly this id.
    #[must_use]
    pub fn position(&self, id: &SourceId) -> Option<usize> {
        self.positions.get(id).copied()
    }

    /// Finds a source as a user names it: id, else file name, else stem, else a part that only one id has.
    ///
    /// # Errors
    /// Says that there is none, with the nearest, or names the candidates.
    pub fn find_source(&self, wanted: &str) -> Result<usize, Problem> {
        let ids: Vec<&str> = self.sources.iter().map(|source| source.id.as_str()).collect();
        match sources::by_name(wanted, &ids) {
            Named::One(id) => ids.binary_search(&id).map_err(|_| unknown_source(wanted, &ids)),
            Named::Several(several) => {
                let message = format!("'{wanted}' names several sources: {}", several.join(", "));
                Err(Problem::error("ambiguous-source", "", message).hint("name one of them by its path"))
            }
            Named::None => Err(unknown_source(wanted, &ids)),
        }
    }

    /// Reads the text of a source from the disk.
    ///
    /// # Errors
    /// When it cannot be read, or is no longer the text that its outline was made of.
    pub fn text(&self, source: &Source) -> Result<Text, Unreadable> {
        let text = self.read_text(source)?;
        let known = match (source.outline.get(), &source.kept) {
            (Some(Ok(outline)), _) => Some(outline.hash),
            (None, Some(kept)) => Some(kept.hash),
            _ => None,
        };
        if known.is_none_or(|known| known == text.hash()) {
            return Ok(text);
        }
        // On a disk that does not tell of every change only the text itself does: nothing kept of the
        // sources' files is to be trusted then.
        if let Some(cache) = self.cache.as_ref().filter(|_| source.kept.is_some()) {
            SourceTable::forget(cache);
        }
        Err(Unreadable::Disk("the file was changed by another program meanwhile; open the study again".to_owned()))
    }

    pub(super) fn read_text(&self, source: &Source) -> Result<Text, Unreadable> {
        let bytes = self.host.disk.read(&source.path).map_err(|error| Unreadable::Disk(error.to_string()))?;
        Ok(Stored::read(bytes)?.text)
    }

    /// Returns the language of words that stand in no source, such as those of the codebook: the study's first one
    /// where they say too little to tell.
    #[must_use]
    pub fn language_of(&self, words: &str) -> Language {
        let first = || self.manifest.languages.first().copied();
        self.detector.detect(words).or_else(first).unwrap_or_default()
    }

    /// Returns the place of a part of the user's cache of this study; nothing where the user has no
    /// folder for caches.
    #[must_use]
    pub fn cache_place(&self, name: &str) -> Option<PathBuf> {
        self.cache.as_ref().map(|cache| cache.place(name))
    }

    /// Returns the paths in the study of the journals that are known.
    #[must_use]
    pub fn journal_paths(&self) -> Vec<String> {
        self.journals.iter().map(|journal| journal.path.clone()).collect()
    }

    /// Tells why the study must not be written to; nothing where it may be.
    #[must_use]
    pub fn write_barrier(&self) -> Option<String> {
        if self.manifest.is_newer() {
            return Some(format!("the study has format {}, which is newer than this program", self.manifest.format));
        }
        let newer = self.journals.iter().find(|journal| journal.newer)?;
        Some(format!("{} holds operations of a newer program", newer.path))
    }

    /// Reads everything anew from the disk.
    ///
    /// # Errors
    /// When the study is gone.
    pub fn reopen(&mut self) -> Result<(), OpenError> {
        let root = self.layout.root().to_owned();
        let opened = Self::open(self.host.clone(), &root)?;
        let device = std::mem::take(&mut self.device);
        *self = Self { device, ..opened };
        Ok(())
    }
}

fn unknown_source(wanted: &str, ids: &[&str]) -> Problem {
    let mut problem = Problem::error("unknown-source", "", format!("there is no source '{wanted}'"));
    let hint = did_you_mean(wanted, ids.iter().copied())
        .or_else(|| did_you_mean(wanted, ids.iter().map(|id| sources::stem(id))));
    problem.hint = hint.or_else(|| Some("see the sources with: tripod sources".to_owned()));
    problem
}

pub(super) fn utf8(path: &str, bytes: Vec<u8>) -> Result<String, Problem> {
    String::from_utf8(bytes).map_err(|error| {
        let upto = error.utf8_error().valid_up_to();
        let line = memchr::memchr_iter(b'\n', &error.as_bytes()[..upto]).count() + 1;
        Problem::error("not-utf8", path, "the file is no valid UTF-8 and is not read").at(line)
    })
}

/// Reads and joins all codebooks.
pub(super) fn read_codebook(host: &Host, layout: &Layout) -> (Codebook, Vec<Problem>) {
    let (texts, mut problems) = codebook_texts(host, layout);
    let mut files: Vec<CodeFile> = Vec::new();
    for (path, text) in texts {
        match text {
            Ok(text) => {
                let (file, told) = read_file(&path, &text);
                files.push(file);
                problems.extend(told);
            }
            Err(problem) => problems.push(problem),
        }
    }
    let (codebook, told) = Codebook::new(files);
    problems.extend(told);
    (codebook, problems)
}

/// The texts of the codebook files by their paths in the study, or why one cannot be read.
pub(super) type CodebookTexts = BTreeMap<String, Result<String, Problem>>;

/// Reads the texts of all codebook files; a second part says why they cannot be listed.
pub(super) fn codebook_texts(host: &Host, layout: &Layout) -> (CodebookTexts, Vec<Problem>) {
    let names = match host.disk.list(&layout.at(Layout::CODEBOOKS)) {
        Ok(names) => names,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Default::default(),
        Err(error) => {
            let message = format!("the codebooks are not read: {error}");
            return (BTreeMap::new(), vec![Problem::error("unreadable", Layout::CODEBOOKS, message)]);
        }
    };
    let mut texts = BTreeMap::new();
    for named in names {
        let ours = named.path.extension().is_some_and(|ending| ending == "toml") && !named.name.starts_with('.');
        if !ours {
            continue;
        }
        let path = format!("{}/{}", Layout::CODEBOOKS, named.name);
        let bytes = host.disk.read(&named.path);
        let text =
            bytes.map_err(|error| Problem::error("unreadable", &path, format!("the codebook is not read: {error}")));
        let text = text.and_then(|bytes| utf8(&path, bytes));
        texts.insert(path, text);
    }
    (texts, Vec::new())
}

/// Returns the paths in the study of its journals, in order.
fn journal_paths(host: &Host, layout: &Layout) -> Result<Vec<String>, Problem> {
    let names = match host.disk.list(&layout.at(Layout::JOURNALS)) {
        Ok(names) => names,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => {
            let message = format!("the journals are not read: {error}");
            return Err(Problem::error("unreadable", Layout::JOURNALS, message));
        }
    };
    let ours = |name: &str| name.ends_with(".jsonl") && !name.starts_with('.');
    let paths = names.into_iter().filter(|named| ours(&named.name));
    Ok(paths.map(|named| format!("{}/{}", Layout::JOURNALS, named.name)).collect())
}

/// Reads what coders wrote: from the cache and what was added since, or from all journals.
fn read_codings(host: &Host, layout: &Layout, cache: Option<&Cache>) -> Folded {
    match journal_paths(host, layout) {
        Ok(paths) => cache
            .and_then(|cache| snapshot::resume(cache, &*host.disk, layout, &paths))
            .unwrap_or_else(|| read_journals(host, layout, &paths)),
        Err(problem) => Folded { problems: vec![problem], ..Folded::default() },
    }
}

/// Reads all journals whole and folds them to one state.
fn read_journals(host: &Host, layout: &Layout, paths: &[String]) -> Folded {
    type Read = (JournalFile, Vec<Problem>, Seen);
    let read: Vec<Result<Read, Problem>> = paths
        .par_iter()
        .map(|path| {
            let place = layout.at(path);
            let stat = host.disk.stat(&place);
            match stat.and_then(|stat| Ok((stat, host.disk.read(&place)?))) {
                Ok((stat, bytes)) => {
                    let (seen, (journal, told)) =
                        rayon::join(|| Seen::whole(stat, &bytes), || coding::read(path, &bytes));
                    Ok((journal, told, seen))
                }
                Err(error) => Err(Problem::error("unreadable", path, format!("the journal is not read: {error}"))),
            }
        })
        .collect();
    let mut problems = Vec::new();
    let mut journals = Vec::new();
    let mut seen = BTreeMap::new();
    for result in read {
        match result {
            Ok((journal, told, found)) => {
                problems.extend(told);
                seen.insert(journal.path.clone(), found);
                journals.push(journal);
            }
            Err(problem) => problems.push(problem),
        }
    }
    let entries: Vec<Vec<Entered>> = journals.iter_mut().map(|journal| std::mem::take(&mut journal.entries)).collect();
    let filed = entries.into_iter().enumerate().flat_map(|(at, entries)| file(at, &journals[at].path, entries));
    let (state, told) = coding::fold(filed);
    problems.extend(told);
    let read = journals.iter().map(|journal| journal.length).sum();
    Folded { journals, state, problems, seen, read }
}
