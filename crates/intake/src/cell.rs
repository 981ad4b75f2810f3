//! A cell and a row as every format hands them over, before anybody knows what they mean.

use std::borrow::Cow;

use vocabulary::Date;

use crate::IntakeError;

/// What a file holds at one place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell<'a> {
    /// Nothing, or blanks only.
    Empty,
    /// Text without blanks around it.
    Text(Cow<'a, str>),
    /// A number the file itself calls a number.
    Number(f64),
    /// A day the file itself calls a day.
    Day(Date),
    /// A formula without result, such as `#DIV/0!`.
    Fault(Cow<'a, str>),
}

impl<'a> Cell<'a> {
    /// A text cell; blanks around it fall away.
    pub(crate) fn of(text: &'a str) -> Self {
        match text.trim() {
            "" => Self::Empty,
            text => Self::Text(Cow::Borrowed(text)),
        }
    }

    /// The cell as a person reads it.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) | Self::Fault(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Day(day) => Cow::Owned(day.to_string()),
        }
    }

    /// Whether nothing stands there.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    fn into_owned(self) -> Cell<'static> {
        match self {
            Self::Empty => Cell::Empty,
            Self::Text(text) => Cell::Text(Cow::Owned(text.into_owned())),
            Self::Number(number) => Cell::Number(number),
            Self::Day(day) => Cell::Day(day),
            Self::Fault(text) => Cell::Fault(Cow::Owned(text.into_owned())),
        }
    }
}

/// A row with its number in the file, from 1.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row<'a> {
    /// As a spreadsheet counts.
    pub(crate) number: u32,
    /// From the first column on; missing cells at the end are empty.
    pub(crate) cells: Vec<Cell<'a>>,
}

impl Row<'_> {
    /// The cell of a column, empty beyond the end.
    pub(crate) fn cell(&self, column: usize) -> &Cell<'_> {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    /// Whether nothing stands in the row.
    pub(crate) fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_empty)
    }

    /// How many cells there are up to the last one that holds something.
    pub(crate) fn width(&self) -> usize {
        self.cells
            .iter()
            .rposition(|c| !c.is_empty())
            .map_or(0, |last| last + 1)
    }

    /// A copy that outlives the buffer of the file.
    pub(crate) fn into_owned(self) -> Row<'static> {
        Row {
            number: self.number,
            cells: self.cells.into_iter().map(Cell::into_owned).collect(),
        }
    }
}

/// Whether a reader of rows wants more of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    /// Go on.
    More,
    /// The rest of the sheet is of no interest.
    Enough,
}

/// A doubt a format has about what it reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Doubt {
    /// Key of the sentence in the text file.
    pub(crate) text: &'static str,
    /// The row, where one is meant.
    pub(crate) row: Option<u32>,
    /// What stands there or what was assumed.
    pub(crate) value: String,
}

/// The last row of a text that does not end with a line end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OpenEnd {
    /// The row.
    pub(crate) row: u32,
    /// How many cells it has.
    pub(crate) cells: usize,
    /// Whether it ends within quotes.
    pub(crate) within_quotes: bool,
    /// Its last cell.
    pub(crate) value: String,
}

/// Takes the rows of a file one after the other.
pub(crate) trait Rows {
    /// A sheet or a file of an archive begins; empty where the file has none.
    fn begin(&mut self, sheet: &str) -> Result<(), IntakeError>;
    /// The next row.
    fn row(&mut self, row: Row<'_>) -> Result<Flow, IntakeError>;
    /// Something to tell that is no row.
    fn doubt(&mut self, doubt: Doubt);
    /// The row handed over last has no line end, as if the file had been cut off there.
    fn ends_openly(&mut self, end: OpenEnd);
    /// The sheet is over.
    fn end(&mut self) -> Result<(), IntakeError>;
}

/// The letters of a column as a spreadsheet writes them, from 0: `A`, `Z`, `AA`.
pub(crate) fn letters(column: usize) -> String {
    let mut rest = column;
    let mut out = Vec::new();
    loop {
        out.push(b'A' + u8::try_from(rest % 26).expect("a remainder of 26 is small"));
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    out.reverse();
    String::from_utf8(out).expect("letters are ASCII")
}

/// The column of letters, from 0; `None` if they are none.
pub(crate) fn column_of_letters(text: &str) -> Option<usize> {
    if text.is_empty() || text.len() > 3 {
        return None;
    }
    let mut column = 0;
    for c in text.chars() {
        let digit = u32::from(c.to_ascii_uppercase())
            .checked_sub(64)
            .filter(|d| (1..=26).contains(d))?;
        column = column * 26 + usize::try_from(digit).ok()?;
    }
    Some(column - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_in_a_spreadsheet() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (16383, "XFD")] {
            assert_eq!(letters(column), name);
            assert_eq!(column_of_letters(name), Some(column));
        }
        assert_eq!(column_of_letters("ä"), None);
    }
}
