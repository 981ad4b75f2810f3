//! Secondary rule, first floor: no single sum gives a hidden cell away, exactly or within too narrow a range.
//!
//! Of a sum with hidden parts an outsider knows the hidden rest R. Hidden cells are at least 1 where zeros are shown, so
//! each of h hidden parts lies between 1 and R − (h − 1). For a part to be able to reach the threshold t, R must be at
//! least t + h − 1; otherwise another cell is hidden, the cheapest first, until nothing changes.

use super::cells::{CellNumber, Cells, Status};
use super::equations::{Equation, Equations, NONE, Shape};
use crate::{Reason, Zeros};

/// Hides more cells until every equation is closed; how many could not be.
pub(super) fn close(cells: &mut Cells, equations: &Equations) -> usize {
    let count = equations.len();
    let mut waiting: std::collections::BTreeSet<u32> =
        (0..u32::try_from(count).unwrap_or(u32::MAX)).collect();
    cells.fresh.clear();
    let mut open = 0;
    while let Some(number) = waiting.pop_first() {
        let equation = equations.get(number as usize);
        if is_closed(cells, equation) {
            continue;
        }
        let Some(cell) = cheapest(cells, equations, equation) else {
            open += 1;
            continue;
        };
        cells.hide(cell, Reason::Secondary);
        cells.chosen.insert(cell);
        for fresh in std::mem::take(&mut cells.fresh) {
            waiting.extend(equations.of(fresh));
        }
        waiting.insert(number);
    }
    open
}

/// What a member adds to its sum: its number, or denominator minus numerator.
fn amount(cells: &Cells, cell: CellNumber, against: CellNumber) -> f64 {
    if against == NONE {
        cells.value(cell)
    } else {
        cells.value(against) - cells.value(cell)
    }
}

/// Whether an outsider can learn nothing he must not from this sum.
pub(super) fn is_closed(cells: &Cells, equation: Equation<'_>) -> bool {
    let unseen = |c: CellNumber| !cells.is_seen(c);
    if equation.shape == Shape::Difference {
        // Two unknown numbers, one of which may be negative, can be anything.
        return equation.members.iter().filter(|c| unseen(**c)).count() != 1;
    }
    let (total, parts) = (equation.members[0], &equation.members[1..]);
    let hidden = parts.iter().filter(|c| unseen(**c)).count();
    if unseen(total) {
        // A total of which nothing but sums over hidden cells is known is no secret of its own.
        return hidden > 0 || cells.status(total) == Status::Bounds;
    }
    match hidden {
        0 => true,
        1 => false,
        _ => is_wide(cells, equation, hidden),
    }
}

/// Whether each hidden part could still be anything from 1 to its threshold.
fn is_wide(cells: &Cells, equation: Equation<'_>, hidden: usize) -> bool {
    let mut rest = amount(cells, equation.members[0], equation.against[0]);
    let mut threshold: f64 = 0.0;
    for (cell, against) in equation.members.iter().zip(equation.against).skip(1) {
        if !cells.is_seen(*cell) && cells.is_difference(*cell) {
            return true;
        }
        if cells.is_seen(*cell) {
            rest -= amount(cells, *cell, *against);
        } else if is_sensitive(cells, *cell, *against) {
            threshold = threshold.max(cells.rule(*cell).threshold);
        }
    }
    threshold <= 0.0 || rest >= threshold + hidden as f64 - 1.0
}

/// Whether a hidden cell is hidden for its own sake and not to protect another.
fn is_sensitive(cells: &Cells, cell: CellNumber, against: CellNumber) -> bool {
    if against != NONE {
        let rest = amount(cells, cell, against);
        return rest > 0.0 && rest < cells.rule(cell).threshold;
    }
    match cells.status(cell) {
        Status::Hidden(Reason::Secondary) => false,
        Status::Hidden(Reason::Supplier) => true,
        // A zero without base is not shown, but it is no secret where zeros are shown.
        Status::Hidden(_) => cells.value(cell) != 0.0 || cells.rule(cell).zeros == Zeros::Protect,
        _ => false,
    }
}

/// The cell to hide next: a part before the total, the less important one, one that opens few other sums, a small one; never a zero if another will do.
fn cheapest(cells: &Cells, equations: &Equations, equation: Equation<'_>) -> Option<CellNumber> {
    equation
        .members
        .iter()
        .zip(equation.against)
        .enumerate()
        .filter(|(_, (c, _))| cells.can_protect(**c))
        .min_by_key(|(i, (cell, against))| {
            let difference = cells.is_difference(**cell);
            let zero = amount(cells, **cell, **against) <= 0.0 || cells.value(**cell) == 0.0;
            let empty = zero && !difference;
            let opened = equations
                .of(**cell)
                .iter()
                .filter(|e| is_untouched(cells, equations.get(**e as usize)))
                .count();
            let carried = cells
                .standing_on(**cell)
                .iter()
                .filter(|(_, above)| !cells.is_hidden(*above))
                .count();
            let size = cells.value(**cell).abs().to_bits();
            // A group's sum is the least loss, an area's the greatest; a change is less than its counts.
            let least = cells.is_group(**cell) || difference && equation.shape == Shape::Difference;
            let rank = match (least, *i) {
                (true, _) => 0,
                (false, 0) => 2,
                _ => 1,
            };
            let weight = cells.weight(**cell).to_bits();
            (empty, rank, weight, opened + 3 * carried, size, **cell)
        })
        .map(|(_, (cell, _))| *cell)
}

fn is_untouched(cells: &Cells, equation: Equation<'_>) -> bool {
    equation
        .members
        .iter()
        .all(|c| cells.status(*c) == Status::Shown)
}
