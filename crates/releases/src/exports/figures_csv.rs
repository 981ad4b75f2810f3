//! The figures as CSV: UTF-8, semicolon, decimal point, no grouping, shortest form that reads back the same number.

use disclosure::Edition;

use super::{COLUMNS, ExportError, looks_like_formula, rows};
use crate::Release;

/// One row per area, indicator, definition version, period and breakdown.
pub fn figures_csv<E: Edition>(release: &Release<E>) -> Result<Vec<u8>, ExportError> {
    let mut out = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    out.write_record(COLUMNS)?;
    let mut numbers: [String; 5] = Default::default();
    for row in rows(release) {
        for (text, number) in numbers.iter_mut().zip(row.numbers()) {
            text.clear();
            if let Some(number) = number {
                use std::fmt::Write;
                write!(text, "{number}").expect("writing to a string does not fail");
            }
        }
        let name = &row.area.name;
        let safe_name = if looks_like_formula(name) { format!("'{name}") } else { name.clone() };
        let f = row.figure;
        let [numerator, denominator, value, lower, upper] = &numbers;
        out.write_record([
            f.area.as_str(),
            &safe_name,
            row.area.level.as_str(),
            row.parent(),
            f.indicator.as_str(),
            &f.definition_version.to_string(),
            &f.period.to_string(),
            f.breakdown.as_str(),
            numerator,
            denominator,
            value,
            lower,
            upper,
            f.state.as_str(),
            &f.flags.to_string(),
            &release.meta.identifier,
        ])?;
    }
    Ok(out.into_inner().map_err(csv::IntoInnerError::into_error).map_err(csv::Error::from)?)
}
