//! An invented county for the tests: one town, and as many places as a test wants, with the cases it writes down.

use std::collections::BTreeMap;
use std::sync::Arc;

use areas::{Area, AreaTree, Level};
use disclosure::{FigureTable, Public, Released, Rules};
use geo::{MultiPolygon, Rect, coord};
use indicators::catalogue::{Catalogue, Source};
use indicators::{Region, compute};
use vocabulary::{AreaKey, Breakdown, Observation, Origin, Period, Quantity};

use crate::Panel;

const COUNTS: &str = r#"
count = [
  { id = "people", name = "Menschen", unit = "Personen", nature = "stock", reference = "31.12.", source = "Register", class = "open", persons = false },
  { id = "a", name = "A", unit = "Personen", nature = "stock", reference = "31.12.", source = "Amt", class = "social", persons = true },
  { id = "b", name = "B", unit = "Personen", nature = "stock", reference = "31.12.", source = "Amt", class = "social", persons = true },
  { id = "c", name = "C", unit = "Personen", nature = "stock", reference = "31.12.", source = "Amt", class = "social", persons = true },
]"#;

/// The figures of the county with what they stand on.
pub(crate) struct County {
    pub(crate) figures: Released<FigureTable, Public>,
    pub(crate) catalogue: Catalogue,
    pub(crate) tree: AreaTree,
    pub(crate) outlines: BTreeMap<AreaKey, MultiPolygon<f64>>,
}

/// Place `at` is called `001`, `002` …
pub(crate) fn key(at: usize) -> String {
    format!("1{:03}", at + 1)
}

/// Cases of A, B and C and the people of a place in a year.
pub(crate) type Row = ([f64; 3], f64);

impl County {
    /// A county of so many places; `row` says what is counted in each place and year.
    pub(crate) fn new(
        places: usize,
        years: std::ops::RangeInclusive<i32>,
        row: impl Fn(usize, i32) -> Option<Row>,
    ) -> Self {
        Self::with_catalogue(&indicators(""), places, years, row)
    }

    pub(crate) fn with_catalogue(
        text: &str,
        places: usize,
        years: std::ops::RangeInclusive<i32>,
        row: impl Fn(usize, i32) -> Option<Row>,
    ) -> Self {
        let mut cells = Vec::new();
        for (year, place) in years.flat_map(|year| (0..places).map(move |place| (year, place))) {
            if let Some((cases, people)) = row(place, year) {
                cells.push(("people", key(place), year, people));
                let counts = ["a", "b", "c"].into_iter().zip(cases);
                cells.extend(counts.map(|(count, cases)| (count, key(place), year, cases)));
            }
        }
        Self::of_cells((COUNTS, text), tree(places), &cells)
    }

    /// A county of the given counts and indicators, areas and cells (count, area, year, number), past the gate.
    pub(crate) fn of_cells(
        definitions: (&str, &str),
        tree: AreaTree,
        cells: &[(&str, String, i32, f64)],
    ) -> Self {
        let cells = cells.iter().map(|(count, area, year, number)| {
            observation(count, (area, Period::Year(*year)), *number)
        });
        Self::of_observations(definitions, tree, &cells.collect::<Vec<_>>())
    }

    /// The same of whatever was observed.
    pub(crate) fn of_observations(
        (counts, indicators): (&str, &str),
        tree: AreaTree,
        observations: &[Observation],
    ) -> Self {
        let source = |file, text| Source { file, text };
        let catalogue = Catalogue::load(
            source("counts.toml", counts),
            source("indicators.toml", indicators),
            source("topics.toml", "[[topic]]\nid='t'\nname='Thema'"),
        )
        .unwrap();
        let figures = compute(&catalogue, &Region::of(&tree), observations);
        let (figures, _) =
            disclosure::release::<Public>(&figures, &catalogue, &Rules::starter()).unwrap();
        Self {
            figures,
            catalogue,
            tree,
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

/// Three burdens and the people; `more` is put at the end.
pub(crate) fn indicators(more: &str) -> String {
    let share = |id: &str, count: &str| {
        format!(
            "[[indicator]]\nid = \"{id}\"\nname = \"Anteil {id}\"\nshort_name = \"{id}\"\ntopic = \"t\"\nkind = \"share\"\n\
             numerator = \"{count}\"\ndenominator = \"people\"\nunit = \"%\"\npolarity = \"higher_is_burden\"\n\
             levels = [\"county\", \"municipality\", \"wohnplatz\"]\n"
        )
    };
    let people = "[[indicator]]\nid = \"P\"\nname = \"Menschen\"\nshort_name = \"Menschen\"\ntopic = \"t\"\nkind = \"count\"\n\
                  numerator = \"people\"\nunit = \"Personen\"\nlevels = [\"county\", \"municipality\", \"wohnplatz\"]\n";
    [
        people,
        &share("A", "a"),
        &share("B", "b"),
        &share("C", "c"),
        more,
    ]
    .concat()
}

/// A number of a count in an area and period, of all people.
pub(crate) fn observation(count: &str, (area, period): (&str, Period), number: f64) -> Observation {
    Observation {
        count: count.parse().unwrap(),
        area: area.parse().unwrap(),
        period,
        breakdown: Breakdown::total(),
        quantity: Quantity::known(number),
        origin: Origin {
            delivery: "L1".parse().unwrap(),
            sheet: Arc::from(""),
            row: 1,
            column: 1,
        },
    }
}

/// The square whose lower left corner lies here.
pub(crate) fn square(x: f64, y: f64) -> MultiPolygon<f64> {
    let far = coord! { x: x + 1.0, y: y + 1.0 };
    MultiPolygon::from(Rect::new(coord! { x: x, y: y }, far).to_polygon())
}

/// Areas as (key, level, parent), the levels from the county down.
pub(crate) fn tree_of(levels: &[&str], areas: &[(String, &str, Option<&str>)]) -> AreaTree {
    let levels = levels.iter().map(|id| Level {
        id: id.parse().unwrap(),
        name: (*id).into(),
        plural: (*id).into(),
    });
    let areas = areas.iter().map(|(key, level, parent)| Area {
        key: key.parse().unwrap(),
        name: format!("Ort {key}"),
        level: level.parse().unwrap(),
        parent: parent.map(|p| p.parse().unwrap()),
        valid_from: None,
        valid_to: None,
    });
    let first = "2020-01-01".parse().unwrap();
    AreaTree::new(first, levels.collect(), areas.collect(), vec![]).unwrap()
}

fn tree(places: usize) -> AreaTree {
    let mut areas = vec![
        ("K".to_owned(), "county", None),
        ("1".to_owned(), "municipality", Some("K")),
    ];
    areas.extend((0..places).map(|at| (key(at), "wohnplatz", Some("1"))));
    tree_of(&["county", "municipality", "wohnplatz"], &areas)
}
