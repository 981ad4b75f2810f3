//! What can go wrong with a data folder, in English for the log and in German for the planner.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use sqlx::migrate::MigrateError;
use vocabulary::{Explain, Texts, causes};

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
    /// The database server does not answer or does not let us in.
    #[error("the database server cannot be used: {0}")]
    Server(#[source] sqlx::Error),
    /// The tables could not be brought up to date.
    #[error("the tables could not be brought up to date: {0}")]
    Migration(#[from] MigrateError),
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
        let system = match &error {
            sqlx::Error::Io(cause) => Some(cause.kind()),
            _ => None,
        };
        match (code.as_deref(), system) {
            (Some(SQLITE_FULL | POSTGRES_FULL), _) | (_, Some(ErrorKind::StorageFull)) => {
                Self::DiskFull(error)
            }
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
                &[
                    ("folder", &text(folder)),
                    ("reason", &causes::of_system(source)),
                ],
            ),
            Self::DiskFull(_) => TEXTS.say("disk_full", &[]),
            Self::Unreadable { folder, source } => TEXTS.say(
                "unreadable",
                &[("folder", &text(folder)), ("reason", &reason(source))],
            ),
            Self::Server(e) => TEXTS.say("server", &[("reason", &reason(e))]),
            Self::Migration(e) => TEXTS.say("migration", &[("reason", &reason_of_migration(e))]),
            Self::Sql(e) => TEXTS.say("sql", &[("reason", &reason(e))]),
        }
    }
}

/// What the database says, by its code where it has one a person can do something about.
fn reason(error: &sqlx::Error) -> String {
    if matches!(error, sqlx::Error::PoolTimedOut) {
        return causes::of_system(&std::io::ErrorKind::TimedOut.into());
    }
    let code = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code);
    let known = code.and_then(|code| causes::of_database_code(&code));
    known.unwrap_or_else(|| causes::of_library(error))
}

fn reason_of_migration(error: &MigrateError) -> String {
    match error {
        MigrateError::Execute(e) | MigrateError::ExecuteMigration(e, _) => reason(e),
        MigrateError::VersionMissing(_) | MigrateError::VersionMismatch(_) => {
            TEXTS.say("other_tables", &[])
        }
        other => causes::of_library(other),
    }
}

/// A stored text that no program of ours wrote.
pub fn damaged(error: impl std::error::Error + Send + Sync + 'static) -> DbError {
    DbError::Sql(sqlx::Error::Decode(Box::new(error)))
}
