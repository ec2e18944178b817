//! The documents: every command in them runs as it is written, and the method's tables agree with the code.
//!
//! A comment before each `sh` block says where it runs, and is not seen in the page:
//!
//! - `<!-- run: sample -->` in a copy of the sample study,
//! - `<!-- run: own notes -->` in a home folder with notes to import,
//! - `<!-- run: own notes, coded -->` there, after a passage was coded in the workbench,
//! - `<!-- run: no -->` nowhere.
//!
//! The blocks of one page and setting run one after another and share their folder. A block has to end
//! well, or as `exit 1` in its comment says, without an error or a warning. After `<!-- prints -->` stands
//! what the block before it prints, line by line. After `<!-- file: sources.csv -->` stands a file that the
//! reader writes into the study of own notes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tripod::base::ids::{Case, Category, Kind, SourceId, Voice};
use tripod::coding::Direction;
use tripod::content::contrast::{CUT_OFFS, Contrast, class_weight, log_dice};
use tripod::content::keyness::LEAST_SOURCES;
use tripod::triangulation::flags::Flag;
use tripod::triangulation::pairs::Relation;
use tripod::triangulation::reasons::Reason;
use tripod::triangulation::thresholds::{NAMES, Thresholds};
use tripod::triangulation::verdict::{Position, Verdict};
use tripod::triangulation::words;

use crate::import::word_file;
use crate::study::Study;

/// What a study is made of, as far as the repository's root holds it.
const SAMPLE: [&str; 7] =
    ["study.toml", "sources.csv", "codebooks", "codings", "interviews", "desk-review", "observations"];

/// A fenced block of a page.
#[derive(Debug, PartialEq, Eq)]
struct Block {
    line: usize,
    language: String,
    /// What the comment right above it says, without `<!--` and `-->`.
    comment: String,
    text: String,
}

/// Where the blocks of a page run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Setting {
    Sample,
    OwnNotes,
}

/// What the comment above an `sh` block asks for.
#[derive(Debug, PartialEq, Eq)]
struct Order {
    setting: Setting,
    coded: bool,
    exit: i32,
}

impl Order {
    /// Reads a comment; nothing where the block is not to run.
    fn read(comment: &str) -> Result<Option<Self>, String> {
        let order = comment.strip_prefix("run: ").ok_or("a comment `run: …` has to stand above it")?;
        let mut parts = order.split(',').map(str::trim);
        let setting = match parts.next() {
            Some("no") => return Ok(None),
            Some("sample") => Setting::Sample,
            Some("own notes") => Setting::OwnNotes,
            _ => return Err(format!("there is no setting in '{comment}'")),
        };
        let mut read = Self { setting, coded: false, exit: 0 };
        for part in parts {
            match part.split_once(' ') {
                None if part == "coded" => read.coded = true,
                Some(("exit", code)) => read.exit = code.parse().map_err(|_| format!("no exit code in '{comment}'"))?,
                _ => return Err(format!("'{part}' is not understood")),
            }
        }
        Ok(Some(read))
    }
}

/// Returns the fenced blocks of a page.
fn blocks(page: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut comment = "";
    let mut open = false;
    for (line, number) in page.lines().zip(1..) {
        match (open, line.strip_prefix("```")) {
            (false, Some(language)) => {
                let [language, comment] = [language, comment].map(|text| text.trim().to_owned());
                found.push(Block { line: number, language, comment, text: String::new() });
                open = true;
            }
            (true, Some(_)) => open = false,
            (true, None) => {
                let text = &mut found.last_mut().unwrap().text;
                text.push_str(line);
                text.push('\n');
            }
            (false, None) => {}
        }
        comment = line.strip_prefix("<!--").and_then(|line| line.strip_suffix("-->")).unwrap_or("");
    }
    found
}

/// Returns the README and all pages of `docs`, by name.
fn pages() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = std::fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    docs.filter(|path| path.extension().is_some_and(|end| end == "md"))
        .chain([root.join("README.md")])
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(path).unwrap()))
        .collect()
}

