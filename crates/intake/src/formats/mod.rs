//! The kinds of files tables come in; each hands over rows and knows nothing of what they mean.

mod archive;
mod biff;
mod compound;
mod declared;
mod encoding;
mod geojson;
mod lines;
mod nesting;
mod parquet;
mod sample;
mod text;
mod thrift;
mod workbook;

pub(crate) use encoding::encoding_of;
pub(crate) use sample::{Sample, TextSample, sample};

use crate::cell::Rows;
use crate::profile::Profile;
use crate::source::{Format, Source, format_of};
use crate::{IntakeError, Reading};
use archive::Contents;
use text::Openable;

/// Reads a file of any format, whatever its name says, row by row.
pub(crate) fn read_rows(
    file: &str,
    source: Source<'_>,
    profile: &Profile,
    rows: &mut dyn Rows,
) -> Result<Reading, IntakeError> {
    let head = source.head(file, 4096)?;
    let mut reading = Reading::default();
    match format_of(file, &head, profile.layout)? {
        Format::Places => {
            "geojson".clone_into(&mut reading.format);
            geojson::read_places(file, source, rows)?;
        }
        Format::Text => {
            "csv".clone_into(&mut reading.format);
            reading.encoding = read_text(file, &source, profile, rows)?;
        }
        Format::Zip => {
            let contents = archive::inspect(file, source)?;
            contents.name().clone_into(&mut reading.format);
            if contents == Contents::Tables {
                for table in archive::tables(file, source, &profile.sheet)? {
                    reading.encoding = read_text(file, &table, profile, rows)?;
                }
            } else {
                let which = (Some(contents), &profile.sheet);
                workbook::read_workbook(file, source, which, rows)?;
            }
        }
        Format::OldWorkbook => {
            if archive::is_encrypted(file, source)? {
                return Err(IntakeError::Password {
                    file: file.to_owned(),
                });
            }
            "xls".clone_into(&mut reading.format);
            workbook::read_workbook(file, source, (None, &profile.sheet), rows)?;
        }
        Format::Parquet => {
            "parquet".clone_into(&mut reading.format);
            parquet::read_parquet(file, source, rows)?;
        }
    }
    reading.sha256 = source.sha256(file)?;
    Ok(reading)
}

fn read_text(
    file: &str,
    text: &dyn Openable,
    profile: &Profile,
    rows: &mut dyn Rows,
) -> Result<String, IntakeError> {
    let plan = text::plan(file, text, &profile.text, rows)?;
    text::read_text(file, text, &plan, rows)?;
    Ok(plan.encoding.name().to_owned())
}

impl Contents {
    fn name(self) -> &'static str {
        match self {
            Self::Xlsx { .. } => "xlsx",
            Self::Xlsb => "xlsb",
            Self::Ods => "ods",
            Self::Tables => "zip",
        }
    }
}
