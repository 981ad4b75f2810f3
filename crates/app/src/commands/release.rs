//! Releases: computing and freezing, listing, comparing, writing tables, the index after a preset.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Args, Subcommand};
use disclosure::{Edition, Internal, Protocol, Public};
use register::Db;
use releases::warnings::Tally;
use releases::{
    Asked, IndexBeside, NotMade, Release, ReleaseMeta, beside, changes_csv, compare, freeze,
    publish, store,
};
use vocabulary::{Date, german_counted, german_number, german_period};

use super::protection::write_protocol;
use super::{DataFolder, On};
use crate::computation::{Computation, compute};
use crate::failure::{InGerman, told};
use crate::progress;
use crate::public_folder::write_tables;

#[derive(Subcommand)]
pub(crate) enum ReleaseCommand {
    #[command(about = "Berechnen, prüfen und als öffentliche und interne Ausgabe einfrieren")]
    Make(Box<Make>),
    #[command(about = "Alle Ausgaben nennen")]
    List {
        #[command(flatten)]
        folder: DataFolder,
    },
    #[command(
        about = "Zeigen, was sich zwischen zwei Ausgaben geändert hat, und warum (als Tabelle)"
    )]
    Compare(Compare),
    #[command(about = "Die Tabellen einer Ausgabe schreiben")]
    Export {
        #[arg(
            value_name = "KENNUNG",
            help = "Kennung der Ausgabe, zum Beispiel 2025-1"
        )]
        identifier: String,
        #[arg(long, help = "Die interne Ausgabe schreiben")]
        internal: bool,
        #[arg(
            short,
            long,
            value_name = "ORDNER",
            help = "Wohin [sonst: public/ oder internal/ im Datenordner]"
        )]
        output: Option<PathBuf>,
        #[command(flatten)]
        folder: DataFolder,
    },
    #[command(
        about = "Einen Index einer Ausgabe als Tabelle schreiben: Lage und Entwicklung aller Gebiete"
    )]
    Index(super::index::Index),
    #[command(
        subcommand,
        about = "Warnungen der Ausgaben: nennen, und was aus ihnen wurde"
    )]
    Warnings(super::warnings::WarningsCommand),
}

#[derive(Args)]
pub(crate) struct Compare {
    #[arg(value_name = "FRÜHER", help = "Kennung der früheren Ausgabe")]
    before: String,
    #[arg(value_name = "SPÄTER", help = "Kennung der späteren Ausgabe")]
    after: String,
    #[arg(long, help = "Die internen Ausgaben vergleichen")]
    internal: bool,
    #[arg(
        short,
        long,
        value_name = "DATEI",
        help = "In diese Datei schreiben [sonst: auf den Bildschirm]"
    )]
    output: Option<PathBuf>,
    #[command(flatten)]
    folder: DataFolder,
}

#[derive(Args)]
pub(crate) struct Make {
    #[arg(
        value_name = "KENNUNG",
        help = "Kennung der neuen Ausgabe, zum Beispiel 2025-1"
    )]
    identifier: String,
    #[arg(long, value_name = "TEXT", help = "Titel [sonst: Sozialdaten NAME]")]
    title: Option<String>,
    #[arg(
        long,
        value_name = "TAG",
        help = "Gebietsstand dieses Tages [sonst: der neueste]"
    )]
    territory: Option<Date>,
    #[arg(
        long,
        value_name = "KENNUNG",
        requires = "erratum",
        help = "Die Ausgabe, die diese ersetzt"
    )]
    replaces: Option<String>,
    #[arg(
        long,
        value_name = "TEXT",
        requires = "replaces",
        help = "Was an der ersetzten Ausgabe falsch war"
    )]
    erratum: Option<String>,
    #[command(flatten)]
    folder: DataFolder,
    #[command(flatten)]
    on: On,
}

impl ReleaseCommand {
    pub(crate) async fn run(self) -> Result<()> {
        match self {
            Self::Make(make) => make.run().await,
            Self::List { folder } => list(&folder).await,
            Self::Compare(asked) if asked.internal => changes::<Internal>(&asked).await,
            Self::Compare(asked) => changes::<Public>(&asked).await,
            Self::Export {
                identifier,
                internal,
                output,
                folder,
            } => {
                let db = folder.read().await?;
                let into = |name: &str| output.clone().unwrap_or_else(|| folder.data.join(name));
                if internal {
                    export::<Internal>(&db, &identifier, &into("internal")).await
                } else {
                    export::<Public>(&db, &identifier, &into("public")).await
                }
            }
            Self::Index(index) => index.run().await,
            Self::Warnings(command) => command.run().await,
        }
    }
}

impl Make {
    async fn run(self) -> Result<()> {
        let db = self.folder.write().await?;
        let spinner = progress::spinner("Berechnen und prüfen");
        let computation = compute(&db, self.territory).await?;
        let county = computation.tree.root().name.clone();
        let meta = ReleaseMeta {
            identifier: self.identifier,
            title: self
                .title
                .unwrap_or_else(|| format!("Sozialdaten {county}")),
            county,
            date: self.on.day()?,
            edition: String::new(),
            predecessor: self.replaces,
            erratum: self.erratum,
            hash: String::new(),
        };
        let made = make(&db, &computation, meta).await?;
        let protocol = write_protocol(&computation, &made, &self.folder.data)?;
        let (public, warned) = (made.public, made.warned);
        spinner.finish_and_clear();
        println!(
            "Ausgabe {} ist eingefroren, Prüfsumme {}.",
            public.meta.identifier, public.meta.hash
        );
        tell(&public, &made.protocol);
        println!(
            "Auffälligkeiten gegenüber der Ausgabe davor: {} neu, {} verändert, {} unverändert, {} nicht mehr da.",
            warned.new, warned.changed, warned.same, warned.gone
        );
        println!("Protokoll der Geheimhaltung: {}", protocol.display());
        db.close().await;
        Ok(())
    }
}

