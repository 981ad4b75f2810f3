//! How long deliveries take from the file to the committed tables, and how much memory at the most.
//!
//! Each case runs in a process of its own, so that its memory is its own. Where `LEBENSLAGE_PEERS_PYTHON` names a
//! Python with pandas, the peer reads the same files in the same run (reading only: it stores nothing).

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};
use areas::{Area, Level, Territory};
use intake::Source;
use observations::{Importer, Incoming, current};
use register::{Access, Db, StoredTerritory, profiles};
use rust_xlsxwriter::Workbook;
use vocabulary::{AreaKey, Date, LevelId};

const AREAS: usize = 1000;
const AGES: [&str; 10] = [
    "0-2", "3-5", "6-9", "10-14", "15-17", "18-24", "25-54", "55-64", "65-79", "80+",
];
const NATIONS: [&str; 5] = ["de", "eu", "europe", "other", "unclear"];
const HEAD: &str = "Jahr;Schluessel;Wohnplatz;Altersgruppe;Geschlecht;Herkunft;Quelle;Anzahl";

const PROFILE: &str = r#"
    id = "bench"
    title = "Bestand"
    layout = "long"
    value = "Anzahl"
    name = "Wohnplatz"
    key = { columns = ["Schluessel"], type = "own" }
    period = { column = "Jahr" }
    count = { constant = "population" }
    dimensions = [
        { column = "Altersgruppe", dimension = "age", categories = { "0-2" = "0-2", "3-5" = "3-5", "6-9" = "6-9", "10-14" = "10-14", "15-17" = "15-17", "18-24" = "18-24", "25-54" = "25-54", "55-64" = "55-64", "65-79" = "65-79", "80+" = "80+" } },
        { column = "Geschlecht", dimension = "sex", categories = { "female" = "female", "male" = "male" } },
        { column = "Herkunft", dimension = "nation", others = "keep" },
    ]
"#;

/// A case with its limits.
struct Case {
    name: &'static str,
    files: usize,
    rows: usize,
    ending: &'static str,
    seconds: f64,
    mebibytes: Option<f64>,
}

const CASES: [Case; 3] = [
    Case {
        name: "csv",
        files: 1,
        rows: 1_000_000,
        ending: "csv",
        seconds: 6.0,
        mebibytes: Some(300.0),
    },
    Case {
        name: "xlsx",
        files: 1,
        rows: 100_000,
        ending: "xlsx",
        seconds: 5.0,
        mebibytes: None,
    },
    Case {
        name: "hundred",
        files: 100,
        rows: 600,
        ending: "csv",
        seconds: 2.0,
        mebibytes: None,
    },
];

fn main() -> Result<()> {
    if let Ok(name) = std::env::var("LEBENSLAGE_BENCH_CASE") {
        let folder = std::env::var("LEBENSLAGE_BENCH_FOLDER")?;
        let case = CASES
            .iter()
            .find(|c| c.name == name)
            .context("no such case")?;
        return tokio::runtime::Runtime::new()?.block_on(run(case, Path::new(&folder)));
    }
    let folder = tempfile::tempdir()?;
    for case in &CASES {
        for number in 0..case.files {
            write_file(case, number, folder.path())?;
        }
        let status = Command::new(std::env::current_exe()?)
            .env("LEBENSLAGE_BENCH_CASE", case.name)
            .env("LEBENSLAGE_BENCH_FOLDER", folder.path())
            .status()?;
        anyhow::ensure!(status.success(), "the case {} failed", case.name);
        peer(case, folder.path())?;
    }
    Ok(())
}

/// Imports the files of a case into a new data folder and prints seconds and peak memory beside their limits.
async fn run(case: &Case, folder: &Path) -> Result<()> {
    let db = Db::open(&folder.join(case.name), Access::Write).await?;
    let on: Date = "2025-03-01".parse()?;
    register::areas::save(&db, &territory(), on).await?;
    let profile = profiles::save(&db, PROFILE, on).await?;
    let start = Instant::now();
    let importer = Importer::new(&db).await?;
    let (mut new, mut reading) = (0, 0.0);
    for number in 0..case.files {
        let name = file_name(case, number);
        let path = folder.join(&name);
        let incoming = Incoming {
            file_name: &name,
            source: Source::Path(&path),
            profile: &profile,
            received: on,
        };
        let began = Instant::now();
        let read = importer.read(incoming)?;
        reading += began.elapsed().as_secs_f64();
        new += importer.store(read).await?.cells.new;
    }
    let seconds = start.elapsed().as_secs_f64();
    anyhow::ensure!(
        new == (case.files * case.rows) as u64,
        "only {new} numbers were new"
    );
    print(case, seconds, reading);
    if case.name == "hundred" {
        let start = Instant::now();
        let loaded = current(&db).await?.len();
        println!(
            "  {loaded} numbers loaded in {:.2} s",
            start.elapsed().as_secs_f64()
        );
    }
    db.close().await;
    Ok(())
}

