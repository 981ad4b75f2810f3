//! Exchange: what was hidden to protect others is replaced by the cheapest choice, where one can be proved.
//!
//! Around each group of hidden cells the exact answer is sought among the cells that share a relation with it, all other
//! cells being what they are. It is taken only if it costs less and every cell concerned is still proved to be protected.

use std::collections::{BTreeMap, BTreeSet};

use super::certificates::{Certificates, Scope};
use super::components::components;
use super::optimal::optimal;
use super::tables::Forgotten;
use super::witness::Side;
use super::{Cell, CellNumber, Family, Range, TINY};

/// How many cells are looked at together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reach {
    /// Those that share a relation with a group of hidden cells, and it.
    pub near: usize,
    /// With those farther away, ring by ring.
    pub far: usize,
}

/// Looks around every group of hidden cells.
pub(super) fn exchange(
    family: &mut Family,
    certificates: &mut Certificates,
    (stays, reach): (&[bool], Reach),
) {
    if certificates.scope == Scope::Near {
        return;
    }
    let bases = family.bases();
    let mut tried: BTreeSet<Vec<CellNumber>> = BTreeSet::new();
    for group in components(family, &certificates.incidence) {
        let Some(cells) = around(family, certificates, &group, reach) else {
            continue;
        };
        let vicinity = Vicinity::of(family, (cells, stays), &bases);
        if !vicinity.chosen.is_empty() && tried.insert(vicinity.cells.clone()) {
            vicinity.settle(family, certificates);
        }
    }
}

/// A group of hidden cells and, ring by ring, the cells that share a relation with it, as far as there are not too many.
fn around(
    family: &Family,
    certificates: &Certificates,
    group: &[CellNumber],
    reach: Reach,
) -> Option<Vec<CellNumber>> {
    let mut cells: BTreeSet<CellNumber> = group.iter().copied().collect();
    let mut ring = cells.clone();
    let mut is_near = false;
    loop {
        let relations = ring.iter().flat_map(|c| certificates.incidence.of(*c));
        let members = relations.flat_map(|r| family.terms(*r)).map(|(c, _)| *c);
        let may_change = |c: &CellNumber| {
            let of = family.cell(*c);
            (of.is_hidden || of.cost.is_finite()) && !cells.contains(c)
        };
        let mut next: BTreeSet<CellNumber> = members.filter(may_change).collect();
        // What stands on a base is hidden with it.
        let mut waiting: Vec<CellNumber> = next.iter().copied().collect();
        while let Some(base) = waiting.pop() {
            let above = family.carried.get(&base).into_iter().flatten();
            waiting.extend(above.filter(|c| !cells.contains(c) && next.insert(**c)));
        }
        if next.is_empty() {
            return Some(cells.into_iter().collect());
        }
        let most = if is_near { reach.far } else { reach.near };
        if cells.len() + next.len() > most {
            return is_near.then(|| cells.into_iter().collect());
        }
        cells.extend(&next);
        (ring, is_near) = (next, true);
    }
}

/// Cells that may be exchanged for one another.
struct Vicinity {
    cells: Vec<CellNumber>,
    /// Which of them are hidden to protect others.
    chosen: Vec<CellNumber>,
}

impl Vicinity {
    fn of(
        family: &Family,
        (cells, stays): (Vec<CellNumber>, &[bool]),
        bases: &BTreeMap<CellNumber, Vec<CellNumber>>,
    ) -> Self {
        // A cell on a hidden base that is not looked at here has to stay hidden.
        let stands_elsewhere = |c: &CellNumber| {
            let mut bases = bases.get(c).into_iter().flatten();
            bases.any(|b| family.cell(*b).is_hidden && cells.binary_search(b).is_err())
        };
        let is_chosen = |c: &&CellNumber| {
            family.cell(**c).is_hidden && !stays[**c as usize] && !stands_elsewhere(c)
        };
        let chosen = cells.iter().filter(is_chosen).copied().collect();
        Self { cells, chosen }
    }

