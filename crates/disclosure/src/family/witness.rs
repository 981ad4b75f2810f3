//! The witness: which sums, times what, give the bound of a hidden cell away.
//!
//! The dual of the outsider's linear program. Its multipliers are the proof: whoever multiplies the relations by them
//! and adds up reads the bound from what remains (Farkas; Fischetti and Salazar-González 2000 build their cuts from it).

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::components::Incidence;
use super::neighbourhood::{Neighbourhoods, Through};
use super::reference::Reference;
use super::{CellNumber, Family, TINY};

/// Sizes of surroundings in which a short proof is looked for; nobody follows a longer one.
const FOLLOWED: [usize; 4] = [10, 40, 160, 640];

/// Proof that a cell can go no farther.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// The bound.
    pub bound: f64,
    /// Relations and what each is multiplied by.
    pub relations: Vec<(u32, f64)>,
    /// Cells whose own bound is used, with how often.
    pub bounds: Vec<(CellNumber, f64)>,
}

/// Towards which end of a cell the proof goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// It can be no less.
    Lower,
    /// It can be no more.
    Upper,
}

impl Side {
    pub(super) const fn sign(self) -> f64 {
        match self {
            Self::Lower => -1.0,
            Self::Upper => 1.0,
        }
    }
}

/// The proof for one side of a hidden cell; `None` if there is no bound or the solver failed.
pub fn witness(family: &Family, cell: CellNumber, side: Side) -> Option<Witness> {
    Court::new(family).proof((cell, side), usize::MAX)
}

/// The proof over the nearest cells that a cell does not reach a number it should; few relations, and easier to follow.
pub fn shortest_witness(
    family: &Family,
    (cell, side): (CellNumber, Side),
    needed: f64,
) -> Option<Witness> {
    let mut court = Court::new(family);
    let falls_short = |proof: &Witness| side.sign() * (needed - proof.bound) > TINY;
    FOLLOWED
        .into_iter()
        .find_map(|most| court.proof((cell, side), most).filter(falls_short))
}

/// A family with what proofs start from.
struct Court<'a> {
    family: &'a Family,
    incidence: Incidence,
    reference: Reference,
    neighbourhoods: Neighbourhoods,
}

impl<'a> Court<'a> {
    fn new(family: &'a Family) -> Self {
        let incidence = Incidence::new(family);
        Self {
            reference: Reference::of(family, &incidence),
            neighbourhoods: Neighbourhoods::new(family),
            family,
            incidence,
        }
    }

    /// A bound that at most so many cells around prove.
    fn proof(&mut self, (cell, side): (CellNumber, Side), most: usize) -> Option<Witness> {
        let place = (self.family, &self.incidence);
        let around = self
            .neighbourhoods
            .around(place, cell, most, Through::Hidden);
        // A relation that goes on beyond the cells looked at proves nothing about them.
        let inside: BTreeSet<CellNumber> = around.cells.iter().copied().collect();
        let ends = |relation: &u32| {
            let mut hidden = self.family.terms(*relation).iter().map(|(c, _)| *c);
            hidden.all(|c| !self.family.cell(c).is_hidden || inside.contains(&c))
        };
        let relations: Vec<u32> = around.relations.into_iter().filter(ends).collect();
        let scales = Scales {
            family: self.family,
            reference: &self.reference,
            cells: &around.cells,
            relations: &relations,
        };
        let weighed = scales.weigh((cell, side), |_| 1.0, f64::INFINITY)?;
        Some(Witness {
            bound: self.reference.numbers[cell as usize] + side.sign() * weighed.value,
            relations: weighed.relations,
            bounds: weighed
                .capacities
                .into_iter()
                .filter(|(_, _, times)| times.abs() > TINY)
                .map(|(c, _, times)| (c, times))
                .collect(),
        })
    }
}

/// The dual program over some cells and relations.
pub(super) struct Scales<'a> {
    pub family: &'a Family,
    pub reference: &'a Reference,
    pub cells: &'a [CellNumber],
    pub relations: &'a [u32],
}

/// How often a bound is used; what has no end cannot be.
fn used_room(problem: &mut Problem, room: f64, share: f64) -> Variable {
    if room.is_finite() {
        problem.add_var(room * share, (0.0, f64::INFINITY))
    } else {
        problem.add_var(0.0, (0.0, 0.0))
    }
}

