//! Turns rows into records by a plan and says what is wrong with the rows it cannot take.

use std::sync::Arc;

use vocabulary::{RemarkKind, Severity};

use crate::cell::{Doubt, Flow, Row, Rows};
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
}

impl<'a> Interpreter<'a> {
    pub(crate) fn new(
        file: &'a str,
        profile: &'a Profile,
        sink: &'a mut dyn FnMut(Record),
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
        let mut worker = Worker::new(&profile, plan, self.sheet.clone());
        let mut flow = Flow::More;
        for row in head.iter().skip(data_from) {
            flow = worker.row(row, &mut self.remarks, self.sink);
            if flow == Flow::Enough {
                break;
            }
        }
        self.worker = Some(worker);
        Ok(flow)
    }
}

impl Rows for Interpreter<'_> {
    fn begin(&mut self, sheet: &str) -> Result<(), IntakeError> {
        self.sheet = Arc::from(sheet);
        self.head.clear();
        self.head_cells = 0;
        self.worker = None;
        self.remarks.sheet(sheet);
        Ok(())
    }

    fn row(&mut self, row: Row<'_>) -> Result<Flow, IntakeError> {
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

    fn end(&mut self) -> Result<(), IntakeError> {
        if self.worker.is_none() {
            self.settle()?;
        }
        if let Some(worker) = self.worker.take() {
            self.tally.add(worker.finish());
        }
        Ok(())
    }
}
