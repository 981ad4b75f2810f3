//! The canonical bytes of released figures, and the way back from an archive.
//!
//! One line per figure under a head line per block; ids and sets of deliveries stand once. The same figures give the
//! same bytes. Format 1, without deliveries, is still read.

use std::collections::BTreeSet;
use std::fmt::Write;

use sha2::{Digest, Sha256};
use vocabulary::{AreaKey, Breakdown, Explain, Flags, IndicatorId, Period, State, Texts};

use crate::{Deliveries, Edition, FigureTable, Released, Shown, table};

const TITLE: &str = "lebenslage figures";

/// How the lines are written. A frozen edition keeps its bytes, so every format ever written is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// Without deliveries.
    One,
    /// A second list names the sets of deliveries, and every figure ends with the number of its set.
    Two,
}

/// An archive that cannot be opened again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReopenError {
    /// The bytes are not those that were frozen.
    #[error(
        "the figures were changed: their hash is {found}, frozen was {frozen}; restore the backup"
    )]
    Hash {
        /// Hash of the bytes.
        found: String,
        /// Hash that was frozen.
        frozen: String,
    },
    /// Another edition.
    #[error("the figures belong to the edition `{found}`, not `{wanted}`")]
    Edition {
        /// Edition of the bytes.
        found: String,
        /// Edition asked for.
        wanted: &'static str,
    },
    /// A line that cannot be read.
    #[error("line {line} of the figures cannot be read; restore the backup")]
    Line {
        /// Line, from 1.
        line: usize,
    },
}

impl Explain for ReopenError {
    fn german(&self) -> String {
        let texts = Texts::parse(include_str!("texts.de.toml"));
        match self {
            Self::Hash { .. } => texts.say("reopen_hash", &[]),
            Self::Edition { found, wanted } => {
                texts.say("reopen_edition", &[("found", found), ("wanted", wanted)])
            }
            Self::Line { line } => texts.say("reopen_line", &[("line", &line.to_string())]),
        }
    }
}

impl<E: Edition> Released<FigureTable, E> {
    /// The bytes that are frozen and hashed.
    pub fn canonical_bytes(&self) -> Vec<u8> {
        let mut areas: Vec<&AreaKey> = self.rows().iter().map(|r| &r.area).collect();
        areas.sort_unstable();
        areas.dedup();
        let sets: BTreeSet<&Deliveries> = self.rows().iter().map(|r| &r.deliveries).collect();
        let sets: Vec<&Deliveries> = sets.into_iter().collect();
        let mut out = String::with_capacity(self.rows().len() * 64);
        // Writing to a string cannot fail.
        let _ = write!(out, "{TITLE} 2 {}\nareas", E::NAME);
        for area in &areas {
            let _ = write!(out, " {area}");
        }
        write_sets(&mut out, &sets);
        for block in self.blocks() {
            let rows = &self.rows()[block.start..block.end];
            write_head(&mut out, &rows[0]);
            for row in rows {
                let area = areas.binary_search(&&row.area).unwrap_or_default();
                let set = sets.binary_search(&&row.deliveries).unwrap_or_default();
                write_row(&mut out, (area, set), row);
            }
        }
        out.into_bytes()
    }

    /// SHA-256 of the canonical bytes, hexadecimal.
    pub fn hash(&self) -> String {
        hash_of(&self.canonical_bytes())
    }
}

pub(crate) fn hash_of(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        text.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
        text.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
    }
    text
}

/// One line; ids, which never contain a comma, are joined by one; a comma alone is the empty set.
fn write_sets(out: &mut String, sets: &[&Deliveries]) {
    out.push_str("\ndeliveries");
    for set in sets {
        for (i, id) in set.iter().enumerate() {
            out.push(if i == 0 { ' ' } else { ',' });
            out.push_str(id.as_str());
        }
        if set.is_empty() {
            out.push_str(" ,");
        }
    }
    out.push('\n');
}

fn write_head(out: &mut String, row: &Shown) {
    for part in ["@", row.indicator.as_str(), ";"] {
        out.push_str(part);
    }
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "{};{};{}",
        row.definition_version, row.period, row.breakdown
    );
}

fn write_row(out: &mut String, (area, set): (usize, usize), row: &Shown) {
    let _ = write!(out, "{area};{}", row.state.as_str());
    for number in [
        row.numerator,
        row.denominator,
        row.value,
        row.lower,
        row.upper,
    ] {
        out.push(';');
        if let Some(x) = number {
            let _ = write!(out, "{x}");
        }
    }
    out.push(';');
    for (i, word) in row.flags.words().enumerate() {
        if i > 0 {
            out.push('|');
        }
        out.push_str(word);
    }
    let _ = writeln!(out, ";{set}");
}

