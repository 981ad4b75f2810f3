//! Effects by group and time where a measure begins at different times.
//!
//! **Literature.** Callaway, B. & Sant'Anna, P. H. C. (2021): Difference-in-differences with multiple time periods. Journal of
//! Econometrics 225, 200-230; Sant'Anna & Zhao (2020) (outcome regression). References: R did, differences.
//!
//! **Formula.** Group g (first period with the measure), time t, base b = g − 1 for t ≥ g and t − 1 before (varying base):
//! ATT(g,t) = mean of y(t) − y(b) in g − mean of the same in the comparison areas: never treated, or not yet treated at
//! max(t, b). With covariates (as at b) the second mean is that of the comparison areas' regression, at the covariates of g.
//! Errors from influence functions: √(Σψ²)/n. Aggregates: simple (over all t ≥ g by group size), by group, by time since
//! the start, by calendar time; the influence of estimated group sizes is included.
//!
//! **Unit.** That of the values. **Edge cases.** Areas treated in the first period have no before and are left out; a cell
//! without comparison area is left out; no cell at all: not defined. With few treated areas errors are too small:
//! [`super::randomisation_test`].

use nalgebra::{DMatrix, DVector};

use super::{Panel, Starts};
use crate::NotDefined;
use crate::least_squares::least_squares;
use crate::not_defined::{all_finite, same_length};
use crate::summation::{mean, neumaier_sum};

/// With whom the treated are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Controls {
    /// Areas that never get the measure.
    Never,
    /// Areas that do not have it yet.
    NotYet,
}

/// The effect on one group at one time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Att {
    /// The first period with the measure.
    pub group: usize,
    /// The period looked at.
    pub time: usize,
    /// The period compared with.
    pub base: usize,
    /// The effect; before the start, the placebo difference.
    pub effect: f64,
    /// Its standard error.
    pub error: f64,
}

/// All effects by group and time.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupTime {
    /// The effects, by group and time.
    pub cells: Vec<Att>,
    influence: Vec<Vec<f64>>,
    /// The group of each area used.
    groups: Vec<Option<usize>>,
}

/// How effects are brought together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregation {
    /// All effects since the starts.
    Simple,
    /// By group.
    Group,
    /// By time since the start.
    Dynamic,
    /// By calendar time.
    Calendar,
}

/// Effects brought together.
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregated {
    /// The overall effect and its error.
    pub overall: (f64, f64),
    /// Group, time since the start or calendar time; effect; error. Empty for the simple one.
    pub parts: Vec<(i64, f64, f64)>,
}

/// The effects of a measure that begins where and when `starts` says; covariates as [covariate][area][period].
///
/// ```
/// use methods::effect::{Aggregation, Controls, Panel, callaway_santanna};
/// let panel = Panel::new(vec![
///     vec![1.0, 2.0, 7.0, 8.0], vec![1.5, 2.5, 7.5, 8.5], // +4 from the third period on
///     vec![3.0, 4.0, 5.0, 8.0], // +2 from the fourth on
///     vec![5.0, 6.0, 7.0, 8.0], vec![3.0, 4.0, 5.0, 6.0],
/// ])?;
/// let starts = [Some(2), Some(2), Some(3), None, None];
/// let found = callaway_santanna(&panel, &starts, Controls::NotYet, &[])?;
/// let by_group = found.aggregate(Aggregation::Group);
/// assert!((by_group.parts[0].1 - 4.0).abs() < 1e-12 && (by_group.parts[1].1 - 2.0).abs() < 1e-12);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn callaway_santanna(
    panel: &Panel,
    starts: &Starts,
    controls: Controls,
    covariates: &[Vec<Vec<f64>>],
) -> Result<GroupTime, NotDefined> {
    panel.check(starts)?;
    check_covariates(panel, covariates)?;
    let areas: Vec<usize> = (0..starts.len())
        .filter(|&i| starts[i] != Some(0))
        .collect();
    let groups: Vec<Option<usize>> = areas.iter().map(|&area| starts[area]).collect();
    let names: std::collections::BTreeSet<usize> = groups.iter().flatten().copied().collect();
    let (mut cells, mut influence) = (Vec::new(), Vec::new());
    for group in names {
        for time in 1..panel.periods() {
            let (base, cell) = Cell::of(
                panel,
                (&areas, &groups),
                (group, time),
                (controls, covariates),
            );
            if !cell.compared.contains(&true) {
                continue;
            }
            let (effect, own) = cell.effect()?;
            let error = error_of(&own);
            cells.push(Att {
                group,
                time,
                base,
                effect,
                error,
            });
            influence.push(own);
        }
    }
    if cells.is_empty() {
        return Err(NotDefined::TooFewComparisons { need: 1, have: 0 });
    }
    Ok(GroupTime {
        cells,
        influence,
        groups,
    })
}

