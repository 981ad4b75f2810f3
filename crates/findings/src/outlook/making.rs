//! Making an outlook: the years are read, the windows go on, the trials tell the range, the areas add up.

use std::collections::BTreeMap;
use std::ops::Range as Run;

use methods::largest_remainder;
use vocabulary::{AreaKey, LevelId, Period, german_number};

use super::county::{Ages, Events, Past, ahead, both, past};
use super::people::People;
use super::range::{Range, Trial, largest, usual};
use super::small_areas::{Projected, Reason, SmallAreas, Span};
use super::{
    Ahead, AreaAhead, AreaGroup, Balance, GroupAhead, Known, NeedAhead, Outlook, OutlookError,
    Plan, need, words,
};
use crate::Panel;

/// With fewer reference dates in a row there is neither a second window nor a trial.
const LEAST_DATES: usize = 5;

/// People ahead by the newest released figures.
///
/// Refused where the ages are not told, or not for enough years in a row; an area whose figures are hidden is not
/// projected and says so.
pub fn outlook(panel: Panel<'_>, plan: &Plan) -> Result<Outlook, OutlookError> {
    let people = People::of(panel, plan)?;
    let groups = groups(plan, &people)?;
    let (first, years) = years(panel, plan, &people)?;
    let past = past((first, &years), &people.bands, &plan.pattern)?;
    let making = Making {
        panel,
        plan,
        people: &people,
        past: &past,
        groups,
    };
    making.outlook(&years)
}

/// The plan's age groups as runs of bands, everybody first.
fn groups(plan: &Plan, people: &People<'_>) -> Result<Vec<Run<usize>>, OutlookError> {
    let bands = &people.bands;
    let mut found = vec![0..bands.len()];
    let mut next = 0;
    for group in &plan.groups {
        let run = bands.group(group).ok_or_else(|| OutlookError::Group {
            group: group.clone(),
            bands: bands.names().join(", "),
        })?;
        if run.start != next {
            return Err(OutlookError::Groups);
        }
        next = run.end;
        found.push(run);
    }
    if next == bands.len() {
        Ok(found)
    } else {
        Err(OutlookError::Groups)
    }
}

/// The newest reference dates in a row, with what happened in between.
fn years(
    panel: Panel<'_>,
    plan: &Plan,
    people: &People<'_>,
) -> Result<(i32, Vec<Events>), OutlookError> {
    let root = &panel.tree.root().key;
    let flow = |id, year| panel.shown(root, id, Period::Year(year))?.numerator;
    let series = panel.series(root, &plan.population);
    let told: Vec<i32> = series.iter().map(|m| m.period.last_year()).collect();
    let newest = told
        .iter()
        .rev()
        .copied()
        .find(|y| people.by_sex(root, *y).is_some());
    let (mut year, mut found) = (newest.unwrap_or_default(), Vec::new());
    let missing = loop {
        let Some(by_sex) = people.by_sex(root, year) else {
            break if newest.is_some() {
                "missing_people"
            } else {
                "missing_none"
            };
        };
        let (births, deaths) = (flow(&plan.births, year), flow(&plan.deaths, year));
        found.push(Events {
            people: by_sex,
            births: births.unwrap_or_default(),
            deaths: deaths.unwrap_or_default(),
        });
        // The first date needs no events of its own year.
        match (births, deaths) {
            (None, _) => break "missing_births",
            (_, None) => break "missing_deaths",
            _ => year -= 1,
        }
    };
    if found.len() < LEAST_DATES {
        return Err(OutlookError::TooFewYears {
            found: found.len(),
            needed: LEAST_DATES,
            missing: words::say(missing, &[("year", &year.to_string())]),
        });
    }
    let newest = newest.unwrap_or_default();
    let first = newest - found.len() as i32 + 1;
    found.reverse();
    Ok((first, found))
}

/// What an outlook is made of.
struct Making<'a> {
    panel: Panel<'a>,
    plan: &'a Plan,
    people: &'a People<'a>,
    past: &'a Past,
    /// Everybody, then the plan's groups.
    groups: Vec<Run<usize>>,
}

/// A window of steps, and the bands of the county year by year if it goes on.
struct Path {
    window: Run<usize>,
    bands: Vec<Vec<f64>>,
}

/// Trials by level and group.
type Trials = BTreeMap<(LevelId, usize), Vec<Trial>>;

