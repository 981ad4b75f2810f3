//! Indicators from a table (CSV with semicolons), with the column names of the starter list.
//!
//! Words for numerator and denominator stand in `numerator_de` and `denominator_de`, formulas in `numerator` and
//! `denominator`. Columns it does not know are refused, so that a typing error is not lost.

use super::definition::{DefinitionEntry, Kind, Polarity};
use super::{CatalogueError, Problem, Source};

const KNOWN: &[&str] = &[
    "id",
    "version",
    "valid_from",
    "valid_to",
    "change_note",
    "name_de",
    "short_name_de",
    "subject_de",
    "numerator_de",
    "denominator_de",
    "numerator",
    "denominator",
    "kind",
    "factor",
    "unit",
    "decimals",
    "polarity",
    "topic",
    "topic_de",
    "source",
    "smallest_level",
    "levels",
    "rhythm",
    "every_years",
    "pool",
    "practical_threshold",
    "evidence",
    "notes",
    "limits",
    "reading",
    "class",
    "open",
];

/// Without these nothing can be computed.
const NEEDED: &[&str] = &[
    "id",
    "name_de",
    "topic",
    "kind",
    "numerator",
    "denominator",
    "unit",
    "levels",
];

pub(super) fn read(source: Source<'_>) -> Result<Vec<DefinitionEntry>, CatalogueError> {
    let wrong = |line: u64, fault: &'static str, column: String| {
        CatalogueError::line(source.file, line, Problem::Table { fault, column })
    };
    let unreadable = |error: &csv::Error| unreadable(source.file, error);
    let text = source.text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(text.as_bytes());
    let header = reader.headers().map_err(|e| unreadable(&e))?.clone();
    if let Some(unknown) = header.iter().find(|h| !KNOWN.contains(h)) {
        return Err(wrong(1, "table_unknown_column", unknown.to_owned()));
    }
    let missing: Vec<&str> = NEEDED
        .iter()
        .copied()
        .filter(|needed| !header.iter().any(|h| h == *needed))
        .collect();
    if !missing.is_empty() {
        return Err(CatalogueError::line(
            source.file,
            1,
            Problem::Columns(missing),
        ));
    }
    let mut entries = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|e| unreadable(&e))?;
        let line = row.position().map_or(0, csv::Position::line);
        let cells = Row {
            header: &header,
            row: &row,
        };
        entries.push(entry(&cells).map_err(|column| wrong(line, "table_cell", column.to_owned()))?);
    }
    Ok(entries)
}

/// A row the reader of tables cannot take apart.
fn unreadable(file: &str, error: &csv::Error) -> CatalogueError {
    let line = error.position().map_or(1, csv::Position::line);
    let (fault, column) = match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => ("table_cells", format!("{len} statt {expected_len}")),
        _ => ("table_text", String::new()),
    };
    CatalogueError::line(file, line, Problem::Table { fault, column })
}

struct Row<'a> {
    header: &'a csv::StringRecord,
    row: &'a csv::StringRecord,
}

impl Row<'_> {
    fn text(&self, column: &str) -> Option<String> {
        let at = self.header.iter().position(|h| h == column)?;
        let cell = self.row.get(at)?.trim();
        (!cell.is_empty() && cell != "–").then(|| cell.to_owned())
    }

    fn read<T: std::str::FromStr>(&self, column: &'static str) -> Result<Option<T>, &'static str> {
        self.text(column)
            .map(|t| t.parse().map_err(|_unreadable| column))
            .transpose()
    }

    fn word<T: serde::de::DeserializeOwned>(
        &self,
        column: &'static str,
    ) -> Result<Option<T>, &'static str> {
        self.text(column)
            .map(|t| {
                toml::Value::String(t)
                    .try_into()
                    .map_err(|_unreadable| column)
            })
            .transpose()
    }
}

fn entry(row: &Row<'_>) -> Result<DefinitionEntry, &'static str> {
    let levels = row.text("levels").unwrap_or_default();
    Ok(DefinitionEntry {
        id: row.text("id").ok_or("id")?,
        version: row.read("version")?,
        valid_from: row.read("valid_from")?,
        valid_to: row.read("valid_to")?,
        change_note: row.text("change_note"),
        name: row.text("name_de").ok_or("name_de")?,
        short_name: row.text("short_name_de"),
        subject: row.text("subject_de"),
        topic: row.text("topic").ok_or("topic")?,
        kind: row.word::<Kind>("kind")?,
        numerator: row.text("numerator").ok_or("numerator")?,
        denominator: row.text("denominator"),
        numerator_text: row.text("numerator_de"),
        denominator_text: row.text("denominator_de"),
        factor: row.read("factor")?,
        unit: row.text("unit").ok_or("unit")?,
        decimals: row.read("decimals")?,
        polarity: row.word::<Polarity>("polarity")?.unwrap_or_default(),
        source: row.text("source"),
        rhythm: row.text("rhythm").map(|r| rhythm(&r)),
        every_years: row.read("every_years")?,
        levels: levels
            .split([',', ' ', '|'])
            .filter(|l| !l.is_empty())
            .map(|l| l.parse().map_err(|_unreadable| "levels"))
            .collect::<Result<_, _>>()?,
        pool: row.read("pool")?,
        practical_threshold: row.read("practical_threshold")?,
        class: row.read("class")?,
        evidence: row.text("evidence"),
        notes: row.text("notes").unwrap_or_default(),
        limits: row.text("limits").unwrap_or_default(),
        reading: row.text("reading").unwrap_or_default(),
        open: row
            .text("open")
            .is_some_and(|t| matches!(t.as_str(), "ja" | "true" | "1")),
        ..DefinitionEntry::default()
    })
}

fn rhythm(code: &str) -> String {
    let word = match code {
        "m" => "monatlich",
        "q" => "vierteljährlich",
        "j" => "jährlich",
        "2j" => "alle zwei Jahre",
        "5j" => "alle fünf Jahre",
        "10j" => "alle zehn Jahre",
        "per election" => "je Wahl",
        other => other,
    };
    word.to_owned()
}
