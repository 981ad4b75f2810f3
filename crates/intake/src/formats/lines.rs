//! Cuts a text into rows and cells: quotes understood, unbalanced ones survived, every length bounded.

use std::collections::VecDeque;
use std::io::{BufRead, Read};

/// No line may be longer; a delivery with 16,384 columns is far below.
pub(crate) const LINE_LIMIT: usize = 16 << 20;
/// A quoted text may run over so many lines before its quote counts as forgotten.
const QUOTED_LINES: usize = 100;
/// And over so many bytes.
const QUOTED_BYTES: usize = 1 << 20;

/// How far lines and quotes were understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quotes {
    /// None, or all closed.
    Balanced,
    /// One is not closed; the row was cut without regard to quotes.
    Open,
}

/// A row that was cut, valid until the next one.
pub(crate) struct Cut {
    /// Number of its first line, from 1.
    pub(crate) line: u32,
    /// How its quotes were.
    pub(crate) quotes: Quotes,
}

/// Why no further row can be cut.
#[derive(Debug)]
pub(crate) enum CutError {
    Io(std::io::Error),
    TooLong(u32),
}

/// Cuts UTF-8 text into rows.
pub(crate) struct Cutter<R> {
    reader: R,
    end_of_line: u8,
    separator: u8,
    line: u32,
    waiting: VecDeque<Vec<u8>>,
    quoted_lines: usize,
    open_end: bool,
    row: Vec<u8>,
    /// Where the cells begin and end in `row`.
    cells: Vec<(usize, usize)>,
}

impl<R: BufRead> Cutter<R> {
    /// Lines end with line feeds, or with carriage returns where there is no line feed at all.
    pub(crate) fn new(reader: R, separator: u8, end_of_line: u8) -> Self {
        Self {
            reader,
            end_of_line,
            separator,
            line: 0,
            waiting: VecDeque::new(),
            quoted_lines: QUOTED_LINES,
            open_end: false,
            row: Vec::new(),
            cells: Vec::new(),
        }
    }

    /// Cuts the next row; `None` at the end.
    pub(crate) fn next_row(&mut self) -> Result<Option<Cut>, CutError> {
        self.cells.clear();
        let mut row = std::mem::take(&mut self.row);
        if !self.next_line(&mut row)? {
            return Ok(None);
        }
        self.row = row;
        let line = self.line;
        let quotes = if self.row.contains(&b'"') {
            self.cut_quoted()?
        } else {
            self.cut_plain();
            Quotes::Balanced
        };
        Ok(Some(Cut { line, quotes }))
    }

