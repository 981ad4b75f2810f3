//! The one tree of areas that holds on a day, with its groups.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use vocabulary::{AreaKey, AreaVersion, LevelId};

use super::{Area, Group, HierarchyError, Level};

/// A checked tree: one root, no circle, every area below an area of a higher level, each key once.
///
/// Areas stand in the order of their keys; a look-up by key is a binary search.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct AreaTree {
    version: AreaVersion,
    levels: Vec<Level>,
    areas: Vec<Area>,
    groups: Vec<Group>,
    parents: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
    root: usize,
}

/// What a tree is stored as; everything else follows from it.
#[derive(Serialize, Deserialize)]
struct Parts {
    version: AreaVersion,
    levels: Vec<Level>,
    areas: Vec<Area>,
    groups: Vec<Group>,
}

impl AreaTree {
    /// Builds and checks the tree of areas that exist at the same time.
    pub fn new(
        version: AreaVersion,
        levels: Vec<Level>,
        mut areas: Vec<Area>,
        mut groups: Vec<Group>,
    ) -> Result<Self, HierarchyError> {
        areas.sort_by(|a, b| a.key.cmp(&b.key));
        groups.sort_by(|a, b| a.key.cmp(&b.key));
        for group in &mut groups {
            group.members.sort();
            group.cuts.sort();
        }
        if areas.is_empty() {
            return Err(HierarchyError::Empty { version });
        }
        check_keys(&areas, &groups)?;
        let parents = link_parents(&areas)?;
        let root = find_root(&areas, &parents)?;
        check_levels(&levels, &areas, &parents)?;
        let mut children = vec![Vec::new(); areas.len()];
        for (child, parent) in parents.iter().enumerate() {
            if let Some(parent) = parent {
                children[*parent].push(child);
            }
        }
        let tree = Self {
            version,
            levels,
            areas,
            groups,
            parents,
            children,
            root,
        };
        tree.groups.iter().try_for_each(|g| tree.check_group(g))?;
        tree.check_divisions()?;
        Ok(tree)
    }

    /// The territorial status it shows.
    pub fn version(&self) -> &AreaVersion {
        &self.version
    }

    /// The levels, the root's first.
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// The place of a level from the top, the root's being 0.
    pub fn level_rank(&self, level: &LevelId) -> Option<usize> {
        self.levels.iter().position(|l| l.id == *level)
    }

    /// All areas in the order of their keys.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// All areas of a level in the order of their keys.
    pub fn at_level<'a>(&'a self, level: &'a LevelId) -> impl Iterator<Item = &'a Area> {
        self.areas.iter().filter(move |a| a.level == *level)
    }

    /// The area of a key.
    pub fn get(&self, key: &AreaKey) -> Option<&Area> {
        self.position(key).map(|i| &self.areas[i])
    }

    /// Whether a key is an area of the tree; groups and remainders are not.
    pub fn contains(&self, key: &AreaKey) -> bool {
        self.position(key).is_some()
    }

    /// The place of an area in [`Self::areas`], stable for one tree.
    pub fn position(&self, key: &AreaKey) -> Option<usize> {
        self.areas.binary_search_by(|a| a.key.cmp(key)).ok()
    }

    /// The area everything else is a part of.
    pub fn root(&self) -> &Area {
        &self.areas[self.root]
    }

    /// The area a key is a part of; none for the root and for unknown keys.
    pub fn parent(&self, key: &AreaKey) -> Option<&Area> {
        let parent = self.parents[self.position(key)?]?;
        Some(&self.areas[parent])
    }

    /// The parts of an area one step down, in the order of their keys.
    pub fn children(&self, key: &AreaKey) -> impl Iterator<Item = &Area> {
        let children = self.position(key).map(|i| self.children[i].as_slice());
        children.unwrap_or_default().iter().map(|i| &self.areas[*i])
    }

    /// The areas above, the nearest first, the root last.
    pub fn ancestors(&self, key: &AreaKey) -> impl Iterator<Item = &Area> {
        let first = self.position(key).and_then(|i| self.parents[i]);
        std::iter::successors(first, |i| self.parents[*i]).map(|i| &self.areas[i])
    }

    /// The area at or above a key that has a level.
    pub fn ancestor_at(&self, key: &AreaKey, level: &LevelId) -> Option<&Area> {
        let own = self.get(key).filter(|a| a.level == *level);
        own.or_else(|| self.ancestors(key).find(|a| a.level == *level))
    }

