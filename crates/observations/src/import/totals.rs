//! The supplier's totals against the sum of their parts in the same file. Nothing is ever repaired.
//!
//! The parts of an area are the areas below it and its remainder ("keine Angabe"); a part that is not in the
//! file stands for its own parts, and for nothing if there are none either.

use std::collections::HashMap;

use areas::AreaTree;
use vocabulary::{AreaKey, Flags, Quantity, RemarkKind, Severity, Value, german_number};

use super::draft::Draft;
use super::places::Places;
use crate::counts::Cell;
use crate::report::TotalMismatch;

/// Mismatches listed in the report; all are counted.
const LISTED: usize = 1000;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Totals {
    pub(super) listed: Vec<TotalMismatch>,
    pub(super) number: u64,
    pub(super) compared: u64,
    /// What became of each total, by series and area.
    verdicts: HashMap<(u32, AreaKey), Verdict>,
}

/// What comparing a total gave.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Verdict {
    /// It is the sum of its parts.
    Holds,
    /// It is not: the total, and the sum in words.
    Fails(f64, String),
}

impl Totals {
    /// What the nearest total over an area says, the area itself included.
    pub(super) fn verdict_over(
        &self,
        (series, area): (u32, &AreaKey),
        tree: &AreaTree,
    ) -> Option<(AreaKey, &Verdict)> {
        let inside = area.unallocated_of();
        let area = inside.as_ref().unwrap_or(area);
        let above = tree.ancestors(area).map(|a| a.key.clone());
        let mut all = std::iter::once(area.clone()).chain(above);
        all.find_map(|key| {
            let verdict = self.verdicts.get(&(series, key.clone()))?;
            Some((key, verdict))
        })
    }
}

/// Compares every total; the cells stand in the order of their series.
pub(super) fn compare(draft: &mut Draft, places: &Places, file: &str) -> Totals {
    let mut found = Totals::default();
    let cells = std::mem::take(&mut draft.cells);
    for series in cells.chunk_by(|a, b| a.series == b.series) {
        let key = &draft.series[series[0].series as usize];
        let Some(version) = places.version_of(key.period) else {
            continue;
        };
        let tree = &places.version(version).tree;
        if series
            .iter()
            .all(|c| has_no_parts(tree, &draft.areas[c.area as usize]))
        {
            continue;
        }
        compare_series(series, tree, draft, (file, &mut found));
    }
    draft.cells = cells;
    found
}

fn has_no_parts(tree: &AreaTree, area: &AreaKey) -> bool {
    tree.children(area).next().is_none()
}

fn compare_series(
    series: &[Cell],
    tree: &AreaTree,
    draft: &mut Draft,
    (file, found): (&str, &mut Totals),
) {
    let area = |c: &Cell| draft.areas[c.area as usize].clone();
    let cells: HashMap<AreaKey, Quantity> = series
        .iter()
        .map(|c| (area(c), Quantity::from(c.amount)))
        .collect();
    for cell in series {
        let area = draft.areas[cell.area as usize].clone();
        let supplied = Quantity::from(cell.amount);
        let Some(total) = supplied.value.known() else {
            continue;
        };
        let Some(sum) = sum_of_parts(&area, tree, &cells) else {
            continue;
        };
        if supplied.flags.contains(Flags::SUPPLIED) {
            continue;
        }
        found.compared += 1;
        let verdict = match mismatch(total, sum) {
            None => Verdict::Holds,
            Some(sum) => {
                report(cell, (total, &sum), draft, (file, found));
                Verdict::Fails(total, sum)
            }
        };
        found.verdicts.insert((cell.series, area), verdict);
    }
}

/// The sum of what lies below an area; `None` where nothing does.
fn sum_of_parts(
    area: &AreaKey,
    tree: &AreaTree,
    cells: &HashMap<AreaKey, Quantity>,
) -> Option<Value> {
    let below = |child: &AreaKey| match cells.get(child) {
        Some(quantity) => Some(quantity.value),
        None => sum_of_parts(child, tree, cells),
    };
    let parts = tree.children(area).filter_map(|child| below(&child.key));
    let sum = parts.reduce(Value::plus)?;
    let rest = cells.get(&area.unallocated());
    Some(rest.map_or(sum, |rest| sum.plus(rest.value)))
}

/// The sum in words where the total cannot be it: beyond its bounds, or beside it by more than rounding.
pub(super) fn mismatch(total: f64, sum: Value) -> Option<String> {
    let bounds = sum.bounds()?;
    let slack = 1e-9 * total.abs().max(1.0);
    let below = total < bounds.lower - slack;
    let above = bounds.upper.is_some_and(|u| total > u + slack);
    if !(below || above) {
        return None;
    }
    let decimals = u8::from(bounds.lower.fract() != 0.0) * 2;
    let lower = german_number(bounds.lower, decimals);
    Some(match (sum, bounds.upper) {
        (Value::Known(_), _) => lower,
        (_, Some(upper)) => format!("{lower} bis {}", german_number(upper, decimals)),
        (_, None) => format!("mindestens {lower}"),
    })
}

fn report(
    cell: &Cell,
    (total, sum): (f64, &str),
    draft: &mut Draft,
    (file, found): (&str, &mut Totals),
) {
    let what = draft.say(cell);
    let supplied = say_total(total);
    let values = [
        ("what", what.as_str()),
        ("value", supplied.as_str()),
        ("sum", sum),
    ];
    let weight = (Severity::Warning, RemarkKind::TotalMismatch);
    let place = draft.place(file, cell);
    draft.remarks.add(weight, place, "total_mismatch", &values);
    found.list(cell, (total, sum), draft, file);
}

/// A total as it is written in a message.
pub(super) fn say_total(total: f64) -> String {
    german_number(total, u8::from(total.fract() != 0.0) * 2)
}

impl Totals {
    /// Counts a total that is not the sum of its parts, and lists it.
    pub(super) fn list(
        &mut self,
        cell: &Cell,
        (total, sum): (f64, &str),
        draft: &Draft,
        file: &str,
    ) {
        self.number += 1;
        if self.listed.len() < LISTED {
            self.listed.push(TotalMismatch {
                cell: draft.key(cell),
                place: draft.place(file, cell),
                supplied: total,
                parts: sum.to_owned(),
            });
        }
    }
}
