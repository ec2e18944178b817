use proptest::prelude::*;

use super::*;

/// Makes a pane from the one-line notation: `⟦` `⟧` hold the selection, `|` stands before the cursor.
fn pane(notation: &str) -> Pane {
    let plain: String = notation.chars().filter(|ch| !"⟦⟧|".contains(*ch)).collect();
    let mut pane = Pane::new(Text::from(plain));
    pane.resize(21, 4);
    let (mut open, mut close, mut cursor, mut at) = (None, None, 0, 0);
    for ch in notation.chars() {
        match ch {
            '⟦' => open = Some(at),
            '⟧' => close = Some(at),
            '|' => cursor = at,
            _ => at += 1,
        }
    }
    if let (Some(open), Some(close)) = (open, close) {
        pane.select(Span::new(open, close));
        if cursor == open {
            pane.swap_ends();
        }
    } else {
        pane.put(cursor);
    }
    pane
}

/// Writes a pane in the one-line notation.
fn notation(pane: &Pane) -> String {
    let selection = pane.selection();
    let mut shown = String::new();
    for (at, ch) in pane.text().as_str().chars().enumerate() {
        if selection.is_some_and(|span| span.start == at) {
            shown.push('⟦');
        }
        if pane.cursor() == at {
            shown.push('|');
        }
        shown.push(ch);
        if selection.is_some_and(|span| span.end == at + 1) {
            shown.push('⟧');
        }
    }
    shown
}

fn landmarks(pane: &Pane) -> Landmarks {
    let mut passages = Vec::new();
    let mut at = 0;
    for line in pane.text().as_str().split_inclusive('\n') {
        let length = line.trim_end().chars().count();
        passages.push(Span::new(at, at + length));
        at += line.chars().count();
    }
    Landmarks { passages: passages.clone(), turns: passages, ..Landmarks::default() }
}

#[test]
fn a_selection_grows_by_words_sentences_and_passages_and_shrinks_again() {
    let mut pane = pane("I felt al|one here. Then not.\nNext");
    let marks = landmarks(&pane);
    let mut seen = Vec::new();
    for _ in 0..4 {
        pane.grow(&marks);
        seen.push(notation(&pane));
    }
    assert_eq!(
        seen,
        [
            "I felt ⟦alon|e⟧ here. Then not.\nNext",
            "⟦I felt alone here|.⟧ Then not.\nNext",
            "⟦I felt alone here. Then not|.⟧\nNext",
            "⟦I felt alone here. Then not.\nNex|t⟧",
        ]
    );
    for _ in 0..3 {
        pane.shrink();
    }
    assert_eq!(notation(&pane), seen[0]);
    pane.shrink();
    assert_eq!(notation(&pane), "I felt al|one here. Then not.\nNext");
}

#[test]
fn motions_extend_a_selection_and_its_ends_swap() {
    let mut pane = pane("I felt |alone or isolation that day");
    let marks = landmarks(&pane);
    pane.start_selection();
    pane.go(Unit::WordEnd, Way::On, 3, &marks);
    assert_eq!(notation(&pane), "I felt ⟦alone or isolatio|n⟧ that day");
    pane.swap_ends();
    pane.go(Unit::Word, Way::Back, 1, &marks);
    assert_eq!(notation(&pane), "I ⟦|felt alone or isolation⟧ that day");
}

#[test]
fn a_selection_goes_up_to_the_end_of_a_unit_and_not_into_the_next() {
    let text = "I felt |alone, “or” so. Then not.\n\nNext one.\nLast.\n";
    let mut seen = Vec::new();
    for (unit, count) in [
        (Unit::Word, 1),
        (Unit::Word, 2),
        (Unit::Word, 40),
        (Unit::Sentence, 1),
        (Unit::Sentence, 3),
        (Unit::Passage, 1),
        (Unit::Turn, 1),
        (Unit::Turn, 9),
        (Unit::Coding, 1),
    ] {
        let mut pane = pane(text);
        let mut marks = landmarks(&pane);
        marks.passages.retain(|span| !span.is_empty());
        marks.turns = marks.passages.clone();
        marks.codings = vec![Span::new(23, 27)];
        pane.start_selection();
        pane.go(unit, Way::On, count, &marks);
        seen.push(notation(&pane));
    }
    assert_eq!(
        seen,
        [
            "I felt ⟦alon|e⟧, “or” so. Then not.\n\nNext one.\nLast.\n",
            "I felt ⟦alone, “o|r⟧” so. Then not.\n\nNext one.\nLast.\n",
            "I felt ⟦alone, “or” so. Then not.\n\nNext one.\nLas|t⟧.\n",
            "I felt ⟦alone, “or” so|.⟧ Then not.\n\nNext one.\nLast.\n",
            "I felt ⟦alone, “or” so. Then not.\n\nNext one|.⟧\nLast.\n",
            "I felt ⟦alone, “or” so. Then not|.⟧\n\nNext one.\nLast.\n",
            "I felt ⟦alone, “or” so. Then not|.⟧\n\nNext one.\nLast.\n",
            "I felt ⟦alone, “or” so. Then not.\n\nNext one.\nLast|.⟧\n",
            "I felt ⟦alone, “or” so|.⟧ Then not.\n\nNext one.\nLast.\n",
        ]
    );
}

