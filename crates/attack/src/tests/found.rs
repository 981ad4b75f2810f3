//! Relations that no file tells: they show in the numbers, or in the outlines.

use std::path::Path;

use super::{HEAD, Planted, attack_folders, only};
use crate::{Certainty, Step};

/// Six areas over five years: people, births, deaths and what moved.
fn register(hide: &str) -> Planted {
    let mut planted = Planted::default().count("9", ("Z", "2024", "total"), "0");
    for area in 1..=6u32 {
        let key = format!("1{area}");
        let mut people = 400 + 137 * area;
        for year in 2020..=2024u32 {
            let (births, deaths, moved) = (
                7 * area % 11 + year % 5 + 2,
                3 * area + year % 3,
                year % 7 + area,
            );
            people = people + births + moved - deaths;
            let year = year.to_string();
            for (id, number) in [
                ("D1", people),
                ("D2", births),
                ("D3", deaths),
                ("D4", moved),
            ] {
                let hidden = format!("{key} {id} {year}") == hide;
                let number = if hidden {
                    "*".to_owned()
                } else {
                    number.to_string()
                };
                planted = planted.count(&key, (id, &year, "total"), &number);
            }
        }
    }
    planted
}

#[test]
fn people_of_two_years_and_all_flows_but_one_tell_the_last() {
    let found = register("13 D2 2022").attacked();
    let one = only(&found);
    assert_eq!(
        (one.certainty, one.step),
        (Certainty::Exact, Step::Differences)
    );
    // 7 × 3 mod 11 + 2022 mod 5 + 2
    assert_eq!((&*one.area, one.low), ("13", 14.0));
    assert_eq!(register("13 D2 2020").attacked().recovered, []);
}

#[test]
fn years_of_life_behind_a_mean_age_tell_a_hidden_age_group() {
    let mut planted = Planted::default().count("9", ("Z", "2024", "total"), "0");
    for area in 1..=14u32 {
        let key = format!("1{}", char::from_digit(area, 16).unwrap());
        let bands = [
            ("0-2", area * 7 % 13 + 4),
            ("3-5", area * 5 % 17 + 6),
            ("6+", 200 + 31 * area * area % 97),
        ];
        let middles = [1.5, 4.5, 44.0];
        let years: f64 = bands
            .iter()
            .zip(middles)
            .map(|((_, n), m)| f64::from(*n) * m)
            .sum();
        planted = planted.count(&key, ("M", "2024", "total"), &years.to_string());
        for (band, number) in bands {
            let hidden = area == 5 && band != "6+";
            let number = if hidden {
                "*".to_owned()
            } else {
                number.to_string()
            };
            planted = planted.count(&key, ("P", "2024", &format!("age={band}")), &number);
        }
        let all: u32 = bands.iter().map(|b| b.1).sum();
        planted = planted.count(&key, ("P", "2024", "total"), &all.to_string());
    }
    let found = planted.attacked();
    let told: Vec<_> = found
        .recovered
        .iter()
        .map(|r| (&*r.breakdown, r.low, r.step))
        .collect();
    assert_eq!(
        told,
        [
            ("age=0-2", 13.0, Step::BackCalculation),
            ("age=3-5", 14.0, Step::BackCalculation)
        ]
    );
}

/// A square as an outline.
fn square(key: &str, level: &str, corners: &[(u32, u32)]) -> String {
    let ring = |(x, y): &(u32, u32)| {
        let (far_x, far_y) = (x + 10, y + 10);
        format!("[[[{x},{y}],[{far_x},{y}],[{far_x},{far_y}],[{x},{far_y}],[{x},{y}]]]")
    };
    let rings: Vec<String> = corners.iter().map(ring).collect();
    format!(
        r#"{{"type":"Feature","properties":{{"area_id":"{key}","area_name":"{key}","level":"{level}","release":"x"}},
        "geometry":{{"type":"MultiPolygon","coordinates":[{}]}}}}"#,
        rings.join(",")
    )
}

/// Three areas, and three groups of two of them each.
fn write_groups(folder: &Path) {
    let (a, b, c) = ((0, 0), (20, 0), (40, 0));
    let features = [
        square("a", "area", &[a]),
        square("b", "area", &[b]),
        square("c", "area", &[c]),
        square("g1", "group", &[a, b]),
        square("g2", "group", &[b, c]),
        square("g3", "group", &[a, c]),
    ];
    let features = format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features.join(",")
    );
    std::fs::write(folder.join("areas.geojson"), features).unwrap();
}

#[test]
fn three_groups_that_overlap_in_pairs_are_solved_together() {
    let folder = tempfile::tempdir().unwrap();
    write_groups(folder.path());
    let line = |key: &str, level: &str, count: &str, state: &str| {
        format!("{key};{key};{level};;A;1;2024;total;{count};;;;;{state};;x\n")
    };
    let table = [
        line("a", "area", "", "suppressed"),
        line("b", "area", "", "suppressed"),
        line("c", "area", "", "suppressed"),
        line("g1", "group", "22", "value"),
        line("g2", "group", "35", "value"),
        line("g3", "group", "17", "value"),
    ];
    std::fs::write(
        folder.path().join("figures.csv"),
        format!("{HEAD}{}", table.concat()),
    )
    .unwrap();
    let found = attack_folders(&[folder.path()]);
    let told: Vec<_> = found
        .recovered
        .iter()
        .map(|r| (&*r.area, r.low, r.step))
        .collect();
    let step = Step::Elimination;
    assert_eq!(
        told,
        [("a", 2.0, step), ("b", 20.0, step), ("c", 15.0, step)]
    );
}
