//! Numbers that other offices published: an outsider has them whatever an edition hides.

use std::path::{Path, PathBuf};

use vocabulary::{Explain, Period, causes};

/// A number published elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Key of the area.
    pub area: String,
    /// Id of the indicator whose count it is.
    pub indicator: String,
    /// Whether it is the base of that indicator instead.
    pub is_base: bool,
    /// The period.
    pub period: Period,
    /// The breakdown.
    pub breakdown: String,
    /// The number.
    pub number: f64,
}

/// A list of known numbers that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KnownError {
    /// The file cannot be opened.
    #[error("{path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A line is not a known number.
    #[error("{path}, line {line}: expected area;indicator;period;breakdown;value")]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
}

impl Explain for KnownError {
    fn german(&self) -> String {
        match self {
            Self::Unreadable { path, source } => format!(
                "{} kann nicht gelesen werden: {}. Prüfen Sie Name und Leserechte.",
                path.display(),
                causes::of_system(source)
            ),
            Self::Line { path, line } => format!(
                "{}, Zeile {line}: erwartet wird Gebiet;Merkmal;Zeitraum;Aufgliederung;Zahl, zum Beispiel \
                 09999001;ARB01;2024;total;1120. Für die Bezugszahl schreiben Sie ARB01.base.",
                path.display()
            ),
        }
    }
}

/// Reads `area;indicator;period;breakdown;value`; a first line that is no number is a head line.
///
/// # Errors
/// If the file cannot be read or a line is something else.
pub fn read_known(path: &Path) -> Result<Vec<Known>, KnownError> {
    let text = std::fs::read_to_string(path).map_err(|source| KnownError::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    let lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    let mut all = Vec::new();
    for (i, line) in lines.filter(|(_, l)| !l.trim().is_empty()) {
        match one(line) {
            Some(known) => all.push(known),
            None if i == 0 => {}
            None => {
                let (path, line) = (path.to_owned(), i + 1);
                return Err(KnownError::Line { path, line });
            }
        }
    }
    Ok(all)
}

fn one(line: &str) -> Option<Known> {
    let cells: Vec<&str> = line.split(';').map(str::trim).collect();
    let [area, indicator, period, breakdown, number] = cells[..] else {
        return None;
    };
    let (indicator, is_base) = match indicator.strip_suffix(".base") {
        Some(indicator) => (indicator, true),
        None => (indicator, false),
    };
    let number: f64 = number.replace(',', ".").parse().ok()?;
    let period = period.parse().ok()?;
    if !number.is_finite() || area.is_empty() || indicator.is_empty() {
        return None;
    }
    Some(Known {
        area: area.to_owned(),
        indicator: indicator.to_owned(),
        is_base,
        period,
        breakdown: if breakdown.is_empty() {
            "total"
        } else {
            breakdown
        }
        .to_owned(),
        number,
    })
}
