use super::*;

fn word(text: &str, language: Language) -> Arc<Word> {
    let tokens = Analyser::new().tokens(text, language);
    assert_eq!(tokens.len(), 1, "{text}");
    Arc::clone(&tokens[0].word)
}

#[test]
fn forms_of_one_word_are_akin_in_each_language() {
    for (language, pairs) in [
        (Language::En, &[("trained", "training"), ("lab's", "labs"), ("reports", "report")][..]),
        (
            Language::Fr,
            &[("évaluée", "évaluer"), ("formations", "formation"), ("évaluée", "evaluee"), ("evaluees", "évaluer")],
        ),
        (
            Language::Es,
            &[("evaluación", "evaluaciones"), ("evaluación", "evaluacion"), ("laboratorios", "laboratorio")],
        ),
        (
            Language::Pt,
            &[
                ("avaliações", "avaliação"),
                ("avaliacoes", "avaliações"),
                ("nação", "nações"),
                ("nacao", "nações"),
                ("nação", "nacoes"),
                ("alemão", "alemães"),
                ("pão", "pães"),
                ("razão", "razões"),
                ("milhão", "milhões"),
                ("resolução", "resoluções"),
                ("mãe", "mães"),
                ("mãe", "maes"),
                ("mamãe", "mamães"),
                ("mão", "mãos"),
                ("mamão", "mamões"),
            ],
        ),
        (Language::Ru, &[("лабораториями", "лаборатория"), ("отчёты", "отчета")]),
        (
            Language::Ar,
            &[
                ("المدرسة", "مدرسة"),
                ("الإنسان", "إنسان"),
                ("حق", "الحق"),
                ("حق", "والحق"),
                ("حق", "بالحق"),
                ("حق", "كالحق"),
                ("حق", "فالحق"),
                ("حق", "للحق"),
                ("بالحق", "والحق"),
                ("حقوق", "وحقوق"),
                ("حق", "وحق"),
                ("الحق", "وحق"),
                ("حل", "وحل"),
                ("وقت", "الوقت"),
                ("حرية", "والحرية"),
            ],
        ),
    ] {
        for (a, b) in pairs {
            assert!(word(a, language).akin(&word(b, language)), "{language} {a} {b}");
        }
    }
}

#[test]
fn words_that_differ_are_not_akin() {
    assert!(!word("capacity", Language::En).akin(&word("capable", Language::En)));
    for (a, b) in [
        ("وجد", "جد"),
        ("وعد", "عد"),
        ("ورد", "رد"),
        ("ولي", "لي"),
        ("وصل", "صل"),
        ("الله", "له"),
        ("الآن", "أن"),
        ("الى", "ي"),
    ] {
        assert!(!word(a, Language::Ar).akin(&word(b, Language::Ar)), "{a} {b}");
    }
    for (a, b) in [("mães", "mão"), ("mães", "mãos"), ("mãe", "mão"), ("maes", "mão"), ("mamães", "mamão")] {
        assert!(!word(a, Language::Pt).akin(&word(b, Language::Pt)), "{a} {b}");
    }
    assert!(!word("trained", Language::Other).akin(&word("training", Language::Other)));
}

#[test]
fn a_beginning_is_taken_with_and_without_the_article() {
    let begins = |head: &str, word: &str| {
        let [head, word] = [head, word].map(|text| fold(&lower(text)));
        arabic_beginnings(&head).iter().any(|head| word.starts_with(&**head))
    };
    for word in ["حرية", "الحرية", "والحريات", "بالحرية", "وحرية"] {
        assert!(begins("الحري", word) && begins("حري", word), "{word}");
    }
    assert!(begins("حقوق", "للحقوق") && begins("حق", "الحقوق"));
    assert!(begins("حق", "وحقوق") && begins("حق", "وحق") && !begins("جد", "وجد"));
    assert!(!begins("حقوق", "الحق") && !begins("ح", "الحق") && !begins("ال", "حق"));
    assert_eq!(arabic_beginnings("الا").iter().filter(|head| head.starts_with("الا")).count(), 1);
}

#[test]
fn offsets_point_into_the_text_as_it_stands() {
    let text = "L’École e\u{301}valuée — 实验室 مُحَمَّد";
    let tokens = Analyser::new().tokens(text, Language::Fr);
    let raw: Vec<&str> = tokens.iter().map(|token| &text[token.start..token.end]).collect();
    assert_eq!(raw, ["L", "École", "e\u{301}valuée", "实", "验", "室", "مُحَمَّد"]);
    let forms: Vec<&str> = tokens.iter().map(|token| &*token.word.form).collect();
    assert_eq!(forms, ["l", "ecole", "evaluee", "实", "验", "室", "محمد"]);
    assert_eq!(tokens.iter().map(|token| token.position).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5, 6]);
}

#[test]
fn a_very_long_word_is_cut() {
    let text = "x".repeat(5_000);
    let tokens = Analyser::new().tokens(&text, Language::En);
    assert_eq!(tokens[0].word.form.chars().count(), LONGEST);
    assert_eq!(tokens[0].end, 5_000);
}

proptest::proptest! {
    #![proptest_config(crate::base::rounds::cases(256, 256))]

    #[test]
    fn any_text_is_taken_apart(text in "\\PC{0,60}", which in 0usize..7) {
        let language = Language::KNOWN[which];
        let mut analyser = Analyser::new();
        let first = analyser.tokens(&text, language);
        let again = analyser.tokens(&text, language);
        proptest::prop_assert_eq!(first.len(), again.len());
        for token in &first {
            proptest::prop_assert!(text.get(token.start..token.end).is_some_and(|raw| !raw.is_empty()));
            proptest::prop_assert!(!token.word.form.is_empty());
        }
    }
}

#[test]
fn a_word_counts_by_one_stem_with_and_without_its_article() {
    for (one, two) in [
        ("لغوية", "اللغوية"),
        ("لغوية", "واللغوية"),
        ("المختبر", "والمختبر"),
        ("مختبر", "المختبر"),
        ("قانون", "القانونية"),
        ("وزارة", "الوزارة"),
    ] {
        assert_eq!(word(one, Language::Ar).counted(), word(two, Language::Ar).counted(), "{one} {two}");
    }
    assert_ne!(word("لجنة", Language::Ar).counted(), word("جنة", Language::Ar).counted());
    assert_eq!(word("trained", Language::En).counted(), "train");
    assert_eq!(word("Lab", Language::Other).counted(), "lab");
}
