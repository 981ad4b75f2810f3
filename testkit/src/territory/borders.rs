//! From squares to borders: each border between two areas is drawn once, smoothed once and used by both.

use std::collections::BTreeMap;

use geo::{Coord, LineString, Polygon};

use super::raster::{Raster, STEP};

/// Where the middle of the county lies in EPSG:25832; nothing real is meant by it.
pub(crate) const MIDDLE: (f64, f64) = (400_000.0, 5_650_000.0);

/// A border from one junction to the next, with the areas on both hands.
struct Border {
    left: u16,
    right: u16,
    from: usize,
    to: usize,
    points: Vec<Coord>,
}

/// All borders of the sheet.
pub(crate) struct Borders(Vec<Border>);

/// East, north, west, south.
const STEPS: [(isize, isize); 4] = [(1, 0), (0, 1), (-1, 0), (0, -1)];

/// The corners of the squares as a graph.
struct Corners<'a> {
    raster: &'a Raster,
    used: Vec<[bool; 2]>,
}

impl Borders {
    /// Follows every border between unlike squares.
    pub(crate) fn trace(raster: &Raster) -> Self {
        let mut corners = Corners {
            raster,
            used: vec![[false; 2]; (raster.width + 1) * (raster.height + 1)],
        };
        let mut borders = Vec::new();
        for node in 0..corners.used.len() {
            if corners.ways(node).count() > 2 {
                for way in 0..4 {
                    borders.extend(corners.follow(node, way));
                }
            }
        }
        for node in 0..corners.used.len() {
            for way in 0..4 {
                borders.extend(corners.follow(node, way));
            }
        }
        Self(borders)
    }

    /// The outline of each area, where `area_of` says to which area a label belongs (0: outside, not drawn).
    pub(crate) fn outlines(&self, area_of: impl Fn(u16) -> u16) -> BTreeMap<u16, Polygon> {
        let mut sides: BTreeMap<u16, BTreeMap<usize, (usize, Vec<Coord>)>> = BTreeMap::new();
        for border in &self.0 {
            let (left, right) = (area_of(border.left), area_of(border.right));
            if left == right {
                continue;
            }
            if left != 0 {
                let way = (border.to, border.points.clone());
                sides.entry(left).or_default().insert(border.from, way);
            }
            if right != 0 {
                let back = border.points.iter().rev().copied().collect();
                sides
                    .entry(right)
                    .or_default()
                    .insert(border.to, (border.from, back));
            }
        }
        sides
            .into_iter()
            .map(|(area, ways)| (area, polygon(ways)))
            .collect()
    }
}

/// Joins the borders of one area to rings; the longest ring is the outer one.
fn polygon(mut ways: BTreeMap<usize, (usize, Vec<Coord>)>) -> Polygon {
    let mut rings: Vec<LineString> = Vec::new();
    while let Some((start, (mut end, mut ring))) = ways.pop_first() {
        while end != start {
            let (next, more) = ways.remove(&end).expect("borders close to rings");
            ring.extend_from_slice(&more[1..]);
            end = next;
        }
        rings.push(LineString(ring));
    }
    rings.sort_by_key(|ring| std::cmp::Reverse(ring.0.len()));
    let outer = rings.remove(0);
    Polygon::new(outer, rings)
}

impl Corners<'_> {
    fn label(&self, i: isize, j: isize) -> u16 {
        let (Ok(i), Ok(j)) = (usize::try_from(i), usize::try_from(j)) else {
            return 0;
        };
        if i < self.raster.width && j < self.raster.height {
            self.raster.at(i, j)
        } else {
            0
        }
    }

    fn place(&self, node: usize) -> (isize, isize) {
        let row = self.raster.width + 1;
        ((node % row).cast_signed(), (node / row).cast_signed())
    }

    /// The areas to the left and right of a step.
    fn hands(&self, node: usize, way: usize) -> (u16, u16) {
        let (i, j) = self.place(node);
        match way {
            0 => (self.label(i, j), self.label(i, j - 1)),
            1 => (self.label(i - 1, j), self.label(i, j)),
            2 => (self.label(i - 1, j - 1), self.label(i - 1, j)),
            _ => (self.label(i, j - 1), self.label(i - 1, j - 1)),
        }
    }

    fn ways(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        (0..4).filter(move |way| {
            let (left, right) = self.hands(node, *way);
            left != right
        })
    }

    fn step(&self, node: usize, way: usize) -> usize {
        let (x, y) = STEPS[way];
        let row = (self.raster.width + 1).cast_signed();
        node.saturating_add_signed(x + y * row)
    }

    /// Marks a step as walked; `false` where it was before.
    fn walk(&mut self, node: usize, way: usize) -> bool {
        let end = if way < 2 { node } else { self.step(node, way) };
        !std::mem::replace(&mut self.used[end][way % 2], true)
    }

    fn follow(&mut self, start: usize, way: usize) -> Option<Border> {
        let (left, right) = self.hands(start, way);
        if left == right || !self.walk(start, way) {
            return None;
        }
        let (mut node, mut way) = (self.step(start, way), way);
        let mut nodes = vec![start, node];
        while node != start && self.ways(node).count() == 2 {
            let back = (way + 2) % 4;
            way = self
                .ways(node)
                .find(|w| *w != back)
                .expect("a border goes on");
            self.walk(node, way);
            node = self.step(node, way);
            nodes.push(node);
        }
        let points = smoothed(nodes.iter().map(|n| self.place(*n)).collect());
        let points = points.into_iter().map(|p| self.coordinate(p)).collect();
        Some(Border {
            left,
            right,
            from: start,
            to: node,
            points,
        })
    }

    fn coordinate(&self, (x, y): (f64, f64)) -> Coord {
        let metres = |at: f64, size: usize, middle: f64| {
            let exact = middle + (at - size as f64 / 2.0) * STEP;
            (exact * 10.0).round() / 10.0
        };
        Coord {
            x: metres(x, self.raster.width, MIDDLE.0),
            y: metres(y, self.raster.height, MIDDLE.1),
        }
    }
}

/// Rounds the stairs off; both ends stay where they are, since other borders end there too.
fn smoothed(stairs: Vec<(isize, isize)>) -> Vec<(f64, f64)> {
    let mut line: Vec<(f64, f64)> = stairs
        .into_iter()
        .map(|(i, j)| (i as f64, j as f64))
        .collect();
    for _ in 0..24 {
        let old = line.clone();
        for k in 1..line.len().saturating_sub(1) {
            let mean = |f: fn(&(f64, f64)) -> f64| {
                (f(&old[k - 1]) + 2.0 * f(&old[k]) + f(&old[k + 1])) / 4.0
            };
            line[k] = (mean(|p| p.0), mean(|p| p.1));
        }
    }
    line
}
