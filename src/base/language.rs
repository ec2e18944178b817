//! Languages by BCP 47 tag, and detection among those that a study has.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use whatlang::{Detector, Lang};

/// A language whose words the index knows how to take apart, or another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Arabic.
    Ar,
    /// English.
    En,
    /// Spanish.
    Es,
    /// French.
    Fr,
    /// Portuguese.
    Pt,
    /// Russian.
    Ru,
    /// Chinese.
    Zh,
    /// Any other, or not known: words are folded but not stemmed.
    #[default]
    #[serde(rename = "und")]
    Other,
}

impl Language {
    /// All that have rules of their own.
    pub const KNOWN: [Self; 7] = [Self::Ar, Self::En, Self::Es, Self::Fr, Self::Pt, Self::Ru, Self::Zh];

    /// Reads a BCP 47 tag by its primary subtag: `pt-BR` is Portuguese. Other tags give `Other`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        match primary.as_str() {
            "ar" => Self::Ar,
            "en" => Self::En,
            "es" => Self::Es,
            "fr" => Self::Fr,
            "pt" => Self::Pt,
            "ru" => Self::Ru,
            "zh" => Self::Zh,
            _ => Self::Other,
        }
    }

    /// Returns the BCP 47 tag; `und` where the language is not known.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Ar => "ar",
            Self::En => "en",
            Self::Es => "es",
            Self::Fr => "fr",
            Self::Pt => "pt",
            Self::Ru => "ru",
            Self::Zh => "zh",
            Self::Other => "und",
        }
    }

    fn whatlang(self) -> Option<Lang> {
        match self {
            Self::Ar => Some(Lang::Ara),
            Self::En => Some(Lang::Eng),
            Self::Es => Some(Lang::Spa),
            Self::Fr => Some(Lang::Fra),
            Self::Pt => Some(Lang::Por),
            Self::Ru => Some(Lang::Rus),
            Self::Zh => Some(Lang::Cmn),
            Self::Other => None,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.tag())
    }
}

/// Tells the language of texts, choosing among those that a study has.
#[derive(Debug)]
pub struct LanguageDetector {
    detector: Detector,
    allowed: Vec<Lang>,
    /// The function words as numbers in rising order, each with a bit for each language of
    /// [`FUNCTION_WORDS`] that has it.
    function_words: Vec<(u32, u8)>,
}

/// How many code points of a text are looked at: more does not change the answer.
const LOOKED_AT: usize = 1_000;

impl LanguageDetector {
    /// Chooses among `languages`; among all known ones where the list is empty.
    #[must_use]
    pub fn new(languages: &[Language]) -> Self {
        let chosen = if languages.is_empty() { &Language::KNOWN[..] } else { languages };
        let allowed: Vec<Lang> = chosen.iter().filter_map(|language| language.whatlang()).collect();
        let mut bits: BTreeMap<u32, u8> = BTreeMap::new();
        for (at, (_, words)) in FUNCTION_WORDS.into_iter().enumerate() {
            for word in words {
                *bits.entry(number(word)).or_default() |= 1 << at;
            }
        }
        let function_words = bits.into_iter().collect();
        Self { detector: Detector::with_allowlist(allowed.clone()), allowed, function_words }
    }

    /// Returns the language of `text`, or nothing where the text says too little to tell.
    #[must_use]
    pub fn detect(&self, text: &str) -> Option<Language> {
        // A script that one language alone has needs no trigrams.
        let by_script = Seen::of(text).script().and_then(Script::language);
        if let Some(language) = by_script
            && language.whatlang().is_some_and(|lang| self.allowed.contains(&lang))
        {
            return Some(language);
        }
        let end = text.char_indices().nth(LOOKED_AT).map_or(text.len(), |(byte, _)| byte);
        let info = self.detector.detect(&text[..end])?;
        let found = Language::KNOWN.into_iter().find(|language| language.whatlang() == Some(info.lang()))?;
        let only_one_of_its_script =
            self.allowed.iter().filter(|&&lang| script(lang) == script(info.lang())).count() == 1;
        if info.is_reliable() || only_one_of_its_script { Some(found) } else { self.by_function_words(text) }
    }

    /// Returns the language of a passage of a source, which is `usual` unless the passage tells otherwise.
    ///
    /// Trigrams are looked at only where the script or the function words speak for another language:
    /// detection by trigrams of every passage would take longer than all the rest of reading.
    #[must_use]
    pub fn detect_passage(&self, text: &str, usual: Language) -> Language {
        let seen = Seen::of(text);
        let Some(script) = seen.script() else { return usual };
        let Some(by_script) = script.language() else { return self.detect_latin(text, usual) };
        let allowed = by_script.whatlang().is_some_and(|lang| self.allowed.contains(&lang));
        if by_script != usual && allowed { by_script } else { usual }
    }

