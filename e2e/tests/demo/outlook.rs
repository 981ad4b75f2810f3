//! What comes: the outlook of the demo county, its areas and its chapter.

use e2e::{demo, program, report, run, skipped};
use serde_json::Value;

/// What `analyse project` says of the demo folder, as JSON.
fn asked(arguments: &[&str]) -> Option<Value> {
    let (program, data) = (program()?, demo()?);
    let data = data.to_str().unwrap();
    let mut all = vec!["analyse", "project"];
    all.extend(arguments);
    all.extend(["--data", data, "--format", "json"]);
    let output = run(&program, &all).unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

fn rows(found: &Value, name: &str) -> Vec<Value> {
    found[name].as_array().unwrap().clone()
}

fn number(row: &Value, column: &str) -> f64 {
    row[column].as_f64().unwrap()
}

#[test]
fn municipalities_are_together_the_county_to_the_last_person() {
    let (Some(county), Some(towns)) = (asked(&[]), asked(&["--level", "municipality"])) else {
        return skipped("the program");
    };
    let first = rows(&county, "people");
    let towns = rows(&towns, "people");
    let mut compared = 0;
    for row in first.iter().filter(|r| r["year"] == "2029") {
        let same = towns.iter().filter(|t| t["age"] == row["age"]);
        let sum: f64 = same.map(|t| number(t, "count")).sum();
        assert!((sum - number(row, "count")).abs() < 0.5, "{row}");
        assert!(number(row, "lower") <= number(row, "count"));
        assert!(number(row, "count") <= number(row, "upper"));
        compared += 1;
    }
    assert_eq!(compared, 9, "everybody and eight age groups");
}

#[test]
fn a_place_that_is_too_small_or_was_changed_is_not_judged_and_says_why() {
    let Some(places) = asked(&["--level", "wohnplatz"]) else {
        return skipped("the program");
    };
    let reasons: Vec<String> = rows(&places, "people")
        .iter()
        .filter_map(|r| r["reason"].as_str())
        .filter(|r| !r.is_empty())
        .map(str::to_owned)
        .collect();
    assert!(
        reasons.iter().any(|r| r.contains("unter 300 Menschen")),
        "{reasons:?}"
    );
    assert!(
        reasons.iter().any(|r| r.contains("geändert")),
        "{reasons:?}"
    );
}

#[test]
fn guide_values_make_a_need_with_its_range() {
    let Some(found) = asked(&["--need"]) else {
        return skipped("the program");
    };
    let needs = rows(&found, "needs");
    let care = needs
        .iter()
        .find(|n| n["need"] == "Dauerpflege" && n["year"] == "2034");
    let care = care.unwrap();
    assert!(number(care, "lower") < number(care, "upper"));
    assert!(
        found["notes"]
            .to_string()
            .contains("kein Vertrauensbereich")
    );
    assert!(found["notes"].to_string().contains("Rechtsanspruch"));
}

#[test]
fn the_report_has_the_chapter_with_its_range_in_words() {
    let Some(text) = report() else { return };
    for words in [
        "Ausblick",
        "Spanne der Vergangenheit",
        "Bedarf nach Richtwert bis 2034",
        "So ist gerechnet",
    ] {
        assert!(text.contains(words), "{words}");
    }
}
