//! Tests of the index on an invented county: exact, explained, with reasons where there is none.

use methods::mss;
use proptest::prelude::*;
use vocabulary::{AreaKey, Explain, Period};

use super::{IndexResult, Preset, Refusal, Scaling, Together, Weighting, index};
use crate::county::{County, Row, indicators, key};

const PRESET: &str = r#"
id = "probe"
version = 1
name = "Probe"
purpose = "Zum Prüfen."
[[indicator]]
id = "A"
[[indicator]]
id = "B"
[[indicator]]
id = "C"
[areas]
population = "P"
least_population = 300
[status]
cuts = [-1.0, 1.0, 1.5]
names = ["gering", "mittel", "erhöht", "hoch"]
[dynamics]
years = 2
cuts = [-1.0, 1.0]
names = ["günstiger", "wie im Mittel", "ungünstiger"]
[doubt]
draws = 200
"#;

fn preset() -> Preset {
    Preset::load("probe.toml", PRESET).unwrap()
}

/// Cases that differ from place to place and lie together.
#[expect(
    clippy::unnecessary_wraps,
    reason = "a row of the county may be missing"
)]
fn cases(place: usize, year: i32) -> Option<Row> {
    let years = f64::from(year - 2020);
    let at = place as f64;
    let wave = |a: usize, b: usize| (place * a % b) as f64;
    let cases = [
        40.0 + 9.0 * at + 2.0 * years * wave(7, 11),
        30.0 + 7.0 * at + 3.0 * wave(5, 7) + years * wave(3, 5),
        55.0 + 5.0 * at + 4.0 * wave(7, 13) + years * wave(5, 11),
    ];
    Some((cases, 1_000.0 + 10.0 * wave(7, 11)))
}

fn twelve() -> County {
    County::new(12, 2020..=2024, cases)
}

fn made(county: &County, preset: &Preset) -> IndexResult {
    index(county.panel(), preset, None).unwrap()
}

fn place(at: usize) -> AreaKey {
    key(at).parse().unwrap()
}

#[test]
fn equal_weights_of_z_scores_are_berlins_recipe() {
    let county = twelve();
    let steps = made(&county, &preset());
    let text = PRESET.replace("[status]", "[method]\nrecipe = \"mss\"\n[status]");
    let letter = made(&county, &Preset::load("mss.toml", &text).unwrap());
    let share = |id: &str| -> Vec<f64> {
        let of = |at| {
            let shown = county
                .panel()
                .shown(&place(at), &id.parse().unwrap(), Period::Year(2024));
            shown.unwrap().value.unwrap()
        };
        (0..12).map(of).collect()
    };
    let expected = mss::index(&["A", "B", "C"].map(share), &[true; 12]).unwrap();
    for (at, expected) in expected.into_iter().enumerate() {
        let letter = letter.newest().unwrap().area(&place(at)).unwrap();
        let steps = steps.newest().unwrap().area(&place(at)).unwrap();
        assert_eq!(Some(letter.index), expected);
        assert!((steps.index - letter.index).abs() < 1e-12);
        assert_eq!(steps.class, letter.class);
    }
}

#[test]
fn contributions_add_up_to_the_index() {
    let without_c = |place: usize, year: i32| {
        let (mut cases, people) = cases(place, year)?;
        if place == 3 {
            cases[2] = 1.0; // hidden in the public edition
        }
        Some((cases, people))
    };
    let county = County::new(12, 2020..=2024, without_c);
    for result in [
        made(&county, &preset()),
        made(&county, &{
            let mut preset = preset();
            preset.method.base_year = Some(2020);
            preset
        }),
    ] {
        let newest = result.newest().unwrap();
        for area in &newest.areas {
            let sum: f64 = area.contributions.iter().flatten().sum();
            assert!((sum - area.index).abs() < 1e-9, "{area:?}");
        }
        let hidden = newest.area(&place(3)).unwrap();
        assert_eq!(hidden.contributions[2], None);
    }
}

#[test]
fn places_with_few_people_or_hidden_values_have_no_index_and_say_why() {
    let few = |place: usize, year: i32| match place {
        0 => Some(([20.0, 20.0, 20.0], 299.0)),
        1 => Some(([1.0, 2.0, 40.0], 900.0)),
        2 => None,
        _ => cases(place, year),
    };
    let county = County::new(12, 2020..=2024, few);
    let result = made(&county, &preset());
    let newest = result.newest().unwrap();
    let reasons: Vec<String> = newest
        .left_out
        .iter()
        .map(|l| format!("{}: {}", l.area, l.reason))
        .collect();
    assert_eq!(newest.areas.len() + reasons.len(), 12);
    assert_eq!(
        reasons,
        [
            "1001: weniger als 300 Menschen",
            "1002: zum Schutz Einzelner nicht gezeigt: A und B",
            "1003: die Zahl der Menschen ist nicht bekannt oder wird nicht gezeigt",
        ]
    );
}

