#![doc = include_str!("../README.md")]

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use anyhow::{Context, Result, ensure};

/// The program people get, if it was built.
pub fn program() -> Option<PathBuf> {
    let path = std::env::var_os("LEBENSLAGE_BINARY").map(PathBuf::from)?;
    path.exists().then_some(path)
}

/// A tool of the system, if it is installed.
pub fn tool(path: &str) -> Option<&Path> {
    Some(Path::new(path)).filter(|p| p.exists())
}

/// Says on stderr why a test is passed over.
pub fn skipped(what: &str) {
    eprintln!("skipped: {what} is absent; `cargo xtask test` provides it");
}

/// Runs the program with arguments.
pub fn run<S: AsRef<OsStr>>(program: &Path, arguments: &[S]) -> Result<Output> {
    Command::new(program)
        .args(arguments)
        .output()
        .with_context(|| program.display().to_string())
}

/// The data folder of the demo county, built once for all tests of a process; `None` where the program is absent.
pub fn demo() -> Option<&'static Path> {
    static DEMO: OnceLock<Option<PathBuf>> = OnceLock::new();
    DEMO.get_or_init(|| {
        let program = program()?;
        Some(build(&program).expect("the demo county is built"))
    })
    .as_deref()
}

/// The words of the demo county's report; `None`, after saying why, where the program or poppler is absent.
pub fn report() -> Option<String> {
    let Some(data) = demo() else {
        skipped("the program");
        return None;
    };
    let Some(pdftotext) = tool("/usr/bin/pdftotext") else {
        skipped("poppler-utils");
        return None;
    };
    let pdf = data.join("public/sozialbericht.pdf");
    let output = run(pdftotext, &[pdf.as_os_str(), OsStr::new("-")]).expect("poppler starts");
    Some(String::from_utf8(output.stdout).expect("poppler writes UTF-8"))
}

/// The report of a public folder as its pages are laid out, without the marks of a printer; `None` where poppler is absent.
pub fn report_with_layout(public: &Path) -> Option<String> {
    let pdftotext = tool("/usr/bin/pdftotext")?;
    let pdf = public.join("sozialbericht.pdf");
    let words = [OsStr::new("-layout"), pdf.as_os_str(), OsStr::new("-")];
    let output = run(pdftotext, &words).expect("poppler starts");
    let text = String::from_utf8(output.stdout).expect("poppler writes UTF-8");
    // Words are parted at the ends of lines by soft hyphens only a printer needs.
    Some(text.replace(['\u{ad}', '\u{2060}'], ""))
}

fn build(program: &Path) -> Result<PathBuf> {
    let folder = tempfile::Builder::new()
        .prefix("lebenslage-e2e-")
        .tempdir()?
        .keep();
    let output = Command::new(program)
        .args(["demo", "--no-serve", "--data"])
        .arg(&folder)
        .output()?;
    ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(folder)
}
