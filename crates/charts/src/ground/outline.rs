//! Outlines brought from metres to tenths of a user unit, north up.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use geo::MultiPolygon;
use vocabulary::AreaKey;

/// A point in tenths of a user unit.
pub(crate) type Point = (i32, i32);

/// An area on the sheet.
#[derive(Clone, Debug)]
pub(crate) struct Parcel {
    pub(crate) area: AreaKey,
    /// Closed rings without the repeated last point, holes among them.
    pub(crate) rings: Vec<Vec<Point>>,
}

/// The land drawn, in a window of the sheet.
#[derive(Clone, Debug)]
pub(crate) struct Land {
    pub(crate) parcels: Vec<Parcel>,
    /// User units per metre; 0 where there is no land.
    pub(crate) scale: f64,
    /// Width and height used, in user units.
    pub(crate) extent: (f64, f64),
}

impl Land {
    /// Fits the outlines of these areas into a window, its left upper corner at the origin.
    pub(crate) fn fit(
        outlines: &BTreeMap<AreaKey, MultiPolygon<f64>>,
        areas: &[AreaKey],
        (width, height): (f64, f64),
    ) -> Self {
        let found: Vec<(&AreaKey, &MultiPolygon<f64>)> = areas
            .iter()
            .filter_map(|a| Some((a, outlines.get(a)?)))
            .collect();
        let Some((west, south, east, north)) = bounds(found.iter().map(|f| f.1)) else {
            return Self {
                parcels: Vec::new(),
                scale: 0.0,
                extent: (width, 0.0),
            };
        };
        let pad = 1.5;
        let fit = |room: f64, span: f64| (room - 2.0 * pad).max(1.0) / span.max(1e-6);
        let scale = fit(width, east - west).min(fit(height, north - south));
        let scale = if scale < 1e5 { scale } else { 1.0 };
        let used = (
            (east - west) * scale + 2.0 * pad,
            (north - south) * scale + 2.0 * pad,
        );
        let bring = |x: f64, y: f64| {
            (
                tenth((x - west) * scale + pad),
                tenth((north - y) * scale + pad),
            )
        };
        let parcels: Vec<Parcel> = found
            .into_iter()
            .map(|(area, outline)| Parcel {
                area: area.clone(),
                rings: rings(outline, bring),
            })
            .collect();
        let drawn = parcels.iter().any(|p| !p.rings.is_empty());
        Self {
            parcels,
            scale: if drawn { scale } else { 0.0 },
            extent: used,
        }
    }
}

impl Land {
    /// Whether no land lies in a window (left, top, right, bottom), looked at on a fine grid.
    pub(crate) fn is_free(&self, (left, top, right, bottom): (f64, f64, f64, f64)) -> bool {
        let near: Vec<&Parcel> = self
            .parcels
            .iter()
            .filter(|p| {
                p.window()
                    .is_some_and(|w| w.0 < right && left < w.2 && w.1 < bottom && top < w.3)
            })
            .collect();
        (0..=24).all(|i| {
            (0..=6).all(|j| {
                let x = left + (right - left) * f64::from(i) / 24.0;
                let y = top + (bottom - top) * f64::from(j) / 6.0;
                near.iter().all(|p| !p.holds((x, y)))
            })
        })
    }
}

impl Parcel {
    /// Path data with relative points.
    pub(crate) fn path(&self) -> String {
        let mut d = String::new();
        for ring in &self.rings {
            write_points(&mut d, ring);
            d.push('z');
        }
        d
    }

    /// Area enclosed, in square tenths.
    pub(crate) fn size(&self) -> f64 {
        self.rings.iter().map(|r| ring_area(r)).sum::<f64>().abs()
    }

    /// Centre of gravity in user units and its weight.
    pub(crate) fn centre(&self) -> Option<((f64, f64), f64)> {
        let ring = self.rings.iter().max_by(|a, b| {
            let size = |r: &[Point]| ring_area(r).abs();
            size(a).total_cmp(&size(b))
        })?;
        let area = ring_area(ring);
        if area.abs() < 1.0 {
            let (x, y) = ring[0];
            return Some(((f64::from(x) / 10.0, f64::from(y) / 10.0), 0.0));
        }
        let (mut cx, mut cy) = (0.0, 0.0);
        for (a, b) in sides(ring) {
            let cross = f64::from(a.0) * f64::from(b.1) - f64::from(b.0) * f64::from(a.1);
            cx += f64::from(a.0 + b.0) * cross;
            cy += f64::from(a.1 + b.1) * cross;
        }
        let by = 6.0 * area * 10.0;
        Some(((cx / by, cy / by), self.size()))
    }

