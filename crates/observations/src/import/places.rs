//! Where the key of a row leads: to an area that exists at the time the number speaks of.

use std::collections::HashMap;
use std::sync::OnceLock;

use areas::crs::Crs;
use areas::{AreaTree, Locator, Territory, TerritoryVersion};
use geo::Coord;
use intake::{GridCell, PointKey};
use register::assignments::Assignments;
use register::{Outline, StoredTerritory, TerritoryError};
use vocabulary::{AreaKey, Period};

/// Everything keys are looked up in, prepared once for many deliveries.
pub(crate) struct Places {
    territory: Territory,
    versions: Vec<Version>,
    outlines: Vec<Outline>,
    grid: Crs,
    assignments: Assignments,
}

/// A territorial status with its areas by key.
pub(crate) struct Version {
    status: TerritoryVersion,
    pub(crate) tree: AreaTree,
    by_key: HashMap<String, (AreaKey, String)>,
    outlines: OnceLock<Outlines>,
}

/// The outlines of areas without parts: none contains another.
struct Outlines {
    keys: Vec<AreaKey>,
    locator: Locator,
}

/// What a key turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// An area, and its name.
    Area(AreaKey, String),
    /// An area after a lost zero was put back.
    Repaired(AreaKey, String),
    /// A key of another time.
    OtherTime(AreaKey, String),
    /// No area.
    Nothing,
}

impl Places {
    /// Prepares the trees of all times.
    pub(crate) fn new(
        stored: StoredTerritory,
        assignments: Assignments,
    ) -> Result<Self, TerritoryError> {
        let mut versions = Vec::new();
        for status in stored.territory.versions() {
            let tree = stored.territory.tree(&status.id)?;
            let entry =
                |key: &AreaKey, name: &str| (key.to_string(), (key.clone(), name.to_owned()));
            let areas = tree.areas().iter().map(|a| entry(&a.key, &a.name));
            // What a group that cuts areas counts is no sum of areas: it is delivered for the group.
            let groups = tree.groups().iter().filter(|g| !g.cuts.is_empty());
            let groups = groups.map(|g| entry(&g.key, &g.name));
            let compared = stored.compared.iter().map(|c| entry(&c.key, &c.name));
            versions.push(Version {
                by_key: compared.chain(areas).chain(groups).collect(),
                outlines: OnceLock::new(),
                status,
                tree,
            });
        }
        for outline in &stored.outlines {
            outline.shape()?;
        }
        Ok(Self {
            territory: stored.territory,
            versions,
            outlines: stored.outlines,
            grid: Crs::epsg(3035).expect("the house knows the grid of the census"),
            assignments,
        })
    }

    /// The place of the status that holds in a period; none where no area is known at all.
    pub(crate) fn version_of(&self, period: Period) -> Option<usize> {
        let day = period.last_day();
        let holds = |v: &Version| v.status.since.is_none_or(|since| since <= day);
        let newest = self.versions.iter().rposition(holds);
        newest.or_else(|| (!self.versions.is_empty()).then_some(0))
    }

    /// A status by its place.
    pub(crate) fn version(&self, place: usize) -> &Version {
        &self.versions[place]
    }

    /// How many statuses there are.
    pub(crate) fn versions(&self) -> usize {
        self.versions.len()
    }

    /// Looks a key up: as written, with a lost zero, at other times.
    pub(crate) fn find(&self, version: usize, key: &str) -> Found {
        let by_key = &self.versions[version].by_key;
        if let Some((area, name)) = by_key.get(key) {
            return Found::Area(area.clone(), name.clone());
        }
        let digits = !key.is_empty() && key.bytes().all(|b| b.is_ascii_digit());
        if digits && let Some((area, name)) = by_key.get(&format!("0{key}")) {
            return Found::Repaired(area.clone(), name.clone());
        }
        let other = self.territory.areas.iter().find(|a| a.key.as_str() == key);
        other.map_or(Found::Nothing, |area| {
            Found::OtherTime(area.key.clone(), area.validity().to_string())
        })
    }

    /// The area a district belongs to by a list, which is named after the profile or is called `districts`; a list
    /// of one year is called `districts_2021`, since voting districts are cut anew for each election.
    pub(crate) fn assigned(&self, list: &str, year: i32, district: &str) -> Option<&AreaKey> {
        let names = [list, "districts"].map(|name| [format!("{name}_{year}"), name.to_owned()]);
        let mut found = names
            .iter()
            .flatten()
            .filter_map(|l| self.assignments.get(l)?.get(district));
        found.next()
    }

    /// The area around the midpoint of a grid cell.
    pub(crate) fn at_midpoint(&self, version: usize, cell: GridCell) -> Option<AreaKey> {
        let (x, y) = cell.midpoint();
        self.around(version, self.grid.to_house(x, y).ok()?)
    }

    /// The area around a point.
    pub(crate) fn at_point(&self, version: usize, point: PointKey) -> Option<AreaKey> {
        let place = Crs::epsg(point.epsg).ok()?.to_house(point.x, point.y);
        self.around(version, place.ok()?)
    }

    /// The area without parts around a place.
    fn around(&self, version: usize, place: Coord) -> Option<AreaKey> {
        let version = &self.versions[version];
        let outlines = version.outlines.get_or_init(|| self.outlines_of(version));
        let found = outlines.locator.locate(place)?;
        Some(outlines.keys[found].clone())
    }

    fn outlines_of(&self, version: &Version) -> Outlines {
        let mut keys = Vec::new();
        let mut shapes = Vec::new();
        for area in version.tree.leaves() {
            let outline = |o: &&Outline| o.area == area.key && o.valid_from == area.valid_from;
            let shape = self.outlines.iter().find(outline).map(Outline::shape);
            if let Some(Ok(shape)) = shape {
                keys.push(area.key.clone());
                shapes.push(shape);
            }
        }
        Outlines {
            locator: Locator::new(&shapes),
            keys,
        }
    }
}
