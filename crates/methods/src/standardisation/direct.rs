//! Directly standardised rate with Dobson's or Fay and Feuer's interval.
//!
//! **Literature.** Dobson, A. J., Kuulasmaa, K., Eberle, E. & Scherer, J. (1991): Confidence intervals for weighted
//! sums of Poisson parameters. Statistics in Medicine 10, 457-462. Fay, M. P. & Feuer, E. J. (1997): Confidence
//! intervals for directly standardized rates: a method based on the gamma distribution. Statistics in Medicine 16,
//! 791-801.
//!
//! **Formula.** With wₖ the share of stratum k in the standard population: rate r = Σwₖxₖ/nₖ, v = Σwₖ²xₖ/nₖ².
//! Dobson: r + √(v/x)·(xₗ − x) and r + √(v/x)·(xᵤ − x), xₗ and xᵤ the Poisson bounds of the total x. Fay and Feuer:
//! gamma quantiles with shape r²/v and scale v/r below, shape (r+m)²/(v+m²) and scale (v+m²)/(r+m) above,
//! m = max wₖ/nₖ. The two differ much where a stratum is small; Fay and Feuer's is the cautious one.
//!
//! **Unit.** Events per `multiplier` of the base.
//!
//! **Edge cases.** Fewer than 10 events in all are not standardised (Public Health England). A stratum without base
//! and without events is left out of the standard too and told; with events it is refused.

use crate::not_defined::{at_least, not_negative};
use crate::special::gamma_quantile;
use crate::summation::neumaier_sum;
use crate::{Confidence, Estimate, NotDefined, poisson_count};

/// Below this many events no rate is standardised.
const FEWEST_EVENTS: f64 = 10.0;

/// A stratum, usually an age band.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stratum {
    /// Events in the area.
    pub cases: f64,
    /// Whom they were counted among.
    pub base: f64,
    /// People of this stratum in the standard population, in any unit.
    pub standard: f64,
}

/// Which interval a standardised rate gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StandardisedInterval {
    /// Dobson's, from the Poisson interval of the total.
    #[default]
    Dobson,
    /// Fay and Feuer's, from the gamma distribution.
    FayFeuer,
}

/// A standardised rate.
#[derive(Clone, Debug, PartialEq)]
pub struct StandardisedRate {
    /// The rate with its interval.
    pub rate: Estimate,
    /// The rate before standardising.
    pub crude: f64,
    /// Strata left out because nobody lives there, by position.
    pub left_out: Vec<usize>,
}

/// The rate an area would have with the ages of the standard population.
///
/// Down syndrome by age of the mother, fifth child and later (Fay & Feuer 1997, table 1):
/// ```
/// use methods::Confidence;
/// use methods::standardisation::{StandardisedInterval, Stratum, direct_rate};
/// let table = [
///     (0.0, 327.0, 63986.6), (8.0, 30666.0, 186263.6), (63.0, 123419.0, 157302.2),
///     (112.0, 149919.0, 97647.0), (262.0, 104088.0, 47572.6), (295.0, 34392.0, 12262.6),
/// ];
/// let strata = table.map(|(cases, base, standard)| Stratum { cases, base, standard });
/// let found = direct_rate(&strata, 1e5, StandardisedInterval::FayFeuer, Confidence::P95)?;
/// assert!((found.rate.value - 75.52901).abs() < 1e-5);
/// assert!((found.rate.lower - 67.70212).abs() < 1e-5);
/// assert!((found.rate.upper - 188.30017).abs() < 1e-5);
/// # Ok::<(), methods::NotDefined>(())
/// ```
#[doc(alias = "direkte Standardisierung")]
pub fn direct_rate(
    strata: &[Stratum],
    multiplier: f64,
    interval: StandardisedInterval,
    confidence: Confidence,
) -> Result<StandardisedRate, NotDefined> {
    not_negative("multiplier", multiplier)?;
    at_least(1, strata.len())?;
    let (present, left_out) = present(strata)?;
    let sums = Sums::of(&present)?;
    let (lower, upper) = match interval {
        StandardisedInterval::Dobson => sums.dobson(confidence)?,
        StandardisedInterval::FayFeuer => sums.fay_feuer(confidence),
    };
    let rate = Estimate {
        value: sums.rate,
        lower,
        upper,
    };
    Ok(StandardisedRate {
        rate: rate.times(multiplier),
        crude: sums.cases / sums.base * multiplier,
        left_out,
    })
}

/// The strata somebody lives in, and the positions of the others.
fn present(strata: &[Stratum]) -> Result<(Vec<Stratum>, Vec<usize>), NotDefined> {
    let (mut present, mut left_out) = (Vec::new(), Vec::new());
    for (position, stratum) in strata.iter().enumerate() {
        let cases = not_negative("cases", stratum.cases)?;
        let base = not_negative("base", stratum.base)?;
        not_negative("standard", stratum.standard)?;
        if base > 0.0 {
            present.push(*stratum);
        } else if cases > 0.0 {
            return Err(NotDefined::MoreCasesThanBase { cases, base });
        } else {
            left_out.push(position);
        }
    }
    if present.is_empty() {
        return Err(NotDefined::NoBase);
    }
    Ok((present, left_out))
}

