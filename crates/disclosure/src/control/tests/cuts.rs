//! School districts that run through Wohnplätze.

use std::collections::BTreeSet;

use proptest::prelude::*;
use vocabulary::{Explain, State};

use super::county::{catalogue, figures, row, tree};
use crate::{FigureTable, Public, Refused, Rules, release, release_after};

/// A district with the Wohnplatz `2a` and parts of `1a` and `1b`.
const DISTRICT: (&str, &[&str]) = ("D", &["2a", "~1a", "~1b"]);

fn rules() -> Rules {
    let mut rules = Rules::starter();
    rules.groups.people = vec!["people".parse().unwrap()];
    let class = "ba_small_area".parse().unwrap();
    rules.with_threshold(&class, 3.0).unwrap()
}

/// The same for districts of which nobody counted the people: how many live in a piece is nobody's concern.
fn of_any_size() -> Rules {
    let mut rules = rules();
    rules.groups.min_piece = 0.0;
    rules
}

fn refused(table: &str) -> Option<Refused> {
    let county = figures(&tree(&[3, 2], &[DISTRICT]), table);
    release::<Public>(&county, catalogue(), &rules()).err()
}

fn people(district: u32) -> String {
    let places = "people 1a 300/300\npeople 1b 250/250\npeople 1c 90/80\npeople 2a 400/500\npeople 2b 20/30\n";
    format!("{places}people D {district}/0\n")
}

#[test]
fn a_district_that_cuts_off_fourteen_people_is_refused() {
    let inside = refused(&people(914)).unwrap();
    insta::assert_snapshot!(inside.german());
    assert!(!inside.german().contains("14"));
    // 1,086 of the 1,100 people of both places: as few are left outside.
    assert_eq!(refused(&people(1986)), Some(inside));
    assert_eq!(refused(&people(900)), None);
    assert_eq!(refused(&people(1000)), None);
    assert_eq!(refused(&people(1900)), None);
}

#[test]
fn counts_that_contradict_each_other_cut_nothing_off() {
    assert_eq!(refused(&people(880)), None);
    assert_eq!(refused(&people(2014)), None);
}

#[test]
fn a_district_kept_inside_refuses_nothing_and_is_not_shown() {
    let county = figures(&tree(&[3, 2], &[DISTRICT]), &people(914));
    let mut rules = rules();
    rules.groups.internal_only = vec!["D".parse().unwrap()];
    let (public, _) = release::<Public>(&county, catalogue(), &rules).unwrap();
    let (internal, _) = release::<crate::Internal>(&county, catalogue(), &rules).unwrap();
    let district = |table: &FigureTable| table.rows().iter().any(|r| r.area.as_str() == "D");
    assert_eq!((district(&public), district(&internal)), (false, true));
    assert_eq!(row(&public, "2a", "P", "total").numerator, Some(900.0));
}

#[test]
fn a_misspelt_district_that_should_stay_inside_is_told_and_not_published() {
    let county = figures(&tree(&[3, 2], &[DISTRICT]), &people(914));
    let mut rules = rules();
    rules.groups.internal_only = vec!["d".parse().unwrap()];
    let refused = release::<Public>(&county, catalogue(), &rules).unwrap_err();
    assert!(matches!(refused, Refused::Names(_)), "{refused}");
    assert!(
        refused
            .german()
            .contains("Die Gruppe „d“ gibt es in den Gebieten nicht")
    );
}

/// Whether anybody can compute what the district holds of `1a` and `1b` together.
fn tells_the_piece(table: &FigureTable) -> bool {
    ["D", "2a"]
        .iter()
        .all(|area| row(table, area, "C", "total").state != State::Suppressed)
}

