//! Ward's method: groups merged step by step so that they stay as alike within as possible.
//!
//! **Literature.** Ward, J. H. (1963): Hierarchical grouping to optimize an objective function. JASA 58, 236-244.
//! Murtagh, F. & Legendre, P. (2014): Ward's hierarchical agglomerative clustering method. Journal of Classification
//! 31, 274-295. Müllner, D. (2011): Modern hierarchical, agglomerative clustering algorithms (nearest-neighbour chain).
//!
//! **Formula.** Distance of groups A and B with centres a, b: √(2|A||B|/(|A|+|B|))·‖a − b‖, which is what Lance and
//! Williams' recursion gives on Euclidean distances (as Python's `scipy`, method `ward`). The closest pair is merged
//! first; its distance is the height.
//!
//! **Unit.** Heights in standard deviations of the indicators. **Edge cases.** One area is a tree without merges. Of
//! equally close groups the one whose first area stands earlier is taken. Needs no matrix of distances: memory grows
//! with the areas, time with their square.

use super::points::{Points, refuse_count, squared_distance};
use crate::NotDefined;
use crate::not_defined::at_least;

/// Two groups that become one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Merge {
    /// An area of the one group: its first.
    pub first: usize,
    /// An area of the other group: its first, above `first`.
    pub second: usize,
    /// Their distance.
    pub height: f64,
}

/// The tree of merges, heights rising.
#[derive(Clone, Debug, PartialEq)]
pub struct Ward {
    areas: usize,
    merges: Vec<Merge>,
}

/// The tree of areas.
///
/// ```
/// use methods::typology::{Points, ward};
/// let points = Points::new(&[vec![0.0, 10.0, 1.0, 14.0]])?;
/// let tree = ward(&points)?;
/// assert_eq!(tree.groups(2)?, [0, 1, 0, 1]);
/// assert_eq!(tree.heights(), [1.0, 4.0, 2.0_f64.sqrt() * 11.5]);
/// # Ok::<(), methods::NotDefined>(())
/// ```
#[doc(alias = "Ward-Verfahren")]
pub fn ward(points: &Points) -> Result<Ward, NotDefined> {
    let areas = points.count();
    at_least(1, areas)?;
    let mut forest = Forest::of(points);
    let mut merges = Vec::with_capacity(areas - 1);
    let mut chain: Vec<usize> = Vec::new();
    while merges.len() + 1 < areas {
        let last = match chain.last() {
            Some(&last) => last,
            None => forest.living[0],
        };
        if chain.is_empty() {
            chain.push(last);
        }
        let before = chain.len().checked_sub(2).map(|at| chain[at]);
        let (nearest, height) = forest.nearest(last, before);
        if before == Some(nearest) {
            chain.truncate(chain.len() - 2);
            merges.push(forest.merge(last.min(nearest), last.max(nearest), height));
        } else {
            chain.push(nearest);
        }
    }
    merges.sort_by(|a, b| a.height.total_cmp(&b.height));
    Ok(Ward { areas, merges })
}

impl Ward {
    /// The merges in rising height.
    pub fn merges(&self) -> &[Merge] {
        &self.merges
    }

    /// The heights of the merges, rising.
    pub fn heights(&self) -> Vec<f64> {
        self.merges.iter().map(|merge| merge.height).collect()
    }

    /// The group of each area if there are to be so many; groups are numbered from 0 by their first area.
    pub fn groups(&self, count: usize) -> Result<Vec<usize>, NotDefined> {
        refuse_count(count, self.areas, 1)?;
        let mut leader: Vec<usize> = (0..self.areas).collect();
        for merge in &self.merges[..self.areas - count] {
            let (a, b) = (root(&leader, merge.first), root(&leader, merge.second));
            leader[a.max(b)] = a.min(b);
        }
        let mut numbers = vec![None; self.areas];
        let mut next = 0..;
        Ok((0..self.areas)
            .map(|area| {
                let group = root(&leader, area);
                *numbers[group].get_or_insert_with(|| next.next().unwrap_or_default())
            })
            .collect())
    }
}

fn root(leader: &[usize], mut area: usize) -> usize {
    while leader[area] != area {
        area = leader[area];
    }
    area
}

/// The groups so far; each is kept under its first area.
struct Forest {
    centres: Vec<Vec<f64>>,
    sizes: Vec<f64>,
    /// First areas of the groups that live, rising.
    living: Vec<usize>,
}

impl Forest {
    fn of(points: &Points) -> Self {
        Self {
            centres: points.rows().map(<[f64]>::to_vec).collect(),
            sizes: vec![1.0; points.count()],
            living: (0..points.count()).collect(),
        }
    }

    /// The nearest other group and its distance; the preferred one among equals, then the first.
    fn nearest(&self, group: usize, preferred: Option<usize>) -> (usize, f64) {
        let distance = |other: usize| {
            let (a, b) = (self.sizes[group], self.sizes[other]);
            2.0 * a * b / (a + b) * squared_distance(&self.centres[group], &self.centres[other])
        };
        let mut best = preferred.map_or((usize::MAX, f64::INFINITY), |p| (p, distance(p)));
        for &other in self.living.iter().filter(|&&other| other != group) {
            let found = distance(other);
            if found < best.1 || best.0 == usize::MAX {
                best = (other, found);
            }
        }
        (best.0, best.1.sqrt())
    }

    fn merge(&mut self, first: usize, second: usize, height: f64) -> Merge {
        let (a, b) = (self.sizes[first], self.sizes[second]);
        let other = std::mem::take(&mut self.centres[second]);
        for (x, y) in self.centres[first].iter_mut().zip(other) {
            *x = (*x * a + y * b) / (a + b);
        }
        self.sizes[first] = a + b;
        self.living.retain(|&group| group != second);
        Merge {
            first,
            second,
            height,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_area_is_one_group_and_no_area_none() {
        let one = ward(&Points::new(&[vec![3.0]]).unwrap()).unwrap();
        assert_eq!(one.groups(1).unwrap(), [0]);
        assert!(one.groups(2).is_err() && one.groups(0).is_err());
        assert!(ward(&Points::new(&[Vec::<f64>::new()]).unwrap()).is_err());
    }

    #[test]
    fn equal_areas_merge_at_height_0() {
        let tree = ward(&Points::new(&[vec![2.0; 5]]).unwrap()).unwrap();
        assert_eq!(tree.heights(), [0.0; 4]);
        assert_eq!(tree.groups(5).unwrap(), [0, 1, 2, 3, 4]);
    }

    proptest! {
        #[test]
        fn heights_rise_and_groups_are_nested(values in prop::collection::vec(-50i32..50, 2..30)) {
            let column: Vec<f64> = values.iter().map(|&v| f64::from(v)).collect();
            let squares: Vec<f64> = column.iter().map(|v| v * v / 10.0).collect();
            let tree = ward(&Points::new(&[column, squares]).unwrap()).unwrap();
            prop_assert!(tree.heights().is_sorted());
            for count in 1..values.len() {
                let (few, many) = (tree.groups(count).unwrap(), tree.groups(count + 1).unwrap());
                prop_assert_eq!(few.iter().max().unwrap() + 1, count);
                for (i, j) in (0..values.len()).flat_map(|i| (0..i).map(move |j| (i, j))) {
                    prop_assert!(many[i] != many[j] || few[i] == few[j]);
                }
            }
        }
    }
}
