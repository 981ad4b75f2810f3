//! Workbooks: XLSX, XLSM and XLSB cell by cell, XLS and ODS as a whole. Macros are never run.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, ExcelDateTime, Ods, Range, Reader, SheetVisible, Xls, Xlsb, Xlsx};
use vocabulary::{Date, causes};

use super::archive::{Contents, bomb};
use super::compound;
use crate::IntakeError;
use crate::cell::{Cell, Doubt, Flow, Row, Rows};
use crate::pattern;
use crate::profile::SheetRule;
use crate::source::{ReadSeek, Source};
use crate::texts::say;

/// The widest sheet any program writes.
const COLUMNS: u32 = 16_384;
/// So many cells are never gathered, those before a cell far to the right counted: it would take minutes.
const BLANKS: u64 = 100_000_000;

type Input<'a> = Box<dyn ReadSeek + 'a>;

/// An open workbook.
enum Book<'a> {
    Xlsx(Xlsx<Input<'a>>),
    Xlsb(Xlsb<Input<'a>>),
    Xls(Xls<Input<'a>>),
    Ods(Ods<Input<'a>>),
}

/// Hands over the rows of the sheets the profile asks for. `None` is an old workbook (XLS).
pub(crate) fn read_workbook(
    file: &str,
    source: Source<'_>,
    (contents, rule): (Option<Contents>, &SheetRule),
    rows: &mut dyn Rows,
) -> Result<(), IntakeError> {
    if let Some(Contents::Xlsx { macros: true }) = contents {
        rows.doubt(Doubt {
            text: "macros",
            row: None,
            value: String::new(),
        });
    }
    // A damaged workbook may make the reader of the format stumble; that is damage, not our end.
    if contents.is_none() {
        compound::check(file, source)?;
    }
    let read = catch_unwind(AssertUnwindSafe(|| {
        let mut book = open(file, source, contents)?;
        read_sheets(file, &mut book, rule, rows)
    }));
    read.unwrap_or_else(|_| {
        Err(IntakeError::Damaged {
            file: file.to_owned(),
            what: "innerer Aufbau".to_owned(),
        })
    })
}

fn open<'a>(
    file: &str,
    source: Source<'a>,
    contents: Option<Contents>,
) -> Result<Book<'a>, IntakeError> {
    let input = source.open(file)?;
    match contents {
        None => Xls::new(input).map(Book::Xls).map_err(|e| match e {
            calamine::XlsError::Password => password(file),
            e => damaged(file, &e),
        }),
        Some(Contents::Xlsb) => Xlsb::new(input).map(Book::Xlsb).map_err(|e| match e {
            calamine::XlsbError::Password => password(file),
            e => damaged(file, &e),
        }),
        Some(Contents::Ods) => Ods::new(input).map(Book::Ods).map_err(|e| match e {
            calamine::OdsError::Password => password(file),
            e => damaged(file, &e),
        }),
        Some(_) => Xlsx::new(input).map(Book::Xlsx).map_err(|e| match e {
            calamine::XlsxError::Password => password(file),
            e => damaged(file, &e),
        }),
    }
}

fn password(file: &str) -> IntakeError {
    IntakeError::Password {
        file: file.to_owned(),
    }
}

fn damaged(file: &str, error: &(dyn std::error::Error + 'static)) -> IntakeError {
    IntakeError::Damaged {
        file: file.to_owned(),
        what: causes::of_library(error),
    }
}

/// Reads all sheets a rule names, or the first that has the columns of the profile.
fn read_sheets(
    file: &str,
    book: &mut Book<'_>,
    rule: &SheetRule,
    rows: &mut dyn Rows,
) -> Result<(), IntakeError> {
    let names = book.sheet_names();
    let wanted = wanted_sheets(file, &names, rule)?;
    if rule.name.is_some() || rule.number.is_some() {
        for name in wanted {
            book.read_sheet(file, &name, rows)?;
        }
        return Ok(());
    }
    let mut first_error = None;
    for name in wanted {
        match book.read_sheet(file, &name, rows) {
            Ok(()) => return Ok(()),
            Err(error) if error.is_about_the_sheet() => {
                if !matches!(error, IntakeError::Empty { .. }) {
                    rows.doubt(Doubt {
                        text: "sheet_skipped",
                        row: None,
                        value: name,
                    });
                }
                let emptier = matches!(first_error, None | Some(IntakeError::Empty { .. }));
                if emptier {
                    first_error = Some(error);
                }
            }
            Err(error) => return Err(error),
        }
    }
    Err(first_error.unwrap_or(IntakeError::Empty {
        file: file.to_owned(),
    }))
}

fn wanted_sheets(
    file: &str,
    names: &[String],
    rule: &SheetRule,
) -> Result<Vec<String>, IntakeError> {
    let missing = |wanted: &str| IntakeError::SheetMissing {
        file: file.to_owned(),
        wanted: wanted.to_owned(),
        found: names.join(", "),
    };
    if let Some(pattern) = &rule.name {
        let fit: Vec<String> = names
            .iter()
            .filter(|n| pattern::fits(pattern, n))
            .cloned()
            .collect();
        return if fit.is_empty() {
            Err(missing(pattern))
        } else {
            Ok(fit)
        };
    }
    if let Some(number) = rule.number {
        let name = names.get(number.max(1) as usize - 1);
        let name = name.ok_or_else(|| missing(&number.to_string()))?;
        return Ok(vec![name.clone()]);
    }
    Ok(names.to_vec())
}

impl Book<'_> {
    /// Visible sheets first, each group in the order of the workbook.
    fn sheet_names(&self) -> Vec<String> {
        let sheets = match self {
            Self::Xlsx(book) => book.sheets_metadata(),
            Self::Xlsb(book) => book.sheets_metadata(),
            Self::Xls(book) => book.sheets_metadata(),
            Self::Ods(book) => book.sheets_metadata(),
        };
        let mut sheets: Vec<_> = sheets.iter().collect();
        sheets.sort_by_key(|s| s.visible != SheetVisible::Visible);
        sheets.into_iter().map(|s| s.name.clone()).collect()
    }

    fn read_sheet(
        &mut self,
        file: &str,
        name: &str,
        rows: &mut dyn Rows,
    ) -> Result<(), IntakeError> {
        rows.begin(name)?;
        match self {
            Self::Xlsx(book) => stream(file, name, book, rows)?,
            Self::Xlsb(book) => stream_binary(file, name, book, rows)?,
            Self::Xls(book) => {
                let range = book.worksheet_range(name).map_err(|e| damaged(file, &e))?;
                whole(&range, rows)?;
            }
            Self::Ods(book) => {
                let range = book.worksheet_range(name).map_err(|e| damaged(file, &e))?;
                whole(&range, rows)?;
            }
        }
        rows.end()
    }
}

/// Cell by cell: a large sheet never stands in memory as a whole.
fn stream(
    file: &str,
    name: &str,
    book: &mut Xlsx<Input<'_>>,
    rows: &mut dyn Rows,
) -> Result<(), IntakeError> {
    let mut reader = match book.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        // Chart sheets have no cells.
        Err(calamine::XlsxError::NotAWorksheet(_)) => return Ok(()),
        Err(e) => return Err(damaged(file, &e)),
    };
    let mut gatherer = Gatherer::new(file);
    while let Some(cell) = reader.next_cell().map_err(|e| damaged(file, &e))? {
        if gatherer.take(cell.get_position(), cell.get_value(), rows)? == Flow::Enough {
            return Ok(());
        }
    }
    gatherer.finish(rows)
}

