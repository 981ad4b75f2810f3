//! Plans of a measure that does not begin everywhere at once, on the county of thirty places.

use vocabulary::Explain;

use super::tests::{assert_no_effect_is_claimed, county, judged, level, plan, quiet};
use super::{ClaimLevel, Effect, NoSecondLook, NotJudged, Registration, WaveLeft, effect};
use crate::places::Places;

/// Three places, two of which begin in 2019 and one in 2021.
const WAVES: &str = r#"wave = [
    { start = "2019", areas = ["P03", "P08"] },
    { start = "2021", areas = ["P11"] },
]"#;

fn start(place: usize) -> Option<i32> {
    match place {
        3 | 8 => Some(2019),
        11 => Some(2021),
        _ => None,
    }
}

/// Fifteen points from the start on.
fn helped(place: usize, year: i32) -> f64 {
    let on = start(place).is_some_and(|start| year >= start);
    if on { 150.0 } else { 0.0 }
}

fn said(found: &Effect) -> String {
    found.sentences.join("\n")
}

#[test]
fn a_large_difference_after_each_start_is_supported_and_told_by_start() {
    let found = judged(&county(helped), &plan(WAVES));
    assert_eq!(level(&found), ClaimLevel::Supported, "{}", said(&found));
    let judgement = found.judgement.as_ref().unwrap();
    let tested = judgement.difference.as_ref().unwrap();
    assert!(tested.lower < 15.0 && 15.0 < tested.upper, "{tested:?}");
    let by_start = judgement.by_start.as_ref().unwrap();
    let told: Vec<(String, usize, usize)> = by_start
        .groups
        .iter()
        .map(|g| (g.start.to_string(), g.areas, g.periods.len()))
        .collect();
    assert_eq!(told, [("2019".into(), 2, 6), ("2021".into(), 1, 4)]);
    for group in &by_start.groups {
        let own = group.tested.as_ref().unwrap();
        assert!((own.value - 15.0).abs() < 4.0, "{own:?}");
    }
    for (since, answer) in &by_start.since {
        let own = answer.as_ref().unwrap();
        let expected = if *since < 0 { 0.0 } else { 15.0 };
        assert!((own.value - expected).abs() < 4.0, "{since}: {own:?}");
    }
    assert!((by_start.simple.clone().unwrap() - 15.0).abs() < 4.0);
    assert_eq!(judgement.second, Err(NoSecondLook::Staggered));
}

#[test]
fn what_is_said_of_several_starts() {
    insta::assert_snapshot!(said(&judged(&county(helped), &plan(WAVES))));
}

#[test]
fn an_effect_that_grows_is_not_hidden_by_areas_that_have_it_already() {
    let growing = |place: usize, year: i32| {
        start(place).map_or(0.0, |start| 40.0 * f64::from((year - start + 1).max(0)))
    };
    let found = judged(&county(growing), &plan(WAVES));
    let judgement = found.judgement.as_ref().unwrap();
    // 4, 8, … 24 points for two places, 4 … 16 for the third.
    let truth = (2.0 * 14.0 + 10.0) / 3.0;
    let tested = judgement.difference.as_ref().unwrap();
    assert!((tested.value - truth).abs() < 3.0, "{tested:?}");
    let since = &judgement.by_start.as_ref().unwrap().since;
    let after: Vec<f64> = since
        .iter()
        .filter(|(since, _)| *since >= 0)
        .map(|(_, answer)| answer.as_ref().unwrap().value)
        .collect();
    assert!(after.is_sorted(), "{after:?}");
}

#[test]
fn without_any_measure_hardly_any_three_places_are_said_to_have_one() {
    let places = county(|_, _| 0.0);
    let claimed = (1..=28).filter(|first| {
        let lines = format!(
            "wave = [{{ start = \"2019\", areas = [\"P{first:02}\", \"P{:02}\"] }}, {{ start = \"2021\", areas = [\"P{:02}\"] }}]",
            first + 1,
            first + 2
        );
        let found = judged(&places, &plan(&lines));
        if level(&found) < ClaimLevel::Supported {
            assert_no_effect_is_claimed(&found);
        }
        level(&found) == ClaimLevel::Supported
    });
    assert!(claimed.count() <= 1, "one in twenty-eight, at 5 %");
}

