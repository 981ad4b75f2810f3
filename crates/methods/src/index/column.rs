//! The values of one indicator over the areas, some of them missing.

use crate::NotDefined;
use crate::not_defined::{LARGEST, all_finite, finite};
use crate::summation::pairwise_sum_of;

/// Which way an indicator points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// A high value is a burden, as unemployment.
    HighIsBurden,
    /// A low value is a burden, as employment.
    LowIsBurden,
}

/// One value or none per area, in the order of areas.
///
/// ```
/// use methods::index::{Column, Direction};
/// let shares = Column::with_gaps([Some(0.4), None, Some(0.1)])?;
/// assert_eq!((shares.len(), shares.present()), (3, 2));
/// assert_eq!(shares.directed(Direction::LowIsBurden).get(0), Some(-0.4));
/// assert_eq!(shares.get(1), None);
/// # Ok::<(), methods::NotDefined>(())
/// ```
#[derive(Clone, Debug)]
pub struct Column {
    /// NaN stands for a missing value and for nothing else; it never leaves this crate.
    values: Vec<f64>,
}

impl Column {
    /// A column without gaps; refuses NaN, infinity and numbers near it.
    pub fn new(values: Vec<f64>) -> Result<Self, NotDefined> {
        // Counted, not searched: that leaves no branch in the loop.
        let usable = |value: &&f64| value.abs() <= LARGEST;
        if values.iter().filter(usable).count() < values.len() {
            all_finite("values", &values)?;
        }
        Ok(Self { values })
    }

    /// A column with gaps; refuses NaN and infinity.
    pub fn with_gaps(values: impl IntoIterator<Item = Option<f64>>) -> Result<Self, NotDefined> {
        let checked = |value: Option<f64>| value.map_or(Ok(f64::NAN), |v| finite("values", v));
        Ok(Self {
            values: values.into_iter().map(checked).collect::<Result<_, _>>()?,
        })
    }

    /// A column of results, NaN where there is none; infinity and numbers near it are refused.
    pub(crate) fn of_raw(values: Vec<f64>) -> Result<Self, NotDefined> {
        if values.iter().filter(|value| value.abs() > LARGEST).count() > 0 {
            return Err(NotDefined::NotFinite { what: "values" });
        }
        Ok(Self { values })
    }

    /// How many areas there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is no area.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// How many areas have a value.
    pub fn present(&self) -> usize {
        self.values.iter().filter(|value| !value.is_nan()).count()
    }

    /// The value of an area.
    pub fn get(&self, area: usize) -> Option<f64> {
        self.values
            .get(area)
            .copied()
            .filter(|value| !value.is_nan())
    }

    /// The values in the order of areas.
    pub fn iter(&self) -> impl Iterator<Item = Option<f64>> + '_ {
        self.values
            .iter()
            .map(|&value| (!value.is_nan()).then_some(value))
    }

    /// The column turned so that a high value is a burden.
    #[must_use]
    pub fn directed(&self, direction: Direction) -> Self {
        match direction {
            Direction::HighIsBurden => self.clone(),
            Direction::LowIsBurden => Self {
                values: self.values.iter().map(|value| -value).collect(),
            },
        }
    }

    /// The values with NaN for gaps.
    pub(crate) fn raw(&self) -> &[f64] {
        &self.values
    }

    /// The values that are there.
    pub(crate) fn known(&self) -> Vec<f64> {
        self.values
            .iter()
            .copied()
            .filter(|value| !value.is_nan())
            .collect()
    }

    /// Number, mean and sum of squared deviations of the values that are there.
    pub(crate) fn moments(&self) -> (f64, f64, f64) {
        moments(&self.values)
    }
}

