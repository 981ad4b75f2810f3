//! A county's own hierarchy: levels, areas with validity, and groups of areas that are no tree level.

use serde::{Deserialize, Serialize};
use vocabulary::{AreaKey, Date, LevelId};

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

/// Areas looked at together that are no level of the tree, for example a selected Sozialraum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "ausgewählter Sozialraum")]
pub struct Group {
    /// Its key.
    pub key: AreaKey,
    /// Its name.
    pub name: String,
    /// Its members, of one level.
    pub members: Vec<AreaKey>,
}

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

/// Why a hierarchy cannot stand.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HierarchyError {
    /// A parent that does not exist at the time.
    #[error("area `{area}` names the parent `{parent}`, which does not exist at that time")]
    UnknownParent {
        /// The area.
        area: AreaKey,
        /// The parent it names.
        parent: AreaKey,
    },
}
