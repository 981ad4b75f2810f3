//! Open data of votemanager: one row per voting district, one without district for the municipality.

use super::{period_is_open, text_unless_said, unless_said};
use crate::profile::{KeyColumn, KeyType, Profile};

pub(super) fn complete(profile: &mut Profile) {
    if profile.key.columns.is_empty() {
        let part = |column: &str, length| KeyColumn {
            length: Some(length),
            ..KeyColumn::of(column)
        };
        profile.key.columns = vec![part("ags", 8), part("gebiet-nr", 4)];
    }
    unless_said(&mut profile.key.kind, KeyType::District);
    text_unless_said(&mut profile.name, "gebiet-name");
    if period_is_open(profile) {
        profile.period.column = Some("datum".to_owned());
    }
    if profile.totals.is_empty() {
        profile.totals.keys = vec![String::new()];
    }
    // Postal votes belong to no district.
    if profile.unallocated.is_empty() {
        profile.unallocated.names = vec!["Brief*".to_owned()];
    }
}
