//! The territory as stored: areas with validity, groups, outlines, crosswalk, and areas only compared with.
//!
//! It is saved as a whole after all its rules were checked; the newest one holds, older ones stay.

mod description;
mod error;
mod outline;
mod store;

use areas::crosswalk::ShareRules;
use areas::{Crosswalk, Link, Territory};
use serde::{Deserialize, Serialize};
use vocabulary::{AreaKey, Date, LevelId};

use crate::{Db, DbError};
pub use description::{DescriptionError, describe};
pub use error::TerritoryError;
pub use outline::Outline;

/// Everything the county knows about its areas.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[doc(alias = "Gebietsgliederung")]
pub struct StoredTerritory {
    /// Levels, areas of all times, groups.
    pub territory: Territory,
    /// What became of areas when outlines changed.
    pub links: Vec<Link>,
    /// Geometries, where there are any.
    pub outlines: Vec<Outline>,
    /// Areas outside the county to compare with: peer counties, the state.
    pub compared: Vec<ComparedArea>,
}

/// An area that is no part of the county.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "Vergleichskreis")]
pub struct ComparedArea {
    /// Its key.
    pub key: AreaKey,
    /// Its name.
    pub name: String,
    /// `peer` or `federal_state`.
    pub level: LevelId,
}

impl StoredTerritory {
    /// The links as a checked crosswalk.
    pub fn crosswalk(&self) -> Result<Crosswalk, TerritoryError> {
        let rules = ShareRules::default();
        let (crosswalk, _) = Crosswalk::new(self.links.clone(), rules, "Umsteigeschlüssel")?;
        Ok(crosswalk)
    }

    /// Hierarchy, validity, shares and the keys of outlines and compared areas.
    pub fn check(&self) -> Result<(), TerritoryError> {
        self.territory.check()?;
        self.crosswalk()?.check(&self.territory)?;
        let has = |key: &AreaKey| self.territory.areas.iter().any(|a| a.key == *key);
        if let Some(outline) = self.outlines.iter().find(|o| !has(&o.area)) {
            return Err(TerritoryError::OutlineWithoutArea(outline.area.clone()));
        }
        match self.compared.iter().find(|c| has(&c.key)) {
            Some(area) => Err(TerritoryError::ComparedWithItself(area.key.clone())),
            None => Ok(()),
        }
    }
}

/// Checks and saves the territory; the same again changes nothing.
pub async fn save(db: &Db, stored: &StoredTerritory, on: Date) -> Result<(), TerritoryError> {
    stored.check()?;
    if load(db).await? == Some(sorted(stored)) {
        return Ok(());
    }
    let mut transaction = db.begin().await?;
    store::insert(&mut transaction, &sorted(stored), on).await?;
    transaction.commit().await.map_err(DbError::from)?;
    Ok(())
}

/// The territory that holds; none in a new data folder.
pub async fn load(db: &Db) -> Result<Option<StoredTerritory>, DbError> {
    store::newest(&mut *db.connection().await?).await
}

/// In the order the tables give back, so that the same territory is recognised.
fn sorted(stored: &StoredTerritory) -> StoredTerritory {
    let mut sorted = stored.clone();
    let areas = &mut sorted.territory.areas;
    areas.sort_by(|a, b| (&a.key, a.valid_from).cmp(&(&b.key, b.valid_from)));
    for group in &mut sorted.territory.groups {
        group.members.sort();
        group.cuts.sort();
    }
    sorted.territory.groups.sort_by(|a, b| a.key.cmp(&b.key));
    let place = |l: &Link| (l.valid_from, l.from.clone(), l.to.clone());
    sorted.links.sort_by_key(place);
    sorted
        .outlines
        .sort_by(|a, b| (&a.area, a.valid_from).cmp(&(&b.area, b.valid_from)));
    sorted.compared.sort_by(|a, b| a.key.cmp(&b.key));
    sorted
}

#[cfg(test)]
mod tests;
