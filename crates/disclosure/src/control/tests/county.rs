//! A county small enough to write down, with one catalogue for all tests.

use std::fmt::Write;
use std::sync::{Arc, OnceLock};

use areas::{Area, AreaTree, Group, Level};
use indicators::catalogue::{Catalogue, Source};
use indicators::{Figures, Region, compute};
use vocabulary::{Bounds, Flags, Observation, Origin, Period, Quantity, Value};

use crate::{FigureTable, Protocol, Public, Released, Rules, Shown, release};

const COUNTS: &str = r#"
count = [
  { id = "people", name = "Menschen", unit = "Personen", nature = "stock", reference = "31.12.", source = "R", class = "register", persons = true, dimensions = [{ id = "sex", categories = ["f", "m"] }] },
  { id = "cases", name = "Fälle", unit = "Personen", nature = "stock", reference = "31.12.", source = "S", class = "register", persons = true },
  { id = "claims", name = "Leistungen", unit = "Personen", nature = "stock", reference = "31.12.", source = "B", class = "ba_small_area", persons = true },
  { id = "seats", name = "Sitze", unit = "Sitze", nature = "stock", reference = "31.12.", source = "K", class = "open", persons = false },
]"#;

const INDICATORS: &str = r#"
[[indicator]]
id = "P"
name = "Menschen"
topic = "t"
kind = "count"
numerator = "people"
unit = "Personen"
levels = ["county", "municipality", "wohnplatz"]
breakdowns = [{ dimension = "sex" }]
[[indicator]]
id = "C"
name = "Fälle"
topic = "t"
kind = "share"
numerator = "cases"
denominator = "people"
unit = "%"
levels = ["county", "municipality", "wohnplatz"]
[[indicator]]
id = "B"
name = "Leistungen"
topic = "t"
kind = "count"
numerator = "claims"
unit = "Personen"
levels = ["county", "municipality", "wohnplatz"]
[[indicator]]
id = "V"
name = "Veränderung der Leistungen"
topic = "t"
kind = "balance"
numerator = "claims - claims{years_back=1}"
unit = "Personen"
levels = ["county", "municipality", "wohnplatz"]
[[indicator]]
id = "S"
name = "Sitze"
topic = "t"
kind = "count"
numerator = "seats"
unit = "Sitze"
open = true
levels = ["county", "municipality", "wohnplatz"]
[[indicator]]
id = "D"
name = "Menschen je Sitz"
topic = "t"
kind = "ratio"
numerator = "people"
denominator = "seats"
unit = "Personen"
levels = ["county", "municipality", "wohnplatz"]
"#;

pub(crate) fn catalogue() -> &'static Catalogue {
    static READ: OnceLock<Catalogue> = OnceLock::new();
    READ.get_or_init(|| {
        let source = |file, text| Source { file, text };
        Catalogue::load(
            source("counts.toml", COUNTS),
            source("indicators.toml", INDICATORS),
            source("topics.toml", "[[topic]]\nid='t'\nname='T'"),
        )
        .unwrap()
    })
}

/// A county `K` whose municipalities hold as many Wohnplätze as given: `1`, `1a`, `1b`, `2`, `2a` … Of a member `~1a` a group
/// holds a part only.
pub(crate) fn tree(sizes: &[usize], groups: &[(&str, &[&str])]) -> AreaTree {
    let level = |id: &str| Level {
        id: id.parse().unwrap(),
        name: id.into(),
        plural: id.into(),
    };
    let area = |key: String, level: &str, parent: Option<String>| Area {
        name: key.clone(),
        key: key.parse().unwrap(),
        level: level.parse().unwrap(),
        parent: parent.map(|p| p.parse().unwrap()),
        valid_from: None,
        valid_to: None,
    };
    let mut areas = vec![area("K".into(), "county", None)];
    for (m, size) in sizes.iter().enumerate() {
        let town = (m + 1).to_string();
        areas.push(area(town.clone(), "municipality", Some("K".into())));
        for letter in ('a'..).take(*size) {
            areas.push(area(
                format!("{town}{letter}"),
                "wohnplatz",
                Some(town.clone()),
            ));
        }
    }
    let groups = groups.iter().map(|(key, members)| group(key, members));
    let levels = vec![level("county"), level("municipality"), level("wohnplatz")];
    AreaTree::new(
        "2024-01-01".parse().unwrap(),
        levels,
        areas,
        groups.collect(),
    )
    .unwrap()
}

