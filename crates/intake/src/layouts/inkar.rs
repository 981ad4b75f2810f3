//! INKAR of the BBSR: the web export (indicators over years) and the bulk file (one row per number).

use super::{key_unless_said, period_is_open, text_unless_said, unless_said};
use crate::profile::{Negative, Profile, Unmapped};

pub(super) fn complete_wide(profile: &mut Profile) {
    key_unless_said(profile, &["@A"]);
    text_unless_said(&mut profile.name, "@B");
    unless_said(&mut profile.header.rows, 2);
    if period_is_open(profile) {
        profile.period.header_row = Some(2);
    }
    complete(profile);
}

pub(super) fn complete_bulk(profile: &mut Profile) {
    key_unless_said(profile, &["Kennziffer"]);
    text_unless_said(&mut profile.name, "Name");
    text_unless_said(&mut profile.value, "Wert");
    if period_is_open(profile) {
        profile.period.column = Some("Zeitbezug".to_owned());
    }
    if profile.count.columns.is_empty() {
        profile.count.columns = vec!["Kuerzel".to_owned()];
    }
    // The file holds hundreds of indicators; those nobody asked for are left out.
    unless_said(&mut profile.count.others, Unmapped::Ignore);
    complete(profile);
}

fn complete(profile: &mut Profile) {
    text_unless_said(&mut profile.numbers.decimal, ",");
    // Growth rates and balances are negative.
    unless_said(&mut profile.numbers.negative, Negative::Allow);
}
