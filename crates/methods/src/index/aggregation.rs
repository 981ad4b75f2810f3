//! Normalised indicators put together to one index.
//!
//! **Literature.** OECD & JRC (2008): Handbook on Constructing Composite Indicators, step 7; R package `COINr`.
//!
//! **Formula.** Weighted arithmetic mean Σwx/Σw (full compensation); geometric exp(Σw·ln x/Σw); harmonic Σw/Σ(w/x);
//! Copeland's outranking (no compensation). Sums run over the indicators present, so weights are renormalised.
//!
//! **Unit.** That of the scores; Copeland: areas outranked minus areas outranking. **Edge cases.** An area with less
//! than the given share of weight present (usually two thirds) has no index, nor one without any. Geometric and
//! harmonic means need scores above 0 (min-max to 1…100) and refuse others.

use super::column::same_areas;
use super::copeland::copeland;
use super::{Column, Weights};
use crate::NotDefined;
use crate::not_defined::{finite, same_length};

/// The share of weight an area needs to get an index.
pub const USUAL_LEAST_WEIGHT: f64 = 2.0 / 3.0;

/// How indicators are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregation {
    /// Weighted arithmetic mean.
    Arithmetic,
    /// Weighted geometric mean.
    Geometric,
    /// Weighted harmonic mean.
    Harmonic,
    /// Copeland's outranking.
    Copeland,
}

impl Aggregation {
    /// Whether scores must be above 0.
    pub(crate) fn needs_positive(self) -> bool {
        matches!(self, Self::Geometric | Self::Harmonic)
    }
}

/// The index of each area.
///
/// ```
/// use methods::index::{Aggregation, Column, USUAL_LEAST_WEIGHT, Weights, aggregate};
/// let scores = [Column::with_gaps([Some(1.0), None])?, Column::new(vec![4.0, 9.0])?];
/// let weights = Weights::equal(2)?;
/// let index = aggregate(&scores, &weights, Aggregation::Geometric, USUAL_LEAST_WEIGHT)?;
/// assert_eq!((index.get(0), index.get(1)), (Some(2.0), None));
/// # Ok::<(), methods::NotDefined>(())
/// ```
#[doc(alias = "Aggregation")]
pub fn aggregate(
    scores: &[Column],
    weights: &Weights,
    how: Aggregation,
    least_weight: f64,
) -> Result<Column, NotDefined> {
    let areas = same_areas(scores)?;
    same_length("weights", scores.len(), weights.as_slice().len())?;
    if !(0.0..=1.0).contains(&finite("weights", least_weight)?) {
        return Err(NotDefined::OutOfRange {
            what: "weights",
            value: least_weight,
            allowed: "0 to 1",
        });
    }
    if how.needs_positive() {
        refuse_not_positive(scores)?;
    }
    let weights = weights.as_slice();
    let present = present_weight(scores, weights, areas);
    let mut index = match how {
        Aggregation::Arithmetic => mean_of(scores, weights, &present, |x| x),
        Aggregation::Geometric => map(mean_of(scores, weights, &present, f64::ln), f64::exp),
        Aggregation::Harmonic => map(mean_of(scores, weights, &present, f64::recip), f64::recip),
        Aggregation::Copeland => copeland(scores, weights),
    };
    for (index, present) in index.iter_mut().zip(present) {
        // Two of three equal weights are two thirds, whatever the rounding.
        if present <= 0.0 || present < least_weight - 1e-9 {
            *index = f64::NAN;
        }
    }
    Column::of_raw(index)
}

/// What each indicator adds to the index of each area: weight times score, over the weight present.
///
/// The contributions of an area add up to its arithmetic index: they say what drives it.
///
/// ```
/// use methods::index::{Column, Weights, contributions};
/// let scores = [Column::new(vec![1.0, 0.0])?, Column::new(vec![3.0, 4.0])?];
/// let parts = contributions(&scores, &Weights::equal(2)?)?;
/// assert_eq!((parts[0].get(0), parts[1].get(0)), (Some(0.5), Some(1.5)));
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn contributions(scores: &[Column], weights: &Weights) -> Result<Vec<Column>, NotDefined> {
    let areas = same_areas(scores)?;
    same_length("weights", scores.len(), weights.as_slice().len())?;
    let present = present_weight(scores, weights.as_slice(), areas);
    scores
        .iter()
        .zip(weights.as_slice())
        .map(|(column, weight)| {
            let part = |(x, present): (&f64, &f64)| {
                if *present > 0.0 {
                    x * weight / present
                } else {
                    f64::NAN
                }
            };
            Column::of_raw(column.raw().iter().zip(&present).map(part).collect())
        })
        .collect()
}

