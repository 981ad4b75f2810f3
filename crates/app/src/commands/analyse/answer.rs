//! The answer of an analysis: one table with words around it, and perhaps a picture; written in the form asked for.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use anyhow::Result;
use charts::Svg;
use clap::{Args, ValueEnum};
use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width};
use serde_json::{Map, Value};
use vocabulary::german_number;

use crate::failure::{files, told};

/// How an answer is written.
#[derive(Args, Clone)]
pub(crate) struct Output {
    #[arg(
        long,
        value_enum,
        value_name = "FORM",
        default_value = "table",
        help = "table, csv, json oder svg"
    )]
    format: Form,
    #[arg(
        long,
        value_name = "DATEI",
        help = "In diese Datei schreiben [sonst: auf den Bildschirm]"
    )]
    out: Option<PathBuf>,
}

/// The two forms for programs, as switches.
#[derive(Args, Clone, Copy)]
pub(crate) struct Switches {
    #[arg(long, conflicts_with = "json", help = "Als CSV (UTF-8, Semikolon)")]
    csv: bool,
    #[arg(long, help = "Als JSON")]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    Table,
    Csv,
    Json,
    Svg,
}

/// What an analysis found.
pub(crate) struct Answer {
    /// One word for the object of the JSON that holds the rows: `findings`.
    pub(crate) name: &'static str,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Vec<Cell>>,
    /// German sentences a reader needs beside the rows: what was looked at, what could not be judged and why.
    pub(crate) notes: Vec<String>,
    pub(crate) picture: Option<Svg>,
}

/// A column: its name for programs and its heading for people.
#[derive(Clone, Copy)]
pub(crate) struct Column {
    pub(crate) key: &'static str,
    pub(crate) heading: &'static str,
    on_screen: OnScreen,
}

/// Whether a screen, narrower than a file, shows a column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OnScreen {
    Shown,
    LeftOut,
}

/// One entry of a row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Text(String),
    /// A number and the decimals people read.
    Number(f64, u8),
    Empty,
}

impl Column {
    pub(crate) const fn new(key: &'static str, heading: &'static str) -> Self {
        Self {
            key,
            heading,
            on_screen: OnScreen::Shown,
        }
    }

    /// What another column says, too, or only a program needs.
    pub(crate) const fn detail(key: &'static str, heading: &'static str) -> Self {
        Self {
            on_screen: OnScreen::LeftOut,
            ..Self::new(key, heading)
        }
    }
}

impl Cell {
    pub(crate) fn text(text: &(impl ToString + ?Sized)) -> Self {
        Self::Text(text.to_string())
    }

    /// A count.
    pub(crate) fn whole(number: usize) -> Self {
        Self::Number(number as f64, 0)
    }

    fn german(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number, decimals) => german_number(*number, *decimals),
            Self::Empty => String::new(),
        }
    }

    fn plain(&self) -> String {
        match self {
            Self::Text(text) => harmless(text),
            Self::Number(number, _) => number.to_string(),
            Self::Empty => String::new(),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Text(text) => Value::from(text.as_str()),
            Self::Number(number, _) => Value::from(*number),
            Self::Empty => Value::Null,
        }
    }
}

/// A text no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    let quoted = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    format!("{}{text}", if quoted { "'" } else { "" })
}

impl Output {
    /// On the screen, as a table or for a program.
    pub(crate) fn on_screen(switches: Switches) -> Self {
        let format = match switches {
            Switches { csv: true, .. } => Form::Csv,
            Switches { json: true, .. } => Form::Json,
            Switches { .. } => Form::Table,
        };
        Self { format, out: None }
    }

    /// Whether a picture is asked for, so that it need not be drawn otherwise.
    pub(crate) fn wants_picture(&self) -> bool {
        self.format == Form::Svg
    }

    /// Whether a program reads the answer, so that it may be longer than people like.
    pub(crate) fn is_for_programs(&self) -> bool {
        matches!(self.format, Form::Csv | Form::Json)
    }

    /// Writes the answer where it is wanted.
    pub(crate) fn write(&self, answer: &Answer) -> Result<()> {
        let text = match self.format {
            Form::Table => match screen_width().filter(|_| self.out.is_none()) {
                Some(width) => answer.screen(width),
                None => answer.table(),
            },
            Form::Csv => answer.csv()?,
            Form::Json => answer.json()?,
            Form::Svg => answer
                .picture
                .as_ref()
                .map(|svg| svg.markup.clone())
                .ok_or_else(|| {
                    told("Für dieses Ergebnis gibt es kein Bild: Es fehlen Umrisse der Gebiete, oder es gibt nichts zu zeigen.")
                })?,
        };
        if let Some(path) = &self.out {
            return files::write(path, &text);
        }
        print!("{text}");
        Ok(())
    }
}

/// How many characters a line of the screen holds; nothing where a file or another program reads.
fn screen_width() -> Option<u16> {
    std::io::stdout()
        .is_terminal()
        .then(terminal_size::terminal_size)
        .flatten()
        .map(|(width, _)| width.0)
}

/// Words wrapped, without lines between.
fn plain_table(width: u16) -> Table {
    let mut table = Table::new();
    table
        .load_style(NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width);
    table
}

impl Answer {
    /// For a screen of this width: columns that only a program needs are left out, and long texts wrap.
    fn screen(&self, width: u16) -> String {
        let shown: Vec<usize> = (0..self.columns.len())
            .filter(|i| self.columns[*i].on_screen == OnScreen::Shown)
            .collect();
        let mut text = String::new();
        if !self.rows.is_empty() {
            text = self.wrapped(&shown, width).trim_fmt() + "\n\n";
        }
        for note in &self.notes {
            let mut paragraph = plain_table(width);
            paragraph.add_row([note]);
            if let Some(column) = paragraph.column_mut(0) {
                column.set_padding((0, 0));
            }
            text += &(paragraph.trim_fmt() + "\n");
        }
        text
    }

