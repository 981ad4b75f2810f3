//! Lines of a table of figures, whatever format carried them: columns are found by their published names.

use std::collections::BTreeMap;
use std::path::Path;

use vocabulary::Period;

use super::{Mark, Place, Published, ReadError, Row};

/// Columns without which a table is none of figures.
const NEEDED: [&str; 4] = ["area_id", "indicator_id", "period", "state"];

/// No count of people or things reaches this: whatever does is a mistake and no number.
const MOST: f64 = 1e15;

/// Where each column stands.
pub(super) struct Columns(BTreeMap<String, usize>);

impl Columns {
    /// `None` if the table is not one of figures.
    pub(super) fn find(head: &[String]) -> Option<Self> {
        let columns: BTreeMap<String, usize> = head
            .iter()
            .enumerate()
            .map(|(i, name)| (name.trim_start_matches('\u{feff}').trim().to_owned(), i))
            .collect();
        NEEDED
            .iter()
            .all(|name| columns.contains_key(*name))
            .then_some(Self(columns))
    }

    fn text<'a>(&self, line: &'a [String], name: &str) -> &'a str {
        self.0
            .get(name)
            .and_then(|i| line.get(*i))
            .map_or("", |t| t.trim())
    }

    fn number(&self, line: &[String], name: &str) -> Option<f64> {
        let number = self.text(line, name).parse::<f64>().ok();
        number.filter(|n| n.is_finite() && n.abs() < MOST)
    }
}

/// Reads a CSV file with the separator its head line uses.
pub(super) fn read_csv(into: &mut Published, path: &Path, bytes: &[u8]) -> Result<bool, ReadError> {
    let head = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let count = |c: u8| head.matches(char::from(c)).count();
    let separator = *[b';', b',', b'\t']
        .iter()
        .max_by_key(|c| count(**c))
        .expect("three separators");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    let mut taker = None;
    let mut record = csv::ByteRecord::new();
    loop {
        let more = reader.read_byte_record(&mut record);
        if !more.map_err(|error| broken(path, "CSV", &error))? {
            return Ok(taker.is_some());
        }
        let line: Vec<String> = record
            .iter()
            .map(|cell| String::from_utf8_lossy(cell).into_owned())
            .collect();
        match &taker {
            None => match Columns::find(&line) {
                Some(columns) => taker = Some(columns),
                None => return Ok(false),
            },
            Some(columns) => take(into, path, columns, &line),
        }
    }
}

/// That a file is not what its name says.
pub(super) fn broken(path: &Path, format: &'static str, why: &impl ToString) -> ReadError {
    ReadError::Broken {
        path: path.to_owned(),
        format,
        why: why.to_string(),
    }
}

/// Takes one line; lines without a readable period tell nothing.
pub(super) fn take(into: &mut Published, path: &Path, columns: &Columns, line: &[String]) {
    let Ok(period) = columns.text(line, "period").parse::<Period>() else {
        return;
    };
    let mut word = |name: &str| into.words.take(columns.text(line, name));
    let (area, name, level) = (word("area_id"), word("area_name"), word("level"));
    let (parent, indicator) = (word("parent_id"), word("indicator_id"));
    let breakdown = Some(columns.text(line, "breakdown")).filter(|b| !b.is_empty());
    let breakdown = into.words.take(breakdown.unwrap_or("total"));
    let file = file_word(into, path);
    let number = |name: &str| columns.number(line, name);
    let row = Row {
        area,
        indicator,
        version: columns
            .text(line, "definition_version")
            .parse()
            .unwrap_or(1),
        period,
        breakdown,
        numerator: number("numerator"),
        denominator: number("denominator"),
        value: number("value"),
        lower: number("lower"),
        upper: number("upper"),
        mark: Mark::of(columns.text(line, "state")),
        file,
    };
    let has_parent = !columns.text(line, "parent_id").is_empty();
    let folder = path.parent().unwrap_or(Path::new(""));
    let edition = into.edition(folder, columns.text(line, "release"));
    edition.rows.push(row);
    if edition.known_places.insert(area) {
        edition.places.push(Place {
            area,
            name,
            level,
            parent: has_parent.then_some(parent),
        });
    }
}

/// The name of a file as it is told.
pub(super) fn file_word(into: &mut Published, path: &Path) -> super::Word {
    let name = path.file_name().unwrap_or(path.as_os_str());
    into.words.take(&name.to_string_lossy())
}
