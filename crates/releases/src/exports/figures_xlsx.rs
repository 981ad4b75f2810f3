//! The figures as a workbook with typed columns and a legend; nothing in it can be taken for a formula.

use disclosure::Edition;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};
use vocabulary::{Flags, State, Texts};

use super::{COLUMNS, ExportError, Row, looks_like_formula, origin_xlsx, rows};
use crate::{Release, ReleaseMeta};

/// Rows of one sheet of a workbook, its header included.
const SHEET_ROWS: usize = 1_048_576;

/// The workbook: `figures` (continued on `figures 2` … where a sheet is full), `Legende`, `Quellen` and `Herkunft`.
pub fn figures_xlsx<E: Edition>(release: &Release<E>) -> Result<Vec<u8>, ExportError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(&release.meta)?);
    let rows = rows(release);
    let mut sheets = rows.chunks(SHEET_ROWS - 1).collect::<Vec<_>>();
    if sheets.is_empty() {
        sheets.push(&[]);
    }
    for (i, part) in sheets.into_iter().enumerate() {
        let name = if i == 0 {
            "figures".to_owned()
        } else {
            format!("figures {}", i + 1)
        };
        fill(
            book.add_worksheet().set_name(name)?,
            part,
            &release.meta.identifier,
        )?;
    }
    legend(book.add_worksheet().set_name("Legende")?, &release.meta)?;
    origin_xlsx::sources(book.add_worksheet().set_name("Quellen")?, &release.sources)?;
    origin_xlsx::origins(book.add_worksheet().set_name("Herkunft")?, release)?;
    Ok(book.save_to_buffer()?)
}

/// The creation time is the day of release: the same release gives the same bytes.
fn properties(meta: &ReleaseMeta) -> Result<DocProperties, ExportError> {
    let year = u16::try_from(meta.date.year()).unwrap_or(1900);
    let day = ExcelDateTime::from_ymd(year, meta.date.month(), meta.date.day())?;
    Ok(DocProperties::new()
        .set_title(&meta.title)
        .set_author(&meta.county)
        .set_creation_datetime(&day))
}

fn fill(sheet: &mut Worksheet, rows: &[Row<'_>], release: &str) -> Result<(), ExportError> {
    let bold = Format::new().set_bold();
    for (column, name) in (0u16..).zip(COLUMNS) {
        sheet.write_string_with_format(0, column, name, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let quoted = Format::new().set_quote_prefix();
    for (line, row) in (1u32..).zip(rows) {
        let f = row.figure;
        sheet.write_string(line, 0, f.area.as_str())?;
        if looks_like_formula(&row.area.name) {
            sheet.write_string_with_format(line, 1, &row.area.name, &quoted)?;
        } else {
            sheet.write_string(line, 1, &row.area.name)?;
        }
        sheet.write_string(line, 2, row.area.level.as_str())?;
        sheet.write_string(line, 3, row.parent())?;
        sheet.write_string(line, 4, f.indicator.as_str())?;
        sheet.write_number(line, 5, f64::from(f.definition_version))?;
        sheet.write_string(line, 6, f.period.to_string())?;
        sheet.write_string(line, 7, f.breakdown.as_str())?;
        for (column, number) in (8u16..).zip(row.numbers()) {
            if let Some(number) = number {
                sheet.write_number(line, column, number)?;
            }
        }
        sheet.write_string(line, 13, f.state.as_str())?;
        sheet.write_string(line, 14, f.flags.to_string())?;
        sheet.write_string(line, 15, release)?;
    }
    Ok(())
}

fn legend(sheet: &mut Worksheet, meta: &ReleaseMeta) -> Result<(), ExportError> {
    let texts = Texts::parse(include_str!("legend.de.toml"));
    let mut lines = vec![(meta.title.clone(), meta.identifier.clone())];
    lines.push((texts.say("date", &[]), vocabulary::german_date(meta.date)));
    lines.push((texts.say("hash", &[]), meta.hash.clone()));
    let words = COLUMNS
        .into_iter()
        .chain(State::ALL.into_iter().map(State::as_str))
        .chain(Flags::all().words().filter(|w| !COLUMNS.contains(w)));
    lines.extend(words.map(|word| (word.to_owned(), texts.say(word, &[]))));
    for (line, (word, meaning)) in (0u32..).zip(&lines) {
        sheet.write_string(line, 0, word)?;
        sheet.write_string(line, 1, meaning)?;
    }
    sheet.set_column_width(0, 24)?;
    sheet.set_column_width(1, 100)?;
    Ok(())
}
