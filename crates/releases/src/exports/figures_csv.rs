//! The figures as CSV: UTF-8, semicolon, decimal point, no grouping, shortest form that reads back the same number.

use disclosure::Edition;

use super::{COLUMNS, ExportError, harmless, rows};
use crate::Release;

/// One row per area, indicator, definition version, period and breakdown.
pub fn figures_csv<E: Edition>(release: &Release<E>) -> Result<Vec<u8>, ExportError> {
    let mut out = csv::WriterBuilder::new()
        .delimiter(b';')
        .from_writer(Vec::new());
    out.write_record(COLUMNS)?;
    for row in rows(release) {
        let f = row.figure;
        let [numerator, denominator, value, lower, upper] = row.numbers().map(shortest);
        out.write_record([
            f.area.as_str(),
            &harmless(&row.area.name),
            row.area.level.as_str(),
            row.parent(),
            f.indicator.as_str(),
            &f.definition_version.to_string(),
            &f.period.to_string(),
            f.breakdown.as_str(),
            &numerator,
            &denominator,
            &value,
            &lower,
            &upper,
            f.state.as_str(),
            &f.flags.to_string(),
            &release.meta.identifier,
        ])?;
    }
    let written = out.into_inner().map_err(csv::IntoInnerError::into_error);
    Ok(written.map_err(csv::Error::from)?)
}

/// The shortest decimal form that reads back the same number.
fn shortest(number: Option<f64>) -> String {
    number.map_or_else(String::new, |n| n.to_string())
}
