#![doc = include_str!("../README.md")]

mod job;
mod measurement;
mod peer;

pub use job::{Job, Limit};
pub use measurement::{Measurement, alone, on_one_core_and_all};
pub use peer::Peer;

/// How often a job is run where nothing speaks against it; the shortest time counts.
pub const ROUNDS: u32 = 3;
