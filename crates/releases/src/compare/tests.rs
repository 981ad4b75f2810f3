//! Two releases side by side: what changed, why, and nothing that either of them hides.

use disclosure::{Internal, Public};
use proptest::prelude::*;
use vocabulary::State;

use super::*;
use crate::county::{County, INDICATORS};
use crate::tests::INDEX;

fn changes(before: &County, after: &County) -> Vec<Change> {
    compare(
        &before.release::<Public>("1"),
        &after.release::<Public>("2"),
    )
}

/// The change of one area's share in 2024.
#[track_caller]
fn share<'a>(changes: &'a [Change], area: &str) -> &'a Change {
    let of = |c: &&Change| {
        c.area.as_str() == area && c.indicator.as_str() == "C" && c.period == Period::Year(2024)
    };
    changes.iter().find(of).unwrap()
}

fn ids(words: &[&str]) -> Vec<DeliveryId> {
    words.iter().map(|w| w.parse().unwrap()).collect()
}

#[test]
fn a_revised_count_names_the_delivery_behind_it() {
    let county = County::new();
    let all = changes(
        &county,
        &county.clone().with("claims", "2b", (2024, 60.0), "L9"),
    );
    let areas: Vec<&str> = all.iter().map(|c| c.area.as_str()).collect();
    assert_eq!(
        areas,
        ["2", "2b", "K"],
        "the place, its town and the county"
    );
    let place = share(&all, "2b");
    assert_eq!(place.what, What::Changed);
    let (added, removed) = (ids(&["L9"]), Vec::new());
    assert_eq!(place.why, [Why::Deliveries { added, removed }]);
    assert_eq!(
        (place.before.unwrap().value, place.after.unwrap().value),
        (Some(5.0), Some(6.0))
    );
    assert_eq!(place.difference, Some(1.0));
}

#[test]
fn a_delivery_that_replaces_another_or_is_withdrawn_is_named() {
    let mut replaced = County::new();
    for area in ["1a", "1b", "1c", "2a", "2b", "2c"] {
        replaced = replaced.with("claims", area, (2024, 80.0), "L3").with(
            "people",
            area,
            (2024, 1000.0),
            "L3",
        );
    }
    let all = changes(&County::new(), &replaced);
    let why = Why::Deliveries {
        added: ids(&["L3"]),
        removed: ids(&["L2"]),
    };
    assert_eq!(share(&all, "1a").why, [why]);
    let mut withdrawn = County::new();
    for area in ["1a", "1b", "1c", "2a", "2b", "2c"] {
        withdrawn = withdrawn.without("claims", area, 2024);
    }
    let gone = changes(&County::new(), &withdrawn);
    let one = share(&gone, "1a");
    assert_eq!((one.what, one.after), (What::Gone, None));
    assert_eq!(
        one.why,
        [Why::Deliveries {
            added: vec![],
            removed: ids(&["L2"])
        }]
    );
}

#[test]
fn a_new_definition_is_named_and_nothing_is_subtracted_across_it() {
    let old = format!("{INDICATORS}version = 1\nvalid_to = 2030\n");
    let new = format!("{INDICATORS}version = 2\nfactor = 1000.0\n");
    let all = changes(
        &County::new().with_indicators(&old),
        &County::new().with_indicators(&new),
    );
    let one = share(&all, "1a");
    assert_eq!(
        one.why,
        [Why::Definition {
            before: Some(1),
            after: Some(2)
        }]
    );
    assert!(one.before.unwrap().value.is_some() && one.difference.is_none());
    let fewer = INDICATORS
        .split("[[indicator]]\nid = \"C\"")
        .next()
        .unwrap();
    let gone = changes(&County::new(), &County::new().with_indicators(fewer));
    let reasons = &share(&gone, "1a").why;
    assert_eq!(
        reasons[0],
        Why::Definition {
            before: Some(1),
            after: None
        }
    );
}

