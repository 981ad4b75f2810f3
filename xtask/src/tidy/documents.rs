//! Rules on documents: each crate introduces itself, ADR numbers are unique, glossary words live in the code.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::workspace::{Member, files};

/// Complaints about documents.
pub(crate) fn complaints(root: &Path, members: &[Member]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for member in members {
        found.extend(introduction(member));
    }
    found.extend(decision_numbers(&root.join("docs/adr")));
    found.extend(architecture(root, members)?);
    found.extend(glossary(root, members)?);
    Ok(found)
}

fn introduction(member: &Member) -> Vec<String> {
    let mut found = Vec::new();
    if member.description.as_deref().is_none_or(str::is_empty) {
        found.push(format!("{}: Cargo.toml without a description", member.name));
    }
    if !member.folder.join("README.md").exists() {
        found.push(format!("{}: no README.md", member.name));
    }
    let opening = ["src/lib.rs", "src/main.rs"]
        .into_iter()
        .find_map(|f| fs::read_to_string(member.folder.join(f)).ok());
    if !opening.is_some_and(|text| text.contains("include_str!(\"../README.md\")")) {
        found.push(format!(
            "{}: its README.md does not open its documentation",
            member.name
        ));
    }
    found
}

fn decision_numbers(folder: &Path) -> Vec<String> {
    let mut by_number: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in files(folder, &["md"]) {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        by_number
            .entry(name.chars().take(4).collect())
            .or_default()
            .push(name);
    }
    by_number
        .into_iter()
        .filter(|(_, names)| names.len() > 1)
        .map(|(number, names)| {
            format!(
                "docs/adr: number {number} stands {} times: {}",
                names.len(),
                names.join(", ")
            )
        })
        .collect()
}

fn architecture(root: &Path, members: &[Member]) -> Result<Vec<String>> {
    let text = fs::read_to_string(root.join("ARCHITECTURE.md")).context("ARCHITECTURE.md")?;
    let mut found = Vec::new();
    if text.lines().count() > 200 {
        found.push(format!(
            "ARCHITECTURE.md has {} lines; at most 200",
            text.lines().count()
        ));
    }
    let unnamed = members
        .iter()
        .filter(|m| !text.contains(&format!("{}/", m.name)));
    found.extend(unnamed.map(|m| format!("ARCHITECTURE.md does not name the crate {}", m.name)));
    Ok(found)
}

/// Code names of the glossary marked as built must occur in the sources.
fn glossary(root: &Path, members: &[Member]) -> Result<Vec<String>> {
    let text = fs::read_to_string(root.join("docs/glossary.md")).context("docs/glossary.md")?;
    let mut code = String::new();
    for member in members {
        for path in files(&member.folder, &["rs", "toml", "sql"]) {
            code.push_str(&fs::read_to_string(path)?);
        }
    }
    let built = text.split("## Planned").next().unwrap_or(&text);
    let names = built
        .lines()
        .filter(|l| l.starts_with('|'))
        .filter_map(|l| l.split('|').nth(3));
    let words = names.flat_map(|cell| {
        cell.split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    });
    Ok(words
        .filter(|w| !code.contains(w.as_str()))
        .map(|w| format!("docs/glossary.md: `{w}` does not occur in the code; move it to Planned"))
        .collect())
}