/// Number, mean and sum of squared deviations of values, NaN being none.
pub(crate) fn moments(values: &[f64]) -> (f64, f64, f64) {
    let count = pairwise_sum_of(values, |x| if x.is_nan() { 0.0 } else { 1.0 });
    let sum = pairwise_sum_of(values, |x| if x.is_nan() { 0.0 } else { x });
    let mean = if count > 0.0 { sum / count } else { 0.0 };
    let squares = pairwise_sum_of(values, |x| {
        let off = x - mean;
        if off.is_nan() { 0.0 } else { off * off }
    });
    (count, mean, squares)
}

impl PartialEq for Column {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

/// The values that are there with their areas, rising; equal values in the order of areas.
///
/// An uncertainty sorts a hundred thousand columns, so floats are sorted as the whole numbers whose order is theirs, each
/// with its area in the last bits; what differs in these bits alone is put in order afterwards.
pub(super) fn rising(values: &[f64]) -> Vec<(f64, u32)> {
    let area_bits = !(u64::MAX << (usize::BITS - values.len().leading_zeros()));
    let known = values.iter().zip(0_u64..).filter(|(v, _)| !v.is_nan());
    let mut keys: Vec<u64> = known
        .map(|(value, area)| ordered_bits(*value) & !area_bits | area)
        .collect();
    keys.sort_unstable();
    let alike = |a: &u64, b: &u64| (a ^ b) & !area_bits == 0;
    #[expect(clippy::cast_possible_truncation, reason = "fewer areas than 2^32")]
    let area = |key: u64| (key & area_bits) as u32;
    let value = |key: u64| values[area(key) as usize];
    for run in keys.chunk_by_mut(alike).filter(|run| run.len() > 1) {
        run.sort_by(|a, b| value(*a).total_cmp(&value(*b)));
    }
    keys.into_iter()
        .map(|key| (value(key), area(key)))
        .collect()
}

/// The whole number that stands where `f64::total_cmp` puts a value: negative numbers are turned around, the others follow.
const fn ordered_bits(value: f64) -> u64 {
    let bits = value.to_bits();
    if value.is_sign_negative() {
        !bits
    } else {
        bits | 1 << 63
    }
}

/// The areas in which every column has a value.
pub(crate) fn complete_areas(columns: &[Column]) -> Vec<usize> {
    let areas = columns.iter().map(Column::len).min().unwrap_or(0);
    (0..areas)
        .filter(|&area| columns.iter().all(|column| !column.values[area].is_nan()))
        .collect()
}

/// Refuses no column at all and columns of different length.
pub(crate) fn same_areas(columns: &[Column]) -> Result<usize, NotDefined> {
    let Some(first) = columns.first() else {
        return Err(NotDefined::TooFewValues { need: 1, have: 0 });
    };
    for column in columns {
        crate::not_defined::same_length("indicators", first.len(), column.len())?;
    }
    Ok(first.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nan_and_infinity_are_no_values() {
        assert!(Column::new(vec![1.0, f64::NAN]).is_err());
        assert!(Column::with_gaps([Some(f64::INFINITY)]).is_err());
        assert_eq!(Column::with_gaps([None, None]).unwrap().present(), 0);
    }

    proptest! {
        #[test]
        fn values_rise_as_floats_do(values in prop::collection::vec(prop_oneof![any::<f64>(), -3.0..3.0f64, Just(-0.0), (0..9_u64).prop_map(|last| f64::from_bits(1.0_f64.to_bits() + last))], 0..40)) {
            let mut expected: Vec<(f64, u32)> = values.iter().copied().zip(0..).filter(|v| !v.0.is_nan()).collect();
            expected.sort_by(|a, b| a.0.total_cmp(&b.0));
            prop_assert_eq!(rising(&values), expected);
        }
    }

    #[test]
    fn gaps_take_no_part_in_the_moments() {
        let column = Column::with_gaps([Some(1.0), None, Some(5.0)]).unwrap();
        assert_eq!(column.moments(), (2.0, 3.0, 8.0));
        assert_eq!(Column::new(vec![]).unwrap().moments(), (0.0, 0.0, 0.0));
    }
}
