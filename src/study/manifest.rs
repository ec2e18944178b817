//! `study.toml`: what the lead settles for the whole study. Every key is optional.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::ids::{CodeId, Coder, Kind, Leg};
use crate::base::language::Language;
use crate::base::problem::Problem;
use crate::base::settings::{self, Section};
use crate::source::Asked;

use super::layout::Layout;

/// The format that this program writes and wholly understands.
const FORMAT: u32 = 1;

/// What `study.toml` says, with defaults where it says nothing.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// The study's title.
    pub title: String,
    /// The format; a greater one than the program's is read as far as it is known, and never written to.
    pub format: u32,
    /// The languages among which detection chooses; all known ones where the list is empty.
    pub languages: Vec<Language>,
    /// The kinds of sources, in order.
    pub kinds: Vec<KindRule>,
    /// The declared attributes.
    pub attributes: BTreeMap<String, Attribute>,
    /// The evaluation questions, in order.
    pub questions: Vec<Question>,
    /// The instruments, and the codes that each asks about.
    pub guides: BTreeMap<String, Asked>,
    /// The known coders and their names in full.
    pub coders: BTreeMap<Coder, String>,
    /// The thresholds that are set: name, value as written, line.
    pub thresholds: Vec<(String, String, usize)>,
    /// Whose word is the evaluated party's own: a key of a source, and the values that match.
    pub own: BTreeMap<String, Vec<String>>,
    /// How many respondents a figure needs behind it.
    pub disclosure: Disclosure,
    /// Saved searches by name.
    pub searches: BTreeMap<String, SavedSearch>,
}

/// A search that the study keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedSearch {
    /// What is looked for, as a person typed it.
    pub query: String,
    /// The line of `study.toml`.
    pub line: usize,
}

/// A kind of source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindRule {
    /// Its name.
    pub name: Kind,
    /// Its folder; none where sources say themselves that they are of this kind.
    pub folder: Option<String>,
    /// The leg that it stands on.
    pub leg: Leg,
    /// Whether sources that name neither guide nor codes were asked about everything.
    pub asks_all: bool,
    /// The guide of its sources that name none.
    pub guide: Option<String>,
}

/// A declared attribute of sources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attribute {
    /// Its values; free text where the list is empty.
    pub values: Vec<String>,
    /// Groups of values by name.
    pub groups: BTreeMap<String, Vec<String>>,
}

/// A question of the evaluation matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// The criterion that it serves.
    pub criterion: Option<String>,
}

/// How many respondents a figure needs behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disclosure {
    /// In reports for the team.
    pub minimum: usize,
    /// In reports for the public.
    pub public: usize,
}

impl Default for Manifest {
    fn default() -> Self {
        Self {
            title: String::new(),
            format: FORMAT,
            languages: Vec::new(),
            kinds: default_kinds(),
            attributes: BTreeMap::new(),
            questions: Vec::new(),
            guides: BTreeMap::new(),
            coders: BTreeMap::new(),
            thresholds: Vec::new(),
            own: BTreeMap::new(),
            disclosure: Disclosure { minimum: 5, public: 10 },
            searches: BTreeMap::new(),
        }
    }
}

fn default_kinds() -> Vec<KindRule> {
    let kind = |name: &str, folder: Option<&str>, leg: &str| KindRule {
        name: name.into(),
        folder: folder.map(str::to_owned),
        leg: leg.into(),
        asks_all: leg == "said",
        guide: None,
    };
    vec![
        kind("interview", Some("interviews"), "said"),
        kind("focus-group", None, "said"),
        kind("desk-review", Some("desk-review"), "written"),
        kind("observation", Some("observations"), "seen"),
    ]
}

impl Manifest {
    /// Reads the text of `study.toml`.
    #[must_use]
    pub fn read(text: &str) -> (Self, Vec<Problem>) {
        let (manifest, problems) = settings::read(Layout::MANIFEST, text, read_top);
        (manifest.unwrap_or_default(), problems)
    }

