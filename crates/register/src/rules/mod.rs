//! Rules the county gives as one text each: thresholds of disclosure, what counts as a jump, presets of the index.
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

/// The newest revision of every rule whose name begins like this, in the order of names.
pub async fn list(db: &Db, beginning: &str) -> Result<Vec<Rule>, DbError> {
    let mut rules = store::newest_of_all(&mut *db.connection().await?).await?;
    rules.retain(|rule| rule.id.starts_with(beginning));
    Ok(rules)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Access;

    #[tokio::test]
    async fn each_change_is_a_revision_and_the_newest_of_each_name_is_listed() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(folder.path(), Access::Write).await.unwrap();
        let day = Date::new(2025, 1, 1).unwrap();
        for (id, text) in [
            ("index/b", "1"),
            ("index/a", "1"),
            ("index/b", "2"),
            ("index/b", "2"),
        ] {
            save(&db, id, text, day).await.unwrap();
        }
        save(&db, "findings", "1", day).await.unwrap();
        let found = list(&db, "index/").await.unwrap();
        let told: Vec<_> = found
            .iter()
            .map(|rule| (rule.id.as_str(), rule.revision, rule.content.as_str()))
            .collect();
        assert_eq!(told, [("index/a", 1, "1"), ("index/b", 2, "2")]);
    }
}