/// A folder in which the blocks of one page run in one setting.
struct Scene {
    study: Study,
    /// Where the next block begins.
    folder: PathBuf,
    /// What the last block printed.
    printed: String,
}

impl Scene {
    fn new(setting: Setting) -> Self {
        let study = Study::bare();
        let (home, outside) = (study.path().with_file_name("home"), study.path().with_file_name("outside"));
        let folder = match setting {
            Setting::Sample => {
                for name in SAMPLE {
                    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(name), &study.path().join(name));
                }
                study.path()
            }
            Setting::OwnNotes => {
                for (name, text) in NOTES {
                    study.outside(name, text);
                }
                study.outside("notes/ministry.docx", word_file("Q: What would help? A line in our own budget."));
                for name in ["notes", "groups", "reports", "visits", "figures"] {
                    copy(&outside.join(name), &home.join(name));
                }
                home
            }
        };
        Self { study, folder, printed: String::new() }
    }

    /// Runs a block and says what is wrong with how it ended.
    fn run(&mut self, script: &str, exit: i32) -> Result<(), String> {
        let last = self.study.path().with_file_name("last-folder");
        let program = self.study.command();
        let binaries = Path::new(program.get_program()).parent().unwrap().display().to_string();
        let mut shell = Command::new("sh");
        shell.args(["-eu", "-c", &format!("trap 'pwd > \"$LAST\"' EXIT\n{script}")]).env_clear();
        shell.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
        shell.env("PATH", format!("{binaries}:/usr/local/bin:/usr/bin:/bin")).env("LAST", &last);
        let output = shell.current_dir(&self.folder).stdin(Stdio::null()).output().unwrap();
        let [stdout, stderr] = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        self.folder = PathBuf::from(std::fs::read_to_string(&last).unwrap().trim_end());
        let complains = stderr.lines().any(|line| line.starts_with("error") || line.starts_with("warning"));
        let told = format!("exit {:?}\n--- stdout\n{stdout}\n--- stderr\n{stderr}", output.status.code());
        self.printed = stdout;
        if output.status.code() == Some(exit) && !complains { Ok(()) } else { Err(told) }
    }

    /// Codes a passage, as a reader does in the workbench.
    fn code(&mut self) -> Result<(), String> {
        let words = "There was a course, and nothing came of it.";
        self.run(&format!("tripod code laboratory.txt --quote '{words}' capacity --stance contradicts"), 0)
    }
}

/// The notes that a reader brings.
const NOTES: [(&str, &str); 5] = [
    (
        "notes/laboratory.txt",
        "Q: How did the training change daily work?\n\nA: There was a course, and nothing came of it.\n\n\
         Q: And the laboratory?\n\nA: It answered within a week, until the reagents stopped in March.\n",
    ),
    ("groups/market.txt", "Ama: They came once.\n\nEsi: Twice, with a camera.\n\nAma: Nobody came back.\n\nEsi: No.\n"),
    ("reports/audit-2018.md", "# Audit 2018\n\nNo budget line was found for reagents.\n"),
    ("visits/hand-over.txt", "10:50 The laboratory of 2015 stands idle.\n"),
    ("figures/budget.csv", "year,earmarked\n2018,95\n2019,95\n"),
];

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else if from.exists() {
        std::fs::copy(from, to).unwrap();
    }
}

