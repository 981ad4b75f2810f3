//! The house rules as a program. Each rule returns complaints; a house without complaints is tidy.

mod documents;
mod imports;
mod sources;

use anyhow::{Result, bail};

use crate::workspace;

/// Runs every rule and prints all complaints.
pub(crate) fn run() -> Result<()> {
    let members = workspace::members()?;
    let root = workspace::root();
    let mut complaints = imports::complaints(&members);
    complaints.extend(sources::complaints(&root, &members)?);
    complaints.extend(documents::complaints(&root, &members)?);
    for complaint in &complaints {
        println!("{complaint}");
    }
    if complaints.is_empty() {
        println!("tidy: {} crates hold the rules", members.len());
        return Ok(());
    }
    bail!("{} complaints", complaints.len());
}