impl Making<'_> {
    fn outlook(&self, years: &[Events]) -> Result<Outlook, OutlookError> {
        let dates = self.past.ages.len();
        let asked = usize::from(self.plan.years);
        let paths = self.paths(dates - 1, asked.min(dates))?;
        let trials = self.trials()?;
        let county = self.county(&paths, &trials, years);
        let step = self.area_years();
        let tried = self.area_trials()?;
        let areas = self.areas(&paths, (&county, step), &tried);
        let name = |w: &Run<usize>| {
            let year = |at: usize| self.past.first + at as i32;
            (year(w.start), year(w.end))
        };
        let mut outlook = Outlook {
            plan: self.plan.clone(),
            first: self.past.first,
            newest: self.past.newest(),
            years: asked.min(dates) as i32,
            small_area_years: step as i32,
            windows: paths.iter().map(|p| name(&p.window)).collect(),
            tests: trials.len() / self.groups.len().max(1),
            balance: self.balance(&paths, years),
            needs: self.needs(&county, &areas)?,
            county,
            areas,
            notes: Vec::new(),
        };
        outlook.notes = self.notes(&outlook, tried.is_empty());
        Ok(outlook)
    }

    /// As many steps as make one past.
    fn window(&self, steps: usize) -> usize {
        usize::from(self.plan.window)
            .min(steps.saturating_sub(2))
            .max(2)
    }

    /// The county from a reference date on, by each past window up to then; the newest last.
    fn paths(&self, from: usize, years: usize) -> Result<Vec<Path>, OutlookError> {
        let length = self.window(self.past.steps.len()).min(from);
        let mut found = Vec::new();
        for end in length..=from {
            let window = end - length..end;
            let ages = ahead(self.past, (from, window.clone()), years, &self.plan.pattern)?;
            let bands = ages.iter().map(|a| self.bands(a)).collect();
            found.push(Path { window, bands });
        }
        Ok(found)
    }

    /// Women and men by band.
    fn bands(&self, ages: &Ages) -> Vec<f64> {
        self.people.bands.gather(&both(ages))
    }

    fn group(&self, group: usize, bands: &[f64]) -> f64 {
        bands[self.groups[group].clone()].iter().sum()
    }

    fn group_name(&self, group: usize) -> String {
        let named = group.checked_sub(1).and_then(|at| self.plan.groups.get(at));
        named.map_or_else(|| "total".to_owned(), Clone::clone)
    }

    /// Every past year that could have been projected, against what came: group and trial.
    fn trials(&self) -> Result<Vec<(usize, Trial)>, OutlookError> {
        let steps = self.past.steps.len();
        let length = self.window(steps);
        let mut found = Vec::new();
        for from in length..steps {
            let ages = ahead(
                self.past,
                (from, from - length..from),
                steps - from,
                &self.plan.pattern,
            )?;
            for (at, ages) in ages.iter().enumerate() {
                let (projected, came) =
                    (self.bands(ages), self.bands(&self.past.ages[from + at + 1]));
                found.extend((0..self.groups.len()).map(|group| {
                    let (projected, came) =
                        (self.group(group, &projected), self.group(group, &came));
                    (group, Trial::of(projected, came, at + 1))
                }));
            }
        }
        Ok(found)
    }

    fn county(
        &self,
        paths: &[Path],
        trials: &[(usize, Trial)],
        years: &[Events],
    ) -> Vec<GroupAhead> {
        let dates = self.past.first..;
        let all = 0..self.groups.len();
        let mut found: Vec<GroupAhead> = all
            .map(|group| {
                let own: Vec<Trial> = trials
                    .iter()
                    .filter(|t| t.0 == group)
                    .map(|t| t.1)
                    .collect();
                let error = largest(&own);
                let known = years.iter().zip(dates.clone()).map(|(events, year)| Known {
                    year,
                    count: self.group(group, &both(&events.people)),
                });
                GroupAhead {
                    group: self.group_name(group),
                    known: known.collect(),
                    ahead: self.group_ahead(paths, group, error),
                    error,
                }
            })
            .collect();
        everybody_is_the_sum(&mut found);
        found
    }

    fn group_ahead(&self, paths: &[Path], group: usize, error: Option<f64>) -> Vec<Ahead> {
        let Some(newest) = paths.last() else {
            return Vec::new();
        };
        let years = newest.bands.iter().enumerate();
        years
            .map(|(at, bands)| {
                let central = self.group(group, bands);
                let others = paths.iter().map(|p| self.group(group, &p.bands[at]));
                let error = error.map(|e| e * (at + 1) as f64);
                rounded(
                    self.past.newest() + at as i32 + 1,
                    central,
                    Range::of(central, others, error),
                )
            })
            .collect()
    }

    /// Years of the one step areas are projected by.
    fn area_years(&self) -> usize {
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
    fn area_trials(&self) -> Result<Trials, OutlookError> {
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
            let now = self.past.first + from as i32;
            let span = Span {
                after: now,
                now,
                years: years as i32,
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
                    after: self.past.first + path.window.end as i32,
                    now: newest,
                    years: step as i32,
                };
                let projected = small.ahead(&county, span);
                (county, projected)
            })
            .collect()
    }

    fn areas(
        &self,
        paths: &[Path],
        (county, step): (&[GroupAhead], usize),
        trials: &Trials,
    ) -> Vec<AreaAhead> {
        let runs = self.area_paths(paths, step);
        let Some((whole, newest)) = runs.last() else {
            return Vec::new();
        };
        let mut counts = Counts::new();
        let of_county = |g: &GroupAhead| g.ahead.get(step - 1).map_or(0.0, |a| a.count);
        let whole_counts: Vec<f64> = county.iter().map(of_county).collect();
        let root = &self.panel.tree.root().key;
        self.share_out(root, (whole, &whole_counts), newest, &mut counts);
        newest
            .iter()
            .map(|(area, bands)| match bands {
                Ok(_) => self.area(area, (&runs, &counts), (step, trials)),
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
            let whole = whole[group].max(0.0) as u64;
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
                ahead: rounded(newest + step as i32, shared, range),
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

    fn balance(&self, paths: &[Path], years: &[Events]) -> Balance {
        let window = paths.last().map_or(0..0, |p| p.window.clone());
        let everybody = |at: usize| -> f64 { years[at].people.iter().flatten().sum() };
        let inside = &years[window.start + 1..=window.end];
        let root = &self.panel.tree.root().key;
        let moves = self.plan.moves.as_ref().and_then(|id| {
            (window.start + 1..=window.end)
                .map(|at| {
                    let year = Period::Year(self.past.first + at as i32);
                    self.panel.shown(root, id, year)?.numerator
                })
                .sum::<Option<f64>>()
        });
        Balance {
            change: everybody(window.end) - everybody(window.start),
            births: inside.iter().map(|e| e.births).sum(),
            deaths: inside.iter().map(|e| e.deaths).sum(),
            moves,
        }
    }

    fn needs(
        &self,
        county: &[GroupAhead],
        areas: &[AreaAhead],
    ) -> Result<Vec<NeedAhead>, OutlookError> {
        let guides = self.plan.need.iter();
        guides
            .map(|guide| {
                let ages = need::ages_of(guide, county)?;
                let years = county[0].ahead.len();
                let whole: Vec<Ahead> = (0..years)
                    .filter_map(|at| together(ages.iter().map(|g| county[*g].ahead[at])))
                    .collect();
                let areas: Vec<(&AreaAhead, Ahead)> = areas
                    .iter()
                    .filter(|a| a.reason.is_none())
                    .filter_map(|a| Some((a, together(ages.iter().map(|g| a.groups[*g].ahead))?)))
                    .collect();
                Ok(need::need(self.panel, guide, &whole, &areas))
            })
            .collect()
    }

    fn notes(&self, found: &Outlook, untested: bool) -> Vec<String> {
        let bands = self.people.bands.names().join(", ");
        let mut notes = vec![
            words::say("note_bands", &[("bands", &bands)]),
            words::say(
                "note_pattern",
                &[
                    ("source", &self.plan.pattern.source),
                    ("date", &self.plan.pattern.date.to_string()),
                ],
            ),
            balance_told(found),
            words::say(
                "note_children",
                &[("year", &(found.newest + 1).to_string())],
            ),
        ];
        if found.years < i32::from(self.plan.years) {
            let asked = self.plan.years.to_string();
            let years = found.years.to_string();
            notes.push(words::say(
                "note_clipped",
                &[("asked", &asked), ("years", &years)],
            ));
        }
        if !found.areas.is_empty() {
            let done = found.areas.iter().filter(|a| a.reason.is_none()).count();
            let all = found.areas.len().to_string();
            notes.push(words::say(
                "note_areas",
                &[("done", &done.to_string()), ("all", &all)],
            ));
            if untested {
                notes.push(words::say("note_untested", &[]));
            }
        }
        notes
    }
}

/// Whole people of an area by group, everybody first.
type Counts = BTreeMap<AreaKey, Vec<f64>>;

fn rounded(year: i32, central: f64, range: Range) -> Ahead {
    let count = central.round();
    Ahead {
        year,
        count,
        lower: range.lower.min(count),
        upper: range.upper.max(count),
    }
}

/// Everybody is as many as the groups together, to the last person.
fn everybody_is_the_sum(groups: &mut [GroupAhead]) {
    let Some((everybody, groups)) = groups.split_first_mut() else {
        return;
    };
    for (at, all) in everybody.ahead.iter_mut().enumerate() {
        all.count = groups.iter().map(|g| g.ahead[at].count).sum();
        all.lower = all.lower.min(all.count);
        all.upper = all.upper.max(all.count);
    }
}

/// Several groups of one year; their ranges are added, which is rather too wide than too narrow.
fn together(groups: impl Iterator<Item = Ahead>) -> Option<Ahead> {
    groups.reduce(|all, next| Ahead {
        year: all.year,
        count: all.count + next.count,
        lower: all.lower + next.lower,
        upper: all.upper + next.upper,
    })
}

fn balance_told(found: &Outlook) -> String {
    let number = |n: f64| german_number(n, 0);
    let (from, to) = found.windows.last().copied().unwrap_or_default();
    let (from, to) = (from.to_string(), to.to_string());
    let balance = &found.balance;
    let (change, births, deaths) = (
        number(balance.change),
        number(balance.births),
        number(balance.deaths),
    );
    let mut values = vec![
        ("from", from.as_str()),
        ("to", to.as_str()),
        ("change", &change),
        ("births", &births),
        ("deaths", &deaths),
    ];
    let moves = balance.moves.map(number);
    match &moves {
        Some(moves) if balance.change >= 0.0 && !moves.starts_with(['-', '−']) => {
            values.push(("moves", moves));
            words::say("note_balance", &values)
        }
        _ => words::say("note_balance_rest", &values),
    }
}
