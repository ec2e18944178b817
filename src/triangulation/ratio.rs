//! Exact fractions: thresholds, compared by cross-multiplication.
//!
//! Nothing here or elsewhere in the verdict compares floating-point numbers, so a boundary is met
//! exactly or not at all.

use std::fmt;

use serde::{Serialize, Serializer};

/// The largest numerator and denominator of a [`Ratio`].
///
/// It keeps every product with a sum of weights (at most 10^9 codings of 10^9 parts) within 128 bits.
const LARGEST: i64 = 1_000_000_000;

/// A fraction in lowest terms with a positive denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ratio {
    over: i64,
    under: i64,
}

impl Ratio {
    /// Makes the fraction `over / under`; an `under` of zero is taken as one.
    #[must_use]
    pub const fn new(over: u32, under: u32) -> Self {
        let under = if under == 0 { 1 } else { under };
        let shared = divisor(over as i64, under as i64);
        Self { over: over as i64 / shared, under: under as i64 / shared }
    }

    /// Reads `1/2`, `3` or `0.5`; nothing for anything else, for what is negative or too fine.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (over, under) = if let Some((over, under)) = text.split_once('/') {
            (whole(over.trim())?, whole(under.trim())?)
        } else if let Some((head, tail)) = text.split_once('.') {
            let scale = 10_i64.checked_pow(u32::try_from(tail.len()).ok().filter(|&n| n <= 9)?)?;
            let tail = if tail.is_empty() { 0 } else { whole(tail)? };
            (whole(head)?.checked_mul(scale)?.checked_add(tail)?, scale)
        } else {
            (whole(text)?, 1)
        };
        if under == 0 {
            return None;
        }
        let shared = divisor(over, under);
        let ratio = Self { over: over / shared, under: under / shared };
        (ratio.over <= LARGEST && ratio.under <= LARGEST).then_some(ratio)
    }

    /// Tells whether `part / whole` is at least this, for a positive `whole`.
    #[must_use]
    pub fn reached_by(self, part: i128, whole: i128) -> bool {
        part * i128::from(self.under) >= whole * i128::from(self.over)
    }

    /// Tells whether `part / whole` is more than this, for a positive `whole`.
    #[must_use]
    pub fn passed_by(self, part: i128, whole: i128) -> bool {
        part * i128::from(self.under) > whole * i128::from(self.over)
    }

    /// Tells whether this is zero.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.over == 0
    }

    /// Tells whether this is more than one.
    #[must_use]
    pub fn is_above_one(self) -> bool {
        self.over > self.under
    }
}

const fn divisor(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    if a == 0 { 1 } else { a }
}

fn whole(digits: &str) -> Option<i64> {
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.under == 1 { write!(f, "{}", self.over) } else { write!(f, "{}/{}", self.over, self.under) }
    }
}

impl Serialize for Ratio {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// Returns the sign of the exact sum of the fractions `over / under`, each `under` positive.
///
/// The sum is doubled until its whole part settles the sign. A sum that is not zero is at least one
/// over the product of all denominators, so as many doublings as that product has bits are enough.
pub(crate) fn sign_of_sum(fractions: &[(i64, i64)]) -> i32 {
    if fractions.is_empty() {
        return 0;
    }
    let mut whole: i128 = 0;
    let mut rest: Vec<(i128, i128)> = Vec::with_capacity(fractions.len());
    let mut bits = 8;
    for &(over, under) in fractions {
        let (over, under) = (i128::from(over), i128::from(under.max(1)));
        whole += over.div_euclid(under);
        rest.push((over.rem_euclid(under), under));
        bits += 128 - under.leading_zeros();
    }
    // The rests add up to at least 0 and to less than their number.
    let most = i128::try_from(rest.len()).unwrap_or(i128::MAX);
    for _ in 0..=bits {
        if whole >= 1 {
            return 1;
        }
        if whole <= -most {
            return -1;
        }
        whole *= 2;
        for (over, under) in &mut rest {
            *over *= 2;
            if *over >= *under {
                *over -= *under;
                whole += 1;
            }
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ratios_are_read_and_printed() {
        for (text, printed) in
            [("1/2", "1/2"), ("2/4", "1/2"), ("0.5", "1/2"), ("3", "3"), (" 1 / 3 ", "1/3"), ("0", "0")]
        {
            assert_eq!(Ratio::parse(text).map(|r| r.to_string()).as_deref(), Some(printed), "{text}");
        }
        for text in ["", "-1/2", "1/0", "a", "1/2/3", "0.1234567891", "9999999999", "+1", "1e3", "."] {
            assert_eq!(Ratio::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_boundary_is_reached_and_not_passed() {
        let half = Ratio::new(1, 2);
        assert!(half.reached_by(2, 4) && !half.passed_by(2, 4));
        assert!(half.passed_by(3, 5) && !half.reached_by(2, 5));
        let third = Ratio::new(1, 3);
        assert!(third.reached_by(1, 3) && !third.reached_by(333_333_333, 1_000_000_000));
    }

    #[test]
    fn signs_of_sums_are_exact() {
        assert_eq!(sign_of_sum(&[]), 0);
        assert_eq!(sign_of_sum(&[(1, 3), (1, 3), (-2, 3)]), 0);
        assert_eq!(sign_of_sum(&[(1, 3), (-333_333, 1_000_000)]), 1);
        assert_eq!(sign_of_sum(&[(-1, 3), (333_333, 1_000_000)]), -1);
        assert_eq!(sign_of_sum(&[(-1, 1)]), -1);
        // Numbers whose common denominator passes 128 bits.
        let primes = [999_983, 999_979, 999_961, 999_959, 999_953, 999_931, 999_917, 999_907];
        let mut many: Vec<(i64, i64)> = primes.iter().flat_map(|&p| [(1, p), (-1, p)]).collect();
        assert_eq!(sign_of_sum(&many), 0);
        many.push((1, 1_000_000_007));
        assert_eq!(sign_of_sum(&many), 1);
    }

    proptest! {
        #![proptest_config(crate::base::rounds::cases(256, 256))]

        #[test]
        fn the_sign_is_that_of_the_common_denominator(fractions in prop::collection::vec((-50_i64..50, 1_i64..50), 0..5)) {
            let product: i128 = fractions.iter().map(|f| i128::from(f.1)).product();
            let sum: i128 = fractions.iter().map(|f| i128::from(f.0) * product / i128::from(f.1)).sum();
            prop_assert_eq!(i128::from(sign_of_sum(&fractions)), sum.signum());
        }
    }
}
