//! Which areas are neighbours: queen (a shared corner) and rook (a shared edge).
//!
//! Corners count as shared when their coordinates are equal, exactly or after snapping to a grid;
//! a corner that lies on a neighbour's edge without being a corner of it is not shared. Outlines of
//! one coverage fulfil that; others need repair first.

use geo::{CoordsIter, LinesIter, MultiPolygon};

/// How close two corners must be to be the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Snap {
    /// Equal coordinates to the last bit.
    Exact,
    /// Equal after rounding to multiples of this width (in coordinate units, above 0).
    Grid(f64),
}

impl Snap {
    /// A grid of one millimetre, for coordinates in metres: the usual choice.
    pub const MILLIMETRE: Self = Self::Grid(0.001);
}

/// What makes two areas neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    /// A shared corner is enough.
    Queen,
    /// An edge must be shared.
    Rook,
}

/// The neighbours of each area.
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(alias = "Nachbarschaft")]
pub struct Contiguity {
    /// Per area the neighbours that share a corner, rising.
    pub queen: Vec<Vec<usize>>,
    /// Per area the neighbours that share an edge, rising.
    pub rook: Vec<Vec<usize>>,
    /// How many different corners became one with another by snapping.
    pub snapped: usize,
}

impl Contiguity {
    /// Finds all neighbours.
    ///
    /// ```
    /// use areas::contiguity::{Contiguity, Snap, Touch};
    /// use geo::{MultiPolygon, Rect, coord};
    /// let square = |x: f64, y: f64| {
    ///     MultiPolygon::from(Rect::new(coord! { x: x, y: y }, coord! { x: x + 1.0, y: y + 1.0 }).to_polygon())
    /// };
    /// let areas = [square(0.0, 0.0), square(1.0, 0.0), square(1.0, 1.0), square(9.0, 9.0)];
    /// let contiguity = Contiguity::of(&areas, Snap::MILLIMETRE);
    /// assert_eq!(contiguity.queen[0], [1, 2]);
    /// assert_eq!(contiguity.rook[0], [1]);
    /// assert_eq!(contiguity.islands(Touch::Queen), [3]);
    /// ```
    pub fn of(outlines: &[MultiPolygon<f64>], snap: Snap) -> Self {
        let (corners, snapped) = corners(outlines, snap);
        let edges = edges(outlines, snap);
        Self {
            queen: neighbours(outlines.len(), &corners),
            rook: neighbours(outlines.len(), &edges),
            snapped,
        }
    }

    /// The neighbours of each area by this rule.
    pub fn neighbours(&self, touch: Touch) -> &[Vec<usize>] {
        match touch {
            Touch::Queen => &self.queen,
            Touch::Rook => &self.rook,
        }
    }

    /// The areas without any neighbour.
    pub fn islands(&self, touch: Touch) -> Vec<usize> {
        let lists = self.neighbours(touch).iter().enumerate();
        lists
            .filter(|(_, neighbours)| neighbours.is_empty())
            .map(|(area, _)| area)
            .collect()
    }

    /// How many pairs are neighbours.
    pub fn joins(&self, touch: Touch) -> usize {
        let both: usize = self.neighbours(touch).iter().map(Vec::len).sum();
        both / 2
    }

    /// How many parts there are that no way over neighbours connects; an island is one.
    pub fn components(&self, touch: Touch) -> usize {
        let lists = self.neighbours(touch);
        let mut seen = vec![false; lists.len()];
        let mut components = 0;
        for start in 0..lists.len() {
            if seen[start] {
                continue;
            }
            components += 1;
            seen[start] = true;
            let mut open = vec![start];
            while let Some(area) = open.pop() {
                for &next in &lists[area] {
                    if !seen[next] {
                        seen[next] = true;
                        open.push(next);
                    }
                }
            }
        }
        components
    }
}

/// A place two areas may share; equal keys are one place.
type Corner = (i64, i64);