/// Variables with their factors.
type Terms = Vec<(Variable, f64)>;

/// Its solution.
pub(super) struct Weighed {
    /// How far the cell can go.
    pub value: f64,
    /// Multipliers that are not 0.
    pub relations: Vec<(u32, f64)>,
    /// Per cell: by how much its room lets the asked cell go, and how often its bound is used.
    pub capacities: Vec<(CellNumber, f64, f64)>,
}

impl Scales<'_> {
    /// How far a cell can go if each cell has so much of its room (0 to 1); rooms end at `most`.
    pub(super) fn weigh(
        &self,
        (cell, side): (CellNumber, Side),
        share: impl Fn(CellNumber) -> f64,
        most: f64,
    ) -> Option<Weighed> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let (multipliers, mut columns) = self.multipliers(&mut problem);
        let mut rooms: Vec<[(f64, Variable); 2]> = Vec::with_capacity(self.cells.len());
        for (column, c) in columns.iter_mut().zip(self.cells) {
            let bounds = self
                .room(*c, most)
                .map(|room| (room, used_room(&mut problem, room, share(*c))));
            let [(_, down), (_, up)] = bounds;
            column.extend([(up, 1.0), (down, -1.0)]);
            let wanted = if *c == cell { side.sign() } else { 0.0 };
            problem.add_constraint(&column[..], ComparisonOp::Eq, wanted);
            rooms.push(bounds);
        }
        let solution = problem.solve().ok()?.into_solution().ok()?;
        let times = |variable: Variable| solution.var_value(variable);
        let used = |(room, variable): &(f64, Variable)| match times(*variable) {
            by if by > TINY => room * by,
            _ => 0.0,
        };
        Some(Weighed {
            value: solution.objective(),
            relations: self
                .relations
                .iter()
                .zip(&multipliers)
                .map(|(r, own)| (*r, own.iter().map(|(v, sign)| sign * times(*v)).sum()))
                .filter(|(_, by): &(u32, f64)| by.abs() > TINY)
                .collect(),
            capacities: self
                .cells
                .iter()
                .zip(&rooms)
                .map(|(c, [down, up])| (*c, used(down) + used(up), times(up.1) - times(down.1)))
                .collect(),
        })
    }

    /// Variables for the multipliers of each relation, and what they add to each cell.
    fn multipliers(&self, problem: &mut Problem) -> (Vec<Terms>, Vec<Terms>) {
        let mut columns: Vec<Terms> = vec![Vec::new(); self.cells.len()];
        let slots: BTreeMap<CellNumber, usize> = self
            .cells
            .iter()
            .enumerate()
            .map(|(i, c)| (*c, i))
            .collect();
        let multipliers = self.relations.iter().map(|r| {
            let own = self.multiplier(problem, *r);
            for (c, factor) in self.family.terms(*r) {
                if let Some(slot) = slots.get(c) {
                    columns[*slot].extend(own.iter().map(|(v, sign)| (*v, sign * factor)));
                }
            }
            own
        });
        (multipliers.collect(), columns)
    }

    /// How far down and up a cell may go, both counted from 0 upwards.
    fn room(&self, cell: CellNumber, most: f64) -> [f64; 2] {
        let (known, at) = (
            self.family.cell(cell).known,
            self.reference.numbers[cell as usize],
        );
        [at - known.lower, known.upper - at].map(|room| room.max(0.0).min(most))
    }

    fn multiplier(&self, problem: &mut Problem, relation: u32) -> Terms {
        let range = self.reference.ranges[relation as usize];
        if range.is_single() {
            return vec![(
                problem.add_var(0.0, (f64::NEG_INFINITY, f64::INFINITY)),
                1.0,
            )];
        }
        let terms = self.family.terms(relation).iter();
        let at: f64 = terms
            .map(|(c, f)| f * self.reference.numbers[*c as usize])
            .sum();
        let mut found = Vec::new();
        for (room, sign) in [(range.upper - at, 1.0), (at - range.lower, -1.0)] {
            if room.is_finite() {
                found.push((problem.add_var(room.max(0.0), (0.0, f64::INFINITY)), sign));
            }
        }
        found
    }
}
