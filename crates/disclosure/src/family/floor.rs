//! The first floor of large families: every single relation leaves each cell that must be able to move the room to do so.
//! Fast, and it closes nearly everything; the audit sees what several relations together still give away.
//!
//! A part of a sum can rise only if the other hidden members make up for it: parts by falling, each down to its least, a
//! hidden total by rising. What is hidden to make up for something must be able to move itself, in all its other relations
//! (Repsilber's hypercubes and the backtracking of de Wolf 2002 go the same way).

use std::collections::BTreeSet;

use super::certificates::{Certificates, SIDES};
use super::witness::Side;
use super::{CellNumber, Family, Range, TINY};

/// So often the floor is laid, each time by what is hidden then.
const LAYERS: usize = 4;

/// Hides the cheapest members of relations that leave too little room; returns them.
pub(super) fn lay(family: &mut Family, certificates: &mut Certificates) -> Vec<CellNumber> {
    let mut all = Vec::new();
    for _ in 0..LAYERS {
        certificates.bound(family);
        let hidden = layer(family, certificates);
        if hidden.is_empty() {
            break;
        }
        all.extend(hidden);
    }
    all
}

fn layer(family: &mut Family, certificates: &Certificates) -> Vec<CellNumber> {
    let mut floor = Floor::new(family, certificates);
    let mut waiting: BTreeSet<u32> = (0..relations(family)).collect();
    let mut hidden = Vec::new();
    while let Some(relation) = waiting.pop_first() {
        let Some(want) = floor.shortage(family, relation) else {
            continue;
        };
        let Some(cell) = floor.cheapest(family, relation, want) else {
            continue;
        };
        waiting.extend(floor.make_move(family, (cell, relation), want));
        hidden.push(cell);
    }
    hidden
}

fn relations(family: &Family) -> u32 {
    u32::try_from(family.relations()).expect("fewer than four thousand million relations")
}

/// What is short in a relation, and whether its sum has to be raised (1) or lowered (-1) to make up for it.
type Want = (f64, f64);

struct Floor<'a> {
    certificates: &'a Certificates,
    /// How far each cell must be able to go down and up.
    moves: Vec<[f64; 2]>,
    /// How many members of each relation are hidden.
    hidden: Vec<usize>,
}

impl<'a> Floor<'a> {
    fn new(family: &Family, certificates: &'a Certificates) -> Self {
        let mut moves = vec![[0.0; 2]; family.cells().len()];
        for cell in family.hidden() {
            for side in SIDES {
                if let Some(wanted) = certificates.wanted(family, cell, side) {
                    let at = certificates.reference.numbers[cell as usize];
                    moves[cell as usize][side as usize] = (side.sign() * (wanted - at)).max(0.0);
                }
            }
        }
        let is_hidden = |(c, _): &&(CellNumber, f64)| family.cell(*c).is_hidden;
        let hidden = (0..relations(family))
            .map(|r| family.terms(r).iter().filter(is_hidden).count())
            .collect();
        Self {
            certificates,
            moves,
            hidden,
        }
    }

    /// How far a member can raise (1) or lower (-1) the sum of its relation.
    fn room(&self, family: &Family, (cell, factor): (CellNumber, f64), sense: f64) -> f64 {
        let side = if factor * sense > 0.0 {
            Side::Upper
        } else {
            Side::Lower
        };
        let at = self.certificates.reference.numbers[cell as usize];
        let distance = |range: Range| match side {
            Side::Lower => at - range.lower,
            Side::Upper => range.upper - at,
        };
        let room = if family.cell(cell).is_hidden {
            // What it must be able to do is seen to in its other relations.
            distance(self.certificates.bounds(cell)).max(self.moves[cell as usize][side as usize])
        } else {
            distance(family.cell(cell).known)
        };
        factor.abs() * room.max(0.0)
    }

    /// The largest want of a member that the others cannot make up for.
    fn shortage(&self, family: &Family, relation: u32) -> Option<Want> {
        if !family.range(relation).is_single() || self.hidden[relation as usize] == 0 {
            return None;
        }
        let hidden: Vec<(CellNumber, f64)> = family
            .terms(relation)
            .iter()
            .copied()
            .filter(|(c, _)| family.cell(*c).is_hidden)
            .collect();
        let mut worst: Option<Want> = None;
        for sense in [1.0, -1.0] {
            let rooms: Vec<f64> = hidden
                .iter()
                .map(|m| self.room(family, *m, sense))
                .collect();
            let endless = rooms.iter().filter(|r| r.is_infinite()).count();
            let all: f64 = rooms.iter().filter(|r| r.is_finite()).sum();
            for ((cell, factor), own) in hidden.iter().zip(rooms) {
                // What moves the sum the other way has to be made up for.
                let side = if factor * sense > 0.0 {
                    Side::Lower
                } else {
                    Side::Upper
                };
                let pull = factor.abs() * self.moves[*cell as usize][side as usize];
                if pull <= TINY || endless > usize::from(own.is_infinite()) {
                    continue;
                }
                let others = if own.is_finite() { all - own } else { all };
                let short = pull - others;
                if short > TINY && worst.is_none_or(|(most, _)| short > most) {
                    worst = Some((short, sense));
                }
            }
        }
        worst
    }

    /// The member to hide: one that gives what is short before one that does not, then one that is cheap and opens few other
    /// relations.
    fn cheapest(&self, family: &Family, relation: u32, (short, sense): Want) -> Option<CellNumber> {
        let open = family.terms(relation).iter().filter(|(c, _)| {
            let of = family.cell(*c);
            !of.is_hidden && of.cost.is_finite()
        });
        open.filter_map(|(cell, factor)| {
            let gives = self.room(family, (*cell, *factor), sense);
            let of = self.certificates.incidence.of(*cell).iter();
            let untouched = of.filter(|r| self.hidden[**r as usize] == 0).count();
            let price = family.cell(*cell).cost * (1.0 + untouched as f64);
            (gives > TINY).then_some((gives < short - TINY, price, *cell))
        })
        .min_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)))
        .map(|(_, _, cell)| cell)
    }

    /// Hides a cell that makes up for what is short; the relations that have to be looked at again.
    fn make_move(
        &mut self,
        family: &mut Family,
        (cell, relation): (CellNumber, u32),
        (short, sense): Want,
    ) -> Vec<u32> {
        let mut touched = vec![relation];
        let factor = family.terms(relation).iter().find(|(c, _)| *c == cell);
        let factor = factor.map_or(1.0, |(_, factor)| *factor);
        let side = if factor * sense > 0.0 {
            Side::Upper
        } else {
            Side::Lower
        };
        let gives = self.room(family, (cell, factor), sense).min(short) / factor.abs();
        let known = &mut self.moves[cell as usize][side as usize];
        *known = known.max(gives);
        for gone in family.hide(cell) {
            for relation in self.certificates.incidence.of(gone) {
                self.hidden[*relation as usize] += 1;
                touched.push(*relation);
            }
        }
        touched
    }
}
