use super::*;
use proptest::prelude::*;

fn id() -> impl Strategy<Value = EntryId> {
    (0_u64..5_000, any::<u128>()).prop_map(|(millis, random)| EntryId::from_parts(millis, random))
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{1,6}", "[é中\"\\\\\n\u{1b}\u{202e}😀ع ]{1,8}"]
}

fn place() -> impl Strategy<Value = Place> {
    (any::<u64>(), 0_usize..500, 0_usize..500, word(), proptest::option::of(word()), word()).prop_map(
        |(hash, start, length, quote, tail, around)| Place {
            text: TextHash::of(&hash.to_string()),
            span: Span { start, end: start + length },
            quoted: Quoted {
                quote: quote.into(),
                tail: tail.map(Into::into),
                before: around.as_str().into(),
                after: around.as_str().into(),
            },
        },
    )
}

fn stance() -> impl Strategy<Value = Stance> {
    prop::sample::select(Stance::ALL.to_vec())
}

fn weight() -> impl Strategy<Value = Option<Decimal>> {
    proptest::option::of((1_u32..999).prop_map(|thousandths| Decimal::parse(&format!("0.{thousandths:03}")).unwrap()))
}

fn some_word() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(word())
}

fn coded() -> impl Strategy<Value = Box<Coded>> {
    ((word(), place(), word(), stance(), weight()), (some_word(), some_word(), some_word(), some_word())).prop_map(
        |((source, place, code, stance, weight), (memo, voice, case, hash))| {
            Box::new(Coded {
                source: source.into(),
                place,
                code: code.into(),
                claim: hash.clone(),
                rules: hash.clone(),
                stance,
                weight,
                memo,
                voice: voice.map(Into::into),
                case: case.map(Into::into),
                auto: hash.clone(),
                via: hash,
            })
        },
    )
}

fn changes() -> impl Strategy<Value = Box<Changes>> {
    (
        proptest::option::of(place()),
        some_word(),
        proptest::option::of(stance()),
        proptest::option::of(weight()),
        proptest::option::of(some_word()),
        proptest::option::of(some_word()),
        some_word(),
    )
        .prop_map(|(place, code, stance, weight, memo, voice, summary)| {
            Box::new(Changes {
                place,
                code: code.map(Into::into),
                stance,
                weight,
                memo: memo.clone(),
                voice: voice.clone().map(|voice| voice.map(Into::into)),
                case: voice.map(|case| case.map(Into::into)),
                claim: memo.clone(),
                rules: memo,
                summary,
            })
        })
}

fn done() -> impl Strategy<Value = Done> {
    (word(), proptest::collection::vec(word(), 0..3), any::<bool>()).prop_map(|(source, codes, all)| Done {
        text: all.then(|| TextHash::of(&source)),
        source: source.into(),
        codes: codes.into_iter().map(Into::into).collect(),
        all,
    })
}

/// Any act, about entries whose ids come from a small pool of times.
pub(crate) fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        coded().prop_map(Act::Code),
        (id(), changes()).prop_map(|(of, changes)| Act::Change(of, changes)),
        id().prop_map(Act::Remove),
        id().prop_map(Act::Restore),
        (id(), place()).prop_map(|(of, place)| Act::Anchor(of, place)),
        (word(), word(), stance(), word()).prop_map(|(source, code, stance, summary)| Act::Cell {
            source: source.into(),
            code: code.into(),
            stance,
            summary
        }),
        done().prop_map(Act::Done),
        done().prop_map(Act::Reopen),
        (id(), word()).prop_map(|(of, memo)| Act::Memo(About::Coding(of), memo)),
        word().prop_map(|memo| Act::Memo(About::Study, memo)),
        (proptest::collection::vec(id(), 0..3), coded())
            .prop_map(|(of, coded)| Act::Reconcile(of, Outcome::Agreed(coded))),
        proptest::collection::vec(id(), 0..3).prop_map(|of| Act::Reconcile(of, Outcome::None)),
        (word(), place(), word()).prop_map(|(source, place, code)| Act::Refuse(Box::new(Refused {
            source: source.into(),
            place,
            code: code.into()
        }))),
        (word(), word(), word()).prop_map(|(theme, verdict, reason)| Act::Verdict(Verdict {
            theme: theme.into(),
            verdict,
            direction: Some(Direction::Minus),
            reason
        })),
    ]
}

