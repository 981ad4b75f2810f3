//! What was observed before and after the start: values of the areas of a plan and of those they are compared with.

use std::collections::BTreeSet;

use indicators::Definition;
use methods::effect::Panel as Table;
use vocabulary::{AreaKey, Period};

use super::{NotJudged, Plan, Wave};
use crate::{Counted, Moment, Panel};

/// The fewest cases a period in an area with the measure; below, a single family decides.
const FEWEST_CASES: f64 = 5.0;

/// Values without a gap, the treated areas first, and where the measure begins.
#[derive(Clone, Debug)]
pub(super) struct Observed {
    pub(super) areas: Vec<AreaKey>,
    /// The first period with the measure, for each treated area, by its number; that after the last where it is only planned.
    pub(super) begun: Vec<usize>,
    /// Whether the plan has several starts, so that each area has a before of its own.
    pub(super) staggered: bool,
    pub(super) treated: usize,
    pub(super) periods: Vec<Period>,
    /// How many periods lie before the first start.
    pub(super) before: usize,
    pub(super) table: Table,
    pub(super) left_out: Vec<(AreaKey, LeftOut)>,
    /// Parts of the plan that are not judged, with the reason.
    pub(super) waves_left: Vec<(Wave, WaveLeft)>,
    /// Periods that were not used, with the reason.
    pub(super) unused: Vec<(Period, Unused)>,
}

/// Why areas with a start of their own are not judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WaveLeft {
    /// Fewer than two usable periods lie before the start.
    TooEarly,
    /// The measure has not begun there, elsewhere it has.
    NotBegun,
}

/// Why an area is not compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// A value is not shown or not known.
    Gap,
    /// Its borders changed; its earlier values are estimated.
    Redrawn,
    /// Too large or too small beside the areas of the measure.
    Size,
    /// The plan says so.
    ByPlan,
}

/// Why a period is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unused {
    /// Counted in another way.
    Definition,
    /// Partly before and partly after a start.
    Straddles,
    /// Not known for the areas of the measure.
    Missing,
}

impl Observed {
    pub(super) fn of(panel: Panel<'_>, plan: &Plan) -> Result<Self, NotJudged> {
        let newest = panel.newest_definitions().find(|d| d.id == plan.indicator);
        let definition = newest.ok_or_else(|| NotJudged::Indicator(plan.indicator.clone()))?;
        known(panel, plan)?;
        let (periods, unused) = periods(panel, plan, definition)?;
        let waves = Waves::of(plan, &periods)?;
        let before = waves.judged[0].1;
        let (mut rows, mut areas, mut begun) = (Vec::new(), Vec::new(), Vec::new());
        for (wave, start) in &waves.judged {
            for area in &wave.areas {
                rows.push(of_measure(panel, (area, plan), (&periods, *start))?);
                areas.push(area.clone());
                begun.push(*start);
            }
        }
        let mut left_out = Vec::new();
        for area in candidates(panel, plan) {
            match judged(panel, (&area, plan), (&periods, before)) {
                Ok(row) => {
                    rows.push(row);
                    areas.push(area);
                }
                Err(reason) => left_out.push((area, reason)),
            }
        }
        Ok(Self {
            table: Table::new(rows).map_err(NotJudged::Method)?,
            treated: begun.len(),
            staggered: plan.is_staggered(),
            areas,
            begun,
            periods,
            before,
            left_out,
            waves_left: waves.left,
            unused,
        })
    }

    /// Which rows have the measure.
    pub(super) fn is_treated(&self) -> Vec<bool> {
        (0..self.areas.len()).map(|i| i < self.treated).collect()
    }

    /// The first period with the measure, for each row.
    pub(super) fn starts(&self) -> Vec<Option<usize>> {
        (0..self.areas.len())
            .map(|i| self.begun.get(i).copied())
            .collect()
    }

    /// The areas of the measure that are judged.
    pub(super) fn of_measure(&self) -> &[AreaKey] {
        &self.areas[..self.treated]
    }

    /// The areas compared with.
    pub(super) fn comparisons(&self) -> &[AreaKey] {
        &self.areas[self.treated..]
    }
}

/// Refuses areas that are not there, and areas of the measure of which nothing is shown at all.
fn known(panel: Panel<'_>, plan: &Plan) -> Result<(), NotJudged> {
    for area in plan.areas().chain(&plan.comparison.areas) {
        if panel.tree.get(area).is_none() {
            return Err(NotJudged::Area(area.clone()));
        }
    }
    let is_shown = |area: &&AreaKey| !panel.series(area, &plan.indicator).is_empty();
    match plan.areas().find(|area| !is_shown(area)) {
        Some(area) => Err(NotJudged::NotShown(area.clone())),
        None => Ok(()),
    }
}

/// The parts of a plan that can be judged, each with the number of its first period, and those that cannot.
struct Waves {
    judged: Vec<(Wave, usize)>,
    left: Vec<(Wave, WaveLeft)>,
}

impl Waves {
    fn of(plan: &Plan, periods: &[Period]) -> Result<Self, NotJudged> {
        let start = |wave: &Wave| {
            let before = periods.iter().filter(|p| is_before(**p, wave.start));
            before.count()
        };
        let all = plan.waves.iter().map(|wave| (wave.clone(), start(wave)));
        let (mut judged, early): (Vec<_>, Vec<_>) = all.partition(|(_, start)| *start >= 2);
        if judged.is_empty() {
            let have = early.iter().map(|(_, start)| *start).max().unwrap_or(0);
            return Err(NotJudged::TooFewBefore { have });
        }
        let mut left: Vec<(Wave, WaveLeft)> = early
            .into_iter()
            .map(|(wave, _)| (wave, WaveLeft::TooEarly))
            .collect();
        let begun = |start: usize| start < periods.len();
        if judged.iter().any(|(_, start)| begun(*start)) {
            let not = judged.iter().filter(|(_, start)| !begun(*start));
            left.extend(not.map(|(wave, _)| (wave.clone(), WaveLeft::NotBegun)));
            judged.retain(|(_, start)| begun(*start));
        }
        Ok(Self { judged, left })
    }
}

