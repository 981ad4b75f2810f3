//! Linear programs over the surroundings of a cell, in terms of moves away from the reference.

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, SolveOutcome, Variable};

use super::neighbourhood::Neighbourhood;
use super::{Cell, CellNumber, Family, Range, TINY};

/// How far each cell of a neighbourhood moves.
#[derive(Clone, Debug)]
pub(super) struct Moves {
    pub by: Vec<f64>,
}

impl Moves {
    /// The moves with the solver's rounding taken away; `None` if a count would move by a fraction.
    pub(super) fn settled(&self, family: &Family, cells: &[CellNumber]) -> Option<Vec<f64>> {
        let settle = |(cell, by): (&CellNumber, &f64)| match by.round() {
            near if (by - near).abs() < TINY => Some(near),
            _ if family.cell(*cell).is_count => None,
            _ => Some(*by),
        };
        cells.iter().zip(&self.by).map(settle).collect()
    }
}

/// What is asked of a solver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numbers {
    Real,
    Whole,
}

impl Numbers {
    /// What is asked of one cell: sums of ages need not be whole.
    const fn of(self, cell: &Cell) -> Self {
        if cell.is_count { self } else { Self::Real }
    }
}

/// What the solver says.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    Moves(Moves),
    Impossible,
    /// There is no end to it.
    Unlimited,
    /// It failed or ran out of steps: nothing is known.
    Failed,
}

/// Numbers nobody here knows.
#[derive(Clone, Debug)]
pub(super) enum Filled {
    /// These fit.
    With(Vec<f64>),
    /// None fit: parts do not add up.
    Contradictory,
    /// The solver failed or ran out of steps.
    Unsolved,
}

/// A family with numbers that satisfy its relations.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    pub family: &'a Family,
    pub numbers: &'a [f64],
    /// What each relation's sum must be.
    pub ranges: &'a [Range],
}

/// Builds and solves programs without new memory for where a cell stands among the variables.
pub(super) struct Programs {
    slots: Vec<u32>,
}

const NOWHERE: u32 = u32::MAX;

impl Programs {
    pub(super) fn new(family: &Family) -> Self {
        Self {
            slots: vec![NOWHERE; family.cells().len()],
        }
    }

    /// Moves a cell as far towards a distance (negative: down) as the surroundings let it.
    pub(super) fn farthest(
        &mut self,
        at: At<'_>,
        around: &Neighbourhood,
        (cell, distance): (CellNumber, f64),
        numbers: Numbers,
    ) -> Answer {
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let variables: Vec<Variable> = around
            .cells
            .iter()
            .map(|c| {
                let (mut low, mut high) = at.room(*c);
                if *c == cell {
                    (low, high) = (low.max(distance.min(0.0)), high.min(distance.max(0.0)));
                }
                let wish = if *c == cell { distance.signum() } else { 0.0 };
                variable(
                    &mut problem,
                    wish,
                    (low, high),
                    numbers.of(at.family.cell(*c)),
                )
            })
            .collect();
        self.constraints(&mut problem, at, around, |i| vec![(variables[i], 1.0)]);
        solve(&problem, |solution| {
            variables.iter().map(|v| solution.var_value(*v)).collect()
        })
    }

    /// The cheapest way to move a cell by a distance if open cells may move too.
    pub(super) fn cheapest(
        &mut self,
        at: At<'_>,
        around: &Neighbourhood,
        (cell, distance): (CellNumber, f64),
        numbers: Numbers,
    ) -> Answer {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let variables: Vec<(Variable, Variable)> = around
            .cells
            .iter()
            .map(|c| {
                let (low, high) = at.room(*c);
                let wanted = |side: f64| (side * distance > 0.0).then_some(distance.abs());
                let price = if at.family.cell(*c).is_hidden {
                    0.001
                } else {
                    at.family.cell(*c).cost
                };
                let mut side = |sign: f64, room: f64| {
                    let bounds = match wanted(sign) {
                        Some(far) if *c == cell => (far, far),
                        _ if *c == cell => (0.0, 0.0),
                        _ => (0.0, room.max(0.0)),
                    };
                    variable(&mut problem, price, bounds, numbers.of(at.family.cell(*c)))
                };
                (side(1.0, high), side(-1.0, -low))
            })
            .collect();
        self.constraints(&mut problem, at, around, |i| {
            vec![(variables[i].0, 1.0), (variables[i].1, -1.0)]
        });
        solve(&problem, |solution| {
            variables
                .iter()
                .map(|(up, down)| solution.var_value(*up) - solution.var_value(*down))
                .collect()
        })
    }

