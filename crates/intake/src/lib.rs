#![doc = include_str!("../README.md")]

mod cell;
mod error;
mod formats;
mod grid;
mod guard;
mod header;
mod interpret;
mod key;
mod layouts;
mod likeness;
mod moment;
mod number;
mod pattern;
mod plan;
mod point;
pub mod profile;
mod propose;
mod reading;
mod record;
mod source;
mod symbol;
mod texts;
mod worker;

pub use error::IntakeError;
pub use grid::GridCell;
pub use point::PointKey;
pub use profile::{Layout, Profile, ProfileError};
pub use propose::{Guess, Proposal, propose, propose_from};
pub use reading::{REMARKS_KEPT, Reading};
pub use record::{Record, Role};
pub use source::Source;

use interpret::{Interpreter, Reach};

/// Reads a delivery and hands every number to `sink` as it comes; memory stays bounded however long the file.
///
/// A bad row is a remark in the [`Reading`]; only a file nothing can be taken from is an error.
pub fn read_each(
    file_name: &str,
    source: Source<'_>,
    profile: &Profile,
    sink: &mut dyn FnMut(Record),
) -> Result<Reading, IntakeError> {
    let mut interpreter = Interpreter::new(file_name, profile, sink, Reach::Whole);
    let mut reading = formats::read_rows(file_name, source, profile, &mut interpreter)?;
    interpreter.finish(&mut reading);
    Ok(reading)
}

/// Whether the columns of a file are those a profile means; numbers are not looked at.
///
/// ```
/// let profile = |column: &str| intake::Profile::from_toml(&format!(r#"
///     id = "a"
///     title = "A"
///     layout = "wide"
///     key = {{ columns = ["AGS"] }}
///     period = {{ constant = "2024" }}
///     columns = [{{ header = "{column}", count = "c" }}]
/// "#)).unwrap();
/// let file = intake::Source::Bytes(b"AGS;Kinder\n05378004;12\n");
/// assert!(intake::fits("a.csv", file, &profile("Kinder")));
/// assert!(!intake::fits("a.csv", file, &profile("Wohngeldhaushalte")));
/// ```
pub fn fits(file_name: &str, source: Source<'_>, profile: &Profile) -> bool {
    let mut ignore = |_: Record| {};
    let mut interpreter = Interpreter::new(file_name, profile, &mut ignore, Reach::Head);
    let Ok(mut reading) = formats::read_rows(file_name, source, profile, &mut interpreter) else {
        return false;
    };
    interpreter.finish(&mut reading);
    let lost = |r: &vocabulary::Remark| {
        r.kind == vocabulary::RemarkKind::Header && r.severity != vocabulary::Severity::Note
    };
    !reading.remarks.iter().any(lost)
}

/// [`read_each`] with all records in memory, for deliveries of ordinary size.
///
/// ```
/// let profile = intake::Profile::from_toml(r#"
///     id = "kita"
///     title = "Kita-Kinder"
///     layout = "wide"
///     key = { columns = ["Schluessel"], type = "ags8" }
///     period = { constant = "2024" }
///     columns = [{ header = "unter 3", count = "daycare_u3" }]
/// "#).unwrap();
/// let file = "Schluessel;unter 3\n5378004;12\n05378008;*\n";
/// let (records, reading) =
///     intake::read("kita.csv", intake::Source::Bytes(file.as_bytes()), &profile).unwrap();
/// assert_eq!(records[0].key, "05378004");
/// assert_eq!(reading.symbols["*"], 1);
/// assert!(reading.remarks[0].message.contains("führende Null"));
/// ```
pub fn read(
    file_name: &str,
    source: Source<'_>,
    profile: &Profile,
) -> Result<(Vec<Record>, Reading), IntakeError> {
    let mut records = Vec::new();
    let reading = read_each(file_name, source, profile, &mut |record| {
        records.push(record);
    })?;
    Ok((records, reading))
}
