//! The Sozialbericht of a release, for the county or one municipality.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use disclosure::{Internal, Public};
use reports::{Outline, Scope};
use vocabulary::{AreaKey, german_number};

use super::DataFolder;
use crate::failure::{InGerman, files};
use crate::progress;

#[derive(Args)]
pub(crate) struct Report {
    #[arg(
        value_name = "KENNUNG",
        help = "Kennung der Ausgabe, zum Beispiel 2025-1"
    )]
    release: String,
    #[arg(long, help = "Den Bericht der internen Ausgabe schreiben")]
    internal: bool,
    #[arg(
        long,
        value_name = "SCHLÜSSEL",
        help = "Nur den Teilbericht dieser Kommune"
    )]
    municipality: Option<AreaKey>,
    #[arg(
        long,
        value_name = "DATEI",
        help = "Gliederung und Texte (TOML) [sonst: die mitgelieferte]"
    )]
    outline: Option<PathBuf>,
    #[arg(
        long,
        value_name = "DATEI",
        help = "Vorwort, Auftrag, Stellungnahmen und Kommentare (TOML)"
    )]
    words: Option<PathBuf>,
    #[arg(
        short,
        long,
        value_name = "DATEI",
        default_value = "sozialbericht.pdf",
        help = "Wohin"
    )]
    output: PathBuf,
    #[command(flatten)]
    folder: DataFolder,
}

impl Report {
    pub(crate) async fn run(self) -> Result<()> {
        let outline = match &self.outline {
            Some(path) => Outline::parse(&files::text(path)?).in_german_of(path)?,
            None => Outline::default_county(),
        };
        let outline = match &self.words {
            Some(path) => outline.with_words(&files::text(path)?).in_german_of(path)?,
            None => outline,
        };
        let scope = self
            .municipality
            .clone()
            .map_or(Scope::County, Scope::Municipality);
        let db = self.folder.read().await?;
        let spinner = progress::spinner("Bericht setzen");
        let report = if self.internal {
            let release = releases::store::open::<Internal>(&db, &self.release)
                .await
                .in_german()?;
            reports::sozialbericht(&release, &outline, scope).in_german()?
        } else {
            let release = releases::store::open::<Public>(&db, &self.release)
                .await
                .in_german()?;
            reports::sozialbericht(&release, &outline, scope).in_german()?
        };
        spinner.finish_and_clear();
        files::write(&self.output, &report.pdf)?;
        let megabytes = german_number(report.pdf.len() as f64 / 1e6, 1);
        println!(
            "{}: {} Seiten, {} Abbildungen, {megabytes} MB",
            self.output.display(),
            report.pages,
            report.figures
        );
        Ok(())
    }
}
