//! GENESIS, classic CSV: cp1252, a preamble of changing length, names indented by level, a footer.

use super::super::{RawFile, World, day_after, row};
use crate::files::{cp1252, lines};
use crate::people::{Counts, YEARS};
use crate::random::{binomial, lasting, rounded};
use crate::territory::{COUNTY, COUNTY_NAME};

pub(super) fn deliveries(world: &World) -> Vec<RawFile> {
    YEARS.map(|year| table(world, year)).collect()
}

fn table(world: &World, year: i32) -> RawFile {
    let mut rows = preamble(year);
    let municipalities = world.municipalities(year);
    let numbers: Vec<[u32; 4]> = municipalities
        .iter()
        .map(|(key, _, counts)| counted(key, counts, year))
        .collect();
    let mut sum = [0; 4];
    for own in &numbers {
        sum.iter_mut().zip(own).for_each(|(s, n)| *s += n);
    }
    rows.push(line(year, COUNTY, &format!("  {COUNTY_NAME}"), sum));
    for ((key, name, _), own) in municipalities.iter().zip(numbers) {
        rows.push(line(year, key, &format!("    {name}"), own));
    }
    let mut text = lines(&rows);
    text.push_str("__________\r\nQuelle: Landesbetrieb für Statistik Musterland\r\n");
    text.push_str("(C)opyright Statistisches Landesamt Musterland\r\n");
    RawFile {
        path: format!("landesdatenbank/99910-01i_{year}.csv"),
        bytes: cp1252(&text),
        profile: "landesdatenbank",
        received: day_after(year, 9, 30),
        note: if year == 2024 {
            "Kopfzeile eine Zeile tiefer als bisher"
        } else {
            ""
        },
    }
}

fn preamble(year: i32) -> Vec<Vec<String>> {
    let mut rows = vec![
        row(["GENESIS-Tabelle: 99910-01i"]),
        row(["Ausgewählte Merkmale – Gemeinden – Stichtag"]),
    ];
    if year == 2024 {
        rows.push(row(["Gebietsstand: 31.12.2024"]));
    }
    rows.push(row(["Regionalstatistik Musterland"]));
    rows.push(row(["", "", "", "Anzahl", "Anzahl", "Anzahl", "Anzahl"]));
    rows.push(row([
        "Stichtag",
        "Schlüssel",
        "Gebiet",
        "Schwerbehinderte Menschen",
        "Personenkraftwagen",
        "Pflegebedürftige",
        "Einbürgerungen",
    ]));
    rows
}

fn counted(key: &str, c: &Counts, year: i32) -> [u32; 4] {
    let area: u64 = key.parse().expect("keys are digits");
    let luck = |name: u64| lasting(&[name, area], year);
    let t = f64::from(year - 2015);
    [
        binomial(c.aged(0, 64), 0.042, luck(230)) + binomial(c.aged(65, 100), 0.235, luck(231)),
        rounded(f64::from(c.residents()) * (0.565 + 0.006 * t) + 6.0 * luck(232)),
        binomial(c.aged(65, 79), 0.052 + 0.004 * t, luck(233))
            + binomial(c.aged(80, 100), 0.31 + 0.014 * t, luck(234)),
        binomial(c.foreigners(), 0.009 + 0.0012 * t, luck(235)),
    ]
}

/// Disability and care are counted every second year only.
fn line(
    year: i32,
    key: &str,
    name: &str,
    [disabled, cars, cared_for, citizens]: [u32; 4],
) -> Vec<String> {
    let every_second = |n: u32| match year {
        2024 => "...".to_owned(),
        y if y % 2 == 0 => ".".to_owned(),
        _ => n.to_string(),
    };
    let citizens = match (citizens, year) {
        (0, _) => "-".to_owned(),
        (n, 2024) => format!("{n}p"),
        (n, _) => n.to_string(),
    };
    vec![
        format!("31.12.{year}"),
        key.to_owned(),
        name.to_owned(),
        every_second(disabled),
        cars.to_string(),
        every_second(cared_for),
        citizens,
    ]
}