    /// Tells whether a newer program made the study.
    #[must_use]
    pub fn is_newer(&self) -> bool {
        self.format > FORMAT
    }

    /// Returns the rule of a kind.
    #[must_use]
    pub fn kind(&self, name: &Kind) -> Option<&KindRule> {
        self.kinds.iter().find(|kind| kind.name == *name)
    }
}

fn read_top(top: &mut Section<'_>) -> Manifest {
    let mut manifest = Manifest { title: top.text("title").unwrap_or_default(), ..Manifest::default() };
    if let Some((text, line)) = top.scalar("format") {
        match text.parse() {
            Ok(format) if format > 0 => manifest.format = format,
            _ => top.error("format", line, format!("'format' is a whole number, not '{text}'")),
        }
        if manifest.is_newer() {
            let message = format!(
                "the study has format {text}, this program knows {FORMAT}: what is known is read, and nothing is written"
            );
            top.report(Problem::warning("newer-format", Layout::MANIFEST, message).at(line).hint("update tripod"));
        }
    }
    manifest.languages = top.list("languages").unwrap_or_default().iter().map(|tag| Language::from_tag(tag)).collect();
    read_kinds(top, &mut manifest);
    read_attributes(top, &mut manifest);
    read_questions(top, &mut manifest);
    read_guides(top, &mut manifest);
    if let Some(mut section) = top.section("coders") {
        manifest.coders = section.named_texts().into_iter().map(|(name, full, _)| (Coder::from(name), full)).collect();
    }
    read_triangulation(top, &mut manifest);
    read_disclosure(top, &mut manifest);
    if let Some(mut section) = top.section("searches") {
        manifest.searches =
            section.named_texts().into_iter().map(|(name, query, line)| (name, SavedSearch { query, line })).collect();
    }
    manifest
}

fn read_kinds(top: &mut Section<'_>, manifest: &mut Manifest) {
    let mut kinds: Vec<KindRule> = Vec::new();
    let mut folders = BTreeSet::new();
    for mut section in top.sections("kinds") {
        let line = section.line();
        let Some(name) = section.text("name").filter(|name| !name.is_empty()) else {
            section.error("kind", line, "this kind has no name and is not read");
            continue;
        };
        section.call(format!("kind '{name}'"));
        if kinds.iter().any(|kind| kind.name == name.as_str()) {
            section.error("kind", line, format!("the kind '{name}' stands twice; the first counts"));
            continue;
        }
        let folder = section.text("folder").and_then(|folder| sound_folder(&folder, &section, line));
        if let Some(folder) = &folder
            && !folders.insert(folder.clone())
        {
            section.error("kind", line, format!("the folder '{folder}' belongs to another kind already"));
        }
        let leg = section.text("leg").unwrap_or_else(|| name.clone());
        let asks_all = match section.text_at("asks") {
            None => leg == "said",
            Some((word, _)) if word == "all" || word == "none" => word == "all",
            Some((word, line)) => {
                section.error("kind", line, format!("'asks' is \"all\" or \"none\", not \"{word}\""));
                leg == "said"
            }
        };
        let guide = section.text("guide");
        section.finish();
        kinds.push(KindRule { name: name.into(), folder, leg: leg.into(), asks_all, guide });
    }
    if !kinds.is_empty() {
        manifest.kinds = kinds;
    }
}

/// Returns a folder inside the study; anything that leads out of it is an error.
fn sound_folder(folder: &str, section: &Section<'_>, line: usize) -> Option<String> {
    let folder = folder.trim_end_matches('/');
    let reserved = [Layout::CODEBOOKS, Layout::JOURNALS];
    let sound = !folder.is_empty()
        && folder.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && !part.contains('\\'))
        && !reserved.contains(&folder.split('/').next().unwrap_or_default());
    if sound {
        return Some(folder.to_owned());
    }
    section.error("kind", line, format!("the folder '{folder}' is no folder of sources inside the study"));
    None
}

