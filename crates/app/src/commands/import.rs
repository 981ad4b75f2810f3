//! Deliveries: what a file seems to be, and taking it in.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use intake::{Profile, Source};
use observations::report::{self, ImportReport};
use observations::{Importer, Incoming};
use register::{Db, StoredProfile, catalogue, profiles};
use vocabulary::{CountId, Date};

use super::{DataFolder, On};
use crate::failure::{InGerman, files, told};
use crate::progress;

#[derive(Args)]
pub(crate) struct Propose {
    #[arg(value_name = "DATEI", help = "Die Datei, wie sie geliefert wurde")]
    file: PathBuf,
    #[arg(
        long,
        value_name = "DATEI",
        help = "Den Entwurf des Quellprofils hierhin schreiben"
    )]
    save: Option<PathBuf>,
}

impl Propose {
    pub(crate) fn run(self) -> Result<()> {
        let bytes = files::bytes(&self.file)?;
        let proposal = intake::propose(&name_of(&self.file), &bytes).in_german()?;
        for (heading, guess) in proposal.guesses() {
            println!(
                "{heading:<18} {:<14} {:<16} {}",
                guess.value,
                guess.sureness(),
                guess.why
            );
        }
        println!("\nSo werden die ersten Zeilen verstanden:");
        for row in &proposal.preview {
            println!("  {}", row.join(" | "));
        }
        if let Some(path) = &self.save {
            files::write(path, proposal.profile.to_toml())?;
            println!("\nEntwurf des Quellprofils: {}", path.display());
        }
        Ok(())
    }
}

#[derive(Args)]
pub(crate) struct Import {
    #[arg(
        value_name = "DATEI",
        required = true,
        help = "Eine oder mehrere Lieferungen"
    )]
    files: Vec<PathBuf>,
    #[arg(
        long,
        value_name = "KENNUNG",
        help = "Quellprofil [sonst: das zum Dateinamen passende]"
    )]
    profile: Option<String>,
    #[arg(
        long,
        help = "Nur zeigen, was neu, geändert, unverändert oder abgelehnt wäre"
    )]
    dry_run: bool,
    #[arg(long, value_name = "TAG", help = "Eingangstag [sonst: heute]")]
    received: Option<Date>,
    #[arg(
        long,
        value_name = "DATEI",
        help = "Einleseprotokoll schreiben: .json, .txt oder .xlsx"
    )]
    report: Option<PathBuf>,
    #[command(flatten)]
    folder: DataFolder,
}

impl Import {
    pub(crate) async fn run(self) -> Result<()> {
        let received = On { on: self.received }.day()?;
        let db = if self.dry_run {
            self.folder.read().await?
        } else {
            self.folder.write().await?
        };
        let importer = Importer::new(&db).await.in_german()?;
        let mut all = ImportReport::default();
        let bar = progress::bar("Lieferungen einlesen", self.files.len());
        for file in &self.files {
            let profile = profile_for(&db, file, self.profile.as_deref()).await?;
            counts_must_be_known(&db, &profile.profile).await?;
            let file_name = name_of(file);
            let incoming = Incoming {
                file_name: &file_name,
                source: Source::Path(file),
                profile: &profile,
                received,
            };
            let told = if self.dry_run {
                importer.dry_run(incoming).await
            } else {
                importer.import(incoming).await
            };
            all.deliveries.push(told.in_german()?);
            bar.inc(1);
        }
        bar.finish_and_clear();
        print!("{}", report::german(&all));
        if let Some(path) = &self.report {
            write_report(&all, path)?;
        }
        db.close().await;
        Ok(())
    }
}

/// Writes an import report in the format its name asks for.
pub(crate) fn write_report(all: &ImportReport, path: &Path) -> Result<()> {
    let bytes = match path.extension().and_then(|e| e.to_str()) {
        Some("json") => serde_json::to_vec_pretty(all)?,
        Some("xlsx") => report::workbook(all).in_german_of(path)?,
        _ => report::german(all).into_bytes(),
    };
    files::write(path, bytes)
}

/// Refuses a profile that names a count nobody has defined: its numbers would be stored and never seen again.
async fn counts_must_be_known(db: &Db, profile: &Profile) -> Result<()> {
    let Some(stored) = catalogue::load(db).await.in_german()? else {
        return Ok(());
    };
    let counts = profile.counts().into_iter();
    let unknown: Vec<&str> = counts
        .filter(|id| stored.catalogue.count(id).is_none())
        .map(CountId::as_str)
        .collect();
    if unknown.is_empty() {
        return Ok(());
    }
    Err(told(format!(
        "Das Quellprofil „{}“ nennt Grundzahlen, die der Katalog nicht kennt: {}. Berichtigen Sie das Profil, oder \
         nehmen Sie die Grundzahlen mit „lebenslage catalogue load --counts“ auf; „lebenslage catalogue list --counts“ \
         nennt alle. Am Datenordner wurde nichts geändert.",
        profile.id,
        unknown.join(", ")
    )))
}

async fn profile_for(db: &Db, file: &Path, id: Option<&str>) -> Result<StoredProfile> {
    let name = name_of(file);
    let found = match id {
        Some(id) => profiles::load(db, id).await.in_german()?,
        None => profiles::for_file(db, &name).await.in_german()?,
    };
    found.ok_or_else(|| match id {
        Some(id) => told(format!("Ein Quellprofil „{id}“ gibt es nicht. „lebenslage profile list“ nennt alle.")),
        None => told(format!(
            "Zu „{name}“ passt kein Quellprofil eindeutig. Nennen Sie eines mit --profile, oder lassen Sie sich mit \
             „lebenslage propose {name}“ eines entwerfen."
        )),
    })
}

/// The file's name without its folder.
pub(crate) fn name_of(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned())
}
