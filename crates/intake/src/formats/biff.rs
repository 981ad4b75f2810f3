//! The stream of an old workbook (XLS): how many cells its sheets would fill as rectangles.

/// So many cells may all sheets fill together, empty ones counted.
pub(crate) const CELLS: u64 = 10_000_000;

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;
const SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
/// Several numbers in a row.
const NUMBERS: u16 = 0x00bd;
/// Records that begin with row and column of a cell.
const CELL_KINDS: [u16; 8] = [
    0x0203, 0x0204, 0x00d6, 0x0205, 0x027e, 0x00fd, NUMBERS, 0x0006,
];

/// The cells of all rectangles; `None` where the stream declares what it cannot hold.
pub(crate) fn cells(stream: &[u8]) -> Option<u64> {
    let mut walked = 0;
    let mut cells = 0u64;
    for place in sheets(stream)? {
        let mut sheet = Sheet::default();
        for (kind, data) in records(stream.get(place..)?) {
            walked += data.len() + 4;
            // Sheets stand one after the other; many that begin at one place are a trick.
            if walked > stream.len() {
                return None;
            }
            if !sheet.take(kind, data)? {
                break;
            }
        }
        cells = cells.saturating_add(sheet.cells());
    }
    Some(cells)
}

/// Where the sheets begin.
fn sheets(stream: &[u8]) -> Option<Vec<usize>> {
    let whole = records(stream).take_while(|(kind, _)| *kind != END);
    let sheets = whole.filter(|(kind, _)| *kind == SHEET);
    sheets
        .map(|(_, data)| usize::try_from(long(data, 0)?).ok())
        .collect()
}

/// What a sheet reaches.
#[derive(Default)]
struct Sheet {
    begun: bool,
    /// Charts within the sheet have cells of their own.
    within: u32,
    reach: Option<Reach>,
}

struct Reach {
    rows: (u32, u32),
    columns: (u32, u32),
}

impl Sheet {
    /// Takes a record; `Some(false)` at the end of the sheet.
    fn take(&mut self, kind: u16, data: &[u8]) -> Option<bool> {
        match kind {
            BEGIN if self.begun => self.within += 1,
            BEGIN => self.begun = true,
            END if self.within == 0 => return Some(false),
            END => self.within -= 1,
            _ if self.within > 0 => {}
            DIMENSIONS => dimensions(data)?,
            kind if CELL_KINDS.contains(&kind) => self.cell(kind, data),
            _ => {}
        }
        Some(true)
    }

    fn cell(&mut self, kind: u16, data: &[u8]) {
        let (Some(row), Some(column)) = (short(data, 0), short(data, 2)) else {
            return;
        };
        let more = if kind == NUMBERS { data.len() / 6 } else { 0 };
        let last = column.saturating_add(u32::try_from(more).unwrap_or(u32::MAX));
        let reach = self.reach.get_or_insert(Reach {
            rows: (row, row),
            columns: (column, last),
        });
        reach.rows = (reach.rows.0.min(row), reach.rows.1.max(row));
        reach.columns = (reach.columns.0.min(column), reach.columns.1.max(last));
    }

    fn cells(&self) -> u64 {
        let span = |(from, to): (u32, u32)| u64::from(to - from) + 1;
        self.reach
            .as_ref()
            .map_or(0, |r| span(r.rows) * span(r.columns))
    }
}

/// Declared reach: memory is taken for it, so it must be one a sheet can have.
fn dimensions(data: &[u8]) -> Option<()> {
    let (from, to, first, last) = if data.len() == 10 {
        (
            short(data, 0)?,
            short(data, 2)?,
            short(data, 4)?,
            short(data, 6)?,
        )
    } else {
        (
            long(data, 0)?,
            long(data, 4)?,
            short(data, 8)?,
            short(data, 10)?,
        )
    };
    let first = if first > 0xff || last < first {
        0
    } else {
        first
    };
    let nothing = to == 0 || last == 0;
    let sound = from < to && to <= 1 << 16 && first < last && last <= 1 << 8;
    (nothing || sound).then_some(())
}

/// Kind and content of each record, up to the first that is not whole.
fn records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream;
    std::iter::from_fn(move || {
        let kind = u16::try_from(short(rest, 0)?).ok()?;
        let length = usize::try_from(short(rest, 2)?).ok()?;
        let data = rest.get(4..4 + length)?;
        rest = &rest[4 + length..];
        Some((kind, data))
    })
}

fn short(bytes: &[u8], at: usize) -> Option<u32> {
    let two = bytes.get(at..at + 2)?;
    Some(u32::from(u16::from_le_bytes([two[0], two[1]])))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at + 4)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}
