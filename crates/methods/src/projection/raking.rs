//! Raking: a table changed as little as possible until its rows and columns have given sums.
//!
//! **Literature.** Deming, W. E. & Stephan, F. F. (1940): On a least squares adjustment of a sampled frequency table.
//! Annals of Mathematical Statistics 11, 427-444 (iterative proportional fitting).
//!
//! **Formula.** Rows and columns are scaled to their sums in turn until both agree to 1e-10 of the total; then columns are
//! exact and rows agree to rounding.
//!
//! **Unit.** That of the table. **Edge cases.** A 0 stays 0; a row or column of zeros with a sum above 0 cannot be reached,
//! nor can sums of rows and columns whose totals differ: not defined.

use crate::NotDefined;
use crate::not_defined::{not_negative, same_length};
use crate::summation::neumaier_sum;

const MOST_ROUNDS: usize = 10_000;
const SETTLED: f64 = 1e-10;

/// The table with the given sums of its rows and columns.
///
/// ```
/// use methods::projection::rake;
/// let raked = rake(&[vec![1.0, 1.0], vec![1.0, 1.0]], &[30.0, 10.0], &[20.0, 20.0])?;
/// assert!((raked[0][0] - 15.0).abs() < 1e-9 && (raked[1][1] - 5.0).abs() < 1e-9);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn rake(
    table: &[Vec<f64>],
    rows: &[f64],
    columns: &[f64],
) -> Result<Vec<Vec<f64>>, NotDefined> {
    same_length("values", table.len(), rows.len())?;
    for row in table {
        same_length("values", row.len(), columns.len())?;
        for &cell in row {
            not_negative("values", cell)?;
        }
    }
    let total = margin(rows)?;
    if (margin(columns)? - total).abs() > 1e-6 * total.max(1.0) {
        return Err(NotDefined::Infeasible {
            what: "total",
            value: margin(columns)?,
            least: total,
            most: total,
        });
    }
    let mut raked = table.to_vec();
    for _ in 0..MOST_ROUNDS {
        let mut off = 0.0_f64;
        for (row, &target) in raked.iter_mut().zip(rows) {
            let sum = neumaier_sum(row.iter().copied());
            off = off.max((sum - target).abs());
            let factor = scale(target, sum)?;
            for cell in row.iter_mut() {
                *cell *= factor;
            }
        }
        for (at, &target) in columns.iter().enumerate() {
            let sum = neumaier_sum(raked.iter().map(|row| row[at]));
            off = off.max((sum - target).abs());
            let factor = scale(target, sum)?;
            for row in &mut raked {
                row[at] *= factor;
            }
        }
        if off <= SETTLED * total {
            return Ok(raked);
        }
    }
    Err(NotDefined::NotSettled { steps: MOST_ROUNDS })
}

fn margin(sums: &[f64]) -> Result<f64, NotDefined> {
    for &sum in sums {
        not_negative("total", sum)?;
    }
    Ok(neumaier_sum(sums.iter().copied()))
}

fn scale(target: f64, sum: f64) -> Result<f64, NotDefined> {
    match (target > 0.0, sum > 0.0) {
        (true, false) => Err(NotDefined::Infeasible {
            what: "total",
            value: target,
            least: 0.0,
            most: 0.0,
        }),
        (false, _) => Ok(0.0),
        (true, true) => Ok(target / sum),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_cannot_be_reached_is_refused() {
        assert!(rake(&[vec![0.0, 0.0]], &[5.0], &[2.0, 3.0]).is_err());
        assert!(rake(&[vec![1.0, 1.0]], &[5.0], &[2.0, 2.0]).is_err());
        assert!(rake(&[vec![1.0]], &[5.0], &[2.0, 3.0]).is_err());
        assert_eq!(
            rake(&[vec![1.0, 2.0]], &[0.0], &[0.0, 0.0]).unwrap(),
            [[0.0, 0.0]]
        );
        assert!(rake(&[], &[], &[]).unwrap().is_empty());
    }

    proptest! {
        #[test]
        fn both_margins_are_met(
            table in prop::collection::vec(prop::collection::vec(1u32..50, 4), 1..6),
            columns in prop::collection::vec(1u32..500, 4),
        ) {
            let table: Vec<Vec<f64>> =
                table.into_iter().map(|row| row.into_iter().map(f64::from).collect()).collect();
            let columns: Vec<f64> = columns.into_iter().map(f64::from).collect();
            let total: f64 = columns.iter().sum();
            let rows = vec![total / table.len() as f64; table.len()];
            let raked = rake(&table, &rows, &columns).unwrap();
            for row in &raked {
                prop_assert!((row.iter().sum::<f64>() - rows[0]).abs() < 1e-6 * total);
            }
            for (at, column) in columns.iter().enumerate() {
                prop_assert!((raked.iter().map(|row| row[at]).sum::<f64>() - column).abs() < 1e-6 * total);
            }
        }
    }
}
