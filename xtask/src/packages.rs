//! What the tests need from the system: named, checked, and installed where that is allowed.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, ensure};

/// A Debian package and a file that shows it is there.
struct Package {
    name: &'static str,
    shows: &'static [&'static str],
    why: &'static str,
}

const NEEDED: &[Package] = &[
    Package {
        name: "chromium",
        shows: &["/usr/bin/chromium"],
        why: "pages in a real browser",
    },
    Package {
        name: "poppler-utils",
        shows: &["/usr/bin/pdftotext"],
        why: "text and pictures of the PDF",
    },
    Package {
        name: "qpdf",
        shows: &["/usr/bin/qpdf"],
        why: "structure of the PDF",
    },
    Package {
        name: "python3-pikepdf",
        shows: &["/usr/lib/python3/dist-packages/pikepdf/__init__.py"],
        why: "structure tree of the PDF",
    },
    Package {
        name: "gdal-bin",
        shows: &["/usr/bin/ogr2ogr"],
        why: "geodata written and read by others",
    },
    Package {
        name: "libreoffice-calc",
        shows: &["/usr/lib/libreoffice/program/soffice.bin"],
        why: "tables written and read by others",
    },
    Package {
        name: "postgresql",
        shows: &["/usr/lib/postgresql"],
        why: "the store on a server",
    },
];

/// Prints what is needed and what is missing.
pub(crate) fn report() -> Result<()> {
    for p in NEEDED {
        let there = if is_there(p) { "there  " } else { "MISSING" };
        println!("{there} {:<18} {}", p.name, p.why);
    }
    ensure!(missing().is_empty(), "{}", how_to_install());
    Ok(())
}

/// Installs what is missing when allowed; otherwise says exactly what to install.
pub(crate) fn provide() -> Result<()> {
    if missing().is_empty() {
        return Ok(());
    }
    ensure!(
        is_root() && Path::new("/usr/bin/apt-get").exists(),
        "{}",
        how_to_install()
    );
    println!("installing {}", missing().join(" "));
    let install = || {
        Command::new("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["install", "-y", "-qq", "--no-install-recommends"])
            .args(missing())
            .stdout(std::process::Stdio::null())
            .status()
    };
    Command::new("apt-get").args(["update", "-qq"]).status()?;
    install()?;
    ensure!(
        missing().is_empty(),
        "could not be installed: {}\n{}",
        missing().join(" "),
        how_to_install()
    );
    Ok(())
}

fn how_to_install() -> String {
    format!(
        "The tests need packages that are missing here. Install them and run the command again:\n\
         sudo apt-get install --no-install-recommends {}",
        missing().join(" ")
    )
}

fn missing() -> Vec<&'static str> {
    NEEDED
        .iter()
        .filter(|p| !is_there(p))
        .map(|p| p.name)
        .collect()
}

fn is_there(package: &Package) -> bool {
    package.shows.iter().all(|path| Path::new(path).exists())
}

fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|o| o.stdout.trim_ascii() == b"0")
}
