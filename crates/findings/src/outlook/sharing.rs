//! The areas of an outlook: projected window by window, tried on the past, and shared out to whole people.

use std::collections::BTreeMap;

use methods::largest_remainder;
use vocabulary::{AreaKey, LevelId};

use super::county::{ahead, in_years};
use super::making::{Making, Path, rounded};
use super::range::{Range, Trial, usual};
use super::small_areas::{Projected, Reason, SmallAreas, Span};
use super::{AreaAhead, AreaGroup, GroupAhead, OutlookError};

/// Trials by level and group.
pub(super) type Trials = BTreeMap<(LevelId, usize), Vec<Trial>>;

/// Whole people of an area by group, everybody first.
type Counts = BTreeMap<AreaKey, Vec<f64>>;

impl Making<'_> {
    /// Years of the one step areas are projected by.
    pub(super) fn area_years(&self) -> usize {
        let wanted = usize::from(self.plan.small_area_years);
        wanted
            .min(usize::from(self.plan.years))
            .min(self.past.steps.len())
    }

    fn small_areas(&self) -> SmallAreas<'_> {
        SmallAreas {
            panel: self.panel,
            people: self.people,
            past: self.past,
            least: self.plan.least_people,
        }
    }

    /// Every past step areas could have been projected by, against what came.
    pub(super) fn area_trials(&self) -> Result<Trials, OutlookError> {
        let steps = self.past.steps.len();
        let years = self.area_years().min(steps / 2);
        let small = self.small_areas();
        let mut found = Trials::new();
        for from in years..=steps - years {
            let length = self.window(steps).min(from);
            let window = (from, from - length..from);
            let county = ahead(self.past, window, years, &self.plan.pattern)?;
            let Some(county) = county.last() else {
                continue;
            };
            let now = self.past.year(from);
            let span = Span {
                after: now,
                now,
                years: in_years(years),
            };
            let projected = small.ahead(&self.bands(county), span);
            for (area, bands) in projected {
                let (Ok(bands), Some(came)) = (bands, self.came(&area, now + span.years)) else {
                    continue;
                };
                let Some(level) = self.panel.tree.get(&area).map(|a| &a.level) else {
                    continue;
                };
                for group in 0..self.groups.len() {
                    let (projected, came) = (self.group(group, &bands), self.group(group, &came));
                    let trials = found.entry((level.clone(), group)).or_default();
                    trials.push(Trial::of(projected, came, years));
                }
            }
        }
        Ok(found)
    }

    /// An area's people by band, as shown.
    fn came(&self, area: &AreaKey, year: i32) -> Option<Vec<f64>> {
        let pattern = self.past.everybody(year)?;
        let at = (area, self.panel.tree.is_leaf(area));
        self.people.by_band(at, year, &pattern).ok()
    }

    /// The areas one step on, by each window; the newest last.
    fn area_paths(&self, paths: &[Path], step: usize) -> Vec<(Vec<f64>, Projected)> {
        let small = self.small_areas();
        let newest = self.past.newest();
        paths
            .iter()
            .filter(|p| p.window.end >= step)
            .map(|path| {
                let county = path.bands[step - 1].clone();
                let span = Span {
                    after: self.past.year(path.window.end),
                    now: newest,
                    years: in_years(step),
                };
                let projected = small.ahead(&county, span);
                (county, projected)
            })
            .collect()
    }

    pub(super) fn areas(
        &self,
        paths: &[Path],
        (county, step): (&[GroupAhead], usize),
        trials: &Trials,
    ) -> Vec<AreaAhead> {
        let runs = self.area_paths(paths, step);
        let Some((whole, newest)) = runs.last() else {
            return Vec::new();
        };
        let mut shared = Counts::new();
        let of_county = |g: &GroupAhead| g.ahead.get(step - 1).map_or(0.0, |a| a.count);
        let whole_counts: Vec<f64> = county.iter().map(of_county).collect();
        let root = &self.panel.tree.root().key;
        self.share_out(root, (whole, &whole_counts), newest, &mut shared);
        newest
            .iter()
            .map(|(area, bands)| match bands {
                Ok(_) => self.area(area, (&runs, &shared), (step, trials)),
                Err(reason) => AreaAhead {
                    area: area.clone(),
                    groups: Vec::new(),
                    reason: Some(reason.german()),
                },
            })
            .collect()
    }

    /// Whole people: in every group the areas below one get what it has, to the last person.
    fn share_out(
        &self,
        parent: &AreaKey,
        (bands, whole): (&[f64], &[f64]),
        projected: &Projected,
        counts: &mut Counts,
    ) {
        let of = |key: &AreaKey| {
            projected
                .get(key)
                .and_then(|r: &Result<_, Reason>| r.as_ref().ok())
        };
        let children: Vec<(&AreaKey, &Vec<f64>)> = self
            .panel
            .tree
            .children(parent)
            .filter_map(|a| Some((&a.key, of(&a.key)?)))
            .collect();
        let mut shares = vec![vec![0.0; self.groups.len()]; children.len()];
        for group in 1..self.groups.len() {
            let mut weights: Vec<f64> =
                children.iter().map(|(_, b)| self.group(group, b)).collect();
            let rest = self.group(group, bands) - weights.iter().sum::<f64>();
            // What rounding leaves is no remainder.
            weights.push(if rest < 1e-3 { 0.0 } else { rest });
            let whole = whole_people(whole[group]);
            let Ok(found) = largest_remainder(&weights, whole) else {
                continue;
            };
            for (share, count) in shares.iter_mut().zip(found) {
                share[group] = count as f64;
                share[0] += count as f64;
            }
        }
        for ((key, bands), share) in children.into_iter().zip(shares) {
            self.share_out(key, (bands, &share), projected, counts);
            counts.insert(key.clone(), share);
        }
    }

    fn area(
        &self,
        area: &AreaKey,
        (runs, counts): (&[(Vec<f64>, Projected)], &Counts),
        (step, trials): (usize, &Trials),
    ) -> AreaAhead {
        let newest = self.past.newest();
        let level = self.panel.tree.get(area).map(|a| a.level.clone());
        let all = 0..self.groups.len();
        let groups = all.map(|group| {
            let of = |run: &Projected| -> Option<f64> {
                let bands = run.get(area)?.as_ref().ok()?;
                Some(self.group(group, bands))
            };
            let central = runs.last().and_then(|r| of(&r.1)).unwrap_or(0.0);
            let of_level = level.clone().and_then(|l| trials.get(&(l, group)));
            let error = of_level.and_then(|t| usual(t, central));
            let range = Range::of(
                central,
                runs.iter().filter_map(|r| of(&r.1)),
                error.map(|e| e * step as f64),
            );
            let shared = counts.get(area).map_or(central, |c| c[group]);
            AreaGroup {
                group: self.group_name(group),
                now: self.now(area, group),
                ahead: rounded(newest + in_years(step), shared, range),
            }
        });
        AreaAhead {
            area: area.clone(),
            groups: groups.collect(),
            reason: None,
        }
    }

    /// People of today, where every part of the group is shown.
    fn now(&self, area: &AreaKey, group: usize) -> Option<f64> {
        let year = self.past.newest();
        if group == 0 {
            return self.people.total(area, year);
        }
        self.people
            .shown_group(area, year, self.groups[group].clone())
    }
}

/// A number of people that was rounded before.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rounded number of people, far below 2^53 and never negative"
)]
fn whole_people(count: f64) -> u64 {
    count.clamp(0.0, 9e15) as u64
}