    /// Whether a point in user units lies within.
    pub(crate) fn holds(&self, (x, y): (f64, f64)) -> bool {
        let (x, y) = (x * 10.0, y * 10.0);
        let crossings = self
            .rings
            .iter()
            .flat_map(|ring| sides(ring))
            .filter(|(a, b)| {
                let ((ax, ay), (bx, by)) = (unit(*a), unit(*b));
                (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax
            });
        crossings.count() % 2 == 1
    }

    /// Smallest and greatest coordinates in user units: left, top, right, bottom.
    pub(crate) fn window(&self) -> Option<(f64, f64, f64, f64)> {
        let mut points = self.rings.iter().flatten();
        let first = points.next()?;
        let (mut l, mut t, mut r, mut b) = (first.0, first.1, first.0, first.1);
        for p in points {
            (l, t) = (l.min(p.0), t.min(p.1));
            (r, b) = (r.max(p.0), b.max(p.1));
        }
        let tenths = |v: i32| f64::from(v) / 10.0;
        Some((tenths(l), tenths(t), tenths(r), tenths(b)))
    }
}

/// The sides of a closed ring.
pub(crate) fn sides(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    ring.iter()
        .copied()
        .zip(ring.iter().copied().cycle().skip(1))
}

/// Writes a move and relative lines, as short as they go.
pub(crate) fn write_points(d: &mut String, points: &[Point]) {
    let Some(first) = points.first() else { return };
    let _ = write!(d, "M{} {}", first.0, first.1);
    let mut last = *first;
    for (i, point) in points[1..].iter().enumerate() {
        let (dx, dy) = (point.0 - last.0, point.1 - last.1);
        let start = if i == 0 {
            "l"
        } else if dx < 0 {
            ""
        } else {
            " "
        };
        let between = if dy < 0 { "" } else { " " };
        let _ = write!(d, "{start}{dx}{between}{dy}");
        last = *point;
    }
}

fn rings(outline: &MultiPolygon<f64>, bring: impl Fn(f64, f64) -> Point + Copy) -> Vec<Vec<Point>> {
    outline
        .0
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
        .filter_map(|ring| {
            let finite = ring.0.iter().filter(|c| c.x.is_finite() && c.y.is_finite());
            let mut points: Vec<Point> = finite.map(|c| bring(c.x, c.y)).collect();
            points.dedup();
            while points.len() > 1 && points.first() == points.last() {
                points.pop();
            }
            (points.len() > 2).then_some(points)
        })
        .collect()
}

fn bounds<'a>(
    outlines: impl Iterator<Item = &'a MultiPolygon<f64>>,
) -> Option<(f64, f64, f64, f64)> {
    let mut found: Option<(f64, f64, f64, f64)> = None;
    for polygon in outlines.flat_map(|o| &o.0) {
        for c in &polygon.exterior().0 {
            if c.x.is_finite() && c.y.is_finite() {
                let (w, s, e, n) = found.unwrap_or((c.x, c.y, c.x, c.y));
                found = Some((w.min(c.x), s.min(c.y), e.max(c.x), n.max(c.y)));
            }
        }
    }
    found
}

fn unit(point: Point) -> (f64, f64) {
    (f64::from(point.0), f64::from(point.1))
}

fn ring_area(ring: &[Point]) -> f64 {
    let doubled: f64 = sides(ring)
        .map(|(a, b)| f64::from(a.0) * f64::from(b.1) - f64::from(b.0) * f64::from(a.1))
        .sum();
    doubled / 2.0
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a sheet is at most 20,000 units wide"
)]
fn tenth(units: f64) -> i32 {
    (units * 10.0).round().clamp(-1e6, 1e6) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_written_relative_and_short() {
        let mut d = String::new();
        write_points(&mut d, &[(10, 20), (15, 10), (5, 12), (5, 2)]);
        assert_eq!(d, "M10 20l5-10-10 2 0-10");
    }
}
