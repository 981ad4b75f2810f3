//! Outlines as they arrive, made valid or refused: every repair is named and its change of area stated.
//!
//! A valid outline has closed rings that neither cross nor touch themselves along a line, outer rings
//! counter-clockwise and holes clockwise. A repair that would move more than a quarter of the area is a
//! guess about what was meant, and is refused.

use std::collections::HashMap;

use geo::algorithm::bool_ops::FillRule;
use geo::orient::Direction;
use geo::{
    Area, BooleanOps, Coord, Line, LineString, LinesIter, MapCoords, MultiPolygon, Orient, Polygon,
    Validation,
};
use rstar::{RTree, RTreeObject};
use vocabulary::{Explain, german_number};

use crate::texts::TEXTS;

/// A repair that changes more than this share of the area is refused.
const LARGEST_CHANGE: f64 = 0.25;
/// An outline that crosses itself so often, and four times more for each of its stretches, is no outline, and
/// untangling it would fill the memory.
const CROSSINGS: usize = 200_000;
/// Parts smaller than this many square metres are leftovers of crossing lines.
const LEFTOVER: f64 = 0.01;

/// The rings of one polygon as they stand in a file, the outer ring first.
pub type Rings = Vec<Vec<Coord>>;

/// What was wrong and could be put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// A ring whose last point is not its first.
    Unclosed,
    /// The same point twice in a row.
    RepeatedPoint,
    /// A ring of fewer than three different points, left out.
    TooFewPoints,
    /// Rings that cross or overlap themselves or each other.
    Crossing,
}

/// An outline that can be used.
#[derive(Clone, Debug, PartialEq)]
pub struct Mended {
    /// The valid outline.
    pub outline: MultiPolygon,
    /// What was wrong, each kind once.
    pub faults: Vec<Fault>,
    /// Square metres after less square metres before.
    pub area_change: f64,
}

/// Why an outline cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RepairError {
    /// A coordinate that is no finite number.
    #[error("a coordinate is not a finite number; have the outline corrected by its supplier")]
    NotFinite,
    /// Nothing that spans an area.
    #[error("no ring has three different points; have the outline corrected by its supplier")]
    NoArea,
    /// A repair that would be a guess.
    #[error(
        "the outline crosses itself; a repair would change its area from {before} to {after} square metres"
    )]
    TooMuch {
        /// Square metres as given.
        before: f64,
        /// Square metres a repair would give.
        after: f64,
    },
    /// A tangle no repair was found for.
    #[error(
        "the outline crosses itself and could not be repaired; have it corrected by its supplier"
    )]
    Hopeless,
}

impl Explain for RepairError {
    fn german(&self) -> String {
        match self {
            Self::NotFinite => TEXTS.say("repair_not_finite", &[]),
            Self::NoArea => TEXTS.say("repair_no_area", &[]),
            Self::Hopeless => TEXTS.say("repair_hopeless", &[]),
            Self::TooMuch { before, after } => {
                let (before, after) = (german_number(*before, 0), german_number(*after, 0));
                let values = [("before", &*before), ("after", &*after)];
                TEXTS.say("repair_too_much", &values)
            }
        }
    }
}

impl Fault {
    /// German, as it stands in a list of what was wrong.
    pub fn german(self) -> String {
        let key = match self {
            Self::Unclosed => "fault_unclosed",
            Self::RepeatedPoint => "fault_repeated_point",
            Self::TooFewPoints => "fault_too_few_points",
            Self::Crossing => "fault_crossing",
        };
        TEXTS.say(key, &[])
    }
}

/// Makes an outline of polygons in metres valid.
///
/// ```
/// use areas::repair::{Fault, mend};
/// use geo::Coord;
/// let open = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)].map(|(x, y)| Coord { x, y });
/// let mended = mend(vec![vec![open.to_vec()]])?;
/// assert_eq!(mended.faults, [Fault::Unclosed]);
/// # Ok::<(), areas::repair::RepairError>(())
/// ```
pub fn mend(polygons: Vec<Rings>) -> Result<Mended, RepairError> {
    let mut faults = Vec::new();
    let mut clean = Vec::new();
    for rings in polygons {
        clean.extend(clean_rings(rings, &mut faults)?);
    }
    if clean.is_empty() {
        return Err(RepairError::NoArea);
    }
    let given = MultiPolygon(clean).orient(Direction::Default);
    let before = given.unsigned_area();
    let outline = if given.is_valid() {
        given
    } else {
        faults.push(Fault::Crossing);
        if is_tangle(&given) {
            return Err(RepairError::Hopeless);
        }
        untangle(&given)?
    };
    let after = outline.unsigned_area();
    if outline.0.is_empty() {
        return Err(RepairError::NoArea);
    }
    if (after - before).abs() > LARGEST_CHANGE * after.max(before) {
        return Err(RepairError::TooMuch { before, after });
    }
    faults.sort_unstable();
    faults.dedup();
    Ok(Mended {
        outline,
        faults,
        area_change: after - before,
    })
}

