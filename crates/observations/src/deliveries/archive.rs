//! The raw files as they came, in the folder `deliveries` of the data folder, so that any number can be shown
//! in its file years later.
//!
//! A file gets its name before the tables name it. A program killed in between leaves a file without a
//! delivery, which the next import sweeps away; never a delivery without its file.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use intake::Source;

use super::delivery_id;

const FOLDER: &str = "deliveries";
const INCOMING: &str = ".incoming-";

/// Where the file of a delivery is kept, below the data folder.
pub(crate) fn path_of(number: i64, file_name: &str) -> String {
    format!("{FOLDER}/{}-{}", delivery_id(number), tame(file_name))
}

/// The name without what would leave the folder or trouble a file system.
fn tame(file_name: &str) -> String {
    let last = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last
        .chars()
        .map(|c| match c {
            c if c.is_alphanumeric() || "._- ()".contains(c) => c,
            _ => '_',
        })
        .collect();
    // Names of more than 255 bytes are refused by most file systems; the end carries the kind of file.
    let starts = name.char_indices().map(|(i, _)| i);
    let cut = starts.into_iter().find(|i| name.len() - i <= 200);
    name[cut.unwrap_or(0)..].to_owned()
}

/// A raw file in its place, taken out again unless the tables are committed.
#[derive(Debug)]
pub(crate) struct Archived {
    path: PathBuf,
    kept: bool,
}

impl Archived {
    /// Writes the bytes under a passing name, makes sure they are on the disk, and gives them their name.
    pub(crate) fn write(
        data_folder: &Path,
        number: i64,
        file_name: &str,
        source: Source<'_>,
    ) -> io::Result<Self> {
        let folder = data_folder.join(FOLDER);
        fs::create_dir_all(&folder)?;
        let incoming = folder.join(format!("{INCOMING}{}", delivery_id(number)));
        let path = data_folder.join(path_of(number, file_name));
        let written = (|| {
            let mut file = File::create(&incoming)?;
            match source {
                Source::Bytes(bytes) => file.write_all(bytes)?,
                Source::Path(path) => {
                    io::copy(&mut File::open(path)?, &mut file)?;
                }
            }
            file.sync_data()?;
            fs::rename(&incoming, &path)
        })();
        if let Err(error) = written {
            // Half a file helps nobody; that it cannot be removed either says nothing new.
            let _ = fs::remove_file(&incoming);
            return Err(error);
        }
        Ok(Self { path, kept: false })
    }

    /// The tables name it: it stays.
    pub(crate) fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for Archived {
    fn drop(&mut self) {
        if !self.kept {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Removes what a killed program left behind: passing names, and files of numbers from `next` on.
pub(crate) fn sweep(data_folder: &Path, next: i64) -> io::Result<()> {
    let folder = data_folder.join(FOLDER);
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(&folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let number = name.strip_prefix('L').and_then(|n| n.split_once('-'));
        let orphan = number.is_some_and(|(n, _)| n.parse().is_ok_and(|n: i64| n >= next));
        if name.starts_with(INCOMING) || orphan {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_name_leaves_the_folder() {
        for (name, kept) in [
            ("../../etc/passwd", "deliveries/L0001-passwd"),
            (r"C:\Daten\Kita 2024.ods", "deliveries/L0001-Kita 2024.ods"),
            ("a\u{0}b:c?.csv", "deliveries/L0001-a_b_c_.csv"),
            ("Größe.csv", "deliveries/L0001-Größe.csv"),
        ] {
            assert_eq!(path_of(1, name), kept);
        }
        assert!(path_of(1, &"ä".repeat(400)).len() < 255);
    }

    #[test]
    fn a_file_not_kept_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        drop(Archived::write(folder.path(), 1, "a.csv", Source::Bytes(b"1")).unwrap());
        Archived::write(folder.path(), 2, "b.csv", Source::Bytes(b"2"))
            .unwrap()
            .keep();
        fs::write(folder.path().join("deliveries/L0003-c.csv"), "3").unwrap();
        fs::write(folder.path().join("deliveries/.incoming-L0004"), "4").unwrap();
        sweep(folder.path(), 3).unwrap();
        let left = fs::read_dir(folder.path().join("deliveries")).unwrap();
        let left: Vec<_> = left.map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["L0002-b.csv"]);
    }
}
