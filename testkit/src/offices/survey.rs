//! Vermessungsamt: square metres, stops, and how many live near what; a Parquet file for each territorial status.

use super::{RawFile, World, day_after};
use crate::files::{Column, parquet};
use crate::random::{rounded, unit};
use crate::territory::{DIVIDED, key_2015};

pub(super) fn deliveries(world: &World) -> Vec<RawFile> {
    vec![places(world, 2015..=2019), places(world, 2020..=2024)]
}

fn places(world: &World, years: std::ops::RangeInclusive<i32>) -> RawFile {
    let last = *years.end();
    let (mut keys, mut when, mut areas, mut near) = (
        Vec::new(),
        Vec::new(),
        Vec::new(),
        [const { Vec::new() }; 4],
    );
    for year in years.clone() {
        for (key, _, c) in world.wohnplaetze(year) {
            areas.push(area_of(world, &key));
            when.push(year);
            let numbers = [
                c.residents_near_gp,
                c.residents_near_stop,
                c.residents_near_pharmacy,
                stops(world, &key),
            ];
            for (column, n) in near.iter_mut().zip(numbers) {
                column.push(n.cast_signed());
            }
            keys.push(key);
        }
    }
    RawFile {
        path: format!(
            "vermessungsamt/flaeche_und_naehe_{}-{last}.parquet",
            years.start()
        ),
        bytes: table(keys, when, areas, near),
        profile: "vermessungsamt",
        received: day_after(last, 1, 25),
        note: "",
    }
}

fn table(keys: Vec<String>, when: Vec<i32>, areas: Vec<f64>, near: [Vec<i32>; 4]) -> Vec<u8> {
    let [gp, stop, pharmacy, stops] = near;
    parquet(vec![
        Column::Text("schluessel", keys),
        Column::Whole("jahr", when),
        Column::Decimal("flaeche_m2", areas),
        Column::Whole("ew_1000m_hausarzt", gp),
        Column::Whole("ew_1000m_haltestelle", stop),
        Column::Whole("ew_1000m_apotheke", pharmacy),
        Column::Whole("haltestellen", stops),
    ])
}
fn area_of(world: &World, key: &str) -> f64 {
    let parts = world.territory.wohnplaetze.iter();
    parts
        .filter(|w| w.key == key || (key == DIVIDED && key_2015(&w.key) == key))
        .map(|w| w.area_m2)
        .sum()
}

fn stops(world: &World, key: &str) -> u32 {
    let number: u64 = key.parse().expect("keys are digits");
    let expected = (area_of(world, key) / 1e6).sqrt() * (2.2 + 2.4 * unit(&[260, number]));
    rounded(expected).max(1)
}
