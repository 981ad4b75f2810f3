//! The demo county as its readers meet it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod attack;
mod command_line;
mod disclosure;
mod editions;
mod findings;
mod measures;
mod outlook;
mod report;
mod site;
mod tables;
