//! Step 3: what inequalities leave possible: each relation alone until nothing moves, then linear programs on whole
//! components.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::Step;
use crate::relations::Sense;
use crate::system::{Row, System, TINY};

/// Above so many unknowns a component is left to single inequalities.
const LARGEST: usize = 1500;
/// So often a row is looked at before bounds that creep are left alone.
const ROUNDS: usize = 60;

/// So often everything is tried again: a whole number found in one place narrows others.
const PASSES: usize = 4;

/// Narrows all bounds.
pub(super) fn run(system: &mut System<'_>) {
    for _ in 0..PASSES {
        propagate(system);
        system.too_large = 0;
        let mut moved = false;
        for component in system.components() {
            if component.len() > LARGEST {
                system.too_large += 1;
            } else {
                moved |= programs(system, &component);
            }
        }
        if !moved {
            break;
        }
    }
}

/// Each relation alone: every unknown lies within what the bounds of the others leave.
fn propagate(system: &mut System<'_>) {
    let mut waiting: VecDeque<u32> = (0u32..).take(system.rows.len()).collect();
    let mut looked = vec![0usize; system.rows.len()];
    while let Some(row) = waiting.pop_front() {
        looked[row as usize] += 1;
        if looked[row as usize] > ROUNDS {
            continue;
        }
        for (unknown, low, high) in implied(system, &system.rows[row as usize]) {
            let known = &system.unknowns[unknown as usize];
            let (low, high) = if known.whole {
                ((low - TINY).ceil(), (high + TINY).floor())
            } else {
                (low, high)
            };
            let narrower = low > known.low + TINY || high < known.high - TINY;
            let possible = low.max(known.low) <= high.min(known.high) + TINY;
            if narrower && possible {
                let mut used = vec![row];
                used.extend(earlier(system, row, unknown));
                system.narrow(unknown, (low, high), &used);
                waiting.extend(&system.rows_of[unknown as usize]);
            }
        }
    }
}

/// The rows that gave the other unknowns of a row the bounds they have.
fn earlier(system: &System<'_>, row: u32, unknown: u32) -> Vec<u32> {
    let others = system.rows[row as usize].terms.iter();
    let others = others.filter(|(o, _)| *o != unknown);
    let mut rows = BTreeSet::new();
    for (other, _) in others {
        let known = &system.unknowns[*other as usize];
        if !known.is_solved() {
            rows.extend(known.proof().into_iter().take(4));
        }
    }
    rows.remove(&row);
    rows.into_iter().collect()
}

/// What one row says about each of its unknowns.
fn implied(system: &System<'_>, row: &Row) -> Vec<(u32, f64, f64)> {
    let bounds = |(unknown, factor): &(u32, f64)| {
        let known = &system.unknowns[*unknown as usize];
        let (a, b) = (factor * known.low, factor * known.high);
        if *factor > 0.0 { (a, b) } else { (b, a) }
    };
    let all: Vec<(f64, f64)> = row.terms.iter().map(bounds).collect();
    let mut found = Vec::new();
    for (i, (unknown, factor)) in row.terms.iter().enumerate() {
        if system.unknowns[*unknown as usize].is_solved() {
            continue;
        }
        let others = all.iter().enumerate().filter(|(j, _)| *j != i);
        let (low, high) = others.fold((0.0, 0.0), |(l, h), (_, b)| (l + b.0, h + b.1));
        let most = row.right - low;
        let least = match row.sense {
            Sense::Equal => row.right - high,
            Sense::AtMost => f64::NEG_INFINITY,
        };
        let (a, b) = (least / factor, most / factor);
        found.push(if *factor > 0.0 {
            (*unknown, a, b)
        } else {
            (*unknown, b, a)
        });
    }
    found
}

/// The least and greatest of every unknown of a component; whether any became narrower.
fn programs(system: &mut System<'_>, component: &[u32]) -> bool {
    let mut moved = false;
    let rows = system.rows_among(component);
    let mut seen = Seen::new(system, component);
    for &unknown in component {
        let known = &system.unknowns[unknown as usize];
        if known.is_solved() || !known.low.is_finite() {
            continue;
        }
        let (needed_low, needed_high) = Seen::needed(system, unknown);
        let low = if seen.low[&unknown] <= needed_low + TINY {
            None
        } else {
            seen.solve(system, &rows, (unknown, OptimizationDirection::Minimize))
        };
        let high = if seen.high[&unknown] >= needed_high - TINY {
            None
        } else {
            seen.solve(system, &rows, (unknown, OptimizationDirection::Maximize))
        };
        let known = &system.unknowns[unknown as usize];
        let (low, high) = (low.unwrap_or(known.low), high.unwrap_or(known.high));
        let narrower = low > known.low + TINY || high < known.high - TINY;
        if narrower && low <= high + TINY {
            let used = witness(system, &rows, unknown, (low, high));
            let before = (known.low, known.high);
            system.learn(unknown, (low, high), Step::Bounds, &used);
            let known = &system.unknowns[unknown as usize];
            moved |= known.low > before.0 + TINY || known.high < before.1 - TINY;
        }
    }
    moved
}

/// The most extreme values that any solution so far has shown to be possible.
struct Seen {
    low: BTreeMap<u32, f64>,
    high: BTreeMap<u32, f64>,
}