    /// Numbers for the cells of a neighbourhood that satisfy its relations, all other cells being what they are.
    pub(super) fn any(&mut self, at: At<'_>, around: &Neighbourhood) -> Filled {
        for numbers in [Numbers::Real, Numbers::Whole] {
            let mut problem = Problem::new(OptimizationDirection::Minimize);
            let variables: Vec<Variable> = around
                .cells
                .iter()
                .map(|c| {
                    variable(
                        &mut problem,
                        1.0,
                        at.room(*c),
                        numbers.of(at.family.cell(*c)),
                    )
                })
                .collect();
            self.constraints(&mut problem, at, around, |i| vec![(variables[i], 1.0)]);
            let answer = solve(&problem, |solution| {
                variables.iter().map(|v| solution.var_value(*v)).collect()
            });
            match answer {
                Answer::Moves(moves) => {
                    if let Some(by) = moves.settled(at.family, &around.cells) {
                        let number = |(c, m): (&CellNumber, &f64)| at.numbers[*c as usize] + m;
                        return Filled::With(around.cells.iter().zip(&by).map(number).collect());
                    }
                }
                Answer::Impossible => return Filled::Contradictory,
                Answer::Unlimited | Answer::Failed => return Filled::Unsolved,
            }
        }
        Filled::Unsolved
    }

    /// The relations between moves: what adds up still adds up.
    fn constraints(
        &mut self,
        problem: &mut Problem,
        at: At<'_>,
        around: &Neighbourhood,
        of: impl Fn(usize) -> Vec<(Variable, f64)>,
    ) {
        for (slot, cell) in (0u32..).zip(&around.cells) {
            self.slots[*cell as usize] = slot;
        }
        for relation in &around.relations {
            let mut moved: Vec<(Variable, f64)> = Vec::new();
            let mut sum = 0.0;
            for (cell, factor) in at.family.terms(*relation) {
                sum += factor * at.numbers[*cell as usize];
                let slot = self.slots[*cell as usize];
                if slot != NOWHERE {
                    moved.extend(of(slot as usize).into_iter().map(|(v, s)| (v, s * factor)));
                }
            }
            let range = at.ranges[*relation as usize];
            if range.is_single() {
                problem.add_constraint(&moved[..], ComparisonOp::Eq, range.lower - sum);
                continue;
            }
            if range.lower.is_finite() {
                problem.add_constraint(&moved[..], ComparisonOp::Ge, range.lower - sum);
            }
            if range.upper.is_finite() {
                problem.add_constraint(&moved[..], ComparisonOp::Le, range.upper - sum);
            }
        }
        for cell in &around.cells {
            self.slots[*cell as usize] = NOWHERE;
        }
    }
}

impl At<'_> {
    /// How far down and up a cell may go.
    pub(super) fn room(self, cell: CellNumber) -> (f64, f64) {
        let (known, at) = (self.family.cell(cell).known, self.numbers[cell as usize]);
        ((known.lower - at).min(0.0), (known.upper - at).max(0.0))
    }
}

fn variable(
    problem: &mut Problem,
    wish: f64,
    (low, high): (f64, f64),
    numbers: Numbers,
) -> Variable {
    const FAR: f64 = 1e9;
    match numbers {
        Numbers::Real => problem.add_var(wish, (low, high)),
        #[expect(
            clippy::cast_possible_truncation,
            reason = "within what a whole number holds"
        )]
        Numbers::Whole => problem.add_integer_var(
            wish,
            (low.ceil().max(-FAR) as i32, high.floor().min(FAR) as i32),
        ),
    }
}

/// Branches a program of whole numbers may follow: a number and not a time, so that every machine gives the same answer.
const BRANCHES: u64 = 2_000;

fn solve(problem: &Problem, read: impl Fn(&microlp::Solution) -> Vec<f64>) -> Answer {
    #[cfg(test)]
    if super::exhausted::is_so() {
        return Answer::Failed;
    }
    let mut options = SolveOptions::default();
    options.node_limit = Some(BRANCHES);
    match problem.solve_with(options) {
        Ok(SolveOutcome::Solution(solution)) => Answer::Moves(Moves {
            by: read(&solution),
        }),
        Err(microlp::Error::Infeasible) => Answer::Impossible,
        Err(microlp::Error::Unbounded) => Answer::Unlimited,
        Ok(SolveOutcome::Interrupted(_)) | Err(_) => Answer::Failed,
    }
}
