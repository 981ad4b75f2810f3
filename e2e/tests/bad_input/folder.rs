//! A data folder with three municipalities and two profiles, and what the program says about files for it.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::files::{self, Case};

const TERRITORY: &str = "register = \"gebiete.csv\"\n\
    [[level]]\nid = \"county\"\nname = \"Landkreis\"\nplural = \"Landkreise\"\n\
    [[level]]\nid = \"municipality\"\nname = \"Gemeinde\"\nplural = \"Gemeinden\"\n";
const REGISTER: &str = "key;name;level;parent;valid_from;valid_to\n\
    09998;Beispielkreis;county;;2020-01-01;\n09998001;Auental;municipality;09998;2020-01-01;\n\
    09998002;Birkheim;municipality;09998;2020-01-01;\n09998003;Dornfeld;municipality;09998;2020-01-01;\n";
const PROFILES: [(&str, &str); 3] = [
    (
        "wohngeld.toml",
        "id = \"wohngeld\"\ntitle = \"Wohngeld\"\nsupplier = \"Sozialamt\"\nlayout = \"wide\"\n\
         file_names = [\"wohngeld_{year}.*\"]\nname = \"Gemeinde\"\n\
         text = { encoding = \"utf-8\" }\nkey = { columns = [\"Schluessel\"], type = \"ags8\" }\n\
         period = { column = \"Stichtag\" }\ntotals = { names = [\"Summe\"], key = \"09998\" }\n\
         columns = [{ header = \"Wohngeldhaushalte\", count = \"housing_benefit_households\" }]\n",
    ),
    (
        "kita.toml",
        "id = \"kita\"\ntitle = \"Kita\"\nlayout = \"wide\"\nfile_names = [\"kita_{year}.*\"]\n\
         key = { columns = [\"@A\"], type = \"ags8\" }\nperiod = { column = \"@C\" }\n\
         expected = { headings = [\"Schluessel\", \"Gemeinde\", \"Stichtag\", \"Kinder unter 3\"] }\n\
         columns = [{ header = \"@D\", count = \"daycare_u3\" }]\n",
    ),
    (
        "haushalte.toml",
        "id = \"haushalte\"\ntitle = \"Haushalte\"\nlayout = \"wide\"\nfile_names = [\"haushalte_{year}.*\"]\n\
         key = { columns = [\"Schluessel\"], type = \"ags8\" }\nperiod = { column = \"Stichtag\" }\n\
         columns = [{ header = \"Haushalte\", count = \"households\" }]\n",
    ),
];

/// A data folder and a place for the files of a case.
pub(super) struct Folder {
    program: PathBuf,
    root: TempDir,
}

impl Folder {
    /// With areas, profiles and one good delivery; none where the program is absent.
    pub(super) fn furnished() -> Option<Self> {
        let program = e2e::program()?;
        let root = tempfile::tempdir().unwrap();
        let folder = Self { program, root };
        folder.write("gebiete.toml", TERRITORY.as_bytes());
        folder.write("gebiete.csv", REGISTER.as_bytes());
        let mut load = vec!["profile".to_owned(), "load".to_owned()];
        for (name, text) in PROFILES {
            load.push(folder.write(name, text.as_bytes()));
        }
        folder.must(&["init"]);
        folder.must(&["areas", "load", &folder.path("gebiete.toml")]);
        folder.must(&load.iter().map(String::as_str).collect::<Vec<_>>());
        let first = Case::taken("first", "wohngeld_2020.csv", files::good(2020));
        let (code, words) = folder.import(&first);
        assert_eq!(code, 0, "{words}");
        Some(folder)
    }

    /// Imports the file of a case as its profile asks; exit code and what was said.
    pub(super) fn import(&self, case: &Case) -> (i32, String) {
        self.import_with(case, &[])
    }

    pub(super) fn import_with(&self, case: &Case, more: &[&str]) -> (i32, String) {
        let mut arguments = Vec::new();
        if let Some(profile) = case.profile {
            arguments.extend(["--profile", profile]);
        }
        arguments.extend(more);
        match &case.bytes {
            Some(bytes) => self.import_files(&[(case.file, bytes)], &arguments),
            None => self.import_files(&[], &[&arguments[..], &[&self.path(case.file)]].concat()),
        }
    }

    pub(super) fn import_files(&self, files: &[(&str, &[u8])], more: &[&str]) -> (i32, String) {
        let paths: Vec<String> = files.iter().map(|(n, b)| self.write(n, b)).collect();
        let mut arguments = vec!["import"];
        arguments.extend(paths.iter().map(String::as_str));
        arguments.extend(more);
        let (code, words) = self.run(&arguments);
        for path in paths {
            std::fs::remove_file(path).unwrap();
        }
        (code, words)
    }

    /// Takes the last delivery out again, so that every case finds the same.
    pub(super) fn withdraw(&self) {
        let (_, known) = self.run(&["delivery", "list"]);
        let last = known.lines().last().unwrap();
        let id = last.split_whitespace().next().unwrap();
        self.must(&["delivery", "withdraw", id, "--reason", "Test"]);
    }

    /// The deliveries the store knows, and all files beside its tables with a checksum of their bytes.
    pub(super) fn fingerprint(&self) -> BTreeMap<PathBuf, u64> {
        let mut all = BTreeMap::new();
        collect(&self.root.path().join("d"), &mut all);
        let (code, known) = self.run(&["delivery", "list"]);
        assert_eq!(code, 0, "{known}");
        all.insert(PathBuf::from(&known), checksum(known.as_bytes()));
        all
    }

    fn path(&self, name: &str) -> String {
        self.root.path().join(name).display().to_string()
    }

    fn write(&self, name: &str, bytes: &[u8]) -> String {
        std::fs::write(self.root.path().join(name), bytes).unwrap();
        self.path(name)
    }

    fn must(&self, arguments: &[&str]) {
        let (code, words) = self.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {words}");
    }

    fn run(&self, arguments: &[&str]) -> (i32, String) {
        let data = self.path("d");
        let mut all = arguments.to_vec();
        all.extend(["--data", &data]);
        if arguments[0] == "import" {
            all.extend(["--received", "2025-03-01"]);
        }
        let output = e2e::run(&self.program, &all).unwrap();
        let words = [output.stdout, output.stderr].concat();
        let words = String::from_utf8(words).unwrap();
        let words = words.replace(&format!("{}/", self.root.path().display()), "");
        (output.status.code().unwrap(), words.trim_end().to_owned())
    }
}

fn collect(folder: &Path, all: &mut BTreeMap<PathBuf, u64>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // What the tables hold is asked of the program; their pages may be tidied up by looking.
        let tables = path.to_string_lossy().contains("lebenslage.sqlite");
        if path.is_dir() {
            collect(&path, all);
        } else if !tables {
            let bytes = std::fs::read(&path).unwrap();
            all.insert(path, checksum(&bytes));
        }
    }
}

fn checksum(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}
