//! What became of the areas of earlier territorial statuses: which of them hold the same people as which areas of today.
//!
//! Counts carried over keep their total, so what an earlier edition showed for an area that has since been split is the sum of
//! what is shown of its successors.

use std::collections::{BTreeMap, BTreeSet};

use vocabulary::{AreaKey, Date, LevelId};

use super::Crosswalk;
use crate::hierarchy::{AreaTree, HierarchyError, Territory};

/// The areas of an earlier status that are not what they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerStatus {
    /// The first day it no longer held: counts of earlier days were counted on its areas.
    pub until: Date,
    /// All areas of it, with their levels.
    pub areas: BTreeMap<AreaKey, LevelId>,
    /// Areas that were split, merged or otherwise changed since.
    pub changes: Vec<Change>,
}

/// Areas that together hold the people of other areas today.
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(alias = "Gebietsänderung")]
pub struct Change {
    /// As they were then.
    pub before: Vec<AreaKey>,
    /// As they are now; none where no areas hold just these people.
    pub now: Vec<AreaKey>,
}

impl Crosswalk {
    /// Every status before that of a tree with what changed since.
    pub fn former(
        &self,
        territory: &Territory,
        tree: &AreaTree,
    ) -> Result<Vec<FormerStatus>, HierarchyError> {
        let versions = territory.versions();
        let here = versions.iter().position(|v| v.id == *tree.version());
        let earlier = versions.iter().zip(versions.iter().skip(1));
        let mut found = Vec::new();
        for (version, next) in earlier.take(here.unwrap_or(0)) {
            let last = versions.get(here.unwrap_or(0)).and_then(|v| v.since);
            if let (Some(until), Some(last)) = (next.since, last) {
                let before = territory.tree(&version.id)?;
                let passed = Passed {
                    before: &before,
                    tree,
                    leaves: self.followed(&before, (until, last)),
                };
                found.push(FormerStatus {
                    until,
                    areas: all(&before),
                    changes: passed.changes(),
                });
            }
        }
        Ok(found)
    }

    /// Where the people of each smallest area went, from the first day to the last.
    fn followed(
        &self,
        before: &AreaTree,
        (first, last): (Date, Date),
    ) -> BTreeMap<AreaKey, BTreeSet<AreaKey>> {
        let leaves = before.leaves().map(|a| a.key.clone());
        let mut found: BTreeMap<AreaKey, BTreeSet<AreaKey>> = leaves
            .map(|key| (key.clone(), BTreeSet::from([key])))
            .collect();
        for (_, sources) in self.steps.range(first..=last) {
            for now in found.values_mut() {
                let moved = now.iter().flat_map(|key| match sources.get(key) {
                    Some(parts) => parts.iter().map(|p| p.to.clone()).collect(),
                    None => vec![key.clone()],
                });
                *now = moved.collect();
            }
        }
        found
    }
}

fn all(tree: &AreaTree) -> BTreeMap<AreaKey, LevelId> {
    let areas = tree.areas().iter();
    areas.map(|a| (a.key.clone(), a.level.clone())).collect()
}

/// Two trees and what became of the smallest areas of the first.
struct Passed<'a> {
    before: &'a AreaTree,
    tree: &'a AreaTree,
    leaves: BTreeMap<AreaKey, BTreeSet<AreaKey>>,
}

