//! Words in context: a stretch of a passage around what was found in it.

use crate::base::text::{Span, Text};

/// A stretch of a passage that is short enough to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// Where it stands in the text, in code points.
    pub span: Span,
    /// The marks that lie in it, cut at its ends.
    pub marks: Vec<Span>,
    /// Whether the passage goes on before it.
    pub cut_before: bool,
    /// Whether the passage goes on after it.
    pub cut_after: bool,
}

impl Excerpt {
    /// Cuts at most `limit` code points out of a passage: where most marks stand together, and of such
    /// stretches the first. Cuts fall on blanks where there are any near.
    #[must_use]
    pub fn new(text: &Text, passage: Span, marks: &[Span], limit: usize) -> Self {
        let passage = Span::new(passage.start.min(text.len()), passage.end.min(text.len()));
        let span = if passage.len() <= limit { passage } else { Self::stretch(text, passage, marks, limit) };
        let marks = marks
            .iter()
            .filter(|mark| mark.overlaps(span))
            .map(|mark| Span::new(mark.start.max(span.start), mark.end.min(span.end)))
            .collect();
        Self { span, marks, cut_before: span.start > passage.start, cut_after: span.end < passage.end }
    }

    fn stretch(text: &Text, passage: Span, marks: &[Span], limit: usize) -> Span {
        let most = marks
            .iter()
            .filter(|mark| passage.holds(**mark))
            .map(|first| {
                let within = |mark: &&Span| mark.start >= first.start && mark.end <= first.start + limit;
                (marks.iter().filter(within).count(), marks.iter().rfind(within).unwrap_or(first), first)
            })
            .max_by_key(|(count, _, first)| (*count, std::cmp::Reverse(first.start)));
        let (from, to) = match most {
            Some((_, last, first)) => (first.start, last.end.min(first.start + limit)),
            None => (passage.start, passage.start),
        };
        // A third of what is left goes before the marks: a reader looks on from there.
        let left = limit - (to - from);
        let start = from.saturating_sub(left / 3).max(passage.start);
        let end = (start + limit).min(passage.end);
        let start = end.saturating_sub(limit).max(passage.start).min(from);
        Self::on_blanks(text, passage, Span::new(start, end), Span::new(from, to))
    }

    /// Moves the ends inwards to the next blank, but never into `kept` and by a fifth at most.
    fn on_blanks(text: &Text, passage: Span, span: Span, kept: Span) -> Span {
        let reach = span.len() / 5;
        let mut cut = span;
        if span.start > passage.start {
            let room = Span::new(span.start, kept.start.min(span.start + reach));
            if let Some(blank) = text.slice(room).chars().position(char::is_whitespace) {
                cut.start = span.start + blank + 1;
            }
        }
        if span.end < passage.end {
            let room = Span::new(kept.end.max(span.end.saturating_sub(reach)).min(span.end), span.end);
            let blank = text.slice(room).chars().collect::<Vec<_>>().into_iter().rposition(char::is_whitespace);
            if let Some(blank) = blank {
                cut.end = room.start + blank;
            }
        }
        cut
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, words: &str, limit: usize) -> String {
        let whole = Text::from(text);
        let marks: Vec<Span> = words
            .split(' ')
            .filter(|word| !word.is_empty())
            .flat_map(|word| text.match_indices(word).map(|(at, found)| whole.span_of(at..at + found.len())))
            .collect();
        let excerpt = Excerpt::new(&whole, whole.span(), &marks, limit);
        let dots = |cut| if cut { "…" } else { "" };
        format!("{}{}{}", dots(excerpt.cut_before), whole.slice(excerpt.span), dots(excerpt.cut_after))
    }

    #[test]
    fn the_stretch_with_most_marks_is_shown() {
        let text = "The lab was slow at first, and nobody had seen a report. Now the lab answers, the lab reports, the lab is fast and everyone is glad";
        assert_eq!(shown(text, "lab", 48), "…lab answers, the lab reports, the lab is…");
        assert_eq!(shown(text, "glad", 24), "…and everyone is glad");
        assert_eq!(shown(text, "", 20), "The lab was slow at…");
        assert_eq!(shown("short", "short", 20), "short");
    }

    #[test]
    fn text_without_blanks_is_cut_anywhere() {
        let text = "联合国教科文组织".repeat(20) + "实验室" + &"联合国".repeat(20);
        let shown = shown(&text, "实验室", 12);
        assert!(shown.contains("实验室") && shown.chars().count() == 14, "{shown}");
    }

    proptest::proptest! {
        #![proptest_config(crate::base::rounds::cases(256, 256))]

        #[test]
        fn an_excerpt_lies_in_its_passage(
            text in "[a-c实 ]{0,60}", cut in (0usize..60, 0usize..60), limit in 1usize..30,
            marks in proptest::collection::vec((0usize..60, 1usize..9), 0..5),
        ) {
            let text = Text::from(text.as_str());
            let passage = Span::new(cut.0.min(text.len()), cut.1.min(text.len()));
            let mut marks: Vec<Span> = marks.into_iter().map(|(start, length)| Span::new(start, start + length)).collect();
            marks.sort();
            let excerpt = Excerpt::new(&text, passage, &marks, limit);
            proptest::prop_assert!(passage.holds(excerpt.span) || excerpt.span.is_empty());
            proptest::prop_assert!(excerpt.span.len() <= limit.max(1));
            proptest::prop_assert!(excerpt.marks.iter().all(|mark| excerpt.span.holds(*mark)));
            let first = marks.iter().find(|mark| passage.holds(**mark));
            proptest::prop_assert!(first.is_none() || !excerpt.marks.is_empty());
        }
    }
}
