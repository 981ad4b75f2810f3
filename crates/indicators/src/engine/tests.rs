//! A county with two towns of two places each, computed by hand.

use std::fmt::Write;
use std::sync::Arc;

use areas::{Area, AreaTree, Group, Level};
use vocabulary::{Bounds, Flags, Observation, Origin, Period, Quantity, Value};

use super::*;

fn tree() -> AreaTree {
    let level = |id: &str| Level {
        id: id.parse().unwrap(),
        name: id.into(),
        plural: id.into(),
    };
    let area = |key: &str, level: &str, parent: Option<&str>| Area {
        key: key.parse().unwrap(),
        name: key.into(),
        level: level.parse().unwrap(),
        parent: parent.map(|p| p.parse().unwrap()),
        valid_from: None,
        valid_to: None,
    };
    let areas = vec![
        area("K", "county", None),
        area("1", "municipality", Some("K")),
        area("2", "municipality", Some("K")),
        area("1a", "wohnplatz", Some("1")),
        area("1b", "wohnplatz", Some("1")),
        area("2a", "wohnplatz", Some("2")),
        area("2b", "wohnplatz", Some("2")),
    ];
    let group = Group {
        key: "G".parse().unwrap(),
        name: "G".into(),
        members: vec!["1a".parse().unwrap(), "2a".parse().unwrap()],
        cuts: Vec::new(),
        division: None,
    };
    // A school district: the place 1b and a part of 2b.
    let district = Group {
        key: "D".parse().unwrap(),
        name: "D".into(),
        members: vec!["1b".parse().unwrap()],
        cuts: vec!["2b".parse().unwrap()],
        division: None,
    };
    let levels = vec![level("county"), level("municipality"), level("wohnplatz")];
    let groups = vec![group, district];
    AreaTree::new("2020-01-01".parse().unwrap(), levels, areas, groups).unwrap()
}

/// `count area period breakdown number`, one per line; `*` is hidden by the supplier.
fn observations(table: &str) -> Vec<Observation> {
    table
        .lines()
        .filter(|l| !l.trim().is_empty())
        .enumerate()
        .map(|(row, line)| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let value = words[4].parse().map_or(
                Value::Suppressed(Bounds {
                    lower: 1.0,
                    upper: Some(9.0),
                }),
                Value::Known,
            );
            Observation {
                count: words[0].parse().unwrap(),
                area: words[1].parse().unwrap(),
                period: words[2].parse().unwrap(),
                breakdown: words[3].parse().unwrap(),
                quantity: Quantity {
                    value,
                    flags: Flags::empty(),
                },
                origin: Origin {
                    delivery: format!("L{}", words[0]).parse().unwrap(),
                    sheet: Arc::from(""),
                    row: u32::try_from(row + 1).unwrap(),
                    column: 5,
                },
            }
        })
        .collect()
}

fn computed(table: &str) -> Figures {
    let region = Region::of(&tree()).beside("09998".parse().unwrap(), "peer".parse().unwrap());
    compute(&Catalogue::starter(), &region, &observations(table))
}

#[track_caller]
fn figure<'a>(figures: &'a Figures, area: &str, indicator: &str, period: &str) -> &'a Figure {
    let period: Period = period.parse().unwrap();
    let mut found = figures.rows().iter().filter(|f| {
        f.area.as_str() == area
            && f.indicator.as_str() == indicator
            && f.period == period
            && f.breakdown.is_total()
    });
    found.next().expect("the figure is computed")
}

#[track_caller]
fn check(table: &str, (area, indicator): (&str, &str), expected: Value) {
    assert_eq!(
        figure(&computed(table), area, indicator, "2024").value,
        expected
    );
}

/// Households of the four places, 100 each, and single households as given.
fn singles(numbers: [&str; 4]) -> String {
    let mut table = String::new();
    for (area, n) in ["1a", "1b", "2a", "2b"].iter().zip(numbers) {
        writeln!(table, "households {area} 2024 total 100").unwrap();
        writeln!(table, "single_households {area} 2024 total {n}").unwrap();
    }
    table
}

#[test]
fn larger_areas_are_recomputed_from_counts() {
    let uneven = "households 1a 2024 total 10\nhouseholds 1b 2024 total 90\n\
        single_households 1a 2024 total 10\nsingle_households 1b 2024 total 0";
    check(uneven, ("1", "HH01"), Value::Known(10.0));
    check(
        &singles(["10", "20", "30", "40"]),
        ("K", "HH01"),
        Value::Known(25.0),
    );
    check(
        &singles(["10", "20", "30", "40"]),
        ("G", "HH01"),
        Value::Known(20.0),
    );
}