fn read_attributes(top: &mut Section<'_>, manifest: &mut Manifest) {
    let Some(mut section) = top.section("attributes") else { return };
    for (name, mut inside) in section.named_sections() {
        inside.call(format!("attribute '{name}'"));
        let values = inside.list("values").unwrap_or_default();
        let mut groups = BTreeMap::new();
        if let Some(mut group) = inside.section("groups") {
            for (group_name, members, line) in group.named_lists() {
                for member in members.iter().filter(|member| !values.is_empty() && !values.contains(member)) {
                    let message =
                        format!("the group '{group_name}' of '{name}' holds '{member}', which is none of its values");
                    group.warning("attribute", line, message);
                }
                groups.insert(group_name, members);
            }
        }
        inside.finish();
        manifest.attributes.insert(name, Attribute { values, groups });
    }
}

fn read_questions(top: &mut Section<'_>, manifest: &mut Manifest) {
    for mut section in top.sections("questions") {
        let line = section.line();
        let id = section.scalar("id").map(|(id, _)| id).unwrap_or_default();
        let text = section.text("text").unwrap_or_default();
        let criterion = section.text("criterion");
        if id.is_empty() {
            section.error("question", line, "this question has no id and is not read");
        } else if manifest.questions.iter().any(|question| question.id == id) {
            section.error("question", line, format!("the question '{id}' stands twice; the first counts"));
        } else {
            manifest.questions.push(Question { id, text, criterion });
        }
        section.finish();
    }
}

fn read_guides(top: &mut Section<'_>, manifest: &mut Manifest) {
    let Some(mut section) = top.section("guides") else { return };
    for (name, mut inside) in section.named_sections() {
        inside.call(format!("guide '{name}'"));
        let asked = inside.list("asked").unwrap_or_default();
        inside.finish();
        manifest.guides.insert(name, Asked::from_list(&asked));
    }
}

fn read_triangulation(top: &mut Section<'_>, manifest: &mut Manifest) {
    let Some(mut section) = top.section("triangulation") else { return };
    if let Some(mut own) = section.section("own") {
        manifest.own = own.named_lists().into_iter().map(|(key, values, _)| (key, values)).collect();
    }
    for key in THRESHOLDS {
        if let Some((value, line)) = section.scalar(key) {
            manifest.thresholds.push((key.to_owned(), value, line));
        }
    }
    section.finish();
}

/// The names of the thresholds; what they mean is the triangulation's affair.
const THRESHOLDS: [&str; 11] = [
    "tau",
    "beta",
    "delta",
    "n_min",
    "silence",
    "prominence_gap",
    "prominence_base",
    "scarce",
    "unfinished",
    "case_coverage",
    "category_min",
];

fn read_disclosure(top: &mut Section<'_>, manifest: &mut Manifest) {
    let Some(mut section) = top.section("disclosure") else { return };
    let mut number = |key: &'static str, default: usize| match section.scalar(key) {
        None => default,
        Some((text, line)) => text.parse().ok().filter(|&number| number >= 1).unwrap_or_else(|| {
            section.error("disclosure", line, format!("'{key}' is a whole number from 1, not '{text}'"));
            default
        }),
    };
    let minimum = number("minimum", 5);
    let public = number("public", 10);
    manifest.disclosure = Disclosure { minimum, public };
    section.finish();
}

