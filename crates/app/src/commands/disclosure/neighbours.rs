//! Areas that touch and have the same parent: what could be shown together.

use std::collections::BTreeMap;

use anyhow::Result;
use areas::contiguity::{Contiguity, Snap};
use vocabulary::AreaKey;

use crate::computation::Computation;

/// The neighbours of every area within its parent; none where there are no outlines.
pub(super) fn neighbours(computation: &Computation) -> Result<BTreeMap<AreaKey, Vec<AreaKey>>> {
    let (keys, shapes): (Vec<_>, Vec<_>) = computation.stored_outlines()?.into_iter().unzip();
    let touching = Contiguity::of(&shapes, Snap::MILLIMETRE).rook;
    let parent = |key: &AreaKey| computation.tree.parent(key).map(|area| &area.key);
    let of = |(key, near): (&AreaKey, &Vec<usize>)| {
        let near = near.iter().map(|i| &keys[*i]);
        let near = near.filter(|other| parent(other).is_some() && parent(other) == parent(key));
        (key.clone(), near.cloned().collect())
    };
    Ok(keys.iter().zip(&touching).map(of).collect())
}
