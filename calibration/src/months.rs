//! Months: how often the count alarm sounds where nothing happened, and how often it hears that cases doubled.
//!
//! The redrawn county counts years, so months are drawn for themselves: new cases of eight municipalities of different size
//! and of their county, with a winter and a summer, past the same gate and judged by the same rule.

use std::collections::BTreeMap;
use std::sync::Arc;

use areas::AreaTree;
use disclosure::Public;
use findings::{Condition, Findings, Indices, Panel, RuleSet};
use indicators::catalogue::{Catalogue, Source};
use indicators::{Region, compute};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, Gamma, Poisson};
use vocabulary::{Breakdown, Observation, Origin, Period, Quantity};

use crate::land::Land;
use crate::record::{Record, Tried};

/// How the cases of a month come about: name in the record.
pub(crate) const COURSES: [(Course, &str); 3] = [
    (Course::Independent, "independent"),
    (Course::Clustered, "clustered"),
    (Course::Doubled, "doubled"),
];

/// How the cases of a month come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Course {
    /// Each for itself.
    Independent,
    /// Several at once: the variance is half as large again as the mean.
    Clustered,
    /// Each for itself, and in the newest month twice as many in one municipality.
    Doubled,
}

/// New cases a month to be expected in each municipality.
const EXPECTED: [f64; 8] = [4.0, 7.0, 10.0, 14.0, 20.0, 30.0, 45.0, 70.0];
/// Where cases double: a municipality of middle size.
const DOUBLES: usize = 4;
/// The variance of clustered cases over their mean.
const DISPERSION: f64 = 1.5;
/// New cases per month of the year over their mean, January first.
const SEASON: [f64; 12] = [
    1.15, 1.13, 1.08, 1.0, 0.92, 0.87, 0.85, 0.87, 0.92, 1.0, 1.08, 1.13,
];
/// The first and the last year: four of them, of which three stand behind the newest month.
const YEARS: std::ops::RangeInclusive<i32> = 2021..=2024;

const COUNTS: &str = r#"
count = [{ id = "cases", name = "Neue Fälle", unit = "Personen", nature = "flow", reference = "Monat", source = "Amt", class = "social", persons = true }]
"#;
const INDICATORS: &str = r#"
[[indicator]]
id = "cases"
name = "Neue Fälle im Monat"
short_name = "Neue Fälle"
topic = "t"
kind = "count"
numerator = "cases"
unit = "Personen"
polarity = "higher_is_burden"
levels = ["county", "municipality"]
"#;

/// What all counties of months share.
pub(crate) struct Months {
    tree: AreaTree,
    catalogue: Catalogue,
    rules: RuleSet,
}

impl Months {
    /// The municipalities of a land, and of its rules those that look at months.
    pub(crate) fn of(land: &Land) -> Self {
        let source = |file, text| Source { file, text };
        let catalogue = Catalogue::load(
            source("counts.toml", COUNTS),
            source("indicators.toml", INDICATORS),
            source("topics.toml", "[[topic]]\nid = \"t\"\nname = \"Fälle\""),
        );
        let mut rules = land.warning.clone();
        let of_months = |condition: &Condition| matches!(condition, Condition::CountAlarm { .. });
        rules.rules.retain(|r| of_months(&r.condition));
        Self {
            tree: land.municipalities(),
            catalogue: catalogue.expect("the catalogue of one count is tested"),
            rules,
        }
    }

    /// Notes how often the alarm could judge, and how often it sounds.
    pub(crate) fn note(&self, land: &Land, number: u64, record: &mut Record) {
        for (course, name) in COURSES {
            let said = self.said(land, &self.observations(course, number));
            let judged: usize = said.examined.iter().map(|e| e.tests).sum();
            let alarms = said.found.len();
            let share = |hits, times| Tried { hits, times };
            record.share(
                format!("months judged {name}"),
                &share(judged, 1 + EXPECTED.len()),
            );
            record.share(format!("months alarms {name}"), &share(alarms, judged));
            record.tell(format!("months any {name}"), alarms > 0);
            let doubles = self.key(DOUBLES);
            let heard = said.found.iter().any(|f| f.areas.contains(&doubles));
            record.tell(format!("months heard {name}"), heard);
        }
    }

    /// What the rule says of the figures behind the gate.
    fn said(&self, land: &Land, observations: &[Observation]) -> Findings {
        let figures = compute(&self.catalogue, &Region::of(&self.tree), observations);
        let (released, _) =
            disclosure::release::<Public>(&figures, &self.catalogue, &land.confidentiality)
                .expect("the audit passes in every county of months");
        let panel = Panel {
            figures: &released,
            catalogue: &self.catalogue,
            tree: &self.tree,
            outlines: &BTreeMap::new(),
        };
        findings::findings(panel, &self.rules, (&[], &Indices::default()))
    }

    fn key(&self, municipality: usize) -> vocabulary::AreaKey {
        let mut all = self.tree.areas().iter().filter(|a| a.parent.is_some());
        let found = all.nth(municipality);
        found.expect("there are eight municipalities").key.clone()
    }

    fn observations(&self, course: Course, number: u64) -> Vec<Observation> {
        let mut chance = ChaCha8Rng::seed_from_u64(methods::seed(&["calibration", "months"]));
        chance.set_stream(number * COURSES.len() as u64 + course as u64);
        let origin = Origin {
            delivery: "calibration".parse().expect("a word"),
            sheet: Arc::from(""),
            row: 1,
            column: 1,
        };
        let mut all = Vec::new();
        for (at, expected) in EXPECTED.iter().enumerate() {
            let area = self.key(at);
            for (year, (month, season)) in
                YEARS.flat_map(|y| (1..).zip(SEASON).map(move |m| (y, m)))
            {
                let is_newest = (year, month) == (*YEARS.end(), 12);
                let twice = course == Course::Doubled && is_newest && at == DOUBLES;
                let mean = expected * season * if twice { 2.0 } else { 1.0 };
                all.push(Observation {
                    count: "cases".parse().expect("a word"),
                    area: area.clone(),
                    period: Period::Month(year, month),
                    breakdown: Breakdown::total(),
                    quantity: Quantity::known(cases(course, mean, &mut chance)),
                    origin: origin.clone(),
                });
            }
        }
        all
    }
}

/// The cases of one month.
fn cases(course: Course, mean: f64, chance: &mut ChaCha8Rng) -> f64 {
    let mean = match course {
        Course::Clustered => {
            let scale = DISPERSION - 1.0;
            let gamma = Gamma::new(mean / scale, scale).expect("means are above 0");
            gamma.sample(chance)
        }
        Course::Independent | Course::Doubled => mean,
    };
    // A mean of 0 has no distribution, and no cases.
    Poisson::new(mean).map_or(0.0, |poisson| poisson.sample(chance))
}
