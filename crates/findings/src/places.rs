//! A county of so many places, for the tests of this crate: numerator and denominator by place and year.

use std::collections::BTreeMap;
use std::sync::Arc;

use areas::{Area, AreaTree, Level};
use disclosure::{FigureTable, Public, Released, Rules};
use geo::MultiPolygon;
use indicators::catalogue::{Catalogue, Source};
use indicators::{Region, compute};
use vocabulary::{AreaKey, Observation, Origin, Period, Quantity};

use crate::Panel;

const COUNTS: &str = r#"
count = [
  { id = "all", name = "Kinder", unit = "Personen", nature = "stock", reference = "31.12.", source = "Register", class = "register", persons = true },
  { id = "some", name = "Kinder in Betreuung", unit = "Personen", nature = "stock", reference = "31.12.", source = "Kita", class = "register", persons = true },
]"#;

const INDICATORS: &str = r#"
[[indicator]]
id = "X"
name = "Kinder in Betreuung"
short_name = "Kinder in Betreuung"
topic = "t"
kind = "share"
numerator = "some"
denominator = "all"
unit = "%"
decimals = 1
polarity = "higher_is_burden"
levels = ["county", "place"]
"#;

/// Figures that passed the gate.
pub(crate) struct Places {
    catalogue: Catalogue,
    tree: AreaTree,
    figures: Released<FigureTable, Public>,
    outlines: BTreeMap<AreaKey, MultiPolygon<f64>>,
}

impl Places {
    /// So many places `P01`, `P02` …, with (some, all) of a place and year; nothing where it is unknown.
    pub(crate) fn new(
        count: usize,
        years: std::ops::RangeInclusive<i32>,
        cell: impl Fn(usize, i32) -> Option<(f64, f64)>,
    ) -> Self {
        let source = |file, text| Source { file, text };
        let catalogue = Catalogue::load(
            source("counts.toml", COUNTS),
            source("indicators.toml", INDICATORS),
            source("topics.toml", "[[topic]]\nid='t'\nname='Thema'"),
        )
        .unwrap();
        let tree = tree(count);
        let mut observations = Vec::new();
        for (place, year) in (1..=count).flat_map(|p| years.clone().map(move |y| (p, y))) {
            let Some((some, all)) = cell(place, year) else {
                continue;
            };
            observations.push(observation("some", place, (year, some)));
            observations.push(observation("all", place, (year, all)));
        }
        let figures = compute(&catalogue, &Region::of(&tree), &observations);
        let (figures, _) = disclosure::release(&figures, &catalogue, &Rules::starter());
        Self {
            catalogue,
            tree,
            figures,
            outlines: BTreeMap::new(),
        }
    }

    pub(crate) fn panel(&self) -> Panel<'_> {
        Panel {
            figures: &self.figures,
            catalogue: &self.catalogue,
            tree: &self.tree,
            outlines: &self.outlines,
        }
    }
}

fn tree(count: usize) -> AreaTree {
    let level = |id: &str| Level {
        id: id.parse().unwrap(),
        name: id.into(),
        plural: id.into(),
    };
    let area = |key: &str, level: &str, parent: Option<&str>| Area {
        key: key.parse().unwrap(),
        name: format!("Ort {key}"),
        level: level.parse().unwrap(),
        parent: parent.map(|p| p.parse().unwrap()),
        valid_from: None,
        valid_to: None,
    };
    let mut areas = vec![area("K", "county", None)];
    areas.extend((1..=count).map(|p| area(&format!("P{p:02}"), "place", Some("K"))));
    let levels = vec![level("county"), level("place")];
    AreaTree::new("v1".parse().unwrap(), levels, areas, Vec::new()).unwrap()
}

fn observation(count: &str, place: usize, (year, number): (i32, f64)) -> Observation {
    Observation {
        count: count.parse().unwrap(),
        area: format!("P{place:02}").parse().unwrap(),
        period: Period::Year(year),
        breakdown: "total".parse().unwrap(),
        quantity: Quantity::known(number),
        origin: Origin {
            delivery: "L1".parse().unwrap(),
            sheet: Arc::from(""),
            row: 1,
            column: 1,
        },
    }
}
