//! Two areas as one: the tree without the second, and counts added up where both have one.

use std::collections::BTreeMap;

use areas::{Area, AreaTree, Group};
use indicators::catalogue::BaseCount;
use indicators::largest_of;
use vocabulary::{AreaKey, Breakdown, CountId, Observation, Period, Quantity};

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

fn which(o: &Observation) -> Which<'_> {
    (&o.count, o.period, &o.breakdown)
}

/// The counts of both added up; where only one has a count nothing is known of both, and ready-made shares have no sum. The
/// largest contributions to the sum of both are the largest of all.
pub(super) fn observations(ground: Ground<'_>, [kept, gone]: &[AreaKey; 2]) -> Vec<Observation> {
    let all = || ground.observations.iter();
    let both = [kept, gone].map(|area| {
        let here = all().filter(|o| o.area == *area);
        here.map(|o| (which(o), o)).collect::<BTreeMap<_, _>>()
    });
    let counts = &ground.catalogue.counts;
    let sum = |o: &Observation| {
        let other = both[1].get(&which(o))?;
        let is_additive = counts.iter().any(|c| c.id == o.count && c.additive);
        is_additive.then(|| o.quantity.plus(other.quantity))
    };
    all()
        .filter(|o| o.area != *gone)
        .filter_map(|o| {
            let quantity = if o.area == *kept {
                sum(o).or_else(|| contribution(counts, o, &both))?
            } else {
                o.quantity
            };
            Some(Observation {
                quantity,
                ..o.clone()
            })
        })
        .collect()
}

/// A contribution to a sum by its rank among those to both areas.
fn contribution(
    counts: &[BaseCount],
    one: &Observation,
    both: &[BTreeMap<Which<'_>, &Observation>; 2],
) -> Option<Quantity> {
    let base = counts
        .iter()
        .find(|c| c.contributions.contains(&one.count))?;
    let rank = base.contributions.iter().position(|id| *id == one.count)?;
    let number = |of: &BTreeMap<Which<'_>, &Observation>, id| {
        let found = of.get(&(id, one.period, &one.breakdown));
        found.and_then(|o| o.quantity.value.known())
    };
    let named = base.contributions.iter();
    let numbers: Option<Vec<f64>> = named
        .flat_map(|id| both.each_ref().map(|of| number(of, id)))
        .collect();
    Some(Quantity::known(largest_of(&numbers?)[rank]))
}
