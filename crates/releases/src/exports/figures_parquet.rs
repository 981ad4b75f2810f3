//! The figures as Parquet: the columns of the CSV with types, zstd, one file.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, DictionaryArray, Float64Array, RecordBatch, UInt32Array, types::Int32Type,
};
use arrow_schema::{DataType, Field, Schema};
use disclosure::Edition;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use super::{COLUMNS, ExportError, Row, rows};
use crate::Release;

/// One row per area, indicator, definition version, period and breakdown; empty numbers are null.
pub fn figures_parquet<E: Edition>(release: &Release<E>) -> Result<Vec<u8>, ExportError> {
    let rows = rows(release);
    let columns = columns(&rows, &release.meta.identifier);
    let fields = columns.iter().zip(COLUMNS).map(|(column, name)| {
        Field::new(
            name,
            column.data_type().clone(),
            matches!(column.data_type(), DataType::Float64),
        )
    });
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let batch = RecordBatch::try_new(Arc::clone(&schema), columns)?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(6)?))
        .set_created_by("Lebenslage".to_owned())
        .build();
    let mut writer = ArrowWriter::try_new(Vec::new(), schema, Some(properties))?;
    writer.write(&batch)?;
    Ok(writer.into_inner()?)
}

fn columns(rows: &[Row<'_>], release: &str) -> Vec<ArrayRef> {
    let numbers: Vec<[Option<f64>; 5]> = rows.iter().map(Row::numbers).collect();
    let number =
        |i: usize| -> ArrayRef { Arc::new(numbers.iter().map(|n| n[i]).collect::<Float64Array>()) };
    let versions = rows.iter().map(|r| r.figure.definition_version);
    vec![
        words(rows, |r| r.figure.area.as_str().to_owned()),
        words(rows, |r| r.area.name.clone()),
        words(rows, |r| r.area.level.as_str().to_owned()),
        words(rows, |r| r.parent().to_owned()),
        words(rows, |r| r.figure.indicator.as_str().to_owned()),
        Arc::new(UInt32Array::from_iter_values(versions)),
        words(rows, |r| r.figure.period.to_string()),
        words(rows, |r| r.figure.breakdown.as_str().to_owned()),
        number(0),
        number(1),
        number(2),
        number(3),
        number(4),
        words(rows, |r| r.figure.state.as_str().to_owned()),
        words(rows, |r| r.figure.flags.to_string()),
        words(rows, |_| release.to_owned()),
    ]
}

fn words<'a>(rows: &[Row<'a>], word: impl Fn(&Row<'a>) -> String) -> ArrayRef {
    let texts: Vec<String> = rows.iter().map(word).collect();
    Arc::new(
        texts
            .iter()
            .map(String::as_str)
            .collect::<DictionaryArray<Int32Type>>(),
    )
}
