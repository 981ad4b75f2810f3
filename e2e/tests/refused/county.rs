//! A small county in a data folder of its own, and what stands in that folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use e2e::program;
use tempfile::TempDir;

/// Levels of every description here.
pub(crate) const LEVELS: &str = "[[level]]\nid = 'county'\nname = 'Kreis'\nplural = 'Kreise'\n\
    [[level]]\nid = 'municipality'\nname = 'Gemeinde'\nplural = 'Gemeinden'\n";

const PROFILE: &str = "id = 'einwohner'\ntitle = 'Einwohner'\nlayout = 'wide'\n\
    key = { columns = ['Schluessel'], type = 'ags8' }\nperiod = { column = 'Jahr' }\n\
    columns = [{ header = 'Personen', count = 'population' }]\n";

/// What the program said, and how it ended.
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) text: String,
}

/// A data folder with a county of municipalities, and a folder for files.
pub(crate) struct Small {
    program: PathBuf,
    folder: TempDir,
    pub(crate) data: PathBuf,
}

impl Small {
    /// The county with this many municipalities; `None` where the program is absent.
    pub(crate) fn new(municipalities: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("daten");
        Self::in_folder(folder, data, municipalities)
    }

    /// The same with the data folder elsewhere.
    pub(crate) fn in_folder(folder: TempDir, data: PathBuf, municipalities: u32) -> Option<Self> {
        let small = Self {
            program: program()?,
            folder,
            data,
        };
        let row = |i| format!("09998{i:03};Gemeinde {i};municipality;09998");
        let rows: Vec<String> = (1..=municipalities).map(row).collect();
        let rows = rows.join("\n");
        small.file(
            "kreis.csv",
            format!("key;name;level;parent\n09998;Kleinkreis;county;\n{rows}"),
        );
        let description = small.file("kreis.toml", format!("register = 'kreis.csv'\n{LEVELS}"));
        let profile = small.file("einwohner.toml", PROFILE);
        for call in [
            &["init"][..],
            &["areas", "load", &description],
            &["profile", "load", &profile],
        ] {
            let said = small.run(call);
            assert_eq!(said.code, Some(0), "{}", said.text);
        }
        Some(small)
    }

    /// Writes a file beside the data folder and gives its path.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// A call of the program on the data folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(arguments).arg("--data").arg(&self.data);
        command
    }

    /// Runs the program; paths of this machine are taken out of what it says.
    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        self.ended(&mut self.command(arguments))
    }

    /// The same for a call made by hand.
    pub(crate) fn ended(&self, command: &mut Command) -> Said {
        let output = command.output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr);
        let here = format!("{}/", self.folder.path().display());
        Said {
            code: output.status.code(),
            text: text.replace(&here, ""),
        }
    }

    /// The program itself.
    pub(crate) fn program(&self) -> &Path {
        &self.program
    }

    /// All files of the data folder. SQLite's passing files count only where something is left in them.
    pub(crate) fn content(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.data, &mut files);
        files
    }

    /// Refused with exit code 1, with nothing changed; gives the sentence.
    #[track_caller]
    pub(crate) fn refused(&self, arguments: &[&str]) -> String {
        let before = self.content();
        let said = self.run(arguments);
        assert_eq!(said.code, Some(1), "{arguments:?}: {}", said.text);
        assert!(
            self.content() == before,
            "{arguments:?} changed the data folder"
        );
        said.text
    }

    /// A delivery of all municipalities over many years.
    pub(crate) fn delivery(
        &self,
        name: &str,
        municipalities: u32,
        years: std::ops::Range<u32>,
    ) -> String {
        use std::fmt::Write as _;
        let mut text = "Schluessel;Jahr;Personen\n".to_owned();
        for year in years {
            for i in 1..=municipalities {
                writeln!(text, "09998{i:03};{year};{}", 1000 + i * 3 + year % 7).unwrap();
            }
        }
        self.file(name, text)
    }
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
            continue;
        }
        let name = path.to_string_lossy().into_owned();
        let bytes = fs::read(&path).unwrap();
        let passing = name.ends_with("-shm") || (name.ends_with("-wal") && bytes.is_empty());
        if !passing {
            files.insert(path, bytes);
        }
    }
}