#[test]
fn another_territorial_status_is_named_and_nothing_is_subtracted_across_it() {
    let later = County::new()
        .since("2024-01-01")
        .with("claims", "2b", (2024, 60.0), "L2");
    let all = changes(&County::new(), &later);
    let one = share(&all, "2b");
    assert!(matches!(one.why[..], [Why::Areas { .. }]), "{:?}", one.why);
    assert_eq!(one.difference, None);
}

#[test]
fn another_threshold_is_named() {
    let small = County::new().with("claims", "2c", (2024, 5.0), "L2");
    let all = changes(&small, &small.clone().with_threshold(10.0));
    let one = share(&all, "2c");
    assert_eq!(one.what, What::NowHidden);
    assert_eq!(
        one.why,
        [Why::MinCount {
            before: 3.0,
            after: 10.0
        }]
    );
    assert_eq!(
        (one.before.unwrap().state, one.before.unwrap().value),
        (State::Value, None)
    );
}

#[test]
fn a_figure_hidden_for_another_says_so_without_its_own_delivery() {
    let revised = County::new().with("claims", "2c", (2024, 2.0), "L9");
    let all = changes(&County::new(), &revised);
    let beside = share(&all, "2b");
    assert_eq!(beside.what, What::NowHidden);
    // The delivery of the neighbour is told for all areas together, as for every hidden figure.
    let why = Why::Deliveries {
        added: ids(&["L9"]),
        removed: vec![],
    };
    assert_eq!(
        (&beside.why, &share(&all, "2c").why),
        (&vec![why.clone()], &vec![why])
    );
    assert_eq!(beside.difference, None);
}

#[test]
fn a_hidden_figure_nobody_knows_any_more_is_not_called_shown() {
    let small = County::new().with("claims", "2c", (2024, 2.0), "L2");
    let unknown = small.clone().without("claims", "2c", 2024);
    let all = changes(&small, &unknown);
    let one = share(&all, "2c");
    assert_eq!(
        (one.what, one.after.unwrap().state),
        (What::Changed, State::Unknown)
    );
}

#[test]
fn the_table_is_german_and_has_a_head_line() {
    let before = County::new().release::<Public>("1");
    let after = County::new().with("claims", "2b", (2024, 60.5), "L9").with(
        "claims",
        "1c",
        (2024, 1.0),
        "L9",
    );
    let after = after.release::<Public>("2");
    let table = changes_csv(&compare(&before, &after), &before, &after).unwrap();
    insta::assert_snapshot!(String::from_utf8(table).unwrap());
}

fn counties() -> impl Strategy<Value = County> {
    let number = prop_oneof![Just(0u32), 1u32..6, 1u32..400];
    let places = proptest::collection::vec((number, 0usize..3), 6);
    (places, 0u32..3).prop_map(|(places, threshold)| {
        let mut county = County::new().with_threshold(f64::from(3 + 4 * threshold));
        for ((number, by), area) in places.into_iter().zip(["1a", "1b", "1c", "2a", "2b", "2c"]) {
            county = county.with(
                "claims",
                area,
                (2024, f64::from(number)),
                ["L2", "L3", "L4"][by],
            );
        }
        county
    })
}