    fn detect_latin(&self, text: &str, usual: Language) -> Language {
        let words = self.count_function_words(text);
        let usual_words = FUNCTION_WORDS.iter().position(|(language, _)| *language == usual).map(|at| words[at]);
        let most = words.into_iter().max().unwrap_or(0);
        if usual == Language::Other {
            return self.by_function_words(text).or_else(|| self.detect(text)).unwrap_or(usual);
        }
        // Short words stand in several languages: only twice as many of another one are worth a closer look.
        if most < 3 || usual_words.is_some_and(|count| most < 2 * count) {
            return usual;
        }
        self.detect(text).unwrap_or(usual)
    }

    /// Returns the allowed language whose function words are at least twice as many as any other's.
    fn by_function_words(&self, text: &str) -> Option<Language> {
        let counts = self.count_function_words(text);
        let best = (0..counts.len()).max_by_key(|&at| counts[at])?;
        let clear = counts[best] >= 3 && (0..counts.len()).all(|at| at == best || counts[at] * 2 <= counts[best]);
        let language = FUNCTION_WORDS[best].0;
        let allowed = language.whatlang().is_some_and(|lang| self.allowed.contains(&lang));
        (clear && allowed).then_some(language)
    }

    /// Counts the function words of each language in the beginning of a text. Words with a capital letter
    /// are passed over: there are enough others.
    fn count_function_words(&self, text: &str) -> [usize; FUNCTION_WORDS.len()] {
        let mut counts = [0; FUNCTION_WORDS.len()];
        let short = |word: &&str| (1..=LONGEST_FUNCTION_WORD).contains(&word.len());
        for word in beginning(text).split(|ch: char| !ch.is_alphabetic()).filter(short) {
            let Ok(at) = self.function_words.binary_search_by_key(&number(word), |(word, _)| *word) else { continue };
            let bits = self.function_words[at].1;
            for (at, count) in counts.iter_mut().enumerate() {
                *count += usize::from(bits >> at & 1);
            }
        }
        counts
    }
}

/// The most bytes that a function word has.
const LONGEST_FUNCTION_WORD: usize = 4;

/// Returns a short word as a number: its bytes, so that different words are different numbers.
fn number(word: &str) -> u32 {
    word.bytes().fold(0, |number, byte| number << 8 | u32::from(byte))
}

/// The most frequent words of the languages that share the Latin script.
const FUNCTION_WORDS: [(Language, &[&str]); 4] = [
    (
        Language::En,
        &[
            "the", "of", "and", "to", "in", "that", "is", "was", "it", "for", "on", "with", "we", "they", "not",
            "this", "are", "i", "a", "an", "as", "at", "be", "by", "has", "his", "or", "from", "all", "no",
        ],
    ),
    (
        Language::Es,
        &[
            "el", "la", "de", "que", "y", "los", "las", "en", "por", "con", "una", "para", "del", "es", "se", "no",
            "su", "al", "a", "e", "lo", "más", "ni", "o", "sin", "son", "sus", "toda", "todo", "un",
        ],
    ),
    (
        Language::Fr,
        &[
            "le", "la", "de", "et", "les", "des", "en", "que", "est", "pour", "dans", "une", "pas", "qui", "sur", "du",
            "au", "nous", "a", "aux", "ce", "il", "ne", "ni", "ou", "par", "sa", "se", "son", "un", "à",
        ],
    ),
    (
        Language::Pt,
        &[
            "o", "a", "de", "que", "e", "os", "as", "em", "por", "com", "uma", "para", "do", "da", "não", "se", "no",
            "ao", "das", "dos", "mais", "na", "nos", "ou", "sem", "seu", "sua", "toda", "todo", "um", "é",
        ],
    ),
];

/// Scripts that tell languages apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Arabic,
    Cyrillic,
    Han,
}

impl Script {
    /// Returns the one known language that is written in it; nothing where there are several.
    fn language(self) -> Option<Language> {
        match self {
            Self::Latin => None,
            Self::Arabic => Some(Language::Ar),
            Self::Cyrillic => Some(Language::Ru),
            Self::Han => Some(Language::Zh),
        }
    }
}

/// What a short look at a text shows.
struct Seen {
    /// Letters of each script, in the order of [`Script`].
    letters: [usize; 4],
}

