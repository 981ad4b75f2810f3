//! Archives: what is in a zip, whether it is safe to unpack, and the one table of a flat file.

use std::io::{BufReader, Read};

use zip::ZipArchive;
use zip::read::ZipFile;

use super::declared::Declared;
use super::nesting;
use super::text::Openable;
use vocabulary::causes;

use crate::IntakeError;
use crate::pattern;
use crate::profile::SheetRule;
use crate::source::{ReadSeek, Source, io};

/// A workbook never unpacks to more.
const WORKBOOK_LIMIT: u64 = 512 << 20;
/// A text of an archive is streamed and may be long (INKAR: 6.6 GB), but not endless.
const TEXT_LIMIT: u64 = 20 << 30;
/// Tables shrink to a twentieth, bombs to a thousandth.
const RATIO_LIMIT: u64 = 250;
/// Below this size nobody cares about the ratio.
const HARMLESS: u64 = 32 << 20;
/// So many parts has no workbook.
const ENTRIES: usize = 10_000;
/// So many cells may a workbook of `LibreOffice` repeat into being.
const REPEATED_CELLS: u64 = 5_000_000;

/// What a zip turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Contents {
    Xlsx { macros: bool },
    Xlsb,
    Ods,
    Tables,
}

/// Opens an archive; a broken one is told apart from a protected one.
fn open<'a>(
    file: &str,
    source: Source<'a>,
) -> Result<ZipArchive<Box<dyn ReadSeek + 'a>>, IntakeError> {
    ZipArchive::new(source.open(file)?).map_err(|e| damaged(file, &e))
}

fn damaged(file: &str, error: &(dyn std::error::Error + 'static)) -> IntakeError {
    IntakeError::Damaged {
        file: file.to_owned(),
        what: causes::of_library(error),
    }
}

/// What is inside contradicts itself.
pub(super) fn stumbled(file: &str) -> IntakeError {
    IntakeError::Damaged {
        file: file.to_owned(),
        what: "innerer Aufbau".to_owned(),
    }
}

/// Looks at the directory and at what the parts really unpack to, before any other reader does.
pub(crate) fn inspect(file: &str, source: Source<'_>) -> Result<Contents, IntakeError> {
    let mut archive = open(file, source)?;
    if archive.len() > ENTRIES {
        return Err(bomb(file, &format!("{ENTRIES} Bestandteile")));
    }
    let mut names = Vec::new();
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(|e| damaged(file, &e))?;
        if entry.encrypted() {
            return Err(IntakeError::Password {
                file: file.to_owned(),
            });
        }
        names.push(name_of(&entry));
    }
    let has = |name: &str| names.iter().any(|n| n.eq_ignore_ascii_case(name));
    let contents = if has("xl/workbook.xml") {
        let macros = has("xl/vbaProject.bin");
        Contents::Xlsx { macros }
    } else if has("xl/workbook.bin") {
        Contents::Xlsb
    } else if has("content.xml") {
        Contents::Ods
    } else {
        return Ok(Contents::Tables);
    };
    unpack_on_trial(file, &mut archive)?;
    if contents == Contents::Ods {
        // All of them: the reader takes one by its exact name.
        let parts = (0..names.len()).filter(|at| names[*at].eq_ignore_ascii_case("content.xml"));
        for at in parts {
            let part = archive.by_index(at).map_err(|e| damaged(file, &e))?;
            if !nesting::is_closed(BufReader::new(part)) {
                return Err(stumbled(file));
            }
        }
    }
    Ok(contents)
}

fn name_of<R: Read>(entry: &ZipFile<'_, R>) -> String {
    entry
        .name()
        .map(|n| n.replace('\\', "/"))
        .unwrap_or_default()
}

pub(super) fn bomb(file: &str, limit: &str) -> IntakeError {
    IntakeError::Bomb {
        file: file.to_owned(),
        limit: limit.to_owned(),
    }
}

