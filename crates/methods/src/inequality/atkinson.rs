//! Atkinson's index: which part of the sum could be given up if the rest were equal?
//!
//! **Literature.** Atkinson, A. B. (1970): On the measurement of inequality. Journal of Economic Theory 2, 244-263.
//!
//! **Formula.** ε ≠ 1: 1 − (mean of xᵢ^{1−ε})^{1/(1−ε)}/x̄; ε = 1: 1 − geometric mean/x̄.
//!
//! **Unit.** Share of the sum, 0 to 1. **Edge cases.** A value of 0 makes the index 1 from ε = 1 on; negative values and
//! ε ≤ 0 are refused; all 0: not defined.

use super::positive_mean;
use crate::NotDefined;
use crate::summation::neumaier_sum;

/// Atkinson's index with aversion ε.
///
/// ```
/// use methods::inequality::atkinson;
/// assert!(atkinson(&[5.0, 5.0], 0.5)?.abs() < 1e-12);
/// assert!((atkinson(&[1.0, 4.0], 1.0)? - 0.2).abs() < 1e-12);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn atkinson(values: &[f64], aversion: f64) -> Result<f64, NotDefined> {
    if !(aversion > 0.0 && aversion.is_finite()) {
        return Err(NotDefined::OutOfRange {
            what: "weights",
            value: aversion,
            allowed: "above 0",
        });
    }
    let mean = positive_mean(values)?;
    let n = values.len() as f64;
    if aversion >= 1.0 && values.contains(&0.0) {
        return Ok(1.0);
    }
    let power = 1.0 - aversion;
    let equal = if power == 0.0 {
        (neumaier_sum(values.iter().map(|x| (x / mean).ln())) / n).exp()
    } else {
        (neumaier_sum(values.iter().map(|x| (x / mean).powf(power))) / n).powf(1.0 / power)
    };
    Ok((1.0 - equal).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_averse_the_more_is_lost() {
        let values = [1.0, 2.0, 3.0, 10.0];
        let at = |aversion| atkinson(&values, aversion).unwrap();
        assert!(at(0.5) < at(1.0) && at(1.0) < at(2.0));
        assert_eq!(atkinson(&[0.0, 1.0], 1.5), Ok(1.0));
        assert!(atkinson(&values, 0.0).is_err());
    }
}
