//! Twenty counties of each scenario: bounds so loose that chance keeps them and a real break does not.

use std::sync::LazyLock;

use calibration::{Calibration, Journal, Means};
use testkit::draw::{Help, Scenario};

const COUNTIES: usize = 20;

static FOUND: LazyLock<Calibration> = LazyLock::new(|| Calibration::run(COUNTIES, |_| ()));

fn means(scenario: Scenario) -> &'static Means {
    FOUND.means(scenario).expect("each scenario was drawn")
}

fn value(scenario: Scenario, name: &str) -> f64 {
    let mean = means(scenario).get(name);
    mean.unwrap_or_else(|| panic!("{name} was not counted"))
        .value
}

#[test]
fn intervals_hold_the_truth() {
    for scenario in [Scenario::NoEffect, Scenario::Told] {
        for name in ["wilson", "wilson clustered", "rate"] {
            let held = value(scenario, &format!("cover computed {name}"));
            assert!(
                (0.92..=0.999).contains(&held),
                "{scenario:?} {name}: {held}"
            );
        }
        assert!(value(scenario, "cover shown newcombe") > 0.92);
    }
}

#[test]
fn without_the_design_effect_child_poverty_would_be_held_in_about_four_of_five_areas() {
    let naive = value(Scenario::Told, "cover naive EIN03");
    let ours = value(Scenario::Told, "cover computed id EIN03");
    assert!((0.70..0.90).contains(&naive), "{naive}");
    assert!(
        ours > naive + 0.05 && ours > 0.92,
        "{ours} instead of {naive}"
    );
}

#[test]
fn rank_sets_hold_all_true_ranks_at_once() {
    for id in ["ARB01", "EIN01", "EIN03"] {
        assert!(
            value(Scenario::Told, &format!("cover ranks {id}")) > 0.84,
            "{id}"
        );
    }
}

#[test]
fn where_nothing_is_hardly_any_county_is_warned() {
    for rule in ["deviation", "trend", "change_point", "cluster"] {
        let fires = value(Scenario::NoEffect, &format!("fires {rule}"));
        assert!(fires <= 0.2, "{rule} fires in {fires} of the counties");
    }
}

#[test]
fn the_count_alarm_is_seldom_wrong_and_hears_that_cases_doubled() {
    let told = |name: &str| value(Scenario::NoEffect, &format!("months {name}"));
    assert!(
        told("judged independent") > 0.4,
        "the larger series can be judged"
    );
    assert!(told("alarms independent") < 0.03);
    assert!(told("heard doubled") > 0.5 && told("heard independent") < 0.15);
}

#[test]
fn a_rise_everywhere_warns_of_the_one_area_that_rises_more() {
    let scenario = Scenario::RisingEverywhere;
    assert!(value(scenario, "warned own trend") > 0.9);
    assert!(value(scenario, "warned others trend") <= 0.2);
    assert!(value(scenario, "warned others both") <= 0.25);
}

#[test]
fn an_effect_is_claimed_where_there_is_one_and_seldom_elsewhere() {
    let works = Scenario::OneTreated(Help::Works);
    assert!(value(works, "effect claimed told") > 0.2);
    assert!(value(works, "effect interval told") > 0.8);
    for scenario in [Scenario::NoEffect, Scenario::OneTreated(Help::DoesNothing)] {
        for place in ["told", "any", "worst"] {
            let claimed = value(scenario, &format!("effect claimed {place}"));
            assert!(claimed <= 0.2, "{scenario:?} {place}: {claimed}");
        }
    }
}

#[test]
fn the_same_counties_give_the_same_document() {
    let again = || {
        let nothing = (&Journal::none(), |_: Scenario| ());
        Calibration::of(&[Scenario::RisingEverywhere], 3, nothing).document()
    };
    assert_eq!(again(), again());
}

#[test]
fn an_outsider_recovers_no_small_number_of_any_county() {
    assert!(value(Scenario::Told, "attack hidden") > 100.0);
    let recovered = value(Scenario::Told, "attack recovered");
    assert!(recovered.abs() < f64::EPSILON, "{recovered} a county");
}
