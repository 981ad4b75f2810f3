//! A layer as its format gives it, before coordinates and outlines are looked at.

use geo::Coord;
use vocabulary::{Remark, RemarkKind, Severity};

use super::remark;
use crate::repair::Rings;
use crate::texts::TEXTS;

/// A layer as read.
pub(super) struct Raw {
    /// Name of the layer.
    pub(super) layer: String,
    /// What the file says about its coordinates.
    pub(super) crs: RawCrs,
    /// Names of the attributes.
    pub(super) columns: Vec<String>,
    /// The features in file order.
    pub(super) features: Vec<RawFeature>,
    /// What was noticed while reading.
    pub(super) remarks: Vec<Remark>,
}

/// What a file says about its coordinates.
pub(super) enum RawCrs {
    /// Nothing.
    Nothing,
    /// Nothing, but the format says what that means.
    Default(u32),
    /// An EPSG code.
    Code(u32),
    /// A name such as `urn:ogc:def:crs:EPSG::25832`.
    Name(String),
    /// Well-known text.
    Text(String),
}

/// A feature as read.
pub(super) struct RawFeature {
    /// Number of the feature in the file, from 1.
    pub(super) row: u32,
    /// Its attributes in the order of the columns; missing ones may be cut off at the end.
    pub(super) cells: Vec<String>,
    /// Its geometry.
    pub(super) shape: RawShape,
}

/// A geometry as read.
pub(super) enum RawShape {
    /// None given.
    Nothing,
    /// Given, but unreadable.
    Broken,
    /// Of a kind that is no area and no place.
    Unsupported(&'static str),
    /// A place.
    Point(Coord),
    /// Polygons, each with its outer ring first.
    Polygons(Vec<Rings>),
}

/// So many times a point of an outer ring is held against a hole; Germany with all its islands stays below a tenth.
const COMPARED: usize = 1_000_000_000;

/// How a format winds its outer rings.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Winding {
    /// `GeoJSON` since RFC 7946.
    CounterClockwise,
    /// Shapefile.
    Clockwise,
}

/// A remark where outer rings run the other way round than their format says. They are turned in any case; other
/// programs may take such an area for a hole.
pub(super) fn remark_on_winding(
    features: &[RawFeature],
    winding: Winding,
    file: &str,
) -> Option<Remark> {
    let outer = features.iter().filter_map(|f| match &f.shape {
        RawShape::Polygons(polygons) => polygons.first()?.first(),
        _ => None,
    });
    let wrong = |ring: &&Vec<Coord>| match winding {
        Winding::CounterClockwise => doubled_area(ring) < 0.0,
        Winding::Clockwise => doubled_area(ring) > 0.0,
    };
    let count = outer.filter(wrong).count();
    (count > 0).then(|| {
        let message = TEXTS.say("winding", &[("count", &count.to_string())]);
        remark(file, None, (Severity::Note, RemarkKind::Outline), message)
    })
}

/// Sorts the rings of a shapefile into polygons: clockwise rings are outer, the others holes in the
/// outer ring around them. A hole that lies in no outer ring was wound the wrong way and is one itself.
/// `None` where there are more rings than could ever be told apart.
pub(super) fn group_rings(rings: Vec<Vec<Coord>>) -> Option<Vec<Rings>> {
    if rings.len() == 1 {
        return Some(vec![rings]);
    }
    let (outer, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(|r| doubled_area(r) <= 0.0);
    let points: usize = outer.iter().map(|ring| ring.len() + 1).sum();
    if points.saturating_mul(holes.len()) > COMPARED {
        return None;
    }
    let mut polygons: Vec<Rings> = outer.into_iter().map(|ring| vec![ring]).collect();
    let mut lonely = Vec::new();
    for hole in holes {
        let around = polygons
            .iter_mut()
            .filter(|p| contains(&p[0], &hole))
            .min_by(|a, b| {
                doubled_area(&a[0])
                    .abs()
                    .total_cmp(&doubled_area(&b[0]).abs())
            });
        match around {
            Some(polygon) => polygon.push(hole),
            None => lonely.push(vec![hole]),
        }
    }
    polygons.extend(lonely);
    Some(polygons)
}

/// Twice the signed area: positive counter-clockwise. Taken from the first point, to lose no digits.
fn doubled_area(ring: &[Coord]) -> f64 {
    let Some(o) = ring.first() else {
        return 0.0;
    };
    let cross = |w: &[Coord]| (w[0].x - o.x) * (w[1].y - o.y) - (w[1].x - o.x) * (w[0].y - o.y);
    ring.windows(2).map(cross).sum()
}

/// Whether most of the inner ring's points lie within the outer ring, so that common points do not decide.
fn contains(outer: &[Coord], inner: &[Coord]) -> bool {
    let sample = inner.iter().step_by(inner.len() / 9 + 1);
    let (mut inside, mut outside) = (0, 0);
    for point in sample {
        if is_inside(outer, *point) {
            inside += 1;
        } else {
            outside += 1;
        }
    }
    inside > outside
}

fn is_inside(ring: &[Coord], point: Coord) -> bool {
    let crosses = |w: &&[Coord]| {
        (w[0].y > point.y) != (w[1].y > point.y)
            && point.x < (w[1].x - w[0].x) * (point.y - w[0].y) / (w[1].y - w[0].y) + w[0].x
    };
    ring.windows(2).filter(crosses).count() % 2 == 1
}
