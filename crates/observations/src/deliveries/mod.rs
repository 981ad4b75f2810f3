//! A delivery: the file a data owner hands over, with its running number, its hash and what became of it.
//!
//! A delivery is never deleted. What was wrong is withdrawn, with a reason, and older numbers hold again.

pub(crate) mod archive;
mod error;
pub(crate) mod store;

use register::{Db, DbError};
use serde::Serialize;
use sqlx::AnyConnection;
use vocabulary::{Date, DeliveryId};

pub use error::WithdrawalError;

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[doc(alias = "Lieferung")]
pub struct Delivery {
    /// Running number in the data folder.
    pub id: DeliveryId,
    /// Name of the file as it came.
    pub file_name: String,
    /// SHA-256 of its bytes, 64 hexadecimal digits.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// Who delivered it.
    pub supplier: String,
    /// The source profile it was read with.
    pub profile: String,
    /// The revision of that profile.
    pub profile_revision: u32,
    /// The day it came.
    pub received: Date,
    /// Rows with data.
    pub rows_read: u64,
    /// Where the raw file is kept, below the data folder.
    pub archived: String,
    /// Set where it does not count any more.
    pub withdrawal: Option<Withdrawal>,
}

/// When and why a delivery was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Withdrawal {
    /// The day.
    pub on: Date,
    /// Why, in the words of the person who did it.
    pub reason: String,
}

/// All deliveries in the order of their numbers.
pub async fn list(db: &Db) -> Result<Vec<Delivery>, DbError> {
    store::all(&mut *db.connection().await?).await
}

/// One delivery.
pub async fn get(db: &Db, id: &DeliveryId) -> Result<Option<Delivery>, DbError> {
    match number(id) {
        Some(no) => by_number(&mut *db.connection().await?, no).await,
        None => Ok(None),
    }
}

/// What the import said about a delivery, as JSON.
pub async fn report(db: &Db, id: &DeliveryId) -> Result<Option<String>, DbError> {
    match number(id) {
        Some(no) => store::report(&mut *db.connection().await?, no).await,
        None => Ok(None),
    }
}

/// Takes a delivery out: its numbers do not hold any more, those of older deliveries do again.
pub async fn withdraw(
    db: &Db,
    id: &DeliveryId,
    reason: &str,
    on: Date,
) -> Result<(), WithdrawalError> {
    let unknown = || WithdrawalError::Unknown(id.clone());
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(WithdrawalError::NoReason(id.clone()));
    }
    let mut transaction = db.begin().await?;
    let no = number(id).ok_or_else(unknown)?;
    let delivery = store::by_number(&mut transaction, no)
        .await?
        .ok_or_else(unknown)?;
    if let Some(earlier) = delivery.withdrawal {
        return Err(WithdrawalError::Already {
            delivery: id.clone(),
            on: earlier.on,
        });
    }
    store::insert_withdrawal(&mut transaction, no, reason, on).await?;
    transaction.commit().await.map_err(DbError::from)?;
    Ok(())
}

pub(crate) async fn by_number(
    db: &mut AnyConnection,
    number: i64,
) -> Result<Option<Delivery>, DbError> {
    store::by_number(db, number).await
}

/// `L0042` for 42.
pub(crate) fn delivery_id(number: i64) -> DeliveryId {
    DeliveryId::parse(&format!("L{number:04}")).expect("a letter and digits are an id")
}

/// 42 for `L0042`; also `l42` and `42`, as people type it.
fn number(id: &DeliveryId) -> Option<i64> {
    id.as_str().trim_start_matches(['L', 'l']).parse().ok()
}
