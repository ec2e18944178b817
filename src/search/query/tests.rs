use proptest::prelude::*;

use super::*;
use crate::coding::Stance;

const ATTRIBUTES: [&str; 2] = ["category", "issuer"];

/// Prints the tree with every bracket, so that a test sees what binds what.
fn shape(query: &Query) -> String {
    let all = |parts: &[Query], mark: &str| format!("({})", parts.iter().map(shape).collect::<Vec<_>>().join(mark));
    match query {
        Query::Both(parts) => all(parts, " & "),
        Query::Either(parts) => all(parts, " | "),
        Query::Not(inner) => format!("!{}", shape(inner)),
        other => other.to_string(),
    }
}

fn read(query: &str) -> String {
    let parsed = parse(query, &ATTRIBUTES);
    assert_eq!(parsed.troubles, [], "{query}");
    shape(&parsed.query)
}

fn troubles(query: &str) -> (String, Vec<String>) {
    let parsed = parse(query, &ATTRIBUTES);
    let said = parsed
        .troubles
        .iter()
        .map(|trouble| {
            let hint = trouble.hint.as_ref().map(|hint| format!(" [{hint}]")).unwrap_or_default();
            format!("{} {}: {}{hint}", trouble.span, trouble.severity.word(), trouble.message)
        })
        .collect();
    (shape(&parsed.query), said)
}

#[test]
fn words_bind_as_readers_expect() {
    assert_eq!(read("lab money OR delay -late"), "((lab & money) | (delay & !late))");
    assert_eq!(read("lab AND (money OR delay)"), "(lab & (money | delay))");
    assert_eq!(read("NOT NOT a NOT (b c)"), "(a & !(b & c))");
    assert_eq!(read("a NEAR/5 b c"), "(a NEAR/5 b & c)");
    assert_eq!(read("-a NEAR/5 (b OR \"c d\") NEAR e*"), "!a NEAR/5 (b OR \"c d\") NEAR/10 e*");
    assert_eq!(read("“curly quotes” «guillemets»"), "(\"curly quotes\" & \"guillemets\")");
    assert_eq!(read("well-known l'homme 10:30 capa* capasity~"), "(well-known & l'homme & 10:30 & capa* & capasity~)");
    assert_eq!(read("\"donor driv\"* x"), "(\"donor driv\"* & x)");
    assert_eq!(read(""), "");
}

#[test]
fn a_saved_search_stands_where_a_code_can_be_named() {
    assert_eq!(read("theme:@money code:@late stance:contradicts"), "(@money & @late & stance:contradicts)");
    assert_eq!(troubles("theme:@").1.len(), 0, "a lone sign is a name that leads nowhere");
    assert_eq!(troubles("theme:a WITHIN theme:@b").1.len(), 1);
}

#[test]
fn filters_are_read() {
    assert_eq!(
        read("theme:capacity code:=capacity Stance:con"),
        "(theme:capacity & theme:=capacity & stance:contradicts)"
    );
    assert_eq!(
        read("case:\"North Varsk\" category:staff -is:coded"),
        "(case:\"North Varsk\" & category:staff & !is:coded)"
    );
    assert_eq!(
        read("date:2019-09..2019-12 date:2019 has:memo @money"),
        "(date:2019-09..2019-12 & date:2019 & has:memo & @money)"
    );
    assert_eq!(
        read("theme:a WITHIN theme:b theme:a NEAR/3 theme:=b"),
        "(theme:a WITHIN theme:b & theme:a NEAR/3 theme:=b)"
    );
    assert_eq!(read("theme：capacity"), "theme:capacity");
}