/// Runs the blocks of a page in order and returns what is wrong, each with its line.
fn faults(name: &str, page: &str, has_sample: bool) -> Vec<String> {
    let mut faults = Vec::new();
    let mut scenes: BTreeMap<Setting, Scene> = BTreeMap::new();
    let mut last = None;
    for block in blocks(page) {
        let mut fault = |what: &str| faults.push(format!("{name}:{}: {what}", block.line));
        if let Some(path) = block.comment.strip_prefix("file: ") {
            let Some(scene) = scenes.get(&Setting::OwnNotes) else {
                fault("no block of own notes stands before this file");
                continue;
            };
            std::fs::write(scene.folder.join(path), &block.text).unwrap();
        } else if block.comment == "prints" {
            let Some(scene) = last.and_then(|setting| scenes.get(&setting)) else { continue };
            let printed: Vec<&str> = scene.printed.lines().map(str::trim).collect();
            for line in block.text.lines().map(str::trim).filter(|line| !line.is_empty() && *line != "…") {
                if !printed.contains(&line) {
                    fault(&format!("the block before it does not print '{line}' but\n{}", scene.printed));
                }
            }
        } else if block.language == "sh" {
            last = None;
            let order = match Order::read(&block.comment) {
                Ok(Some(order)) => order,
                Ok(None) => continue,
                Err(wrong) => {
                    fault(&wrong);
                    continue;
                }
            };
            if order.setting == Setting::Sample && !has_sample {
                continue;
            }
            last = Some(order.setting);
            let scene = scenes.entry(order.setting).or_insert_with(|| Scene::new(order.setting));
            let coded = if order.coded { scene.code() } else { Ok(()) };
            if let Err(told) = coded.and_then(|()| scene.run(&block.text, order.exit)) {
                fault(&told);
            }
        }
    }
    faults
}

