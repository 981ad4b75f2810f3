//! A county's own hierarchy: levels, areas with validity, and groups of areas that are no tree level.
//!
//! A [`Territory`] holds all areas over all time; an [`AreaTree`] is the one tree that holds on a day.
//! A key may be used again at another time for another outline (Berlin did so in 2021), never twice at once.

mod error;
mod territory;
mod tree;

use serde::{Deserialize, Serialize};
use vocabulary::{AreaKey, Date, LevelId};

pub use error::HierarchyError;
pub use territory::{Territory, TerritoryVersion};
pub use tree::AreaTree;

/// A level of the tree, the county first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// Its id, as in the exports: `county`, `municipality`, `wohnplatz`.
    pub id: LevelId,
    /// German name of one: „Wohnplatz“.
    pub name: String,
    /// German name of several: „Wohnplätze“.
    pub plural: String,
}

/// An area as long as it exists with this parent and outline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// Its key, leading zeros kept.
    pub key: AreaKey,
    /// Its name; names may repeat, keys at one time may not.
    pub name: String,
    /// Its level.
    pub level: LevelId,
    /// The area it is a part of; none for the root.
    pub parent: Option<AreaKey>,
    /// First day it exists; none if always.
    pub valid_from: Option<Date>,
    /// Last day it exists; none if until further notice.
    pub valid_to: Option<Date>,
}

impl Area {
    /// The days it exists.
    pub fn validity(&self) -> Validity {
        Validity {
            from: self.valid_from,
            to: self.valid_to,
        }
    }
}

/// Areas looked at together that are no level of the tree, for example a selected Sozialraum.
///
/// Its members are areas of the newest territorial status; a tree of an earlier day holds the group
/// only if all of them existed then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "ausgewählter Sozialraum")]
pub struct Group {
    /// Its key.
    pub key: AreaKey,
    /// Its name.
    pub name: String,
    /// The areas it holds whole, of one level.
    pub members: Vec<AreaKey>,
    /// Areas of the same level of which it holds a part only. Its counts are then delivered for itself: they are no sum.
    #[doc(alias = "geschnittene Gebiete")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cuts: Vec<AreaKey>,
    /// The division it belongs to, as all school districts do: groups of one division never overlap.
    #[doc(alias = "Einteilung")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<String>,
}

impl Group {
    /// Every area it holds, whole or in part.
    pub fn touched(&self) -> impl Iterator<Item = &AreaKey> {
        self.members.iter().chain(&self.cuts)
    }
}

/// The days something holds, first and last included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "Gültigkeit")]
pub struct Validity {
    /// First day; none if always.
    pub from: Option<Date>,
    /// Last day; none if until further notice.
    pub to: Option<Date>,
}

impl Validity {
    /// Whether it holds on a day.
    pub fn holds(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Whether two share a day.
    pub fn overlaps(self, other: Self) -> bool {
        let starts_in_time =
            |a: Self, b: Self| a.from.zip(b.to).is_none_or(|(from, to)| from <= to);
        starts_in_time(self, other) && starts_in_time(other, self)
    }

    /// Whether no day lies in it.
    pub fn is_empty(self) -> bool {
        self.from.zip(self.to).is_some_and(|(from, to)| from > to)
    }
}

impl std::fmt::Display for Validity {
    /// German: `1.1.2020 bis auf Weiteres`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.from {
            Some(from) => write!(f, "{} ", vocabulary::german_date(from))?,
            None => f.write_str("von jeher ")?,
        }
        match self.to {
            Some(to) => write!(f, "bis {}", vocabulary::german_date(to)),
            None => f.write_str("bis auf Weiteres"),
        }
    }
}

#[cfg(test)]
mod tests;
