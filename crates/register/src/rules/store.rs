//! Every SQL statement on `rule_text`.

use sqlx::any::AnyRow;
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
    row.map(|row| rule(id.to_owned(), &row)).transpose()
}

/// The revision of every rule that holds, by name.
pub(super) async fn newest_of_all(db: &mut AnyConnection) -> Result<Vec<Rule>, DbError> {
    let rows = sqlx::query(
        "select revision_no, content, saved_on, rule_id from rule_text as rule \
         where revision_no = (select max(revision_no) from rule_text where rule_id = rule.rule_id) \
         order by rule_id",
    )
    .fetch_all(db)
    .await?;
    let rules = rows.iter().map(|row| rule(row.try_get(3)?, row));
    rules.collect()
}

fn rule(id: String, row: &AnyRow) -> Result<Rule, DbError> {
    Ok(Rule {
        id,
        revision: u32::try_from(row.try_get::<i64, _>(0)?).map_err(damaged)?,
        content: row.try_get(1)?,
        saved_on: row.try_get::<&str, _>(2)?.parse().map_err(damaged)?,
    })
}
