//! p-values of a set shown together, adjusted so that false discoveries stay a given share.
//!
//! **Literature.** Benjamini, Y. & Hochberg, Y. (1995): Controlling the false discovery rate. JRSS B
//! 57, 289-300; Benjamini, Y. & Yekutieli, D. (2001): The control of the false discovery rate in
//! multiple testing under dependency. Annals of Statistics 29, 1165-1188.
//!
//! **Formula.** Of m p-values in rising order, q₍ᵢ₎ = min over j ≥ i of p₍ⱼ₎·m/j, at most 1; under any
//! dependence times Σ 1/i. A discovery at rate α is q ≤ α.
//!
//! **Unit.** Probability. **Edge cases.** No p-values give no q-values; values outside 0 to 1 and NaN
//! are refused.

use crate::NotDefined;
use crate::not_defined::finite;
use crate::summation::neumaier_sum;

/// The q-values of p-values that are independent or positively dependent, in the order given.
///
/// ```
/// use methods::benjamini_hochberg;
/// assert_eq!(benjamini_hochberg(&[0.01, 0.5, 0.02, 0.25])?, [0.04, 0.5, 0.04, 1.0 / 3.0]);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn benjamini_hochberg(p_values: &[f64]) -> Result<Vec<f64>, NotDefined> {
    adjusted(p_values, 1.0)
}

/// The q-values of p-values under any dependence, in the order given.
///
/// ```
/// use methods::benjamini_yekutieli;
/// assert_eq!(benjamini_yekutieli(&[0.01, 0.5])?, [0.03, 0.75]);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn benjamini_yekutieli(p_values: &[f64]) -> Result<Vec<f64>, NotDefined> {
    adjusted(
        p_values,
        neumaier_sum((1..=p_values.len()).map(|i| 1.0 / i as f64)),
    )
}

fn adjusted(p_values: &[f64], factor: f64) -> Result<Vec<f64>, NotDefined> {
    for &p in p_values {
        if !(0.0..=1.0).contains(&finite("p_values", p)?) {
            return Err(NotDefined::OutOfRange {
                what: "p_values",
                value: p,
                allowed: "0 to 1",
            });
        }
    }
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut q_values = vec![0.0; p_values.len()];
    let mut least = 1.0_f64;
    for (rank, &at) in order.iter().enumerate().rev() {
        let scaled = p_values[at] * factor / ((rank + 1) as f64 / p_values.len() as f64);
        least = least.min(scaled);
        q_values[at] = least;
    }
    Ok(q_values)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_test_no_discovery() {
        assert_eq!(benjamini_hochberg(&[]).unwrap(), [0.0; 0]);
        assert!(benjamini_hochberg(&[1.1]).is_err());
        assert!(benjamini_hochberg(&[f64::NAN]).is_err());
        assert!(benjamini_hochberg(&[-0.1]).is_err());
    }

    proptest! {
        #[test]
        fn q_is_never_below_p_and_keeps_its_order(p in prop::collection::vec(0.0..=1.0f64, 1..50)) {
            let q = benjamini_hochberg(&p).unwrap();
            let strict = benjamini_yekutieli(&p).unwrap();
            for i in 0..p.len() {
                prop_assert!(p[i] <= q[i] * (1.0 + 1e-12) && q[i] <= strict[i] && strict[i] <= 1.0);
                for j in 0..p.len() {
                    prop_assert!(p[i] > p[j] || q[i] <= q[j]);
                }
            }
        }
    }
}
