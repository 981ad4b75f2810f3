//! A group is the sum of its members: found from outlines, by which areas lie inside.

use std::collections::{BTreeMap, BTreeSet};

use super::{Relation, Relations, Why, existing};
use crate::book::Book;
use crate::published::Ring;

/// One family per sheet.
pub(super) fn add(book: &Book<'_>, relations: &mut Relations) {
    let members = members(book);
    for sheet in book.sheets.keys() {
        let cells = existing(book, *sheet);
        let mut family = Vec::new();
        for (group, places) in &members {
            let Some(total) = cells.get(group) else {
                continue;
            };
            let parts: Option<Vec<u32>> = places.iter().map(|p| cells.get(p).copied()).collect();
            if let Some(parts) = parts.filter(|p| !p.is_empty()) {
                family.push(Relation::sum(*total, &parts, Why::Group));
            }
        }
        relations.take_family(book, family);
    }
}

/// The areas without parts of their own that lie inside each group.
fn members(book: &Book<'_>) -> BTreeMap<u32, Vec<u32>> {
    let mut rings: BTreeMap<u32, &[Ring]> = BTreeMap::new();
    for outline in book.published.editions.iter().flat_map(|e| &e.outlines) {
        if let Some(place) = book.place_of(outline.area) {
            rings.insert(place, &outline.rings);
        }
    }
    let parents: BTreeSet<u32> = book
        .places
        .iter()
        .filter_map(|p| book.place_of(p.parent?))
        .collect();
    let level = |place: u32| book.text(book.places[place as usize].level);
    let groups = rings.iter().filter(|(p, _)| level(**p) == "group");
    let leaves: Vec<(u32, (f64, f64))> = rings
        .iter()
        .filter(|(p, _)| level(**p) != "group" && !parents.contains(p))
        .filter_map(|(p, rings)| Some((*p, inner_point(rings)?)))
        .collect();
    groups
        .map(|(group, rings)| {
            let inside = leaves.iter().filter(|(_, point)| contains(rings, *point));
            (*group, inside.map(|(place, _)| *place).collect())
        })
        .collect()
}

/// Whether a point lies inside, by the number of edges to its right; holes count as outside.
fn contains(rings: &[Ring], (x, y): (f64, f64)) -> bool {
    let mut inside = false;
    for ring in rings {
        for pair in ring.windows(2) {
            let ((x1, y1), (x2, y2)) = (pair[0], pair[1]);
            if (y1 > y) != (y2 > y) && x < (x2 - x1) * (y - y1) / (y2 - y1) + x1 {
                inside = !inside;
            }
        }
    }
    inside
}

/// The middle of the widest stretch inside, on a line across the middle of the largest ring.
fn inner_point(rings: &[Ring]) -> Option<(f64, f64)> {
    let ring = rings.iter().max_by(|a, b| area(a).total_cmp(&area(b)))?;
    let low = ring.iter().map(|p| p.1).fold(f64::INFINITY, f64::min);
    let high = ring.iter().map(|p| p.1).fold(f64::NEG_INFINITY, f64::max);
    // Off the exact middle, where a corner is likely.
    let y = low + (high - low) * 0.487_3;
    let mut crossings: Vec<f64> = rings
        .iter()
        .flat_map(|r| r.windows(2))
        .filter(|p| (p[0].1 > y) != (p[1].1 > y))
        .map(|p| (p[1].0 - p[0].0) * (y - p[0].1) / (p[1].1 - p[0].1) + p[0].0)
        .collect();
    crossings.sort_by(f64::total_cmp);
    let widest = crossings
        .chunks_exact(2)
        .max_by(|a, b| (a[1] - a[0]).total_cmp(&(b[1] - b[0])))?;
    Some((f64::midpoint(widest[0], widest[1]), y))
}

fn area(ring: &Ring) -> f64 {
    let doubled: f64 = ring
        .windows(2)
        .map(|p| p[0].0 * p[1].1 - p[1].0 * p[0].1)
        .sum();
    doubled.abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64, side: f64) -> Ring {
        vec![
            (x, y),
            (x + side, y),
            (x + side, y + side),
            (x, y + side),
            (x, y),
        ]
    }

    #[test]
    fn a_point_in_a_hole_is_outside() {
        let rings = [square(0.0, 0.0, 10.0), square(4.0, 4.0, 2.0)];
        assert!(contains(&rings, (1.0, 1.0)));
        assert!(!contains(&rings, (5.0, 5.0)));
        assert!(!contains(&rings, (11.0, 5.0)));
    }

    #[test]
    fn the_inner_point_lies_inside_also_with_a_hole_in_the_middle() {
        let rings = [square(0.0, 0.0, 10.0), square(3.0, 1.0, 5.0)];
        let point = inner_point(&rings).unwrap();
        assert!(contains(&rings, point), "{point:?}");
    }
}
