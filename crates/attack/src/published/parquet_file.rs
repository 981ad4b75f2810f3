//! Figures from a Parquet file: every column as text, so that one reader of lines serves all formats.

use std::path::Path;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

use super::table::{Columns, broken, take};
use super::{Published, ReadError};

/// Reads all row groups; `false` if it is no table of figures.
pub(super) fn read(into: &mut Published, path: &Path, bytes: Vec<u8>) -> Result<bool, ReadError> {
    let reader = SerializedFileReader::new(bytes::Bytes::from(bytes));
    let reader = reader.map_err(|error| broken(path, "Parquet", &error))?;
    let fields = reader.metadata().file_metadata().schema().get_fields();
    let head: Vec<String> = fields.iter().map(|f| f.name().to_owned()).collect();
    let Some(columns) = Columns::find(&head) else {
        return Ok(false);
    };
    let rows = reader.get_row_iter(None);
    for row in rows.map_err(|error| broken(path, "Parquet", &error))? {
        let row = row.map_err(|error| broken(path, "Parquet", &error))?;
        let line: Vec<String> = row.get_column_iter().map(|(_, f)| text(f)).collect();
        take(into, path, &columns, &line);
    }
    Ok(true)
}

fn text(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        other => other.to_string(),
    }
}
