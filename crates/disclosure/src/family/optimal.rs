//! The least that must be hidden: an exact answer for small families.
//!
//! Fischetti and Salazar-González 2000: which cells are hidden are variables of 0 and 1; for every sensitive cell and side
//! the outsider's program must reach what is needed, and where it does not its dual gives a cut that every safe choice
//! satisfies. The cuts are found in real numbers first, then in whole ones.

use microlp::{
    ComparisonOp, OptimizationDirection, Problem, SolutionStatus, SolveOptions, Variable,
};

use super::components::Incidence;
use super::program::Numbers;
use super::reference::Reference;
use super::witness::{Scales, Side};
use super::{CellNumber, Family, TINY};

/// Rounds of cuts before the exact answer is given up.
const ROUNDS: usize = 400;
/// Branches the solver may follow in one round: a number and not a time, so that every machine gives the same answer.
const BRANCHES: u64 = 20_000;

/// The cheapest safe choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Optimum {
    /// The cells to hide besides those that are hidden.
    pub secondary: Vec<CellNumber>,
    /// What they cost.
    pub cost: f64,
}

/// One condition every safe choice satisfies: what the hidden cells give must reach a number.
struct Cut {
    gives: Vec<(CellNumber, f64)>,
    needed: f64,
}

/// The cheapest cells to hide besides; `None` if no choice is safe or the answer could not be proved.
pub fn optimal(family: &Family) -> Option<Optimum> {
    let incidence = Incidence::new(family);
    let reference = Reference::of(family, &incidence);
    let search = Search::new(family, &reference);
    let mut cuts: Vec<Cut> = Vec::new();
    let mut numbers = Numbers::Real;
    for _ in 0..ROUNDS {
        let choice = search.master(&cuts, numbers)?;
        let found = search.violated(&choice)?;
        if found.is_empty() {
            if numbers == Numbers::Whole {
                return Some(search.answer(&choice));
            }
            numbers = Numbers::Whole;
        }
        cuts.extend(found);
    }
    None
}

struct Search<'a> {
    family: &'a Family,
    reference: &'a Reference,
    /// Cells that are or may be hidden.
    movable: Vec<CellNumber>,
    relations: Vec<u32>,
    /// No room needs to be larger: no cell has to move farther than all that is needed together.
    most: f64,
}

impl<'a> Search<'a> {
    fn new(family: &'a Family, reference: &'a Reference) -> Self {
        let movable = (0u32..)
            .zip(family.cells())
            .filter(|(_, c)| c.is_hidden || c.cost.is_finite())
            .map(|(i, _)| i)
            .collect();
        let sides = wishes(family, reference);
        Self {
            family,
            reference,
            movable,
            relations: (0..u32::try_from(family.relations()).unwrap_or(u32::MAX)).collect(),
            most: 4.0
                * sides.iter().map(|(_, _, d)| *d).fold(1.0, f64::max)
                * family.cells().len() as f64,
        }
    }

