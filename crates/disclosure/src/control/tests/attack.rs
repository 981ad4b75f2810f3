//! Random counties, attacked with every single sum an outsider can write down.

use std::fmt::Write;

use proptest::prelude::*;
use vocabulary::{Period, State};

use super::county::{figures, public, tree};
use crate::FigureTable;

/// What the table says about an area: a number, hidden (and at least so much), or nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Seen {
    Number(f64),
    Hidden(f64),
    Nothing,
}

fn seen(table: &FigureTable, area: &str, indicator: &str, breakdown: &str) -> Seen {
    let (Ok(area), Ok(indicator), Ok(breakdown)) =
        (area.parse(), indicator.parse(), breakdown.parse())
    else {
        return Seen::Nothing;
    };
    match table.find(&area, &indicator, Period::Year(2024), &breakdown) {
        Some(row) if row.state == State::Suppressed => {
            assert!(
                row.numerator
                    .or(row.value)
                    .or(row.lower)
                    .or(row.upper)
                    .is_none()
            );
            // A zero is no secret, but it goes with its base.
            let is_base_hidden = indicator.as_str() == "C"
                && matches!(seen(table, area.as_str(), "P", "total"), Seen::Hidden(_));
            Seen::Hidden(if is_base_hidden { 0.0 } else { 1.0 })
        }
        Some(row) => row.numerator.map_or(Seen::Nothing, Seen::Number),
        None => Seen::Nothing,
    }
}

/// No total and parts with exactly one unknown, upwards or downwards; and what is shown adds up.
fn attack(total: Seen, parts: &[Seen]) -> Result<(), TestCaseError> {
    if total == Seen::Nothing || parts.contains(&Seen::Nothing) {
        return Ok(());
    }
    let floors = parts.iter().filter_map(|p| match p {
        Seen::Hidden(least) => Some(*least),
        _ => None,
    });
    let (hidden, least) = (floors.clone().count(), floors.sum::<f64>());
    let sum: f64 = parts
        .iter()
        .map(|p| if let Seen::Number(x) = p { *x } else { 0.0 })
        .sum();
    match total {
        Seen::Number(whole) => {
            prop_assert_ne!(hidden, 1, "one hidden part of a shown total: {:?}", parts);
            if hidden == 0 {
                prop_assert!((whole - sum).abs() < 1e-9);
            }
            // Hidden cells must leave room, or none of them is any.
            let rest = whole - sum;
            prop_assert!(
                hidden == 0 || rest == 0.0 || rest > least,
                "{total:?} {parts:?}"
            );
        }
        _ => prop_assert!(hidden > 0, "a hidden total of shown parts: {:?}", parts),
    }
    Ok(())
}

/// Counts per Wohnplatz: women, men, cases (as a share of people), claims (or hidden by the supplier).
type Place = (u32, u32, f64, Option<u32>);

fn places() -> impl Strategy<Value = Vec<Vec<Place>>> {
    let few = prop_oneof![0u32..4, 0u32..15, 20u32..400];
    let share = prop_oneof![Just(0.0), Just(1.0), 0.0..0.1f64, 0.0..1.0f64];
    let place = (
        few.clone(),
        few.clone(),
        share,
        proptest::option::weighted(0.8, few),
    );
    proptest::collection::vec(proptest::collection::vec(place, 1..5), 1..4)
}

fn table_of(county: &[Vec<Place>]) -> String {
    let mut table = String::new();
    for (m, town) in county.iter().enumerate() {
        let mut claims = 0;
        for ((f, men, share, claim), letter) in town.iter().zip('a'..) {
            let key = format!("{}{letter}", m + 1);
            let cases = (f64::from(f + men) * share).round();
            let claim = claim.map_or("*".to_owned(), |c| {
                claims += c;
                c.to_string()
            });
            writeln!(
                table,
                "people {key} {f}/{men}\ncases {key} {cases}\nclaims {key} {claim}"
            )
            .unwrap();
        }
        if m == 0 {
            // The supplier gives the first town's total as well; hidden places count 5 each.
            let hidden = town.iter().filter(|p| p.3.is_none()).count();
            let total = claims + 5 * u32::try_from(hidden).unwrap();
            writeln!(table, "claims 1 {total}").unwrap();
        }
    }
    table
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn no_single_sum_gives_a_hidden_number_away(county in places(), grouped in any::<bool>()) {
        let sizes: Vec<usize> = county.iter().map(Vec::len).collect();
        let members: Vec<String> = (1..=sizes.len()).map(|m| format!("{m}a")).collect();
        let names: Vec<&str> = members.iter().map(String::as_str).collect();
        let groups: Vec<(&str, &[&str])> = if grouped { vec![("G", &names)] } else { vec![] };
        let figures = figures(&tree(&sizes, &groups), &table_of(&county));
        let (table, protocol) = public(&figures);
        prop_assert_eq!(protocol.open_equations, 0);
        for (indicator, breakdown) in [("P", "total"), ("P", "sex=f"), ("P", "sex=m"), ("C", "total"), ("B", "total")] {
            let see = |area: &str| seen(&table, area, indicator, breakdown);
            let towns: Vec<String> = (1..=sizes.len()).map(|m| m.to_string()).collect();
            attack(see("K"), &towns.iter().map(|t| see(t)).collect::<Vec<_>>())?;
            for (town, size) in towns.iter().zip(&sizes) {
                let parts: Vec<Seen> = ('a'..).take(*size).map(|l| see(&format!("{town}{l}"))).collect();
                attack(see(town), &parts)?;
            }
            attack(see("G"), &members.iter().map(|m| see(m)).collect::<Vec<_>>())?;
        }
        for place in figures.region().places() {
            let see = |breakdown| seen(&table, place.key.as_str(), "P", breakdown);
            attack(see("total"), &[see("sex=f"), see("sex=m")])?;
        }
        for row in table.rows().iter().filter(|r| r.indicator.as_str() != "S") {
            let small = |n: f64| n > 0.0 && n < 3.0;
            prop_assert!(!row.numerator.is_some_and(small));
            let rest = row.denominator.zip(row.numerator).map(|(d, n)| d - n);
            prop_assert!(!rest.is_some_and(small), "complement {row:?}");
        }
    }

    #[test]
    fn numbers_far_from_the_threshold_hide_nothing(
        county in proptest::collection::vec(proptest::collection::vec((50u32..500, 50u32..500, 12u32..40), 1..5), 1..4),
    ) {
        let sizes: Vec<usize> = county.iter().map(Vec::len).collect();
        let mut table = String::new();
        for (m, town) in county.iter().enumerate() {
            for ((f, men, c), letter) in town.iter().zip('a'..) {
                let key = format!("{}{letter}", m + 1);
                writeln!(table, "people {key} {f}/{men}\ncases {key} {c}\nclaims {key} {c}").unwrap();
            }
        }
        let (_, protocol) = public(&figures(&tree(&sizes, &[]), &table));
        prop_assert_eq!(protocol.hidden(), 0);
    }

    #[test]
    fn an_archive_opens_to_the_same_figures(county in places()) {
        let sizes: Vec<usize> = county.iter().map(Vec::len).collect();
        let (table, _) = public(&figures(&tree(&sizes, &[]), &table_of(&county)));
        let bytes = table.canonical_bytes();
        let again = crate::reopen::<crate::Public>(&bytes, &table.hash()).unwrap();
        prop_assert_eq!(&*again, &*table);
        prop_assert!(crate::reopen::<crate::Internal>(&bytes, &table.hash()).is_err());
        prop_assert!(crate::reopen::<crate::Public>(&bytes, "00").is_err());
    }
}
