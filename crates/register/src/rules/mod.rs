//! Rules the county gives as one text each: thresholds of disclosure, what counts as a jump.
//!
//! The text is kept as written; who uses a rule reads it. Every change is a new revision.

mod store;

use vocabulary::Date;

use crate::{Db, DbError};

/// One rule as it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name, for example `disclosure`.
    pub id: String,
    /// How often it was changed, from 1.
    pub revision: u32,
    /// The text.
    pub content: String,
    /// The day it was saved.
    pub saved_on: Date,
}

/// Saves a rule; the same text again changes nothing.
pub async fn save(db: &Db, id: &str, content: &str, on: Date) -> Result<Rule, DbError> {
    let mut transaction = db.begin().await?;
    let newest = store::newest(&mut transaction, id).await?;
    if let Some(rule) = newest.as_ref().filter(|r| r.content == content) {
        return Ok(rule.clone());
    }
    let rule = Rule {
        id: id.to_owned(),
        revision: newest.map_or(1, |r| r.revision + 1),
        content: content.to_owned(),
        saved_on: on,
    };
    store::insert(&mut transaction, &rule).await?;
    transaction.commit().await?;
    Ok(rule)
}

/// The newest revision of a rule.
pub async fn load(db: &Db, id: &str) -> Result<Option<Rule>, DbError> {
    store::newest(&mut *db.connection().await?, id).await
}
