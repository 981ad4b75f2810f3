//! Changes between two years: shown beside one of its counts, a change tells the other.

use std::fmt::Write;

use areas::AreaTree;
use indicators::{Figures, Region, compute};
use proptest::prelude::*;
use vocabulary::{Observation, Period, State};

use super::county::{catalogue, observations, public, tree};
use crate::{FigureTable, Internal, Reason, Rules, release};

/// Claims of two years.
fn figures(tree: &AreaTree, before: &str, now: &str) -> Figures {
    let of = |table: &str, year: i32| -> Vec<Observation> {
        let mut found = observations(table);
        for observation in &mut found {
            observation.period = Period::Year(year);
        }
        found
    };
    let all = [of(before, 2023), of(now, 2024)].concat();
    compute(catalogue(), &Region::of(tree), &all)
}

/// A count of 2023, of 2024, and the change: numbers, or `None` where hidden.
fn told(table: &FigureTable, area: &str) -> [Option<f64>; 3] {
    [("B", 2023), ("B", 2024), ("V", 2024)].map(|(indicator, year)| {
        let row = table.find(
            &area.parse().unwrap(),
            &indicator.parse().unwrap(),
            Period::Year(year),
            &"total".parse().unwrap(),
        );
        row.unwrap().value
    })
}

const NOW: &str = "claims 1a 50\nclaims 1b 60\nclaims 2a 70\nclaims 2b 80";

#[test]
fn a_small_change_of_two_shown_counts_is_shown_and_no_table_counts_so_few_people() {
    let before = "claims 1a 48\nclaims 1b 60\nclaims 2a 50\nclaims 2b 80";
    let (table, protocol) = public(&figures(&tree(&[2, 2], &[]), before, NOW));
    assert_eq!(told(&table, "1a"), [Some(48.0), Some(50.0), Some(2.0)]);
    assert_eq!((protocol.hidden(), protocol.open_equations), (0, 0));
    let numerators = |area: &str| {
        let (area, change) = (area.parse().unwrap(), "V".parse().unwrap());
        let total = "total".parse().unwrap();
        table
            .find(&area, &change, Period::Year(2024), &total)
            .unwrap()
            .numerator
    };
    assert_eq!(numerators("1a"), None, "2 people");
    assert_eq!(numerators("1b"), Some(0.0));
    assert_eq!(numerators("2a"), Some(20.0));
}

#[test]
fn a_change_from_a_hidden_count_is_hidden_with_it() {
    let before = "claims 1a 4\nclaims 1b 60\nclaims 1c 30\nclaims 2a 70\nclaims 2b 80";
    let now = "claims 1a 50\nclaims 1b 60\nclaims 1c 30\nclaims 2a 70\nclaims 2b 80";
    let figures = figures(&tree(&[3, 2], &[]), before, now);
    let (table, protocol) = public(&figures);
    assert_eq!(told(&table, "1a"), [None, Some(50.0), None]);
    assert_eq!(
        told(&table, "1c"),
        [None, Some(30.0), None],
        "hidden for 1a"
    );
    assert_eq!(told(&table, "1b"), [Some(60.0), Some(60.0), Some(0.0)]);
    assert_eq!(protocol.open_equations, 0);
    let change = ("1a".parse().unwrap(), "V".parse().unwrap());
    let why = protocol.explain_hidden(
        &table,
        (&change.0, &change.1),
        Period::Year(2024),
        &"total".parse().unwrap(),
    );
    assert_eq!(why, Some(Reason::Base));
    let (internal, _) = release::<Internal>(&figures, catalogue(), &Rules::starter()).unwrap();
    let seen = told(&internal, "1a");
    assert_eq!(seen[0].is_none(), seen[2].is_none(), "{seen:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn no_count_can_be_had_from_a_change(
        county in proptest::collection::vec(proptest::collection::vec((0u32..25, 0u32..25), 1..4), 1..4),
    ) {
        let sizes: Vec<usize> = county.iter().map(Vec::len).collect();
        let (mut before, mut now) = (String::new(), String::new());
        let mut areas = vec!["K".to_owned()];
        for (m, town) in county.iter().enumerate() {
            areas.push((m + 1).to_string());
            for ((a, b), letter) in town.iter().zip('a'..) {
                let key = format!("{}{letter}", m + 1);
                writeln!(before, "claims {key} {a}").unwrap();
                writeln!(now, "claims {key} {b}").unwrap();
                areas.push(key);
            }
        }
        let (table, protocol) = public(&figures(&tree(&sizes, &[]), &before, &now));
        prop_assert_eq!(protocol.open_equations, 0);
        for area in &areas {
            let seen = told(&table, area);
            prop_assert_ne!(seen.iter().filter(|s| s.is_none()).count(), 1, "{} {:?}", area, seen);
        }
        for (m, town) in county.iter().enumerate() {
            let changes: Vec<Option<f64>> = ('a'..).take(town.len()).map(|l| told(&table, &format!("{}{l}", m + 1))[2]).collect();
            let hidden = changes.iter().filter(|c| c.is_none()).count();
            let total = told(&table, &(m + 1).to_string())[2];
            prop_assert!(total.is_none() || hidden != 1, "{:?} of {:?}", total, changes);
        }
        let hides = |s: &crate::Shown| s.state == State::Suppressed && s.value.or(s.numerator).is_some();
        prop_assert!(!table.rows().iter().any(hides));
    }
}