impl Passed<'_> {
    fn changes(&self) -> Vec<Change> {
        let groups = self.groups();
        let mut changes: Vec<Change> = groups
            .iter()
            .filter(|change| change.before != change.now)
            .cloned()
            .collect();
        for area in self.before.areas() {
            if self.before.is_leaf(&area.key) {
                continue;
            }
            let now = self.now_of(&area.key, &groups);
            if now.as_ref() != Some(&self.leaves_today(&area.key)) {
                changes.push(Change {
                    before: vec![area.key.clone()],
                    now: now.into_iter().flatten().collect(),
                });
            }
        }
        changes
    }

    /// Smallest areas that hang together by people who went from one to another.
    fn groups(&self) -> Vec<Change> {
        let mut open: Vec<(BTreeSet<AreaKey>, BTreeSet<AreaKey>)> = Vec::new();
        for (before, now) in &self.leaves {
            let (mut all, mut into) = (BTreeSet::from([before.clone()]), now.clone());
            open.retain(|(sources, targets)| {
                let apart = targets.is_disjoint(&into);
                if !apart {
                    all.extend(sources.iter().cloned());
                    into.extend(targets.iter().cloned());
                }
                apart
            });
            open.push((all, into));
        }
        let groups = open.into_iter().map(|(before, now)| {
            let is_known = now.iter().all(|key| self.tree.contains(key));
            Change {
                before: before.into_iter().collect(),
                now: now.into_iter().filter(|_| is_known).collect(),
            }
        });
        groups.collect()
    }

    /// The smallest areas of today that hold just the people of a larger area of then.
    fn now_of(&self, area: &AreaKey, groups: &[Change]) -> Option<BTreeSet<AreaKey>> {
        let own = self.before.leaves_of(area);
        let own: BTreeSet<&AreaKey> = own.into_iter().map(|a| &a.key).collect();
        let touched = groups
            .iter()
            .filter(|g| g.before.iter().any(|b| own.contains(b)));
        let mut now = BTreeSet::new();
        for group in touched {
            if group.now.is_empty() || !group.before.iter().all(|b| own.contains(b)) {
                return None;
            }
            now.extend(group.now.iter().cloned());
        }
        Some(now)
    }

    fn leaves_today(&self, area: &AreaKey) -> BTreeSet<AreaKey> {
        let leaves = self.tree.leaves_of(area);
        leaves.into_iter().map(|a| a.key.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Basis, Link, ShareRules};
    use super::*;
    use crate::hierarchy::{Area, Level};

    /// Two municipalities: `a1` is split into `a2` and `a3`, `b1` and `b2` become `b3`, `a9` moves from A to B.
    #[expect(clippy::too_many_lines, reason = "a county is one long list")]
    fn county() -> (Territory, Crosswalk) {
        let level = |id: &str| Level {
            id: id.parse().unwrap(),
            name: id.into(),
            plural: id.into(),
        };
        let area = |key: &str, level: &str, parent: &str, times: (&str, &str)| Area {
            key: key.parse().unwrap(),
            name: key.into(),
            level: level.parse().unwrap(),
            parent: parent.parse().ok(),
            valid_from: times.0.parse().ok(),
            valid_to: times.1.parse().ok(),
        };
        let (old, new, always) = (("", "2019-12-31"), ("2020-01-01", ""), ("", ""));
        let mut areas = vec![area("K", "county", "", always)];
        areas.extend(["A", "B", "C"].map(|m| area(m, "municipality", "K", always)));
        for (key, parent, times) in [
            ("a1", "A", old),
            ("a2", "A", new),
            ("a3", "A", new),
            ("a9", "A", old),
            ("a9", "B", new),
            ("b1", "B", old),
            ("b2", "B", old),
            ("b3", "B", new),
            ("c1", "C", always),
        ] {
            areas.push(area(key, "wohnplatz", parent, times));
        }
        let link = |from: &str, to: &str, share| Link {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            share,
            basis: Basis::Address,
            valid_from: "2020-01-01".parse().unwrap(),
        };
        let links = vec![
            link("a1", "a2", 0.9),
            link("a1", "a3", 0.1),
            link("b1", "b3", 1.0),
            link("b2", "b3", 1.0),
        ];
        let territory = Territory {
            levels: vec![level("county"), level("municipality"), level("wohnplatz")],
            areas,
            groups: Vec::new(),
        };
        territory.check().unwrap();
        let (crosswalk, _) = Crosswalk::new(links, ShareRules::default(), "u.csv").unwrap();
        (territory, crosswalk)
    }

    #[test]
    fn a_split_a_merger_and_a_changed_municipality_are_told_with_what_holds_their_people_now() {
        let (territory, crosswalk) = county();
        let tree = territory.newest().unwrap();
        let former = crosswalk.former(&territory, &tree).unwrap();
        let list = |keys: &[AreaKey]| {
            keys.iter()
                .map(AreaKey::as_str)
                .collect::<Vec<_>>()
                .join("+")
        };
        let told = former[0].changes.iter();
        let told: Vec<String> = told
            .map(|c| format!("{} = {}", list(&c.before), list(&c.now)))
            .collect();
        assert_eq!(told, ["a1 = a2+a3", "b1+b2 = b3", "A = a2+a3+a9", "B = b3"]);
        assert_eq!(
            (former.len(), former[0].until.to_string()),
            (1, "2020-01-01".to_owned())
        );
    }

    #[test]
    fn on_the_status_of_an_earlier_day_nothing_has_changed_yet() {
        let (territory, crosswalk) = county();
        let tree = territory.at("2019-06-30".parse().unwrap()).unwrap();
        assert_eq!(crosswalk.former(&territory, &tree), Ok(Vec::new()));
    }
}
