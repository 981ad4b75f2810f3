//! Difference of two independent shares with Newcombe's hybrid score interval.
//!
//! **Literature.** Newcombe, R. G. (1998): Interval estimation for the difference between independent
//! proportions: comparison of eleven methods. Statistics in Medicine 17, 873-890 (method 10).
//!
//! **Formula.** With Wilson bounds l₁, u₁, l₂, u₂ and d = p₁ − p₂: lower d − √((p₁−l₁)² + (u₂−p₂)²),
//! upper d + √((u₁−p₁)² + (p₂−l₂)²). The p-value inverts the interval: the smallest α whose
//! interval does not hold 0, so p and interval never contradict each other.
//!
//! **Unit.** Difference of shares, between −1 and 1.
//!
//! **Edge cases.** As Wilson's; equal shares have p = 1. The samples must not overlap: compare an
//! area with the rest of the county, not with the county.

use crate::special::normal_upper_tail;
use crate::{Confidence, Estimate, NotDefined, Sample, wilson_of};

/// Steps of the p-value search: the quantile is then known to the last bit.
const HALVINGS: u32 = 60;

/// The widest interval looked at, in standard normal quantiles: beyond it p is 0 in double precision.
const WIDEST: f64 = 40.0;

/// First share minus second share.
///
/// The table II example of Newcombe (1998), 56/70 against 48/80:
/// ```
/// use methods::{Confidence, Sample, newcombe};
/// let (a, b) = (Sample::new(56.0, 70.0)?, Sample::new(48.0, 80.0)?);
/// let difference = newcombe(a, b, Confidence::P95)?;
/// assert!((difference.value - 0.2).abs() < 1e-12);
/// assert!((difference.lower - 0.0524).abs() < 5e-5);
/// assert!((difference.upper - 0.3339).abs() < 5e-5);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn newcombe(
    first: Sample,
    second: Sample,
    confidence: Confidence,
) -> Result<Estimate, NotDefined> {
    let a = wilson_of(first, confidence)?;
    let b = wilson_of(second, confidence)?;
    let value = a.value - b.value;
    Ok(Estimate {
        value,
        lower: (value - (a.value - a.lower).hypot(b.upper - b.value)).max(-1.0),
        upper: (value + (a.upper - a.value).hypot(b.value - b.lower)).min(1.0),
    })
}

/// The two-sided p-value of "no difference" that belongs to the interval.
///
/// ```
/// use methods::{Confidence, Sample, newcombe, newcombe_p};
/// let (a, b) = (Sample::new(56.0, 70.0)?, Sample::new(48.0, 80.0)?);
/// let p = newcombe_p(a, b)?;
/// assert!(newcombe(a, b, Confidence::new(1.0 - p - 1e-6)?)?.lower > 0.0);
/// assert!(newcombe(a, b, Confidence::new(1.0 - p + 1e-6)?)?.lower < 0.0);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn newcombe_p(first: Sample, second: Sample) -> Result<f64, NotDefined> {
    let excludes_zero = |z: f64| -> Result<bool, NotDefined> {
        let interval = newcombe(first, second, Confidence::from_z(z))?;
        Ok(interval.lower > 0.0 || interval.upper < 0.0)
    };
    let (mut excluded, mut held) = (0.0, WIDEST);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(excluded, held);
        if excludes_zero(middle)? {
            excluded = middle;
        } else {
            held = middle;
        }
    }
    Ok((2.0 * normal_upper_tail(excluded)).min(1.0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sample(cases: u32, base: u32) -> Sample {
        Sample::new(f64::from(cases), f64::from(base)).unwrap()
    }

    /// Newcombe (1998), table II, method 10.
    #[test]
    fn the_published_examples_hold() {
        let published = [
            ((56, 70), (48, 80), 0.0524, 0.3339),
            ((9, 10), (3, 10), 0.1705, 0.8090),
            ((6, 7), (2, 7), 0.0582, 0.8062),
            ((5, 56), (0, 29), -0.0381, 0.1926),
            ((0, 10), (0, 20), -0.1611, 0.2775),
            ((0, 10), (0, 10), -0.2775, 0.2775),
            ((10, 10), (0, 20), 0.6791, 1.0),
            ((10, 10), (0, 10), 0.6075, 1.0),
        ];
        for ((x, m), (y, n), lower, upper) in published {
            let found = newcombe(sample(x, m), sample(y, n), Confidence::P95).unwrap();
            assert!(
                (found.lower - lower).abs() < 1e-4,
                "{x}/{m} {y}/{n}: {found:?}"
            );
            assert!(
                (found.upper - upper).abs() < 1e-4,
                "{x}/{m} {y}/{n}: {found:?}"
            );
        }
    }

    #[test]
    fn equal_shares_are_no_evidence() {
        assert!(newcombe_p(sample(5, 20), sample(10, 40)).unwrap() > 0.999_999);
    }

    #[test]
    fn a_sample_with_more_cases_than_base_is_refused() {
        assert!(newcombe(sample(5, 4), sample(1, 4), Confidence::P95).is_err());
        assert!(newcombe_p(sample(1, 4), sample(5, 4)).is_err());
    }

    proptest! {
        #[test]
        fn interval_and_p_value_agree(x in 0u32..50, y in 0u32..50, m in 50u32..400, n in 50u32..400) {
            let (a, b) = (sample(x, m), sample(y, n));
            let interval = newcombe(a, b, Confidence::P95).unwrap();
            let p = newcombe_p(a, b).unwrap();
            prop_assert!(interval.holds(interval.value));
            prop_assert!((0.0..=1.0).contains(&p));
            prop_assert_eq!(p < 0.05, interval.lower > 0.0 || interval.upper < 0.0);
            let back = newcombe(b, a, Confidence::P95).unwrap();
            prop_assert!((back.lower + interval.upper).abs() < 1e-12);
        }
    }
}
