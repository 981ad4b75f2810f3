//! Figures from a workbook: every sheet whose head line names the columns, also where nobody would look for figures.

use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};

use super::table::{Columns, broken, take};
use super::{Published, ReadError};

/// Reads all sheets; `false` if none holds figures.
pub(super) fn read(into: &mut Published, path: &Path, bytes: Vec<u8>) -> Result<bool, ReadError> {
    let book: Result<Xlsx<_>, _> = Xlsx::new(Cursor::new(bytes));
    let mut book = book.map_err(|error| broken(path, "XLSX", &error))?;
    let mut found = false;
    for name in book.sheet_names() {
        let sheet = book.worksheet_range(&name);
        let sheet = sheet.map_err(|error| broken(path, "XLSX", &error))?;
        let mut lines = sheet.rows().map(|r| r.iter().map(text).collect::<Vec<_>>());
        let Some(columns) = lines.next().and_then(|head| Columns::find(&head)) else {
            continue;
        };
        found = true;
        for line in lines {
            take(into, path, &columns, &line);
        }
    }
    Ok(found)
}

fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        other => other.to_string(),
    }
}