/// Each corner with its area, and how many corners snapping joined.
fn corners(outlines: &[MultiPolygon<f64>], snap: Snap) -> (Vec<(Corner, usize)>, usize) {
    let mut found = Vec::new();
    let mut exact = Vec::new();
    for (area, outline) in outlines.iter().enumerate() {
        for coord in outline.coords_iter().filter(|c| is_finite(*c)) {
            found.push((corner(coord, snap), area));
            if snap != Snap::Exact {
                exact.push(corner(coord, Snap::Exact));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    exact.sort_unstable();
    exact.dedup();
    let places = found.chunk_by(|a, b| a.0 == b.0).count();
    (found, exact.len().saturating_sub(places))
}

/// Each edge, whichever way it runs, with its area.
fn edges(outlines: &[MultiPolygon<f64>], snap: Snap) -> Vec<((Corner, Corner), usize)> {
    let mut found = Vec::new();
    for (area, outline) in outlines.iter().enumerate() {
        for line in outline.lines_iter() {
            if !is_finite(line.start) || !is_finite(line.end) {
                continue;
            }
            let (a, b) = (corner(line.start, snap), corner(line.end, snap));
            if a != b {
                found.push(((a.min(b), a.max(b)), area));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn is_finite(coord: geo::Coord<f64>) -> bool {
    coord.x.is_finite() && coord.y.is_finite()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "casts saturate; coordinates beyond 2^63 grid widths are no places on earth"
)]
fn corner(coord: geo::Coord<f64>, snap: Snap) -> Corner {
    match snap {
        Snap::Grid(width) if width > 0.0 => (
            (coord.x / width).round() as i64,
            (coord.y / width).round() as i64,
        ),
        // Adding 0 makes −0 equal to 0.
        Snap::Exact | Snap::Grid(_) => (
            (coord.x + 0.0).to_bits().cast_signed(),
            (coord.y + 0.0).to_bits().cast_signed(),
        ),
    }
}

/// Areas that have a place in common, from sorted pairs of place and area.
fn neighbours<P: PartialEq>(areas: usize, places: &[(P, usize)]) -> Vec<Vec<usize>> {
    let mut lists: Vec<Vec<usize>> = vec![Vec::new(); areas];
    for sharing in places.chunk_by(|a, b| a.0 == b.0) {
        for (_, one) in sharing {
            for (_, other) in sharing {
                if one != other {
                    lists[*one].push(*other);
                }
            }
        }
    }
    for list in &mut lists {
        list.sort_unstable();
        list.dedup();
    }
    lists
}

#[cfg(test)]
mod tests {
    use geo::{Rect, coord};

    use super::*;

    fn square(x: f64, y: f64) -> MultiPolygon<f64> {
        let (low, high) = (coord! { x: x, y: y }, coord! { x: x + 1.0, y: y + 1.0 });
        MultiPolygon::from(Rect::new(low, high).to_polygon())
    }

    #[test]
    fn corners_closer_than_the_grid_are_one_and_are_counted() {
        let areas = [square(0.0, 0.0), square(1.000_1, 0.0)];
        assert_eq!(
            Contiguity::of(&areas, Snap::Exact).islands(Touch::Queen),
            [0, 1]
        );
        let snapped = Contiguity::of(&areas, Snap::MILLIMETRE);
        assert_eq!(snapped.rook, [[1], [0]]);
        assert_eq!(snapped.snapped, 2);
    }

    #[test]
    fn nothing_and_nonsense_have_no_neighbours() {
        assert_eq!(Contiguity::of(&[], Snap::Exact).components(Touch::Rook), 0);
        let broken = MultiPolygon::from(geo::Polygon::new(
            geo::LineString::from(vec![(f64::NAN, 0.0), (1.0, f64::INFINITY), (0.0, 0.0)]),
            vec![],
        ));
        let found = Contiguity::of(&[broken, square(5.0, 5.0)], Snap::MILLIMETRE);
        assert_eq!(found.islands(Touch::Queen), [0, 1]);
    }
}
