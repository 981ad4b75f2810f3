//! Every SQL statement on `rule_text`.

use sqlx::{AnyConnection, Row};

use super::Rule;
use crate::DbError;
use crate::db::damaged;

/// Adds a revision.
pub(super) async fn insert(db: &mut AnyConnection, rule: &Rule) -> Result<(), DbError> {
    sqlx::query(
        "insert into rule_text (rule_id, revision_no, content, saved_on) values ($1, $2, $3, $4)",
    )
    .bind(rule.id.as_str())
    .bind(i64::from(rule.revision))
    .bind(rule.content.as_str())
    .bind(rule.saved_on.to_string())
    .execute(db)
    .await?;
    Ok(())
}

/// The revision that holds.
pub(super) async fn newest(db: &mut AnyConnection, id: &str) -> Result<Option<Rule>, DbError> {
    let row = sqlx::query(
        "select revision_no, content, saved_on from rule_text where rule_id = $1 \
         order by revision_no desc limit 1",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Rule {
        id: id.to_owned(),
        revision: u32::try_from(row.try_get::<i64, _>(0)?).map_err(damaged)?,
        content: row.try_get(1)?,
        saved_on: row.try_get::<&str, _>(2)?.parse().map_err(damaged)?,
    }))
}
