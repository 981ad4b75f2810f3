//! Plans of measures, laid down before they start: the text as written, with its day and all its versions.
//!
//! Nothing is changed or deleted. Who judges a measure reads the text and shows every version.

mod store;

use vocabulary::Date;

use crate::{Db, DbError};

/// One version of a plan.
#[derive(Clone, Debug, PartialEq)]
#[doc(alias = "Wirkungsplan")]
pub struct StoredPlan {
    /// The name of the measure.
    pub name: String,
    /// Which version, from 1.
    pub version: u32,
    /// The text.
    pub content: String,
    /// The day it was laid down.
    pub saved_on: Date,
    /// The smallest difference it could show by the figures of that day, where there is one.
    pub smallest_detectable: Option<f64>,
}

/// What is laid down.
#[derive(Clone, Copy, Debug)]
pub struct NewPlan<'a> {
    /// The name of the measure.
    pub name: &'a str,
    /// The text.
    pub content: &'a str,
    /// The smallest difference it could show by the figures of today.
    pub smallest_detectable: Option<f64>,
}

/// Lays a plan down; the same text again changes nothing and keeps its day.
pub async fn save(db: &Db, plan: NewPlan<'_>, on: Date) -> Result<StoredPlan, DbError> {
    let mut transaction = db.begin().await?;
    let newest = store::versions(&mut transaction, plan.name).await?.pop();
    if let Some(same) = newest.as_ref().filter(|p| p.content == plan.content) {
        return Ok(same.clone());
    }
    let stored = StoredPlan {
        name: plan.name.to_owned(),
        version: newest.map_or(1, |p| p.version + 1),
        content: plan.content.to_owned(),
        saved_on: on,
        smallest_detectable: plan.smallest_detectable,
    };
    store::insert(&mut transaction, &stored).await?;
    transaction.commit().await?;
    Ok(stored)
}

/// All versions of a plan, oldest first; none where there is no such plan.
pub async fn versions(db: &Db, name: &str) -> Result<Vec<StoredPlan>, DbError> {
    store::versions(&mut *db.connection().await?, name).await
}

/// All versions of all plans, by name.
pub async fn list(db: &Db) -> Result<Vec<StoredPlan>, DbError> {
    store::list(&mut *db.connection().await?).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Access;

    #[tokio::test]
    async fn a_changed_plan_is_a_new_version_and_the_old_one_stays() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(folder.path(), Access::Write).await.unwrap();
        let plan = |content| NewPlan {
            name: "Familienzentrum",
            content,
            smallest_detectable: Some(2.5),
        };
        let day = |text: &str| text.parse::<Date>().unwrap();
        save(&db, plan("a"), day("2020-10-01")).await.unwrap();
        let same = save(&db, plan("a"), day("2020-11-01")).await.unwrap();
        assert_eq!((same.version, same.saved_on), (1, day("2020-10-01")));
        save(&db, plan("b"), day("2022-01-01")).await.unwrap();
        let versions = versions(&db, "Familienzentrum").await.unwrap();
        let told: Vec<(u32, &str)> = versions
            .iter()
            .map(|p| (p.version, p.content.as_str()))
            .collect();
        assert_eq!(told, [(1, "a"), (2, "b")]);
        assert_eq!(versions[0].smallest_detectable, Some(2.5));
        assert_eq!(list(&db).await.unwrap(), versions);
    }
}