impl Manifest {
    /// Returns what is wrong with the codes that guides name.
    pub(super) fn check_guides(&self, knows: impl Fn(&CodeId) -> bool) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (name, asked) in &self.guides {
            let Asked::Codes(codes) = asked else { continue };
            for code in codes.iter().filter(|code| !knows(code)) {
                let message = format!("the guide '{name}' asks about '{code}', which no codebook holds");
                problems.push(Problem::warning("unknown-code", Layout::MANIFEST, message));
            }
        }
        for kind in &self.kinds {
            if let Some(guide) = kind.guide.as_ref().filter(|guide| !self.guides.contains_key(*guide)) {
                let message = format!("the kind '{}' uses the guide '{guide}', which is not declared", kind.name);
                problems.push(Problem::warning("unknown-guide", Layout::MANIFEST, message));
            }
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_manifest_has_the_defaults() {
        let (manifest, problems) = Manifest::read("");
        assert!(problems.is_empty());
        let kinds: Vec<_> = manifest.kinds.iter().map(|k| (k.name.as_str(), k.leg.as_str(), k.asks_all)).collect();
        assert_eq!(
            kinds,
            [
                ("interview", "said", true),
                ("focus-group", "said", true),
                ("desk-review", "written", false),
                ("observation", "seen", false)
            ]
        );
        assert_eq!((manifest.disclosure.minimum, manifest.disclosure.public, manifest.format), (5, 10, 1));
    }

    #[test]
    fn declared_kinds_replace_the_defaults() {
        let text = "[[kinds]]\nname='indicator'\nleg='measured'\n[[kinds]]\nname='survey'\nfolder='surveys/'\n[[kinds]]\nname='x'\nfolder='../out'\n[[kinds]]\nasks='al'\n";
        let (manifest, problems) = Manifest::read(text);
        let kinds: Vec<_> =
            manifest.kinds.iter().map(|k| (k.name.as_str(), k.folder.as_deref(), k.leg.as_str())).collect();
        assert_eq!(kinds, [("indicator", None, "measured"), ("survey", Some("surveys"), "survey"), ("x", None, "x")]);
        assert_eq!(problems.iter().map(|p| p.line.unwrap()).collect::<Vec<_>>(), [7, 10]);
    }

    #[test]
    fn the_whole_example_is_read() {
        let text = "format = 1\ntitle = \"T\"\nlanguages = [\"en\", \"ar\"]\n[attributes.case]\nvalues = [\"varsk\"]\n[attributes.case.groups]\nnorth = [\"varsk\", \"oops\"]\n[[questions]]\nid = \"EQ2.1\"\ntext = \"?\"\ncriterion = \"effectiveness\"\n[guides.staff-2019]\nasked = [\"relevance\"]\n[guides.all]\nasked = \"*\"\n[coders]\nana = \"Lead\"\n[triangulation]\ntau = \"1/2\"\nn_min = 3\nown = { category = [\"staff\"], issuer = [\"The Office\"] }\ntaau = 1\n[disclosure]\nminimum = 5\npublic = 0\n[searches]\nmoney = 'theme:x -kind:interview'\n";
        let (manifest, problems) = Manifest::read(text);
        assert_eq!(manifest.guides["staff-2019"], Asked::Codes(vec!["relevance".into()]));
        assert_eq!(manifest.guides["all"], Asked::All);
        assert_eq!(
            manifest.thresholds,
            [("tau".to_owned(), "1/2".to_owned(), 19), ("n_min".to_owned(), "3".to_owned(), 20)]
        );
        assert_eq!(manifest.own["issuer"], ["The Office"]);
        assert_eq!(manifest.searches["money"], SavedSearch { query: "theme:x -kind:interview".to_owned(), line: 27 });
        let seen: Vec<_> = problems.iter().map(|p| (p.kind, p.line.unwrap())).collect();
        assert_eq!(seen, [("attribute", 7), ("unknown-key", 22), ("disclosure", 25)], "{problems:?}");
    }

    #[test]
    fn a_newer_format_is_told_and_read() {
        let (manifest, problems) = Manifest::read("format = 2\ntitle = \"T\"\n");
        assert!(manifest.is_newer() && manifest.title == "T");
        assert_eq!(problems[0].kind, "newer-format");
    }
}
