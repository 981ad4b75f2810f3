//! How long a large delivery takes and how much memory it needs, against the limits of the house.
//!
//! Each file is read by a process of its own, because the highest memory of a process never falls.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use intake::{Profile, Source, read_each};
use rust_xlsxwriter::Workbook;

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

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, word, path] = arguments.as_slice()
        && word == "read"
    {
        return read_alone(Path::new(path));
    }
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let xlsx = folder.path().join("rows_100000.xlsx");
    let csv = folder.path().join("rows_1000000.csv");
    write_xlsx(&xlsx);
    write_csv(&csv);
    print("file                   seconds  of limit   peak MB  of limit    records\n");
    for (path, seconds, megabytes) in [(&xlsx, 5.0, None), (&csv, 6.0, Some(300.0))] {
        measure(path, seconds, megabytes);
    }
}

fn measure(path: &Path, seconds_limit: f64, megabytes_limit: Option<f64>) {
    let program = std::env::current_exe().expect("the program knows itself");
    let output = Command::new(program)
        .arg("read")
        .arg(path)
        .output()
        .expect("the program starts itself");
    let text = String::from_utf8_lossy(&output.stdout);
    let mut numbers = text
        .split_whitespace()
        .filter_map(|w| w.parse::<f64>().ok());
    let mut next = || numbers.next().unwrap_or(f64::NAN);
    let (seconds, megabytes, records) = (next(), next(), next());
    let of_memory = megabytes_limit.map_or("–".to_owned(), |l| format!("{:.2}", megabytes / l));
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
    print(&format!(
        "{:<22} {seconds:>7.2} {:>9.2} {megabytes:>9.0} {of_memory:>9} {records:>10}\n",
        name.unwrap_or_default(),
        seconds / seconds_limit,
    ));
}

fn read_alone(path: &Path) {
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
    print(&format!("{seconds} {} {records}\n", peak_megabytes()));
}

/// The highest memory of this process so far.
fn peak_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM:"));
    let kilobytes = line.and_then(|l| l.split_whitespace().nth(1)?.parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) / 1024.0
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

fn print(text: &str) {
    std::io::stdout()
        .write_all(text.as_bytes())
        .expect("the terminal takes text");
}
