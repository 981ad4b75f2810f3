//! Getis and Ord's local G: are high or low values gathered around an area?
//!
//! **Literature.** Ord, J. K. & Getis, A. (1995): Local spatial autocorrelation statistics: distributional issues and
//! an application. Geographical Analysis 27, 286-306. Reference: spdep `localG`.
//!
//! **Formula.** With W = Σⱼwᵢⱼ, V = Σⱼwᵢⱼ². Gᵢ (j ≠ i, mean x̄ᵢ and variance sᵢ² of the other areas, divisor n−1):
//! z = (Σⱼwᵢⱼxⱼ − Wx̄ᵢ)/(sᵢ√(((n−1)V − W²)/(n−2))). Gᵢ* (the area itself included with weight 1, x̄ and s² of all,
//! divisor n): z = (Σⱼwᵢⱼxⱼ − Wx̄)/(s√((nV − W²)/(n−1))).
//!
//! **Unit.** Standard normal values; positive: high values gather. **Edge cases.** Islands are left out of n and have
//! no value; where the others do not vary, or all of them are neighbours, z cannot vary and is 0.

use super::{Deviations, Weights, standard, two_sided};
use crate::summation::neumaier_sum;
use crate::{NotDefined, benjamini_hochberg};

/// What gathers around an area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HotSpot {
    /// Standard normal value of Gᵢ, the area itself left out.
    pub g: f64,
    /// Standard normal value of Gᵢ*, the area itself included.
    pub g_star: f64,
    /// Two-sided p-value of Gᵢ*.
    pub p_star: f64,
    /// p adjusted for the number of areas looked at.
    pub q_star: f64,
}

/// Gᵢ and Gᵢ* of each area, in their order; islands have none. Give binary weights.
///
/// ```
/// use methods::spatial::{Weights, getis_ord};
/// let row = Weights::binary(&[vec![1], vec![0, 2], vec![1, 3], vec![2, 4], vec![3]])?;
/// let found = getis_ord(&[9.0, 8.0, 2.0, 1.0, 1.0], &row)?;
/// let (first, last) = (found[0].as_ref().unwrap(), found[4].as_ref().unwrap());
/// assert!(first.g_star > 0.0 && last.g_star < 0.0);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn getis_ord(
    values: &[f64],
    weights: &Weights,
) -> Result<Vec<Result<HotSpot, NotDefined>>, NotDefined> {
    let deviations = Deviations::of(values, weights)?;
    let mut found: Vec<HotSpot> = (0..deviations.z.len())
        .map(|i| one(i, &deviations))
        .collect();
    let p_values: Vec<f64> = found.iter().map(|area| area.p_star).collect();
    for (area, q) in found.iter_mut().zip(benjamini_hochberg(&p_values)?) {
        area.q_star = q;
    }
    let mut all = vec![Err(NotDefined::NoNeighbours); values.len()];
    for (&area, found) in deviations.areas.iter().zip(found) {
        all[area] = Ok(found);
    }
    Ok(all)
}

/// On deviations from the mean, which change neither statistic.
fn one(i: usize, deviations: &Deviations) -> HotSpot {
    let (n, m, z) = (
        deviations.z.len() as f64,
        deviations.variance,
        deviations.z[i],
    );
    let row = deviations.weights.row(i).1;
    let sum = neumaier_sum(row.iter().copied());
    let squares = neumaier_sum(row.iter().map(|weight| weight * weight));
    let lag = deviations.weights.lag_of(i, &deviations.z);
    let others = -z / (n - 1.0);
    let spread = (n * m - z * z) / (n - 1.0) - others * others;
    let of_others = ((n - 1.0) * squares - sum * sum) / (n - 2.0);
    let (sum_star, squares_star) = (sum + 1.0, squares + 1.0);
    let of_all = (n * squares_star - sum_star * sum_star) / (n - 1.0);
    let g_star = standard(lag + z, 0.0, varying(m, of_all));
    HotSpot {
        g: standard(lag, sum * others, varying(spread, of_others)),
        g_star,
        p_star: two_sided(g_star),
        q_star: 1.0,
    }
}

/// A product of variances, 0 where what is left of one is rounding.
fn varying(values: f64, weights: f64) -> f64 {
    if weights > 1e-9 {
        values * weights
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_borders_on_all_others_cannot_stand_out() {
        let all =
            Weights::binary(&[vec![1, 2, 3], vec![0, 2, 3], vec![0, 1, 3], vec![0, 1, 2]]).unwrap();
        for area in getis_ord(&[1.0, 2.0, 3.0, 9.0], &all).unwrap() {
            let area = area.unwrap();
            assert_eq!((area.g, area.g_star, area.q_star), (0.0, 0.0, 1.0));
        }
    }
}
