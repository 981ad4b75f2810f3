//! k-means: so many groups with the least sum of squares within, from many random starts.
//!
//! **Literature.** Lloyd, S. P. (1982): Least squares quantization in PCM. IEEE Transactions on Information Theory 28,
//! 129-137. Hartigan, J. A. & Wong, M. A. (1979): A k-means clustering algorithm. Applied Statistics 28, 100-108.
//! Arthur, D. & Vassilvitskii, S. (2007): k-means++: the advantages of careful seeding. SODA, 1027-1035.
//!
//! **Formula.** Centres are drawn with a chance proportional to the squared distance from those drawn; then areas go
//! to the nearest centre and centres to their areas' mean until nothing moves; then single areas move as long as that
//! lowers the sum of squares. The best of all starts counts.
//!
//! **Unit.** Inertia: sum of squared distances to the group's centre. **Edge cases.** Fewer different areas than
//! groups leave groups at distance 0; an emptied group takes the area farthest from its centre. The same seed gives
//! the same groups at any number of threads; of equal starts the first counts.

use rayon::prelude::*;

use super::points::{Points, refuse_count, squared_distance};
use crate::NotDefined;
use crate::random::Stream;
use crate::summation::neumaier_sum;

/// The usual number of starts.
pub const USUAL_STARTS: usize = 100;

const MOST_STARTS: usize = 100_000;
const MOST_ROUNDS: usize = 1_000;

/// The best groups found.
#[derive(Clone, Debug, PartialEq)]
pub struct KMeans {
    /// The group of each area, numbered from 0 by their first area.
    pub labels: Vec<usize>,
    /// The mean of each group.
    pub centres: Vec<Vec<f64>>,
    /// Sum of squared distances of areas to the mean of their group.
    pub inertia: f64,
}

/// The best of many starts.
///
/// ```
/// use methods::typology::{Points, USUAL_STARTS, k_means};
/// let points = Points::new(&[vec![0.0, 10.0, 1.0, 11.0]])?;
/// let found = k_means(&points, 2, USUAL_STARTS, 7)?;
/// assert_eq!((found.labels, found.inertia), (vec![0, 1, 0, 1], 1.0));
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn k_means(
    points: &Points,
    groups: usize,
    starts: usize,
    seed: u64,
) -> Result<KMeans, NotDefined> {
    refuse_count(groups, points.count(), 1)?;
    if starts == 0 || starts > MOST_STARTS {
        return Err(NotDefined::OutOfRange {
            what: "draws",
            value: starts as f64,
            allowed: "1 to 100,000 starts",
        });
    }
    let found: Vec<KMeans> = (0..starts as u64)
        .into_par_iter()
        .map(|start| run(points, groups, seed, start))
        .collect();
    let best = found.into_iter().reduce(|best, next| {
        if next.inertia < best.inertia {
            next
        } else {
            best
        }
    });
    Ok(best.expect("there is at least one start"))
}

fn run(points: &Points, groups: usize, seed: u64, start: u64) -> KMeans {
    let mut centres = first_centres(points, groups, &mut Stream::new(seed, start));
    let mut labels = vec![usize::MAX; points.count()];
    for _ in 0..MOST_ROUNDS {
        let mut next: Vec<usize> = points.rows().map(|row| nearest(row, &centres).0).collect();
        fill_empty(points, &mut next, &centres);
        if next == labels {
            break;
        }
        labels = next;
        centres = members(&labels, groups)
            .iter()
            .map(|areas| points.centre(areas))
            .collect();
    }
    exchange(points, &mut labels, &mut centres);
    let inertia = points
        .rows()
        .zip(&labels)
        .map(|(row, &label)| squared_distance(row, &centres[label]));
    KMeans {
        inertia: neumaier_sum(inertia),
        labels,
        centres,
    }
    .in_order()
}

/// The areas of each group.
fn members(labels: &[usize], groups: usize) -> Vec<Vec<usize>> {
    let mut members = vec![Vec::new(); groups];
    for (area, label) in labels.iter().enumerate() {
        members[*label].push(area);
    }
    members
}

/// Moves single areas as long as a move lowers the inertia (Hartigan & Wong): the mean of the group left and of the
/// group joined both follow the area, which lets it leave where going to the nearest centre would not.
fn exchange(points: &Points, labels: &mut [usize], centres: &mut [Vec<f64>]) {
    let mut sizes: Vec<f64> = members(labels, centres.len())
        .iter()
        .map(|areas| areas.len() as f64)
        .collect();
    for _ in 0..MOST_ROUNDS {
        let mut moved = false;
        for (area, label) in labels.iter_mut().enumerate() {
            let (row, own) = (points.row(area), *label);
            if sizes[own] < 2.0 {
                continue;
            }
            let leaving = squared_distance(row, &centres[own]) * sizes[own] / (sizes[own] - 1.0);
            let joining = |group: usize| {
                squared_distance(row, &centres[group]) * sizes[group] / (sizes[group] + 1.0)
            };
            let others = (0..centres.len()).filter(|&group| group != own);
            let best = others.map(|group| (joining(group), group));
            let best = best.min_by(|a, b| a.0.total_cmp(&b.0));
            // A gain that is all rounding would let areas go to and fro for ever.
            let Some((_, group)) = best.filter(|(cost, _)| *cost < leaving * (1.0 - 1e-12)) else {
                continue;
            };
            shift(&mut centres[own], row, -1.0 / (sizes[own] - 1.0));
            shift(&mut centres[group], row, 1.0 / (sizes[group] + 1.0));
            sizes[own] -= 1.0;
            sizes[group] += 1.0;
            *label = group;
            moved = true;
        }
        if !moved {
            break;
        }
    }
    for (centre, areas) in centres.iter_mut().zip(members(labels, sizes.len())) {
        *centre = points.centre(&areas);
    }
}

