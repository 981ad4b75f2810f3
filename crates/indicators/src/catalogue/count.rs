//! A base count (Grundzahl): what a delivery counts, before any formula.

use serde::{Deserialize, Serialize};
use vocabulary::{ClassId, CountId};

/// At a day or over a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// Counted at a day (Bestand).
    Stock,
    /// Counted over a time (Bewegung).
    Flow,
}

/// A trait a count is broken down by, with its categories in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// Its id: `age`, `sex`.
    pub id: String,
    /// Categories as delivered; bands such as `0-2` in ascending order.
    pub categories: Vec<String>,
}

/// A base count (Grundzahl).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "Grundzahl")]
pub struct BaseCount {
    /// Its id: `population`.
    pub id: CountId,
    /// German name.
    pub name: String,
    /// `Personen`, `Haushalte`, `m²` …
    pub unit: String,
    /// Stock or flow.
    pub nature: Nature,
    /// Reference date or time, in German: „31.12.“, „im Jahr“.
    pub reference: String,
    /// Who delivers.
    pub source: String,
    /// Class of confidentiality.
    pub class: ClassId,
    /// Traits it is broken down by.
    #[serde(default)]
    pub dimensions: Vec<Dimension>,
    /// False for a ready-made share: kept as it is, never added up over areas.
    #[serde(default = "yes")]
    pub additive: bool,
    /// Where it adds up unequal contributions, such as the beds of homes: the base counts that deliver the largest and the second
    /// largest of them. They serve disclosure control alone and stand in no formula.
    #[serde(default)]
    pub contributions: Vec<CountId>,
    /// Whether it counts people (or households): traits of persons are protected, facts about places are not.
    pub persons: bool,
    /// Whether it is counted where people live or where a facility stands.
    #[serde(default)]
    pub place: PlacePrinciple,
    /// What a category means that the delivery leaves out although it has others of the same area and period.
    #[serde(default)]
    pub omitted: Omitted,
}

/// Where a case is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlacePrinciple {
    /// Where the person lives (Wohnort).
    #[default]
    Residence,
    /// Where the facility stands (Einrichtung).
    Facility,
}

/// What a row left out means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Omitted {
    /// Nobody knows.
    #[default]
    Unknown,
    /// Nobody there: registers list only what occurs.
    Zero,
}

fn yes() -> bool {
    true
}

impl BaseCount {
    /// How many finest cells it has.
    pub fn cells(&self) -> usize {
        self.dimensions.iter().map(|d| d.categories.len()).product()
    }

    /// The category numbers of a finest cell, one per dimension; the last dimension runs fastest.
    pub fn coordinates(&self, cell: usize) -> Vec<usize> {
        let mut rest = cell;
        let mut found: Vec<usize> = self
            .dimensions
            .iter()
            .rev()
            .map(|d| {
                let i = rest % d.categories.len();
                rest /= d.categories.len();
                i
            })
            .collect();
        found.reverse();
        found
    }
}
