//! Proofs that a cell is protected: other tables that show the same and hold another number in it.
//!
//! Each such table is checked against every relation it touches, so the solver is never taken at its word.

use std::collections::{BTreeMap, BTreeSet};

use super::circuits::{Circuits, Way};
use super::components::{Incidence, components};
use super::neighbourhood::{Neighbourhood, Neighbourhoods, Through, is_free};
use super::policy;
use super::program::{Answer, At, Moves, Numbers, Programs};
use super::reference::Reference;
use super::tables::{Forgotten, Tables};
use super::witness::Side;
use super::{Cell, CellNumber, Family, Range, TINY};

/// Sizes of surroundings in which a proof is looked for, one after the other.
/// A component with more cells than the last is not solved as a whole: a cell without proof counts as unsafe.
const SIZES: [usize; 5] = [10, 40, 160, 640, LARGEST];
const LARGEST: usize = 4_000;
/// Where more hidden cells hang together from the start, proofs are looked for step by step only.
const MANY: usize = 800;
/// Sizes of surroundings in which the pattern is asked first, with how many open cells of each relation.
const FREE: [(usize, usize); 2] = [(24, 3), (80, 6)];
/// In how many ways a circuit is looked for.
const PREFERENCES: u32 = 6;
/// How often bounds by single relations are drawn from one another.
const PASSES: usize = 3;
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

/// How far proofs are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// In all that hangs together.
    Whole,
    /// Next to each cell, step by step: too much hangs together to solve it.
    Near,
}

impl Scope {
    fn of(family: &Family, incidence: &Incidence) -> Self {
        let groups = components(family, incidence);
        match groups.iter().map(Vec::len).max() {
            Some(largest) if largest > MANY => Self::Near,
            _ => Self::Whole,
        }
    }
}

