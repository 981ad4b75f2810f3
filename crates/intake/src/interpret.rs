//! Turns rows into records by a plan and says what is wrong with the rows it cannot take.

use std::sync::Arc;

use vocabulary::{RemarkKind, Severity};

use crate::cell::{Cell, Doubt, Flow, OpenEnd, Row, Rows};
use crate::layouts;
use crate::plan::{Plan, Table};
use crate::profile::Profile;
use crate::reading::{Note, Remarks};
use crate::worker::{Tally, Worker};
use crate::{IntakeError, Reading, Record};

/// So many rows are looked at before the columns are settled.
const HEAD_ROWS: usize = 200;
/// Or so many cells, whichever comes first.
const HEAD_CELLS: usize = 200_000;

/// How much of a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// All of it.
    Whole,
    /// Until the columns are settled.
    Head,
}

/// Takes the rows of a file and hands on records.
pub(crate) struct Interpreter<'a> {
    file: &'a str,
    profile: &'a Profile,
    sink: &'a mut dyn FnMut(Record),
    remarks: Remarks,
    tally: Tally,
    sheets: Vec<String>,
    header_rows: Vec<u32>,
    sheet: Arc<str>,
    head: Vec<Row<'static>>,
    head_cells: usize,
    worker: Option<Worker>,
    reach: Reach,
    /// How many cells the rows of the table have at least, the last one left out.
    narrowest: usize,
    last_width: Option<usize>,
    open_end: Option<OpenEnd>,
}

impl<'a> Interpreter<'a> {
    pub(crate) fn new(
        file: &'a str,
        profile: &'a Profile,
        sink: &'a mut dyn FnMut(Record),
        reach: Reach,
    ) -> Self {
        Self {
            file,
            profile,
            sink,
            remarks: Remarks::of(file),
            tally: Tally::default(),
            sheets: Vec::new(),
            header_rows: Vec::new(),
            sheet: Arc::from(""),
            head: Vec::new(),
            head_cells: 0,
            worker: None,
            reach,
            narrowest: 0,
            last_width: None,
            open_end: None,
        }
    }

    /// Adds what was counted and remarked to the reading.
    pub(crate) fn finish(mut self, reading: &mut Reading) {
        if layouts::doubts_dashes(self.profile, &self.tally.symbols) {
            self.doubt(Doubt {
                text: "dash_doubtful",
                row: None,
                value: "–".to_owned(),
            });
        }
        self.tally.put(reading);
        reading.open_end = self.open_end.map(|end| (end.row, end.value));
        reading.sheets = self.sheets;
        reading.header_rows = self.header_rows;
        self.remarks.finish(reading);
    }

    /// Settles the columns and works off the rows kept so far.
    fn settle(&mut self) -> Result<Flow, IntakeError> {
        let head = std::mem::take(&mut self.head);
        self.head_cells = 0;
        if head.iter().all(Row::is_blank) {
            return Err(IntakeError::Empty {
                file: self.file.to_owned(),
            });
        }
        let profile = layouts::complete(self.profile, &head);
        let table = Table {
            file: self.file,
            sheet: &self.sheet,
            rows: &head,
        };
        // Remarks on the header of a sheet that turns out to be another one are dropped with it.
        let mut remarks = self.remarks.clone();
        let plan = Plan::of(&profile, table, &mut remarks)?;
        self.remarks = remarks;
        self.header_rows.push(plan.header.row);
        self.sheets.push(self.sheet.to_string());
        let data_from = plan.header.data_from;
        self.narrowest = plan.header.width();
        let mut worker = Worker::new(&profile, plan, self.sheet.clone());
        let mut flow = Flow::More;
        for row in head.iter().skip(data_from) {
            self.measure(row);
            flow = worker.row(row, &mut self.remarks, self.sink);
            if flow == Flow::Enough {
                break;
            }
        }
        self.worker = Some(worker);
        if self.reach == Reach::Head {
            return Ok(Flow::Enough);
        }
        Ok(flow)
    }

    /// Remembers how wide the rows of the table are.
    fn measure(&mut self, row: &Row<'_>) {
        if !row.is_blank() {
            let before = self.last_width.replace(row.cells.len());
            self.narrowest = self.narrowest.min(before.unwrap_or(self.narrowest));
        }
    }

    /// A last row that ends within quotes or before the others do was cut off, and the rows after it with it.
    fn refuse_cut(&self) -> Result<(), IntakeError> {
        let Some(end) = &self.open_end else {
            return Ok(());
        };
        if end.within_quotes || end.cells < self.narrowest {
            return Err(IntakeError::CutOff {
                file: self.file.to_owned(),
                row: end.row,
                cells: end.cells,
                width: self.narrowest,
            });
        }
        Ok(())
    }
}

/// Old programs end a text with a control sign on a line of its own.
fn is_end_of_text(row: &Row<'_>) -> bool {
    let control = |c: char| c.is_control() || c.is_whitespace();
    matches!(row.cells.as_slice(), [Cell::Text(text)] if text.chars().all(control))
}

impl Rows for Interpreter<'_> {
    fn begin(&mut self, sheet: &str) -> Result<(), IntakeError> {
        self.sheet = Arc::from(sheet);
        self.head.clear();
        self.head_cells = 0;
        self.worker = None;
        (self.narrowest, self.last_width, self.open_end) = (0, None, None);
        self.remarks.sheet(sheet);
        Ok(())
    }

    fn row(&mut self, row: Row<'_>) -> Result<Flow, IntakeError> {
        if is_end_of_text(&row) {
            return Ok(Flow::More);
        }
        if self.worker.is_some() {
            self.measure(&row);
        }
        if let Some(worker) = &mut self.worker {
            return Ok(worker.row(&row, &mut self.remarks, self.sink));
        }
        self.head_cells += row.cells.len();
        self.head.push(row.into_owned());
        if self.head.len() >= HEAD_ROWS || self.head_cells >= HEAD_CELLS {
            return self.settle();
        }
        Ok(Flow::More)
    }

    fn doubt(&mut self, doubt: Doubt) {
        let (severity, kind) = match doubt.text {
            "cell_too_long" => (Severity::Rejected, RemarkKind::Structure),
            "macros" | "sheet_skipped" | "dash_doubtful" => (Severity::Note, RemarkKind::Structure),
            "quotes" | "nul_bytes" => (Severity::Warning, RemarkKind::Structure),
            _ => (Severity::Warning, RemarkKind::Reading),
        };
        if severity == Severity::Rejected {
            self.tally.rows_rejected += 1;
        }
        self.remarks.add(&Note {
            severity,
            kind,
            row: doubt.row,
            column: None,
            value: &doubt.value,
            text: doubt.text,
            places: &[],
        });
    }

    fn ends_openly(&mut self, end: OpenEnd) {
        self.open_end = Some(end);
    }

    fn end(&mut self) -> Result<(), IntakeError> {
        if self.worker.is_none() && self.settle()? == Flow::Enough {
            // What stands below the end of the table may end as it likes.
            self.open_end = None;
        }
        self.refuse_cut()?;
        if let Some(worker) = self.worker.take() {
            self.tally.add(worker.finish());
        }
        Ok(())
    }
}
