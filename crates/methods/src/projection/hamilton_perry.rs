//! Hamilton and Perry: small areas ahead by the change of their own cohorts, controlled to the parent's projection.
//!
//! **Literature.** Hamilton, C. H. & Perry, J. (1962): A short method for projecting population by age from one decennial
//! census to another. Social Forces 41, 163-170; Swanson, D. A., Schlottmann, A. & Schmidt, B. (2010). Controlling:
//! [`super::rake`]. No third-party oracle: identity where all ratios are 1, sums to the parent.
//!
//! **Formula.** Ratio CCR of band x = P(x+1, now)/P(x, before), both one step apart, as wide as a band; the open band takes the last two
//! together. Each CCR is drawn to the parent's: (P·CCR + (m − P)·parent)/m where P(x, before) < m = 100, and kept within
//! 0.5 to 2. Youngest band: its part of the women of childbearing bands now, times these women one step on. Last, all
//! areas and bands are raked to the parent's bands and to the areas' projected totals, scaled to the parent's total.
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
        for &count in area.before.iter().chain(&area.now).chain(&rules.parent) {
            not_negative("population", count)?;
        }
    }
    let whole = SmallArea {
        before: (0..bands)
            .map(|x| neumaier_sum(areas.iter().map(|a| a.before[x])))
            .collect(),
        now: (0..bands)
            .map(|x| neumaier_sum(areas.iter().map(|a| a.now[x])))
            .collect(),
    };
    let common = ratios(&whole, &vec![1.0; bands]);
    let children = youngest_ratio(&whole, rules).unwrap_or(0.0);
    let free: Vec<Vec<f64>> = areas
        .iter()
        .map(|area| one_step(area, &ratios(area, &common), (rules, children)))
        .collect();
    control(&free, &rules.parent)
}

/// The cohort change ratio out of each band; the last two bands share theirs.
fn ratios(area: &SmallArea, common: &[f64]) -> Vec<f64> {
    let last = area.now.len() - 1;
    let mut ratios: Vec<f64> = (0..last)
        .map(|x| {
            let (before, now) = if x + 1 == last {
                (area.before[x] + area.before[last], area.now[last])
            } else {
                (area.before[x], area.now[x + 1])
            };
            let kept = if before < SMALL {
                (now + (SMALL - before) * common[x]) / SMALL
            } else {
                now / before
            };
            kept.clamp(RATIOS.0, RATIOS.1)
        })
        .collect();
    ratios.push(ratios[last - 1]);
    ratios
}

/// Children of the youngest band per person of childbearing bands.
fn youngest_ratio(area: &SmallArea, rules: &HamiltonPerry) -> Option<f64> {
    let (from, to) = rules.childbearing;
    let parents = neumaier_sum(area.now[from..to].iter().copied());
    (parents > 0.0).then(|| area.now[0] / parents)
}

fn one_step(area: &SmallArea, ratios: &[f64], (rules, common): (&HamiltonPerry, f64)) -> Vec<f64> {
    let last = area.now.len() - 1;
    let mut next = vec![0.0];
    next.extend((1..=last).map(|x| area.now[x - 1] * ratios[x - 1]));
    next[last] += area.now[last] * ratios[last];
    let (from, to) = rules.childbearing;
    let parents = neumaier_sum(next[from..to].iter().copied());
    let now = neumaier_sum(area.now[from..to].iter().copied());
    let own = youngest_ratio(area, rules).unwrap_or(common);
    let ratio = if now < SMALL {
        (now * own + (SMALL - now) * common) / SMALL
    } else {
        own
    };
    next[0] = parents * ratio;
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
