//! Indicators brought to one scale, with parameters that can be fixed for all years.
//!
//! **Literature.** OECD & JRC (2008): Handbook on Constructing Composite Indicators, step 5; R package `COINr`.
//!
//! **Formula.** Min-max l + (u−l)(x−min)/(max−min); z-score (x−mean)/sd with divisor n−1; rank 1 + #{smaller};
//! Borda rank − 1; percentile rank (rank−1)/(n−1); distance to the maximum 1 − (max−x)/(max−min); goalposts
//! g₃(x−g₁)/(g₂−g₁) cut to 0…g₃.
//!
//! **Unit.** None (scores). **Edge cases.** Without spread a scale is not defined, never 0. Gaps stay gaps. A scale
//! fitted to a base year and applied to later years keeps them comparable: then min-max may leave its range, and
//! ranks are ranks among the base year's values.

use super::Column;
use super::column::rising;
use crate::NotDefined;
use crate::not_defined::{at_least, finite};

/// How an indicator is brought to a scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Normalisation {
    /// The smallest value becomes `low`, the largest `high`.
    MinMax {
        /// What the smallest value becomes.
        low: f64,
        /// What the largest value becomes.
        high: f64,
    },
    /// Deviation from the mean in sample standard deviations.
    ZScore,
    /// Rank from the smallest, ties at the smaller rank.
    Rank,
    /// Rank minus 1.
    Borda,
    /// Rank from 0 to 1.
    PercentileRank,
    /// 1 at the maximum, 0 at the minimum.
    DistanceToMaximum,
    /// 0 at and below `low`, `top` at and above `high`.
    Goalposts {
        /// Where the score is 0.
        low: f64,
        /// Where the score is `top`.
        high: f64,
        /// The highest score.
        top: f64,
    },
}

impl Normalisation {
    /// The start and the step of a scale of ranks among so many values; `None` of the others.
    fn order(self, count: usize) -> Option<(f64, f64)> {
        match self {
            Self::Rank => Some((1.0, 1.0)),
            Self::Borda => Some((0.0, 1.0)),
            Self::PercentileRank => Some((0.0, 1.0 / (count as f64 - 1.0))),
            _ => None,
        }
    }
}

/// A scale with its parameters, ready for any year.
///
/// ```
/// use methods::index::{Column, Normalisation, Scale};
/// let base_year = Column::new(vec![2.0, 4.0, 6.0])?;
/// let scale = Scale::fit(&base_year, Normalisation::ZScore)?;
/// let later = scale.apply(&Column::with_gaps([Some(8.0), None])?)?;
/// assert_eq!((later.get(0), later.get(1)), (Some(2.0), None));
/// # Ok::<(), methods::NotDefined>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Scale(Form);

#[derive(Clone, Debug, PartialEq)]
enum Form {
    /// low + (x − from)·width/span, cut to a range if there is one.
    Linear {
        from: f64,
        span: f64,
        low: f64,
        width: f64,
        cut: Option<f64>,
    },
    /// Less than how many of the values, times a factor, plus a start.
    Order {
        sorted: Vec<f64>,
        start: f64,
        factor: f64,
    },
}

/// A column on the scale of its own values.
///
/// ```
/// use methods::index::{Column, Normalisation, normalise};
/// let column = Column::new(vec![10.0, 30.0, 30.0, 50.0])?;
/// let ranks = normalise(&column, Normalisation::Rank)?;
/// assert!(ranks.iter().flatten().eq([1.0, 2.0, 2.0, 4.0]));
/// # Ok::<(), methods::NotDefined>(())
/// ```
#[doc(alias = "Normierung")]
pub fn normalise(column: &Column, how: Normalisation) -> Result<Column, NotDefined> {
    match how.order(column.present()) {
        Some((start, factor)) => {
            spread(column)?;
            own_order(column, start, factor)
        }
        None => Scale::fit(column, how)?.apply(column),
    }
}

/// The ranks of a column among itself: what its own scale gives, without looking each value up.
fn own_order(column: &Column, start: f64, factor: f64) -> Result<Column, NotDefined> {
    let mut ranks = vec![f64::NAN; column.len()];
    let (mut smaller, mut before) = (0, f64::NAN);
    for (place, (value, area)) in rising(column.raw()).into_iter().enumerate() {
        if value != before {
            smaller = place;
        }
        before = value;
        ranks[area as usize] = start + smaller as f64 * factor;
    }
    Column::of_raw(ranks)
}

impl Scale {
    /// The scale that a column's values make.
    pub fn fit(column: &Column, how: Normalisation) -> Result<Self, NotDefined> {
        if let Normalisation::Goalposts { low, high, top } = how {
            return goalposts(low, high, top);
        }
        if let Normalisation::ZScore = how {
            return z_score(column);
        }
        let (smallest, span) = spread(column)?;
        if let Some((start, factor)) = how.order(column.present()) {
            return Ok(Self(order(column, start, factor)));
        }
        let linear = |from, span, low, width| Form::Linear {
            from,
            span,
            low,
            width,
            cut: None,
        };
        Ok(Self(match how {
            Normalisation::MinMax { low, high } => linear(
                smallest,
                span,
                finite("values", low)?,
                finite("values", high - low)?,
            ),
            // Distance to the maximum; the others have returned.
            _ => linear(smallest, span, 0.0, 1.0),
        }))
    }