/// Unpacks all parts into nothing and counts: the sizes in the directory may lie.
fn unpack_on_trial<'a>(
    file: &str,
    archive: &mut ZipArchive<Box<dyn ReadSeek + 'a>>,
) -> Result<(), IntakeError> {
    let mut total = 0;
    let mut buffer = vec![0; 1 << 17];
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).map_err(|e| damaged(file, &e))?;
        let packed = entry.compressed_size().max(1);
        let mut repeats = (name_of(&entry) == "content.xml").then(Repeats::default);
        let mut declared = Declared::default();
        let mut size = 0u64;
        loop {
            let read = entry.read(&mut buffer).map_err(|e| damaged(file, &e))?;
            if read == 0 {
                break;
            }
            declared.feed(&buffer[..read]);
            size += read as u64;
            total += read as u64;
            if total > WORKBOOK_LIMIT || (size > HARMLESS && size / packed > RATIO_LIMIT) {
                return Err(bomb(file, "512 MB"));
            }
            if let Some(repeats) = &mut repeats {
                repeats.feed(&buffer[..read]);
                if repeats.cells() > REPEATED_CELLS {
                    return Err(bomb(file, "5 Millionen Zellen"));
                }
                if repeats.texts > WORKBOOK_LIMIT {
                    return Err(bomb(file, "512 MB"));
                }
            }
        }
        if declared.largest() > size {
            return Err(stumbled(file));
        }
    }
    Ok(())
}

/// Counts the cells an ODS repeats into being: `number-rows-repeated="1000000"` on a row that holds something.
#[derive(Default)]
struct Repeats {
    carry: Vec<u8>,
    row: u64,
    row_width: u64,
    waiting: u64,
    rows: u64,
    empty_rows: u64,
    width: u64,
    cell: u64,
    filled: bool,
    /// How often what stands here is repeated, rows and cells.
    times: u64,
    /// Bytes of text repeated into being.
    texts: u64,
}

impl Repeats {
    fn feed(&mut self, bytes: &[u8]) {
        let mut all = std::mem::take(&mut self.carry);
        all.extend_from_slice(bytes);
        let mut rest = all.as_slice();
        while let Some(open) = rest.iter().position(|b| *b == b'<') {
            let Some(close) = rest[open..].iter().position(|b| *b == b'>') else {
                rest = &rest[open..];
                // A tag of a megabyte is none that counts.
                if rest.len() < 1 << 20 {
                    self.carry = rest.to_vec();
                }
                return;
            };
            self.text(open);
            self.tag(&rest[open + 1..open + close]);
            rest = &rest[open + close + 1..];
        }
        self.text(rest.len());
    }

    fn text(&mut self, length: usize) {
        let bytes = self.times.saturating_mul(length as u64);
        self.texts = self.texts.saturating_add(bytes);
    }

    fn tag(&mut self, tag: &[u8]) {
        let closes = tag.last() == Some(&b'/');
        if tag.starts_with(b"table:table-row") {
            self.row = attribute(tag, b"number-rows-repeated=").unwrap_or(1);
            (self.row_width, self.waiting, self.filled) = (0, 0, false);
        } else if tag.starts_with(b"table:table-cell")
            || tag.starts_with(b"table:covered-table-cell")
        {
            self.cell = attribute(tag, b"number-columns-repeated=")
                .unwrap_or(1)
                .min(16_384);
            self.times = self.cell.saturating_mul(self.row.min(1 << 20));
            let valued = tag.windows(12).any(|w| w == b"office:value")
                || tag.windows(13).any(|w| w == b"table:formula");
            if valued {
                // A text may stand in an attribute.
                self.text(tag.len());
                self.fill();
            } else {
                self.waiting += self.cell;
            }
            if closes {
                (self.cell, self.times) = (0, 0);
            }
        } else if tag.starts_with(b"text:p") && self.cell > 0 {
            self.waiting = self.waiting.saturating_sub(self.cell);
            self.fill();
        } else if tag.starts_with(b"/table:table-cell") {
            self.times = 0;
        } else if tag.starts_with(b"/table:table-row") {
            self.empty_rows = self.empty_rows.saturating_add(self.row.min(1 << 20));
            if self.filled {
                self.rows = self
                    .rows
                    .saturating_add(std::mem::take(&mut self.empty_rows));
                self.width = self.width.max(self.row_width);
            }
        }
    }

    fn fill(&mut self) {
        self.row_width += std::mem::take(&mut self.waiting) + std::mem::take(&mut self.cell);
        self.filled = true;
    }

    /// Rows up to the last filled one times the widest row; trailing empty rows cost nothing.
    fn cells(&self) -> u64 {
        self.rows.saturating_mul(self.width)
    }
}

fn attribute(tag: &[u8], name: &[u8]) -> Option<u64> {
    let at = tag.windows(name.len()).position(|w| w == name)? + name.len();
    let digits = tag[at..].iter().skip(1).take_while(|b| b.is_ascii_digit());
    let digits: Vec<u8> = digits.copied().take(10).collect();
    std::str::from_utf8(&digits).ok()?.parse().ok()
}

