//! Calibration: redraws the invented county many times and writes what came out into the documents.

use std::fs;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::checks::target_directory;
use crate::workspace;

/// Where the result stands.
const DOCUMENT: &str = "docs/methods-calibration.md";
/// Where each county is written down as soon as it is done, under the folder cargo builds in.
const JOURNAL: &str = "calibration.jsonl";

/// Draws so many counties of each scenario, on all cores, by a program built for release; prints and keeps the result.
/// A run that was broken off goes on where it was.
pub(crate) fn run(counties: usize) -> Result<()> {
    let output = Command::new(env!("CARGO"))
        .current_dir(workspace::root())
        .args(["run", "--release", "--quiet", "--package", "calibration"])
        .args(["--example", "calibrate", "--"])
        .arg(counties.to_string())
        .arg(target_directory()?.join(JOURNAL))
        .stderr(Stdio::inherit())
        .output()?;
    ensure!(output.status.success(), "the calibration failed");
    let text = String::from_utf8(output.stdout).context("the document is text")?;
    let path = workspace::root().join(DOCUMENT);
    fs::write(&path, &text).with_context(|| format!("cannot write {DOCUMENT}"))?;
    println!("{text}");
    Ok(())
}