#[test]
fn a_small_count_in_large_pieces_is_protected() {
    let cases = |district| {
        let cases = "cases 1a 30\ncases 1b 40\ncases 1c 20\ncases 2a 50\ncases 2b 12\n";
        let table = format!("{}{cases}cases D {district}\n", people(1500));
        let county = figures(&tree(&[3, 2], &[DISTRICT]), &table);
        release::<Public>(&county, catalogue(), &rules()).unwrap().0
    };
    assert!(!tells_the_piece(&cases(52)));
    assert!(
        !tells_the_piece(&cases(118)) || row(&cases(118), "1a", "C", "total").numerator.is_none()
    );
    assert!(tells_the_piece(&cases(80)));
    // 598 of the 600 people inside have what is counted: the other two are told as surely.
    let table = format!(
        "{}cases 1a 590\ncases 1b 490\ncases 2a 50\ncases D 648\n",
        people(1500)
    );
    let county = figures(&tree(&[3, 2], &[DISTRICT]), &table);
    let (shown, _) = release::<Public>(&county, catalogue(), &rules()).unwrap();
    assert!(!tells_the_piece(&shown));
}

#[test]
fn a_district_of_an_earlier_edition_is_reckoned_with_though_it_is_kept_inside_now() {
    let cases = "cases 1a 30\ncases 1b 40\ncases 1c 20\ncases 2a 50\ncases 2b 12\n";
    let table = |more| format!("{}{cases}{more}", people(1500));
    let district = tree(&[3, 2], &[DISTRICT]);
    let first = figures(&district, &table("cases D 52\n"));
    let (first, _) = release::<Public>(&first, catalogue(), &rules()).unwrap();
    let mut rules = rules();
    rules.groups.internal_only = vec!["D".parse().unwrap()];
    let now = figures(&district, &table("cases D 52\n"));
    let (second, _) = release_after::<Public>(&now, catalogue(), &rules, &[&first]).unwrap();
    for area in ["1a", "1b", "2a"] {
        let state = |table| row(table, area, "C", "total").state;
        assert_eq!(state(&first), state(&second), "{area}");
    }
}

#[test]
fn where_areas_are_not_published_the_municipality_is_cut() {
    // Of the small places nothing is delivered; the district is told beside its municipality.
    let table = |district| format!("people 1 600/600\npeople 2 300/300\npeople D {district}/0\n");
    let county = |district| figures(&tree(&[2, 2], &[("D", &["1a", "~1b"])]), &table(district));
    let told = |district| release::<Public>(&county(district), catalogue(), &rules()).err();
    assert!(matches!(told(1186), Some(Refused::SmallPieces { .. })));
    assert_eq!(told(700), None);
}

#[test]
fn a_district_whose_people_nobody_counted_is_refused() {
    let places = "people 1a 300/300\npeople 1b 250/250\npeople 2a 400/500\npeople 2b 20/30\n";
    let told = |table: &str| refused(&format!("{places}{table}"));
    let uncounted = told("claims 1a 40\nclaims 1b 50\nclaims 2a 60\nclaims D 100\n").unwrap();
    insta::assert_snapshot!(uncounted.german());
    // Facts about places are no secret, whoever lives there.
    assert_eq!(told("seats 1a 4\nseats 1b 5\nseats D 3\n"), None);
    assert_eq!(told("claims 1a 40\nclaims 1b 50\nclaims 2a 60\n"), None);
    // Of the district everything is known, and of the areas it cuts nothing to subtract it from.
    let alone = "people D 1000/0\nclaims D 100\n";
    assert!(matches!(
        refused(alone),
        Some(Refused::UncountedGroups { .. })
    ));
}

#[test]
fn nobody_asks_for_the_people_of_a_district_kept_inside_or_where_any_piece_will_do() {
    let county = figures(&tree(&[3, 2], &[DISTRICT]), "claims 1a 40\nclaims D 100\n");
    let mut inside = rules();
    inside.groups.internal_only = vec!["D".parse().unwrap()];
    for rules in [inside, of_any_size()] {
        assert!(release::<Public>(&county, catalogue(), &rules).is_ok());
    }
    assert!(release::<crate::Internal>(&county, catalogue(), &rules()).is_ok());
}

