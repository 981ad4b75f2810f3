//! What is known of a hidden number from the pattern alone: from which cells are hidden and from what is known anyway, but not
//! from any number shown here.
//!
//! Where zeros are shown, a total of which two parts are hidden is at least 2; where a supplier writes "below 10" for both
//! of two parts, their hidden total is at most 18; and what others publish is known. No hiding changes that. Beyond it
//! everything must remain possible.

use super::neighbourhood::Neighbourhood;
use super::{CellNumber, Family};

/// The component of a hidden cell with every number shown here beside it made free to move.
pub(super) fn pattern(family: &Family, component: Neighbourhood) -> Neighbourhood {
    let shown = |(cell, _): &(CellNumber, f64)| {
        let of = family.cell(*cell);
        // A zero is part of the pattern: it is shown because nobody is there.
        (!of.is_hidden && !of.is_given && of.value != Some(0.0)).then_some(*cell)
    };
    let relations = component.relations.iter();
    let mut beside: Vec<CellNumber> = relations
        .flat_map(|r| family.terms(*r).iter().filter_map(shown))
        .collect();
    beside.sort_unstable();
    beside.dedup();
    // A relation of one cell is a bound that is shown.
    let of_several = |r: &u32| family.terms(*r).len() > 1;
    let relations = component
        .relations
        .iter()
        .copied()
        .filter(of_several)
        .collect();
    Neighbourhood {
        relations,
        cells: component.cells.into_iter().chain(beside).collect(),
        ..component
    }
}
