//! The people of the county, counted truly, before any office writes a delivery.

mod counts;
mod households;
mod nature;
mod residents;
mod services;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use counts::{AGE_BANDS, Counts};
use nature::natures;
use residents::Residents;
pub(crate) use residents::year_key;

use crate::draw::Draw;
use crate::territory::{Territory, key_2015};

/// First and last year of the deliveries.
pub const YEARS: std::ops::RangeInclusive<i32> = 2015..=2024;

/// The true counts of all Wohnplätze (status 2020) in all years.
pub struct People {
    keys: Vec<String>,
    years: BTreeMap<i32, Vec<Counts>>,
}

impl People {
    /// Lets the people of the demo county live for ten years.
    pub fn live(territory: &Territory) -> Self {
        Self::drawn(territory, Draw::TOLD)
    }

    /// Lets other people live in the same land, as a scenario tells it.
    pub fn drawn(territory: &Territory, draw: Draw) -> Self {
        let keys = territory
            .wohnplaetze
            .iter()
            .map(|w| w.key.clone())
            .collect();
        let mut years: BTreeMap<i32, Vec<Counts>> = YEARS.map(|y| (y, Vec::new())).collect();
        for nature in natures(&territory.wohnplaetze, draw) {
            let mut residents = Residents::settle(&nature);
            for (year, all) in &mut years {
                let mut counts = Counts::default();
                residents = residents.next_year(&nature, *year, &mut counts);
                residents.count(&mut counts);
                households::form(&nature, *year, &mut counts);
                services::count(&nature, *year, residents.aged(5), &mut counts);
                all.push(counts);
            }
        }
        Self { keys, years }
    }

    /// The counts of the Wohnplätze on the status of 2020.
    pub fn of_2020(&self, year: i32) -> impl Iterator<Item = (&str, &Counts)> {
        let keys = self.keys.iter().map(String::as_str);
        keys.zip(&self.years[&year])
    }

    /// The counts of the Wohnplätze on the status of that year: one fewer before 2020.
    pub fn of(&self, year: i32) -> BTreeMap<&str, Counts> {
        self.grouped(year, |key| if year < 2020 { key_2015(key) } else { key })
    }

    /// The counts of the municipalities.
    pub fn of_municipalities(&self, year: i32) -> BTreeMap<&str, Counts> {
        self.grouped(year, |key| &key[..8])
    }

    /// The counts of the county.
    pub fn of_county(&self, year: i32) -> Counts {
        let mut all = self.grouped(year, |key| &key[..5]);
        all.pop_first()
            .map(|(_, counts)| counts)
            .unwrap_or_default()
    }

    fn grouped<'a>(
        &'a self,
        year: i32,
        group: impl Fn(&'a str) -> &'a str,
    ) -> BTreeMap<&'a str, Counts> {
        let mut groups = BTreeMap::<&str, Counts>::new();
        for (key, counts) in self.of_2020(year) {
            groups.entry(group(key)).or_default().add(counts);
        }
        groups
    }
}
