//! The kinds of files tables come in; each hands over rows and knows nothing of what they mean.

mod encoding;
mod lines;
mod text;

pub(crate) use encoding::encoding_of;
pub(crate) use text::{Openable, TextPlan, read_text};

use crate::cell::Rows;
use crate::profile::Profile;
use crate::source::{Format, Source, format_of};
use crate::{IntakeError, Reading};

/// Reads a file of any format, whatever its name says, row by row.
pub(crate) fn read_rows(
    file: &str,
    source: Source<'_>,
    profile: &Profile,
    rows: &mut dyn Rows,
) -> Result<Reading, IntakeError> {
    let head = source.head(file, 4096)?;
    let mut reading = Reading {
        sha256: source.sha256(file)?,
        ..Reading::default()
    };
    match format_of(file, &head)? {
        Format::Text => {
            "csv".clone_into(&mut reading.format);
            let plan = text::plan(file, &source, &profile.text, rows)?;
            plan.encoding.name().clone_into(&mut reading.encoding);
            read_text(file, &source, &plan, rows)?;
        }
        Format::Zip | Format::OldWorkbook | Format::Parquet => {
            return Err(IntakeError::NotATable {
                file: file.to_owned(),
                found: "noch nicht lesbar",
            });
        }
    }
    Ok(reading)
}