fn check_covariates(panel: &Panel, covariates: &[Vec<Vec<f64>>]) -> Result<(), NotDefined> {
    for covariate in covariates {
        same_length("columns", covariate.len(), panel.areas())?;
        for row in covariate {
            same_length("columns", row.len(), panel.periods())?;
            all_finite("columns", row)?;
        }
    }
    Ok(())
}

/// The standard error of a mean of influences.
fn error_of(influence: &[f64]) -> f64 {
    neumaier_sum(influence.iter().map(|psi| psi * psi)).sqrt() / influence.len() as f64
}

/// One group at one time.
struct Cell {
    treated: Vec<bool>,
    compared: Vec<bool>,
    change: Vec<f64>,
    /// Covariates of each area.
    known: Vec<Vec<f64>>,
}

impl Cell {
    /// The areas of a group and those compared with, from the base period to a time.
    fn of(
        panel: &Panel,
        (areas, groups): (&[usize], &[Option<usize>]),
        (group, time): (usize, usize),
        (controls, covariates): (Controls, &[Vec<Vec<f64>>]),
    ) -> (usize, Self) {
        let base = if time >= group { group - 1 } else { time - 1 };
        let from = time.max(base);
        let compared = |own: Option<usize>| match (controls, own) {
            (_, None) => true,
            (Controls::NotYet, Some(start)) => start > from && start != group,
            (Controls::Never, Some(_)) => false,
        };
        let cell = Self {
            treated: groups.iter().map(|own| *own == Some(group)).collect(),
            compared: groups.iter().map(|own| compared(*own)).collect(),
            change: areas
                .iter()
                .map(|&i| panel.row(i)[time] - panel.row(i)[base])
                .collect(),
            known: areas
                .iter()
                .map(|&i| covariates.iter().map(|c| c[i][base]).collect())
                .collect(),
        };
        (base, cell)
    }

    /// The effect and the influence of each area on it.
    fn effect(&self) -> Result<(f64, Vec<f64>), NotDefined> {
        let all = self.treated.len();
        let of = |who: &[bool]| (0..all).filter(|&i| who[i]).collect::<Vec<usize>>();
        let (treated, compared) = (of(&self.treated), of(&self.compared));
        let width = self.known[0].len() + 1;
        let row = |i: usize, k: usize| if k == 0 { 1.0 } else { self.known[i][k - 1] };
        let columns = DMatrix::from_fn(compared.len(), width, |r, k| row(compared[r], k));
        let changes: Vec<f64> = compared.iter().map(|&i| self.change[i]).collect();
        let fit = least_squares(&columns, &changes, None)?;
        let expected = |i: usize| neumaier_sum((0..width).map(|k| row(i, k) * fit.coefficients[k]));
        let gained: Vec<f64> = treated
            .iter()
            .map(|&i| self.change[i] - expected(i))
            .collect();
        let effect = mean(&gained).unwrap_or(0.0);
        let mut influence = vec![0.0; all];
        for (&i, gain) in treated.iter().zip(&gained) {
            influence[i] = all as f64 * (gain - effect) / treated.len() as f64;
        }
        // What the regression owes to each comparison area, at the mean covariates of the treated.
        let average = DVector::from_fn(width, |k, _| {
            neumaier_sum(treated.iter().map(|&i| row(i, k))) / treated.len() as f64
        });
        let pull = &fit.inverse * average;
        for (r, &i) in compared.iter().enumerate() {
            let lever = neumaier_sum((0..width).map(|k| row(i, k) * pull[k]));
            influence[i] -= all as f64 * fit.residuals[r] * lever;
        }
        Ok((effect, influence))
    }
}

impl Aggregation {
    /// What cells are brought together by.
    fn key(self, cell: &Att) -> i64 {
        let (group, time) = (whole(cell.group), whole(cell.time));
        match self {
            Self::Simple => 0,
            Self::Group => group,
            Self::Dynamic => time - group,
            Self::Calendar => time,
        }
    }
}

impl GroupTime {
    /// The effects brought together.
    pub fn aggregate(&self, by: Aggregation) -> Aggregated {
        let used: Vec<usize> = (0..self.cells.len())
            .filter(|&c| by == Aggregation::Dynamic || self.cells[c].time >= self.cells[c].group)
            .collect();
        let mut keys: Vec<i64> = used.iter().map(|&c| by.key(&self.cells[c])).collect();
        keys.sort_unstable();
        keys.dedup();
        let parts: Vec<(i64, f64, Vec<f64>)> = keys
            .iter()
            .map(|&name| {
                let own: Vec<usize> = used
                    .iter()
                    .copied()
                    .filter(|&c| by.key(&self.cells[c]) == name)
                    .collect();
                let (effect, influence) = if by == Aggregation::Group {
                    self.average(&own)
                } else {
                    self.weighted(&own)
                };
                (name, effect, influence)
            })
            .collect();
        let overall = self.overall(&parts, by);
        let told = parts
            .iter()
            .map(|(name, effect, psi)| (*name, *effect, error_of(psi)));
        Aggregated {
            overall,
            parts: if by == Aggregation::Simple {
                Vec::new()
            } else {
                told.collect()
            },
        }
    }

