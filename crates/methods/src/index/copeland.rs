//! Copeland's outranking: how many areas an area beats in pairs, minus how many beat it.
//!
//! **Literature.** Copeland, A. H. (1951): A reasonable social welfare function; Munda, G. (2008): Social
//! Multi-Criteria Evaluation; R package `COINr`, `outrankMatrix`.
//!
//! **Formula.** For areas i and j, o = Σ weights where xᵢ > xⱼ plus half of those where equal, over the weight of the
//! indicators both have; i beats j if o > 1/2. Score: number beaten minus number beaten by.
//!
//! **Unit.** Areas. **Edge cases.** Pairs without a common indicator count for neither. A high value of one indicator
//! cannot make up for another: only the order within each indicator matters. `COINr` counts the weight of a gap for
//! the area that stands later in the list, so that there the order of areas matters; [`copeland_of_coinr`] does the
//! same and serves only to compare with that reference. Without gaps the two are equal.

use rayon::prelude::*;

use super::column::same_areas;
use super::{Column, Weights};
use crate::NotDefined;
use crate::not_defined::same_length;

/// Weights that add up to the same in another order differ by rounding only.
const ROUNDING: f64 = 1e-12;

/// The score of each area; areas are compared with all others.
pub(super) fn copeland(scores: &[Column], weights: &[f64]) -> Vec<f64> {
    score(scores, weights, |_, _, missing| missing / 2.0)
}

/// The scores as `COINr` gives them, which depend on the order of areas where there are gaps.
///
/// ```
/// use methods::index::{Column, Weights, copeland_of_coinr};
/// let scores = [Column::new(vec![3.0, 1.0])?, Column::with_gaps([None, Some(2.0)])?];
/// let found = copeland_of_coinr(&scores, &Weights::expert(&[0.4, 0.6])?)?;
/// assert_eq!((found.get(0), found.get(1)), (Some(-1.0), Some(1.0)));
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn copeland_of_coinr(scores: &[Column], weights: &Weights) -> Result<Column, NotDefined> {
    same_areas(scores)?;
    same_length("weights", scores.len(), weights.as_slice().len())?;
    let for_the_later = |area: usize, other: usize, missing: f64| {
        if area > other { missing } else { 0.0 }
    };
    Column::of_raw(score(scores, weights.as_slice(), for_the_later))
}

/// The scores, given how much of the weight that a pair lacks counts for the first.
fn score(
    scores: &[Column],
    weights: &[f64],
    gap: impl Fn(usize, usize, f64) -> f64 + Sync,
) -> Vec<f64> {
    let areas = scores.first().map_or(0, Column::len);
    let rows: Vec<Vec<f64>> = (0..areas)
        .map(|area| scores.iter().map(|column| column.raw()[area]).collect())
        .collect();
    let total: f64 = weights.iter().sum();
    rows.par_iter()
        .enumerate()
        .map(|(area, row)| {
            let outcome = |(other, opponent): (usize, &Vec<f64>)| {
                let (better, equal, worse) = compare(row, opponent, weights);
                let missing = total - better - equal - worse;
                let ahead = better + equal / 2.0 + gap(area, other, missing) - total / 2.0;
                if other == area || ahead.abs() <= ROUNDING {
                    0.0
                } else {
                    ahead.signum()
                }
            };
            rows.iter().enumerate().map(outcome).sum()
        })
        .collect()
}

/// The weights of the indicators in which the first is better, equal and worse.
fn compare(first: &[f64], second: &[f64], weights: &[f64]) -> (f64, f64, f64) {
    let (mut better, mut equal, mut worse) = (0.0, 0.0, 0.0);
    for ((x, y), weight) in first.iter().zip(second).zip(weights) {
        // Comparisons with NaN, a gap, are false in every way.
        better += if x > y { *weight } else { 0.0 };
        equal += if x == y { *weight } else { 0.0 };
        worse += if x < y { *weight } else { 0.0 };
    }
    (better, equal, worse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_order_counts() {
        let columns = [
            vec![1.0, 2.0, 900.0],
            vec![5.0, 4.0, 3.0],
            vec![1.0, 2.0, 2.5],
        ];
        let columns = columns.map(|values| Column::new(values).unwrap());
        let thirds = Weights::equal(3).unwrap();
        assert_eq!(copeland(&columns, thirds.as_slice()), [-2.0, 0.0, 2.0]);
        let same = copeland_of_coinr(&columns, &thirds).unwrap();
        assert!(same.iter().flatten().eq([-2.0, 0.0, 2.0]));
    }

    #[test]
    fn equal_areas_and_areas_without_a_common_indicator_are_even() {
        let columns = [
            Column::with_gaps([Some(1.0), Some(1.0), None]).unwrap(),
            Column::with_gaps([None, None, Some(3.0)]).unwrap(),
        ];
        assert_eq!(copeland(&columns, &[0.5, 0.5]), [0.0, 0.0, 0.0]);
    }

    #[test]
    fn what_does_not_fit_together_is_refused() {
        let one = [Column::new(vec![1.0]).unwrap()];
        assert!(copeland_of_coinr(&one, &Weights::equal(2).unwrap()).is_err());
        assert!(copeland_of_coinr(&[], &Weights::equal(1).unwrap()).is_err());
    }
}
