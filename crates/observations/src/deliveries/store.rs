//! Every SQL statement on `delivery` and `delivery_withdrawal`.

use register::DbError;
use register::db::damaged;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use vocabulary::Date;

use super::{Delivery, Withdrawal, archive, delivery_id};

/// All deliveries in the order of their numbers.
pub(super) async fn all(db: &mut AnyConnection) -> Result<Vec<Delivery>, DbError> {
    let rows = sqlx::query(
        "select d.delivery_no, d.file_name, d.sha256, d.bytes, d.supplier, d.profile_id, \
         d.profile_revision, d.received_on, d.rows_read, \
         coalesce(w.withdrawn_on, ''), coalesce(w.reason, '') \
         from delivery d left join delivery_withdrawal w on w.delivery_no = d.delivery_no \
         order by d.delivery_no",
    )
    .fetch_all(db)
    .await?;
    rows.iter().map(delivery_from).collect()
}

/// One delivery.
pub(super) async fn by_number(
    db: &mut AnyConnection,
    number: i64,
) -> Result<Option<Delivery>, DbError> {
    let row = sqlx::query(
        "select d.delivery_no, d.file_name, d.sha256, d.bytes, d.supplier, d.profile_id, \
         d.profile_revision, d.received_on, d.rows_read, \
         coalesce(w.withdrawn_on, ''), coalesce(w.reason, '') \
         from delivery d left join delivery_withdrawal w on w.delivery_no = d.delivery_no \
         where d.delivery_no = $1",
    )
    .bind(number)
    .fetch_optional(db)
    .await?;
    row.as_ref().map(delivery_from).transpose()
}

/// The number of the delivery that holds for a file of this hash.
pub(crate) async fn of_file(
    db: &mut AnyConnection,
    sha256: &str,
    profile: &str,
) -> Result<Option<i64>, DbError> {
    Ok(sqlx::query_scalar(
        "select d.delivery_no from delivery d \
         where d.sha256 = $1 and d.profile_id = $2 and not exists \
           (select 1 from delivery_withdrawal w where w.delivery_no = d.delivery_no) \
         order by d.delivery_no limit 1",
    )
    .bind(sha256)
    .bind(profile)
    .fetch_optional(db)
    .await?)
}

/// The number the next delivery gets.
pub(crate) async fn next_number(db: &mut AnyConnection) -> Result<i64, DbError> {
    let last: i64 =
        sqlx::query_scalar("select cast(coalesce(max(delivery_no), 0) as bigint) from delivery")
            .fetch_one(db)
            .await?;
    Ok(last + 1)
}

/// What the import said about a delivery.
pub(super) async fn report(db: &mut AnyConnection, number: i64) -> Result<Option<String>, DbError> {
    Ok(
        sqlx::query_scalar("select report from delivery where delivery_no = $1")
            .bind(number)
            .fetch_optional(db)
            .await?,
    )
}

/// Adds a delivery with its report.
pub(crate) async fn insert(
    db: &mut AnyConnection,
    number: i64,
    delivery: &Delivery,
    report: &str,
) -> Result<(), DbError> {
    sqlx::query(
        "insert into delivery (delivery_no, file_name, sha256, bytes, supplier, profile_id, \
         profile_revision, received_on, rows_read, report) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(number)
    .bind(delivery.file_name.as_str())
    .bind(delivery.sha256.as_str())
    .bind(i64::try_from(delivery.bytes).unwrap_or(i64::MAX))
    .bind(delivery.supplier.as_str())
    .bind(delivery.profile.as_str())
    .bind(i64::from(delivery.profile_revision))
    .bind(delivery.received.to_string())
    .bind(i64::try_from(delivery.rows_read).unwrap_or(i64::MAX))
    .bind(report)
    .execute(db)
    .await?;
    Ok(())
}

/// Adds a withdrawal.
pub(super) async fn insert_withdrawal(
    db: &mut AnyConnection,
    number: i64,
    reason: &str,
    on: Date,
) -> Result<(), DbError> {
    sqlx::query(
        "insert into delivery_withdrawal (delivery_no, withdrawn_on, reason) values ($1, $2, $3)",
    )
    .bind(number)
    .bind(on.to_string())
    .bind(reason)
    .execute(db)
    .await?;
    Ok(())
}

fn delivery_from(row: &AnyRow) -> Result<Delivery, DbError> {
    let number: i64 = row.try_get(0)?;
    let count = |i: usize| {
        row.try_get::<i64, _>(i)
            .map(|n| u64::try_from(n).unwrap_or(0))
    };
    let withdrawn: String = row.try_get(9)?;
    let withdrawal = match withdrawn.as_str() {
        "" => None,
        day => Some(Withdrawal {
            on: day.parse().map_err(damaged)?,
            reason: row.try_get(10)?,
        }),
    };
    let file_name: String = row.try_get(1)?;
    Ok(Delivery {
        id: delivery_id(number),
        archived: archive::path_of(number, &file_name),
        file_name,
        sha256: row.try_get(2)?,
        bytes: count(3)?,
        supplier: row.try_get(4)?,
        profile: row.try_get(5)?,
        profile_revision: u32::try_from(count(6)?).unwrap_or(0),
        received: row.try_get::<&str, _>(7)?.parse().map_err(damaged)?,
        rows_read: count(8)?,
        withdrawal,
    })
}
