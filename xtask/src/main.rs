#![doc = include_str!("../README.md")]
#![expect(clippy::print_stdout, reason = "a command line tool talks on stdout")]

mod bench;
mod calibrate;
mod checks;
mod packages;
mod tidy;
mod workspace;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// House work: rules, tests, benchmarks.
#[derive(Parser)]
#[command(name = "xtask")]
struct Xtask {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Hold the rules of the house (import table, one writer per table, callers of the door, documents).
    Tidy,
    /// Install what the tests need and run all of them, ending with a summary.
    Test {
        /// Only tests whose name contains this.
        filter: Option<String>,
    },
    /// Run the benchmarks and print each figure beside its limit and its peer.
    Bench {
        /// Install the peers at their pinned versions into a virtual environment and time them in the same run.
        #[arg(long)]
        peers: bool,
    },
    /// Redraw the invented county, count false alarms and coverage, and write docs/methods-calibration.md.
    Calibrate {
        /// How many counties of each scenario.
        #[arg(long, default_value_t = 1_000)]
        counties: usize,
    },
    /// Print what the tests need from the system and what of it is missing.
    Packages,
}

fn main() -> Result<()> {
    match Xtask::parse().command {
        Command::Tidy => tidy::run(),
        Command::Test { filter } => checks::run(filter.as_deref()),
        Command::Bench { peers } => bench::run(if peers {
            bench::Peers::Measured
        } else {
            bench::Peers::LeftOut
        }),
        Command::Calibrate { counties } => calibrate::run(counties),
        Command::Packages => packages::report(),
    }
}
