//! What the demo's next public edition hides, told to the people in the house.

use std::path::Path;

use e2e::{demo, program, run, skipped};
use serde_json::Value;

/// What a disclosure command says; the demo's folder is only read.
fn said(data: &Path, arguments: &[&str]) -> String {
    let data = ["--data", data.to_str().unwrap()];
    let output = run(
        &program().unwrap(),
        &[&["disclosure"], arguments, &data].concat(),
    )
    .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

fn refused(data: &Path, arguments: &[&str]) -> String {
    let data = ["--data", data.to_str().unwrap()];
    let output = run(
        &program().unwrap(),
        &[&["disclosure"], arguments, &data].concat(),
    )
    .unwrap();
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// Hidden values by reason: area, indicator, period, group.
fn hidden(data: &Path, reason: &str) -> Vec<[String; 4]> {
    let told: Value =
        serde_json::from_str(&said(data, &["show", "--period", "2024", "--json"])).unwrap();
    let rows = told["hidden"].as_array().unwrap().clone();
    let rows = rows.iter().filter(|row| row["reason"] == reason);
    rows.map(|row| {
        ["area_id", "indicator_id", "period", "breakdown"]
            .map(|key| row[key].as_str().unwrap().to_owned())
    })
    .collect()
}

#[test]
fn every_way_of_counting_gives_the_same_hidden_values() {
    let Some(data) = demo() else {
        return skipped("the program");
    };
    let told: Value = serde_json::from_str(&said(data, &["show", "--json"])).unwrap();
    let rows = told["counts"].as_array().unwrap();
    let sum = |by: &str| -> f64 {
        let of = rows.iter().filter(|row| row["by"] == by);
        of.map(|row| row["hidden"].as_f64().unwrap()).sum()
    };
    assert!(sum("alle") > 1_000.0);
    for by in ["Klasse", "Ebene", "Thema", "Indikator"] {
        assert!((sum(by) - sum("alle")).abs() < 0.5, "{by}");
    }
    let people = said(data, &["show"]);
    assert!(
        people.contains("Klasse") && people.contains("Prüfung:"),
        "{people}"
    );
    let csv = said(data, &["show", "--csv"]);
    assert!(
        csv.starts_with("by;id;name;shown;hidden;supplier;primary;"),
        "{csv}"
    );
}

#[test]
fn a_hidden_value_is_explained_without_its_number() {
    let Some(data) = demo() else {
        return skipped("the program");
    };
    for (reason, words) in [
        ("primary", "um ihrer selbst willen"),
        ("secondary", "sie schützt andere"),
    ] {
        let all = hidden(data, reason);
        let [area, indicator, period, breakdown] = &all[all.len() / 2];
        let told = said(data, &["why", area, indicator, period, breakdown]);
        assert!(
            told.contains("nicht gezeigt") && told.contains(words),
            "{told}"
        );
        assert!(
            told.contains("Was es kostet") && told.contains("Was helfen kann"),
            "{told}"
        );
    }
    let shown = said(data, &["why", "09999", "DEM01", "2024"]);
    assert!(
        shown.contains("In der öffentlichen Ausgabe gezeigt"),
        "{shown}"
    );
}

#[test]
fn what_is_not_known_is_told_as_explain_tells_it() {
    let Some(data) = demo() else {
        return skipped("the program");
    };
    let unknown = refused(data, &["why", "09999", "DEM99", "2024"]);
    assert!(
        unknown.contains("Den Indikator „DEM99“ gibt es nicht"),
        "{unknown}"
    );
    let unknown = refused(data, &["why", "09999", "DEM01", "1999"]);
    assert!(
        unknown.contains("gibt es den Zeitraum „1999“ nicht"),
        "{unknown}"
    );
    let unknown = refused(data, &["simulate", "--threshold", "yuoth=3"]);
    assert!(unknown.contains("Meinten Sie „youth“?"), "{unknown}");
}

#[test]
fn other_thresholds_are_tried_without_changing_the_folder() {
    let Some(data) = demo() else {
        return skipped("the program");
    };
    let database = data.join("lebenslage.sqlite");
    let before = std::fs::read(&database).unwrap();
    let simulate = ["simulate", "--threshold", "youth=12", "--json"];
    let told: Value = serde_json::from_str(&said(data, &simulate)).unwrap();
    let rows = told["counts"].as_array().unwrap();
    let all = &rows[0];
    let (today, then) = (&all["hidden_today"], &all["hidden_then"]);
    assert!(today.as_f64().unwrap() > 0.0);
    if !then.is_null() {
        assert!(then.as_f64() > today.as_f64(), "{all}");
    }
    assert!(std::fs::read(&database).unwrap() == before);
}

#[test]
fn remedies_are_tried_out_with_what_they_save_and_cost() {
    let Some(data) = demo() else {
        return skipped("the program");
    };
    let told = said(data, &["remedies", "--indicator", "JUG03", "--json"]);
    let told: Value = serde_json::from_str(&told).unwrap();
    let rows = told["remedies"].as_array().unwrap();
    let number = |key: &str| rows[0][key].as_f64().unwrap();
    assert_eq!((rows.len(), &rows[0]["ids"]), (1, &Value::from("JUG03")));
    assert!(number("hidden_then") < number("hidden_today") / 3.0);
    assert!(
        number("shown_then") < number("shown_today"),
        "three years are one value"
    );
    let unknown = refused(data, &["remedies", "--area", "4711"]);
    assert!(
        unknown.contains("Das Gebiet „4711“ gibt es nicht"),
        "{unknown}"
    );
    let first: Value = serde_json::from_str(&said(data, &["show", "--first", "--json"])).unwrap();
    let notes = first["notes"].to_string();
    assert!(
        notes.contains("noch keine frühere öffentliche Ausgabe"),
        "{notes}"
    );
}
