//! The outlines a release is drawn with: the smallest areas simplified together, so that shared borders stay shared,
//! and everything larger put together from them, so that a municipality ends exactly where its parts end.

use std::collections::BTreeMap;

use areas::AreaTree;
use areas::simplify::simplify;
use geo::{BoundingRect, MultiPolygon, unary_union};
use vocabulary::AreaKey;

/// A map a reader looks at is about this many tolerances wide: finer lines cannot be seen on paper or screen.
const DETAILS: f64 = 1500.0;

/// Outlines of all areas and groups of a tree, in metres, from those that were delivered.
pub fn outlines(
    tree: &AreaTree,
    delivered: &BTreeMap<AreaKey, MultiPolygon<f64>>,
) -> BTreeMap<AreaKey, MultiPolygon<f64>> {
    let (keys, whole): (Vec<AreaKey>, Vec<MultiPolygon<f64>>) = finest(tree, delivered)
        .into_iter()
        .map(|key| (key.clone(), delivered[key].clone()))
        .unzip();
    let simple = simplify(&whole, width(&whole) / DETAILS);
    let mut drawn: BTreeMap<AreaKey, MultiPolygon<f64>> = keys
        .into_iter()
        .zip(simple)
        .filter(|(_, outline)| !outline.0.is_empty())
        .collect();
    for area in tree
        .areas()
        .iter()
        .filter(|a| !delivered.contains_key(&a.key) || !tree.is_leaf(&a.key))
    {
        let parts: Vec<&MultiPolygon<f64>> = tree
            .leaves_of(&area.key)
            .iter()
            .filter_map(|l| drawn.get(&l.key))
            .collect();
        if !parts.is_empty() && !drawn.contains_key(&area.key) {
            let outline = unary_union(parts);
            drawn.insert(area.key.clone(), outline);
        }
    }
    // Where a group cuts areas, their outlines do not tell its own.
    for group in tree.groups().iter().filter(|g| g.cuts.is_empty()) {
        let parts: Vec<&MultiPolygon<f64>> =
            group.members.iter().filter_map(|m| drawn.get(m)).collect();
        if !parts.is_empty() {
            let outline = unary_union(parts);
            drawn.insert(group.key.clone(), outline);
        }
    }
    drawn
}

/// Delivered areas none of whose descendants was delivered.
fn finest<'a>(
    tree: &AreaTree,
    delivered: &'a BTreeMap<AreaKey, MultiPolygon<f64>>,
) -> Vec<&'a AreaKey> {
    let below = |key: &AreaKey| {
        tree.descendants(key)
            .iter()
            .any(|d| delivered.contains_key(&d.key))
    };
    delivered
        .keys()
        .filter(|key| tree.contains(key) && !below(key))
        .collect()
}

fn width(outlines: &[MultiPolygon<f64>]) -> f64 {
    let boxes = outlines.iter().filter_map(BoundingRect::bounding_rect);
    let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
    for one in boxes {
        least = least.min(one.min().x);
        most = most.max(one.max().x);
    }
    (most - least).max(0.0)
}
