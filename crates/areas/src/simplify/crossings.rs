//! Finds lines that cross after simplification, exactly, on the integers of the grid.

use std::collections::BTreeSet;

use rayon::prelude::*;
use rstar::{AABB, RTree, RTreeObject};

use super::arcs::Spot;

/// One stretch of a line.
#[derive(Clone, Copy)]
struct Stretch {
    arc: usize,
    from: Spot,
    to: Spot,
}

impl RTreeObject for Stretch {
    type Envelope = AABB<[i64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners([self.from.x, self.from.y], [self.to.x, self.to.y])
    }
}

impl Stretch {
    /// Whether the two share more than an end point of both.
    fn conflicts(&self, other: &Self) -> bool {
        let ends = [self.from, self.to];
        let shared = ends
            .iter()
            .filter(|e| **e == other.from || **e == other.to)
            .count();
        if shared == 2 {
            return true;
        }
        let (a, b) = (
            side(self.from, self.to, other.from),
            side(self.from, self.to, other.to),
        );
        let (c, d) = (
            side(other.from, other.to, self.from),
            side(other.from, other.to, self.to),
        );
        if shared == 1 {
            // From a common end both may run in one direction and lie on each other.
            return a == 0 && b == 0 && self.same_way(other);
        }
        if a == 0 && b == 0 {
            return self.envelope_meets(other);
        }
        a * b <= 0 && c * d <= 0
    }

    /// Of two stretches on one line with a common end: whether they run the same way from it.
    fn same_way(&self, other: &Self) -> bool {
        let common = if self.from == other.from || self.from == other.to {
            self.from
        } else {
            self.to
        };
        let away = |s: &Self| if s.from == common { s.to } else { s.from };
        let (a, b) = (away(self), away(other));
        let dot = i128::from(a.x - common.x) * i128::from(b.x - common.x)
            + i128::from(a.y - common.y) * i128::from(b.y - common.y);
        dot > 0
    }

    fn envelope_meets(&self, other: &Self) -> bool {
        use rstar::Envelope;
        self.envelope().intersects(&other.envelope())
    }
}

/// On which side of a line a point lies: 1 left, −1 right, 0 on it.
fn side(a: Spot, b: Spot, p: Spot) -> i128 {
    let ab = (i128::from(b.x - a.x), i128::from(b.y - a.y));
    let ap = (i128::from(p.x - a.x), i128::from(p.y - a.y));
    (ab.0 * ap.1 - ab.1 * ap.0).signum()
}

/// The pairs of lines that cross, the lower number first; of one line with itself, the number twice.
/// Only pairs that a line of `looked_at` takes part in.
pub(super) fn find(
    lines: &[Vec<Spot>],
    looked_at: impl Fn(usize) -> bool + Sync,
) -> BTreeSet<(usize, usize)> {
    let stretch = |(arc, line): (usize, &Vec<Spot>)| {
        let stretches = line.windows(2).map(move |w| Stretch {
            arc,
            from: w[0],
            to: w[1],
        });
        stretches.collect::<Vec<_>>()
    };
    let stretches: Vec<Stretch> = lines.iter().enumerate().flat_map(stretch).collect();
    let tree = RTree::bulk_load(stretches.clone());
    let conflicts = |s: &Stretch| {
        let near = tree.locate_in_envelope_intersecting(&s.envelope());
        let is_self = |o: &Stretch| o.arc == s.arc && o.from == s.from && o.to == s.to;
        let crossing = near.filter(|o| !is_self(o) && s.conflicts(o));
        crossing
            .map(|o| (s.arc.min(o.arc), s.arc.max(o.arc)))
            .collect::<Vec<_>>()
    };
    let wanted = stretches.par_iter().filter(|s| looked_at(s.arc));
    wanted.flat_map_iter(conflicts).collect()
}
