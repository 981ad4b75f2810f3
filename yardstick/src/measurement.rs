//! What a run took: seconds, the most memory, and a number that shows what was done.

use std::ffi::OsStr;
use std::hint::black_box;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

/// Seconds, megabytes and a number that a peer must reach too.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measurement {
    /// Seconds of the shortest run.
    pub seconds: f64,
    /// The most memory the process ever held, in megabytes; 0 where the system does not say.
    pub megabytes: f64,
    /// What came out, as a number.
    pub check: f64,
}

impl Measurement {
    /// The shortest of several runs in this process.
    pub fn best_of<T>(rounds: u32, mut job: impl FnMut() -> T, check: impl Fn(&T) -> f64) -> Self {
        let mut best: Option<Self> = None;
        for _ in 0..rounds.max(1) {
            let start = Instant::now();
            let done = black_box(job());
            let seconds = start.elapsed().as_secs_f64();
            let run = Self::now(seconds, check(&done));
            best = Some(best.map_or(run, |best| best.or_shorter(run)));
        }
        best.expect("there was at least one run")
    }

    /// A run of this process that took so long, with the memory of the process so far.
    pub fn now(seconds: f64, check: f64) -> Self {
        Self {
            seconds,
            megabytes: peak_megabytes("self"),
            check,
        }
    }

    /// A program from its start to its end; its memory is looked at a hundred times a second.
    ///
    /// The memory is that of the program itself, not of those it starts.
    pub fn of_program(command: &mut Command) -> Result<Self> {
        let start = Instant::now();
        let mut child = command.stdout(Stdio::null()).spawn()?;
        let id = child.id().to_string();
        let mut megabytes: f64 = 0.0;
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            megabytes = megabytes.max(peak_megabytes(&id));
            std::thread::sleep(Duration::from_millis(10));
        };
        let seconds = start.elapsed().as_secs_f64();
        ensure!(status.success(), "{command:?} failed");
        Ok(Self {
            seconds,
            megabytes,
            check: 0.0,
        })
    }

    /// The shorter of two runs, with the greater memory.
    #[must_use]
    pub fn or_shorter(self, other: Self) -> Self {
        Self {
            seconds: self.seconds.min(other.seconds),
            megabytes: self.megabytes.max(other.megabytes),
            check: other.check,
        }
    }

    /// The line in which a process tells another what it measured.
    pub fn line(&self) -> String {
        format!("{} {} {}\n", self.seconds, self.megabytes, self.check)
    }

    /// What another process told in its last line.
    pub(crate) fn told_by(output: &Output) -> Result<Self> {
        let (said, complaint) = (
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
        ensure!(
            output.status.success(),
            "a measured process failed: {complaint}"
        );
        let line = said.lines().last().unwrap_or_default();
        let numbers: Vec<f64> = line
            .split_whitespace()
            .map_while(|word| word.parse().ok())
            .collect();
        let [seconds, megabytes, check] = numbers[..] else {
            anyhow::bail!("a measured process said `{line}`, not three numbers");
        };
        Ok(Self {
            seconds,
            megabytes,
            check,
        })
    }
}

/// The shortest of several runs of this program in processes of their own, each with these arguments.
///
/// The program prints [`Measurement::line`] last.
pub fn alone(rounds: u32, arguments: &[&OsStr]) -> Result<Measurement> {
    let program = std::env::current_exe().context("the program does not know itself")?;
    let mut best: Option<Measurement> = None;
    for _ in 0..rounds.max(1) {
        let output = Command::new(&program).args(arguments).output()?;
        let run = Measurement::told_by(&output)?;
        best = Some(best.map_or(run, |best| best.or_shorter(run)));
    }
    best.context("there was no run")
}

/// A measurement with one thread, as a peer has it, and one with as many as there are cores.
///
/// Both must come to the same number: the thread count may change no answer.
pub fn on_one_core_and_all(
    measure: impl Fn() -> Measurement + Sync,
) -> Result<(Measurement, Measurement)> {
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    let (one, all) = (alone.install(&measure), measure());
    ensure!(
        one.check.to_bits() == all.check.to_bits(),
        "one thread reached {}, all of them {}: the answer depends on the number of threads",
        one.check,
        all.check
    );
    Ok((one, all))
}

/// The most memory a process ever held: 0 where the system does not say.
fn peak_megabytes(process: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let kib = line.and_then(|l| l.trim().strip_suffix("kB")?.trim().parse::<f64>().ok());
    kib.unwrap_or(0.0) * 1024.0 / 1e6
}
