//! Deliveries: what a file seems to be, and taking it in.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use intake::{Profile, Source};
use observations::report::{self, ImportReport};
use observations::{ImportError, Importer, Incoming};
use register::{Db, StoredProfile, catalogue};
use vocabulary::{CountId, Date, Explain};

use super::again::rules_again;
use super::matching::{better, hint_of_name, profile_for};
use super::wholes::parts_of_wholes;
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
        help = "Eine oder mehrere Lieferungen; ist eine nicht zu übernehmen, wird keine übernommen"
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
        if let Some(path) = &self.report {
            must_be_a_report(path)?;
        }
        let received = On { on: self.received }.day()?;
        let db = if self.dry_run {
            self.folder.read().await?
        } else {
            self.folder.write().await?
        };
        let taken = self.take(&db, received).await;
        let all = match taken {
            Ok(all) => all,
            Err(refused) => {
                db.close().await;
                return Err(refused);
            }
        };
        print!("{}", report::german(&all));
        if !self.dry_run {
            print!("{}", rules_again(&db).await);
        }
        db.close().await;
        if let Some(path) = &self.report {
            let written = write_report(&all, path);
            if self.dry_run {
                written?;
            } else {
                written.map_err(|e| {
                    told(format!(
                        "Eingelesen ist alles, aber das Protokoll fehlt. {e}"
                    ))
                })?;
            }
        }
        Ok(())
    }

    /// Takes all files or none.
    async fn take(&self, db: &Db, received: Date) -> Result<ImportReport> {
        let mut importer = Importer::new(db).await.in_german()?;
        if let Some(stored) = catalogue::load(db).await.in_german()? {
            importer = importer.checking(parts_of_wholes(&stored.catalogue));
        }
        let mut planned = Vec::new();
        for file in &self.files {
            let profile = profile_for(db, file, self.profile.as_deref()).await?;
            counts_must_be_known(db, &profile.profile).await?;
            if let Some(hint) = hint_of_name(db, file, &profile).await? {
                println!("{hint}");
            }
            planned.push((name_of(file), file, profile));
        }
        let incoming = planned.iter().map(|(file_name, file, profile)| Incoming {
            file_name,
            source: Source::Path(file),
            profile,
            received,
        });
        let incoming = incoming.collect();
        let bar = progress::bar("Lieferungen einlesen", planned.len());
        let mut done = || bar.inc(1);
        let told = if self.dry_run {
            importer.dry_run_all(incoming, &mut done).await
        } else {
            importer.import_all(incoming, &mut done).await
        };
        bar.finish_and_clear();
        match told {
            Ok(deliveries) => Ok(ImportReport { deliveries }),
            Err(error) => Err(self.refusal(db, &error, &planned).await?),
        }
    }

    /// Why nothing was taken, with the profile that would do better, and what became of the other files.
    async fn refusal(
        &self,
        db: &Db,
        error: &ImportError,
        planned: &[(String, &PathBuf, StoredProfile)],
    ) -> Result<anyhow::Error> {
        let mut sentence = error.german();
        if let ImportError::Intake(cause) = error
            && cause.is_about_the_profile()
            && let Some((_, file, used)) = planned.iter().find(|(name, ..)| name == cause.file())
        {
            sentence.push_str(&better(db, file, &used.profile.id).await?);
        }
        if self.files.len() > 1 {
            let files = self.files.len();
            sentence = format!(
                "{sentence} Von den {files} Dateien dieses Aufrufs wurde keine übernommen."
            );
        } else if !sentence.contains("wurde nichts geändert") {
            sentence.push_str(" Am Datenordner wurde nichts geändert.");
        }
        Ok(told(sentence))
    }
}

/// Refuses a report nobody can write before anything is read.
fn must_be_a_report(path: &Path) -> Result<()> {
    let ending = path.extension().and_then(|e| e.to_str());
    if !matches!(ending, Some("json" | "txt" | "xlsx")) {
        return Err(told(format!(
            "--report {}: Das Einleseprotokoll gibt es als .txt, .json oder .xlsx. Bitte eine dieser Endungen \
             nehmen; es wurde nichts eingelesen.",
            path.display()
        )));
    }
    let folder = path.parent().filter(|f| !f.as_os_str().is_empty());
    if folder.is_some_and(|f| !f.is_dir()) || path.is_dir() {
        return Err(told(format!(
            "--report {}: Den Ordner dafür gibt es nicht, oder es ist selbst ein Ordner. Bitte den Pfad berichtigen; \
             es wurde nichts eingelesen.",
            path.display()
        )));
    }
    Ok(())
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

/// The file's name without its folder.
pub(crate) fn name_of(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned())
}
