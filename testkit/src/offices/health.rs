//! Gesundheitsamt: the examination of children before school, counted per area; read as three years pooled.

use super::{RawFile, World, day_after};
use crate::files::{Cell, workbook};
use crate::people::YEARS;

const HEADER: [&str; 8] = [
    "WP",
    "Bezeichnung",
    "untersucht",
    "Sprache auffällig",
    "Körperkoordination auffällig",
    "Übergewicht",
    "U1–U9 vollständig",
    "Masern 2 Dosen",
];

pub(super) fn deliveries(world: &World) -> Vec<RawFile> {
    YEARS.map(|year| school_entry(world, year)).collect()
}

fn school_entry(world: &World, year: i32) -> RawFile {
    let mut rows = vec![vec![Cell::from(format!(
        "Schuleingangsuntersuchung {year}"
    ))]];
    if year == 2024 {
        rows.push(vec![Cell::from("Neue Auswertung: SOPESS 2.0")]);
    }
    rows.push(HEADER.map(Cell::from).to_vec());
    for (key, name, c) in world.wohnplaetze(year) {
        let mut cells = vec![Cell::from(key), Cell::from(name)];
        let numbers = [
            c.examined_children,
            c.language_conspicuous,
            c.motor_conspicuous,
            c.overweight,
            c.checkups_complete,
            c.measles_vaccinated,
        ];
        cells.extend(numbers.map(Cell::from));
        rows.push(cells);
    }
    RawFile {
        path: format!("gesundheitsamt/seu_{year}.xlsx"),
        bytes: workbook("SEU", &rows),
        profile: "gesundheitsamt_seu",
        received: day_after(year, 6, 3),
        note: if year == 2024 {
            "Kopfzeile eine Zeile tiefer als bisher"
        } else {
            ""
        },
    }
}
