#![doc = include_str!("../README.md")]

mod alarms;
mod attacked;
mod book;
mod county;
mod coverage;
mod document;
mod journal;
mod land;
mod measures;
mod months;
mod places;
mod record;
mod requirements;
mod truth;

use std::collections::BTreeMap;

use rayon::prelude::*;
use testkit::draw::{Draw, Help, Scenario};

use book::Book;
use county::County;
pub use journal::Journal;
use land::Land;
use months::Months;
use record::Record;
pub use record::{Mean, Means};
use truth::Truth;

/// The scenarios in the order in which they are drawn and told.
pub const SCENARIOS: [Scenario; 5] = [
    Scenario::NoEffect,
    Scenario::OneTreated(Help::DoesNothing),
    Scenario::OneTreated(Help::Works),
    Scenario::RisingEverywhere,
    Scenario::Told,
];

/// What many redrawn counties tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// How many counties of each scenario were drawn.
    pub counties: usize,
    scenarios: BTreeMap<Scenario, Means>,
}

impl Calibration {
    /// Draws so many counties of each scenario; `told` hears of each county that is done. The same numbers at any
    /// thread count, since every county has its own chance and sums are made in the order of counties.
    pub fn run(counties: usize, told: impl Fn(Scenario) + Sync) -> Self {
        Self::of(&SCENARIOS, counties, (&Journal::none(), told))
    }

    /// Draws counties of some scenarios only, as far as a journal does not know them yet.
    pub fn of(
        scenarios: &[Scenario],
        counties: usize,
        (journal, told): (&Journal, impl Fn(Scenario) + Sync),
    ) -> Self {
        let (land, open) = (Land::new(), Land::open());
        let months = Months::of(&land);
        let mut without = None;
        let mut means = BTreeMap::new();
        for &scenario in scenarios {
            let books = books(&land, scenario, counties);
            let all = books.iter().fold(Book::default(), Book::plus);
            let truth = Truth::of(&open, &all);
            let told_of = |number: u64, book: &Book| {
                let county = County::of(&land, book);
                let mut record = record(&county, (scenario, number), (&truth, without.as_ref()));
                if scenario == Scenario::Told && number <= attacked::COUNTIES {
                    attacked::note(&county, &County::of(&open, book), &mut record);
                }
                if scenario == Scenario::NoEffect {
                    months.note(&land, number, &mut record);
                }
                record
            };
            let numbered: Vec<(u64, &Book)> = (1..).zip(&books).collect();
            let known = |(number, book): (u64, &Book)| {
                let record = journal.record((scenario, number), || told_of(number, book));
                told(scenario);
                record
            };
            let records: Vec<Record> = numbered.into_par_iter().map(known).collect();
            means.insert(scenario, Means::of(&records));
            if scenario == Scenario::OneTreated(Help::DoesNothing) {
                without = Some(truth);
            }
        }
        Self {
            counties,
            scenarios: means,
        }
    }

    /// What the counties of a scenario tell; nothing where none were drawn.
    pub fn means(&self, scenario: Scenario) -> Option<&Means> {
        self.scenarios.get(&scenario)
    }

    /// The whole document, in Markdown.
    pub fn document(&self) -> String {
        document::document(self)
    }
}

/// Draw 0 is the demo county, which everybody has seen; the redrawn ones begin with 1.
fn books(land: &Land, scenario: Scenario, counties: usize) -> Vec<Book> {
    let numbers = 1..=counties as u64;
    let numbers: Vec<u64> = numbers.collect();
    let draw = |number: u64| Book::of(land, Draw { scenario, number });
    numbers.into_par_iter().map(draw).collect()
}

fn record(
    county: &County<'_>,
    (scenario, number): (Scenario, u64),
    (truth, without): (&Truth, Option<&Truth>),
) -> Record {
    let mut record = Record::default();
    coverage::note(county, truth, &mut record);
    if scenario != Scenario::NoEffect {
        places::note(county, truth, &mut record);
    }
    alarms::note(county, (scenario, truth), &mut record);
    if matches!(scenario, Scenario::NoEffect | Scenario::OneTreated(_)) {
        measures::note(county, (scenario, number), (truth, without), &mut record);
    }
    record
}
