//! Counts within others: neither a hidden part nor what the parts leave of the whole may be had from the rest.

use std::collections::BTreeSet;

use indicators::catalogue::{Catalogue, Source};
use indicators::{Region, compute};

use vocabulary::{Breakdown, IndicatorId, Period, State};

use super::county::{observations, tree};
use crate::{Contained, FigureTable, Important, Public, Released, Rules, release};

fn catalogue() -> Catalogue {
    let ids = ["unemployed", "young", "old"];
    let count = |id: &str| {
        format!(
            "[[count]]\nid = \"{id}\"\nname = \"{id}\"\nunit = \"Personen\"\nnature = \"stock\"\nreference = \"30.6.\"\n\
             source = \"B\"\nclass = \"ba_small_area\"\npersons = true\n"
        )
    };
    let indicator = |id: &str| {
        format!(
            "[[indicator]]\nid = \"{}\"\nname = \"{id}\"\ntopic = \"t\"\nkind = \"count\"\nnumerator = \"{id}\"\n\
             unit = \"Personen\"\nlevels = [\"county\", \"municipality\", \"wohnplatz\"]\n",
            id.to_uppercase()
        )
    };
    let source = |file, text| Source { file, text };
    Catalogue::load(
        source("counts.toml", &ids.map(count).concat()),
        source("indicators.toml", &ids.map(indicator).concat()),
        source("topics.toml", "[[topic]]\nid='t'\nname='T'"),
    )
    .unwrap()
}

/// What the rules say of the three.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Nothing,
    PartsOfWhole,
    PartsWithoutRest,
}

fn rules(told: Told) -> Rules {
    let known = Contained {
        name: "Junge und ältere Arbeitslose".into(),
        whole: "unemployed".into(),
        parts: vec!["young".into(), "old".into()],
        complement: (told == Told::PartsWithoutRest).then_some(false),
    };
    Rules {
        contained: (told != Told::Nothing)
            .then_some(known)
            .into_iter()
            .collect(),
        published_by_others: Vec::new(),
        ..Rules::starter()
    }
}

/// The edition of a town with one place of these numbers (all, young, old) among two ordinary ones.
fn shown(place: [u32; 3], rules: &Rules) -> Released<FigureTable, Public> {
    let places = [("1a", place), ("1b", [60, 21, 22]), ("1c", [90, 31, 32])];
    let lines = places.map(|(place, [all, young, old])| {
        format!("unemployed {place} {all}\nyoung {place} {young}\nold {place} {old}\n")
    });
    let catalogue = catalogue();
    let region = Region::of(&tree(&[3, 2], &[]));
    let others =
        "unemployed 2a 80\nyoung 2a 20\nold 2a 30\nunemployed 2b 70\nyoung 2b 22\nold 2b 24\n";
    let figures = compute(
        &catalogue,
        &region,
        &observations(&format!("{}{others}", lines.concat())),
    );
    release::<Public>(&figures, &catalogue, rules).unwrap().0
}

/// Which of the three are not shown at the place.
fn hidden(place: [u32; 3], told: Told) -> BTreeSet<&'static str> {
    not_shown(&shown(place, &rules(told)))
}

fn not_shown(table: &FigureTable) -> BTreeSet<&'static str> {
    let ids = ["UNEMPLOYED", "YOUNG", "OLD"];
    let state = |id: &str| {
        let (area, id) = ("1a".parse().unwrap(), id.parse().unwrap());
        let row = table.find(&area, &id, Period::Year(2024), &Breakdown::total());
        row.unwrap().state
    };
    (ids.into_iter())
        .filter(|id| state(id) == State::Suppressed)
        .collect()
}

#[test]
fn a_hidden_part_is_not_had_from_the_whole_and_the_other_part() {
    // 27 less 20 leaves at most 7 young ones: fewer than the ten that must remain possible.
    assert_eq!(
        hidden([27, 5, 20], Told::Nothing),
        BTreeSet::from(["YOUNG"])
    );
    let known = hidden([27, 5, 20], Told::PartsOfWhole);
    assert!(known.contains("YOUNG") && known.len() > 1, "{known:?}");
    // Of 60 there may be more young ones than ten: nothing else need be hidden.
    assert_eq!(
        hidden([60, 5, 20], Told::PartsOfWhole),
        BTreeSet::from(["YOUNG"])
    );
}

#[test]
fn what_the_parts_leave_is_a_number_of_people_too() {
    assert!(hidden([40, 20, 18], Told::Nothing).is_empty());
    assert!(!hidden([40, 20, 18], Told::PartsOfWhole).is_empty());
    assert!(hidden([40, 20, 20], Told::PartsOfWhole).is_empty());
}

#[test]
fn rules_may_say_that_what_is_left_is_no_secret() {
    assert!(hidden([40, 20, 18], Told::PartsWithoutRest).is_empty());
    assert!(hidden([27, 5, 20], Told::PartsWithoutRest).len() > 1);
}

#[test]
fn parts_that_contradict_their_whole_are_shown_as_they_were_delivered() {
    assert!(hidden([20, 14, 12], Told::PartsOfWhole).is_empty());
    assert!(hidden([20, 24, 5], Told::PartsOfWhole).contains("OLD"));
}

#[test]
fn the_less_important_number_goes() {
    let whole: IndicatorId = "UNEMPLOYED".parse().unwrap();
    let old: IndicatorId = "OLD".parse().unwrap();
    for (important, gone) in [(&whole, "OLD"), (&old, "UNEMPLOYED")] {
        let mut rules = rules(Told::PartsOfWhole);
        rules.importance = vec![Important {
            indicators: vec![important.clone()],
            weight: 20.0,
        }];
        let table = shown([27, 5, 20], &rules);
        let hidden = not_shown(&table);
        assert_eq!(hidden, BTreeSet::from(["YOUNG", gone]));
    }
}