/// The same for XLSB: as a whole, two cells at the corners would fill the memory.
fn stream_binary(
    file: &str,
    name: &str,
    book: &mut Xlsb<Input<'_>>,
    rows: &mut dyn Rows,
) -> Result<(), IntakeError> {
    let reader = book.worksheet_cells_reader(name);
    let mut reader = reader.map_err(|e| damaged(file, &e))?;
    let mut gatherer = Gatherer::new(file);
    while let Some(cell) = reader.next_cell().map_err(|e| damaged(file, &e))? {
        if gatherer.take(cell.get_position(), cell.get_value(), rows)? == Flow::Enough {
            return Ok(());
        }
    }
    gatherer.finish(rows)
}

/// Gathers cells to rows.
struct Gatherer<'f, 'a> {
    file: &'f str,
    row: Row<'a>,
    /// Empty cells put in so far.
    blanks: u64,
}

impl<'f, 'a> Gatherer<'f, 'a> {
    fn new(file: &'f str) -> Self {
        let row = Row {
            number: 0,
            cells: Vec::new(),
        };
        Self {
            file,
            row,
            blanks: 0,
        }
    }

    fn take(
        &mut self,
        (at, column): (u32, u32),
        value: &DataRef<'a>,
        rows: &mut dyn Rows,
    ) -> Result<Flow, IntakeError> {
        let number = at.saturating_add(1);
        if number != self.row.number {
            let cells = Vec::with_capacity(self.row.cells.len());
            let before = std::mem::replace(&mut self.row, Row { number, cells });
            if before.number > 0 && rows.row(before)? == Flow::Enough {
                return Ok(Flow::Enough);
            }
        }
        if column >= COLUMNS {
            return Err(too_wide(self.file, number));
        }
        let column = column as usize;
        while self.row.cells.len() <= column {
            self.blanks += 1;
            self.row.cells.push(Cell::Empty);
        }
        if self.blanks > BLANKS {
            return Err(bomb(self.file, "100 Millionen Zellen"));
        }
        self.row.cells[column] = of_reference(value);
        Ok(Flow::More)
    }

