//! Geary's C: how different are neighbours, compared with any two areas?
//!
//! **Literature.** Geary, R. C. (1954): The contiguity ratio and statistical mapping. The Incorporated Statistician
//! 5, 115-145; moments: Cliff, A. D. & Ord, J. K. (1981), p. 46. Reference: spdep `geary.test`.
//!
//! **Formula.** C = (n−1)·Σᵢⱼ wᵢⱼ(xᵢ−xⱼ)² / (2·S0·Σz²), E = 1; variance under randomisation with kurtosis b:
//! \[(n−1)S1(n²−3n+3−(n−1)b) − ¼(n−1)S2(n²+3n−6−(n²−n+2)b) + S0²(n²−3−(n−1)²b)\]/(n(n−2)(n−3)S0²).
//! z = (1 − C)/√Var, so that z > 0 means neighbours are alike, as with Moran's I.
//!
//! **Unit.** None; 0 to about 2, below 1 alike. **Edge cases.** As [`super::moran`].

use super::{Deviations, Weights, standard, two_sided};
use crate::NotDefined;
use crate::summation::neumaier_sum;

/// Geary's C with its moments.
#[derive(Clone, Debug, PartialEq)]
pub struct Geary {
    /// Geary's C.
    pub value: f64,
    /// Its variance if the values were put to areas at random.
    pub variance: f64,
    /// Standard normal value, positive where neighbours are alike.
    pub z: f64,
    /// Two-sided p-value.
    pub p: f64,
    /// The areas left out because they have no neighbours.
    pub islands: Vec<usize>,
}

/// Geary's C of values under weights.
///
/// ```
/// use methods::spatial::{Weights, geary};
/// let row = Weights::binary(&[vec![1], vec![0, 2], vec![1, 3], vec![2, 4], vec![3]])?;
/// let rising = geary(&[1.0, 2.0, 3.0, 4.0, 5.0], &row)?;
/// assert!((rising.value - 0.2).abs() < 1e-12 && rising.z > 0.0);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn geary(values: &[f64], weights: &Weights) -> Result<Geary, NotDefined> {
    let deviations = Deviations::of(values, weights)?;
    let (z, n) = (&deviations.z, deviations.z.len() as f64);
    let (s0, s1, s2) = deviations.weights.sums();
    let apart = neumaier_sum((0..z.len()).flat_map(|i| {
        let (neighbours, row) = deviations.weights.row(i);
        let square = move |j: usize| (z[i] - z[j]) * (z[i] - z[j]);
        neighbours
            .iter()
            .zip(row)
            .map(move |(&j, weight)| weight * square(j))
    }));
    let value = (n - 1.0) * apart / (2.0 * s0 * deviations.variance * n);
    let b = deviations.kurtosis();
    let variance = ((n - 1.0) * s1 * (n * n - 3.0 * n + 3.0 - (n - 1.0) * b)
        - 0.25 * (n - 1.0) * s2 * (n * n + 3.0 * n - 6.0 - (n * n - n + 2.0) * b)
        + s0 * s0 * (n * n - 3.0 - (n - 1.0) * (n - 1.0) * b))
        / (n * (n - 2.0) * (n - 3.0) * s0 * s0);
    let z = standard(1.0, value, variance);
    Ok(Geary {
        value,
        variance,
        z,
        p: two_sided(z),
        islands: deviations.left_out(weights),
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::row_of;
    use super::*;

    #[test]
    fn neighbours_that_differ_most_lie_above_one() {
        let swinging = geary(&[0.0, 9.0, 0.0, 9.0, 0.0, 9.0], &row_of(6)).unwrap();
        assert!(swinging.value > 1.0 && swinging.z < 0.0);
    }
}
