//! An outlook on a county of a few places whose people are known.

use areas::AreaTree;
use proptest::prelude::*;
use vocabulary::{Breakdown, Explain, Observation, Period};

use super::{Outlook, OutlookError, Plan, outlook};
use crate::county::{County, observation, tree_of};

const BANDS: [(&str, f64); 5] = [
    ("0-5", 6.0),
    ("6-17", 12.0),
    ("18-54", 37.0),
    ("55-79", 25.0),
    ("80+", 10.0),
];

const COUNTS: &str = r#"
[[count]]
id = "population"
name = "Bevölkerung"
unit = "Personen"
nature = "stock"
reference = "31.12."
source = "Register"
class = "register"
persons = true
[[count.dimensions]]
id = "age"
categories = ["0-5", "6-17", "18-54", "55-79", "80+"]
[[count.dimensions]]
id = "sex"
categories = ["female", "male"]
[[count]]
id = "births"
name = "Geburten"
unit = "Fälle"
nature = "flow"
reference = "im Jahr"
source = "Register"
class = "register"
persons = true
[[count]]
id = "deaths"
name = "Sterbefälle"
unit = "Fälle"
nature = "flow"
reference = "im Jahr"
source = "Register"
class = "register"
persons = true
"#;

const INDICATORS: &str = r#"
[[indicator]]
id = "DEM01"
name = "Bevölkerung"
topic = "t"
kind = "count"
numerator = "population"
unit = "Personen"
levels = ["county", "town", "place"]
breakdowns = [{ dimension = "age" }, { dimension = "age", by = "sex" }]
[[indicator]]
id = "DEM13"
name = "Geburten"
topic = "t"
kind = "count"
numerator = "births"
unit = "Fälle"
levels = ["county", "town", "place"]
[[indicator]]
id = "DEM18"
name = "Sterbefälle"
topic = "t"
kind = "count"
numerator = "deaths"
unit = "Fälle"
levels = ["county", "town", "place"]
"#;

/// What of a place and year is counted: `age`, sex (0 female), or an event.
#[derive(Clone, Copy, Debug)]
enum Cell {
    People(usize, usize),
    Births,
    Deaths,
}

/// A county of two towns with three places each.
fn county(years: &[i32], cell: impl Fn(usize, i32, Cell) -> Option<f64>) -> County {
    let mut observations = Vec::new();
    for (place, &year) in (0..6).flat_map(|p| years.iter().map(move |y| (p, y))) {
        let key = format!("P{place}");
        let mut add = |count: &str, breakdown: Breakdown, asked: Cell| {
            if let Some(number) = cell(place, year, asked) {
                observations.push(Observation {
                    breakdown,
                    ..observation(count, (&key, Period::Year(year)), number)
                });
            }
        };
        for (band, (age, _)) in BANDS.iter().enumerate() {
            for (sex, name) in ["female", "male"].into_iter().enumerate() {
                let breakdown = Breakdown::of([("age", *age), ("sex", name)]).unwrap();
                add("population", breakdown, Cell::People(band, sex));
            }
        }
        add("births", Breakdown::total(), Cell::Births);
        add("deaths", Breakdown::total(), Cell::Deaths);
    }
    County::of_observations((COUNTS, INDICATORS), tree(), &observations)
}

impl County {
    fn outlook(&self) -> Result<Outlook, OutlookError> {
        outlook(self.panel(), &plan())
    }
}

fn plan() -> Plan {
    let groups = "groups = [\"0-5\", \"6-17\", \"18-54\", \"55-79\", \"80+\"]";
    let text = super::STARTER_OUTLOOK;
    let (head, _) = text.split_once("[[need]]").unwrap();
    let from = head.find("groups = ").unwrap();
    let to = from + head[from..].find('\n').unwrap();
    let need = "\n[[need]]\nname = \"Kita\"\nunit = \"Plätze\"\nage = \"0-5\"\nper = 100\nvalue = 50\nplaces = \"DEM13\"\n\
                today = \"Plätze\"\nsource = \"Beispiel\"\ndate = \"2024-01-01\"\n";
    let text = format!("{}{groups}{}{need}", &head[..from], &head[to..]);
    Plan::load("plan.toml", &text).unwrap()
}

fn tree() -> AreaTree {
    let mut areas = vec![
        ("K".to_owned(), "county", None),
        ("A".to_owned(), "town", Some("K")),
        ("B".to_owned(), "town", Some("K")),
    ];
    let town = |place: usize| Some(if place < 3 { "A" } else { "B" });
    areas.extend((0..6).map(|place| (format!("P{place}"), "place", town(place))));
    tree_of(&["county", "town", "place"], &areas)
}

const YEARS: [i32; 10] = [2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024];

