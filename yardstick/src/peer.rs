//! Programs of others that do the same job, timed in the same run.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::Measurement;

/// How libraries of Python are told to use one thread, so that ratios are those of one core.
const ONE_THREAD: [&str; 4] = [
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMBA_NUM_THREADS",
];

/// What somebody else's program took for the same job.
#[derive(Clone, Debug, PartialEq)]
pub struct Peer {
    /// Its name, and what it does.
    pub name: &'static str,
    /// What it took.
    pub taken: Measurement,
}

impl Peer {
    /// Runs a Python program beside the benchmark; nothing where no peers are to be measured.
    pub fn run(name: &'static str, script: &Path, arguments: &[&OsStr]) -> Result<Option<Self>> {
        let Some(python) = std::env::var_os("LEBENSLAGE_PEERS_PYTHON") else {
            return Ok(None);
        };
        let timing = concat!(env!("CARGO_MANIFEST_DIR"), "/python");
        let output = Command::new(python)
            .envs(ONE_THREAD.map(|setting| (setting, "1")))
            .env("PYTHONPATH", timing)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .arg(script)
            .args(arguments)
            .output()
            .with_context(|| format!("{name} does not start"))?;
        let taken = Measurement::told_by(&output).with_context(|| name.to_owned())?;
        Ok(Some(Self { name, taken }))
    }

    /// Refuses a peer that reached another number than we did.
    pub fn must_agree(&self, ours: Measurement, tolerance: f64) -> Result<()> {
        let off = (self.taken.check - ours.check).abs();
        ensure!(
            off <= tolerance * ours.check.abs(),
            "{} reached {}, we {}: not the same work",
            self.name,
            self.taken.check,
            ours.check
        );
        Ok(())
    }
}