impl Seen {
    fn new(system: &System<'_>, component: &[u32]) -> Self {
        let solved = |u: &u32| system.unknowns[*u as usize].is_solved();
        let open: Vec<u32> = component.iter().copied().filter(|u| !solved(u)).collect();
        Self {
            low: open.iter().map(|u| (*u, f64::INFINITY)).collect(),
            high: open.iter().map(|u| (*u, f64::NEG_INFINITY)).collect(),
        }
    }

    /// Beyond this nothing more needs to be possible.
    fn needed(system: &System<'_>, unknown: u32) -> (f64, f64) {
        let known = &system.unknowns[unknown as usize];
        let facts = system.book.facts_of(known.cell);
        let (mut low, mut high) = (facts.least, facts.threshold);
        if let Some(base) = system.base_of(known.cell) {
            low = low.min(base - facts.threshold);
            high = high.max(base - facts.least);
        }
        (low.max(known.low), high.min(known.high))
    }

    /// The optimum of one unknown, if the solver finds it.
    fn solve(
        &mut self,
        system: &System<'_>,
        rows: &[u32],
        (unknown, direction): (u32, OptimizationDirection),
    ) -> Option<f64> {
        let program = Program::new(system, rows, (unknown, direction));
        let solution = program.problem.solve().ok()?.into_solution().ok()?;
        for (other, variable) in &program.variables {
            let value = solution.var_value(*variable);
            if let Some(low) = self.low.get_mut(other) {
                *low = low.min(value);
            }
            if let Some(high) = self.high.get_mut(other) {
                *high = high.max(value);
            }
        }
        let variable = program.variables.get(&unknown)?;
        Some(solution.var_value(*variable))
    }
}

/// A linear program over the open unknowns of some rows.
struct Program {
    problem: Problem,
    variables: BTreeMap<u32, Variable>,
}

impl Program {
    fn new(
        system: &System<'_>,
        rows: &[u32],
        (unknown, direction): (u32, OptimizationDirection),
    ) -> Self {
        let mut program = Self {
            problem: Problem::new(direction),
            variables: BTreeMap::new(),
        };
        program.variable(system, unknown, 1.0);
        for row in rows {
            let row = &system.rows[*row as usize];
            let (open, right) = system.open(row);
            let terms: Vec<(Variable, f64)> = open
                .iter()
                .map(|(u, factor)| (program.variable(system, *u, 0.0), *factor))
                .collect();
            if terms.is_empty() {
                continue;
            }
            let sense = match row.sense {
                Sense::Equal => ComparisonOp::Eq,
                Sense::AtMost => ComparisonOp::Le,
            };
            program.problem.add_constraint(&terms, sense, right);
        }
        program
    }

    fn variable(&mut self, system: &System<'_>, unknown: u32, weight: f64) -> Variable {
        let known = &system.unknowns[unknown as usize];
        let problem = &mut self.problem;
        *self
            .variables
            .entry(unknown)
            .or_insert_with(|| problem.add_var(weight, (known.low, known.high)))
    }
}

/// So many rows at most are tried away one by one.
const WITNESS_ROWS: usize = 60;

/// Rows that suffice for a bound: the nearest that do, less those that can go.
fn witness(system: &System<'_>, rows: &[u32], unknown: u32, bounds: (f64, f64)) -> Vec<u32> {
    let suffices = |rows: &[u32]| holds(system, rows, unknown, bounds);
    let among: BTreeSet<u32> = rows.iter().copied().collect();
    let mut near: BTreeSet<u32> = BTreeSet::new();
    let mut reached = BTreeSet::from([unknown]);
    loop {
        let next: BTreeSet<u32> = reached
            .iter()
            .flat_map(|u| &system.rows_of[*u as usize])
            .copied()
            .filter(|r| among.contains(r))
            .collect();
        let grown = next.len() > near.len();
        near = next;
        let enough: Vec<u32> = near.iter().copied().collect();
        if suffices(&enough) || !grown {
            break;
        }
        reached.extend(near.iter().flat_map(|r| {
            let row = &system.rows[*r as usize];
            row.terms.iter().map(|(u, _)| *u)
        }));
    }
    let mut kept: Vec<u32> = near.into_iter().collect();
    let mut i = 0;
    while i < kept.len() && kept.len() <= WITNESS_ROWS {
        let mut fewer = kept.clone();
        fewer.remove(i);
        if suffices(&fewer) {
            kept = fewer;
        } else {
            i += 1;
        }
    }
    kept
}

/// Whether some rows alone give a bound.
fn holds(system: &System<'_>, rows: &[u32], unknown: u32, (low, high): (f64, f64)) -> bool {
    let known = &system.unknowns[unknown as usize];
    let optimum = |direction| {
        let mut nothing = Seen {
            low: BTreeMap::new(),
            high: BTreeMap::new(),
        };
        nothing.solve(system, rows, (unknown, direction))
    };
    let low_holds = low <= known.low + TINY
        || optimum(OptimizationDirection::Minimize).is_some_and(|l| l >= low - 1e-4);
    let high_holds = high >= known.high - TINY
        || optimum(OptimizationDirection::Maximize).is_some_and(|h| h <= high + 1e-4);
    low_holds && high_holds
}
