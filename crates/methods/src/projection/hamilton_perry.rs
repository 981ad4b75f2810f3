//! Hamilton and Perry: small areas ahead by the change of their own cohorts, controlled to the parent's projection.
//!
//! **Literature.** Hamilton, C. H. & Perry, J. (1962): A short method for projecting population by age from one decennial
//! census to another. Social Forces 41, 163-170; Swanson, D. A., Schlottmann, A. & Schmidt, B. (2010). Controlling:
//! [`super::rake`]. No third-party oracle: identity where all ratios are 1, sums to the parent.
//!
//! **Formula.** Ratio CCR of band x = P(x+1, now)/P(x, before), both one step apart, as wide as a band; the open band takes the last two
//! together. Each CCR is drawn to the parent's: (P·CCR + (m − P)·parent)/m where P(x, before) < m = 100, and kept within
//! 0.5 to 2. Youngest band: its ratio to the people of childbearing bands now (of both sexes, if the table has both; below m
//! drawn to the parent's in the same way), times these people one step on. Last, all
//! areas and bands are raked to the parent's bands and to the areas' projected totals, scaled to the parent's total.
//!
//! [`cohort_ratios`] is the same for bands of any width and steps of any length.
//!
//! **Unit.** Persons. **Edge cases.** A cohort of 0 takes the parent's ratio; a parent's band of 0 makes 0; an area without
//! people stays without.

use super::rake;
use crate::NotDefined;
use crate::not_defined::{at_least, not_negative, same_length};
use crate::summation::neumaier_sum;

/// Cohorts smaller than this are drawn to the parent's ratio.
const SMALL: f64 = 100.0;
/// Ratios are kept within this.
const RATIOS: (f64, f64) = (0.5, 2.0);

/// People by band, one step ago and now.
#[derive(Clone, Debug, PartialEq)]
pub struct SmallArea {
    /// One step ago.
    pub before: Vec<f64>,
    /// Now.
    pub now: Vec<f64>,
}

/// How the bands are to be read.
#[derive(Clone, Debug, PartialEq)]
pub struct HamiltonPerry {
    /// The bands of childbearing ages: first, and one after the last.
    pub childbearing: (usize, usize),
    /// The parent's own projection by band, one step on.
    pub parent: Vec<f64>,
}

/// The areas one step on, together the parent's projection in every band.
///
/// ```
/// use methods::projection::{HamiltonPerry, SmallArea, hamilton_perry};
/// // Nobody dies or moves before the open band, and each generation is as large as the last: all stays as it is.
/// let same = SmallArea { before: vec![500.0, 500.0, 500.0], now: vec![500.0, 500.0, 500.0] };
/// let rules = HamiltonPerry { childbearing: (1, 2), parent: vec![1000.0, 1000.0, 1000.0] };
/// for area in hamilton_perry(&[same.clone(), same], &rules)? {
///     assert!(area.iter().all(|count| (count - 500.0).abs() < 1e-6));
/// }
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn hamilton_perry(
    areas: &[SmallArea],
    rules: &HamiltonPerry,
) -> Result<Vec<Vec<f64>>, NotDefined> {
    let bands = rules.parent.len();
    at_least(2, bands)?;
    at_least(1, areas.len())?;
    let (from, to) = rules.childbearing;
    if from >= to || to > bands {
        return Err(NotDefined::OutOfRange {
            what: "classes",
            value: to as f64,
            allowed: "bands of the table, first before last",
        });
    }
    for area in areas {
        same_length("population", area.before.len(), bands)?;
        same_length("population", area.now.len(), bands)?;
    }
    let cohorts: Vec<Cohorts> = areas
        .iter()
        .map(|area| Cohorts {
            before: one_band_on(&area.before),
            after: area.now.clone(),
            now: one_band_on(&area.now),
        })
        .collect();
    let rules = CohortRules {
        born: 1,
        adults: rules.childbearing,
        parent: rules.parent.clone(),
    };
    cohort_ratios(&cohorts, &rules)
}

