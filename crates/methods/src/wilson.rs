//! Share of a whole with Wilson's score interval.
//!
//! **Literature.** Wilson, E. B. (1927): Probable inference, the law of succession, and statistical
//! inference. JASA 22, 209-212. For clustered counts: Kish, L. (1965): Survey Sampling (effective
//! sample size n / design effect).
//!
//! **Formula.** p = x/n; bounds (2x + z² ∓ z√(z² + 4x(1−p))) / (2(n + z²)). With a design effect d,
//! x and n are divided by d in the bounds; p stays.
//!
//! **Unit.** A share between 0 and 1.
//!
//! **Edge cases.** n = 0 is not defined; x = 0 has lower exactly 0; x = n has upper exactly 1;
//! x > n, negative and non-finite input is refused.

use crate::{Confidence, Estimate, NotDefined, Sample};

/// Cases over base with the Wilson interval.
///
/// ```
/// use methods::{Confidence, wilson};
/// let share = wilson(5.0, 7.0, Confidence::P95)?;
/// assert!((share.value - 0.714285714285714).abs() < 1e-12);
/// assert!((share.lower - 0.358934451832619).abs() < 1e-12);
/// assert!((share.upper - 0.917781075995943).abs() < 1e-12);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn wilson(cases: f64, base: f64, confidence: Confidence) -> Result<Estimate, NotDefined> {
    wilson_of(Sample::new(cases, base)?, confidence)
}

/// The share of a sample, its interval widened by the sample's design effect.
///
/// ```
/// use methods::{Confidence, Sample, wilson, wilson_of};
/// let clustered = Sample::new(30.0, 120.0)?.with_design_effect(2.0)?;
/// let wide = wilson_of(clustered, Confidence::P95)?;
/// let half = wilson(15.0, 60.0, Confidence::P95)?;
/// assert_eq!((wide.value, wide.lower, wide.upper), (0.25, half.lower, half.upper));
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn wilson_of(sample: Sample, confidence: Confidence) -> Result<Estimate, NotDefined> {
    if sample.cases() > sample.base() {
        return Err(NotDefined::MoreCasesThanBase {
            cases: sample.cases(),
            base: sample.base(),
        });
    }
    let (cases, base) = (sample.effective_cases(), sample.effective_base());
    let value = sample.ratio();
    let square = confidence.z() * confidence.z();
    let half = confidence.z() * (square + 4.0 * cases * (1.0 - value)).sqrt();
    let centre = 2.0 * cases + square;
    let width = 2.0 * (base + square);
    let lower = if cases == 0.0 {
        0.0
    } else {
        ((centre - half) / width).clamp(0.0, value)
    };
    let upper = if sample.cases() == sample.base() {
        1.0
    } else {
        ((centre + half) / width).clamp(value, 1.0)
    };
    Ok(Estimate {
        value,
        lower,
        upper,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nobody_and_everybody_have_exact_bounds() {
        let none = wilson(0.0, 10.0, Confidence::P95).unwrap();
        assert_eq!((none.value, none.lower), (0.0, 0.0));
        let all = wilson(20.0, 20.0, Confidence::P95).unwrap();
        assert_eq!((all.value, all.upper), (1.0, 1.0));
    }

    #[test]
    fn impossible_counts_are_refused_with_a_reason() {
        let p95 = Confidence::P95;
        assert_eq!(wilson(0.0, 0.0, p95), Err(NotDefined::NoBase));
        assert!(matches!(
            wilson(8.0, 7.0, p95),
            Err(NotDefined::MoreCasesThanBase { .. })
        ));
        for (cases, base) in [
            (-1.0, 5.0),
            (f64::NAN, 5.0),
            (1.0, f64::INFINITY),
            (1.0, -5.0),
        ] {
            assert!(wilson(cases, base, p95).is_err());
        }
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_share_and_is_nested(base in 1u32..1_000_000, part in 0.0..=1.0f64) {
            let cases = (f64::from(base) * part).round();
            let narrow = wilson(cases, f64::from(base), Confidence::P95).unwrap();
            let wide = wilson(cases, f64::from(base), Confidence::P998).unwrap();
            prop_assert!(narrow.holds(narrow.value));
            prop_assert!(0.0 <= wide.lower && wide.lower <= narrow.lower);
            prop_assert!(narrow.upper <= wide.upper && wide.upper <= 1.0);
        }

        #[test]
        fn one_case_more_moves_both_bounds_up(base in 2u32..100_000, part in 0.0..1.0f64) {
            let cases = (f64::from(base - 1) * part).floor();
            let fewer = wilson(cases, f64::from(base), Confidence::P95).unwrap();
            let more = wilson(cases + 1.0, f64::from(base), Confidence::P95).unwrap();
            prop_assert!(fewer.lower < more.lower && fewer.upper < more.upper);
        }
    }
}
