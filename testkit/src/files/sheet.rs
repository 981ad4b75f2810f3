//! XLSX workbooks with a fixed day of creation.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

/// A cell of a workbook.
#[derive(Clone, Debug)]
pub(crate) enum Cell {
    Empty,
    Text(String),
    Number(f64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text.to_owned())
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Self::Number(f64::from(number))
    }
}

/// A workbook of one sheet.
pub(crate) fn workbook(sheet: &str, rows: &[Vec<Cell>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let day = ExcelDateTime::from_ymd(2025, 1, 2).expect("a day");
    book.set_properties(
        &DocProperties::new()
            .set_author("Musterkreis")
            .set_creation_datetime(&day),
    );
    let page = book.add_worksheet();
    page.set_name(sheet).expect("a short name");
    for (r, row) in (0u32..).zip(rows) {
        for (c, cell) in (0u16..).zip(row) {
            let written = match cell {
                Cell::Empty => continue,
                Cell::Text(text) => page.write_string(r, c, text),
                Cell::Number(number) => page.write_number(r, c, *number),
            };
            written.expect("small sheets");
        }
    }
    book.save_to_buffer().expect("memory does not fail")
}
