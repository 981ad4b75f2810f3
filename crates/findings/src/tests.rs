//! What the rules find in a small county of 25 squares, and what they leave alone.

use vocabulary::{AreaKey, Observation, Period};

use crate::county::{County, square, tree_of};
use crate::{
    Condition, Evidence, Finding, FindingKind, Findings, Preset, RuleSet, drifts, findings,
    indices, verdicts,
};

const COUNTS: &str = r#"
count = [
  { id = "people", name = "Menschen", unit = "Personen", nature = "stock", reference = "31.12.", source = "Register", class = "register", persons = true },
  { id = "claims", name = "Leistungen", unit = "Personen", nature = "stock", reference = "31.12.", source = "Jobcenter", class = "social", persons = true },
]"#;

const INDICATORS: &str = r#"
[[indicator]]
id = "C"
name = "Menschen mit Leistungen"
topic = "t"
kind = "share"
numerator = "claims"
denominator = "people"
unit = "%"
decimals = 1
polarity = "higher_is_burden"
levels = ["county", "place"]
[[indicator]]
id = "M"
name = "Anträge im Monat"
topic = "t"
kind = "count"
numerator = "claims"
unit = "Fälle"
polarity = "higher_is_burden"
levels = ["place"]
"#;

/// Squares along each side of the county.
const SIDE: usize = 5;

fn key(place: usize) -> AreaKey {
    format!("{place:02}").parse().unwrap()
}

fn observation(count: &str, place: usize, period: Period, number: f64) -> Observation {
    crate::county::observation(count, (key(place).as_str(), period), number)
}

/// The county with these observations, its places in rows of squares.
fn county(observations: &[Observation]) -> County {
    let places = 0..SIDE * SIDE;
    let mut areas = vec![("K".to_owned(), "county", None)];
    areas.extend(
        places
            .clone()
            .map(|at| (key(at).to_string(), "place", Some("K"))),
    );
    let tree = tree_of(&["county", "place"], &areas);
    let corner = |at: usize| square((at % SIDE) as f64, (at / SIDE) as f64);
    County {
        outlines: places.map(|at| (key(at), corner(at))).collect(),
        ..County::of_observations((COUNTS, INDICATORS), tree, observations)
    }
}

/// Shares of 2,000 people in each place and year.
fn yearly(share: impl Fn(usize, i32) -> f64) -> County {
    let mut observations = Vec::new();
    for year in 2015..=2024 {
        for place in 0..SIDE * SIDE {
            // A little noise that is the same every time.
            let noise = f64::from((i32::try_from(place).unwrap() * 7 + year * 13) % 11 - 5);
            let claims = (2000.0 * share(place, year) + noise).round();
            let period = Period::Year(year);
            observations.push(observation("people", place, period, 2000.0));
            observations.push(observation("claims", place, period, claims));
        }
    }
    county(&observations)
}

impl County {
    fn findings(&self) -> Findings {
        let panel = self.panel();
        let indices = indices(panel, &Preset::starters());
        findings(panel, &RuleSet::starter(), (&verdicts(panel), &indices))
    }

    fn of(&self, kind: FindingKind) -> Vec<Finding> {
        let all = self.findings().found.into_iter();
        all.filter(|f| f.kind == kind).collect()
    }
}

fn places(found: &[Finding]) -> Vec<String> {
    let areas = found.iter().flat_map(|f| &f.areas);
    areas.map(ToString::to_string).collect()
}

#[test]
fn the_one_place_that_drifts_away_is_warned_of_and_no_other() {
    let county = yearly(|place, year| {
        let everywhere = if year >= 2022 { 0.12 } else { 0.10 };
        let own = if place == 12 {
            0.012 * f64::from((year - 2017).max(0))
        } else {
            0.0
        };
        everywhere + own
    });
    let found = county.of(FindingKind::Trend);
    assert_eq!(places(&found), ["12"]);
    let since = found[0].since.unwrap().last_year();
    assert!((2019..=2022).contains(&since), "{since}");
    assert_eq!(found[0].evidence, Evidence::Repeated);
    insta::assert_snapshot!(found[0].reason);
}

#[test]
fn what_rises_everywhere_at_once_warns_of_nobody() {
    let county = yearly(|_, year| if year >= 2022 { 0.14 } else { 0.10 });
    assert_eq!(county.findings().found, []);
}

