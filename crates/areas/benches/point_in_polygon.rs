//! Times 5 million points in 10,000 outlines of 100 corners each.

use std::hint::black_box;
use std::io::Write;
use std::time::Instant;

use areas::Locator;
use geo::{Coord, LineString, MultiPolygon, Polygon, coord};

const SIDE: u32 = 100;
const CORNERS: u32 = 100;
const POINTS: usize = 5_000_000;

fn main() -> std::io::Result<()> {
    let outlines: Vec<MultiPolygon<f64>> = (0..SIDE * SIDE).map(outline).collect();
    let mut uniform = uniform();
    let points: Vec<Coord<f64>> = (0..POINTS)
        .map(|_| coord! { x: uniform() * f64::from(SIDE), y: uniform() * f64::from(SIDE) })
        .collect();
    let start = Instant::now();
    let locator = Locator::new(&outlines);
    let prepared = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let found = black_box(locator.locate_all(&points));
    let located = start.elapsed().as_secs_f64();
    writeln!(
        std::io::stdout(),
        "point_in_polygon points={POINTS} outlines={} prepare_s={prepared:.3} locate_s={located:.3} inside={}",
        outlines.len(),
        found.iter().flatten().count()
    )
}

/// A wavy ring around the middle of a cell, reaching into its neighbours' frames.
fn outline(cell: u32) -> MultiPolygon<f64> {
    let (x, y) = (f64::from(cell % SIDE) + 0.5, f64::from(cell / SIDE) + 0.5);
    let ring: LineString<f64> = (0..CORNERS)
        .map(|corner| f64::from(corner) / f64::from(CORNERS) * 2.0 * std::f64::consts::PI)
        .map(|angle| (angle, 0.5 + 0.05 * (7.0 * angle).sin()))
        .map(|(angle, radius)| coord! { x: x + radius * angle.cos(), y: y + radius * angle.sin() })
        .collect();
    Polygon::new(ring, vec![]).into()
}

/// Numbers from 0 to 1 of a fixed sequence.
fn uniform() -> impl FnMut() -> f64 {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    }
}
