//! An index of an edition as a table: level and change of every area as they were frozen.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use disclosure::Public;
use releases::{IndexPeriod, IndexResult, Release, store};
use vocabulary::{AreaKey, Period, german_counted, german_period};

use super::DataFolder;
use crate::failure::{InGerman, told};
use crate::public_folder::write;

#[derive(Args)]
pub(crate) struct Index {
    #[arg(value_name = "KENNUNG", help = "Kennung der Ausgabe")]
    release: String,
    #[arg(
        long,
        value_name = "VORLAGE",
        default_value = "soziale-lage",
        help = "Vorlage, nach der gerechnet wurde"
    )]
    preset: String,
    #[arg(
        long,
        value_name = "ZEITRAUM",
        help = "Zeitraum, zum Beispiel 2021 [sonst: der neueste]"
    )]
    period: Option<Period>,
    #[arg(short, long, value_name = "DATEI", help = "Wohin die Tabelle soll")]
    output: PathBuf,
    #[command(flatten)]
    folder: DataFolder,
}

impl Index {
    pub(crate) async fn run(self) -> Result<()> {
        let db = self.folder.read().await?;
        let release: Release<Public> = store::open(&db, &self.release).await.in_german()?;
        let made = release.indices.iter().find(|i| i.preset.id == self.preset);
        let made = made.ok_or_else(|| self.not_there(&release))?;
        let period = match self.period {
            Some(period) => made.at(period).ok_or_else(|| no_period(made, period))?,
            None => made.newest().ok_or_else(|| self.not_there(&release))?,
        };
        let (table, all) = table(made, period)?;
        write(&self.output, table.as_bytes())?;
        println!(
            "{}: {} von {} haben einen Index.",
            self.output.display(),
            period.areas.len(),
            german_counted(all, "Gebiet", "Gebieten"),
        );
        Ok(())
    }

    fn not_there(&self, release: &Release<Public>) -> anyhow::Error {
        let known: Vec<&str> = release
            .indices
            .iter()
            .map(|i| i.preset.id.as_str())
            .collect();
        told(match known.as_slice() {
            [] => format!("Die Ausgabe {} enthält keinen Index.", self.release),
            known => format!(
                "Die Ausgabe {} enthält keinen Index nach der Vorlage „{}“, sondern nach: {}.",
                self.release,
                self.preset,
                known.join(", ")
            ),
        })
    }
}

fn no_period(made: &IndexResult, period: Period) -> anyhow::Error {
    let known: Vec<String> = made
        .periods
        .iter()
        .map(|p| german_period(p.period))
        .collect();
    told(format!(
        "Für {} gibt es den Index nicht; es gibt ihn für {}.",
        german_period(period),
        known.join(", ")
    ))
}

/// One line for each area in the order of the keys, and how many there are.
fn table(made: &IndexResult, period: &IndexPeriod) -> Result<(String, usize)> {
    let mut lines: BTreeMap<&AreaKey, String> = BTreeMap::new();
    for area in &period.areas {
        let class = &made.preset.status.names[area.class];
        let mut line = format!("{};{};{class};", area.area, area.index);
        match area.dynamics.as_ref().zip(made.preset.dynamics.as_ref()) {
            Some((found, choice)) => {
                write!(line, "{};{};1", found.index, choice.names[found.class])?;
            }
            None => line.push_str(";;1"),
        }
        lines.insert(&area.area, line);
    }
    for left in &period.left_out {
        lines.insert(&left.area, format!("{};;;;;0", left.area));
    }
    let mut table =
        String::from("area_id;status_index;status_class;dynamics_index;dynamics_class;valid\n");
    for line in lines.values() {
        writeln!(table, "{line}")?;
    }
    Ok((table, lines.len()))
}
