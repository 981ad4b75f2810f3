//! Small-area workbook of the Bundesagentur für Arbeit ("AkG"): month, municipality, small area, name, counts.
//!
//! Columns as contracted: A Berichtsmonat, B Gemeindeschlüssel, C städtische Gliederung (3+3+3), D Bezeichnung.
//! `123456SUM` is a total, "keine Angabe" are people without a known abode: the county is more than its areas.

use super::{key_unless_said, period_is_open, text_unless_said, unless_said};
use crate::profile::{Profile, StarRule};

pub(super) fn complete(profile: &mut Profile) {
    key_unless_said(profile, &["@B", "@C"]);
    text_unless_said(&mut profile.name, "@D");
    if period_is_open(profile) {
        profile.period.column = Some("@A".to_owned());
    }
    // Below 10; whether a zero is starred too was not read anywhere, so the least is zero.
    let star = StarRule {
        lower: 0.0,
        upper: Some(9.0),
    };
    unless_said(&mut profile.symbols.star, star);
    if profile.totals.is_empty() {
        profile.totals.keys = vec!["*SUM".to_owned()];
    }
    if profile.unallocated.is_empty() {
        profile.unallocated.names = vec!["keine Angabe*".to_owned(), "k. A.*".to_owned()];
    }
}
