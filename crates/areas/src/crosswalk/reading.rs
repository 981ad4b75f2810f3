//! A crosswalk as a table: `from_area;to_area;share;basis;valid_from`.

use vocabulary::{AreaKey, Date, Place, Remark, RemarkKind, Severity};

use super::error::TEXTS;
use super::{Basis, CrosswalkError, Link};

const COLUMNS: [&str; 5] = ["from_area", "to_area", "share", "basis", "valid_from"];

impl Link {
    /// Reads the rows of a table with comma or semicolon; a row that cannot be read becomes a remark.
    ///
    /// A share may be written with point or, between semicolons, with comma.
    pub fn read(text: &str, file: &str) -> Result<(Vec<Self>, Vec<Remark>), CrosswalkError> {
        let text = text.trim_start_matches('\u{feff}');
        let head = text.lines().next().unwrap_or_default();
        let separator = if head.contains(';') { b';' } else { b',' };
        let mut table = csv::ReaderBuilder::new()
            .delimiter(separator)
            .trim(csv::Trim::All)
            .flexible(true)
            .from_reader(text.as_bytes());
        let header = table.headers().cloned().unwrap_or_default();
        let mut columns = [0; 5];
        for (place, column) in columns.iter_mut().zip(COLUMNS) {
            let found = header.iter().position(|h| h == column);
            *place = found.ok_or_else(|| CrosswalkError::Column {
                file: file.to_owned(),
                column,
            })?;
        }
        let (mut links, mut remarks) = (Vec::new(), Vec::new());
        for (number, row) in (2..).zip(table.records()) {
            let row = row.unwrap_or_default();
            let cells = columns.map(|c| row.get(c).unwrap_or_default());
            match link(cells) {
                Ok(link) => links.push(link),
                Err((column, key)) => remarks.push(rejected(
                    file,
                    number,
                    COLUMNS[column],
                    (cells[column], key),
                )),
            }
        }
        Ok((links, remarks))
    }
}

/// A row as a link, or the column that is wrong and the text that says so.
fn link(cells: [&str; 5]) -> Result<Link, (usize, &'static str)> {
    let share = cells[2].replace(',', ".").parse::<f64>();
    Ok(Link {
        from: AreaKey::parse(cells[0]).ok().ok_or((0, "bad_key"))?,
        to: AreaKey::parse(cells[1]).ok().ok_or((1, "bad_key"))?,
        share: share
            .ok()
            .filter(|s| (0.0..=1.000_001).contains(s))
            .ok_or((2, "bad_share"))?,
        basis: Basis::parse(cells[3]).ok_or((3, "bad_basis"))?,
        valid_from: cells[4].parse::<Date>().ok().ok_or((4, "bad_date"))?,
    })
}

fn rejected(file: &str, row: u32, column: &str, (value, key): (&str, &str)) -> Remark {
    let reason = TEXTS.say(key, &[("value", value)]);
    Remark {
        severity: Severity::Rejected,
        kind: RemarkKind::Structure,
        place: Place {
            file: file.to_owned(),
            sheet: None,
            row: Some(row),
            column: Some(column.to_owned()),
        },
        value: Some(value.to_owned()),
        message: TEXTS.say("bad_row", &[("reason", &reason)]),
    }
}

impl Basis {
    /// The word of the table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Population => "population",
            Self::Area => "area",
            Self::Address => "address",
        }
    }

    /// Reads the word of the table.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Population, Self::Area, Self::Address]
            .into_iter()
            .find(|b| b.as_str() == word)
    }
}
