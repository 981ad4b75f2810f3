//! Warnings of the editions: listing them, and saying what became of them.

use anyhow::Result;
use clap::{Subcommand, ValueEnum};
use disclosure::{Edition, Internal, Public};
use releases::warnings::{self, Judgement, Warning};
use vocabulary::german_counted;

use super::{DataFolder, On};
use crate::failure::InGerman;

#[derive(Subcommand)]
pub(crate) enum WarningsCommand {
    #[command(
        about = "Alle Warnungen nennen: wann ausgesprochen, ob sie noch stehen, was daraus wurde"
    )]
    List {
        #[arg(long, help = "Die Warnungen der internen Ausgaben")]
        internal: bool,
        #[command(flatten)]
        folder: DataFolder,
    },
    #[command(about = "Festhalten, ob eine Warnung richtig war")]
    Judge {
        #[arg(value_name = "NUMMER", help = "Nummer aus der Liste")]
        number: i64,
        #[arg(
            value_enum,
            value_name = "URTEIL",
            help = "right (richtig), false (falsch) oder open (offen)"
        )]
        judgement: Said,
        #[arg(
            long,
            value_name = "TEXT",
            default_value = "",
            help = "Warum, in eigenen Worten"
        )]
        note: String,
        #[arg(long, help = "Eine Warnung der internen Ausgaben")]
        internal: bool,
        #[command(flatten)]
        folder: DataFolder,
        #[command(flatten)]
        on: On,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Said {
    Right,
    False,
    Open,
}

impl From<Said> for Judgement {
    fn from(said: Said) -> Self {
        match said {
            Said::Right => Self::Right,
            Said::False => Self::False,
            Said::Open => Self::Open,
        }
    }
}

impl WarningsCommand {
    pub(crate) async fn run(self) -> Result<()> {
        match self {
            Self::List { internal, folder } if internal => list::<Internal>(&folder).await,
            Self::List { folder, .. } => list::<Public>(&folder).await,
            Self::Judge {
                number,
                judgement,
                note,
                internal,
                folder,
                on,
            } => {
                let db = folder.write().await?;
                let (said, day) = ((judgement.into(), note.as_str()), on.day()?);
                let warning = if internal {
                    warnings::judge::<Internal>(&db, number, said, day).await
                } else {
                    warnings::judge::<Public>(&db, number, said, day).await
                };
                println!("{}", told(&warning.in_german()?));
                db.close().await;
                Ok(())
            }
        }
    }
}

async fn list<E: Edition>(folder: &DataFolder) -> Result<()> {
    let all = warnings::list::<E>(&folder.read().await?)
        .await
        .in_german()?;
    for warning in &all {
        println!("{}", told(warning));
    }
    println!("{}.", german_counted(all.len(), "Warnung", "Warnungen"));
    Ok(())
}

fn told(warning: &Warning) -> String {
    let standing = match &warning.gone_in {
        Some(gone) => format!(
            "ausgesprochen {}, seit {gone} nicht mehr",
            warning.raised_in
        ),
        None => format!(
            "ausgesprochen {}, steht in {}",
            warning.raised_in, warning.last_in
        ),
    };
    let judgement = match warning.judgement {
        Judgement::Open => "offen",
        Judgement::Right => "richtig",
        Judgement::False => "falsch",
    };
    let areas: Vec<&str> = warning
        .finding
        .areas
        .iter()
        .map(vocabulary::AreaKey::as_str)
        .collect();
    let note = if warning.note.is_empty() {
        String::new()
    } else {
        format!(" – {}", warning.note)
    };
    format!(
        "{:>4}  {judgement:<8} {} {}: {} [{standing}]{note}",
        warning.no,
        warning.finding.rule,
        areas.join(", "),
        warning.finding.reason
    )
}
