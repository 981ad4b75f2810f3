//! Why a description of a territory cannot be followed: file, place, reason and remedy.

use std::path::PathBuf;
use std::sync::LazyLock;

use areas::HierarchyError;
use areas::crosswalk::CrosswalkError;
use areas::import::ImportError;
use vocabulary::causes::{self, WrittenFault};
use vocabulary::{Explain, Texts};

pub(super) static TEXTS: LazyLock<Texts> =
    LazyLock::new(|| Texts::parse(include_str!("texts.de.toml")));

/// Why a description cannot be followed.
#[derive(Debug, thiserror::Error)]
pub enum DescriptionError {
    /// The file cannot be opened.
    #[error("`{file}` cannot be read: {source}")]
    File {
        /// Which.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Not the TOML that was expected.
    #[error("`{file}`, line {}: {}", fault.line, fault.english)]
    Written {
        /// Which.
        file: String,
        /// Where and what.
        fault: WrittenFault,
    },
    /// A column that a table needs.
    #[error("`{file}`: there is no column `{column}` among {found}")]
    Column {
        /// File.
        file: String,
        /// The column.
        column: &'static str,
        /// Those there.
        found: String,
    },
    /// A row of a table.
    #[error("`{file}`, row {row}, column `{column}`: {reason}")]
    Row {
        /// File.
        file: String,
        /// Row, from 1.
        row: u64,
        /// The column; empty where the whole row is meant.
        column: String,
        /// What is wrong, in German.
        reason: String,
    },
    /// Areas of the table that cannot stand together.
    #[error("`{file}`, rows {rows:?}: {error}")]
    Listed {
        /// File.
        file: String,
        /// Rows, from 1, each once.
        rows: Vec<u64>,
        /// What is wrong.
        error: HierarchyError,
    },
    /// A file with outlines.
    #[error(transparent)]
    Outlines(#[from] ImportError),
    /// The crosswalk.
    #[error(transparent)]
    Crosswalk(#[from] CrosswalkError),
}

impl Explain for DescriptionError {
    fn german(&self) -> String {
        match self {
            Self::File { file, source } => TEXTS.say(
                "file",
                &[
                    ("file", &file.display().to_string()),
                    ("reason", &causes::of_system(source)),
                ],
            ),
            Self::Written { file, fault } => TEXTS.say(
                "written",
                &[("file", file), ("fault", &fault.german_with_place())],
            ),
            Self::Column {
                file,
                column,
                found,
            } => TEXTS.say(
                "column",
                &[("file", file), ("column", column), ("found", found)],
            ),
            Self::Row {
                file,
                row,
                column,
                reason,
            } => TEXTS.say(
                if column.is_empty() { "row" } else { "cell" },
                &[
                    ("file", file),
                    ("row", &row.to_string()),
                    ("column", column),
                    ("reason", reason),
                ],
            ),
            Self::Listed { file, rows, error } => listed(file, rows, error),
            Self::Outlines(error) => error.german(),
            Self::Crosswalk(error) => error.german(),
        }
    }
}

/// Names the rows; of many areas the first five.
fn listed(file: &str, rows: &[u64], error: &HierarchyError) -> String {
    let mut named: Vec<String> = rows.iter().take(5).map(u64::to_string).collect();
    if rows.len() > 5 {
        named.push("…".to_owned());
    }
    let values = [
        ("file", file),
        ("row", &*named.join(", ")),
        ("reason", &*error.german()),
    ];
    let key = if rows.len() == 1 { "row" } else { "rows" };
    TEXTS.say(key, &values)
}