    /// A column on this scale.
    pub fn apply(&self, column: &Column) -> Result<Column, NotDefined> {
        Column::of_raw(match &self.0 {
            Form::Linear {
                from,
                span,
                low,
                width,
                cut: None,
            } => {
                let score = |x: &f64| low + (x - from) / span * width;
                column.raw().iter().map(score).collect()
            }
            Form::Linear {
                from,
                span,
                width,
                cut: Some(top),
                ..
            } => {
                let score = |x: &f64| ((x - from) / span * width).clamp(0.0, *top);
                column.raw().iter().map(score).collect()
            }
            Form::Order {
                sorted,
                start,
                factor,
            } => {
                let most = (sorted.len() - 1) as f64;
                let smaller = |x: f64| sorted.partition_point(|&y| y < x) as f64;
                let score = |&x: &f64| {
                    if x.is_nan() {
                        x
                    } else {
                        start + smaller(x).min(most) * factor
                    }
                };
                column.raw().iter().map(score).collect()
            }
        })
    }
}

fn z_score(column: &Column) -> Result<Scale, NotDefined> {
    let (count, mean, squares) = column.moments();
    if count < 2.0 {
        at_least(2, column.present())?;
    }
    let sd = finite("values", (squares / (count - 1.0)).sqrt())?;
    // A spread that is all rounding is none.
    if sd <= mean.abs() * 1e-14 {
        return Err(no_spread());
    }
    Ok(Scale(Form::Linear {
        from: mean,
        span: sd,
        low: 0.0,
        width: 1.0,
        cut: None,
    }))
}

/// The smallest value and how far the largest is from it.
fn spread(column: &Column) -> Result<(f64, f64), NotDefined> {
    at_least(2, column.present())?;
    let (smallest, largest) = extremes(column.raw());
    // A spread that is all rounding is none.
    if largest - smallest <= smallest.abs().max(largest.abs()) * 1e-14 {
        return Err(no_spread());
    }
    Ok((smallest, finite("values", largest - smallest)?))
}

fn no_spread() -> NotDefined {
    NotDefined::NoSpread {
        what: "values".to_owned(),
    }
}

fn goalposts(low: f64, high: f64, top: f64) -> Result<Scale, NotDefined> {
    let span = finite("values", high - low)?;
    if finite("values", top)? <= 0.0 || span <= 0.0 {
        return Err(NotDefined::OutOfRange {
            what: "values",
            value: if span <= 0.0 { high } else { top },
            allowed: "a higher goalpost above the lower one and a top above 0",
        });
    }
    Ok(Scale(Form::Linear {
        from: low,
        span,
        low: 0.0,
        width: top,
        cut: Some(top),
    }))
}

fn order(column: &Column, start: f64, factor: f64) -> Form {
    let mut sorted = column.known();
    sorted.sort_unstable_by(f64::total_cmp);
    Form::Order {
        sorted,
        start,
        factor,
    }
}

/// The smallest and the largest of values, NaN being none.
fn extremes(values: &[f64]) -> (f64, f64) {
    values
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &value| {
            // `f64::min` leaves NaN out.
            (low.min(value), high.max(value))
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: [Normalisation; 7] = [
        Normalisation::MinMax {
            low: 1.0,
            high: 100.0,
        },
        Normalisation::ZScore,
        Normalisation::Rank,
        Normalisation::Borda,
        Normalisation::PercentileRank,
        Normalisation::DistanceToMaximum,
        Normalisation::Goalposts {
            low: 0.0,
            high: 1.0,
            top: 10.0,
        },
    ];

    #[test]
    fn what_has_no_spread_has_no_scale() {
        for how in &ALL[..6] {
            for values in [vec![], vec![3.0], vec![3.0; 5]] {
                assert!(
                    normalise(&Column::new(values).unwrap(), *how).is_err(),
                    "{how:?}"
                );
            }
            let missing = Column::with_gaps([None, None, None]).unwrap();
            assert!(normalise(&missing, *how).is_err());
        }
        assert!(goalposts(1.0, 1.0, 1.0).is_err());
        assert!(goalposts(0.0, 1.0, 0.0).is_err());
        assert!(goalposts(0.0, f64::NAN, 1.0).is_err());
    }

    #[test]
    fn numbers_too_far_apart_are_refused_instead_of_becoming_infinite() {
        assert!(Column::new(vec![-f64::MAX, f64::MAX]).is_err());
        let column = Column::new(vec![-1e70, 1e70]).unwrap();
        for how in [ALL[0], ALL[1], ALL[5]] {
            // The span is above the largest number that is taken.
            let found = normalise(&column, how);
            assert!(found.is_err() || found.is_ok_and(|scores| scores.present() == 2));
        }
    }

    proptest! {
        #[test]
        fn a_scale_keeps_the_order_and_the_gaps(values in prop::collection::vec(-50i32..50, 2..40)) {
            let given = values.iter().map(|&x| (x % 7 != 3).then_some(f64::from(x)));
            let column = Column::with_gaps(given).unwrap();
            for how in ALL {
                let Ok(found) = normalise(&column, how) else { continue };
                let looked_up = Scale::fit(&column, how).and_then(|scale| scale.apply(&column));
                prop_assert_eq!(&Ok(found.clone()), &looked_up);
                prop_assert_eq!(found.present(), column.present());
                let mut pairs: Vec<(f64, f64)> =
                    column.iter().zip(found.iter()).filter_map(|(a, b)| a.zip(b)).collect();
                pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
                prop_assert!(pairs.is_sorted_by(|a, b| a.1 <= b.1), "{:?}", how);
            }
        }
    }
}
