//! The demo county as its readers meet it.

mod command_line;
mod report;
mod site;
mod tables;