/// A polygon of closed rings without repeated points; none if its outer ring spans nothing.
fn clean_rings(rings: Rings, faults: &mut Vec<Fault>) -> Result<Option<Polygon>, RepairError> {
    let mut clean = Vec::with_capacity(rings.len());
    for (i, mut ring) in rings.into_iter().enumerate() {
        if ring.iter().any(|c| !(c.x.is_finite() && c.y.is_finite())) {
            return Err(RepairError::NotFinite);
        }
        let points = ring.len();
        ring.dedup();
        if ring.len() < points {
            faults.push(Fault::RepeatedPoint);
        }
        if ring.len() > 2 && ring.first() != ring.last() {
            faults.push(Fault::Unclosed);
            ring.push(ring[0]);
        }
        let ring = LineString(ring);
        if ring.0.len() >= 4 && spans(&ring.0) {
            clean.push(ring);
            continue;
        }
        faults.push(Fault::TooFewPoints);
        if i == 0 {
            return Ok(None);
        }
    }
    let mut clean = clean.into_iter();
    Ok(clean
        .next()
        .map(|outer| Polygon::new(outer, clean.collect())))
}

/// Whether the points do not all lie on one line; a bow tie spans something, though its area is zero.
fn spans(ring: &[Coord]) -> bool {
    let (a, b) = (ring[0], ring[1]);
    ring.iter()
        .any(|p| ((b.x - a.x) * (p.y - a.y) - (p.x - a.x) * (b.y - a.y)).abs() > 0.0)
}

/// Whether the boxes of stretches meet too often to be untangled; neighbours are left out.
fn is_tangle(outline: &MultiPolygon) -> bool {
    let stretches: Vec<Line> = outline.lines_iter().collect();
    let most = CROSSINGS + 4 * stretches.len();
    let tree = RTree::bulk_load(stretches.clone());
    let met = stretches.iter().flat_map(|stretch| {
        let ends = [stretch.start, stretch.end];
        let near = tree.locate_in_envelope_intersecting(&stretch.envelope());
        near.filter(move |o| !ends.contains(&o.start) && !ends.contains(&o.end))
    });
    met.take(most + 1).count() > most
}

/// The rings untangled by one rule of what is inside or the other, whichever changes the area less;
/// without leftovers, and on the points given wherever they remain.
fn untangle(tangled: &MultiPolygon) -> Result<MultiPolygon, RepairError> {
    let before = tangled.unsigned_area();
    let nothing = MultiPolygon::new(Vec::new());
    let by_rule = |rule| {
        let mut made = tangled.union_with_fill_rule(&nothing, rule);
        made.0.retain(|p| p.unsigned_area() > LEFTOVER);
        made.orient(Direction::Default)
    };
    let made = [FillRule::NonZero, FillRule::EvenOdd].map(by_rule);
    let change = |m: &&MultiPolygon| (m.unsigned_area() - before).abs();
    let made = made.iter().min_by(|a, b| change(a).total_cmp(&change(b)));
    let made = made.ok_or(RepairError::Hopeless)?;
    let given = Given::of(tangled);
    let on_points = made.map_coords(|c| given.nearest(c));
    let mut sound = [on_points, made.clone()].into_iter();
    sound
        .find(Validation::is_valid)
        .ok_or(RepairError::Hopeless)
}

/// The points of an outline by centimetre: the overlay moves them by a fraction of a millimetre, which
/// would part an area from its neighbours.
struct Given(HashMap<(i64, i64), Coord>);

