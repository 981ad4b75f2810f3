//! How long the report of a large county takes, how much memory it needs and how big it is, beside the limits.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

#[path = "../tests/county/mod.rs"]
mod county;

use std::path::Path;

use anyhow::{Result, ensure};
use county::Size;
use yardstick::{Job, Limit, Measurement, ROUNDS};

const LARGE: Size = Size {
    municipalities: 8,
    places: 87,
    topics: 12,
    per_topic: 4,
    years: 10,
};
const LIMIT: Limit = Limit {
    seconds: Some(4.0),
    megabytes: None,
    of_peer: None,
};
/// What the PDF may weigh.
const BYTES: usize = 12_000_000;

fn main() -> Result<()> {
    let release = county::release(LARGE);
    let outline = reports::Outline::default_county();
    let mut report = None;
    let write = || {
        let written = reports::sozialbericht(&release, &outline, reports::Scope::County);
        let written = written.expect("the county is whole");
        let pages = written.pages;
        report = Some(written);
        pages
    };
    let ours = Measurement::best_of(ROUNDS, write, |pages| *pages as f64);
    let job = Job {
        name: "Report of a large invented county",
        limit: LIMIT,
        ours,
        peers: Vec::new(),
    };
    println!("{job}");
    let report = report.expect("it was written");
    println!(
        "  {} pages, {} figures, {:.1} MB of at most {:.0} MB",
        report.pages,
        report.figures,
        report.pdf.len() as f64 / 1e6,
        BYTES as f64 / 1e6
    );
    ensure!(
        report.pages >= 200 && report.figures >= 120,
        "a small report"
    );
    // Kept to be looked at.
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("report.pdf");
    Ok(std::fs::write(kept, report.pdf)?)
}
