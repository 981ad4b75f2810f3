//! The container of an old workbook (XLS), checked before the reader of the format opens it.
//!
//! That reader follows chains of sectors that bite their own tail until memory ends, and lays out every sheet as a
//! rectangle up to its farthest cell. Both are counted here first.

use super::archive::bomb;
use super::biff;
use crate::IntakeError;
use crate::source::{Source, io};

/// An old workbook holds 65,536 rows and 256 columns a sheet and never comes near.
const LIMIT: u64 = 512 << 20;
/// From here on sector numbers are marks.
const MARKS: u32 = 0xffff_fffa;
const END: u32 = 0xffff_fffe;
/// Streams below this size stand in small sectors.
const SMALL: usize = 4096;

/// Refuses what would make the reader take memory or time without end.
pub(crate) fn check(file: &str, source: Source<'_>) -> Result<(), IntakeError> {
    let mut bytes = Vec::new();
    let mut reader = std::io::Read::take(source.open(file)?, LIMIT + 1);
    std::io::Read::read_to_end(&mut reader, &mut bytes).map_err(|cause| io(file, cause))?;
    if bytes.len() as u64 > LIMIT {
        return Err(bomb(file, "512 MB"));
    }
    let damaged = || IntakeError::Damaged {
        file: file.to_owned(),
        what: "innerer Aufbau".to_owned(),
    };
    let stream = Compound::of(&bytes).and_then(|c| c.workbook());
    let cells = stream.and_then(|stream| biff::cells(&stream));
    match cells {
        None => Err(damaged()),
        Some(cells) if cells > biff::CELLS => Err(bomb(file, "10 Millionen Zellen")),
        Some(_) => Ok(()),
    }
}

/// A file system in a file.
struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    /// The next sector of each sector.
    next: Vec<u32>,
}

/// A stream by its directory entry.
struct Entry {
    name: String,
    start: u32,
    size: usize,
}

impl<'a> Compound<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let sector = match number(bytes, 30)? & 0xffff {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut compound = Self {
            bytes,
            sector,
            next: Vec::new(),
        };
        let tables = compound.tables()?;
        for table in tables.into_iter().filter(|id| *id < MARKS) {
            compound.next.extend(numbers(compound.sector(table)?));
        }
        Some(compound)
    }

    /// The sectors with the chains; the list of them goes on in sectors of its own.
    fn tables(&self) -> Option<Vec<u32>> {
        let mut tables: Vec<u32> = numbers(self.bytes.get(76..512)?).collect();
        let mut more = number(self.bytes, 68)?;
        for _ in 0..=self.count() {
            if more >= MARKS {
                return Some(tables);
            }
            tables.extend(numbers(self.sector(more)?));
            more = tables.pop()?;
        }
        None
    }

    fn count(&self) -> usize {
        self.bytes.len() / self.sector
    }

    fn sector(&self, id: u32) -> Option<&'a [u8]> {
        let from = (usize::try_from(id).ok()? + 1).checked_mul(self.sector)?;
        let to = self.bytes.len().min(from.checked_add(self.sector)?);
        self.bytes.get(from..to)
    }

    /// The bytes of a chain, at most so many; `None` where it leaves the file or never ends.
    fn chain(&self, start: u32, size: usize) -> Option<Vec<u8>> {
        let of = |id| self.sector(id);
        joined((start, size), &self.next, self.count(), &of)
    }

    fn workbook(&self) -> Option<Vec<u8>> {
        let directory = self.chain(number(self.bytes, 48)?, usize::MAX)?;
        let entries: Vec<Entry> = directory.chunks_exact(128).map_while(entry).collect();
        let named = |name: &str| entries.iter().find(|e| e.name.eq_ignore_ascii_case(name));
        let book = named("Workbook").or_else(|| named("Book"))?;
        if book.size >= SMALL {
            return self.chain(book.start, book.size);
        }
        let root = entries.first()?;
        let holder = self.chain(root.start, root.size)?;
        let next = self.chain(number(self.bytes, 60)?, usize::MAX)?;
        let next: Vec<u32> = numbers(&next).collect();
        let of = |id: u32| {
            let from = usize::try_from(id).ok()?.checked_mul(64)?;
            holder.get(from..holder.len().min(from + 64))
        };
        joined((book.start, book.size), &next, holder.len() / 64 + 1, &of)
    }
}

/// The sectors of a chain one after the other.
fn joined<'b>(
    (start, size): (u32, usize),
    next: &[u32],
    count: usize,
    sector: &dyn Fn(u32) -> Option<&'b [u8]>,
) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut at = start;
    for _ in 0..=count {
        if at == END || out.len() >= size {
            return Some(out);
        }
        let bytes = sector(at)?;
        out.extend_from_slice(&bytes[..bytes.len().min(size - out.len())]);
        if out.len() < size {
            at = *next.get(usize::try_from(at).ok()?)?;
        }
    }
    None
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let units = bytes[..64]
        .chunks_exact(2)
        .map(|u| u16::from_le_bytes([u[0], u[1]]));
    let units: Vec<u16> = units.take_while(|u| *u != 0).collect();
    Some(Entry {
        name: String::from_utf16_lossy(&units),
        start: number(bytes, 116)?,
        size: usize::try_from(number(bytes, 120)?).ok()?,
    })
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at + 4)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes
        .chunks_exact(4)
        .map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}
