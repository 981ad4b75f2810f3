//! Spatial statistics: is what is alike also near, and where?
//!
//! Who is whose neighbour is decided elsewhere (crate `areas`); here neighbourhood is a table of [`Weights`].
//! Values are given in the order of the areas, missing ones left out on both sides ([`Weights::keep`]).

mod eb_moran;
mod geary;
mod general_g;
mod getis_ord;
mod local_moran;
mod local_permutation;
mod moran;
mod moran_permutation;
mod weights;

pub use eb_moran::{eb_moran, eb_standardised};
pub use geary::{Geary, geary};
pub use general_g::{GeneralG, general_g};
pub use getis_ord::{HotSpot, getis_ord};
pub use local_moran::{LocalMoran, Quadrant, local_moran};
pub use local_permutation::{LocalPermutation, Permutations, local_moran_permutation};
pub use moran::{Moran, moran};
pub use moran_permutation::{MoranPermutation, moran_permutation};
pub use weights::Weights;

use crate::NotDefined;
use crate::not_defined::{all_finite, at_least, same_length};
use crate::special::normal_upper_tail;
use crate::summation::{mean, neumaier_sum};

/// The fewest areas with neighbours for which a spatial statistic has a distribution.
const FEWEST_AREAS: usize = 4;

/// Values of the areas that have neighbours, as deviations from their mean.
struct Deviations {
    /// The areas that have neighbours.
    areas: Vec<usize>,
    /// Their weights among one another.
    weights: Weights,
    /// Value minus mean, in the order of `areas`.
    z: Vec<f64>,
    /// Σz²/n.
    variance: f64,
}

impl Deviations {
    fn of(values: &[f64], weights: &Weights) -> Result<Self, NotDefined> {
        same_length("values", values.len(), weights.len())?;
        all_finite("values", values)?;
        let areas = weights.with_neighbours();
        at_least(FEWEST_AREAS, areas.len())?;
        let kept: Vec<f64> = areas.iter().map(|&area| values[area]).collect();
        let centre = mean(&kept).unwrap_or(0.0);
        let z: Vec<f64> = kept.iter().map(|value| value - centre).collect();
        let variance = neumaier_sum(z.iter().map(|z| z * z)) / z.len() as f64;
        let largest = kept.iter().fold(0.0_f64, |a, b| a.max(b.abs()));
        // What is left of equal values is rounding.
        if !variance.is_finite() || variance.sqrt() <= 1e-14 * largest || variance == 0.0 {
            return Err(NotDefined::NoSpread {
                what: "values".into(),
            });
        }
        Ok(Self {
            weights: weights.keep(&areas)?,
            areas,
            z,
            variance,
        })
    }

    /// The areas that were not used.
    fn left_out(&self, weights: &Weights) -> Vec<usize> {
        let is_used = |area: &usize| self.areas.binary_search(area).is_ok();
        (0..weights.len()).filter(|area| !is_used(area)).collect()
    }

    /// n·Σz⁴/(Σz²)², 3 for the normal distribution.
    fn kurtosis(&self) -> f64 {
        let fourth = neumaier_sum(self.z.iter().map(|z| z * z * z * z)) / self.z.len() as f64;
        fourth / (self.variance * self.variance)
    }
}

/// The standard normal value of a statistic, 0 where it cannot vary.
fn standard(value: f64, expected: f64, variance: f64) -> f64 {
    if variance > 0.0 {
        (value - expected) / variance.sqrt()
    } else {
        0.0
    }
}

/// The two-sided p-value of a standard normal value.
fn two_sided(z: f64) -> f64 {
    (2.0 * normal_upper_tail(z.abs())).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Areas in a row, each beside the next.
    pub(super) fn row_of(areas: usize) -> Weights {
        let neighbours: Vec<Vec<usize>> = (0..areas)
            .map(|i| {
                (i.saturating_sub(1)..(i + 2).min(areas))
                    .filter(|&j| j != i)
                    .collect()
            })
            .collect();
        Weights::binary(&neighbours).unwrap()
    }

    #[test]
    fn what_has_no_spread_no_areas_or_no_numbers_is_refused() {
        let weights = row_of(5).row_standardised();
        assert!(matches!(
            moran(&[3.3; 5], &weights),
            Err(NotDefined::NoSpread { .. })
        ));
        assert!(matches!(
            moran(&[1.0, 2.0], &row_of(2)),
            Err(NotDefined::TooFewValues { need: 4, have: 2 })
        ));
        assert!(moran(&[1.0, f64::NAN, 2.0, 3.0, 4.0], &weights).is_err());
        assert!(moran(&[1.0], &weights).is_err());
        assert!(moran(&[], &Weights::binary(&[]).unwrap()).is_err());
    }
}
