//! The report as a workbook to send back to the supplier: an overview, and one row for each remark.
//!
//! Everything that comes from a file is written as text, so that `=cmd|…` in a cell stays what it is.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use vocabulary::{Explain, Remark, causes};

use super::text::{TEXTS, kind_word, severity_word};
use super::{DeliveryReport, ImportReport};

/// The workbook cannot be made.
#[derive(Debug, thiserror::Error)]
#[error("the workbook of remarks cannot be written: {0}")]
pub struct WorkbookError(#[from] XlsxError);

impl Explain for WorkbookError {
    fn german(&self) -> String {
        TEXTS.say("workbook", &[("reason", &causes::of_library(&self.0))])
    }
}

/// The bytes of the workbook.
pub fn workbook(report: &ImportReport) -> Result<Vec<u8>, WorkbookError> {
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold();
    overview(workbook.add_worksheet(), report, &bold)?;
    remarks(workbook.add_worksheet(), report, &bold)?;
    Ok(workbook.save_to_buffer()?)
}

fn overview(
    sheet: &mut Worksheet,
    report: &ImportReport,
    bold: &Format,
) -> Result<(), WorkbookError> {
    sheet.set_name(TEXTS.say("sheet_overview", &[]))?;
    header(
        sheet,
        bold,
        &[
            "column_delivery",
            "column_file",
            "column_rows",
            "column_unplaced",
            "column_new",
            "column_changed",
            "column_unchanged",
            "column_rejected",
            "column_remarks",
        ],
    )?;
    for (row, delivery) in (1u32..).zip(&report.deliveries) {
        let id = delivery.delivery.as_ref().map_or("", |id| id.as_str());
        sheet.write_string(row, 0, id)?;
        sheet.write_string(row, 1, &delivery.file)?;
        for (column, number) in (2u16..).zip(numbers(delivery)) {
            sheet.write_number(row, column, number)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofit();
    Ok(())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "rows of a file are far below 2^52"
)]
fn numbers(report: &DeliveryReport) -> [f64; 7] {
    let cells = report.cells;
    [
        report.rows_read,
        report.unplaced,
        cells.new,
        cells.changed,
        cells.unchanged,
        cells.rejected,
        report.remark_counts.values().sum(),
    ]
    .map(|n| n as f64)
}

fn remarks(
    sheet: &mut Worksheet,
    report: &ImportReport,
    bold: &Format,
) -> Result<(), WorkbookError> {
    sheet.set_name(TEXTS.say("sheet_remarks", &[]))?;
    header(
        sheet,
        bold,
        &[
            "column_weight",
            "column_kind",
            "column_file",
            "column_sheet",
            "column_row",
            "column_column",
            "column_value",
            "column_message",
        ],
    )?;
    let all = report.deliveries.iter().flat_map(|d| &d.remarks);
    for (row, found) in (1u32..).zip(all) {
        remark(sheet, row, found)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (column, width) in [
        (0, 16),
        (1, 22),
        (2, 32),
        (3, 14),
        (4, 8),
        (5, 14),
        (6, 24),
        (7, 100),
    ] {
        sheet.set_column_width(column, width)?;
    }
    Ok(())
}

fn remark(sheet: &mut Worksheet, row: u32, remark: &Remark) -> Result<(), WorkbookError> {
    let place = &remark.place;
    sheet.write_string(row, 0, severity_word(remark.severity))?;
    sheet.write_string(row, 1, kind_word(remark.kind))?;
    sheet.write_string(row, 2, &place.file)?;
    sheet.write_string(row, 3, place.sheet.as_deref().unwrap_or_default())?;
    if let Some(number) = place.row {
        sheet.write_number(row, 4, number)?;
    }
    sheet.write_string(row, 5, place.column.as_deref().unwrap_or_default())?;
    sheet.write_string(row, 6, remark.value.as_deref().unwrap_or_default())?;
    sheet.write_string(row, 7, &remark.message)?;
    Ok(())
}

fn header(sheet: &mut Worksheet, bold: &Format, keys: &[&str]) -> Result<(), WorkbookError> {
    for (column, key) in (0u16..).zip(keys) {
        sheet.write_string_with_format(0, column, TEXTS.say(key, &[]), bold)?;
    }
    Ok(())
}
