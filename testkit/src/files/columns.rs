//! Parquet, as surveyors' databases write it.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int32Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

/// One column with its name.
pub(crate) enum Column {
    Text(&'static str, Vec<String>),
    Whole(&'static str, Vec<i32>),
    Decimal(&'static str, Vec<f64>),
}

/// A Parquet file of these columns.
pub(crate) fn parquet(columns: Vec<Column>) -> Vec<u8> {
    let arrays = columns.into_iter().map(|column| match column {
        Column::Text(name, cells) => (name, Arc::new(StringArray::from(cells)) as ArrayRef),
        Column::Whole(name, cells) => (name, Arc::new(Int32Array::from(cells)) as ArrayRef),
        Column::Decimal(name, cells) => (name, Arc::new(Float64Array::from(cells)) as ArrayRef),
    });
    let batch = RecordBatch::try_from_iter(arrays).expect("columns of one length");
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by("Vermessungsamt Musterkreis".to_owned())
        .build();
    let mut writer =
        ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).expect("plain columns");
    writer.write(&batch).expect("memory does not fail");
    writer.into_inner().expect("memory does not fail")
}
