//! Which county is drawn: what happens in it, and which throw of chance it is.
//!
//! The land, the kinds of places and the true rates stay; who lives there and whom it hits is drawn anew. Whole
//! households are drawn, so that brothers and sisters share their parents' lot in every draw.

use crate::random::hash;
use crate::stories::{DETERIORATES, IMPROVES, NEW_HOUSES};

/// The area that rises in [`Scenario::RisingEverywhere`].
pub const RISES: &str = DETERIORATES;

/// What happens in the county besides chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scenario {
    /// The stories of the demo county.
    Told,
    /// Nothing: the same true rates in every area, in every year but for what comes everywhere at once.
    NoEffect,
    /// The areas differ, and one of them has a measure; no other story.
    OneTreated(Help),
    /// Two points more of every burden everywhere since 2022, and twelve points in one area from 2019 to 2024.
    RisingEverywhere,
}

/// Whether the measure of [`Scenario::OneTreated`] helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Help {
    /// As the family centre of the demo county does.
    Works,
    /// Not at all.
    DoesNothing,
}

/// A county to be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw {
    /// What happens in it.
    pub scenario: Scenario,
    /// Which throw of chance; 0 is the demo county.
    pub number: u64,
}

/// What happens in one Wohnplatz besides chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fate {
    scenario: Scenario,
    lot: Lot,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lot {
    Usual,
    Deteriorates,
    Helped,
    NewHouses,
    Rises,
}

impl Draw {
    /// The demo county as it is told.
    pub const TOLD: Self = Self {
        scenario: Scenario::Told,
        number: 0,
    };

    /// The number behind all chance of a Wohnplatz.
    pub(crate) fn luck(self, id: u64) -> u64 {
        if self.number == 0 {
            id
        } else {
            hash(&[self.number, id])
        }
    }

    /// What happens in a Wohnplatz.
    pub(crate) fn fate(self, key: &str) -> Fate {
        let lot = match (self.scenario, key) {
            (Scenario::Told, DETERIORATES) => Lot::Deteriorates,
            (Scenario::Told, NEW_HOUSES) => Lot::NewHouses,
            (Scenario::Told | Scenario::OneTreated(Help::Works), IMPROVES) => Lot::Helped,
            (Scenario::RisingEverywhere, RISES) => Lot::Rises,
            _ => Lot::Usual,
        };
        Fate {
            scenario: self.scenario,
            lot,
        }
    }
}

impl Fate {
    /// The deterioration since 2018, as an exponent.
    pub(crate) fn decline(self, year: i32) -> f64 {
        if self.lot == Lot::Deteriorates {
            0.11 * f64::from((year - 2017).clamp(0, 7))
        } else {
            0.0
        }
    }

    /// How many years the measure has worked; 0 where there is none.
    pub(crate) fn years_of_help(self, year: i32) -> i32 {
        if self.lot == Lot::Helped {
            (year - 2020).max(0)
        } else {
            0
        }
    }

    /// Whether houses are built for young families.
    pub(crate) fn new_houses(self, year: i32) -> bool {
        self.lot == Lot::NewHouses && (2018..=2022).contains(&year)
    }

    /// What is added to the share of every burden, in the county and here.
    pub(crate) fn points(self, year: i32) -> f64 {
        if self.scenario != Scenario::RisingEverywhere {
            return 0.0;
        }
        let everywhere = if year >= 2022 { 0.02 } else { 0.0 };
        let here = if self.lot == Lot::Rises {
            0.02 * f64::from((year - 2018).clamp(0, 6))
        } else {
            0.0
        };
        everywhere + here
    }

    /// The county's weather: a slow improvement, 2020's dent, and the rise of June 2022.
    pub(crate) fn climate(self, year: i32) -> f64 {
        match year {
            _ if self.scenario == Scenario::RisingEverywhere => 1.0,
            2015 => 1.06,
            2016 => 1.05,
            2017 => 1.02,
            2018 | 2020 => 0.96,
            2019 | 2021 => 0.91,
            2022 => 1.07,
            2023 => 1.09,
            _ => 1.08,
        }
    }
}
