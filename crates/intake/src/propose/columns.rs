//! What the columns of a sample hold: keys, names, times, categories, numbers.

use std::collections::BTreeSet;

use super::Guess;
use crate::cell::{Cell, Row};
use crate::grid::GridCell;
use crate::header::Header;
use crate::moment;
use crate::number::{self, Signs};
use crate::profile::{HeaderRule, KeyType, PeriodUnit};
use crate::texts::say;

/// What a column holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Column {
    /// Header from top to bottom.
    pub(super) path: String,
    /// Cells that hold anything.
    pub(super) filled: usize,
    /// Of these: numbers or symbols.
    pub(super) numbers: usize,
    /// Of these: times.
    pub(super) times: usize,
    /// Lengths of texts of digits only.
    pub(super) digits: BTreeSet<usize>,
    /// Texts of digits only.
    pub(super) digit_texts: usize,
    /// Cells of the census grid.
    pub(super) grid: usize,
    /// Different texts.
    pub(super) texts: BTreeSet<String>,
}

/// The columns of a sample and where its header stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Survey {
    pub(super) header_at: usize,
    pub(super) header_rows: usize,
    pub(super) data_from: usize,
    pub(super) columns: Vec<Column>,
    pub(super) key: Option<usize>,
    pub(super) period: Option<usize>,
    pub(super) name: Option<usize>,
    rivals: usize,
}