    /// All areas below, each before its own parts, brothers in the order of their keys.
    pub fn descendants(&self, key: &AreaKey) -> Vec<&Area> {
        let mut found = Vec::new();
        let mut waiting: Vec<usize> = match self.position(key) {
            Some(i) => self.children[i].iter().rev().copied().collect(),
            None => Vec::new(),
        };
        while let Some(i) = waiting.pop() {
            found.push(&self.areas[i]);
            waiting.extend(self.children[i].iter().rev());
        }
        found
    }

    /// The areas without parts at or below a key; the area itself if it has none.
    pub fn leaves_of(&self, key: &AreaKey) -> Vec<&Area> {
        let own = self.get(key).into_iter();
        own.chain(self.descendants(key))
            .filter(|a| self.is_leaf(&a.key))
            .collect()
    }

    /// All areas without parts, in the order of their keys.
    pub fn leaves(&self) -> impl Iterator<Item = &Area> {
        let without_parts = |(_, children): &(&Area, &Vec<usize>)| children.is_empty();
        let pairs = self.areas.iter().zip(&self.children);
        pairs.filter(without_parts).map(|(area, _)| area)
    }

    /// Whether an area has no parts.
    pub fn is_leaf(&self, key: &AreaKey) -> bool {
        self.position(key)
            .is_some_and(|i| self.children[i].is_empty())
    }

    /// Whether the first is above the second.
    pub fn is_above(&self, upper: &AreaKey, lower: &AreaKey) -> bool {
        self.ancestors(lower).any(|a| a.key == *upper)
    }

    /// The groups in the order of their keys, their members too.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The group of a key.
    pub fn group(&self, key: &AreaKey) -> Option<&Group> {
        let found = self.groups.binary_search_by(|g| g.key.cmp(key));
        found.ok().map(|i| &self.groups[i])
    }

    /// The same tree without some of its groups.
    #[must_use]
    pub fn without_groups(&self, keys: &[AreaKey]) -> Self {
        let mut tree = self.clone();
        tree.groups.retain(|g| !keys.contains(&g.key));
        tree
    }

    /// The groups an area is a direct member of as a whole.
    pub fn groups_of<'a>(&'a self, member: &'a AreaKey) -> impl Iterator<Item = &'a Group> {
        self.groups
            .iter()
            .filter(move |g| g.members.binary_search(member).is_ok())
    }

    /// The name of an area or group.
    pub fn name(&self, key: &AreaKey) -> Option<&str> {
        let area = self.get(key).map(|a| a.name.as_str());
        area.or_else(|| self.group(key).map(|g| g.name.as_str()))
    }

    fn check_group(&self, group: &Group) -> Result<(), HierarchyError> {
        let name = || group.key.clone();
        let mut levels = Vec::new();
        for member in group.touched() {
            let Some(area) = self.get(member) else {
                let member = member.clone();
                return Err(HierarchyError::UnknownMember {
                    group: name(),
                    member,
                });
            };
            levels.push(&area.level);
        }
        let mut named: Vec<&AreaKey> = group.touched().collect();
        named.sort();
        if let Some(twice) = named.windows(2).find(|w| w[0] == w[1]) {
            let member = twice[0].clone();
            return Err(HierarchyError::RepeatedMember {
                group: name(),
                member,
            });
        }
        let Some(first) = levels.first() else {
            return Err(HierarchyError::EmptyGroup { group: name() });
        };
        match levels.iter().find(|l| *l != first) {
            Some(second) => Err(HierarchyError::MixedLevels {
                group: name(),
                first: (*first).clone(),
                second: (*second).clone(),
            }),
            None => Ok(()),
        }
    }
}

impl AreaTree {
    /// Refuses groups of one division of which one holds what the other holds whole.
    fn check_divisions(&self) -> Result<(), HierarchyError> {
        let mut owners: BTreeMap<(&str, &AreaKey), &Group> = BTreeMap::new();
        let leaves = |member| self.leaves_of(member).into_iter().map(|leaf| &leaf.key);
        let overlap = |first: &Group, second: &Group, area: &AreaKey| {
            let (first, second) = (first.key.clone(), second.key.clone());
            let area = area.clone();
            Err(HierarchyError::OverlappingGroups {
                first,
                second,
                area,
            })
        };
        let divided = || {
            let groups = self.groups.iter();
            groups.filter_map(|g| Some((g, g.division.as_deref()?)))
        };
        for (group, division) in divided() {
            for leaf in group.members.iter().flat_map(leaves) {
                if let Some(first) = owners.insert((division, leaf), group) {
                    return overlap(first, group, leaf);
                }
            }
        }
        for (group, division) in divided() {
            for leaf in group.cuts.iter().flat_map(leaves) {
                if let Some(first) = owners.get(&(division, leaf)) {
                    return overlap(first, group, leaf);
                }
            }
        }
        Ok(())
    }
}