#[test]
fn a_group_that_cuts_areas_has_the_counts_delivered_for_itself() {
    let places = singles(["10", "20", "30", "40"]);
    let counted = computed(&places);
    assert!(counted.rows().iter().all(|f| f.area.as_str() != "D"));
    let delivered = "households D 2024 total 160\nsingle_households D 2024 total 40";
    let table = format!("{places}{delivered}");
    check(&table, ("D", "HH01"), Value::Known(25.0));
    check(&table, ("K", "HH01"), Value::Known(25.0));
    check(&table, ("G", "HH01"), Value::Known(20.0));
}

#[test]
fn a_hidden_part_makes_an_interval_unless_the_supplier_gives_the_total() {
    let hidden = singles(["*", "20", "30", "40"]);
    let bounds = |lower, upper| {
        Value::Interval(Bounds {
            lower,
            upper: Some(upper),
        })
    };
    check(&hidden, ("1", "HH01"), bounds(10.5, 14.5));
    check(&hidden, ("K", "HH01"), bounds(22.75, 24.75));
    let with_total = format!("{hidden}single_households 1 2024 total 24");
    check(&with_total, ("1", "HH01"), Value::Known(12.0));
    check(&with_total, ("K", "HH01"), Value::Known(23.5));
}

#[test]
fn a_missing_part_makes_the_whole_unknown() {
    let without =
        singles(["10", "20", "30", "40"]).replace("single_households 2b 2024 total 40\n", "");
    check(&without, ("2", "HH01"), Value::Unknown);
    check(&without, ("K", "HH01"), Value::Unknown);
    check(&without, ("1", "HH01"), Value::Known(15.0));
}

#[test]
fn cases_nobody_could_place_count_for_the_whole_only() {
    let table = format!(
        "{}single_households 1.unallocated 2024 total 5",
        singles(["10", "20", "30", "40"])
    );
    check(&table, ("1", "HH01"), Value::Known(17.5));
    let figures = computed(&table);
    let rest = figure(&figures, "1.unallocated", "HH01", "2024");
    assert_eq!(
        (rest.numerator, rest.value),
        (Value::Known(5.0), Value::NotMeaningful)
    );
}

#[test]
fn a_ready_made_share_is_kept_and_never_rolled_up() {
    let figures = computed("inkar_65plus 09998 2024 total 21.5\ninkar_65plus 1 2024 total 20");
    let kept = figure(&figures, "09998", "PFL07", "2024");
    assert_eq!(kept.value, Value::Known(21.5));
    assert!(kept.flags.contains(Flags::SUPPLIED));
    assert_eq!(figure(&figures, "K", "PFL07", "2024").value, Value::Unknown);
}

#[test]
fn more_cases_than_people_have_no_share_but_a_remark() {
    let figures = computed(&singles(["101", "20", "30", "40"]));
    assert_eq!(
        figure(&figures, "1a", "HH01", "2024").value,
        Value::NotDefined
    );
    insta::assert_snapshot!(figures.remarks()[0].message, @"Anteil Einpersonenhaushalte, 1a, 2024: Der Zähler ist größer als der Nenner; der Wert wird nicht gebildet. Bitte beide Lieferungen prüfen.");
}

#[test]
fn an_empty_area_has_no_share() {
    let empty = "households 1a 2024 total 0\nsingle_households 1a 2024 total 0";
    check(empty, ("1a", "HH01"), Value::NotDefined);
}

#[test]
fn a_year_nobody_delivered_is_unknown_and_not_left_out() {
    let mut table = singles(["10", "20", "30", "40"]);
    table.push_str(&table.replace("2024", "2022"));
    let figures = computed(&table);
    assert_eq!(figure(&figures, "K", "HH01", "2023").value, Value::Unknown);
}

#[test]
fn three_years_are_added_up_before_they_are_divided() {
    let mut table = String::new();
    for (year, examined, conspicuous) in [(2021, 9, 9), (2022, 10, 0), (2023, 20, 6), (2024, 70, 9)]
    {
        writeln!(table, "examined_children 1a {year} total {examined}\nlanguage_conspicuous 1a {year} total {conspicuous}").unwrap();
    }
    let figures = computed(&table);
    let pooled = figure(&figures, "1a", "GES01", "2022-2024");
    assert_eq!(
        (pooled.numerator, pooled.value),
        (Value::Known(15.0), Value::Known(15.0))
    );
    assert!(pooled.flags.contains(Flags::POOLED));
    assert!(
        figures
            .rows()
            .iter()
            .all(|f| f.indicator.as_str() != "GES01" || f.period == pooled.period)
    );
}

