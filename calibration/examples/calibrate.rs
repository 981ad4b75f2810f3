//! Redraws the county and prints the calibration document: `calibrate COUNTIES [JOURNAL]`. With a journal a run that was
//! broken off goes on where it was, as long as it is the same program.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program talks")]

use std::error::Error;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use calibration::{Calibration, Journal, SCENARIOS};

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let counties = words.next().and_then(|n| n.parse().ok()).unwrap_or(1_000);
    let journal = match words.next() {
        Some(path) => Journal::open(Path::new(&path), &run(counties)?)?,
        None => Journal::none(),
    };
    let done = AtomicUsize::new(0);
    let told = |scenario| {
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        if done.is_multiple_of(50) {
            let all = counties * SCENARIOS.len();
            eprintln!("{done} of {all} counties ({scenario:?})");
        }
    };
    print!(
        "{}",
        Calibration::of(&SCENARIOS, counties, (&journal, told)).document()
    );
    Ok(())
}

/// What the records depend on: this program to the last byte, and the number of counties.
fn run(counties: usize) -> std::io::Result<String> {
    let mut hasher = DefaultHasher::new();
    std::fs::read(std::env::current_exe()?)?.hash(&mut hasher);
    Ok(format!(
        "{counties} counties, program {:016x}",
        hasher.finish()
    ))
}
