#![doc = include_str!("../README.md")]

mod files;
pub mod kleinkreis;
mod offices;
pub mod people;
mod profiles;
mod random;
pub mod stories;
pub mod territory;

pub use offices::RawFile;
use people::People;
pub use profiles::PROFILES;
use territory::Territory;

/// The invented county with all its papers.
pub struct County {
    /// Its land.
    pub territory: Territory,
    /// Its people, counted truly: what the deliveries would say without defects and stars.
    pub people: People,
    /// Outlines, register of areas, groups, crosswalk and voting districts.
    pub areas: Vec<RawFile>,
    /// What the offices sent, in the order of arrival.
    pub deliveries: Vec<RawFile>,
}

/// The county Musterkreis: the same bytes each time and on each machine.
///
/// ```
/// let county = testkit::musterkreis();
/// assert_eq!(county.territory.wohnplaetze.len(), 87);
/// assert!(county.deliveries.iter().any(|file| file.path == "melderegister/bestand_2024.csv"));
/// ```
pub fn musterkreis() -> County {
    let territory = Territory::new();
    let people = People::live(&territory);
    let world = offices::World {
        territory: &territory,
        people: &people,
    };
    let (areas, deliveries) = (
        offices::territory_files(&world),
        offices::deliveries(&world),
    );
    County {
        territory,
        people,
        areas,
        deliveries,
    }
}
