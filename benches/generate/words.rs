//! The vocabularies: invented words of three kinds of writing, each as frequent as Zipf's law has it.

use std::collections::HashSet;

use super::chance::Chance;
use super::codes::{Code, THEME};

/// Planted in about one source of a hundred, once, and always in the eighth.
pub(super) const RARE: &str = "zyloquent";
/// Planted as one of the phrases of the theme `access-cost-lost-wages`.
pub(super) const PHRASE: &str = "lost a whole day of wages";

/// How many words each kind of writing has.
const COUNT: usize = 30_000;
/// How many places the table has from which words are drawn.
const PLACES: usize = 1 << 20;

const STOP: &str = "the of and to a in was that it i we they is he for on with as she not be at by this had but are \
                    from or have an were which you all there been one would their so when what no if up";
const RUSSIAN_STOP: &str = "и в не на я что он с а как это по но они мы к у из за же от так был для о";

/// A kind of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    English,
    Russian,
    Chinese,
}

impl Writing {
    pub(super) const ALL: [Self; 3] = [Self::English, Self::Russian, Self::Chinese];

    pub(super) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Russian => "ru",
            Self::Chinese => "zh",
        }
    }

    /// Returns what stands between two words.
    pub(super) fn blank(self) -> &'static str {
        if self == Self::Chinese { "" } else { " " }
    }

    /// Returns what ends a sentence.
    pub(super) fn stop(self) -> char {
        if self == Self::Chinese { '。' } else { '.' }
    }
}

/// The words of one kind of writing.
pub(super) struct Vocabulary {
    /// The most frequent first.
    pub(super) words: Vec<String>,
    /// Places in `words`, each as often as its word is frequent.
    table: Vec<u16>,
    /// For each code the phrases by which sources speak of it.
    phrases: Vec<[String; 3]>,
}

impl Vocabulary {
    /// Makes the words of a kind of writing, and phrases for these codes.
    pub(super) fn new(seed: u64, writing: Writing, codes: &[Code]) -> Self {
        let words = match writing {
            Writing::English => spelled(seed, writing, STOP, &ENGLISH),
            Writing::Russian => spelled(seed, writing, RUSSIAN_STOP, &RUSSIAN),
            Writing::Chinese => drawn(seed),
        };
        let mut chance = Chance::of(seed, "phrases", writing as usize);
        let phrases = codes.iter().map(|code| phrases(&mut chance, writing, &words, code)).collect();
        Self { table: table(words.len()), words, phrases }
    }

    /// Draws a word.
    pub(super) fn word(&self, chance: &mut Chance) -> &str {
        &self.words[usize::from(chance.one(&self.table))]
    }

    /// Returns one of the phrases for a code.
    pub(super) fn phrase(&self, code: usize, which: usize) -> &str {
        &self.phrases[code][which % 3]
    }
}

fn phrases(chance: &mut Chance, writing: Writing, words: &[String], code: &Code) -> [String; 3] {
    let mut made: [String; 3] = std::array::from_fn(|_| {
        let count = 3 + chance.below(3);
        let parts: Vec<&str> = (0..count).map(|_| words[chance.low(4_000)].as_str()).collect();
        parts.join(writing.blank())
    });
    if writing == Writing::English {
        made[1] = format!("{} {}", code.name, made[1]);
        if code.id == THEME {
            PHRASE.clone_into(&mut made[0]);
        }
    }
    made
}

/// Returns the table to draw from: a word of rank r stands in proportion to (r + 2.7)^-1.02.
fn table(count: usize) -> Vec<u16> {
    let ranks = 1..=u16::try_from(count).unwrap_or(u16::MAX);
    let weights: Vec<f64> = ranks.map(|rank| (f64::from(rank) + 2.7).powf(-1.02)).collect();
    let total: f64 = weights.iter().sum();
    let mut table = Vec::with_capacity(PLACES);
    let mut sum = 0.0;
    for (word, weight) in (0_u16..).zip(&weights) {
        sum += weight;
        table.resize(whole(sum / total * f64::from(1 << 20)), word);
    }
    table
}

/// Rounds a number that is neither negative nor large.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is between 0 and the table's size")]
fn whole(number: f64) -> usize {
    (number.round() as usize).min(PLACES)
}

/// What words are spelled of: beginnings, middles and ends of syllables.
struct Syllables {
    beginnings: &'static str,
    middles: &'static str,
    /// Three empty ends stand before these.
    ends: &'static str,
}

const ENGLISH: Syllables = Syllables {
    beginnings: "b bl br c ch cl cr d dr f fl fr g gl gr h j k l m n p pl pr qu r s sc sh sl sp st str t th tr v w y z -",
    middles: "a e i o u ai ea ee oo ou ie a e i o",
    ends: "- - - n r s t l nd st ck m ng p d",
};
const RUSSIAN: Syllables = Syllables {
    beginnings: "б в г д ж з к л м н п р с т ф х ц ч ш ст пр тр вл др кр сл -",
    middles: "а е и о у ы я ю ё а о е и",
    ends: "- - - н р с т л й м ть к в сть",
};

fn spelled(seed: u64, writing: Writing, stop: &str, of: &Syllables) -> Vec<String> {
    let parts = |text: &'static str| -> Vec<&'static str> {
        text.split(' ').map(|part| if part == "-" { "" } else { part }).collect()
    };
    let (beginnings, middles, ends) = (parts(of.beginnings), parts(of.middles), parts(of.ends));
    let mut words: Vec<String> = stop.split(' ').map(str::to_owned).collect();
    let mut seen: HashSet<String> = words.iter().cloned().collect();
    let mut chance = Chance::of(seed, "words", writing as usize);
    while words.len() < COUNT {
        let mut syllables = match words.len() {
            0..300 => 1,
            300..6_000 => 2,
            _ => 3,
        };
        syllables += usize::from(chance.is(250));
        let mut word = String::new();
        for _ in 0..syllables {
            word.extend([chance.one(&beginnings), chance.one(&middles), chance.one(&ends)]);
        }
        if word.chars().count() > 1 && seen.insert(word.clone()) {
            words.push(word);
        }
    }
    words
}

fn drawn(seed: u64) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut seen = HashSet::new();
    let mut chance = Chance::of(seed, "words", Writing::Chinese as usize);
    while words.len() < COUNT {
        let length = if words.len() < 400 { 1 } else { chance.one(&[2, 2, 2, 3]) };
        let sign = |chance: &mut Chance| {
            let at = u32::try_from(chance.low(6_000)).unwrap_or(0);
            char::from_u32(0x4e00 + at).unwrap_or('一')
        };
        let word: String = (0..length).map(|_| sign(&mut chance)).collect();
        if seen.insert(word.clone()) {
            words.push(word);
        }
    }
    words
}
