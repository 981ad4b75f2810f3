//! The catalogue as stored: the texts a person wrote, checked together, with a revision for every change.
//!
//! A formula that names what does not exist is refused with file, entry and position before anything is saved.

mod error;
mod store;
#[cfg(test)]
mod tests;

use indicators::Catalogue;
use indicators::catalogue::{STARTER_COUNTS, STARTER_INDICATORS, STARTER_TOPICS, Source};
use serde::{Deserialize, Serialize};
use vocabulary::Date;

use crate::{Db, DbError};
pub use error::CatalogueStoreError;

/// One text of the catalogue and the name of its file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueText {
    /// Name for messages; `.csv` for a table of indicators, TOML otherwise.
    pub file: String,
    /// The text as written, comments included.
    pub text: String,
}

/// The three texts that make a catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueTexts {
    /// Base counts.
    pub counts: CatalogueText,
    /// Indicators with all versions of their definitions.
    pub indicators: CatalogueText,
    /// Topics.
    pub topics: CatalogueText,
}

/// The catalogue as it holds.
#[derive(Clone, Debug)]
pub struct StoredCatalogue {
    /// What the texts say.
    pub catalogue: Catalogue,
    /// The texts.
    pub texts: CatalogueTexts,
    /// How often it was changed, from 1.
    pub revision: u32,
}

impl CatalogueTexts {
    /// The catalogue the product comes with.
    pub fn starter() -> Self {
        let text = |file: &str, text: &str| CatalogueText {
            file: file.to_owned(),
            text: text.to_owned(),
        };
        Self {
            counts: text("counts.toml", STARTER_COUNTS),
            indicators: text("indicators.toml", STARTER_INDICATORS),
            topics: text("topics.toml", STARTER_TOPICS),
        }
    }

    /// Reads and checks the texts.
    pub fn read(&self) -> Result<Catalogue, CatalogueStoreError> {
        fn source(text: &CatalogueText) -> Source<'_> {
            Source {
                file: &text.file,
                text: &text.text,
            }
        }
        Ok(Catalogue::load(
            source(&self.counts),
            source(&self.indicators),
            source(&self.topics),
        )?)
    }
}

/// Checks and saves a catalogue; the same texts again change nothing.
pub async fn save(
    db: &Db,
    texts: &CatalogueTexts,
    on: Date,
) -> Result<StoredCatalogue, CatalogueStoreError> {
    let catalogue = texts.read()?;
    let mut transaction = db.begin().await?;
    let newest = store::newest(&mut transaction).await?;
    let revision = match newest {
        Some((revision, stored)) if stored == *texts => revision,
        newest => {
            let revision = newest.map_or(1, |(revision, _)| revision + 1);
            store::insert(&mut transaction, revision, texts, on).await?;
            transaction.commit().await.map_err(DbError::from)?;
            revision
        }
    };
    Ok(StoredCatalogue {
        catalogue,
        texts: texts.clone(),
        revision,
    })
}

/// The catalogue that holds; none in a new data folder.
pub async fn load(db: &Db) -> Result<Option<StoredCatalogue>, CatalogueStoreError> {
    let newest = store::newest(&mut *db.connection().await?).await?;
    let Some((revision, texts)) = newest else {
        return Ok(None);
    };
    Ok(Some(StoredCatalogue {
        catalogue: texts.read()?,
        texts,
        revision,
    }))
}