#[test]
fn parameters_of_a_base_year_make_years_comparable() {
    let worse = |place: usize, year: i32| {
        let (cases, people) = cases(place, 2020)?;
        let more = if year == 2024 { 2.0 } else { 1.0 };
        Some((cases.map(|c| c * more), people))
    };
    let county = County::new(12, 2020..=2024, worse);
    let mean = |result: &IndexResult| {
        let areas = &result.newest().unwrap().areas;
        areas.iter().map(|a| a.index).sum::<f64>() / areas.len() as f64
    };
    assert!(mean(&made(&county, &preset())).abs() < 1e-9);
    let fixed = made(
        &county,
        &Preset {
            method: super::Method {
                base_year: Some(2020),
                ..preset().method
            },
            ..preset()
        },
    );
    assert!(mean(&fixed) > 2.0, "{}", mean(&fixed));
    assert_eq!(fixed.periods.len(), 5);
}

#[test]
fn nothing_is_compared_across_two_definitions() {
    let first = "valid_to = 2022\nversion = 1\n";
    let second = "valid_from = 2023\nversion = 2\nchange_note = \"neue Zählweise\"\n";
    let all = indicators("");
    let (before, c) = all.split_at(all.rfind("[[indicator]]").unwrap());
    let text = [before, c, first, c, second].concat();
    let county = County::with_catalogue(&text, 12, 2020..=2024, cases);
    let result = made(&county, &preset());
    let newest = result.newest().unwrap();
    assert_eq!(newest.parts[2].definition_version, 2);
    let told = newest.no_dynamics.as_deref().unwrap();
    assert!(told.contains("Zählweise") && told.contains('C'), "{told}");
    let mut fixed = preset();
    fixed.method.base_year = Some(2023);
    let fixed = made(&county, &fixed);
    assert_eq!(fixed.periods.len(), 2);
    assert_eq!(fixed.not_defined.len(), 3);
}

