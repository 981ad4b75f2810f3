//! The edges of one area, filed by bands of the y axis, so that only the few at the height of a point are looked at.

use geo::Coord;

use super::Position;
use super::edge::{Edge, Side};

/// Edges per band aimed at; fewer bands would look at more edges, more bands hold edges twice.
const EDGES_PER_BAND: usize = 4;

/// The most bands of one area: they bound the memory of strange outlines.
const MOST_BANDS: usize = 4096;

/// The edges of an area, filed by bands of equal height.
pub(super) struct Bands {
    bottom: f64,
    per_unit: f64,
    /// Where the edges of each band begin, and the end of the last.
    starts: Vec<usize>,
    edges: Vec<Edge>,
}

impl Bands {
    pub(super) fn of(edges: &[Edge]) -> Self {
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
        filed.file(edges);
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
    pub(super) fn position(&self, point: Coord<f64>) -> Position {
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
