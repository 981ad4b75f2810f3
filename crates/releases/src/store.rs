//! The archive of releases: written once, opened only after its hash has been verified.

use std::sync::LazyLock;

use disclosure::{Edition, FigureTable, Released};
use register::{Db, DbError};
use serde::de::DeserializeOwned;
use sqlx::Row;
use vocabulary::{Explain, Texts, causes};

use crate::freeze::{CatalogueText, Frozen, JudgementsText, PARTS, sha256, whole_hash};
use crate::{Release, ReleaseMeta};

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::parse(include_str!("texts.de.toml")));

/// Which edition of which release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// For example `2025-1`.
    pub identifier: String,
    /// `public` or `internal`.
    pub edition: &'static str,
}

/// Why the archive cannot do what is asked.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// Frozen editions are never overwritten.
    #[error("release {} ({}) exists; frozen editions are never overwritten", .0.identifier, .0.edition)]
    Exists(Citation),
    /// No such release.
    #[error("there is no release {} ({})", .0.identifier, .0.edition)]
    Missing(Citation),
    /// An erratum names a predecessor that is not there.
    #[error("an erratum needs the release it replaces; there is no {0}")]
    NoPredecessor(String),
    /// The bytes are not those that were frozen.
    #[error("part `{part}` of release {} ({}) does not have the hash it was frozen with", .citation.identifier, .citation.edition)]
    Damaged {
        /// Which release.
        citation: Citation,
        /// Which part.
        part: String,
    },
    /// The bytes are right but cannot be understood.
    #[error("part `{part}` of release {} ({}) cannot be read: {reason}", .citation.identifier, .citation.edition)]
    Unreadable {
        /// Which release.
        citation: Citation,
        /// Which part.
        part: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<sqlx::Error> for ArchiveError {
    fn from(error: sqlx::Error) -> Self {
        Self::Db(error.into())
    }
}

impl Explain for ArchiveError {
    fn german(&self) -> String {
        let say = |key: &str, c: &Citation, more: &[(&str, &str)]| {
            let mut values = vec![
                ("identifier", c.identifier.as_str()),
                ("edition", c.edition),
            ];
            values.extend_from_slice(more);
            TEXTS.say(key, &values)
        };
        match self {
            Self::Exists(c) => say("exists", c, &[]),
            Self::Missing(c) => say("missing", c, &[]),
            Self::NoPredecessor(identifier) => {
                TEXTS.say("no_predecessor", &[("identifier", identifier)])
            }
            Self::Damaged { citation, part } => say("damaged", citation, &[("part", part)]),
            Self::Unreadable {
                citation,
                part,
                reason,
            } => say(
                "unreadable",
                citation,
                &[("part", part), ("reason", reason)],
            ),
            Self::Db(error) => error.german(),
        }
    }
}

/// A release as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Listed {
    /// Its identifier.
    pub identifier: String,
    /// `public` or `internal`.
    pub edition: String,
    /// Day of release.
    pub released_on: String,
    /// What it replaces.
    pub predecessor: Option<String>,
    /// What was wrong with that.
    pub erratum: Option<String>,
    /// Its hash.
    pub hash: String,
}

