//! Funnel of observed over expected events with exact Poisson limits (mid-p).
//!
//! **Literature.** Spiegelhalter, D. J. (2005): Funnel plots for comparing institutional performance. Statistics in
//! Medicine 24, 1185-1202. Lancaster, H. O. (1961): Significance tests in discrete distributions. JASA 56, 223-234.
//!
//! **Formula.** X Poisson with mean E. M(x) = P(X < x) + P(X = x)/2 with P(X ≤ x) = Q(x + 1, E); an area is below if
//! M(O) < 0.025, above if 1 − M(O) < 0.025 (far: 0.001). The limits solve M(x) = 0.025 and so on, and are x/E.
//!
//! **Unit.** Observed over expected; 1 is the target. **Edge cases.** Where no event is no surprise the lower limit
//! is exactly 0. E = 0 is refused.

use super::exact::{limits, mid_p, position};
use super::{Limits, Position};
use crate::NotDefined;
use crate::not_defined::not_negative;
use crate::special::gamma_upper_tail;

/// Where an area lies, given its expected events.
///
/// ```
/// use methods::funnel::{Position, ratio_position};
/// assert_eq!(ratio_position(0.0, 3.0)?, Position::Below);
/// assert_eq!(ratio_position(12.0, 10.0)?, Position::Within);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn ratio_position(observed: f64, expected: f64) -> Result<Position, NotDefined> {
    let expected = above_zero(expected)?;
    not_negative("observed", observed)?;
    Ok(position(mid_p(|x| at_most(x, expected), observed)))
}

/// The limits at an expectation.
///
/// ```
/// use methods::funnel::ratio_limits;
/// assert_eq!(ratio_limits(2.0)?.lower, 0.0);
/// let large = ratio_limits(10_000.0)?;
/// assert!((large.lower - 0.9804).abs() < 1e-3 && (large.upper - 1.0196).abs() < 1e-3);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn ratio_limits(expected: f64) -> Result<Limits, NotDefined> {
    let expected = above_zero(expected)?;
    // Ten deviations and fifty events above the mean lie far beyond a tail of 0.001.
    let largest = expected + 10.0 * expected.sqrt() + 50.0;
    let counts = limits(|count| mid_p(|x| at_most(x, expected), count), largest);
    Ok(Limits {
        outer_lower: counts.outer_lower / expected,
        lower: counts.lower / expected,
        upper: counts.upper / expected,
        outer_upper: counts.outer_upper / expected,
    })
}

/// The chance of at most this count.
fn at_most(count: f64, expected: f64) -> f64 {
    if count <= -1.0 {
        0.0
    } else {
        gamma_upper_tail(count + 1.0, expected)
    }
}

fn above_zero(expected: f64) -> Result<f64, NotDefined> {
    if not_negative("expected", expected)? == 0.0 {
        return Err(NotDefined::BelowMinimum {
            what: "expected",
            value: expected,
            minimum: f64::MIN_POSITIVE,
        });
    }
    Ok(expected)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn without_expectation_there_is_no_funnel() {
        assert!(ratio_limits(0.0).is_err());
        assert!(ratio_position(1.0, f64::NAN).is_err());
        assert!(ratio_position(-1.0, 1.0).is_err());
    }

    proptest! {
        #[test]
        fn position_and_limits_agree(observed in 0u32..400, expected in 0.1..300.0f64) {
            let limits = ratio_limits(expected).unwrap();
            let ratio = f64::from(observed) / expected;
            prop_assert!(0.0 <= limits.outer_lower && limits.lower < 1.0 && 1.0 < limits.upper);
            let near = [limits.outer_lower, limits.lower, limits.upper, limits.outer_upper];
            prop_assume!(near.iter().all(|limit| (limit - ratio).abs() > 1e-9));
            prop_assert_eq!(limits.position(ratio), ratio_position(f64::from(observed), expected).unwrap());
        }
    }
}