/// Every key once, over areas and groups, and none that is kept for remainders.
fn check_keys(areas: &[Area], groups: &[Group]) -> Result<(), HierarchyError> {
    let mut seen = BTreeSet::new();
    for key in areas
        .iter()
        .map(|a| &a.key)
        .chain(groups.iter().map(|g| &g.key))
    {
        if key.unallocated_of().is_some() {
            return Err(HierarchyError::ReservedKey { key: key.clone() });
        }
        if !seen.insert(key) {
            return Err(HierarchyError::DuplicateKey { key: key.clone() });
        }
    }
    Ok(())
}

/// The position of each area's parent.
fn link_parents(areas: &[Area]) -> Result<Vec<Option<usize>>, HierarchyError> {
    let find = |area: &Area| {
        let Some(parent) = &area.parent else {
            return Ok(None);
        };
        let found = areas.binary_search_by(|a| a.key.cmp(parent));
        found
            .map(Some)
            .map_err(|_absent| HierarchyError::UnknownParent {
                area: area.key.clone(),
                parent: parent.clone(),
            })
    };
    areas.iter().map(find).collect()
}

/// The one area without parent, after making sure that every way up ends.
fn find_root(areas: &[Area], parents: &[Option<usize>]) -> Result<usize, HierarchyError> {
    let mut known_to_end = vec![false; areas.len()];
    for start in 0..areas.len() {
        let mut path = Vec::new();
        let mut on_path = BTreeSet::new();
        let mut here = Some(start);
        while let Some(i) = here.filter(|i| !known_to_end[*i]) {
            if !on_path.insert(i) {
                let circle = path.into_iter().skip_while(|p| *p != i);
                let path = circle.map(|p: usize| areas[p].key.clone()).collect();
                return Err(HierarchyError::Cycle { path });
            }
            path.push(i);
            here = parents[i];
        }
        for i in path {
            known_to_end[i] = true;
        }
    }
    let mut roots = (0..areas.len()).filter(|i| parents[*i].is_none());
    let first = roots
        .next()
        .expect("every way up ends in an area without parent");
    match roots.next() {
        Some(second) => Err(HierarchyError::SeveralRoots {
            first: areas[first].key.clone(),
            second: areas[second].key.clone(),
        }),
        None => Ok(first),
    }
}

/// Every level known and every area of a lower level than its parent.
fn check_levels(
    levels: &[Level],
    areas: &[Area],
    parents: &[Option<usize>],
) -> Result<(), HierarchyError> {
    let mut ranks = BTreeMap::new();
    for (rank, level) in levels.iter().enumerate() {
        if ranks.insert(&level.id, rank).is_some() {
            let level = level.id.clone();
            return Err(HierarchyError::DuplicateLevel { level });
        }
    }
    for area in areas {
        if !ranks.contains_key(&area.level) {
            return Err(HierarchyError::UnknownLevel {
                area: area.key.clone(),
                level: area.level.clone(),
            });
        }
    }
    for (area, parent) in areas.iter().zip(parents) {
        let Some(parent) = parent.map(|p| &areas[p]) else {
            continue;
        };
        if ranks[&parent.level] >= ranks[&area.level] {
            return Err(HierarchyError::LevelOrder {
                area: area.key.clone(),
                level: area.level.clone(),
                parent: parent.key.clone(),
                parent_level: parent.level.clone(),
            });
        }
    }
    Ok(())
}

impl TryFrom<Parts> for AreaTree {
    type Error = HierarchyError;
    fn try_from(parts: Parts) -> Result<Self, HierarchyError> {
        Self::new(parts.version, parts.levels, parts.areas, parts.groups)
    }
}

impl From<AreaTree> for Parts {
    fn from(tree: AreaTree) -> Self {
        Self {
            version: tree.version,
            levels: tree.levels,
            areas: tree.areas,
            groups: tree.groups,
        }
    }
}
