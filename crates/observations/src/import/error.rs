//! Why a delivery cannot be taken at all; the data folder is then unchanged.

use intake::IntakeError;
use register::{DbError, TerritoryError};
use vocabulary::{Date, DeliveryId, Explain, causes, german_date};

use super::remarks::TEXTS;

/// Why a delivery cannot be taken at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file itself.
    #[error(transparent)]
    Intake(#[from] IntakeError),
    /// The same bytes came before with the same profile.
    #[error("`{file}` was read before as delivery {delivery} on {on}; withdraw that one first")]
    SameFile {
        /// The file.
        file: String,
        /// The delivery that holds.
        delivery: DeliveryId,
        /// When it was read.
        on: Date,
    },
    /// No areas to place anything in.
    #[error("the data folder has no territory yet; import the areas first")]
    NoTerritory,
    /// The areas stored cannot stand.
    #[error(transparent)]
    Territory(#[from] TerritoryError),
    /// Not one number could be placed.
    #[error("{file}: nothing could be taken ({rows} rows read, {unplaced} unplaced); {example}")]
    NothingTaken {
        /// The file.
        file: String,
        /// Rows read.
        rows: u64,
        /// Rows without an area.
        unplaced: u64,
        /// The first remark, in German.
        example: String,
    },
    /// Most keys belong to no area.
    #[error(
        "{file}: only {known} of {rows} rows have a known key; profile `{profile}` wants {least}"
    )]
    FewKnown {
        /// The file.
        file: String,
        /// The profile.
        profile: String,
        /// Rows with a known key.
        known: u64,
        /// All rows.
        rows: u64,
        /// The least share the profile wants.
        least: f64,
    },
    /// The last row has no line end, and a total of the supplier says that something is missing.
    #[error(
        "{file}, row {row}: cut off: the total {total} of {what} is not the sum of its parts ({sum})"
    )]
    CutOff {
        /// The file.
        file: String,
        /// The last row.
        row: u32,
        /// The cell with the total.
        what: String,
        /// As supplied.
        total: String,
        /// The sum of the parts, in German.
        sum: String,
    },
    /// The raw file cannot be read or kept.
    #[error("{file}: cannot be kept in the data folder: {source}; check rights and room")]
    Archive {
        /// The file.
        file: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// The raw file cannot be read.
    #[error("{file}: cannot be read: {source}; check that it exists")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// A rule text that is none.
    #[error("the rule `{rule}` cannot be read: {reason}; mend or remove it")]
    Rule {
        /// Its name.
        rule: &'static str,
        /// Why.
        reason: String,
    },
    /// The data folder.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Explain for ImportError {
    #[expect(
        clippy::too_many_lines,
        reason = "one arm per error, each as short as it can be"
    )]
    fn german(&self) -> String {
        match self {
            Self::Intake(error) => error.german(),
            Self::Territory(error) => error.german(),
            Self::Db(error) => error.german(),
            Self::NoTerritory => TEXTS.say("no_territory", &[]),
            Self::SameFile { file, delivery, on } => TEXTS.say(
                "duplicate_file",
                &[
                    ("file", file),
                    ("delivery", delivery.as_str()),
                    ("on", &german_date(*on)),
                ],
            ),
            Self::NothingTaken {
                file,
                rows,
                unplaced,
                example,
            } => TEXTS.say(
                "nothing_taken",
                &[
                    ("file", file),
                    ("rows", &rows.to_string()),
                    ("unplaced", &unplaced.to_string()),
                    ("example", example),
                ],
            ),
            Self::FewKnown {
                file,
                profile,
                known,
                rows,
                least,
            } => TEXTS.say(
                "few_known_refused",
                &[
                    ("file", file),
                    ("profile", profile),
                    ("known", &known.to_string()),
                    ("rows", &rows.to_string()),
                    ("least", &vocabulary::german_number(least * 100.0, 0)),
                ],
            ),
            Self::CutOff {
                file,
                row,
                what,
                total,
                sum,
            } => TEXTS.say(
                "cut_off",
                &[
                    ("file", file),
                    ("row", &row.to_string()),
                    ("what", what),
                    ("total", total),
                    ("sum", sum),
                ],
            ),
            Self::Archive { file, source } => TEXTS.say(
                "archive",
                &[("file", file), ("reason", &causes::of_system(source))],
            ),
            Self::Unreadable { file, source } => TEXTS.say(
                "unreadable",
                &[("file", file), ("reason", &causes::of_system(source))],
            ),
            Self::Rule { rule, reason } => TEXTS.say("rule", &[("rule", rule), ("reason", reason)]),
        }
    }
}
