//! A new data folder with the catalogue, rules and profiles the product comes with.

use anyhow::Result;
use clap::Args;
use register::catalogue::{self, CatalogueTexts};
use register::{Db, profiles, rules};
use vocabulary::Date;

use super::{DataFolder, On};
use crate::failure::InGerman;

#[derive(Args)]
pub(crate) struct Init {
    #[command(flatten)]
    folder: DataFolder,
    #[command(flatten)]
    on: On,
}

impl Init {
    pub(crate) async fn run(self) -> Result<()> {
        let db = self.folder.create().await?;
        furnish(&db, self.on.day()?).await?;
        println!("Datenordner {} ist angelegt.", self.folder.data.display());
        println!("Als Nächstes: die Gebiete, mit „lebenslage areas load BESCHREIBUNG.toml“.");
        db.close().await;
        Ok(())
    }
}

/// Puts catalogue, rules and standard profiles into a folder; what is there already stays.
pub(crate) async fn furnish(db: &Db, on: Date) -> Result<()> {
    if catalogue::load(db).await.in_german()?.is_none() {
        catalogue::save(db, &CatalogueTexts::starter(), on)
            .await
            .in_german()?;
    }
    if rules::load(db, "disclosure").await.in_german()?.is_none() {
        rules::save(db, "disclosure", disclosure::STARTER_RULES, on)
            .await
            .in_german()?;
    }
    if rules::load(db, "findings").await.in_german()?.is_none() {
        rules::save(db, "findings", findings::STARTER_RULES, on)
            .await
            .in_german()?;
    }
    for (_, text) in intake::profile::STANDARD {
        profiles::save(db, text, on).await.in_german()?;
    }
    Ok(())
}
