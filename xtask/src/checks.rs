//! All tests in one command: unit and document tests, end-to-end tests, acceptance scripts, and a summary.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context, Result, ensure};

use crate::{packages, workspace};

/// Properties are tried on the same cases each time, so that a change is judged by what it does and not by luck; whoever
/// hunts for more sets another seed, or `random`.
const SEED: (&str, &str) = ("PROPTEST_RNG_SEED", "1603");

/// Counts of one run of a test runner.
#[derive(Clone, Copy, Default)]
struct Tally {
    passed: u32,
    failed: u32,
    skipped: u32,
}

/// Installs, runs everything, and ends with a summary; fails if anything failed.
pub(crate) fn run(filter: Option<&str>) -> Result<()> {
    packages::provide()?;
    build_program()?;
    let mut tally = cargo_test(filter)?;
    if filter.is_none() {
        acceptance(&mut tally)?;
    }
    println!(
        "\n{} passed, {} failed, {} skipped",
        tally.passed, tally.failed, tally.skipped
    );
    ensure!(tally.failed == 0, "tests failed");
    ensure!(tally.passed > 0, "no test ran");
    Ok(())
}

/// The end-to-end tests and acceptance scripts drive the program people get, so it is built as they get it.
fn build_program() -> Result<()> {
    let status = cargo()
        .args(["build", "--release", "--package", "app"])
        .status()?;
    ensure!(status.success(), "the program does not build");
    Ok(())
}

fn cargo_test(filter: Option<&str>) -> Result<Tally> {
    let mut command = cargo();
    command.args(["test", "--workspace", "--no-fail-fast"]);
    command
        .env("LEBENSLAGE_BINARY", binary()?)
        .env("INSTA_UPDATE", "no");
    match std::env::var(SEED.0) {
        Ok(seed) if seed == "random" => drop(command.env_remove(SEED.0)),
        Ok(_) => {}
        Err(_) => drop(command.env(SEED.0, SEED.1)),
    }
    if let Some(shared) = workspace::shared() {
        command.env("LEBENSLAGE_SHARED", shared.canonicalize()?);
    } else {
        println!("../shared is absent: checks against oracles and real data are skipped");
    }
    if let Some(filter) = filter {
        command.arg(filter);
    }
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let mut tally = Tally::default();
    for line in BufReader::new(child.stdout.take().context("stdout of cargo test")?).lines() {
        let line = line?;
        if line.starts_with("test result:") {
            add(&mut tally, &line);
        }
        if !line.ends_with("... ok") && !line.is_empty() && !line.starts_with("running 0") {
            println!("{line}");
        }
    }
    let status = child.wait()?;
    if !status.success() && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(tally)
}

/// Adds a line such as `test result: ok. 18 passed; 0 failed; 1 ignored; …`.
fn add(tally: &mut Tally, line: &str) {
    let number_before = |word: &str| -> u32 {
        line.split([';', '.'])
            .find_map(|part| part.trim().strip_suffix(word))
            .and_then(|n| n.trim().parse().ok())
            .unwrap_or(0)
    };
    tally.passed += number_before("passed");
    tally.failed += number_before("failed");
    tally.skipped += number_before("ignored");
}

fn acceptance(tally: &mut Tally) -> Result<()> {
    let Some(shared) = workspace::shared() else {
        println!("skipped: acceptance scripts (../shared is absent)");
        tally.skipped += 2;
        return Ok(());
    };
    let demo = Command::new("python3")
        .arg(shared.join("acceptance/check_demo.py"))
        .arg(binary()?)
        .status()?;
    tally.script("check_demo.py", demo);
    let out = tempfile::tempdir()?;
    let editions = ["2013", "2017", "2021"];
    let build = Command::new("bash")
        .arg(workspace::root().join("examples/berlin/build.sh"))
        .arg(shared.join("data/berlin"))
        .arg(out.path())
        .args(editions)
        .env("LEBENSLAGE_BINARY", binary()?)
        .status()?;
    tally.script("examples/berlin/build.sh", build);
    let mss = Command::new("python3")
        .arg(shared.join("acceptance/check_mss.py"))
        .arg(shared.join("data/berlin"))
        .arg(out.path())
        .args(editions)
        .status()?;
    tally.script("check_mss.py", mss);
    Ok(())
}

impl Tally {
    /// Counts a script as one test.
    fn script(&mut self, name: &str, status: ExitStatus) {
        let (word, count) = if status.success() {
            ("ok    ", &mut self.passed)
        } else {
            ("FAILED", &mut self.failed)
        };
        *count += 1;
        println!("{word} {name}");
    }
}

/// The release build of the program.
pub(crate) fn binary() -> Result<PathBuf> {
    Ok(target_directory()?.join("release/lebenslage"))
}

/// Where cargo builds.
pub(crate) fn target_directory() -> Result<PathBuf> {
    let out = cargo()
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .output()?;
    let metadata: serde_json::Value = serde_json::from_slice(&out.stdout)?;
    let target = metadata["target_directory"]
        .as_str()
        .context("target directory")?;
    Ok(PathBuf::from(target))
}

fn cargo() -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(workspace::root());
    command
}
