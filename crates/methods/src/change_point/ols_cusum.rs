//! Is the mean of a series stable? The sum of what it is off, walked along.
//!
//! **Literature.** Ploberger, W. & Krämer, W. (1992): The CUSUM test with OLS residuals. Econometrica 60, 271-285.
//! Reference: strucchange `efp(type = "OLS-CUSUM")`, `sctest`.
//!
//! **Formula.** Bₜ = Σᵢ≤ₜ(yᵢ − ȳ)/(σ̂√n), σ̂² = Σ(y − ȳ)²/(n − 1); statistic max|Bₜ|; p by the supremum of a Brownian
//! bridge, 2Σₖ(−1)ᵏ⁺¹exp(−2k²x²).
//!
//! **Unit.** None. **Edge cases.** Fewer than 4 values: not defined; a constant series has statistic 0 and p = 1.

use crate::NotDefined;
use crate::not_defined::{all_finite, at_least};
use crate::summation::{NeumaierSum, mean, squared_deviations};

/// The walk of a series around its mean.
#[derive(Clone, Debug, PartialEq)]
pub struct OlsCusum {
    /// The walk, beginning at 0 before the first value.
    pub process: Vec<f64>,
    /// How far it came from 0.
    pub statistic: f64,
    /// How likely that is if the mean is stable.
    pub p: f64,
}

/// The test of a series.
///
/// ```
/// use methods::change_point::ols_cusum;
/// let step: Vec<f64> = (0..30).map(|t| f64::from(t % 3) + if t < 15 { 0.0 } else { 9.0 }).collect();
/// assert!(ols_cusum(&step)?.p < 0.001);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn ols_cusum(values: &[f64]) -> Result<OlsCusum, NotDefined> {
    all_finite("values", values)?;
    at_least(4, values.len())?;
    let n = values.len() as f64;
    let centre = mean(values).unwrap_or(0.0);
    let scale = (squared_deviations(values, centre) / (n - 1.0)).sqrt() * n.sqrt();
    let mut process = vec![0.0];
    let mut walked = NeumaierSum::default();
    for value in values {
        walked.add(value - centre);
        process.push(if scale > 1e-12 * centre.abs() {
            walked.total() / scale
        } else {
            0.0
        });
    }
    let statistic = process
        .iter()
        .fold(0.0_f64, |most, step| most.max(step.abs()));
    Ok(OlsCusum {
        process,
        statistic,
        p: bridge(statistic),
    })
}

/// The probability that a Brownian bridge leaves ±x.
fn bridge(x: f64) -> f64 {
    if x < 0.2 {
        return 1.0;
    }
    let term = |k: f64| 2.0 * (-2.0 * k * k * x * x).exp();
    let sum: f64 = (1..=100)
        .map(f64::from)
        .map(|k| if k % 2.0 == 1.0 { term(k) } else { -term(k) })
        .sum();
    sum.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_series_is_stable() {
        let found = ols_cusum(&[0.1; 9]).unwrap();
        assert_eq!((found.statistic, found.p), (0.0, 1.0));
        assert!(ols_cusum(&[1.0, 2.0]).is_err());
        assert!((bridge(1.358_099) - 0.05).abs() < 1e-5);
    }
}
