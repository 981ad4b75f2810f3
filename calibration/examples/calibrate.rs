//! Redraws the county and prints the calibration document: `calibrate COUNTIES`.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program talks")]

use std::sync::atomic::{AtomicUsize, Ordering};

use calibration::Calibration;

fn main() {
    let counties = std::env::args()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(1_000);
    let done = AtomicUsize::new(0);
    let told = |scenario| {
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        if done.is_multiple_of(50) {
            eprintln!(
                "{done} of {} counties ({scenario:?})",
                counties * calibration::SCENARIOS.len()
            );
        }
    };
    print!("{}", Calibration::run(counties, told).document());
}
