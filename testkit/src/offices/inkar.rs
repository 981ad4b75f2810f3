//! INKAR: ready-made shares of the federal office, to compare the county with similar ones and the state.

use super::{RawFile, World, comma, day_after, row};
use crate::files::{lines, utf8_with_mark};
use crate::people::Counts;
use crate::random::lasting;
use crate::territory::{COUNTY, COUNTY_NAME};

/// INKAR is two years late.
const YEARS: std::ops::RangeInclusive<i32> = 2015..=2022;
const PEERS: [(&str, &str); 6] = [
    ("09991", "Kreis Ahornberg"),
    ("09992", "Kreis Bachtal"),
    ("09993", "Kreis Dünenfeld"),
    ("09994", "Kreis Erlengrund"),
    ("09995", "Kreis Föhrenwald"),
    ("09996", "Kreis Ginsterhöhe"),
];
const STATE: (&str, &str) = ("09", "Musterland");
/// Short name, name, topic, and how far counties differ.
const SHARES: [(&str, &str, &str, f64); 5] = [
    ("q_alo", "Arbeitslosenquote", "Arbeitslosigkeit", 0.9),
    ("q_kinderarmut", "Kinderarmut", "Soziales", 2.1),
    (
        "q_bev_ab65",
        "Einwohner 65 Jahre und älter",
        "Bevölkerung",
        1.2,
    ),
    ("m_hheink", "Haushaltseinkommen", "Einkommen", 120.0),
    (
        "q_betreuung_u3",
        "Betreuungsquote Kleinkinder",
        "Bildung",
        3.0,
    ),
];

pub(super) fn deliveries(world: &World) -> Vec<RawFile> {
    vec![wide(world), bulk(world)]
}

/// The true share of the county, from which the others are moved away.
fn own(c: &Counts, share: usize, year: i32) -> f64 {
    let percent = |a: u32, b: u32| 100.0 * f64::from(a) / f64::from(b);
    match share {
        0 => 1.25 * percent(c.unemployed(), c.aged(15, 64)),
        1 => percent(c.non_employable_u15, c.aged(0, 14)) * 1.04,
        2 => percent(c.aged(65, 100), c.residents()),
        3 => 1_790.0 + 42.0 * f64::from(year - 2015),
        _ => percent(c.daycare_u3, c.aged(0, 2)),
    }
}

fn value(world: &World, region: &str, share: usize, year: i32) -> f64 {
    let truth = own(&world.people.of_county(year), share, year);
    let spread = match region {
        COUNTY => 0.0,
        "09" => 0.8,
        _ => {
            let key: u64 = region.parse().expect("keys are digits");
            lasting(&[280, key, share as u64], 2020)
                + 0.15 * lasting(&[281, key, share as u64], year)
        }
    };
    truth + SHARES[share].3 * spread
}

fn regions() -> Vec<(&'static str, &'static str, &'static str)> {
    let counties = PEERS.into_iter().chain([(COUNTY, COUNTY_NAME)]);
    let mut all: Vec<_> = counties.map(|(key, name)| (key, name, "Kreise")).collect();
    all.push((STATE.0, STATE.1, "Bundesländer"));
    all
}

/// The web export: two header rows, three shares for all years.
fn wide(world: &World) -> RawFile {
    let mut names = row(["Kennziffer", "Raumeinheit", "Aggregat"]);
    let mut years = row(["", "", ""]);
    for share in &SHARES[..3] {
        names.extend(YEARS.map(|_| share.1.to_owned()));
        years.extend(YEARS.map(|y| y.to_string()));
    }
    let mut rows = vec![names, years];
    for (key, name, kind) in regions() {
        let mut cells = row([key, name, kind]);
        for share in 0..3 {
            cells.extend(YEARS.map(|y| comma(value(world, key, share, y), 1)));
        }
        rows.push(cells);
    }
    RawFile {
        path: "inkar/inkar_export_2015-2022.csv".to_owned(),
        bytes: utf8_with_mark(&lines(&rows)),
        profile: "inkar_breit",
        received: day_after(2023, 11, 4),
        note: "",
    }
}

/// The bulk file: long, with levels and indicators nobody asked for.
fn bulk(world: &World) -> RawFile {
    let header = "Bereich;ID;Kuerzel;Indikator;Raumbezug;Kennziffer;Name;Zeitbezug;Wert";
    let mut rows = vec![row(header.split(';'))];
    for (share, (short, name, topic, _)) in SHARES.iter().enumerate() {
        for (key, region, kind) in regions() {
            for year in YEARS {
                let number = comma(value(world, key, share, year), 2);
                let (id, year) = ((100 + share).to_string(), year.to_string());
                rows.push(row([
                    *topic, &id, short, name, kind, key, region, &year, &number,
                ]));
            }
        }
        let id = (100 + share).to_string();
        rows.push(row([
            *topic,
            &id,
            short,
            name,
            "Gemeindeverbände",
            "099995001",
            "Verband Musterau",
            "2022",
            "4,71",
        ]));
    }
    RawFile {
        path: "inkar/inkar_2025.csv".to_owned(),
        bytes: utf8_with_mark(&lines(&rows)),
        profile: "inkar_bulk",
        received: day_after(2024, 3, 3),
        note: "",
    }
}
