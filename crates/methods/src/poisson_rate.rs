//! Rate of events per base with an exact or Byar interval.
//!
//! **Literature.** Garwood, F. (1936): Fiducial limits for the Poisson distribution. Biometrika 28,
//! 437-442 (exact). Breslow, N. E. & Day, N. E. (1987): Statistical Methods in Cancer Research II,
//! p. 69 (Byar). The switch at 10 events follows Public Health England's Fingertips guidance.
//!
//! **Formula.** r = m·x/n. x < 10: lower χ²(α/2; 2x)/2, upper χ²(1−α/2; 2x+2)/2. x ≥ 10: lower
//! x(1 − 1/(9x) − z/(3√x))³, upper (x+1)(1 − 1/(9(x+1)) + z/(3√(x+1)))³; times m/n. With a design
//! effect d the bounds of x/d are multiplied by d.
//!
//! **Unit.** Events per m of the base.
//!
//! **Edge cases.** x = 0 has lower exactly 0; n = 0 is not defined; a count that is not whole uses
//! Byar at any size (only a whole count has an exact distribution), its lower bound never below 0.
//! An effective count (design effect above 1) below 10 uses the exact form with a real argument.

use crate::not_defined::not_negative;
use crate::special::gamma_quantile;
use crate::{Confidence, Estimate, NotDefined, Sample};

/// From this number of events on Byar's approximation is used.
const BYAR_FROM: f64 = 10.0;

/// How an interval of a count was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoissonMethod {
    /// By the chi-square distribution.
    Exact,
    /// By Byar's approximation.
    Byar,
}

/// Events over base times multiplier, with its interval.
///
/// ```
/// use methods::{Confidence, poisson_rate};
/// let rate = poisson_rate(9.0, 1000.0, 100_000.0, Confidence::P95)?;
/// assert!((rate.value - 900.0).abs() < 1e-9);
/// assert!((rate.lower - 411.537309737833).abs() < 1e-8);
/// assert!((rate.upper - 1708.48034514192).abs() < 1e-8);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn poisson_rate(
    cases: f64,
    base: f64,
    multiplier: f64,
    confidence: Confidence,
) -> Result<Estimate, NotDefined> {
    poisson_rate_of(Sample::new(cases, base)?, multiplier, confidence)
}

/// The rate of a sample, its interval widened by the sample's design effect.
///
/// ```
/// use methods::{Confidence, Sample, poisson_rate_of};
/// let sample = Sample::new(40.0, 2_000.0)?;
/// let plain = poisson_rate_of(sample, 1_000.0, Confidence::P95)?;
/// let clustered = poisson_rate_of(sample.with_design_effect(1.5)?, 1_000.0, Confidence::P95)?;
/// assert_eq!(plain.value, clustered.value);
/// assert!(clustered.lower < plain.lower && plain.upper < clustered.upper);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn poisson_rate_of(
    sample: Sample,
    multiplier: f64,
    confidence: Confidence,
) -> Result<Estimate, NotDefined> {
    not_negative("multiplier", multiplier)?;
    let count = if sample.design_effect() > 1.0 {
        effective_count(sample, confidence)
    } else {
        poisson_count(sample.cases(), confidence)?
    };
    Ok(Estimate {
        value: multiplier * sample.ratio(),
        lower: count.lower * multiplier / sample.base(),
        upper: count.upper * multiplier / sample.base(),
    })
}

/// A count of events with the interval of its expectation.
///
/// ```
/// use methods::{Confidence, poisson_count};
/// let none = poisson_count(0.0, Confidence::P95)?;
/// assert_eq!(none.lower, 0.0);
/// assert!((none.upper - 3.68887945411394).abs() < 1e-12);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn poisson_count(cases: f64, confidence: Confidence) -> Result<Estimate, NotDefined> {
    not_negative("cases", cases)?;
    Ok(match poisson_method(cases) {
        PoissonMethod::Exact => exact(cases, confidence),
        PoissonMethod::Byar => byar(cases, confidence),
    })
}

/// Which form a count's interval takes: exact for whole counts below 10, else Byar.
///
/// ```
/// use methods::{PoissonMethod, poisson_method};
/// assert_eq!(poisson_method(9.0), PoissonMethod::Exact);
/// assert_eq!(poisson_method(10.0), PoissonMethod::Byar);
/// ```
pub fn poisson_method(cases: f64) -> PoissonMethod {
    if cases < BYAR_FROM && cases.fract() == 0.0 {
        PoissonMethod::Exact
    } else {
        PoissonMethod::Byar
    }
}

/// The interval of a clustered count: that of the effective count, scaled back.
fn effective_count(sample: Sample, confidence: Confidence) -> Estimate {
    let cases = sample.effective_cases();
    let estimate = if cases < BYAR_FROM {
        exact(cases, confidence)
    } else {
        byar(cases, confidence)
    };
    estimate.times(sample.design_effect())
}

fn exact(cases: f64, confidence: Confidence) -> Estimate {
    let lower = if cases == 0.0 {
        0.0
    } else {
        gamma_quantile(cases, confidence.tail())
    };
    Estimate {
        value: cases,
        lower: lower.min(cases),
        upper: gamma_quantile(cases + 1.0, 1.0 - confidence.tail()).max(cases),
    }
}

fn byar(cases: f64, confidence: Confidence) -> Estimate {
    let z = confidence.z();
    let below = 1.0 - 1.0 / (9.0 * cases) - z / (3.0 * cases.sqrt());
    let more = cases + 1.0;
    let above = 1.0 - 1.0 / (9.0 * more) + z / (3.0 * more.sqrt());
    Estimate {
        value: cases,
        lower: cases * cube(below.max(0.0)),
        upper: more * cube(above),
    }
}

/// Not `powi`, whose last digits differ between builds.
fn cube(x: f64) -> f64 {
    x * x * x
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nobody_to_count_among_gives_no_rate() {
        assert_eq!(
            poisson_rate(3.0, 0.0, 1000.0, Confidence::P95),
            Err(NotDefined::NoBase)
        );
        assert!(poisson_rate(f64::NAN, 1.0, 1000.0, Confidence::P95).is_err());
        assert!(poisson_rate(1.0, 1.0, f64::NAN, Confidence::P95).is_err());
        assert!(poisson_count(-1.0, Confidence::P95).is_err());
    }

    #[test]
    fn a_part_of_a_case_never_has_a_bound_below_zero() {
        let half = poisson_count(0.5, Confidence::P998).unwrap();
        assert_eq!(half.lower, 0.0);
        assert_eq!(poisson_method(0.5), PoissonMethod::Byar);
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_count_and_is_nested(cases in 0u32..100_000) {
            let cases = f64::from(cases);
            let narrow = poisson_count(cases, Confidence::P95).unwrap();
            let wide = poisson_count(cases, Confidence::P998).unwrap();
            prop_assert!(narrow.holds(cases));
            prop_assert!(wide.lower <= narrow.lower && narrow.upper <= wide.upper);
        }

        #[test]
        fn one_case_more_moves_both_bounds_up(cases in 0u32..1000) {
            let fewer = poisson_count(f64::from(cases), Confidence::P95).unwrap();
            let more = poisson_count(f64::from(cases + 1), Confidence::P95).unwrap();
            prop_assert!(fewer.lower < more.lower && fewer.upper < more.upper);
        }
    }
}
