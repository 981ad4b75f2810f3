//! What can go wrong with a data folder, in English for the log and in German for the planner.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use vocabulary::{Explain, Texts};

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::parse(include_str!("texts.de.toml")));

/// Why a data folder cannot be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// There is nothing to read.
    #[error("`{0}` is no data folder; name an existing one or begin a new one with `init`")]
    NoDataFolder(PathBuf),
    /// A newer program has changed the tables.
    #[error(
        "`{folder}` belongs to a newer program (tables {found}, known up to {known}); install it"
    )]
    NewerProgram {
        /// The data folder.
        folder: PathBuf,
        /// The number its tables carry.
        found: i64,
        /// The highest number this program knows.
        known: i64,
    },
    /// The tables are older than the program and may not be changed when only reading.
    #[error("the tables of `{0}` are older than this program; open it once for writing")]
    OlderProgram(PathBuf),
    /// Another program writes.
    #[error("another program is writing to `{0}`; close it first")]
    InUse(PathBuf),
    /// The folder cannot be made or written.
    #[error("`{folder}` cannot be written: {source}; check its rights")]
    Unwritable {
        /// The data folder.
        folder: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The disk is full.
    #[error("the disk is full; make room and try again, nothing was changed")]
    DiskFull(#[source] sqlx::Error),
    /// The database file is not one, or damaged.
    #[error("the database of `{folder}` cannot be opened: {source}")]
    Unreadable {
        /// The data folder.
        folder: PathBuf,
        /// What the database says.
        source: sqlx::Error,
    },
    /// The tables could not be brought up to date.
    #[error("the tables could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// Anything else the database says.
    #[error("the database refuses: {0}")]
    Sql(#[source] sqlx::Error),
}

/// SQLite's code for "database or disk is full".
const SQLITE_FULL: &str = "13";
/// PostgreSQL's code for the same.
const POSTGRES_FULL: &str = "53100";

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        let database = error.as_database_error();
        let code = database.and_then(sqlx::error::DatabaseError::code);
        match code.as_deref() {
            Some(SQLITE_FULL | POSTGRES_FULL) => Self::DiskFull(error),
            _ => Self::Sql(error),
        }
    }
}

impl DbError {
    /// The error of opening a folder.
    pub(super) fn at(folder: &Path, error: sqlx::Error) -> Self {
        match Self::from(error) {
            Self::Sql(source) => Self::Unreadable {
                folder: folder.to_owned(),
                source,
            },
            other => other,
        }
    }
}

impl Explain for DbError {
    fn german(&self) -> String {
        let text = |path: &Path| path.display().to_string();
        match self {
            Self::NoDataFolder(f) => TEXTS.say("no_data_folder", &[("folder", &text(f))]),
            Self::NewerProgram {
                folder,
                found,
                known,
            } => TEXTS.say(
                "newer_program",
                &[
                    ("folder", &text(folder)),
                    ("found", &found.to_string()),
                    ("known", &known.to_string()),
                ],
            ),
            Self::OlderProgram(f) => TEXTS.say("older_program", &[("folder", &text(f))]),
            Self::InUse(f) => TEXTS.say("in_use", &[("folder", &text(f))]),
            Self::Unwritable { folder, source } => TEXTS.say(
                "unwritable",
                &[("folder", &text(folder)), ("reason", &source.to_string())],
            ),
            Self::DiskFull(_) => TEXTS.say("disk_full", &[]),
            Self::Unreadable { folder, source } => TEXTS.say(
                "unreadable",
                &[("folder", &text(folder)), ("reason", &source.to_string())],
            ),
            Self::Migration(e) => TEXTS.say("migration", &[("reason", &e.to_string())]),
            Self::Sql(e) => TEXTS.say("sql", &[("reason", &e.to_string())]),
        }
    }
}

/// A stored text that no program of ours wrote.
pub fn damaged(error: impl std::error::Error + Send + Sync + 'static) -> DbError {
    DbError::Sql(sqlx::Error::Decode(Box::new(error)))
}
