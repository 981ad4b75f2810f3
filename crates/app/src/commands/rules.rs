//! Rules the county gives as text: confidentiality, what stands out, what is shared out by need; to be written out, changed and loaded.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Subcommand, ValueEnum};
use findings::RuleSet;
use register::rules;

use super::{DataFolder, On};
use crate::failure::{InGerman, files};

#[derive(Subcommand)]
pub(crate) enum RulesCommand {
    #[command(about = "Regeln prüfen und laden; sie gelten ab der nächsten Ausgabe")]
    Load {
        #[arg(
            value_enum,
            value_name = "WOFÜR",
            help = "findings (was auffällt), disclosure (Geheimhaltung) oder allocation (Verteilung nach Bedarf im Bericht)"
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
            help = "findings (was auffällt), disclosure (Geheimhaltung) oder allocation (Verteilung nach Bedarf im Bericht)"
        )]
        about: About,
        #[command(flatten)]
        folder: DataFolder,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum About {
    Findings,
    Disclosure,
    Allocation,
}

impl About {
    fn id(self) -> &'static str {
        match self {
            Self::Findings => "findings",
            Self::Disclosure => "disclosure",
            Self::Allocation => "allocation",
        }
    }

    fn starter(self) -> &'static str {
        match self {
            Self::Findings => findings::STARTER_RULES,
            Self::Disclosure => disclosure::STARTER_RULES,
            Self::Allocation => findings::allocation::STARTER_PLANS,
        }
    }

    /// Refuses a text that cannot be used, with its line.
    fn check(self, file: &str, text: &str) -> Result<()> {
        match self {
            Self::Findings => RuleSet::load(file, text).map(|_| ()).in_german(),
            Self::Disclosure => disclosure::Rules::load(file, text).map(|_| ()).in_german(),
            Self::Allocation => findings::allocation::Plans::load(file, text)
                .map(|_| ())
                .in_german(),
        }
    }
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
                about.check(&file.display().to_string(), &text)?;
                let db = folder.write().await?;
                let saved = rules::save(&db, about.id(), &text, on.day()?)
                    .await
                    .in_german()?;
                println!(
                    "Regeln „{}“, Fassung {}: gespeichert.",
                    saved.id, saved.revision
                );
                db.close().await;
                Ok(())
            }
            Self::Show { about, folder } => {
                let db = folder.read().await?;
                let stored = rules::load(&db, about.id()).await.in_german()?;
                print!(
                    "{}",
                    stored.map_or_else(|| about.starter().to_owned(), |rule| rule.content)
                );
                Ok(())
            }
        }
    }
}
