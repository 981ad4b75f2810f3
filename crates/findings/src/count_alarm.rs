//! Count alarm: more cases in the newest month than the months before let expect. For monthly counts only.

use indicators::{Definition, Kind};
use methods::NotDefined;
use methods::surveillance::{Alarm, EarsMethod, Farrington, ears, farrington};
use vocabulary::{AreaKey, Breakdown, LevelId, Period, german_number};

use crate::examined::{Tally, why};
use crate::rules::{AlarmMethod, Condition, Rule};
use crate::subject::levels;
use crate::{Evidence, FigureAt, Finding, FindingKind, Panel, words};

/// Farrington looks at the same month of so many earlier years …
const YEARS: usize = 3;
/// … and at so many months to each side of it.
const WINDOW: usize = 2;
/// Months in a year.
const MONTHS: usize = 12;

/// Counts of consecutive months up to the newest.
struct Months {
    counts: Vec<f64>,
    newest: Period,
}

/// The findings of a count alarm rule.
pub(crate) fn findings(panel: Panel<'_>, rule: (&Rule, u32), tally: &mut Tally) -> Vec<Finding> {
    let Condition::CountAlarm { method, alpha } = rule.0.condition else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut any = false;
    for definition in panel
        .newest_definitions()
        .filter(|d| rule.0.watches(d) && counts(d))
    {
        for level in levels(panel, rule.0, definition) {
            for (area, months) in series(panel, definition, level) {
                any = true;
                match alarm(&months.counts, (method, alpha)) {
                    Ok(Some(alarm)) => {
                        tally.tested(&definition.id, 1);
                        if alarm.raised {
                            found.push(finding(rule, definition, area, (&months, alarm)));
                        }
                    }
                    Ok(None) => {
                        tally.missed(Some(&definition.id), 1, words::say("months_too_few", &[]));
                    }
                    Err(reason) => tally.missed(Some(&definition.id), 1, why(&reason)),
                }
            }
        }
    }
    if !any {
        tally.missed(None, panel.tree.areas().len(), words::say("no_months", &[]));
    }
    found
}

/// Whether cases are counted at all.
fn counts(definition: &Definition) -> bool {
    matches!(definition.kind, Kind::Count | Kind::Share | Kind::Rate)
}

fn alarm(counts: &[f64], (method, alpha): (AlarmMethod, f64)) -> Result<Option<Alarm>, NotDefined> {
    let said = match method {
        AlarmMethod::Ears => ears(counts, EarsMethod::C1, alpha)?,
        AlarmMethod::Farrington => farrington(
            counts,
            Farrington {
                frequency: MONTHS,
                years: YEARS,
                window: WINDOW,
                alpha,
            },
        )?,
    };
    Ok(said.last().copied().flatten())
}

/// The newest months without a gap of every area that has the newest month.
fn series<'a>(
    panel: Panel<'a>,
    definition: &Definition,
    level: &'a LevelId,
) -> Vec<(&'a AreaKey, Months)> {
    let total = Breakdown::total();
    let monthly = |area: &AreaKey| -> Vec<(Period, f64)> {
        let rows = panel
            .figures
            .series(area, &definition.id, &total)
            .into_iter();
        rows.filter(|r| r.definition_version == definition.version && r.value.is_some())
            .filter(|r| matches!(r.period, Period::Month(..)))
            .filter_map(|r| Some((r.period, r.numerator.or(r.value)?)))
            .collect()
    };
    let all: Vec<(&AreaKey, Vec<(Period, f64)>)> = panel
        .areas_of(level)
        .map(|a| (&a.key, monthly(&a.key)))
        .collect();
    let Some(newest) = all.iter().filter_map(|(_, m)| Some(m.last()?.0)).max() else {
        return Vec::new();
    };
    let current = all
        .into_iter()
        .filter(|(_, m)| m.last().is_some_and(|m| m.0 == newest));
    current
        .map(|(area, months)| {
            let counts = unbroken(&months);
            (area, Months { counts, newest })
        })
        .collect()
}

/// The counts of the newest months that follow each other.
fn unbroken(months: &[(Period, f64)]) -> Vec<f64> {
    let number = |period: Period| match period {
        Period::Month(year, month) => year * 12 + i32::from(month),
        other => other.last_year() * 12,
    };
    let mut counts: Vec<f64> = Vec::new();
    let mut expected: Option<i32> = None;
    for (period, count) in months.iter().rev() {
        if expected.is_some_and(|e| e != number(*period)) {
            break;
        }
        expected = Some(number(*period) - 1);
        counts.push(*count);
    }
    counts.reverse();
    counts
}

fn finding(
    (rule, rule_version): (&Rule, u32),
    definition: &Definition,
    area: &AreaKey,
    (months, alarm): (&Months, Alarm),
) -> Finding {
    let count = months.counts.last().copied().unwrap_or(0.0);
    Finding {
        rule: rule.id.clone(),
        rule_version,
        kind: FindingKind::CountAlarm,
        areas: vec![area.clone()],
        indicators: vec![definition.id.clone()],
        since: Some(months.newest),
        period: months.newest,
        figures: vec![FigureAt {
            area: area.clone(),
            indicator: definition.id.clone(),
            definition_version: definition.version,
            period: months.newest,
        }],
        reason: words::say(
            "count_alarm",
            &[
                ("name", &definition.short_name),
                ("period", &vocabulary::german_period(months.newest)),
                ("count", &german_number(count, 0)),
                ("upper", &german_number(alarm.upper.floor(), 0)),
            ],
        ),
        evidence: Evidence::Tested,
    }
}
