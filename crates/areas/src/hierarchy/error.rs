//! Why a hierarchy cannot stand, for the log in English and for people in German.

use std::sync::LazyLock;

use vocabulary::{AreaKey, AreaVersion, Explain, LevelId, Texts};

use super::Validity;

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::parse(include_str!("texts.de.toml")));

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
    /// No area exists on the day.
    #[error("no area exists in the territorial status {version}; check the validity dates")]
    Empty {
        /// The status.
        version: AreaVersion,
    },
    /// A territorial status that the territory does not have.
    #[error("there is no territorial status `{version}`")]
    UnknownVersion {
        /// The status asked for.
        version: AreaVersion,
    },
    /// Two areas without parent.
    #[error("`{first}` and `{second}` both have no parent; a tree has one root")]
    SeveralRoots {
        /// The first of them.
        first: AreaKey,
        /// The second.
        second: AreaKey,
    },
    /// Areas that are each other's ancestors.
    #[error("the areas {} are each other's parents in a circle", list(path))]
    Cycle {
        /// The areas on the circle, in the order child to parent.
        path: Vec<AreaKey>,
    },
    /// A level that is not in the list of levels.
    #[error("area `{area}` has the level `{level}`, which is not in the list of levels")]
    UnknownLevel {
        /// The area.
        area: AreaKey,
        /// The level it names.
        level: LevelId,
    },
    /// A level listed twice.
    #[error("the level `{level}` is listed twice")]
    DuplicateLevel {
        /// The level.
        level: LevelId,
    },
    /// An area that does not lie below its parent.
    #[error(
        "area `{area}` ({level}) lies below `{parent}` ({parent_level}), against the order of levels"
    )]
    LevelOrder {
        /// The area.
        area: AreaKey,
        /// Its level.
        level: LevelId,
        /// Its parent.
        parent: AreaKey,
        /// The parent's level.
        parent_level: LevelId,
    },
    /// Two areas with one key at the same time.
    #[error("the key `{key}` is used twice at the same time: {first}; {second}")]
    Overlap {
        /// The key.
        key: AreaKey,
        /// When the first holds.
        first: Validity,
        /// When the second holds.
        second: Validity,
    },
    /// An area or group whose key another one has.
    #[error("the key `{key}` is used twice")]
    DuplicateKey {
        /// The key.
        key: AreaKey,
    },
    /// An area that ends before it begins.
    #[error("area `{key}` ends before it begins: {validity}")]
    EmptyValidity {
        /// The key.
        key: AreaKey,
        /// Its dates.
        validity: Validity,
    },
    /// A key that is kept for the not-allocated remainder of another area.
    #[error("the key `{key}` is kept for the not-allocated remainder of an area; choose another")]
    ReservedKey {
        /// The key.
        key: AreaKey,
    },
    /// A group without members.
    #[error("group `{group}` has no members")]
    EmptyGroup {
        /// The group.
        group: AreaKey,
    },
    /// A group with a member that no area is.
    #[error("group `{group}` names the member `{member}`, which does not exist")]
    UnknownMember {
        /// The group.
        group: AreaKey,
        /// The member.
        member: AreaKey,
    },
    /// A group that names a member twice.
    #[error("group `{group}` names the member `{member}` twice")]
    RepeatedMember {
        /// The group.
        group: AreaKey,
        /// The member.
        member: AreaKey,
    },
    /// Groups of one division that hold the same area.
    #[error("groups `{first}` and `{second}` of one division both hold `{area}`")]
    OverlappingGroups {
        /// The group that holds it whole.
        first: AreaKey,
        /// The other.
        second: AreaKey,
        /// The area.
        area: AreaKey,
    },
    /// A group of areas of different levels: their counts could contain each other.
    #[error("group `{group}` mixes the levels `{first}` and `{second}`")]
    MixedLevels {
        /// The group.
        group: AreaKey,
        /// Level of the first member.
        first: LevelId,
        /// Another level among the members.
        second: LevelId,
    },
}

