//! Step 4: people are whole. On small components every number from the least to the threshold is tried on its own: is there
//! any way at all to fill the table with whole numbers around it?

use super::Step;
use crate::relations::Sense;
use crate::system::{System, TINY};

/// Components with more open cells are left to linear programs.
const LARGEST: usize = 30;
/// So many branches are followed; after that a number counts as possible.
const BRANCHES: usize = 4_000;
/// Where nothing bounds a count from above, this does.
const MOST: f64 = 1e6;

/// Finds numbers that no whole table allows.
pub(super) fn run(system: &mut System<'_>) {
    for component in system.components() {
        let whole = |u: &u32| system.unknowns[*u as usize].whole;
        if component.len() > LARGEST || !component.iter().all(whole) {
            continue;
        }
        let puzzle = Puzzle::new(system, &component);
        for (at, unknown) in component.iter().enumerate() {
            try_numbers(system, &puzzle, at, *unknown);
        }
    }
}

fn try_numbers(system: &mut System<'_>, puzzle: &Puzzle, at: usize, unknown: u32) {
    let known = &system.unknowns[unknown as usize];
    let facts = system.book.facts_of(known.cell);
    if known.is_solved() || facts.signed || known.low >= facts.threshold {
        return;
    }
    let (mut low, mut high) = (known.low, known.high);
    let last = facts.threshold.min(high);
    let mut missing = None;
    let mut number = low;
    while number <= last {
        if !puzzle.allows(at, number) {
            if (number - low).abs() < TINY {
                low = number + 1.0;
            } else {
                missing.get_or_insert(number);
            }
        }
        number += 1.0;
    }
    while high <= facts.threshold && high > low && !puzzle.allows(at, high) {
        high -= 1.0;
    }
    missing = missing.filter(|m| *m < high);
    let narrower = low > known.low || high < known.high || missing.is_some();
    if narrower && low <= high {
        let rows = system.rows_of[unknown as usize].clone();
        system.learn(unknown, (low, high), Step::Integers, &rows);
        system.unknowns[unknown as usize].missing = missing;
    }
}

/// One row: places of unknowns with their factors.
struct Line {
    terms: Vec<(usize, f64)>,
    is_equal: bool,
    right: f64,
}

/// A component by itself.
struct Puzzle {
    lines: Vec<Line>,
    bounds: Vec<(f64, f64)>,
}

impl Puzzle {
    fn new(system: &System<'_>, component: &[u32]) -> Self {
        let place = |u: u32| {
            component
                .binary_search(&u)
                .expect("rows stay in their component")
        };
        let lines = system.rows_among(component).into_iter().map(|row| {
            let row = &system.rows[row as usize];
            let (open, right) = system.open(row);
            Line {
                terms: open.into_iter().map(|(u, f)| (place(u), f)).collect(),
                is_equal: row.sense == Sense::Equal,
                right,
            }
        });
        let bounds = component.iter().map(|u| {
            let known = &system.unknowns[*u as usize];
            (known.low.max(-MOST), known.high.min(MOST))
        });
        Self {
            lines: lines.collect(),
            bounds: bounds.collect(),
        }
    }

    fn allows(&self, at: usize, number: f64) -> bool {
        let mut bounds = self.bounds.clone();
        bounds[at] = (number, number);
        let mut left = BRANCHES;
        self.fill(bounds, &mut left)
    }

    /// Whether the rest can be filled; `true` also where the search was too long.
    fn fill(&self, mut bounds: Vec<(f64, f64)>, left: &mut usize) -> bool {
        if *left == 0 {
            return true;
        }
        *left -= 1;
        if !self.narrow(&mut bounds) {
            return false;
        }
        let open = (0..bounds.len()).filter(|i| bounds[*i].1 > bounds[*i].0);
        let width = |i: &usize| bounds[*i].1 - bounds[*i].0;
        let Some(next) = open.min_by(|a, b| width(a).total_cmp(&width(b))) else {
            return true;
        };
        let (low, high) = bounds[next];
        let middle = f64::midpoint(low, high).floor();
        [(low, middle), (middle + 1.0, high)]
            .into_iter()
            .any(|half| {
                let mut tried = bounds.clone();
                tried[next] = half;
                self.fill(tried, left)
            })
    }

