//! How differently a word is used in two bodies of text, and how strongly two words attract each other.
//!
//! All formulas take the same four numbers, those of a [`Contrast`]. 0 ln 0 counts as 0.

/// A word in two bodies of text that share no word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contrast {
    /// How often it stands in the first.
    pub a: u64,
    /// How many words the first has.
    pub n1: u64,
    /// How often it stands in the second.
    pub b: u64,
    /// How many words the second has.
    pub n2: u64,
}

/// The values of a log-likelihood above which it is told, from the lowest: the points of the chi-squared
/// distribution with one degree of freedom at 5, 1, 0.1 and 0.01 %. In purposive samples they are rungs of a
/// ladder and no tests.
pub const CUT_OFFS: [f64; 4] = [3.84, 6.63, 10.83, 15.13];

#[allow(clippy::cast_precision_loss, reason = "counts of words are far below 2^52")]
fn real(count: u64) -> f64 {
    count as f64
}

/// Returns `o` ln(`o` / `e`), which is 0 where `o` is.
fn term(observed: f64, expected: f64) -> f64 {
    if observed == 0.0 { 0.0 } else { observed * (observed / expected).ln() }
}

impl Contrast {
    /// Makes the contrast of a body of text with another of which it is a part.
    #[must_use]
    pub fn within(a: u64, n1: u64, whole: u64, words: u64) -> Self {
        Self { a, n1, b: whole.saturating_sub(a), n2: words.saturating_sub(n1) }
    }

    /// Returns the same the other way round.
    #[must_use]
    pub fn swapped(self) -> Self {
        Self { a: self.b, n1: self.n2, b: self.a, n2: self.n1 }
    }

    /// Tells whether there are words on both sides: else nothing can be said.
    #[must_use]
    pub fn is_defined(self) -> bool {
        self.n1 > 0 && self.n2 > 0
    }

    /// Returns what would stand in the first body if the word were spread evenly.
    #[must_use]
    pub fn expected(self) -> f64 {
        real(self.n1) * real(self.a + self.b) / real(self.n1 + self.n2)
    }

    /// Returns Dunning's log-likelihood ratio G2 of four terms: 2 sum O ln(O/E) over the word and all others in
    /// both bodies (Dunning 1993, Computational Linguistics 19:1).
    #[must_use]
    pub fn g2(self) -> f64 {
        let (n1, n2) = (real(self.n1), real(self.n2));
        let (of_word, all) = (real(self.a + self.b), n1 + n2);
        let others = all - of_word;
        let (a, b) = (real(self.a), real(self.b));
        let sum = term(a, n1 * of_word / all)
            + term(b, n2 * of_word / all)
            + term(n1 - a, n1 * others / all)
            + term(n2 - b, n2 * others / all);
        (2.0 * sum).max(0.0)
    }

    /// Returns the log-likelihood of two terms, of the word alone: 2 (a ln(a/E1) + b ln(b/E2)) (Rayson and
    /// Garside 2000; the calculator of UCREL, Lancaster).
    #[must_use]
    pub fn ll(self) -> f64 {
        let of_word = real(self.a + self.b);
        let all = real(self.n1 + self.n2);
        let sum = term(real(self.a), real(self.n1) * of_word / all) + term(real(self.b), real(self.n2) * of_word / all);
        (2.0 * sum).max(0.0)
    }

    /// Returns the log ratio, log2((a/n1) / (b/n2)): 1 is twice as often, 2 four times (Hardie 2014). In the place
    /// of a count of 0 stands 0.5.
    #[must_use]
    pub fn log_ratio(self) -> f64 {
        let or_half = |count: u64| if count == 0 { 0.5 } else { real(count) };
        ((or_half(self.a) / real(self.n1)) / (or_half(self.b) / real(self.n2))).log2()
    }

    /// Tells whether the word is relatively more frequent in the first body. The counts are compared as whole
    /// numbers, so that no rounding decides.
    #[must_use]
    pub fn is_more(self) -> bool {
        u128::from(self.a) * u128::from(self.n2) > u128::from(self.b) * u128::from(self.n1)
    }

    /// Returns the mutual information log2(O/E) of the word with the first body; it favours rare words
    /// (Church and Hanks 1990).
    #[must_use]
    pub fn mutual_information(self) -> f64 {
        (real(self.a) / self.expected()).log2()
    }
}

/// Returns logDice, 14 + log2(2 f(xy) / (f(x) + f(y))): at most 14 where each meets the other once and always,
/// whatever the size of the text (Rychlý 2008). `together` is how often they meet, `one` and `other` how often
/// each stands.
#[must_use]
pub fn log_dice(together: u64, one: u64, other: u64) -> f64 {
    14.0 + (2.0 * real(together) / real(one + other)).log2()
}

