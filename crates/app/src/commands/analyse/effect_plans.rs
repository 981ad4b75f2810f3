//! Plans of measures: laid down in the data folder before the start, with their day and all their versions.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Subcommand;
use findings::effect::{NotJudged, Plan, Registration, Wave, effect};
use register::{NewPlan, StoredPlan, plans};
use vocabulary::{AreaKey, Date, Explain, german_date, german_number};

use super::Source;
use crate::commands::{DataFolder, On};
use crate::failure::{InGerman, files, told};

#[derive(Subcommand)]
pub(crate) enum PlanCommand {
    #[command(about = "Einen Plan hinterlegen; ein geänderter Plan ist eine neue Fassung")]
    Load {
        #[arg(value_name = "DATEI", help = "Der Plan (TOML)")]
        file: PathBuf,
        #[command(flatten)]
        folder: DataFolder,
        #[command(flatten)]
        on: On,
    },
    #[command(about = "Alle hinterlegten Pläne mit ihren Fassungen")]
    List {
        #[command(flatten)]
        folder: DataFolder,
    },
}

/// One version of a plan, ready to be judged.
pub(crate) struct Version {
    pub(crate) plan: Plan,
    /// None where the plan is not laid down.
    pub(crate) number: Option<u32>,
    /// The smallest difference it could show when it was laid down.
    pub(crate) at_planning: Option<f64>,
    pub(crate) registration: Registration,
}

impl Version {
    /// What the version says, so that changes are seen.
    pub(crate) fn told(&self, number: u32) -> String {
        let wave = |wave: &Wave| {
            let areas: Vec<&str> = wave.areas.iter().map(AreaKey::as_str).collect();
            format!("{}, Start {}", areas.join(", "), wave.start)
        };
        let waves: Vec<String> = self.plan.waves.iter().map(wave).collect();
        format!(
            "Fassung {number} des Plans: Indikator {}, Gebiete {}, kleinster Unterschied, der zählt: {}.",
            self.plan.indicator,
            waves.join("; "),
            german_number(self.plan.smallest_difference, 2)
        )
    }
}

impl PlanCommand {
    pub(crate) async fn run(self) -> Result<()> {
        match self {
            Self::Load { file, folder, on } => load(&file, folder, on.day()?).await,
            Self::List { folder } => {
                let db = folder.read().await?;
                let all = plans::list(&db).await.in_german()?;
                db.close().await;
                if all.is_empty() {
                    println!("Es ist kein Plan hinterlegt.");
                }
                for plan in &all {
                    println!("{}", line(plan)?);
                }
                Ok(())
            }
        }
    }
}

/// Lays a plan down after looking what it could show by the figures of today.
async fn load(file: &Path, folder: DataFolder, on: Date) -> Result<()> {
    let text = files::text(file)?;
    let plan = Plan::load(&file.display().to_string(), &text).in_german()?;
    // Opened to be changed first, so that tables older than the program are brought up to it.
    folder.write().await?.close().await;
    let ground = Source::of(folder.clone()).ground().await?;
    let (smallest, words) = match effect(ground.panel(), &plan) {
        // What an unknown area or indicator would show nobody can ever say.
        Err(wrong @ (NotJudged::Indicator(_) | NotJudged::Area(_))) => {
            return Err(told(format!("{}: {}", file.display(), wrong.german())));
        }
        Err(reason) => (None, reason.german()),
        Ok(found) => match found.smallest_detectable {
            Ok(smallest) => (
                Some(smallest),
                format!(
                    "Nachweisbar wäre nach den Schwankungen vor dem Start ein Unterschied ab {}; zählen soll ein Unterschied ab {}.",
                    german_number(smallest, 2),
                    german_number(plan.smallest_difference, 2)
                ),
            ),
            Err(reason) => (None, reason.german()),
        },
    };
    let new = NewPlan {
        name: &plan.name,
        content: &text,
        smallest_detectable: smallest,
    };
    let db = folder.write().await?;
    let stored = plans::save(&db, new, on).await.in_german()?;
    db.close().await;
    println!("{}", line(&stored)?);
    println!("{words}");
    Ok(())
}

/// All versions of a plan, oldest first.
pub(crate) async fn stored(folder: &DataFolder, name: &str) -> Result<Vec<Version>> {
    let db = folder.read().await?;
    let versions = plans::versions(&db, name).await.in_german()?;
    db.close().await;
    if versions.is_empty() {
        return Err(told(format!(
            "Ein Plan „{name}“ ist nicht hinterlegt. „lebenslage analyse effect plan list“ zeigt, welche es sind."
        )));
    }
    versions.iter().map(version).collect()
}

fn version(stored: &StoredPlan) -> Result<Version> {
    let plan = Plan::load(&stored.name, &stored.content).in_german()?;
    Ok(Version {
        registration: Registration::of(stored.saved_on, plan.start()),
        plan,
        number: Some(stored.version),
        at_planning: stored.smallest_detectable,
    })
}

/// „Familienzentrum, Fassung 1, hinterlegt am 01.10.2020, vor dem Start 2021“.
fn line(stored: &StoredPlan) -> Result<String> {
    let version = version(stored)?;
    let when = match version.registration {
        Registration::Before(_) => "vor dem Start",
        _ => "nach dem Start",
    };
    Ok(format!(
        "{}, Fassung {}, hinterlegt am {}, {when} {}",
        stored.name,
        stored.version,
        german_date(stored.saved_on),
        version.plan.start()
    ))
}