#[test]
fn a_selection_goes_on_from_the_end_of_a_unit() {
    let mut pane = pane("|I felt alone. Then not.");
    let marks = landmarks(&pane);
    pane.start_selection();
    let mut seen = Vec::new();
    for unit in [Unit::Word, Unit::Word, Unit::Sentence, Unit::Word, Unit::Sentence] {
        pane.go(unit, Way::On, 1, &marks);
        seen.push(notation(&pane));
    }
    assert_eq!(
        seen,
        [
            "⟦|I⟧ felt alone. Then not.",
            "⟦I fel|t⟧ alone. Then not.",
            "⟦I felt alone|.⟧ Then not.",
            "⟦I felt alone. The|n⟧ not.",
            "⟦I felt alone. Then not|.⟧",
        ]
    );
    // The beginning of a selection moves from beginning to beginning.
    pane.swap_ends();
    pane.go(Unit::Word, Way::On, 1, &marks);
    assert_eq!(notation(&pane), "I ⟦|felt alone. Then not.⟧");
}

#[test]
fn rows_keep_their_column() {
    let mut pane = pane("the laboratory an|swers\nshort\nwithin one week at last");
    let marks = landmarks(&pane);
    pane.go(Unit::Row, Way::On, 1, &marks);
    assert_eq!(notation(&pane), "the laboratory answers\nsh|ort\nwithin one week at last");
    pane.go(Unit::Row, Way::On, 1, &marks);
    assert_eq!(notation(&pane), "the laboratory answers\nshort\nwi|thin one week at last");
    pane.go(Unit::Row, Way::Back, 3, &marks);
    assert_eq!(notation(&pane), "th|e laboratory answers\nshort\nwithin one week at last");
}

#[test]
fn a_mouse_place_and_its_code_point_are_one() {
    let pane = pane("中文 words and more words here\nنص عربي e\u{301}x");
    let ground = pane.ground();
    let mut at = 0;
    loop {
        if let Some((row, column)) = pane.place_of(at) {
            assert_eq!(pane.point_at(row, column), at);
        }
        match ground.step(at, Unit::Character, Way::On, &Landmarks::default()) {
            Some(next) => at = next,
            None => break,
        }
    }
}

#[test]
fn an_empty_text_has_one_row() {
    let mut pane = pane("");
    let marks = landmarks(&pane);
    for unit in [Unit::Character, Unit::Word, Unit::Row, Unit::Page, Unit::Passage, Unit::Text, Unit::RowEdge] {
        assert!(!pane.go(unit, Way::On, 3, &marks) && !pane.go(unit, Way::Back, 3, &marks));
    }
    pane.grow(&marks);
    assert_eq!((pane.visible().len(), pane.cursor()), (1, 0));
}

#[test]
fn ten_megabytes_and_a_megabyte_in_one_line_scroll() {
    let many = "The laboratory answers within a week, and nobody here had seen a report.\n\n".repeat(140_000);
    let one = "без остановки ".repeat(40_000);
    for text in [many, one] {
        let mut pane = Pane::new(Text::from(text));
        pane.resize(100, 60);
        let marks = Landmarks::default();
        for (unit, way) in [
            (Unit::Text, Way::On),
            (Unit::Page, Way::Back),
            (Unit::Row, Way::Back),
            (Unit::Word, Way::Back),
            (Unit::Text, Way::Back),
            (Unit::Page, Way::On),
        ] {
            for _ in 0..4 {
                pane.go(unit, way, 1, &marks);
                // How fast it is, tells the benchmark; laying out the whole text would take seconds here.
                assert!(!pane.visible().is_empty());
            }
        }
    }
}

fn unit() -> impl Strategy<Value = (Unit, Way)> {
    let units = vec![
        Unit::Character,
        Unit::Word,
        Unit::WordEnd,
        Unit::Sentence,
        Unit::Passage,
        Unit::Turn,
        Unit::Row,
        Unit::RowEdge,
        Unit::HalfPage,
        Unit::Page,
        Unit::Text,
    ];
    (prop::sample::select(units), prop::sample::select(vec![Way::Back, Way::On]))
}

proptest! {
    #![proptest_config(crate::base::rounds::cases(256, 256))]

    #[test]
    fn the_cursor_is_always_on_a_cluster_edge_and_visible(
        text in "[a-c中é \\t\n\r\u{301}\u{200d}\u{1f468}\u{1f1eb}ع.]{0,60}",
        steps in prop::collection::vec((unit(), 1usize..4, 0u16..30, 0u16..6), 1..12),
    ) {
        let mut pane = Pane::new(Text::from(text));
        let marks = landmarks(&pane);
        for ((unit, way), count, width, height) in steps {
            pane.resize(width, height);
            pane.go(unit, way, count, &marks);
            prop_assert!(pane.ground().cluster(pane.cursor()).start == pane.cursor());
            let (row, column) = pane.place_of(pane.cursor()).expect("visible");
            prop_assert!(row < height.max(1) && column <= width.max(2));
        }
    }
}
