//! Verdicts: each area against the rest of its municipality and of the county, from released figures only, so that a
//! verdict can say nothing that its reader could not recompute.

use std::collections::BTreeMap;

use disclosure::{FigureTable, Shown};
use indicators::Kind;
use methods::{Comparison, Rules, verdicts as judge};
use vocabulary::{AreaKey, Breakdown, IndicatorId, Period};

use crate::{Answer, AreaInfo, IndicatorSheet, Verdict};

/// The verdicts of the newest period of every indicator, in the order of sheets, whole and area.
pub(super) fn verdicts(
    figures: &FigureTable,
    sheets: &[IndicatorSheet],
    areas: &[AreaInfo],
) -> Vec<Verdict> {
    let parents: BTreeMap<&AreaKey, &AreaKey> = areas
        .iter()
        .filter_map(|a| a.parent.as_ref().map(|p| (&a.key, p)))
        .collect();
    let real: Vec<&AreaInfo> = areas
        .iter()
        .filter(|a| a.key.unallocated_of().is_none())
        .collect();
    let mut found = Vec::new();
    for sheet in newest_sheets(sheets) {
        let Some(period) = newest_period(figures, &sheet.id) else {
            continue;
        };
        let rows: BTreeMap<&AreaKey, &Shown> = figures
            .across(&sheet.id, period, &Breakdown::total())
            .into_iter()
            .map(|row| (&row.area, row))
            .collect();
        let mut sets: BTreeMap<(&AreaKey, &str), Vec<&AreaKey>> = BTreeMap::new();
        for area in &real {
            for whole in ancestors(&area.key, &parents) {
                sets.entry((whole, area.level.as_str()))
                    .or_default()
                    .push(&area.key);
            }
        }
        for ((whole, _), members) in sets {
            found.extend(of_set(sheet, period, (whole, &members), &rows));
        }
    }
    found
}

fn newest_sheets(sheets: &[IndicatorSheet]) -> impl Iterator<Item = &IndicatorSheet> {
    sheets.iter().filter(|s| {
        !sheets
            .iter()
            .any(|other| other.id == s.id && other.version > s.version)
    })
}

/// The newest period an indicator has a number for.
fn newest_period(figures: &FigureTable, indicator: &IndicatorId) -> Option<Period> {
    let rows = figures
        .of_indicator(indicator)
        .iter()
        .filter(|r| r.value.is_some());
    rows.map(|r| r.period).max_by_key(|p| (p.last_year(), *p))
}

/// All areas above one, nearest first.
fn ancestors<'a>(
    area: &'a AreaKey,
    parents: &BTreeMap<&'a AreaKey, &'a AreaKey>,
) -> Vec<&'a AreaKey> {
    std::iter::successors(parents.get(area).copied(), |key| parents.get(*key).copied())
        .take(16)
        .collect()
}

/// Areas of one level against the rest of one whole: the set that is judged together.
fn of_set(
    sheet: &IndicatorSheet,
    period: Period,
    (whole, members): (&AreaKey, &[&AreaKey]),
    rows: &BTreeMap<&AreaKey, &Shown>,
) -> Vec<Verdict> {
    let Some(kind) = comparable(sheet.kind) else {
        return Vec::new();
    };
    let counts = |key: &AreaKey| rows.get(key).and_then(|r| r.numerator.zip(r.denominator));
    let Some(of_whole) = counts(whole) else {
        return Vec::new();
    };
    let with_counts = members
        .iter()
        .filter_map(|&member| counts(member).map(|part| (member, part)));
    let (compared, comparisons): (Vec<&AreaKey>, Vec<_>) = with_counts
        .map(|(member, part)| {
            let comparison = Comparison::with_rest_of(part, of_whole, kind);
            let threshold = sheet.practical_threshold.unwrap_or(0.0) / sheet.factor;
            let comparison = comparison
                .map(|c| c.with_threshold(threshold))
                .and_then(|c| c.with_design_effect(sheet.design_effect));
            (member, comparison)
        })
        .unzip();
    let Ok(judged) = judge(&comparisons, &Rules::default()) else {
        return Vec::new();
    };
    let pairs = compared.into_iter().zip(judged);
    pairs
        .filter_map(|(area, verdict)| {
            Some(Verdict {
                area: area.clone(),
                against: whole.clone(),
                indicator: sheet.id.clone(),
                period,
                answer: answer(verdict.ok()?.answer),
            })
        })
        .collect()
}

fn comparable(kind: Kind) -> Option<methods::Kind> {
    match kind {
        Kind::Share => Some(methods::Kind::Share),
        Kind::Rate => Some(methods::Kind::Rate),
        Kind::Count | Kind::Ratio | Kind::Balance | Kind::Supplied => None,
    }
}

fn answer(answer: methods::Answer) -> Answer {
    match answer {
        methods::Answer::Above => Answer::Above,
        methods::Answer::Below => Answer::Below,
        methods::Answer::NoDifference => Answer::NoDifference,
        methods::Answer::TooFew => Answer::TooFew,
    }
}
