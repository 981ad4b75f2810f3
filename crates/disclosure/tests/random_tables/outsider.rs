//! What an outsider can find out, written down a second time: all cells of a table at once in absolute numbers, with a linear
//! program for each question. Nothing of the gate's own programs is used.

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use disclosure::family::Range;

use crate::invented::Table;

/// A bound nothing in a small table comes near.
const FAR: f64 = 1e6;
const TINY: f64 = 1e-6;

/// What an outsider makes of one number of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// All that must remain possible is possible.
    Nothing,
    /// What is not possible any more is excluded by the pattern of hidden cells alone.
    Pattern,
    /// The numbers shown exclude something.
    Something,
}

/// What is found out about a sensitive cell when these cells are hidden.
pub(crate) fn finds(table: &Table, hidden: &[bool], cell: usize) -> Found {
    let needed = table.cells[cell].needed.expect("it is sensitive");
    let seen = possible(table, cell, |c| hidden[c]);
    let covers = |least: f64, most: f64| seen.lower <= least + TINY && seen.upper >= most - TINY;
    if covers(needed.lower, needed.upper) {
        return Found::Nothing;
    }
    // Zeros shown and numbers others publish belong to the pattern; every other number shown might be another one.
    let is_free = |c: usize| {
        let of = &table.cells[c];
        hidden[c] || !of.is_given && of.value != Some(0.0)
    };
    let pattern = possible(table, cell, is_free);
    let least = needed.lower.max((pattern.lower - TINY).ceil());
    let most = needed.upper.min((pattern.upper + TINY).floor());
    if covers(least, most) {
        Found::Pattern
    } else {
        Found::Something
    }
}

/// The least and the greatest a cell can be while the cells that are not free stay what they are.
fn possible(table: &Table, cell: usize, is_free: impl Fn(usize) -> bool) -> Range {
    let end = |direction| farthest(table, cell, direction, &is_free);
    Range {
        lower: end(OptimizationDirection::Minimize),
        upper: end(OptimizationDirection::Maximize),
    }
}

fn farthest(
    table: &Table,
    cell: usize,
    direction: OptimizationDirection,
    is_free: &impl Fn(usize) -> bool,
) -> f64 {
    let mut problem = Problem::new(direction);
    let variables: Vec<Option<Variable>> = (0..table.cells.len())
        .map(|c| {
            let known = table.cells[c].known;
            let wish = if c == cell { 1.0 } else { 0.0 };
            is_free(c).then(|| problem.add_var(wish, (known.lower, known.upper.min(FAR))))
        })
        .collect();
    for (total, parts) in &table.sums {
        let mut terms: Vec<(Variable, f64)> = Vec::new();
        let mut rest = 0.0;
        let members = std::iter::once((*total, -1.0)).chain(parts.iter().map(|p| (*p, 1.0)));
        for (member, factor) in members {
            match variables[member] {
                Some(variable) => terms.push((variable, factor)),
                None => rest += factor * table.cells[member].value.expect("what is shown is known"),
            }
        }
        if !terms.is_empty() {
            problem.add_constraint(&terms[..], ComparisonOp::Eq, -rest);
        }
    }
    let solved = problem.solve().expect("the true table solves it");
    let solution = solved.into_solution().expect("no limit was set");
    solution.objective()
}
