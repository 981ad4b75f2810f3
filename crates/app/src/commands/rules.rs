//! Rules the county gives as text: confidentiality, what stands out, what is shared out by need, presets of the index.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Subcommand, ValueEnum};
use findings::RuleSet;
use register::{Db, areas, catalogue, rules};
use vocabulary::{Date, Explain};

use super::{DataFolder, On};
use crate::computation::levels;
use crate::failure::{InGerman, files, told};
use crate::presets;

#[derive(Subcommand)]
pub(crate) enum RulesCommand {
    #[command(about = "Regeln prüfen und laden; sie gelten ab der nächsten Ausgabe")]
    Load {
        #[arg(
            value_enum,
            value_name = "WOFÜR",
            help = "findings (was auffällt), disclosure (Geheimhaltung), allocation (Verteilung nach Bedarf), outlook (Ausblick und Richtwerte) oder index (Vorlage eines Index)"
        )]
        about: About,
        #[arg(value_name = "DATEI", help = "TOML")]
        file: PathBuf,
        #[command(flatten)]
        folder: DataFolder,
        #[command(flatten)]
        on: On,
    },
    #[command(about = "Die geltenden Regeln zeigen, zum Ansehen und Ändern")]
    Show {
        #[arg(
            value_enum,
            value_name = "WOFÜR",
            help = "findings (was auffällt), disclosure (Geheimhaltung), allocation (Verteilung nach Bedarf), outlook (Ausblick und Richtwerte) oder index (Vorlage eines Index)"
        )]
        about: About,
        #[arg(
            long,
            value_name = "VORLAGE",
            default_value = "soziale-lage",
            help = "Welche Vorlage eines Index"
        )]
        preset: String,
        #[command(flatten)]
        folder: DataFolder,
    },
    #[command(about = "Die Vorlagen des Index nennen, die für die nächste Ausgabe gelten")]
    List {
        #[command(flatten)]
        folder: DataFolder,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum About {
    Findings,
    Disclosure,
    Allocation,
    Outlook,
    Index,
}

impl RulesCommand {
    pub(crate) async fn run(self) -> Result<()> {
        match self {
            Self::Load {
                about,
                file,
                folder,
                on,
            } => {
                let text = files::text(&file)?;
                let name = file.display().to_string();
                let db = folder.write().await?;
                println!("{}", save(&db, about, (&name, &text), on.day()?).await?);
                db.close().await;
                Ok(())
            }
            Self::Show {
                about,
                preset,
                folder,
            } => {
                let db = folder.read().await?;
                print!("{}", text(&db, about, &preset).await?);
                Ok(())
            }
            Self::List { folder } => {
                for preset in presets::presets(&folder.read().await?).await? {
                    println!(
                        "{:<24} Fassung {:<3} {}",
                        preset.id, preset.version, preset.name
                    );
                }
                Ok(())
            }
        }
    }
}

/// The text that holds, to look at and change.
async fn text(db: &Db, about: About, preset: &str) -> Result<String> {
    match about {
        About::Findings => rule(db, "findings", findings::STARTER_RULES).await,
        About::Disclosure => rule(db, "disclosure", disclosure::STARTER_RULES).await,
        About::Allocation => rule(db, "allocation", findings::allocation::STARTER_PLANS).await,
        About::Outlook => rule(db, "outlook", findings::outlook::STARTER_OUTLOOK).await,
        About::Index => presets::text(db, preset).await,
    }
}

/// The text of a rule as the county set it, or as the product brings it.
async fn rule(db: &Db, id: &str, starter: &str) -> Result<String> {
    let stored = rules::load(db, id).await.in_german()?;
    Ok(stored.map_or_else(|| starter.to_owned(), |rule| rule.content))
}

/// Refuses rules of confidentiality that name what the folder's catalogue and areas do not know, as far as it has them yet.
async fn check_names(db: &Db, (file, rules): (&str, &disclosure::Rules)) -> Result<()> {
    let Some(stored) = catalogue::load(db).await.in_german()? else {
        return Ok(());
    };
    let territory = areas::load(db).await.in_german()?;
    let levels = territory.map(|t| levels(&t));
    rules
        .check_names(&stored.catalogue, levels.as_deref())
        .map_err(|names| told(format!("{file}: {}", names.german())))
}

/// Refuses a text that cannot be used, with its line; keeps any other.
async fn save(db: &Db, about: About, (file, text): (&str, &str), on: Date) -> Result<String> {
    let id = match about {
        About::Findings => {
            RuleSet::load(file, text).in_german()?;
            "findings"
        }
        About::Disclosure => {
            let rules = disclosure::Rules::load(file, text).in_german()?;
            check_names(db, (file, &rules)).await?;
            "disclosure"
        }
        About::Allocation => {
            findings::allocation::Plans::load(file, text).in_german()?;
            "allocation"
        }
        About::Outlook => {
            findings::outlook::Plan::load(file, text).in_german()?;
            "outlook"
        }
        About::Index => {
            let (preset, _) = presets::save(db, (file, text), on).await?;
            return Ok(format!(
                "Vorlage „{}“, Fassung {}: gespeichert. Sie gilt ab der nächsten Ausgabe.",
                preset.id, preset.version
            ));
        }
    };
    let saved = rules::save(db, id, text, on).await.in_german()?;
    Ok(format!(
        "Regeln „{}“, Fassung {}: gespeichert.",
        saved.id, saved.revision
    ))
}
