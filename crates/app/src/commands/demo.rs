//! The invented county Musterkreis, from the raw deliveries of its offices to report, tables and website.
//!
//! Release date, identifier and seed are constants: the same bytes every time.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use disclosure::{Internal, Public};
use intake::Source;
use observations::ImportReport;
use observations::{Importer, Incoming};
use register::areas::{self, describe};
use register::{Access, Db, StoredProfile, assignments, profiles, rules};
use releases::{Release, ReleaseMeta};
use reports::{Outline, Report, Scope};
use testkit::{County, RawFile};
use vocabulary::{Date, german_number};

use super::areas::pairs;
use super::import::{name_of, write_report};
use super::init::furnish;
use super::protection::write_protocol;
use super::release::{make, tell};
use super::serve::{Listen, serve};
use crate::computation::compute;
use crate::failure::{InGerman, files, told};
use crate::progress;
use crate::public_folder::{citation, facts, front, write, write_tables};

const IDENTIFIER: &str = "2025-1";
const TITLE: &str = "Sozialdaten Musterkreis 2025";

/// The day of release.
fn released() -> Date {
    Date::new(2025, 6, 30).expect("a day of the calendar")
}

#[derive(Args, Default)]
pub(crate) struct Demo {
    #[arg(long, help = "Nach dem Schreiben aufhören, nichts zeigen")]
    no_serve: bool,
    #[arg(
        long,
        value_name = "ORDNER",
        help = "Datenordner; darf fehlen oder leer sein [sonst: musterkreis]"
    )]
    data: Option<PathBuf>,
    #[command(flatten)]
    listen: Listen,
}

impl Demo {
    pub(crate) async fn run(self) -> Result<()> {
        let data = self.data.unwrap_or_else(|| PathBuf::from("musterkreis"));
        must_be_empty(&data)?;
        let spinner = progress::spinner("Musterkreis erfinden");
        let county = testkit::musterkreis();
        spinner.finish_and_clear();
        let raw = data.join("raw");
        unpack(&county, &raw)?;
        let db = Db::open(&data, Access::Write).await.in_german()?;
        furnish(&db, released()).await?;
        settle(&db, &county, &raw).await?;
        let imported = import(&db, &county).await?;
        files::folder(&data.join("internal"))?;
        write_report(&imported, &data.join("internal/import_report.json"))?;
        println!("{}", summary(&imported));
        let front = publish(&db, &data).await?;
        db.close().await;
        if self.no_serve {
            return Ok(());
        }
        serve(&data, front, self.listen).await
    }
}

fn must_be_empty(data: &Path) -> Result<()> {
    let Ok(mut entries) = fs::read_dir(data) else {
        return Ok(());
    };
    if entries.next().is_none() {
        return Ok(());
    }
    Err(told(format!(
        "Der Ordner {} ist nicht leer. Löschen Sie ihn oder nennen Sie mit --data einen neuen; \
         „lebenslage serve --data {}“ zeigt, was schon darin ist.",
        data.display(),
        data.display()
    )))
}

/// Puts the raw files where a planner would find them.
fn unpack(county: &County, raw: &Path) -> Result<()> {
    for file in county.areas.iter().chain(&county.deliveries) {
        let path = raw.join(&file.path);
        if let Some(folder) = path.parent() {
            files::folder(folder)?;
        }
        files::write(&path, &file.bytes)?;
    }
    Ok(())
}

/// Areas, voting districts, source profiles, and what the county shares out by need.
async fn settle(db: &Db, county: &County, raw: &Path) -> Result<()> {
    let (territory, _) = describe(&raw.join(testkit::DESCRIPTION)).in_german()?;
    areas::save(db, &territory, released()).await.in_german()?;
    for file in county.areas.iter().filter(|f| f.profile == "assignment") {
        let text = String::from_utf8_lossy(&file.bytes);
        let districts =
            pairs(&text).map_err(|line| told(format!("{}, Zeile {line}", file.path)))?;
        let year: String = file.path.chars().filter(char::is_ascii_digit).collect();
        assignments::save(db, &format!("districts_{year}"), &districts, released())
            .await
            .in_german()?;
    }
    for (_, text) in testkit::PROFILES {
        profiles::save(db, text, released()).await.in_german()?;
    }
    rules::save(db, "allocation", testkit::ALLOCATION, released())
        .await
        .in_german()?;
    Ok(())
}

