//! Proofs that a cell is protected: other tables that show the same and hold another number in it.
//!
//! Each such table is checked against every relation it touches, so the solver is never taken at its word.

use std::collections::BTreeMap;

use super::components::Incidence;
use super::neighbourhood::{Neighbourhood, Neighbourhoods, Through};
use super::policy;
use super::program::{Answer, At, Moves, Numbers, Programs};
use super::reference::Reference;
use super::witness::Side;
use super::{CellNumber, Family, Range, TINY};

/// Sizes of surroundings in which a proof is looked for, one after the other.
/// A component with more cells than the last is not solved as a whole: a cell without proof counts as unsafe.
const SIZES: [usize; 5] = [10, 40, 160, 640, 4_000];
/// Up to so many cells, whole numbers are asked for where real ones gave a fraction.
pub(super) const WHOLE: usize = 60;

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
    /// What has been seen in some table so far.
    reached: Vec<Range>,
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
            reached: reference.numbers.iter().map(|n| Range::only(*n)).collect(),
            programs: 0,
            incidence,
            reference,
        }
    }

    /// Forgets the tables found, because a cell they move is shown again.
    pub(super) fn forget(&mut self, cells: &[CellNumber]) {
        for cell in cells {
            self.reached[*cell as usize] = Range::only(self.reference.numbers[*cell as usize]);
        }
    }

    /// The hidden cells that hang together with a cell.
    pub(super) fn component(&mut self, family: &Family, cell: CellNumber) -> Neighbourhood {
        let place = (family, &self.incidence);
        self.surroundings
            .around(place, cell, usize::MAX, Through::Hidden)
    }

    /// Looks for tables in which a cell is all that must remain possible.
    pub(super) fn prove(&mut self, family: &Family, cell: CellNumber, side: Side) -> Proof {
        let Some(needed) = family.cell(cell).needed else {
            return Proof::Reached;
        };
        let proof = self.search(family, cell, needed.at(side));
        if matches!(proof, Proof::Limit(_)) {
            let target = self.target(family, cell, side);
            if self.has_reached(cell, target) {
                return Proof::Reached;
            }
        }
        proof
    }

    /// How far a cell must be able to go beyond what the rules alone say of it.
    pub(super) fn target(&mut self, family: &Family, cell: CellNumber, side: Side) -> f64 {
        let at = self.reference.numbers[cell as usize];
        let wanted = family.cell(cell).needed.map_or(at, |n| n.at(side));
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

    /// Looks for a table in which a cell is at least (or at most) this, near before far.
    fn search(&mut self, family: &Family, cell: CellNumber, target: f64) -> Proof {
        let distance = target - self.reference.numbers[cell as usize];
        for most in SIZES {
            if self.has_reached(cell, target) {
                return Proof::Reached;
            }
            let place = (family, &self.incidence);
            let around = self.surroundings.around(place, cell, most, Through::Hidden);
            let answer = self.solve(family, &around, (cell, distance));
            if around.is_whole && !self.has_reached(cell, target) {
                let at = self.reference.numbers[cell as usize];
                return answer.map_or(Proof::Open, |moves| Proof::Limit(at + moves.by[0]));
            }
        }
        if self.has_reached(cell, target) {
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

    fn has_reached(&self, cell: CellNumber, target: f64) -> bool {
        let (reached, at) = (
            self.reached[cell as usize],
            self.reference.numbers[cell as usize],
        );
        if target >= at {
            reached.upper >= target - TINY
        } else {
            reached.lower <= target + TINY
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
        if !holds(table(family, &self.reference), around, moves) {
            return;
        }
        for (cell, by) in around.cells.iter().zip(moves) {
            let i = *cell as usize;
            self.reached[i] = self.reached[i].widened(self.reference.numbers[i] + by);
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
fn holds(at: At<'_>, around: &Neighbourhood, moves: &[f64]) -> bool {
    let cells = around.cells.iter().copied().zip(moves.iter().copied());
    let by: BTreeMap<CellNumber, f64> = cells.filter(|(_, by)| *by != 0.0).collect();
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
