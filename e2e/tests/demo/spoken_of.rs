//! Analyses of a public edition speak of nothing that its table hides.

use std::path::Path;

use e2e::{demo, program, run, skipped};
use serde_json::Value;

use super::formats::csv;

fn analysed(data: &Path, asked: &str, format: &str) -> String {
    let data = data.to_str().unwrap();
    let words = ["analyse", asked, "--format", format, "--data", data];
    let output = run(&program().unwrap(), &words).unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    String::from_utf8(output.stdout).unwrap()
}

/// All objects with an area and an indicator in an answer.
fn objects(value: &Value, into: &mut Vec<[String; 2]>) {
    match value {
        Value::Array(all) => all.iter().for_each(|v| objects(v, into)),
        Value::Object(all) => {
            if let (Some(area), Some(indicator)) = (all.get("area_id"), all.get("indicator_id")) {
                into.push([area, indicator].map(|v| v.as_str().unwrap().to_owned()));
            }
            all.values().for_each(|v| objects(v, into));
        }
        _ => {}
    }
}

#[test]
fn analyses_speak_of_shown_figures_only() {
    let Some(data) = demo() else {
        return skipped("the program");
    };
    let figures = csv(&data.join("public/figures.csv"));
    for (asked, column, floor) in [("cluster", "period", 1_000), ("trend", "last", 800)] {
        let table = analysed(data, asked, "csv");
        let mut reader = csv::ReaderBuilder::new();
        let mut reader = reader.delimiter(b';').from_reader(table.as_bytes());
        let head = reader.headers().unwrap().clone();
        let places = ["area_id", "indicator_id", column]
            .map(|name| head.iter().position(|h| h == name).unwrap());
        let mut rows = Vec::new();
        for row in reader.records() {
            let row = row.unwrap();
            let [area, indicator, period] = places.map(|at| row[at].to_owned());
            let said = ["3", "2", "1"].iter().find_map(|version| {
                let name = [&area, &indicator, *version, &period, "total"].map(str::to_owned);
                figures.get(&name)
            });
            let is_shown = said.is_some_and(|s| !s.is_hidden() && s.numbers[2].is_some());
            assert!(is_shown, "{row:?}");
            rows.push([area, indicator]);
        }
        let mut told = Vec::new();
        let answer = serde_json::from_str(&analysed(data, asked, "json")).unwrap();
        objects(&answer, &mut told);
        rows.sort();
        told.sort();
        assert!(rows == told && rows.len() > floor, "{asked} {}", rows.len());
    }
}

/// The words of a picture: whatever stands between its tags.
fn words(picture: &str) -> Vec<&str> {
    let inner = picture.split('>').filter_map(|part| part.split('<').next());
    inner.flat_map(str::split_whitespace).collect()
}

/// Whether a word is a number that says no more than when, or which of a few types.
fn is_harmless(word: &str) -> bool {
    let number = word.trim_end_matches([',', '.', ':']).parse::<u32>();
    number.is_ok_and(|number| number < 10 || (2000..2100).contains(&number))
}

#[test]
fn pictures_of_analyses_mark_areas_and_print_no_figure() {
    let Some(data) = demo() else {
        return skipped("the program");
    };
    for asked in ["findings", "trend", "cluster", "index", "typology"] {
        let picture = analysed(data, asked, "svg");
        let words = words(&picture);
        assert!(words.len() > 4 && picture.contains("<path"), "{asked}");
        let numbers = words
            .iter()
            .filter(|w| w.contains(|c: char| c.is_ascii_digit()));
        let figures: Vec<_> = numbers.filter(|word| !is_harmless(word)).collect();
        assert!(figures.is_empty(), "{asked}: {figures:?}");
        assert!(!picture.contains(" %"), "{asked}");
    }
}
