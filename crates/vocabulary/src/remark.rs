//! A remark on a delivery: a doubtful cell, row or file, told so that the supplier can mend it.
//!
//! Mistakes of people are data. A finding about an *area* is something else (`Finding`).

use serde::{Deserialize, Serialize};

/// How much a remark weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know; nothing was lost.
    Note,
    /// Taken, but somebody should look.
    Warning,
    /// Not taken.
    Rejected,
}

/// What a remark is about; the import report counts by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemarkKind {
    /// Encoding, separator or decimal sign are not sure.
    Reading,
    /// A header stands elsewhere or is missing.
    Header,
    /// An area key that no area has.
    UnknownKey,
    /// A key repaired, for example by a lost leading zero.
    RepairedKey,
    /// The name does not fit the key.
    NameMismatch,
    /// A symbol of official statistics instead of a number.
    Symbol,
    /// A cell that is no number.
    NotANumber,
    /// A number that cannot be: negative, not finite, numerator above denominator.
    Impossible,
    /// The same cell twice.
    Duplicate,
    /// The supplier's total is not the sum of its parts.
    TotalMismatch,
    /// A jump against last year.
    Jump,
    /// A row that could not be placed in an area.
    Unplaced,
    /// A year or period that does not fit.
    Period,
    /// An outline repaired or refused.
    Outline,
    /// The reference system of coordinates.
    Crs,
    /// Anything else about the structure of the file.
    Structure,
}

/// Where in a file something stands; rows and columns count from 1 as in a spreadsheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// File name.
    pub file: String,
    /// Sheet or file within an archive.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sheet: Option<String>,
    /// Row, from 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub row: Option<u32>,
    /// Column as letter or header.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub column: Option<String>,
}

impl std::fmt::Display for Place {
    /// German, as it opens a message: `datei.csv, Blatt A, Zeile 7, Spalte „Anzahl“`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, ", Blatt „{sheet}“")?;
        }
        if let Some(row) = self.row {
            write!(f, ", Zeile {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", Spalte „{column}“")?;
        }
        Ok(())
    }
}

/// A remark (Hinweis) on a delivery.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[doc(alias = "Hinweis")]
pub struct Remark {
    /// How much it weighs.
    pub severity: Severity,
    /// What it is about.
    pub kind: RemarkKind,
    /// Where.
    pub place: Place,
    /// The cell as it stands in the file.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub value: Option<String>,
    /// German: what is wrong and what was done or is to be done. Comes from a text file.
    pub message: String,
}
