//! Runs all cases there are and prints what they came to.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use oracles::{Report, find_cases, handbook};

fn main() -> ExitCode {
    if std::env::args().any(|argument| argument == "--list") {
        return say("all_cases: test");
    }
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = report(&[here.join("cases")]);
    let reference = reference(here).map(|folder| report(&[folder]));
    let mut all = report(&brought());
    all.add(&own);
    if let Some(reference) = &reference {
        all.add(reference);
    }
    say(&all.to_string());
    let kept = kept_in_the_handbook(here, (&own, reference.as_ref()));
    if all.failures().is_empty() && all.agreeing() > 0 && kept {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn report(folders: &[PathBuf]) -> Report {
    let mut report = Report::default();
    for case in folders.iter().flat_map(|folder| find_cases(folder)) {
        report.take(case);
    }
    report
}

/// The shared cases, where they are at hand.
fn reference(here: &Path) -> Option<PathBuf> {
    let shared = std::env::var_os("LEBENSLAGE_SHARED")
        .map_or_else(|| here.join("../../shared"), PathBuf::from);
    let reference = shared.join("oracles/reference");
    if !reference.is_dir() {
        say("skipped: ../shared is absent, its reference cases are not run");
        return None;
    }
    Some(reference)
}

/// The folders of cases that anybody brings.
fn brought() -> Vec<PathBuf> {
    let named = std::env::var_os("LEBENSLAGE_ORACLES").unwrap_or_default();
    let paths = std::env::split_paths(&named);
    paths.filter(|path| !path.as_os_str().is_empty()).collect()
}

/// Whether the chapter of the handbook says what was found; `INSTA_UPDATE=always` writes it anew.
fn kept_in_the_handbook(here: &Path, (own, reference): (&Report, Option<&Report>)) -> bool {
    let path = here.join("../docs/handbook/11-nachgerechnet.md");
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    let Some(reference) = reference else {
        return written.contains(&handbook::table(own));
    };
    let found = handbook::chapter(own, reference);
    if found == written {
        return true;
    }
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        return std::fs::write(&path, found).is_ok();
    }
    say(&format!(
        "docs/handbook/11-nachgerechnet.md no longer says what was found, which is:\n\n{found}\n\
         after looking, write it with INSTA_UPDATE=always"
    ));
    false
}

fn say(text: &str) -> ExitCode {
    match writeln!(std::io::stdout(), "{text}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
