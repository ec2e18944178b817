//! The sample study, as it lies at the repository's root, in the program.

use include_dir::{Dir, include_dir};

/// The folders of sources. Only what a study reads as a source is taken out of them.
static SOURCES: [(&str, Dir<'_>); 3] = [
    ("interviews", include_dir!("$CARGO_MANIFEST_DIR/interviews")),
    ("desk-review", include_dir!("$CARGO_MANIFEST_DIR/desk-review")),
    ("observations", include_dir!("$CARGO_MANIFEST_DIR/observations")),
];

/// The other files, by name: other coders' journals and drafts may lie beside these.
static OTHERS: [(&str, &[u8]); 4] = [
    ("codebooks/codebook.toml", include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/codebooks/codebook.toml"))),
    ("codings/ana.sample27.jsonl", include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/codings/ana.sample27.jsonl"))),
    ("codings/ben.sample27.jsonl", include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/codings/ben.sample27.jsonl"))),
    ("sources.csv", include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/sources.csv"))),
];

/// The manifest, from which that of a copy is made.
pub(super) const MANIFEST: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/study.toml"));

/// A file of the sample: its path in the study, and its bytes.
pub(super) type SampleFile = (String, &'static [u8]);

/// Returns all files of the sample but its manifest.
pub(super) fn files() -> Vec<SampleFile> {
    let sources = SOURCES.iter().flat_map(|(folder, dir)| dir.files().map(move |file| (*folder, file)));
    let mut files: Vec<SampleFile> = sources
        .filter_map(|(folder, file)| {
            let name = file.path().file_name()?.to_str()?;
            let is_source = !name.starts_with('.') && (name.ends_with(".md") || name.ends_with(".csv"));
            is_source.then(|| (format!("{folder}/{name}"), file.contents()))
        })
        .collect();
    files.extend(OTHERS.iter().map(|(path, bytes)| ((*path).to_owned(), *bytes)));
    files
}
