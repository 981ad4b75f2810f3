//! A case: what a trusted program answered to which input.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

/// Why a case fails.
#[derive(Debug, thiserror::Error)]
pub enum OracleError {
    /// A file could not be read.
    #[error("{path}: cannot be read")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A case file is no case.
    #[error("{path}: is no case")]
    NoCase {
        /// The file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// A case lacks something its method needs, or has it in another form.
    #[error("{id}: {what} is missing or of another form")]
    Malformed {
        /// The case.
        id: String,
        /// What.
        what: String,
    },
    /// Nobody knows the method.
    #[error("{id}: unknown method `{method}`; implement it or add it to NOT_YET")]
    UnknownMethod {
        /// The case.
        id: String,
        /// The method.
        method: String,
    },
    /// The answer is another.
    #[error("{id}: {entry} is {found}, expected {expected}")]
    Deviates {
        /// The case.
        id: String,
        /// Which entry.
        entry: String,
        /// Our answer.
        found: String,
        /// The reference's.
        expected: String,
    },
    /// An expected entry was not compared.
    #[error("{id}: the expected entry {entry} was not compared")]
    NotCompared {
        /// The case.
        id: String,
        /// Which entry.
        entry: String,
    },
}

/// One case.
#[derive(Clone, Debug, Deserialize)]
pub struct Case {
    /// Its id.
    pub id: String,
    /// The method it tests.
    pub method: String,
    /// The program that answered, with its version.
    pub source: String,
    /// Files with input, relative to the folder of the case.
    #[serde(default)]
    pub data_files: Vec<String>,
    /// The input.
    pub inputs: Value,
    /// The answer.
    pub expected: Value,
    /// How far ours may be off.
    #[serde(default)]
    pub tolerance: Value,
    #[serde(skip)]
    folder: PathBuf,
}

impl Case {
    /// Reads a case whose data files lie in a folder.
    pub fn parse(text: &str, folder: &Path) -> Result<Self, OracleError> {
        let no_case = |source| OracleError::NoCase {
            path: folder.to_owned(),
            source,
        };
        let case: Self = serde_json::from_str(text).map_err(no_case)?;
        Ok(Self {
            folder: folder.to_owned(),
            ..case
        })
    }

    /// An input that must be there.
    pub(crate) fn input(&self, name: &str) -> Result<&Value, OracleError> {
        self.inputs.get(name).ok_or_else(|| self.malformed(name))
    }

    /// An input that is one number.
    pub(crate) fn number(&self, name: &str) -> Result<f64, OracleError> {
        let number = self.input(name)?.as_f64();
        number.ok_or_else(|| self.malformed(name))
    }

    /// An input that counts something.
    pub(crate) fn whole(&self, name: &str) -> Result<usize, OracleError> {
        let whole = self.input(name)?.as_u64();
        whole
            .and_then(|whole| usize::try_from(whole).ok())
            .ok_or_else(|| self.malformed(name))
    }

    /// Numbers that stand in the case, or in the column of its data file that is named there.
    pub(crate) fn numbers(&self, name: &str) -> Result<Vec<f64>, OracleError> {
        match self.input(name)? {
            Value::Array(numbers) => numbers
                .iter()
                .map(|number| number.as_f64().ok_or_else(|| self.malformed(name)))
                .collect(),
            // „POLYID (as a count)“ names the column POLYID.
            Value::String(column) => {
                self.column(|_, header| column.split(' ').next() == Some(header))
            }
            _ => Err(self.malformed(name)),
        }
    }

    /// The first column of the CSV data file that is wanted.
    pub(crate) fn column(
        &self,
        wanted: impl Fn(usize, &str) -> bool,
    ) -> Result<Vec<f64>, OracleError> {
        let text = self.data("csv")?;
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let malformed = || self.malformed("a column of the data file");
        let headers = reader.headers().ok().ok_or_else(malformed)?.clone();
        let at = headers
            .iter()
            .enumerate()
            .position(|(i, header)| wanted(i, header.trim_start_matches('\u{feff}')))
            .ok_or_else(malformed)?;
        reader
            .records()
            .map(|record| record.ok()?.get(at)?.trim().parse().ok())
            .map(|number| number.ok_or_else(malformed))
            .collect()
    }

