//! What can be wrong with a catalogue: file, entry, position and reason.

use std::fmt;

use vocabulary::causes::WrittenFault;
use vocabulary::{Explain, IdError, Texts};

use crate::FormulaError;

/// A catalogue that cannot be used: where and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, {spot}: {problem}")]
pub struct CatalogueError {
    /// File.
    pub file: String,
    /// Where in the file.
    pub spot: Spot,
    /// Why.
    pub problem: Box<Problem>,
}

/// Where in a file of the catalogue something is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    /// A line, from 1.
    Line(u64),
    /// An entry by its id.
    Entry(String),
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The file is not the TOML expected.
    #[error("{}", .0.english)]
    Toml(WrittenFault),
    /// A column of the table that is not known or not there, or a cell that is not what its column holds.
    #[error("{fault}: column `{column}`")]
    Table {
        /// Key of a text.
        fault: &'static str,
        /// Name of the column, or the number of cells.
        column: String,
    },
    /// A table without columns nothing can be computed without.
    #[error("the columns {0:?} are missing; words are no formula")]
    Columns(Vec<&'static str>),
    /// An id that cannot be one.
    #[error(transparent)]
    Id(IdError),
    /// A formula that cannot be read.
    #[error("{field} `{text}`: {source}")]
    Formula {
        /// `numerator` or `denominator`.
        field: &'static str,
        /// The formula.
        text: String,
        /// Where and why.
        source: FormulaError,
    },
    /// A field that must be there.
    #[error("the field `{0}` is missing")]
    Missing(&'static str),
    /// Fields that contradict each other.
    #[error("{rule} ({value})")]
    Rule {
        /// Key of a text.
        rule: &'static str,
        /// What it is about.
        value: String,
    },
}

impl CatalogueError {
    pub(super) fn line(file: &str, line: u64, problem: Problem) -> Self {
        Self {
            file: file.to_owned(),
            spot: Spot::Line(line),
            problem: Box::new(problem),
        }
    }

    pub(super) fn entry(file: &str, entry: &str, problem: Problem) -> Self {
        Self {
            file: file.to_owned(),
            spot: Spot::Entry(entry.to_owned()),
            problem: Box::new(problem),
        }
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Entry(entry) => write!(f, "entry `{entry}`"),
        }
    }
}

impl Explain for CatalogueError {
    fn german(&self) -> String {
        let texts = Texts::parse(include_str!("../texts.de.toml"));
        let spot = match &self.spot {
            Spot::Line(line) => texts.say("spot_line", &[("line", &line.to_string())]),
            Spot::Entry(entry) => texts.say("spot_entry", &[("entry", entry)]),
        };
        if let Problem::Toml(fault) = self.problem.as_ref() {
            return format!("{}, {}", self.file, fault.german_with_place());
        }
        let reason = self.problem.german();
        texts.say(
            "catalogue",
            &[("file", &self.file), ("spot", &spot), ("reason", &reason)],
        )
    }
}

impl Explain for Problem {
    fn german(&self) -> String {
        let texts = Texts::parse(include_str!("../texts.de.toml"));
        match self {
            Self::Toml(fault) => fault.german.clone(),
            Self::Table { fault, column } => texts.say(fault, &[("column", column)]),
            Self::Columns(missing) => {
                let named = missing.join("“, „");
                texts.say("catalogue_columns", &[("columns", &named)])
            }
            Self::Id(source) => source.german(),
            Self::Formula {
                field,
                text,
                source,
            } => texts.say(
                "catalogue_formula",
                &[
                    ("field", &texts.say(field, &[])),
                    ("text", text),
                    ("reason", &source.german()),
                ],
            ),
            Self::Missing(field) => texts.say("catalogue_missing", &[("field", field)]),
            Self::Rule { rule, value } => texts.say(rule, &[("value", value)]),
        }
    }
}