/// Everybody one band older; the open band takes the last two together, nobody is born.
fn one_band_on(people: &[f64]) -> Vec<f64> {
    let last = people.len() - 1;
    let mut older = vec![0.0];
    older.extend_from_slice(&people[..last]);
    older[last] += people[last];
    older
}

/// An area's people, told by the band they reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Cohorts {
    /// Those who were to be in a band one step later, one step before; 0 throughout where that is not known.
    pub before: Vec<f64>,
    /// Those who were in it then.
    pub after: Vec<f64>,
    /// Those who are to be in it one step from now.
    pub now: Vec<f64>,
}

/// How the bands of [`cohort_ratios`] are to be read.
#[derive(Clone, Debug, PartialEq)]
pub struct CohortRules {
    /// So many of the youngest bands are of people not yet born at the beginning of a step.
    pub born: usize,
    /// The bands of possible parents: first, and one after the last.
    pub adults: (usize, usize),
    /// The parent's own projection by band, one step on.
    pub parent: Vec<f64>,
}

/// [`hamilton_perry`] for bands of any width and a step of any length: whoever has split the bands by age says how many
/// people reach each band. The newborn bands are the part of the parents' bands they were.
///
/// ```
/// use methods::projection::{CohortRules, Cohorts, cohort_ratios};
/// let same = Cohorts { before: vec![0.0, 300.0, 500.0], after: vec![200.0, 300.0, 500.0], now: vec![0.0, 300.0, 500.0] };
/// let rules = CohortRules { born: 1, adults: (1, 2), parent: vec![400.0, 600.0, 1000.0] };
/// let next = cohort_ratios(&[same.clone(), same], &rules)?;
/// assert!((next[0][0] - 200.0).abs() < 1e-6);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn cohort_ratios(areas: &[Cohorts], rules: &CohortRules) -> Result<Vec<Vec<f64>>, NotDefined> {
    check(areas, rules)?;
    let bands = rules.parent.len();
    let sums = |of: fn(&Cohorts) -> &Vec<f64>| -> Vec<f64> {
        (0..bands)
            .map(|x| neumaier_sum(areas.iter().map(|area| of(area)[x])))
            .collect()
    };
    let whole = Cohorts {
        before: sums(|a| &a.before),
        after: sums(|a| &a.after),
        now: sums(|a| &a.now),
    };
    let common = ratios(&whole, &vec![1.0; bands]);
    let children = (0..rules.born)
        .map(|band| children_ratio(&whole, band, rules).unwrap_or(0.0))
        .collect();
    let free: Vec<Vec<f64>> = areas
        .iter()
        .map(|area| one_step(area, (&common, &children), rules))
        .collect();
    control(&free, &rules.parent)
}

fn check(areas: &[Cohorts], rules: &CohortRules) -> Result<(), NotDefined> {
    let bands = rules.parent.len();
    at_least(1, areas.len())?;
    let (from, to) = rules.adults;
    if from >= to || to > bands || rules.born > from {
        return Err(NotDefined::OutOfRange {
            what: "classes",
            value: to as f64,
            allowed: "bands of the table, first before last",
        });
    }
    for area in areas {
        for people in [&area.before, &area.after, &area.now] {
            same_length("population", people.len(), bands)?;
            for &count in people {
                not_negative("population", count)?;
            }
        }
    }
    for &count in &rules.parent {
        not_negative("population", count)?;
    }
    Ok(())
}

/// The cohort change ratio into each band.
fn ratios(area: &Cohorts, common: &[f64]) -> Vec<f64> {
    let pairs = area.before.iter().zip(&area.after).zip(common);
    pairs
        .map(|((&before, &after), common)| {
            let ratio = if before <= 0.0 {
                *common
            } else if before < SMALL {
                (after + (SMALL - before) * common) / SMALL
            } else {
                after / before
            };
            ratio.clamp(RATIOS.0, RATIOS.1)
        })
        .collect()
}

