//! The state's statistical office: GENESIS tables, classic and flat, and the grid of the Zensus.

mod classic;
mod flat;
mod grid;

use super::{RawFile, World};

pub(super) fn deliveries(world: &World) -> Vec<RawFile> {
    let mut files = classic::deliveries(world);
    files.extend(flat::deliveries(world));
    files.push(grid::dwellings(world));
    files
}
