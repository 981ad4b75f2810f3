//! What can be wrong with a catalogue: file, entry, position and reason.

use vocabulary::{Explain, IdError, Texts};

use crate::FormulaError;

/// A catalogue that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    /// The file is not the TOML expected.
    #[error("{file}, line {line}: {reason}")]
    Toml {
        /// File.
        file: String,
        /// Line, from 1.
        line: usize,
        /// What the reader says.
        reason: String,
    },
    /// The table cannot be read.
    #[error("{file}, line {line}: {reason}")]
    Table {
        /// File.
        file: String,
        /// Line, from 1.
        line: u64,
        /// What the reader says.
        reason: String,
    },
    /// An id that cannot be one.
    #[error("{file}, entry `{entry}`: {source}")]
    Id {
        /// File.
        file: String,
        /// Entry.
        entry: String,
        /// Why.
        source: IdError,
    },
    /// A formula that cannot be read.
    #[error("{file}, entry `{entry}`, {field} `{text}`: {source}")]
    Formula {
        /// File.
        file: String,
        /// Entry.
        entry: String,
        /// `numerator` or `denominator`.
        field: &'static str,
        /// The formula.
        text: String,
        /// Where and why.
        source: FormulaError,
    },
    /// A field that must be there.
    #[error("{file}, entry `{entry}`: the field `{field}` is missing")]
    Missing {
        /// File.
        file: String,
        /// Entry.
        entry: String,
        /// Field.
        field: &'static str,
    },
    /// A breakdown that cannot be made.
    #[error("{file}, entry `{entry}`, breakdown by `{dimension}`: {reason}")]
    Breakdown {
        /// File.
        file: String,
        /// Entry.
        entry: String,
        /// Dimension.
        dimension: String,
        /// Key of a text.
        reason: &'static str,
    },
    /// Fields that contradict each other.
    #[error("{file}, entry `{entry}`: {reason} ({value})")]
    Rule {
        /// File.
        file: String,
        /// Entry.
        entry: String,
        /// Key of a text.
        reason: &'static str,
        /// What it is about.
        value: String,
    },
}

impl Explain for CatalogueError {
    fn german(&self) -> String {
        let texts = Texts::parse(include_str!("../texts.de.toml"));
        match self {
            Self::Toml { file, line, reason } => texts.say(
                "catalogue_toml",
                &[("file", file), ("line", &line.to_string()), ("reason", reason)],
            ),
            Self::Table { file, line, reason } => texts.say(
                "catalogue_table",
                &[("file", file), ("line", &line.to_string()), ("reason", reason)],
            ),
            Self::Id { file, entry, source } => texts.say(
                "catalogue_id",
                &[("file", file), ("entry", entry), ("reason", &source.to_string())],
            ),
            Self::Formula { file, entry, field, text, source } => texts.say(
                "catalogue_formula",
                &[
                    ("file", file),
                    ("entry", entry),
                    ("field", &texts.say(field, &[])),
                    ("text", text),
                    ("reason", &source.german()),
                ],
            ),
            Self::Missing { file, entry, field } => texts.say(
                "catalogue_missing",
                &[("file", file), ("entry", entry), ("field", field)],
            ),
            Self::Breakdown { file, entry, dimension, reason } => texts.say(
                "catalogue_entry",
                &[
                    ("file", file),
                    ("entry", entry),
                    ("reason", &texts.say(reason, &[("dimension", dimension)])),
                ],
            ),
            Self::Rule { file, entry, reason, value } => texts.say(
                "catalogue_entry",
                &[
                    ("file", file),
                    ("entry", entry),
                    ("reason", &texts.say(reason, &[("value", value)])),
                ],
            ),
        }
    }
}