/// Children of a newborn band per person of the parents' bands.
fn children_ratio(area: &Cohorts, band: usize, rules: &CohortRules) -> Option<f64> {
    let (from, to) = rules.adults;
    let adults = neumaier_sum(area.after[from..to].iter().copied());
    (adults > 0.0).then(|| area.after[band] / adults)
}

fn one_step(
    area: &Cohorts,
    (common, children): (&[f64], &Vec<f64>),
    rules: &CohortRules,
) -> Vec<f64> {
    let ratios = ratios(area, common);
    let mut next: Vec<f64> = area.now.iter().zip(&ratios).map(|(n, r)| n * r).collect();
    let (from, to) = rules.adults;
    let adults = neumaier_sum(next[from..to].iter().copied());
    let known = neumaier_sum(area.after[from..to].iter().copied());
    for (band, common) in children.iter().enumerate() {
        let own = children_ratio(area, band, rules).unwrap_or(*common);
        let ratio = if known < SMALL {
            (known * own + (SMALL - known) * common) / SMALL
        } else {
            own
        };
        next[band] = adults * ratio;
    }
    next
}

/// Raked to the parent's bands; areas keep their part of the total.
fn control(free: &[Vec<f64>], parent: &[f64]) -> Result<Vec<Vec<f64>>, NotDefined> {
    let mut table = free.to_vec();
    // A band nobody is projected into takes the areas' size as its pattern.
    let sizes: Vec<f64> = free
        .iter()
        .map(|row| neumaier_sum(row.iter().copied()))
        .collect();
    for (band, &target) in parent.iter().enumerate() {
        let sum = neumaier_sum(table.iter().map(|row| row[band]));
        if target > 0.0 && sum == 0.0 {
            for (row, size) in table.iter_mut().zip(&sizes) {
                row[band] = *size;
            }
        }
    }
    let total = neumaier_sum(parent.iter().copied());
    let all = neumaier_sum(sizes.iter().copied());
    if all == 0.0 {
        return Err(NotDefined::NoBase);
    }
    let rows: Vec<f64> = sizes.iter().map(|size| total * size / all).collect();
    rake(&table, &rows, parent)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nobody_anywhere_has_no_projection_and_nonsense_is_refused() {
        let none = SmallArea {
            before: vec![0.0; 3],
            now: vec![0.0; 3],
        };
        let rules = HamiltonPerry {
            childbearing: (1, 2),
            parent: vec![1.0; 3],
        };
        assert_eq!(
            hamilton_perry(std::slice::from_ref(&none), &rules),
            Err(NotDefined::NoBase)
        );
        assert!(hamilton_perry(&[], &rules).is_err());
        let backwards = HamiltonPerry {
            childbearing: (2, 1),
            ..rules.clone()
        };
        assert!(hamilton_perry(&[none], &backwards).is_err());
    }

    proptest! {
        #[test]
        fn areas_add_up_to_the_parent_in_every_band(
            counts in prop::collection::vec(prop::collection::vec(20u32..900, 12), 2..8),
            parent in prop::collection::vec(500u32..3_000, 6),
        ) {
            let areas: Vec<SmallArea> = counts
                .into_iter()
                .map(|row| row.into_iter().map(f64::from).collect::<Vec<f64>>())
                .map(|row| SmallArea { before: row[..6].to_vec(), now: row[6..].to_vec() })
                .collect();
            let parent: Vec<f64> = parent.into_iter().map(f64::from).collect();
            let rules = HamiltonPerry { childbearing: (2, 4), parent: parent.clone() };
            let next = hamilton_perry(&areas, &rules).unwrap();
            for (band, target) in parent.iter().enumerate() {
                let sum: f64 = next.iter().map(|row| row[band]).sum();
                prop_assert!((sum - target).abs() < 1e-6 * target);
            }
            prop_assert!(next.iter().flatten().all(|count| *count >= 0.0));
        }
    }
}
