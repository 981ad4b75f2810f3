//! The presets of the index that hold in a data folder: the county's own before those of the product.

use anyhow::Result;
use findings::Preset;
use register::{Db, rules};
use vocabulary::Date;

use crate::failure::{InGerman, told};

/// What the names of stored presets begin with.
const BEGINNING: &str = "index/";

/// All presets, the county's own first; an own one replaces that of the product with the same id.
pub(crate) async fn presets(db: &Db) -> Result<Vec<Preset>> {
    let mut presets = own(db).await?;
    for starter in Preset::starters() {
        if presets.iter().all(|preset| preset.id != starter.id) {
            presets.push(starter);
        }
    }
    Ok(presets)
}

/// The county's own, in the order of their ids.
async fn own(db: &Db) -> Result<Vec<Preset>> {
    let stored = rules::list(db, BEGINNING).await.in_german()?;
    let read = |rule: rules::Rule| Preset::load(&rule.id, &rule.content).in_german();
    stored.into_iter().map(read).collect()
}

/// The text of a preset, as the county or the product wrote it.
pub(crate) async fn text(db: &Db, id: &str) -> Result<String> {
    let stored = rules::load(db, &format!("{BEGINNING}{id}"))
        .await
        .in_german()?;
    let stored = stored.map(|rule| rule.content);
    stored
        .or_else(|| Preset::starter_text(id).map(str::to_owned))
        .ok_or_else(|| {
            told(format!(
                "Die Vorlage „{id}“ gibt es nicht. „lebenslage rules list“ nennt alle."
            ))
        })
}

/// Stores a preset as it is written; a changed one needs a higher version, so that a release names what it was made by.
pub(crate) async fn save(
    db: &Db,
    (file, text): (&str, &str),
    on: Date,
) -> Result<(Preset, rules::Rule)> {
    let preset = Preset::load(file, text).in_german()?;
    let before = presets(db).await?.into_iter().find(|p| p.id == preset.id);
    if let Some(before) = before.filter(|before| *before != preset)
        && before.version >= preset.version
    {
        return Err(told(format!(
            "Die Vorlage „{}“ ist anders als ihre Fassung {}. Bitte „version“ auf {} erhöhen: Ausgaben nennen die Fassung, nach der sie gerechnet sind.",
            preset.id,
            before.version,
            before.version + 1
        )));
    }
    let rule = rules::save(db, &format!("{BEGINNING}{}", preset.id), text, on)
        .await
        .in_german()?;
    Ok((preset, rule))
}
