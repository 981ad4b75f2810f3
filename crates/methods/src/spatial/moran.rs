//! Moran's I: are neighbouring areas more alike than chance would have it?
//!
//! **Literature.** Moran, P. A. P. (1950): Notes on continuous stochastic phenomena. Biometrika 37, 17-23; moments:
//! Cliff, A. D. & Ord, J. K. (1981): Spatial Processes, pp. 42-46. Reference: spdep `moran.test`.
//!
//! **Formula.** I = (n/S0)·z'Wz/z'z, E = −1/(n−1). Variance under normality
//! (n²S1 − nS2 + 3S0²)/(S0²(n²−1)) − E²; under randomisation, with the kurtosis b of the values,
//! \[n((n²−3n+3)S1 − nS2 + 3S0²) − b((n²−n)S1 − 2nS2 + 6S0²)\]/((n−1)(n−2)(n−3)S0²) − E². p is two-sided.
//!
//! **Unit.** None; with row-standardised weights about −1 to 1. **Edge cases.** Islands are left out of n and listed;
//! fewer than 4 areas or no spread: not defined. Rates over unequal populations: [`super::eb_moran`].

use super::{Deviations, Weights, standard, two_sided};
use crate::NotDefined;
use crate::summation::neumaier_sum;

/// Moran's I with its moments.
#[derive(Clone, Debug, PartialEq)]
pub struct Moran {
    /// Moran's I.
    pub value: f64,
    /// Its expectation if place did not matter.
    pub expected: f64,
    /// Its variance if the values were normal.
    pub variance_normal: f64,
    /// Its variance if the values were put to areas at random.
    pub variance_random: f64,
    /// Standard normal value under normality.
    pub z_normal: f64,
    /// Standard normal value under randomisation.
    pub z_random: f64,
    /// Two-sided p-value under normality.
    pub p_normal: f64,
    /// Two-sided p-value under randomisation.
    pub p_random: f64,
    /// How many areas have neighbours and were used.
    pub areas: usize,
    /// The areas left out because they have none.
    pub islands: Vec<usize>,
}

/// Moran's I of values under weights.
///
/// ```
/// use methods::spatial::{Weights, moran};
/// let row = Weights::binary(&[vec![1], vec![0, 2], vec![1, 3], vec![2, 4], vec![3]])?;
/// let rising = moran(&[1.0, 2.0, 3.0, 4.0, 5.0], &row.row_standardised())?;
/// assert!((rising.value - 0.6).abs() < 1e-12);
/// assert_eq!(rising.expected, -0.25);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn moran(values: &[f64], weights: &Weights) -> Result<Moran, NotDefined> {
    let deviations = Deviations::of(values, weights)?;
    let n = deviations.z.len() as f64;
    let value = index(&deviations.z, &deviations);
    let expected = -1.0 / (n - 1.0);
    let (s0, s1, s2) = deviations.weights.sums();
    let square = s0 * s0;
    let normal = (n * n * s1 - n * s2 + 3.0 * square) / (square * (n * n - 1.0));
    let kurtosis = deviations.kurtosis();
    let random = (n * ((n * n - 3.0 * n + 3.0) * s1 - n * s2 + 3.0 * square)
        - kurtosis * ((n * n - n) * s1 - 2.0 * n * s2 + 6.0 * square))
        / ((n - 1.0) * (n - 2.0) * (n - 3.0) * square);
    let (variance_normal, variance_random) =
        (normal - expected * expected, random - expected * expected);
    let z_normal = standard(value, expected, variance_normal);
    let z_random = standard(value, expected, variance_random);
    Ok(Moran {
        value,
        expected,
        variance_normal,
        variance_random,
        z_normal,
        z_random,
        p_normal: two_sided(z_normal),
        p_random: two_sided(z_random),
        areas: deviations.areas.len(),
        islands: deviations.left_out(weights),
    })
}

/// (n/S0)·z'Wz/z'z for the values in this order.
pub(super) fn index(z: &[f64], deviations: &Deviations) -> f64 {
    let weights = &deviations.weights;
    let together = neumaier_sum((0..z.len()).map(|i| z[i] * weights.lag_of(i, z)));
    let total = neumaier_sum((0..z.len()).flat_map(|i| weights.row(i).1.iter().copied()));
    together / (total * deviations.variance)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::row_of;
    use super::*;

    #[test]
    fn an_island_does_not_change_what_the_others_say() {
        let with_island =
            Weights::binary(&[vec![1], vec![0, 2], vec![1, 3], vec![2, 4], vec![3], vec![]])
                .unwrap();
        let five = moran(&[3.0, 1.0, 4.0, 1.0, 5.0], &row_of(5)).unwrap();
        let six = moran(&[3.0, 1.0, 4.0, 1.0, 5.0, 900.0], &with_island).unwrap();
        assert_eq!(
            (six.value, six.areas, six.islands),
            (five.value, 5, vec![5])
        );
    }

    proptest! {
        #[test]
        fn unit_and_zero_point_of_the_values_do_not_matter(
            values in prop::collection::vec(-100i32..100, 5..30),
        ) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let weights = row_of(values.len()).row_standardised();
            let moved: Vec<f64> = values.iter().map(|v| 3.0 * v + 17.0).collect();
            match (moran(&values, &weights), moran(&moved, &weights)) {
                (Ok(one), Ok(other)) => {
                    prop_assert!((one.value - other.value).abs() < 1e-9);
                    prop_assert!(one.variance_normal > 0.0 && (0.0..=1.0).contains(&one.p_random));
                }
                (one, other) => prop_assert_eq!(one.is_err(), other.is_err()),
            }
        }
    }
}