/// The people of a life table in which as many are born as die and nobody moves: 60 of 1,000 women die at 80.
#[expect(clippy::unnecessary_wraps, reason = "other counties leave cells out")]
fn still(_: usize, _: i32, cell: Cell) -> Option<f64> {
    let pattern = plan().pattern;
    let alive = |sex: usize| -> Vec<f64> {
        let older = if sex == 1 { pattern.men_older_by } else { 0.0 };
        let mut left = if sex == 1 { 205.0 } else { 195.0 };
        let ages = (0..111).map(|age| {
            let now = left;
            let force =
                0.06 * (pattern.mortality_slope * (f64::from(age) + 1.0 + older - 80.0)).exp();
            left *= (-force).exp();
            now
        });
        ages.collect()
    };
    let ends = [0, 6, 18, 55, 80, 111];
    Some(match cell {
        Cell::People(band, sex) => alive(sex)[ends[band]..ends[band + 1]]
            .iter()
            .sum::<f64>()
            .round(),
        Cell::Births | Cell::Deaths => 400.0,
    })
}

/// Places of different size, some of which grow.
#[expect(clippy::unnecessary_wraps, reason = "other counties leave cells out")]
fn lively(place: usize, year: i32, cell: Cell) -> Option<f64> {
    let growth = 1.0 + 0.002 * (place as f64 - 2.0) * f64::from(year - 2015);
    let size = (5 + 4 * place) as f64 * growth;
    Some(match cell {
        Cell::People(band, sex) => (size * (BANDS[band].1 + sex as f64)).round(),
        Cell::Births | Cell::Deaths => (2.0 * size).round(),
    })
}

fn group<'a>(found: &'a Outlook, name: &str) -> &'a super::GroupAhead {
    found.group(name).unwrap()
}

/// Half a per cent is what rounding to whole people leaves.
#[test]
fn where_nothing_changes_nothing_is_projected_to_change() {
    let found = county(&YEARS, still).outlook().unwrap();
    assert_eq!((found.years, found.small_area_years), (10, 5));
    assert_eq!(found.windows.last(), Some(&(2019, 2024)));
    assert_eq!((found.windows.len(), found.tests), (5, 10));
    for group in &found.county {
        let today = group.known.last().unwrap().count;
        for year in &group.ahead {
            assert!((year.count / today - 1.0).abs() < 0.005, "{group:?}");
        }
    }
    for area in &found.areas {
        for group in &area.groups {
            let today = group.now.unwrap();
            assert!((group.ahead.count / today - 1.0).abs() < 0.005, "{area:?}");
        }
    }
}

/// The sums of all areas of a level are those of the county, to the last person, and ranges hold their points.
fn adds_up(found: &Outlook) {
    let step = usize::try_from(found.small_area_years).unwrap() - 1;
    for (at, group) in found.county.iter().enumerate() {
        for keys in [["A", "B"].as_slice(), &["P0", "P1", "P2", "P3", "P4", "P5"]] {
            let of = |key: &&str| {
                let area = found
                    .areas
                    .iter()
                    .find(|a| a.area.as_str() == *key)
                    .unwrap();
                area.groups[at].ahead.count
            };
            let sum: f64 = keys.iter().map(of).sum();
            assert!(
                (sum - group.ahead[step].count).abs() < 1e-9,
                "{} {keys:?}",
                group.group
            );
        }
        for year in &group.ahead {
            assert!(year.lower <= year.count && year.count <= year.upper);
        }
    }
    let areas = found.areas.iter().flat_map(|a| &a.groups);
    for group in areas {
        let ahead = group.ahead;
        assert!(
            ahead.lower <= ahead.count && ahead.count <= ahead.upper,
            "{group:?}"
        );
    }
    let needs = found.needs.iter().flat_map(|n| &n.ahead);
    for need in needs {
        assert!(need.lower <= need.need && need.need <= need.upper);
    }
}

#[test]
fn small_areas_are_together_the_county_and_ranges_hold_their_points() {
    let found = county(&YEARS, lively).outlook().unwrap();
    assert!(
        found.areas.iter().all(|a| a.reason.is_none()),
        "{:?}",
        found.areas
    );
    adds_up(&found);
    let total = group(&found, "total");
    assert!(
        total.ahead[9].upper - total.ahead[9].lower > total.ahead[0].upper - total.ahead[0].lower
    );
    assert!(found.needs[0].ahead[0].gap.is_some());
}

#[test]
fn a_row_of_years_that_ends_is_told_with_the_year_and_what_is_missing() {
    let refused = |years: &[i32], cell: fn(usize, i32, Cell) -> Option<f64>| {
        county(years, cell).outlook().unwrap_err().german()
    };
    let one = refused(&[2024], still);
    assert!(one.contains("da sind 1") && one.contains("2023"), "{one}");
    let gap = refused(
        &[2015, 2016, 2017, 2018, 2019, 2020, 2022, 2023, 2024],
        still,
    );
    assert!(gap.contains("da sind 3") && gap.contains("2021"), "{gap}");
    let births = refused(&YEARS, |place, year, cell| match cell {
        Cell::Births if year == 2023 => None,
        _ => still(place, year, cell),
    });
    assert!(
        births.contains("da sind 2") && births.contains("2023 fehlen die Geburten"),
        "{births}"
    );
    let none = refused(&YEARS, |_, _, cell| match cell {
        Cell::People(..) => None,
        _ => Some(3.0),
    });
    assert!(
        none.contains("keinen vollständig gezeigten Bestand"),
        "{none}"
    );
}

