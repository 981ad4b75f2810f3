//! Two rates compared exactly: conditional test and interval of their ratio.
//!
//! **Literature.** Przyborowski, J. & Wilenski, H. (1940): Homogeneity of results in testing samples
//! from Poisson series. Biometrika 31, 313-323; Clopper, C. J. & Pearson, E. S. (1934): The use of
//! confidence or fiducial limits. Biometrika 26, 404-413.
//!
//! **Formula.** Given the sum of both counts, the first is binomial with share π = ρn₁/(ρn₁ + n₂),
//! ρ the ratio of the rates. The interval of ρ is Clopper and Pearson's of π, turned back; the
//! p-value of ρ = 1 is twice the smaller tail, at most 1, so p and interval agree. Clustered counts
//! enter divided by their design effect (the binomial tails are defined for real arguments).
//!
//! **Unit.** Rate over rate. **Edge cases.** No case on either side is not defined; no case in the
//! second has no upper limit, no case in the first has ratio and lower limit exactly 0.

use crate::not_defined::finite;
use crate::special::{beta_distribution, beta_quantile};
use crate::{Confidence, NotDefined, Sample};

/// A ratio of two rates with its interval; `None` where there is no finite number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateRatio {
    /// First rate over second rate.
    pub value: Option<f64>,
    /// Lower end of the interval.
    pub lower: f64,
    /// Upper end of the interval.
    pub upper: Option<f64>,
}

/// First rate over second rate with the exact interval.
///
/// ```
/// use methods::{Confidence, Sample, rate_ratio};
/// // As R's poisson.test(c(11, 6 + 8 + 7), c(800, 1083 + 1050 + 878)).
/// let (a, b) = (Sample::new(11.0, 800.0)?, Sample::new(21.0, 3011.0)?);
/// let ratio = rate_ratio(a, b, Confidence::P95)?;
/// assert!((ratio.value.unwrap() - 1.971488).abs() < 1e-6);
/// assert!((ratio.lower - 0.8584264).abs() < 1e-6);
/// assert!((ratio.upper.unwrap() - 4.2772659).abs() < 1e-6);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn rate_ratio(
    first: Sample,
    second: Sample,
    confidence: Confidence,
) -> Result<RateRatio, NotDefined> {
    let (a, b) = counts(first, second)?;
    let tail = confidence.tail();
    let odds_to_ratio = second.effective_base() / first.effective_base();
    let lower = if a == 0.0 {
        0.0
    } else {
        let share = beta_quantile(a, b + 1.0, tail);
        share / (1.0 - share) * odds_to_ratio
    };
    let upper = (b > 0.0).then(|| {
        // The complement keeps the digits of a share close to 1.
        let rest = beta_quantile(b, a + 1.0, tail);
        (1.0 - rest) / rest * odds_to_ratio
    });
    Ok(RateRatio {
        value: Some(first.ratio() / second.ratio()).filter(|ratio| ratio.is_finite()),
        lower: finite("cases", lower)?,
        upper: upper.filter(|limit| limit.is_finite()),
    })
}

/// The two-sided p-value of "both rates are equal".
///
/// ```
/// use methods::{Sample, rate_ratio_p};
/// let p = rate_ratio_p(Sample::new(0.0, 100.0)?, Sample::new(5.0, 100.0)?)?;
/// assert!((p - 0.0625).abs() < 1e-12);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn rate_ratio_p(first: Sample, second: Sample) -> Result<f64, NotDefined> {
    let (a, b) = counts(first, second)?;
    let share = first.effective_base() / (first.effective_base() + second.effective_base());
    let at_least = if a == 0.0 {
        1.0
    } else {
        beta_distribution(a, b + 1.0, share)
    };
    let at_most = if b == 0.0 {
        1.0
    } else {
        beta_distribution(b, a + 1.0, 1.0 - share)
    };
    Ok((2.0 * at_least.min(at_most)).min(1.0))
}

/// Both effective counts, if there is any case at all.
fn counts(first: Sample, second: Sample) -> Result<(f64, f64), NotDefined> {
    let counts = (first.effective_cases(), second.effective_cases());
    if counts == (0.0, 0.0) {
        return Err(NotDefined::NoCases);
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sample(cases: u32, base: u32) -> Sample {
        Sample::new(f64::from(cases), f64::from(base)).unwrap()
    }

    #[test]
    fn nothing_counted_has_no_ratio() {
        let none = rate_ratio(sample(0, 5), sample(0, 7), Confidence::P95);
        assert_eq!(none, Err(NotDefined::NoCases));
        assert_eq!(
            rate_ratio_p(sample(0, 5), sample(0, 7)),
            Err(NotDefined::NoCases)
        );
    }

    #[test]
    fn no_case_in_the_second_has_no_upper_limit() {
        let ratio = rate_ratio(sample(4, 5), sample(0, 7), Confidence::P95).unwrap();
        assert_eq!((ratio.value, ratio.upper), (None, None));
        assert!(ratio.lower > 0.0);
        let other = rate_ratio(sample(0, 7), sample(4, 5), Confidence::P95).unwrap();
        assert_eq!((other.value, other.lower), (Some(0.0), 0.0));
    }

    proptest! {
        #[test]
        fn interval_and_p_value_agree(x in 0u32..80, y in 1u32..80, m in 1u32..5000, n in 1u32..5000) {
            let (a, b) = (sample(x, m), sample(y, n));
            let ratio = rate_ratio(a, b, Confidence::P95).unwrap();
            let wide = rate_ratio(a, b, Confidence::P998).unwrap();
            let p = rate_ratio_p(a, b).unwrap();
            let (value, upper) = (ratio.value.unwrap(), ratio.upper.unwrap());
            prop_assert!(ratio.lower <= value && value <= upper);
            prop_assert!(wide.lower <= ratio.lower && upper <= wide.upper.unwrap());
            prop_assume!((p - 0.05).abs() > 1e-9);
            prop_assert_eq!(p < 0.05, ratio.lower > 1.0 || upper < 1.0);
        }
    }
}
