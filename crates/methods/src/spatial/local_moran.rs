//! Local Moran's I: which areas resemble their neighbours, or stand out from them, more than chance allows?
//!
//! **Literature.** Anselin, L. (1995): Local indicators of spatial association. Geographical Analysis 27, 93-115;
//! conditional moments: Sokal, R. R., Oden, N. L. & Thomson, B. A. (1998): Local spatial autocorrelation in a
//! biological model. Geographical Analysis 30, 331-354. Reference: spdep `localmoran`.
//!
//! **Formula.** Iᵢ = (zᵢ/m)·Σⱼwᵢⱼzⱼ with m = Σz²/n (esda divides by Σz²/(n−1): its Iᵢ is ours·(n−1)/n). With
//! W = Σⱼwᵢⱼ and V = Σⱼwᵢⱼ², given zᵢ: E = −zᵢ²W/((n−1)m), Var = (zᵢ/m)²·n/(n−2)·(V − W²/(n−1))·(m − zᵢ²/(n−1)).
//! Given nothing (total): E = −W/(n−1), Var = V(n−b)/(n−1) + (W²−V)(2b−n)/((n−1)(n−2)) − E², b the kurtosis.
//! q-values by Benjamini and Hochberg over all areas with neighbours; significance is read from q.
//!
//! **Unit.** None. **Edge cases.** Islands are left out of mean and n and have no value of their own; an area exactly
//! at the mean has I = 0, p = 1 and no quadrant. For rates give [`super::eb_standardised`] values.

use super::{Deviations, Weights, standard, two_sided};
use crate::summation::neumaier_sum;
use crate::{NotDefined, benjamini_hochberg};

/// Where an area and its surroundings lie against the mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quadrant {
    /// High among high: a cluster of high values.
    HighHigh,
    /// Low among high.
    LowHigh,
    /// Low among low.
    LowLow,
    /// High among low.
    HighLow,
}

impl Quadrant {
    pub(super) fn of(z: f64, lag: f64) -> Option<Self> {
        if z == 0.0 || lag == 0.0 {
            return None;
        }
        Some(match (z > 0.0, lag > 0.0) {
            (true, true) => Self::HighHigh,
            (false, true) => Self::LowHigh,
            (false, false) => Self::LowLow,
            (true, false) => Self::HighLow,
        })
    }
}

/// Local Moran's I of one area with its moments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LocalMoran {
    /// Local Moran's I.
    pub value: f64,
    /// Its expectation, given the value of the area itself.
    pub expected: f64,
    /// Its variance, given the value of the area itself.
    pub variance: f64,
    /// Its expectation over all arrangements.
    pub expected_total: f64,
    /// Its variance over all arrangements.
    pub variance_total: f64,
    /// Standard normal value by the conditional moments.
    pub z: f64,
    /// Two-sided p-value of z.
    pub p: f64,
    /// p adjusted for the number of areas looked at.
    pub q: f64,
    /// Where area and surroundings lie; `None` where one of both is exactly at the mean.
    pub quadrant: Option<Quadrant>,
}

/// Local Moran's I of each area, in their order; islands have none.
///
/// ```
/// use methods::spatial::{Quadrant, Weights, local_moran};
/// let row = Weights::binary(&[vec![1], vec![0, 2], vec![1, 3], vec![2, 4], vec![3]])?;
/// let found = local_moran(&[9.0, 8.0, 2.0, 1.0, 1.0], &row.row_standardised())?;
/// assert_eq!(found[0].as_ref().unwrap().quadrant, Some(Quadrant::HighHigh));
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn local_moran(
    values: &[f64],
    weights: &Weights,
) -> Result<Vec<Result<LocalMoran, NotDefined>>, NotDefined> {
    let deviations = Deviations::of(values, weights)?;
    let kurtosis = deviations.kurtosis();
    let mut found: Vec<LocalMoran> = (0..deviations.z.len())
        .map(|i| one(i, &deviations, kurtosis))
        .collect();
    let p_values: Vec<f64> = found.iter().map(|area| area.p).collect();
    for (area, q) in found.iter_mut().zip(benjamini_hochberg(&p_values)?) {
        area.q = q;
    }
    let mut all = vec![Err(NotDefined::NoNeighbours); values.len()];
    for (&area, found) in deviations.areas.iter().zip(found) {
        all[area] = Ok(found);
    }
    Ok(all)
}

fn one(i: usize, deviations: &Deviations, b: f64) -> LocalMoran {
    let (n, m, z) = (
        deviations.z.len() as f64,
        deviations.variance,
        deviations.z[i],
    );
    let row = deviations.weights.row(i).1;
    let sum = neumaier_sum(row.iter().copied());
    let squares = neumaier_sum(row.iter().map(|weight| weight * weight));
    let lag = deviations.weights.lag_of(i, &deviations.z);
    let value = z / m * lag;
    let expected = -z * z * sum / ((n - 1.0) * m);
    let spread = squares - sum * sum / (n - 1.0);
    let variance = (z / m) * (z / m) * (n / (n - 2.0)) * spread * (m - z * z / (n - 1.0));
    let expected_total = -sum / (n - 1.0);
    let variance_total = squares * (n - b) / (n - 1.0)
        + (sum * sum - squares) * (2.0 * b - n) / ((n - 1.0) * (n - 2.0))
        - expected_total * expected_total;
    let standard = standard(value, expected, variance);
    LocalMoran {
        value,
        expected,
        variance: variance.max(0.0),
        expected_total,
        variance_total,
        z: standard,
        p: two_sided(standard),
        q: 1.0,
        quadrant: Quadrant::of(z, lag),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{moran, tests::row_of};
    use super::*;

    #[test]
    fn an_island_has_no_surroundings() {
        let weights = Weights::binary(&[vec![1], vec![0, 2], vec![1, 3], vec![2], vec![]]).unwrap();
        let found = local_moran(&[1.0, 2.0, 3.0, 4.0, 5.0], &weights).unwrap();
        assert_eq!(found[4], Err(NotDefined::NoNeighbours));
        assert!(found[..4].iter().all(Result::is_ok));
    }

    proptest! {
        #[test]
        fn the_local_values_add_up_to_the_global(values in prop::collection::vec(0i32..40, 4..40)) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let weights = row_of(values.len()).row_standardised();
            if let (Ok(global), Ok(local)) = (moran(&values, &weights), local_moran(&values, &weights)) {
                let local: Vec<LocalMoran> = local.into_iter().map(Result::unwrap).collect();
                let sum: f64 = local.iter().map(|area| area.value).sum();
                prop_assert!((sum / values.len() as f64 - global.value).abs() < 1e-9);
                prop_assert!(local.iter().all(|area| area.p <= area.q * (1.0 + 1e-12) && area.q <= 1.0));
            }
        }
    }
}
