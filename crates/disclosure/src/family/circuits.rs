//! Closed moves: a cell goes up or down by a distance, and others of its relations by the same distance the other way, until
//! everything shown is what it was. Found step by step without a program to solve; where the steps lead nowhere, nothing is
//! said.

use std::collections::{BTreeMap, BTreeSet};

use super::components::Incidence;
use super::program::At;
use super::{CellNumber, Range, TINY};

/// A circuit has no more cells.
const LONGEST: usize = 64;

/// Which cells a circuit may move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Those that are hidden.
    Hidden,
    /// Those that could be, too.
    Open,
}

/// Looks for circuits again and again without new memory.
pub(super) struct Circuits {
    /// How far each relation is out of balance, where it was touched in this round.
    balance: Vec<f64>,
    touched: Vec<u32>,
    round: u32,
}

/// The moves of a circuit so far, and the relations to be balanced, those with the fewest hidden cells first.
struct Walk<'a> {
    at: At<'a>,
    incidence: &'a Incidence,
    /// How far each cell can go by its single relations.
    bounds: &'a [Range],
    way: Way,
    distance: f64,
    /// Moves made before.
    made: BTreeMap<CellNumber, f64>,
    moves: BTreeMap<CellNumber, f64>,
    wanting: BTreeSet<(usize, u32)>,
    preference: u32,
}

impl Circuits {
    pub(super) fn new(family: &super::Family) -> Self {
        Self {
            balance: vec![0.0; family.relations()],
            touched: vec![0; family.relations()],
            round: 0,
        }
    }

    /// Moves that take a cell so far and change nothing that is shown; among equal steps each preference takes others.
    pub(super) fn through(
        &mut self,
        (at, incidence, bounds): (At<'_>, &Incidence, &[Range]),
        (cell, by): (CellNumber, f64),
        (way, preference): (Way, u32),
    ) -> Option<BTreeMap<CellNumber, f64>> {
        let steps = if by.fract().abs() < TINY {
            by.abs()
        } else {
            1.0
        };
        let mut all = BTreeMap::new();
        let mut left = steps;
        // Person by person, for no other cell may have room for all of them.
        while left > 0.5 {
            let walk = Walk {
                at,
                incidence,
                bounds,
                way,
                distance: by.abs() / steps,
                made: all,
                moves: BTreeMap::new(),
                wanting: BTreeSet::new(),
                preference,
            };
            all = self.walk(walk, (cell, by.signum()))?;
            left -= 1.0;
        }
        Some(all)
    }

    /// One circuit after those that were made.
    fn walk(
        &mut self,
        mut walk: Walk<'_>,
        (cell, sense): (CellNumber, f64),
    ) -> Option<BTreeMap<CellNumber, f64>> {
        self.round += 1;
        if walk.room(cell, sense) < walk.distance - TINY {
            return None;
        }
        self.make(&mut walk, cell, sense);
        while let Some((_, relation)) = walk.wanting.first().copied() {
            if walk.moves.len() >= LONGEST {
                return None;
            }
            let (next, sense) = self.fitting(&walk, relation)?;
            self.make(&mut walk, next, sense);
        }
        for (cell, by) in walk.moves {
            *walk.made.entry(cell).or_default() += by;
        }
        Some(walk.made)
    }

    fn out_of_balance(&self, relation: u32) -> f64 {
        let r = relation as usize;
        if self.touched[r] == self.round {
            self.balance[r]
        } else {
            0.0
        }
    }

    /// Moves a cell up (1) or down (-1).
    fn make(&mut self, walk: &mut Walk<'_>, cell: CellNumber, sense: f64) {
        walk.moves.insert(cell, sense * walk.distance);
        let relations: Vec<(u32, f64)> = walk.stands_in(cell).collect();
        for (relation, factor) in relations {
            let balance = self.out_of_balance(relation) + factor * sense;
            self.touched[relation as usize] = self.round;
            self.balance[relation as usize] = balance;
            let entry = (walk.hidden_in(relation), relation);
            if balance.abs() > TINY {
                walk.wanting.insert(entry);
            } else {
                walk.wanting.remove(&entry);
            }
        }
    }

    /// The cell of a relation, and the way it moves, that balances most relations and puts the fewest out of balance.
    fn fitting(&self, walk: &Walk<'_>, relation: u32) -> Option<(CellNumber, f64)> {
        let wanted = -self.out_of_balance(relation);
        let terms = walk.at.family.terms(relation).iter();
        terms
            .filter(|(c, factor)| {
                walk.may_move(*c)
                    && !walk.moves.contains_key(c)
                    && factor.abs() <= wanted.abs() + TINY
            })
            .map(|(c, factor)| (*c, (wanted * factor).signum()))
            .filter(|(c, sense)| walk.room(*c, *sense) >= walk.distance - TINY)
            .map(|(c, sense)| (self.merit(walk, c, sense), c, sense))
            .max_by(|a, b| {
                let first = a.0.0.cmp(&b.0.0).then(a.0.1.total_cmp(&b.0.1));
                first.then(a.0.2.total_cmp(&b.0.2)).then(b.1.cmp(&a.1))
            })
            .map(|(_, c, sense)| (c, sense))
    }

    fn merit(&self, walk: &Walk<'_>, cell: CellNumber, sense: f64) -> (i32, f64, f64) {
        let balanced = walk.stands_in(cell).map(|(relation, factor)| {
            let before = self.out_of_balance(relation);
            let after = before + factor * sense;
            match (after.abs() - before.abs()).signum() {
                by if by < 0.0 => 1,
                _ if after.abs() > before.abs() => -1,
                _ => 0,
            }
        });
        let of = walk.at.family.cell(cell);
        let price = if of.is_hidden { 0.0 } else { of.cost };
        let room = walk.room(cell, sense);
        let room = match walk.preference {
            0 => room,
            1 => -room,
            _ => f64::from((cell ^ walk.preference << 13).wrapping_mul(0x9E37_79B1) >> 8),
        };
        let balanced: i32 = balanced.sum();
        (balanced - i32::from(!of.is_hidden), -price, room)
    }
}

impl Walk<'_> {
    /// The relations that leave no room, with the cell's factor.
    fn stands_in(&self, cell: CellNumber) -> impl Iterator<Item = (u32, f64)> {
        let all = self.incidence.of(cell).iter().copied();
        let exact = all.filter(|r| {
            let range = self.at.ranges[*r as usize];
            range.upper - range.lower <= 0.0
        });
        exact.map(move |r| {
            let terms = self.at.family.terms(r).iter();
            let own = terms.filter(|(c, _)| *c == cell).map(|(_, factor)| factor);
            (r, own.sum())
        })
    }

    fn may_move(&self, cell: CellNumber) -> bool {
        let of = self.at.family.cell(cell);
        of.is_hidden || self.way == Way::Open && of.cost.is_finite()
    }

    fn hidden_in(&self, relation: u32) -> usize {
        let terms = self.at.family.terms(relation).iter();
        terms
            .filter(|(c, _)| self.at.family.cell(*c).is_hidden)
            .count()
    }

    fn room(&self, cell: CellNumber, sense: f64) -> f64 {
        let of = self.at.family.cell(cell);
        let bounds = if of.is_hidden {
            self.bounds[cell as usize]
        } else {
            of.known
        };
        let at = self.at.numbers[cell as usize];
        let (low, high) = (bounds.lower - at, bounds.upper - at);
        let made = self.made.get(&cell).unwrap_or(&0.0);
        if sense > 0.0 { high - made } else { made - low }
    }
}
