//! The index after the preset „MSS Berlin“, as a table.

use std::fmt::Write;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use disclosure::Public;
use methods::mss::{Dynamics, Status};
use releases::index::{Preset, mss};
use releases::{Release, store};
use vocabulary::{Explain, IndicatorId, LevelId, Period};

use super::DataFolder;
use crate::failure::{InGerman, told};
use crate::public_folder::write;

#[derive(Args)]
pub(crate) struct Index {
    #[arg(value_name = "KENNUNG", help = "Kennung der Ausgabe mit den Anteilen")]
    release: String,
    #[arg(
        long,
        value_name = "EBENE",
        help = "Gebietsebene, zum Beispiel planning_area"
    )]
    level: LevelId,
    #[arg(
        long,
        value_name = "ZEITRAUM",
        help = "Zeitraum der Anteile, zum Beispiel 2021"
    )]
    period: Period,
    #[arg(
        long,
        value_name = "INDIKATOREN",
        required = true,
        value_delimiter = ',',
        help = "Anteile; hoch heißt ungünstig"
    )]
    shares: Vec<IndicatorId>,
    #[arg(
        long,
        value_name = "INDIKATOREN",
        required = true,
        value_delimiter = ',',
        help = "Veränderungen über zwei Jahre"
    )]
    changes: Vec<IndicatorId>,
    #[arg(short, long, value_name = "DATEI", help = "Wohin die Tabelle soll")]
    output: PathBuf,
    #[command(flatten)]
    folder: DataFolder,
}

impl Index {
    pub(crate) async fn run(self) -> Result<()> {
        let db = self.folder.read().await?;
        let release: Release<Public> = store::open(&db, &self.release).await.in_german()?;
        let preset = Preset {
            level: self.level,
            period: self.period,
            shares: self.shares,
            changes: self.changes,
        };
        let placed = mss(&release, &preset)
            .map_err(|e| told(format!("Der Index ist nicht berechenbar: {}", e.german())))?;
        let mut table =
            String::from("area_id;status_index;status_class;dynamics_index;dynamics_class;valid\n");
        for area in &placed {
            match area.score {
                Some(s) => writeln!(
                    table,
                    "{};{};{};{};{};1",
                    area.area,
                    s.status_index,
                    status(s.status),
                    s.dynamics_index,
                    dynamics(s.dynamics)
                )?,
                None => writeln!(table, "{};;;;;0", area.area)?,
            }
        }
        write(&self.output, table.as_bytes())?;
        let valid = placed.iter().filter(|p| p.score.is_some()).count();
        println!(
            "{}: {valid} von {} Gebieten haben einen Index.",
            self.output.display(),
            placed.len()
        );
        Ok(())
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::High => "hoch",
        Status::Middle => "mittel",
        Status::Low => "niedrig",
        Status::VeryLow => "sehr niedrig",
    }
}

fn dynamics(dynamics: Dynamics) -> &'static str {
    match dynamics {
        Dynamics::Positive => "positiv",
        Dynamics::Stable => "stabil",
        Dynamics::Negative => "negativ",
    }
}