    /// The cells of the row last cut.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &[u8]> {
        self.cells.iter().map(|(from, to)| &self.row[*from..*to])
    }

    /// How many cells the row last cut has.
    pub(crate) fn width(&self) -> usize {
        self.cells.len()
    }

    /// Whether the text stopped without a line end.
    pub(crate) fn ended_openly(&self) -> bool {
        self.open_end && self.line > 1
    }

    fn next_line(&mut self, into: &mut Vec<u8>) -> Result<bool, CutError> {
        into.clear();
        if let Some(line) = self.waiting.pop_front() {
            *into = line;
            self.line += 1;
            return Ok(true);
        }
        let mut limited = (&mut self.reader).take(LINE_LIMIT as u64 + 1);
        let read = limited
            .read_until(self.end_of_line, into)
            .map_err(CutError::Io)?;
        if read == 0 {
            return Ok(false);
        }
        self.line = self.line.saturating_add(1);
        if into.len() > LINE_LIMIT {
            return Err(CutError::TooLong(self.line));
        }
        self.open_end = into.last() != Some(&self.end_of_line);
        while let Some(b'\n' | b'\r') = into.last() {
            into.pop();
        }
        Ok(true)
    }

    fn cut_plain(&mut self) {
        let mut start = 0;
        for (at, byte) in self.row.iter().enumerate() {
            if *byte == self.separator {
                self.cells.push((start, at));
                start = at + 1;
            }
        }
        self.cells.push((start, self.row.len()));
    }

    /// Joins lines until all quotes are closed; gives up at the limits and cuts the first line plainly.
    fn cut_quoted(&mut self) -> Result<Quotes, CutError> {
        let first = self.row.len();
        let mut taken = Vec::new();
        while !self.cut_closed() {
            let mut more = Vec::new();
            let within = taken.len() < self.quoted_lines && self.row.len() < QUOTED_BYTES;
            if !within || !self.next_line(&mut more)? {
                // Give the lines back: they are rows of their own.
                self.line -= u32::try_from(taken.len()).unwrap_or(0);
                for line in taken.into_iter().rev() {
                    self.waiting.push_front(line);
                }
                // A file full of forgotten quotes is not searched again and again.
                self.quoted_lines = self.quoted_lines.saturating_sub(1);
                self.row.truncate(first);
                self.cut_plain();
                return Ok(Quotes::Open);
            }
            self.row.push(b'\n');
            self.row.extend_from_slice(&more);
            taken.push(more);
        }
        Ok(Quotes::Balanced)
    }

    /// Cuts a row with quotes, doubled ones become one; `false` if one is still open.
    fn cut_closed(&mut self) -> bool {
        let row = &self.row;
        let mut out = Vec::with_capacity(row.len());
        let mut cells = Vec::new();
        let (mut start, mut at) = (0, 0);
        while at <= row.len() {
            let rest = &row[at..];
            let blanks = rest.iter().take_while(|b| **b == b' ').count();
            if rest.get(blanks) == Some(&b'"') {
                let Some(end) = copy_quoted(row, at + blanks + 1, &mut out) else {
                    return false;
                };
                at = end;
            }
            let plain = row[at..].iter().position(|b| *b == self.separator);
            let plain = plain.unwrap_or(row.len() - at);
            out.extend_from_slice(&row[at..at + plain]);
            at += plain + 1;
            cells.push((start, out.len()));
            start = out.len();
        }
        self.row = out;
        self.cells = cells;
        true
    }
}

/// Copies what stands between quotes and says where the closing one ends; `None` if there is none.
fn copy_quoted(row: &[u8], mut at: usize, out: &mut Vec<u8>) -> Option<usize> {
    while at < row.len() {
        if row[at] != b'"' {
            out.push(row[at]);
            at += 1;
        } else if row.get(at + 1) == Some(&b'"') {
            out.push(b'"');
            at += 2;
        } else {
            return Some(at + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &[u8]) -> Vec<String> {
        let mut cutter = Cutter::new(text, b';', b'\n');
        let mut out = Vec::new();
        while let Some(cut) = cutter.next_row().unwrap() {
            let cells: Vec<_> = cutter.cells().map(String::from_utf8_lossy).collect();
            let open = if cut.quotes == Quotes::Open {
                " open"
            } else {
                ""
            };
            out.push(format!("{}{open}: {}", cut.line, cells.join("|")));
        }
        out
    }

    #[test]
    fn quotes_keep_separators_and_line_ends_together() {
        assert_eq!(
            cut(b"a;b\r\n\"x;y\";\"say \"\"hi\"\"\"\n\n\"two\nlines\"; \"q\" ;3\nz"),
            [
                "1: a|b",
                "2: x;y|say \"hi\"",
                "3: ",
                "4: two\nlines|q |3",
                "6: z"
            ]
        );
    }

    #[test]
    fn a_forgotten_quote_costs_one_row_and_not_the_rest_of_the_file() {
        assert_eq!(
            cut(b"a;\"b\n1;2\n3;4"),
            ["1 open: a|\"b", "2: 1|2", "3: 3|4"]
        );
        assert_eq!(cut(b"5\" disk;7"), ["1: 5\" disk|7"]);
    }

    #[test]
    fn a_line_beyond_the_limit_ends_the_reading() {
        let long = vec![b'x'; LINE_LIMIT + 2];
        let mut cutter = Cutter::new(&long[..], b';', b'\n');
        assert!(matches!(cutter.next_row(), Err(CutError::TooLong(1))));
    }

    proptest! {
        #[test]
        fn every_line_is_cut_once(text in "[a;\"\n ]{0,80}") {
            let mut cutter = Cutter::new(text.as_bytes(), b';', b'\n');
            let mut last = 0;
            while let Some(cut) = cutter.next_row().unwrap() {
                prop_assert!(cut.line > last);
                last = cut.line;
            }
            prop_assert!(u64::from(cutter.line) == text.lines().count() as u64);
        }
    }
}
