//! In which area a point lies, for many points.
//!
//! An R-tree finds the areas whose frame holds the point; in each of them the edges are filed by
//! bands of the y axis, so that only the few edges at the height of the point are looked at. Sides
//! are decided with exact arithmetic: a point on a boundary is always found to be there.

use geo::kernels::{Kernel, Orientation};
use geo::{BoundingRect, Coord, GeoNum, LinesIter, MultiPolygon};
use rayon::prelude::*;
use rstar::RTree;
use rstar::primitives::{GeomWithData, Rectangle};

/// Edges per band aimed at; fewer bands would look at more edges, more bands hold edges twice.
const EDGES_PER_BAND: usize = 4;

/// The most bands of one area: they bound the memory of strange outlines.
const MOST_BANDS: usize = 4096;

/// Where a point lies to an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// Inside, and not in a hole.
    Inside,
    /// On the boundary, a hole's included.
    Boundary,
    /// Outside, or in a hole.
    Outside,
}

/// Outlines prepared to be asked about many points.
pub struct Locator {
    frames: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
    areas: Vec<Bands>,
}

impl Locator {
    /// Prepares outlines; holes follow the even-odd rule. Edges with coordinates that are no
    /// numbers are left out.
    pub fn new(outlines: &[MultiPolygon<f64>]) -> Self {
        let areas: Vec<Bands> = outlines.par_iter().map(Bands::of).collect();
        let frames = outlines
            .iter()
            .enumerate()
            .filter_map(|(area, outline)| {
                let frame = outline.bounding_rect()?;
                let (low, high) = (frame.min(), frame.max());
                [low.x, low.y, high.x, high.y]
                    .iter()
                    .all(|end| end.is_finite())
                    .then(|| {
                        let corners = ([low.x, low.y], [high.x, high.y]);
                        GeomWithData::new(Rectangle::from_corners(corners.0, corners.1), area)
                    })
            })
            .collect();
        Self {
            frames: RTree::bulk_load(frames),
            areas,
        }
    }

    /// The area of a point: the lowest index among those it lies in or on; `None` outside of all.
    ///
    /// ```
    /// use areas::point_in_polygon::Locator;
    /// use geo::{MultiPolygon, Rect, coord};
    /// let square = |x: f64| {
    ///     MultiPolygon::from(Rect::new(coord! { x: x, y: 0.0 }, coord! { x: x + 1.0, y: 1.0 }).to_polygon())
    /// };
    /// let locator = Locator::new(&[square(0.0), square(1.0)]);
    /// assert_eq!(locator.locate(coord! { x: 1.5, y: 0.5 }), Some(1));
    /// assert_eq!(locator.locate(coord! { x: 1.0, y: 0.5 }), Some(0)); // on the common border
    /// assert_eq!(locator.locate(coord! { x: 7.0, y: 0.5 }), None);
    /// ```
    pub fn locate(&self, point: Coord<f64>) -> Option<usize> {
        let mut lowest = None;
        for frame in self.frames.locate_all_at_point(&[point.x, point.y]) {
            let is_lower = lowest.is_none_or(|area| frame.data < area);
            if is_lower && self.areas[frame.data].position(point) != Position::Outside {
                lowest = Some(frame.data);
            }
        }
        lowest
    }

    /// The areas of many points, in their order, on all cores.
    pub fn locate_all(&self, points: &[Coord<f64>]) -> Vec<Option<usize>> {
        points.par_iter().map(|point| self.locate(*point)).collect()
    }

    /// All areas a point lies in or on, rising, with which of both.
    pub fn touching(&self, point: Coord<f64>) -> Vec<(usize, Position)> {
        let mut found: Vec<(usize, Position)> = self
            .frames
            .locate_all_at_point(&[point.x, point.y])
            .map(|frame| (frame.data, self.areas[frame.data].position(point)))
            .filter(|(_, position)| *position != Position::Outside)
            .collect();
        found.sort_unstable_by_key(|(area, _)| *area);
        found
    }
}

/// An edge, its lower end first.
#[derive(Clone, Copy)]
struct Edge {
    low: Coord<f64>,
    high: Coord<f64>,
}

/// The edges of an area, filed by bands of equal height.
struct Bands {
    bottom: f64,
    per_unit: f64,
    /// Where the edges of each band begin, and the end of the last.
    starts: Vec<usize>,
    edges: Vec<Edge>,
}

impl Bands {
    fn of(outline: &MultiPolygon<f64>) -> Self {
        let edges = edges(outline);
        let bottom = edges.iter().fold(f64::INFINITY, |y, e| y.min(e.low.y));
        let top = edges.iter().fold(f64::NEG_INFINITY, |y, e| y.max(e.high.y));
        let bands = (edges.len() / EDGES_PER_BAND).clamp(1, MOST_BANDS);
        let per_unit = bands as f64 / (top - bottom);
        let mut filed = Self {
            bottom,
            per_unit: if per_unit.is_finite() { per_unit } else { 0.0 },
            starts: vec![0; bands + 1],
            edges: Vec::new(),
        };
        filed.file(&edges);
        filed
    }