/// Both editions of a release that was made and archived.
pub(crate) struct Made {
    pub(crate) public: Release<Public>,
    pub(crate) internal: Release<Internal>,
    /// What was hidden in the public edition, and why.
    pub(crate) protocol: Protocol,
    /// How the public findings stand beside those before.
    pub(crate) warned: Tally,
}

/// Drafts, freezes and archives both editions; if one cannot be, neither is.
pub(crate) async fn make(db: &Db, computation: &Computation, meta: ReleaseMeta) -> Result<Made> {
    let (mut public, protocol) = computation.draft::<Public>(meta.clone())?;
    let (mut internal, _) = computation.draft::<Internal>(meta)?;
    put_beside(db, &mut public).await?;
    put_beside(db, &mut internal).await?;
    let (open, closed) = (freeze(&mut public)?, freeze(&mut internal)?);
    let warned = publish(db, (&public, &open), (&internal, &closed)).await;
    Ok(Made {
        warned: warned.in_german()?,
        public,
        internal,
        protocol,
    })
}

/// What every earlier edition published of its indices, beside what is computed now; the edition before comes first.
async fn put_beside<E: Edition>(db: &Db, release: &mut Release<E>) -> Result<()> {
    let all = store::list(db).await.in_german()?;
    for listed in all.iter().rev().filter(|l| l.edition == E::NAME) {
        let before: Release<E> = store::open(db, &listed.identifier).await.in_german()?;
        let told = beside(&before, release);
        release.beside.extend(told);
    }
    Ok(())
}

/// How many figures are shown and hidden, in sentences without a single protected number.
pub(crate) fn tell<E: Edition>(release: &Release<E>, protocol: &Protocol) {
    let n = |number: usize| german_number(number as f64, 0);
    println!(
        "{}, davon {} zum Schutz Einzelner nicht gezeigt.",
        german_counted(release.figures.rows().len(), "Wert", "Werte"),
        n(protocol.hidden())
    );
    println!(
        "{} nach den Regeln; {}.",
        german_counted(release.findings.len(), "Auffälligkeit", "Auffälligkeiten"),
        german_counted(release.gaps.len(), "Datenlücke", "Datenlücken")
    );
    tell_not_made(&release.not_made);
    release.beside.iter().for_each(tell_beside);
}

/// What an earlier edition published of an index, beside what is computed now.
fn tell_beside(told: &IndexBeside) {
    let what = match &told.not_defined {
        Some(reason) => format!("nicht neu gerechnet. {reason}"),
        None => format!(
            "{} in derselben Klasse, {} in einer anderen{}.",
            german_counted(told.same, "Gebiet", "Gebiete"),
            told.changed.len(),
            told.versions.map_or_else(String::new, |[before, now]| {
                format!(" (Fassung {now} der Vorlage statt {before})")
            })
        ),
    };
    println!(
        "Index „{}“, {}, neben der Ausgabe {}: {what}",
        told.preset,
        german_period(told.period),
        told.edition
    );
}

/// What was asked for and is missing, with the reason.
fn tell_not_made(missing: &[NotMade]) {
    for NotMade { asked, reason } in missing {
        match asked {
            Asked::Index { name, .. } => {
                println!("Nicht in der Ausgabe: der Index „{name}“. {reason}");
            }
            Asked::Outlook => println!("Nicht in der Ausgabe: der Ausblick. {reason}"),
        }
    }
}

async fn list(folder: &DataFolder) -> Result<()> {
    for r in store::list(&folder.read().await?).await.in_german()? {
        let edition = if r.edition == "public" {
            "öffentlich"
        } else {
            "intern"
        };
        println!(
            "{:<16} {edition:<11} {}  {}",
            r.identifier,
            r.released_on,
            r.hash.get(..16).unwrap_or(&r.hash)
        );
        if let (Some(predecessor), Some(erratum)) = (&r.predecessor, &r.erratum) {
            println!("                 ersetzt {predecessor}: {erratum}");
        }
    }
    Ok(())
}

async fn changes<E: Edition>(asked: &Compare) -> Result<()> {
    let db = asked.folder.read().await?;
    let before: Release<E> = store::open(&db, &asked.before).await.in_german()?;
    let after: Release<E> = store::open(&db, &asked.after).await.in_german()?;
    let changes = compare(&before, &after);
    let table = changes_csv(&changes, &before, &after)?;
    match &asked.output {
        Some(path) => std::fs::write(path, table).map_err(|e| {
            told(format!(
                "{} lässt sich nicht schreiben: {e}",
                path.display()
            ))
        })?,
        None => print!("{}", String::from_utf8_lossy(&table)),
    }
    eprintln!(
        "{} anders.",
        german_counted(changes.len(), "Wert ist", "Werte sind")
    );
    Ok(())
}

async fn export<E: Edition + Sync>(db: &Db, identifier: &str, folder: &Path) -> Result<()> {
    let release: Release<E> = store::open(db, identifier).await.in_german()?;
    write_tables(&release, folder)?;
    println!(
        "Tabellen der Ausgabe {identifier} stehen in {}.",
        folder.display()
    );
    Ok(())
}

/// Opens the newest public release of a folder.
pub(crate) async fn newest_public(db: &Db) -> Result<Release<Public>> {
    let all = store::list(db).await.in_german()?;
    let newest = all.into_iter().rev().find(|r| r.edition == "public");
    let newest = newest.ok_or_else(|| {
        told("Es gibt noch keine öffentliche Ausgabe; „lebenslage release make“ macht eine.")
    })?;
    store::open(db, &newest.identifier).await.in_german()
}
