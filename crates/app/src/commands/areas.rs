//! Areas: loading a description with its files, and showing what holds.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Result;
use clap::Subcommand;
use register::areas::{self, describe};
use register::assignments;
use vocabulary::{AreaKey, Date, german_date};

use super::{DataFolder, On};
use crate::failure::{InGerman, told};

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
    let (stored, remarks) = describe(description).in_german()?;
    let db = folder.write().await?;
    areas::save(&db, &stored, on.day()?).await.in_german()?;
    for remark in &remarks {
        println!("{}: {}", remark.place, remark.message);
    }
    println!(
        "{} Gebiete, {} Umrisse geladen, {} Hinweise.",
        stored.territory.areas.len(),
        stored.outlines.len(),
        remarks.len()
    );
    db.close().await;
    Ok(())
}

async fn show(at: Option<Date>, folder: &DataFolder) -> Result<()> {
    let db = folder.read().await?;
    let stored = areas::load(&db)
        .await
        .in_german()?
        .ok_or_else(|| told("Es sind noch keine Gebiete geladen."))?;
    let versions = stored.territory.versions();
    let newest = versions.last().and_then(|v| v.since);
    let day = at
        .or(newest)
        .unwrap_or_else(|| Date::new(9999, 12, 31).expect("a day"));
    let tree = stored.territory.at(day).in_german()?;
    println!(
        "Gebietsstand {}",
        at.or(newest)
            .map_or_else(|| "unverändert".to_owned(), german_date)
    );
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

async fn assign(list: &str, file: &std::path::Path, folder: &DataFolder, on: On) -> Result<()> {
    let text =
        std::fs::read_to_string(file).map_err(|e| told(format!("{}: {e}", file.display())))?;
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
