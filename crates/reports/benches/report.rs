//! How long the report of a large county takes, and how big it is, beside the limits.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark talks, and fails loudly"
)]

#[path = "../tests/county/mod.rs"]
mod county;

use std::time::Instant;

use county::Size;

const LARGE: Size = Size {
    municipalities: 8,
    places: 87,
    topics: 12,
    per_topic: 4,
    years: 10,
};

fn main() {
    let release = county::release(LARGE);
    let outline = reports::Outline::default_county();
    for round in 0..3 {
        let begin = Instant::now();
        let report = reports::sozialbericht(&release, &outline, reports::Scope::County).unwrap();
        let seconds = begin.elapsed().as_secs_f64();
        let megabytes = report.pdf.len() as f64 / 1e6;
        println!(
            "round {round}: {} pages, {} figures, {seconds:.2} s ({:.2} of the limit), {megabytes:.1} MB ({:.2} of the limit)",
            report.pages,
            report.figures,
            seconds / 4.0,
            megabytes / 12.0
        );
        // Kept to be looked at.
        std::fs::write(
            concat!(env!("CARGO_TARGET_TMPDIR"), "/report.pdf"),
            report.pdf,
        )
        .unwrap();
    }
}