/// Opens the figures of a frozen release again, after making sure that not one byte changed.
///
/// This is the only other way to a [`Released`]; it has one caller, the store of releases.
pub fn reopen<E: Edition>(
    bytes: &[u8],
    frozen_hash: &str,
) -> Result<Released<FigureTable, E>, ReopenError> {
    let found = hash_of(bytes);
    if found != frozen_hash {
        let frozen = frozen_hash.to_owned();
        return Err(ReopenError::Hash { found, frozen });
    }
    let text = std::str::from_utf8(bytes).map_err(|_garbled| ReopenError::Line { line: 1 })?;
    let mut lines = text.lines().enumerate();
    let title = lines.next().map_or("", |(_, l)| l);
    let (format, edition) = read_title(title).ok_or(ReopenError::Line { line: 1 })?;
    if edition != E::NAME {
        let found = edition.to_owned();
        return Err(ReopenError::Edition {
            found,
            wanted: E::NAME,
        });
    }
    let rows = read_rows(lines, format, text.len() / 40)?;
    let sorted = rows.windows(2).all(|w| table::order(&w[0], &w[1]).is_lt());
    if !sorted {
        return Err(ReopenError::Line { line: 3 });
    }
    Ok(Released::new(FigureTable::sorted(rows)))
}

fn read_title(title: &str) -> Option<(Format, &str)> {
    let (number, edition) = title.strip_prefix(TITLE)?.trim_start().split_once(' ')?;
    let format = match number {
        "1" => Format::One,
        "2" => Format::Two,
        _ => return None,
    };
    Some((format, edition.trim()))
}

/// What the lines of figures point to.
struct Lists {
    areas: Vec<AreaKey>,
    /// None in format 1.
    sets: Option<Vec<Deliveries>>,
}

fn read_rows<'a>(
    mut lines: impl Iterator<Item = (usize, &'a str)>,
    format: Format,
    about: usize,
) -> Result<Vec<Shown>, ReopenError> {
    let mut list = |line: usize| lines.next().ok_or(ReopenError::Line { line });
    let areas = areas(list(2)?.1).ok_or(ReopenError::Line { line: 2 })?;
    let sets = match format {
        Format::One => None,
        Format::Two => Some(sets(list(3)?.1).ok_or(ReopenError::Line { line: 3 })?),
    };
    let lists = Lists { areas, sets };
    let mut rows: Vec<Shown> = Vec::with_capacity(about);
    let mut head = None;
    for (i, line) in lines {
        let wrong = ReopenError::Line { line: i + 1 };
        if let Some(rest) = line.strip_prefix('@') {
            head = Some(read_head(rest).ok_or(wrong)?);
            continue;
        }
        let read = head.as_ref().and_then(|h| read_row(line, h, &lists));
        rows.push(read.ok_or(wrong)?);
    }
    Ok(rows)
}

type Head = (IndicatorId, u32, Period, Breakdown);

fn areas(line: &str) -> Option<Vec<AreaKey>> {
    let rest = line.strip_prefix("areas")?;
    rest.split_whitespace().map(|w| w.parse().ok()).collect()
}

fn sets(line: &str) -> Option<Vec<Deliveries>> {
    let words = line.strip_prefix("deliveries")?.split_whitespace();
    words
        .map(|word| match word {
            "," => Some(Deliveries::default()),
            ids => ids.split(',').map(|id| id.parse().ok()).collect(),
        })
        .collect()
}

fn read_head(line: &str) -> Option<Head> {
    let mut parts = line.split(';');
    let mut next = || parts.next();
    Some((
        next()?.parse().ok()?,
        next()?.parse().ok()?,
        next()?.parse().ok()?,
        next()?.parse().ok()?,
    ))
}

fn read_row(line: &str, head: &Head, lists: &Lists) -> Option<Shown> {
    let mut parts = line.split(';');
    let area: usize = parts.next()?.parse().ok()?;
    let state = State::parse(parts.next()?)?;
    let mut number = || match parts.next()? {
        "" => Some(None),
        text => text.parse().ok().map(Some),
    };
    let [numerator, denominator, value, lower, upper]: [Option<f64>; 5] =
        [number()?, number()?, number()?, number()?, number()?];
    Some(Shown {
        indicator: head.0.clone(),
        definition_version: head.1,
        period: head.2,
        breakdown: head.3.clone(),
        area: lists.areas.get(area)?.clone(),
        state,
        numerator,
        denominator,
        value,
        lower,
        upper,
        flags: Flags::parse(parts.next()?)?,
        deliveries: match &lists.sets {
            None => Deliveries::default(),
            Some(sets) => sets.get(parts.next()?.parse::<usize>().ok()?)?.clone(),
        },
    })
}
