//! What is wrong with a row or cell, and how it becomes a remark.

use vocabulary::{RemarkKind, Severity};

use crate::cell::{Row, letters};
use crate::header::Header;
use crate::reading::{Note, Remarks};

/// What is wrong with a row or cell.
#[derive(Clone, Copy)]
pub(super) struct Problem<'a> {
    pub(super) severity: Severity,
    pub(super) kind: RemarkKind,
    pub(super) column: Option<usize>,
    pub(super) value: &'a str,
    pub(super) text: &'static str,
}

impl<'a> Problem<'a> {
    /// The row is not taken.
    pub(super) fn row(text: &'static str, kind: RemarkKind) -> Self {
        Self {
            severity: Severity::Rejected,
            kind,
            column: None,
            value: "",
            text,
        }
    }

    /// It is about this cell.
    pub(super) fn at(self, column: Option<usize>, value: &'a str) -> Self {
        Self {
            column,
            value,
            ..self
        }
    }

    /// It weighs less.
    pub(super) fn only(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }
}

/// Writes remarks with the names of the columns of one table.
#[derive(Clone, Debug)]
pub(super) struct Pen {
    names: Vec<String>,
}

impl Pen {
    pub(super) fn of(header: &Header) -> Self {
        Self {
            names: (0..header.width()).map(|c| header.name(c)).collect(),
        }
    }

    /// The name of a column as people see it.
    pub(super) fn name(&self, column: usize) -> Option<&str> {
        self.names.get(column).map(String::as_str)
    }

    pub(super) fn note(
        &self,
        remarks: &mut Remarks,
        row: &Row<'_>,
        problem: &Problem<'_>,
        places: &[(&str, &str)],
    ) {
        let column = problem.column;
        let named = column.map(|c| self.name(c).map_or_else(|| letters(c), ToOwned::to_owned));
        remarks.add(&Note {
            severity: problem.severity,
            kind: problem.kind,
            row: Some(row.number),
            column: named.as_deref(),
            value: problem.value,
            text: problem.text,
            places,
        });
    }
}