async fn import(db: &Db, county: &County) -> Result<ImportReport> {
    let importer = Importer::new(db).await.in_german()?;
    let known = profiles::list(db).await.in_german()?;
    let bar = progress::bar("Lieferungen einlesen", county.deliveries.len());
    let mut all = ImportReport::default();
    for file in &county.deliveries {
        let file_name = name_of(Path::new(&file.path));
        let incoming = Incoming {
            file_name: &file_name,
            source: Source::Bytes(&file.bytes),
            profile: profile(&known, file)?,
            received: file.received,
        };
        all.deliveries
            .push(importer.import(incoming).await.in_german()?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(all)
}

/// What the offices' files brought, in two sentences; the whole of it stands in the import report.
fn summary(imported: &ImportReport) -> String {
    let n = |number: u64| german_number(number as f64, 0);
    let sum =
        |of: fn(&observations::DeliveryReport) -> u64| n(imported.deliveries.iter().map(of).sum());
    format!(
        "{} Lieferungen mit {} Zeilen eingelesen. Unterwegs bemerkt: {} Zeilen ohne Gebiet, {} doppelte Zellen, \
         {} Summen, die nicht aufgehen, {} Sprünge gegenüber dem Vorjahr.",
        n(imported.deliveries.len() as u64),
        sum(|d| d.rows_read),
        sum(|d| d.unplaced),
        sum(|d| d.duplicates_found),
        sum(|d| d.totals_not_matching_found),
        sum(|d| d.jumps_found)
    )
}

fn profile<'a>(known: &'a [StoredProfile], file: &RawFile) -> Result<&'a StoredProfile> {
    let found = known.iter().find(|p| p.profile.id == file.profile);
    found.ok_or_else(|| {
        told(format!(
            "{}: das Quellprofil {} fehlt.",
            file.path, file.profile
        ))
    })
}

/// Computes, checks, freezes and writes both editions.
async fn publish(db: &Db, data: &Path) -> Result<webframe::site::Front> {
    let spinner = progress::spinner("Berechnen und prüfen");
    let computation = compute(db, None).await?;
    let meta = meta(&computation.tree.root().name);
    let made = make(db, &computation, meta).await?;
    write_protocol(&computation, &made, data)?;
    let public = made.public;
    drop(computation);
    spinner.finish_and_clear();
    tell(&public, &made.protocol);
    let report = write_down(&public, &made.internal, data)?;
    println!("{}\n", citation(&public));
    for fact in facts(&public) {
        println!("  {fact}");
    }
    let megabytes = german_number(report.pdf.len() as f64 / 1e6, 1);
    let folder = data.join("public");
    println!(
        "\nÖffentlich: {}  (Bericht: {} Seiten, {} Abbildungen, {megabytes} MB)",
        folder.display(),
        report.pages,
        report.figures
    );
    println!(
        "Intern:     {}  (nie veröffentlichen)",
        data.join("internal").display()
    );
    println!("Rohdaten:   {}", data.join("raw").display());
    Ok(front(&public, &folder))
}

fn meta(county: &str) -> ReleaseMeta {
    ReleaseMeta {
        identifier: IDENTIFIER.to_owned(),
        title: TITLE.to_owned(),
        county: county.to_owned(),
        date: released(),
        edition: String::new(),
        predecessor: None,
        erratum: None,
        hash: String::new(),
    }
}

/// Tables on one core, the report on the other.
fn write_down(
    public: &Release<Public>,
    internal: &Release<Internal>,
    data: &Path,
) -> Result<Report> {
    let spinner = progress::spinner("Bericht und Tabellen schreiben");
    let folder = data.join("public");
    let (tables, report) = std::thread::scope(|scope| {
        let tables = scope.spawn(|| {
            write_tables(public, &folder)?;
            write_tables(internal, &data.join("internal"))
        });
        let report = Outline::default_county()
            .with_words(testkit::REPORT_WORDS)
            .in_german()
            .and_then(|outline| {
                reports::sozialbericht(public, &outline, Scope::County).in_german()
            });
        (tables.join(), report)
    });
    tables.map_err(|_panic| told("Die Tabellen konnten nicht geschrieben werden."))??;
    let report = report?;
    write(&folder.join("sozialbericht.pdf"), &report.pdf)?;
    spinner.finish_and_clear();
    Ok(report)
}
