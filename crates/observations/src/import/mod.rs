//! A delivery arrives: read, placed, checked, compared, and stored as a whole or not at all.
//!
//! Reading and placing ([`Importer::read`]) touch no database, so that several files can be read at once;
//! storing is one transaction. The raw file is in the archive before the tables name it.

mod breakdowns;
mod draft;
mod duplicates;
mod entry;
mod error;
mod jumps;
mod open_end;
mod places;
mod remarks;
mod totals;
mod wholes;

use intake::profile::KeyType;
use intake::{Profile, Source};
use register::{Db, StoredProfile, areas, assignments, rules};
use vocabulary::causes::WrittenFault;
use vocabulary::{Date, Place, RemarkKind, Severity};

use crate::deliveries::{archive, store};
use crate::report::DeliveryReport;
use draft::{Draft, Drafting};
pub use error::ImportError;
pub use jumps::JumpRule;
use places::Places;
pub use wholes::{PartOfWhole, Summand};

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
    wholes: Vec<PartOfWhole>,
}

impl<'a> Importer<'a> {
    /// Loads areas, assignments and rules, and sweeps away what a killed import left in the archive, if the folder
    /// may be changed.
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
        if db.may_change() {
            let next = store::next_number(&mut *db.connection().await?).await?;
            archive::sweep(db.folder(), next).map_err(|source| ImportError::Archive {
                file: db.folder().display().to_string(),
                source,
            })?;
        }
        Ok(Self {
            db,
            places,
            jump_rule,
            wholes: Vec::new(),
        })
    }

    /// Also checks that no part is more than its whole, such as the unemployed of the residents.
    #[must_use]
    pub fn checking(self, wholes: Vec<PartOfWhole>) -> Self {
        Self { wholes, ..self }
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
        refuse_strangers(&mut draft, incoming)?;
        let mut totals = totals::compare(&mut draft, &self.places, incoming.file_name);
        open_end::judge(&mut draft, &totals, &self.places, incoming.file_name)?;
        breakdowns::compare(&mut draft, &mut totals, incoming.file_name);
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

    /// Reads and stores several files: all of them, or none if one cannot be taken. `done` is called after each.
    pub async fn import_all(
        &self,
        incoming: Vec<Incoming<'_>>,
        done: &mut dyn FnMut(),
    ) -> Result<Vec<DeliveryReport>, ImportError> {
        entry::enter_all(self, incoming, entry::Intent::Keep, done).await
    }

    /// Says what storing several files would do.
    pub async fn dry_run_all(
        &self,
        incoming: Vec<Incoming<'_>>,
        done: &mut dyn FnMut(),
    ) -> Result<Vec<DeliveryReport>, ImportError> {
        entry::enter_all(self, incoming, entry::Intent::Try, done).await
    }

    /// Reads and says what storing would do.
    #[doc(alias = "Probelauf")]
    pub async fn dry_run(&self, incoming: Incoming<'_>) -> Result<DeliveryReport, ImportError> {
        self.compare(self.read(incoming)?).await
    }
}

/// A file most of whose keys nobody knows is probably another one; how many must be known the profile says.
fn refuse_strangers(draft: &mut Draft, incoming: Incoming<'_>) -> Result<(), ImportError> {
    let reading = &draft.reading;
    let left_out = reading.rows_filtered + reading.rows_rejected;
    let rows = reading.rows_read.saturating_sub(left_out);
    let known = rows.saturating_sub(draft.unplaced_rows);
    if rows == 0 || known == 0 {
        // Of a file without any number another sentence speaks.
        return Ok(());
    }
    let share = known as f64 / rows as f64;
    let profile = &incoming.profile.profile;
    if let Some(least) = profile.expected.known_keys.filter(|least| share < *least) {
        return Err(ImportError::FewKnown {
            file: incoming.file_name.to_owned(),
            profile: profile.id.clone(),
            known,
            rows,
            least,
        });
    }
    if share < 0.5 {
        let place = Place {
            file: incoming.file_name.to_owned(),
            ..Place::default()
        };
        let values = [("known", &*known.to_string()), ("rows", &rows.to_string())];
        let weight = (Severity::Warning, RemarkKind::UnknownKey);
        draft.remarks.add(weight, place, "few_known", &values);
    }
    Ok(())
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
