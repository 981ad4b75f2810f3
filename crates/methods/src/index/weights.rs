//! Weights of indicators: equal, by experts, or from comparisons in pairs.
//!
//! **Literature.** OECD & JRC (2008): Handbook on Constructing Composite Indicators, step 6. Saaty, T. L. (1980): The
//! Analytic Hierarchy Process (pairs; random consistency index).
//!
//! **Formula.** Given weights are divided by their sum. Pairs: the weights are the principal eigenvector of the matrix
//! A with aᵢⱼ = how many times i is more important than j; consistency ratio ((λ − k)/(k − 1))/RI(k), up to 0.1 is
//! usually accepted.
//!
//! **Unit.** Shares of 1. **Edge cases.** A weight of 0 leaves an indicator out; negative weights and all zeros are
//! refused. Pairs must be positive and reciprocal; one or two indicators are always consistent.

use crate::NotDefined;
use crate::not_defined::{at_least, finite, not_negative, same_length};
use crate::summation::neumaier_sum;

/// Steps after which the eigenvector of a matrix of pairs must have settled.
const MOST_STEPS: usize = 10_000;

/// Weights that add up to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights(Vec<f64>);

impl Weights {
    /// The same weight for each of a number of indicators.
    ///
    /// ```
    /// assert_eq!(methods::index::Weights::equal(4)?.as_slice(), [0.25; 4]);
    /// # Ok::<(), methods::NotDefined>(())
    /// ```
    pub fn equal(count: usize) -> Result<Self, NotDefined> {
        Self::expert(&vec![1.0; count])
    }

    /// Weights somebody chose, in any unit.
    ///
    /// ```
    /// assert_eq!(methods::index::Weights::expert(&[3.0, 1.0])?.as_slice(), [0.75, 0.25]);
    /// # Ok::<(), methods::NotDefined>(())
    /// ```
    pub fn expert(weights: &[f64]) -> Result<Self, NotDefined> {
        at_least(1, weights.len())?;
        for &weight in weights {
            not_negative("weights", weight)?;
        }
        let total = finite("weights", neumaier_sum(weights.iter().copied()))?;
        if total == 0.0 {
            return Err(NotDefined::OutOfRange {
                what: "weights",
                value: total,
                allowed: "above 0 in all",
            });
        }
        Ok(Self(weights.iter().map(|weight| weight / total).collect()))
    }

    /// Weights from comparisons in pairs, with how consistent those are.
    ///
    /// ```
    /// use methods::index::Weights;
    /// // The first counts twice as much as the second, the second three times the third.
    /// let pairs = [vec![1.0, 2.0, 6.0], vec![0.5, 1.0, 3.0], vec![1.0 / 6.0, 1.0 / 3.0, 1.0]];
    /// let found = Weights::pairwise(&pairs)?;
    /// assert!((found.weights.as_slice()[0] - 0.6).abs() < 1e-12);
    /// assert!(found.inconsistency < 1e-12);
    /// # Ok::<(), methods::NotDefined>(())
    /// ```
    #[doc(alias = "AHP")]
    pub fn pairwise(pairs: &[Vec<f64>]) -> Result<PairwiseWeights, NotDefined> {
        refuse_unusable(pairs)?;
        let (vector, value) = principal_eigenvector(pairs)?;
        let count = pairs.len() as f64;
        let inconsistency = match random_index(pairs.len()) {
            Some(random) => ((value - count) / (count - 1.0) / random).max(0.0),
            None => 0.0,
        };
        Ok(PairwiseWeights {
            weights: Self::expert(&vector)?,
            inconsistency,
        })
    }

    /// The weights in the order of indicators.
    pub fn as_slice(&self) -> &[f64] {
        &self.0
    }
}

/// Weights from pairs.
#[derive(Clone, Debug, PartialEq)]
pub struct PairwiseWeights {
    /// The weights.
    pub weights: Weights,
    /// Saaty's consistency ratio; above 0.1 the comparisons contradict each other.
    pub inconsistency: f64,
}

