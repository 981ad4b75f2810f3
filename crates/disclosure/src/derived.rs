//! Rates as leaks: which numerators a rounded rate leaves when its denominator is published, and how many decimals are
//! safe.
//!
//! A rate `p` per hundred with `d` decimals and denominator `D` says `(p − ½·10⁻ᵈ)·D/100 ≤ x ≤ (p + ½·10⁻ᵈ)·D/100`
//! (Hundepool et al., Statistical Disclosure Control, 2012, section 4.3.3).

use std::ops::RangeInclusive;

use crate::family::Range;

/// A rate as it is printed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrintedRate {
    /// The printed number.
    pub value: f64,
    /// How many decimals it has.
    pub decimals: u32,
    /// Per how many: 100 for percent.
    pub per: f64,
}

impl PrintedRate {
    /// What is printed for a numerator and denominator; `None` without a denominator.
    pub fn of(numerator: f64, denominator: f64, (per, decimals): (f64, u32)) -> Option<Self> {
        let step = step(decimals);
        (denominator > 0.0).then(|| Self {
            value: (numerator / denominator * per / step).round() * step,
            decimals,
            per,
        })
    }

    /// The numerators it leaves, from 0 to the denominator.
    ///
    /// ```
    /// use disclosure::derived::PrintedRate;
    /// let rate = PrintedRate { value: 1.3, decimals: 1, per: 100.0 };
    /// // 1.3 % of 240 persons can only be 3 of them.
    /// assert_eq!(rate.counts(240.0), 3..=3);
    /// ```
    pub fn counts(self, denominator: f64) -> RangeInclusive<u64> {
        let Range { lower, upper } = self.numerators(denominator);
        whole((lower - ROUNDING).ceil())..=whole((upper + ROUNDING).floor())
    }

    /// The same in real numbers.
    pub fn numerators(self, denominator: f64) -> Range {
        let half = step(self.decimals) / 2.0;
        let numerator = |rate: f64| (rate * denominator / self.per).clamp(0.0, denominator);
        Range {
            lower: numerator(self.value - half),
            upper: numerator(self.value + half),
        }
    }
}

/// The most decimals, up to `most`, with which a rate leaves all `needed` numerators possible; `None` if not even whole
/// numbers do, so that the rate must be hidden.
///
/// ```
/// use disclosure::derived::safe_decimals;
/// // 3 of 240 are 1.3 %: one decimal says it is 3, none says it is 2 or 3.
/// assert_eq!(safe_decimals((3.0, 240.0), 100.0, 2..=3, 1), Some(0));
/// assert_eq!(safe_decimals((3.0, 240.0), 100.0, 1..=3, 1), None);
/// ```
pub fn safe_decimals(
    (numerator, denominator): (f64, f64),
    per: f64,
    needed: RangeInclusive<u64>,
    most: u32,
) -> Option<u32> {
    (0..=most).rev().find(|decimals| {
        PrintedRate::of(numerator, denominator, (per, *decimals)).is_some_and(|rate| {
            let left = rate.counts(denominator);
            left.start() <= needed.start() && needed.end() <= left.end()
        })
    })
}

/// Bounds that are whole but for rounding are whole.
const ROUNDING: f64 = 1e-9;

fn step(decimals: u32) -> f64 {
    10_f64.powi(-i32::try_from(decimals).unwrap_or(i32::MAX))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and a number of persons"
)]
const fn whole(number: f64) -> u64 {
    number as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nobody_is_a_rate_without_a_base() {
        assert_eq!(PrintedRate::of(0.0, 0.0, (100.0, 1)), None);
        assert_eq!(safe_decimals((0.0, 0.0), 100.0, 0..=0, 3), None);
    }

    #[test]
    fn a_rate_of_hundreds_of_thousands_says_little() {
        let rate = PrintedRate::of(12_345.0, 280_000.0, (100.0, 1)).unwrap();
        assert_eq!(rate.counts(280_000.0), 12_180..=12_460);
    }

    proptest! {
        #[test]
        fn the_true_numerator_is_always_among_those_left(
            denominator in 1..5_000_u32, share in 0.0..=1.0_f64, decimals in 0..4_u32,
        ) {
            let denominator = f64::from(denominator);
            let numerator = (denominator * share).round();
            let rate = PrintedRate::of(numerator, denominator, (100.0, decimals)).unwrap();
            prop_assert!(rate.counts(denominator).contains(&whole(numerator)));
        }

        #[test]
        fn fewer_decimals_are_safe_until_all_that_is_needed_is_left(
            denominator in 10..5_000_u32, numerator in 1..5_u32,
        ) {
            let (x, d) = (f64::from(numerator), f64::from(denominator));
            let needed = 1..=u64::from(numerator.max(3));
            if let Some(decimals) = safe_decimals((x, d), 100.0, needed.clone(), 3) {
                let rate = PrintedRate::of(x, d, (100.0, decimals)).unwrap();
                prop_assert!(needed.clone().all(|n| rate.counts(d).contains(&n)));
                // Each numerator needed is printed as the same rate, but where it lies on the edge of rounding.
                for n in needed {
                    let other = f64::from(u32::try_from(n).unwrap()) / d * 100.0;
                    prop_assert!((other - rate.value).abs() <= step(decimals) / 2.0 + 1e-9);
                }
            }
        }
    }
}
