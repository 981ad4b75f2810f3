//! The tables a description names: rows with semicolons, in UTF-8 or as an office still writes them.

use std::path::Path;

use serde::Deserialize;
use vocabulary::{Place, Remark, RemarkKind, Severity, causes};

use super::DescriptionError;
use super::error::TEXTS;

/// A table as text.
pub(super) struct Table {
    /// Its name, for messages.
    pub(super) file: String,
    /// What stands in it.
    pub(super) text: String,
}

impl Table {
    /// Reads a file; one that is not UTF-8 is taken for Windows-1252, with a remark.
    pub(super) fn read(path: &Path, remarks: &mut Vec<Remark>) -> Result<Self, DescriptionError> {
        let bytes = std::fs::read(path).map_err(|source| DescriptionError::File {
            file: path.to_owned(),
            source,
        })?;
        let file = file_name(path);
        let text = String::from_utf8(bytes).unwrap_or_else(|error| {
            remarks.push(Remark {
                severity: Severity::Warning,
                kind: RemarkKind::Reading,
                place: Place {
                    file: file.clone(),
                    ..Place::default()
                },
                value: None,
                message: TEXTS.say("decoded", &[]),
            });
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(error.as_bytes());
            text.into_owned()
        });
        let text = text.trim_start_matches('\u{feff}').to_owned();
        Ok(Self { file, text })
    }

    /// Its rows with their numbers; empty cells are none. Columns that must be there and all that may be are named.
    pub(super) fn rows<T: for<'de> Deserialize<'de>>(
        &self,
        needed: &[&'static str],
        known: &[&str],
    ) -> Result<Vec<(u64, T)>, DescriptionError> {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b';')
            .trim(csv::Trim::All)
            .from_reader(self.text.as_bytes());
        let header = reader.headers().cloned().unwrap_or_default();
        self.check_header(&header, needed, known)?;
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| self.wrong(&error, None))?;
            let row = record.deserialize(Some(&header));
            let row = row.map_err(|error| self.wrong(&error, Some((&header, &record))))?;
            rows.push((self.line(record.position()), row));
        }
        Ok(rows)
    }

    /// The line of a row; the reader counts from the blank lines before it.
    fn line(&self, position: Option<&csv::Position>) -> u64 {
        let Some(position) = position else {
            return 1;
        };
        let byte = usize::try_from(position.byte()).unwrap_or(usize::MAX);
        let rest = self.text.as_bytes().get(byte..).unwrap_or_default();
        let blank = rest.iter().take_while(|b| matches!(b, b'\n' | b'\r'));
        position.line() + blank.filter(|b| **b == b'\n').count() as u64
    }

    fn check_header(
        &self,
        header: &csv::StringRecord,
        needed: &[&'static str],
        known: &[&str],
    ) -> Result<(), DescriptionError> {
        let missing = needed.iter().find(|n| header.iter().all(|h| h != **n));
        if let Some(column) = missing {
            return Err(DescriptionError::Column {
                file: self.file.clone(),
                column,
                found: header.iter().collect::<Vec<_>>().join(", "),
            });
        }
        match header.iter().find(|h| !known.contains(h)) {
            Some(column) => Err(DescriptionError::Row {
                file: self.file.clone(),
                row: 1,
                column: String::new(),
                reason: TEXTS.say(
                    "unknown_column",
                    &[("column", column), ("known", &known.join(", "))],
                ),
            }),
            None => Ok(()),
        }
    }

    /// Row, column and reason of what a row is refused for.
    fn wrong(
        &self,
        error: &csv::Error,
        row: Option<(&csv::StringRecord, &csv::StringRecord)>,
    ) -> DescriptionError {
        let (column, reason) = match error.kind() {
            csv::ErrorKind::UnequalLengths {
                expected_len, len, ..
            } => {
                let (found, expected) = (len.to_string(), expected_len.to_string());
                let values = [("found", found.as_str()), ("expected", expected.as_str())];
                (None, TEXTS.say("cells", &values))
            }
            csv::ErrorKind::Deserialize { err, .. } => {
                let message = err.kind().to_string();
                let at = row.and_then(|(header, row)| column_of(&message, header, row));
                (at, causes::of_message(&message))
            }
            _ => (None, causes::of_library(error)),
        };
        DescriptionError::Row {
            file: self.file.clone(),
            row: self.line(row.and_then(|(_, row)| row.position()).or(error.position())),
            column: column.unwrap_or_default().to_owned(),
            reason,
        }
    }
}

/// The column whose cell the message quotes; a message without one is about the first empty cell.
fn column_of<'a>(
    message: &str,
    header: &'a csv::StringRecord,
    row: &csv::StringRecord,
) -> Option<&'a str> {
    let quoted = message.split('`').nth(1).unwrap_or_default();
    header.get(row.iter().position(|cell| cell == quoted)?)
}

/// The file's name without its folder.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned())
}