#[test]
fn rules_that_name_a_count_nobody_knows_make_no_edition() {
    let county = figures(&tree(&[3, 2], &[]), &people(0));
    let mut rules = rules();
    rules.groups.people = vec!["peopel".parse().unwrap()];
    let refused = release::<Public>(&county, catalogue(), &rules).unwrap_err();
    assert!(refused.german().contains("„people“"), "{refused:?}");
}

/// Two districts of one division that share the places `1a` and `1b`.
const TWO: [(&str, &[&str]); 2] = [
    ("D-1", &["2a", "~1a", "~1b"]),
    ("D-2", &["2b", "~1a", "~1b"]),
];

#[test]
fn districts_of_one_division_leave_no_handful_between_them() {
    let told = |second: u32| {
        let places = "people 1a 300/300\npeople 1b 250/250\npeople 2a 400/500\npeople 2b 200/300\n";
        let districts = format!("people D-1 1400/0\npeople D-2 {second}/0\n");
        let county = figures(&tree(&[3, 2], &TWO), &format!("{places}{districts}"));
        release::<Public>(&county, catalogue(), &rules()).err()
    };
    // 500 and 600 of the 1,100 people: everybody is in one of the two.
    assert_eq!(told(1100), None);
    insta::assert_snapshot!(told(1086).unwrap().german());
    assert_eq!(told(900), None);
    // More than there are: the counts contradict each other.
    assert_eq!(told(1300), None);
}

#[test]
fn what_one_district_holds_is_not_told_by_its_neighbours() {
    // D-1 holds two cases of 1a, D-2 the other 38 of 1a and 20 of 1b, D-3 the rest of 1b: as no two overlap, whoever has the
    // second and the third has the first.
    let districts: [(&str, &[&str]); 3] = [
        ("D-1", &["2a", "~1a"]),
        ("D-2", &["2b", "~1a", "~1b"]),
        ("D-3", &["3a", "~1b"]),
    ];
    let table = "claims 1a 40\nclaims 1b 50\nclaims 2a 60\nclaims 2b 70\nclaims 3a 80\nclaims 3b 90\n\
        claims D-1 62\nclaims D-2 128\nclaims D-3 110\n";
    let county = figures(&tree(&[2, 2, 2], &districts), table);
    let (shown, _) = release::<Public>(&county, catalogue(), &of_any_size()).unwrap();
    let tells = |areas: &[&str]| {
        let mut areas = areas.iter();
        areas.all(|a| row(&shown, a, "B", "total").state != State::Suppressed)
    };
    assert!(!tells(&["D-1", "2a"]));
    assert!(!tells(&["D-2", "2b", "D-3", "3a", "1a", "1b"]));
}

