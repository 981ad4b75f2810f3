//! Rules on source files: one writer per table, one caller of the archive door, documented modules, no junk drawers.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::workspace::{Member, files};

/// Complaints about the sources of all crates.
pub(crate) fn complaints(root: &Path, members: &[Member]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut writers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for member in members {
        for path in files(&member.folder.join("src"), &["rs"]) {
            let name = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .display()
                .to_string();
            let text = fs::read_to_string(&path)?;
            if is_for_tests(&path) {
                continue;
            }
            found.extend(about_file(&name, &text));
            for table in tables_written(&text) {
                let all = writers.entry(table).or_default();
                if !all.contains(&name) {
                    all.push(name.clone());
                }
            }
        }
    }
    for (table, names) in writers {
        if names.len() > 1 {
            found.push(format!(
                "table `{table}` has several writers: {}",
                names.join(", ")
            ));
        }
        found.extend(names.iter().filter(|n| !n.ends_with("store.rs")).map(|n| {
            format!(
                "{n}: writes table `{table}`; statements that change a table stand in a store.rs"
            )
        }));
    }
    Ok(found)
}

/// Whether a module is compiled for tests only, by the line that declares it or a folder above it.
fn is_for_tests(path: &Path) -> bool {
    let declared = |module: &Path| {
        let name = module
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let folder = module.parent().unwrap_or(Path::new(""));
        let line = format!("mod {name};");
        ["mod.rs", "lib.rs", "main.rs"].iter().any(|above| {
            let text = fs::read_to_string(folder.join(above)).unwrap_or_default();
            let lines: Vec<&str> = text.lines().collect();
            let mut pairs = lines.windows(2);
            pairs.any(|two| {
                two[0].starts_with("#[cfg(") && two[0].contains("test") && two[1].ends_with(&line)
            })
        })
    };
    let within = path.ancestors().take_while(|p| !p.ends_with("src"));
    within.into_iter().any(declared)
}

fn about_file(name: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let drawer = ["utils", "util", "helpers", "common", "misc", "manager"];
    if name.split(['/', '.']).any(|part| drawer.contains(&part)) {
        found.push(format!(
            "{name}: a folder or file is named after what it is about, not utils, helpers, common"
        ));
    }
    if !text.starts_with("//!") && !text.starts_with("#![doc") {
        found.push(format!(
            "{name}: opens without a `//!` sentence that says what it is about"
        ));
    }
    if text.contains("disclosure::reopen")
        && name.starts_with("crates/")
        && name != "crates/releases/src/store.rs"
    {
        found.push(format!(
            "{name}: only crates/releases/src/store.rs may call disclosure::reopen"
        ));
    }
    if name.starts_with("crates/") && !name.starts_with("crates/app/") {
        for word in ["std::env::var", "std::process::exit"] {
            if text.contains(word) && !text.contains("#[cfg(test)]") {
                found.push(format!("{name}: `{word}` belongs to app alone"));
            }
        }
    }
    found
}

/// Names after `insert into`, `update`, `delete from` in the text of a file's string literals (tests left out).
fn tables_written(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or(text);
    let lower = code.to_lowercase();
    let mut tables = Vec::new();
    for verb in ["insert into ", "delete from ", "\"update "] {
        for (at, _) in lower.match_indices(verb) {
            let rest = &lower[at + verb.len()..];
            let table: String = rest
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '_')
                .collect();
            if !table.is_empty() && !tables.contains(&table) {
                tables.push(table);
            }
        }
    }
    tables
}
