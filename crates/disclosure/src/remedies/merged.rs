//! Two areas as one: the tree without the second, and counts added up where both have one.

use std::collections::BTreeMap;

use areas::{Area, AreaTree, Group};
use vocabulary::{AreaKey, Breakdown, CountId, Observation, Period};

use super::Ground;

/// The tree in which the first area stands for both.
pub(super) fn tree(tree: &AreaTree, [kept, gone]: &[AreaKey; 2]) -> AreaTree {
    let name = |key: &AreaKey| tree.name(key).unwrap_or_else(|| key.as_str()).to_owned();
    let mut areas: Vec<Area> = tree
        .areas()
        .iter()
        .filter(|a| a.key != *gone)
        .cloned()
        .collect();
    for both in areas.iter_mut().filter(|a| a.key == *kept) {
        both.name = format!("{} und {}", name(kept), name(gone));
    }
    let groups = tree.groups().iter().map(|g| Group {
        members: g.members.iter().filter(|m| *m != gone).cloned().collect(),
        ..g.clone()
    });
    AreaTree::new(
        tree.version().clone(),
        tree.levels().to_vec(),
        areas,
        groups.collect(),
    )
    .expect("a tree without one of two leaves under the same parent is a tree")
}

/// Whether two areas can be one: leaves under one parent that no group tells apart.
pub(super) fn is_possible(tree: &AreaTree, [a, b]: [&AreaKey; 2]) -> bool {
    let parents = [a, b].map(|key| tree.parent(key).map(|p| &p.key));
    let same = |of: &[AreaKey]| of.contains(a) == of.contains(b);
    let untouched = |g: &Group| same(&g.members) && !g.cuts.contains(a) && !g.cuts.contains(b);
    parents[0].is_some()
        && parents[0] == parents[1]
        && tree.is_leaf(a)
        && tree.is_leaf(b)
        && tree.groups().iter().all(untouched)
}

/// What is counted at the same time of the same people.
type Which<'a> = (&'a CountId, Period, &'a Breakdown);

/// The counts of both added up; where only one has a count nothing is known of both, and ready-made shares have no sum.
pub(super) fn observations(ground: Ground<'_>, [kept, gone]: &[AreaKey; 2]) -> Vec<Observation> {
    fn which(o: &Observation) -> Which<'_> {
        (&o.count, o.period, &o.breakdown)
    }
    let all = || ground.observations.iter();
    let of_gone: BTreeMap<Which<'_>, &Observation> = all()
        .filter(|o| o.area == *gone)
        .map(|o| (which(o), o))
        .collect();
    let is_additive = |o: &Observation| {
        let mut counts = ground.catalogue.counts.iter();
        counts.any(|c| c.id == o.count && c.additive)
    };
    all()
        .filter(|o| o.area != *gone)
        .filter_map(|o| {
            if o.area != *kept {
                return Some(o.clone());
            }
            let other = of_gone.get(&which(o)).filter(|_| is_additive(o))?;
            Some(Observation {
                quantity: o.quantity.plus(other.quantity),
                ..o.clone()
            })
        })
        .collect()
}
