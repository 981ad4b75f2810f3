//! Every SQL statement on `effect_plan`.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::StoredPlan;
use crate::DbError;
use crate::db::damaged;

/// Adds a version.
pub(super) async fn insert(db: &mut AnyConnection, plan: &StoredPlan) -> Result<(), DbError> {
    sqlx::query(
        "insert into effect_plan (plan_name, version_no, content, saved_on, smallest_detectable) \
         values ($1, $2, $3, $4, $5)",
    )
    .bind(plan.name.as_str())
    .bind(i64::from(plan.version))
    .bind(plan.content.as_str())
    .bind(plan.saved_on.to_string())
    .bind(plan.smallest_detectable)
    .execute(db)
    .await?;
    Ok(())
}

/// All versions of a plan, oldest first.
pub(super) async fn versions(
    db: &mut AnyConnection,
    name: &str,
) -> Result<Vec<StoredPlan>, DbError> {
    let rows = sqlx::query(
        "select plan_name, version_no, content, saved_on, smallest_detectable from effect_plan \
         where plan_name = $1 order by version_no",
    )
    .bind(name)
    .fetch_all(db)
    .await?;
    rows.iter().map(plan).collect()
}

/// All versions of all plans.
pub(super) async fn list(db: &mut AnyConnection) -> Result<Vec<StoredPlan>, DbError> {
    let rows = sqlx::query(
        "select plan_name, version_no, content, saved_on, smallest_detectable from effect_plan \
         order by plan_name, version_no",
    )
    .fetch_all(db)
    .await?;
    rows.iter().map(plan).collect()
}

fn plan(row: &AnyRow) -> Result<StoredPlan, DbError> {
    Ok(StoredPlan {
        name: row.try_get(0)?,
        version: u32::try_from(row.try_get::<i64, _>(1)?).map_err(damaged)?,
        content: row.try_get(2)?,
        saved_on: row.try_get::<&str, _>(3)?.parse().map_err(damaged)?,
        smallest_detectable: row.try_get(4)?,
    })
}
