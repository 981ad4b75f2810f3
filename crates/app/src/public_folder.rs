//! The folders `public/` and `internal/` of a data folder: what is written there, and the front page over it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use disclosure::{Edition, Public};
use releases::Release;
use releases::exports;
use vocabulary::{IndicatorId, State, german_counted, german_date, german_number};
use webframe::site::{Front, PublicFile};

use crate::failure::files;

/// File name, label and description of everything that is published.
const FILES: [(&str, &str, &str); 5] = [
    (
        "sozialbericht.pdf",
        "Sozialbericht",
        "Der ganze Bericht, barrierefrei gesetzt",
    ),
    (
        "figures.xlsx",
        "Alle Werte als Arbeitsmappe",
        "Für Tabellenprogramme, mit Legende",
    ),
    (
        "figures.csv",
        "Alle Werte als CSV",
        "UTF-8, Semikolon, Dezimalpunkt; eine Zeile je Gebiet, Indikator und Zeitraum",
    ),
    (
        "figures.parquet",
        "Alle Werte als Parquet",
        "Für Statistikprogramme, mit Datentypen",
    ),
    (
        "areas.geojson",
        "Gebiete mit Werten",
        "Umrisse und neueste Werte für Kartenprogramme",
    ),
];

/// The tables of an edition, written into its folder.
pub(crate) fn write_tables<E: Edition + Sync>(release: &Release<E>, folder: &Path) -> Result<()> {
    type Table<E> = (
        &'static str,
        fn(&Release<E>) -> Result<Vec<u8>, exports::ExportError>,
    );
    let tables: [Table<E>; 4] = [
        ("figures.xlsx", exports::figures_xlsx),
        ("figures.csv", exports::figures_csv),
        ("figures.parquet", exports::figures_parquet),
        ("areas.geojson", exports::areas_geojson),
    ];
    files::folder(folder)?;
    for (name, table) in tables {
        write(&folder.join(name), &table(release)?)?;
    }
    Ok(())
}

/// Writes a file as a whole: a reader never sees half of it.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut beside = PathBuf::from(path);
    beside.as_mut_os_string().push(".part");
    fs::write(&beside, bytes)
        .and_then(|()| fs::rename(&beside, path))
        .map_err(|e| files::unwritable(path, &e))
}

/// The front page over the public folder.
pub(crate) fn front(release: &Release<Public>, folder: &Path) -> Front {
    let files = FILES.iter().filter_map(|(name, label, description)| {
        let bytes = fs::metadata(folder.join(name)).ok()?.len();
        Some(PublicFile {
            name: (*name).into(),
            label: (*label).into(),
            description: (*description).into(),
            bytes,
        })
    });
    let meta = &release.meta;
    Front {
        title: meta.title.clone(),
        lead: format!(
            "Wie Menschen in {} leben: Werte für jedes Gebiet, mit Unsicherheit und Quelle.",
            meta.county
        ),
        citation: citation(release),
        date: meta.date,
        files: files.collect(),
        facts: facts(release),
    }
}

/// How an edition is cited.
pub(crate) fn citation<E: Edition>(release: &Release<E>) -> String {
    let meta = &release.meta;
    let short = meta.hash.get(..12).unwrap_or(&meta.hash);
    format!(
        "{}: {}. Ausgabe {} vom {}, Prüfsumme {short}.",
        meta.county,
        meta.title,
        meta.identifier,
        german_date(meta.date)
    )
}

/// What an edition holds, in sentences.
pub(crate) fn facts<E: Edition>(release: &Release<E>) -> Vec<String> {
    let rows = release.figures.rows();
    let hidden = rows.iter().filter(|r| r.state == State::Suppressed).count();
    let mut ids: Vec<&IndicatorId> = release.sheets.iter().map(|s| &s.id).collect();
    ids.dedup();
    vec![
        levels(release),
        format!(
            "{} in {} aus {}",
            german_counted(ids.len(), "Indikator", "Indikatoren"),
            german_counted(release.topics.len(), "Thema", "Themen"),
            german_counted(release.sources.len(), "Quelle", "Quellen")
        ),
        format!(
            "{}; {} davon zum Schutz Einzelner nicht gezeigt",
            german_counted(rows.len(), "Wert", "Werte"),
            german_number(hidden as f64, 0)
        ),
        format!(
            "{} nach offenen Regeln, jede mit Begründung",
            german_counted(release.findings.len(), "Auffälligkeit", "Auffälligkeiten")
        ),
    ]
}

/// „1 Landkreis, 8 Gemeinden, 87 Wohnplätze“.
fn levels<E: Edition>(release: &Release<E>) -> String {
    let counted = release.geography.levels.iter().map(|level| {
        let areas = release.geography.areas.iter();
        match areas.filter(|a| a.level == level.id).count() {
            1 => format!("1 {}", level.name),
            count => format!("{} {}", german_number(count as f64, 0), level.plural),
        }
    });
    counted.collect::<Vec<_>>().join(", ")
}
