//! Which areas could have had the measure: all ways to choose as many, or some drawn at random.
//!
//! With several groups of areas, for example by the year they began, an assignment is their areas one group after the
//! other.

use crate::NotDefined;
use crate::random::Stream;
use crate::spatial::Permutations;

/// The fewest assignments with which 5 % can be reached.
pub(super) const FEWEST_SETS: usize = 20;

/// All assignments of as many areas to groups, or some drawn at random; whether these are all.
pub(super) fn assignments(
    areas: usize,
    (sizes, actual): (&[usize], &[usize]),
    most: Permutations,
) -> Result<(Vec<Vec<usize>>, bool), NotDefined> {
    if actual.is_empty() {
        return Err(NotDefined::NoCases);
    }
    let possible = possible(areas, sizes, most.count());
    let have = if actual.len() == areas {
        0
    } else {
        possible.unwrap_or(most.count() + 1)
    };
    let mirrored = sizes.len() == 1 && 2 * actual.len() == areas;
    let need = FEWEST_SETS * if mirrored { 2 } else { 1 };
    if have < need {
        return Err(NotDefined::TooFewComparisons { need, have });
    }
    Ok(match possible {
        Some(_) => (all(areas, sizes), true),
        None => (drawn(areas, actual, most), false),
    })
}

/// How many assignments there are, if not more than a limit.
fn possible(areas: usize, sizes: &[usize], limit: usize) -> Option<usize> {
    let (mut left, mut count) = (areas, 1_usize);
    for &size in sizes {
        count = count.checked_mul(choose(left, size, limit)?)?;
        if count > limit {
            return None;
        }
        left -= size;
    }
    Some(count)
}

/// The number of sets of k out of n, if it is not above a limit.
fn choose(n: usize, k: usize, limit: usize) -> Option<usize> {
    let k = k.min(n - k);
    let mut count = 1_usize;
    for i in 0..k {
        count = count.checked_mul(n - i)? / (i + 1);
        if count > limit {
            return None;
        }
    }
    Some(count)
}

/// All assignments in the order of their numbers.
fn all(areas: usize, sizes: &[usize]) -> Vec<Vec<usize>> {
    let mut found = vec![Vec::new()];
    for &size in sizes {
        let longer = found.iter().flat_map(|begun: &Vec<usize>| {
            let left: Vec<usize> = (0..areas).filter(|area| !begun.contains(area)).collect();
            let sets = all_sets(left.len(), size).into_iter();
            sets.map(move |set| {
                let added = set.iter().map(|&at| left[at]);
                begun.iter().copied().chain(added).collect()
            })
        });
        found = longer.collect();
    }
    found
}

/// All sets of k out of n in the order of their numbers.
fn all_sets(n: usize, k: usize) -> Vec<Vec<usize>> {
    let mut set: Vec<usize> = (0..k).collect();
    let mut sets = vec![set.clone()];
    while let Some(at) = (0..k).rev().find(|&at| set[at] < n - k + at) {
        set[at] += 1;
        for later in at + 1..k {
            set[later] = set[later - 1] + 1;
        }
        sets.push(set.clone());
    }
    sets
}

/// Assignments drawn at random, the actual one first.
fn drawn(areas: usize, actual: &[usize], most: Permutations) -> Vec<Vec<usize>> {
    let mut sets = vec![actual.to_vec()];
    for number in 0..most.count() {
        let mut order: Vec<u32> = (0..areas)
            .map(|i| u32::try_from(i).unwrap_or(u32::MAX))
            .collect();
        Stream::new(most.seed(), number as u64).shuffle_front(&mut order, actual.len());
        sets.push(order[..actual.len()].iter().map(|&i| i as usize).collect());
    }
    sets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_groups_are_chosen_in_every_way_and_each_once() {
        let mut found = all(5, &[2, 1]);
        assert_eq!(Some(found.len()), possible(5, &[2, 1], 100));
        assert_eq!(found.len(), 30);
        found.sort();
        found.dedup();
        assert_eq!(found.len(), 30);
        assert_eq!(possible(5, &[2, 1], 29), None);
    }
}