fn list(keys: &[AreaKey]) -> String {
    let keys: Vec<&str> = keys.iter().map(AreaKey::as_str).collect();
    keys.join(" → ")
}

impl Explain for HierarchyError {
    fn german(&self) -> String {
        let (key, values) = self.wording();
        let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        TEXTS.say(key, &values)
    }
}

impl HierarchyError {
    /// The areas whose entries are to be looked at; none where levels or groups are meant.
    pub fn areas(&self) -> Vec<&AreaKey> {
        match self {
            Self::UnknownParent { area, .. }
            | Self::UnknownLevel { area, .. }
            | Self::LevelOrder { area, .. } => vec![area],
            Self::Overlap { key, .. }
            | Self::DuplicateKey { key }
            | Self::EmptyValidity { key, .. }
            | Self::ReservedKey { key } => vec![key],
            Self::SeveralRoots { first, second } => vec![first, second],
            Self::Cycle { path } => path.iter().collect(),
            _ => Vec::new(),
        }
    }

    /// The key of its sentence and what is filled in.
    fn wording(&self) -> (&'static str, Vec<(&'static str, String)>) {
        match self {
            Self::UnknownParent { area, parent } => {
                pair("unknown_parent", area, ("parent", parent))
            }
            Self::Empty { version } => ("empty", vec![("version", version.to_string())]),
            Self::UnknownVersion { version } => {
                ("unknown_version", vec![("version", version.to_string())])
            }
            Self::SeveralRoots { first, second } => {
                pair("several_roots", first, ("second", second))
            }
            Self::Cycle { path } => ("cycle", vec![("path", list(path))]),
            Self::UnknownLevel { area, level } => pair("unknown_level", area, ("level", level)),
            Self::DuplicateLevel { level } => {
                ("duplicate_level", vec![("level", level.to_string())])
            }
            Self::LevelOrder {
                area,
                level,
                parent,
                parent_level,
            } => {
                let (key, mut values) = pair("level_order", area, ("level", level));
                values.push(("parent", parent.to_string()));
                values.push(("parent_level", parent_level.to_string()));
                (key, values)
            }
            Self::Overlap { key, first, second } => {
                let (text, mut values) = pair("overlap", key, ("first", first));
                values.push(("second", second.to_string()));
                (text, values)
            }
            other => other.wording_of_groups(),
        }
    }

    fn wording_of_groups(&self) -> (&'static str, Vec<(&'static str, String)>) {
        match self {
            Self::EmptyValidity { key, validity } => {
                pair("empty_validity", key, ("validity", validity))
            }
            Self::ReservedKey { key } => ("reserved_key", vec![("area", key.to_string())]),
            Self::EmptyGroup { group } => ("empty_group", vec![("area", group.to_string())]),
            Self::UnknownMember { group, member } => {
                pair("unknown_member", group, ("member", member))
            }
            Self::RepeatedMember { group, member } => {
                pair("repeated_member", group, ("member", member))
            }
            Self::MixedLevels {
                group,
                first,
                second,
            } => {
                let (key, mut values) = pair("mixed_levels", group, ("first", first));
                values.push(("second", second.to_string()));
                (key, values)
            }
            Self::OverlappingGroups {
                first,
                second,
                area,
            } => {
                let (key, mut values) = pair("overlapping_groups", area, ("first", first));
                values.push(("second", second.to_string()));
                (key, values)
            }
            Self::DuplicateKey { key } => ("duplicate_key", vec![("area", key.to_string())]),
            _ => unreachable!("all other errors are worded above"),
        }
    }
}

fn pair(
    key: &'static str,
    area: &AreaKey,
    (name, value): (&'static str, &dyn std::fmt::Display),
) -> (&'static str, Vec<(&'static str, String)>) {
    (
        key,
        vec![("area", area.to_string()), (name, value.to_string())],
    )
}
