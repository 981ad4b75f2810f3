//! Step 5: years, editions and boundaries compared.

use std::collections::{BTreeMap, BTreeSet};

use vocabulary::Period;

use crate::book::{Book, CellNumber, Sheet};
use crate::published::Word;
use crate::relations::{Relation, Relations, Why, covered, existing};

/// Adds the relations between periods, editions and areas of different boundaries.
pub(crate) fn clues(book: &Book<'_>, relations: &mut Relations) {
    pools(book, relations);
    for later in 1..book.published.editions.len() {
        for earlier in 0..later {
            let pair = (number(earlier), number(later));
            editions(book, relations, pair);
            boundaries(book, relations, pair);
        }
    }
}

fn number(edition: usize) -> u32 {
    u32::try_from(edition).expect("few editions")
}

/// Several years together are the sum of the single years, and of shorter pools.
fn pools(book: &Book<'_>, relations: &mut Relations) {
    for sheet in book.sheets.keys() {
        let Period::Pool(first, last) = book.periods[sheet.period as usize] else {
            continue;
        };
        let parts: Option<Vec<u32>> = (first..=last)
            .map(|year| book.period_number(Period::Year(year)))
            .collect();
        let Some(parts) = parts else {
            continue;
        };
        let mut family = Vec::new();
        for (place, total) in existing(book, *sheet) {
            let cells: Option<Vec<CellNumber>> = parts
                .iter()
                .map(|period| {
                    let year = Sheet {
                        period: *period,
                        ..*sheet
                    };
                    book.at(year, place).filter(|c| book.exists(*c))
                })
                .collect();
            if let Some(cells) = cells {
                family.push(Relation::sum(total, &cells, Why::Pool));
            }
        }
        relations.take_family(book, family);
    }
}

/// A sheet of two editions is the same where nothing shown in both has changed: everywhere, or within one parent.
fn editions(book: &Book<'_>, relations: &mut Relations, (earlier, later): (u32, u32)) {
    for sheet in book.sheets.keys().filter(|s| s.edition == later) {
        let before = existing(
            book,
            Sheet {
                edition: earlier,
                ..*sheet
            },
        );
        let after = existing(book, *sheet);
        let both = after
            .iter()
            .filter_map(|(p, c)| Some((*p, *before.get(p)?, *c)));
        let mut families: BTreeMap<Option<Word>, Vec<(CellNumber, CellNumber)>> = BTreeMap::new();
        let mut all = Vec::new();
        for (place, old, new) in both {
            let place = &book.places[place as usize];
            all.push((old, new));
            families.entry(place.parent).or_default().push((old, new));
            families
                .entry(Some(place.area))
                .or_default()
                .push((old, new));
        }
        if is_unrevised(book, &all) {
            take_same(book, relations, &all);
            continue;
        }
        for family in families.values().filter(|f| is_unrevised(book, f)) {
            take_same(book, relations, family);
        }
    }
}

/// Whether several numbers are shown in both and all are the same.
fn is_unrevised(book: &Book<'_>, pairs: &[(CellNumber, CellNumber)]) -> bool {
    let shown: Vec<(f64, f64)> = pairs
        .iter()
        .filter_map(|(old, new)| book.known(*old).zip(book.known(*new)))
        .collect();
    shown.len() > 1 && shown.iter().all(|(old, new)| (old - new).abs() < 1e-9)
}

fn take_same(book: &Book<'_>, relations: &mut Relations, pairs: &[(CellNumber, CellNumber)]) {
    for (old, new) in pairs {
        relations.take(book, Relation::sum(*new, &[*old], Why::Edition));
    }
}

/// Areas of one parent that only one of two editions has cover the same ground.
fn boundaries(book: &Book<'_>, relations: &mut Relations, (earlier, later): (u32, u32)) {
    let covered = covered(book);
    let (gone, new) = (only_in(book, earlier, later), only_in(book, later, earlier));
    for (parent, old_places) in &gone {
        let Some(new_places) = new.get(parent) else {
            continue;
        };
        for sheet in book.sheets.keys().filter(|s| s.edition == later) {
            let before = existing(
                book,
                Sheet {
                    edition: earlier,
                    ..*sheet
                },
            );
            let after = existing(book, *sheet);
            let of = |places: &[u32], edition: u32, cells: &BTreeMap<u32, CellNumber>| {
                let covered = covered.get(&(edition, sheet.series))?;
                let places = places.iter().filter(|p| covered.contains(p));
                let all: Option<Vec<_>> = places.map(|p| cells.get(p).copied()).collect();
                all.filter(|a| !a.is_empty())
            };
            let old = of(old_places, earlier, &before);
            let new = of(new_places, later, &after);
            if let (Some(old), Some(new)) = (old, new) {
                let old = old.into_iter().map(|c| (c, 1.0));
                let new = new.into_iter().map(|c| (c, -1.0));
                let mut relation = Relation::is(0, 0.0, Why::Boundary);
                relation.terms = old.chain(new).collect();
                relations.take_family(book, vec![relation]);
            }
        }
    }
}

/// The areas by parent that one edition has and the other has not.
fn only_in(book: &Book<'_>, edition: u32, other: u32) -> BTreeMap<Word, Vec<u32>> {
    let places = |e: u32| &book.published.editions[e as usize].places;
    let known: BTreeSet<Word> = places(other).iter().map(|p| p.area).collect();
    let mut found: BTreeMap<Word, BTreeSet<u32>> = BTreeMap::new();
    for place in places(edition).iter().filter(|p| !known.contains(&p.area)) {
        if let (Some(parent), Some(number)) = (place.parent, book.place_of(place.area)) {
            found.entry(parent).or_default().insert(number);
        }
    }
    let lists = found.into_iter();
    lists
        .map(|(p, all)| (p, all.into_iter().collect()))
        .collect()
}