/// What an outsider can work with: the relations, and the tables found so far that show the same as the true one.
pub(super) struct Certificates {
    pub incidence: Incidence,
    pub reference: Reference,
    pub surroundings: Neighbourhoods,
    pub solver: Programs,
    tables: Tables,
    circuits: Circuits,
    /// How far each cell can go by its single relations, for circuits.
    bounds: Vec<Range>,
    /// Cells that are protected as far as the pattern leaves anything open, and not as far as is needed.
    by_pattern: BTreeSet<CellNumber>,
    pub scope: Scope,
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
            circuits: Circuits::new(family),
            bounds: Vec::new(),
            tables: Tables::of(&reference.numbers),
            by_pattern: BTreeSet::new(),
            scope: Scope::of(family, &incidence),
            programs: 0,
            incidence,
            reference,
        }
    }

    /// Looks how far each cell can go by its single relations, as what is hidden stands now.
    pub(super) fn bound(&mut self, family: &Family) {
        if self.scope == Scope::Whole {
            return;
        }
        let cells = u32::try_from(family.cells().len()).expect("cells are numbered so");
        let mut bounds: Vec<Range> = (0..cells)
            .map(|c| self.range(family, c, |c| c.is_hidden))
            .collect();
        for _ in 0..PASSES {
            for cell in family.hidden() {
                let place = (family, &self.incidence);
                let now = |c: CellNumber| bounds[c as usize];
                let range = policy::by_single_relations(place, &self.reference, cell, now);
                bounds[cell as usize] = range;
            }
        }
        self.bounds = bounds;
    }

    /// How far a cell can go by its single relations.
    pub(super) fn bounds(&self, cell: CellNumber) -> Range {
        self.bounds[cell as usize]
    }

    /// What would have to be hidden so that a circuit takes a cell so far: the cheapest of some, nothing if none was found.
    pub(super) fn detour(&mut self, family: &Family, wish: (CellNumber, f64)) -> Vec<CellNumber> {
        let cost = |open: &Vec<CellNumber>| -> f64 {
            let costs = open.iter().map(|c| family.cell(*c).cost);
            costs.sum()
        };
        let found = (0..PREFERENCES).filter_map(|preference| {
            let moves = self.circuit(family, wish, (Way::Open, preference))?;
            let is_shown = |c: &CellNumber| !family.cell(*c).is_hidden;
            Some(moves.into_keys().filter(is_shown).collect())
        });
        let cheapest = found.min_by(|a: &Vec<CellNumber>, b| cost(a).total_cmp(&cost(b)));
        cheapest.unwrap_or_default()
    }

    fn circuit(
        &mut self,
        family: &Family,
        wish: (CellNumber, f64),
        way: (Way, u32),
    ) -> Option<BTreeMap<CellNumber, f64>> {
        let at = table(family, &self.reference);
        let place = (at, &self.incidence, &self.bounds[..]);
        self.circuits.through(place, wish, way)
    }

    /// Looks for a table step by step.
    fn search_near(&mut self, family: &Family, cell: CellNumber, wanted: (f64, Side)) -> Proof {
        let wish = (cell, wanted.0 - self.reference.numbers[cell as usize]);
        for preference in 0..PREFERENCES {
            if self.tables.reach(cell, wanted) {
                break;
            }
            if let Some(moves) = self.circuit(family, wish, (Way::Hidden, preference)) {
                let of = moves.keys().flat_map(|c| self.incidence.of(*c));
                let relations: BTreeSet<u32> = of.copied().collect();
                let around = Neighbourhood {
                    cells: moves.keys().copied().collect(),
                    relations: relations.into_iter().collect(),
                    is_whole: false,
                };
                let by: Vec<f64> = moves.into_values().collect();
                self.keep(family, &around, &by);
            }
        }
        if self.tables.reach(cell, wanted) {
            Proof::Reached
        } else {
            Proof::Open
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

    /// The same by programs over larger surroundings, for the few cells of a large family that steps do not prove.
    pub(super) fn is_protected_farther(&mut self, family: &Family, cell: CellNumber) -> bool {
        let scope = std::mem::replace(&mut self.scope, Scope::Whole);
        let is_protected = self.is_protected(family, cell);
        self.scope = scope;
        is_protected
    }

    /// Whether an outsider learns more than he may about one side of a cell; nobody asks how much, so what a single sum gives
    /// away is not looked at any longer.
    pub(super) fn is_open(&mut self, family: &Family, cell: CellNumber, side: Side) -> bool {
        let Some(wanted) = self.wanted(family, cell, side) else {
            return false;
        };
        let distance = wanted - self.reference.numbers[cell as usize];
        let place = (family, &self.incidence);
        let shown = policy::by_single_relations(place, &self.reference, cell, |c| {
            self.range(family, c, |c| c.is_hidden)
        });
        let is_narrow = match side {
            Side::Lower => shown.lower > wanted + TINY,
            Side::Upper => shown.upper < wanted - TINY,
        };
        let is_left_to_the_pattern = |this: &mut Self| {
            this.scope == Scope::Whole && !this.is_free_nearby(family, (cell, distance))
        };
        is_narrow && !is_left_to_the_pattern(self)
            || self.prove(family, cell, side) != Proof::Reached
    }

    /// Looks for tables in which a cell is all that must remain possible.
    pub(super) fn prove(&mut self, family: &Family, cell: CellNumber, side: Side) -> Proof {
        let Some(wanted) = self.wanted(family, cell, side) else {
            return Proof::Reached;
        };
        if self.scope == Scope::Near {
            let proof = self.search_near(family, cell, (wanted, side));
            if proof == Proof::Reached || !self.by_pattern.contains(&cell) {
                return proof;
            }
        }
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

    /// What is known of a cell that may move, or the one number it is.
    pub(super) fn range(
        &self,
        family: &Family,
        cell: CellNumber,
        may_move: fn(&Cell) -> bool,
    ) -> Range {
        let at = self.reference.numbers[cell as usize];
        match family.cell(cell) {
            // A cell outside what it is known to be is as far out as it is.
            of if may_move(of) => of.known.widened(at),
            _ => Range::only(at),
        }
    }

    /// What is needed, as far as no single relation rules it out by the pattern alone.
    pub(super) fn wanted(&self, family: &Family, cell: CellNumber, side: Side) -> Option<f64> {
        let needed = family.cell(cell).needed?;
        let place = (family, &self.incidence);
        let possible = policy::by_single_relations(place, &self.reference, cell, |c| {
            self.range(family, c, |c| c.is_hidden || is_free(c))
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
        if self.scope == Scope::Near || self.is_free_nearby(family, (cell, wanted - at)) {
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