#[test]
fn the_same_start_written_twice_is_the_simple_plan() {
    let twice =
        "wave = [{ start = \"2021\", areas = [\"P03\"] }, { start = \"2021\", areas = [\"P08\"] }]";
    let simple = "areas = [\"P03\", \"P08\"]\nstart = \"2021\"";
    let places = county(helped);
    let (twice, simple) = (
        judged(&places, &plan(twice)),
        judged(&places, &plan(simple)),
    );
    assert_eq!(twice.plan, simple.plan);
    assert_eq!(twice.sentences, simple.sentences);
    assert!(twice.judgement.unwrap().by_start.is_none());
}

#[test]
fn the_plan_counts_as_early_only_before_the_first_start() {
    let plan = plan(WAVES);
    let day = |text: &str| Registration::of(text.parse().unwrap(), plan.start());
    assert!(matches!(day("2018-12-31"), Registration::Before(_)));
    assert!(matches!(day("2020-06-01"), Registration::Late(_)));
}

#[test]
fn a_start_without_years_before_is_left_out_and_told() {
    let lines = r#"wave = [
        { start = "2015", areas = ["P05"] },
        { start = "2021", areas = ["P11"] },
    ]"#;
    let found = judged(&county(helped), &plan(lines));
    assert_eq!(found.waves_left[0].1, WaveLeft::TooEarly);
    assert!(
        said(&found).contains("Nicht beurteilt: Ort P05 (Start 2015)"),
        "{}",
        said(&found)
    );
    assert!(
        !found.comparisons.contains(&"P05".parse().unwrap()),
        "it has the measure"
    );
    let every =
        r#"wave = [{ start = "2014", areas = ["P05"] }, { start = "2016", areas = ["P11"] }]"#;
    let refused = effect(county(helped).panel(), &plan(every)).unwrap_err();
    assert_eq!(refused, NotJudged::TooFewBefore { have: 1 });
    assert!(refused.german().contains("Nicht beurteilbar"));
}

#[test]
fn a_start_to_come_is_told_and_not_judged() {
    let lines =
        r#"wave = [{ start = "2020", areas = ["P03"] }, { start = "2027", areas = ["P11"] }]"#;
    let found = judged(&county(helped), &plan(lines));
    assert_eq!(found.areas, ["P03".parse().unwrap()]);
    assert!(said(&found).contains("Noch nicht begonnen: Ort P11 (Start 2027)"));
    let both =
        r#"wave = [{ start = "2026", areas = ["P03"] }, { start = "2027", areas = ["P11"] }]"#;
    let found = judged(&county(helped), &plan(both));
    assert!(found.judgement.is_none() && found.after.is_empty());
    assert!(
        said(&found).contains("geplant ab 2026 und 2027"),
        "{}",
        said(&found)
    );
}

#[test]
fn without_places_that_never_get_it_nothing_is_judged() {
    let everywhere: Vec<String> = (1..=30).map(|p| format!("\"P{p:02}\"")).collect();
    let lines = format!(
        "wave = [{{ start = \"2019\", areas = [{}] }}, {{ start = \"2021\", areas = [{}] }}]",
        everywhere[..15].join(","),
        everywhere[15..].join(",")
    );
    let found = judged(&county(helped), &plan(&lines));
    assert_eq!(level(&found), ClaimLevel::NotJudged);
    assert!(
        found.sentences[0].contains("nicht beurteilbar"),
        "{}",
        said(&found)
    );
    let few = Places::new(6, 2015..=2024, |p, y| Some((quiet(p, y), 1000.0)));
    let lines =
        r#"wave = [{ start = "2019", areas = ["P01"] }, { start = "2021", areas = ["P02"] }]"#;
    let found = judged(&few, &plan(lines));
    assert!(level(&found) < ClaimLevel::Associated);
    assert_no_effect_is_claimed(&found);
}

#[test]
fn what_would_have_been_starts_where_each_place_stood() {
    let found = judged(&county(helped), &plan(WAVES));
    let begun: Vec<f64> = found
        .expected
        .iter()
        .map(|e| (e.begun * 3.0).round())
        .collect();
    assert_eq!(begun, [0.0, 2.0, 2.0, 3.0, 3.0, 3.0, 3.0]);
    let first = &found.expected[0];
    let own = found
        .means
        .iter()
        .find(|m| m.period == first.period)
        .unwrap();
    assert!(
        (own.measure - first.value).abs() < 1e-9,
        "nothing has begun"
    );
    for expected in &found.expected {
        assert!((expected.value - 30.0).abs() < 4.0, "{expected:?}");
    }
}
