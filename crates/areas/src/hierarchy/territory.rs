//! All areas of a county over all time, and the days on which something changes.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use vocabulary::{AreaKey, AreaVersion, Date};

use super::{Area, AreaTree, Group, HierarchyError, Level};

/// All areas of a county over all time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Territory {
    /// The levels, the root's first.
    pub levels: Vec<Level>,
    /// All areas, whenever they exist.
    pub areas: Vec<Area>,
    /// Groups that are no level.
    pub groups: Vec<Group>,
}

/// A territorial status and the day since when it holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[doc(alias = "Gebietsstand")]
pub struct TerritoryVersion {
    /// Its first day; none where areas exist since always.
    pub since: Option<Date>,
    /// Named after its first day; `always` where there is none.
    pub id: AreaVersion,
}

impl TerritoryVersion {
    fn starting(since: Option<Date>) -> Self {
        let name = since.map_or_else(|| "always".to_owned(), |day| day.to_string());
        let id = AreaVersion::parse(&name).expect("a date is a printable word");
        Self { since, id }
    }

    fn exists(&self, area: &Area) -> bool {
        match self.since {
            Some(day) => area.validity().holds(day),
            None => area.valid_from.is_none(),
        }
    }
}

impl Territory {
    /// The territorial statuses, oldest first: one for each day on which an area begins or after one ends.
    ///
    /// A time in which no area exists is none.
    pub fn versions(&self) -> Vec<TerritoryVersion> {
        let begins = self.areas.iter().map(|a| a.valid_from);
        let ends = self.areas.iter().filter_map(|a| a.valid_to);
        let days: BTreeSet<Option<Date>> = begins.chain(ends.map(|d| Some(d.tomorrow()))).collect();
        let versions = days.into_iter().map(TerritoryVersion::starting);
        versions
            .filter(|v| self.areas.iter().any(|a| v.exists(a)))
            .collect()
    }

    /// The status that holds on a day; the oldest for days before it.
    ///
    /// Counts from before the first known outlines are looked at on the first known outlines.
    pub fn version_at(&self, day: Date) -> Option<TerritoryVersion> {
        let versions = self.versions();
        let holds = |v: &&TerritoryVersion| v.since.is_none_or(|since| since <= day);
        versions
            .iter()
            .rfind(holds)
            .or_else(|| versions.first())
            .cloned()
    }

    /// The tree of the areas that exist on a day.
    pub fn at(&self, day: Date) -> Result<AreaTree, HierarchyError> {
        let holding = TerritoryVersion::starting(Some(day));
        let held = |v: &TerritoryVersion| v.since.is_none_or(|since| since <= day);
        let version = self.versions().into_iter().rfind(held);
        // Before the first status there is none, and the error names the day that was asked for.
        let version = version.unwrap_or_else(|| holding.clone());
        self.tree_of(version.id, |area| holding.exists(area))
    }

    /// The tree of a territorial status.
    pub fn tree(&self, version: &AreaVersion) -> Result<AreaTree, HierarchyError> {
        let found = self.versions().into_iter().find(|v| v.id == *version);
        match found {
            Some(found) => self.tree_of(found.id.clone(), |area| found.exists(area)),
            None => Err(HierarchyError::UnknownVersion {
                version: version.clone(),
            }),
        }
    }

    /// The tree that figures are computed on: the newest status, complete with all groups.
    pub fn newest(&self) -> Result<AreaTree, HierarchyError> {
        let newest = self.versions().pop();
        let newest = newest.unwrap_or_else(|| TerritoryVersion::starting(None));
        let areas = self.areas.iter().filter(|a| newest.exists(a)).cloned();
        AreaTree::new(
            newest.id.clone(),
            self.levels.clone(),
            areas.collect(),
            self.groups.clone(),
        )
    }

    /// Checks everything at once: keys over time, and the tree of every status.
    pub fn check(&self) -> Result<(), HierarchyError> {
        self.check_validity()?;
        for version in self.versions() {
            self.tree(&version.id)?;
        }
        self.newest().map(|_| ())
    }

    fn check_validity(&self) -> Result<(), HierarchyError> {
        let mut by_key: BTreeMap<&AreaKey, Vec<&Area>> = BTreeMap::new();
        for area in &self.areas {
            by_key.entry(&area.key).or_default().push(area);
            if area.validity().is_empty() {
                return Err(HierarchyError::EmptyValidity {
                    key: area.key.clone(),
                    validity: area.validity(),
                });
            }
        }
        for (key, mut areas) in by_key {
            areas.sort_by_key(|a| a.valid_from);
            let overlapping = areas
                .windows(2)
                .find(|w| w[0].validity().overlaps(w[1].validity()));
            if let Some(pair) = overlapping {
                return Err(HierarchyError::Overlap {
                    key: key.clone(),
                    first: pair[0].validity(),
                    second: pair[1].validity(),
                });
            }
        }
        Ok(())
    }

    /// The tree of the areas chosen; of the groups, those whose members all exist then.
    fn tree_of(
        &self,
        version: AreaVersion,
        exists: impl Fn(&Area) -> bool,
    ) -> Result<AreaTree, HierarchyError> {
        self.check_validity()?;
        let areas: Vec<Area> = self.areas.iter().filter(|a| exists(a)).cloned().collect();
        let keys: BTreeSet<&AreaKey> = areas.iter().map(|a| &a.key).collect();
        let complete = |g: &&Group| g.touched().all(|m| keys.contains(m));
        let groups = self.groups.iter().filter(complete).cloned().collect();
        AreaTree::new(version, self.levels.clone(), areas, groups)
    }
}
