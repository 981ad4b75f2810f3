//! What is known of a hidden number from the pattern alone: from which numbers are hidden, which are zero and what other
//! offices published, but from no number that these files show.
//!
//! Where zeros are shown, a total of which two parts are hidden is at least 2, whatever stands elsewhere in the files. No
//! hiding changes that, so a bound counts as recovered only if the numbers shown make it narrower.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use crate::book::CellNumber;
use crate::relations::{Sense, Why};
use crate::system::{System, Unknown, first_bounds};

/// So many hidden numbers around one are looked at; further away lies nothing that would bind without numbers.
const NEAREST: usize = 300;

/// The bounds of a hidden number that the pattern gives; what the solver does not find stays open.
pub(crate) fn bounds(system: &System<'_>, unknown: &Unknown) -> (f64, f64) {
    let relations = around(system, unknown.cell);
    let optimum = |direction| optimum(system, &relations, (unknown.cell, direction));
    (
        optimum(OptimizationDirection::Minimize).unwrap_or(f64::NEG_INFINITY),
        optimum(OptimizationDirection::Maximize).unwrap_or(f64::INFINITY),
    )
}

/// The relations that tie the nearest hidden numbers to this one.
fn around(system: &System<'_>, cell: CellNumber) -> BTreeSet<u32> {
    let mut relations = BTreeSet::new();
    let Some(start) = system.unknown_of(cell) else {
        return relations;
    };
    let mut seen = BTreeSet::from([start]);
    let mut waiting = VecDeque::from([start]);
    while let Some(next) = waiting.pop_front() {
        for row in &system.rows_of[next as usize] {
            let row = &system.rows[*row as usize];
            relations.insert(row.relation);
            for (other, _) in &row.terms {
                if seen.len() < NEAREST && seen.insert(*other) {
                    waiting.push_back(*other);
                }
            }
        }
    }
    relations
}

fn optimum(
    system: &System<'_>,
    relations: &BTreeSet<u32>,
    (cell, direction): (CellNumber, OptimizationDirection),
) -> Option<f64> {
    let mut problem = Problem::new(direction);
    let mut variables: BTreeMap<CellNumber, Variable> = BTreeMap::new();
    let target = problem.add_var(1.0, first_bounds(system.book, cell));
    variables.insert(cell, target);
    for relation in relations.iter().map(|r| &system.relations[*r as usize]) {
        // A bound printed beside a number is a number shown.
        if relation.terms.len() == 1 && relation.why != Why::Elsewhere {
            continue;
        }
        let mut right = relation.constant;
        let mut terms: BTreeMap<CellNumber, f64> = BTreeMap::new();
        for (cell, factor) in &relation.terms {
            match fixed(system, *cell) {
                Some(number) => right -= factor * number,
                None => *terms.entry(*cell).or_default() += factor,
            }
        }
        let mut variable = |cell| {
            *variables
                .entry(cell)
                .or_insert_with(|| problem.add_var(0.0, first_bounds(system.book, cell)))
        };
        let terms: Vec<(Variable, f64)> = terms.iter().map(|(c, f)| (variable(*c), *f)).collect();
        let sense = match relation.sense {
            Sense::Equal => ComparisonOp::Eq,
            Sense::AtMost => ComparisonOp::Le,
        };
        problem.add_constraint(&terms, sense, right);
    }
    let solution = problem.solve().ok()?.into_solution().ok()?;
    Some(solution.var_value(target))
}

/// A number that is part of the pattern: a zero that is shown, or what other offices published.
fn fixed(system: &System<'_>, cell: CellNumber) -> Option<f64> {
    let book = system.book;
    let elsewhere = book.elsewhere.get(&cell).copied();
    elsewhere.or_else(|| book.known(cell).filter(|number| *number == 0.0))
}
