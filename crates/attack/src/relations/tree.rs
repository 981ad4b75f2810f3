//! An area is the sum of its parts: found from the keys of parents beside each area, or from the keys themselves.

use std::collections::{BTreeMap, BTreeSet};

use super::{Relation, Relations, Why, existing, is_broken};
use crate::book::Book;
use crate::published::{Place, Word};

/// One family per sheet and level of the parents.
pub(super) fn add(book: &Book<'_>, relations: &mut Relations) {
    for family in families(book) {
        relations.take_family(book, family);
    }
}

/// The series in which a base that is said to be empty would leave a sum open.
pub(crate) fn not_empty(book: &Book<'_>) -> BTreeSet<u32> {
    let empty = |r: &Relation| r.terms.iter().any(|(c, _)| book.of(*c).empty);
    families(book)
        .iter()
        .flatten()
        .filter(|r| empty(r) && is_broken(book, r))
        .map(|r| book.of(r.terms[0].0).sheet.series)
        .collect()
}

/// The sums of parts; a parent counts only where all its parts have a number.
fn families(book: &Book<'_>) -> Vec<Vec<Relation>> {
    let editions = &book.published.editions;
    let children: Vec<_> = editions.iter().map(|e| children(book, &e.places)).collect();
    let covered = covered(book);
    let mut families = Vec::new();
    for sheet in book.sheets.keys() {
        let cells = existing(book, *sheet);
        let covered = &covered[&(sheet.edition, sheet.series)];
        let mut by_level: BTreeMap<Word, Vec<Relation>> = BTreeMap::new();
        for (parent, all) in &children[sheet.edition as usize] {
            let Some(total) = cells.get(parent) else {
                continue;
            };
            let parts: Vec<u32> = all.iter().filter_map(|c| cells.get(c).copied()).collect();
            let has = |c: &u32| cells.contains_key(c) || may_lack(book, *c) || !covered.contains(c);
            if !parts.is_empty() && all.iter().all(has) {
                let level = book.places[*parent as usize].level;
                let sum = Relation::sum(*total, &parts, Why::Tree);
                by_level.entry(level).or_default().push(sum);
            }
        }
        families.extend(by_level.into_values());
    }
    families
}

/// The places that a series of an edition has any line for.
pub(crate) fn covered(book: &Book<'_>) -> BTreeMap<(u32, u32), BTreeSet<u32>> {
    let mut covered: BTreeMap<(u32, u32), BTreeSet<u32>> = BTreeMap::new();
    for cell in &book.cells {
        let key = (cell.sheet.edition, cell.sheet.series);
        covered.entry(key).or_default().insert(cell.place);
    }
    covered
}

/// The remainder of a parent has no line where everything could be placed.
fn may_lack(book: &Book<'_>, place: u32) -> bool {
    book.text(book.places[place as usize].level) == "unallocated"
}

/// The parts of each area of one edition.
fn children(book: &Book<'_>, places: &[Place]) -> BTreeMap<u32, BTreeSet<u32>> {
    let by_key = places.iter().all(|p| p.parent.is_none());
    let mut children: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for place in places
        .iter()
        .filter(|p| p.parent.is_some() || seen.insert(p.area))
    {
        let parent = if by_key {
            parent_by_key(book, places, place)
        } else {
            place.parent
        };
        let pair = parent
            .and_then(|p| book.place_of(p))
            .zip(book.place_of(place.area));
        if let Some((parent, child)) = pair {
            children.entry(parent).or_default().insert(child);
        }
    }
    children
}

/// The longest other key that an area's key begins with, where a table names no parents at all.
fn parent_by_key(book: &Book<'_>, places: &[Place], place: &Place) -> Option<Word> {
    let key = book.text(place.area);
    let above = places.iter().map(|p| p.area).filter(|other| {
        let other = book.text(*other);
        other.len() < key.len() && key.starts_with(other)
    });
    above.max_by_key(|other| book.text(*other).len())
}
