//! Classes with the least spread inside, found exactly.
//!
//! Dynamic programming over sorted unique values. Where the best last cut of a longer prefix never
//! lies left of that of a shorter one (it does for squared deviations), the best cuts of a row are
//! found by divide and conquer, so k classes of n values take k·n·log n steps and not k·n².

use super::{Classes, at_least_one, sorted};
use crate::NotDefined;

/// Natural breaks: the classes with the smallest sum of squared deviations from the class means.
///
/// **Literature.** Fisher, W. D. (1958): On grouping for maximum homogeneity. JASA 53, 789-798;
/// Jenks, G. F. (1977): Optimal data classification for choropleth maps; divide and conquer as in
/// Wang, H. & Song, M. (2011): Ckmeans.1d.dp. The R Journal 3, 29-33. **Formula.** The exact optimum
/// of Σ over classes of Σ(x − class mean)². **Unit.** That of the values. **Edge cases.** Equal values
/// are never parted; k above the number of different values is reduced ([`Classes::is_reduced`]); of
/// several optima the one with the lowest limits is taken.
///
/// ```
/// let values = [1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 9.0, 9.0, 9.0, 50.0];
/// let classes = methods::classes::fisher_jenks(&values, 3)?;
/// assert_eq!((classes.bins, classes.counts), (vec![2.0, 9.0, 50.0], vec![6, 3, 1]));
/// # Ok::<(), methods::NotDefined>(())
/// ```
#[doc(alias = "natürliche Klassen")]
pub fn fisher_jenks(values: &[f64], k: usize) -> Result<Classes, NotDefined> {
    at_least_one(k)?;
    let sorted = sorted(values)?;
    let mut unique = sorted.clone();
    unique.dedup();
    let classes = k.min(unique.len());
    let spread = Spread::of(&sorted, &unique);
    let bins = last_members(&spread, unique.len(), classes)
        .into_iter()
        .map(|member| unique[member])
        .collect();
    Ok(Classes::of(&sorted, bins, k))
}

/// Running sums of unique weighted values, from which the spread of any run of them follows.
struct Spread {
    /// Before each value: how many, their sum, their sum of squares.
    sums: Vec<[f64; 3]>,
}

impl Spread {
    /// Sums of the values moved to their middle and scaled to ±1, where squares neither overflow
    /// nor cancel.
    fn of(sorted: &[f64], unique: &[f64]) -> Self {
        let (low, high) = (unique[0], unique[unique.len() - 1]);
        let middle = f64::midpoint(low / 2.0, high / 2.0);
        let reach = (high / 2.0 - low / 2.0).max(f64::MIN_POSITIVE);
        let mut sums = Vec::with_capacity(unique.len() + 1);
        let mut running = [0.0; 3];
        sums.push(running);
        let mut members = sorted.chunk_by(|a, b| a == b);
        for value in unique {
            let weight = members.next().map_or(0, <[f64]>::len) as f64;
            let moved = (value / 2.0 - middle) / reach;
            running[0] += weight;
            running[1] += weight * moved;
            running[2] += weight * moved * moved;
            sums.push(running);
        }
        Self { sums }
    }

    /// Sum of squared deviations of the values `from..to`.
    fn within(&self, from: usize, to: usize) -> f64 {
        let [a, b] = [self.sums[from], self.sums[to]];
        let sum = b[1] - a[1];
        (b[2] - a[2]) - sum * sum / (b[0] - a[0])
    }
}