/// Writes a frozen release; refuses to overwrite one.
pub(crate) async fn archive(
    tx: &mut sqlx::AnyConnection,
    meta: &ReleaseMeta,
    frozen: &Frozen,
    edition: &'static str,
) -> Result<(), ArchiveError> {
    let citation = Citation {
        identifier: meta.identifier.clone(),
        edition,
    };
    if exists(tx, &citation).await? {
        return Err(ArchiveError::Exists(citation));
    }
    if let Some(predecessor) = &meta.predecessor {
        let replaced = Citation {
            identifier: predecessor.clone(),
            edition,
        };
        if !exists(tx, &replaced).await? {
            return Err(ArchiveError::NoPredecessor(predecessor.clone()));
        }
    }
    insert_release(tx, meta, &citation, &frozen.hash).await?;
    for part in &frozen.parts {
        sqlx::query("insert into release_part (identifier, edition, part, hash, content) values ($1, $2, $3, $4, $5)")
            .bind(&citation.identifier)
            .bind(edition)
            .bind(part.name)
            .bind(&part.hash)
            .bind(&part.content)
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}

async fn insert_release(
    tx: &mut sqlx::AnyConnection,
    meta: &ReleaseMeta,
    citation: &Citation,
    hash: &str,
) -> Result<(), ArchiveError> {
    sqlx::query(
        "insert into release (identifier, edition, released_on, predecessor, erratum, hash) \
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&citation.identifier)
    .bind(citation.edition)
    .bind(meta.date.to_string())
    .bind(&meta.predecessor)
    .bind(&meta.erratum)
    .bind(hash)
    .execute(tx)
    .await?;
    Ok(())
}

async fn exists(tx: &mut sqlx::AnyConnection, citation: &Citation) -> Result<bool, ArchiveError> {
    let row = sqlx::query(
        "select cast(count(*) as bigint) from release where identifier = $1 and edition = $2",
    )
    .bind(&citation.identifier)
    .bind(citation.edition)
    .fetch_one(tx)
    .await?;
    Ok(row.try_get::<i64, _>(0)? > 0)
}

/// All releases, oldest first.
pub async fn list(db: &Db) -> Result<Vec<Listed>, ArchiveError> {
    let mut connection = db.connection().await?;
    let rows = sqlx::query(
        "select identifier, edition, released_on, predecessor, erratum, hash from release \
         order by released_on, identifier, edition",
    )
    .fetch_all(&mut *connection)
    .await?;
    let listed = rows.iter().map(|row| {
        Ok(Listed {
            identifier: row.try_get(0)?,
            edition: row.try_get(1)?,
            released_on: row.try_get(2)?,
            predecessor: row.try_get(3)?,
            erratum: row.try_get(4)?,
            hash: row.try_get(5)?,
        })
    });
    listed
        .collect::<Result<_, sqlx::Error>>()
        .map_err(ArchiveError::from)
}

/// Opens a release of the archive after verifying every hash.
pub async fn open<E: Edition>(db: &Db, identifier: &str) -> Result<Release<E>, ArchiveError> {
    let citation = Citation {
        identifier: identifier.to_owned(),
        edition: E::NAME,
    };
    let mut connection = db.connection().await?;
    let whole: Option<String> =
        sqlx::query("select hash from release where identifier = $1 and edition = $2")
            .bind(identifier)
            .bind(E::NAME)
            .fetch_optional(&mut *connection)
            .await?
            .map(|row| row.try_get(0))
            .transpose()?;
    let Some(whole) = whole else {
        return Err(ArchiveError::Missing(citation));
    };
    let rows = sqlx::query(
        "select part, hash, content from release_part where identifier = $1 and edition = $2",
    )
    .bind(identifier)
    .bind(E::NAME)
    .fetch_all(&mut *connection)
    .await?;
    let mut parts = Vec::new();
    for row in rows {
        parts.push((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?));
    }
    thaw(&Archived {
        citation,
        hash: whole,
        parts,
    })
}

/// The rows of one release: name, hash and content of each part.
struct Archived {
    citation: Citation,
    hash: String,
    parts: Vec<(String, String, String)>,
}

impl Archived {
    fn part(&self, name: &'static str) -> Result<&(String, String, String), ArchiveError> {
        let found = self
            .parts
            .iter()
            .find(|(n, _, content)| n == name && !content.is_empty());
        found.ok_or_else(|| self.damaged(name))
    }

    fn damaged(&self, part: &str) -> ArchiveError {
        ArchiveError::Damaged {
            citation: self.citation.clone(),
            part: part.to_owned(),
        }
    }

    fn verify(&self) -> Result<(), ArchiveError> {
        for name in PARTS {
            let (_, hash, content) = self.part(name)?;
            if sha256(content.as_bytes()) != *hash {
                return Err(self.damaged(name));
            }
        }
        let mut list = Vec::new();
        for name in PARTS {
            list.push((name, self.part(name)?.1.as_str()));
        }
        if whole_hash(list.into_iter()) == self.hash {
            Ok(())
        } else {
            Err(self.damaged("meta"))
        }
    }

    fn read<T: DeserializeOwned>(&self, name: &'static str) -> Result<T, ArchiveError> {
        serde_json::from_str(&self.part(name)?.2).map_err(|cause| self.unreadable(name, &cause))
    }

    fn unreadable(&self, part: &'static str, cause: &dyn std::fmt::Display) -> ArchiveError {
        ArchiveError::Unreadable {
            citation: self.citation.clone(),
            part,
            reason: causes::technical(&cause.to_string()),
        }
    }
}

fn thaw<E: Edition>(archived: &Archived) -> Result<Release<E>, ArchiveError> {
    archived.verify()?;
    let (_, hash, figures) = archived.part("figures")?;
    let figures: Released<FigureTable, E> = disclosure::reopen(figures.as_bytes(), hash)
        .map_err(|cause| archived.unreadable("figures", &cause))?;
    let catalogue: CatalogueText = archived.read("catalogue")?;
    let judgements: JudgementsText = archived.read("judgements")?;
    let mut meta: ReleaseMeta = archived.read("meta")?;
    meta.hash.clone_from(&archived.hash);
    Ok(Release {
        meta,
        geography: archived.read("geography")?,
        topics: catalogue.topics,
        sheets: catalogue.sheets,
        protection: catalogue.protection,
        figures,
        verdicts: judgements.verdicts,
        breaks: judgements.breaks,
        findings: judgements.findings,
        indices: judgements.indices,
        beside: judgements.beside,
        examined: judgements.examined,
        gaps: judgements.gaps,
        allocations: judgements.allocations,
        outlook: judgements.outlook,
        not_made: judgements.not_made,
        sources: archived.read("sources")?,
    })
}
