//! Crosswalks (Umsteigeschlüssel): which part of an area went where when outlines changed.
//!
//! Counts are redistributed by share and keep their total to the last person; rates never are, they
//! are recomputed from the redistributed counts.

mod error;
mod former;
mod reading;
mod redistribution;
mod rescaling;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use vocabulary::{AreaKey, Date};

use crate::hierarchy::Territory;

pub use error::CrosswalkError;
pub use former::{Change, FormerStatus};
pub use rescaling::ShareRules;

/// One row of a crosswalk: this share of `from` belongs to `to` since the day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// The area as it was before the day.
    pub from: AreaKey,
    /// An area that exists since the day.
    pub to: AreaKey,
    /// The share of `from`, 0 to 1.
    pub share: f64,
    /// What the share was measured by.
    pub basis: Basis,
    /// The first day of the new outlines.
    pub valid_from: Date,
}

/// What a share was measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// By residents.
    Population,
    /// By square metres: the weakest.
    Area,
    /// By the addresses of the register: the strongest.
    Address,
}

/// The checked links of all boundary changes: the shares of every source sum to 1.
///
/// An area without a link on a day of change stays what it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[doc(alias = "Umsteigeschlüssel")]
pub struct Crosswalk {
    /// Day of change → source → its targets in the order of their keys.
    steps: BTreeMap<Date, BTreeMap<AreaKey, Vec<Part>>>,
}

/// A part of a source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Part {
    to: AreaKey,
    share: f64,
    basis: Basis,
}

impl Crosswalk {
    /// Whether nothing ever changed.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The days of change, oldest first.
    pub fn days(&self) -> impl Iterator<Item = Date> {
        self.steps.keys().copied()
    }

    /// All rows by day, source and target; shares as they are used.
    pub fn links(&self) -> impl Iterator<Item = Link> {
        self.steps.iter().flat_map(|(day, sources)| {
            sources.iter().flat_map(move |(from, parts)| {
                parts.iter().map(move |part| Link {
                    from: from.clone(),
                    to: part.to.clone(),
                    share: part.share,
                    basis: part.basis,
                    valid_from: *day,
                })
            })
        })
    }

    /// Compares the links with the areas: sources exist the day before, targets on the day, and no area
    /// without parts ends without a link that says what became of it.
    pub fn check(&self, territory: &Territory) -> Result<(), CrosswalkError> {
        let exists = |key: &AreaKey, day: Date| {
            let mut areas = territory.areas.iter();
            areas.any(|a| a.key == *key && a.validity().holds(day))
        };
        for link in self.links() {
            let day = link.valid_from;
            if !exists(&link.from, day.yesterday()) {
                return Err(CrosswalkError::UnknownSource {
                    area: link.from,
                    day,
                });
            }
            if !exists(&link.to, day) {
                return Err(CrosswalkError::UnknownTarget { area: link.to, day });
            }
        }
        for area in &territory.areas {
            let Some(day) = area.valid_to.map(Date::tomorrow) else {
                continue;
            };
            let linked = self
                .steps
                .get(&day)
                .is_some_and(|s| s.contains_key(&area.key));
            let has_parts = || {
                let last = day.yesterday();
                let mut others = territory.areas.iter();
                others.any(|a| a.parent.as_ref() == Some(&area.key) && a.validity().holds(last))
            };
            if !linked && !exists(&area.key, day) && !has_parts() {
                let area = area.key.clone();
                return Err(CrosswalkError::NoSuccessor { area, day });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
