//! Source profiles as stored: the text a person wrote, checked, with a revision for every change.

mod error;
mod store;

use intake::Profile;
use vocabulary::Date;

use crate::{Db, DbError};
pub use error::ProfilesError;

/// A profile as it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredProfile {
    /// The profile.
    pub profile: Profile,
    /// How often it was changed, from 1; deliveries name it.
    pub revision: u32,
    /// The TOML as written, comments included.
    pub text: String,
}

/// Checks and saves a profile written in TOML; the same text again changes nothing.
pub async fn save(db: &Db, text: &str, on: Date) -> Result<StoredProfile, ProfilesError> {
    let profile = Profile::from_toml(text)?;
    let mut transaction = db.begin().await?;
    let newest = store::newest(&mut transaction, &profile.id).await?;
    if let Some((revision, _)) = newest.as_ref().filter(|(_, stored)| stored == text) {
        return Ok(StoredProfile {
            profile,
            revision: *revision,
            text: text.to_owned(),
        });
    }
    let revision = newest.map_or(1, |(revision, _)| revision + 1);
    store::insert(&mut transaction, (&profile.id, revision), text, on).await?;
    transaction.commit().await.map_err(DbError::from)?;
    Ok(StoredProfile {
        profile,
        revision,
        text: text.to_owned(),
    })
}

/// The newest revision of a profile.
pub async fn load(db: &Db, id: &str) -> Result<Option<StoredProfile>, ProfilesError> {
    let mut connection = db.connection().await?;
    let newest = store::newest(&mut connection, id).await?;
    newest
        .map(|(revision, text)| stored(revision, text))
        .transpose()
}

/// All profiles in the order of their ids.
pub async fn list(db: &Db) -> Result<Vec<StoredProfile>, ProfilesError> {
    let newest = store::all_newest(&mut *db.connection().await?).await?;
    newest
        .into_iter()
        .map(|(revision, text)| stored(revision, text))
        .collect()
}

/// The profile of those stored that expects a file of this name; none where several do.
pub async fn for_file(db: &Db, file_name: &str) -> Result<Option<StoredProfile>, ProfilesError> {
    let mut fitting = list(db).await?;
    fitting.retain(|p| p.profile.expects(file_name));
    Ok((fitting.len() == 1).then(|| fitting.remove(0)))
}

fn stored(revision: u32, text: String) -> Result<StoredProfile, ProfilesError> {
    Ok(StoredProfile {
        profile: Profile::from_toml(&text)?,
        revision,
        text,
    })
}
