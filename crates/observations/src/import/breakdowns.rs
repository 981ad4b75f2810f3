//! A number for everybody against the same number by sex or age in the same file: the groups must add up to it.
//!
//! Groups that overlap (`0-17` beside `0-2`) are no parts of one whole and are not added up.

use std::collections::BTreeMap;

use vocabulary::{Breakdown, CountId, Flags, Period, Quantity, RemarkKind, Severity, Value};

use super::draft::Draft;
use super::totals::{Totals, mismatch, say_total};
use crate::counts::{Cell, SeriesKey};

/// What a group of series breaks down: count, period, the breakdown of the whole, and by which dimension.
type Whole = (CountId, Period, Breakdown, String);

/// Compares every whole with its groups; the cells stand in the order of series and area.
pub(super) fn compare(draft: &mut Draft, totals: &mut Totals, file: &str) {
    let pairs = wholes(draft);
    let cells = std::mem::take(&mut draft.cells);
    for (whole, parts, dimension) in pairs {
        for cell in of_series(&cells, whole) {
            let quantity = Quantity::from(cell.amount);
            let supplied = quantity.flags.contains(Flags::SUPPLIED);
            let total = quantity.value.known().filter(|_| !supplied);
            if let (Some(total), Some(sum)) = (total, sum_of(&cells, cell.area, &parts)) {
                totals.compared += 1;
                judge(
                    cell,
                    (total, sum),
                    (&dimension, parts.len()),
                    (draft, totals, file),
                );
            }
        }
    }
    draft.cells = cells;
}

/// Every series delivered as a whole, the series of its groups, and the dimension they tell apart.
fn wholes(draft: &Draft) -> Vec<(u32, Vec<u32>, String)> {
    let numbers: BTreeMap<&SeriesKey, u32> = draft.series.iter().zip(0u32..).collect();
    let mut groups: BTreeMap<Whole, Vec<u32>> = BTreeMap::new();
    for (key, number) in &numbers {
        for (dimension, _) in key.breakdown.pairs() {
            let rest = key.breakdown.without(dimension);
            let whole = (key.count.clone(), key.period, rest, dimension.to_owned());
            groups.entry(whole).or_default().push(*number);
        }
    }
    let mut pairs = Vec::new();
    for ((count, period, breakdown, dimension), parts) in groups {
        let whole = SeriesKey {
            count,
            period,
            breakdown,
        };
        let category = |n: &u32| draft.series[*n as usize].breakdown.category(&dimension);
        if let Some(number) = numbers.get(&whole)
            && are_apart(&parts.iter().filter_map(category).collect::<Vec<_>>())
        {
            pairs.push((*number, parts, dimension));
        }
    }
    pairs
}

/// Whether no two categories share anybody: bands that overlap do.
fn are_apart(categories: &[&str]) -> bool {
    let mut bands: Vec<(u32, u32)> = categories.iter().filter_map(|c| band(c)).collect();
    if bands.is_empty() {
        return true;
    }
    bands.sort_unstable();
    bands.len() == categories.len() && bands.windows(2).all(|w| w[0].1 < w[1].0)
}

/// The ages of a band: `0-2`, `80+`.
fn band(category: &str) -> Option<(u32, u32)> {
    if let Some(from) = category.strip_suffix('+') {
        return Some((from.parse().ok()?, u32::MAX));
    }
    let (from, to) = category.split_once('-').unwrap_or((category, category));
    Some((from.parse().ok()?, to.parse().ok()?))
}

fn of_series(cells: &[Cell], series: u32) -> &[Cell] {
    let start = cells.partition_point(|c| c.series < series);
    let end = cells.partition_point(|c| c.series <= series);
    &cells[start..end]
}

/// The groups of one area together; `None` where one is missing or there are not two of them.
fn sum_of(cells: &[Cell], area: u32, parts: &[u32]) -> Option<Value> {
    if parts.len() < 2 {
        return None;
    }
    let of = |series: &u32| {
        let cells = of_series(cells, *series);
        let at = cells.binary_search_by_key(&area, |c| c.area).ok()?;
        Some(Quantity::from(cells[at].amount).value)
    };
    let values: Option<Vec<Value>> = parts.iter().map(of).collect();
    values?.into_iter().reduce(Value::plus)
}

fn judge(
    cell: &Cell,
    (total, sum): (f64, Value),
    (dimension, parts): (&str, usize),
    (draft, totals, file): (&mut Draft, &mut Totals, &str),
) {
    let Some(sum) = mismatch(total, sum) else {
        return;
    };
    let what = draft.say(cell);
    let (value, number) = (say_total(total), parts.to_string());
    let values = [
        ("what", what.as_str()),
        ("value", value.as_str()),
        ("number", number.as_str()),
        ("dimension", dimension),
        ("sum", sum.as_str()),
    ];
    let weight = (Severity::Warning, RemarkKind::TotalMismatch);
    let place = draft.place(file, cell);
    draft
        .remarks
        .add(weight, place, "breakdown_mismatch", &values);
    totals.list(cell, (total, &sum), draft, file);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_that_overlap_are_no_parts_of_one_whole() {
        assert!(are_apart(&["0-2", "3-5", "6+"]));
        assert!(are_apart(&["female", "male"]));
        assert!(!are_apart(&["0-17", "0-2", "3-5"]));
        assert!(!are_apart(&["0-17", "unknown"]));
    }
}
