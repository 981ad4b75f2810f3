//! Why a file cannot be read at all. A bad row is never an error: it is a remark.

use vocabulary::Explain;

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
    /// Whether another sheet of the workbook may do better.
    pub(crate) fn is_about_the_sheet(&self) -> bool {
        matches!(
            self,
            Self::HeaderMissing { .. }
                | Self::ColumnMissing { .. }
                | Self::NoNumbers { .. }
                | Self::Empty { .. }
                | Self::PeriodMissing { .. }
        )
    }
}

impl Explain for IntakeError {
    fn german(&self) -> String {
        match self {
            Self::Io { file, cause } => say("io", &[("file", file), ("cause", &cause.to_string())]),
            Self::Empty { file } => say("empty", &[("file", file)]),
            Self::NotATable { file, found } => {
                say("not_a_table", &[("file", file), ("found", found)])
            }
            Self::Damaged { file, what } => say("damaged", &[("file", file), ("what", what)]),
            Self::Password { file } => say("password", &[("file", file)]),
            Self::Bomb { file, limit } => say("bomb", &[("file", file), ("limit", limit)]),
            Self::Archive {
                file,
                tables,
                names,
            } => say(
                "archive",
                &[
                    ("file", file),
                    ("tables", &tables.to_string()),
                    ("names", names),
                ],
            ),
            Self::Binary { file, row } => {
                say("binary", &[("file", file), ("row", &row.to_string())])
            }
            Self::TooLong { file, row, what } => say(
                "too_long",
                &[("file", file), ("row", &row.to_string()), ("what", what)],
            ),
            Self::Profile(error) => error.german(),
            other => other.about_columns(),
        }
    }
}

impl IntakeError {
    fn about_columns(&self) -> String {
        match self {
            Self::SheetMissing {
                file,
                wanted,
                found,
            } => say(
                "sheet_missing",
                &[("file", file), ("wanted", wanted), ("found", found)],
            ),
            Self::HeaderMissing {
                file,
                wanted,
                searched,
                found,
            } => say(
                "header_missing",
                &[
                    ("file", file),
                    ("wanted", wanted),
                    ("searched", &searched.to_string()),
                    ("found", found),
                ],
            ),
            Self::ColumnMissing {
                file,
                row,
                wanted,
                found,
            } => column("column_missing", file, *row, (wanted, found)),
            Self::ColumnAmbiguous {
                file,
                row,
                wanted,
                found,
            } => column("column_ambiguous", file, *row, (wanted, found)),
            Self::PeriodMissing { file, wanted } => {
                say("period_missing", &[("file", file), ("wanted", wanted)])
            }
            Self::NoNumbers {
                file,
                wanted,
                found,
            } => say(
                "no_numbers",
                &[("file", file), ("wanted", wanted), ("found", found)],
            ),
            other => other.to_string(),
        }
    }
}

fn column(key: &str, file: &str, row: u32, (wanted, found): (&str, &str)) -> String {
    let places = [
        ("file", file),
        ("row", &row.to_string()),
        ("wanted", wanted),
        ("found", found),
    ];
    say(key, &places)
}
