//! Sharing out on a county of thirty places.

use proptest::prelude::*;
use vocabulary::Explain;

use super::{Allocation, AllocationError, Bound, Plan, Total, allocate, allocate_by};
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

#[test]
fn what_a_plan_says_wrongly_is_refused_with_what_to_change() {
    let refused = |lines: &str| {
        let text =
            format!("name = \"Mittel\"\nlevel = \"place\"\ntotal = {{ posts = 3 }}\n{lines}");
        Plan::load("plan.toml", &text).unwrap_err().german()
    };
    assert!(refused("lambda = 0.5").contains("„need“"));
    let both = "need = \"X\"\nindex = \"soziale-lage\"\nlambda = 0.5";
    assert!(refused(both).contains("streichen"));
    assert!(refused("index = \"soziale-lage\"\nlambda = 0.5").contains("„people“"));
    for lambda in ["-0.5", "nan", "11.0", "inf"] {
        let said = refused(&format!("need = \"X\"\nlambda = {lambda}"));
        assert!(
            said.contains("von 0 bis 10") && said.contains("plan.toml"),
            "{said}"
        );
    }
    let twice = "need = \"X\"\nlambda = 0.5\n[[today]]\narea = \"P01\"\namount = { posts = 1 }\n\
                 [[today]]\narea = \"P01\"\namount = { posts = 2 }";
    assert!(refused(twice).contains("zweimal"));
}

#[test]
fn what_nobody_knows_is_refused_by_name() {
    let places = rising(3);
    let refused = |need: &str, level: &str| {
        let text = format!(
            "name = \"M\"\nlevel = \"{level}\"\n{need}\ntotal = {{ posts = 3 }}\nlambda = 0.5"
        );
        let plan = Plan::load("plan.toml", &text).unwrap();
        allocate(places.panel(), &plan).unwrap_err().german()
    };
    assert!(refused("need = \"Q\"", "place").contains("„Q“"));
    assert!(refused("need = \"X\"", "moon").contains("„moon“"));
    let index = |id: &str| format!("index = \"{id}\"\npeople = \"X\"");
    assert!(refused(&index("nirgends"), "place").contains("„nirgends“"));
    assert!(refused(&index("soziale-lage"), "place").contains("nicht berechenbar"));
}

#[test]
fn an_index_of_ones_own_is_a_situation_too() {
    let preset = crate::Preset::load(
        "eigene.toml",
        "id = \"eigene\"\nversion = 1\nname = \"Eigene\"\npurpose = \"Probe\"\n[[indicator]]\nid = \"X\"\n\
         [method]\nnormalisation = \"z_score\"\nweights = \"equal\"\naggregation = \"arithmetic\"\n\
         [status]\ncuts = [0.0]\nnames = [\"unten\", \"oben\"]",
    )
    .unwrap();
    let text = "name = \"M\"\nlevel = \"place\"\nindex = \"eigene\"\npeople = \"X\"\n\
                total = { money = \"100\" }\nlambda = 1.0";
    let plan = Plan::load("plan.toml", text).unwrap();
    let found = allocate_by(rising(6).panel(), &plan, &[preset]).unwrap();
    assert_eq!(units(&found).iter().sum::<u64>(), 10_000);
    assert!(found.measured.situation.contains("Eigene"));
    // One indicator's index is that indicator in standard deviations.
    let direct = self::plan("total = { money = \"100\" }\nlambda = 1.0\npeople = \"X\"");
    let direct = allocate(rising(6).panel(), &direct).unwrap();
    for (a, b) in found.shares.iter().zip(&direct.shares) {
        assert!((a.part - b.part).abs() < 1e-9, "{a:?} {b:?}");
    }
}

#[test]
fn who_gains_and_who_loses_adds_up_to_nothing() {
    let found = allocate(
        rising(5).panel(),
        &plan("total = { money = \"999,99\" }\nlambda = 0.5"),
    )
    .unwrap();
    let shifts: Vec<i128> = found.shifts().iter().map(|(_, shift)| *shift).collect();
    assert_eq!(shifts.iter().sum::<i128>(), 0);
    assert!(shifts[0] < 0 && shifts[4] > 0, "{shifts:?}");
}

proptest! {
    #[test]
    fn floors_and_caps_are_kept_and_nothing_is_lost(
        count in 2_usize..11,
        cents in 0_u64..1_000_000,
        floor in 0_u64..60_000,
        room in 0_u64..300_000,
        lambda in 0.0_f64..3.0,
    ) {
        let mut plan = self::plan("total = { money = \"1\" }\nlambda = 0.5");
        plan.total = plan.total.with_units(cents);
        plan.floor = Some(plan.total.with_units(floor));
        plan.cap = Some(plan.total.with_units(floor + room));
        plan.lambda = lambda;
        match allocate(rising(count).panel(), &plan) {
            Ok(found) => {
                prop_assert_eq!(units(&found).iter().sum::<u64>(), cents);
                prop_assert!(units(&found).iter().all(|u| (floor..=floor + room).contains(u)));
                for under in found.sensitivity.iter().filter_map(|u| u.amounts.as_ref()) {
                    prop_assert_eq!(under.iter().map(|a| a.units()).sum::<u64>(), cents);
                }
            }
            Err(AllocationError::Infeasible { least, most, .. }) => {
                prop_assert!(cents < least.units() || cents > most.units());
            }
            Err(other) => prop_assert!(false, "{other}"),
        }
    }


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