fn group(key: &str, members: &[&str]) -> Group {
    let (cuts, whole): (Vec<&str>, Vec<&str>) = members.iter().partition(|m| m.starts_with('~'));
    let keys = |names: Vec<&str>| {
        let names = names.into_iter().map(|n| n.trim_start_matches('~'));
        names.map(|n| n.parse().unwrap()).collect()
    };
    Group {
        key: key.parse().unwrap(),
        name: key.into(),
        members: keys(whole),
        cuts: keys(cuts),
        // `D-1` and `D-2` are districts of one division.
        division: key.split_once('-').map(|(division, _)| division.into()),
    }
}

/// `cases 1a 4` per line; `people` stands for both sexes as `people 1a 100/120`; `*` is hidden by the supplier.
pub(crate) fn observations(table: &str) -> Vec<Observation> {
    let mut found = Vec::new();
    for (row, line) in table.lines().filter(|l| !l.trim().is_empty()).enumerate() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut one = |breakdown: &str, number: &str| {
            let value = match number {
                "*" => Value::Suppressed(Bounds {
                    lower: 1.0,
                    upper: Some(9.0),
                }),
                n => Value::Known(n.parse().unwrap()),
            };
            found.push(Observation {
                count: words[0].parse().unwrap(),
                area: words[1].parse().unwrap(),
                period: Period::Year(2024),
                breakdown: breakdown.parse().unwrap(),
                quantity: Quantity {
                    value,
                    flags: Flags::empty(),
                },
                origin: Origin {
                    delivery: "L1".parse().unwrap(),
                    sheet: Arc::from(""),
                    row: u32::try_from(row).unwrap(),
                    column: 1,
                },
            });
        };
        match words[2].split_once('/') {
            Some((f, m)) => {
                one("sex=f", f);
                one("sex=m", m);
            }
            None => one("total", words[2]),
        }
    }
    found
}

pub(crate) fn figures(tree: &AreaTree, table: &str) -> Figures {
    compute(catalogue(), &Region::of(tree), &observations(table))
}

pub(crate) fn public(figures: &Figures) -> (Released<FigureTable, Public>, Protocol) {
    release::<Public>(figures, catalogue(), &Rules::starter()).unwrap()
}

pub(crate) fn row<'a>(
    table: &'a FigureTable,
    area: &str,
    indicator: &str,
    breakdown: &str,
) -> &'a Shown {
    table
        .find(
            &area.parse().unwrap(),
            &indicator.parse().unwrap(),
            Period::Year(2024),
            &breakdown.parse().unwrap(),
        )
        .unwrap()
}

/// One line per figure: area, numerator or state, reason.
pub(crate) fn told(figures: &Figures, indicator: &str, breakdown: &str) -> String {
    let (table, protocol) = public(figures);
    let mut out = String::new();
    for place in figures.region().places() {
        let (area, indicator, breakdown) = (
            &place.key,
            indicator.parse().unwrap(),
            breakdown.parse().unwrap(),
        );
        let Some(row) = table.find(area, &indicator, Period::Year(2024), &breakdown) else {
            continue;
        };
        let why =
            protocol.explain_hidden(&table, (area, &indicator), Period::Year(2024), &breakdown);
        let number = row
            .numerator
            .map_or(row.state.to_string(), |n| n.to_string());
        let bounds = row.lower.zip(row.upper).filter(|_| row.numerator.is_none());
        let bounds = bounds.map_or(String::new(), |(l, u)| format!(" {l}-{u}"));
        let why = why.map_or(String::new(), |w| format!(" ({w:?})"));
        writeln!(out, "{area}: {number}{bounds}{why}").unwrap();
    }
    out
}
