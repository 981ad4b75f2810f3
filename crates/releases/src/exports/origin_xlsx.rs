//! Where the figures of a workbook come from: its sources with their deliveries, and the deliveries of every series.
//!
//! The deliveries are told for all areas together: the same list for shown and for hidden figures.

use disclosure::{Deliveries, Edition, Shown};
use rust_xlsxwriter::{Format, Worksheet};
use vocabulary::{DeliveryId, Texts, german_date};

use super::ExportError;
use crate::{Release, SourceVintage};

/// One row per delivery; a source without any is still named.
pub(super) fn sources(sheet: &mut Worksheet, sources: &[SourceVintage]) -> Result<(), ExportError> {
    head(
        sheet,
        &[
            "supplier", "title", "licence", "delivery", "received", "newest",
        ],
    )?;
    let mut line = 1;
    for source in sources {
        let mut rows: Vec<[String; 3]> = source
            .delivered
            .iter()
            .map(|d| {
                [
                    d.id.to_string(),
                    german_date(d.received),
                    d.newest.to_string(),
                ]
            })
            .collect();
        if rows.is_empty() {
            rows.push(Default::default());
        }
        for row in rows {
            let shared = [&source.supplier, &source.title, &source.licence];
            for (column, text) in (0u16..).zip(shared.into_iter().chain(&row)) {
                sheet.write_string(line, column, text)?;
            }
            line += 1;
        }
    }
    Ok(())
}

/// One row per indicator, definition version, period and breakdown.
pub(super) fn origins<E: Edition>(
    sheet: &mut Worksheet,
    release: &Release<E>,
) -> Result<(), ExportError> {
    head(
        sheet,
        &[
            "indicator_id",
            "definition_version",
            "period",
            "breakdown",
            "deliveries",
        ],
    )?;
    let series = release
        .figures
        .rows()
        .chunk_by(|a, b| series(a) == series(b));
    for (line, rows) in (1u32..).zip(series) {
        let first = &rows[0];
        let all = Deliveries::union(rows.iter().map(|r| &r.deliveries));
        let ids: Vec<&str> = all.iter().map(DeliveryId::as_str).collect();
        sheet.write_string(line, 0, first.indicator.as_str())?;
        sheet.write_number(line, 1, f64::from(first.definition_version))?;
        sheet.write_string(line, 2, first.period.to_string())?;
        sheet.write_string(line, 3, first.breakdown.as_str())?;
        sheet.write_string(line, 4, ids.join(", "))?;
    }
    Ok(())
}

fn series(f: &Shown) -> impl PartialEq + '_ {
    (&f.indicator, f.definition_version, f.period, &f.breakdown)
}

fn head(sheet: &mut Worksheet, keys: &[&str]) -> Result<(), ExportError> {
    let texts = Texts::parse(include_str!("origin.de.toml"));
    let bold = Format::new().set_bold();
    for (column, key) in (0u16..).zip(keys) {
        sheet.write_string_with_format(0, column, texts.say(key, &[]), &bold)?;
        sheet.set_column_width(column, 22)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}
