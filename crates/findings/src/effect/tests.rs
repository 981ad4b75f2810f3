//! Plans on a county of thirty places.

use vocabulary::Explain;

use super::{
    ClaimLevel, Effect, Lacking, LeftOut, NotJudged, Plan, Registration, effect, registered_effect,
};
use crate::places::Places;

const START: i32 = 2021;

/// Shares that jump about by up to two points around 30 % without a pattern.
pub(super) fn quiet(place: usize, year: i32) -> f64 {
    let year = usize::try_from(year).unwrap();
    let wobble = (place * 7919 + year * 104_729 + place * year * 31) % 41;
    300.0 + wobble as f64 - 20.0
}

pub(super) fn county(extra: impl Fn(usize, i32) -> f64) -> Places {
    Places::new(30, 2015..=2024, |place, year| {
        Some((quiet(place, year) + extra(place, year), 1000.0))
    })
}

pub(super) fn plan(lines: &str) -> Plan {
    let text = format!(
        "name = \"Familienzentrum\"\nindicator = \"X\"\nsmallest_difference = 5.0\n{lines}"
    );
    Plan::load("plan.toml", &text).unwrap()
}

fn usual() -> Plan {
    plan("areas = [\"P03\"]\nstart = \"2021\"")
}

pub(super) fn judged(places: &Places, plan: &Plan) -> Effect {
    effect(places.panel(), plan).unwrap()
}

pub(super) fn level(found: &Effect) -> ClaimLevel {
    found.judgement.as_ref().unwrap().level
}

fn helped(place: usize, year: i32) -> f64 {
    if place == 3 && year >= START {
        150.0
    } else {
        0.0
    }
}

#[test]
fn a_large_difference_after_the_start_is_supported_and_within_its_interval() {
    let found = judged(&county(helped), &usual());
    assert_eq!(
        level(&found),
        ClaimLevel::Supported,
        "{:#?}",
        found.sentences
    );
    let tested = found.judgement.unwrap().difference.unwrap();
    assert!(tested.lower < 15.0 && 15.0 < tested.upper, "{tested:?}");
    assert!(found.sentences[0].contains("Wirkung"));
}

#[test]
fn below_the_third_level_nobody_speaks_of_an_effect() {
    for place in 1..=30 {
        let plan = plan(&format!("areas = [\"P{place:02}\"]\nstart = \"2021\""));
        let found = judged(&county(|_, _| 0.0), &plan);
        if level(&found) < ClaimLevel::Supported {
            assert_no_effect_is_claimed(&found);
        }
    }
}

#[test]
fn a_plan_from_after_the_start_never_reaches_the_third_level_and_says_so() {
    let places = county(helped);
    let under = |registration| registered_effect(places.panel(), &usual(), registration).unwrap();
    let day = |text: &str| Registration::of(text.parse().unwrap(), usual().start());
    let early = under(day("2020-11-30"));
    assert_eq!(level(&early), ClaimLevel::Supported);
    assert!(
        early
            .sentences
            .join(" ")
            .contains("am 30.11.2020 hinterlegt, vor dem Start")
    );
    let late = under(day("2021-01-01"));
    assert!(
        late.sentences
            .join(" ")
            .contains("Plan erst nach Beginn festgelegt")
    );
    for found in [late, under(Registration::Never)] {
        assert_eq!(level(&found), ClaimLevel::Associated);
        let lacking = &found.judgement.as_ref().unwrap().lacking;
        assert!(lacking.contains(&Lacking::PlanBeforeStart));
        assert_no_effect_is_claimed(&found);
    }
}

#[test]
fn a_second_look_agrees_where_there_is_something_and_lowers_the_level_where_it_does_not() {
    let found = judged(&county(helped), &usual());
    let judgement = found.judgement.as_ref().unwrap();
    let second = judgement.second.as_ref().unwrap();
    assert!((second.difference - 15.0).abs() < 4.0, "{second:?}");
    assert!(second.p <= 0.1 && !second.disagrees(judgement.difference.as_ref().unwrap()));
    assert!(found.sentences.join(" ").contains("Das passt zum Ergebnis"));
    let mut other = second.clone();
    other.difference = -other.difference;
    assert!(other.disagrees(judgement.difference.as_ref().unwrap()));
    let many = "areas = [\"P01\",\"P02\",\"P03\",\"P04\",\"P05\",\"P06\"]\nstart = \"2021\"";
    let found = judged(&county(helped), &plan(many));
    assert!(found.judgement.unwrap().second.is_err());
    assert!(found.sentences.join(" ").contains("ist nicht möglich"));
}

/// No sentence of a level below the third may contain the word, in any of its forms.
#[track_caller]
pub(super) fn assert_no_effect_is_claimed(found: &Effect) {
    let said = found.sentences.join(" ");
    assert!(!said.to_lowercase().contains("wirk"), "{said}");
}

#[test]
fn the_word_stands_in_one_sentence_of_the_text_file_only() {
    let texts = include_str!("texts.de.toml");
    let with: Vec<&str> = texts
        .lines()
        .filter(|line| line.to_lowercase().contains("wirk"))
        .filter_map(|line| line.split(" =").next())
        .collect();
    assert_eq!(with, ["supported"]);
}

