//! Jugendamt: help for upbringing from the case software, day care from a spreadsheet someone keeps by hand.

use super::{RawFile, World, day_after, row};
use crate::files::{Cell, lines, ods, utf8_with_mark};
use crate::people::YEARS;
use crate::random::{binomial, lasting};

pub(super) fn deliveries(world: &World) -> Vec<RawFile> {
    let mut files: Vec<RawFile> = YEARS
        .flat_map(|year| [help(world, year), day_care(world, year)])
        .collect();
    files.push(taking_into_care(world));
    files
}

fn help(world: &World, year: i32) -> RawFile {
    let mut rows = vec![row([
        "Jahr",
        "Gebiet",
        "Bezeichnung",
        "HzE_gesamt",
        "davon_ambulant",
        "davon_stationaer",
    ])];
    for (key, name, c) in world.wohnplaetze(year) {
        // Excel opened the export of 2020 and took the keys for numbers.
        let key = if year == 2020 {
            key.trim_start_matches('0').to_owned()
        } else {
            key
        };
        let numbers = [
            c.child_raising_support,
            c.outpatient_support,
            c.residential_support,
        ];
        let cells = [year.to_string(), key, name].into_iter();
        rows.push(cells.chain(numbers.map(|n| n.to_string())).collect());
    }
    RawFile {
        path: format!("jugendamt/hilfen_{year}.csv"),
        bytes: utf8_with_mark(&lines(&rows)),
        profile: "jugendamt_hilfen",
        received: day_after(year, 5, 8),
        note: if year == 2020 {
            "führende Null der Schlüssel verloren"
        } else {
            ""
        },
    }
}

/// Known for municipalities only: one table for all years.
fn taking_into_care(world: &World) -> RawFile {
    let mut rows = vec![row(["Jahr", "Schluessel", "Gemeinde", "Inobhutnahmen"])];
    for year in YEARS {
        for (key, name, c) in world.municipalities(year) {
            let area: u64 = key.parse().expect("keys are digits");
            let p = if year >= 2022 { 0.0042 } else { 0.0034 };
            let cases = binomial(c.aged(0, 17), p, lasting(&[210, area], year));
            rows.push(row([year.to_string(), key, name, cases.to_string()]));
        }
    }
    RawFile {
        path: "jugendamt/inobhutnahmen_2015-2024.csv".to_owned(),
        bytes: utf8_with_mark(&lines(&rows)),
        profile: "jugendamt_inobhutnahmen",
        received: day_after(2024, 5, 9),
        note: "",
    }
}

fn day_care(world: &World, year: i32) -> RawFile {
    let mut rows = vec![
        vec![Cell::from(format!(
            "Kindertagesbetreuung am 1. März {} (Wohnort des Kindes)",
            year + 1
        ))],
        Vec::new(),
        ["Wohnplatz", "Name", "unter 3", "3 bis unter 6", "OGS"]
            .map(Cell::from)
            .to_vec(),
    ];
    for (key, name, c) in world.wohnplaetze(year) {
        let mut cells = vec![Cell::from(key), Cell::from(name)];
        cells.extend([c.daycare_u3, c.daycare_3_5, c.school_children_all_day].map(Cell::from));
        rows.push(cells);
    }
    RawFile {
        path: format!("jugendamt/kita_{year}.ods"),
        bytes: ods("Kita", &rows),
        profile: "jugendamt_kita",
        received: day_after(year, 5, 12),
        note: "",
    }
}
