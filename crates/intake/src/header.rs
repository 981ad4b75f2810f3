//! Finds the header of a table and the columns of a profile in it.

use unicode_normalization::UnicodeNormalization;

use crate::cell::{Row, column_of_letters, letters};
use crate::pattern;
use crate::profile::HeaderRule;

/// The header of a table: for each column the texts above it, from top to bottom.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Header {
    /// Row number of its first row.
    pub(crate) row: u32,
    /// Index of the first data row among the rows looked at.
    pub(crate) data_from: usize,
    parts: Vec<Vec<String>>,
    folded: Vec<Folded>,
}

/// The texts over a column in small letters, prepared for comparing.
#[derive(Clone, Debug, Default, PartialEq)]
struct Folded {
    path: String,
    last: String,
    parts: Vec<String>,
}

/// What looking for a column gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    One(usize),
    None,
    Several(Vec<usize>),
}

impl Header {
    /// Reads the header that begins at a row; merged cells are spread to the right in all rows but the last.
    pub(crate) fn at(rows: &[Row<'_>], first: usize, rule: &HeaderRule) -> Self {
        let count = rule.rows.unwrap_or(1).clamp(1, 20) as usize;
        let last = (first + count).min(rows.len());
        let header = &rows[first.min(rows.len())..last];
        let width = header.iter().map(Row::width).max().unwrap_or(0);
        let mut parts = vec![Vec::with_capacity(header.len()); width];
        for (depth, row) in header.iter().enumerate() {
            let mut before = String::new();
            for (column, part) in parts.iter_mut().enumerate() {
                let own = tidy(&row.cell(column).text());
                if !own.is_empty() || depth + 1 == header.len() {
                    before.clone_from(&own);
                }
                part.push(before.clone());
            }
        }
        let mut header = Self {
            row: rows.get(first).map_or(0, |r| r.number),
            data_from: last + rule.skip.unwrap_or(0) as usize,
            parts,
            folded: Vec::new(),
        };
        header.folded = (0..width).map(|c| header.folded_column(c)).collect();
        header
    }

    fn folded_column(&self, column: usize) -> Folded {
        let parts: Vec<String> = self.parts[column]
            .iter()
            .map(|t| t.to_lowercase())
            .collect();
        let last = parts.iter().rfind(|t| !t.is_empty());
        Folded {
            path: self.path(column).to_lowercase(),
            last: last.cloned().unwrap_or_default(),
            parts,
        }
    }

    /// How many columns the header names.
    pub(crate) fn width(&self) -> usize {
        self.parts.len()
    }

    /// The text of a header row over a column, from 0.
    pub(crate) fn part(&self, column: usize, depth: usize) -> &str {
        self.parts
            .get(column)
            .and_then(|p| p.get(depth))
            .map_or("", String::as_str)
    }

    /// The lowest text over a column, or its letter.
    pub(crate) fn name(&self, column: usize) -> String {
        let parts = self.parts.get(column);
        let last = parts.and_then(|p| p.iter().rfind(|t| !t.is_empty()));
        last.map_or_else(|| letters(column), Clone::clone)
    }

    /// All texts over a column joined by ` / `.
    pub(crate) fn path(&self, column: usize) -> String {
        self.joined(column, None)
    }

    /// The same; empty beyond the last column.
    pub(crate) fn path_of(&self, column: usize) -> String {
        if column < self.width() {
            self.path(column)
        } else {
            String::new()
        }
    }

    fn joined(&self, column: usize, without: Option<usize>) -> String {
        let mut out: Vec<&str> = Vec::new();
        for (depth, text) in self.parts[column].iter().enumerate() {
            if !text.is_empty() && Some(depth) != without && out.last() != Some(&text.as_str()) {
                out.push(text);
            }
        }
        out.join(" / ")
    }

    /// The names of all columns for a message.
    pub(crate) fn names(&self) -> String {
        let mut out = Vec::new();
        for column in 0..self.width().min(30) {
            let path = self.path(column);
            if !path.is_empty() {
                out.push(crate::reading::excerpt(&path));
            }
        }
        if self.width() > 30 {
            out.push("…".to_owned());
        }
        out.join(", ")
    }

    /// The column a profile means: `@B`, `#2`, a whole path, the lowest text, any text, or a pattern.
    pub(crate) fn find(&self, wanted: &str) -> Found {
        if let Some(column) = fixed(wanted) {
            return Found::One(column);
        }
        let wanted = fold(wanted);
        let all = 0..self.width();
        let tiers: [&dyn Fn(usize) -> bool; 4] = [
            &|c| self.folded[c].path == wanted,
            &|c| self.folded[c].last == wanted,
            &|c| self.folded[c].parts.contains(&wanted),
            &|c| wanted.contains('*') && pattern::fits(&wanted, &self.folded[c].path),
        ];
        for tier in tiers {
            let found: Vec<usize> = all.clone().filter(|c| tier(*c)).collect();
            match found.as_slice() {
                [] => {}
                [one] => return Found::One(*one),
                _ => return Found::Several(found),
            }
        }
        Found::None
    }

    /// All columns under a text, one header row (that of the period) left out of sight.
    pub(crate) fn find_all(&self, wanted: &str, without: usize) -> Vec<usize> {
        if let Some(column) = fixed(wanted) {
            return vec![column];
        }
        let wanted = fold(wanted);
        (0..self.width())
            .filter(|c| {
                let path = fold(&self.joined(*c, Some(without)));
                let part = |(d, t): (usize, &String)| d != without && *t == wanted;
                path == wanted
                    || self.folded[*c].parts.iter().enumerate().any(part)
                    || (wanted.contains('*') && pattern::fits(&wanted, &path))
            })
            .collect()
    }
}

/// A column named by letter (`@B`) or number (`#2`).
pub(crate) fn fixed(wanted: &str) -> Option<usize> {
    let wanted = wanted.trim();
    if let Some(letters) = wanted.strip_prefix('@') {
        return column_of_letters(letters);
    }
    let number: usize = wanted.strip_prefix('#')?.parse().ok()?;
    number.checked_sub(1)
}

/// Index of the header's first row: by its number, by a cell, or where most of the wanted columns are.
pub(crate) fn locate(rows: &[Row<'_>], rule: &HeaderRule, wanted: &[&str]) -> Option<usize> {
    let said = match (&rule.row, &rule.find) {
        (Some(number), _) => rows.iter().position(|r| r.number == *number),
        (None, Some(find)) => rows.iter().position(|row| {
            let fits = |c: usize| pattern::fits(&find.text, &tidy(&row.cell(c).text()));
            match find.column {
                Some(column) => fits((column.max(1) - 1) as usize),
                None => (0..row.cells.len()).any(fits),
            }
        }),
        (None, None) => None,
    };
    let named: Vec<&str> = wanted
        .iter()
        .copied()
        .filter(|w| fixed(w).is_none())
        .collect();
    if named.is_empty() {
        return said.or_else(|| rows.iter().position(|r| !r.is_blank()));
    }
    let score = |first: usize| {
        let header = Header::at(rows, first, rule);
        let hits = named.iter().filter(|w| header.find(w) != Found::None);
        hits.count()
    };
    if let Some(said) = said
        && score(said) * 2 > named.len()
    {
        return Some(said);
    }
    let mut best = (0, None);
    for first in 0..rows.len().min(60) {
        let hits = score(first);
        if hits > best.0 {
            best = (hits, Some(first));
        }
    }
    best.1
}

/// One blank for any white space, none at the ends; soft hyphens fall away.
pub(crate) fn tidy(text: &str) -> String {
    // Files made on a Mac write ä as a and two dots.
    let text: String = text
        .nfc()
        .filter(|c| !"\u{ad}\u{feff}".contains(*c))
        .collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

fn fold(text: &str) -> String {
    tidy(text).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::Cell;

    fn rows(lines: &[&'static str]) -> Vec<Row<'static>> {
        let mut number = 0;
        let row = |line: &&'static str| {
            number += 1;
            Row {
                number,
                cells: line.split(';').map(Cell::of).collect(),
            }
        };
        lines.iter().map(row).collect()
    }

    #[test]
    fn merged_cells_of_a_header_are_spread_over_the_columns_below() {
        let rows = rows(&[
            "Schlüssel;Geburten;;Sterbefälle",
            ";insgesamt;weiblich;",
            "1;2;3;4",
        ]);
        let rule = HeaderRule {
            rows: Some(2),
            ..HeaderRule::default()
        };
        let header = Header::at(&rows, 0, &rule);
        assert_eq!(header.path(2), "Geburten / weiblich");
        assert_eq!(header.find("geburten / WEIBLICH"), Found::One(2));
        assert_eq!(header.find("Sterbefälle"), Found::One(3));
        assert_eq!(header.find("Schlüssel"), Found::One(0));
        assert_eq!(header.data_from, 2);
    }

    #[test]
    fn a_column_that_is_there_twice_is_not_guessed() {
        let rows = rows(&["Anzahl ;Anzahl;Name"]);
        let header = Header::at(&rows, 0, &HeaderRule::default());
        assert_eq!(header.find("Anzahl"), Found::Several(vec![0, 1]));
        assert_eq!(header.find("@B"), Found::One(1));
        assert_eq!(header.find("#3"), Found::One(2));
        assert_eq!(header.find("Na*"), Found::One(2));
        assert_eq!(header.find("Ort"), Found::None);
    }

    #[test]
    fn a_header_that_moved_is_found_again() {
        let rows = rows(&["Titel", "", "Schlüssel;Kinder", "1;2"]);
        let rule = HeaderRule {
            row: Some(2),
            ..HeaderRule::default()
        };
        assert_eq!(locate(&rows, &rule, &["Schlüssel", "Kinder"]), Some(2));
        assert_eq!(locate(&rows, &rule, &["Kreis"]), None);
    }
}