#[test]
fn without_any_measure_hardly_any_place_is_said_to_have_one() {
    let places = county(|_, _| 0.0);
    let claimed = (1..=30).filter(|place| {
        let plan = plan(&format!("areas = [\"P{place:02}\"]\nstart = \"2021\""));
        level(&judged(&places, &plan)) == ClaimLevel::Supported
    });
    assert!(claimed.count() <= 1, "one in thirty, at 5 %");
}

#[test]
fn a_place_that_was_on_its_way_before_is_not_claimed() {
    let on_its_way = |place: usize, year: i32| {
        if place == 3 {
            f64::from(year - 2015) * 30.0
        } else {
            0.0
        }
    };
    let found = judged(&county(on_its_way), &usual());
    let judgement = found.judgement.unwrap();
    assert_eq!(judgement.level, ClaimLevel::Associated);
    assert!(judgement.lacking.contains(&Lacking::SameTrendBefore));
}

#[test]
fn what_places_as_bad_did_by_themselves_is_no_effect() {
    // Seven places were far up in the two years before the start and all come back; one of them had a measure.
    let back = |place: usize, year: i32| {
        if place <= 7 && (2017..START).contains(&year) {
            120.0
        } else {
            0.0
        }
    };
    let found = judged(&county(back), &usual());
    assert!(
        level(&found) < ClaimLevel::Supported,
        "{:#?}",
        found.sentences
    );
    let similar = found.judgement.unwrap().similar.unwrap();
    assert!(
        (similar.change - similar.measure_change).abs() < 3.0,
        "{similar:?}"
    );
}

#[test]
fn few_places_to_compare_with_cannot_be_judged() {
    let few = Places::new(8, 2015..=2024, |p, y| {
        Some((quiet(p, y) + helped(p, y), 1000.0))
    });
    let found = judged(&few, &usual());
    assert_eq!(level(&found), ClaimLevel::NotJudged);
    assert!(
        found.sentences[0].contains("nicht beurteilbar"),
        "{:?}",
        found.sentences
    );
    let alone = Places::new(1, 2015..=2024, |p, y| Some((quiet(p, y), 1000.0)));
    let found = judged(&alone, &plan("areas = [\"P01\"]\nstart = \"2021\""));
    assert!(found.sentences[0].contains("nicht beurteilbar"));
    assert!(found.smallest_detectable.is_err());
}

#[test]
fn before_the_start_the_plan_says_what_it_could_show() {
    let found = judged(
        &county(|_, _| 0.0),
        &plan("areas = [\"P03\"]\nstart = \"2025\""),
    );
    assert!(found.judgement.is_none() && found.after.is_empty());
    let smallest = found.smallest_detectable.clone().unwrap();
    assert!((0.5..5.0).contains(&smallest), "{smallest}");
    assert!(
        found
            .sentences
            .iter()
            .any(|s| s.contains("das genügt für die 5,0 Prozentpunkte"))
    );
}

#[test]
fn gaps_are_left_out_and_told() {
    let places = Places::new(30, 2015..=2024, |place, year| {
        let known = year != 2018 && (place != 9 || year != 2016);
        known.then(|| (quiet(place, year) + helped(place, year), 1000.0))
    });
    let found = judged(&places, &usual());
    assert_eq!(found.left_out, [("P09".parse().unwrap(), LeftOut::Gap)]);
    assert!(
        found.sentences.iter().any(|s| s.contains("Für 2018")),
        "{:?}",
        found.sentences
    );
}

#[test]
fn a_short_series_and_few_cases_cannot_be_judged() {
    let three = Places::new(30, 2020..=2024, |p, y| {
        (y != 2021 && y != 2022).then(|| (quiet(p, y), 1000.0))
    });
    let refused = effect(three.panel(), &usual()).unwrap_err();
    assert_eq!(refused, NotJudged::TooFewBefore { have: 1 });
    assert!(refused.german().contains("Nicht beurteilbar"));
    let small = Places::new(30, 2015..=2024, |_, _| Some((4.0, 100.0)));
    assert!(matches!(
        effect(small.panel(), &usual()),
        Err(NotJudged::TooFewCases(_))
    ));
}

#[test]
fn nothing_known_at_all_is_told_and_not_a_panic() {
    let nobody = Places::new(3, 2015..=2024, |_, _| Some((0.0, 0.0)));
    assert!(effect(nobody.panel(), &usual()).is_err());
    let unknown = plan("areas = [\"Q\"]\nstart = \"2021\"");
    assert!(matches!(
        effect(nobody.panel(), &unknown),
        Err(NotJudged::Area(_))
    ));
    let same = Places::new(30, 2015..=2024, |_, _| Some((300.0, 1000.0)));
    let found = judged(&same, &usual());
    assert!(
        level(&found) <= ClaimLevel::Descriptive,
        "all equal: {:?}",
        found.sentences
    );
}
