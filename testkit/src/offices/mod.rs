//! The offices and what they send, in the order of the table. Each file writes one supplier's layout.

mod agency;
mod election;
mod health;
mod households;
mod inkar;
mod register;
mod state_office;
mod survey;
mod territory_files;
mod welfare;
mod youth;

use vocabulary::Date;

use crate::people::{Counts, People};
use crate::territory::Territory;
pub(crate) use territory_files::{DESCRIPTION, territory_files};

/// A file as it arrives at the county's planner.
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(alias = "Lieferung")]
pub struct RawFile {
    /// Where the planner files it: `melderegister/bestand_2024.csv`.
    pub path: String,
    /// The content.
    pub bytes: Vec<u8>,
    /// The source profile it is read with: `melderegister-bestand`.
    pub profile: &'static str,
    /// The day it arrived.
    pub received: Date,
    /// What is odd about it; empty where nothing is.
    pub note: &'static str,
}

/// Everything the offices know.
pub(crate) struct World<'a> {
    pub territory: &'a Territory,
    pub people: &'a People,
}

impl World<'_> {
    /// Key, name and counts of the Wohnplätze on the status of that year.
    fn wohnplaetze(&self, year: i32) -> Vec<(String, String, Counts)> {
        let counts = self.people.of(year).into_iter();
        counts
            .map(|(key, c)| (key.to_owned(), self.territory.name(key), c))
            .collect()
    }

    /// Key, name and counts of the municipalities.
    fn municipalities(&self, year: i32) -> Vec<(String, String, Counts)> {
        let counts = self.people.of_municipalities(year).into_iter();
        counts
            .map(|(key, c)| (key.to_owned(), self.territory.name(key), c))
            .collect()
    }
}

/// All deliveries in the order of their arrival.
pub(crate) fn deliveries(world: &World) -> Vec<RawFile> {
    let offices = [
        register::deliveries,
        households::deliveries,
        agency::deliveries,
        youth::deliveries,
        health::deliveries,
        welfare::deliveries,
        election::deliveries,
        state_office::deliveries,
        survey::deliveries,
        inkar::deliveries,
    ];
    let mut files: Vec<RawFile> = offices.iter().flat_map(|office| office(world)).collect();
    files.sort_by(|a, b| (a.received, &a.path).cmp(&(b.received, &b.path)));
    files
}

/// The cells of a row.
fn row<C: ToString>(cells: impl IntoIterator<Item = C>) -> Vec<String> {
    cells.into_iter().map(|cell| cell.to_string()).collect()
}

/// A day of the year after the reference year.
fn day_after(year: i32, month: i8, day: i8) -> Date {
    let year = i16::try_from(year + 1).expect("years have four digits");
    Date::new(year, month, day).expect("a day of the calendar")
}

/// A number with a decimal comma.
fn comma(number: f64, places: usize) -> String {
    format!("{number:.places$}").replace('.', ",")
}
