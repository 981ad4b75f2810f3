//! The catalogue: loading, listing, showing and changing base counts and indicators.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Subcommand;
use indicators::Definition;
use register::catalogue::{self, CatalogueText, CatalogueTexts, StoredCatalogue};
use vocabulary::causes::WrittenFault;
use vocabulary::{IndicatorId, german_plain};

use super::explain::meant;
use super::{DataFolder, On};
use crate::failure::{InGerman, files, told};

#[derive(Subcommand)]
pub(crate) enum CatalogueCommand {
    #[command(about = "Texte des Katalogs prüfen und laden (TOML, Indikatoren auch CSV)")]
    Load {
        #[arg(long, value_name = "DATEI", help = "Grundzahlen")]
        counts: Option<PathBuf>,
        #[arg(long, value_name = "DATEI", help = "Indikatoren")]
        indicators: Option<PathBuf>,
        #[arg(long, value_name = "DATEI", help = "Themen")]
        topics: Option<PathBuf>,
        #[command(flatten)]
        folder: DataFolder,
        #[command(flatten)]
        on: On,
    },
    #[command(about = "Einzelne Indikatoren aus einer TOML-Datei ergänzen oder ersetzen")]
    Change {
        #[arg(
            value_name = "DATEI",
            help = "TOML mit [[indicator]]-Einträgen; gleiche Kennung und Fassung ersetzt"
        )]
        file: PathBuf,
        #[command(flatten)]
        folder: DataFolder,
        #[command(flatten)]
        on: On,
    },
    #[command(about = "Alle Indikatoren nennen")]
    List {
        #[arg(long, help = "Die Grundzahlen nennen")]
        counts: bool,
        #[command(flatten)]
        folder: DataFolder,
    },
    #[command(about = "Einen Indikator mit allen Fassungen zeigen")]
    Show {
        #[arg(value_name = "KENNUNG", help = "zum Beispiel DEM04")]
        id: IndicatorId,
        #[command(flatten)]
        folder: DataFolder,
    },
    #[command(about = "Die Texte des Katalogs zum Bearbeiten in einen Ordner schreiben")]
    Export {
        #[arg(value_name = "ORDNER", help = "Wohin")]
        output: PathBuf,
        #[command(flatten)]
        folder: DataFolder,
    },
}

impl CatalogueCommand {
    pub(crate) async fn run(self) -> Result<()> {
        match self {
            Self::Load {
                counts,
                indicators,
                topics,
                folder,
                on,
            } => load([counts, indicators, topics], &folder, on).await,
            Self::Change { file, folder, on } => change(&file, &folder, on).await,
            Self::List { counts, folder } => {
                let stored = stored(&folder.read().await?).await?;
                if counts {
                    list_counts(&stored);
                } else {
                    list_indicators(&stored);
                }
                Ok(())
            }
            Self::Show { id, folder } => show(&stored(&folder.read().await?).await?, &id),
            Self::Export { output, folder } => export(&output, &folder).await,
        }
    }
}

async fn load(files: [Option<PathBuf>; 3], folder: &DataFolder, on: On) -> Result<()> {
    let db = folder.write().await?;
    let stored = catalogue::load(&db).await.in_german()?;
    let mut texts = stored.map_or_else(CatalogueTexts::starter, |c| c.texts);
    let kept = [&mut texts.counts, &mut texts.indicators, &mut texts.topics];
    for (file, text) in files.iter().zip(kept) {
        if let Some(path) = file {
            *text = read(path)?;
        }
    }
    saved(&catalogue::save(&db, &texts, on.day()?).await.in_german()?);
    db.close().await;
    Ok(())
}

async fn change(file: &Path, folder: &DataFolder, on: On) -> Result<()> {
    let db = folder.write().await?;
    let mut texts = stored(&db).await?.texts;
    let change = read(file)?;
    let merged = merged(&texts.indicators, &change)?;
    let name = texts.indicators.file.clone();
    // Checked by itself first: a mistake is told with the name and the lines of the file that was given.
    texts.indicators = change;
    texts.read().in_german()?;
    texts.indicators = CatalogueText {
        file: name,
        text: merged,
    };
    saved(&catalogue::save(&db, &texts, on.day()?).await.in_german()?);
    db.close().await;
    Ok(())
}

async fn export(output: &Path, folder: &DataFolder) -> Result<()> {
    let texts = stored(&folder.read().await?).await?.texts;
    files::folder(output)?;
    for text in [&texts.counts, &texts.indicators, &texts.topics] {
        files::write(&output.join(&text.file), &text.text)?;
    }
    println!("Der Katalog steht in {}.", output.display());
    Ok(())
}

