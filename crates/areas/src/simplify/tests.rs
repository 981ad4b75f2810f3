//! Borders of invented and real areas before and after.

use geo::{Area, BooleanOps, CoordsIter, MultiPolygon, Validation, unary_union};
use proptest::prelude::*;

use super::*;
use crate::import::{self, Feature, Options};
use crate::tests::shared;

/// A chequered county: `size` times `size` squares whose corners and borders are moved about.
fn county(size: i32, moves: &[(f64, f64)]) -> Vec<MultiPolygon> {
    let steps = 6;
    let corner = |i: i32, j: i32| {
        let at = usize::try_from(i * 31 + j * 17).unwrap() % moves.len();
        let (dx, dy) = moves[at];
        Coord {
            x: f64::from(i) * 100.0 + dx,
            y: f64::from(j) * 100.0 + dy,
        }
    };
    let square = |i: i32, j: i32| {
        let (i, j) = (i * steps, j * steps);
        let south = (0..steps).map(|k| corner(i + k, j));
        let east = (0..steps).map(|k| corner(i + steps, j + k));
        let north = (0..steps).map(|k| corner(i + steps - k, j + steps));
        let west = (0..steps).map(|k| corner(i, j + steps - k));
        let ring = south.chain(east).chain(north).chain(west).collect();
        MultiPolygon(vec![Polygon::new(LineString(ring), Vec::new())])
    };
    (0..size)
        .flat_map(|i| (0..size).map(move |j| (i, j)))
        .map(|(i, j)| square(i, j))
        .collect()
}

/// No gap and no overlap: the union is as large as the parts and has no holes.
fn assert_tiled(outlines: &[MultiPolygon]) {
    let sum: f64 = outlines.iter().map(Area::unsigned_area).sum();
    let union = unary_union(outlines);
    assert!(
        (union.unsigned_area() - sum).abs() < 1e-4 * sum.max(1.0).sqrt(),
        "{} {sum}",
        union.unsigned_area()
    );
    assert!(union.0.iter().all(|p| {
        p.interiors()
            .iter()
            .all(|h| Polygon::new(h.clone(), vec![]).unsigned_area() < 0.01)
    }));
}

fn points(outlines: &[MultiPolygon]) -> usize {
    outlines.iter().map(CoordsIter::coords_count).sum()
}

#[test]
fn an_island_and_the_hole_around_it_stay_one_line() {
    let ring = |r: f64, n: u32| {
        let angle = |i: u32| f64::from(i) * std::f64::consts::TAU / f64::from(n);
        let ring = (0..n).map(|i| Coord {
            x: 500.0 + r * angle(i).cos(),
            y: 500.0 + r * angle(i).sin(),
        });
        LineString(ring.collect())
    };
    let sea = MultiPolygon(vec![Polygon::new(ring(400.0, 90), vec![ring(100.0, 60)])]);
    let mut turned = ring(100.0, 60);
    turned.0.rotate_left(17);
    let island = MultiPolygon(vec![Polygon::new(turned, Vec::new())]);
    let simple = simplify(&[sea, island], 5.0);
    assert_tiled(&simple);
    assert!(points(&simple) < 80);
}

#[test]
fn the_smallest_islands_do_not_vanish() {
    let tiny: MultiPolygon = geo::wkt!(MULTIPOLYGON(((0. 0., 1. 0., 1. 1., 0. 1., 0. 0.))));
    let simple = simplify(&[tiny, MultiPolygon::new(Vec::new())], 1000.0);
    assert!(simple[0].unsigned_area() > 0.0);
    assert!(simple[0].0[0].exterior().0.len() >= 4);
    assert_eq!(simple[1], MultiPolygon::new(Vec::new()));
}

#[test]
fn a_narrow_neck_is_not_crossed() {
    // A finger that reaches into a bay: coarse lines would cut through it.
    let outline: MultiPolygon = geo::wkt!(MULTIPOLYGON(((0. 0., 100. 0., 100. 100., 60. 100., 52. 20., 50. 99., 48. 20., 40. 100., 0. 100., 0. 0.))));
    for tolerance in [1.0, 10.0, 50.0, 90.0, 500.0] {
        let simple = simplify(std::slice::from_ref(&outline), tolerance);
        assert!(simple[0].is_valid(), "{tolerance}");
    }
}

#[test]
fn berlin_keeps_its_area_and_its_neighbours() {
    let Some(path) = shared("berlin/areas/planungsraeume_2021.geojson") else {
        return;
    };
    let layer = import::read(&path, &Options::default()).unwrap();
    let outlines: Vec<MultiPolygon> = layer
        .features
        .iter()
        .filter_map(Feature::outline)
        .cloned()
        .collect();
    let simple = simplify(&outlines, 50.0);
    assert!(simple.iter().all(Validation::is_valid));
    assert!(points(&simple) * 2 < points(&outlines));
    let before: f64 = unary_union(&outlines).unsigned_area();
    let after: f64 = unary_union(&simple).unsigned_area();
    let sum: f64 = simple.iter().map(Area::unsigned_area).sum();
    assert!(
        (after - sum).abs() / sum < 1e-5,
        "gaps or overlaps: {after} {sum}"
    );
    assert!((after - before).abs() / before < 0.005);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn shared_borders_stay_shared_whatever_the_tolerance(
        moves in prop::collection::vec((-30.0..30.0f64, -30.0..30.0f64), 7..60),
        tolerance in 0.0..400.0f64,
    ) {
        let county = county(3, &moves);
        let simple = simplify(&county, tolerance);
        prop_assert_eq!(&simple, &simplify(&county, tolerance));
        prop_assert_eq!(simple.len(), county.len());
        prop_assert!(simple.iter().all(Validation::is_valid));
        assert_tiled(&simple);
        let apart = simple[0].intersection(&simple[1]);
        prop_assert!(apart.unsigned_area() < 1e-3);
    }
}
