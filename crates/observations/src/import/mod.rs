//! A delivery arrives: read, placed, checked, compared, and stored as a whole or not at all.
//!
//! Reading and placing ([`Importer::read`]) touch no database, so that several files can be read at once;
//! storing is one transaction. The raw file is in the archive before the tables name it.

mod draft;
mod duplicates;
mod entry;
mod error;
mod jumps;
mod places;
mod remarks;
mod totals;

use intake::profile::KeyType;
use intake::{Profile, Source};
use register::{Db, StoredProfile, areas, assignments, rules};
use vocabulary::Date;
use vocabulary::causes::WrittenFault;

use crate::deliveries::{archive, store};
use crate::report::DeliveryReport;
use draft::{Draft, Drafting};
pub use error::ImportError;
pub use jumps::JumpRule;
use places::Places;
pub(crate) use places::last_day;

/// A file that came in, and how to read it.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'a> {
    /// Its name as it came.
    pub file_name: &'a str,
    /// Its bytes.
    pub source: Source<'a>,
    /// How it is laid out.
    pub profile: &'a StoredProfile,
    /// The day it came.
    pub received: Date,
}

/// A delivery read, placed and checked in itself, not yet stored.
pub struct ReadDelivery<'a> {
    pub(crate) incoming: Incoming<'a>,
    pub(crate) draft: Draft,
    pub(crate) bytes: u64,
    duplicates: duplicates::Duplicates,
    totals: totals::Totals,
}

/// Takes deliveries into one data folder; knows its areas and rules.
pub struct Importer<'a> {
    db: &'a Db,
    places: Places,
    jump_rule: JumpRule,
}

impl<'a> Importer<'a> {
    /// Loads areas, assignments and rules, and sweeps away what a killed import left in the archive.
    pub async fn new(db: &'a Db) -> Result<Self, ImportError> {
        let territory = areas::load(db).await?.ok_or(ImportError::NoTerritory)?;
        let places = Places::new(territory, assignments::load(db).await?)?;
        let jump_rule = match rules::load(db, "jumps").await? {
            None => JumpRule::default(),
            Some(rule) => serde_json::from_str(&rule.content).map_err(|e| ImportError::Rule {
                rule: "jumps",
                reason: WrittenFault::of_json(&e).german_with_place(),
            })?,
        };
        let next = store::next_number(&mut *db.connection().await?).await?;
        archive::sweep(db.folder(), next).map_err(|source| ImportError::Archive {
            file: db.folder().display().to_string(),
            source,
        })?;
        Ok(Self {
            db,
            places,
            jump_rule,
        })
    }

    /// Reads, places and checks a file; the data folder is not touched.
    pub fn read<'f>(&self, incoming: Incoming<'f>) -> Result<ReadDelivery<'f>, ImportError> {
        let bytes = size_of_source(incoming)?;
        let profile = &incoming.profile.profile;
        let mut drafting = Drafting::new(incoming.file_name, profile, &self.places);
        let reading = intake::read_each(
            incoming.file_name,
            incoming.source,
            profile,
            &mut |record| drafting.take(record),
        )?;
        let mut draft = drafting.finish(reading);
        let duplicates = if is_in_parts(profile) {
            duplicates::add_up(&mut draft);
            duplicates::Duplicates::default()
        } else {
            duplicates::resolve(&mut draft, incoming.file_name)
        };
        let totals = totals::compare(&mut draft, &self.places, incoming.file_name);
        Ok(ReadDelivery {
            incoming,
            draft,
            bytes,
            duplicates,
            totals,
        })
    }

    /// Stores a delivery that was read: all of it or nothing.
    pub async fn store(&self, read: ReadDelivery<'_>) -> Result<DeliveryReport, ImportError> {
        entry::enter(self, read, entry::Intent::Keep).await
    }

    /// Says what storing would do, and does nothing.
    pub async fn compare(&self, read: ReadDelivery<'_>) -> Result<DeliveryReport, ImportError> {
        entry::enter(self, read, entry::Intent::Try).await
    }

    /// Reads and stores.
    pub async fn import(&self, incoming: Incoming<'_>) -> Result<DeliveryReport, ImportError> {
        self.store(self.read(incoming)?).await
    }

    /// Reads and says what storing would do.
    #[doc(alias = "Probelauf")]
    pub async fn dry_run(&self, incoming: Incoming<'_>) -> Result<DeliveryReport, ImportError> {
        self.compare(self.read(incoming)?).await
    }
}

/// Whether several numbers of one cell are parts of it: what is counted smaller than areas, or what the profile says.
fn is_in_parts(profile: &Profile) -> bool {
    let smaller = [KeyType::Grid, KeyType::District, KeyType::Point];
    profile.add_up || smaller.contains(&profile.key_type())
}

fn size_of_source(incoming: Incoming<'_>) -> Result<u64, ImportError> {
    match incoming.source {
        Source::Bytes(bytes) => Ok(bytes.len() as u64),
        Source::Path(path) => {
            let found = std::fs::metadata(path).map_err(|source| ImportError::Unreadable {
                file: incoming.file_name.to_owned(),
                source,
            })?;
            Ok(found.len())
        }
    }
}

#[cfg(all(test, unix))]
mod postgres;
#[cfg(test)]
mod tests;
