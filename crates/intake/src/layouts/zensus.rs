//! Grid of the census 2022: one row per inhabited cell, spelling of the header varies.
//!
//! Cell-key noise: sums over many cells are approximate; whoever sums says so.

use vocabulary::Period;

use super::{key_unless_said, period_is_open, text_unless_said, unless_said};
use crate::profile::{KeyType, Profile};

const DASH: &str = "–";

pub(super) fn complete(profile: &mut Profile) {
    key_unless_said(profile, &["gitter_id*"]);
    unless_said(&mut profile.key.kind, KeyType::Grid);
    text_unless_said(&mut profile.quality, "werterl*zeichen");
    text_unless_said(&mut profile.numbers.decimal, ",");
    if period_is_open(profile) {
        profile.period.constant = Some(Period::Year(2022));
    }
    let table = &mut profile.symbols.table;
    table
        .entry(DASH.to_owned())
        .or_insert_with(|| "unknown".to_owned());
}

/// Whether dashes were met that the profile says nothing about: nothing, or hidden?
pub(crate) fn doubts_dashes(
    profile: &Profile,
    symbols: &std::collections::BTreeMap<String, u64>,
) -> bool {
    profile.layout == crate::Layout::ZensusGrid
        && !profile.symbols.table.contains_key(DASH)
        && symbols.contains_key(DASH)
}
