//! How long reading a large delivery takes and how much memory it needs, beside limits and pandas on the same files.
//!
//! Each file is read by a process of its own, because the highest memory of a process never falls.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::ffi::OsStr;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use intake::{Profile, Source, read_each};
use rust_xlsxwriter::Workbook;
use yardstick::{Job, Limit, Measurement, Peer, ROUNDS, alone};

const PROFILE: &str = r#"
    id = "bench"
    title = "Bench"
    layout = "wide"
    name = "Name"
    key = { columns = ["Schluessel"], lengths = [11] }
    period = { column = "Stichtag" }
    columns = [
      { header = "A", count = "a" }, { header = "B", count = "b" }, { header = "C", count = "c" },
      { header = "D", count = "d" }, { header = "E", count = "e" },
    ]
"#;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, word, path] = arguments.as_slice()
        && word == "read"
    {
        print!("{}", read_alone(Path::new(path)).line());
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let xlsx = folder.path().join("rows_100000.xlsx");
    let csv = folder.path().join("rows_1000000.csv");
    write_xlsx(&xlsx);
    write_csv(&csv);
    let limit = |seconds, megabytes| Limit {
        seconds: Some(seconds),
        megabytes,
        of_peer: None,
    };
    measure(
        ("100,000-row XLSX (8 columns) read", "pandas with openpyxl"),
        &xlsx,
        limit(5.0, None),
    )?;
    measure(
        ("1,000,000-row CSV (8 columns) read", "pandas"),
        &csv,
        limit(6.0, Some(300.0)),
    )
}

/// Rows are compared with the peer's; what it makes of their cells is its own affair.
fn measure((name, peer): (&'static str, &'static str), path: &Path, limit: Limit) -> Result<()> {
    let ours = alone(ROUNDS, &[OsStr::new("read"), path.as_os_str()])?;
    let script = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/benches/tables.py"));
    let peer = Peer::run(peer, script, &[path.as_os_str()])?;
    if let Some(peer) = &peer {
        peer.must_agree(ours, 0.0)?;
    }
    let job = Job {
        name,
        limit,
        ours,
        peers: peer.into_iter().collect(),
    };
    println!("{job}");
    Ok(())
}

fn read_alone(path: &Path) -> Measurement {
    let profile = Profile::from_toml(PROFILE).expect("the profile is good");
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
    let start = Instant::now();
    let mut records = 0u64;
    let mut sum = 0.0;
    let reading = read_each(
        &name.unwrap_or_default(),
        Source::Path(path),
        &profile,
        &mut |record| {
            records += 1;
            sum += record.quantity.value.known().unwrap_or(0.0);
        },
    );
    let seconds = start.elapsed().as_secs_f64();
    let reading = reading.expect("the file is good");
    assert_eq!((reading.records, reading.remarks.len()), (records, 0));
    assert!(sum > 0.0);
    Measurement::now(seconds, records as f64 / 5.0)
}

const HEADER: [&str; 8] = ["Stichtag", "Schluessel", "Name", "A", "B", "C", "D", "E"];

fn key(row: u32) -> String {
    format!("09999{:03}{:03}", row / 1000 % 1000, row % 1000)
}

fn write_csv(path: &Path) {
    let file = std::fs::File::create(path).expect("the folder takes files");
    let mut out = BufWriter::new(file);
    writeln!(out, "{}", HEADER.join(";")).expect("the folder takes files");
    for row in 0..1_000_000u32 {
        let (a, b) = (row % 977, row % 31);
        let year = 2015 + row / 100_000;
        writeln!(
            out,
            "31.12.{year};{};Wohnplatz Nord {b};{a};{b};{}.{:03};{b},5;*",
            key(row),
            1 + b,
            a
        )
        .expect("the folder takes files");
    }
}

fn write_xlsx(path: &Path) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0u16..).zip(HEADER) {
        sheet.write(0, column, name).expect("a small text");
    }
    for row in 0..100_000u32 {
        let at = row + 1;
        sheet.write(at, 0, "31.12.2024").expect("a small text");
        sheet.write(at, 1, key(row)).expect("a small text");
        sheet
            .write(at, 2, format!("Wohnplatz {row}"))
            .expect("a small text");
        for column in 3..8u16 {
            let number = f64::from(row % 977) + f64::from(column);
            sheet.write(at, column, number).expect("a number");
        }
    }
    book.save(path).expect("the folder takes files");
}
