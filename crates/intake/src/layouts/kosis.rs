//! KOSIS-like text files: `;`, whole numbers, one file per year with the year in its name.

use super::{key_unless_said, period_is_open, text_unless_said};
use crate::profile::Profile;

pub(super) fn complete(profile: &mut Profile) {
    text_unless_said(&mut profile.text.separator, ";");
    key_unless_said(profile, &["@A"]);
    if period_is_open(profile) {
        profile.period.file_name = Some("*{year}*".to_owned());
    }
}
