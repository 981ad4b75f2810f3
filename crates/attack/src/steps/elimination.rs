//! Step 2: all equations of a component together. Whatever has one solution only is found.
//!
//! Computed modulo a prime: no rounding, and a number that is exact in every solution is exact here too. What comes out is
//! tried on the equations themselves before it counts.

use std::collections::BTreeMap;

use super::Step;
use crate::relations::Sense;
use crate::system::System;

/// The Mersenne prime 2^61 − 1.
const PRIME: u64 = (1 << 61) - 1;
/// Factors and sums are taken as so many parts of one.
const SCALE: f64 = 1000.0;

/// Solves what the equations of each component determine.
pub(super) fn run(system: &mut System<'_>) {
    for component in system.components() {
        let rows: Vec<u32> = system
            .rows_among(&component)
            .into_iter()
            .filter(|r| system.rows[*r as usize].sense == Sense::Equal)
            .collect();
        let mut table = Table::default();
        for row in &rows {
            let (open, right) = system.open(&system.rows[*row as usize]);
            table.add(*row, &open, right);
        }
        for (unknown, number, used) in table.determined() {
            if !system.is_absurd(unknown, number) {
                system.learn(unknown, (number, number), Step::Elimination, &used);
            }
        }
    }
}

/// An equation modulo the prime, and which of the given ones it is made of.
#[derive(Clone, Debug)]
struct Reduced {
    terms: BTreeMap<u32, u64>,
    right: u64,
    made_of: BTreeMap<u32, u64>,
}

impl Reduced {
    fn minus(&mut self, times: u64, other: &Self) {
        let take = |into: &mut BTreeMap<u32, u64>, from: &BTreeMap<u32, u64>| {
            for (key, factor) in from {
                let left = sub(into.get(key).copied().unwrap_or(0), mul(times, *factor));
                if left == 0 {
                    into.remove(key);
                } else {
                    into.insert(*key, left);
                }
            }
        };
        take(&mut self.terms, &other.terms);
        take(&mut self.made_of, &other.made_of);
        self.right = sub(self.right, mul(times, other.right));
    }

    fn times(&mut self, factor: u64) {
        for value in self.terms.values_mut().chain(self.made_of.values_mut()) {
            *value = mul(*value, factor);
        }
        self.right = mul(self.right, factor);
    }
}

/// Reduced equations by the unknown each is solved for.
#[derive(Default)]
struct Table {
    solved_for: BTreeMap<u32, Reduced>,
}

impl Table {
    fn add(&mut self, row: u32, open: &[(u32, f64)], right: f64) {
        let terms = open.iter().map(|(u, f)| (*u, residue(*f)));
        let mut new = Reduced {
            terms: terms.filter(|(_, f)| *f != 0).collect(),
            right: residue(right),
            made_of: BTreeMap::from([(row, 1)]),
        };
        let mine: Vec<u32> = new.terms.keys().copied().collect();
        for unknown in mine {
            if let (Some(known), Some(factor)) = (
                self.solved_for.get(&unknown),
                new.terms.get(&unknown).copied(),
            ) {
                new.minus(factor, known);
            }
        }
        let Some((&pivot, &factor)) = new.terms.first_key_value() else {
            return;
        };
        new.times(inverse(factor));
        for known in self.solved_for.values_mut() {
            if let Some(factor) = known.terms.get(&pivot).copied() {
                known.minus(factor, &new);
            }
        }
        self.solved_for.insert(pivot, new);
    }

    /// Unknowns with one solution, the number, and the equations needed for it.
    fn determined(&self) -> Vec<(u32, f64, Vec<u32>)> {
        let alone = self.solved_for.iter().filter(|(_, r)| r.terms.len() == 1);
        alone
            .filter_map(|(unknown, reduced)| {
                let number = number(reduced.right)?;
                Some((*unknown, number, reduced.made_of.keys().copied().collect()))
            })
            .collect()
    }
}

fn mul(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b) % u128::from(PRIME);
    u64::try_from(product).expect("below the prime")
}

fn sub(a: u64, b: u64) -> u64 {
    if a >= b { a - b } else { a + PRIME - b }
}

/// By Fermat: the power to the prime minus two.
fn inverse(a: u64) -> u64 {
    let (mut result, mut base, mut power) = (1, a, PRIME - 2);
    while power > 0 {
        if power & 1 == 1 {
            result = mul(result, base);
        }
        base = mul(base, base);
        power >>= 1;
    }
    result
}

/// A number in thousandths, modulo the prime.
#[expect(clippy::cast_possible_truncation, reason = "counts are far below 2^52")]
fn residue(number: f64) -> u64 {
    let scaled = (number * SCALE).round() as i64;
    let positive = scaled.rem_euclid(i64::try_from(PRIME).expect("fits"));
    u64::try_from(positive).expect("not negative")
}

/// Back from the prime: a small number, positive or negative; both sides were scaled alike.
fn number(right: u64) -> Option<f64> {
    let small = |n: u64| n < 1 << 40;
    // The pivot was divided by the scale of its factor, so that the scale has gone from the right too.
    let of = |n: u64| -> Option<f64> {
        (1u64..=8).find_map(|d| {
            let whole = mul(n, d);
            small(whole).then(|| whole as f64 / d as f64)
        })
    };
    of(right).or_else(|| of(sub(0, right)).map(|n| -n))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn solve(rows: &[(&[(u32, f64)], f64)]) -> Vec<(u32, f64, Vec<u32>)> {
        let mut table = Table::default();
        for (number, (terms, right)) in (0u32..).zip(rows) {
            table.add(number, terms, *right);
        }
        table.determined()
    }

    #[test]
    fn three_pairs_determine_three_numbers() {
        let rows: [(&[(u32, f64)], f64); 3] = [
            (&[(1, 1.0), (2, 1.0)], 6.0),
            (&[(2, 1.0), (3, 1.0)], 9.0),
            (&[(1, 1.0), (3, 1.0)], 5.0),
        ];
        let found = solve(&rows);
        let numbers: Vec<_> = found.iter().map(|(u, n, _)| (*u, *n)).collect();
        assert_eq!(numbers, [(1, 1.0), (2, 5.0), (3, 4.0)]);
        assert!(found.iter().all(|(_, _, used)| used.len() == 3));
    }

    #[test]
    fn halves_and_negative_numbers_come_back() {
        let rows: [(&[(u32, f64)], f64); 2] = [(&[(1, 2.0)], 5.0), (&[(2, 1.0), (1, 2.0)], 1.0)];
        let numbers: Vec<_> = solve(&rows).iter().map(|(u, n, _)| (*u, *n)).collect();
        assert_eq!(numbers, [(1, 2.5), (2, -4.0)]);
    }

    #[test]
    fn two_by_two_hidden_stays_hidden() {
        let rows: [(&[(u32, f64)], f64); 4] = [
            (&[(1, 1.0), (2, 1.0)], 7.0),
            (&[(3, 1.0), (4, 1.0)], 3.0),
            (&[(1, 1.0), (3, 1.0)], 6.0),
            (&[(2, 1.0), (4, 1.0)], 4.0),
        ];
        assert!(solve(&rows).is_empty());
    }
}