#[test]
fn every_command_in_the_documents_runs_as_it_is_written() {
    let has_sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("study.toml").exists();
    if !has_sample {
        eprintln!("skipped: commands on the sample study, which is not at the repository's root");
    }
    let faults: Vec<String> = pages().iter().flat_map(|(name, page)| faults(name, page, has_sample)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn a_command_that_fails_and_a_block_without_an_order_are_told() {
    let page = "```sh\ntripod\n```\n<!-- run: own notes -->\n```sh\ntripod init x\ncd x\n```\n\
                <!-- run: own notes, exit 1 -->\n```sh\ntripod search nothing\n```\n\
                <!-- run: own notes -->\n```sh\ntripod search nothing\n```\n<!-- run: no -->\n```sh\nexit 3\n```\n\
                <!-- run: own notes -->\n```sh\ntripod codebook\n```\n<!-- prints -->\n```text\nnever\n```\n\
                <!-- run: anywhere -->\n```sh\n```\n<!-- run: sample, exit one -->\n```sh\n```\n";
    let lines: Vec<String> =
        faults("p", page, false).iter().map(|fault| fault.split(": ").next().unwrap().to_owned()).collect();
    assert_eq!(lines, ["p:1", "p:14", "p:26", "p:30", "p:33"]);
}

#[test]
fn every_page_is_linked_from_the_readme_and_no_link_between_pages_is_dead() {
    let pages = pages();
    let readme = &pages["README.md"];
    for (name, page) in &pages {
        assert!(name == "README.md" || readme.contains(&format!("(docs/{name})")), "the README does not link {name}");
        for link in page.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link) {
            if link.contains("://") || link.starts_with("LICENSE") {
                continue;
            }
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let file = if file.is_empty() { name.as_str() } else { file.rsplit('/').next().unwrap() };
            let target = pages.get(file).unwrap_or_else(|| panic!("{name} links {link}, which is no page"));
            let found = heading.is_empty() || target.lines().any(|line| slug(line).as_deref() == Some(heading));
            assert!(found, "{name} links {link}, and there is no such heading");
        }
    }
}

/// The anchor of a heading; nothing for other lines.
fn slug(line: &str) -> Option<String> {
    let heading = line.trim_start_matches('#').strip_prefix(' ').filter(|_| line.starts_with('#'))?;
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'));
    Some(kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect())
}

/// Returns the rows of the first table under a heading of `docs/method.md`, without code marks.
fn table(heading: &str) -> Vec<Vec<String>> {
    let method = &pages()["method.md"];
    let section = method.split_once(&format!("\n## {heading}\n")).unwrap().1;
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    rows.skip(2)
        .map(|row| row.trim_matches('|').split(" | ").map(|cell| cell.trim().replace('`', "")).collect())
        .collect()
}

/// Asserts that the first cells of a table are these, in this order.
#[track_caller]
fn assert_rows(heading: &str, expected: &[Vec<String>]) {
    let width = expected[0].len();
    let rows: Vec<Vec<String>> = table(heading).into_iter().map(|row| row.into_iter().take(width).collect()).collect();
    for (row, expected) in rows.iter().zip(expected) {
        assert_eq!(row, expected, "left: docs/method.md, {heading}; right: the code");
    }
    assert_eq!(rows.len(), expected.len(), "rows of docs/method.md, {heading}");
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.into_iter().map(str::to_owned).collect()
}

#[test]
fn every_verdict_has_its_row() {
    use Direction::{Minus, Plus, Zero};
    let mut expected = Vec::new();
    for verdict in Verdict::ALL.into_iter().rev() {
        let directions: &[Direction] = match verdict {
            Verdict::Agreement => &[Plus, Minus],
            Verdict::PartialAgreement | Verdict::SingleKind | Verdict::SingleSource => &[Plus, Minus, Zero],
            Verdict::Dissonance | Verdict::NoStance | Verdict::Silence | Verdict::Pending | Verdict::NotAsked => {
                &[Zero]
            }
        };
        for &direction in directions {
            let told = format!("{}. {}", words::verdict(verdict, direction), words::meaning(verdict, direction));
            let side = words::side(verdict, direction).map(|side| format!(" {side}")).unwrap_or_default();
            expected.push(row([verdict.name(), direction.sign(), &(told + &side)]));
        }
    }
    let by_name = |rows: Vec<Vec<String>>| {
        let mut rows: Vec<Vec<String>> = rows.into_iter().map(|row| row.into_iter().take(3).collect()).collect();
        rows.sort();
        rows
    };
    assert_eq!(by_name(table("Verdicts")), by_name(expected), "left: docs/method.md; right: the code");
}

/// One of each reason, in the order of the method's table.
fn reasons() -> Vec<Reason> {
    let kind = |name: &str| Kind::from(name);
    vec![
        Reason::Consistent,
        Reason::Divided,
        Reason::Qualified,
        Reason::SilentKind(kind("observation")),
        Reason::KindsOppose,
        Reason::DividedWithinKinds,
        Reason::OpposingKind(vec![kind("desk-review")]),
        Reason::DividedKind(kind("interview")),
        Reason::QualifiedKind(kind("interview")),
        Reason::Thin(2),
        Reason::NotCorroborated,
        Reason::OneParty,
        Reason::SilentKinds(vec![kind("desk-review")]),
        Reason::ProminenceGap,
        Reason::Scarce(kind("interview")),
        Reason::Unfinished { kind: kind("interview"), undone: 2, asked: 5 },
        Reason::CaseBound { found: 2, known: 8 },
        Reason::CaseOpposes(Case::from("jaldun")),
        Reason::CategoryOpposes(Category::from("management")),
    ]
}

/// The place of a reason in [`reasons`]. A new one does not compile until it is given a place here.
fn place_of_reason(reason: &Reason) -> usize {
    match reason {
        Reason::Consistent => 0,
        Reason::Divided => 1,
        Reason::Qualified => 2,
        Reason::SilentKind(_) => 3,
        Reason::KindsOppose => 4,
        Reason::DividedWithinKinds => 5,
        Reason::OpposingKind(_) => 6,
        Reason::DividedKind(_) => 7,
        Reason::QualifiedKind(_) => 8,
        Reason::Thin(_) => 9,
        Reason::NotCorroborated => 10,
        Reason::OneParty => 11,
        Reason::SilentKinds(_) => 12,
        Reason::ProminenceGap => 13,
        Reason::Scarce(_) => 14,
        Reason::Unfinished { .. } => 15,
        Reason::CaseBound { .. } => 16,
        Reason::CaseOpposes(_) => 17,
        Reason::CategoryOpposes(_) => 18,
    }
}

#[test]
fn every_reason_has_its_row() {
    let reasons = reasons();
    assert!(reasons.iter().map(place_of_reason).eq(0..19), "each reason once, in the order of its place");
    let expected: Vec<Vec<String>> =
        reasons.iter().map(|reason| row([&reason.to_string(), &words::reason(reason)])).collect();
    assert_rows("Reasons", &expected);
}

/// One of each flag, in the order of the method's table.
fn flags() -> Vec<Flag> {
    vec![
        Flag::CoderDisagreement(Voice::from("interviews/hub-05.md")),
        Flag::CoderPresence(SourceId::from("interviews/sab-02.md")),
        Flag::Exceptions { against: 1, all: 20 },
        Flag::LoneOpposition("qasra".to_owned()),
        Flag::CategorySilent("donor".to_owned()),
    ]
}

/// The place of a flag in [`flags`]. A new one does not compile until it is given a place here.
fn place_of_flag(flag: &Flag) -> usize {
    match flag {
        Flag::CoderDisagreement(_) => 0,
        Flag::CoderPresence(_) => 1,
        Flag::Exceptions { .. } => 2,
        Flag::LoneOpposition(_) => 3,
        Flag::CategorySilent(_) => 4,
    }
}

#[test]
fn every_flag_has_its_row() {
    let flags = flags();
    assert!(flags.iter().map(place_of_flag).eq(0..5), "each flag once, in the order of its place");
    let expected: Vec<Vec<String>> =
        flags.iter().map(|flag| row([&flag.to_string(), &words::flag(flag, &|_| true)])).collect();
    assert_rows("Flags", &expected);
}

#[test]
fn thresholds_relations_and_positions_have_their_rows() {
    let usual = Thresholds::default();
    let expected: Vec<Vec<String>> = NAMES.iter().map(|name| row([name, &usual.get(name).unwrap()])).collect();
    assert_rows("Thresholds", &expected);

    let relations = [
        Relation::Agreement,
        Relation::PartialAgreement,
        Relation::Dissonance,
        Relation::Silence,
        Relation::SameSource,
    ];
    assert_rows("Kinds compared", &relations.map(|relation| row([relation.name(), words::relation(relation)])));

    let positions = [
        Position::Supports,
        Position::Mixed,
        Position::Contradicts,
        Position::Neutral,
        Position::Silent,
        Position::Pending,
    ];
    assert_rows("Positions", &positions.map(|position| row([position.name(), words::position(position)])));

    let method = pages()["method.md"].split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(method.contains(words::QUANTIFIERS), "the words for shares");
}

#[test]
fn every_formula_for_words_has_its_row_and_its_value() {
    let lancaster = Contrast { a: 52, n1: 50_000, b: 57, n2: 75_000 };
    let expected = [
        ("g2", "G2 (Dunning)", lancaster.g2()),
        ("ll", "LL (Rayson)", lancaster.ll()),
        ("log_ratio", "log ratio", lancaster.log_ratio()),
        ("mutual_information", "MI", lancaster.mutual_information()),
        ("log_dice", "logDice", log_dice(52, 80, 109)),
        ("weight", "c-tf-idf", class_weight(52, 50_000, 109, 62_500.0)),
    ];
    let rows: Vec<Vec<String>> =
        table("Words counted").iter().map(|row| vec![row[0].clone(), row[1].clone(), row[3].clone()]).collect();
    let expected: Vec<Vec<String>> =
        expected.iter().map(|(name, called, value)| row([name, called, &format!("{value:.4}")])).collect();
    assert_eq!(rows, expected, "left: docs/method.md; right: the code");
    let method = pages()["method.md"].split_whitespace().collect::<Vec<_>>().join(" ");
    let cuts = CUT_OFFS.map(|cut| cut.to_string());
    assert!(method.contains(&format!("{}, {}, {} and {}", cuts[0], cuts[1], cuts[2], cuts[3])));
    assert!(method.contains(&format!("stand in {LEAST_SOURCES} or more sources")));
}
