//! A county of so many places, for the tests of this crate: numerator and denominator by place and year.

use crate::Panel;
use crate::county::{County, tree_of};

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
pub(crate) struct Places(County);

impl Places {
    /// So many places `P01`, `P02` …, with (some, all) of a place and year; nothing where it is unknown.
    pub(crate) fn new(
        count: usize,
        years: std::ops::RangeInclusive<i32>,
        cell: impl Fn(usize, i32) -> Option<(f64, f64)>,
    ) -> Self {
        let key = |place: usize| format!("P{place:02}");
        let mut cells = Vec::new();
        for (place, year) in (1..=count).flat_map(|p| years.clone().map(move |y| (p, y))) {
            if let Some((some, all)) = cell(place, year) {
                cells.push(("some", key(place), year, some));
                cells.push(("all", key(place), year, all));
            }
        }
        let mut areas = vec![("K".to_owned(), "county", None)];
        areas.extend((1..=count).map(|place| (key(place), "place", Some("K"))));
        let tree = tree_of(&["county", "place"], &areas);
        Self(County::of_cells((COUNTS, INDICATORS), tree, &cells))
    }

    pub(crate) fn panel(&self) -> Panel<'_> {
        self.0.panel()
    }
}
