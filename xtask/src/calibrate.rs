//! Calibration: redraws the invented county many times and writes what came out into the documents.

use std::fs;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::workspace;

/// Where the result stands.
const DOCUMENT: &str = "docs/methods-calibration.md";

/// Draws so many counties of each scenario, on all cores, by a program built for release; prints and keeps the result.
pub(crate) fn run(counties: usize) -> Result<()> {
    let output = Command::new(env!("CARGO"))
        .current_dir(workspace::root())
        .args(["run", "--release", "--quiet", "--package", "calibration"])
        .args(["--example", "calibrate", "--"])
        .arg(counties.to_string())
        .stderr(Stdio::inherit())
        .output()?;
    ensure!(output.status.success(), "the calibration failed");
    let text = String::from_utf8(output.stdout).context("the document is text")?;
    let path = workspace::root().join(DOCUMENT);
    fs::write(&path, &text).with_context(|| format!("cannot write {DOCUMENT}"))?;
    println!("{text}");
    Ok(())
}