/// Whether a period ends before another begins.
fn is_before(period: Period, start: Period) -> bool {
    match (period, start) {
        (Period::Quarter(..), Period::Quarter(..)) | (Period::Month(..), Period::Month(..)) => {
            period < start
        }
        _ => period.last_year() < start.first_year(),
    }
}

fn straddles(period: Period, start: Period) -> bool {
    period.is_pooled()
        && period.first_year() < start.first_year()
        && period.last_year() >= start.first_year()
}

type Chosen = (Vec<Period>, Vec<(Period, Unused)>);

/// The periods of the newest way of counting in which all areas of the measure have a value.
fn periods(panel: Panel<'_>, plan: &Plan, newest: &Definition) -> Result<Chosen, NotJudged> {
    let level = &panel
        .tree
        .get(&plan.waves[0].areas[0])
        .ok_or_else(|| NotJudged::Area(plan.waves[0].areas[0].clone()))?
        .level;
    let (mut used, mut unused) = (Vec::new(), Vec::new());
    for period in panel.periods(&plan.indicator, level) {
        let version = panel.definition(&plan.indicator, period).map(|d| d.version);
        let known = |area: &AreaKey| moment(panel, (area, plan), period).is_some();
        if version != Some(newest.version) {
            unused.push((period, Unused::Definition));
        } else if plan.waves.iter().any(|wave| straddles(period, wave.start)) {
            unused.push((period, Unused::Straddles));
        } else if plan.areas().all(known) {
            used.push(period);
        } else {
            unused.push((period, Unused::Missing));
        }
    }
    Ok((used, unused))
}

fn candidates(panel: Panel<'_>, plan: &Plan) -> Vec<AreaKey> {
    if !plan.comparison.areas.is_empty() {
        return plan.comparison.areas.clone();
    }
    let levels: BTreeSet<_> = plan
        .areas()
        .filter_map(|a| panel.tree.get(a))
        .map(|a| &a.level)
        .collect();
    let all = levels.into_iter().flat_map(|level| panel.areas_of(level));
    all.map(|area| area.key.clone())
        .filter(|key| !plan.areas().any(|own| own == key))
        .collect()
}

/// The values of an area to compare with, or why it is none.
fn judged(
    panel: Panel<'_>,
    (area, plan): (&AreaKey, &Plan),
    (periods, before): (&[Period], usize),
) -> Result<Vec<f64>, LeftOut> {
    if plan.comparison.leave_out.contains(area) {
        return Err(LeftOut::ByPlan);
    }
    let moments: Vec<Moment> = periods
        .iter()
        .map(|p| moment(panel, (area, plan), *p))
        .collect::<Option<_>>()
        .ok_or(LeftOut::Gap)?;
    if moments.iter().any(|m| m.estimated) {
        return Err(LeftOut::Redrawn);
    }
    let chosen_by_hand = !plan.comparison.areas.is_empty();
    if !chosen_by_hand && !alike_in_size(panel, (area, plan), &periods[..before]) {
        return Err(LeftOut::Size);
    }
    Ok(moments.iter().map(|m| m.value).collect())
}

/// Whether the mean base before lies within the plan's factor of that of an area of the measure.
fn alike_in_size(panel: Panel<'_>, (area, plan): (&AreaKey, &Plan), before: &[Period]) -> bool {
    let base = |area: &AreaKey| -> Option<f64> {
        let bases = before
            .iter()
            .filter_map(|p| panel.counted(area, &plan.indicator, *p));
        let bases: Vec<f64> = bases.map(|c| c.base).collect();
        (!bases.is_empty()).then(|| bases.iter().sum::<f64>() / bases.len() as f64)
    };
    let Some(own) = base(area) else { return true };
    let within = |other: f64| {
        own <= other * plan.comparison.size_within && other <= own * plan.comparison.size_within
    };
    plan.areas().filter_map(base).any(within)
}

/// The values of an area with the measure; chosen were periods in which there is one.
fn of_measure(
    panel: Panel<'_>,
    (area, plan): (&AreaKey, &Plan),
    (periods, before): (&[Period], usize),
) -> Result<Vec<f64>, NotJudged> {
    let moments = periods
        .iter()
        .filter_map(|p| moment(panel, (area, plan), *p));
    let moments: Vec<Moment> = moments.collect();
    if moments.iter().any(|m| m.estimated) {
        return Err(NotJudged::Redrawn(area.clone()));
    }
    let counted: Vec<f64> = moments[..before]
        .iter()
        .filter_map(|m| m.counted)
        .map(rarer)
        .collect();
    let cases = counted.iter().sum::<f64>() / counted.len().max(1) as f64;
    if !counted.is_empty() && cases < FEWEST_CASES {
        return Err(NotJudged::TooFewCases(area.clone()));
    }
    Ok(moments.iter().map(|m| m.value).collect())
}

/// Cases or the others, whatever there is less of; cases alone where they are not a part of their base.
fn rarer(counted: Counted) -> f64 {
    let others = counted.base - counted.cases;
    if others >= 0.0 {
        counted.cases.min(others)
    } else {
        counted.cases
    }
}

fn moment(panel: Panel<'_>, (area, plan): (&AreaKey, &Plan), period: Period) -> Option<Moment> {
    let series = panel.series(area, &plan.indicator);
    series.into_iter().rev().find(|m| m.period == period)
}
