//! Every SQL statement on `catalogue_text`.

use sqlx::{AnyConnection, Row};
use vocabulary::Date;

use super::{CatalogueText, CatalogueTexts};
use crate::DbError;
use crate::db::damaged;

/// Adds a revision: all three texts.
pub(super) async fn insert(
    db: &mut AnyConnection,
    revision: u32,
    texts: &CatalogueTexts,
    on: Date,
) -> Result<(), DbError> {
    for (part, text) in [
        ("counts", &texts.counts),
        ("indicators", &texts.indicators),
        ("topics", &texts.topics),
    ] {
        sqlx::query(
            "insert into catalogue_text (revision_no, part, file_name, content, saved_on) \
             values ($1, $2, $3, $4, $5)",
        )
        .bind(i64::from(revision))
        .bind(part)
        .bind(text.file.as_str())
        .bind(text.text.as_str())
        .bind(on.to_string())
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// The revision that holds.
pub(super) async fn newest(
    db: &mut AnyConnection,
) -> Result<Option<(u32, CatalogueTexts)>, DbError> {
    let newest = "select cast(coalesce(max(revision_no), 0) as bigint) from catalogue_text";
    let revision: i64 = sqlx::query_scalar(newest).fetch_one(&mut *db).await?;
    if revision == 0 {
        return Ok(None);
    }
    let texts = CatalogueTexts {
        counts: part(db, revision, "counts").await?,
        indicators: part(db, revision, "indicators").await?,
        topics: part(db, revision, "topics").await?,
    };
    Ok(Some((u32::try_from(revision).map_err(damaged)?, texts)))
}

async fn part(
    db: &mut AnyConnection,
    revision: i64,
    part: &'static str,
) -> Result<CatalogueText, DbError> {
    let row = sqlx::query(
        "select file_name, content from catalogue_text where revision_no = $1 and part = $2",
    )
    .bind(revision)
    .bind(part)
    .fetch_one(db)
    .await?;
    Ok(CatalogueText {
        file: row.try_get(0)?,
        text: row.try_get(1)?,
    })
}