#[test]
fn what_cannot_be_read_is_said_with_its_place() {
    for (query, nearest, said) in [
        (
            "lab \"open",
            "(lab & \"open\")",
            "4..9 error: this quotation mark is not closed [type a '\"' after the last word of the phrase]",
        ),
        ("(lab", "lab", "0..1 error: this bracket is not closed [type a ')' where it ends]"),
        ("lab) x", "(lab & x)", "3..4 error: this bracket closes nothing [type a '(' before it, or take it out]"),
        ("a OR", "a", "4..4 error: OR stands between two things, and one is missing [the nearest that can be read: a]"),
        (
            "AND a",
            "a",
            "0..3 error: AND stands between two things, and one is missing [the nearest that can be read: a]",
        ),
        (
            "a NOT",
            "a",
            "2..5 error: NOT stands before something, and nothing follows [the nearest that can be read: a]",
        ),
        (
            "stance:foo",
            "",
            "0..10 error: 'stance:' knows no 'foo' [type stance:supports, stance:qualifies, stance:contradicts, stance:neutral]",
        ),
        ("stance:suports", "", "0..14 error: 'stance:' knows no 'suports' [did you mean 'supports'?]"),
        ("date:soon", "", "0..9 error: 'soon' is no date [type date:2019, date:2019-09 or date:2019-09..2019-12]"),
        (
            "thene:money",
            "thene:money",
            "0..11 note: there is no filter 'thene:', so these are words to look for [did you mean 'theme'?]",
        ),
        ("theme:(a OR b)", "(a | b)", "0..6 error: 'theme:' stands before one name [type (theme:a OR theme:b)]"),
        ("a — b", "(a & b)", "2..3 note: there is no word in this, it is passed over"),
        (
            "a NEAR/x b",
            "a NEAR/10 b",
            "2..8 error: the number after NEAR/ is no number of words from 1 [type NEAR/5; here NEAR/10 is taken]",
        ),
        (
            "a WITHIN b",
            "(a & b)",
            "0..10 error: WITHIN and OVERLAPS stand between two codes [type theme:a WITHIN theme:b]",
        ),
        (
            "()",
            "",
            "0..1 error: nothing stands between these brackets [type a word, a \"phrase\" or a filter such as theme:capacity]",
        ),
    ] {
        assert_eq!(troubles(query), (nearest.to_owned(), vec![said.to_owned()]), "{query}");
    }
}

#[test]
fn signs_alone_name_nothing_to_find() {
    for query in ["\"\"", "-", "*", "~", "\" \"", "— …", "-*", "\"*\""] {
        assert!(!parse(query, &[]).is_whole(), "{query}");
    }
    let said = parse("*", &[]).troubles;
    assert_eq!((said.len(), said[0].message.as_str()), (1, "this query names nothing to find"));
    for query in ["", "  "] {
        assert!(parse(query, &[]).is_whole(), "{query:?}");
    }
    assert!(parse_typing("\"", &[]).is_whole());
}

#[test]
fn a_word_that_is_being_typed_may_be_only_begun() {
    let typing = |query: &str| {
        let parsed = parse_typing(query, &[]);
        assert!(parsed.is_whole(), "{:?}", parsed.troubles);
        shape(&parsed.query)
    };
    assert_eq!(typing("lab mon"), "(lab & (mon | mon*))");
    assert_eq!(typing("lab mon "), "(lab & mon)");
    assert_eq!(typing("-lab -m"), "(!lab & !(m | m*))");
    assert_eq!(typing("\"lost a who"), "\"lost a who\"*");
    assert_eq!(typing("\"lost a who "), "\"lost a who\"");
    assert_eq!(typing("\"lost a whole\""), "\"lost a whole\"");
    assert_eq!(typing("(a OR b"), "(a | (b | b*))".replace("(b | b*)", "b | b*"));
    assert_eq!(typing("theme:cap"), "theme:cap");
    assert_eq!(typing("mon*"), "mon*");
    assert_eq!(typing("a NEAR/5 mon"), "a NEAR/5 (mon OR mon*)");
}

#[test]
fn a_flood_of_brackets_is_refused() {
    for flood in ["(".repeat(100_000), "-a ".repeat(100_000), "(-".repeat(50_000) + "a", "a NEAR/5 ".repeat(20_000)] {
        assert!(!parse(&flood, &[]).is_whole());
    }
}

#[test]
fn saved_searches_stand_for_themselves() {
    let saved = [
        ("money", "theme:donor OR @cost"),
        ("cost", "cost* -kind:interview"),
        ("a", "@b x"),
        ("b", "@a"),
        ("bad", "(x"),
    ];
    let expanded = |text: &str| {
        let (query, troubles) = expand(&parse(text, &[]).query, &saved, &[]);
        (shape(&query), troubles.into_iter().map(|trouble| trouble.message).collect::<Vec<_>>())
    };
    assert_eq!(expanded("lab -@money").0, "(lab & !(theme:donor | (cost* & !kind:interview)))");
    assert_eq!(expanded("@a").1, ["saved searches name each other: @a → @b → @a"]);
    assert_eq!(expanded("@monye").1, ["there is no saved search '@monye'"]);
    assert_eq!(
        expanded("@bad"),
        ("x".to_owned(), vec!["in the saved search '@bad': this bracket is not closed".to_owned()])
    );
}

