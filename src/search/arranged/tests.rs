use super::asked::Asked;
use crate::base::ids::CodeId;
use crate::base::text::Span;
use crate::coding::{Decimal, Stance};
use crate::search::codings::CodingOf;
use crate::search::query::{Filter, parse};

fn coding(code: &str, stance: Stance, coder: &str) -> CodingOf {
    CodingOf {
        id: crate::base::ids::EntryId::from_parts(1, 1),
        code: code.into(),
        stance,
        coder: coder.into(),
        span: Span::new(0, 1),
        voice: None,
        case: None,
        weight: Decimal::ONE,
        coders: vec![coder.into()],
        is_auto: false,
        has_memo: false,
    }
}

#[test]
fn a_query_is_about_the_codings_that_it_asks_for() {
    let codes = |filter: &Filter| match filter {
        Filter::Code { code, .. } => vec![CodeId::from(code.as_str())],
        _ => Vec::new(),
    };
    let all = [
        coding("a", Stance::Supports, "ana"),
        coding("a", Stance::Contradicts, "ben"),
        coding("b", Stance::Supports, "ana"),
    ];
    for (query, about) in [
        ("theme:a", "110"),
        ("theme:a stance:supports", "100"),
        ("theme:a theme:b", "111"),
        ("theme:a theme:b coder:ANA", "101"),
        ("theme:a OR money", "110"),
        ("theme:a -stance:contradicts", "110"),
        ("theme:a WITHIN theme:b", "110"),
        ("(theme:a OR theme:b) stance:contradicts late", "010"),
        ("is:auto", "000"),
        // Where a part asks for more than codings, each part speaks of codings of its own.
        ("(theme:b OR money) theme:a", "111"),
        ("(theme:b OR money) theme:a stance:supports", "101"),
        ("(theme:b OR money) stance:contradicts", "011"),
        ("theme:b ((theme:a stance:contradicts) OR late)", "011"),
        ("theme:a WITHIN theme:b stance:supports", "111"),
        // Alternatives beside a filter of their key are of another coding.
        ("(theme:a OR theme:c) theme:b", "111"),
        ("(theme:a OR theme:c) theme:b stance:supports", "101"),
        ("(theme:b OR stance:contradicts) theme:a", "111"),
        // What is asked of words and sources, or must not be there, says nothing of codings.
        ("money kind:interview -theme:a", "none"),
        ("", "none"),
    ] {
        let asked = Asked::read(&parse(query, &[]).query, &codes);
        let is_about =
            |asked: Asked| all.iter().map(|coding| if asked.is_about(coding) { '1' } else { '0' }).collect::<String>();
        assert_eq!(asked.map_or_else(|| "none".to_owned(), is_about), about, "{query}");
    }
}
