//! Stories of split, merged and redrawn areas.

use std::collections::BTreeMap;

use proptest::prelude::*;
use vocabulary::{AreaKey, Bounds, Explain, Flags, Quantity, Value};

use super::*;

fn key(text: &str) -> AreaKey {
    AreaKey::parse(text).unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Rows `from to share` that hold since 2020.
fn rows(text: &str) -> Vec<Link> {
    let row = |line: &str| {
        let cells: Vec<&str> = line.split_whitespace().collect();
        Link {
            from: key(cells[0]),
            to: key(cells[1]),
            share: cells[2].parse().unwrap(),
            basis: Basis::Address,
            valid_from: day("2020-01-01"),
        }
    };
    text.lines()
        .filter(|l| !l.trim().is_empty())
        .map(row)
        .collect()
}

fn crosswalk(text: &str) -> Crosswalk {
    Crosswalk::new(rows(text), ShareRules::default(), "u.csv")
        .unwrap()
        .0
}

#[track_caller]
fn moved(text: &str, counts: &[(&str, Value)]) -> BTreeMap<String, Quantity> {
    let flags = Flags::empty();
    let counts = counts.iter().map(|(k, value)| {
        (
            key(k),
            Quantity {
                value: *value,
                flags,
            },
        )
    });
    let moved = crosswalk(text)
        .redistribute(&counts.collect(), day("2019-12-31"), day("2024-12-31"))
        .unwrap();
    moved.into_iter().map(|(k, q)| (k.to_string(), q)).collect()
}

const SPLIT: &str = "07 12 0.924\n07 13 0.076";
const HIDDEN: Value = Value::Suppressed(Bounds {
    lower: 1.0,
    upper: Some(2.0),
});

#[test]
fn a_merger_adds_up_exactly_and_is_no_estimate() {
    let merged = moved(
        "A C 1\nB C 1",
        &[("A", Value::Known(10.0)), ("B", Value::Known(5.0))],
    );
    assert_eq!(merged["C"], Quantity::known(15.0));
}

#[test]
fn a_split_keeps_every_person_and_is_flagged_estimated() {
    let split = moved(
        SPLIT,
        &[("07", Value::Known(13.0)), ("08", Value::Known(4.0))],
    );
    assert_eq!(split["12"].value, Value::Known(12.0));
    assert_eq!(split["13"].value, Value::Known(1.0));
    assert_eq!(split["12"].flags, Flags::ESTIMATED);
    assert_eq!(
        split["08"],
        Quantity::known(4.0),
        "an area without a row stays as it is"
    );
}

#[test]
fn a_hidden_number_becomes_an_interval_and_unknown_stays_unknown() {
    let split = moved(SPLIT, &[("07", HIDDEN)]);
    let wanted = Value::Interval(Bounds {
        lower: 0.0,
        upper: Some(2.0),
    });
    assert_eq!(split["12"].value, wanted);
    let split = moved(SPLIT, &[("07", Value::Unknown)]);
    assert_eq!(split["13"].value, Value::Unknown);
    let whole = moved("A C 1", &[("A", HIDDEN)]);
    assert_eq!(
        whole["C"].value, HIDDEN,
        "moved as a whole it hides what it hid"
    );
}

#[test]
fn a_target_is_unknown_while_one_of_its_sources_is_missing() {
    let merged = moved("A C 1\nB C 1", &[("A", Value::Known(10.0))]);
    assert_eq!(merged["C"].value, Value::Unknown);
}

#[test]
fn the_not_allocated_remainder_moves_with_its_area() {
    let merged = moved("A C 1", &[("A.unallocated", Value::Known(3.0))]);
    assert_eq!(merged["C.unallocated"].value, Value::Known(3.0));
}

#[test]
fn counts_taken_after_the_change_stay_as_they_are() {
    let counts = BTreeMap::from([(key("07"), Quantity::known(13.0))]);
    let after = crosswalk(SPLIT)
        .redistribute(&counts, day("2020-01-01"), day("2024-12-31"))
        .unwrap();
    assert_eq!(after, counts);
}

#[test]
fn a_ready_made_share_is_never_redistributed() {
    let share = Quantity {
        value: Value::Known(7.4),
        flags: Flags::SUPPLIED,
    };
    let counts = BTreeMap::from([(key("07"), share)]);
    let refused = crosswalk(SPLIT).redistribute(&counts, day("2019-12-31"), day("2024-12-31"));
    insta::assert_snapshot!(refused.unwrap_err().german(), @"Für „07“ liegt ein fertiger Anteilswert vor. Umgerechnet werden nur Grundzahlen; Quoten werden aus ihnen neu berechnet. Bitte Zähler und Nenner liefern lassen.");
}

#[test]
fn shares_that_do_not_sum_to_one_are_refused_with_their_area() {
    let refused = Crosswalk::new(
        rows("07 12 0.924\n07 13 0.07"),
        ShareRules::default(),
        "u.csv",
    );
    insta::assert_snapshot!(refused.unwrap_err().german(), @"Umsteigeschlüssel zum 01.01.2020: Die Anteile von „07“ ergeben zusammen 0,994 statt 1. Bitte die Zeilen dieses Gebiets ergänzen oder berichtigen.");
    for wrong in ["07 12 NaN", "07 12 -0.1\n07 13 1.1", "07 12 0.5\n07 12 0.5"] {
        assert!(
            Crosswalk::new(rows(wrong), ShareRules::default(), "u.csv").is_err(),
            "{wrong}"
        );
    }
}

#[test]
fn shares_within_the_tolerance_are_rescaled_with_a_remark() {
    let rules = ShareRules {
        tolerance: 0.001,
        sliver: 0.01,
    };
    let (crosswalk, remarks) = Crosswalk::new(
        rows("07 12 0.9\n07 13 0.0994\n07 14 0.0001"),
        rules,
        "u.csv",
    )
    .unwrap();
    let messages: Vec<&str> = remarks.iter().map(|r| r.message.as_str()).collect();
    insta::assert_snapshot!(messages.join("\n"), @r#"
Die Anteile von „07“ ergaben zusammen 0,9995 statt 1 und wurden auf 1 hochgerechnet.
Bei „07“ wurden 1 Splitterflächen (zusammen Anteil 0,0001) weggelassen und die übrigen Anteile hochgerechnet.
"#);
    let sum: f64 = crosswalk.links().map(|l| l.share).sum();
    assert!((sum - 1.0).abs() < 1e-12);
    assert_eq!(crosswalk.links().count(), 2);
}

#[test]
fn a_table_is_read_with_comma_or_point_and_bad_rows_are_told() {
    let table = "\u{feff}from_area;to_area;share;basis;valid_from\n07;12;0,924;address;01.01.2020\n07;13;0.076;address;2020-01-01\n07;14;viel;address;2020-01-01\n";
    let (links, remarks) = Link::read(table, "u.csv").unwrap();
    assert_eq!(links, rows(SPLIT));
    let told: Vec<String> = remarks
        .iter()
        .map(|r| format!("{}: {}", r.place, r.message))
        .collect();
    insta::assert_snapshot!(told.join("\n"), @"u.csv, Zeile 4, Spalte „share“: Zeile nicht übernommen: „viel“ ist kein Anteil zwischen 0 und 1. Bitte die Zelle berichtigen.");
    let refused = Link::read("from_area,to_area\n", "u.csv").unwrap_err();
    assert_eq!(
        refused,
        CrosswalkError::Column {
            file: "u.csv".into(),
            column: "share"
        }
    );
    assert!(Link::read("", "leer.csv").is_err());
}

#[test]
fn berlins_two_generations_of_areas_are_joined_to_the_last_resident() {
    let Some(shared) = crate::tests::shared("berlin/areas/seed_lor_crosswalk_2006_to_2021.csv")
    else {
        return;
    };
    let text = std::fs::read_to_string(shared).unwrap();
    let row = |line: &str| {
        let cells: Vec<&str> = line.splitn(5, ',').collect();
        Link {
            from: key(cells[0]),
            to: key(cells[1]),
            share: cells[3].parse().unwrap(),
            basis: Basis::Area,
            valid_from: day("2021-01-01"),
        }
    };
    let links: Vec<Link> = text.lines().skip(1).map(row).collect();
    assert_eq!(links.len(), 3055);
    assert!(Crosswalk::new(links.clone(), ShareRules::default(), "seed.csv").is_err());
    let rules = ShareRules {
        tolerance: 0.001,
        sliver: 0.0,
    };
    let (crosswalk, remarks) = Crosswalk::new(links, rules, "seed.csv").unwrap();
    assert!(!remarks.is_empty());
    let sources: std::collections::BTreeSet<AreaKey> = crosswalk.links().map(|l| l.from).collect();
    let counts: BTreeMap<_, _> = sources
        .into_iter()
        .zip(1..)
        .map(|(k, i)| (k, Quantity::known(f64::from(i * 37))))
        .collect();
    let moved = crosswalk
        .redistribute(&counts, day("2020-12-31"), day("2021-12-31"))
        .unwrap();
    let total =
        |c: &BTreeMap<AreaKey, Quantity>| c.values().map(|q| q.value.known().unwrap()).sum::<f64>();
    assert_eq!(total(&moved).to_bits(), total(&counts).to_bits());
    assert_eq!(moved.len(), 542);
}

proptest! {
    #[test]
    fn totals_are_kept_whatever_the_shares(
        counts in prop::collection::vec(-50_000i32..2_000_000, 1..6),
        weights in prop::collection::vec(0.001f64..1.0, 2..9),
    ) {
        let sum: f64 = weights.iter().sum();
        let mut links = Vec::new();
        for source in 0..counts.len() {
            for (target, weight) in weights.iter().enumerate() {
                links.push(Link {
                    from: key(&format!("S{source}")),
                    to: key(&format!("T{target}")),
                    share: weight / sum,
                    basis: Basis::Population,
                    valid_from: day("2020-01-01"),
                });
            }
        }
        let (crosswalk, _) = Crosswalk::new(links, ShareRules::default(), "u.csv").unwrap();
        let before: BTreeMap<_, _> = counts.iter().enumerate()
            .map(|(i, n)| (key(&format!("S{i}")), Quantity::known(f64::from(*n)))).collect();
        let after = crosswalk.redistribute(&before, day("2019-12-31"), day("2020-01-01")).unwrap();
        let total: f64 = after.values().map(|q| q.value.known().unwrap()).sum();
        let wanted: i64 = counts.iter().map(|n| i64::from(*n)).sum();
        prop_assert!((total - wanted as f64).abs() < 0.5);
        prop_assert!(after.values().all(|q| q.value.known().unwrap().fract() == 0.0));
    }

    #[test]
    fn the_interval_of_a_hidden_count_holds_whatever_it_hides(
        lower in 0u32..5, width in 0u32..9, hidden in 0u32..9, share in 0.01f64..0.99,
    ) {
        let truth = f64::from(lower + hidden.min(width));
        let bounds = Bounds { lower: f64::from(lower), upper: Some(f64::from(lower + width)) };
        let text = format!("A B {share}\nA C {}", 1.0 - share);
        let real = moved(&text, &[("A", Value::Known(truth))]);
        let told = moved(&text, &[("A", Value::Suppressed(bounds))]);
        for area in ["B", "C"] {
            let known = real[area].value.known().unwrap();
            let bounds = told[area].value.bounds().unwrap();
            prop_assert!(bounds.lower <= known && known <= bounds.upper.unwrap());
        }
    }
}