    /// Takes the cheapest choice if it costs less than what is hidden now and protects as well.
    fn settle(&self, family: &mut Family, certificates: &mut Certificates) {
        let cost = |cells: &[CellNumber]| -> f64 {
            let costs = cells.iter().map(|c| family.cell(*c).cost);
            costs.sum()
        };
        let now = cost(&self.chosen);
        let part = self.part(family, certificates);
        let Some(found) = optimal(&part) else {
            return;
        };
        let hidden: Vec<CellNumber> = found
            .secondary
            .iter()
            .map(|slot| self.cells[*slot as usize])
            .collect();
        if cost(&hidden) > now - TINY {
            return;
        }
        let is_hidden = |c: &CellNumber| family.cell(*c).is_hidden;
        let old: Vec<bool> = self.cells.iter().map(is_hidden).collect();
        let stays = |c: &CellNumber| is_hidden(c) && !self.chosen.contains(c);
        let taken = |c: &CellNumber| stays(c) || hidden.contains(c);
        let new: Vec<bool> = self.cells.iter().map(taken).collect();
        let mut concerned = self.together(family, certificates);
        let forgotten = self.turn(family, certificates, &new);
        concerned.extend(self.together(family, certificates));
        let is_sensitive = |c: &&CellNumber| family.cell(**c).needed.is_some();
        let mut sensitive = concerned.iter().filter(is_sensitive);
        if !sensitive.all(|c| certificates.is_protected(family, *c)) {
            // What was found meanwhile by moving the new cells is forgotten for good.
            let _ = self.turn(family, certificates, &old);
            for each in forgotten.into_iter().rev() {
                certificates.restore(each);
            }
        }
    }

    /// Hides and shows the cells as is wanted; what was proved by moving those that are shown now is forgotten.
    fn turn(
        &self,
        family: &mut Family,
        certificates: &mut Certificates,
        wanted: &[bool],
    ) -> Vec<Forgotten> {
        let mut forgotten = Vec::new();
        for (cell, is_hidden) in self.cells.iter().zip(wanted) {
            if *is_hidden {
                family.hide(*cell);
            }
        }
        for (cell, is_hidden) in self.cells.iter().zip(wanted) {
            if family.cell(*cell).is_hidden && !is_hidden {
                family.show(*cell);
                forgotten.push(certificates.forget(*cell));
            }
        }
        forgotten
    }

    /// All hidden cells that hang together with those that are hidden here.
    fn together(&self, family: &Family, certificates: &mut Certificates) -> BTreeSet<CellNumber> {
        let mut found = BTreeSet::new();
        for cell in &self.cells {
            if family.cell(*cell).is_hidden && !found.contains(cell) {
                found.extend(certificates.component(family, *cell).cells);
            }
        }
        found
    }

    /// The family of these cells alone, with nothing hidden to protect others; all other cells are what they are.
    fn part(&self, family: &Family, certificates: &mut Certificates) -> Family {
        let mut part = Family::default();
        for cell in &self.cells {
            let needed = family.cell(*cell).needed.map(|_| Range {
                lower: certificates.target(family, *cell, Side::Lower),
                upper: certificates.target(family, *cell, Side::Upper),
            });
            let own = family.cell(*cell);
            part.add(Cell {
                value: Some(certificates.reference.numbers[*cell as usize]),
                is_hidden: own.is_hidden && !self.chosen.contains(cell),
                needed,
                ..own.clone()
            });
        }
        self.relate(&mut part, family, certificates);
        for (base, above) in &family.carried {
            let pairs = above
                .iter()
                .map(|above| (self.slot(*base), self.slot(*above)));
            for (base, above) in pairs.filter_map(|(base, above)| base.zip(above)) {
                part.carry(base, above);
            }
        }
        part
    }

    /// The number of a cell within the part.
    fn slot(&self, cell: CellNumber) -> Option<CellNumber> {
        let at = self.cells.binary_search(&cell).ok()?;
        Some(u32::try_from(at).expect("cells are numbered so"))
    }

    /// Every relation of these cells; what the others add to it is a fact.
    fn relate(&self, part: &mut Family, family: &Family, certificates: &Certificates) {
        let of_cells = self.cells.iter();
        let relations: BTreeSet<u32> = of_cells
            .flat_map(|c| certificates.incidence.of(*c).iter().copied())
            .collect();
        for relation in relations {
            let mut rest = 0.0;
            let mut terms = Vec::new();
            for (cell, factor) in family.terms(relation) {
                match self.slot(*cell) {
                    Some(slot) => terms.push((slot, *factor)),
                    None => rest += factor * certificates.reference.numbers[*cell as usize],
                }
            }
            let range = certificates.reference.ranges[relation as usize];
            part.relate(&terms, range.plus(Range::only(-rest)));
        }
    }
}
