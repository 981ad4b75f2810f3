//! What is hidden in the demo county is found, and nothing else is.

use std::collections::BTreeSet;

use e2e::{demo, program, run, skipped};
use serde_json::Value;
use testkit::stories::{DETERIORATES, NOISE_ONLY, STORIES};

/// Areas and years of the findings of one rule, from the command line.
fn found() -> Option<Vec<Value>> {
    let (program, data) = (program()?, demo()?);
    let folder = data.to_str().unwrap();
    let arguments = ["analyse", "findings", "--data", folder, "--format", "json"];
    let output = run(&program, &arguments).unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    Some(answer["findings"].as_array().unwrap().clone())
}

fn areas(found: &[Value], rule: &str) -> BTreeSet<String> {
    let of_rule = found.iter().filter(|f| f["rule"] == rule);
    let keys = of_rule.map(|f| f["area_id"].as_str().unwrap().to_owned());
    let keys: Vec<String> = keys.collect();
    keys.iter()
        .flat_map(|k| k.split(", "))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_stories_of_the_demo_county_are_found() {
    let Some(found) = found() else {
        return skipped("the program");
    };
    assert_eq!(
        areas(&found, "entwicklung"),
        BTreeSet::from([DETERIORATES.to_owned()]),
        "one area is warned of, and the rise of 2022 everywhere warns of nobody"
    );
    let warned = found.iter().filter(|f| f["rule"] == "entwicklung");
    let since = warned.map(|f| f["since"].as_str().unwrap());
    assert_eq!(
        since.min(),
        Some("2022"),
        "the works closed in 2018; docs/methods-calibration.md says how many redrawn counties are warned by then"
    );
    let core = STORIES.iter().find(|s| s.id == "urban_cluster").unwrap();
    let cluster = areas(&found, "nachbarschaft");
    assert!(
        core.areas.iter().all(|area| cluster.contains(*area)),
        "{cluster:?}"
    );
    assert!(cluster.len() <= core.areas.len() + 3, "{cluster:?}");
    let text = serde_json::to_string(&found).unwrap();
    assert!(!text.contains(NOISE_ONLY), "chance alone is no finding");
}

#[test]
fn warnings_are_kept_with_the_edition_that_raised_them() {
    let (Some(program), Some(data)) = (program(), demo()) else {
        return skipped("the program");
    };
    let arguments = [
        "release",
        "warnings",
        "list",
        "--data",
        data.to_str().unwrap(),
    ];
    let output = run(&program, &arguments).unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        text.contains("ausgesprochen 2025-1, steht in 2025-1"),
        "{text}"
    );
    assert!(text.contains("offen"), "{text}");
}
