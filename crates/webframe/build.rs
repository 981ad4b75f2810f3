//! Fetches the fonts named in the lock file once into the build directory.
//!
//! Nothing is fetched at run time: what is used is embedded. `--ignore-scripts` keeps packages from running code.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const LOCK: [&str; 2] = ["package.json", "package-lock.json"];
const FACES: [&str; 4] = [
    "400Regular/FiraSans_400Regular.ttf",
    "400Regular_Italic/FiraSans_400Regular_Italic.ttf",
    "500Medium/FiraSans_500Medium.ttf",
    "600SemiBold/FiraSans_600SemiBold.ttf",
];

fn main() {
    println!("cargo::rerun-if-changed=package-lock.json");
    let source = PathBuf::from(variable("CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(variable("OUT_DIR"));
    let fonts = out.join("node_modules/@expo-google-fonts/fira-sans");
    fetch(&source, &out);
    for face in FACES {
        let from = fonts.join(face);
        let name = from.file_name().expect("a face is a file");
        fs::copy(&from, out.join(name)).unwrap_or_else(|cause| {
            panic!("the font package has no file {face}: {cause}; check package-lock.json")
        });
    }
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("cargo sets {name} for build scripts"))
}

fn fetch(source: &Path, out: &Path) {
    for file in LOCK {
        fs::copy(source.join(file), out.join(file))
            .unwrap_or_else(|cause| panic!("crates/webframe/{file} cannot be copied: {cause}"));
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let status = Command::new(npm)
        .args([
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ])
        .current_dir(out)
        .status();
    match status {
        Ok(status) if status.success() => {}
        Ok(status) => panic!(
            "`npm ci` could not fetch the fonts ({status}); it needs a network or a filled npm cache, once"
        ),
        Err(cause) => panic!(
            "npm cannot be started ({cause}); the fonts come from npm, so install Node.js with npm \
             (Debian: apt-get install nodejs npm) and build again"
        ),
    }
}
