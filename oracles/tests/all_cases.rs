//! Runs all cases there are and prints what they came to.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use oracles::{Report, find_cases};

fn main() -> ExitCode {
    if std::env::args().any(|argument| argument == "--list") {
        return say("all_cases: test");
    }
    let mut report = Report::default();
    for folder in folders() {
        for case in find_cases(&folder) {
            report.take(case);
        }
    }
    let said = say(&report.to_string());
    if report.failures().is_empty() && report.agreeing() > 0 {
        said
    } else {
        ExitCode::FAILURE
    }
}

/// Our own cases, the shared ones where they are at hand, and those anybody brings.
fn folders() -> Vec<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = std::env::var_os("LEBENSLAGE_SHARED")
        .map_or_else(|| here.join("../../shared"), PathBuf::from);
    let reference = shared.join("oracles/reference");
    if !reference.is_dir() {
        say("skipped: ../shared is absent, its reference cases are not run");
    }
    let mut folders = vec![here.join("cases"), reference];
    if let Some(brought) = std::env::var_os("LEBENSLAGE_ORACLES") {
        folders.extend(std::env::split_paths(&brought).filter(|path| !path.as_os_str().is_empty()));
    }
    folders
}

fn say(text: &str) -> ExitCode {
    match writeln!(std::io::stdout(), "{text}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
