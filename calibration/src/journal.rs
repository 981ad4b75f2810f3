//! What each county told, written down as soon as it is done: a run of hours that is broken off goes on where it was.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use testkit::draw::Scenario;

use crate::document::name;
use crate::record::Record;

/// Which county of how many: the truth it is held against depends on all of them.
type Which = (String, u64);

/// Records of counties by scenario and number, in memory or in a file as well.
pub struct Journal {
    known: BTreeMap<Which, Record>,
    file: Option<Mutex<File>>,
}

impl Journal {
    /// Writes nothing down.
    pub const fn none() -> Self {
        Self {
            known: BTreeMap::new(),
            file: None,
        }
    }

    /// Goes on with a file, if it was begun for the same run; else begins it anew. `run` says what the records depend on:
    /// the program and the number of counties.
    pub fn open(path: &Path, run: &str) -> std::io::Result<Self> {
        let options = || {
            OpenOptions::new()
                .read(true)
                .append(true)
                .create(true)
                .clone()
        };
        let mut file = options().open(path)?;
        let mut lines = BufReader::new(&mut file).lines().map_while(Result::ok);
        let is_same = lines.next().is_some_and(|first| first == run);
        let known = if is_same {
            lines.filter_map(|line| read(&line)).collect()
        } else {
            BTreeMap::new()
        };
        if !is_same {
            file.set_len(0)?;
            writeln!(file, "{run}")?;
        }
        file.seek(SeekFrom::End(0))?;
        Ok(Self {
            known,
            file: Some(Mutex::new(file)),
        })
    }

    /// The record of a county: as written down, or made now and written down.
    pub(crate) fn record(
        &self,
        (scenario, number): (Scenario, u64),
        make: impl FnOnce() -> Record,
    ) -> Record {
        let which = (name(scenario).to_owned(), number);
        if let Some(known) = self.known.get(&which) {
            return known.clone();
        }
        let record = make();
        if let Some(file) = &self.file {
            let line = serde_json::json!([which.0, which.1, record]);
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            // What cannot be written down is made again next time; the run itself lacks nothing.
            let _ = writeln!(file, "{line}");
        }
        record
    }
}

/// A line; a half line at the end of a broken run is none.
fn read(line: &str) -> Option<(Which, Record)> {
    let (scenario, number, record) = serde_json::from_str(line).ok()?;
    Some(((scenario, number), record))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(value: f64) -> Record {
        let mut record = Record::default();
        record.note("value", value);
        record
    }

    #[test]
    fn a_run_goes_on_where_it_was_broken_off_and_another_begins_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let county = (Scenario::NoEffect, 7);
        let third = 1.0 / 3.0;
        let first = Journal::open(&path, "run 1").unwrap();
        assert_eq!(first.record(county, || recorded(third)), recorded(third));
        let mut broken = OpenOptions::new().append(true).open(&path).unwrap();
        write!(broken, "[\"no effect\", 8, {{\"val").unwrap();
        let same = Journal::open(&path, "run 1").unwrap();
        assert_eq!(
            same.record(county, || recorded(2.0)),
            recorded(third),
            "to the last bit"
        );
        let other = Journal::open(&path, "run 2").unwrap();
        assert_eq!(other.record(county, || recorded(2.0)), recorded(2.0));
    }
}
