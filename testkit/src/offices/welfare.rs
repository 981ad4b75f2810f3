//! Sozialamt: benefits by area with a sum below, 2018 never delivered; and the places of doctors and homes.

use super::{RawFile, World, comma, day_after, row};
use crate::files::{cp1252, lines};
use crate::people::YEARS;
use crate::random::{normal, rounded};

const HEADER: [&str; 6] = [
    "Schlüssel",
    "Ort",
    "GSiAE",
    "HLU a.v.E.",
    "Wohngeldhaushalte",
    "Hilfe zur Pflege",
];

pub(super) fn deliveries(world: &World) -> Vec<RawFile> {
    let benefits = YEARS
        .filter(|year| *year != 2018)
        .map(|year| benefits(world, year));
    benefits
        .chain((2020..=2024).map(|year| places(world, year)))
        .collect()
}

fn benefits(world: &World, year: i32) -> RawFile {
    let mut rows = vec![row(HEADER)];
    let mut sums = [0u32; 4];
    for (key, name, c) in world.wohnplaetze(year) {
        let numbers = [
            c.old_age_basic_support,
            c.subsistence_aid,
            c.housing_benefit_households,
            c.care_assistance,
        ];
        sums.iter_mut().zip(numbers).for_each(|(s, n)| *s += n);
        rows.push(
            [key, name]
                .into_iter()
                .chain(numbers.map(|n| n.to_string()))
                .collect(),
        );
    }
    if year == 2022 {
        sums[0] += 1;
    }
    let cells = ["Summe".to_owned(), "Musterkreis".to_owned()].into_iter();
    rows.push(cells.chain(sums.map(|s| s.to_string())).collect());
    RawFile {
        path: format!("sozialamt/leistungen_{year}.csv"),
        bytes: cp1252(&lines(&rows)),
        profile: "sozialamt_leistungen",
        received: day_after(year, 4, 28),
        note: if year == 2022 {
            "Summe des Amtes um eins zu hoch"
        } else {
            ""
        },
    }
}

/// Places, not people: seats of general practitioners (in full-time units) and places of care.
fn places(world: &World, year: i32) -> RawFile {
    let mut rows = vec![row([
        "Jahr",
        "AGS",
        "Gemeinde",
        "Hausarztsitze",
        "Pflegeplätze",
        "Tagespflegeplätze",
    ])];
    for (key, name, c) in world.municipalities(year) {
        let area: u64 = key.parse().expect("keys are digits");
        let own = |n: u64| normal(&[220 + n, area]);
        let seats =
            f64::from(c.residents()) / (1_650.0 + 130.0 * own(0)) - 0.25 * f64::from(year - 2020);
        let seats = (seats * 4.0).round() / 4.0;
        let beds = rounded(f64::from(c.aged(80, 100)) * (0.16 + 0.02 * own(1)) / 5.0) * 5;
        let day = rounded(f64::from(c.aged(65, 100)) * 0.006 + f64::from(year - 2020) * 1.5);
        let cells = [
            year.to_string(),
            key.clone(),
            name,
            comma(seats, 2),
            beds.to_string(),
            day.to_string(),
        ];
        rows.push(cells.to_vec());
    }
    RawFile {
        path: format!("versorgung/plaetze_{year}.csv"),
        bytes: lines(&rows).into_bytes(),
        profile: "versorgung_plaetze",
        received: day_after(year, 3, 31),
        note: "",
    }
}
