//! Counties nobody would wish for, through the door: thresholds lowered after publication, groups that overlap in a circle, a
//! solver that runs out of steps.

use proptest::prelude::*;
use vocabulary::{Explain, State};

use super::county::{catalogue, figures, public, row, tree};
use crate::family::exhausted;
use crate::{FigureTable, Public, Refused, Released, Rules, release, release_after};

/// The starter rules with another threshold for claims; it is 10.
fn rules(threshold: f64) -> Rules {
    let class = "ba_small_area".parse().unwrap();
    Rules::starter().with_threshold(&class, threshold).unwrap()
}

fn edition(table: &str, threshold: f64, earlier: &[&FigureTable]) -> Released<FigureTable, Public> {
    let county = figures(&tree(&[3, 2], &[]), table);
    release_after(&county, catalogue(), &rules(threshold), earlier)
        .unwrap()
        .0
}

const AREAS: [&str; 8] = ["K", "1", "1a", "1b", "1c", "2", "2a", "2b"];

fn hidden(table: &FigureTable) -> Vec<&'static str> {
    let is_hidden = |area: &&str| row(table, area, "B", "total").state == State::Suppressed;
    AREAS.into_iter().filter(is_hidden).collect()
}

fn claims([a, b, c, first, second]: [u32; 5]) -> String {
    format!("claims 1a {a}\nclaims 1b {b}\nclaims 1c {c}\nclaims 2a {first}\nclaims 2b {second}\n")
}

#[test]
fn a_threshold_lowered_after_publication_shows_nothing_that_was_hidden() {
    let table = claims([4, 12, 50, 400, 500]);
    let first = edition(&table, 10.0, &[]);
    assert_eq!(hidden(&first), ["1a", "1b"]);
    assert!(hidden(&edition(&table, 3.0, &[])).is_empty());
    let second = edition(&table, 3.0, &[&first]);
    assert_eq!(hidden(&second), ["1a", "1b"]);
    // Nor does a correction show it: whoever has both editions knows how much the municipality gained, and no more.
    let corrected = edition(&claims([5, 12, 50, 400, 500]), 3.0, &[&first, &second]);
    assert_eq!(hidden(&corrected), ["1a", "1b"]);
}

#[test]
fn a_threshold_raised_after_publication_hides_nothing_that_was_shown() {
    let table = claims([4, 12, 50, 400, 500]);
    let first = edition(&table, 3.0, &[]);
    assert!(hidden(&first).is_empty());
    // Everybody has read it, so hiding it would protect nobody, and least of all by hiding 1b as well.
    let second = edition(&table, 10.0, &[&first]);
    assert!(!hidden(&second).contains(&"1b"), "{:?}", hidden(&second));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn two_editions_tell_no_more_than_the_one_with_the_higher_threshold(
        places in prop::array::uniform5(0u32..25),
        lowered in 1u32..10,
    ) {
        let table = claims(places);
        let first = edition(&table, 10.0, &[]);
        let second = edition(&table, f64::from(lowered), &[&first]);
        prop_assert_eq!(hidden(&first), hidden(&second));
    }
}

/// Four groups, each with two of four places: each place is in two of them.
const CIRCLE: [(&str, &[&str]); 4] = [
    ("G1", &["1a", "1b"]),
    ("G2", &["1b", "1c"]),
    ("G3", &["1c", "1d"]),
    ("G4", &["1d", "1a"]),
];

/// The least and greatest number each place can have, for an outsider who tries every table.
fn possible(shown: impl Fn(&str) -> Option<f64>) -> [(u32, u32); 4] {
    const MOST: u32 = 14;
    let fits = |area: &str, number: u32| match shown(area) {
        Some(told) => told.total_cmp(&f64::from(number)).is_eq(),
        // Zeros are shown, so what is hidden is none.
        None => number >= 1,
    };
    let numbers = |area: &'static str| (0..=MOST).filter(move |n| fits(area, *n));
    let mut found = [(u32::MAX, 0); 4];
    for a in numbers("1a") {
        for b in numbers("1b").filter(|b| fits("G1", a + b)) {
            for c in numbers("1c").filter(|c| fits("G2", b + c)) {
                let closes =
                    |d: &u32| fits("G3", c + d) && fits("G4", d + a) && fits("1", a + b + c + d);
                for d in numbers("1d").filter(closes) {
                    for (range, number) in found.iter_mut().zip([a, b, c, d]) {
                        *range = (range.0.min(number), range.1.max(number));
                    }
                }
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn groups_that_overlap_in_a_circle_give_no_place_away(
        places in prop::array::uniform4(0u32..9),
        beside in 0u32..30,
    ) {
        let [a, b, c, d] = places;
        let table = format!(
            "claims 1a {a}\nclaims 1b {b}\nclaims 1c {c}\nclaims 1d {d}\nclaims 2a {beside}\nclaims 2b 40\n"
        );
        let county = figures(&tree(&[4, 2], &CIRCLE), &table);
        let (shown, _) = release::<Public>(&county, catalogue(), &rules(3.0)).unwrap();
        let found = possible(|area| row(&shown, area, "B", "total").numerator);
        for (number, (least, most)) in places.into_iter().zip(found) {
            let is_small = (1..3).contains(&number);
            prop_assert!(!is_small || least <= 1 && most >= 3, "{table}{number}: {least} to {most}");
        }
    }
}

#[test]
fn a_group_that_holds_what_another_holds_is_the_same_cell() {
    let twice: [(&str, &[&str]); 2] = [("G1", &["1a", "1b"]), ("G2", &["1b", "1a"])];
    let county = figures(&tree(&[3, 2], &twice), &claims([1, 40, 50, 400, 500]));
    let (table, _) = release::<Public>(&county, catalogue(), &rules(3.0)).unwrap();
    let shown = |area| row(&table, area, "B", "total").numerator;
    assert_eq!(shown("G1"), shown("G2"));
    assert_eq!(shown("1a"), None);
}

#[test]
fn an_edition_of_which_the_solver_proves_nothing_is_refused() {
    let county = figures(&tree(&[3, 2], &[]), &claims([1, 40, 50, 400, 500]));
    let (_, protocol) = public(&county);
    assert!(protocol.audit.is_safe());
    let refused = exhausted::during(|| release::<Public>(&county, catalogue(), &rules(3.0)));
    let refused = refused.map(|_| ()).unwrap_err();
    let Refused::Open {
        open,
        betrayal: None,
        split: None,
    } = &refused
    else {
        panic!("{refused:?}");
    };
    assert_eq!(open.len(), 1);
    assert_eq!(
        (open[0].area.as_str(), open[0].quantity.as_str()),
        ("1a", "claims")
    );
    assert!(refused.german().contains("Gebiet 1a, claims, 2024"));
}
