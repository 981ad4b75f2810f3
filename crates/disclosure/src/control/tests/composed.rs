//! Quantities made of others: what is hidden in one must not be had from the other.

use indicators::catalogue::{Catalogue, Source};
use indicators::{Figures, Region, compute};
use vocabulary::{Breakdown, Observation, Period, State};

use super::county::{observations, tree};
use crate::{FigureTable, Public, Released, Rules, release};

const COUNTS: &str = r#"
count = [
  { id = "people", name = "Menschen", unit = "Personen", nature = "stock", reference = "31.12.", source = "R", class = "register", persons = true, dimensions = [{ id = "age", categories = ["0-9", "10-19", "20+"] }] },
  { id = "born", name = "Geborene", unit = "Personen", nature = "flow", reference = "Jahr", source = "R", class = "register", persons = true },
  { id = "dead", name = "Gestorbene", unit = "Personen", nature = "flow", reference = "Jahr", source = "R", class = "register", persons = true },
  { id = "came", name = "Zugezogene", unit = "Personen", nature = "flow", reference = "Jahr", source = "R", class = "register", persons = true },
  { id = "can_work", name = "Erwerbsfähige", unit = "Personen", nature = "stock", reference = "31.12.", source = "R", class = "register", persons = true },
  { id = "cannot_work", name = "Nicht Erwerbsfähige", unit = "Personen", nature = "stock", reference = "31.12.", source = "R", class = "register", persons = true },
  { id = "on_benefit", name = "Leistungsberechtigte", unit = "Personen", nature = "stock", reference = "31.12.", source = "R", class = "register", persons = true },
  { id = "went", name = "Fortgezogene", unit = "Personen", nature = "flow", reference = "Jahr", source = "R", class = "register", persons = true },
]"#;

fn catalogue() -> Catalogue {
    catalogue_without("")
}

/// The same where one indicator is not told.
fn catalogue_without(left_out: &str) -> Catalogue {
    let indicator = |id: &str, kind: &str, numerator: &str, more: &str| {
        format!(
            "[[indicator]]\nid = \"{id}\"\nname = \"{id}\"\ntopic = \"t\"\nkind = \"{kind}\"\nnumerator = \"{numerator}\"\n\
             unit = \"Personen\"\nlevels = [\"county\", \"municipality\", \"wohnplatz\"]\n{more}\n"
        )
    };
    let indicators = [
        indicator(
            "P",
            "count",
            "people",
            "breakdowns = [{ dimension = \"age\" }]",
        ),
        indicator("B", "count", "born", ""),
        indicator("D", "count", "dead", ""),
        indicator("W", "count", "can_work", ""),
        indicator("N", "count", "cannot_work", ""),
        indicator("L", "count", "on_benefit", ""),
        indicator("M", "balance", "came - went", ""),
        indicator(
            "A",
            "ratio",
            "4.5*people{age=0-9} + 14.5*people{age=10-19} + 50*people{age=20+}",
            "denominator = \"people\"",
        ),
    ];
    let told = |text: &&String| !text.contains(&format!("id = \"{left_out}\""));
    let indicators: String = indicators.iter().filter(told).cloned().collect();
    let source = |file, text| Source { file, text };
    Catalogue::load(
        source("counts.toml", COUNTS),
        source("indicators.toml", &indicators),
        source("topics.toml", "[[topic]]\nid='t'\nname='T'"),
    )
    .unwrap()
}

fn county(before: [[u32; 7]; 3], now: [[u32; 7]; 3]) -> Figures {
    let region = Region::of(&tree(&[3], &[]));
    compute(&catalogue(), &region, &delivered(before, now))
}

/// Per place: children, youths, adults, born, dead, came, went.
fn delivered(before: [[u32; 7]; 3], now: [[u32; 7]; 3]) -> Vec<Observation> {
    let mut all: Vec<Observation> = Vec::new();
    for (year, places) in [(2023, before), (2024, now)] {
        for (place, numbers) in ["1a", "1b", "1c"].into_iter().zip(places) {
            let plain = observations(&format!("born {place} 0\n"));
            let names = ["people", "people", "people", "born", "dead", "came", "went"];
            for (i, (name, number)) in names.into_iter().zip(numbers).enumerate() {
                let breakdown = ["0-9", "10-19", "20+"]
                    .get(i)
                    .map_or_else(Breakdown::total, |age| {
                        Breakdown::of([("age", *age)]).unwrap()
                    });
                all.push(Observation {
                    count: name.parse().unwrap(),
                    period: Period::Year(year),
                    breakdown,
                    quantity: vocabulary::Quantity::known(f64::from(number)),
                    ..plain[0].clone()
                });
            }
        }
    }
    all
}

