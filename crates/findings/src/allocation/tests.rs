//! Sharing out on a county of thirty places.

use proptest::prelude::*;
use vocabulary::Explain;

use super::{Allocation, AllocationError, Bound, Plan, Total, allocate};
use crate::places::Places;

fn plan(lines: &str) -> Plan {
    let text = format!("name = \"Mittel\"\nlevel = \"place\"\nneed = \"X\"\n{lines}");
    Plan::load("plan.toml", &text).unwrap()
}

/// 100 children in each place, of whom 10, 20, 30 …
fn rising(count: usize) -> Places {
    Places::new(count, 2024..=2024, |place, _| {
        Some((10.0 * place as f64, 100.0))
    })
}

fn units(found: &Allocation) -> Vec<u64> {
    found.shares.iter().map(|s| s.amount.units()).collect()
}

#[test]
fn money_follows_the_need_to_the_cent() {
    let found = allocate(
        rising(3).panel(),
        &plan("total = { money = \"1000,01\" }\nlambda = 0.5"),
    )
    .unwrap();
    // 50, 100, 150 of 300 needs.
    assert_eq!(units(&found), [16_667, 33_334, 50_000]);
    assert_eq!(units(&found).iter().sum::<u64>(), 100_001);
    let even = &found.sensitivity[0];
    assert!(even.lambda.abs() < f64::EPSILON);
    let even: Vec<u64> = even
        .amounts
        .as_ref()
        .unwrap()
        .iter()
        .map(|a| a.units())
        .collect();
    assert_eq!(even, [33_334, 33_334, 33_333]);
    assert!(found.notes[0].contains("politische Entscheidung"));
}

#[test]
fn posts_are_whole_and_ties_are_told() {
    let found = allocate(
        rising(3).panel(),
        &plan("total = { posts = 6 }\nlambda = 0.5"),
    )
    .unwrap();
    assert_eq!(units(&found), [1, 2, 3]);
    let tied = allocate(
        rising(3).panel(),
        &plan("total = { posts = 4 }\nlambda = 0.0"),
    )
    .unwrap();
    assert_eq!((units(&tied), tied.tied.len()), (vec![2, 1, 1], 3));
}

#[test]
fn floors_and_caps_hold_and_say_so() {
    let with = "total = { money = \"1000\" }\nlambda = 1.0\nfloor = { money = \"100\" }\ncap = { money = \"500\" }";
    let found = allocate(rising(3).panel(), &plan(with)).unwrap();
    assert_eq!(units(&found), [10_000, 40_000, 50_000]);
    let bounds: Vec<Bound> = found.shares.iter().map(|s| s.bound).collect();
    assert_eq!(bounds, [Bound::Floor, Bound::Need, Bound::Cap]);
}

#[test]
fn what_floors_or_caps_make_impossible_is_not_defined_with_the_reason() {
    let refused = |lines: &str| {
        allocate(rising(3).panel(), &plan(lines))
            .unwrap_err()
            .german()
    };
    let floors = refused("total = { money = \"100\" }\nlambda = 0.5\nfloor = { money = \"50\" }");
    assert!(
        floors.contains("100,00 € reichen nicht") && floors.contains("150,00 €"),
        "{floors}"
    );
    let above = refused("total = { money = \"100\" }\nlambda = 0.5\nfloor = { money = \"200\" }");
    assert!(above.contains("600,00 €"), "{above}");
    let caps = refused("total = { posts = 10 }\nlambda = 0.5\ncap = { posts = 3 }");
    assert!(
        caps.contains("10 Stellen sind mehr") && caps.contains("9 Stellen"),
        "{caps}"
    );
    let mixed = refused("total = { posts = 10 }\nlambda = 0.5\ncap = { money = \"3\" }");
    assert!(mixed.contains("alle Geld oder alle Stellen"));
}

#[test]
fn hidden_and_empty_places_are_counted_as_they_are_told() {
    let places = Places::new(6, 2024..=2024, |place, _| match place {
        1 => Some((0.0, 0.0)),
        2 => Some((2.0, 100.0)),
        _ => Some((10.0 * place as f64, 100.0)),
    });
    let found = allocate(
        places.panel(),
        &plan("total = { money = \"1000\" }\nlambda = 0.5"),
    )
    .unwrap();
    assert_eq!(found.shares[0].amount.units(), 0, "nobody lives there");
    assert!(found.shares[1].situation.is_none(), "two are hidden");
    assert!(
        found.notes.iter().any(|n| n.contains("Ort P02")),
        "{:?}",
        found.notes
    );
    assert_eq!(units(&found).iter().sum::<u64>(), 100_000);
    let nobody = Places::new(3, 2024..=2024, |_, _| Some((0.0, 0.0)));
    let none = allocate(nobody.panel(), &plan("total = { posts = 3 }\nlambda = 0.5"));
    assert!(
        matches!(
            none,
            Err(AllocationError::NoFigures(_) | AllocationError::Method(_))
        ),
        "{none:?}"
    );
}

#[test]
fn an_index_without_spread_shares_out_by_heads() {
    let same = Places::new(4, 2024..=2024, |place, _| {
        Some((10.0 * place as f64, 50.0 * place as f64))
    });
    let found = allocate(
        same.panel(),
        &plan("total = { money = \"10\" }\nlambda = 1.0"),
    )
    .unwrap();
    assert_eq!(units(&found), [100, 200, 300, 400]);
}

proptest! {
    #[test]
    fn nothing_is_lost_or_added(count in 2_usize..11, cents in 0_u64..10_000_000, lambda in 0.0_f64..3.0) {
        let mut plan = plan("total = { money = \"1\" }\nlambda = 0.5");
        plan.total = plan.total.with_units(cents);
        plan.lambda = lambda;
        let found = allocate(rising(count).panel(), &plan).unwrap();
        prop_assert_eq!(units(&found).iter().sum::<u64>(), cents);
        let rising = found.shares.windows(2).all(|w| w[0].amount.units() <= w[1].amount.units() + 1);
        prop_assert!(rising, "more need never gets less, but for a tied cent");
        let kept = matches!(found.shares[0].amount, Total::Money(_));
        prop_assert!(kept);
    }
}
