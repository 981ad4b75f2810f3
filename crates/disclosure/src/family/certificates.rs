//! Proofs that a cell is protected: other tables that show the same and hold another number in it.
//!
//! Each such table is checked against every relation it touches, so the solver is never taken at its word.

use std::collections::{BTreeMap, BTreeSet};

use super::components::Incidence;
use super::neighbourhood::{Neighbourhood, Neighbourhoods, Through, is_free};
use super::policy;
use super::program::{Answer, At, Moves, Numbers, Programs};
use super::reference::Reference;
use super::tables::{Forgotten, Tables};
use super::witness::Side;
use super::{CellNumber, Family, TINY};

/// Sizes of surroundings in which a proof is looked for, one after the other.
/// A component with more cells than the last is not solved as a whole: a cell without proof counts as unsafe.
const SIZES: [usize; 5] = [10, 40, 160, 640, 4_000];
/// Sizes of surroundings in which the pattern is asked first, with how many open cells of each relation.
const FREE: [(usize, usize); 2] = [(24, 3), (80, 6)];
/// Up to so many cells, whole numbers are asked for where real ones gave a fraction.
pub(super) const WHOLE: usize = 60;

pub(super) const SIDES: [Side; 2] = [Side::Lower, Side::Upper];

/// What could be proved about one side of a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Proof {
    /// Other tables hold what is needed.
    Reached,
    /// No table does: this is as far as any goes.
    Limit(f64),
    /// Neither was found.
    Open,
}

/// What an outsider can work with: the relations, and the tables found so far that show the same as the true one.
pub(super) struct Certificates {
    pub incidence: Incidence,
    pub reference: Reference,
    pub surroundings: Neighbourhoods,
    pub solver: Programs,
    tables: Tables,
    /// Cells that are protected as far as the pattern leaves anything open, and not as far as is needed.
    by_pattern: BTreeSet<CellNumber>,
    /// Programs solved.
    pub programs: usize,
}

impl Certificates {
    pub(super) fn new(family: &Family) -> Self {
        let incidence = Incidence::new(family);
        let reference = Reference::of(family, &incidence);
        Self {
            surroundings: Neighbourhoods::new(family),
            solver: Programs::new(family),
            tables: Tables::of(&reference.numbers),
            by_pattern: BTreeSet::new(),
            programs: 0,
            incidence,
            reference,
        }
    }

    /// Forgets what was proved by moving a cell that is shown now.
    pub(super) fn forget(&mut self, shown: CellNumber) -> Forgotten {
        self.tables.forget(shown, &self.reference.numbers)
    }

    /// What was forgotten holds again, because the cell is hidden after all.
    pub(super) fn restore(&mut self, forgotten: Forgotten) {
        self.tables.restore(forgotten);
    }

    /// The cells of a component of which the pattern alone says more than may be known.
    pub(super) fn left_to_the_pattern(
        &mut self,
        family: &Family,
        cell: CellNumber,
    ) -> Vec<CellNumber> {
        if self.by_pattern.is_empty() {
            return Vec::new();
        }
        let component = self.component(family, cell).cells;
        let is_left = |c: &CellNumber| self.by_pattern.contains(c);
        component.into_iter().filter(is_left).collect()
    }

    /// The hidden cells that hang together with a cell.
    pub(super) fn component(&mut self, family: &Family, cell: CellNumber) -> Neighbourhood {
        let place = (family, &self.incidence);
        self.surroundings
            .around(place, cell, usize::MAX, Through::Hidden)
    }

    /// Whether all that must remain possible of a cell is possible.
    pub(super) fn is_protected(&mut self, family: &Family, cell: CellNumber) -> bool {
        SIDES
            .into_iter()
            .all(|side| !self.is_open(family, cell, side))
    }

    /// Whether an outsider learns more than he may about one side of a cell; nobody asks how much, so what a single sum gives
    /// away is not looked at any longer.
    pub(super) fn is_open(&mut self, family: &Family, cell: CellNumber, side: Side) -> bool {
        let Some(wanted) = self.wanted(family, cell, side) else {
            return false;
        };
        let distance = wanted - self.reference.numbers[cell as usize];
        let place = (family, &self.incidence);
        let shown = policy::by_single_relations(place, &self.reference, cell, |c| c.is_hidden);
        let is_narrow = match side {
            Side::Lower => shown.lower > wanted + TINY,
            Side::Upper => shown.upper < wanted - TINY,
        };
        is_narrow && self.is_free_nearby(family, (cell, distance))
            || self.prove(family, cell, side) != Proof::Reached
    }

    /// Looks for tables in which a cell is all that must remain possible.
    pub(super) fn prove(&mut self, family: &Family, cell: CellNumber, side: Side) -> Proof {
        let Some(wanted) = self.wanted(family, cell, side) else {
            return Proof::Reached;
        };
        let proof = self.search(family, cell, (wanted, side));
        if matches!(proof, Proof::Limit(_)) {
            let target = self.target(family, cell, side);
            if self.tables.reach(cell, (target, side)) {
                self.by_pattern.insert(cell);
                return Proof::Reached;
            }
        }
        proof
    }

    /// What is needed, as far as no single relation rules it out by the pattern alone.
    fn wanted(&self, family: &Family, cell: CellNumber, side: Side) -> Option<f64> {
        let needed = family.cell(cell).needed?;
        let place = (family, &self.incidence);
        let possible = policy::by_single_relations(place, &self.reference, cell, |c| {
            c.is_hidden || is_free(c)
        });
        Some(match side {
            Side::Lower => needed.lower.max(whole(possible.lower, side)),
            Side::Upper => needed.upper.min(whole(possible.upper, side)),
        })
    }

