//! Benchmarks: every figure beside its limit and, where one does the same job, beside its peer in the same run.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use yardstick::{Job, Limit, Measurement, ROUNDS};

use crate::{checks, workspace};

/// The head of the table whose rows the benchmarks print.
const HEAD: &str = "| Job | Measured | Limit | Ratio | Peer in the same run | Ratio to the peer |\n\
                    |---|---|---|---|---|---|";

/// Whether the peers are timed in the same run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Peers {
    /// Installed into a virtual environment and timed.
    Measured,
    /// Only limits are compared.
    LeftOut,
}

/// Runs all benchmark programs of the workspace and the whole program, and ends with one table.
pub(crate) fn run(peers: Peers) -> Result<()> {
    let mut rows = whole_program()?;
    rows.extend(programs(peers)?);
    println!("\n{HEAD}");
    for row in rows {
        println!("{row}");
    }
    Ok(())
}

/// The programs in `crates/*/benches`; the rows among what they print.
fn programs(peers: Peers) -> Result<Vec<String>> {
    let mut command = Command::new(env!("CARGO"));
    command
        .current_dir(workspace::root())
        .args(["bench", "--workspace", "--bench", "*"])
        .stdout(Stdio::piped());
    if let Some(shared) = workspace::shared() {
        command.env("LEBENSLAGE_SHARED", shared.canonicalize()?);
    }
    if peers == Peers::Measured {
        command.env("LEBENSLAGE_PEERS_PYTHON", python_with_peers()?);
    }
    let mut child = command.spawn()?;
    let mut rows = Vec::new();
    let stdout = child.stdout.take().context("stdout of cargo bench")?;
    for line in BufReader::new(stdout).lines() {
        let line = line?;
        println!("{line}");
        if line.starts_with("| ") {
            rows.push(line);
        }
    }
    ensure!(child.wait()?.success(), "a benchmark failed");
    Ok(rows)
}

/// The program people get, as processes: the demo, its report alone, and Berlin.
fn whole_program() -> Result<Vec<String>> {
    let build = Command::new(env!("CARGO"))
        .current_dir(workspace::root())
        .args(["build", "--release", "--package", "app"])
        .status()?;
    ensure!(build.success(), "the program does not build");
    let folder = tempfile::tempdir()?;
    let program = checks::binary()?;
    let mut rows = vec![
        demo(&program, folder.path())?,
        report(&program, folder.path())?,
    ];
    rows.extend(berlin(&program, folder.path())?);
    for row in &rows {
        println!("{row}");
    }
    Ok(rows)
}

/// The first data folder stays for the report.
fn demo(program: &Path, folder: &Path) -> Result<String> {
    let name = "Demo county without serving: deliveries to report and tables";
    measured(name, (12.0, Some(1200.0)), |round| {
        let mut command = Command::new(program);
        command.args(["demo", "--no-serve", "--data"]);
        command.arg(folder.join(format!("demo-{round}")));
        command
    })
}

fn report(program: &Path, folder: &Path) -> Result<String> {
    measured("Its report by itself", (4.0, None), |_round| {
        let mut command = Command::new(program);
        command.args(["report", "2025-1", "--output"]);
        command.arg(folder.join("report.pdf"));
        command.arg("--data").arg(folder.join("demo-0"));
        command
    })
}

/// A real city; nothing where its data are absent.
fn berlin(program: &Path, folder: &Path) -> Result<Option<String>> {
    let Some(shared) = workspace::shared() else {
        println!("skipped: Berlin (../shared is absent)");
        return Ok(None);
    };
    let name = "Berlin, three editions, report and tables";
    let row = measured(name, (15.0, None), |round| {
        let mut command = Command::new("bash");
        command
            .arg(workspace::root().join("examples/berlin/build.sh"))
            .arg(shared.join("data/berlin"))
            .arg(folder.join(format!("berlin-{round}")))
            .args(["2013", "2017", "2021"])
            .env("LEBENSLAGE_BINARY", program);
        command
    })?;
    Ok(Some(row))
}

/// The shortest of several runs of a command, as a row.
fn measured(
    name: &'static str,
    (seconds, megabytes): (f64, Option<f64>),
    command: impl Fn(u32) -> Command,
) -> Result<String> {
    let mut ours = Measurement::of_program(&mut command(0))?;
    for round in 1..ROUNDS {
        ours = ours.or_shorter(Measurement::of_program(&mut command(round))?);
    }
    let job = Job {
        name,
        limit: Limit {
            seconds: Some(seconds),
            megabytes,
            of_peer: None,
        },
        ours,
        peers: Vec::new(),
    };
    Ok(job.to_string())
}

/// A Python with the peers at the versions pinned in `../shared/bench` and beside the yardstick.
fn python_with_peers() -> Result<PathBuf> {
    let Some(shared) = workspace::shared() else {
        anyhow::bail!(
            "the peers' versions stand in ../shared/bench, which is absent; run without --peers"
        );
    };
    if let Some(python) = std::env::var_os("LEBENSLAGE_PEERS_PYTHON") {
        return Ok(PathBuf::from(python));
    }
    let target = checks::binary()?;
    let folder = target
        .parent()
        .and_then(Path::parent)
        .map_or_else(|| PathBuf::from("target"), Path::to_path_buf);
    let venv = folder.join("peers-venv");
    let python = venv.join("bin/python");
    if !python.exists() {
        let made = Command::new("python3")
            .args(["-m", "venv"])
            .arg(&venv)
            .status()?;
        ensure!(made.success(), "python3 -m venv failed");
    }
    let pip = Command::new(&python)
        .args(["-m", "pip", "install", "--quiet", "--requirement"])
        .arg(shared.join("bench/requirements.txt"))
        .arg("--requirement")
        .arg(workspace::root().join("yardstick/python/requirements.txt"))
        .status()?;
    ensure!(pip.success(), "the peers could not be installed");
    Ok(python)
}
