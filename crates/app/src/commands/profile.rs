//! Source profiles: loading, listing, showing.

use std::path::PathBuf;

use anyhow::Result;
use clap::Subcommand;
use register::profiles;

use super::{DataFolder, On};
use crate::failure::{InGerman, files, told};

#[derive(Subcommand)]
pub(crate) enum ProfileCommand {
    #[command(about = "Quellprofile (TOML) prüfen und laden")]
    Load {
        #[arg(
            value_name = "DATEI",
            required = true,
            help = "Eine oder mehrere Dateien"
        )]
        files: Vec<PathBuf>,
        #[command(flatten)]
        folder: DataFolder,
        #[command(flatten)]
        on: On,
    },
    #[command(about = "Alle Quellprofile nennen")]
    List {
        #[command(flatten)]
        folder: DataFolder,
    },
    #[command(about = "Ein Quellprofil zeigen")]
    Show {
        #[arg(value_name = "KENNUNG", help = "Kennung des Profils")]
        id: String,
        #[command(flatten)]
        folder: DataFolder,
    },
}

impl ProfileCommand {
    pub(crate) async fn run(self) -> Result<()> {
        match self {
            Self::Load { files, folder, on } => {
                let db = folder.write().await?;
                for file in &files {
                    let text = files::text(file)?;
                    let saved = profiles::save(&db, &text, on.day()?).await;
                    let stored = saved.in_german_of(file)?;
                    println!(
                        "{} geladen (Fassung {}): {}",
                        stored.profile.id, stored.revision, stored.profile.title
                    );
                }
                db.close().await;
            }
            Self::List { folder } => {
                for stored in profiles::list(&folder.read().await?).await.in_german()? {
                    println!("{:<32} {}", stored.profile.id, stored.profile.title);
                }
            }
            Self::Show { id, folder } => {
                let stored = profiles::load(&folder.read().await?, &id)
                    .await
                    .in_german()?;
                let stored = stored.ok_or_else(|| told(format!("Ein Quellprofil „{id}“ gibt es nicht. „lebenslage profile list“ nennt alle.")))?;
                print!("{}", stored.text);
            }
        }
        Ok(())
    }
}
