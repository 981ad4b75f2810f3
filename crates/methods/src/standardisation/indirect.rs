//! Indirectly standardised ratio: events observed over events expected from reference rates.
//!
//! **Literature.** Breslow, N. E. & Day, N. E. (1987): Statistical Methods in Cancer Research II, chapter 2; the
//! interval as in Public Health England's technical guide (exact below 10 events, else Byar).
//!
//! **Formula.** E = Σ nₖ·Xₖ/Nₖ with the area's base nₖ and the reference rate Xₖ/Nₖ; ratio O/E; the Poisson bounds of
//! O divided by E.
//!
//! **Unit.** A ratio; 1 is as expected. **Edge cases.** E = 0 is not defined. A stratum where nobody of the area lives
//! adds nothing; a reference without base but with people of the area is refused. Two areas' ratios have different
//! weights and must not be compared with each other, only with 1.

use crate::not_defined::{at_least, not_negative};
use crate::summation::neumaier_sum;
use crate::{Confidence, Estimate, NotDefined, poisson_count};

/// A stratum of the area beside the reference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReferenceStratum {
    /// People of the area.
    pub base: f64,
    /// Events in the reference.
    pub reference_cases: f64,
    /// People of the reference.
    pub reference_base: f64,
}

/// Observed over expected events.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StandardisedRatio {
    /// Events in the area.
    pub observed: f64,
    /// Events the area would have at the reference's rates.
    pub expected: f64,
    /// Observed over expected with its interval.
    pub ratio: Estimate,
}

/// Observed events over those expected from the reference's rates.
///
/// ```
/// use methods::Confidence;
/// use methods::standardisation::{ReferenceStratum, indirect_ratio};
/// let strata = [
///     ReferenceStratum { base: 1_000.0, reference_cases: 10.0, reference_base: 1_000.0 },
///     ReferenceStratum { base: 500.0, reference_cases: 20.0, reference_base: 1_000.0 },
/// ];
/// let found = indirect_ratio(30.0, &strata, Confidence::P95)?;
/// assert_eq!((found.expected, found.ratio.value), (20.0, 1.5));
/// assert!(found.ratio.lower > 1.0);
/// # Ok::<(), methods::NotDefined>(())
/// ```
#[doc(alias = "indirekte Standardisierung")]
#[doc(alias = "SMR")]
pub fn indirect_ratio(
    observed: f64,
    strata: &[ReferenceStratum],
    confidence: Confidence,
) -> Result<StandardisedRatio, NotDefined> {
    at_least(1, strata.len())?;
    let expected: Vec<f64> = strata.iter().map(expected).collect::<Result<_, _>>()?;
    let expected = neumaier_sum(expected);
    if expected == 0.0 {
        return Err(NotDefined::BelowMinimum {
            what: "expected",
            value: 0.0,
            minimum: f64::MIN_POSITIVE,
        });
    }
    let count = poisson_count(observed, confidence)?;
    Ok(StandardisedRatio {
        observed,
        expected,
        ratio: Estimate {
            value: count.value / expected,
            lower: count.lower / expected,
            upper: count.upper / expected,
        },
    })
}

/// Events expected in a stratum.
fn expected(stratum: &ReferenceStratum) -> Result<f64, NotDefined> {
    let base = not_negative("base", stratum.base)?;
    let cases = not_negative("cases", stratum.reference_cases)?;
    let reference_base = not_negative("base", stratum.reference_base)?;
    if base == 0.0 {
        return Ok(0.0);
    }
    if reference_base == 0.0 {
        return Err(NotDefined::NoBase);
    }
    Ok(base * cases / reference_base)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stratum(base: f64, reference_cases: f64, reference_base: f64) -> ReferenceStratum {
        ReferenceStratum {
            base,
            reference_cases,
            reference_base,
        }
    }

    #[test]
    fn without_expectation_there_is_no_ratio() {
        let p95 = Confidence::P95;
        assert!(matches!(
            indirect_ratio(3.0, &[stratum(10.0, 0.0, 5.0)], p95),
            Err(NotDefined::BelowMinimum { .. })
        ));
        assert_eq!(
            indirect_ratio(3.0, &[stratum(10.0, 0.0, 0.0)], p95),
            Err(NotDefined::NoBase)
        );
        assert!(indirect_ratio(3.0, &[], p95).is_err());
        assert!(indirect_ratio(-3.0, &[stratum(10.0, 1.0, 5.0)], p95).is_err());
        assert!(indirect_ratio(f64::NAN, &[stratum(10.0, 1.0, 5.0)], p95).is_err());
    }

    #[test]
    fn the_reference_compared_with_itself_is_1() {
        let strata = [
            stratum(50.0, 7.0, 50.0),
            stratum(80.0, 12.0, 80.0),
            stratum(0.0, 1.0, 0.0),
        ];
        let found = indirect_ratio(19.0, &strata, Confidence::P95).unwrap();
        assert!((found.ratio.value - 1.0).abs() < 1e-12);
        assert!(found.ratio.holds(1.0));
    }
}
