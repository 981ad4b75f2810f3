//! The data folder: one database, the archive of raw files, and a lock against two writers at once.
//!
//! SQLite in the folder unless a PostgreSQL address is given; the SQL is the same for both. What the tables
//! hold is none of this module's business: each table has its one `store.rs`.

mod error;
mod lock;
mod rows;

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::Migrator;
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, ConnectOptions, Connection, Transaction};

pub use error::{DbError, damaged};
use lock::WriteLock;
pub use rows::placeholders;

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// Whether the caller means to change something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Look only: many programs at once.
    Read,
    /// Change: one program at a time, held by a lock until the handle falls.
    Write,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Engine {
    Sqlite,
    Postgres,
}

/// An open data folder.
#[derive(Debug)]
#[doc(alias = "Datenordner")]
pub struct Db {
    folder: PathBuf,
    pool: AnyPool,
    engine: Engine,
    lock: Option<WriteLock>,
}

impl Db {
    /// Opens the folder with its own SQLite file; with [`Access::Write`] it is made where it is missing.
    pub async fn open(folder: &Path, access: Access) -> Result<Self, DbError> {
        Self::open_with(folder, None, access).await
    }

    /// The same with the tables in the PostgreSQL database of an address; the folder keeps the raw files.
    pub async fn open_with(
        folder: &Path,
        postgres: Option<&str>,
        access: Access,
    ) -> Result<Self, DbError> {
        sqlx::any::install_default_drivers();
        let file = folder.join("lebenslage.sqlite");
        if access == Access::Read && postgres.is_none() && !file.is_file() {
            return Err(DbError::NoDataFolder(folder.to_owned()));
        }
        let lock = match access {
            Access::Write => Some(WriteLock::take(folder)?),
            Access::Read => None,
        };
        let (engine, address) = match postgres {
            Some(url) => (Engine::Postgres, url.to_owned()),
            None => (Engine::Sqlite, sqlite_address(&file, access)),
        };
        let pool = connect(&address, engine, folder).await?;
        let db = Self {
            folder: folder.to_owned(),
            pool,
            engine,
            lock,
        };
        db.bring_up_to_date(access).await?;
        Ok(db)
    }

    /// The folder on disk.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether the folder may be changed through this handle.
    pub fn may_change(&self) -> bool {
        self.lock.is_some()
    }

    /// Begins a transaction; dropped without commit, nothing has happened.
    pub async fn begin(&self) -> Result<Transaction<'static, Any>, DbError> {
        Ok(self.pool.begin().await?)
    }

    /// A connection to read with.
    pub async fn connection(&self) -> Result<PoolConnection<Any>, DbError> {
        Ok(self.pool.acquire().await?)
    }

    /// Closes the connections, so that SQLite folds its log into the one file.
    pub async fn close(self) {
        self.pool.close().await;
    }

    /// Refuses tables of a newer program, brings older ones up to date.
    async fn bring_up_to_date(&self, access: Access) -> Result<(), DbError> {
        let newest = MIGRATIONS.iter().map(|m| m.version).max().unwrap_or(0);
        let found = self.applied().await?;
        if found > newest {
            return Err(DbError::NewerProgram {
                folder: self.folder.clone(),
                found,
                known: newest,
            });
        }
        match access {
            Access::Read if found < newest => Err(DbError::OlderProgram(self.folder.clone())),
            Access::Read => Ok(()),
            Access::Write => Ok(MIGRATIONS.run(&self.pool).await?),
        }
    }

    /// The number of the last migration the tables have seen; 0 where there are no tables yet.
    async fn applied(&self) -> Result<i64, DbError> {
        let known: i64 = sqlx::query_scalar(match self.engine {
            Engine::Sqlite => "select count(*) from sqlite_master where name = '_sqlx_migrations'",
            Engine::Postgres => {
                "select count(*) from information_schema.tables \
                 where table_name = '_sqlx_migrations' and table_schema = current_schema()"
            }
        })
        .fetch_one(&self.pool)
        .await
        .map_err(|e| DbError::at(&self.folder, e))?;
        if known == 0 {
            return Ok(0);
        }
        let last = "select cast(coalesce(max(version), 0) as bigint) from _sqlx_migrations";
        Ok(sqlx::query_scalar(last).fetch_one(&self.pool).await?)
    }
}

fn sqlite_address(file: &Path, access: Access) -> String {
    let mut path = String::new();
    for byte in file.to_string_lossy().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'\\' | b':' => {
                path.push(char::from(byte));
            }
            other => {
                use std::fmt::Write as _;
                write!(path, "%{other:02X}").expect("writing to a string cannot fail");
            }
        }
    }
    match access {
        Access::Read => format!("sqlite://{path}?mode=rw"),
        Access::Write => format!("sqlite://{path}?mode=rwc"),
    }
}

async fn connect(address: &str, engine: Engine, folder: &Path) -> Result<AnyPool, DbError> {
    let refused = |error| match engine {
        Engine::Sqlite => DbError::at(folder, error),
        Engine::Postgres => DbError::Server(error),
    };
    let options = AnyConnectOptions::from_str(address)
        .map_err(refused)?
        .disable_statement_logging();
    try_out(&options, engine).await.map_err(refused)?;
    AnyPoolOptions::new()
        .max_connections(4)
        .acquire_timeout(Duration::from_secs(20))
        .after_connect(move |connection, _| {
            Box::pin(async move {
                match engine {
                    Engine::Sqlite => set_sqlite_habits(connection).await,
                    Engine::Postgres => Ok(()),
                }
            })
        })
        .connect_with(options)
        .await
        .map_err(refused)
}

/// A pool tries again for twenty seconds and then says only that it gave up; one connection says why.
async fn try_out(options: &AnyConnectOptions, engine: Engine) -> Result<(), sqlx::Error> {
    let mut connection = options.connect().await?;
    if engine == Engine::Sqlite {
        set_sqlite_habits(&mut connection).await?;
    }
    connection.close().await
}

/// Readers beside one writer (WAL), waiting instead of failing, foreign keys held. `normal` survives a killed
/// program; only a power cut may lose the very last delivery, and that as a whole.
async fn set_sqlite_habits(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    for habit in [
        "pragma busy_timeout = 10000",
        "pragma journal_mode = wal",
        "pragma synchronous = normal",
        "pragma foreign_keys = on",
        "pragma cache_size = -32000",
        "pragma temp_store = memory",
    ] {
        sqlx::query(habit).execute(&mut *connection).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
