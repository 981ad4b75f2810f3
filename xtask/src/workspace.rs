//! Where things stand: the root of the workspace, its crates, the folder `../shared`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// The root folder of the workspace.
pub(crate) fn root() -> PathBuf {
    // Cargo says where it runs; what was compiled in may be another clone that shares the target folder.
    let here = std::env::var_os("CARGO_MANIFEST_DIR");
    let here = here.map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent()
        .expect("xtask lies in the workspace")
        .to_path_buf()
}

/// The folder with oracles, real data and acceptance scripts, where there is one.
pub(crate) fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("LEBENSLAGE_SHARED")
        .map_or_else(|| root().join("../shared"), PathBuf::from);
    folder.join("README.md").exists().then_some(folder)
}

/// One of our crates, as cargo sees it.
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    pub(crate) description: Option<String>,
    /// Names of our own crates it depends on in its normal build (not for tests).
    pub(crate) imports: Vec<String>,
}

/// All crates of the workspace with the edges between them.
pub(crate) fn members() -> Result<Vec<Member>> {
    let out = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .context("cargo metadata")?;
    ensure!(
        out.status.success(),
        "cargo metadata: {}",
        String::from_utf8_lossy(&out.stderr)
    );
    let metadata: Value = serde_json::from_slice(&out.stdout)?;
    let packages = metadata["packages"].as_array().context("packages")?;
    let ours: Vec<&str> = packages.iter().filter_map(|p| p["name"].as_str()).collect();
    packages.iter().map(|p| member(p, &ours)).collect()
}

fn member(package: &Value, ours: &[&str]) -> Result<Member> {
    let manifest = package["manifest_path"].as_str().context("manifest_path")?;
    let dependencies = package["dependencies"].as_array().context("dependencies")?;
    let mut imports: Vec<String> = dependencies
        .iter()
        .filter(|d| d["kind"].is_null())
        .filter_map(|d| d["name"].as_str())
        .filter(|n| ours.contains(n))
        .map(str::to_owned)
        .collect();
    imports.sort();
    Ok(Member {
        name: package["name"].as_str().context("name")?.to_owned(),
        folder: Path::new(manifest)
            .parent()
            .context("folder")?
            .to_path_buf(),
        description: package["description"].as_str().map(str::to_owned),
        imports,
    })
}

/// All files below a folder with one of the endings, in fixed order; build folders are passed over.
pub(crate) fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else {
        return found;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if !["target", "node_modules", ".git"].contains(&name.as_str()) {
                found.extend(files(&path, endings));
            }
        } else if path
            .extension()
            .is_some_and(|e| endings.iter().any(|x| e == *x))
        {
            found.push(path);
        }
    }
    found.sort();
    found
}
