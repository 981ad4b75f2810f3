//! Every SQL statement on `source_profile`.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use vocabulary::Date;

use crate::DbError;
use crate::db::damaged;

/// Adds a revision.
pub(super) async fn insert(
    db: &mut AnyConnection,
    (id, revision): (&str, u32),
    text: &str,
    on: Date,
) -> Result<(), DbError> {
    sqlx::query(
        "insert into source_profile (profile_id, revision_no, content, saved_on) \
         values ($1, $2, $3, $4)",
    )
    .bind(id)
    .bind(i64::from(revision))
    .bind(text)
    .bind(on.to_string())
    .execute(db)
    .await?;
    Ok(())
}

/// The revision that holds and its text.
pub(super) async fn newest(
    db: &mut AnyConnection,
    id: &str,
) -> Result<Option<(u32, String)>, DbError> {
    let row = sqlx::query(
        "select revision_no, content from source_profile where profile_id = $1 \
         order by revision_no desc limit 1",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    row.as_ref().map(revision_from).transpose()
}

/// The revision that holds of every profile.
pub(super) async fn all_newest(db: &mut AnyConnection) -> Result<Vec<(u32, String)>, DbError> {
    let rows = sqlx::query(
        "select p.revision_no, p.content from source_profile p where p.revision_no = \
           (select max(n.revision_no) from source_profile n where n.profile_id = p.profile_id) \
         order by p.profile_id",
    )
    .fetch_all(db)
    .await?;
    rows.iter().map(revision_from).collect()
}

fn revision_from(row: &AnyRow) -> Result<(u32, String), DbError> {
    let revision = u32::try_from(row.try_get::<i64, _>(0)?).map_err(damaged)?;
    Ok((revision, row.try_get(1)?))
}
