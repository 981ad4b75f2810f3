//! Kleinkreis, small enough to know by heart: two municipalities, six areas, one suppressed cell.
//!
//! ```text
//! 09998            Kleinkreis
//! ├── 09998001     Oberstadt   ├ …001 Markt  ├ …002 Hang   ├ …003 Wald
//! └── 09998002     Unterdorf   ├ …001 Kirche ├ …002 Bach   ├ …003 Hof
//! ```

use std::sync::Arc;

use vocabulary::{
    AreaKey, Bounds, Breakdown, CountId, Date, DeliveryId, LevelId, Observation, Origin, Period,
    Quantity, Value,
};

/// One row of the register of areas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaRow {
    /// The key.
    pub key: AreaKey,
    /// The name.
    pub name: &'static str,
    /// `county`, `municipality` or `wohnplatz`.
    pub level: LevelId,
    /// The area it is part of.
    pub parent: Option<AreaKey>,
    /// The first day.
    pub valid_from: Date,
}

const AREAS: [(&str, &str, &str, &str); 9] = [
    ("09998", "Kleinkreis", "county", ""),
    ("09998001", "Oberstadt", "municipality", "09998"),
    ("09998002", "Unterdorf", "municipality", "09998"),
    ("09998001001", "Markt", "wohnplatz", "09998001"),
    ("09998001002", "Hang", "wohnplatz", "09998001"),
    ("09998001003", "Wald", "wohnplatz", "09998001"),
    ("09998002001", "Kirche", "wohnplatz", "09998002"),
    ("09998002002", "Bach", "wohnplatz", "09998002"),
    ("09998002003", "Hof", "wohnplatz", "09998002"),
];

/// Residents under 15 and from 15 on, and the unemployed, of 2024; in 2023 everything is one less.
const COUNTS: [(&str, [f64; 3]); 6] = [
    ("09998001001", [300.0, 1_700.0, 120.0]),
    ("09998001002", [150.0, 850.0, 30.0]),
    ("09998001003", [40.0, 160.0, 10.0]),
    ("09998002001", [180.0, 1_020.0, 40.0]),
    ("09998002002", [90.0, 510.0, 12.0]),
    ("09998002003", [12.0, 68.0, 0.0]),
];

/// The area whose unemployed the supplier hides, and what they can still be.
pub const SUPPRESSED: (&str, Bounds) = (
    "09998002003",
    Bounds {
        lower: 1.0,
        upper: Some(9.0),
    },
);

/// Areas and observations of Kleinkreis; a test changes what it is about.
///
/// ```
/// use testkit::kleinkreis::Kleinkreis;
/// let county = Kleinkreis::new().with("unemployed", "09998001003", 2024, 4.0);
/// assert_eq!(county.areas().len(), 9);
/// let there = |o: &&vocabulary::Observation| o.area.as_str() == "09998001003" && o.count.as_str() == "unemployed";
/// let mut found = county.observations().iter().filter(there).filter(|o| o.period.last_year() == 2024);
/// assert_eq!(found.next().unwrap().quantity.value.known(), Some(4.0));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Kleinkreis {
    areas: Vec<AreaRow>,
    observations: Vec<Observation>,
}

impl Default for Kleinkreis {
    fn default() -> Self {
        Self::new()
    }
}

impl Kleinkreis {
    /// The county as it is known by heart: `population{age}` and `unemployed` of 2023 and 2024.
    pub fn new() -> Self {
        let mut county = Self {
            areas: areas(),
            observations: Vec::new(),
        };
        for year in [2023, 2024] {
            for (area, [young, old, unemployed]) in COUNTS {
                let change = f64::from(2024 - year);
                county.put("population", area, year, ("age=0-14", young - change));
                county.put("population", area, year, ("age=15+", old - change));
                county.put(
                    "unemployed",
                    area,
                    year,
                    ("total", (unemployed - change).max(0.0)),
                );
            }
        }
        county.hide("unemployed", SUPPRESSED.0, 2024, SUPPRESSED.1)
    }

    /// The register of areas, parents first.
    pub fn areas(&self) -> &[AreaRow] {
        &self.areas
    }

    /// The observations in the order of year and area.
    pub fn observations(&self) -> &[Observation] {
        &self.observations
    }

    /// Another number for a count that is not broken down; new where there was none.
    ///
    /// # Panics
    /// Where an id is not one: a mistake in the test.
    #[must_use]
    pub fn with(mut self, count: &str, area: &str, year: i32, number: f64) -> Self {
        self.drop_count(count, area, year);
        self.put(count, area, year, ("total", number));
        self
    }

    /// Hides a number as its supplier does.
    ///
    /// # Panics
    /// Where an id is not one: a mistake in the test.
    #[must_use]
    pub fn hide(mut self, count: &str, area: &str, year: i32, bounds: Bounds) -> Self {
        self.drop_count(count, area, year);
        self.put(count, area, year, ("total", 0.0));
        if let Some(last) = self.observations.last_mut() {
            last.quantity.value = Value::Suppressed(bounds);
        }
        self
    }

    fn drop_count(&mut self, count: &str, area: &str, year: i32) {
        let period = Period::Year(year);
        self.observations
            .retain(|o| (o.count.as_str(), o.area.as_str(), o.period) != (count, area, period));
    }

    fn put(&mut self, count: &str, area: &str, year: i32, (breakdown, number): (&str, f64)) {
        let breakdown: Breakdown = breakdown.parse().expect("a breakdown");
        let row = u32::try_from(self.observations.len() + 2).expect("few rows");
        self.observations.push(Observation {
            count: CountId::parse(count).expect("an id"),
            area: AreaKey::parse(area).expect("an id"),
            period: Period::Year(year),
            breakdown,
            quantity: Quantity::known(number),
            origin: Origin {
                delivery: DeliveryId::parse("L0001").expect("an id"),
                sheet: Arc::from(""),
                row,
                column: 4,
            },
        });
    }
}

fn areas() -> Vec<AreaRow> {
    let since = Date::new(2015, 1, 1).expect("a day");
    AREAS
        .iter()
        .map(|(key, name, level, parent)| AreaRow {
            key: AreaKey::parse(key).expect("an id"),
            name,
            level: LevelId::parse(level).expect("an id"),
            parent: AreaKey::parse(parent).ok(),
            valid_from: since,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_cell_is_hidden_and_no_other() {
        let county = Kleinkreis::new();
        let hidden: Vec<&str> = county
            .observations()
            .iter()
            .filter(|o| o.quantity.value.known().is_none())
            .map(|o| o.area.as_str())
            .collect();
        assert_eq!(hidden, [SUPPRESSED.0]);
        assert_eq!(county.observations().len(), 36);
    }
}
