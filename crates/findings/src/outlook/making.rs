//! Making an outlook: the years are read, the windows go on, the trials tell the range, the areas add up.

use std::ops::Range as Run;

use vocabulary::{Period, german_number};

use super::county::{Ages, Events, Past, ahead, both, in_years, past};
use super::people::People;
use super::range::{Range, Trial, largest};
use super::sharing::Trials;
use super::{
    Ahead, AreaAhead, Balance, GroupAhead, Known, NeedAhead, Outlook, OutlookError, Plan, need,
    words,
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
    let (first, years) = dated(panel, plan, &people)?;
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
    let everybody = 0..bands.len();
    let mut found = Vec::from([everybody]);
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
fn dated(
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
    let first = newest.unwrap_or_default() - in_years(found.len()) + 1;
    found.reverse();
    Ok((first, found))
}

/// What an outlook is made of.
pub(super) struct Making<'a> {
    pub(super) panel: Panel<'a>,
    pub(super) plan: &'a Plan,
    pub(super) people: &'a People<'a>,
    pub(super) past: &'a Past,
    /// Everybody, then the plan's groups.
    pub(super) groups: Vec<Run<usize>>,
}

/// A window of steps, and the bands of the county year by year if it goes on.
pub(super) struct Path {
    pub(super) window: Run<usize>,
    pub(super) bands: Vec<Vec<f64>>,
}

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
            let year = |at: usize| self.past.year(at);
            (year(w.start), year(w.end))
        };
        let mut outlook = Outlook {
            plan: self.plan.clone(),
            first: self.past.first,
            newest: self.past.newest(),
            years: in_years(asked.min(dates)),
            small_area_years: in_years(step),
            windows: paths.iter().map(|p| name(&p.window)).collect(),
            tests: trials.len() / self.groups.len().max(1),
            balance: self.balance(&paths, years),
            needs: self.needs(&county, &areas)?,
            county,
            areas,
            notes: Vec::new(),
        };
        outlook.notes = self.notes(&outlook, &tried);
        Ok(outlook)
    }

    /// As many steps as make one past.
    pub(super) fn window(&self, steps: usize) -> usize {
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
    pub(super) fn bands(&self, ages: &Ages) -> Vec<f64> {
        self.people.bands.gather(&both(ages))
    }

    pub(super) fn group(&self, group: usize, bands: &[f64]) -> f64 {
        bands[self.groups[group].clone()].iter().sum()
    }

    pub(super) fn group_name(&self, group: usize) -> String {
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
                    self.past.newest() + in_years(at + 1),
                    central,
                    Range::of(central, others, error),
                )
            })
            .collect()
    }

    fn balance(&self, paths: &[Path], years: &[Events]) -> Balance {
        let window = paths.last().map_or(0..0, |p| p.window.clone());
        let everybody = |at: usize| -> f64 { years[at].people.iter().flatten().sum() };
        let inside = &years[window.start + 1..=window.end];
        let root = &self.panel.tree.root().key;
        let moves = self.plan.moves.as_ref().and_then(|id| {
            (window.start + 1..=window.end)
                .map(|at| {
                    let year = Period::Year(self.past.year(at));
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

    fn notes(&self, found: &Outlook, tried: &Trials) -> Vec<String> {
        let bands = self.people.bands.names().join(", ");
        let mut notes = vec![
            words::say("note_bands", &[("bands", &bands)]),
            words::say(
                "note_pattern",
                &[
                    ("source", &self.plan.pattern.source),
                    ("date", &vocabulary::german_date(self.plan.pattern.date)),
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
            if tried.is_empty() {
                notes.push(words::say("note_untested", &[]));
            }
        }
        notes
    }
}

pub(super) fn rounded(year: i32, central: f64, range: Range) -> Ahead {
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