    /// The cheapest choice that satisfies the cuts found so far, as the share hidden of each movable cell.
    fn master(&self, cuts: &[Cut], numbers: Numbers) -> Option<Vec<f64>> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let variables: Vec<Option<Variable>> = self
            .movable
            .iter()
            .map(|c| self.family.cell(*c))
            .map(|cell| match numbers {
                _ if cell.is_hidden => None,
                Numbers::Whole => Some(problem.add_binary_var(cell.cost)),
                Numbers::Real => Some(problem.add_var(cell.cost, (0.0, 1.0))),
            })
            .collect();
        self.carry(&mut problem, &variables);
        for cut in cuts {
            self.require(&mut problem, cut, &variables);
        }
        let mut options = SolveOptions::default();
        options.node_limit = Some(BRANCHES);
        let solution = problem.solve_with(options).ok()?.into_solution().ok()?;
        if solution.status() != SolutionStatus::Optimal {
            return None;
        }
        let share = |v: &Option<Variable>| match (v, numbers) {
            (None, _) => 1.0,
            (Some(v), Numbers::Whole) => solution.var_value(*v).round(),
            (Some(v), Numbers::Real) => solution.var_value(*v).clamp(0.0, 1.0),
        };
        Some(variables.iter().map(share).collect())
    }

    /// What stands on a hidden base is hidden, too; where it may not be, its base stays.
    fn carry(&self, problem: &mut Problem, variables: &[Option<Variable>]) {
        let variable = |c: &CellNumber| {
            let slot = self.movable.binary_search(c).ok();
            slot.and_then(|s| variables[s])
        };
        let pairs = self.family.carried.iter();
        for (base, above) in pairs.flat_map(|(b, above)| above.iter().map(move |a| (b, a))) {
            match (variable(base), variable(above)) {
                (Some(base), Some(above)) => {
                    problem.add_constraint([(above, 1.0), (base, -1.0)], ComparisonOp::Ge, 0.0);
                }
                (Some(base), None) if !self.family.cell(*above).is_hidden => {
                    problem.add_constraint([(base, 1.0)], ComparisonOp::Le, 0.0);
                }
                (None, Some(above)) if self.family.cell(*base).is_hidden => {
                    problem.add_constraint([(above, 1.0)], ComparisonOp::Ge, 1.0);
                }
                _ => {}
            }
        }
    }

    /// What is hidden already counts; of the rest no cell needs to give more than is still needed.
    fn require(&self, problem: &mut Problem, cut: &Cut, variables: &[Option<Variable>]) {
        let mut needed = cut.needed;
        let mut terms: Vec<(Variable, f64)> = Vec::new();
        for (cell, gives) in &cut.gives {
            let slot = self.movable.binary_search(cell).ok();
            match slot.and_then(|s| variables[s]) {
                Some(variable) => terms.push((variable, *gives)),
                None => needed -= gives,
            }
        }
        if needed > TINY {
            for term in &mut terms {
                term.1 = term.1.min(needed);
            }
            problem.add_constraint(&terms[..], ComparisonOp::Ge, needed);
        }
    }

    /// A cut for every side of a sensitive cell that does not reach what is needed; `None` if the solver failed.
    fn violated(&self, choice: &[f64]) -> Option<Vec<Cut>> {
        let scales = Scales {
            family: self.family,
            reference: self.reference,
            cells: &self.movable,
            relations: &self.relations,
        };
        let share = |c: CellNumber| {
            let slot = self.movable.binary_search(&c).ok();
            slot.map_or(0.0, |s| choice[s])
        };
        let mut found = Vec::new();
        for (cell, side, distance) in wishes(self.family, self.reference) {
            let weighed = scales.weigh((cell, side), share, self.most)?;
            if weighed.value < distance - 1e-4 {
                let gives: Vec<(CellNumber, f64)> = weighed
                    .capacities
                    .iter()
                    .filter(|(_, by, _)| *by > TINY)
                    .map(|(c, by, _)| (*c, *by))
                    .collect();
                let hidden: f64 = gives.iter().map(|(c, by)| by * share(*c)).sum();
                // Slack in relations gives its part whatever is hidden.
                let needed = distance - (weighed.value - hidden).max(0.0);
                found.push(Cut { gives, needed });
            }
        }
        Some(found)
    }

    fn answer(&self, choice: &[f64]) -> Optimum {
        let secondary: Vec<CellNumber> = self
            .movable
            .iter()
            .zip(choice)
            .filter(|(c, share)| **share > 0.5 && !self.family.cell(**c).is_hidden)
            .map(|(c, _)| *c)
            .collect();
        let cost = secondary.iter().map(|c| self.family.cell(*c).cost).sum();
        Optimum { secondary, cost }
    }
}

/// Every side of a sensitive hidden cell that must be able to move, and how far.
fn wishes(family: &Family, reference: &Reference) -> Vec<(CellNumber, Side, f64)> {
    let mut found = Vec::new();
    for cell in family.hidden() {
        let Some(needed) = family.cell(cell).needed else {
            continue;
        };
        let at = reference.numbers[cell as usize];
        let sides = [
            (Side::Lower, at - needed.lower),
            (Side::Upper, needed.upper - at),
        ];
        found.extend(
            sides
                .into_iter()
                .filter(|s| s.1 > TINY)
                .map(|(s, d)| (cell, s, d)),
        );
    }
    found
}
