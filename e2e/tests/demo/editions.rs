//! Two editions of the demo county side by side, and the way back of a figure.

use std::collections::BTreeMap;
use std::path::Path;

use e2e::{demo, program, run, skipped};

/// A data folder of its own with the demo's database; the raw files are not needed to compute.
fn copy() -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().unwrap();
    let database = "lebenslage.sqlite";
    std::fs::copy(demo()?.join(database), folder.path().join(database)).unwrap();
    Some(folder)
}

fn said(data: &Path, arguments: &[&str]) -> String {
    let mut all = arguments.to_vec();
    all.extend(["--data", data.to_str().unwrap()]);
    let output = run(&program().unwrap(), &all).unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    text
}

/// Withdraws last year's day care and makes an edition that replaces the demo's; the delivery's number.
fn corrected(data: &Path) -> String {
    let list = said(data, &["delivery", "list"]);
    let line = list.lines().find(|l| l.contains("kita_2023.ods")).unwrap();
    let delivery = line.split_whitespace().next().unwrap();
    let why = "falscher Stichtag";
    said(data, &["delivery", "withdraw", delivery, "--reason", why]);
    let make = ["release", "make", "2025-2", "--on", "2025-07-01"];
    let replaces = ["--replaces", "2025-1", "--erratum", why];
    said(data, &[&make[..], &replaces[..]].concat());
    delivery.to_owned()
}

#[test]
fn a_withdrawn_delivery_is_named_behind_every_figure_it_changed() {
    let Some(folder) = copy() else {
        return skipped("the program");
    };
    let data = folder.path();
    let delivery = corrected(data);
    let table = said(data, &["release", "compare", "2025-1", "2025-2"]);
    let (head, lines) = table.split_once('\n').unwrap();
    assert!(head.starts_with("Gebiet;Name;Indikator;") && head.ends_with(";Unterschied"));
    let reason = format!("ohne Lieferung {delivery} (");
    for line in lines.lines() {
        assert!(line.contains(&reason) && line.contains(";2023;"), "{line}");
        assert!(
            !line.contains("nicht gezeigt") || line.ends_with(';'),
            "{line}"
        );
    }
    assert!(lines.lines().count() > 100, "{lines}");
    let same = said(data, &["release", "compare", "2025-1", "2025-1"]);
    assert_eq!(same.lines().count(), 1, "only the head line");
}

#[test]
fn a_third_edition_stands_beside_both_earlier_ones() {
    let Some(folder) = copy() else {
        return skipped("the program");
    };
    let data = folder.path();
    let make =
        |identifier: &str, day: &str| said(data, &["release", "make", identifier, "--on", day]);
    let second = make("2025-2", "2025-07-01");
    assert!(second.contains(", neben der Ausgabe 2025-1: "), "{second}");
    let third = make("2025-3", "2025-07-02");
    let told = |edition: &str| third.find(&format!(", neben der Ausgabe {edition}: "));
    let (Some(before), Some(oldest)) = (told("2025-2"), told("2025-1")) else {
        panic!("{third}")
    };
    assert!(before < oldest, "the edition before comes first: {third}");
    // Nothing was delivered in between.
    assert!(
        third.contains(" in derselben Klasse, 0 in einer anderen."),
        "{third}"
    );
}

#[test]
fn a_delivery_says_at_once_what_it_changes_in_what_stands_out() {
    let Some(folder) = copy() else {
        return skipped("the program");
    };
    let data = folder.path();
    let list = said(data, &["delivery", "list"]);
    let line = list.lines().find(|l| l.contains("AkG_09999_202412.xlsx"));
    let delivery = line.unwrap().split_whitespace().next().unwrap();
    let reason = ["--reason", "falscher Stand"];
    let gone = said(
        data,
        &[&["delivery", "withdraw", delivery], &reason[..]].concat(),
    );
    let compared = "Auffälligkeiten gegenüber der Ausgabe 2025-1: ";
    let (_, told) = gone.split_once(compared).unwrap();
    assert!(!told.contains("0 neu, 0 verändert, "), "{gone}");
    // Without the last year's count another quarter stands out, named with its reason.
    assert!(told.contains("  neu: Weststadt: 6 von 18 "), "{gone}");
    let file = demo()
        .unwrap()
        .join("raw/arbeitsagentur/AkG_09999_202412.xlsx");
    let profile = ["--profile", "ba_kleinraeumig"];
    let back = said(
        data,
        &[&["import", file.to_str().unwrap()], &profile[..]].concat(),
    );
    let told = back.split_once(compared).unwrap().1;
    assert!(told.starts_with("0 neu, 0 verändert, "), "{back}");
    assert!(told.contains(" unverändert, 0 nicht mehr da."), "{back}");
}

#[test]
fn a_figure_names_its_deliveries_on_the_way_back() {
    let Some(folder) = copy() else {
        return skipped("the program");
    };
    let told = said(folder.path(), &["explain", "09999001001", "DEM02", "2024"]);
    let named = told
        .lines()
        .find_map(|l| l.strip_prefix("Lieferungen: "))
        .unwrap();
    let ids: Vec<&str> = named.split(", ").collect();
    assert_eq!(ids.len(), 2, "the registers of 2019 and 2024: {named}");
    for id in ids {
        assert!(told.contains(&format!("←  {id} vom ")), "{id} in\n{told}");
    }
}

#[test]
fn every_change_is_the_difference_of_its_two_counts() {
    let Some(data) = demo() else {
        return skipped("the program");
    };
    let mut file = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_path(data.join("public/figures.csv"))
        .unwrap();
    let mut people: BTreeMap<(String, i32), f64> = BTreeMap::new();
    let mut changes: Vec<(String, i32, f64, f64)> = Vec::new();
    for row in file.records() {
        let row = row.unwrap();
        let (Ok(year), "total", Ok(value)) =
            (row[6].parse::<i32>(), &row[7], row[10].parse::<f64>())
        else {
            continue;
        };
        match &row[4] {
            "DEM01" => {
                people.insert((row[0].to_owned(), year), value);
            }
            "DEM02" => changes.push((row[0].to_owned(), year, value, row[9].parse().unwrap())),
            _ => {}
        }
    }
    assert!(changes.len() > 400, "{} changes", changes.len());
    for (area, year, value, base) in changes {
        let of = |year: i32| people[&(area.clone(), year)];
        assert!((of(year - 5) - base).abs() < 1e-9, "{area} {year}");
        assert!(
            (value - 100.0 * (of(year) - base) / base).abs() < 1e-9,
            "{area} {year}: {value}"
        );
    }
}