    /// Some columns within a width.
    fn wrapped(&self, shown: &[usize], width: u16) -> Table {
        let mut table = plain_table(width);
        table.set_header(shown.iter().map(|i| self.columns[*i].heading));
        for row in &self.rows {
            let cell = |i: &usize| row.get(*i).map_or_else(String::new, Cell::german);
            table.add_row(shown.iter().map(cell));
        }
        for (place, i) in shown.iter().enumerate() {
            let is_number = |row: &Vec<Cell>| matches!(row.get(*i), Some(Cell::Number(..)));
            let Some(column) = table.column_mut(place) else {
                continue;
            };
            column.set_padding((0, 2));
            if self.rows.iter().any(is_number) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        // A reason at the end is read, not looked up: it gets the room.
        let longest = table.column_max_content_widths().pop().unwrap_or(0);
        if longest > width / 2
            && let Some(last) = table.column_iter_mut().last()
        {
            last.set_constraint(ColumnConstraint::LowerBoundary(Width::Percentage(45)));
        }
        table
    }

    /// For a file or a program that reads lines: one for each row.
    fn table(&self) -> String {
        let heads = self.columns.iter().map(|c| c.heading.to_owned()).collect();
        let rows = self
            .rows
            .iter()
            .map(|r| r.iter().map(Cell::german).collect());
        let lines: Vec<Vec<String>> = std::iter::once(heads).chain(rows).collect();
        let width = |i: usize| {
            let cells = lines.iter().filter_map(|line| line.get(i));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let mut text = String::new();
        if !self.rows.is_empty() {
            for (number, line) in lines.iter().enumerate() {
                text.push_str(&self.line(number, line, &widths));
                text.push('\n');
            }
        }
        for note in &self.notes {
            text.push_str(note);
            text.push('\n');
        }
        text
    }

    /// One line; numbers stand right, words left.
    fn line(&self, number: usize, cells: &[String], widths: &[usize]) -> String {
        let is_number = |column: usize| {
            let below = self.rows.get(number.saturating_sub(1));
            let cell = below.and_then(|row| row.get(column));
            matches!(cell, Some(Cell::Number(..)))
        };
        let padded = cells
            .iter()
            .zip(widths)
            .enumerate()
            .map(|(i, (cell, width))| {
                let gap = " ".repeat(width.saturating_sub(cell.chars().count()));
                if is_number(i) {
                    format!("{gap}{cell}")
                } else {
                    format!("{cell}{gap}")
                }
            });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    }

    fn csv(&self) -> Result<String> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(b';')
            .from_writer(vec![]);
        writer.write_record(self.columns.iter().map(|c| c.key))?;
        for row in &self.rows {
            writer.write_record(row.iter().map(Cell::plain))?;
        }
        Ok(String::from_utf8(writer.into_inner()?)?)
    }

    fn json(&self) -> Result<String> {
        let row = |cells: &Vec<Cell>| {
            let pairs = self.columns.iter().zip(cells);
            Value::Object(
                pairs
                    .map(|(c, cell)| (c.key.to_owned(), cell.json()))
                    .collect(),
            )
        };
        let mut whole = Map::new();
        whole.insert(self.name.to_owned(), self.rows.iter().map(row).collect());
        whole.insert("notes".to_owned(), Value::from(self.notes.clone()));
        Ok(serde_json::to_string_pretty(&whole)? + "\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer() -> Answer {
        Answer {
            name: "areas",
            columns: vec![
                Column::new("area_id", "Gebiet"),
                Column::new("value", "Wert"),
            ],
            rows: vec![
                vec![Cell::text("=1+1"), Cell::Number(1234.56, 1)],
                vec![Cell::text("B"), Cell::Empty],
            ],
            notes: vec!["Zwei Gebiete.".into()],
            picture: None,
        }
    }

    #[test]
    fn people_read_german_numbers_that_stand_right() {
        assert_eq!(
            answer().table(),
            "Gebiet  Wert\n=1+1    1.234,6\nB\nZwei Gebiete.\n".replace("Wert\n", "   Wert\n")
        );
    }

    #[test]
    fn a_screen_wraps_long_texts_and_leaves_out_what_only_programs_need() {
        let mut answer = answer();
        answer.columns = vec![
            Column::detail("area_id", "Schlüssel"),
            Column::new("value", "Wert"),
            Column::new("reason", "Begründung"),
        ];
        let reason =
            "Gegenüber dem übrigen Kreis steigt der Wert seit Jahren, um etwa 7 % im Jahr.";
        answer.rows = vec![
            vec![
                Cell::text("09999001001"),
                Cell::Number(1234.5, 1),
                Cell::text(reason),
            ],
            vec![Cell::text("09999001002"), Cell::Number(7.0, 1), Cell::Empty],
        ];
        answer.notes =
            vec!["Die Reihenfolge folgt Regeln und Schlüsseln und ist keine Rangfolge.".into()];
        insta::assert_snapshot!(answer.screen(44));
    }

    #[test]
    fn spreadsheets_find_no_formula_and_programs_find_numbers() {
        assert_eq!(
            answer().csv().unwrap(),
            "area_id;value\n'=1+1;1234.56\nB;\n"
        );
        let json: Value = serde_json::from_str(&answer().json().unwrap()).unwrap();
        assert_eq!(json["areas"][0]["value"], 1234.56);
        assert!(json["areas"][1]["value"].is_null());
    }
}
