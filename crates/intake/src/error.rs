//! Why a file cannot be read at all. A bad row is never an error: it is a remark.

use vocabulary::{Explain, causes};

use crate::profile::ProfileError;
use crate::texts::say;

/// A file nothing can be taken from.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The operating system says no.
    #[error("{file}: cannot be read: {cause}; check that it exists and is not open elsewhere")]
    Io {
        /// The file.
        file: String,
        /// What the system says.
        cause: std::io::Error,
    },
    /// No byte, or no row with anything in it.
    #[error("{file}: the file is empty; ask the supplier for it again")]
    Empty {
        /// The file.
        file: String,
    },
    /// A PDF, a picture, a web page …
    #[error("{file}: this is {found}, not a table; ask for CSV, XLSX, ODS or Parquet")]
    NotATable {
        /// The file.
        file: String,
        /// German noun of what it is.
        found: &'static str,
    },
    /// The format says one thing, the content another.
    #[error("{file}: damaged or truncated ({what}); transfer it again")]
    Damaged {
        /// The file.
        file: String,
        /// What the reader of the format says.
        what: String,
    },
    /// Protected by a password.
    #[error("{file}: protected by a password; save it without one")]
    Password {
        /// The file.
        file: String,
    },
    /// Unpacked it would be larger than any delivery.
    #[error("{file}: unpacks to more than {limit}; this is no delivery")]
    Bomb {
        /// The file.
        file: String,
        /// The limit that was passed.
        limit: String,
    },
    /// An archive without exactly one table.
    #[error(
        "{file}: the archive holds {tables} tables; one is expected, or name it under `sheet.name`"
    )]
    Archive {
        /// The file.
        file: String,
        /// How many.
        tables: usize,
        /// Their names.
        names: String,
    },
    /// Not text.
    #[error("{file}, row {row}: bytes that are no text; this is not a CSV file")]
    Binary {
        /// The file.
        file: String,
        /// Where.
        row: u32,
    },
    /// A line or row beyond every limit.
    #[error("{file}, row {row}: {what}; check separator and quotes")]
    TooLong {
        /// The file.
        file: String,
        /// Where.
        row: u32,
        /// German: how long or wide.
        what: String,
    },
    /// The sheet of the profile is not there.
    #[error("{file}: no sheet `{wanted}`; there are {found}")]
    SheetMissing {
        /// The file.
        file: String,
        /// By the profile.
        wanted: String,
        /// Those there.
        found: String,
    },
    /// No row looks like the header of the profile.
    #[error(
        "{file}: no header with `{wanted}` in the first {searched} rows; check `header` in the profile"
    )]
    HeaderMissing {
        /// The file.
        file: String,
        /// A column that was looked for.
        wanted: String,
        /// How many rows were searched.
        searched: usize,
        /// The columns of the row that came nearest.
        found: String,
    },
    /// The table is another one than the profile means.
    #[error("{file}, row {row}: the profile `{profile}` expects {expected}, the file has {found}")]
    OtherTable {
        /// The file.
        file: String,
        /// Row of the header.
        row: u32,
        /// The profile.
        profile: String,
        /// The headings it expects.
        expected: String,
        /// The headings there.
        found: String,
    },
    /// The file ends in the middle of a row.
    #[error(
        "{file}, row {row}: the file ends within a row ({cells} of {width} cells); ask for it again"
    )]
    CutOff {
        /// The file.
        file: String,
        /// The last row.
        row: u32,
        /// How many cells it has.
        cells: usize,
        /// How many the rows before it have.
        width: usize,
    },
    /// A needed column is not there.
    #[error("{file}, row {row}: no column `{wanted}`; there are {found}")]
    ColumnMissing {
        /// The file.
        file: String,
        /// Row of the header.
        row: u32,
        /// By the profile.
        wanted: String,
        /// Those there.
        found: String,
    },
    /// A needed column is there more than once.
    #[error("{file}, row {row}: several columns `{wanted}` ({found}); name it by letter, `@B`")]
    ColumnAmbiguous {
        /// The file.
        file: String,
        /// Row of the header.
        row: u32,
        /// By the profile.
        wanted: String,
        /// Letters of the columns.
        found: String,
    },
    /// Nothing tells the time the numbers speak of.
    #[error("{file}: no period found ({wanted}); set `period` in the profile")]
    PeriodMissing {
        /// The file.
        file: String,
        /// Where it was looked for.
        wanted: String,
    },
    /// None of the columns with numbers is there.
    #[error("{file}: none of the columns with numbers is there ({wanted}); there are {found}")]
    NoNumbers {
        /// The file.
        file: String,
        /// By the profile.
        wanted: String,
        /// Those there.
        found: String,
    },
    /// The profile itself.
    #[error(transparent)]
    Profile(#[from] ProfileError),
}

impl IntakeError {
    /// Whether the profile may be meant for another file.
    pub fn is_about_the_profile(&self) -> bool {
        self.is_about_the_sheet() && !matches!(self, Self::Empty { .. })
            || matches!(
                self,
                Self::SheetMissing { .. } | Self::ColumnAmbiguous { .. }
            )
    }

    /// Whether another sheet of the workbook may do better.
    pub(crate) fn is_about_the_sheet(&self) -> bool {
        matches!(
            self,
            Self::HeaderMissing { .. }
                | Self::ColumnMissing { .. }
                | Self::OtherTable { .. }
                | Self::NoNumbers { .. }
                | Self::Empty { .. }
                | Self::PeriodMissing { .. }
        )
    }
}

