//! Zensus 2022: dwellings in squares of 100 metres, by the European grid; uninhabited squares are absent.

use std::collections::BTreeMap;

use super::super::{RawFile, World, row};
use crate::files::{lines, utf8_with_mark};
use crate::random::{binomial, normal, rounded, unit};
use crate::territory::distance;

pub(super) fn dwellings(world: &World) -> RawFile {
    let mut rows = vec![row([
        "GITTER_ID_100m",
        "x_mp_100m",
        "y_mp_100m",
        "Wohnungen",
        "Eigentuemer_bewohnt",
        "Leerstehend",
        "werterlaeuternde_Zeichen",
    ])];
    for ((north, east), [all, owned, vacant]) in squares(world) {
        let id = format!("CRS3035RES100mN{north}E{east}");
        let sign = if all < 3 { "KLAMMERN" } else { "" };
        let number = |n: u32| {
            if n == 0 {
                "–".to_owned()
            } else {
                n.to_string()
            }
        };
        let (x, y) = (east + 50, north + 50);
        rows.push(row([
            &id,
            &x.to_string(),
            &y.to_string(),
            &all.to_string(),
            &number(owned),
            &number(vacant),
            sign,
        ]));
    }
    RawFile {
        path: "zensus/Zensus2022_Wohnungen_100m-Gitter.csv".to_owned(),
        bytes: utf8_with_mark(&lines(&rows)),
        profile: "zensus_gitter",
        received: super::super::day_after(2023, 7, 15),
        note: "Halbgeviertstrich, wo nichts oder etwas Geheimes steht",
    }
}

/// Dwellings, those lived in by the owner, and empty ones per square, by its south-western corner.
fn squares(world: &World) -> BTreeMap<(u32, u32), [u32; 3]> {
    let mut squares = BTreeMap::<(u32, u32), [u32; 3]>::new();
    for (index, (key, counts)) in world.people.of_2020(2022).enumerate() {
        let area: u64 = key.parse().expect("keys are digits");
        let places = village(world, index, counts.dwellings);
        let mut left = [counts.dwellings, counts.owner_occupied, counts.vacant];
        for (k, place) in places.iter().enumerate() {
            let luck = normal(&[250, area, k as u64]);
            let part = take(&mut left, places.len() - k, luck);
            let cell = squares.entry(*place).or_default();
            cell.iter_mut().zip(part).for_each(|(c, p)| *c += p);
        }
    }
    squares.retain(|_, numbers| numbers[0] > 0);
    squares
}

/// One square's share of what is left for so many squares; owners and empty dwellings never outnumber the dwellings.
fn take(left: &mut [u32; 3], squares: usize, luck: f64) -> [u32; 3] {
    let share = (1.35 / squares as f64).min(1.0);
    let all = if squares == 1 {
        left[0]
    } else {
        binomial(left[0], share, luck)
    };
    let others = left[0] - all;
    let ratio = |n: u32, of: u32| f64::from(n) / f64::from(of.max(1));
    let owned = binomial(all, ratio(left[1], left[0]), -luck)
        .clamp(left[1].saturating_sub(others), left[1].min(all));
    let (lived_in, others) = (all - owned, others - (left[1] - owned));
    let empty = binomial(lived_in, ratio(left[2], left[0] - left[1]), luck)
        .clamp(left[2].saturating_sub(others), left[2].min(lived_in));
    let part = [all, owned, empty];
    left.iter_mut().zip(part).for_each(|(l, p)| *l -= p);
    part
}

/// The inhabited squares of a Wohnplatz, the middle of the village first.
fn village(world: &World, index: usize, dwellings: u32) -> Vec<(u32, u32)> {
    let place = &world.territory.wohnplaetze[index];
    let mut squares = world.territory.squares(index);
    let far = |p: &(f64, f64)| {
        distance(*p, place.centre) * (0.6 + 0.8 * unit(&[252, p.0.to_bits(), p.1.to_bits()]))
    };
    squares.sort_by(|a, b| far(a).total_cmp(&far(b)));
    let wanted = (dwellings / 14).max(5) as usize;
    squares.truncate(wanted.min(squares.len() * 2 / 3));
    squares.into_iter().map(to_grid).collect()
}

/// Easting and northing of EPSG:3035 as polynomials of the metres from the county's middle: 1, x, y, x², xy, y².
///
/// Fitted to the exact way from EPSG:25832; within the county they are true to two centimetres.
const GRID: [[f64; 6]; 2] = [
    [
        4_150_782.088,
        1.000_112_812_9,
        0.013_656_402_2,
        1.756_783e-9,
        -5.026_952e-10,
        3.310_559e-10,
    ],
    [
        3_100_772.855,
        -0.013_828_688_4,
        1.000_251_385_5,
        7.578_864e-10,
        1.428_824e-9,
        2.568_148e-10,
    ],
];

/// The south-western corner of the European grid's square around a point: northing, easting.
fn to_grid((x, y): (f64, f64)) -> (u32, u32) {
    let [east, north] =
        GRID.map(|k| k[0] + k[1] * x + k[2] * y + k[3] * x * x + k[4] * x * y + k[5] * y * y);
    let corner = |metres: f64| 100 * rounded((metres / 100.0).floor());
    (corner(north), corner(east))
}
