//! Families of words that a stemmer does not see: words that it takes for forms of another one, and that
//! no reader would, and irregular forms that it does not know.
//!
//! A stemmer cuts endings and knows no meanings: to Snowball `authority` is a form of `author`, Spanish
//! `casarse` (to marry) one of `caso` (case), and `women` none of `woman`. The families here have a stem of
//! their own. They are those that stand in the Universal Declaration of Human Rights, and the commonest of
//! interviews.

use crate::base::language::Language;

/// A word, or with `*` all words that begin so, and the name of its family.
type Family = (&'static str, &'static str);

const ENGLISH: &[Family] = &[
    ("authorit*", "authority"),
    ("child", "child"),
    ("children", "child"),
    ("department*", "department"),
    ("experiment*", "experiment"),
    ("importan*", "important"),
    ("international*", "international"),
    ("man", "man"),
    ("men", "man"),
    ("nationalit*", "nationality"),
    ("organism*", "organism"),
    ("organis*", "organize"),
    ("organiz*", "organize"),
    ("personalit*", "personality"),
    ("positive*", "positive"),
    ("several*", "several"),
    ("unite*", "unite"),
    ("universit*", "university"),
    ("woman", "woman"),
    ("women", "woman"),
];

const SPANISH: &[Family] = &[
    ("autorid*", "autoridad"),
    ("casad*", "casar"),
    ("casar*", "casar"),
    ("caso", "caso"),
    ("casos", "caso"),
    ("contrae*", "contraer"),
    ("jueces", "juez"),
    ("juez", "juez"),
    ("luces", "luz"),
    ("luz", "luz"),
    ("mujer", "mujer"),
    ("mujeres", "mujer"),
    ("nacionalidad*", "nacionalidad"),
    ("partir", "partir"),
    ("universidad*", "universidad"),
    ("veces", "vez"),
    ("vez", "vez"),
    ("voces", "voz"),
    ("voz", "voz"),
];

/// Snowball takes the plural of nouns in `-nion` and their like for a verb.
const FRENCH: &[Family] = &[
    ("comme", "comme"),
    ("commis", "commettre"),
    ("commise", "commettre"),
    ("commises", "commettre"),
    ("direction*", "direction"),
    ("million", "million"),
    ("millions", "million"),
    ("nationalite*", "nationalité"),
    ("ne", "ne"),
    ("opinion", "opinion"),
    ("opinions", "opinion"),
    ("partir", "partir"),
    ("pays", "pays"),
    ("region", "région"),
    ("regions", "région"),
    ("religion", "religion"),
    ("religions", "religion"),
    ("reunion", "réunion"),
    ("reunions", "réunion"),
    ("travail", "travail"),
    ("travaux", "travail"),
    ("union", "union"),
    ("unions", "union"),
    ("universite*", "université"),
];

const PORTUGUESE: &[Family] = &[
    ("autorid*", "autoridade"),
    ("casad*", "casar"),
    ("casar*", "casar"),
    ("caso", "caso"),
    ("casos", "caso"),
    ("com", "com"),
    ("como", "como"),
    ("contrari*", "contrário"),
    ("na", "na"),
    ("nao", "não"),
    ("nacionalidad*", "nacionalidade"),
    ("partir", "partir"),
    ("por", "por"),
    ("porem", "porém"),
    ("universidad*", "universidade"),
];

/// `другой` (another) and all its cases beside `друг` (friend); `национальность` beside `национальный`.
const RUSSIAN: &[Family] = &[
    ("другая", "другой"),
    ("другие", "другой"),
    ("другим", "другой"),
    ("другими", "другой"),
    ("других", "другой"),
    ("другого", "другой"),
    ("другое", "другой"),
    ("другой", "другой"),
    ("другому", "другой"),
    ("другую", "другой"),
    ("национальност*", "национальность"),
];

/// Without their article: freedom beside free, international beside state, nationality beside sex, personality
/// beside person, safety beside peace, effective beside high, country beside birth, trial beside courts; and
/// family and law, some of whose forms Snowball's rules part.
const ARABIC: &[Family] = &[
    ("اسرت*", "أسرة"),
    ("اسره", "أسرة"),
    ("بلاد*", "بلاد"),
    ("جنسي*", "جنسية"),
    ("حريات*", "حرية"),
    ("حريت*", "حرية"),
    ("حريه", "حرية"),
    ("دولي*", "دولي"),
    ("سلامت*", "سلامة"),
    ("سلامه", "سلامة"),
    ("شخصي*", "شخصية"),
    ("فعال*", "فعال"),
    ("قانون*", "قانون"),
    ("محاكمات*", "محاكمة"),
    ("محاكمت*", "محاكمة"),
    ("محاكمه", "محاكمة"),
];

/// Returns the stem of a folded word that keeps one of its own. No other word's stem is the same: none
/// begins with this sign.
pub(super) fn own_stem(form: &str, language: Language) -> Option<String> {
    let families = match language {
        Language::Ar => ARABIC,
        Language::En => ENGLISH,
        Language::Es => SPANISH,
        Language::Fr => FRENCH,
        Language::Pt => PORTUGUESE,
        Language::Ru => RUSSIAN,
        Language::Zh | Language::Other => return None,
    };
    let is_in = |words: &str| words.strip_suffix('*').map_or(form == words, |head| form.starts_with(head));
    families.iter().find(|(words, _)| is_in(words)).map(|(_, family)| format!("={family}"))
}
