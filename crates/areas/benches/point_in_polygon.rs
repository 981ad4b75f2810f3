//! Times 5 million points in 10,000 outlines that leave no gap, beside geopandas on the same outlines and points.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::path::Path;

use anyhow::Result;
use areas::Locator;
use geo::{Coord, LineString, MultiPolygon, Polygon, coord};
use yardstick::{Job, Limit, Measurement, Peer, ROUNDS, on_one_core_and_all};

/// Outlines along a side of the square they fill.
const SIDE: usize = 100;
/// Stretches of a border between two corners.
const STRETCHES: usize = 8;
const POINTS: usize = 5_000_000;
const LIMIT: Limit = Limit {
    seconds: None,
    megabytes: None,
    of_peer: Some(0.25),
};

fn main() -> Result<()> {
    let rings: Vec<Vec<Coord>> = lattice();
    let polygon = |ring: &Vec<Coord>| Polygon::new(LineString(ring.clone()), vec![]).into();
    let outlines: Vec<MultiPolygon> = rings.iter().map(polygon).collect();
    let mut uniform = uniform();
    let points: Vec<Coord> = (0..POINTS)
        .map(|_| coord! { x: uniform(), y: uniform() })
        .collect();
    let locate = || Locator::new(&outlines).locate_all(&points);
    let (one_core, all_cores) =
        on_one_core_and_all(|| Measurement::best_of(ROUNDS, locate, |found| sum(found)))?;
    let peers = peers(&rings, &points)?;
    for peer in &peers {
        peer.must_agree(all_cores, 0.0)?;
    }
    let job = |name, ours, peers| Job {
        name,
        limit: LIMIT,
        ours,
        peers,
    };
    println!(
        "{}\n{}",
        job(
            "5,000,000 points placed in 10,000 outlines, one core",
            one_core,
            peers.clone()
        ),
        job("the same on all cores", all_cores, peers)
    );
    Ok(())
}

/// The numbers of the areas found, added up; every point lies in one.
fn sum(found: &[Option<usize>]) -> f64 {
    found.iter().flatten().map(|area| *area as f64).sum()
}

/// Rings over the unit square with corners moved at random and straight borders of several stretches.
fn lattice() -> Vec<Vec<Coord>> {
    let mut random = uniform();
    let step = 1.0 / SIDE as f64;
    let mut moved = |at: usize| {
        let off = if at == 0 || at == SIDE {
            0.0
        } else {
            0.6 * random() - 0.3
        };
        (at as f64 + off) * step
    };
    let corners: Vec<Vec<Coord>> = (0..=SIDE)
        .map(|y| {
            (0..=SIDE)
                .map(|x| coord! { x: moved(x), y: moved(y) })
                .collect()
        })
        .collect();
    let cells = (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (x, y)));
    cells
        .map(|(x, y)| {
            let around = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)];
            ring(&around.map(|(x, y)| corners[y][x]))
        })
        .collect()
}

fn ring(corners: &[Coord; 5]) -> Vec<Coord> {
    let mut ring: Vec<Coord> = corners
        .windows(2)
        .flat_map(|ends| border(ends[0], ends[1]))
        .collect();
    ring.push(ring[0]);
    ring
}

/// The points of a border but its last, the same from both sides.
fn border(from: Coord, to: Coord) -> Vec<Coord> {
    let turned = (to.x, to.y) < (from.x, from.y);
    let (low, high) = if turned { (to, from) } else { (from, to) };
    let part = |i: usize| {
        let i = if turned { STRETCHES - i } else { i };
        match i {
            0 => low,
            STRETCHES => high,
            _ => low + (high - low) * (i as f64 / STRETCHES as f64),
        }
    };
    (0..STRETCHES).map(part).collect()
}

fn peers(rings: &[Vec<Coord>], points: &[Coord]) -> Result<Vec<Peer>> {
    let folder = tempfile::tempdir()?;
    let (outlines, dots) = (
        folder.path().join("outlines.f64"),
        folder.path().join("points.f64"),
    );
    std::fs::write(&outlines, bytes(rings.iter().flatten()))?;
    std::fs::write(&dots, bytes(points.iter()))?;
    let script = Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/benches/point_in_polygon.py"
    ));
    let corners = (4 * STRETCHES + 1).to_string();
    let run = |name, way: &str| {
        let arguments = [
            outlines.as_os_str(),
            dots.as_os_str(),
            corners.as_ref(),
            way.as_ref(),
        ];
        Peer::run(name, script, &arguments)
    };
    let found = [
        run("geopandas (sjoin)", "geopandas")?,
        run("shapely (STRtree)", "shapely")?,
    ];
    Ok(found.into_iter().flatten().collect())
}

fn bytes<'a>(coordinates: impl Iterator<Item = &'a Coord>) -> Vec<u8> {
    coordinates
        .flat_map(|c| [c.x.to_le_bytes(), c.y.to_le_bytes()].concat())
        .collect()
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
