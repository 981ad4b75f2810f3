//! Gini's coefficient: the mean difference of any two values, relative to twice the mean.
//!
//! **Literature.** Gini, C. (1912): Variabilità e mutabilità. Reference: Python inequality `Gini`.
//!
//! **Formula.** G = Σ(2i − n − 1)x₍ᵢ₎/(nΣx), x₍ᵢ₎ in rising order.
//!
//! **Unit.** 0 (all equal) to (n−1)/n. **Edge cases.** Constant: exactly 0; negative values are refused; all 0: not
//! defined.

use super::positive_mean;
use crate::NotDefined;
use crate::summation::neumaier_sum;

/// Gini's coefficient of values of 0 and more.
///
/// ```
/// use methods::inequality::gini;
/// assert_eq!(gini(&[3.0, 3.0, 3.0])?, 0.0);
/// assert_eq!(gini(&[0.0, 0.0, 0.0, 8.0])?, 0.75);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn gini(values: &[f64]) -> Result<f64, NotDefined> {
    let mean = positive_mean(values)?;
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    if sorted.first() == sorted.last() {
        return Ok(0.0);
    }
    let n = sorted.len() as f64;
    let ranked = sorted
        .iter()
        .enumerate()
        .map(|(i, x)| (2.0 * (i + 1) as f64 - n - 1.0) * x);
    Ok(neumaier_sum(ranked) / (n * n * mean))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_unequal_is_refused() {
        assert!(gini(&[]).is_err());
        assert!(gini(&[-1.0, 2.0]).is_err());
        assert_eq!(gini(&[0.0, 0.0]), Err(NotDefined::NoCases));
        assert_eq!(gini(&[0.1; 7]), Ok(0.0));
    }
}
