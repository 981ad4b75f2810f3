//! Sobol indices: how much of an outcome's variance each uncertain choice explains, alone and with others.
//!
//! **Literature.** Saltelli, A. et al. (2010): Variance based sensitivity analysis of model output. Computer Physics
//! Communications 181, 259-270 (first order). Jansen, M. J. W. (1999): Analysis of variance designs for model output.
//! Computer Physics Communications 117, 35-43 (total). Python's `SALib` computes the same.
//!
//! **Formula.** Base rows a and b of uniform numbers; cᵢ is a with column i from b. With outcomes standardised:
//! S₁ = mean(f(b)·(f(cᵢ) − f(a)))/Var, Sₜ = mean((f(a) − f(cᵢ))²)/(2·Var), Var over f(a) and f(b).
//!
//! **Unit.** Shares of variance. **Edge cases.** Estimates scatter and may fall below 0 or above 1. An outcome without
//! variance is refused.

use crate::NotDefined;
use crate::not_defined::{all_finite, at_least, same_length};
use crate::random::Stream;
use crate::summation::{mean, neumaier_sum, squared_deviations};

/// Shares of an outcome's variance by factor.
#[derive(Clone, Debug, PartialEq)]
pub struct SobolIndices {
    /// Explained by the factor alone.
    pub first: Vec<f64>,
    /// Explained by the factor with all its interactions.
    pub total: Vec<f64>,
}

/// The rows at which a model is evaluated: for each base row a, c₁ … cₖ, b, numbers from 0 to below 1.
///
/// ```
/// use methods::index::{saltelli, sobol};
/// let rows = saltelli(2_000, 2, 7)?;
/// let outcomes: Vec<f64> = rows.iter().map(|u| 3.0 * u[0] + u[1]).collect();
/// let found = sobol(&outcomes, 2)?;
/// assert!((found.first[0] - 0.9).abs() < 0.05 && (found.total[1] - 0.1).abs() < 0.05);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn saltelli(base_rows: usize, factors: usize, seed: u64) -> Result<Vec<Vec<f64>>, NotDefined> {
    at_least(1, factors)?;
    let most = 10_000_000 / (factors + 2);
    if !(2..=most).contains(&base_rows) {
        return Err(NotDefined::OutOfRange {
            what: "draws",
            value: base_rows as f64,
            allowed: "2 up to ten million evaluations",
        });
    }
    let mut rows = Vec::with_capacity(base_rows * (factors + 2));
    for row in 0..base_rows {
        let mut stream = Stream::new(seed, row as u64);
        let a: Vec<f64> = (0..factors).map(|_| stream.uniform()).collect();
        let b: Vec<f64> = (0..factors).map(|_| stream.uniform()).collect();
        rows.push(a.clone());
        for factor in 0..factors {
            let mut mixed = a.clone();
            mixed[factor] = b[factor];
            rows.push(mixed);
        }
        rows.push(b);
    }
    Ok(rows)
}

/// The indices of outcomes in the order of [`saltelli`].
pub fn sobol(outcomes: &[f64], factors: usize) -> Result<SobolIndices, NotDefined> {
    at_least(1, factors)?;
    let width = factors + 2;
    at_least(2 * width, outcomes.len())?;
    same_length("draws", outcomes.len() / width * width, outcomes.len())?;
    all_finite("draws", outcomes)?;
    let outcomes = standardised(outcomes)?;
    let blocks: Vec<&[f64]> = outcomes.chunks(width).collect();
    let ends: Vec<f64> = blocks
        .iter()
        .flat_map(|block| [block[0], block[width - 1]])
        .collect();
    let variance = variance(&ends)?;
    let average = |of: &dyn Fn(&[f64]) -> f64| {
        neumaier_sum(blocks.iter().map(|block| of(block))) / blocks.len() as f64 / variance
    };
    let first = |i: usize| average(&|block| block[width - 1] * (block[i + 1] - block[0]));
    let total = |i: usize| {
        average(&|block| {
            let off = block[0] - block[i + 1];
            0.5 * off * off
        })
    };
    Ok(SobolIndices {
        first: (0..factors).map(first).collect(),
        total: (0..factors).map(total).collect(),
    })
}

fn standardised(values: &[f64]) -> Result<Vec<f64>, NotDefined> {
    let sd = variance(values)?.sqrt();
    let centre = mean(values).unwrap_or_default();
    Ok(values.iter().map(|value| (value - centre) / sd).collect())
}

/// The variance (divisor n), if there is any.
fn variance(values: &[f64]) -> Result<f64, NotDefined> {
    let centre = mean(values).unwrap_or_default();
    let found = squared_deviations(values, centre) / values.len() as f64;
    let largest = values.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    if found.sqrt() <= largest * 1e-14 || !found.is_finite() {
        return Err(NotDefined::NoSpread {
            what: "draws".to_owned(),
        });
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_that_fit_no_design_are_refused() {
        assert!(sobol(&[1.0; 8], 2).is_err());
        assert!(sobol(&[1.0, 2.0, 3.0], 2).is_err());
        assert!(sobol(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0], 2).is_err());
        assert!(sobol(&[f64::NAN; 8], 2).is_err());
        assert!(sobol(&[], 0).is_err());
        assert!(saltelli(1, 2, 0).is_err());
        assert!(saltelli(100_000_000, 2, 0).is_err());
    }

    #[test]
    fn a_factor_that_does_nothing_explains_nothing() {
        let rows = saltelli(500, 3, 1).unwrap();
        let outcomes: Vec<f64> = rows.iter().map(|u| u[0] * u[1]).collect();
        let found = sobol(&outcomes, 3).unwrap();
        assert_eq!((found.first[2], found.total[2]), (0.0, 0.0));
        assert!(found.total[0] > found.first[0]);
    }
}
