//! Which source profile a file is meant for: by its name, and, where that leaves doubt, by its columns.

use std::path::Path;

use anyhow::Result;
use intake::Source;
use register::{Db, StoredProfile, profiles};

use super::import::name_of;
use crate::failure::{InGerman, told};

/// The profile asked for, or the one whose file names fit.
pub(super) async fn profile_for(db: &Db, file: &Path, id: Option<&str>) -> Result<StoredProfile> {
    let name = name_of(file);
    let found = match id {
        Some(id) => profiles::load(db, id).await.in_german()?,
        None => profiles::for_file(db, &name).await.in_german()?,
    };
    match (found, id) {
        (Some(found), _) => Ok(found),
        (None, Some(id)) => Err(told(format!(
            "Ein Quellprofil „{id}“ gibt es nicht. „lebenslage profile list“ nennt alle."
        ))),
        (None, None) => {
            let better = named(&fitting(db, file, "").await?);
            Err(told(format!(
                "Zu „{name}“ passt kein Quellprofil eindeutig. Nennen Sie eines mit --profile, oder lassen Sie sich \
                 mit „lebenslage propose {name}“ eines entwerfen.{better}"
            )))
        }
    }
}

/// A word about a file whose name speaks for another profile than the one asked for; the name is only a hint.
pub(super) async fn hint_of_name(
    db: &Db,
    file: &Path,
    asked: &StoredProfile,
) -> Result<Option<String>> {
    let name = name_of(file);
    if asked.profile.file_names.is_empty() || asked.profile.expects(&name) {
        return Ok(None);
    }
    let id = &asked.profile.id;
    let mut others = profiles::list(db).await.in_german()?;
    others.retain(|p| p.profile.expects(&name));
    Ok(others.first().map(|other| {
        format!(
            "Hinweis: Der Name „{name}“ gehört zum Quellprofil „{}“; gelesen wird die Datei wie verlangt mit „{id}“.",
            other.profile.id
        )
    }))
}

/// The stored profiles whose columns the file has, those first that expect its name; in a sentence, or nothing.
pub(super) async fn better(db: &Db, file: &Path, not: &str) -> Result<String> {
    Ok(named(&fitting(db, file, not).await?))
}

async fn fitting(db: &Db, file: &Path, not: &str) -> Result<Vec<String>> {
    let name = name_of(file);
    let mut all = profiles::list(db).await.in_german()?;
    all.retain(|p| p.profile.id != not && intake::fits(&name, Source::Path(file), &p.profile));
    all.sort_by_key(|p| !p.profile.expects(&name));
    Ok(all.into_iter().map(|p| p.profile.id).collect())
}

fn named(ids: &[String]) -> String {
    if ids.is_empty() {
        return String::new();
    }
    format!(" Von den Spalten her passt: {}.", ids.join(", "))
}