    fn overall(&self, parts: &[(i64, f64, Vec<f64>)], by: Aggregation) -> (f64, f64) {
        let kept: Vec<&(i64, f64, Vec<f64>)> = parts
            .iter()
            .filter(|part| by != Aggregation::Dynamic || part.0 >= 0)
            .collect();
        let effects: Vec<f64> = kept.iter().map(|part| part.1).collect();
        let psi: Vec<&[f64]> = kept.iter().map(|part| part.2.as_slice()).collect();
        if by == Aggregation::Group {
            let groups: Vec<usize> = kept
                .iter()
                .map(|part| usize::try_from(part.0).unwrap_or(0))
                .collect();
            let (effect, influence) = self.by_size(&groups, &effects, &psi);
            return (effect, error_of(&influence));
        }
        let influence: Vec<f64> = (0..self.groups.len())
            .map(|i| neumaier_sum(psi.iter().map(|psi| psi[i])) / effects.len().max(1) as f64)
            .collect();
        (mean(&effects).unwrap_or(0.0), error_of(&influence))
    }

    /// The plain mean of cells.
    fn average(&self, cells: &[usize]) -> (f64, Vec<f64>) {
        let effects: Vec<f64> = cells.iter().map(|&c| self.cells[c].effect).collect();
        let influence = (0..self.groups.len())
            .map(|i| neumaier_sum(cells.iter().map(|&c| self.influence[c][i])) / cells.len() as f64)
            .collect();
        (mean(&effects).unwrap_or(0.0), influence)
    }

    /// The mean of cells by the size of their groups.
    fn weighted(&self, cells: &[usize]) -> (f64, Vec<f64>) {
        let groups: Vec<usize> = cells.iter().map(|&c| self.cells[c].group).collect();
        let effects: Vec<f64> = cells.iter().map(|&c| self.cells[c].effect).collect();
        let psi: Vec<&[f64]> = cells
            .iter()
            .map(|&c| self.influence[c].as_slice())
            .collect();
        self.by_size(&groups, &effects, &psi)
    }

    /// A mean by the size of groups; an area also has influence on how large its group is.
    fn by_size(&self, groups: &[usize], effects: &[f64], psi: &[&[f64]]) -> (f64, Vec<f64>) {
        let n = self.groups.len() as f64;
        let size = |group: usize| {
            self.groups
                .iter()
                .filter(|own| **own == Some(group))
                .count() as f64
                / n
        };
        let sizes: Vec<f64> = groups.iter().map(|&group| size(group)).collect();
        let total = neumaier_sum(sizes.iter().copied());
        let effect = neumaier_sum(
            sizes
                .iter()
                .zip(effects)
                .map(|(size, effect)| size * effect),
        ) / total;
        let influence = self
            .groups
            .iter()
            .enumerate()
            .map(|(i, own)| {
                neumaier_sum((0..groups.len()).map(|c| {
                    let here = f64::from(*own == Some(groups[c])) - sizes[c];
                    sizes[c] / total * psi[c][i] + here / total * (effects[c] - effect)
                }))
            })
            .collect();
        (effect, influence)
    }
}

fn whole(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_comparison_or_before_there_is_nothing_to_say() {
        let panel = Panel::new(vec![vec![1.0, 2.0, 4.0], vec![2.0, 2.0, 5.0]]).unwrap();
        let never = callaway_santanna(&panel, &[Some(1), Some(1)], Controls::Never, &[]);
        assert_eq!(
            never,
            Err(NotDefined::TooFewComparisons { need: 1, have: 0 })
        );
        let not_yet =
            callaway_santanna(&panel, &[Some(1), Some(2)], Controls::NotYet, &[]).unwrap();
        assert_eq!(not_yet.cells.len(), 1);
        assert!(callaway_santanna(&panel, &[Some(0), None], Controls::Never, &[]).is_err());
        assert!(callaway_santanna(&panel, &[None, None], Controls::Never, &[]).is_err());
        let same = vec![vec![vec![1.0; 3]; 2]];
        assert!(callaway_santanna(&panel, &[Some(1), None], Controls::Never, &same).is_err());
    }
}
