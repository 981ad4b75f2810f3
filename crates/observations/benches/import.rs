//! How long deliveries take from the file to the committed tables, and how much memory at the most.
//!
//! Each case runs in a process of its own, so that its memory is its own. The peer reads the same files with pandas and
//! writes them into one SQLite table: less than an import does, for it places, checks and compares nothing.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use areas::{Area, Level, Territory};
use intake::Source;
use observations::{Importer, Incoming};
use register::{Access, Db, StoredTerritory, profiles};
use rust_xlsxwriter::Workbook;
use vocabulary::{AreaKey, Date, LevelId};
use yardstick::{Job, Limit, Measurement, Peer, ROUNDS, alone};

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
    id: &'static str,
    name: &'static str,
    files: usize,
    rows: usize,
    ending: &'static str,
    limit: Limit,
    peer: Option<&'static str>,
}

const fn limit(seconds: f64, megabytes: Option<f64>) -> Limit {
    Limit {
        seconds: Some(seconds),
        megabytes,
        of_peer: None,
    }
}

const CASES: [Case; 3] = [
    Case {
        id: "xlsx",
        name: "100,000-row XLSX (8 columns) read, placed, checked and stored",
        files: 1,
        rows: 100_000,
        ending: "xlsx",
        limit: limit(5.0, None),
        peer: Some("pandas with openpyxl, and to_sql"),
    },
    Case {
        id: "csv",
        name: "1,000,000-row CSV (8 columns) read, placed, checked and stored",
        files: 1,
        rows: 1_000_000,
        ending: "csv",
        limit: limit(6.0, Some(300.0)),
        peer: Some("pandas, and to_sql"),
    },
    Case {
        id: "hundred",
        name: "100 deliveries of 600 rows read, placed, checked and stored",
        files: 100,
        rows: 600,
        ending: "csv",
        limit: limit(2.0, None),
        peer: None,
    },
];

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, word, id, folder] = arguments.as_slice()
        && word == "import"
    {
        let case = CASES.iter().find(|c| c.id == id);
        let case = case.context("no such case")?;
        let runtime = tokio::runtime::Runtime::new()?;
        let measured = runtime.block_on(run(case, Path::new(folder)))?;
        print!("{}", measured.line());
        return Ok(());
    }
    for case in &CASES {
        let folder = tempfile::tempdir()?;
        for number in 0..case.files {
            write_file(case, number, folder.path())?;
        }
        println!("{}", measure(case, folder.path())?);
    }
    Ok(())
}

fn measure(case: &Case, folder: &Path) -> Result<Job> {
    let words = [
        OsStr::new("import"),
        OsStr::new(case.id),
        folder.as_os_str(),
    ];
    let ours = alone(ROUNDS, &words)?;
    let script = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/benches/import.py"));
    let file = folder.join(file_name(case, 0));
    let peer = match case.peer {
        Some(name) => Peer::run(name, script, &[file.as_os_str()])?,
        None => None,
    };
    if let Some(peer) = &peer {
        peer.must_agree(ours, 0.0)?;
    }
    Ok(Job {
        name: case.name,
        limit: case.limit,
        ours,
        peers: peer.into_iter().collect(),
    })
}

/// Imports the files of a case into a new data folder.
async fn run(case: &Case, folder: &Path) -> Result<Measurement> {
    let data = tempfile::tempdir_in(folder)?;
    let db = Db::open(data.path(), Access::Write).await?;
    let on: Date = "2025-03-01".parse()?;
    register::areas::save(&db, &territory(), on).await?;
    let profile = profiles::save(&db, PROFILE, on).await?;
    let start = Instant::now();
    let importer = Importer::new(&db).await?;
    let mut new = 0;
    for number in 0..case.files {
        let name = file_name(case, number);
        let path = folder.join(&name);
        let incoming = Incoming {
            file_name: &name,
            source: Source::Path(&path),
            profile: &profile,
            received: on,
        };
        new += importer.import(incoming).await?.cells.new;
    }
    let seconds = start.elapsed().as_secs_f64();
    db.close().await;
    let rows = (case.files * case.rows) as u64;
    ensure!(new == rows, "only {new} numbers were new");
    Ok(Measurement::now(seconds, new as f64))
}

fn file_name(case: &Case, number: usize) -> String {
    format!("{}_{number:03}.{}", case.id, case.ending)
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
