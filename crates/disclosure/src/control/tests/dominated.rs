//! The beds of a few homes: sums of which one contributor makes nearly all.

use std::fmt::Write;

use indicators::catalogue::{Catalogue, Source};
use indicators::{Figures, Region, compute};
use vocabulary::{Period, State};

use super::county::{observations, tree};
use crate::control::Refused;
use crate::{Dominance, FigureTable, Method, Public, Reason, Released, Rules, release};

fn catalogue() -> Catalogue {
    let count = |id: &str, more: &str| {
        format!(
            "[[count]]\nid = \"{id}\"\nname = \"{id}\"\nunit = \"Plätze\"\nnature = \"stock\"\nreference = \"31.12.\"\n\
             source = \"H\"\nclass = \"homes\"\npersons = false\n{more}\n"
        )
    };
    let counts = [
        count(
            "beds",
            "contributions = [\"beds_largest\", \"beds_second\"]",
        ),
        count("beds_largest", "additive = false"),
        count("beds_second", "additive = false"),
    ];
    let source = |file, text| Source { file, text };
    Catalogue::load(
        source("counts.toml", &counts.concat()),
        source(
            "indicators.toml",
            "[[indicator]]\nid = \"B\"\nname = \"Plätze\"\ntopic = \"t\"\nkind = \"count\"\nnumerator = \"beds\"\n\
             unit = \"Plätze\"\nlevels = [\"county\", \"municipality\", \"wohnplatz\"]",
        ),
        source("topics.toml", "[[topic]]\nid='t'\nname='T'"),
    )
    .unwrap()
}

fn rules(dominance: Dominance) -> Rules {
    let mut rules = Rules::starter();
    let mut homes = rules.classes[2].clone();
    homes.id = "homes".parse().unwrap();
    homes.name = "Einrichtungen".into();
    homes.dominance = Some(dominance);
    rules.classes.push(homes);
    rules
}

const P10: Dominance = Dominance {
    p: Some(10.0),
    n: None,
    k: None,
};
const ONE_OF_85: Dominance = Dominance {
    p: None,
    n: Some(1),
    k: Some(85.0),
};

/// Per place: all beds, those of the largest home, those of the second.
fn figures(catalogue: &Catalogue, places: &[(&str, [u32; 3])]) -> Figures {
    let mut lines = String::new();
    for (place, [all, largest, second]) in places {
        writeln!(lines, "beds {place} {all}").unwrap();
        writeln!(lines, "beds_largest {place} {largest}").unwrap();
        writeln!(lines, "beds_second {place} {second}").unwrap();
    }
    compute(
        catalogue,
        &Region::of(&tree(&[3, 2], &[])),
        &observations(&lines),
    )
}

const ORDINARY: [(&str, [u32; 3]); 4] = [
    ("1b", [120, 40, 40]),
    ("1c", [90, 30, 30]),
    ("2a", [150, 50, 40]),
    ("2b", [110, 40, 30]),
];

fn shown(first: [u32; 3], dominance: Dominance) -> Released<FigureTable, Public> {
    let catalogue = catalogue();
    let places: Vec<(&str, [u32; 3])> = [("1a", first)].into_iter().chain(ORDINARY).collect();
    let figures = figures(&catalogue, &places);
    release::<Public>(&figures, &catalogue, &rules(dominance))
        .unwrap()
        .0
}

fn hidden(table: &FigureTable) -> Vec<&str> {
    let rows = table.rows().iter();
    let gone = rows.filter(|r| r.state == State::Suppressed);
    gone.map(|r| r.area.as_str()).collect()
}

#[test]
fn a_sum_one_home_dominates_is_hidden_and_so_is_another_in_its_town() {
    // What is left beside 70 and 25 is 5: less than 10 % of 70.
    let table = shown([100, 70, 25], P10);
    let known = hidden(&table);
    assert!(known.contains(&"1a"));
    assert!(known.len() > 1, "its town would tell it: {known:?}");
    // The largest of all homes of the town is no more than 70 of 310.
    assert!(!known.contains(&"K"));
}

#[test]
fn a_sum_of_many_is_shown() {
    assert_eq!(hidden(&shown([100, 40, 30], P10)), [""; 0]);
    assert_eq!(hidden(&shown([100, 84, 2], ONE_OF_85)), [""; 0]);
    assert!(hidden(&shown([100, 86, 2], ONE_OF_85)).contains(&"1a"));
    // The two largest make up nearly all: the one knows the other by the p% rule.
    assert!(hidden(&shown([100, 84, 12], P10)).contains(&"1a"));
}

