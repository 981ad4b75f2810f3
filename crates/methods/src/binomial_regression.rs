//! Cases of a base explained by a few columns: quasi-binomial regression, log-odds as link.
//!
//! **Literature.** McCullagh, P. & Nelder, J. A. (1989): Generalized Linear Models, 2nd ed. (iteratively reweighted
//! least squares; dispersion by Pearson's X² over its degrees of freedom).
//!
//! **Formula.** η = offset + Xβ, μ = n/(1 + e^−η), v = μ(1 − μ/n); β by weighted least squares of η − offset + (y − μ)/v
//! with weights v, again until η moves by less than 3e-11; covariance φ(X'VX)⁻¹, X² = Σ(y − μ)²/v.
//!
//! **Unit.** Log-odds. **Edge cases.** As many columns as rows, columns that repeat each other, or no end after 100 steps:
//! not defined. η is kept within ±30. Inside this crate; shown by [`crate::trend::relative_trends`].

use nalgebra::DMatrix;

use crate::NotDefined;
use crate::least_squares::{LeastSquares, least_squares};
use crate::summation::neumaier_sum;

const MOST_STEPS: usize = 100;
const SETTLED: f64 = 1e-12;
/// Linear predictors stay within this, where a count is as good as 0 or as all.
const FARTHEST: f64 = 30.0;

/// The counts to be explained.
#[derive(Clone, Copy)]
pub(crate) struct Counts<'a> {
    pub(crate) cases: &'a [f64],
    pub(crate) base: &'a [f64],
    /// Known part of the linear predictor.
    pub(crate) offset: &'a [f64],
}

/// A fitted model of counts.
pub(crate) struct Model {
    pub(crate) coefficients: Vec<f64>,
    /// Covariance of the coefficients, before the dispersion.
    pub(crate) inverse: DMatrix<f64>,
    /// Pearson's X².
    pub(crate) pearson: f64,
    /// Rows minus columns.
    pub(crate) freedom: usize,
}

impl Counts<'_> {
    /// Fits the counts by the columns.
    pub(crate) fn fit(&self, columns: &DMatrix<f64>) -> Result<Model, NotDefined> {
        let (rows, width) = columns.shape();
        crate::not_defined::at_least(width + 1, rows)?;
        let mut predictor: Vec<f64> = (0..rows).map(|i| self.start(i)).collect();
        for _ in 0..MOST_STEPS {
            let weights: Vec<f64> = (0..rows).map(|i| self.variance(i, predictor[i])).collect();
            let working: Vec<f64> = (0..rows).map(|i| self.working(i, predictor[i])).collect();
            let fit = least_squares(columns, &working, Some(&weights))?;
            let next: Vec<f64> = (0..rows)
                .map(|i| {
                    (working[i] - fit.residuals[i] + self.offset[i]).clamp(-FARTHEST, FARTHEST)
                })
                .collect();
            let moved = predictor
                .iter()
                .zip(&next)
                .map(|(a, b)| (a - b).abs())
                .fold(0.0, f64::max);
            predictor = next;
            if moved < SETTLED * FARTHEST {
                return Ok(self.model(&predictor, fit));
            }
        }
        Err(NotDefined::NotSettled { steps: MOST_STEPS })
    }

    fn model(&self, predictor: &[f64], fit: LeastSquares) -> Model {
        let pearson = neumaier_sum((0..predictor.len()).map(|i| {
            let off = self.cases[i] - self.mean(i, predictor[i]);
            off * off / self.variance(i, predictor[i])
        }));
        Model {
            pearson,
            freedom: predictor.len() - fit.coefficients.len(),
            coefficients: fit.coefficients,
            inverse: fit.inverse,
        }
    }

    /// A first linear predictor, from the count moved off its bounds.
    fn start(&self, i: usize) -> f64 {
        ((self.cases[i] + 0.5) / (self.base[i] - self.cases[i] + 0.5)).ln()
    }

    fn mean(&self, i: usize, predictor: f64) -> f64 {
        self.base[i] / (1.0 + (-predictor).exp())
    }

    /// The variance of the count, which is also its derivative by the linear predictor.
    fn variance(&self, i: usize, predictor: f64) -> f64 {
        let mean = self.mean(i, predictor);
        mean / (1.0 + predictor.exp())
    }

    fn working(&self, i: usize, predictor: f64) -> f64 {
        predictor - self.offset[i]
            + (self.cases[i] - self.mean(i, predictor)) / self.variance(i, predictor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_column_finds_the_overall_share_and_rate() {
        let ones = DMatrix::from_element(3, 1, 1.0);
        let counts = Counts {
            cases: &[1.0, 2.0, 3.0],
            base: &[10.0, 10.0, 4.0],
            offset: &[0.0; 3],
        };
        let model = counts.fit(&ones).unwrap();
        assert!((model.coefficients[0] - (6.0_f64 / 18.0).ln()).abs() < 1e-9);
        assert_eq!(model.freedom, 2);
    }
}