/// The weighted mean of a function of the scores; NaN where there is none.
fn mean_of(
    scores: &[Column],
    weights: &[f64],
    present: &[f64],
    of: impl Fn(f64) -> f64,
) -> Vec<f64> {
    let mut mean = vec![0.0; present.len()];
    for (column, &weight) in scores.iter().zip(weights) {
        for (total, &x) in mean.iter_mut().zip(column.raw()) {
            *total += if x.is_nan() { 0.0 } else { weight * of(x) };
        }
    }
    for (total, present) in mean.iter_mut().zip(present) {
        // 0/0 is NaN: no score, no index.
        *total /= present;
    }
    mean
}

fn map(values: Vec<f64>, of: impl Fn(f64) -> f64) -> Vec<f64> {
    values.into_iter().map(of).collect()
}

fn present_weight(scores: &[Column], weights: &[f64], areas: usize) -> Vec<f64> {
    let mut present = vec![0.0; areas];
    for (column, weight) in scores.iter().zip(weights) {
        for (present, x) in present.iter_mut().zip(column.raw()) {
            *present += if x.is_nan() { 0.0 } else { *weight };
        }
    }
    present
}

fn refuse_not_positive(scores: &[Column]) -> Result<(), NotDefined> {
    match scores
        .iter()
        .flat_map(Column::iter)
        .flatten()
        .find(|x| *x <= 0.0)
    {
        Some(value) => Err(NotDefined::OutOfRange {
            what: "values",
            value,
            allowed: "above 0",
        }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: [Aggregation; 4] = [
        Aggregation::Arithmetic,
        Aggregation::Geometric,
        Aggregation::Harmonic,
        Aggregation::Copeland,
    ];

    fn columns(values: &[Vec<f64>]) -> Vec<Column> {
        values
            .iter()
            .map(|v| Column::new(v.clone()).unwrap())
            .collect()
    }

    #[test]
    fn what_does_not_fit_together_is_refused() {
        let two = Weights::equal(2).unwrap();
        let scores = columns(&[vec![1.0, 2.0], vec![3.0, 4.0]]);
        for how in ALL {
            assert!(aggregate(&[], &two, how, 0.0).is_err());
            assert!(aggregate(&scores[..1], &two, how, 0.0).is_err());
            assert!(aggregate(&columns(&[vec![1.0], vec![]]), &two, how, 0.0).is_err());
            assert!(aggregate(&scores, &two, how, 1.5).is_err());
        }
        let zero = columns(&[vec![0.0, 2.0], vec![3.0, 4.0]]);
        assert!(aggregate(&zero, &two, Aggregation::Geometric, 0.0).is_err());
        assert!(aggregate(&zero, &two, Aggregation::Harmonic, 0.0).is_err());
    }

    #[test]
    fn two_of_three_indicators_are_enough_and_one_is_not() {
        let gap = |values: [Option<f64>; 3]| Column::with_gaps(values).unwrap();
        let scores = [
            gap([Some(1.0), Some(1.0), None]),
            gap([Some(2.0), None, None]),
            gap([None, None, None]),
        ];
        for how in ALL {
            let found = aggregate(
                &scores,
                &Weights::equal(3).unwrap(),
                how,
                USUAL_LEAST_WEIGHT,
            )
            .unwrap();
            assert!(found.get(0).is_some() && found.get(1).is_none() && found.get(2).is_none());
        }
    }

    proptest! {
        #[test]
        fn the_means_stand_in_their_order_and_do_not_depend_on_the_order_of_areas(
            values in prop::collection::vec(prop::collection::vec(0.1..100.0f64, 6), 1..5),
        ) {
            let scores = columns(&values);
            let weights = Weights::equal(scores.len()).unwrap();
            let found: Vec<Column> =
                ALL.iter().map(|&how| aggregate(&scores, &weights, how, 0.0).unwrap()).collect();
            for area in 0..6 {
                let at = |how: usize| found[how].get(area).unwrap();
                prop_assert!(at(2) <= at(1) * (1.0 + 1e-12) && at(1) <= at(0) * (1.0 + 1e-12));
            }
            let turned: Vec<Vec<f64>> =
                values.iter().map(|v| v.iter().rev().copied().collect()).collect();
            for (how, found) in ALL.iter().zip(&found) {
                let back = aggregate(&columns(&turned), &weights, *how, 0.0).unwrap();
                let back: Vec<_> = back.iter().collect();
                prop_assert!(found.iter().eq(back.into_iter().rev()));
            }
        }

        #[test]
        fn contributions_add_up(values in prop::collection::vec(prop::collection::vec(-9.0..9.0f64, 4), 1..6)) {
            let scores = columns(&values);
            let weights = Weights::equal(scores.len()).unwrap();
            let index = aggregate(&scores, &weights, Aggregation::Arithmetic, 0.0).unwrap();
            let parts = contributions(&scores, &weights).unwrap();
            for area in 0..4 {
                let sum: f64 = parts.iter().map(|part| part.get(area).unwrap()).sum();
                prop_assert!((sum - index.get(area).unwrap()).abs() < 1e-12);
            }
        }
    }
}
