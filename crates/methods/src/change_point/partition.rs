//! The best split of a series into a given number of segments with their own means.
//!
//! **Literature.** Bellman, R. & Roth, R. (1969): Curve fitting by segmented straight lines. JASA 64, 1079-1084;
//! Auger, I. E. & Lawrence, C. E. (1989). Reference: ruptures `Dynp`, L2 cost.
//!
//! **Formula.** Cost of a segment = Σ(y − ȳ)²; F(k, t) = minₛ F(k−1, s) + cost(s, t).
//!
//! **Unit.** Square of the unit of the values. **Edge cases.** Too short for so many segments: not defined. Of equally
//! good splits the earliest is taken.

use crate::NotDefined;
use crate::not_defined::{all_finite, at_least};
use crate::summation::mean;

/// A series in segments with their own means.
#[derive(Clone, Debug, PartialEq)]
pub struct Segments {
    /// Where each segment ends: the index after its last value, the last being the length of the series.
    pub ends: Vec<usize>,
    /// What the segments leave unexplained: Σ(y − ȳ)² within them.
    pub cost: f64,
}

/// The best split with so many breaks and segments of at least so many values.
///
/// ```
/// use methods::change_point::optimal_partition;
/// let found = optimal_partition(&[1.0, 1.0, 1.0, 9.0, 9.0, 5.0, 5.0], 2, 2)?;
/// assert_eq!(found.ends, [3, 5, 7]);
/// assert!(found.cost < 1e-12);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn optimal_partition(
    values: &[f64],
    breaks: usize,
    shortest: usize,
) -> Result<Segments, NotDefined> {
    let mut all = partitions(values, breaks, shortest)?;
    all.pop()
        .ok_or(NotDefined::TooFewValues { need: 1, have: 0 })
}

/// The best splits with 0, 1, … so many breaks.
pub(super) fn partitions(
    values: &[f64],
    breaks: usize,
    shortest: usize,
) -> Result<Vec<Segments>, NotDefined> {
    let shortest = shortest.max(1);
    all_finite("values", values)?;
    at_least(
        breaks.saturating_add(1).saturating_mul(shortest),
        values.len(),
    )?;
    let costs = Costs::of(values);
    let n = values.len();
    let mut best: Vec<f64> = (0..=n)
        .map(|t| {
            if t >= shortest {
                costs.of_segment(0, t)
            } else {
                f64::INFINITY
            }
        })
        .collect();
    let mut from: Vec<Vec<usize>> = Vec::new();
    let mut found = vec![segments(&from, best[n], n)];
    for _ in 0..breaks {
        let mut next = vec![f64::INFINITY; n + 1];
        let mut origin = vec![0; n + 1];
        for t in shortest..=n {
            let starts = best.iter().enumerate().take(t - shortest + 1);
            for (s, before) in starts.skip(shortest) {
                let cost = before + costs.of_segment(s, t);
                if cost < next[t] {
                    (next[t], origin[t]) = (cost, s);
                }
            }
        }
        from.push(origin);
        best = next;
        found.push(segments(&from, best[n], n));
    }
    Ok(found)
}

/// The ends read back from where each best split came from.
fn segments(from: &[Vec<usize>], cost: f64, length: usize) -> Segments {
    let mut ends = vec![length];
    let mut end = length;
    for origin in from.iter().rev() {
        end = origin[end];
        ends.push(end);
    }
    ends.reverse();
    Segments { ends, cost }
}

/// Sums from which the cost of each segment follows.
pub(super) struct Costs {
    sums: Vec<f64>,
    squares: Vec<f64>,
}

impl Costs {
    pub(super) fn of(values: &[f64]) -> Self {
        let centre = mean(values).unwrap_or(0.0);
        let (mut sums, mut squares) = (vec![0.0], vec![0.0]);
        let (mut sum, mut square) = (crate::NeumaierSum::default(), crate::NeumaierSum::default());
        for value in values {
            sum.add(value - centre);
            square.add((value - centre) * (value - centre));
            sums.push(sum.total());
            squares.push(square.total());
        }
        Self { sums, squares }
    }

    pub(super) fn of_segment(&self, from: usize, to: usize) -> f64 {
        let sum = self.sums[to] - self.sums[from];
        let square = self.squares[to] - self.squares[from];
        (square - sum * sum / (to - from) as f64).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_series_too_short_for_its_segments_is_refused() {
        assert!(optimal_partition(&[1.0, 2.0, 3.0], 1, 2).is_err());
        assert!(optimal_partition(&[], 0, 1).is_err());
        assert!(optimal_partition(&[1.0, f64::NAN], 0, 1).is_err());
        assert!(optimal_partition(&[1.0, 2.0], usize::MAX, 2).is_err());
    }

    proptest! {
        #[test]
        fn one_break_more_never_costs_more(values in prop::collection::vec(-50i32..50, 8..40)) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let all = partitions(&values, 3, 1).unwrap();
            for pair in all.windows(2) {
                prop_assert!(pair[1].cost <= pair[0].cost + 1e-9);
            }
            for found in partitions(&values, 3, 2).unwrap() {
                let starts = std::iter::once(&0).chain(&found.ends);
                prop_assert!(starts.zip(&found.ends).all(|(from, to)| to - from >= 2));
            }
        }
    }
}
