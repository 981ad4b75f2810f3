//! Works off the data rows of one table: place, period, meaning, numbers.

mod meaning;
mod place;
mod problem;
mod tally;

use std::sync::Arc;

use vocabulary::{Period, Quantity, RemarkKind, Severity};

use crate::cell::{Cell, Flow, Row};
use crate::moment;
use crate::plan::{Plan, PlannedPeriod};
use crate::profile::Profile;
use crate::reading::Remarks;
use crate::symbol::{Outcome, Refusal, Symbols};
use crate::{Record, Role};
use meaning::{Meanings, Without};
use place::{Placed, Placer};
use problem::{Pen, Problem};

pub(crate) use tally::Tally;

/// Works off the rows of one table.
pub(crate) struct Worker {
    plan: Plan,
    sheet: Arc<str>,
    footer: Option<String>,
    comment: Option<String>,
    placer: Placer,
    meanings: Meanings,
    symbols: Symbols,
    pen: Pen,
    tally: Tally,
    last_period: (String, Option<Period>),
}

impl Worker {
    pub(crate) fn new(profile: &Profile, plan: Plan, sheet: Arc<str>) -> Self {
        Self {
            placer: Placer::of(profile, &plan),
            meanings: Meanings::of(&plan),
            symbols: Symbols::of(profile, plan.signs),
            pen: Pen::of(&plan.header),
            tally: Tally::default(),
            last_period: (String::new(), None),
            footer: profile.footer.clone(),
            comment: profile.comment.clone(),
            plan,
            sheet,
        }
    }

    /// What was counted.
    pub(crate) fn finish(mut self) -> Tally {
        self.symbols.counted(&mut self.tally.symbols);
        self.tally
    }

    /// Takes a row.
    pub(crate) fn row(
        &mut self,
        row: &Row<'_>,
        remarks: &mut Remarks,
        sink: &mut dyn FnMut(Record),
    ) -> Flow {
        if let Cell::Text(first) = row.cell(0) {
            let begins = |mark: &Option<String>| {
                mark.as_ref().is_some_and(|m| first.starts_with(m.as_str()))
            };
            if begins(&self.footer) {
                return Flow::Enough;
            }
            if begins(&self.comment) {
                return Flow::More;
            }
        }
        if row.is_blank() {
            return Flow::More;
        }
        let placed = self.placer.place(row, &self.pen, remarks);
        self.tally.rows_read += u64::from(!matches!(placed, Placed::Nothing));
        match placed {
            Placed::Nothing => {}
            Placed::Filtered => self.tally.rows_filtered += 1,
            Placed::Rejected => self.tally.rows_rejected += 1,
            Placed::Take { key, role } => match self.taken(row, (key, role), remarks, sink) {
                Ok(()) => {}
                Err(Without::Ignored) => self.tally.rows_filtered += 1,
                Err(Without::Rejected) => self.tally.rows_rejected += 1,
            },
        }
        Flow::More
    }

    /// Reads the numbers of a row that has its place.
    fn taken(
        &mut self,
        row: &Row<'_>,
        (key, role): (String, Role),
        remarks: &mut Remarks,
        sink: &mut dyn FnMut(Record),
    ) -> Result<(), Without> {
        let of_row = self.period(row, remarks)?;
        let meanings = self.meanings.of_row(row, &self.pen, remarks)?;
        self.cut_short(row, remarks);
        let name = self.plan.name.map(|c| row.cell(c).text());
        let name = name.filter(|n| !n.is_empty());
        for (at, meaning) in meanings.iter().enumerate() {
            let Some(quantity) = self.number(row, at, remarks) else {
                continue;
            };
            let value = &self.plan.values[at];
            let (Some((count, breakdown)), Some(period)) = (meaning, value.period.or(of_row))
            else {
                continue;
            };
            self.tally.records += 1;
            sink(Record {
                count: count.clone(),
                key: key.clone(),
                name: name.as_deref().map(ToOwned::to_owned),
                period,
                breakdown: breakdown.clone(),
                quantity,
                role,
                sheet: self.sheet.clone(),
                row: row.number,
                column: u32::try_from(value.column + 1).unwrap_or(u32::MAX),
            });
        }
        Ok(())
    }