/// The same change seen from the other side.
fn mirrored(change: &Change) -> Change {
    let why = change.why.iter().map(|why| match why.clone() {
        Why::Definition { before, after } => Why::Definition {
            before: after,
            after: before,
        },
        Why::Areas { before, after } => Why::Areas {
            before: after,
            after: before,
        },
        Why::MinCount { before, after } => Why::MinCount {
            before: after,
            after: before,
        },
        Why::Deliveries { added, removed } => Why::Deliveries {
            added: removed,
            removed: added,
        },
        other => other,
    });
    Change {
        what: match change.what {
            What::New => What::Gone,
            What::Gone => What::New,
            What::NowHidden => What::NowShown,
            What::NowShown => What::NowHidden,
            What::Changed => What::Changed,
        },
        why: why.collect(),
        before: change.after,
        after: change.before,
        difference: change.difference.map(|d| -d),
        ..change.clone()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_release_does_not_differ_from_itself(county in counties()) {
        let (one, same) = (county.release::<Public>("1"), county.release::<Public>("2"));
        prop_assert_eq!(compare(&one, &one), vec![]);
        prop_assert_eq!(compare(&one, &same), vec![]);
    }

    #[test]
    fn the_way_back_is_the_mirror(a in counties(), b in counties()) {
        let (there, back) = (changes(&a, &b), changes(&b, &a));
        prop_assert_eq!(there.iter().map(mirrored).collect::<Vec<_>>(), back);
    }

    #[test]
    fn what_either_release_hides_stays_hidden(a in counties(), b in counties()) {
        let (before, after) = (a.release::<Public>("1"), b.release::<Public>("2"));
        let hides = |release: &Release<Public>, c: &Change| {
            let row = release.figures.find(&c.area, &c.indicator, c.period, &c.breakdown);
            row.is_some_and(|r| r.state == State::Suppressed)
        };
        for c in compare(&before, &after) {
            prop_assert!(!c.why.is_empty());
            if hides(&before, &c) || hides(&after, &c) {
                let values = [c.before, c.after].map(|s| s.and_then(|s| s.value));
                prop_assert_eq!((values, c.difference), ([None, None], None));
            }
        }
    }

    #[test]
    fn internal_editions_compare_too(a in counties(), b in counties()) {
        let (before, after) = (a.release::<Internal>("1"), b.release::<Internal>("2"));
        let there = compare(&before, &after);
        prop_assert_eq!(there.iter().map(mirrored).collect::<Vec<_>>(), compare(&after, &before));
    }
}

#[test]
fn the_third_edition_stands_beside_both_earlier_ones_each_with_its_own_reason() {
    let county = County::new().with_preset(INDEX);
    let first = county.release::<Public>("2024-1");
    // The second edition corrects a place, the third draws the classes anew and corrects no more.
    let corrected = county.clone().with("claims", "2c", (2024, 120.0), "L9");
    let second = corrected.release::<Public>("2025-1");
    let stricter = INDEX
        .replace("version = 1", "version = 2")
        .replace("0.5]", "0.1]");
    let third = County::new()
        .with_preset(&stricter)
        .with("claims", "2c", (2024, 120.0), "L9")
        .release::<Public>("2026-1");
    let told: Vec<_> = [&second, &first]
        .into_iter()
        .flat_map(|earlier| beside(earlier, &third))
        .collect();
    let [before, oldest] = told.as_slice() else {
        panic!("{told:?}")
    };
    assert_eq!(
        (before.edition.as_str(), oldest.edition.as_str()),
        ("2025-1", "2024-1")
    );
    for edition in [before, oldest] {
        assert_eq!(edition.versions, Some([1, 2]));
        assert_eq!(edition.same + edition.changed.len(), 6);
        let all_say_so = |c: &Reclassed| c.why.contains(&WhyReclassed::Preset);
        assert!(edition.changed.iter().all(all_say_so), "{edition:?}");
    }
    let why = |edition: &IndexBeside| {
        let place = edition.changed.iter().find(|c| c.area.as_str() == "2c");
        place.map(|place| place.why.contains(&WhyReclassed::Revised))
    };
    // What was corrected in between explains nothing beside the second edition, but does beside the first.
    assert_eq!(why(oldest), Some(true), "{oldest:?}");
    assert_ne!(why(before), Some(true), "{before:?}");
    // Among editions of one preset no version is told.
    let same = beside(&first, &second);
    assert_eq!(same[0].versions, None);
    let written = serde_json::to_string(&same[0]).unwrap();
    assert!(!written.contains("versions"), "{written}");
}

#[test]
fn an_edition_of_another_territorial_status_is_named_and_not_compared() {
    let county = County::new().with_preset(INDEX);
    let later = county.clone().since("2025-01-01");
    let told = beside(
        &county.release::<Public>("2024-1"),
        &later.release::<Public>("2025-1"),
    );
    let [edition] = told.as_slice() else {
        panic!("{told:?}")
    };
    assert_eq!((edition.same, edition.changed.len()), (0, 0));
    let reason = edition.not_defined.as_deref();
    assert_eq!(
        reason,
        Some("Die Ausgabe steht auf einem anderen Gebietsstand.")
    );
}