    /// How far a cell must be able to go beyond what the rules alone say of it.
    pub(super) fn target(&mut self, family: &Family, cell: CellNumber, side: Side) -> f64 {
        let at = self.reference.numbers[cell as usize];
        let Some(wanted) = self.wanted(family, cell, side) else {
            return at;
        };
        if self.is_free_nearby(family, (cell, wanted - at)) {
            return wanted;
        }
        let component = self.component(family, cell);
        let around = policy::pattern(family, &self.incidence, component);
        let table = table(family, &self.reference);
        match self
            .solver
            .farthest(table, &around, (cell, wanted - at), Numbers::Real)
        {
            Answer::Moves(moves) => whole(at + moves.by[0], side),
            _ => wanted,
        }
    }

    /// Whether the pattern lets a cell go so far by what stands next to it: all that is farther away stays as it is.
    fn is_free_nearby(&mut self, family: &Family, wish: (CellNumber, f64)) -> bool {
        FREE.into_iter().any(|(most, open)| {
            let place = (family, &self.incidence);
            let through = Through::Free(open);
            let around = self.surroundings.around(place, wish.0, most, through);
            let at = table(family, &self.reference);
            let answer = self.solver.farthest(at, &around, wish, Numbers::Real);
            matches!(answer, Answer::Moves(moves) if (moves.by[0] - wish.1).abs() < TINY)
        })
    }

    /// Looks for a table in which a cell is at least (or at most) this, near before far.
    fn search(&mut self, family: &Family, cell: CellNumber, wanted: (f64, Side)) -> Proof {
        let at = self.reference.numbers[cell as usize];
        for most in SIZES {
            if self.tables.reach(cell, wanted) {
                return Proof::Reached;
            }
            let place = (family, &self.incidence);
            let around = self.surroundings.around(place, cell, most, Through::Hidden);
            let answer = self.solve(family, &around, (cell, wanted.0 - at));
            if around.is_whole && !self.tables.reach(cell, wanted) {
                return answer.map_or(Proof::Open, |moves| Proof::Limit(at + moves.by[0]));
            }
        }
        if self.tables.reach(cell, wanted) {
            Proof::Reached
        } else {
            Proof::Open
        }
    }

    /// How far a cell can go towards a number, in real numbers; `None` where the solver failed.
    pub(super) fn limit(&mut self, family: &Family, cell: CellNumber, target: f64) -> Option<f64> {
        let at = self.reference.numbers[cell as usize];
        let around = self.component(family, cell);
        let wish = (cell, target - at);
        let table = table(family, &self.reference);
        match self.solver.farthest(table, &around, wish, Numbers::Real) {
            Answer::Moves(moves) => Some(at + moves.by[0]),
            Answer::Unlimited => Some(target),
            Answer::Impossible | Answer::Failed => None,
        }
    }

    fn solve(
        &mut self,
        family: &Family,
        around: &Neighbourhood,
        wish: (CellNumber, f64),
    ) -> Option<Moves> {
        self.programs += 1;
        let mut found = None;
        for numbers in [Numbers::Real, Numbers::Whole] {
            if numbers == Numbers::Whole && around.cells.len() > WHOLE {
                break;
            }
            let Answer::Moves(moves) =
                self.solver
                    .farthest(table(family, &self.reference), around, wish, numbers)
            else {
                break;
            };
            let settled = moves.settled(family, &around.cells);
            let is_whole = settled.is_some();
            if let Some(by) = settled {
                self.keep(family, around, &by);
            }
            found = Some(moves);
            if is_whole {
                break;
            }
        }
        found
    }

    /// Remembers what a moved table holds, if it shows the same as the true one.
    fn keep(&mut self, family: &Family, around: &Neighbourhood, moves: &[f64]) {
        let cells = around.cells.iter().copied().zip(moves.iter().copied());
        let changed: BTreeMap<CellNumber, f64> = cells.filter(|(_, by)| *by != 0.0).collect();
        if holds(table(family, &self.reference), around, &changed) {
            self.tables.keep(&changed, &self.reference.numbers);
        }
    }
}

/// The last whole number before a limit.
fn whole(limit: f64, side: Side) -> f64 {
    match side {
        Side::Lower => (limit - TINY).ceil(),
        Side::Upper => (limit + TINY).floor(),
    }
}

/// The family with the numbers proofs start from.
pub(super) fn table<'a>(family: &'a Family, reference: &'a Reference) -> At<'a> {
    At {
        family,
        numbers: &reference.numbers,
        ranges: &reference.ranges,
    }
}

/// Whether the moved table satisfies every bound and relation.
fn holds(at: At<'_>, around: &Neighbourhood, by: &BTreeMap<CellNumber, f64>) -> bool {
    let inside = by.iter().all(|(cell, by)| {
        let (known, number) = (at.family.cell(*cell).known, at.numbers[*cell as usize]);
        let (lower, upper) = (known.lower.min(number), known.upper.max(number));
        (lower - TINY..=upper + TINY).contains(&(number + by))
    });
    inside
        && around.relations.iter().all(|relation| {
            let terms = at.family.terms(*relation).iter();
            let sum: f64 = terms
                .map(|(c, f)| f * (at.numbers[*c as usize] + by.get(c).unwrap_or(&0.0)))
                .sum();
            let range = at.ranges[*relation as usize];
            (range.lower - TINY..=range.upper + TINY).contains(&sum)
        })
}
