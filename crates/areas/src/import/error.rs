//! Why a file of outlines cannot be read at all.

use vocabulary::{Explain, german_number};

use crate::crs::CrsError;
use crate::texts::TEXTS;

/// Why a file of outlines cannot be read at all.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ImportError {
    /// The system refuses to read it.
    #[error("{file}: cannot be read: {reason}")]
    Io {
        /// The file.
        file: String,
        /// What the system says.
        reason: String,
    },
    /// Not one byte, or not one feature.
    #[error("{file}: holds no features; ask the supplier for the complete file")]
    Empty {
        /// The file.
        file: String,
    },
    /// Not a format of outlines.
    #[error("{file}: is neither GeoJSON nor Shapefile nor GeoPackage")]
    UnknownFormat {
        /// The file.
        file: String,
    },
    /// JSON that ends early or breaks the rules.
    #[error("{file}: no valid JSON from line {line}, column {column} on")]
    Json {
        /// The file.
        file: String,
        /// Line of the mistake, from 1.
        line: usize,
        /// Column of the mistake, from 1.
        column: usize,
    },
    /// JSON that is no collection of features.
    #[error("{file}: is a `{kind}`, not a `FeatureCollection`")]
    NoCollection {
        /// The file.
        file: String,
        /// The type it states.
        kind: String,
    },
    /// A part of a shapefile that is unreadable from the start.
    #[error("{file}: the part {part} is damaged or cut off")]
    Broken {
        /// The file.
        file: String,
        /// The part.
        part: String,
    },
    /// A shapefile without attributes.
    #[error("{file}: the part {part} with the attributes is missing")]
    NoTable {
        /// The file.
        file: String,
        /// The part.
        part: String,
    },
    /// An archive that cannot be unpacked.
    #[error("{file}: the zip archive cannot be unpacked: {reason}")]
    Zip {
        /// The file.
        file: String,
        /// What the unpacker says.
        reason: String,
    },
    /// More bytes than anybody needs for outlines.
    #[error("{file}: more than {megabytes} MB; refused to protect the computer")]
    TooLarge {
        /// The file.
        file: String,
        /// The limit.
        megabytes: u64,
    },
    /// More attributes than anybody needs for outlines.
    #[error("{file}: more than {columns} different attributes; refused to protect the computer")]
    TooWide {
        /// The file.
        file: String,
        /// The limit.
        columns: usize,
    },
    /// A database that cannot be read.
    #[error("{file}: the GeoPackage cannot be read: {reason}")]
    Database {
        /// The file.
        file: String,
        /// What the database says.
        reason: String,
    },
    /// Several layers and none chosen, or one that is not there.
    #[error("{file}: choose one of the layers {}", layers.join(", "))]
    Layer {
        /// The file.
        file: String,
        /// Those it has.
        layers: Vec<String>,
    },
    /// A column that was named and is not there.
    #[error("{file}: there is no column `{column}`; there are {}", columns.join(", "))]
    UnknownColumn {
        /// The file.
        file: String,
        /// The column named.
        column: String,
        /// Those it has.
        columns: Vec<String>,
    },
    /// Coordinates that cannot be used.
    #[error("{file}: {source}")]
    Crs {
        /// The file.
        file: String,
        /// Why.
        source: CrsError,
    },
}

impl Explain for ImportError {
    fn german(&self) -> String {
        match self {
            Self::Io { file, reason } => say("import_io", file, &[("reason", reason)]),
            Self::Empty { file } => say("import_empty", file, &[]),
            Self::UnknownFormat { file } => say("import_format", file, &[]),
            Self::Broken { file, part } => say("import_broken", file, &[("part", part)]),
            Self::NoTable { file, part } => say("import_no_table", file, &[("part", part)]),
            Self::Zip { file, reason } => say("import_zip", file, &[("reason", reason)]),
            Self::TooLarge { file, megabytes } => say(
                "import_too_large",
                file,
                &[("megabytes", &megabytes.to_string())],
            ),
            Self::Database { file, reason } => say("import_database", file, &[("reason", reason)]),
            other => other.german_of_content(),
        }
    }
}

impl ImportError {
    fn german_of_content(&self) -> String {
        match self {
            Self::Json { file, line, column } => {
                let (line, column) = (line.to_string(), column.to_string());
                say("import_json", file, &[("line", &line), ("column", &column)])
            }
            Self::NoCollection { file, kind } => say("import_collection", file, &[("kind", kind)]),
            Self::Layer { file, layers } => {
                say("import_layer", file, &[("layers", &layers.join(", "))])
            }
            Self::UnknownColumn {
                file,
                column,
                columns,
            } => {
                let columns = columns.join(", ");
                say(
                    "import_column",
                    file,
                    &[("column", column), ("columns", &columns)],
                )
            }
            Self::TooWide { file, columns } => {
                let columns = german_number(*columns as f64, 0);
                say("import_too_wide", file, &[("columns", &columns)])
            }
            Self::Crs { file, source } => say("import_crs", file, &[("reason", &source.german())]),
            _ => unreachable!("all other errors are worded above"),
        }
    }
}

fn say(key: &str, file: &str, values: &[(&str, &str)]) -> String {
    let mut all = vec![("file", file)];
    all.extend(values);
    TEXTS.say(key, &all)
}
