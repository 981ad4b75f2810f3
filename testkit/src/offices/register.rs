//! Melderegister: residents by age and sex, foreigners, moves. Three exports of the same program, none alike.

use super::{RawFile, World, day_after, row};
use crate::files::{Cell, cp1252, lines, workbook};
use crate::people::{AGE_BANDS, YEARS};
use crate::stories::IMPROVES;

pub(super) fn deliveries(world: &World) -> Vec<RawFile> {
    YEARS
        .flat_map(|year| {
            [
                residents(world, year),
                foreigners(world, year),
                moves(world, year),
            ]
        })
        .collect()
}

fn residents(world: &World, year: i32) -> RawFile {
    let mut rows = vec![row([
        "Stichtag",
        "Schluessel",
        "Wohnplatz",
        "Altersgruppe",
        "Geschlecht",
        "Anzahl",
    ])];
    for (key, name, counts) in world.wohnplaetze(year) {
        let name = if year == 2021 && key == IMPROVES {
            "Weberviertl".to_owned()
        } else {
            name
        };
        for (band, pair) in AGE_BANDS.iter().zip(&counts.population) {
            for (sex, n) in ["w", "m"].iter().zip(pair) {
                let day = format!("31.12.{year}");
                rows.push(row([&day, &key, &name, band.0, sex, &n.to_string()]));
            }
        }
    }
    let note = spoil(year, &mut rows);
    RawFile {
        path: format!("melderegister/bestand_{year}.csv"),
        bytes: cp1252(&lines(&rows)),
        profile: "melderegister_bestand",
        received: day_after(year, 2, 10),
        note,
    }
}

/// The mishaps of single years.
fn spoil(year: i32, rows: &mut Vec<Vec<String>>) -> &'static str {
    match year {
        2016 => {
            let twice = rows[412].clone();
            rows.insert(413, twice);
            "eine Zeile steht doppelt"
        }
        2019 => {
            let mut other = rows[777].clone();
            let number: u32 = other[5].parse().unwrap_or(0);
            other[5] = (number + 9).to_string();
            rows.push(other);
            "eine Zeile steht zweimal mit verschiedenen Zahlen"
        }
        2021 => "Tippfehler im Namen eines Wohnplatzes",
        _ => "",
    }
}

fn foreigners(world: &World, year: i32) -> RawFile {
    let blank = if year == 2022 { "  " } else { "" };
    let header = [
        "Stichtag",
        "Schluessel",
        "Wohnplatz",
        "Auslaender_w",
        "Auslaender_m",
        "EU_Auslaender",
    ];
    let mut rows = vec![row(header.map(|h| format!("{h}{blank}")))];
    for (key, name, c) in world.wohnplaetze(year) {
        let numbers =
            [c.foreigners_female, c.foreigners_male, c.eu_foreigners].map(|n| n.to_string());
        let cells = [format!("31.12.{year}"), key, name]
            .into_iter()
            .chain(numbers);
        rows.push(cells.collect());
    }
    let note = match year {
        2018 => {
            rows.push(row([
                "31.12.2018",
                "09999009001",
                "Ohne Zuordnung",
                "3",
                "4",
                "2",
            ]));
            "ein Schlüssel, den es nicht gibt"
        }
        2022 => "Leerzeichen hinter den Spaltennamen",
        _ => "",
    };
    RawFile {
        path: format!("melderegister/auslaender_{year}.csv"),
        bytes: lines(&rows).into_bytes(),
        profile: "melderegister_auslaender",
        received: day_after(year, 2, 12),
        note,
    }
}

/// Two rows: what belongs together, and the columns.
const MOVES_HEADER: [[&str; 7]; 2] = [
    [
        "Stichtag",
        "Wohnplatz",
        "",
        "Natürliche Bewegung",
        "",
        "Wanderungen",
        "",
    ],
    [
        "",
        "Schlüssel",
        "Name",
        "Geborene",
        "Gestorbene",
        "Zuzüge",
        "Fortzüge",
    ],
];

fn moves(world: &World, year: i32) -> RawFile {
    let mut rows: Vec<Vec<Cell>> = MOVES_HEADER
        .iter()
        .map(|header| header.map(Cell::from).to_vec())
        .collect();
    for (key, name, c) in world.wohnplaetze(year) {
        // Excel took the dates of 2017 for numbers: 43,100 days since 1900.
        let day = if year == 2017 {
            Cell::Number(43_100.0)
        } else {
            format!("31.12.{year}").into()
        };
        let mut cells = vec![day, key.into(), name.into()];
        cells.extend([c.births, c.deaths, c.moves_in, c.moves_out].map(Cell::from));
        rows.push(cells);
    }
    RawFile {
        path: format!("melderegister/bewegungen_{year}.xlsx"),
        bytes: workbook("Bewegungen", &rows),
        profile: "melderegister_bewegungen",
        received: day_after(year, 2, 14),
        note: if year == 2017 {
            "Datum als Excel-Zahl"
        } else {
            ""
        },
    }
}
