//! Whether an area would be of the same type if its values were drawn again within their uncertainty.
//!
//! **Literature.** Hennig, C. (2007): Cluster-wise assessment of cluster stability. Computational Statistics & Data
//! Analysis 52, 258-271 (types are made again from drawn values and matched with the first ones).
//!
//! **Formula.** Each value is drawn from a normal distribution around itself whose standard deviation is the half of its
//! 95 % interval on that side divided by 1.96, kept within the widest interval of its indicator. Types are made anew and
//! given the names of the first ones: the pair with the most areas in common first, ties by the lower number.
//!
//! **Unit.** Shares of the draws. **Edge cases.** A draw in which an indicator has no spread is not counted; without any
//! draw, or with a number that is not finite, there is no answer. There is no third-party reference: values that are exact give shares of 1.

use rayon::prelude::*;

use super::Points;
use crate::not_defined::{all_finite, at_least, same_length};
use crate::random::Stream;
use crate::{Estimate, NotDefined};

/// The half of a 95 % interval in standard deviations.
const HALF: f64 = 1.959_963_984_540_054;

/// The share of draws in which each area is of each type; one list per area.
///
/// ```
/// use methods::Estimate;
/// use methods::typology::{Points, redrawn, ward};
/// let exact = |value| Estimate { value, lower: value, upper: value };
/// let columns = [vec![exact(1.0), exact(1.1), exact(9.0)]];
/// let shares = redrawn(&columns, &[0, 0, 1], (20, 7), |points: &Points| ward(points)?.groups(2))?;
/// assert_eq!(shares, [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn redrawn(
    columns: &[Vec<Estimate>],
    labels: &[usize],
    (draws, seed): (usize, u64),
    group: impl Fn(&Points) -> Result<Vec<usize>, NotDefined> + Sync,
) -> Result<Vec<Vec<f64>>, NotDefined> {
    at_least(1, columns.len())?;
    for column in columns {
        same_length("labels", labels.len(), column.len())?;
        for estimate in column {
            all_finite("values", &[estimate.value, estimate.lower, estimate.upper])?;
        }
    }
    let types = labels.iter().max().map_or(0, |most| most + 1);
    let found: Vec<Vec<usize>> = (0..draws as u64)
        .into_par_iter()
        .filter_map(|draw| {
            let values = drawn(columns, &mut Stream::new(seed, draw));
            let again = group(&Points::standardised(&values).ok()?).ok()?;
            (again.len() == labels.len()).then(|| renamed(labels, &again, types))
        })
        .collect();
    at_least(1, found.len())?;
    let share = |area: usize, kind: usize| {
        let same = found.iter().filter(|again| again[area] == kind).count();
        same as f64 / found.len() as f64
    };
    let of_area = |area| (0..types).map(|kind| share(area, kind)).collect();
    Ok((0..labels.len()).map(of_area).collect())
}

fn drawn(columns: &[Vec<Estimate>], stream: &mut Stream) -> Vec<Vec<f64>> {
    let column = |column: &Vec<Estimate>| {
        let ends = column.iter();
        let (least, most) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), e| {
            (
                least.min(e.lower.min(e.value)),
                most.max(e.upper.max(e.value)),
            )
        });
        let mut one = |e: &Estimate| {
            let z = stream.normal();
            let half = if z < 0.0 {
                e.value - e.lower
            } else {
                e.upper - e.value
            };
            (e.value + z * half.max(0.0) / HALF).clamp(least, most)
        };
        column.iter().map(&mut one).collect()
    };
    columns.iter().map(column).collect()
}

/// The labels of a draw in the words of the first ones; a type that matches none gets a number behind them.
fn renamed(first: &[usize], again: &[usize], types: usize) -> Vec<usize> {
    let others = again.iter().max().map_or(0, |most| most + 1);
    let mut common = vec![vec![0_usize; types]; others];
    for (one, other) in first.iter().zip(again) {
        common[*other][*one] += 1;
    }
    let mut pairs: Vec<(usize, usize)> = (0..others)
        .flat_map(|other| (0..types).map(move |one| (other, one)))
        .collect();
    pairs.sort_by_key(|&(other, one)| (std::cmp::Reverse(common[other][one]), other, one));
    let mut names: Vec<Option<usize>> = vec![None; others];
    let mut given = vec![false; types];
    for (other, one) in pairs {
        if names[other].is_none() && !given[one] {
            names[other] = Some(one);
            given[one] = true;
        }
    }
    again
        .iter()
        .map(|other| names[*other].unwrap_or(types + other))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typology::ward;

    fn estimate(value: f64, half: f64) -> Estimate {
        Estimate {
            value,
            lower: value - half,
            upper: value + half,
        }
    }

    fn two(points: &Points) -> Result<Vec<usize>, NotDefined> {
        ward(points)?.groups(2)
    }

    #[test]
    fn a_number_that_is_none_is_refused_and_stops_nobody() {
        for strange in [f64::NAN, f64::INFINITY] {
            let column = vec![estimate(strange, 1.0); 3];
            assert!(redrawn(&[column], &[0, 0, 1], (5, 1), two).is_err());
        }
    }

    #[test]
    fn an_area_between_two_types_is_now_of_one_and_now_of_the_other() {
        let values = [0.0, 0.4, 0.2, 10.0, 10.3, 9.8, 5.2];
        let column: Vec<Estimate> = values.iter().map(|v| estimate(*v, 3.0)).collect();
        let labels = two(&Points::standardised(&[values.to_vec()]).unwrap()).unwrap();
        let shares = redrawn(&[column], &labels, (400, 3), two).unwrap();
        let own = |area: usize| shares[area][labels[area]];
        assert!(own(0) > 0.95 && own(3) > 0.95, "{shares:?}");
        assert!(own(6) < 0.9, "{shares:?}");
        for row in &shares {
            assert!(row.iter().sum::<f64>() <= 1.0 + 1e-12);
        }
    }

    #[test]
    fn the_numbers_of_types_do_not_matter() {
        assert_eq!(renamed(&[0, 0, 1, 1], &[1, 1, 0, 0], 2), [0, 0, 1, 1]);
        assert_eq!(renamed(&[0, 0, 1, 1], &[0, 1, 2, 2], 2), [0, 3, 1, 1]);
    }

    #[test]
    fn values_that_do_not_fit_have_no_answer() {
        let column = vec![estimate(1.0, 0.0); 3];
        assert!(redrawn(&[], &[0, 1], (9, 1), two).is_err());
        assert!(redrawn(std::slice::from_ref(&column), &[0, 1], (9, 1), two).is_err());
        assert!(
            redrawn(&[column], &[0, 0, 1], (9, 1), two).is_err(),
            "no spread"
        );
        let good = vec![estimate(1.0, 0.1), estimate(2.0, 0.1), estimate(3.0, 0.1)];
        assert!(
            redrawn(&[good], &[0, 0, 1], (0, 1), two).is_err(),
            "no draw"
        );
    }
}
