//! The same cell twice within a file: taken once if both say the same, not at all if they do not.
//!
//! Cells of a grid, districts and points are parts of an area, not duplicates: they are added up.

use std::collections::BTreeSet;

use vocabulary::{Quantity, RemarkKind, Severity, german_number};

use super::draft::{Draft, column_letters};
use crate::counts::{Amount, Cell};
use crate::report::Duplicate;
use vocabulary::Place;

/// Duplicates listed in the report; all are counted.
const LISTED: usize = 1000;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Duplicates {
    pub(super) listed: Vec<Duplicate>,
    pub(super) number: u64,
    /// Rows that say again what an earlier row says, by sheet and number.
    pub(super) rows: BTreeSet<(u16, u32)>,
    pub(super) rejected_cells: u64,
}

/// Whether two cells of one key say the same.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Repeated,
    Contradictory,
}

/// Sorts the cells by series and area and leaves one of each.
pub(super) fn resolve(draft: &mut Draft, file: &str) -> Duplicates {
    let mut found = Duplicates::default();
    let mut cells = std::mem::take(&mut draft.cells);
    cells.sort_unstable_by_key(|c| (c.series, c.area, c.sheet, c.row, c.column));
    let mut kept = 0;
    let mut start = 0;
    while start < cells.len() {
        let place = |c: &Cell| (c.series, c.area);
        let same = cells[start..]
            .iter()
            .take_while(|c| place(c) == place(&cells[start]));
        let end = start + same.count();
        if let Some(cell) = one_of(&cells[start..end], draft, file, &mut found) {
            cells[kept] = cell;
            kept += 1;
        }
        start = end;
    }
    cells.truncate(kept);
    draft.cells = cells;
    found
}

fn one_of(same: &[Cell], draft: &mut Draft, file: &str, found: &mut Duplicates) -> Option<Cell> {
    let first = same[0];
    let others = same[1..].iter();
    let verdict = if others.clone().all(|c| same_amount(c.amount, first.amount)) {
        Verdict::Repeated
    } else {
        Verdict::Contradictory
    };
    for other in others {
        found.number += 1;
        if (other.sheet, other.row) != (first.sheet, first.row) {
            found.rows.insert((other.sheet, other.row));
        }
        report((&first, other), verdict, (draft, file, found));
    }
    if verdict == Verdict::Contradictory {
        found.rejected_cells += same.len() as u64;
        return None;
    }
    Some(first)
}

/// Equal to the last bit: a supplier who repeats a cell repeats its text.
fn same_amount(a: Amount, b: Amount) -> bool {
    (a.state, a.flags) == (b.state, b.flags)
        && a.lower.to_bits() == b.lower.to_bits()
        && a.upper.to_bits() == b.upper.to_bits()
}

fn report(
    (first, other): (&Cell, &Cell),
    verdict: Verdict,
    (draft, file, found): (&mut Draft, &str, &mut Duplicates),
) {
    let what = draft.say(other);
    let place = draft.place(file, other);
    let (other_row, before, here) = (
        first.row.to_string(),
        say_amount(first.amount),
        say_amount(other.amount),
    );
    let (weight, text) = match verdict {
        Verdict::Contradictory => (Severity::Rejected, "duplicate_contradiction"),
        Verdict::Repeated => (Severity::Note, "duplicate_same"),
    };
    let values = [
        ("what", what.as_str()),
        ("other", other_row.as_str()),
        ("first", before.as_str()),
        ("value", here.as_str()),
    ];
    draft.remarks.add(
        (weight, RemarkKind::Duplicate),
        place.clone(),
        text,
        &values,
    );
    if found.listed.len() < LISTED {
        found.listed.push(Duplicate {
            cell: draft.key(other),
            first: draft.place(file, first),
            again: place,
            contradictory: verdict == Verdict::Contradictory,
        });
    }
}

/// Adds up cells of one area: for grids, districts, points and what a profile calls parts.
pub(super) fn add_up(draft: &mut Draft) {
    let cells = &mut draft.cells;
    cells.sort_unstable_by_key(|c| (c.series, c.area, c.sheet, c.row, c.column));
    cells.dedup_by(|next, sum| {
        let same = (next.series, next.area) == (sum.series, sum.area);
        if same {
            let total = Quantity::from(sum.amount).plus(Quantity::from(next.amount));
            sum.amount = Amount::from(total);
        }
        same
    });
}

/// A number for a message: `1.234`, `*` for what is hidden, the word of its state otherwise.
pub(super) fn say_amount(amount: Amount) -> String {
    let quantity = Quantity::from(amount);
    match quantity.value.known() {
        Some(x) if x.fract() == 0.0 => german_number(x, 0),
        Some(x) => german_number(x, 2),
        None => quantity.value.state().to_string(),
    }
}

impl Draft {
    /// The key of a cell.
    pub(super) fn key(&self, cell: &Cell) -> crate::CellKey {
        let series = &self.series[cell.series as usize];
        crate::CellKey {
            count: series.count.clone(),
            area: self.areas[cell.area as usize].clone(),
            period: series.period,
            breakdown: series.breakdown.clone(),
        }
    }

    /// A cell for a message: `population, 09999003, 2024, age=0-2`.
    pub(super) fn say(&self, cell: &Cell) -> String {
        let key = self.key(cell);
        let breakdown = if key.breakdown.is_total() {
            String::new()
        } else {
            format!(", {}", key.breakdown)
        };
        format!("{}, {}, {}{breakdown}", key.count, key.area, key.period)
    }

    /// Where a cell stands in the file.
    pub(super) fn place(&self, file: &str, cell: &Cell) -> Place {
        let sheet = self.sheets.get(usize::from(cell.sheet));
        let sheet = sheet.filter(|s| !s.is_empty()).map(ToString::to_string);
        Place {
            file: file.to_owned(),
            sheet,
            row: Some(cell.row),
            column: Some(column_letters(u32::from(cell.column))),
        }
    }
}