pub(crate) fn entry() -> impl Strategy<Value = Entry> {
    (id(), proptest::option::of(id()), act(), prop::sample::select(vec!["ana", "ben", "陈"])).prop_map(
        |(id, step, act, by)| Entry {
            id,
            at: crate::base::clock::rfc3339(id.millis()),
            by: by.into(),
            step: step.unwrap_or(id),
            undoes: step,
            redoes: None,
            act,
        },
    )
}

proptest! {
    #![proptest_config(crate::base::rounds::cases(256, 256))]

    #[test]
    fn what_is_printed_reads_back(entry in entry()) {
        let line = print(&entry, "0000000000000000");
        prop_assert!(!line.contains('\n'));
        let (back, prev) = parse(&line).unwrap();
        prop_assert_eq!(back, entry);
        prop_assert_eq!(prev.as_deref(), Some("0000000000000000"));
    }

    #[test]
    fn any_line_gives_an_entry_or_a_reason(line in ".{0,200}") {
        drop(parse(&line));
    }
}

#[test]
fn the_line_of_the_format_page_reads() {
    let line = r#"{"id":"019a0000-0000-7000-8000-000000000001","at":"2026-03-02T09:14:07.120Z","by":"ana","op":"code","step":"019a0000-0000-7000-8000-000000000001","source":"interviews/vrk-03.md","text":"9f2c00000000000a","start":412,"end":498,"quote":"Now the lab answers within a week","before":"nobody here had seen a report. ","after":", and the prosecutors ask","code":"capacity","claim":"51ab03cd","rules":"77e0912f","stance":"supports","prev":"c41d000000000000"}"#;
    let (entry, prev) = parse(line).unwrap();
    let Act::Code(coded) = &entry.act else { panic!("{entry:?}") };
    assert_eq!((coded.place.span, coded.stance, coded.weight), (Span::new(412, 498), Stance::Supports, None));
    assert_eq!(print(&entry, &prev.unwrap()), line);
}

#[test]
fn a_refusal_has_a_place_and_a_code() {
    let line = r#"{"id":"019a0000-0000-7000-8000-000000000001","at":"2026-03-02T09:14:07.120Z","by":"ana","op":"refuse","step":"019a0000-0000-7000-8000-000000000001","source":"interviews/vrk-03.md","text":"9f2c00000000000a","start":412,"end":445,"quote":"Now the lab answers within a week","before":"","after":".","code":"capacity","prev":"c41d000000000000"}"#;
    let (entry, prev) = parse(line).unwrap();
    let Act::Refuse(refused) = &entry.act else { panic!("{entry:?}") };
    assert_eq!((refused.place.span, refused.code.as_str()), (Span::new(412, 445), "capacity"));
    assert_eq!(print(&entry, &prev.unwrap()), line);
    let without = line.replace(r#","code":"capacity""#, "");
    assert!(matches!(parse(&without), Err(BadLine::Field { .. })));
}

#[test]
fn each_fault_has_its_reason() {
    let of = |line: &str| parse(line).unwrap_err();
    assert!(matches!(of(r#"{"id":"019a0000-00"#), BadLine::Torn(_)));
    assert!(matches!(of("[1]"), BadLine::Torn(_)));
    let head = r#""id":"019a0000-0000-7000-8000-000000000001","by":"ana""#;
    assert_eq!(of(&format!(r#"{{{head},"op":"x-mine","of":7}}"#)), BadLine::Private);
    assert_eq!(of(&format!(r#"{{{head},"op":"assign","of":7}}"#)), BadLine::UnknownOp("assign".into()));
    assert!(matches!(of(&format!(r#"{{{head},"op":"remove"}}"#)), BadLine::Field { .. }));
    assert!(matches!(of(&format!(r#"{{{head},"op":"remove","of":7}}"#)), BadLine::Field { .. }));
    assert!(matches!(of(r#"{"op":"remove"}"#), BadLine::Field { .. }));
}

#[test]
fn a_weight_keeps_its_digits() {
    let line = r#"{"id":"019a0000-0000-7000-8000-000000000001","by":"a","op":"change","of":"019a0000-0000-7000-8000-000000000002","weight":0.2}"#;
    let (entry, _) = parse(line).unwrap();
    let Act::Change(_, changes) = entry.act else { panic!() };
    assert_eq!(changes.weight, Some(Decimal::parse("0.2").ok()));
    assert!(print(&parse(line).unwrap().0, "").contains(r#""weight":0.2"#));
}