#[test]
fn a_date_may_be_a_month_or_a_year() {
    let meets = |dates: &str, date: &str| Dates::parse(dates).unwrap().meets(PartialDate::parse(date).unwrap());
    assert!(meets("2019-09..2019-12", "2019-09-01") && meets("2019-09..2019-12", "2019-12-31"));
    assert!(meets("2019-09..2019-12", "2019") && !meets("2019-09..2019-12", "2020-01"));
    assert!(meets("..2019", "1990-05-05") && meets("2019..", "2031") && !meets("2019..", "2018-12-31"));
    for bad in ["19", "2019-13", "2019-1", "2019-01-01-01", "..", "x..2019"] {
        assert_eq!(Dates::parse(bad), None, "{bad}");
    }
}

fn words() -> impl Strategy<Value = Words> {
    (prop_oneof!["[a-z]{1,6}", "[а-яё]{2,5}", "[实验室]{1,3}", "[a-z]{2,4}-[a-z]{2,4}"], 0usize..5).prop_map(
        |(text, sense)| {
            let sense = [Sense::Word, Sense::Phrase, Sense::Beginning, Sense::Typo, Sense::PhraseBeginning][sense];
            Words { text, sense }
        },
    )
}

fn filter() -> impl Strategy<Value = Filter> {
    let value = prop_oneof!["[a-z]{1,6}", "[a-z]{1,4} [A-Z=(]{1,4}", "=[a-z]{1,3}", "[-–:.»/]{1,4}"];
    let code = prop_oneof!["[a-z]{1,6}", "[a-z]{1,4} [A-Z(]{1,4}"];
    prop_oneof![
        (code, any::<bool>()).prop_map(|(code, subs)| Filter::Code { code, subs }),
        (0usize..4).prop_map(|stance| Filter::Stance(Stance::ALL[stance])),
        value.clone().prop_map(Filter::Case),
        value.clone().prop_map(Filter::Source),
        value.prop_map(|value| Filter::Attribute { name: "category".to_owned(), value }),
        Just(Filter::Date(Dates::parse("2019-09..").unwrap())),
        Just(Filter::Uncoded),
        Just(Filter::Memo),
    ]
}

fn query() -> impl Strategy<Value = Query> {
    let near = (
        prop::collection::vec(words(), 1..3),
        prop::collection::vec((1u32..20, prop::collection::vec(words(), 1..3)), 1..3),
    )
        .prop_map(|(first, steps)| Query::Near(Near { first, steps }));
    let leaf = prop_oneof![
        words().prop_map(Query::Words),
        filter().prop_map(Query::Filter),
        near,
        "[a-z]{1,5}".prop_map(Query::Saved),
        Just(Query::Codes(Codes {
            left: Filter::Code { code: "a".to_owned(), subs: true },
            relation: Relation::Near(3),
            right: Filter::Code { code: "b".to_owned(), subs: false },
        })),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Query::both),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Query::either),
            inner.prop_map(Query::negated),
        ]
    })
}

proptest! {
    #![proptest_config(crate::base::rounds::cases(256, 256))]

    #[test]
    fn a_printed_tree_reads_back(query in query()) {
        let printed = query.to_string();
        let parsed = parse(&printed, &ATTRIBUTES);
        prop_assert_eq!(&parsed.troubles, &[], "{}", printed);
        prop_assert_eq!(parsed.query, query, "{}", printed);
    }

    #[test]
    fn anything_typed_gives_a_query_that_reads_back(
        typed in prop_oneof![
            "\\PC{0,40}",
            "[ab()\"*~:@=«» -]{0,24}",
            "(a|OR|AND|NOT|NEAR/2|NEAR/|WITHIN|OVERLAPS|theme:|theme:=b|case:|date:2019..|is:|x:|@s|\\(|\\)|-|\"|”|\\*|~|l’état|权利|مدرسة| ){0,14}",
        ]
    ) {
        for read in [parse, parse_typing] {
            let parsed = read(&typed, &ATTRIBUTES);
            let length = typed.chars().count();
            prop_assert!(parsed.troubles.is_sorted_by_key(|trouble| trouble.span));
            for trouble in &parsed.troubles {
                prop_assert!(trouble.span.start <= trouble.span.end && trouble.span.end <= length);
                prop_assert!(!trouble.message.is_empty());
                prop_assert!(trouble.severity != Severity::Error || trouble.hint.is_some(), "{:?}", trouble);
            }
            let nearest = parsed.query.to_string();
            let again = parse(&nearest, &ATTRIBUTES);
            prop_assert!(again.is_whole(), "{} {:?}", parsed.query, again.troubles);
            prop_assert_eq!(&again.query, &parsed.query);
            prop_assert_eq!(again.query.to_string(), nearest);
        }
    }
}
