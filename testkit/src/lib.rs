#![doc = include_str!("../README.md")]

pub mod damage;
pub mod draw;
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

/// The file of the description of the territory, among [`County::areas`].
pub const DESCRIPTION: &str = offices::DESCRIPTION;

/// What the people of the county say in its report: foreword, mandate, statements, comments.
pub const REPORT_WORDS: &str = include_str!("../texts/sozialbericht.toml");

/// What is shared out by need in its report, with the distribution of today; rules as a planner would load them.
pub const ALLOCATION: &str = include_str!("../texts/verteilung.toml");

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_county_is_the_same_each_time() {
        let (one, two) = (musterkreis(), musterkreis());
        assert!(one.deliveries == two.deliveries && one.areas == two.areas);
    }

    #[test]
    fn deliveries_come_in_the_order_of_arrival_under_different_names_and_with_a_profile() {
        let county = musterkreis();
        assert!(
            (90..=130).contains(&county.deliveries.len()),
            "{}",
            county.deliveries.len()
        );
        assert!(county.deliveries.is_sorted_by_key(|file| file.received));
        let mut paths: Vec<&str> = county
            .deliveries
            .iter()
            .map(|file| file.path.as_str())
            .collect();
        paths.sort_unstable();
        assert!(paths.windows(2).all(|two| two[0] != two[1]));
        for file in &county.deliveries {
            assert!(
                PROFILES.iter().any(|(id, _)| *id == file.profile),
                "{}",
                file.profile
            );
            assert!(!file.bytes.is_empty(), "{}", file.path);
        }
    }

    #[test]
    fn what_one_machine_draws_every_machine_draws() {
        let county = musterkreis();
        let mut numbers: Vec<u64> = Vec::new();
        for (_, c) in people::YEARS.flat_map(|year| county.people.of_2020(year)) {
            let some = [
                c.residents(),
                c.households,
                c.sgb2_persons,
                c.insured_employees,
                c.vacant,
            ];
            numbers.extend(some.map(u64::from));
        }
        let outline = county.territory.outline();
        numbers.extend(
            outline
                .exterior()
                .0
                .iter()
                .flat_map(|c| [c.x.to_bits(), c.y.to_bits()]),
        );
        assert_eq!(random::hash(&numbers), 13_149_378_657_219_930_320);
    }
}
