//! The counts of a county in all areas and years, and the observations an office would send if it knew the truth.

use std::sync::Arc;

use testkit::draw::Draw;
use testkit::people::{AGE_BANDS, Counts, People, YEARS};
use testkit::territory::PARTS;
use vocabulary::{Breakdown, CountId, Flags, Observation, Origin, Period, Quantity, Value};

use crate::land::{Land, area_key};

/// What the chosen indicators are made of, apart from residents and the unemployed, who come by sex.
const COUNTED: [&str; 21] = [
    "sgb2_persons",
    "employable_beneficiaries",
    "non_employable_u15",
    "benefit_units",
    "single_parent_benefit_units",
    "old_age_basic_support",
    "subsistence_aid",
    "households",
    "housing_benefit_households",
    "unemployed_15_24",
    "unemployed_55plus",
    "long_term_unemployed",
    "marginal_employees",
    "daycare_u3",
    "examined_children",
    "language_conspicuous",
    "motor_conspicuous",
    "overweight",
    "child_raising_support",
    "residential_support",
    "care_assistance",
];

/// Counts by year and Wohnplatz: of one county, or of several added up.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Book {
    years: Vec<Vec<Counts>>,
    counties: u32,
}

/// A count with its breakdown.
struct Column {
    count: CountId,
    breakdown: Breakdown,
    of: Box<dyn Fn(&Counts) -> u32>,
}

impl Book {
    /// One county.
    pub(crate) fn of(land: &Land, draw: Draw) -> Self {
        let people = People::drawn(&land.territory, draw);
        let year = |year| people.of_2020(year).map(|(_, c)| c.clone()).collect();
        Self {
            years: YEARS.map(year).collect(),
            counties: 1,
        }
    }

    /// Both together.
    pub(crate) fn plus(mut self, other: &Self) -> Self {
        if self.counties == 0 {
            return other.clone();
        }
        let pairs = self.years.iter_mut().zip(&other.years);
        for (mine, theirs) in pairs.flat_map(|(a, b)| a.iter_mut().zip(b)) {
            mine.add(theirs);
        }
        self.counties += other.counties;
        self
    }

    /// The mean county as observations in the order of counts, years and areas.
    pub(crate) fn observations(&self, land: &Land) -> Vec<Observation> {
        let origin = Origin {
            delivery: "calibration".parse().expect("a word"),
            sheet: Arc::from(""),
            row: 1,
            column: 1,
        };
        let keys: Vec<_> = land
            .territory
            .wohnplaetze
            .iter()
            .map(|w| area_key(&w.key))
            .collect();
        let divided: Vec<bool> = land
            .territory
            .wohnplaetze
            .iter()
            .map(|w| PARTS.iter().any(|(part, _)| *part == w.key))
            .collect();
        let mut all = Vec::new();
        for column in columns() {
            for (year, counts) in YEARS.zip(&self.years) {
                for (at, counts) in counts.iter().enumerate() {
                    all.push(Observation {
                        count: column.count.clone(),
                        area: keys[at].clone(),
                        period: Period::Year(year),
                        breakdown: column.breakdown.clone(),
                        quantity: Quantity {
                            value: Value::Known(
                                f64::from((column.of)(counts)) / f64::from(self.counties),
                            ),
                            flags: flags(year, divided[at]),
                        },
                        origin: origin.clone(),
                    });
                }
            }
        }
        all
    }
}

/// Before the division its parts are known by shares only.
#[expect(
    clippy::fn_params_excessive_bools,
    reason = "whether an area is one of the parts is a fact about it"
)]
fn flags(year: i32, divided: bool) -> Flags {
    if divided && year < 2020 {
        Flags::ESTIMATED
    } else {
        Flags::empty()
    }
}

fn columns() -> Vec<Column> {
    let mut all = Vec::new();
    let mut add = |count: &str, breakdown: String, of: Box<dyn Fn(&Counts) -> u32>| {
        all.push(Column {
            count: count.parse().expect("ids of the catalogue are words"),
            breakdown: breakdown.parse().expect("categories of the catalogue"),
            of,
        });
    };
    for (band, (name, ..)) in AGE_BANDS.iter().enumerate() {
        for (sex, word) in ["female", "male"].into_iter().enumerate() {
            let of = move |c: &Counts| c.population[band][sex];
            add("population", format!("age={name}|sex={word}"), Box::new(of));
        }
    }
    add(
        "unemployed",
        "sex=female".to_owned(),
        Box::new(|c| c.unemployed_female),
    );
    add(
        "unemployed",
        "sex=male".to_owned(),
        Box::new(|c| c.unemployed_male),
    );
    for count in COUNTED {
        let of = move |c: &Counts| c.get(count).unwrap_or(0);
        add(count, "total".to_owned(), Box::new(of));
    }
    all
}
