//! A whole interview, coded by the program itself on a real terminal: what was meant is in the journal, entry by
//! entry, and nothing else is.

use serde_json::Value;

use super::journal::{entries, told};
use super::pty::Desk;
use super::study::Study;

const SOURCE: &str = "interviews/nar-05.md";
const JOURNAL: &str = "codings/ben.testtest.jsonl";

/// What the fingers do, what the footer says then, and what stands in the journal of it.
///
/// The next keys are typed when both are so.
type Act = (&'static str, &'static str, &'static [&'static str]);

/// From the first answer to the last passage of the interview, which nobody has coded.
const ACTS: &[Act] = &[
    // A passage, by the list of codes.
    (
        "gg3}cpresence\r",
        "coded: Presence in the field",
        &["code field-presence neutral “Since 2016. Who got which side was settled with a coin, and I do not discuss \
           the coin. Four of us: two caseworkers, a nurse and me. I was a school inspector before; I still cannot \
           pass a building without counting the latrines.”"],
    ),
    // Sentences with stances, by the list and by the quick key.
    (
        "gg5}))ascplan\r+",
        "coded: Planning with partners +",
        &["code partners supports “So in May, one afternoon, both teams, in our room because of the noise: they say \
           which police posts they will train before August, we say where a caseworker will sit, and we do not get \
           up until the two agree.”"],
    ),
    (
        "gg5})))as n+",
        "coded: Planning with partners +",
        &["code partners supports “In 2017 and in 2018 we did this before either of us had sent a plan to anyone.”"],
    ),
    // Two codes at once; only the first has a claim.
    (
        "gg7}))ascplan\t\x15coor\t\r-",
        "coded: Planning with partners -, Coordination",
        &[
            "code partners contradicts “Their training had gone to October.”",
            "code coordination neutral “Their training had gone to October.”",
        ],
    ),
    // Words, and a memo on them.
    ("gg7})))))v10eccasew\r", "coded: Casework", &["code casework neutral “One of them sat in a post for a month”"]),
    ("mWho pays her for August?\x13", "coding of Casework changed", &["change 6 memo: Who pays her for August?"]),
    // A stance that is changed.
    (
        "gg9}V n0",
        "coded: Planning with partners 0",
        &["code partners neutral “Three, from three people, all friendly. I would be guessing. [Somebody shouts up \
           from the street about a parked motorcycle; she goes to the window.] It is ours.”"],
    ),
    ("s~", "coding of Planning with partners: qualifies", &["change 8 qualifies"]),
    // Words that are found, and a boundary that is moved.
    (
        "gg11}'they put\rv5e n+",
        "coded: Planning with partners +",
        &["code partners supports “they put their course back”"],
    ),
    (
        "B3w\r",
        "coding of Planning with partners put on other words",
        &["change 10 “they put their course back by three weeks”"],
    ),
    // A coding that is copied, taken away, brought back and taken away again.
    (
        "ygg13}p",
        "coded: Planning with partners +",
        &["code partners supports “Fuel. One drum, half and half, with a dipstick and a school exercise book. It is \
           the best-kept book on this floor. Everything else is bought twice; we have two projectors and one wall.”"],
    ),
    ("D", "coding of Planning with partners taken away", &["remove 12"]),
    ("u", "undone: coding of Planning with partners taken away", &["restore 12"]),
    ("\x12", "made again: coding of Planning with partners taken away", &["remove 12"]),
    (
        "gg13}'Everything\rv5ecdupl\r",
        "coded: Duplication",
        &["code duplication neutral “Everything else is bought twice”"],
    ),
    // A code of the respondent's own words.
    ("gg15}'ferry\raqi\r", "coded: when the ferry sank", &["code when-the-ferry-sank neutral “when the ferry sank”"]),
    // Another code, which has no claim and so no stance; then once more what was coded last.
    (
        "gg17}'walk it\rascpart\r~",
        "coded: Planning with partners ~",
        &["code partners qualifies “Before it goes to the printer, somebody should walk it across the corridor.”"],
    ),
    ("rcoord\r", "recoded as Coordination; it has no claim", &["change 18 coordination neutral"]),
    (")as.", "coded: Planning with partners ~", &["code partners qualifies “It is nine steps.”"]),
    (
        "gg18}cquality\r",
        "coded: Quality of data",
        &["code data-quality neutral “When I leave she is ruling lines in the exercise book for the drum. The \
           dipstick says 61, the book 64; she writes \"evaporation\" and her initials, and then goes over to get \
           theirs.”"],
    ),
    ("F", "interviews/nar-05.md is done", &["done"]),
];

/// A coder at the terminal, and what is meant to be in the journal by now.
struct Coder {
    desk: Desk,
    meant: Vec<&'static str>,
}

impl Coder {
    /// Opens the interview by a word that stands nowhere else.
    fn open() -> Self {
        let mut desk = Desk::of_coder("ben", Study::sample());
        desk.wait("the first look", |screen| screen.contents().contains("Themes · Evaluation"));
        desk.type_keys("/evaporation");
        desk.wait("the hit", |screen| screen.contents().contains("Hits · 1"));
        desk.type_keys("\r\r");
        desk.wait("the text", |screen| screen.contents().contains("The dipstick says 61"));
        Self { desk, meant: Vec::new() }
    }

    fn does(&mut self, &(keys, says, meant): &Act) {
        self.meant.extend(meant);
        self.desk.type_keys(keys);
        let (journal, count) = (self.desk.study.path().join(JOURNAL), self.meant.len());
        let lines = || std::fs::read_to_string(&journal).unwrap_or_default().lines().count();
        let what = format!("after {keys:?} the screen says \"{says}\" and the journal has {count} entries");
        self.desk.wait(&what, |screen| screen.contents().contains(says) && lines() == count);
    }
}

#[test]
fn a_whole_interview_is_coded_as_it_was_meant() {
    let mut coder = Coder::open();
    for act in ACTS {
        coder.does(act);
    }
    coder.desk.type_keys("\x11");
    let (study, status, _) = coder.desk.ended();
    assert!(status.success(), "{status:?}");
    let journal = entries(&study.read(JOURNAL));
    assert_eq!(told(&journal), coder.meant, "left: the journal; right: what was meant");

    // Each quotes what stands at its place in the text, and the text is as it was.
    let text = study.read(SOURCE);
    assert_eq!(text, Study::sample().read(SOURCE));
    let body: Vec<char> = text.splitn(3, "---\n").nth(2).unwrap().chars().collect();
    for entry in &journal {
        assert_eq!(entry["by"], "ben");
        assert!(entry.get("source").is_none_or(|source| source == SOURCE), "{entry}");
        let place = |key: &str| entry[key].as_u64().and_then(|at| usize::try_from(at).ok());
        if let (Some(start), Some(end)) = (place("start"), place("end")) {
            assert_eq!(entry["quote"], body[start..end].iter().collect::<String>());
        }
    }
    // The two codes that were taken at once are one step; every other entry is a step of its own.
    let steps: Vec<&Value> = journal.iter().map(|entry| &entry["step"]).collect();
    let joined: Vec<usize> = (1..steps.len()).filter(|&at| steps[at - 1] == steps[at]).collect();
    assert_eq!(joined, [4]);
    assert!(study.read("codebooks/drafts-ben.toml").contains("id = \"when-the-ferry-sank\""));
    // The chain of the journal is whole, and the study has no new problem.
    study.run(["check"]).done();
}
