//! Benchmarks: every figure beside its limit and, where one does the same job, beside its peer in the same run.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};

use crate::{checks, workspace};

/// Whether the peers of `../shared/bench` are timed in the same run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Peers {
    /// Installed into a virtual environment and timed.
    Measured,
    /// Only limits are compared.
    LeftOut,
}

/// Runs all benchmark programs of the workspace and the whole-program figures.
pub(crate) fn run(peers: Peers) -> Result<()> {
    let mut command = Command::new(env!("CARGO"));
    command
        .current_dir(workspace::root())
        .args(["bench", "--workspace", "--benches"]);
    if let Some(shared) = workspace::shared() {
        command.env("LEBENSLAGE_SHARED", shared.canonicalize()?);
    }
    if peers == Peers::Measured {
        command.env("LEBENSLAGE_PEERS_PYTHON", python_with_peers()?);
    }
    ensure!(command.status()?.success(), "a benchmark failed");
    whole_program()
}

/// The demo without serving, as a process: seconds and peak memory beside their limits.
fn whole_program() -> Result<()> {
    let build = Command::new(env!("CARGO"))
        .current_dir(workspace::root())
        .args(["build", "--release", "--package", "app"])
        .status()?;
    ensure!(build.success(), "the program does not build");
    let folder = tempfile::tempdir()?;
    let script = "import resource,subprocess,sys,time\n\
                  t=time.time(); r=subprocess.run(sys.argv[1:],capture_output=True); s=time.time()-t\n\
                  m=resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss/1024\n\
                  print(f'demo without serving: {s:.2f} s (limit 12 s, ratio {s/12:.2f}), {m:.0f} MiB (limit 1229 MiB, ratio {m/1229:.2f})')\n\
                  sys.exit(r.returncode)";
    let status = Command::new("python3")
        .args(["-c", script])
        .arg(checks::binary()?)
        .args(["demo", "--no-serve", "--data"])
        .arg(folder.path())
        .status()?;
    ensure!(status.success(), "the demo failed");
    Ok(())
}

/// A Python with the peers at the versions pinned in `../shared/bench/requirements.txt`.
fn python_with_peers() -> Result<PathBuf> {
    let Some(shared) = workspace::shared() else {
        anyhow::bail!(
            "the peers' versions stand in ../shared/bench, which is absent; run without --peers"
        );
    };
    let target = checks::binary()?;
    let folder = target
        .parent()
        .and_then(Path::parent)
        .map_or_else(|| PathBuf::from("target"), Path::to_path_buf);
    let venv = folder.join("peers-venv");
    let python = venv.join("bin/python");
    if !python.exists() {
        ensure!(
            Command::new("python3")
                .args(["-m", "venv"])
                .arg(&venv)
                .status()?
                .success(),
            "python3 -m venv failed"
        );
    }
    let pip = Command::new(&python)
        .args(["-m", "pip", "install", "--quiet", "--requirement"])
        .arg(shared.join("bench/requirements.txt"))
        .status()?;
    ensure!(pip.success(), "the peers could not be installed");
    Ok(python)
}
