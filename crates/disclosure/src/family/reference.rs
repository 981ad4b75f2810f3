//! A table that could be the true one: the numbers known to the house, and for a supplier's hidden numbers any that fit.

use std::collections::BTreeSet;

use super::components::{Incidence, components};
use super::neighbourhood::Neighbourhood;
use super::program::{At, Filled, Programs};
use super::{CellNumber, Family, Range};

/// Numbers for all cells that satisfy every relation.
pub(super) struct Reference {
    pub numbers: Vec<f64>,
    /// Per relation what its sum must be: its own range, or what the numbers give where parts do not add up.
    pub ranges: Vec<Range>,
    /// Cells for which the solver found no number: of what hangs together with them nothing is proved.
    pub unsolved: BTreeSet<CellNumber>,
}

impl Reference {
    pub(super) fn of(family: &Family, incidence: &Incidence) -> Self {
        let mut numbers: Vec<f64> = family
            .cells()
            .iter()
            .map(|c| c.value.unwrap_or_else(|| within(c.known)))
            .collect();
        let unsolved = fill_unknown(family, incidence, &mut numbers);
        let ranges = (0..family.relations())
            .map(|r| {
                let relation = u32::try_from(r).unwrap_or(u32::MAX);
                let terms = family.terms(relation).iter();
                let sum: f64 = terms.map(|(c, f)| f * numbers[*c as usize]).sum();
                let range = family.range(relation);
                // Official parts do not always add up. Whoever counts on the difference that is there knows most.
                if range.is_single() {
                    Range::only(sum)
                } else {
                    range.widened(sum)
                }
            })
            .collect();
        Self {
            numbers,
            ranges,
            unsolved,
        }
    }
}

fn within(range: Range) -> f64 {
    if range.lower.is_finite() {
        range.lower
    } else {
        range.upper.min(0.0)
    }
}

/// Solves for the numbers nobody here knows, all others being what they are; gives the cells that remain without.
fn fill_unknown(
    family: &Family,
    incidence: &Incidence,
    numbers: &mut [f64],
) -> BTreeSet<CellNumber> {
    let mut unsolved = BTreeSet::new();
    let mut unknown = family.clone();
    for cell in &mut unknown.cells {
        cell.is_hidden = cell.value.is_none();
    }
    let mut programs = Programs::new(family);
    for component in components(&unknown, incidence) {
        let mut relations: Vec<u32> = component
            .iter()
            .flat_map(|c| incidence.of(*c).iter().copied())
            .collect();
        relations.sort_unstable();
        relations.dedup();
        let around = Neighbourhood {
            cells: component,
            relations,
            is_whole: true,
        };
        let at = At {
            family,
            numbers,
            ranges: &family.ranges,
        };
        match programs.any(at, &around) {
            Filled::With(found) => {
                for (cell, number) in around.cells.iter().zip(found) {
                    numbers[*cell as usize] = number;
                }
            }
            Filled::Contradictory => {}
            Filled::Unsolved => unsolved.extend(around.cells),
        }
    }
    unsolved
}