impl Seen {
    fn of(text: &str) -> Self {
        let mut seen = Self { letters: [0; 4] };
        let text = beginning(text);
        if text.is_ascii() {
            seen.letters[Script::Latin as usize] = text.bytes().filter(u8::is_ascii_alphabetic).count();
            return seen;
        }
        for ch in text.chars() {
            let script = match ch {
                'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => Script::Latin,
                '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{fb50}'..='\u{fdff}' => Script::Arabic,
                '\u{400}'..='\u{52f}' => Script::Cyrillic,
                '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => Script::Han,
                _ => continue,
            };
            seen.letters[script as usize] += 1;
        }
        seen
    }

    /// Returns the script of most letters; nothing where there is none. A Han character weighs as a word
    /// of about three letters.
    fn script(&self) -> Option<Script> {
        let [latin, arabic, cyrillic, han] = self.letters;
        let weighed =
            [(latin, Script::Latin), (arabic, Script::Arabic), (cyrillic, Script::Cyrillic), (han * 3, Script::Han)];
        weighed.into_iter().filter(|(count, _)| *count > 0).max_by_key(|(count, _)| *count).map(|(_, script)| script)
    }
}

/// How many bytes of a passage are looked at before trigrams are.
const LOOKED_AT_OF_PASSAGE: usize = 600;

/// Returns the beginning of a text, enough to see its script and some of its words.
fn beginning(text: &str) -> &str {
    let end = (0..=LOOKED_AT_OF_PASSAGE.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or(0)]
}

fn script(lang: Lang) -> u8 {
    match lang {
        Lang::Ara => 0,
        Lang::Rus => 1,
        Lang::Cmn => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn detection_keeps_to_the_languages_of_the_study() {
        let all = LanguageDetector::new(&[]);
        assert_eq!(
            all.detect("Los laboratorios funcionan desde que llegó el equipo nuevo a la provincia"),
            Some(Language::Es)
        );
        assert_eq!(all.detect("实验室现在一周内就能给出结果"), Some(Language::Zh));
        let two = LanguageDetector::new(&[Language::En, Language::Ru]);
        assert_eq!(two.detect("Лаборатория работает"), Some(Language::Ru));
        assert_eq!(all.detect("12 / 7"), None);
    }

    #[test]
    fn a_passage_in_another_language_is_told_and_others_keep_the_usual_one() {
        let all = LanguageDetector::new(&[]);
        let passages = [
            ("The laboratory works well, and the prosecutors ask for its reports every week.", Language::En),
            (
                "Los laboratorios funcionan bien desde que llegó el equipo nuevo a la provincia y los fiscales preguntan.",
                Language::Es,
            ),
            ("Le laboratoire fonctionne bien et les procureurs demandent des rapports dans la semaine.", Language::Fr),
            ("O laboratório não funciona bem, e os procuradores pedem os relatórios que não chegam.", Language::Pt),
            ("Лаборатория работает, и прокуроры просят её отчёты.", Language::Ru),
            ("实验室现在一周内就能给出结果，检察官也会主动索要报告。", Language::Zh),
            ("يعمل المختبر جيدا ويطلب المدعون العامون تقاريره كل أسبوع.", Language::Ar),
        ];
        for (text, language) in passages {
            for usual in Language::KNOWN {
                assert_eq!(all.detect_passage(text, usual), language, "{text} among {usual}");
            }
        }
        assert_eq!(all.detect_passage("Wumbo flarn zib, grapto snell.", Language::Fr), Language::Fr);
        // Words of one letter stand in several languages.
        let spanish = "Nadie será sometido a torturas ni a penas o tratos crueles, inhumanos o degradantes.";
        assert_eq!(all.detect_passage(spanish, Language::Es), Language::Es);
        let french = "Toute personne a droit à accéder, dans des conditions d’égalité, aux fonctions publiques.";
        assert_eq!(all.detect_passage(french, Language::Other), Language::Fr);
        assert_eq!(all.detect_passage("12 / 7", Language::Ru), Language::Ru);
    }

    #[test]
    fn no_function_word_is_longer_than_what_is_looked_up() {
        let longest = FUNCTION_WORDS.iter().flat_map(|(_, words)| *words).map(|word| word.len()).max();
        assert_eq!(longest, Some(LONGEST_FUNCTION_WORD));
    }

    #[test]
    fn a_regional_tag_is_its_language() {
        assert_eq!(Language::from_tag("pt-BR"), Language::Pt);
        assert_eq!(Language::from_tag("sw"), Language::Other);
    }
}