    /// A row that ends before its numbers do was cut off, or the file was.
    fn cut_short(&self, row: &Row<'_>, remarks: &mut Remarks) {
        let needed = self.plan.values.iter().map(|v| v.column + 1).max();
        // Rows of workbooks end where their last cell does; only text files have a fixed width.
        if row.cells.len() >= needed.unwrap_or(0) || !self.sheet.is_empty() {
            return;
        }
        let width = self.plan.header.width().to_string();
        let cells = row.cells.len().to_string();
        let problem = Problem::row("short", RemarkKind::Structure).only(Severity::Warning);
        self.pen.note(
            remarks,
            row,
            &problem,
            &[("cells", &cells), ("width", &width)],
        );
    }

    /// The period of the row; none where every column has its own.
    fn period(&mut self, row: &Row<'_>, remarks: &mut Remarks) -> Result<Option<Period>, Without> {
        let column = match self.plan.period {
            PlannedPeriod::Fixed(period) => return Ok(Some(period)),
            PlannedPeriod::PerColumn => return Ok(None),
            PlannedPeriod::Column(column) => column,
        };
        let cell = row.cell(column);
        let text = cell.text();
        if self.last_period.1.is_some() && self.last_period.0 == text {
            return Ok(self.last_period.1);
        }
        let Some(period) = moment::period(cell, self.plan.unit) else {
            let problem =
                Problem::row("period_strange", RemarkKind::Period).at(Some(column), &text);
            self.pen.note(remarks, row, &problem, &[]);
            return Err(Without::Rejected);
        };
        if moment::is_serial(cell) {
            let problem = Problem::row("period_serial", RemarkKind::Period)
                .at(Some(column), &text)
                .only(Severity::Note);
            let period = vocabulary::german_period(period);
            self.pen
                .note(remarks, row, &problem, &[("period", &period)]);
        }
        self.last_period = (text.into_owned(), Some(period));
        Ok(Some(period))
    }

    /// The number of a column, or `None`, with a remark if something is wrong.
    fn number(&mut self, row: &Row<'_>, at: usize, remarks: &mut Remarks) -> Option<Quantity> {
        let value = &self.plan.values[at];
        let (column, quality) = (value.column, value.quality);
        let mut outcome = self.symbols.read(row.cell(column), value.manner);
        if let Some(quality) = quality {
            let mark = row.cell(quality).text();
            if !mark.is_empty() {
                outcome = self.symbols.quality(outcome, &mark);
            }
        }
        match outcome {
            Outcome::Quantity(quantity) => Some(quantity),
            Outcome::Skip => None,
            Outcome::Refused(refusal) => {
                self.tally.cells_rejected += 1;
                self.refused(refusal, column, row, remarks);
                None
            }
        }
    }

    fn refused(&self, refusal: Refusal, column: usize, row: &Row<'_>, remarks: &mut Remarks) {
        let (text, kind) = match refusal {
            Refusal::NotANumber => ("not_a_number", RemarkKind::NotANumber),
            Refusal::OtherSigns => ("other_signs", RemarkKind::NotANumber),
            Refusal::Day => ("day_not_number", RemarkKind::NotANumber),
            Refusal::Fault => ("formula_fault", RemarkKind::NotANumber),
            Refusal::NotFinite => ("not_finite", RemarkKind::Impossible),
            Refusal::Negative => ("negative", RemarkKind::Impossible),
        };
        let cell = row.cell(column).text();
        let decimal = self.plan.signs.decimal.to_string();
        let problem = Problem::row(text, kind).at(Some(column), &cell);
        self.pen
            .note(remarks, row, &problem, &[("decimal", &decimal)]);
    }
}
