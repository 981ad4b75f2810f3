//! The demo county as its readers meet it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod attack;
mod command_line;
mod differential;
mod disclosure;
mod editions;
mod findings;
mod formats;
mod measures;
mod outlook;
mod planted;
mod printed;
mod report;
mod site;
mod spoken_of;
mod tables;
