//! The rows of an edition from the status of its cells.

use std::collections::BTreeMap;

use indicators::{Figure, Figures};
use vocabulary::{ClassId, Flags, State, Value};

use super::cells::{CellNumber, Cells, Status};
use super::equations::Equations;
use crate::deliveries::Known;
use crate::family::Audit;
use crate::protocol::{Elsewhere, Tally};
use crate::{Deliveries, Edition, FigureTable, Protocol, Reason, Shown, table};

/// The table and the record of rows that somebody makes from figures, each with the reason if it is hidden.
pub(super) fn gather<'a, E: Edition>(
    figures: impl Iterator<Item = &'a Figure>,
    class_of: &[ClassId],
    mut row: impl FnMut(&Figure) -> (Shown, Option<Reason>),
) -> (FigureTable, Protocol) {
    let mut rows: Vec<(Shown, Option<Reason>)> = Vec::new();
    let mut classes: BTreeMap<ClassId, Tally> = BTreeMap::new();
    let mut known = Known::default();
    for figure in figures {
        let (mut row, reason) = row(figure);
        row.deliveries = known.once(&figure.deliveries);
        let tally = match classes.get_mut(&class_of[figure.definition]) {
            Some(tally) => tally,
            None => classes
                .entry(class_of[figure.definition].clone())
                .or_default(),
        };
        match reason {
            Some(reason) => *tally.hidden.entry(reason).or_default() += 1,
            None => tally.shown += 1,
        }
        rows.push((row, reason));
    }
    rows.sort_by(|a, b| table::order(&a.0, &b.0));
    let (mut rows, reasons): (Vec<Shown>, Vec<Option<Reason>>) = rows.into_iter().unzip();
    blur(&mut rows);
    let protocol = Protocol {
        edition: E::NAME,
        classes,
        equations: 0,
        open_equations: 0,
        audit: Audit::default(),
        elsewhere: Elsewhere::default(),
        reasons,
    };
    (FigureTable::sorted(rows), protocol)
}

/// The row of a figure before any number is in it.
pub(super) fn without_numbers(figure: &Figure) -> Shown {
    Shown {
        indicator: figure.indicator.clone(),
        definition_version: figure.definition_version,
        period: figure.period,
        breakdown: figure.breakdown.clone(),
        area: figure.area.clone(),
        state: figure.value.state(),
        numerator: None,
        denominator: None,
        value: None,
        lower: None,
        upper: None,
        flags: figure.flags,
        deliveries: Deliveries::default(),
    }
}

/// Gives every hidden figure the deliveries of all areas together: which file its own count stood in, or that it stood
/// in none, would say something about it.
fn blur(rows: &mut [Shown]) {
    for block in rows.chunk_by_mut(|a, b| table::block_key(a) == table::block_key(b)) {
        if block.iter().any(|r| r.state == State::Suppressed) {
            let all = Deliveries::union(block.iter().map(|r| &r.deliveries));
            let hidden = block.iter_mut().filter(|r| r.state == State::Suppressed);
            hidden.for_each(|r| r.deliveries = all.clone());
        }
    }
}

/// A figure as it may be shown, and why not if not; its deliveries are put in afterwards.
pub(super) fn row(
    figure: &Figure,
    figures: &Figures,
    cells: &Cells,
    equations: &Equations,
) -> (Shown, Option<Reason>) {
    let above = cells.number(figure.numerator_sheet, figure.place);
    let below = figure
        .denominator_sheet
        .map(|s| cells.number(s, figure.place));
    let base_shown = below.is_none_or(|b| cells.status(b) == Status::Shown);
    let mut row = without_numbers(figure);
    row.denominator = figure
        .denominator
        .and_then(Value::known)
        .filter(|_| base_shown);
    let reason = reason(figure, figures, cells, equations, (above, below));
    if reason.is_some() {
        row.state = State::Suppressed;
    } else {
        fill(&mut row, figure);
        // A change of one or two is no secret beside its two counts, but no table shows a number of people that small.
        let small = |n: &f64| n.abs() > 0.0 && n.abs() < cells.rule(above).threshold;
        if cells.is_difference(above) && row.numerator.as_ref().is_some_and(small) {
            row.numerator = None;
        }
    }
    (row, reason)
}

/// The numbers of a figure that may be shown.
pub(super) fn fill(row: &mut Shown, figure: &Figure) {
    match figure.value {
        Value::Known(value) => {
            let counted = !figure.flags.contains(Flags::SUPPLIED);
            row.numerator = figure.numerator.known().filter(|_| counted);
            row.value = Some(value);
            row.lower = figure.lower;
            row.upper = figure.upper;
        }
        Value::Interval(bounds) => {
            row.lower = Some(bounds.lower);
            row.upper = bounds.upper;
        }
        Value::NotMeaningful => {
            row.numerator = figure.numerator.known();
            row.denominator = None;
        }
        _ => row.denominator = None,
    }
}

/// Why a figure is hidden.
pub(super) fn reason(
    figure: &Figure,
    figures: &Figures,
    cells: &Cells,
    equations: &Equations,
    (above, below): (CellNumber, Option<CellNumber>),
) -> Option<Reason> {
    if let Status::Hidden(reason) = cells.status(above) {
        return Some(reason);
    }
    if below.is_some_and(|b| cells.is_hidden(b)) {
        return Some(Reason::Base);
    }
    match figure.value {
        Value::Suppressed(_) => Some(Reason::Supplier),
        Value::Interval(bounds) => {
            let fits = bounds.upper.is_some()
                && below.is_none_or(|b| cells.status(b) == Status::Shown)
                && bounds_are_public(figure.numerator_sheet, figure.place, figures, cells)
                && equations.of(above).iter().all(|e| {
                    let members = equations.get(*e as usize).members;
                    members.iter().all(|m| !hidden_by_us(cells, *m))
                });
            (!fits).then_some(Reason::Bounds)
        }
        _ => None,
    }
}

fn hidden_by_us(cells: &Cells, cell: CellNumber) -> bool {
    matches!(cells.status(cell), Status::Hidden(reason) if reason != Reason::Supplier)
}

/// Whether the bounds use nothing but shown cells and the supplier's own bounds.
fn bounds_are_public(sheet: usize, place: usize, figures: &Figures, cells: &Cells) -> bool {
    let of = &figures.sheets()[sheet];
    let single = of.formula.terms().len() == 1 && !of.period.is_pooled();
    if !single || !of.cells[place].from_parts {
        return false;
    }
    let at = &figures.region().places()[place];
    let rest = at.remainder.filter(|r| of.cells[*r].present);
    at.parts
        .iter()
        .copied()
        .chain(rest)
        .all(|part| match cells.status(cells.number(sheet, part)) {
            Status::Shown | Status::Hidden(Reason::Supplier) => true,
            Status::Bounds => bounds_are_public(sheet, part, figures, cells),
            Status::Absent | Status::Hidden(_) => false,
        })
}
