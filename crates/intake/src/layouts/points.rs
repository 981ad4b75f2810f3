//! Places on the map: each feature is one case where it stands.

use super::{key_unless_said, text_unless_said, unless_said};
use crate::profile::{KeyType, Profile};

pub(super) fn complete(profile: &mut Profile) {
    key_unless_said(profile, &["point"]);
    unless_said(&mut profile.key.kind, KeyType::Point);
    let counts_cases = profile.count.constant.is_some() || !profile.count.columns.is_empty();
    if counts_cases {
        text_unless_said(&mut profile.value, "cases");
    }
    unless_said(&mut profile.header.rows, 1);
}