/// What an outsider who tries every table finds out: the least and greatest number inside, and outside.
fn possible(shown: impl Fn(&str) -> Option<f64>) -> [(u32, u32); 2] {
    const MOST: u32 = 9;
    // Where a number is not shown, it is at least 1: zeros are.
    let fits = |area: &str, number: u32| match shown(area) {
        Some(told) => told.total_cmp(&f64::from(number)).is_eq(),
        None => number >= 1,
    };
    let mut found = [(u32::MAX, 0); 2];
    let mut pieces = Vec::new();
    for a in (0..=2 * MOST).filter(|n| fits("1a", *n)) {
        for b in (0..=2 * MOST).filter(|n| fits("1b", *n) && fits("1", a + n)) {
            pieces.push(a + b);
        }
    }
    for c in (0..=MOST).filter(|n| fits("2a", *n)) {
        for d in (0..=MOST).filter(|n| fits("2b", *n) && fits("2", c + n)) {
            for both in pieces.iter().filter(|both| fits("K", *both + c + d)) {
                for inside in (0..=*both).filter(|inside| fits("D", c + inside)) {
                    for (range, number) in found.iter_mut().zip([inside, both - inside]) {
                        *range = (range.0.min(number), range.1.max(number));
                    }
                }
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn an_outsider_who_tries_every_table_finds_no_small_piece(
        pieces in prop::array::uniform4(0u32..8),
        places in prop::array::uniform2(0u32..8),
    ) {
        let [a, b, rest_a, rest_b] = pieces;
        let table = format!(
            "claims 1a {}\nclaims 1b {}\nclaims 2a {}\nclaims 2b {}\nclaims D {}\n",
            a + rest_a, b + rest_b, places[0], places[1], places[0] + a + b,
        );
        let county = figures(&tree(&[2, 2], &[DISTRICT]), &table);
        let (shown, protocol) = release::<Public>(&county, catalogue(), &of_any_size()).unwrap();
        prop_assert!(protocol.audit.is_safe());
        let number = |area: &str| row(&shown, area, "B", "total").numerator;
        let found = possible(number);
        for (piece, (least, most)) in [a + b, rest_a + rest_b].into_iter().zip(found) {
            let is_small = (1..3).contains(&piece);
            prop_assert!(!is_small || least <= 1 && most >= 3, "{table}{piece}: {least} to {most}");
        }
    }

    #[test]
    fn nor_does_one_who_knows_that_two_districts_never_overlap(
        pieces in prop::array::uniform6(0u32..8),
        places in prop::array::uniform2(0u32..8),
    ) {
        let [a, b, c, d, rest_a, rest_b] = pieces;
        let table = format!(
            "claims 1a {}\nclaims 1b {}\nclaims 2a {}\nclaims 2b {}\nclaims D-1 {}\nclaims D-2 {}\n",
            a + c + rest_a, b + d + rest_b, places[0], places[1], places[0] + a + b, places[1] + c + d,
        );
        let county = figures(&tree(&[2, 2], &TWO), &table);
        let (shown, protocol) = release::<Public>(&county, catalogue(), &of_any_size()).unwrap();
        prop_assert!(protocol.audit.is_safe());
        let number = |area: &str| row(&shown, area, "B", "total").numerator;
        let found = possible_of_two(number);
        for (piece, (least, most)) in [a + b, c + d, rest_a + rest_b].into_iter().zip(found) {
            let is_small = (1..3).contains(&piece);
            prop_assert!(!is_small || least <= 1 && most >= 3, "{table}{piece}: {least} to {most}");
        }
    }
}

/// The same of two districts that do not overlap: what each holds, and what is left of both places.
fn possible_of_two(shown: impl Fn(&str) -> Option<f64>) -> [(u32, u32); 3] {
    const MOST: u32 = 9;
    let fits = |area: &str, number: u32| match shown(area) {
        Some(told) => told.total_cmp(&f64::from(number)).is_eq(),
        None => number >= 1,
    };
    let mut found = [(u32::MAX, 0); 3];
    let places = (0..=3 * MOST).filter(|n| fits("1a", *n));
    let both: BTreeSet<u32> = places
        .flat_map(|a| (0..=3 * MOST).map(move |b| (a, b)))
        .filter(|(a, b)| fits("1b", *b) && fits("1", a + b))
        .map(|(a, b)| a + b)
        .collect();
    for c in (0..=MOST).filter(|n| fits("2a", *n)) {
        for d in (0..=MOST).filter(|n| fits("2b", *n) && fits("2", c + n)) {
            for all in both.iter().filter(|all| fits("K", *all + c + d)) {
                for first in (0..=*all).filter(|n| fits("D-1", c + n)) {
                    for second in (0..=all - first).filter(|n| fits("D-2", d + n)) {
                        let pieces = [first, second, all - first - second];
                        for (range, number) in found.iter_mut().zip(pieces) {
                            *range = (range.0.min(number), range.1.max(number));
                        }
                    }
                }
            }
        }
    }
    found
}
