//! Random small studies, as files that are opened and as the words and codings that plain loops read.

use super::naive::lexicon::{Entry, LEXICON};
use super::naive::{Coding, Passage, Source, Token, World};
use super::stage::{Stage, open};
use crate::base::disk::MemoryDisk;
use crate::base::ids::{Case, Coder, Voice};
use crate::base::rounds::Dice;
use crate::base::text::Span;
use crate::coding::{Act, Stance};
use crate::study::Study;

pub(super) const CASES: [&str; 3] = ["varsk", "ostrel", "sund"];
pub(super) const CODERS: [&str; 3] = ["ana", "ben", "zoe"];
pub(super) const REGIONS: [&str; 2] = ["hills", "coast"];
pub(super) const VOICES: [&str; 2] = ["The Office", "Minister"];
pub(super) const DATES: [&str; 5] = ["2019", "2019-09", "2019-09-14", "2020-05", "2020-12-31"];

/// The sources' ids. The last one loses its coded words.
pub(super) const IDS: [&str; 9] = [
    "interviews/en.md",
    "interviews/fr.md",
    "interviews/es.md",
    "desk-review/pt.md",
    "desk-review/ru.md",
    "desk-review/ar.md",
    "observations/zh.md",
    "observations/other.md",
    "interviews/lost.md",
];

const LANGUAGES: [&str; 9] = ["en", "fr", "es", "pt", "ru", "ar", "zh", "und", "en"];

const STUDY: &str = "[attributes.case]\nvalues = [\"varsk\", \"ostrel\", \"sund\"]\n[attributes.case.groups]\n\
                     north = [\"varsk\", \"ostrel\"]\n[attributes.region]\nvalues = [\"hills\", \"coast\"]\n\
                     [coders]\nana = \"\"\nben = \"\"\nzoe = \"\"\n\
                     [searches]\nmoney = \"money OR theme:donor\"\nsure = \"stance:supports coder:ana\"\n";

const CODES: &str = "[[code]]\nid = \"effect\"\nname = \"Effect\"\n\
                     [[code]]\nid = \"capacity\"\nname = \"Capacity\"\nparent = \"effect\"\n\
                     [[code]]\nid = \"skill\"\nname = \"Skill\"\nparent = \"capacity\"\n\
                     [[code]]\nid = \"donor\"\nname = \"Donor\"\n";

/// Words that a coding takes with it when they are gone.
const LOST: &str = "Zyloquent brumfel and no other words.";
const IN_ITS_PLACE: &str = "Zzyqqx vvwqqx qqxzzv, wwzqqv zzqxxw.";

/// A text that is put together, and what stands where in it.
#[derive(Default)]
struct Writing {
    text: String,
    /// How many code points it has.
    at: usize,
}

impl Writing {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
        self.at += text.chars().count();
    }

    /// Writes a word, and what is known of its pieces: each ends where the sign that parts it from the next stands.
    fn word(&mut self, entry: &'static Entry, follows_han: bool, to: &mut Vec<Token>) {
        let is_han = entry.is_han();
        let parts: Vec<&str> = match is_han {
            true => entry.raw.split("").filter(|part| !part.is_empty()).collect(),
            false if entry.pieces.len() > 1 => entry.raw.split(['-', '\'', '’']).collect(),
            false => vec![entry.raw],
        };
        for (at, (part, &(fold, family))) in parts.iter().zip(entry.pieces).enumerate() {
            if at > 0 && !is_han {
                let sign = entry.raw.chars().find(|ch| matches!(ch, '-' | '\'' | '’')).unwrap();
                self.put(&sign.to_string());
            }
            let start = self.at;
            self.put(part);
            to.push(Token { start, end: self.at, fold, family, is_han, joined: is_han && (at > 0 || follows_han) });
        }
    }

    fn passage(&mut self, language: &'static str, speaker: Option<&'static str>, dice: &mut Dice) -> Passage {
        let (start, mut tokens) = (self.at, Vec::new());
        if let Some(speaker) = speaker {
            let fold = if speaker == "Q" { "q" } else { "a" };
            self.put(speaker);
            tokens.push(Token { start, end: self.at, fold, family: fold, is_han: false, joined: false });
            self.put(": ");
        }
        let own: Vec<&'static Entry> = LEXICON
            .iter()
            .filter(|entry| match language {
                "und" => ["en", "fr", ""].contains(&entry.language),
                "zh" => entry.language.is_empty(),
                _ => entry.language == language || entry.language.is_empty() && entry.raw.len() % 3 == dice.below(3),
            })
            .collect();
        let mut follows_han = false;
        for word in 0..=dice.below(9) {
            let entry = *dice.pick(&own);
            if word > 0 {
                let was_han = tokens.last().is_some_and(|token: &Token| token.is_han);
                let between = dice.word(&[" ", " ", ", ", "—", ". "]);
                let between = if was_han && entry.is_han() { dice.word(&["", "", "，", " "]) } else { between };
                follows_han = was_han && between.is_empty();
                self.put(between);
            }
            self.word(entry, follows_han && entry.is_han(), &mut tokens);
        }
        self.put(".");
        let passage = Passage { start, end: self.at, language, speaker, tokens };
        self.put("\n\n");
        passage
    }
}

