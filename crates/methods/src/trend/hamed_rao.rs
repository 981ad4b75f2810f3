//! Mann and Kendall's test for series that remember: its variance corrected for autocorrelation.
//!
//! **Literature.** Hamed, K. H. & Rao, A. R. (1998): A modified Mann-Kendall trend test for autocorrelated data.
//! Journal of Hydrology 204, 182-196. Reference: pymannkendall `hamed_rao_modification_test`.
//!
//! **Formula.** The ranks of the series without its Theil-Sen line have autocorrelations ρᵢ; of these, those outside
//! ±z(0.975)/√n enter n/n* = 1 + 2/(n(n−1)(n−2))·Σ(n−i)(n−i−1)(n−i−2)ρᵢ; Var(S) is multiplied by it.
//!
//! **Unit.** None. **Edge cases.** Fewer than 4 values: not defined. Below 10 values autocorrelation cannot be told:
//! the plain test is returned and `correction` is `None`. Values must follow at equal steps. A factor of 0 or less, from a
//! strong memory of the opposite, leaves no variance: p = 1, as the reference.

use super::{FEWEST_VALUES, MannKendall, mann_kendall, standard_of_s};
use crate::not_defined::at_least;
use crate::summation::neumaier_sum;
use crate::{Confidence, NotDefined};

/// The fewest values autocorrelation is told from.
const FEWEST_FOR_MEMORY: usize = 10;

/// The test with the variance it was corrected to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HamedRao {
    /// The variance of S used.
    pub variance: f64,
    /// Standard normal value.
    pub z: f64,
    /// Two-sided p-value.
    pub p: f64,
    /// The factor on the variance; `None` where there were too few values to tell.
    pub correction: Option<f64>,
}

/// The test of values that follow each other at equal steps.
///
/// ```
/// use methods::trend::hamed_rao;
/// let short = hamed_rao(&[3.0, 3.0, 4.0, 4.0, 5.0, 7.0, 7.0])?;
/// assert_eq!(short.correction, None);
/// assert!((short.p - 0.008187776844595707).abs() < 1e-12);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn hamed_rao(values: &[f64]) -> Result<HamedRao, NotDefined> {
    at_least(FEWEST_VALUES, values.len())?;
    let periods: Vec<f64> = (0..values.len()).map(|t| t as f64).collect();
    let plain = mann_kendall(&periods, values)?;
    if values.len() < FEWEST_FOR_MEMORY {
        return Ok(HamedRao {
            variance: plain.variance,
            z: plain.z,
            p: plain.p,
            correction: None,
        });
    }
    let slope = super::theil_sen(&periods, values, Confidence::P95)?
        .slope
        .value;
    let without: Vec<f64> = values
        .iter()
        .zip(&periods)
        .map(|(y, t)| y - t * slope)
        .collect();
    Ok(corrected(plain, memory(&ranks(&without))))
}

fn corrected(plain: MannKendall, factor: f64) -> HamedRao {
    let variance = plain.variance * factor;
    let (z, p) = standard_of_s(plain.s, variance);
    HamedRao {
        variance,
        z,
        p,
        correction: Some(factor),
    }
}

/// n/n*: how many values are worth one independent value.
fn memory(ranks: &[f64]) -> f64 {
    let n = ranks.len() as f64;
    let mean = neumaier_sum(ranks.iter().copied()) / n;
    let product = |lag: usize| {
        neumaier_sum(
            ranks[lag..]
                .iter()
                .zip(ranks)
                .map(|(a, b)| (a - mean) * (b - mean)),
        )
    };
    let whole = product(0);
    if whole <= 0.0 {
        return 1.0;
    }
    let bound = Confidence::P95.z() / n.sqrt();
    let sum = neumaier_sum((1..ranks.len()).map(|lag| {
        let (correlation, left) = (product(lag) / whole, n - lag as f64);
        if correlation.abs() <= bound {
            0.0
        } else {
            left * (left - 1.0) * (left - 2.0) * correlation
        }
    }));
    1.0 + 2.0 / (n * (n - 1.0) * (n - 2.0)) * sum
}

/// Ranks from 1; equal values share the mean of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    values
        .iter()
        .map(|value| {
            let below = values.iter().filter(|other| *other < value).count() as f64;
            let equal = values.iter().filter(|other| *other == value).count() as f64;
            below + f64::midpoint(1.0, equal)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_that_remembers_tells_less() {
        let slow: Vec<f64> = (0..40)
            .map(|t| (f64::from(t) / 6.0).sin() + 0.02 * f64::from(t))
            .collect();
        let found = hamed_rao(&slow).unwrap();
        assert!(found.correction.unwrap() > 1.0);
        assert_eq!(hamed_rao(&[1.0; 12]).unwrap().p, 1.0);
    }
}
