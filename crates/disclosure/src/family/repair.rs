//! Secondary suppression: hides more until the audit passes, the least that is lost first, and shows again what turns
//! out not to be needed.
//!
//! For an unsafe cell the cheapest set of moves is sought that leaves all sums as they are and brings the cell to where it
//! must be able to go; open cells that have to move are hidden (the network heuristic of Castro 2007 and Fischetti and
//! Salazar-González 2000, on the surroundings of the cell). Linked tables need no iteration: their relations are in one family.

use super::audit::{Audit, Verdict, audit_with, verdict};
use super::certificates::{Certificates, Proof, WHOLE, table};
use super::neighbourhood::Through;
use super::program::{Answer, Numbers};
use super::witness::Side;
use super::{CellNumber, Family, TINY};

/// Sizes of surroundings in which cells to hide are looked for, with how many open cells of each relation.
const SIZES: [(usize, usize); 4] = [(60, 4), (200, 8), (800, 30), (3_000, 1_000)];
/// Rounds of audit and repair before what is left counts as beyond help.
const ROUNDS: usize = 40;

/// What was done to a family.
#[derive(Clone, Debug, PartialEq)]
pub struct Repair {
    /// The cells hidden to protect others, in the order they were hidden.
    pub secondary: Vec<CellNumber>,
    /// The audit of the result.
    pub audit: Audit,
}

/// Hides more cells until every sensitive one is protected or nothing more can be hidden.
pub fn protect(family: &mut Family) -> Repair {
    let before: Vec<bool> = family.cells().iter().map(|c| c.is_hidden).collect();
    let mut certificates = Certificates::new(family);
    let mut result = audit_with(family, &mut certificates);
    let mut chosen: Vec<CellNumber> = Vec::new();
    for _ in 0..ROUNDS {
        if result.is_safe() {
            break;
        }
        let hidden = repair(family, &mut certificates, &result);
        if hidden.is_empty() {
            break;
        }
        chosen.extend(hidden);
        result = audit_with(family, &mut certificates);
    }
    if result.is_safe() {
        prune(family, &mut certificates, chosen);
        result = audit_with(family, &mut Certificates::new(family));
    }
    // What stood on a hidden base went with it.
    let secondary = family.hidden().filter(|c| !before[*c as usize]).collect();
    Repair {
        secondary,
        audit: result,
    }
}

/// Finds and hides what protects the unsafe cells of an audit, one after the other.
fn repair(family: &mut Family, certificates: &mut Certificates, found: &Audit) -> Vec<CellNumber> {
    let mut all = Vec::new();
    for finding in &found.unsafe_cells {
        for side in [Side::Lower, Side::Upper] {
            // What was hidden for the cells before may be enough.
            if certificates.prove(family, finding.cell, side) == Proof::Reached {
                continue;
            }
            let target = certificates.target(family, finding.cell, side);
            for cell in movers(family, certificates, (finding.cell, target)) {
                if !family.cell(cell).is_hidden {
                    family.hide(cell);
                    all.push(cell);
                }
            }
        }
    }
    all
}

/// The open cells that have to move so that a cell can become a number.
fn movers(
    family: &Family,
    certificates: &mut Certificates,
    (cell, target): (CellNumber, f64),
) -> Vec<CellNumber> {
    let distance = target - certificates.reference.numbers[cell as usize];
    for (most, open) in SIZES {
        let place = (family, &certificates.incidence);
        let around = certificates
            .surroundings
            .around(place, cell, most, Through::Cheapest(open));
        // In fractions a move may seem to need less than it does in people.
        for numbers in [Numbers::Whole, Numbers::Real] {
            if numbers == Numbers::Whole && most > WHOLE {
                continue;
            }
            let at = table(family, &certificates.reference);
            let wish = (cell, distance);
            if let Answer::Moves(moves) = certificates.solver.cheapest(at, &around, wish, numbers) {
                let moved = around.cells.iter().zip(&moves.by);
                return moved
                    .filter(|(c, by)| by.abs() > TINY && !family.cell(**c).is_hidden)
                    .map(|(c, _)| *c)
                    .collect();
            }
        }
    }
    Vec::new()
}

/// Shows cells again that are not needed, the most valuable first.
fn prune(family: &mut Family, certificates: &mut Certificates, mut chosen: Vec<CellNumber>) {
    chosen.sort_by(|a, b| {
        let cost = |c: &CellNumber| family.cell(*c).cost;
        cost(b).total_cmp(&cost(a)).then(a.cmp(b))
    });
    for cell in chosen {
        let touched = certificates.component(family, cell).cells;
        family.show(cell);
        certificates.forget(&touched);
        let is_needed = touched.iter().any(|other| {
            *other != cell && verdict(family, certificates, *other) != Verdict::Protected
        });
        if is_needed {
            family.hide(cell);
        }
    }
}