/// Returns c-tf-idf, (tf / length) ln(1 + A / f): how much a word belongs to one of several groups of text
/// (Grootendorst 2022). `count` stands in the group of `length` words, `all` in all groups together; `mean` is
/// the mean number of words of a group.
#[must_use]
pub fn class_weight(count: u64, length: u64, all: u64, mean: f64) -> f64 {
    if length == 0 || all == 0 { 0.0 } else { real(count) / real(length) * (1.0 + mean / real(all)).ln() }
}

/// Returns how often a word stands among 1,000; nothing where there are none.
#[must_use]
pub fn per_thousand(count: u64, words: u64) -> Option<f64> {
    (words > 0).then(|| real(count) * 1000.0 / real(words))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    const CASES: &str = include_str!("../../tests/cases/words.json");

    fn close(computed: f64, told: &Value, within: f64) {
        let told = told.as_f64().unwrap();
        assert!((computed - told).abs() <= within, "{computed} is not {told}");
    }

    #[test]
    fn dunnings_values_are_met() {
        let cases: Value = serde_json::from_str(CASES).unwrap();
        for case in cases["g2_dunning_2x2"].as_array().unwrap() {
            let cell = |name: &str| case[name].as_u64().unwrap();
            let (a, b) = (cell("k11"), cell("k12"));
            let contrast = Contrast { a, n1: a + cell("k21"), b, n2: b + cell("k22") };
            close(contrast.g2(), &case["g2"], 0.005);
        }
    }

    #[test]
    fn lancasters_example_is_met() {
        let cases: Value = serde_json::from_str(CASES).unwrap();
        let case = &cases["ll_rayson_2term"][0];
        let count = |name: &str| case[name].as_u64().unwrap();
        let contrast = Contrast { a: count("a"), n1: count("N1"), b: count("b"), n2: count("N2") };
        close(contrast.ll(), &case["exact"], 1e-9);
        close(contrast.g2(), &case["four_term_g2"], 1e-9);
        close(contrast.log_ratio(), &case["log_ratio"], 1e-12);
        assert!(contrast.is_more() && !contrast.swapped().is_more());
    }

    #[test]
    fn the_weights_of_classes_are_met() {
        let cases: Value = serde_json::from_str(CASES).unwrap();
        let case = &cases["c_tf_idf"];
        let classes = case["classes"].as_object().unwrap();
        let words = |text: &Value| text.as_str().unwrap().split(' ').map(str::to_owned).collect::<Vec<_>>();
        let all: Vec<String> = classes.values().flat_map(words).collect();
        let count = |list: &[String], word: &str| list.iter().filter(|other| *other == word).count() as u64;
        for (class, weights) in case["weights"].as_object().unwrap() {
            let of_class = words(&classes[class]);
            for (word, told) in weights.as_object().unwrap() {
                let mean = case["A"].as_f64().unwrap();
                let weight = class_weight(count(&of_class, word), of_class.len() as u64, count(&all, word), mean);
                close(weight, told, 1e-6);
            }
        }
    }

    #[test]
    fn swapping_the_bodies_turns_the_sign_and_nothing_else() {
        for a in [0, 1, 7, 120] {
            for b in [0, 2, 7, 900] {
                let contrast = Contrast { a, n1: 5_000, b, n2: 7_001 };
                let swapped = contrast.swapped();
                assert!((contrast.log_ratio() + swapped.log_ratio()).abs() < 1e-12);
                assert!((contrast.g2() - swapped.g2()).abs() < 1e-9 && (contrast.ll() - swapped.ll()).abs() < 1e-9);
                assert!(!(contrast.is_more() && swapped.is_more()));
            }
        }
    }

    #[test]
    fn a_count_of_nothing_is_half_in_the_ratio_and_nothing_in_the_likelihood() {
        let contrast = Contrast { a: 0, n1: 100, b: 8, n2: 100 };
        assert!((contrast.log_ratio() + 4.0).abs() < 1e-12);
        assert!((contrast.ll() - 2.0 * 8.0 * 2.0_f64.ln()).abs() < 1e-12);
        assert!(!Contrast { a: 0, n1: 0, b: 1, n2: 2 }.is_defined());
        assert_eq!(Contrast::within(3, 10, 5, 30), Contrast { a: 3, n1: 10, b: 2, n2: 20 });
    }

    #[test]
    fn two_words_that_never_part_have_a_dice_of_fourteen() {
        assert!((log_dice(5, 5, 5) - 14.0).abs() < 1e-12);
        assert!((log_dice(5, 10, 10) - 13.0).abs() < 1e-12);
    }
}
