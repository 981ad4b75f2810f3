//! GENESIS, flat: a ZIP with one long CSV; the header changed in 2024, older tables keep the old one.

use super::super::{RawFile, World, day_after, row};
use crate::files::{lines, utf8_with_mark, zip};
use crate::random::{binomial, hash, lasting};

const STATISTIC: [&str; 2] = [
    "31231",
    "Fortschreibung des Wohngebäude- und Wohnungsbestandes",
];
/// Code, label and unit of the two values.
const VALUES: [[&str; 3]; 2] = [
    ["WOHN01", "Wohnungen", "Anzahl"],
    ["BAUF01", "Fertiggestellte Wohnungen", "Anzahl"],
];

const OLD_HEADER: [&str; 9] = [
    "Statistik_Code",
    "Statistik_Label",
    "Zeit_Code",
    "Zeit_Label",
    "Zeit",
    "1_Merkmal_Code",
    "1_Merkmal_Label",
    "1_Auspraegung_Code",
    "1_Auspraegung_Label",
];
const NEW_HEADER: [&str; 14] = [
    "statistics_code",
    "statistics_label",
    "time_code",
    "time_label",
    "time",
    "1_variable_code",
    "1_variable_label",
    "1_variable_attribute_code",
    "1_variable_attribute_label",
    "value",
    "value_unit",
    "value_variable_code",
    "value_variable_label",
    "value_q",
];

pub(super) fn deliveries(world: &World) -> Vec<RawFile> {
    let mut files = vec![old_table(world)];
    files.extend((2020..=2024).map(|year| new_table(world, year)));
    files
}

/// Dwellings at the end of the year and dwellings finished in it.
fn dwellings(world: &World, year: i32) -> Vec<(String, String, [u32; 2])> {
    let rows = world.municipalities(year).into_iter();
    rows.map(|(key, name, c)| {
        let area: u64 = key.parse().expect("keys are digits");
        let built = binomial(c.dwellings, 0.0048, lasting(&[240, area], year));
        (key, name, [c.dwellings, built])
    })
    .collect()
}

/// "Unsorted", says the documentation, and means it.
fn shuffled(mut rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    rows.sort_by_key(|row| {
        let bytes: Vec<u64> = row
            .iter()
            .flat_map(|cell| cell.bytes())
            .map(u64::from)
            .collect();
        hash(&bytes)
    });
    rows
}

fn old_table(world: &World) -> RawFile {
    let mut header = row(OLD_HEADER);
    for [code, label, unit] in VALUES {
        header.push(format!("{code}__{}__{unit}", label.replace(' ', "_")));
        header.push(format!("{code}__{}__q", label.replace(' ', "_")));
    }
    let mut rows = Vec::new();
    for year in 2015..=2019 {
        for (key, name, numbers) in dwellings(world, year) {
            let day = format!("31.12.{year}");
            let mut cells = row([
                STATISTIC[0],
                STATISTIC[1],
                "STAG",
                "Stichtag",
                &day,
                "GEMEIN",
                "Gemeinden",
                &key,
                &name,
            ]);
            cells.extend(numbers.iter().flat_map(|n| [n.to_string(), "e".to_owned()]));
            rows.push(cells);
        }
    }
    let mut all = vec![header];
    all.extend(shuffled(rows));
    flat_file(
        "31231-02-01-5_2015-2019",
        &all,
        2019,
        "regionalstatistik_alt",
    )
}

fn new_table(world: &World, year: i32) -> RawFile {
    let header = row(NEW_HEADER);
    let mut rows = Vec::new();
    for (key, name, numbers) in dwellings(world, year) {
        for ([code, label, unit], n) in VALUES.iter().zip(numbers) {
            let (day, number) = (format!("{year}-12-31"), n.to_string());
            rows.push(row([
                STATISTIC[0],
                STATISTIC[1],
                "STAG",
                "Stichtag",
                &day,
                "GEMEIN",
                "Gemeinden",
                &key,
                &name,
                &number,
                unit,
                code,
                label,
                "e",
            ]));
        }
    }
    let mut all = vec![header];
    all.extend(shuffled(rows));
    flat_file(
        &format!("31231-02-01-5_{year}"),
        &all,
        year,
        "regionalstatistik_neu",
    )
}

fn flat_file(name: &str, rows: &[Vec<String>], year: i32, profile: &'static str) -> RawFile {
    let csv = utf8_with_mark(&lines(rows));
    RawFile {
        path: format!("regionalstatistik/{name}_flat.zip"),
        bytes: zip(&[(&format!("{name}_de_flat.csv"), csv.as_slice())]),
        profile,
        received: day_after(year, 8, 20),
        note: "",
    }
}
