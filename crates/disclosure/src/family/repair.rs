//! Secondary suppression: hides more until the audit passes, the least that is lost first, and shows again what turns
//! out not to be needed.
//!
//! For an unsafe cell the cheapest set of moves is sought that leaves all sums as they are and brings the cell to where it
//! must be able to go; open cells that have to move are hidden (the network heuristic of Castro 2007 and Fischetti and
//! Salazar-González 2000, on the surroundings of the cell). Linked tables need no iteration: their relations are in one family.

use std::collections::BTreeSet;

use super::audit::{Audit, audit_with};
use super::certificates::{Certificates, SIDES, Scope, WHOLE, table};
use super::components::components;
use super::exchange::{Reach, exchange};
use super::floor;
use super::neighbourhood::Through;
use super::program::{Answer, Numbers};
use super::{CellNumber, Family, TINY};

/// Sizes of surroundings in which cells to hide are looked for, with how many open cells of each relation.
const SIZES: [(usize, usize); 4] = [(60, 4), (200, 8), (800, 30), (3_000, 1_000)];
/// Rounds of audit and repair before what is left counts as beyond help.
const ROUNDS: usize = 40;

/// How far around a group of hidden cells the cheapest choice is sought; farther where it is asked for.
const SMALL: Reach = Reach { near: 60, far: 60 };
const LARGE: Reach = Reach {
    near: 500,
    far: 120,
};

/// After so many cells of a large family in a row for which nothing helps, the others of the round are left: where a hundred
/// thousand are beyond help, the edition is refused soon.
const PATIENCE: usize = 100;
/// For so many cells of a large family proofs are looked for farther away.
const FEW: usize = 100;

/// What was done to a family.
#[derive(Clone, Debug, PartialEq)]
pub struct Repair {
    /// The cells hidden to protect others that were shown before.
    pub secondary: Vec<CellNumber>,
    /// The cells that were hidden to protect others and are shown, because nobody needs it.
    pub returned: Vec<CellNumber>,
    /// The audit of the result.
    pub audit: Audit,
}

/// Hides more cells until every sensitive one is protected or nothing more can be hidden.
pub fn protect(family: &mut Family) -> Repair {
    protect_with(family, SMALL)
}

/// The same, and the least that is possible also around large groups of hidden cells: slower.
pub fn protect_optimally(family: &mut Family) -> Repair {
    protect_with(family, LARGE)
}

fn protect_with(family: &mut Family, reach: Reach) -> Repair {
    let were_hidden: Vec<CellNumber> = family.hidden().collect();
    let mut stays = vec![false; family.cells().len()];
    for cell in &were_hidden {
        stays[*cell as usize] = !family.returnable.contains(cell);
    }
    let mut certificates = Certificates::new(family);
    let mut chosen = match certificates.scope {
        Scope::Whole => Vec::new(),
        Scope::Near => floor::lay(family, &mut certificates),
    };
    let mut open = unprotected(family, &mut certificates);
    for _ in 0..ROUNDS {
        let hidden = repair(family, &mut certificates, &open);
        if hidden.is_empty() {
            break;
        }
        chosen.extend(hidden);
        open = unprotected(family, &mut certificates);
    }
    if open.is_empty() {
        chosen.extend(were_hidden.iter().filter(|c| !stays[**c as usize]));
        prune(family, &mut certificates, chosen);
        exchange(family, &mut certificates, (&stays, reach));
    }
    let was_hidden = |c: &CellNumber| were_hidden.binary_search(c).is_ok();
    // What stood on a hidden base went with it.
    let secondary = family.hidden().filter(|c| !was_hidden(c)).collect();
    let returned = were_hidden.iter().copied();
    Repair {
        secondary,
        returned: returned.filter(|c| !family.cell(*c).is_hidden).collect(),
        audit: audit_with(family, &mut certificates),
    }
}

/// The sensitive cells of which an outsider learns too much, those that hang together one after the other.
fn unprotected(family: &Family, certificates: &mut Certificates) -> Vec<CellNumber> {
    certificates.bound(family);
    let groups = components(family, &certificates.incidence);
    let cells = groups.into_iter().flatten();
    let sensitive = cells.filter(|c| family.cell(*c).needed.is_some());
    let mut open: Vec<CellNumber> = sensitive
        .filter(|c| !certificates.is_protected(family, *c))
        .collect();
    // Where steps led nowhere, a program may still find a proof; for many cells that takes too long.
    if certificates.scope == Scope::Near && open.len() <= FEW {
        open.retain(|c| !certificates.is_protected_farther(family, *c));
    }
    open
}

/// Finds and hides what protects open cells, one after the other: in large families by steps as far as they lead, and by
/// programs only where nothing else helps any more.
fn repair(
    family: &mut Family,
    certificates: &mut Certificates,
    open: &[CellNumber],
) -> Vec<CellNumber> {
    if certificates.scope == Scope::Near {
        let found = repair_by(family, certificates, (open, Certificates::detour));
        if !found.is_empty() {
            return found;
        }
    }
    repair_by(family, certificates, (open, movers))
}

/// Which open cells have to move so that a cell can go so far.
type Movers = fn(&mut Certificates, &Family, (CellNumber, f64)) -> Vec<CellNumber>;

fn repair_by(
    family: &mut Family,
    certificates: &mut Certificates,
    (open, movers): (&[CellNumber], Movers),
) -> Vec<CellNumber> {
    let mut all = Vec::new();
    let mut in_vain = 0;
    for cell in open {
        if certificates.scope == Scope::Near && in_vain >= PATIENCE {
            break;
        }
        let before = all.len();
        let mut is_open = false;
        for side in SIDES {
            // What was hidden for the cells before may be enough.
            if !certificates.is_open(family, *cell, side) {
                continue;
            }
            is_open = true;
            let target = certificates.target(family, *cell, side);
            let distance = target - certificates.reference.numbers[*cell as usize];
            for mover in movers(certificates, family, (*cell, distance)) {
                if !family.cell(mover).is_hidden {
                    family.hide(mover);
                    all.push(mover);
                }
            }
        }
        if all.len() > before {
            in_vain = 0;
        } else if is_open {
            in_vain += 1;
        }
    }
    all
}

/// The open cells that have to move so that a cell can become a number.
fn movers(
    certificates: &mut Certificates,
    family: &Family,
    (cell, distance): (CellNumber, f64),
) -> Vec<CellNumber> {
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
    let bases = family.bases();
    for cell in chosen {
        let mut bases = bases.get(&cell).into_iter().flatten();
        if bases.any(|base| family.cell(*base).is_hidden) {
            continue;
        }
        let left = certificates.left_to_the_pattern(family, cell);
        family.show(cell);
        let forgotten = certificates.forget(cell);
        let shaken: BTreeSet<CellNumber> = forgotten.cells().chain(left).collect();
        let is_needed = shaken
            .into_iter()
            .any(|other| other != cell && !certificates.is_protected(family, other));
        if is_needed {
            family.hide(cell);
            certificates.restore(forgotten);
        }
    }
}