    /// Narrows until nothing moves; `false` if nothing is left.
    fn narrow(&self, bounds: &mut [(f64, f64)]) -> bool {
        for _ in 0..100 {
            let mut moved = false;
            for line in &self.lines {
                match narrow_by(line, bounds) {
                    None => return false,
                    Some(by_this) => moved |= by_this,
                }
            }
            if !moved {
                break;
            }
        }
        true
    }
}

/// Whether a line narrowed anything; `None` if it cannot hold.
fn narrow_by(line: &Line, bounds: &mut [(f64, f64)]) -> Option<bool> {
    let range = |(i, f): &(usize, f64), bounds: &[(f64, f64)]| {
        let (a, b) = (f * bounds[*i].0, f * bounds[*i].1);
        (a.min(b), a.max(b))
    };
    let (low, high) = line
        .terms
        .iter()
        .map(|t| range(t, bounds))
        .fold((0.0, 0.0), |(l, h), (a, b)| (l + a, h + b));
    if low > line.right + TINY || (line.is_equal && high < line.right - TINY) {
        return None;
    }
    let mut moved = false;
    for term in &line.terms {
        let (i, factor) = *term;
        let (mine_low, mine_high) = range(term, bounds);
        let most = (line.right - (low - mine_low)) / factor;
        let least = if line.is_equal {
            (line.right - (high - mine_high)) / factor
        } else {
            f64::NEG_INFINITY * factor.signum()
        };
        let (least, most) = if factor > 0.0 {
            (least, most)
        } else {
            (most, least)
        };
        let (least, most) = ((least - TINY).ceil(), (most + TINY).floor());
        let (old_low, old_high) = bounds[i];
        if least > old_low || most < old_high {
            bounds[i] = (old_low.max(least), old_high.min(most));
            moved = true;
            if bounds[i].0 > bounds[i].1 {
                return None;
            }
            // The sums of this line are no longer those of the bounds; the next round takes it up.
            break;
        }
    }
    Some(moved)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn equal(terms: &[(usize, f64)], right: f64) -> Line {
        Line {
            terms: terms.to_vec(),
            is_equal: true,
            right,
        }
    }

    #[test]
    fn twice_a_number_and_an_odd_sum_leave_only_odd_numbers() {
        let puzzle = Puzzle {
            lines: vec![equal(&[(0, 2.0), (1, 1.0)], 13.0)],
            bounds: vec![(1.0, 20.0); 2],
        };
        let possible: Vec<f64> = (1..=6)
            .map(f64::from)
            .filter(|n| puzzle.allows(1, *n))
            .collect();
        assert_eq!(possible, [1.0, 3.0, 5.0]);
    }

    #[test]
    fn two_by_two_tables_allow_what_the_margins_allow() {
        let puzzle = Puzzle {
            lines: vec![
                equal(&[(0, 1.0), (1, 1.0)], 7.0),
                equal(&[(2, 1.0), (3, 1.0)], 3.0),
                equal(&[(0, 1.0), (2, 1.0)], 6.0),
                equal(&[(1, 1.0), (3, 1.0)], 4.0),
            ],
            bounds: vec![(0.0, 100.0); 4],
        };
        let of = |at: usize| -> Vec<i32> {
            (0..=10)
                .filter(|n| puzzle.allows(at, f64::from(*n)))
                .collect()
        };
        // Geurts 1992, table 10.
        assert_eq!(of(0), [3, 4, 5, 6]);
        assert_eq!(of(1), [1, 2, 3, 4]);
        assert_eq!(of(2), [0, 1, 2, 3]);
    }
}
