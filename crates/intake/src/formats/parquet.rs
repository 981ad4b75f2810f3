//! Parquet: the names of the columns are the header, the types are the file's own.

use std::borrow::Cow;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type,
    Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::reader::ChunkReader;

use vocabulary::causes;

use super::archive::{bomb, stumbled};
use super::thrift;
use crate::IntakeError;
use crate::cell::{Cell, Flow, Row, Rows};
use crate::moment::day_of_serial;
use crate::source::{Source, io};

/// Days from the beginning of spreadsheets to that of Unix.
const UNIX: f64 = 25_569.0;
/// A column of one value repeats in a few bytes as often as somebody likes; no delivery has so many rows.
const ROWS: u32 = 200_000_000;

/// Hands over the rows of a Parquet file; the header is row 0.
pub(crate) fn read_parquet(
    file: &str,
    source: Source<'_>,
    rows: &mut dyn Rows,
) -> Result<(), IntakeError> {
    check_footer(file, source)?;
    // The reader of the format stumbles over some damaged files instead of reporting them.
    let read = catch_unwind(AssertUnwindSafe(|| match source {
        Source::Path(path) => {
            let open = File::open(path).map_err(|cause| io(file, cause))?;
            hand_over(file, open, rows)
        }
        Source::Bytes(bytes) => hand_over(file, bytes::Bytes::copy_from_slice(bytes), rows),
    }));
    read.unwrap_or_else(|_| Err(stumbled(file)))
}

/// What the footer declares must be there, and memory is taken for no more than that.
fn check_footer(file: &str, source: Source<'_>) -> Result<(), IntakeError> {
    let mut reader = source.open(file)?;
    let length = reader.seek(SeekFrom::End(0)).map_err(|e| io(file, e))?;
    let mut end = [0; 8];
    let footer = length.checked_sub(8).map(|at| {
        reader.seek(SeekFrom::Start(at))?;
        reader.read_exact(&mut end)?;
        let size = u64::from(u32::from_le_bytes([end[0], end[1], end[2], end[3]]));
        let mut footer = Vec::new();
        reader.seek(SeekFrom::Start(at.saturating_sub(size)))?;
        reader.take(size.min(at)).read_to_end(&mut footer)?;
        Ok(footer)
    });
    let footer = footer.transpose().map_err(|e| io(file, e))?;
    if footer.is_some_and(|footer| thrift::is_sound(&footer)) {
        return Ok(());
    }
    Err(stumbled(file))
}

fn damaged(file: &str, error: &(dyn std::error::Error + 'static)) -> IntakeError {
    IntakeError::Damaged {
        file: file.to_owned(),
        what: causes::of_library(error),
    }
}

fn hand_over(
    file: &str,
    input: impl ChunkReader + 'static,
    rows: &mut dyn Rows,
) -> Result<(), IntakeError> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(input).map_err(|e| damaged(file, &e))?;
    let names: Vec<String> = builder
        .schema()
        .fields()
        .iter()
        .map(|f| f.name().clone())
        .collect();
    rows.begin("")?;
    let header = Row {
        number: 0,
        cells: names.iter().map(|n| Cell::of(n)).collect(),
    };
    if rows.row(header)? == Flow::Enough {
        return rows.end();
    }
    let reader = builder
        .with_batch_size(4096)
        .build()
        .map_err(|e| damaged(file, &e))?;
    let mut number = 0u32;
    for batch in reader {
        let batch = batch.map_err(|e| damaged(file, &e))?;
        for at in 0..batch.num_rows() {
            number = number.saturating_add(1);
            if number > ROWS {
                return Err(bomb(file, "200 Millionen Zeilen"));
            }
            let row = Row {
                number,
                cells: cells(&batch, at),
            };
            if rows.row(row)? == Flow::Enough {
                return rows.end();
            }
        }
    }
    rows.end()
}

fn cells(batch: &RecordBatch, at: usize) -> Vec<Cell<'_>> {
    batch
        .columns()
        .iter()
        .map(|c| cell(c.as_ref(), at))
        .collect()
}

fn cell(column: &dyn Array, at: usize) -> Cell<'_> {
    if column.is_null(at) {
        return Cell::Empty;
    }
    match column.data_type() {
        DataType::Utf8 => Cell::of(column.as_string::<i32>().value(at)),
        DataType::LargeUtf8 => Cell::of(column.as_string::<i64>().value(at)),
        DataType::Utf8View => Cell::of(column.as_string_view().value(at)),
        DataType::Dictionary(_, _) => {
            let dictionary = column.as_any_dictionary();
            let key = dictionary.normalized_keys()[at];
            cell(dictionary.values().as_ref(), key)
        }
        DataType::Boolean => {
            let truth = column.as_boolean().value(at);
            Cell::Text(Cow::Borrowed(if truth { "WAHR" } else { "FALSCH" }))
        }
        _ => number(column, at)
            .or_else(|| day(column, at))
            .unwrap_or_else(|| Cell::Fault(Cow::Owned(format!("Datentyp {}", column.data_type())))),
    }
}

fn number(column: &dyn Array, at: usize) -> Option<Cell<'static>> {
    let number = match column.data_type() {
        DataType::Int8 => f64::from(column.as_primitive::<Int8Type>().value(at)),
        DataType::Int16 => f64::from(column.as_primitive::<Int16Type>().value(at)),
        DataType::Int32 => f64::from(column.as_primitive::<Int32Type>().value(at)),
        DataType::Int64 => column.as_primitive::<Int64Type>().value(at) as f64,
        DataType::UInt8 => f64::from(column.as_primitive::<UInt8Type>().value(at)),
        DataType::UInt16 => f64::from(column.as_primitive::<UInt16Type>().value(at)),
        DataType::UInt32 => f64::from(column.as_primitive::<UInt32Type>().value(at)),
        DataType::UInt64 => column.as_primitive::<UInt64Type>().value(at) as f64,
        DataType::Float32 => f64::from(column.as_primitive::<Float32Type>().value(at)),
        DataType::Float64 => column.as_primitive::<Float64Type>().value(at),
        DataType::Decimal128(_, scale) => {
            let whole = column.as_primitive::<Decimal128Type>().value(at) as f64;
            whole / 10f64.powi(i32::from(*scale))
        }
        _ => return None,
    };
    Some(Cell::Number(number))
}

fn day(column: &dyn Array, at: usize) -> Option<Cell<'static>> {
    let days = match column.data_type() {
        DataType::Date32 => f64::from(column.as_primitive::<Date32Type>().value(at)),
        DataType::Date64 => column.as_primitive::<Date64Type>().value(at) as f64 / 86_400_000.0,
        DataType::Timestamp(unit, _) => {
            let per_second = match unit {
                TimeUnit::Second => 1.0,
                TimeUnit::Millisecond => 1e3,
                TimeUnit::Microsecond => 1e6,
                TimeUnit::Nanosecond => 1e9,
            };
            ticks(column, at)? / per_second / 86_400.0
        }
        _ => return None,
    };
    day_of_serial(days + UNIX).map(Cell::Day)
}

fn ticks(column: &dyn Array, at: usize) -> Option<f64> {
    let data = column.to_data();
    let ticks = data.buffers().first()?.typed_data::<i64>();
    ticks.get(data.offset() + at).map(|t| *t as f64)
}
