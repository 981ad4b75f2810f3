//! Interrupted time series: level and slope of one series before and after.
//!
//! **Literature.** Wagner, A. K. et al. (2002): Segmented regression analysis of interrupted time series studies. J Clin
//! Pharm Ther 27, 299-309; Newey, W. K. & West, K. D. (1987). Reference: sandwich `NeweyWest(prewhite = FALSE)`.
//!
//! **Formula.** y = β₀ + β₁t + β₂·\[t ≥ t₀\] + β₃·max(0, t − t₀ + 1), t from 1. Covariance (X'X)⁻¹(Γ₀ + Σₗ(1 − l/(L+1))(Γₗ +
//! Γₗ'))(X'X)⁻¹ with Γₗ = Σₜ xₜeₜeₜ₋ₗxₜ₋ₗ'; adjusted errors times √(n/(n − 4)). Durbin-Watson Σ(eₜ − eₜ₋₁)²/Σe².
//!
//! **Unit.** That of the values, slopes per period. **Edge cases.** Fewer than 2 points on a side: not defined; fewer than 8
//! on a side: descriptive only. Without comparison this never supports a claim of an effect alone.

use nalgebra::{DMatrix, DVector};

use crate::NotDefined;
use crate::least_squares::least_squares;
use crate::not_defined::{all_finite, at_least};
use crate::summation::neumaier_sum;

/// The fewest points on each side for more than a description.
const FEWEST_POINTS: usize = 8;

/// Level and slope before, and how both changed.
#[derive(Clone, Debug, PartialEq)]
pub struct InterruptedSeries {
    /// Level at t = 0, slope, step, change of slope.
    pub coefficients: [f64; 4],
    /// Newey-West standard errors.
    pub errors: [f64; 4],
    /// The same, corrected for the number of coefficients.
    pub adjusted_errors: [f64; 4],
    /// About 2 where errors do not remember.
    pub durbin_watson: f64,
    /// Whether there are too few points for more than a description.
    pub descriptive_only: bool,
}

/// The series split before the value with this index, with errors that remember so many lags.
///
/// ```
/// use methods::effect::interrupted_series;
/// let noise = [0.1, -0.1, 0.0, 0.1, -0.1, 0.0, -0.1, 0.1, 0.0, 0.1];
/// let series: Vec<f64> = (0..20).map(|t| 5.0 + noise[t % 10] - if t >= 10 { 2.0 } else { 0.0 }).collect();
/// let found = interrupted_series(&series, 10, 2)?;
/// assert!((found.coefficients[2] + 2.0).abs() < 0.2 && !found.descriptive_only);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn interrupted_series(
    values: &[f64],
    first_after: usize,
    lags: usize,
) -> Result<InterruptedSeries, NotDefined> {
    all_finite("values", values)?;
    let after = values.len().saturating_sub(first_after);
    at_least(2, first_after.min(after))?;
    let n = values.len();
    at_least(5, n)?;
    let columns = DMatrix::from_fn(n, 4, |t, column| match column {
        0 => 1.0,
        1 => (t + 1) as f64,
        2 => f64::from(t >= first_after),
        _ => (t + 1).saturating_sub(first_after) as f64,
    });
    let fit = least_squares(&columns, values, None)?;
    let meat = remembering(&columns, &fit.residuals, lags);
    let covariance = &fit.inverse * meat * &fit.inverse;
    let errors = std::array::from_fn(|i| covariance[(i, i)].max(0.0).sqrt());
    let adjust = (n as f64 / (n as f64 - 4.0)).sqrt();
    let steps = neumaier_sum(
        fit.residuals
            .windows(2)
            .map(|e| (e[1] - e[0]) * (e[1] - e[0])),
    );
    let squares = neumaier_sum(fit.residuals.iter().map(|e| e * e));
    Ok(InterruptedSeries {
        coefficients: std::array::from_fn(|i| fit.coefficients[i]),
        adjusted_errors: errors.map(|error: f64| error * adjust),
        errors,
        durbin_watson: if squares > 0.0 { steps / squares } else { 2.0 },
        descriptive_only: first_after.min(after) < FEWEST_POINTS,
    })
}

/// Γ₀ and what the lags add, by Bartlett's weights.
fn remembering(columns: &DMatrix<f64>, residuals: &[f64], lags: usize) -> DMatrix<f64> {
    let n = residuals.len();
    let scores: Vec<DVector<f64>> = (0..n)
        .map(|t| columns.row(t).transpose() * residuals[t])
        .collect();
    let mut meat = DMatrix::zeros(4, 4);
    for lag in 0..=lags.min(n - 1) {
        let weight = 1.0 - lag as f64 / (lags + 1) as f64;
        for t in lag..n {
            let product = &scores[t] * scores[t - lag].transpose() * weight;
            meat += if lag == 0 {
                product
            } else {
                &product + product.transpose()
            };
        }
    }
    meat
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_sides_are_described_or_refused() {
        let short = interrupted_series(&[1.0, 2.0, 1.5, 4.0, 5.0, 4.5], 3, 1).unwrap();
        assert!(short.descriptive_only);
        assert!(interrupted_series(&[1.0, 2.0, 1.5, 4.0], 4, 1).is_err());
        assert!(interrupted_series(&[1.0; 20], 0, 1).is_err());
        assert!(interrupted_series(&[1.0; 20], 30, 1).is_err());
        let constant = interrupted_series(&[3.0; 20], 10, 50).unwrap();
        assert!(constant.coefficients[2].abs() < 1e-9);
    }
}
