//! What was published: figures, outlines and texts of one or several editions, as an outsider reads them from files.

mod features;
mod folder;
mod parquet_file;
mod pdf;
mod pdf_text;
mod table;
mod workbook;

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use vocabulary::{Explain, Period, causes};

pub use folder::read;

/// A file that nothing can be taken from.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file or folder cannot be opened.
    #[error("{path}: {source}")]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file is not what its name says.
    #[error("{path} is not a readable {format} file: {why}")]
    Broken {
        /// The file.
        path: PathBuf,
        /// What it should be.
        format: &'static str,
        /// What the reader says.
        why: String,
    },
    /// None of the files has figures.
    #[error("no table of figures in the files named")]
    NoFigures,
}

impl Explain for ReadError {
    fn german(&self) -> String {
        match self {
            Self::Unreadable { path, source } => format!(
                "{} kann nicht gelesen werden: {}. Prüfen Sie Name und Leserechte.",
                path.display(),
                causes::of_system(source)
            ),
            Self::Broken { path, format, why } => format!(
                "{} lässt sich nicht als {format} lesen ({why}). Prüfen Sie, ob die Datei vollständig ist, oder nehmen \
                 Sie sie aus dem Ordner.",
                path.display()
            ),
            Self::NoFigures => "In den genannten Dateien steht keine Tabelle mit Werten. Nennen Sie den öffentlichen \
                 Ordner einer Ausgabe oder ihre Tabelle (CSV, XLSX oder Parquet)."
                .to_owned(),
        }
    }
}

/// A number that stands for a text: texts repeat a hundred thousand times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Word(u32);

/// All texts of the files.
#[derive(Debug, Default)]
pub(crate) struct Words {
    texts: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Words {
    pub(crate) fn take(&mut self, text: &str) -> Word {
        if let Some(number) = self.numbers.get(text) {
            return Word(*number);
        }
        let number =
            u32::try_from(self.texts.len()).expect("fewer texts than four thousand million");
        self.texts.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        Word(number)
    }

    pub(crate) fn find(&self, text: &str) -> Option<Word> {
        self.numbers.get(text).map(|number| Word(*number))
    }

    pub(crate) fn text(&self, word: Word) -> &str {
        &self.texts[word.0 as usize]
    }
}

/// What a line says about its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A number.
    Shown,
    /// Hidden, whoever hid it.
    Hidden,
    /// Only bounds are told.
    Interval,
    /// The base is empty.
    EmptyBase,
    /// Nobody knows.
    Unknown,
}

impl Mark {
    /// By the published word of a state.
    fn of(state: &str) -> Self {
        match state {
            "value" | "zero" | "not_meaningful" => Self::Shown,
            "suppressed" => Self::Hidden,
            "interval" => Self::Interval,
            "not_defined" => Self::EmptyBase,
            _ => Self::Unknown,
        }
    }
}

/// One line of a table of figures.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub area: Word,
    pub indicator: Word,
    pub version: u32,
    pub period: Period,
    pub breakdown: Word,
    pub numerator: Option<f64>,
    pub denominator: Option<f64>,
    pub value: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub mark: Mark,
    pub file: Word,
}

/// An area as the files describe it.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub area: Word,
    pub name: Word,
    pub level: Word,
    pub parent: Option<Word>,
}

/// One ring of an outline: longitude and latitude.
pub(crate) type Ring = Vec<(f64, f64)>;

/// An area's outline: all rings, outer and inner.
#[derive(Clone, Debug)]
pub(crate) struct Outline {
    pub area: Word,
    pub rings: Vec<Ring>,
}

/// A text: sentences of a report, alternative texts, words of a picture.
#[derive(Clone, Debug)]
pub(crate) struct Prose {
    pub text: String,
}

/// What one edition says.
#[derive(Debug)]
pub(crate) struct EditionFiles {
    pub name: String,
    pub folder: PathBuf,
    pub rows: Vec<Row>,
    pub places: Vec<Place>,
    /// The areas that a table has described.
    pub known_places: HashSet<Word>,
    pub outlines: Vec<Outline>,
    pub prose: Vec<Prose>,
}

/// Everything an outsider has in hand.
#[derive(Debug, Default)]
pub struct Published {
    pub(crate) words: Words,
    pub(crate) editions: Vec<EditionFiles>,
    pub(crate) files: Vec<String>,
    pub(crate) passed_over: Vec<String>,
}

impl Published {
    /// The edition of a folder with this identifier, made where it is new.
    fn edition(&mut self, folder: &std::path::Path, name: &str) -> &mut EditionFiles {
        let same = |e: &EditionFiles| e.folder == folder && e.name == name;
        let at = self.editions.iter().position(same).unwrap_or_else(|| {
            self.editions.push(EditionFiles {
                name: name.to_owned(),
                folder: folder.to_owned(),
                rows: Vec::new(),
                places: Vec::new(),
                known_places: HashSet::new(),
                outlines: Vec::new(),
                prose: Vec::new(),
            });
            self.editions.len() - 1
        });
        &mut self.editions[at]
    }

    /// The files that were read, in the order of reading.
    pub fn files(&self) -> &[String] {
        &self.files
    }

    /// The files nothing was taken from.
    pub fn passed_over(&self) -> &[String] {
        &self.passed_over
    }
}
