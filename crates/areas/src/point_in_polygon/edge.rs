//! An edge of an outline, and on which side of a point it lies, decided with exact arithmetic.

use geo::kernels::{Kernel, Orientation};
use geo::{Coord, CoordsIter, GeoNum, Line, LinesIter, MultiPolygon};

/// An edge, its lower end first.
#[derive(Clone, Copy)]
pub(super) struct Edge {
    pub(super) low: Coord<f64>,
    pub(super) high: Coord<f64>,
}

/// Where an edge lies to a point.
pub(super) enum Side {
    /// Not at its height, or left of it.
    Apart,
    /// Right of it: a ray to the right crosses the edge.
    Right,
    /// Through it.
    On,
}

impl Edge {
    #[inline]
    pub(super) fn side(&self, point: Coord<f64>) -> Side {
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

    /// Where the edge is at a height, or its nearer end; as exact as floats are.
    pub(super) fn x_at(&self, y: f64) -> f64 {
        let share = (y - self.low.y) / (self.high.y - self.low.y);
        self.low.x + share.clamp(0.0, 1.0) * (self.high.x - self.low.x)
    }
}

/// The edges of an outline; none where a coordinate is no number, because then there is no inside.
pub(super) fn edges(outline: &MultiPolygon<f64>) -> Vec<Edge> {
    let upward = |line: Line<f64>| {
        let (low, high) = if line.start.y <= line.end.y {
            (line.start, line.end)
        } else {
            (line.end, line.start)
        };
        Edge { low, high }
    };
    let numbers = |at: Coord<f64>| at.x.is_finite() && at.y.is_finite();
    if outline.coords_iter().all(numbers) {
        outline.lines_iter().map(upward).collect()
    } else {
        Vec::new()
    }
}