/// What both intervals are made of.
struct Sums {
    cases: f64,
    base: f64,
    rate: f64,
    variance: f64,
    /// The weight one more event could have at most.
    heaviest: f64,
}

impl Sums {
    fn of(strata: &[Stratum]) -> Result<Self, NotDefined> {
        let cases = neumaier_sum(strata.iter().map(|s| s.cases));
        if cases < FEWEST_EVENTS {
            return Err(NotDefined::BelowMinimum {
                what: "cases",
                value: cases,
                minimum: FEWEST_EVENTS,
            });
        }
        let standard = neumaier_sum(strata.iter().map(|s| s.standard));
        if standard == 0.0 {
            return Err(NotDefined::OutOfRange {
                what: "standard",
                value: standard,
                allowed: "above 0 in all",
            });
        }
        let weight = |s: &Stratum| s.standard / standard / s.base;
        Ok(Self {
            cases,
            base: neumaier_sum(strata.iter().map(|s| s.base)),
            rate: neumaier_sum(strata.iter().map(|s| weight(s) * s.cases)),
            variance: neumaier_sum(strata.iter().map(|s| weight(s) * weight(s) * s.cases)),
            heaviest: strata.iter().map(weight).fold(0.0, f64::max),
        })
    }

    fn dobson(&self, confidence: Confidence) -> Result<(f64, f64), NotDefined> {
        let count = poisson_count(self.cases, confidence)?;
        let scale = (self.variance / self.cases).sqrt();
        Ok((
            self.rate + scale * (count.lower - self.cases),
            self.rate + scale * (count.upper - self.cases),
        ))
    }

    fn fay_feuer(&self, confidence: Confidence) -> (f64, f64) {
        let lower = if self.variance > 0.0 {
            let shape = self.rate * self.rate / self.variance;
            gamma_quantile(shape, confidence.tail()) * self.variance / self.rate
        } else {
            0.0
        };
        let rate = self.rate + self.heaviest;
        let variance = self.variance + self.heaviest * self.heaviest;
        let upper = gamma_quantile(rate * rate / variance, 1.0 - confidence.tail());
        (lower, upper * variance / rate)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stratum(cases: f64, base: f64, standard: f64) -> Stratum {
        Stratum {
            cases,
            base,
            standard,
        }
    }

    fn rate(strata: &[Stratum]) -> Result<StandardisedRate, NotDefined> {
        direct_rate(strata, 1.0, StandardisedInterval::Dobson, Confidence::P95)
    }

    #[test]
    fn few_events_and_empty_strata_are_told() {
        assert!(matches!(
            rate(&[stratum(9.0, 100.0, 1.0)]),
            Err(NotDefined::BelowMinimum { .. })
        ));
        assert!(matches!(
            rate(&[stratum(20.0, 100.0, 1.0), stratum(1.0, 0.0, 1.0)]),
            Err(NotDefined::MoreCasesThanBase { .. })
        ));
        let found = rate(&[stratum(0.0, 0.0, 5.0), stratum(20.0, 100.0, 1.0)]).unwrap();
        assert_eq!((found.left_out, found.rate.value), (vec![0], 0.2));
        assert_eq!(rate(&[stratum(0.0, 0.0, 5.0)]), Err(NotDefined::NoBase));
        assert!(rate(&[]).is_err());
        assert!(rate(&[stratum(20.0, 100.0, 0.0)]).is_err());
        assert!(rate(&[stratum(20.0, 100.0, -1.0)]).is_err());
    }

    #[test]
    fn events_that_the_standard_does_not_know_leave_a_rate_of_0() {
        let strata = [stratum(20.0, 100.0, 0.0), stratum(0.0, 50.0, 1.0)];
        for interval in [StandardisedInterval::Dobson, StandardisedInterval::FayFeuer] {
            let found = direct_rate(&strata, 1.0, interval, Confidence::P95).unwrap();
            assert_eq!((found.rate.value, found.rate.lower), (0.0, 0.0));
            assert!(found.rate.upper.is_finite());
        }
    }

    proptest! {
        #[test]
        fn with_the_own_ages_as_standard_nothing_changes(
            counts in prop::collection::vec((10u32..500, 1u32..50), 1..8),
        ) {
            let strata: Vec<Stratum> = counts
                .iter()
                .map(|&(x, n)| stratum(f64::from(x), f64::from(x + 100 * n), f64::from(x + 100 * n)))
                .collect();
            let found = rate(&strata).unwrap();
            prop_assert!((found.rate.value / found.crude - 1.0).abs() < 1e-12);
            prop_assert!(found.rate.holds(found.rate.value));
        }
    }
}
