//! Gaps in an indicator filled, and told which.
//!
//! **Literature.** OECD & JRC (2008): Handbook on Constructing Composite Indicators, step 3.
//!
//! **Formula.** The median of the area's group (mean of the two middle values for an even number), or a value given
//! per area, for example an empirical-Bayes mean. None by default: an index may do with two thirds of its weight.
//!
//! **Unit.** That of the values. **Edge cases.** A group without any value stays empty.

use super::Column;
use crate::NotDefined;
use crate::not_defined::{finite, same_length};

/// A column with its gaps filled.
#[derive(Clone, Debug, PartialEq)]
pub struct Filled {
    /// The values.
    pub column: Column,
    /// Areas whose value was filled in, by position.
    pub filled: Vec<usize>,
}

/// Gaps filled with the median of the area's group; groups are any numbers, one per area.
///
/// ```
/// use methods::index::{Column, fill_with_median};
/// let rents = Column::with_gaps([Some(7.0), Some(9.0), None, Some(20.0), None])?;
/// let found = fill_with_median(&rents, &[1, 1, 1, 2, 3])?;
/// assert_eq!((found.column.get(2), found.column.get(4)), (Some(8.0), None));
/// assert_eq!(found.filled, [2]);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn fill_with_median(column: &Column, groups: &[usize]) -> Result<Filled, NotDefined> {
    same_length("groups", column.len(), groups.len())?;
    let mut members: Vec<(usize, f64)> = groups
        .iter()
        .copied()
        .zip(column.iter())
        .filter_map(|(group, value)| value.map(|value| (group, value)))
        .collect();
    members.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let median = |group: usize| {
        let from = members.partition_point(|member| member.0 < group);
        let to = members.partition_point(|member| member.0 <= group);
        middle(&members[from..to])
    };
    fill(column, |area| median(groups[area]))
}

/// Gaps filled with a value per area where there is one.
///
/// ```
/// use methods::index::{Column, fill_with};
/// let found = fill_with(&Column::with_gaps([None, Some(2.0)])?, &[Some(1.5), None])?;
/// assert_eq!((found.column.get(0), found.column.get(1)), (Some(1.5), Some(2.0)));
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn fill_with(column: &Column, values: &[Option<f64>]) -> Result<Filled, NotDefined> {
    same_length("values", column.len(), values.len())?;
    for value in values.iter().flatten() {
        finite("values", *value)?;
    }
    fill(column, |area| values[area])
}

fn fill(column: &Column, value: impl Fn(usize) -> Option<f64>) -> Result<Filled, NotDefined> {
    let mut filled = Vec::new();
    let values: Vec<Option<f64>> = column
        .iter()
        .enumerate()
        .map(|(area, known)| {
            known.or_else(|| {
                let found = value(area);
                filled.extend(found.map(|_| area));
                found
            })
        })
        .collect();
    Ok(Filled {
        column: Column::with_gaps(values)?,
        filled,
    })
}

/// The median of sorted members.
fn middle(members: &[(usize, f64)]) -> Option<f64> {
    let half = members.len() / 2;
    if members.len() % 2 == 1 {
        return Some(members[half].1);
    }
    half.checked_sub(1)
        .map(|below| f64::midpoint(members[below].1, members[half].1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_another_length_are_refused() {
        let column = Column::new(vec![1.0]).unwrap();
        assert!(fill_with_median(&column, &[]).is_err());
        assert!(fill_with(&column, &[]).is_err());
        assert!(fill_with(&column, &[Some(f64::NAN)]).is_err());
    }

    #[test]
    fn what_is_known_stays() {
        let column = Column::with_gaps([Some(4.0), None]).unwrap();
        let found = fill_with(&column, &[Some(9.0), None]).unwrap();
        assert_eq!((found.column, found.filled), (column, vec![]));
    }
}
