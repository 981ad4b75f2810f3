//! Getis and Ord's general G: do high values lie beside high values?
//!
//! **Literature.** Getis, A. & Ord, J. K. (1992): The analysis of spatial association by use of distance statistics.
//! Geographical Analysis 24, 189-206. Reference: spdep `globalG.test`.
//!
//! **Formula.** G = Σᵢⱼwᵢⱼxᵢxⱼ/Σᵢ≠ⱼxᵢxⱼ, E = S0/(n(n−1)),
//! Var = (B0·s₂² + B1·s₄ + B2·s₁²s₂ + B3·s₁s₃ + B4·s₁⁴)/((s₁²−s₂)²·n(n−1)(n−2)(n−3)) − E² with power sums sₖ = Σxᵏ;
//! B0 = (n²−3n+3)S1 − nS2 + 3S0², B1 = −\[(n²−n)S1 − 2nS2 + 6S0²\], B2 = −\[2nS1 − (n+3)S2 + 6S0²\],
//! B3 = 4(n−1)S1 − 2(n+1)S2 + 8S0², B4 = S1 − S2 + S0².
//!
//! **Unit.** None. **Edge cases.** Defined for values of 0 and more only; islands are left out.

use super::{Deviations, Weights, standard, two_sided};
use crate::NotDefined;
use crate::not_defined::not_negative;
use crate::summation::neumaier_sum;

/// General G with its moments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GeneralG {
    /// General G.
    pub value: f64,
    /// Its expectation if place did not matter.
    pub expected: f64,
    /// Its variance if place did not matter.
    pub variance: f64,
    /// Standard normal value: positive where high values lie together, negative where low ones do.
    pub z: f64,
    /// Two-sided p-value.
    pub p: f64,
}

/// General G of values of 0 and more. Give binary weights.
///
/// ```
/// use methods::spatial::{Weights, general_g};
/// let row = Weights::binary(&[vec![1], vec![0, 2], vec![1, 3], vec![2, 4], vec![3]])?;
/// assert!(general_g(&[9.0, 8.0, 2.0, 1.0, 1.0], &row)?.z > 0.0);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn general_g(values: &[f64], weights: &Weights) -> Result<GeneralG, NotDefined> {
    let deviations = Deviations::of(values, weights)?;
    let x: Vec<f64> = deviations.areas.iter().map(|&area| values[area]).collect();
    for &value in &x {
        not_negative("values", value)?;
    }
    let n = x.len() as f64;
    let power = |k: i32| neumaier_sum(x.iter().map(|x| (0..k).map(|_| x).product::<f64>()));
    let (p1, p2, p3, p4) = (power(1), power(2), power(3), power(4));
    let (s0, s1, s2) = deviations.weights.sums();
    let together = neumaier_sum((0..x.len()).map(|i| x[i] * deviations.weights.lag_of(i, &x)));
    let pairs = p1 * p1 - p2;
    if pairs <= 0.0 {
        return Err(NotDefined::NoCases);
    }
    let (value, expected) = (together / pairs, s0 / (n * (n - 1.0)));
    let square = s0 * s0;
    let b0 = (n * n - 3.0 * n + 3.0) * s1 - n * s2 + 3.0 * square;
    let b1 = -((n * n - n) * s1 - 2.0 * n * s2 + 6.0 * square);
    let b2 = -(2.0 * n * s1 - (n + 3.0) * s2 + 6.0 * square);
    let b3 = 4.0 * (n - 1.0) * s1 - 2.0 * (n + 1.0) * s2 + 8.0 * square;
    let b4 = s1 - s2 + square;
    let above = b0 * p2 * p2 + b1 * p4 + b2 * p1 * p1 * p2 + b3 * p1 * p3 + b4 * p1 * p1 * p1 * p1;
    let below = pairs * pairs * n * (n - 1.0) * (n - 2.0) * (n - 3.0);
    let variance = above / below - expected * expected;
    let z = standard(value, expected, variance);
    Ok(GeneralG {
        value,
        expected,
        variance,
        z,
        p: two_sided(z),
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::row_of;
    use super::*;

    #[test]
    fn negative_values_have_no_general_g() {
        assert!(general_g(&[1.0, -1.0, 2.0, 3.0, 4.0], &row_of(5)).is_err());
        assert_eq!(
            general_g(&[0.0, 0.0, 0.0, 3.0, 0.0], &row_of(5)),
            Err(NotDefined::NoCases)
        );
    }
}
