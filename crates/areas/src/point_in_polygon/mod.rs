//! In which area a point lies, for many points.
//!
//! A [`grid`] knows for most of its cells the one area that covers them, so that most points need no geometry. Where a
//! border passes, the edges of the few areas in question are filed by [`bands`] of the y axis, and only those at the
//! height of the point are looked at. Sides are decided with exact arithmetic: a point on a boundary is always found to
//! be there, and belongs to the lowest area that touches it.

mod bands;
mod edge;
mod grid;

use geo::{Coord, MultiPolygon, coord};
use rayon::prelude::*;
use rstar::RTree;
use rstar::primitives::{GeomWithData, Rectangle};

use bands::Bands;
use edge::{Edge, edges};
use grid::{Candidate, Grid};

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
    grid: Option<Grid>,
    frames: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
    areas: Vec<Bands>,
}

impl Locator {
    /// Prepares outlines; holes follow the even-odd rule. In an outline with a coordinate that is no number lies nothing.
    pub fn new(outlines: &[MultiPolygon<f64>]) -> Self {
        let areas: Vec<Prepared> = outlines.par_iter().map(Prepared::of).collect();
        let frame = |(number, area): (usize, &Prepared)| {
            let Frame { low, high } = area.frame?;
            let corners = Rectangle::from_corners([low.x, low.y], [high.x, high.y]);
            Some(GeomWithData::new(corners, number))
        };
        Self {
            grid: Grid::of(&areas),
            frames: RTree::bulk_load(areas.iter().enumerate().filter_map(frame).collect()),
            areas: areas.into_iter().map(|area| area.bands).collect(),
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
        for candidate in self.grid.as_ref()?.candidates(point) {
            match *candidate {
                Candidate::Surely(area) => return Some(area as usize),
                Candidate::NoMore => return None,
                Candidate::Perhaps(area) => {
                    let area = area as usize;
                    if self.areas[area].position(point) != Position::Outside {
                        return Some(area);
                    }
                }
            }
        }
        None
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

/// One area with its edges, in the order of the outline and by bands.
struct Prepared {
    /// None where nothing of the area can be found.
    frame: Option<Frame>,
    edges: Vec<Edge>,
    bands: Bands,
}

impl Prepared {
    fn of(outline: &MultiPolygon<f64>) -> Self {
        let edges = edges(outline);
        Self {
            frame: Frame::of(&edges),
            bands: Bands::of(&edges),
            edges,
        }
    }
}

/// The upright rectangle around an area or all of them.
#[derive(Clone, Copy)]
struct Frame {
    low: Coord<f64>,
    high: Coord<f64>,
}

impl Frame {
    fn of(edges: &[Edge]) -> Option<Self> {
        let ends = edges.iter().flat_map(|edge| [edge.low, edge.high]);
        let point = |end| Self {
            low: end,
            high: end,
        };
        ends.map(point).reduce(Self::with)
    }

    fn with(self, other: Self) -> Self {
        Self {
            low: coord! { x: self.low.x.min(other.low.x), y: self.low.y.min(other.low.y) },
            high: coord! { x: self.high.x.max(other.high.x), y: self.high.y.max(other.high.y) },
        }
    }

    #[inline]
    fn holds(&self, point: Coord<f64>) -> bool {
        (self.low.x..=self.high.x).contains(&point.x)
            && (self.low.y..=self.high.y).contains(&point.y)
    }
}

#[cfg(test)]
mod tests {
    use geo::{CoordsIter, Intersects, LineString, LinesIter, Point, Polygon};
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

    #[test]
    fn an_area_that_covers_another_leaves_it_nothing_if_it_is_the_lower() {
        let (inner, outer) = (square((2.0, 2.0), 1.0), square((0.0, 0.0), 9.0));
        let point = coord! { x: 2.5, y: 2.5 };
        let within = Locator::new(&[inner.clone(), outer.clone()]);
        let hidden = Locator::new(&[outer, inner]);
        assert_eq!(
            (within.locate(point), hidden.locate(point)),
            (Some(0), Some(0))
        );
        assert_eq!(within.locate(coord! { x: 5.0, y: 5.0 }), Some(1));
    }

    #[test]
    fn a_point_in_a_hole_lies_outside_and_on_its_border_inside() {
        let ring = |corner, side| square(corner, side).0.remove(0).exterior().clone();
        let holed = Polygon::new(ring((0.0, 0.0), 90.0), vec![ring((30.0, 30.0), 30.0)]);
        let locator = Locator::new(&[holed.into()]);
        assert_eq!(locator.locate(coord! { x: 45.0, y: 45.0 }), None);
        assert_eq!(locator.locate(coord! { x: 30.0, y: 45.0 }), Some(0));
        assert_eq!(locator.locate(coord! { x: 10.0, y: 45.0 }), Some(0));
    }

    /// Frames without width, too wide for a number, and so small that cells cannot be told apart.
    #[test]
    fn outlines_of_any_size_are_searched() {
        for (low, side) in [
            (0.0, 1e-310),
            (-1e308, 1.5e308),
            (4e6, 1e-9),
            (1e15, 0.25),
            (7.0, 0.0),
        ] {
            agrees(&[square((low, low), side)], &[coord! { x: low, y: low }]);
        }
    }

    fn square((x, y): (f64, f64), side: f64) -> MultiPolygon {
        let ring = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)];
        Polygon::new(LineString::from(ring.to_vec()), vec![]).into()
    }

    /// The grid answers as all edges of every area do, at points, all corners, and their nearest neighbours.
    #[track_caller]
    fn agrees(outlines: &[MultiPolygon], points: &[Coord]) {
        let locator = Locator::new(outlines);
        let corners: Vec<Coord> = outlines.iter().flat_map(CoordsIter::coords_iter).collect();
        let middles = outlines
            .iter()
            .flat_map(LinesIter::lines_iter)
            .map(|line| (line.start + line.end) / 2.0);
        let around = |at: Coord| {
            let near = |x: f64| [x.next_down(), x, x.next_up()];
            near(at.x)
                .into_iter()
                .flat_map(move |x| near(at.y).map(|y| coord! { x: x, y: y }))
        };
        let asked: Vec<Coord> = corners
            .iter()
            .copied()
            .chain(middles)
            .chain(points.iter().copied())
            .flat_map(around)
            .collect();
        for (point, found) in asked.iter().zip(locator.locate_all(&asked)) {
            let lowest = locator.touching(*point).first().map(|(area, _)| *area);
            assert_eq!(found, lowest, "{point:?}");
        }
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

        /// Overlapping zigzags with holes, moved and stretched, asked on corners, borders and a hair beside them.
        #[test]
        fn the_grid_answers_as_all_edges_do(
            rings in prop::collection::vec(prop::collection::vec((0i32..24, 0i32..24), 3..40), 1..12),
            points in prop::collection::vec((0.0..24.0f64, 0.0..24.0f64), 1..60),
            (origin, unit) in prop_oneof![Just((0.0, 1.0)), Just((5_700_000.0, 0.1)), Just((-3.0, 1.0 / 3.0)), Just((1e9, 1e-7))],
        ) {
            let place = |x: f64, y: f64| coord! { x: origin + x * unit, y: origin - y * unit * 7.0 };
            let outlines: Vec<MultiPolygon> = rings
                .chunks(2)
                .map(|pair| {
                    let rings: Vec<LineString> = pair
                        .iter()
                        .map(|ring| ring.iter().map(|(x, y)| place(f64::from(*x), f64::from(*y))).collect())
                        .collect();
                    Polygon::new(rings[0].clone(), rings[1..].to_vec()).into()
                })
                .collect();
            let points: Vec<Coord> = points.into_iter().map(|(x, y)| place(x, y)).collect();
            agrees(&outlines, &points);
        }
    }
}
