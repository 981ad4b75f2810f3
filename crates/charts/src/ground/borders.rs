//! Borders between municipalities and the outer border, found from the sides that areas share.

use std::collections::BTreeMap;

use vocabulary::AreaKey;

use super::outline::{Parcel, Point, sides, write_points};

/// Path data of both kinds of border.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Border {
    /// Between municipalities.
    pub(crate) inner: String,
    /// Around everything.
    pub(crate) outer: String,
}

/// Draws borders where the parents on both sides differ, and where there is only one side.
pub(crate) fn borders(parcels: &[Parcel], parents: &BTreeMap<AreaKey, AreaKey>) -> Border {
    let mut kinds: BTreeMap<(Point, Point), Side> = BTreeMap::new();
    for parcel in parcels {
        let parent = parents.get(&parcel.area);
        for (a, b) in parcel.rings.iter().flat_map(|ring| sides(ring)) {
            let key = if a < b { (a, b) } else { (b, a) };
            kinds
                .entry(key)
                .and_modify(|side| side.meet(parent))
                .or_insert(Side::Once(parent));
        }
    }
    let of = |wanted: fn(&Side<'_>) -> bool| {
        let chosen = kinds.iter().filter(|(_, side)| wanted(side));
        chained(chosen.map(|(points, _)| *points))
    };
    Border {
        inner: of(|side| matches!(side, Side::Border)),
        outer: of(|side| matches!(side, Side::Once(_))),
    }
}

/// What lies beside a side.
enum Side<'a> {
    Once(Option<&'a AreaKey>),
    Within,
    Border,
}

impl<'a> Side<'a> {
    fn meet(&mut self, parent: Option<&'a AreaKey>) {
        *self = match self {
            Side::Once(first) if *first == parent => Side::Within,
            Side::Once(_) | Side::Border => Side::Border,
            Side::Within => Side::Within,
        };
    }
}

/// Joins sides to lines as long as they go: from ends and crossings first, then closed ones.
fn chained(all: impl Iterator<Item = (Point, Point)>) -> String {
    let mut open: BTreeMap<Point, Vec<Point>> = BTreeMap::new();
    for (a, b) in all {
        open.entry(a).or_default().push(b);
        open.entry(b).or_default().push(a);
    }
    let starts: Vec<Point> = open
        .iter()
        .filter(|(_, next)| next.len() != 2)
        .map(|(point, _)| *point)
        .collect();
    let rest: Vec<Point> = open.keys().copied().collect();
    let mut d = String::new();
    for start in starts.into_iter().chain(rest) {
        while let Some(line) = walk(&mut open, start) {
            write_points(&mut d, &line);
        }
    }
    d
}

fn walk(open: &mut BTreeMap<Point, Vec<Point>>, start: Point) -> Option<Vec<Point>> {
    let mut line = vec![start];
    let mut here = start;
    while let Some(next) = open.get_mut(&here).and_then(Vec::pop) {
        if let Some(back) = open.get_mut(&next)
            && let Some(i) = back.iter().position(|p| *p == here)
        {
            back.swap_remove(i);
        }
        line.push(next);
        here = next;
    }
    (line.len() > 1).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(key: &str, x: i32) -> Parcel {
        Parcel {
            area: AreaKey::parse(key).unwrap(),
            rings: vec![vec![(x, 0), (x + 10, 0), (x + 10, 10), (x, 10)]],
        }
    }

    #[test]
    fn a_border_stands_only_between_municipalities() {
        let key = |k: &str| AreaKey::parse(k).unwrap();
        let parcels = [square("a", 0), square("b", 10), square("c", 20)];
        let parents = [("a", "1"), ("b", "1"), ("c", "2")]
            .into_iter()
            .map(|(a, p)| (key(a), key(p)))
            .collect();
        let border = borders(&parcels, &parents);
        assert_eq!(border.inner, "M20 0l0 10");
        assert_eq!(border.outer, "M0 0l10 0 10 0 10 0 0 10-10 0-10 0-10 0 0-10");
    }
}