impl Given {
    fn of(outline: &MultiPolygon) -> Self {
        let coords = geo::CoordsIter::coords_iter(outline);
        Self(coords.map(|c| (Self::cell(c), c)).collect())
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "coordinates of the country in centimetres are far below 2^63"
    )]
    fn cell(c: Coord) -> (i64, i64) {
        ((c.x * 100.0).round() as i64, (c.y * 100.0).round() as i64)
    }

    fn nearest(&self, c: Coord) -> Coord {
        let (x, y) = Self::cell(c);
        let around = (-1..=1).flat_map(|i| (-1..=1).map(move |j| (x + i, y + j)));
        let distance = |p: &&Coord| (p.x - c.x).hypot(p.y - c.y);
        let near = around
            .filter_map(|cell| self.0.get(&cell))
            .filter(|p| distance(p) < 0.005);
        near.min_by(|a, b| distance(a).total_cmp(&distance(b)))
            .copied()
            .unwrap_or(c)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::wkt;

    fn rings(text: &str) -> Vec<Rings> {
        let ring = |ring: &str| {
            let point = |pair: &str| {
                let (x, y) = pair.trim().split_once(' ').unwrap();
                Coord {
                    x: x.parse().unwrap(),
                    y: y.parse().unwrap(),
                }
            };
            ring.split(',').map(point).collect()
        };
        text.split('|')
            .map(|p| p.split('/').map(ring).collect())
            .collect()
    }

    #[test]
    fn a_sound_outline_stays_as_it_is() {
        let mended = mend(rings(
            "0 0, 10 0, 10 10, 0 10, 0 0 / 2 2, 2 4, 4 4, 4 2, 2 2",
        ))
        .unwrap();
        assert_eq!((mended.faults.len(), mended.area_change), (0, 0.0));
        assert!((mended.outline.unsigned_area() - 96.0).abs() < 1e-9);
    }

    #[test]
    fn winding_is_always_outer_counter_clockwise() {
        let mended = mend(rings("0 0, 0 10, 10 10, 10 0, 0 0")).unwrap();
        assert!(mended.outline.0[0].signed_area() > 0.0);
    }

    #[test]
    fn small_faults_are_mended_and_named() {
        let mended = mend(rings("0 0, 10 0, 10 0, 10 10, 0 10 / 1 1, 2 2")).unwrap();
        let wanted = [Fault::Unclosed, Fault::RepeatedPoint, Fault::TooFewPoints];
        assert_eq!(mended.faults, wanted);
    }

    #[test]
    fn a_loop_on_the_border_is_cut_off() {
        let mended = mend(rings(
            "0 0, 100 0, 100 100, 50 100, 52 104, 48 104, 50 100, 0 100, 0 0",
        ))
        .unwrap();
        assert_eq!(mended.faults, [Fault::Crossing]);
        assert!(mended.outline.is_valid());
        assert!(mended.area_change.abs() < 10.0);
    }

    #[test]
    fn a_bow_tie_is_refused_because_nobody_knows_what_was_meant() {
        let refused = mend(rings("0 0, 100 100, 100 0, 0 100, 0 0")).unwrap_err();
        insta::assert_snapshot!(refused.german(), @"Umriss nicht übernommen: Er überschneidet sich selbst, und eine Reparatur würde die Fläche von 0 m² auf 5.000 m² ändern. Bitte den Umriss beim Lieferanten berichtigen lassen.");
        let small = mend(rings(
            "0 0, 100 0, 100 100, 0 100, 0 0 | 200 0, 201 1, 201 0, 200 1, 200 0",
        ))
        .unwrap();
        assert_eq!(small.faults, [Fault::Crossing]);
    }

    #[test]
    fn an_outline_that_crosses_itself_without_end_is_refused_at_once() {
        let star = |i: u32| {
            let turn = f64::from(i) * 0.498_3 * std::f64::consts::TAU;
            Coord {
                x: 1e4 * turn.cos(),
                y: 1e4 * turn.sin(),
            }
        };
        let refused = mend(vec![vec![(0..1500).map(star).collect()]]);
        assert_eq!(refused, Err(RepairError::Hopeless));
    }

    #[test]
    fn what_spans_no_area_is_refused() {
        for nothing in ["0 0, 1 1", "0 0, 0 0, 0 0, 0 0", "0 0, 1 1, 0 0"] {
            assert_eq!(mend(rings(nothing)), Err(RepairError::NoArea), "{nothing}");
        }
        assert!(mend(rings("0 0, 1 1, 2 2, 0 0")).is_err());
        assert_eq!(
            mend(rings("0 0, NaN 1, 1 1, 0 0")),
            Err(RepairError::NotFinite)
        );
        assert_eq!(mend(Vec::new()), Err(RepairError::NoArea));
    }

    #[test]
    fn overlapping_parts_become_one_clean_outline() {
        let square: MultiPolygon =
            wkt!(MULTIPOLYGON(((0. 0., 100. 0., 100. 100., 0. 100., 0. 0.))));
        let mended = mend(rings(
            "0 0, 100 0, 100 100, 0 100, 0 0 | 99 99, 99.5 99, 99.5 99.5, 99 99.5, 99 99",
        ))
        .unwrap();
        assert!(mended.outline.is_valid());
        assert!((mended.outline.unsigned_area() - square.unsigned_area()).abs() < 1.0);
    }
}
