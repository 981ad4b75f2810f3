//! Why a territory cannot be saved.

use std::sync::LazyLock;

use areas::{CrosswalkError, HierarchyError};
use vocabulary::{AreaKey, Explain, Texts, causes};

use crate::DbError;

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::parse(include_str!("texts.de.toml")));

/// Why a territory cannot be saved.
#[derive(Debug, thiserror::Error)]
pub enum TerritoryError {
    /// The hierarchy.
    #[error(transparent)]
    Hierarchy(#[from] HierarchyError),
    /// The crosswalk.
    #[error(transparent)]
    Crosswalk(#[from] CrosswalkError),
    /// A geometry of nothing.
    #[error(
        "there is an outline for `{0}`, but no such area; add the area or leave the outline out"
    )]
    OutlineWithoutArea(AreaKey),
    /// A geometry that cannot be read.
    #[error("the outline of `{area}` is no GeoJSON MultiPolygon: {reason}; import it again")]
    Geometry {
        /// The area.
        area: AreaKey,
        /// Why.
        reason: String,
    },
    /// A compared area that is part of the county.
    #[error("`{0}` is an area of the county and cannot be compared with as one outside it")]
    ComparedWithItself(AreaKey),
    /// The data folder.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Explain for TerritoryError {
    fn german(&self) -> String {
        match self {
            Self::Hierarchy(error) => error.german(),
            Self::Crosswalk(error) => error.german(),
            Self::OutlineWithoutArea(key) => {
                TEXTS.say("outline_without_area", &[("area", key.as_str())])
            }
            Self::ComparedWithItself(key) => {
                TEXTS.say("compared_with_itself", &[("area", key.as_str())])
            }
            Self::Geometry { area, reason } => {
                let reason = causes::technical(reason);
                TEXTS.say("geometry", &[("area", area.as_str()), ("reason", &reason)])
            }
            Self::Db(error) => error.german(),
        }
    }
}