fn print(case: &Case, seconds: f64, reading: f64) {
    let peak = peak_memory();
    let memory = case.mebibytes.map_or(String::new(), |limit| {
        format!(" (limit {limit:.0}, ratio {:.2})", peak / limit)
    });
    println!(
        "import {}: {} rows in {} file(s): {seconds:.2} s, {reading:.2} s of it reading (limit {:.0} s, ratio {:.2}), {peak:.0} MiB{memory}",
        case.name,
        case.files * case.rows,
        case.files,
        case.seconds,
        seconds / case.seconds
    );
}

/// The most memory the process ever held, in MiB; 0 where the system does not say.
fn peak_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let kib = line.and_then(|l| l.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1024.0
}

/// The same file read by pandas.
fn peer(case: &Case, folder: &Path) -> Result<()> {
    let Some(python) = std::env::var_os("LEBENSLAGE_PEERS_PYTHON") else {
        return Ok(());
    };
    let call = match case.name {
        "csv" => "pandas.read_csv(sys.argv[1],sep=';',dtype=str)",
        "xlsx" => "pandas.read_excel(sys.argv[1],dtype=str)",
        _ => return Ok(()),
    };
    let script = format!(
        "import sys,time,resource,pandas; t=time.time(); {call}; s=time.time()-t; \
         m=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss/1024; \
         print(f'  peer pandas, reading only: {{s:.2f}} s, {{m:.0f}} MiB')"
    );
    let file = folder.join(file_name(case, 0));
    let status = Command::new(python)
        .args(["-c", &script])
        .arg(file)
        .status()?;
    anyhow::ensure!(status.success(), "the peer failed");
    Ok(())
}

fn file_name(case: &Case, number: usize) -> String {
    format!("{}_{number:03}.{}", case.name, case.ending)
}

fn write_file(case: &Case, number: usize, folder: &Path) -> Result<()> {
    let path = folder.join(file_name(case, number));
    let first = number * case.rows;
    let rows = (first..first + case.rows).map(row);
    if case.ending == "csv" {
        let mut text = format!("{HEAD}\n");
        for row in rows {
            writeln!(text, "{}", row.join(";"))?;
        }
        return Ok(std::fs::write(path, text)?);
    }
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, head) in (0u16..).zip(HEAD.split(';')) {
        sheet.write_string(0, column, head)?;
    }
    for (line, row) in (1u32..).zip(rows) {
        for (column, text) in (0u16..).zip(&row) {
            match column {
                0 | 7 => sheet.write_number(line, column, text.parse::<f64>()?)?,
                _ => sheet.write_string(line, column, text)?,
            };
        }
    }
    workbook.save(path)?;
    Ok(())
}

/// One number of the invented register; every row is another cell.
fn row(number: usize) -> [String; 8] {
    let area = number % AREAS;
    let rest = number / AREAS;
    [
        (2015 + rest / 100 % 10).to_string(),
        key(area),
        format!("Wohnplatz {area}"),
        AGES[rest % 10].to_owned(),
        ["female", "male"][rest / 10 % 2].to_owned(),
        NATIONS[rest / 20 % 5].to_owned(),
        "Melderegister".to_owned(),
        (number * 7919 % 997).to_string(),
    ]
}

fn key(area: usize) -> String {
    format!("09998{area:06}")
}

fn territory() -> StoredTerritory {
    let level = |id: &str| Level {
        id: LevelId::parse(id).expect("a word is an id"),
        name: id.to_owned(),
        plural: id.to_owned(),
    };
    let area = |key: &str, name: String, level: &str, parent: Option<&str>| Area {
        key: AreaKey::parse(key).expect("digits are a key"),
        name,
        level: LevelId::parse(level).expect("a word is an id"),
        parent: parent.map(|p| AreaKey::parse(p).expect("digits are a key")),
        valid_from: None,
        valid_to: None,
    };
    let root = area("09998", "Kleinkreis".to_owned(), "county", None);
    let parts = (0..AREAS).map(|n| {
        area(
            &key(n),
            format!("Wohnplatz {n}"),
            "wohnplatz",
            Some("09998"),
        )
    });
    StoredTerritory {
        territory: Territory {
            levels: vec![level("county"), level("wohnplatz")],
            areas: std::iter::once(root).chain(parts).collect(),
            groups: Vec::new(),
        },
        ..StoredTerritory::default()
    }
}
