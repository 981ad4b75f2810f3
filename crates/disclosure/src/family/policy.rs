//! What is known of a hidden number from the pattern alone: from which cells are hidden and from what is known anyway, but not
//! from any number shown here.
//!
//! Where zeros are shown, a total of which two parts are hidden is at least 2; where a supplier writes "below 10" for both
//! of two parts, their hidden total is at most 18; and what others publish is known. No hiding changes that. Beyond it
//! everything must remain possible.

use std::collections::BTreeSet;

use super::components::Incidence;
use super::neighbourhood::{Neighbourhood, is_free};
use super::reference::Reference;
use super::{CellNumber, Family, Range};

/// What each relation of a cell leaves of it by itself, if the others may be anything `of` says: no less than all relations
/// leave together.
pub(super) fn by_single_relations(
    (family, incidence): (&Family, &Incidence),
    reference: &Reference,
    cell: CellNumber,
    of: impl Fn(CellNumber) -> Range,
) -> Range {
    let mut possible = of(cell);
    let relations = incidence.of(cell).iter().copied();
    for relation in relations.filter(|r| family.terms(*r).len() > 1) {
        let range = reference.ranges[relation as usize];
        let (mut others, mut own) = (Range::only(0.0), 0.0);
        for (c, factor) in family.terms(relation) {
            if *c == cell {
                own += factor;
            } else {
                others = others.plus(of(*c).times(*factor));
            }
        }
        if own != 0.0 {
            let rest = Range {
                lower: range.lower - others.upper,
                upper: range.upper - others.lower,
            };
            possible = possible.within(rest.times(1.0 / own));
        }
    }
    possible
}

/// The component of a hidden cell with every number shown here beside it made free to move, as long as what is shown still adds
/// up among itself.
pub(super) fn pattern(
    family: &Family,
    incidence: &Incidence,
    component: Neighbourhood,
) -> Neighbourhood {
    let is_free = |cell: CellNumber| is_free(family.cell(cell));
    // A relation of one cell is a bound that is shown.
    let of_several = |r: &u32| family.terms(*r).len() > 1;
    let mut relations: BTreeSet<u32> = component.relations.into_iter().filter(of_several).collect();
    let free_members = |relations: &BTreeSet<u32>| -> BTreeSet<CellNumber> {
        let terms = relations.iter().flat_map(|r| family.terms(*r));
        terms.map(|(c, _)| *c).filter(|c| is_free(*c)).collect()
    };
    // What is shown beside it adds up with what is shown next to that: towns and places of the county's base, for instance.
    let near = free_members(&relations);
    let touching: BTreeSet<u32> = near
        .iter()
        .flat_map(|c| incidence.of(*c).iter().copied())
        .filter(|r| {
            family
                .terms(*r)
                .iter()
                .all(|(c, _)| !family.cell(*c).is_hidden)
        })
        .collect();
    let beside: BTreeSet<CellNumber> = near.union(&free_members(&touching)).copied().collect();
    for relation in beside.iter().flat_map(|c| incidence.of(*c)) {
        let mut members = family.terms(*relation).iter().map(|(c, _)| *c);
        if members.all(|c| beside.contains(&c) || !is_free(c) && !family.cell(c).is_hidden) {
            relations.insert(*relation);
        }
    }
    Neighbourhood {
        cells: component.cells.into_iter().chain(beside).collect(),
        relations: relations.into_iter().collect(),
        is_whole: component.is_whole,
    }
}
