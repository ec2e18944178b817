//! Passages by number: all of a study in one row, by source and place, and sets of them.
//!
//! The numbers hold for one state of a study only; nothing stored refers to them.

/// Where each source's passages stand in the row of all passages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// The number of each source's first passage; at the end the number of all.
    firsts: Vec<u32>,
}

impl Places {
    /// Counts passages: `counts` are those of each source, in the order of sources.
    ///
    /// A study of more than four thousand million passages is cut there.
    #[must_use]
    pub fn new(counts: impl IntoIterator<Item = usize>) -> Self {
        let mut firsts = vec![0_u32];
        let mut next = 0_u32;
        for count in counts {
            next = next.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
            firsts.push(next);
        }
        Self { firsts }
    }

    /// Returns the number of all passages.
    #[must_use]
    pub fn len(&self) -> usize {
        self.firsts.last().copied().unwrap_or(0) as usize
    }

    /// Tells whether there is no passage.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the number of sources.
    #[must_use]
    pub fn sources(&self) -> usize {
        self.firsts.len() - 1
    }

    /// Returns the numbers of a source's passages; none for a source that there is not.
    #[must_use]
    pub fn of_source(&self, source: usize) -> std::ops::Range<usize> {
        match (self.firsts.get(source), self.firsts.get(source + 1)) {
            (Some(&first), Some(&end)) => first as usize..end as usize,
            _ => 0..0,
        }
    }

    /// Returns the number of a source's passage, counted there from 0.
    #[must_use]
    pub fn number(&self, source: usize, passage: usize) -> Option<usize> {
        let all = self.of_source(source);
        Some(all.start + passage).filter(|number| all.contains(number))
    }

    /// Returns the source and its passage for a number.
    #[must_use]
    pub fn place(&self, number: usize) -> Option<(usize, usize)> {
        if number >= self.len() {
            return None;
        }
        let source = self.firsts.partition_point(|&first| first as usize <= number) - 1;
        Some((source, number - self.firsts[source] as usize))
    }
}

/// A set of passages by number: a bit for each passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassageSet {
    bits: Vec<u64>,
    length: usize,
}

impl PassageSet {
    /// Makes an empty set within `length` passages.
    #[must_use]
    pub fn none(length: usize) -> Self {
        Self { bits: vec![0; length.div_ceil(64)], length }
    }

    /// Makes the set of all of `length` passages.
    #[must_use]
    pub fn all(length: usize) -> Self {
        let mut set = Self { bits: vec![u64::MAX; length.div_ceil(64)], length };
        set.cut();
        set
    }

    /// Clears the bits past the end.
    fn cut(&mut self) {
        if let (Some(last), rest @ 1..) = (self.bits.last_mut(), self.length % 64) {
            *last &= (1 << rest) - 1;
        }
    }

    /// Adds a passage; a number past the end is passed over.
    pub fn insert(&mut self, number: usize) {
        if number < self.length {
            self.bits[number / 64] |= 1 << (number % 64);
        }
    }

    /// Adds passages; those past the end are passed over.
    pub fn insert_range(&mut self, numbers: std::ops::Range<usize>) {
        for number in numbers.start..numbers.end.min(self.length) {
            self.insert(number);
        }
    }

    /// Tells whether a passage is in the set.
    #[must_use]
    pub fn contains(&self, number: usize) -> bool {
        self.bits.get(number / 64).is_some_and(|word| word & (1 << (number % 64)) != 0)
    }

    /// Returns how many passages are in the set.
    #[must_use]
    pub fn count(&self) -> usize {
        self.bits.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Tells whether no passage is in the set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bits.iter().all(|&word| word == 0)
    }

    /// Keeps what is in `other` too.
    pub fn intersect(&mut self, other: &Self) {
        for (number, word) in self.bits.iter_mut().enumerate() {
            *word &= other.bits.get(number).copied().unwrap_or(0);
        }
    }

    /// Adds what is in `other`.
    pub fn unite(&mut self, other: &Self) {
        for (word, more) in self.bits.iter_mut().zip(&other.bits) {
            *word |= more;
        }
        self.cut();
    }

    /// Takes what is not in the set.
    pub fn invert(&mut self) {
        for word in &mut self.bits {
            *word = !*word;
        }
        self.cut();
    }

    /// Returns the passages in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.bits.iter().enumerate().flat_map(|(at, &word)| {
            std::iter::successors((word != 0).then_some(word), |rest| {
                let rest = rest & (rest - 1);
                (rest != 0).then_some(rest)
            })
            .map(move |rest| at * 64 + rest.trailing_zeros() as usize)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_number_is_a_source_and_a_passage() {
        let places = Places::new([2, 0, 3]);
        assert_eq!((places.len(), places.sources()), (5, 3));
        let all: Vec<_> = (0..6).map(|number| places.place(number)).collect();
        assert_eq!(all, [Some((0, 0)), Some((0, 1)), Some((2, 0)), Some((2, 1)), Some((2, 2)), None]);
        assert_eq!(places.number(2, 2), Some(4));
        assert_eq!((places.number(1, 0), places.number(7, 0)), (None, None));
    }

    proptest::proptest! {
        #![proptest_config(crate::base::rounds::cases(256, 256))]

        #[test]
        fn sets_are_sets(length in 0usize..200, a: BTreeSet<u8>, b: BTreeSet<u8>) {
            let within = |set: &BTreeSet<u8>| set.iter().map(|&n| usize::from(n)).filter(|&n| n < length).collect::<BTreeSet<_>>();
            let made = |set: &BTreeSet<u8>| {
                let mut made = PassageSet::none(length);
                for &n in set {
                    made.insert(n.into());
                }
                made
            };
            let check = |set: &PassageSet, expected: BTreeSet<usize>| {
                assert_eq!(set.count(), expected.len());
                assert_eq!(set.is_empty(), expected.is_empty());
                assert!((0..300).all(|n| set.contains(n) == expected.contains(&n)));
                assert!(set.iter().eq(expected));
            };
            let (left, right) = (within(&a), within(&b));
            let mut set = made(&a);
            set.unite(&made(&b));
            check(&set, &left | &right);
            let mut set = made(&a);
            set.intersect(&made(&b));
            check(&set, &left & &right);
            set.invert();
            check(&set, &(0..length).collect::<BTreeSet<_>>() - &(&left & &right));
            check(&PassageSet::all(length), (0..length).collect());
        }
    }
}
