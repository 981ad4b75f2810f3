//! Assignments: to which area a district of somebody else's division belongs (voting, school, care districts).

mod store;

use std::collections::BTreeMap;

use vocabulary::{AreaKey, Date};

use crate::{Db, DbError};

/// District key → area, by the name of the list.
pub type Assignments = BTreeMap<String, BTreeMap<String, AreaKey>>;

/// Saves a list as a whole; the newest of its name holds.
pub async fn save(
    db: &Db,
    list: &str,
    districts: &BTreeMap<String, AreaKey>,
    on: Date,
) -> Result<(), DbError> {
    if load(db).await?.get(list) == Some(districts) {
        return Ok(());
    }
    let mut transaction = db.begin().await?;
    store::insert(&mut transaction, list, districts, on).await?;
    Ok(transaction.commit().await?)
}

/// All lists as they hold.
pub async fn load(db: &Db) -> Result<Assignments, DbError> {
    store::newest(&mut *db.connection().await?).await
}