/// Moves a centre towards a point by a share of the way.
fn shift(centre: &mut [f64], point: &[f64], share: f64) {
    for (x, y) in centre.iter_mut().zip(point) {
        *x += (y - *x) * share;
    }
}

impl KMeans {
    /// Groups numbered by their first area.
    fn in_order(mut self) -> Self {
        let mut order: Vec<usize> = Vec::new();
        for label in &self.labels {
            if !order.contains(label) {
                order.push(*label);
            }
        }
        let mut numbers = vec![0; self.centres.len()];
        for (number, label) in order.iter().enumerate() {
            numbers[*label] = number;
        }
        self.labels
            .iter_mut()
            .for_each(|label| *label = numbers[*label]);
        self.centres = order
            .iter()
            .map(|&label| self.centres[label].clone())
            .collect();
        self
    }
}

/// Centres far from each other.
fn first_centres(points: &Points, groups: usize, stream: &mut Stream) -> Vec<Vec<f64>> {
    let mut distances = vec![1.0; points.count()];
    let mut centres: Vec<Vec<f64>> = Vec::with_capacity(groups);
    for _ in 0..groups {
        let drawn = points.row(pick(&distances, stream.uniform())).to_vec();
        for (distance, row) in distances.iter_mut().zip(points.rows()) {
            let found = squared_distance(row, &drawn);
            *distance = if centres.is_empty() {
                found
            } else {
                distance.min(found)
            };
        }
        centres.push(drawn);
    }
    centres
}

/// The position at which a share of the sum of weights is reached.
fn pick(weights: &[f64], share: f64) -> usize {
    let aim = share * weights.iter().sum::<f64>();
    let mut sum = 0.0;
    for (at, weight) in weights.iter().enumerate() {
        sum += weight;
        if sum > aim {
            return at;
        }
    }
    weights.len() - 1
}

/// The nearest centre, the first among equals, and the squared distance to it.
fn nearest(row: &[f64], centres: &[Vec<f64>]) -> (usize, f64) {
    let mut best = (0, f64::INFINITY);
    for (at, centre) in centres.iter().enumerate() {
        let found = squared_distance(row, centre);
        if found < best.1 {
            best = (at, found);
        }
    }
    best
}

/// Gives each empty group the area farthest from its centre among groups with several areas.
fn fill_empty(points: &Points, labels: &mut [usize], centres: &[Vec<f64>]) {
    let mut sizes = vec![0_usize; centres.len()];
    for label in labels.iter() {
        sizes[*label] += 1;
    }
    for empty in 0..centres.len() {
        if sizes[empty] > 0 {
            continue;
        }
        let mut farthest = (usize::MAX, f64::NEG_INFINITY);
        for (area, &label) in labels.iter().enumerate() {
            let distance = squared_distance(points.row(area), &centres[label]);
            if sizes[label] > 1 && distance > farthest.1 {
                farthest = (area, distance);
            }
        }
        if let Some(label) = labels.get_mut(farthest.0) {
            sizes[*label] -= 1;
            sizes[empty] += 1;
            *label = empty;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(values: &[f64]) -> Points {
        Points::new(&[values]).unwrap()
    }

    #[test]
    fn numbers_of_groups_and_starts_that_cannot_be_are_refused() {
        let points = line(&[1.0, 2.0]);
        assert!(k_means(&points, 0, 5, 1).is_err());
        assert!(k_means(&points, 3, 5, 1).is_err());
        assert!(k_means(&points, 2, 0, 1).is_err());
        assert!(k_means(&points, 2, 1_000_000, 1).is_err());
    }

    #[test]
    fn equal_areas_are_shared_out_at_inertia_0() {
        let found = k_means(&line(&[4.0; 6]), 3, 10, 1).unwrap();
        assert_eq!(found.inertia, 0.0);
        assert_eq!(found.labels.iter().max(), Some(&2));
        let each = k_means(&line(&[1.0, 5.0, 9.0]), 3, 10, 1).unwrap();
        assert_eq!((each.labels, each.inertia), (vec![0, 1, 2], 0.0));
    }

    #[test]
    fn the_same_seed_gives_the_same_groups_at_any_number_of_threads() {
        let values: Vec<f64> = (0..60).map(|i| f64::from(i * i % 47)).collect();
        let run = |threads| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            pool.install(|| k_means(&line(&values), 4, 20, 9).unwrap())
        };
        assert_eq!(run(1), run(3));
    }
}