impl Explain for IntakeError {
    fn german(&self) -> String {
        if let Self::Profile(error) = self {
            return error.german();
        }
        let places = self.places();
        let places: Vec<(&str, &str)> = places.iter().map(|(k, v)| (*k, v.as_str())).collect();
        say(self.key(), &places)
    }
}

impl IntakeError {
    /// The key of its sentence.
    fn key(&self) -> &'static str {
        match self {
            Self::Io { .. } => "io",
            Self::Empty { .. } => "empty",
            Self::NotATable { .. } => "not_a_table",
            Self::Damaged { .. } => "damaged",
            Self::Password { .. } => "password",
            Self::Bomb { .. } => "bomb",
            Self::Archive { .. } => "archive",
            Self::Binary { .. } => "binary",
            Self::TooLong { .. } => "too_long",
            Self::SheetMissing { .. } => "sheet_missing",
            Self::HeaderMissing { .. } => "header_missing",
            Self::ColumnMissing { .. } => "column_missing",
            Self::OtherTable { .. } => "other_table",
            Self::CutOff { .. } => "cut_off",
            Self::ColumnAmbiguous { .. } => "column_ambiguous",
            Self::PeriodMissing { .. } => "period_missing",
            Self::NoNumbers { .. } => "no_numbers",
            Self::Profile(_) => "profile",
        }
    }

    /// What fills the places of its sentence.
    #[expect(
        clippy::too_many_lines,
        reason = "one arm per error, each as short as it can be"
    )]
    fn places(&self) -> Vec<(&'static str, String)> {
        let mut out = vec![("file", self.file().to_owned())];
        match self {
            Self::Empty { .. } | Self::Password { .. } | Self::Profile(_) => {}
            Self::Io { cause, .. } => out.push(("cause", causes::of_system(cause))),
            Self::NotATable { found, .. } => out.push(("found", (*found).to_owned())),
            Self::Damaged { what, .. } => out.push(("what", say(damage(what), &[]))),
            Self::Bomb { limit, .. } => out.push(("limit", limit.clone())),
            Self::Archive { tables, names, .. } => {
                out.extend([("tables", tables.to_string()), ("names", names.clone())]);
            }
            Self::Binary { row, .. } => out.push(("row", row.to_string())),
            Self::TooLong { row, what, .. } => {
                out.extend([("row", row.to_string()), ("what", what.clone())]);
            }
            Self::SheetMissing { wanted, found, .. } | Self::NoNumbers { wanted, found, .. } => {
                out.extend([("wanted", wanted.clone()), ("found", found.clone())]);
            }
            Self::HeaderMissing {
                wanted,
                found,
                searched,
                ..
            } => {
                out.extend([("wanted", wanted.clone()), ("found", found.clone())]);
                out.push(("searched", searched.to_string()));
            }
            Self::ColumnMissing {
                row, wanted, found, ..
            }
            | Self::ColumnAmbiguous {
                row, wanted, found, ..
            } => {
                out.extend([("wanted", wanted.clone()), ("found", found.clone())]);
                out.push(("row", row.to_string()));
            }
            Self::OtherTable {
                row,
                profile,
                expected,
                found,
                ..
            } => {
                out.extend([("expected", expected.clone()), ("found", found.clone())]);
                out.extend([("row", row.to_string()), ("profile", profile.clone())]);
            }
            Self::CutOff {
                row, cells, width, ..
            } => {
                out.extend([("row", row.to_string()), ("cells", cells.to_string())]);
                out.push(("width", width.to_string()));
            }
            Self::PeriodMissing { wanted, .. } => out.push(("wanted", wanted.clone())),
        }
        out
    }

    /// The name of the file.
    pub fn file(&self) -> &str {
        match self {
            Self::Io { file, .. }
            | Self::Empty { file }
            | Self::NotATable { file, .. }
            | Self::Damaged { file, .. }
            | Self::Password { file }
            | Self::Bomb { file, .. }
            | Self::Archive { file, .. }
            | Self::Binary { file, .. }
            | Self::TooLong { file, .. }
            | Self::SheetMissing { file, .. }
            | Self::HeaderMissing { file, .. }
            | Self::ColumnMissing { file, .. }
            | Self::OtherTable { file, .. }
            | Self::CutOff { file, .. }
            | Self::ColumnAmbiguous { file, .. }
            | Self::PeriodMissing { file, .. }
            | Self::NoNumbers { file, .. } => file,
            Self::Profile(_) => "",
        }
    }
}

/// What the reader of a format complains about, as the key of a German sentence.
fn damage(what: &str) -> &'static str {
    const SIGNS: [(&str, &str); 9] = [
        ("eocd", "damage_end"),
        ("central directory", "damage_end"),
        ("eof", "damage_end"),
        ("end of file", "damage_end"),
        ("fill whole buffer", "damage_end"),
        ("too small", "damage_end"),
        ("checksum", "damage_sum"),
        ("crc", "damage_sum"),
        ("deflate", "damage_sum"),
    ];
    let what = what.to_lowercase();
    let known = SIGNS.iter().find(|(sign, _)| what.contains(sign));
    known.map_or("damage_inside", |(_, key)| key)
}