#[test]
fn a_class_is_named_only_where_the_draws_agree() {
    let county = twelve();
    let result = made(&county, &preset());
    for area in &result.newest().unwrap().areas {
        let doubt = area.doubt.as_ref().unwrap();
        assert!(doubt.lower_rank <= doubt.median_rank && doubt.median_rank <= doubt.upper_rank);
        assert!((doubt.class_shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert_eq!(doubt.stable, doubt.class_shares[area.class] >= 0.7);
        let dynamics = area.dynamics.as_ref().unwrap();
        assert_eq!(
            dynamics.stable,
            dynamics.class_shares[dynamics.class] >= 0.7
        );
    }
    assert_eq!(result, made(&county, &preset()));
}

#[test]
fn change_is_measured_against_that_of_all() {
    let county = County::new(12, 2020..=2024, |place, year| {
        let (mut cases, people) = cases(place, 2020)?;
        let everywhere = if year > 2022 { 40.0 } else { 0.0 };
        let here = if place == 5 && year > 2022 {
            120.0
        } else {
            0.0
        };
        let noise = ((place * 5) % 7) as f64 * f64::from(year - 2020) / 4.0;
        for case in &mut cases {
            *case += everywhere + here + noise;
        }
        Some((cases, people))
    });
    let result = made(&county, &preset());
    let newest = result.newest().unwrap();
    for at in 0..12 {
        let dynamics = newest.area(&place(at)).unwrap().dynamics.clone().unwrap();
        assert_eq!(dynamics.class == 2, at == 5, "{at}: {dynamics:?}");
        if at == 5 {
            assert!(dynamics.stable);
        }
    }
}

#[test]
fn every_choice_of_a_preset_gives_an_index() {
    let county = twelve();
    let weights = [
        Weighting::Equal,
        Weighting::Given,
        Weighting::OneFactor,
        Weighting::PrincipalComponent,
    ];
    let ways = [
        (Scaling::ZScore, Together::Arithmetic),
        (Scaling::MinMax, Together::Geometric),
        (Scaling::PercentileRank, Together::Copeland),
    ];
    for weighting in weights {
        for (scaling, together) in ways {
            let mut preset = preset();
            preset.method.weights = weighting;
            preset.method.normalisation = scaling;
            preset.method.aggregation = together;
            preset.method.outliers = super::Outliers::Winsorise;
            preset.method.gaps = super::Filling::Median;
            let result = made(&county, &preset);
            let newest = result.newest().unwrap();
            assert_eq!(newest.areas.len(), 12, "{weighting:?} {scaling:?}");
            let sum = together == Together::Arithmetic;
            assert_eq!(newest.areas[0].contributions.is_empty(), !sum);
            assert!(
                result
                    .method_sheet()
                    .iter()
                    .all(|l| !l.text.contains('{') && !l.label.contains('_'))
            );
        }
    }
}

#[test]
fn the_method_sheet_tells_every_step() {
    let county = twelve();
    let sheet = made(&county, &preset()).method_sheet();
    let lines: Vec<String> = sheet
        .iter()
        .map(|l| format!("{}: {}", l.label, l.text))
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn what_makes_no_index_is_refused_with_its_reason() {
    let county = twelve();
    let of = |change: &dyn Fn(&mut Preset)| {
        let mut preset = preset();
        change(&mut preset);
        index(county.panel(), &preset, None)
    };
    let named = |id: &str| id.parse().unwrap();
    assert!(matches!(
        of(&|p| p.indicators[0].id = named("Z")),
        Err(Refusal::UnknownIndicator(_))
    ));
    assert!(matches!(
        of(&|p| p.indicators[0].id = named("P")),
        Err(Refusal::NoDirection(_))
    ));
    assert!(matches!(
        of(&|p| p.level = Some("street".parse().unwrap())),
        Err(Refusal::UnknownLevel(_))
    ));
    assert!(matches!(
        of(&|p| p.method.base_year = Some(1999)),
        Err(Refusal::BaseMissing(_))
    ));
    let later = index(county.panel(), &preset(), Some(Period::Year(2030)));
    assert!(matches!(later, Err(Refusal::PeriodMissing(_))));
}

#[track_caller]
fn never_made(places: usize, row: impl Fn(usize, i32) -> Option<Row>) -> String {
    let county = County::new(places, 2023..=2024, row);
    match index(county.panel(), &preset(), None) {
        Ok(result) => {
            assert!(result.periods.is_empty(), "{result:?}");
            result.not_defined[0].reason.clone()
        }
        Err(reason) => reason.german(),
    }
}

#[test]
fn bad_counties_have_no_index_and_a_reason() {
    assert!(never_made(1, cases).contains('2'));
    assert!(never_made(6, |_, _| Some(([50.0; 3], 1_000.0))).contains("gleich"));
    assert!(never_made(6, |_, _| Some(([0.0; 3], 0.0))).contains("Zeitraum"));
    assert!(never_made(6, |_, _| None).contains("Zeitraum"));
    assert!(never_made(6, |_, _| Some(([5.0; 3], 100.0))).contains("kein Gebiet"));
}

#[test]
fn collinear_indicators_make_no_factor() {
    let county = County::new(12, 2024..=2024, |place, _| {
        Some(([50.0 + place as f64 * 3.0; 3], 1_000.0))
    });
    let mut factor = preset();
    factor.method.weights = Weighting::OneFactor;
    let result = made(&county, &factor);
    assert!(result.periods.is_empty() && !result.not_defined[0].reason.is_empty());
}

#[test]
fn presets_that_do_not_fit_together_are_refused_in_german() {
    let wrong = [
        ("id = \"A\"", "id = \"B\""),
        ("cuts = [-1.0, 1.0, 1.5]", "cuts = [1.0, -1.0, 1.5]"),
        ("\"gering\", ", ""),
        ("years = 2", "years = 0"),
        ("draws = 200", "draws = 0"),
        ("id = \"A\"", "id = \"A\"\nweight = -1.0"),
        (
            "[status]",
            "[method]\naggregation = \"geometric\"\n[status]",
        ),
        (
            "[status]",
            "[method]\nrecipe = \"mss\"\nbase_year = 2020\n[status]",
        ),
        ("[status]", "[method]\nleast_weight = 0.0\n[status]"),
        ("version = 1", "version = eins"),
    ];
    for (from, to) in wrong {
        let error = Preset::load("probe.toml", &PRESET.replace(from, to)).unwrap_err();
        assert!(
            error.german().contains("probe.toml"),
            "{to}: {}",
            error.german()
        );
    }
}

/// Nobody, or enough people: this county's bases are always shown, and beside a shown base of three no case can be kept.
fn people() -> impl Strategy<Value = u32> {
    prop_oneof![1 => Just(0), 9 => 4_u32..2_000]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_county_makes_a_panic_or_a_number_that_is_none(
        rows in proptest::collection::vec((proptest::array::uniform3(0_u32..60), people()), 1..9)
    ) {
        let county = County::new(rows.len(), 2022..=2024, |place, year| {
            let (cases, people) = rows[(place + usize::try_from(year - 2022).unwrap()) % rows.len()];
            Some((cases.map(|c| f64::from(c.min(people))), f64::from(people)))
        });
        if let Ok(result) = index(county.panel(), &preset(), None) {
            for area in result.periods.iter().flat_map(|p| &p.areas) {
                prop_assert!(area.index.is_finite() && area.class < 4);
                prop_assert!(area.contributions.iter().flatten().all(|c| c.is_finite()));
            }
            prop_assert!(!result.method_sheet().iter().any(|l| l.text.contains("NaN")));
        }
    }
}

#[test]
fn the_starter_presets_are_read_and_their_names_are_neutral() {
    let presets = Preset::starters();
    assert_eq!(presets.len(), super::STARTER_PRESETS.len());
    for preset in &presets[..2] {
        assert!(preset.status.names.iter().all(|n| n.ends_with("Belastung")));
    }
    assert_eq!(presets[2].indicators.len(), 4);
    assert_eq!(presets[3].indicators.len(), 3);
}
