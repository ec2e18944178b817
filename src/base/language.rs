//! Languages by BCP 47 tag, and detection among those that a study has.

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
}

/// How many code points of a text are looked at: more does not change the answer.
const LOOKED_AT: usize = 4_000;

impl LanguageDetector {
    /// Chooses among `languages`; among all known ones where the list is empty.
    #[must_use]
    pub fn new(languages: &[Language]) -> Self {
        let chosen = if languages.is_empty() { &Language::KNOWN[..] } else { languages };
        let allowed: Vec<Lang> = chosen.iter().filter_map(|language| language.whatlang()).collect();
        Self { detector: Detector::with_allowlist(allowed.clone()), allowed }
    }

    /// Returns the language of `text`, or nothing where the text says too little to tell.
    #[must_use]
    pub fn detect(&self, text: &str) -> Option<Language> {
        let end = text.char_indices().nth(LOOKED_AT).map_or(text.len(), |(byte, _)| byte);
        let info = self.detector.detect(&text[..end])?;
        let found = Language::KNOWN.into_iter().find(|language| language.whatlang() == Some(info.lang()))?;
        let only_one_of_its_script =
            self.allowed.iter().filter(|&&lang| script(lang) == script(info.lang())).count() == 1;
        (info.is_reliable() || only_one_of_its_script).then_some(found)
    }
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
    fn a_regional_tag_is_its_language() {
        assert_eq!(Language::from_tag("pt-BR"), Language::Pt);
        assert_eq!(Language::from_tag("sw"), Language::Other);
    }
}
