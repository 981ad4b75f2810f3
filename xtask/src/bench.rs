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

const DEMO_GATE: &str =
    "Confidentiality of the demo county's first edition: figures, suppression and audit";
const DEMO_OPTIMAL: &str = "The same with the least hidden that can be proved to be enough";
const BERLIN_GATE: &str = "Confidentiality of Berlin: figures, suppression and audit";

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
    // Said before anything is measured, and again below the table, where it is not overlooked.
    let python = match peers {
        Peers::Measured => {
            Some(python_with_peers().inspect_err(|why| println!("no peers: {why:#}")))
        }
        Peers::LeftOut => None,
    };
    let mut rows = whole_program()?;
    rows.extend(programs(python.as_ref().and_then(|p| p.as_deref().ok()))?);
    println!("\n{HEAD}");
    for row in rows {
        println!("{row}");
    }
    match python {
        Some(Err(why)) => Err(why.context("no peer was measured")),
        _ => Ok(()),
    }
}

/// The programs in `crates/*/benches`; the rows among what they print.
fn programs(python: Option<&Path>) -> Result<Vec<String>> {
    let mut command = Command::new(env!("CARGO"));
    command
        .current_dir(workspace::root())
        .args(["bench", "--workspace", "--bench", "*"])
        .stdout(Stdio::piped());
    if let Some(shared) = workspace::shared() {
        command.env("LEBENSLAGE_SHARED", shared.canonicalize()?);
    }
    if let Some(python) = python {
        command.env("LEBENSLAGE_PEERS_PYTHON", python);
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

/// The program people get, as processes: the demo, its report alone, what a new delivery sets off, and Berlin.
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
        new_delivery(&program, folder.path())?,
        gate(&program, &folder.path().join("demo-0"), (DEMO_GATE, 3.0))?,
        optimal_gate(&program, folder.path())?,
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

/// Both editions with all verdicts, findings, warnings and indices with their uncertainty; then the types of areas.
fn new_delivery(program: &Path, folder: &Path) -> Result<String> {
    let name =
        "Everything after a new delivery of the demo county: verdicts, findings, index, typology";
    measured(name, (3.0, None), |round| {
        let mut command = Command::new("bash");
        command
            .args([
                "-ec",
                "\"$0\" release make \"$1\" --data \"$2\" && \"$0\" analyse typology --data \"$2\"",
            ])
            .arg(program)
            .arg(format!("2025-{}", round + 2))
            .arg(folder.join("demo-0"));
        command
    })
}

/// The demo county where the rules ask for the exact way.
fn optimal_gate(program: &Path, folder: &Path) -> Result<String> {
    let (data, rules) = (folder.join("demo-1"), folder.join("optimal.toml"));
    let shown = Command::new(program)
        .args(["rules", "show", "disclosure", "--data"])
        .arg(&data)
        .output()?;
    ensure!(shown.status.success(), "the rules are not shown");
    let usual = String::from_utf8(shown.stdout)?;
    std::fs::write(&rules, format!("secondary = \"optimal\"\n{usual}"))?;
    let loaded = Command::new(program)
        .args(["rules", "load", "disclosure"])
        .arg(&rules)
        .arg("--data")
        .arg(&data)
        .status()?;
    ensure!(loaded.success(), "the rules are not taken");
    gate(program, &data, (DEMO_OPTIMAL, 30.0))
}

/// What a first public edition would hide: the figures, the rules, secondary suppression and audit.
fn gate(program: &Path, data: &Path, (name, seconds): (&'static str, f64)) -> Result<String> {
    measured(name, (seconds, None), |_round| {
        let mut command = Command::new(program);
        command
            .args(["disclosure", "show", "--first", "--data"])
            .arg(data);
        command
    })
}

/// A real city; nothing where its data are absent.
fn berlin(program: &Path, folder: &Path) -> Result<Vec<String>> {
    let Some(shared) = workspace::shared() else {
        println!("skipped: Berlin (../shared is absent)");
        return Ok(Vec::new());
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
    let data = folder.join("berlin-0/data");
    Ok(vec![row, gate(program, &data, (BERLIN_GATE, 8.0))?])
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

/// A Python with the peers at the versions pinned beside the yardstick: the one that is named, or one made here.
fn python_with_peers() -> Result<PathBuf> {
    if let Some(python) = std::env::var_os("LEBENSLAGE_PEERS_PYTHON") {
        return Ok(PathBuf::from(python));
    }
    let program = checks::binary()?;
    let target = program.parent().and_then(Path::parent);
    let venv = target
        .context("the folder of the program")?
        .join("peers-venv");
    let python = venv.join("bin/python");
    if !python.exists() {
        let made = Command::new("python3")
            .args(["-m", "venv"])
            .arg(&venv)
            .status();
        let made = made.context("python3 does not start; install it, or run without --peers")?;
        ensure!(
            made.success(),
            "python3 -m venv failed; on Debian install python3-venv"
        );
    }
    let pip = Command::new(&python)
        .args(["-m", "pip", "install", "--quiet", "--requirement"])
        .arg(workspace::root().join("yardstick/python/requirements.txt"))
        .status()?;
    ensure!(
        pip.success(),
        "the peers could not be installed into {}; their versions stand in yardstick/python/requirements.txt",
        venv.display()
    );
    Ok(python)
}
