//! Borders as a network: arcs between the points where areas meet, and rings as walks along them.

use std::collections::{HashMap, HashSet};

use geo::{LineString, MultiPolygon};

use super::GRID;

/// A point of the grid, in millimetres.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) x: i64,
    pub(super) y: i64,
}

/// A walk along an arc.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// The arc.
    pub(super) arc: usize,
    direction: Direction,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Direction {
    Forward,
    Backward,
}

/// All borders of all outlines.
pub(super) struct Network {
    /// The arcs in order of first use; a closed one ends where it begins.
    pub(super) arcs: Vec<Vec<Spot>>,
    /// All rings in order: of each outline its polygons, of each its outer ring and its holes.
    pub(super) rings: Vec<Vec<Step>>,
    /// For each outline, for each of its polygons, the number of its holes.
    pub(super) outlines: Vec<Vec<usize>>,
}

impl Network {
    pub(super) fn of(outlines: &[MultiPolygon]) -> Self {
        let mut rings = Vec::new();
        let mut shape = Vec::with_capacity(outlines.len());
        for outline in outlines {
            let mut polygons = Vec::with_capacity(outline.0.len());
            for polygon in &outline.0 {
                let Some(outer) = on_grid(polygon.exterior()) else {
                    continue;
                };
                rings.push(outer);
                let before = rings.len();
                rings.extend(polygon.interiors().iter().filter_map(on_grid));
                polygons.push(rings.len() - before);
            }
            shape.push(polygons);
        }
        let nodes = nodes(&rings);
        let mut builder = Builder::default();
        let rings = rings
            .iter()
            .map(|ring| builder.walk(ring, &nodes))
            .collect();
        Self {
            arcs: builder.arcs,
            rings,
            outlines: shape,
        }
    }

    /// Whether a ring along the lines spans nothing or turns inside out.
    pub(super) fn collapses(&self, ring: &[Step], lines: &[Vec<Spot>]) -> bool {
        let spots = assemble(ring, lines);
        if spots.len() < 4 {
            return true;
        }
        let (before, after) = (
            doubled_area(&assemble(ring, &self.arcs)),
            doubled_area(&spots),
        );
        before.signum() != after.signum()
    }
}

/// The ring along the given lines, closed.
pub(super) fn assemble(ring: &[Step], lines: &[Vec<Spot>]) -> Vec<Spot> {
    let mut spots: Vec<Spot> = Vec::new();
    for step in ring {
        let line = &lines[step.arc];
        let skip = usize::from(!spots.is_empty());
        match step.direction {
            Direction::Forward => spots.extend(line.iter().skip(skip)),
            Direction::Backward => spots.extend(line.iter().rev().skip(skip)),
        }
    }
    spots
}

/// Twice the signed area, exact.
fn doubled_area(ring: &[Spot]) -> i128 {
    let cross = |w: &[Spot]| {
        i128::from(w[0].x) * i128::from(w[1].y) - i128::from(w[1].x) * i128::from(w[0].y)
    };
    ring.windows(2).map(cross).sum()
}

/// A ring on the grid, closed, without repeated points; none if it spans nothing there.
fn on_grid(ring: &LineString) -> Option<Vec<Spot>> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a cast of floats saturates"
    )]
    let spot = |c: &geo::Coord| Spot {
        x: (c.x * GRID).round() as i64,
        y: (c.y * GRID).round() as i64,
    };
    let mut spots: Vec<Spot> = ring.0.iter().map(spot).collect();
    spots.dedup();
    (spots.len() >= 4 && doubled_area(&spots) != 0).then_some(spots)
}

/// The points where a border ends or branches: those that two rings pass with different neighbours.
fn nodes(rings: &[Vec<Spot>]) -> HashSet<Spot> {
    let mut neighbours: HashMap<Spot, (Spot, Spot)> = HashMap::new();
    let mut nodes = HashSet::new();
    for ring in rings {
        let open = &ring[..ring.len() - 1];
        for (i, spot) in open.iter().enumerate() {
            let before = open[(i + open.len() - 1) % open.len()];
            let after = open[(i + 1) % open.len()];
            let pair = (before.min(after), before.max(after));
            if *neighbours.entry(*spot).or_insert(pair) != pair {
                nodes.insert(*spot);
            }
        }
    }
    nodes
}

/// Collects arcs, each once.
#[derive(Default)]
struct Builder {
    arcs: Vec<Vec<Spot>>,
    /// First stretch of an arc in its own direction → the arc.
    by_beginning: HashMap<(Spot, Spot), usize>,
}

impl Builder {
    fn walk(&mut self, ring: &[Spot], nodes: &HashSet<Spot>) -> Vec<Step> {
        let open = &ring[..ring.len() - 1];
        let first_node = open.iter().position(|s| nodes.contains(s));
        let start = first_node.unwrap_or_else(|| {
            // A ring of its own begins at its lowest point, so that an island and the hole around it agree.
            (0..open.len()).min_by_key(|i| open[*i]).unwrap_or(0)
        });
        let around: Vec<Spot> = open[start..]
            .iter()
            .chain(&open[..=start])
            .copied()
            .collect();
        let mut steps = Vec::new();
        let mut from = 0;
        for to in 1..around.len() {
            if to + 1 == around.len() || nodes.contains(&around[to]) {
                steps.push(self.step(&around[from..=to]));
                from = to;
            }
        }
        steps
    }

    /// The step along an arc that may be known from the other side; stored in the direction whose
    /// first stretch is the lower one.
    fn step(&mut self, arc: &[Spot]) -> Step {
        let last = arc.len() - 1;
        let forward = (arc[0], arc[1]);
        let backward = (arc[last], arc[last - 1]);
        let direction = if forward <= backward {
            Direction::Forward
        } else {
            Direction::Backward
        };
        let new = self.arcs.len();
        let number = *self
            .by_beginning
            .entry(forward.min(backward))
            .or_insert(new);
        if number == new {
            let mut stored = arc.to_vec();
            if direction == Direction::Backward {
                stored.reverse();
            }
            self.arcs.push(stored);
        }
        Step {
            arc: number,
            direction,
        }
    }
}