#[test]
fn a_place_that_jumps_and_stays_is_a_jump_and_not_a_drift() {
    let county = yearly(|place, year| {
        if place == 7 && year >= 2020 {
            0.18
        } else {
            0.10
        }
    });
    let found = county.of(FindingKind::ChangePoint);
    assert_eq!(places(&found), ["07"]);
    assert_eq!(found[0].since, Some(Period::Year(2020)));
    insta::assert_snapshot!(found[0].reason);
}

#[test]
fn high_neighbours_are_one_finding_with_all_their_names() {
    let core = [0, 1, 2, 5, 6, 7, 10, 11];
    let county = yearly(|place, _| if core.contains(&place) { 0.22 } else { 0.08 });
    let found = county.of(FindingKind::Cluster);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].areas.len() >= 3);
    assert!(
        places(&found)
            .iter()
            .all(|p| core.contains(&p.parse::<usize>().unwrap()))
    );
    insta::assert_snapshot!(found[0].reason);
}

#[test]
fn without_outlines_there_are_no_neighbours_and_the_rule_says_so() {
    let mut county = yearly(|place, _| if place < 5 { 0.2 } else { 0.1 });
    county.outlines.clear();
    let all = county.findings();
    let cluster = all
        .examined
        .iter()
        .find(|e| e.kind == FindingKind::Cluster)
        .unwrap();
    assert_eq!(cluster.tests, 0);
    assert!(
        cluster.not_judged[0].reason.contains("keine Umrisse"),
        "{cluster:?}"
    );
}

#[test]
fn too_few_years_are_told_beside_the_drifts_as_beside_the_findings() {
    let mut observations = Vec::new();
    for (year, place) in (2022..=2024).flat_map(|y| (0..SIDE * SIDE).map(move |p| (y, p))) {
        let period = Period::Year(year);
        observations.push(observation("people", place, period, 2000.0));
        observations.push(observation("claims", place, period, 200.0));
    }
    let county = county(&observations);
    let rules = RuleSet::starter();
    let is_trend = |rule: &&crate::Rule| matches!(rule.condition, Condition::Trend { .. });
    let rule = rules.rules.iter().find(is_trend).unwrap();
    let (drifts, examined) = drifts(county.panel(), (rule, rules.version));
    assert!(drifts.is_empty() && examined.tests == 0);
    let reasons = examined.not_judged.iter().map(|missed| &missed.reason);
    assert!(reasons.clone().count() > 0);
    assert!(
        reasons.clone().all(|r| r.contains("Jahre innerhalb")),
        "{examined:?}"
    );
    assert!(county.findings().examined.contains(&examined));
}

#[test]
fn a_month_with_far_more_cases_than_before_is_an_alarm() {
    let mut observations = Vec::new();
    for month in 0..48_u8 {
        for place in 0..SIDE * SIDE {
            let period = Period::Month(2021 + i32::from(month / 12), month % 12 + 1);
            let usual = 20.0 + ((usize::from(month) * 5 + place * 3) % 7) as f64;
            let count = if place == 4 && month == 47 {
                70.0
            } else {
                usual
            };
            observations.push(observation("claims", place, period, count));
        }
    }
    let found = county(&observations).of(FindingKind::CountAlarm);
    assert_eq!(places(&found), ["04"]);
    insta::assert_snapshot!(found[0].reason);
}

#[test]
fn too_short_a_series_is_not_judged_and_the_reason_is_said() {
    let mut observations = Vec::new();
    for year in [2020, 2022, 2024] {
        for place in 0..SIDE * SIDE {
            observations.push(observation("people", place, Period::Year(year), 2000.0));
            observations.push(observation("claims", place, Period::Year(year), 200.0));
        }
    }
    let all = county(&observations).findings();
    let trend = all
        .examined
        .iter()
        .find(|e| e.kind == FindingKind::Trend)
        .unwrap();
    assert_eq!((trend.tests, trend.not_judged[0].areas), (0, SIDE * SIDE));
    assert!(
        trend.not_judged[0].reason.contains("weniger als 5 Jahre"),
        "{trend:?}"
    );
}

#[test]
fn nobody_at_all_and_nothing_but_zeros_find_nothing() {
    assert_eq!(county(&[]).findings().found, []);
    assert_eq!(yearly(|_, _| 0.0).findings().found, []);
}

#[test]
fn the_same_figures_give_the_same_findings() {
    let county = yearly(|place, year| {
        0.1 + if place % 4 == 0 {
            0.004 * f64::from(year - 2015)
        } else {
            0.0
        }
    });
    assert_eq!(county.findings(), county.findings());
}
