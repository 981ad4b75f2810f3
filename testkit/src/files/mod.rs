//! The containers offices send: text in two encodings, XLSX, ODS, Parquet, ZIP. Same content, same bytes.

mod archive;
mod columns;
mod shape;
mod sheet;
mod spreadsheet;
mod text;

pub(crate) use archive::zip;
pub(crate) use columns::{Column, parquet};
pub(crate) use shape::shapefile;
pub(crate) use sheet::{Cell, workbook};
pub(crate) use spreadsheet::ods;
pub(crate) use text::{cp1252, lines, utf8_with_mark};