#[test]
fn each_definition_version_holds_for_its_own_years() {
    let mut table = String::new();
    for year in 2018..=2021 {
        writeln!(
            table,
            "population 1a {year} age=0-2 30\nnon_employable_u15 1a {year} total 10"
        )
        .unwrap();
    }
    let figures = computed(&table);
    let versions: Vec<(Period, u32)> = figures
        .rows()
        .iter()
        .filter(|f| f.indicator.as_str() == "EIN03" && f.area.as_str() == "1a")
        .map(|f| (f.period, f.definition_version))
        .collect();
    let years = [(2018, 1), (2019, 1), (2020, 2), (2021, 2)];
    assert_eq!(versions, years.map(|(y, v)| (Period::Year(y), v)));
}

#[test]
fn intervals_fit_the_kind() {
    let figures = computed(
        "population 1a 2024 age=0-2 200\npopulation 1a 2024 age=25-54 600\npopulation 1a 2024 age=65-79 200\n\
         births 1a 2024 total 9\nmoves_in 1a 2024 total 50\nmoves_out 1a 2024 total 60",
    );
    let at = |indicator| figure(&figures, "1a", indicator, "2024");
    assert_eq!(at("DEM04").method, Method::Wilson);
    assert_eq!(at("DEM13").method, Method::PoissonExact);
    assert_eq!(at("DEM15").method, Method::Byar);
    assert_eq!(
        (at("DEM14").method, at("DEM14").value),
        (Method::Plain, Value::Known(-1.0))
    );
    let youth = at("DEM08");
    assert_eq!(youth.method, Method::WilsonOdds);
    assert!(youth.lower.unwrap() < 33.3 && 33.4 < youth.upper.unwrap());
    let minors = at("DEM04");
    let expected = methods::wilson(200.0, 1000.0, methods::Confidence::P95)
        .unwrap()
        .times(100.0);
    assert_eq!(
        (minors.lower, minors.upper),
        (Some(expected.lower), Some(expected.upper))
    );
}

#[test]
fn a_figure_tells_the_cells_of_the_files_it_is_made_of() {
    let table = observations(&format!(
        "{}single_households 1 2024 total 24",
        singles(["*", "20", "30", "40"])
    ));
    let catalogue = Catalogue::starter();
    let figures = compute(&catalogue, &Region::of(&tree()), &table);
    let rows = |cells: &[(f64, &Observation)]| -> Vec<(String, u32)> {
        cells
            .iter()
            .map(|(_, o)| (o.area.to_string(), o.origin.row))
            .collect()
    };
    let county = figure(&figures, "K", "HH01", "2024");
    let told = figures.explain(&catalogue, county, &table);
    assert_eq!(told.numerator_formula, "single_households");
    let cells = [("1", 9), ("2a", 6), ("2b", 8)].map(|(a, r)| (a.to_owned(), r));
    assert_eq!(rows(&told.numerator), cells);
    assert_eq!(told.denominator.len(), 4);
    let names: Vec<String> = county.deliveries.iter().map(ToString::to_string).collect();
    assert_eq!(names, ["Lhouseholds", "Lsingle_households"]);
}

#[test]
fn what_nobody_asked_for_is_counted_and_left_aside() {
    let figures = computed(
        "unicorns 1a 2024 total 3\nhouseholds nowhere 2024 total 3\nhouseholds 1a 2024 age=0-2 3",
    );
    assert_eq!(
        (figures.rows().len(), figures.unused_observations()),
        (0, 3)
    );
}

/// Residents of the four places in 2019 and 2024.
fn residents(before: [u32; 4], now: [u32; 4]) -> String {
    let mut table = String::new();
    for (year, numbers) in [(2019, before), (2024, now)] {
        for (area, n) in ["1a", "1b", "2a", "2b"].iter().zip(numbers) {
            let (f, m) = (n / 2, n - n / 2);
            writeln!(table, "population {area} {year} age=25-54|sex=female {f}").unwrap();
            writeln!(table, "population {area} {year} age=25-54|sex=male {m}").unwrap();
        }
    }
    table
}

