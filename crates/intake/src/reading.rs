//! What reading a delivery tells besides the records: remarks, symbols, how many rows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use vocabulary::{Place, Remark, RemarkKind, Severity};

use crate::texts::say;

/// So many remarks with the same sentence are kept; the rest is counted.
pub const REMARKS_KEPT: u64 = 100;

/// The result of reading a file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Rows with data, totals and remainders included, header and blank rows not.
    pub rows_read: u64,
    /// Rows that a filter of the profile leaves out.
    pub rows_filtered: u64,
    /// Rows that could not be taken at all.
    pub rows_rejected: u64,
    /// Numbers handed on.
    pub records: u64,
    /// Cells that could not be taken in rows that were.
    pub cells_rejected: u64,
    /// Doubts, in the order of the file; of each sentence the first hundred.
    pub remarks: Vec<Remark>,
    /// All remarks by kind, those not kept included.
    pub remark_counts: BTreeMap<RemarkKind, u64>,
    /// Symbols met instead of numbers, and how often; the empty one stands for blank cells.
    pub symbols: BTreeMap<String, u64>,
    /// SHA-256 of the file, 64 hexadecimal digits.
    pub sha256: String,
    /// What kind of file it is: `csv`, `xlsx`, `xls`, `ods`, `parquet`, `zip`.
    pub format: String,
    /// The encoding it was read in; empty where the format settles it.
    pub encoding: String,
    /// Sheets or files of the archive that were read.
    pub sheets: Vec<String>,
    /// Row and last cell of a text that does not end with a line end: a number there may have been cut off.
    #[serde(default)]
    pub open_end: Option<(u32, String)>,
    /// The row in which the header was found, per sheet; 0 where the format has none.
    pub header_rows: Vec<u32>,
}

/// One remark to be made.
pub(crate) struct Note<'a> {
    pub(crate) severity: Severity,
    pub(crate) kind: RemarkKind,
    pub(crate) row: Option<u32>,
    pub(crate) column: Option<&'a str>,
    pub(crate) value: &'a str,
    pub(crate) text: &'static str,
    pub(crate) places: &'a [(&'a str, &'a str)],
}

/// Collects remarks and keeps memory bounded.
#[derive(Clone, Debug, Default)]
pub(crate) struct Remarks {
    file: String,
    sheet: Option<String>,
    kept: Vec<Remark>,
    by_text: BTreeMap<&'static str, (Severity, RemarkKind, u64)>,
    by_kind: BTreeMap<RemarkKind, u64>,
}

impl Remarks {
    /// For the file of this name.
    pub(crate) fn of(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            ..Self::default()
        }
    }

    /// What follows is about this sheet.
    pub(crate) fn sheet(&mut self, sheet: &str) {
        self.sheet = (!sheet.is_empty()).then(|| sheet.to_owned());
    }

    /// Makes a remark, or only counts it.
    pub(crate) fn add(&mut self, note: &Note<'_>) {
        *self.by_kind.entry(note.kind).or_default() += 1;
        let seen = self
            .by_text
            .entry(note.text)
            .or_insert((note.severity, note.kind, 0));
        seen.2 += 1;
        if seen.2 > REMARKS_KEPT {
            return;
        }
        let value = excerpt(note.value);
        let mut places = vec![("value", value.as_str())];
        places.extend_from_slice(note.places);
        self.kept.push(Remark {
            severity: note.severity,
            kind: note.kind,
            place: Place {
                file: self.file.clone(),
                sheet: self.sheet.clone(),
                row: note.row,
                column: note.column.map(excerpt),
            },
            message: say(note.text, &places),
            value: (!value.is_empty()).then_some(value),
        });
    }

    /// Hands everything over; a sentence that came too often closes with how often.
    pub(crate) fn finish(mut self, reading: &mut Reading) {
        let mut sheets: Vec<Option<String>> = Vec::new();
        for remark in &self.kept {
            if !sheets.contains(&remark.place.sheet) {
                sheets.push(remark.place.sheet.clone());
            }
        }
        self.kept.sort_by_key(|r| {
            let sheet = sheets.iter().position(|s| *s == r.place.sheet);
            (sheet, r.place.row)
        });
        for (severity, kind, times) in self.by_text.values().copied() {
            if times <= REMARKS_KEPT {
                continue;
            }
            let example = self.kept.iter().find(|r| r.kind == kind);
            let example = example.map_or(String::new(), |r| r.message.clone());
            let (more, times) = ((times - REMARKS_KEPT).to_string(), times.to_string());
            self.kept.push(Remark {
                severity,
                kind,
                place: Place {
                    file: self.file.clone(),
                    ..Place::default()
                },
                value: None,
                message: say(
                    "more_of_the_same",
                    &[("more", &more), ("times", &times), ("example", &example)],
                ),
            });
        }
        reading.remarks = self.kept;
        reading.remark_counts = self.by_kind;
    }
}

/// The beginning of a text, so that a cell of ten megabytes does not travel along.
pub(crate) fn excerpt(text: &str) -> String {
    const LENGTH: usize = 60;
    let mut out: String = text
        .chars()
        .take(LENGTH)
        .map(|c| if c.is_control() { '�' } else { c })
        .collect();
    if text.chars().nth(LENGTH).is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_hundred_remarks_are_kept_and_the_rest_is_counted() {
        let mut remarks = Remarks::of("a.csv");
        for row in 1..=250 {
            remarks.add(&Note {
                severity: Severity::Rejected,
                kind: RemarkKind::NotANumber,
                row: Some(row),
                column: Some("Anzahl"),
                value: "abc",
                text: "not_a_number",
                places: &[],
            });
        }
        let mut reading = Reading::default();
        remarks.finish(&mut reading);
        assert_eq!(reading.remarks.len(), 101);
        assert_eq!(reading.remark_counts[&RemarkKind::NotANumber], 250);
        assert!(reading.remarks[100].message.contains("150"));
    }
}
