//! Areas: loading a description with its files, and showing what holds.

use std::collections::BTreeMap;
use std::path::PathBuf;

use ::areas::hierarchy::TerritoryVersion;
use anyhow::Result;
use clap::Subcommand;
use register::areas::{self, describe};
use register::assignments;
use vocabulary::{AreaKey, Date, Remark, RemarkKind, Severity, german_counted, german_date};

use super::{DataFolder, On};
use crate::failure::{InGerman, files, told};

#[derive(Subcommand)]
pub(crate) enum Areas {
    #[command(about = "Eine Gebietsbeschreibung (TOML) mit allen genannten Dateien laden")]
    Load {
        #[arg(
            value_name = "BESCHREIBUNG",
            help = "TOML-Datei mit Ebenen, Umrissen, Gruppen und Umsteigeschlüssel"
        )]
        description: PathBuf,
        #[command(flatten)]
        folder: DataFolder,
        #[command(flatten)]
        on: On,
    },
    #[command(about = "Zeigen, welche Gebiete an einem Tag gelten")]
    Show {
        #[arg(
            long,
            value_name = "TAG",
            help = "Gebietsstand dieses Tages [sonst: der neueste]"
        )]
        at: Option<Date>,
        #[command(flatten)]
        folder: DataFolder,
    },
    #[command(about = "Eine Zuordnung laden, zum Beispiel Stimmbezirk;Gebiet")]
    Assign {
        #[arg(
            value_name = "NAME",
            help = "Name der Zuordnung, wie ihn das Quellprofil nennt"
        )]
        list: String,
        #[arg(
            value_name = "DATEI",
            help = "Tabelle mit den Spalten district und area"
        )]
        file: PathBuf,
        #[command(flatten)]
        folder: DataFolder,
        #[command(flatten)]
        on: On,
    },
}

impl Areas {
    pub(crate) async fn run(self) -> Result<()> {
        match self {
            Self::Load {
                description,
                folder,
                on,
            } => load(&description, &folder, on).await,
            Self::Show { at, folder } => show(at, &folder).await,
            Self::Assign {
                list,
                file,
                folder,
                on,
            } => assign(&list, &file, &folder, on).await,
        }
    }
}

async fn load(description: &std::path::Path, folder: &DataFolder, on: On) -> Result<()> {
    let (stored, remarks) = describe(description).in_german_of(description)?;
    let db = folder.write().await?;
    let saved = areas::save(&db, &stored, on.day()?).await;
    saved.in_german_of(description)?;
    tell(&remarks);
    println!(
        "{}, {} geladen, {}.",
        german_counted(stored.territory.areas.len(), "Gebiet", "Gebiete"),
        german_counted(stored.outlines.len(), "Umriss", "Umrisse"),
        german_counted(remarks.len(), "Hinweis", "Hinweise")
    );
    db.close().await;
    Ok(())
}

/// Remarks of one kind on one file stand together; from the fourth on they are only counted.
fn tell(remarks: &[Remark]) {
    const SHOWN: usize = 3;
    let mut kinds: BTreeMap<(&str, Severity, RemarkKind), Vec<&Remark>> = BTreeMap::new();
    for remark in remarks {
        let kind = (remark.place.file.as_str(), remark.severity, remark.kind);
        kinds.entry(kind).or_default().push(remark);
    }
    for ((file, _, _), alike) in kinds {
        for remark in alike.iter().take(SHOWN) {
            println!("{}: {}", remark.place, remark.message);
        }
        if alike.len() > SHOWN {
            println!("{file}: … und {} weitere dieser Art.", alike.len() - SHOWN);
        }
    }
}

async fn show(at: Option<Date>, folder: &DataFolder) -> Result<()> {
    let db = folder.read().await?;
    let stored = areas::load(&db)
        .await
        .in_german()?
        .ok_or_else(|| told("Es sind noch keine Gebiete geladen."))?;
    let day = at.unwrap_or_else(|| Date::new(9999, 12, 31).expect("a day"));
    let status = status_on(&stored.territory.versions(), day)?;
    let tree = match at.or(status) {
        Some(day) => stored.territory.at(day).in_german()?,
        None => stored.territory.newest().in_german()?,
    };
    match status {
        Some(since) => println!("Gebietsstand seit {}", german_date(since)),
        None => println!("Gebietsstand seit jeher"),
    }
    for level in tree.levels() {
        println!(
            "  {:<20} {}",
            level.plural,
            tree.at_level(&level.id).count()
        );
    }
    println!("  {:<20} {}", "Gruppen", tree.groups().len());
    for area in tree.areas() {
        let depth = tree.ancestors(&area.key).count();
        println!("{}{}  {}", "  ".repeat(depth), area.key, area.name);
    }
    Ok(())
}

/// The first day of the status that holds on a day; none where areas exist since always.
fn status_on(versions: &[TerritoryVersion], day: Date) -> Result<Option<Date>> {
    let holds = |v: &&TerritoryVersion| v.since.is_none_or(|since| since <= day);
    if let Some(version) = versions.iter().rfind(holds) {
        return Ok(version.since);
    }
    let first = versions.first().and_then(|v| v.since);
    Err(told(format!(
        "Am {} gab es noch keinen Gebietsstand; der erste gilt seit {}. Nennen Sie einen Tag ab dann.",
        german_date(day),
        first.map_or_else(|| "jeher".to_owned(), german_date)
    )))
}

async fn assign(list: &str, file: &std::path::Path, folder: &DataFolder, on: On) -> Result<()> {
    let text = files::text(file)?;
    let districts = pairs(&text).map_err(|line| {
        told(format!(
            "{}, Zeile {line}: erwartet werden die Spalten district und area.",
            file.display()
        ))
    })?;
    let db = folder.write().await?;
    assignments::save(&db, list, &districts, on.day()?)
        .await
        .in_german()?;
    println!("{} Zuordnungen unter „{list}“ geladen.", districts.len());
    db.close().await;
    Ok(())
}

/// The columns `district` and `area` of a table; the line number where something else stands.
pub(crate) fn pairs(text: &str) -> Result<BTreeMap<String, AreaKey>, usize> {
    let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    let header: Vec<&str> = lines
        .next()
        .map(|(_, l)| l.split(';').map(str::trim).collect())
        .unwrap_or_default();
    let column = |name: &str| header.iter().position(|h| *h == name).ok_or(1usize);
    let (district, area) = (column("district")?, column("area")?);
    let rows = lines.filter(|(_, line)| !line.trim().is_empty());
    rows.map(|(i, line)| {
        let cells: Vec<&str> = line.split(';').map(str::trim).collect();
        let key = cells.get(area).and_then(|a| AreaKey::parse(a).ok());
        let name = cells.get(district).filter(|d| !d.is_empty());
        name.zip(key)
            .map(|(name, key)| ((*name).to_owned(), key))
            .ok_or(i + 1)
    })
    .collect()
}