#[test]
fn a_change_is_computed_from_the_counts_of_both_years() {
    let table = residents([100, 200, 300, 400], [110, 190, 300, 500]);
    check(&table, ("1a", "DEM02"), Value::Known(10.0));
    check(&table, ("1", "DEM02"), Value::Known(0.0));
    check(&table, ("K", "DEM02"), Value::Known(10.0));
    check(&table, ("G", "DEM02"), Value::Known(2.5));
    let figures = computed(&table);
    let one = figure(&figures, "2b", "DEM02", "2024");
    assert_eq!(
        (one.numerator, one.denominator),
        (Value::Known(100.0), Some(Value::Known(400.0)))
    );
    assert_eq!((one.lower, one.method), (None, Method::Plain));
}

#[test]
fn a_change_shares_the_sheet_of_the_earlier_year_and_needs_both() {
    let figures = computed(&residents([100, 200, 300, 400], [110, 190, 300, 500]));
    let change = figure(&figures, "1a", "DEM02", "2024");
    let before = figure(&figures, "1a", "DEM01", "2019");
    assert_eq!(change.denominator_sheet, Some(before.numerator_sheet));
    let of_2019 = figures
        .rows()
        .iter()
        .filter(|f| f.indicator.as_str() == "DEM02");
    assert!(of_2019.clone().all(|f| f.period == Period::Year(2024)));
    assert!(of_2019.count() > 0);
}

#[test]
fn a_change_is_estimated_where_one_of_its_counts_was_carried_over() {
    let region = Region::of(&tree());
    let mut observations = observations(&residents([100, 200, 300, 400], [110, 190, 300, 500]));
    let old = |o: &&mut Observation| o.area.as_str() == "1a" && o.period == Period::Year(2019);
    for o in observations.iter_mut().filter(old) {
        o.quantity.flags |= Flags::ESTIMATED;
    }
    let figures = compute(&Catalogue::starter(), &region, &observations);
    let flags = |area: &str, indicator: &str| figure(&figures, area, indicator, "2024").flags;
    assert!(flags("1a", "DEM02").contains(Flags::ESTIMATED));
    assert!(flags("1", "DEM02").contains(Flags::ESTIMATED));
    assert!(!flags("1b", "DEM02").contains(Flags::ESTIMATED));
    assert!(!flags("1a", "DEM01").contains(Flags::ESTIMATED));
}

#[test]
fn the_way_back_of_a_change_leads_to_both_years() {
    let observations = observations(&residents([100, 200, 300, 400], [110, 190, 300, 500]));
    let catalogue = Catalogue::starter();
    let figures = compute(&catalogue, &Region::of(&tree()), &observations);
    let one = figure(&figures, "1a", "DEM02", "2024");
    let way = figures.explain(&catalogue, one, &observations);
    let told: Vec<(f64, Period)> = way.numerator.iter().map(|(f, o)| (*f, o.period)).collect();
    let (now, before) = (Period::Year(2024), Period::Year(2019));
    assert_eq!(
        told,
        [(1.0, now), (1.0, now), (-1.0, before), (-1.0, before)]
    );
    assert_eq!(way.denominator.len(), 2);
}

#[test]
fn no_change_is_computed_across_two_definitions() {
    let definition = |version: &str| {
        format!(
            "[[indicator]]\nid='X'\nname='X'\ntopic='demography'\nkind='balance'\nunit='Personen'\n\
             levels=['county']\nnumerator='births - births{{years_back=1}}'\n{version}\n"
        )
    };
    let text = definition("version=1\nvalid_to=2021")
        + &definition("version=2\nvalid_from=2022\nchange_note='neu'");
    let source = |file, text| crate::catalogue::Source { file, text };
    let catalogue = Catalogue::load(
        source("counts.toml", crate::catalogue::STARTER_COUNTS),
        source("indicators.toml", &text),
        source("topics.toml", crate::catalogue::STARTER_TOPICS),
    )
    .unwrap();
    let mut table = String::new();
    for year in 2019..=2024 {
        writeln!(table, "births K {year} total {}", year - 2000).unwrap();
    }
    let figures = compute(&catalogue, &Region::of(&tree()), &observations(&table));
    let years: Vec<i32> = figures
        .rows()
        .iter()
        .filter(|f| f.area.as_str() == "K")
        .map(|f| f.period.first_year())
        .collect();
    assert_eq!(
        years,
        [2020, 2021, 2023, 2024],
        "2022 would reach back to the old definition"
    );
}
