//! What a release says beside its figures is derived from released figures alone.

use disclosure::{Internal, Public};
use vocabulary::{Breakdown, Period, State};

use crate::county::{County, INDICATORS};
use crate::{Answer, Release};

fn answer(release: &Release<Public>, area: &str, against: &str) -> Option<Answer> {
    let mut found = release.verdicts.iter();
    let found = found.find(|v| v.area.as_str() == area && v.against.as_str() == against);
    found.map(|v| v.answer)
}

#[test]
fn a_place_is_judged_against_the_rest_of_town_and_county() {
    let release = County::new().release::<Public>("1");
    assert_eq!(answer(&release, "1a", "1"), Some(Answer::Above));
    assert_eq!(answer(&release, "1a", "K"), Some(Answer::Above));
    assert_eq!(answer(&release, "2c", "K"), Some(Answer::Below));
    assert_eq!(answer(&release, "2a", "K"), Some(Answer::NoDifference));
    assert_eq!(answer(&release, "K", "K"), None);
}

#[test]
fn a_certain_difference_below_the_practical_threshold_is_none() {
    let judged = |points: &str| {
        let indicators = format!("{INDICATORS}practical_threshold = {points}\n");
        let release = County::new()
            .with_indicators(&indicators)
            .release::<Public>("1");
        answer(&release, "2c", "K")
    };
    // 3.0 % against 8.4 % in the rest of the county.
    assert_eq!(judged("5.0"), Some(Answer::Below));
    assert_eq!(judged("6.0"), Some(Answer::NoDifference));
}

#[test]
fn what_nobody_could_place_makes_no_place_look_low() {
    let county = County::new()
        .with("claims", "K.unallocated", (2024, 900.0), "L3")
        .with("claims", "1.unallocated", (2024, 300.0), "L3");
    let release = county.release::<Public>("2025-1");
    let all = release.figures.find(
        &"K".parse().unwrap(),
        &"C".parse().unwrap(),
        Period::Year(2024),
        &Breakdown::total(),
    );
    assert_eq!(all.unwrap().numerator, Some(1650.0));
    assert_eq!(answer(&release, "2a", "K"), Some(Answer::NoDifference));
    assert_eq!(answer(&release, "1b", "1"), answer(&plain(), "1b", "1"));
}

fn plain() -> Release<Public> {
    County::new().release::<Public>("2025-1")
}

#[test]
fn nothing_hidden_is_judged() {
    let release = County::new()
        .with("claims", "1b", (2024, 1.0), "L2")
        .release::<Public>("1");
    let hidden: Vec<&str> = release
        .figures
        .rows()
        .iter()
        .filter(|r| r.state == State::Suppressed && r.period.first_year() == 2024)
        .map(|r| r.area.as_str())
        .collect();
    assert!(hidden.contains(&"1b"), "{hidden:?}");
    assert!(
        hidden
            .iter()
            .all(|area| answer(&release, area, "K").is_none())
    );
}

#[test]
fn sheets_say_the_least_number_shown_in_their_edition() {
    let county = County::new().with_threshold(7.0);
    let least = county
        .release::<Public>("1")
        .sheets
        .iter()
        .map(|s| s.min_count)
        .collect::<Vec<_>>();
    assert_eq!(least, [Some(3.0), Some(7.0)], "register and social");
    let inside = county.release::<Internal>("1");
    assert_eq!(inside.sheets[1].min_count, Some(7.0));
}

#[test]
fn every_figure_names_deliveries_the_sources_know() {
    let release = County::new()
        .with("claims", "2b", (2024, 51.0), "L9")
        .release::<Public>("1");
    let known: Vec<&str> = release
        .sources
        .iter()
        .flat_map(|s| &s.delivered)
        .map(|d| d.id.as_str())
        .collect();
    assert_eq!(known, ["L1", "L2", "L9"]);
    for row in release.figures.rows() {
        assert!(!row.deliveries.is_empty(), "{row:?}");
        assert!(row.deliveries.iter().all(|d| known.contains(&d.as_str())));
    }
    let row = |area: &str| {
        let rows = release.figures.rows().iter();
        let found = rows.filter(|r| r.indicator.as_str() == "C" && r.area.as_str() == area);
        let newest = found.max_by_key(|r| r.period).unwrap();
        newest
            .deliveries
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(row("2b"), ["L2", "L9"]);
    assert_eq!(row("2"), ["L2", "L9"]);
    assert_eq!(row("1a"), ["L2"]);
}

#[test]
fn a_missing_year_is_a_gap() {
    let mut county = County::new();
    for (area, _) in [
        ("1a", 0),
        ("1b", 0),
        ("1c", 0),
        ("2a", 0),
        ("2b", 0),
        ("2c", 0),
    ] {
        county = county
            .without("claims", area, 2023)
            .with("claims", area, (2022, 50.0), "L0");
        county = county.with("people", area, (2022, 1000.0), "L0");
    }
    let release = county.release::<Public>("1");
    let gap = release
        .gaps
        .iter()
        .find(|g| g.indicator.as_str() == "C")
        .unwrap();
    assert_eq!(
        gap.periods
            .iter()
            .map(|p| p.first_year())
            .collect::<Vec<_>>(),
        [2023]
    );
}

#[test]
fn what_is_shared_out_is_kept_in_the_archive() {
    let mut release = County::new().release::<Public>("1");
    let shared: Vec<(String, String)> = release.allocations[0]
        .shares
        .iter()
        .map(|s| (s.area.to_string(), s.amount.to_string()))
        .collect();
    let six = |key: &str| (key.to_owned(), "6,00 €".to_owned());
    assert_eq!(shared, [six("1"), six("2")], "3,000 people each");
    let frozen = crate::freeze(&mut release).unwrap();
    let judgements = frozen
        .parts
        .iter()
        .find(|p| p.name == "judgements")
        .unwrap();
    assert!(judgements.content.contains("Zwölf Euro"));
}