    /// The text of the first data file with this ending.
    pub(crate) fn data(&self, ending: &str) -> Result<String, OracleError> {
        let name = self
            .data_files
            .iter()
            .find(|file| file.ends_with(&format!(".{ending}")))
            .ok_or_else(|| self.malformed(&format!("a data file .{ending}")))?;
        read(&self.folder.join(name))
    }

    /// The text of the first data file whose name ends so, for cases with several.
    pub(crate) fn data_named(&self, end: &str) -> Result<String, OracleError> {
        let name = self.data_files.iter().find(|file| file.ends_with(end));
        let name = name.ok_or_else(|| self.malformed(&format!("a data file …{end}")))?;
        read(&self.folder.join(name))
    }

    /// A refusal of ours, where the case expects an answer.
    pub(crate) fn refused(&self) -> impl Fn(methods::NotDefined) -> OracleError {
        let id = self.id.clone();
        move |reason| OracleError::Deviates {
            id: id.clone(),
            entry: "our answer".to_owned(),
            found: reason.to_string(),
            expected: "a result".to_owned(),
        }
    }

    /// The named column of the first data file.
    pub(crate) fn named(&self, header: &str) -> Result<Vec<f64>, OracleError> {
        self.column(|_, name| name == header)
    }

    /// The named column of the data file, `NA` being a gap.
    pub(crate) fn column_with_gaps(&self, header: &str) -> Result<Vec<Option<f64>>, OracleError> {
        let malformed = || self.malformed("a column of the data file");
        let text = self.data("csv")?;
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headers = reader.headers().ok().ok_or_else(malformed)?.clone();
        let at = headers.iter().position(|name| name == header);
        let at = at.ok_or_else(malformed)?;
        reader
            .records()
            .map(|record| {
                let record = record.ok().ok_or_else(malformed)?;
                match record.get(at).map(str::trim) {
                    Some("NA" | "") => Ok(None),
                    Some(number) => number.parse().map(Some).ok().ok_or_else(malformed),
                    None => Err(malformed()),
                }
            })
            .collect()
    }

    /// The neighbours of each of a number of areas, from the data file of pairs `focal,neighbor`.
    pub(crate) fn neighbours(&self, areas: usize) -> Result<Vec<Vec<usize>>, OracleError> {
        let malformed = || self.malformed("a data file of neighbours");
        let pairs = self
            .data_files
            .iter()
            .map(|file| read(&self.folder.join(file)))
            .find(|text| text.as_ref().is_ok_and(|t| t.starts_with("focal,neighbor")))
            .ok_or_else(malformed)??;
        let mut neighbours = vec![Vec::new(); areas];
        for line in pairs.lines().skip(1) {
            let (focal, other) = line.split_once(',').ok_or_else(malformed)?;
            let number = |text: &str| text.trim().parse::<usize>().ok();
            let (focal, other) = (number(focal), number(other));
            let (focal, other) = focal.zip(other).ok_or_else(malformed)?;
            neighbours.get_mut(focal).ok_or_else(malformed)?.push(other);
        }
        Ok(neighbours)
    }

    /// Another case of the same folder.
    pub(crate) fn beside(&self, id: &str) -> Result<Self, OracleError> {
        let path = self.folder.join(format!("{id}.json"));
        Self::parse(&read(&path)?, &self.folder)
    }

    /// An input of any form that its method knows.
    pub(crate) fn read<T: serde::de::DeserializeOwned>(
        &self,
        name: &str,
    ) -> Result<T, OracleError> {
        T::deserialize(self.input(name)?)
            .ok()
            .ok_or_else(|| self.malformed(name))
    }

    pub(crate) fn malformed(&self, what: &str) -> OracleError {
        OracleError::Malformed {
            id: self.id.clone(),
            what: what.to_owned(),
        }
    }
}

fn read(path: &Path) -> Result<String, OracleError> {
    std::fs::read_to_string(path).map_err(|source| OracleError::Unreadable {
        path: path.to_owned(),
        source,
    })
}

/// All cases of a folder, by file name; none if there is no such folder.
pub fn find_cases(folder: &Path) -> Vec<Result<Case, OracleError>> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    files.sort();
    files
        .iter()
        .map(|path| {
            Case::parse(&read(path)?, folder).map_err(|error| match error {
                OracleError::NoCase { source, .. } => OracleError::NoCase {
                    path: path.clone(),
                    source,
                },
                other => other,
            })
        })
        .collect()
}