#[test]
fn what_others_tell_leaves_so_much_open_as_the_rule_asks_for() {
    // The rule asks for 9.1 to both sides of 100; a neighbour of 4 beds would leave 4 only.
    let catalogue = catalogue();
    let places = [
        ("1a", [100, 91, 9]),
        ("1b", [4, 1, 1]),
        ("1c", [90, 30, 30]),
        ("2a", [150, 50, 40]),
        ("2b", [110, 40, 30]),
    ];
    let figures = figures(&catalogue, &places);
    let table = release::<Public>(&figures, &catalogue, &rules(P10))
        .unwrap()
        .0;
    let known = hidden(&table);
    assert!(known.contains(&"1a"));
    assert!(known.contains(&"1c") || known.contains(&"1"), "{known:?}");
}

#[test]
fn where_nobody_delivered_the_largest_homes_nothing_is_shown() {
    let catalogue = catalogue();
    let mut lines = String::new();
    for (place, [all, ..]) in ORDINARY {
        writeln!(lines, "beds {place} {all}").unwrap();
    }
    let region = Region::of(&tree(&[3, 2], &[]));
    let figures = compute(&catalogue, &region, &observations(&lines));
    let (table, protocol) = release::<Public>(&figures, &catalogue, &rules(P10)).unwrap();
    assert!(table.rows().iter().all(|r| r.numerator.is_none()));
    assert!(protocol.hidden_because(Reason::Dominance) > 0);
}

#[test]
fn a_town_takes_its_largest_homes_from_its_places() {
    let catalogue = catalogue();
    let mut places = ORDINARY.to_vec();
    places.push(("1a", [100, 70, 25]));
    let figures = figures(&catalogue, &places);
    let town = figures.region().position(&"1".parse().unwrap()).unwrap();
    assert_eq!(
        figures.largest_contributions(&catalogue, 0, town),
        Some([70.0, 40.0])
    );
    assert_eq!(figures.sheets()[0].period, Period::Year(2024));
}

#[test]
fn rules_that_round_cannot_protect_large_contributions() {
    let text = "method = \"rounding\"\nrounding_base = 10\n[[class]]\nid = \"homes\"\nname = \"Einrichtungen\"\n\
                threshold = 3\ninternal_threshold = 3\nmin_denominator = 10\ncomplement = false\ndominance = { p = 10 }\n";
    let refused = Rules::load("rules.toml", text).unwrap_err();
    insta::assert_snapshot!(vocabulary::Explain::german(&refused));
    assert!(Rules::load("rules.toml", &text.replace("rounding\"", "suppression\"")).is_ok());
}

#[test]
fn a_dominance_rule_that_is_none_is_refused() {
    let rules = |dominance: &str, threshold: u32| {
        let text = format!(
            "[[class]]\nid = \"homes\"\nname = \"Einrichtungen\"\nthreshold = {threshold}\ninternal_threshold = 3\n\
             min_denominator = 10\ncomplement = false\ndominance = {dominance}\n"
        );
        Rules::load("rules.toml", &text)
    };
    assert!(rules("{ n = 2, k = 85 }", 3).is_ok());
    for none in [
        "{ p = 0 }",
        "{ n = 3, k = 85 }",
        "{ n = 1 }",
        "{ p = 10, n = 1, k = 85 }",
        "{}",
    ] {
        let refused = rules(none, 3).unwrap_err();
        assert!(
            vocabulary::Explain::german(&refused).contains("dominance"),
            "{none}"
        );
    }
    assert!(rules("{ p = 10 }", 0).is_err());
}

#[test]
fn counts_without_contributions_in_such_a_class_are_told() {
    let lone = Catalogue::load(
        Source {
            file: "counts.toml",
            text: "[[count]]\nid = \"beds\"\nname = \"Plätze\"\nunit = \"Plätze\"\nnature = \"stock\"\nreference = \"31.12.\"\n\
                   source = \"H\"\nclass = \"homes\"\npersons = false\n",
        },
        Source {
            file: "indicators.toml",
            text: "[[indicator]]\nid = \"B\"\nname = \"Plätze\"\ntopic = \"t\"\nkind = \"count\"\nnumerator = \"beds\"\n\
                   unit = \"Plätze\"\nlevels = [\"county\"]",
        },
        Source {
            file: "topics.toml",
            text: "[[topic]]\nid='t'\nname='T'",
        },
    )
    .unwrap();
    let figures = compute(
        &lone,
        &Region::of(&tree(&[3], &[])),
        &observations("beds 1a 40\n"),
    );
    let refused = release::<Public>(&figures, &lone, &rules(P10)).unwrap_err();
    assert!(matches!(refused, Refused::Names(_)));
    assert!(vocabulary::Explain::german(&refused).contains("„beds“"));
    assert_eq!(Rules::starter().method, Method::Suppression);
}
