#![doc = include_str!("../README.md")]

pub mod contiguity;
pub mod crosswalk;
pub mod crs;
pub mod geojson;
pub mod hierarchy;
pub mod import;
pub mod interpolation;
pub mod point_in_polygon;
pub mod repair;
pub mod simplify;
mod texts;

pub use contiguity::{Contiguity, Snap, Touch};
pub use crosswalk::{Basis, Change, Crosswalk, CrosswalkError, FormerStatus, Link, ShareRules};
pub use hierarchy::{
    Area, AreaTree, Group, HierarchyError, Level, Territory, TerritoryVersion, Validity,
};
pub use interpolation::{InterpolationError, Outside, Overlay, Piece, Redistributed};
pub use point_in_polygon::{Locator, Position};

#[cfg(test)]
mod tests {
    //! What the tests of all modules need: the way to the real data.

    use std::path::{Path, PathBuf};

    /// A file of the shared data; says so where it is absent.
    pub(crate) fn shared(file: &str) -> Option<PathBuf> {
        let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
        let root = std::env::var_os("LEBENSLAGE_SHARED").map_or(beside, PathBuf::from);
        let path = root.join("data").join(file);
        if path.exists() {
            return Some(path);
        }
        skipped(&format!("../shared is absent ({file})"));
        None
    }

    /// Says what is not tested here.
    #[expect(
        clippy::print_stdout,
        reason = "whoever runs the tests must see what was not tested"
    )]
    pub(crate) fn skipped(reason: &str) {
        println!("skipped: {reason}");
    }
}