    fn finish(self, rows: &mut dyn Rows) -> Result<(), IntakeError> {
        if self.row.number > 0 {
            rows.row(self.row)?;
        }
        Ok(())
    }
}

fn too_wide(file: &str, row: u32) -> IntakeError {
    let limit = vocabulary::german_number(f64::from(COLUMNS), 0);
    IntakeError::TooLong {
        file: file.to_owned(),
        row,
        what: say("too_many_columns", &[("limit", &limit)]),
    }
}

/// A sheet that the format can only read as a whole.
fn whole(range: &Range<Data>, rows: &mut dyn Rows) -> Result<(), IntakeError> {
    let (row, column) = range.start().unwrap_or((0, 0));
    for (at, cells) in range.rows().enumerate() {
        let before = std::iter::repeat_n(Cell::Empty, column as usize);
        let row = Row {
            number: row
                .saturating_add(u32::try_from(at).unwrap_or(u32::MAX))
                .saturating_add(1),
            cells: before.chain(cells.iter().map(of_data)).collect(),
        };
        if rows.row(row)? == Flow::Enough {
            break;
        }
    }
    Ok(())
}

fn of_reference<'a>(value: &DataRef<'a>) -> Cell<'a> {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::SharedString(text) => Cell::of(text),
        DataRef::String(text) => owned(text),
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Bool(truth) => Cell::Text(Cow::Borrowed(if *truth { "WAHR" } else { "FALSCH" })),
        DataRef::DateTime(time) => of_time(time),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => of_iso(text),
        DataRef::Error(error) => Cell::Fault(Cow::Owned(error.to_string())),
    }
}

fn of_data(value: &Data) -> Cell<'_> {
    match value {
        Data::Empty => Cell::Empty,
        Data::String(text) => Cell::of(text),
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::Bool(truth) => Cell::Text(Cow::Borrowed(if *truth { "WAHR" } else { "FALSCH" })),
        Data::DateTime(time) => of_time(time),
        Data::DateTimeIso(text) | Data::DurationIso(text) => of_iso(text),
        Data::Error(error) => Cell::Fault(Cow::Owned(error.to_string())),
    }
}

fn owned<'a>(text: &str) -> Cell<'a> {
    match text.trim() {
        "" => Cell::Empty,
        text => Cell::Text(Cow::Owned(text.to_owned())),
    }
}

fn of_time<'a>(time: &ExcelDateTime) -> Cell<'a> {
    if !time.is_datetime() || time.as_f64() < 1.0 {
        return Cell::Number(time.as_f64());
    }
    let (year, month, day, ..) = time.to_ymd_hms_milli();
    let small = |n: u8| i8::try_from(n).ok();
    let date = || Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?);
    date().map_or(Cell::Number(time.as_f64()), Cell::Day)
}

fn of_iso<'a>(text: &str) -> Cell<'a> {
    let day = text.split('T').next().and_then(|d| d.parse::<Date>().ok());
    day.map_or_else(|| owned(text), Cell::Day)
}