impl Survey {
    pub(super) fn of(rows: &[Row<'_>]) -> Self {
        let (header_at, header_rows) = find_header(rows);
        let rule = HeaderRule {
            rows: Some(u32::try_from(header_rows).unwrap_or(1)),
            ..HeaderRule::default()
        };
        let header = Header::at(rows, header_at, &rule);
        let data_from = header.data_from.min(rows.len());
        let mut columns = Vec::new();
        for column in 0..header.width() {
            columns.push(Column::of(header.path(column), column, &rows[data_from..]));
        }
        let mut survey = Self {
            header_at,
            header_rows,
            data_from,
            columns,
            ..Self::default()
        };
        survey.find_period();
        survey.find_key();
        survey.find_name();
        survey
    }

    fn find_period(&mut self) {
        let words = [
            "jahr", "stichtag", "zeit", "datum", "monat", "stand", "year", "time",
        ];
        let timely = |c: &Column| c.filled > 0 && c.times == c.filled;
        let named = |c: &Column| words.iter().any(|w| c.path.to_lowercase().contains(w));
        self.period = self.columns.iter().position(|c| timely(c) && named(c));
    }

    fn find_key(&mut self) {
        let scores: Vec<i32> = self.columns.iter().map(Column::key_score).collect();
        let best = scores
            .iter()
            .enumerate()
            .filter(|(at, _)| Some(*at) != self.period)
            .map(|(_, s)| *s)
            .max();
        let Some(best) = best.filter(|b| *b > 0) else {
            return;
        };
        let places = |s: &&i32| **s == best;
        self.rivals = scores.iter().filter(places).count();
        self.key = (0..scores.len()).find(|at| scores[*at] == best && Some(*at) != self.period);
    }

    fn find_name(&mut self) {
        let words = [
            "name",
            "bezeichnung",
            "raum",
            "gemeinde",
            "gebiet",
            "ort",
            "wohnplatz",
        ];
        let textual = |c: &Column| c.filled > 0 && c.numbers * 10 < c.filled && c.times == 0;
        let free = |at: usize| Some(at) != self.key && Some(at) != self.period;
        let named = |c: &Column| words.iter().any(|w| c.path.to_lowercase().contains(w));
        self.name = (0..self.columns.len()).find(|at| {
            let column = &self.columns[*at];
            free(*at) && textual(column) && named(column)
        });
    }

    /// Columns with numbers, key and period left out.
    pub(super) fn numbers(&self) -> Vec<usize> {
        let free = |at: &usize| {
            Some(*at) != self.key && Some(*at) != self.period && Some(*at) != self.name
        };
        let all = (0..self.columns.len()).filter(free);
        all.filter(|at| self.columns[*at].is_number()).collect()
    }

    /// Columns with a few texts that come again and again.
    pub(super) fn categories(&self) -> Vec<usize> {
        let free = |at: &usize| {
            Some(*at) != self.key && Some(*at) != self.period && Some(*at) != self.name
        };
        let all = (0..self.columns.len()).filter(free);
        all.filter(|at| self.columns[*at].is_category()).collect()
    }

    pub(super) fn headers_are_unique(&self) -> bool {
        let named = self
            .columns
            .iter()
            .map(|c| c.path.to_lowercase())
            .filter(|p| !p.is_empty());
        let all: Vec<String> = named.collect();
        all.iter().collect::<BTreeSet<_>>().len() == all.len()
    }

    /// How a profile names a column: its header, or its letter if that is not unique.
    pub(super) fn wanted(&self, at: usize) -> String {
        let path = &self.columns[at].path;
        let same = self
            .columns
            .iter()
            .filter(|c| c.path.eq_ignore_ascii_case(path));
        if path.is_empty() || same.count() > 1 || path.starts_with(['@', '#']) {
            return format!("@{}", crate::cell::letters(at));
        }
        path.clone()
    }

    pub(super) fn key_guess(&self) -> Guess {
        let Some(at) = self.key else {
            return Guess::new("", 0.0, say("why_no_key", &[]));
        };
        let column = &self.columns[at];
        let lengths: Vec<String> = column.digits.iter().map(ToString::to_string).collect();
        let lengths = lengths.join(", ");
        let (confidence, key) = match (self.rivals, column.key_score()) {
            (2.., _) => (0.4, "why_key_rivals"),
            (_, 5..) => (0.95, "why_key"),
            _ => (0.6, "why_key_weak"),
        };
        Guess::new(
            &self.wanted(at),
            confidence,
            say(key, &[("lengths", &lengths)]),
        )
    }

    /// The kind of key the digits suggest, and its lengths where there is no kind.
    pub(super) fn key_type(&self) -> (KeyType, Vec<u32>) {
        let Some(column) = self.key.map(|at| &self.columns[at]) else {
            return (KeyType::Own, Vec::new());
        };
        if column.grid > 0 && column.grid == column.filled {
            return (KeyType::Grid, Vec::new());
        }
        let lengths: Vec<usize> = column.digits.iter().copied().collect();
        if column.digit_texts < column.filled {
            return (KeyType::Own, Vec::new());
        }
        match lengths.as_slice() {
            [5] | [4, 5] => (KeyType::Ags5, Vec::new()),
            [8] | [7, 8] => (KeyType::Ags8, Vec::new()),
            [12] | [11, 12] => (KeyType::Ars12, Vec::new()),
            [one] => (KeyType::Own, vec![u32::try_from(*one).unwrap_or(0)]),
            [a, b] if a + 1 == *b => (KeyType::Own, vec![u32::try_from(*b).unwrap_or(0)]),
            _ => (KeyType::Own, Vec::new()),
        }
    }

    pub(super) fn period_guess(&self, file: &str, rows: &[Row<'_>]) -> Guess {
        if let Some(at) = self.period {
            return Guess::new(&self.wanted(at), 0.9, say("why_period_column", &[]));
        }
        if let Some(year) = year_in(file) {
            let pattern = file.replacen(&year, "{year}", 1);
            return Guess::new(&pattern, 0.7, say("why_period_file", &[("year", &year)]));
        }
        let above = rows.iter().take(self.header_at).flat_map(|r| &r.cells);
        let mut words = above.flat_map(|c| {
            let text = c.text();
            let words: Vec<String> = text.split_whitespace().map(ToOwned::to_owned).collect();
            words
        });
        let day = words.find_map(|w| w.parse::<vocabulary::Date>().ok());
        match day {
            Some(day) => {
                let day = vocabulary::german_date(day);
                Guess::new(
                    "{day}.{month}.{year}",
                    0.6,
                    say("why_period_preamble", &[("day", &day)]),
                )
            }
            None => Guess::new("", 0.0, say("why_no_period", &[])),
        }
    }
}

impl Column {
    fn of(path: String, column: usize, rows: &[Row<'_>]) -> Self {
        let mut out = Self {
            path,
            ..Self::default()
        };
        for row in rows {
            out.take(row.cell(column));
        }
        out
    }

    fn take(&mut self, cell: &Cell<'_>) {
        if cell.is_empty() {
            return;
        }
        let text = cell.text();
        self.filled += 1;
        self.times += usize::from(is_time(cell));
        self.numbers += usize::from(is_number(cell));
        self.grid += usize::from(GridCell::parse(&text).is_some());
        if text.bytes().all(|b| b.is_ascii_digit()) {
            self.digits.insert(text.len());
            self.digit_texts += 1;
        }
        if self.texts.len() < 200 {
            self.texts.insert(text.into_owned());
        }
    }

    /// How much speaks for a key: its name, the shape of its digits, that each comes once.
    fn key_score(&self) -> i32 {
        if self.filled == 0 {
            return 0;
        }
        let named = self.is_named_like_a_key();
        let mut score = if named { 3 } else { 0 };
        let official = self.digits.iter().all(|l| matches!(l, 5 | 8 | 11 | 12));
        let long = self.digits.iter().all(|l| *l >= 4) && self.digits.len() <= 2;
        let all_digits = self.digit_texts == self.filled;
        score += match (all_digits, official, long) {
            (true, true, _) => 3,
            (true, false, true) => 2,
            _ => 0,
        };
        if self.grid == self.filled {
            score += 6;
        } else if !all_digits && !named {
            // Numbers with decimals or signs are counts, words are names.
            score -= 4;
        }
        score + i32::from(self.texts.len() == self.filled.min(200))
    }

    fn is_named_like_a_key(&self) -> bool {
        const NAMES: [&str; 12] = [
            "ags",
            "ars",
            "schlüssel",
            "schluessel",
            "kennziffer",
            "key",
            "plr",
            "raumid",
            "raum_id",
            "gkz",
            "gitter",
            "rs",
        ];
        let path = self.path.to_lowercase();
        let mut words = path.split(|c: char| !c.is_alphanumeric());
        words.any(|w| NAMES.contains(&w) || w == "id")
            || NAMES.iter().any(|n| n.len() > 3 && path.contains(n))
    }

    fn is_number(&self) -> bool {
        self.filled > 0 && self.numbers * 10 >= self.filled * 9
    }

    fn is_category(&self) -> bool {
        self.filled > 0
            && self.numbers * 2 < self.filled
            && self.texts.len() * 2 <= self.filled.max(2)
    }
}

fn is_number(cell: &Cell<'_>) -> bool {
    match cell {
        Cell::Number(_) => true,
        Cell::Text(text) => {
            let inner = text
                .trim_matches(['(', ')'])
                .trim_end_matches(['p', 'r', 's']);
            ["-", "–", ".", "...", "…", "/", "x", "X", "*", "NA"].contains(&text.as_ref())
                || number::parse(inner, Signs::GERMAN).is_ok()
                || number::parse(inner, Signs::ENGLISH).is_ok()
        }
        _ => false,
    }
}

fn is_time(cell: &Cell<'_>) -> bool {
    let year = |p: vocabulary::Period| (1950..2100).contains(&p.first_year());
    moment::period(cell, PeriodUnit::Year).is_some_and(year)
}

/// Header rows end where numbers begin: index of the first header row and how many there are.
fn find_header(rows: &[Row<'_>]) -> (usize, usize) {
    let widest = rows.iter().map(Row::width).max().unwrap_or(0);
    let numeric = |row: &Row<'_>| row.cells.iter().filter(|c| is_number(c)).count();
    let is_data = |row: &Row<'_>| {
        let filled = row.cells.iter().filter(|c| !c.is_empty()).count();
        filled * 2 >= widest && numeric(row) * 5 >= filled.max(1)
    };
    // Rows of years look like data; the last row that still has most cells as words is the header's end.
    let years = |row: &Row<'_>| {
        let filled: Vec<&Cell<'_>> = row.cells.iter().filter(|c| !c.is_empty()).collect();
        !filled.is_empty() && filled.iter().all(|c| is_time(c) || !is_number(c))
    };
    let first = (0..rows.len())
        .find(|at| {
            is_data(&rows[*at])
                && !(years(&rows[*at]) && at + 1 < rows.len() && row_is_header(&rows[*at]))
        })
        .unwrap_or_else(|| rows.iter().position(|r| !r.is_blank()).map_or(0, |f| f + 1));
    let above = rows[..first].iter().rev();
    let header = above
        .take_while(|r| r.width() * 2 >= widest.max(2) && r.width() >= 2)
        .count();
    let header = header.clamp(1, 5);
    (first.saturating_sub(header), header)
}

/// A row of years above the data has nothing in its first cell.
fn row_is_header(row: &Row<'_>) -> bool {
    row.cell(0).is_empty()
}

/// The last number of four digits in a name that can be a year.
fn year_in(name: &str) -> Option<String> {
    let digits: Vec<&str> = name.split(|c: char| !c.is_ascii_digit()).collect();
    let year = |t: &&&str| t.len() == 4 && t.parse().is_ok_and(|y: u32| (1950..2100).contains(&y));
    digits.iter().rev().find(year).map(|t| (*t).to_owned())
}
