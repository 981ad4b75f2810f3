//! Outlines with fewer points whose shared borders stay shared: no gaps, no overlaps, nothing vanishes.
//!
//! All borders are put on a grid of one millimetre and cut into arcs at the points where areas meet.
//! Each arc is simplified once (Douglas-Peucker), so neighbours keep the same line. Where a ring would
//! collapse or lines would cross, the arcs concerned are drawn finer until they do not.

mod arcs;
mod crossings;

use std::collections::BTreeSet;

use geo::{Coord, LineString, MultiPolygon, Polygon};
use rayon::prelude::*;

use arcs::{Network, Spot, assemble};

/// Millimetres in a metre: the grid.
const GRID: f64 = 1000.0;
/// How often a tolerance is quartered before an arc is kept as it was.
const REFINEMENTS: u32 = 5;

/// The outlines in the order given, in metres; no point of a border moves further than `tolerance` metres.
///
/// Points that neighbours share must be equal to a millimetre; a border that two suppliers drew
/// differently is two borders.
///
/// ```
/// use areas::simplify::simplify;
/// use geo::{CoordsIter, wkt};
/// let west = wkt!(MULTIPOLYGON(((0. 0., 10. 0., 10.1 5., 10. 10., 0. 10., 0. 0.))));
/// let east = wkt!(MULTIPOLYGON(((10. 0., 20. 0., 20. 10., 10. 10., 10.1 5., 10. 0.))));
/// let simple = simplify(&[west, east], 1.0);
/// assert!(simple.iter().all(|outline| outline.coords_count() == 5));
/// ```
pub fn simplify(outlines: &[MultiPolygon], tolerance: f64) -> Vec<MultiPolygon> {
    let network = Network::of(outlines);
    let lines = simplify_arcs(&network, tolerance.max(0.0) * GRID);
    let mut rings = network.rings.iter();
    let mut next_ring = || {
        let ring = rings.next().map(|ring| assemble(ring, &lines));
        LineString(
            ring.unwrap_or_default()
                .into_iter()
                .map(in_metres)
                .collect(),
        )
    };
    let mut polygon = |holes: usize| {
        let outer = next_ring();
        Polygon::new(outer, (0..holes).map(|_| next_ring()).collect())
    };
    let outlines = network.outlines.iter();
    outlines
        .map(|polygons| MultiPolygon(polygons.iter().map(|holes| polygon(*holes)).collect()))
        .collect()
}

/// The simplified arcs, each as coarse as it may be.
fn simplify_arcs(network: &Network, tolerance: f64) -> Vec<Vec<Spot>> {
    let draw = |arc: &Vec<Spot>| douglas_peucker(arc, tolerance);
    let mut lines: Vec<Vec<Spot>> = network.arcs.par_iter().map(draw).collect();
    let mut refined = vec![0u32; lines.len()];
    // Where borders crossed before, crossing is not the work of the simplification.
    let crossed_before = crossings::find(&network.arcs, |_| true);
    let mut changed: Vec<bool> = vec![true; lines.len()];
    loop {
        let crossing = crossings::find(&lines, |arc| changed[arc]);
        let new = crossing.difference(&crossed_before);
        let mut wrong: BTreeSet<usize> = new.flat_map(|(a, b)| [*a, *b]).collect();
        let rings = network
            .rings
            .iter()
            .filter(|ring| ring.iter().any(|step| changed[step.arc]));
        for ring in rings.filter(|ring| network.collapses(ring, &lines)) {
            wrong.extend(ring.iter().map(|step| step.arc));
        }
        wrong.retain(|arc| lines[*arc].len() < network.arcs[*arc].len());
        if wrong.is_empty() {
            return lines;
        }
        changed.fill(false);
        for arc in wrong {
            changed[arc] = true;
            refined[arc] += 1;
            lines[arc] = if refined[arc] > REFINEMENTS {
                network.arcs[arc].clone()
            } else {
                let factor = 4f64.powi(refined[arc].cast_signed());
                douglas_peucker(&network.arcs[arc], tolerance / factor)
            };
        }
    }
}

/// The points of a line without those nearer than the tolerance to the line of the points kept.
///
/// A closed line is first cut at the point farthest from its start, and at the one farthest from both.
fn douglas_peucker(line: &[Spot], tolerance: f64) -> Vec<Spot> {
    let last = line.len() - 1;
    let mut keep = vec![false; line.len()];
    let mut open = vec![(0, last)];
    keep[0] = true;
    keep[last] = true;
    if line[0] == line[last] && line.len() > 4 {
        let far = farthest(line, 0, last).0;
        keep[far] = true;
        let side = |(from, to)| farthest(line, from, to);
        let third = [side((0, far)), side((far, last))];
        let third = third
            .into_iter()
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map_or(far, |t| t.0);
        keep[third] = true;
        let mut corners = [0, far.min(third), far.max(third), last]
            .into_iter()
            .peekable();
        open.clear();
        while let (Some(from), Some(to)) = (corners.next(), corners.peek()) {
            open.push((from, *to));
        }
    }
    while let Some((from, to)) = open.pop() {
        let (far, distance) = farthest(line, from, to);
        if distance > tolerance {
            keep[far] = true;
            open.extend([(from, far), (far, to)]);
        }
    }
    let kept = line.iter().zip(keep).filter(|(_, keep)| *keep);
    kept.map(|(spot, _)| *spot).collect()
}

/// The point between two others farthest from their line, and how far; the first of equals.
fn farthest(line: &[Spot], from: usize, to: usize) -> (usize, f64) {
    let (a, b) = (line[from], line[to]);
    let mut best = (from, 0.0);
    for (i, spot) in line.iter().enumerate().take(to).skip(from + 1) {
        let distance = distance(*spot, a, b);
        if distance > best.1 {
            best = (i, distance);
        }
    }
    best
}

/// How far a point is from the stretch between two others.
fn distance(p: Spot, a: Spot, b: Spot) -> f64 {
    let (dx, dy) = ((b.x - a.x) as f64, (b.y - a.y) as f64);
    let (px, py) = ((p.x - a.x) as f64, (p.y - a.y) as f64);
    let length = dx * dx + dy * dy;
    if length == 0.0 {
        return px.hypot(py);
    }
    let along = ((px * dx + py * dy) / length).clamp(0.0, 1.0);
    (px - along * dx).hypot(py - along * dy)
}

fn in_metres(spot: Spot) -> Coord {
    Coord {
        x: spot.x as f64 / GRID,
        y: spot.y as f64 / GRID,
    }
}

#[cfg(test)]
mod tests;
