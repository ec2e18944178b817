//! Spans laid over one another as one cover, for questions that are asked of every character on the screen.

use crate::base::text::Span;

/// The union of some spans: in order, apart from each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cover(Vec<Span>);

impl Cover {
    /// Lays spans together. They come in the order of their starts.
    pub fn new(spans: impl IntoIterator<Item = Span>) -> Self {
        let mut cover: Vec<Span> = Vec::new();
        for span in spans.into_iter().filter(|span| !span.is_empty()) {
            match cover.last_mut() {
                Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
                _ => cover.push(span),
            }
        }
        Self(cover)
    }

    /// Tells whether a code point is covered.
    #[must_use]
    pub fn has(&self, at: usize) -> bool {
        self.first_from(at).is_some_and(|span| span.start <= at)
    }

    /// Returns the first covered code point in a span.
    #[must_use]
    pub fn first_in(&self, span: Span) -> Option<usize> {
        self.first_from(span.start).map(|found| found.start.max(span.start)).filter(|at| span.has(*at))
    }

    /// Returns the first piece that ends after `at`.
    fn first_from(&self, at: usize) -> Option<Span> {
        self.0.get(self.0.partition_point(|span| span.end <= at)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cover_is_the_union() {
        let cover = Cover::new([(2, 5), (3, 4), (5, 7), (9, 9), (10, 12)].map(|(start, end)| Span { start, end }));
        let covered: Vec<usize> = (0..14).filter(|at| cover.has(*at)).collect();
        assert_eq!(covered, [2, 3, 4, 5, 6, 10, 11]);
        assert_eq!(cover.first_in(Span::new(0, 4)), Some(2));
        assert_eq!(cover.first_in(Span::new(6, 20)), Some(6));
        assert_eq!(cover.first_in(Span::new(7, 10)), None);
    }
}