    /// Counts the edges of each band, then puts them there.
    fn file(&mut self, edges: &[Edge]) {
        let bands = self.starts.len() - 1;
        for edge in edges {
            for band in self.band(edge.low.y)..=self.band(edge.high.y) {
                self.starts[band + 1] += 1;
            }
        }
        for band in 0..bands {
            self.starts[band + 1] += self.starts[band];
        }
        let Some(&first) = edges.first() else { return };
        let mut next = self.starts.clone();
        let mut filed = vec![first; self.starts[bands]];
        for edge in edges {
            for band in self.band(edge.low.y)..=self.band(edge.high.y) {
                filed[next[band]] = *edge;
                next[band] += 1;
            }
        }
        self.edges = filed;
    }

    /// The band of a height; heights beyond the ends fall into the end bands.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float casts to the nearest band number that exists"
    )]
    fn band(&self, y: f64) -> usize {
        (((y - self.bottom) * self.per_unit) as usize).min(self.starts.len() - 2)
    }

    /// Where a point lies: counts the edges to its right.
    fn position(&self, point: Coord<f64>) -> Position {
        let band = self.band(point.y);
        let mut inside = false;
        for edge in &self.edges[self.starts[band]..self.starts[band + 1]] {
            match edge.side(point) {
                Side::Apart => {}
                Side::Right => inside = !inside,
                Side::On => return Position::Boundary,
            }
        }
        if inside {
            Position::Inside
        } else {
            Position::Outside
        }
    }
}

/// Where an edge lies to a point.
enum Side {
    /// Not at its height, or left of it.
    Apart,
    /// Right of it: a ray to the right crosses the edge.
    Right,
    /// Through it.
    On,
}

impl Edge {
    #[inline]
    fn side(&self, point: Coord<f64>) -> Side {
        if point.y < self.low.y || point.y > self.high.y {
            return Side::Apart;
        }
        let (west, east) = if self.low.x < self.high.x {
            (self.low.x, self.high.x)
        } else {
            (self.high.x, self.low.x)
        };
        if point.x > east {
            return Side::Apart;
        }
        // The upper end does not belong to the crossing, so a shared corner counts once.
        let crossed = if point.y < self.high.y {
            Side::Right
        } else {
            Side::Apart
        };
        if point.x < west {
            return crossed;
        }
        match <f64 as GeoNum>::Ker::orient2d(self.low, self.high, point) {
            Orientation::Collinear => Side::On,
            Orientation::CounterClockwise => crossed,
            Orientation::Clockwise => Side::Apart,
        }
    }
}

fn edges(outline: &MultiPolygon<f64>) -> Vec<Edge> {
    outline
        .lines_iter()
        .filter(|line| {
            let ends = [line.start.x, line.start.y, line.end.x, line.end.y];
            ends.iter().all(|end| end.is_finite())
        })
        .map(|line| {
            if line.start.y <= line.end.y {
                Edge {
                    low: line.start,
                    high: line.end,
                }
            } else {
                Edge {
                    low: line.end,
                    high: line.start,
                }
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use geo::{Intersects, LineString, Point, Polygon, coord};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn points_and_outlines_that_are_no_numbers_lie_nowhere() {
        let ring = LineString::from(vec![(0.0, f64::NAN), (1.0, 0.0), (1.0, 1.0)]);
        let broken = MultiPolygon::from(Polygon::new(ring, vec![]));
        let empty = MultiPolygon::new(vec![]);
        let locator = Locator::new(&[broken, empty]);
        assert_eq!(locator.locate(coord! { x: 0.9, y: 0.5 }), None);
        assert_eq!(locator.locate(coord! { x: f64::NAN, y: 0.5 }), None);
    }

    #[test]
    fn a_flat_outline_is_all_boundary() {
        let ring = LineString::from(vec![(0.0, 1.0), (2.0, 1.0), (4.0, 1.0)]);
        let locator = Locator::new(&[MultiPolygon::from(Polygon::new(ring, vec![]))]);
        let found = locator.touching(coord! { x: 3.0, y: 1.0 });
        assert_eq!(found, [(0, Position::Boundary)]);
    }

    proptest! {
        /// Star-shaped outlines on whole coordinates, so that points often fall on corners.
        #[test]
        fn agrees_with_the_geometry_library(
            radii in prop::collection::vec(1i32..12, 3..30),
            points in prop::collection::vec((-12i32..12, -12i32..12), 1..60),
        ) {
            let step = 2.0 * std::f64::consts::PI / radii.len() as f64;
            let ring: Vec<(f64, f64)> = radii
                .iter()
                .enumerate()
                .map(|(i, r)| (i as f64 * step, f64::from(*r)))
                .map(|(angle, r)| ((r * angle.cos()).round(), (r * angle.sin()).round()))
                .collect();
            let outline = MultiPolygon::from(Polygon::new(LineString::from(ring), vec![]));
            let locator = Locator::new(std::slice::from_ref(&outline));
            for (x, y) in points {
                let point = coord! { x: f64::from(x), y: f64::from(y) };
                let boundary = outline.lines_iter().any(|line| line.intersects(&Point::from(point)));
                let touching = locator.touching(point);
                prop_assert_eq!(boundary, touching.contains(&(0, Position::Boundary)));
            }
        }
    }
}