/// Inconsistency of random comparisons (Saaty 1980); none where there can be no contradiction.
fn random_index(count: usize) -> Option<f64> {
    const BY_COUNT: [f64; 13] = [
        0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59,
    ];
    let at = count.checked_sub(3)?;
    Some(BY_COUNT[at.min(BY_COUNT.len() - 1)])
}

fn refuse_unusable(pairs: &[Vec<f64>]) -> Result<(), NotDefined> {
    at_least(1, pairs.len())?;
    for (i, row) in pairs.iter().enumerate() {
        same_length("comparisons", pairs.len(), row.len())?;
        for (j, &value) in row.iter().enumerate() {
            let back = pairs[j].get(i).copied().unwrap_or_default();
            if finite("comparisons", value)? <= 0.0 || (value * back - 1.0).abs() > 1e-6 {
                return Err(NotDefined::OutOfRange {
                    what: "comparisons",
                    value,
                    allowed: "above 0 and the reciprocal of its counterpart",
                });
            }
        }
    }
    Ok(())
}

/// The eigenvector (sum 1) of the largest eigenvalue of a positive matrix, by repeated multiplication.
fn principal_eigenvector(matrix: &[Vec<f64>]) -> Result<(Vec<f64>, f64), NotDefined> {
    let mut vector = vec![1.0 / matrix.len() as f64; matrix.len()];
    for _ in 0..MOST_STEPS {
        let image: Vec<f64> = matrix
            .iter()
            .map(|row| neumaier_sum(row.iter().zip(&vector).map(|(a, x)| a * x)))
            .collect();
        let value = neumaier_sum(image.iter().copied());
        let next: Vec<f64> = image.iter().map(|x| x / value).collect();
        let change = next
            .iter()
            .zip(&vector)
            .map(|(a, b)| (a - b).abs())
            .fold(0.0, f64::max);
        vector = next;
        if change < 1e-15 {
            return Ok((vector, value));
        }
    }
    Err(NotDefined::NotSettled { steps: MOST_STEPS })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_that_weigh_nothing_are_refused() {
        assert!(Weights::equal(0).is_err());
        assert!(Weights::expert(&[0.0, 0.0]).is_err());
        assert!(Weights::expert(&[1.0, -0.1]).is_err());
        assert!(Weights::expert(&[1.0, f64::NAN]).is_err());
        assert!(Weights::expert(&[f64::MAX, f64::MAX]).is_err());
    }

    #[test]
    fn pairs_must_fit_together() {
        assert!(Weights::pairwise(&[]).is_err());
        assert!(Weights::pairwise(&[vec![1.0, 2.0], vec![2.0, 1.0]]).is_err());
        assert!(Weights::pairwise(&[vec![1.0, 2.0]]).is_err());
        assert!(Weights::pairwise(&[vec![0.0]]).is_err());
        assert_eq!(
            Weights::pairwise(&[vec![1.0]]).unwrap().weights.as_slice(),
            [1.0]
        );
    }

    /// Saaty (1980): λ = 3.0385 for the pairs 1:3, 1:5, 3:5 → 1/3, and a ratio of 0.033.
    #[test]
    fn contradictions_are_measured() {
        let third = 1.0 / 3.0;
        let pairs = [
            vec![1.0, third, 5.0],
            vec![3.0, 1.0, 7.0],
            vec![0.2, 1.0 / 7.0, 1.0],
        ];
        let found = Weights::pairwise(&pairs).unwrap();
        let published = [0.279, 0.649, 0.072];
        for (weight, expected) in found.weights.as_slice().iter().zip(published) {
            assert!((weight - expected).abs() < 1e-3);
        }
        assert!(
            (found.inconsistency - 0.056).abs() < 1e-3,
            "{}",
            found.inconsistency
        );
    }
}