#[test]
fn the_first_date_needs_no_births_of_its_own() {
    let found = county(&YEARS, |place, year, cell| match cell {
        Cell::Births | Cell::Deaths if year == 2015 => None,
        _ => still(place, year, cell),
    });
    assert_eq!(found.outlook().unwrap().first, 2015);
}

#[test]
fn a_county_without_people_has_no_outlook_and_an_empty_place_has_none_either() {
    let nobody = county(&YEARS, |_, _, _| Some(0.0)).outlook().unwrap();
    assert!(
        nobody
            .county
            .iter()
            .all(|g| g.ahead.iter().all(|a| a.count == 0.0))
    );
    assert!(nobody.areas.iter().all(|a| a.reason.is_some()));
    let one = county(&YEARS, |place, year, cell| match place {
        0 => Some(0.0),
        _ => lively(place, year, cell),
    });
    let found = one.outlook().unwrap();
    let empty = found
        .areas
        .iter()
        .find(|a| a.area.as_str() == "P0")
        .unwrap();
    assert!(
        empty
            .reason
            .as_ref()
            .unwrap()
            .contains("unter 300 Menschen")
    );
    assert!(
        found.areas.iter().filter(|a| a.reason.is_some()).count() == 1,
        "{:?}",
        found.areas
    );
}

#[test]
fn more_deaths_than_people_are_refused_and_not_a_number() {
    let found = county(&YEARS, |place, year, cell| match cell {
        Cell::Deaths => Some(1e7),
        _ => still(place, year, cell),
    });
    assert!(matches!(found.outlook(), Err(OutlookError::Method(_))));
}

#[test]
fn a_plan_that_cannot_be_says_what_to_change() {
    let wrong = |from: &str, to: &str| {
        let text = super::STARTER_OUTLOOK.replace(from, to);
        Plan::load("plan.toml", &text).unwrap_err().german()
    };
    assert!(wrong("years = 10", "years = 0").contains("zwischen 1 und 30"));
    assert!(wrong("per = 1600", "per = 0").contains("Richtwert"));
    assert!(wrong("window = 5", "fenster = 5").contains("Zeile"));
    let county = county(&YEARS, still);
    let with = |change: fn(&mut Plan)| {
        let mut plan = plan();
        change(&mut plan);
        outlook(county.panel(), &plan).unwrap_err().german()
    };
    assert!(with(|p| p.groups[0] = "0-4".into()).contains("„0-4“"));
    assert!(with(|p| p.groups.truncate(3)).contains("jedes Alter"));
    assert!(with(|p| p.need[0].age = "0-2".into()).contains("„0-2“"));
    assert!(with(|p| p.population = "DEM13".parse().unwrap()).contains("„DEM13“"));
}

/// One place has so few old women and men that the gate hides them; what else is hidden with them follows.
fn with_few_old(women: f64, men: f64) -> County {
    county(&YEARS, move |place, year, cell| match (place, cell) {
        (0, Cell::People(4, 0)) => Some(women),
        (0, Cell::People(4, 1)) => Some(men),
        // What one place has more the next has fewer, so that all that is shown is the same.
        (1, Cell::People(4, 0)) => Some(33.0 - women),
        (1, Cell::People(4, 1)) => Some(33.0 - men),
        _ => lively(place, year, cell),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn what_is_hidden_can_be_anything_and_the_outlook_is_the_same(one in 1u8..3, other in 1u8..3) {
        let (first, second) = (with_few_old(1.0, 2.0), with_few_old(f64::from(one), f64::from(other)));
        let old: Breakdown = "age=80+|sex=female".parse().unwrap();
        let id = "DEM01".parse().unwrap();
        let hidden = first.figures.find(&"P0".parse().unwrap(), &id, Period::Year(2024), &old);
        prop_assert!(hidden.is_some_and(|r| r.numerator.is_none()));
        prop_assume!(first.figures.rows().iter().zip(second.figures.rows()).all(|(a, b)| a.value == b.value));
        let (first, second) = (first.outlook().unwrap(), second.outlook().unwrap());
        prop_assert_eq!(&first, &second);
        let place = first.areas.iter().find(|a| a.area.as_str() == "P0").unwrap();
        let told = place.groups.iter().find(|g| g.group == "80+");
        prop_assert!(told.is_none_or(|g| g.now.is_none()));
    }

    #[test]
    fn any_county_adds_up(seed in prop::collection::vec(3u32..40, 6), drift in -3i32..4) {
        let county = county(&YEARS, |place, year, cell| {
            let size = f64::from(seed[place]) + 4.0;
            let grown = size * (1.0 + 0.003 * f64::from(drift) * f64::from(year - 2015) * (place as f64 - 2.5));
            Some(match cell {
                Cell::People(band, _) => (grown * BANDS[band].1).round().max(0.0),
                Cell::Births | Cell::Deaths => (2.0 * size).round(),
            })
        });
        let found = county.outlook().unwrap();
        if found.areas.iter().all(|a| a.reason.is_none()) {
            adds_up(&found);
        }
    }
}