/// A text within an archive.
pub(crate) struct ZippedText<'a> {
    source: Source<'a>,
    at: usize,
    name: String,
}

/// The tables of an archive the profile asks for.
pub(crate) fn tables<'a>(
    file: &str,
    source: Source<'a>,
    rule: &SheetRule,
) -> Result<Vec<ZippedText<'a>>, IntakeError> {
    let all = all_tables(file, source)?;
    let found = all.len();
    let names: Vec<String> = all.iter().take(8).map(|t| t.name.clone()).collect();
    let asked_for = |t: &ZippedText<'_>, name: &str| {
        pattern::fits(name, &t.name) || pattern::fits(&format!("*/{name}"), &t.name)
    };
    let wanted: Vec<_> = match (&rule.name, rule.number) {
        (Some(name), _) => all.into_iter().filter(|t| asked_for(t, name)).collect(),
        (None, Some(number)) => {
            let before = number.max(1) as usize - 1;
            all.into_iter().skip(before).take(1).collect()
        }
        (None, None) if found == 1 => all,
        (None, None) => Vec::new(),
    };
    if wanted.is_empty() {
        let none = || "–".to_owned();
        return Err(IntakeError::Archive {
            file: file.to_owned(),
            tables: found,
            names: Some(names.join(", "))
                .filter(|n| !n.is_empty())
                .unwrap_or_else(none),
        });
    }
    Ok(wanted)
}

/// All texts of an archive that may be tables, by name.
fn all_tables<'a>(file: &str, source: Source<'a>) -> Result<Vec<ZippedText<'a>>, IntakeError> {
    let mut archive = open(file, source)?;
    let mut all = Vec::new();
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(|e| damaged(file, &e))?;
        let name = name_of(&entry);
        let lower = name.to_lowercase();
        let table = [".csv", ".txt", ".tsv", ".tab"]
            .iter()
            .any(|e| lower.ends_with(e));
        if !table || entry.is_dir() || lower.starts_with("__macosx/") {
            continue;
        }
        let (size, packed) = (entry.size(), entry.compressed_size().max(1));
        if size > TEXT_LIMIT || (size > HARMLESS && size / packed > RATIO_LIMIT) {
            return Err(bomb(file, "20 GB"));
        }
        all.push(ZippedText { source, at, name });
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all)
}

impl Openable for ZippedText<'_> {
    fn with(
        &self,
        file: &str,
        read: &mut dyn FnMut(&mut dyn Read) -> Result<(), IntakeError>,
    ) -> Result<(), IntakeError> {
        let mut archive = open(file, self.source)?;
        let entry = archive.by_index(self.at).map_err(|e| damaged(file, &e))?;
        let most = entry
            .compressed_size()
            .max(1)
            .saturating_mul(RATIO_LIMIT)
            .max(HARMLESS);
        let mut limited = Limited {
            inner: entry,
            left: most.min(TEXT_LIMIT),
        };
        match read(&mut limited) {
            // A checksum that fails or a stream that ends is damage, not trouble of the disk.
            Err(IntakeError::Io { cause, .. }) if limited.left == 0 => {
                let _ = cause;
                Err(bomb(file, "20 GB"))
            }
            Err(IntakeError::Io { cause, .. }) => Err(damaged(file, &cause)),
            other => other,
        }
    }

    fn sheet(&self) -> &str {
        &self.name
    }
}

/// Stops with an error where a plain `take` would only end.
struct Limited<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 {
            return Err(std::io::Error::other("unpacks to more than the limit"));
        }
        let read = self.inner.read(into)?;
        self.left = self.left.saturating_sub(read as u64);
        Ok(read)
    }
}

/// Whether an old compound file is really an encrypted new workbook.
pub(crate) fn is_encrypted(file: &str, source: Source<'_>) -> Result<bool, IntakeError> {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let mut reader = source.open(file)?;
    let mut window = Vec::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = reader.read(&mut buffer).map_err(|cause| io(file, cause))?;
        if read == 0 {
            return Ok(false);
        }
        window.extend_from_slice(&buffer[..read]);
        if window.windows(name.len()).any(|w| w == name) {
            return Ok(true);
        }
        window.drain(..window.len().saturating_sub(name.len()));
    }
}
