//! GENESIS tables as CSV: titles, a header of one to several rows, data, a footer of underscores.
//!
//! The number of title and header rows is not fixed, so the first row with a time or key decides.

use super::{period_is_open, text_unless_said, unless_said};
use crate::cell::{Cell, Row};
use crate::moment;
use crate::profile::{KeyColumn, KeyType, OtherKeys, PeriodUnit, Profile};

/// Which of the first columns hold time, key and name.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Columns {
    time: Option<&'static str>,
    key: &'static str,
    name: &'static str,
}

pub(super) fn complete(profile: &mut Profile, rows: &[Row<'_>]) {
    text_unless_said(&mut profile.footer, "____");
    text_unless_said(&mut profile.numbers.decimal, ",");
    if profile.key.kind.is_some() || !profile.key.lengths.is_empty() {
        // The table holds all levels; whoever names one wants that one.
        unless_said(&mut profile.key.others, OtherKeys::Ignore);
    }
    unless_said(&mut profile.key.kind, KeyType::Ags);
    let found = rows
        .iter()
        .enumerate()
        .find_map(|(at, row)| Some((at, columns(row)?)));
    let Some((first, columns)) = found else {
        return;
    };
    if profile.key.columns.is_empty() {
        profile.key.columns = vec![KeyColumn::of(columns.key)];
        text_unless_said(&mut profile.name, columns.name);
    }
    if period_is_open(profile) {
        match columns.time {
            Some(time) => profile.period.column = Some(time.to_owned()),
            None => profile.period.preamble = Some("{day}.{month}.{year}".to_owned()),
        }
    }
    if profile.header.row.is_none() && profile.header.find.is_none() {
        let header = header_above(rows, first);
        profile.header.row = Some(rows[first - header.min(first)].number);
        profile.header.rows = Some(u32::try_from(header.max(1)).unwrap_or(1));
    }
}

/// The columns of a row that looks like data.
fn columns(row: &Row<'_>) -> Option<Columns> {
    if row.width() < 3 {
        return None;
    }
    if is_time(row.cell(0)) && is_key(row.cell(1)) {
        return Some(Columns {
            time: Some("@A"),
            key: "@B",
            name: "@C",
        });
    }
    let named = matches!(row.cell(1), Cell::Text(name) if name.chars().any(char::is_alphabetic));
    (is_key(row.cell(0)) && named).then_some(Columns {
        time: None,
        key: "@A",
        name: "@B",
    })
}

fn is_time(cell: &Cell<'_>) -> bool {
    moment::period(cell, PeriodUnit::Year).is_some()
}

fn is_key(cell: &Cell<'_>) -> bool {
    let text = cell.text();
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    text == "DG" || (digits && matches!(text.len(), 1..=5 | 7 | 8 | 12))
}

/// How many rows above the data belong to the header: those with anything beyond the first column.
fn header_above(rows: &[Row<'_>], first: usize) -> usize {
    let above = rows[..first].iter().rev();
    above
        .take_while(|row| row.cells.iter().skip(1).any(|c| !c.is_empty()))
        .count()
}
