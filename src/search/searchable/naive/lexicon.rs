//! The words of the small worlds: how they are written, how they fold, and which are forms of one word.

/// A word as it is written, and its pieces: how each folds, and the family that it belongs to.
#[derive(Debug)]
pub(in super::super) struct Entry {
    /// The language whose texts have it; every language's where it is empty.
    pub(in super::super) language: &'static str,
    pub(in super::super) raw: &'static str,
    pub(in super::super) pieces: &'static [(&'static str, &'static str)],
}

impl Entry {
    pub(in super::super) fn is_han(&self) -> bool {
        self.raw.chars().all(|ch| ('\u{3400}'..'\u{a000}').contains(&ch))
    }

    /// Tells whether it is one word of letters that can be begun and mistyped. How Arabic words begin, with
    /// their article or without, is no matter of their first letters.
    pub(in super::super) fn is_plain(&self) -> bool {
        self.pieces.len() == 1
            && !self.is_han()
            && self.language != "ar"
            && self.pieces[0].0.len() > 3
            && self.pieces[0].0.chars().all(char::is_alphabetic)
    }
}

const fn entry(language: &'static str, raw: &'static str, pieces: &'static [(&'static str, &'static str)]) -> Entry {
    Entry { language, raw, pieces }
}

pub(in super::super) static LEXICON: [Entry; 57] = [
    entry("en", "training", &[("training", "train")]),
    entry("en", "Trained", &[("trained", "train")]),
    entry("en", "TRAINS", &[("trains", "train")]),
    entry("en", "labs", &[("labs", "lab")]),
    entry("en", "Lab", &[("lab", "lab")]),
    entry("en", "lab’s", &[("lab's", "lab")]),
    entry("en", "money", &[("money", "money")]),
    entry("en", "late", &[("late", "late")]),
    entry("en", "follow-up", &[("follow", "follow"), ("up", "up")]),
    entry("en", "followed", &[("followed", "follow")]),
    entry("en", "women", &[("women", "woman")]),
    entry("en", "woman", &[("woman", "woman")]),
    entry("en", "authority", &[("authority", "authority")]),
    entry("en", "author", &[("author", "author")]),
    entry("fr", "arrêtée", &[("arretee", "arret")]),
    entry("fr", "arre\u{302}ter", &[("arreter", "arret")]),
    entry("fr", "ARRÊTÉE", &[("arretee", "arret")]),
    entry("fr", "formation", &[("formation", "form")]),
    entry("fr", "formations", &[("formations", "form")]),
    entry("fr", "l'état", &[("l", "l"), ("etat", "etat")]),
    entry("fr", "L’E\u{301}tat", &[("l", "l"), ("etat", "etat")]),
    entry("fr", "égal", &[("egal", "egal")]),
    entry("fr", "égaux", &[("egaux", "egal")]),
    entry("es", "evaluación", &[("evaluacion", "evalu")]),
    entry("es", "evaluaciones", &[("evaluaciones", "evalu")]),
    entry("es", "dinero", &[("dinero", "dinero")]),
    entry("es", "mujer", &[("mujer", "mujer")]),
    entry("es", "Mujeres", &[("mujeres", "mujer")]),
    entry("pt", "avaliação", &[("avaliacao", "avali")]),
    entry("pt", "avaliações", &[("avaliacoes", "avali")]),
    entry("pt", "nação", &[("nacao", "nac")]),
    entry("pt", "Nações", &[("nacoes", "nac")]),
    entry("pt", "racial", &[("racial", "racial")]),
    entry("pt", "raciais", &[("raciais", "racial")]),
    entry("ru", "отчёт", &[("отчет", "отчет")]),
    entry("ru", "отчета", &[("отчета", "отчет")]),
    entry("ru", "Отчёты", &[("отчеты", "отчет")]),
    entry("ru", "лаборатории", &[("лаборатории", "лаборатор")]),
    entry("ru", "лабораторию", &[("лабораторию", "лаборатор")]),
    entry("ru", "другой", &[("другой", "другой")]),
    entry("ru", "друга", &[("друга", "друг")]),
    entry("ar", "مدرسة", &[("مدرسه", "مدرسه")]),
    entry("ar", "المدرسة", &[("المدرسه", "مدرسه")]),
    entry("ar", "وَالمَدرسة", &[("والمدرسه", "مدرسه")]),
    entry("ar", "حقوق", &[("حقوق", "حقوق")]),
    entry("ar", "الحقـــوق", &[("الحقوق", "حقوق")]),
    entry("ar", "لحقوق", &[("لحقوق", "حقوق")]),
    entry("", "权利", &[("权", "权"), ("利", "利")]),
    entry("", "權利", &[("权", "权"), ("利", "利")]),
    entry("", "教育", &[("教", "教"), ("育", "育")]),
    entry("", "育权", &[("育", "育"), ("权", "权")]),
    entry("", "实验室", &[("实", "实"), ("验", "验"), ("室", "室")]),
    entry("", "聯合國", &[("联", "联"), ("合", "合"), ("国", "国")]),
    entry("", "国", &[("国", "国")]),
    entry("", "UNODC", &[("unodc", "unodc")]),
    entry("", "ｕｎｏｄｃ", &[("unodc", "unodc")]),
    entry("", "２０１９", &[("2019", "2019")]),
];
