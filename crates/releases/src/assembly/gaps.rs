//! What is not known: periods without any figure and areas without a figure in the newest one.

use std::collections::{BTreeMap, BTreeSet};

use disclosure::{FigureTable, Shown};
use vocabulary::{AreaKey, LevelId, Period, State, Texts};

use crate::{Gap, IndicatorSheet};

/// The gaps of every indicator, in the order of the sheets. A hidden figure is known to us and no gap.
pub(super) fn gaps(
    figures: &FigureTable,
    sheets: &[IndicatorSheet],
    level_of: &BTreeMap<&AreaKey, &LevelId>,
) -> Vec<Gap> {
    let texts = Texts::parse(include_str!("gaps.de.toml"));
    let years: BTreeSet<i32> = figures
        .rows()
        .iter()
        .filter_map(|r| single_year(r.period))
        .collect();
    let mut found: Vec<Gap> = Vec::new();
    for sheet in sheets {
        if found.iter().any(|g| g.indicator == sheet.id) {
            continue;
        }
        let rows: Vec<&Shown> = figures
            .of_indicator(&sheet.id)
            .iter()
            .filter(|r| r.breakdown.is_total())
            .collect();
        found.extend(missing_years(sheet, &rows, &years, &texts));
        found.extend(missing_areas(sheet, &rows, level_of, &texts));
    }
    found
}

fn single_year(period: Period) -> Option<i32> {
    match period {
        Period::Year(year) => Some(year),
        _ => None,
    }
}

fn is_unknown(row: &Shown) -> bool {
    matches!(row.state, State::Unknown | State::NotYet)
}

/// Years between the first and the last one with figures in which nobody delivered.
fn missing_years(
    sheet: &IndicatorSheet,
    rows: &[&Shown],
    years: &BTreeSet<i32>,
    texts: &Texts,
) -> Option<Gap> {
    let known: BTreeSet<i32> = rows
        .iter()
        .filter(|r| !is_unknown(r))
        .filter_map(|r| single_year(r.period))
        .collect();
    let (first, last) = (*known.first()?, *known.last()?);
    let inner = years.range(first..=last).filter(|y| !known.contains(y));
    let periods: Vec<Period> = inner.map(|y| Period::Year(*y)).collect();
    let areas = rows.iter().map(|r| &r.area).collect::<BTreeSet<_>>().len();
    (!periods.is_empty()).then(|| Gap {
        indicator: sheet.id.clone(),
        periods,
        areas_missing: areas,
        areas,
        reason: texts.say("year", &[("source", &sheet.source)]),
    })
}

/// Areas of the levels the indicator is meant for without a figure in its newest period.
fn missing_areas(
    sheet: &IndicatorSheet,
    rows: &[&Shown],
    level_of: &BTreeMap<&AreaKey, &LevelId>,
    texts: &Texts,
) -> Option<Gap> {
    let newest = rows
        .iter()
        .filter(|r| !is_unknown(r))
        .map(|r| r.period)
        .max_by_key(|p| (p.last_year(), *p))?;
    let meant = |area: &AreaKey| {
        level_of
            .get(area)
            .is_some_and(|level| sheet.levels.contains(level))
    };
    let there: Vec<&&Shown> = rows
        .iter()
        .filter(|r| r.period == newest && meant(&r.area))
        .collect();
    let missing = there.iter().filter(|r| is_unknown(r)).count();
    (missing > 0).then(|| Gap {
        indicator: sheet.id.clone(),
        periods: vec![newest],
        areas_missing: missing,
        areas: there.len(),
        reason: texts.say("areas", &[("source", &sheet.source)]),
    })
}