fn shown(figures: &Figures, rules: &Rules) -> Released<FigureTable, Public> {
    release::<Public>(figures, &catalogue(), rules).unwrap().0
}

fn state(table: &FigureTable, area: &str, indicator: &str, breakdown: &str) -> State {
    let found = table.find(
        &area.parse().unwrap(),
        &indicator.parse().unwrap(),
        Period::Year(2024),
        &breakdown.parse().unwrap(),
    );
    found.unwrap().state
}

#[test]
fn two_hidden_age_groups_cannot_be_had_from_the_mean_age() {
    let places = [
        [2, 20, 300, 9, 9, 9, 9],
        [40, 50, 600, 9, 9, 9, 9],
        [60, 70, 700, 9, 9, 9, 9],
    ];
    let table = shown(&county(places, places), &Rules::starter());
    assert_eq!(state(&table, "1a", "P", "age=0-9"), State::Suppressed);
    // Two unknown age groups have one solution beside their sum and their mean age.
    assert_eq!(state(&table, "1a", "A", "total"), State::Suppressed);
    // Nor may the mean age of the town give it away by subtraction.
    let means = ["1b", "1c"].map(|place| state(&table, place, "A", "total"));
    assert!(means.contains(&State::Suppressed), "{means:?}");
}

#[test]
fn a_hidden_birth_cannot_be_had_from_the_population_of_two_years() {
    let before = [
        [100, 100, 300, 9, 9, 9, 9],
        [40, 50, 600, 9, 9, 9, 9],
        [60, 70, 700, 9, 9, 9, 9],
    ];
    let now = [
        [100, 100, 300, 2, 10, 20, 12],
        [40, 50, 600, 20, 20, 9, 9],
        [60, 70, 700, 30, 30, 9, 9],
    ];
    let rules = Rules {
        identities: vec![crate::Identity {
            name: "Bevölkerung".into(),
            formula: "people - people{years_back=1} - born + dead - came + went".into(),
        }],
        ..Rules::starter()
    };
    let table = shown(&county(before, now), &rules);
    assert_eq!(state(&table, "1a", "B", "total"), State::Suppressed);
    let others = ["P", "D", "M"].map(|i| state(&table, "1a", i, "total"));
    assert!(others.contains(&State::Suppressed), "{others:?}");
}

#[test]
fn a_hidden_birth_is_no_more_certain_where_nobody_tells_the_deaths() {
    let before = [
        [100, 100, 300, 2, 10, 20, 12],
        [40, 50, 600, 20, 20, 9, 9],
        [60, 70, 700, 30, 30, 9, 9],
    ];
    // Ten more people, eight of whom moved here: two at least were born.
    let now = [[110, 100, 300, 2, 0, 20, 12], before[1], before[2]];
    let rules = Rules {
        identities: vec![crate::Identity {
            name: "Bevölkerung".into(),
            formula: "people - people{years_back=1} - born + dead - came + went".into(),
        }],
        ..Rules::starter()
    };
    let catalogue = catalogue_without("D");
    let region = Region::of(&tree(&[3], &[]));
    let figures = compute(&catalogue, &region, &delivered(before, now));
    let table = release::<Public>(&figures, &catalogue, &rules).unwrap().0;
    let hidden = |i| state(&table, "1a", i, "total") == State::Suppressed;
    assert!(hidden("B"));
    assert!(hidden("P") || hidden("M"));
}

#[test]
fn a_sum_that_no_catalogue_tells_but_every_number_shows_is_closed_too() {
    let mut all: Vec<Observation> = Vec::new();
    for year in [2022, 2023, 2024] {
        for (place, can, cannot) in [("1a", 40, 2), ("1b", 75, 31), ("1c", 96, 58)] {
            let plain = observations(&format!("born {place} 0\n"));
            for (name, number) in [
                ("can_work", can),
                ("cannot_work", cannot),
                ("on_benefit", can + cannot),
            ] {
                all.push(Observation {
                    count: name.parse().unwrap(),
                    period: Period::Year(year),
                    quantity: vocabulary::Quantity::known(f64::from(number)),
                    ..plain[0].clone()
                });
            }
        }
    }
    let figures = compute(&catalogue(), &Region::of(&tree(&[3], &[])), &all);
    let table = shown(&figures, &Rules::starter());
    assert_eq!(state(&table, "1a", "N", "total"), State::Suppressed);
    let others = ["W", "L"].map(|i| state(&table, "1a", i, "total"));
    assert!(others.contains(&State::Suppressed), "{others:?}");
}