/// The index of the last member of each class in the best split of `n` values.
fn last_members(spread: &Spread, n: usize, classes: usize) -> Vec<usize> {
    // cost[j]: least spread of the first j values in as many classes as rows are done.
    let mut cost: Vec<f64> = (0..=n)
        .map(|to| if to == 0 { 0.0 } else { spread.within(0, to) })
        .collect();
    let mut first_of_last: Vec<Vec<u32>> = Vec::with_capacity(classes);
    for class in 2..=classes {
        let mut row = Row {
            spread,
            before: &cost,
            cost: vec![f64::INFINITY; n + 1],
            first: vec![0; n + 1],
        };
        // The last row is needed for all values only.
        let from = if class == classes { n } else { class };
        row.fill((from, n), (class - 1, n - 1));
        let Row {
            cost: done, first, ..
        } = row;
        cost = done;
        first_of_last.push(first);
    }
    let mut ends = vec![n - 1];
    let mut end = n;
    for first in first_of_last.iter().rev() {
        end = first[end] as usize;
        ends.push(end - 1);
    }
    ends.reverse();
    ends
}

/// One row of the table: the best splits with one class more than the row before.
struct Row<'a> {
    spread: &'a Spread,
    before: &'a [f64],
    cost: Vec<f64>,
    /// For each prefix, the first value of its last class.
    first: Vec<u32>,
}

impl Row<'_> {
    /// Fills prefixes of lengths `from..=to`, whose best cuts lie in `low..=high`.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "more than 2^32 different values do not fit in memory at 24 bytes each and row"
    )]
    fn fill(&mut self, (from, to): (usize, usize), (low, high): (usize, usize)) {
        if from > to {
            return;
        }
        let middle = usize::midpoint(from, to);
        let (mut best, mut at) = (f64::INFINITY, low);
        for cut in low..=high.min(middle - 1) {
            let cost = self.before[cut] + self.spread.within(cut, middle);
            if cost < best {
                (best, at) = (cost, cut);
            }
        }
        self.cost[middle] = best;
        self.first[middle] = at as u32;
        self.fill((from, middle - 1), (low, at));
        self.fill((middle + 1, to), (at, high));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn more_classes_than_different_values_are_reduced() {
        let classes = fisher_jenks(&[3.0, 3.0, 5.0], 4).unwrap();
        assert_eq!(classes.bins, [3.0, 5.0]);
        assert!(classes.is_reduced());
        assert_eq!(fisher_jenks(&[-0.0, 0.0], 2).unwrap().bins, [0.0]);
    }

    #[test]
    fn values_far_from_zero_are_parted_as_well() {
        let classes = fisher_jenks(&[1e15 + 1.0, 1e15 + 2.0, 1e15 + 9.0], 2).unwrap();
        assert_eq!(classes.bins, [1e15 + 2.0, 1e15 + 9.0]);
        let tiny = fisher_jenks(&[0.0, 5e-324], 2).unwrap();
        assert_eq!(tiny.bins.len(), 2);
    }

    /// Sum of squared deviations from the class means.
    fn squared_deviation(sorted: &[f64], counts: &[usize]) -> f64 {
        let mut rest = sorted;
        let mut total = 0.0;
        for &count in counts {
            let (class, after) = rest.split_at(count);
            let mean = class.iter().sum::<f64>() / count as f64;
            total += class.iter().map(|x| (x - mean).powi(2)).sum::<f64>();
            rest = after;
        }
        total
    }

    /// The least possible deviation, by trying every split.
    fn by_trying(sorted: &[f64], k: usize) -> f64 {
        if k == 1 {
            return squared_deviation(sorted, &[sorted.len()]);
        }
        (1..=sorted.len() - (k - 1))
            .map(|first| {
                squared_deviation(&sorted[..first], &[first]) + by_trying(&sorted[first..], k - 1)
            })
            .fold(f64::INFINITY, f64::min)
    }

    proptest! {
        #[test]
        fn no_other_split_is_better(
            values in prop::collection::vec(0i32..40, 4..14),
            k in 1usize..5,
        ) {
            let mut values: Vec<f64> = values.into_iter().map(f64::from).collect();
            values.sort_by(f64::total_cmp);
            let mut unique = values.clone();
            unique.dedup();
            let k = k.min(unique.len());
            let found = fisher_jenks(&values, k).unwrap();
            prop_assert_eq!(found.bins.len(), k);
            let best = by_trying(&values, k);
            prop_assert!(squared_deviation(&values, &found.counts) <= best + 1e-9);
        }
    }
}
