//! A release as open tables: CSV, XLSX, Parquet, and GeoJSON of its areas. All hide exactly the same cells,
//! because all are written from the same rows.

mod areas_geojson;
mod figures_csv;
mod figures_parquet;
mod figures_xlsx;
mod origin_xlsx;

use std::borrow::Cow;
use std::collections::BTreeMap;

use disclosure::{Edition, Shown};
use vocabulary::AreaKey;

use crate::{AreaInfo, Release};

pub use areas_geojson::areas_geojson;
pub use figures_csv::figures_csv;
pub use figures_parquet::figures_parquet;
pub use figures_xlsx::figures_xlsx;

/// The columns of the figure tables, in order.
pub const COLUMNS: [&str; 16] = [
    "area_id",
    "area_name",
    "level",
    "parent_id",
    "indicator_id",
    "definition_version",
    "period",
    "breakdown",
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "state",
    "flags",
    "release",
];

/// A table that could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The workbook could not be made.
    #[error("the workbook cannot be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The Parquet file could not be made.
    #[error("the Parquet file cannot be written: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// The columns do not fit each other.
    #[error("the columns of the Parquet file do not fit: {0}")]
    Columns(#[from] arrow_schema::ArrowError),
    /// The CSV could not be made.
    #[error("the CSV cannot be written: {0}")]
    Csv(#[from] csv::Error),
}

/// A figure beside the area it speaks of.
struct Row<'a> {
    area: &'a AreaInfo,
    figure: &'a Shown,
}

impl Row<'_> {
    fn parent(&self) -> &str {
        self.area.parent.as_ref().map_or("", AreaKey::as_str)
    }

    /// The five numbers in the order of the columns, `numerator` to `upper`.
    fn numbers(&self) -> [Option<f64>; 5] {
        let f = self.figure;
        [f.numerator, f.denominator, f.value, f.lower, f.upper]
    }
}

/// All rows of a release in the fixed order of its figures. A figure of an area the release does not describe
/// cannot be read by anybody and is left out.
fn rows<E: Edition>(release: &Release<E>) -> Vec<Row<'_>> {
    let areas: BTreeMap<&AreaKey, &AreaInfo> = release
        .geography
        .areas
        .iter()
        .map(|a| (&a.key, a))
        .collect();
    let figures = release.figures.rows().iter();
    figures
        .filter_map(|figure| areas.get(&figure.area).map(|area| Row { area, figure }))
        .collect()
}

/// Whether a spreadsheet could take a text for a formula.
fn looks_like_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A name that no spreadsheet takes for a formula.
pub(crate) fn harmless(name: &str) -> Cow<'_, str> {
    if looks_like_formula(name) {
        Cow::Owned(format!("'{name}"))
    } else {
        Cow::Borrowed(name)
    }
}