async fn stored(db: &register::Db) -> Result<StoredCatalogue> {
    catalogue::load(db).await.in_german()?.ok_or_else(|| {
        told("Der Datenordner hat noch keinen Katalog; „lebenslage init“ legt ihn an.")
    })
}

fn saved(stored: &StoredCatalogue) {
    let (counts, indicators) = (
        stored.catalogue.counts.len(),
        stored.catalogue.indicators.len(),
    );
    println!(
        "Katalog, Fassung {}: {counts} Grundzahlen, {indicators} Definitionen.",
        stored.revision
    );
}

fn read(path: &Path) -> Result<CatalogueText> {
    Ok(CatalogueText {
        file: super::import::name_of(path),
        text: files::text(path)?,
    })
}

/// The stored indicators with those of a change put in their place or at the end.
fn merged(stored: &CatalogueText, change: &CatalogueText) -> Result<String> {
    let entries = |text: &CatalogueText| -> Result<Vec<toml::Table>> {
        let wrong = |error: toml::de::Error| {
            let fault = WrittenFault::of_toml(&text.text, &error);
            told(format!("{}, {}", text.file, fault.german_with_place()))
        };
        let mut table: toml::Table = toml::from_str(&text.text).map_err(wrong)?;
        let list = table.remove("indicator").ok_or_else(|| {
            told(format!(
                "{}: Es fehlt [[indicator]]; jeder Indikator beginnt mit dieser Zeile.",
                text.file
            ))
        })?;
        list.try_into().map_err(wrong)
    };
    let name = |t: &toml::Table| {
        let version = t
            .get("version")
            .and_then(toml::Value::as_integer)
            .unwrap_or(1);
        (
            t.get("id")
                .and_then(toml::Value::as_str)
                .unwrap_or_default()
                .to_owned(),
            version,
        )
    };
    let mut all = entries(stored)?;
    for entry in entries(change)? {
        match all.iter_mut().find(|old| name(old) == name(&entry)) {
            Some(old) => *old = entry,
            None => all.push(entry),
        }
    }
    let list = all.into_iter().map(toml::Value::Table).collect();
    Ok(toml::to_string(&toml::Table::from_iter([(
        "indicator".to_owned(),
        toml::Value::Array(list),
    )]))?)
}

fn list_counts(stored: &StoredCatalogue) {
    for c in &stored.catalogue.counts {
        println!("{:<32} {:<12} {}", c.id, c.unit, c.name);
    }
}

fn list_indicators(stored: &StoredCatalogue) {
    for topic in &stored.catalogue.topics {
        println!("{}", topic.name);
        let of_topic = stored.catalogue.indicators.iter();
        for d in of_topic.filter(|d| d.topic == topic.id) {
            println!("  {:<8} v{} {:<14} {}", d.id, d.version, d.unit, d.name);
        }
    }
}

fn show(stored: &StoredCatalogue, id: &IndicatorId) -> Result<()> {
    let versions: Vec<&Definition> = stored.catalogue.versions(id).collect();
    if versions.is_empty() {
        let known = stored.catalogue.indicators.iter().map(|d| d.id.as_str());
        return Err(told(format!(
            "Den Indikator „{id}“ gibt es nicht.{} „lebenslage catalogue list“ nennt alle.",
            meant(id.as_str(), known)
        )));
    }
    for definition in versions {
        show_version(definition);
    }
    Ok(())
}

fn show_version(d: &Definition) {
    let year = |y: Option<i32>| y.map_or_else(|| "…".to_owned(), |y| y.to_string());
    println!(
        "{} {} (Fassung {}, {} bis {})",
        d.id,
        d.name,
        d.version,
        year(d.valid_from),
        year(d.valid_to)
    );
    println!("  Zähler:     {}  [{}]", d.numerator_text, d.numerator);
    if let (Some(text), Some(formula)) = (&d.denominator_text, &d.denominator) {
        println!("  Nenner:     {text}  [{formula}]");
    }
    println!("  Einheit:    {} (Faktor {})", d.unit, d.factor);
    println!(
        "  Quelle:     {}, {}, {}",
        d.source, d.rhythm, d.reference_dates
    );
    if let Some(threshold) = d.practical_threshold {
        let least = german_plain(threshold, d.decimals);
        println!(
            "  Schwelle:   Unterschiede unter {least} {} gelten nicht als bedeutsam",
            points(&d.unit)
        );
    }
    println!("  Bevölkerung: {}", d.population_concept);
    for (label, text) in [
        ("Lesart", &d.reading),
        ("Grenzen", &d.limits),
        ("Anmerkung", &d.notes),
    ] {
        if !text.is_empty() {
            println!("  {label}: {text}");
        }
    }
}

/// The unit of a difference: shares differ by points.
fn points(unit: &str) -> &str {
    if unit == "%" { "Prozentpunkten" } else { unit }
}
