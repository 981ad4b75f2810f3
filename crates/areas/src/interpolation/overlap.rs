//! The area two outlines have in common.
//!
//! The area below each edge is a trapezoid; the outline is their signed sum, so the common area is
//! the signed sum over pairs of edges of the area below both. That needs no intersection points to
//! be put together to rings, keeps about twelve digits and cannot fail on touching borders.

use geo::{Coord, Line, MultiPolygon, Polygon};

/// An edge seen as the roof of a trapezoid, its western end first.
#[derive(Clone, Copy)]
struct Roof {
    west: f64,
    east: f64,
    at_west: f64,
    at_east: f64,
    /// 1 if the area lies below, −1 if above.
    sign: f64,
}

impl Roof {
    fn height(&self, x: f64) -> f64 {
        let part = (x - self.west) / (self.east - self.west);
        self.at_west + (self.at_east - self.at_west) * part
    }
}

/// An outline prepared to be laid over others.
pub(super) struct Roofs {
    /// By rising western end.
    sorted: Vec<Roof>,
    /// The easternmost end so far.
    reach: Vec<f64>,
    /// West, south, east, north; `None` if there is no outline.
    frame: Option<[f64; 4]>,
    area: f64,
}

impl Roofs {
    /// Prepares an outline; one with coordinates that are no numbers counts as empty.
    pub(super) fn of(outline: &MultiPolygon<f64>) -> Self {
        let mut roofs = Vec::new();
        let mut frame = [
            f64::INFINITY,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NEG_INFINITY,
        ];
        for polygon in outline {
            add_polygon(polygon, &mut roofs, &mut frame);
        }
        if frame.iter().any(|end| !end.is_finite()) {
            roofs.clear();
        }
        roofs.sort_by(|a, b| a.west.total_cmp(&b.west).then(a.east.total_cmp(&b.east)));
        let mut east = f64::NEG_INFINITY;
        let reach = roofs
            .iter()
            .map(|roof| {
                east = east.max(roof.east);
                east
            })
            .collect();
        let area = methods::neumaier_sum(roofs.iter().map(|roof| {
            let height = f64::midpoint(roof.at_west - frame[1], roof.at_east - frame[1]);
            roof.sign * (roof.east - roof.west) * height
        }));
        Self {
            frame: (!roofs.is_empty()).then_some(frame),
            sorted: roofs,
            reach,
            area,
        }
    }

    pub(super) fn area(&self) -> f64 {
        self.area
    }

    pub(super) fn frame(&self) -> Option<[f64; 4]> {
        self.frame
    }

    /// The area in common with another outline, never below 0.
    pub(super) fn common_area(&self, other: &Self) -> f64 {
        let (Some(a), Some(b)) = (self.frame, other.frame) else {
            return 0.0;
        };
        let (west, east) = (a[0].max(b[0]), a[2].min(b[2]));
        let (south, north) = (a[1].max(b[1]), a[3].min(b[3]));
        if west >= east || south >= north {
            return 0.0;
        }
        let mut sum = methods::NeumaierSum::default();
        for one in self.between(west, east) {
            let (from, to) = (one.west.max(west), one.east.min(east));
            for two in other.between(from, to) {
                let span = (from.max(two.west), to.min(two.east));
                let below = below_both([one, two], span, (south, north));
                sum.add(one.sign * two.sign * below);
            }
        }
        sum.total().max(0.0)
    }

    /// The roofs over a span of the x axis.
    fn between(&self, from: f64, to: f64) -> impl Iterator<Item = &Roof> {
        let first = self.reach.partition_point(|&east| east <= from);
        let last = self.sorted.partition_point(|roof| roof.west < to);
        self.sorted[first.min(last)..last]
            .iter()
            .filter(move |roof| roof.east > from)
    }
}

/// Adds the edges of a polygon; the direction of its rings does not matter.
fn add_polygon(polygon: &Polygon<f64>, roofs: &mut Vec<Roof>, frame: &mut [f64; 4]) {
    let rings = std::iter::once((polygon.exterior(), 1.0))
        .chain(polygon.interiors().iter().map(|hole| (hole, -1.0)));
    for (ring, kind) in rings {
        for coord in &ring.0 {
            widen(frame, *coord);
        }
        let Some(&corner) = ring.0.first() else {
            continue;
        };
        let twice_area = methods::neumaier_sum(ring.0.windows(2).map(|pair| {
            let (a, b) = (pair[0] - corner, pair[1] - corner);
            a.x * b.y - a.y * b.x
        }));
        // Counter-clockwise rings have their area below the edges that run west.
        let turn = if twice_area > 0.0 { -kind } else { kind };
        roofs.extend(ring.lines().filter_map(|edge| roof(edge, turn)));
    }
}

/// Widens a frame to hold a corner; a corner that is no number makes it endless.
fn widen(frame: &mut [f64; 4], corner: Coord<f64>) {
    let is_number = corner.x.is_finite() && corner.y.is_finite();
    let (x, y) = if is_number {
        (corner.x, corner.y)
    } else {
        (f64::INFINITY, f64::INFINITY)
    };
    *frame = [
        frame[0].min(x),
        frame[1].min(y),
        frame[2].max(x),
        frame[3].max(y),
    ];
}

/// The trapezoid below an edge; none below an upright one.
fn roof(edge: Line<f64>, turn: f64) -> Option<Roof> {
    let (west, east, sign) = if edge.start.x < edge.end.x {
        (edge.start, edge.end, turn)
    } else if edge.start.x > edge.end.x {
        (edge.end, edge.start, -turn)
    } else {
        return None;
    };
    Some(Roof {
        west: west.x,
        east: east.x,
        at_west: west.y,
        at_east: east.y,
        sign,
    })
}

/// The area under both roofs over a span, between two heights.
fn below_both([one, two]: [&Roof; 2], (from, to): (f64, f64), (south, north): (f64, f64)) -> f64 {
    if from >= to {
        return 0.0;
    }
    let top = north - south;
    let (a, b) = (one.height(from) - south, one.height(to) - south);
    let (c, d) = (two.height(from) - south, two.height(to) - south);
    let (at_from, at_to) = (a - c, b - d);
    if at_from * at_to < 0.0 {
        // The roofs cross: left and right of the crossing another one is the lower.
        let part = at_from / (at_from - at_to);
        let crossing = a + (b - a) * part;
        let width = to - from;
        return clamped(a.min(c), crossing, width * part, top)
            + clamped(crossing, b.min(d), width * (1.0 - part), top);
    }
    clamped(a.min(c), b.min(d), to - from, top)
}

/// The integral of a straight line from one height to another, cut off below 0 and above the top.
fn clamped(start: f64, end: f64, width: f64, top: f64) -> f64 {
    let (low, high) = (start.min(end), start.max(end));
    if low >= 0.0 && high <= top {
        return width * f64::midpoint(low, high);
    }
    if high <= 0.0 {
        return 0.0;
    }
    if low >= top {
        return width * top;
    }
    let slope = width / (high - low);
    let (from, to) = (low.max(0.0), high.min(top));
    slope * (to - from) * f64::midpoint(from, to) + slope * (high - to) * top
}
