//! The places the engine counts for: the tree's areas, their remainders, groups, and counties beside the tree.

use std::collections::HashMap;

use areas::{AreaTree, FormerStatus, Group};
use vocabulary::{AreaKey, AreaVersion, LevelId};

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlaceKind {
    /// An area of the tree.
    Tree,
    /// The cases of an area that nobody could place in one of its parts.
    #[doc(alias = "nicht zuzuordnen")]
    Remainder,
    /// Areas looked at together.
    Group,
    /// A county compared, or the state: beside the tree, never added up.
    Beside,
}

/// One place, linked to its parts by their position in [`Region::places`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its key.
    pub key: AreaKey,
    /// Its level; `group` and `unallocated` for those.
    pub level: LevelId,
    /// What it is.
    pub kind: PlaceKind,
    /// The area of the tree it is a part of.
    pub parent: Option<usize>,
    /// Parts one step down in the tree, or members of the group; none of a group that cuts areas, for it is no sum.
    pub parts: Vec<usize>,
    /// Of a group that cuts areas: what it holds whole and what in part.
    pub cut: Option<Cut>,
    /// Its remainder, if it has parts in the tree.
    pub remainder: Option<usize>,
}

/// What a group is made of that holds some areas only in part.
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(alias = "schneidendes Gebiet")]
pub struct Cut {
    /// Areas it holds whole.
    pub whole: Vec<usize>,
    /// Areas it holds a part of.
    pub in_part: Vec<usize>,
    /// Groups of one division never overlap.
    pub division: Option<String>,
}

impl Place {
    /// The parts, or every area a group that cuts areas holds at least a part of.
    pub fn touched(&self) -> impl Iterator<Item = usize> {
        let cut = self
            .cut
            .iter()
            .flat_map(|c| c.whole.iter().chain(&c.in_part));
        self.parts.iter().chain(cut).copied()
    }

    fn group(group: &Group, members: Vec<usize>, cuts: Vec<usize>) -> Self {
        let mut place = Self::new(group.key.clone(), level("group"), PlaceKind::Group);
        if cuts.is_empty() {
            place.parts = members;
        } else {
            place.cut = Some(Cut {
                whole: members,
                in_part: cuts,
                division: group.division.clone(),
            });
        }
        place
    }

    fn new(key: AreaKey, level: LevelId, kind: PlaceKind) -> Self {
        Self {
            key,
            level,
            kind,
            parent: None,
            parts: Vec::new(),
            cut: None,
            remainder: None,
        }
    }
}

fn level(name: &str) -> LevelId {
    LevelId::parse(name).expect("a constant that is a level")
}

/// All places of a territorial status in a fixed order: tree by key, remainders, groups, places beside the tree.
#[derive(Clone, Debug)]
pub struct Region {
    version: AreaVersion,
    places: Vec<Place>,
    by_key: HashMap<AreaKey, usize>,
    upwards: Vec<usize>,
    former: Vec<FormerStatus>,
}

impl Region {
    /// The places of a tree.
    pub fn of(tree: &AreaTree) -> Self {
        let positions = |keys: &mut dyn Iterator<Item = &AreaKey>| {
            keys.filter_map(|k| tree.position(k)).collect()
        };
        let mut places: Vec<Place> = Vec::new();
        for area in tree.areas() {
            let mut place = Place::new(area.key.clone(), area.level.clone(), PlaceKind::Tree);
            place.parent = area.parent.as_ref().and_then(|p| tree.position(p));
            place.parts = positions(&mut tree.children(&area.key).map(|c| &c.key));
            places.push(place);
        }
        for i in 0..places.len() {
            if places[i].parts.is_empty() {
                continue;
            }
            let key = places[i].key.unallocated();
            let mut rest = Place::new(key, level("unallocated"), PlaceKind::Remainder);
            rest.parent = Some(i);
            places[i].remainder = Some(places.len());
            places.push(rest);
        }
        for group in tree.groups() {
            let members = positions(&mut group.members.iter());
            let cuts = positions(&mut group.cuts.iter());
            places.push(Place::group(group, members, cuts));
        }
        let mut region = Self {
            version: tree.version().clone(),
            places,
            by_key: HashMap::new(),
            upwards: Vec::new(),
            former: Vec::new(),
        };
        region.link();
        region
    }

    /// Adds a place beside the tree: a county compared (`peer`) or the state (`federal_state`). Known keys are left alone.
    #[must_use]
    pub fn beside(mut self, key: AreaKey, level: LevelId) -> Self {
        if !self.by_key.contains_key(&key) {
            self.places.push(Place::new(key, level, PlaceKind::Beside));
            self.link();
        }
        self
    }

    /// The same with what became of the areas of earlier statuses.
    #[must_use]
    pub fn since(mut self, former: Vec<FormerStatus>) -> Self {
        self.former = former;
        self
    }

    /// Earlier statuses, with what became of their areas.
    pub fn former(&self) -> &[FormerStatus] {
        &self.former
    }

    fn link(&mut self) {
        self.by_key = self
            .places
            .iter()
            .enumerate()
            .map(|(i, p)| (p.key.clone(), i))
            .collect();
        let mut depth: Vec<(usize, usize)> = self
            .places
            .iter()
            .enumerate()
            .filter(|(_, p)| p.kind == PlaceKind::Tree)
            .map(|(i, _)| {
                let up = |j: &usize| self.places[*j].parent;
                (std::iter::successors(Some(i), up).count(), i)
            })
            .collect();
        depth.sort_by_key(|(d, i)| (std::cmp::Reverse(*d), *i));
        self.upwards = depth.into_iter().map(|(_, i)| i).collect();
    }

    /// The territorial status.
    pub fn version(&self) -> &AreaVersion {
        &self.version
    }

    /// All places in their fixed order.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The position of a key.
    pub fn position(&self, key: &AreaKey) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    /// The tree's areas, parts before the whole.
    pub(crate) fn upwards(&self) -> &[usize] {
        &self.upwards
    }
}