fn some(dice: &mut Dice, of: &[&'static str]) -> Option<&'static str> {
    (dice.below(3) > 0).then(|| dice.word(of))
}

/// Makes a source: what is known of it, and its file.
fn source(at: usize, dice: &mut Dice) -> (Source, String) {
    let id = IDS[at];
    let kind = match id.split('/').next().unwrap_or_default() {
        "interviews" => "interview",
        "desk-review" => "desk-review",
        _ => "observation",
    };
    let is_lost = at == IDS.len() - 1;
    let speaks = at == 0 || kind == "interview" && dice.below(2) == 0;
    let mut writing = Writing::default();
    let mut passages = Vec::new();
    if is_lost {
        writing.put(LOST);
        passages.push(Passage { start: 0, end: writing.at, language: "en", speaker: None, tokens: Vec::new() });
    } else {
        for passage in 0..2 + dice.below(5) {
            // Both speak in the first source: names that nobody has are errors.
            let speaker = speaks.then(|| ["Q", "A"][if passage < 2 { passage } else { dice.below(2) }]);
            passages.push(writing.passage(LANGUAGES[at], speaker, dice));
        }
    }
    let (case, region, date) = (some(dice, &CASES), some(dice, &REGIONS), some(dice, &DATES));
    let issuer = (id == "desk-review/pt.md").then_some("The Office");
    let restricted = !is_lost && at > 0 && dice.below(6) == 0;
    let mut head = format!("---\nlanguage: {}\nrestricted: {restricted}\n", LANGUAGES[at]);
    let keys = [("case", case), ("region", region), ("date", date), ("issuer", issuer)];
    for (key, value) in keys.into_iter().filter_map(|(key, value)| Some((key, value?))) {
        head.extend([key, ": ", value, "\n"]);
    }
    if speaks {
        head.push_str("speakers: [Q, A]\n");
    }
    let file = format!("{head}---\n{}", writing.text);
    (Source { id: id.to_owned(), kind, case, region, date, issuer, restricted, passages }, file)
}

/// Makes a coding from a word to another one, at most in the next passage.
fn coding(world: &World, dice: &mut Dice) -> Coding {
    let source = dice.below(IDS.len() - 1);
    let passages = &world.sources[source].passages;
    let from = dice.below(passages.len());
    let upto = (from + dice.below(2)).min(passages.len() - 1);
    let first = dice.below(passages[from].tokens.len());
    let least = if from == upto { first } else { 0 };
    let last = least + dice.below(passages[upto].tokens.len() - least);
    Coding {
        source,
        start: passages[from].tokens[first].start,
        end: passages[upto].tokens[last].end,
        code: dice.word(&["effect", "capacity", "skill", "donor"]),
        stance: *dice.pick(&Stance::ALL),
        coder: dice.word(&CODERS),
        memo: dice.below(3) == 0,
        auto: dice.below(3) == 0,
        case: if dice.below(4) == 0 { Some(dice.word(&CASES)) } else { None },
        voice: (dice.below(4) == 0).then_some("Minister"),
        lost: false,
    }
}

fn write(study: &mut Study, coding: &Coding) {
    let at = study.find_source(IDS[coding.source]).unwrap();
    let code = study.codebook().find(coding.code).unwrap().clone();
    let span = Span::new(coding.start, coding.end);
    let mut coded = study.coded(&study.sources()[at], span, &code, coding.stance).unwrap();
    coded.memo = coding.memo.then(|| "why?".to_owned());
    coded.auto = coding.auto.then(|| "money".to_owned());
    coded.case = coding.case.map(Case::from);
    coded.voice = coding.voice.map(Voice::from);
    study.write(&Coder::from(coding.coder), vec![Act::Code(Box::new(coded))]).unwrap();
}

/// Makes a study and what plain loops read of it.
pub(super) fn make(dice: &mut Dice) -> (World, Stage) {
    let disk = MemoryDisk::new();
    disk.put("/s/study.toml", STUDY);
    disk.put("/s/codebooks/a.toml", CODES);
    let mut world = World::default();
    let mut lost_file = String::new();
    for at in 0..IDS.len() {
        let (source, file) = source(at, dice);
        disk.put(format!("/s/{}", source.id), file.clone());
        world.sources.push(source);
        lost_file = file;
    }
    let mut study = open(&disk);
    for _ in 0..6 + dice.below(14) {
        let coding = coding(&world, dice);
        write(&mut study, &coding);
        world.codings.push(coding);
    }
    let mut voiced = Coding { voice: Some("Minister"), ..coding(&world, dice) };
    write(&mut study, &voiced);
    world.codings.push(voiced.clone());
    (voiced.source, voiced.start, voiced.end, voiced.lost) = (IDS.len() - 1, 0, LOST.chars().count(), true);
    write(&mut study, &voiced);
    world.codings.push(voiced);
    disk.put("/s/interviews/lost.md", lost_file.replace(LOST, IN_ITS_PLACE));
    world.sources[IDS.len() - 1].passages[0].end = IN_ITS_PLACE.chars().count();
    let study = open(&disk);
    (world, Stage::new(&study))
}
