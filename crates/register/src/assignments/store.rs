//! Every SQL statement on `assignment_list` and `assignment`.

use std::collections::BTreeMap;

use sqlx::{AnyConnection, Row};
use vocabulary::{AreaKey, Date};

use super::Assignments;
use crate::DbError;
use crate::db::damaged;

/// Adds a list with its next number.
pub(super) async fn insert(
    db: &mut AnyConnection,
    list: &str,
    districts: &BTreeMap<String, AreaKey>,
    on: Date,
) -> Result<(), DbError> {
    let newest: i64 = sqlx::query_scalar(
        "select cast(coalesce(max(list_no), 0) as bigint) from assignment_list where list_id = $1",
    )
    .bind(list)
    .fetch_one(&mut *db)
    .await?;
    sqlx::query("insert into assignment_list (list_id, list_no, saved_on) values ($1, $2, $3)")
        .bind(list)
        .bind(newest + 1)
        .bind(on.to_string())
        .execute(&mut *db)
        .await?;
    for (district, area) in districts {
        sqlx::query(
            "insert into assignment (list_id, list_no, district_key, area_key) \
             values ($1, $2, $3, $4)",
        )
        .bind(list)
        .bind(newest + 1)
        .bind(district.as_str())
        .bind(area.as_str())
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// Of each list the one with the highest number.
pub(super) async fn newest(db: &mut AnyConnection) -> Result<Assignments, DbError> {
    let rows = sqlx::query(
        "select a.list_id, a.district_key, a.area_key from assignment a where a.list_no = \
           (select max(l.list_no) from assignment_list l where l.list_id = a.list_id)",
    )
    .fetch_all(db)
    .await?;
    let mut lists = Assignments::new();
    for row in &rows {
        let area = AreaKey::parse(row.try_get(2)?).map_err(damaged)?;
        let list = lists.entry(row.try_get(0)?).or_default();
        list.insert(row.try_get(1)?, area);
    }
    Ok(lists)
}
