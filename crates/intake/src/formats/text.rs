//! Separated text (CSV): any encoding, separators `;` `,` tab `|`, streamed.

use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};

use super::encoding::{Look, encoding_of, look};
use super::lines::{Cut, CutError, Cutter, LINE_LIMIT, Quotes};
use crate::IntakeError;
use crate::cell::{Cell, Doubt, Flow, OpenEnd, Row, Rows};
use crate::profile::TextRules;
use crate::source::{Source, io};
use crate::texts::say;

/// More columns than a spreadsheet has are no table.
const COLUMNS: usize = 16_384;
/// The longest text a spreadsheet takes in a cell.
const CELL: usize = 32_767;

/// Something that can be read from the start more than once: a file, or a file within an archive.
pub(crate) trait Openable {
    /// Reads it from the start.
    fn with(
        &self,
        file: &str,
        read: &mut dyn FnMut(&mut dyn Read) -> Result<(), IntakeError>,
    ) -> Result<(), IntakeError>;

    /// Its name within an archive; empty for a plain file.
    fn sheet(&self) -> &str;
}

impl Openable for Source<'_> {
    fn with(
        &self,
        file: &str,
        read: &mut dyn FnMut(&mut dyn Read) -> Result<(), IntakeError>,
    ) -> Result<(), IntakeError> {
        read(&mut self.open(file)?)
    }

    fn sheet(&self) -> &'static str {
        ""
    }
}

/// How a text is to be read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextPlan {
    pub(crate) encoding: &'static Encoding,
    pub(crate) separator: u8,
    pub(crate) look: Look,
}

/// Looks at the whole text and settles encoding and separator; doubts are told.
pub(crate) fn plan(
    file: &str,
    text: &dyn Openable,
    rules: &TextRules,
    rows: &mut dyn Rows,
) -> Result<TextPlan, IntakeError> {
    let mut seen = None;
    text.with(file, &mut |reader| {
        seen = Some(look(reader).map_err(|cause| io(file, cause))?);
        Ok(())
    })?;
    let look = seen.expect("the closure ran");
    if look.length <= look.mark as u64 {
        return Err(IntakeError::Empty {
            file: file.to_owned(),
        });
    }
    if !look.is_text() {
        return Err(IntakeError::Binary {
            file: file.to_owned(),
            row: 1,
        });
    }
    let wanted = rules.encoding.as_deref().and_then(encoding_of);
    let encoding = settled(look, wanted, rows);
    let mut plan = TextPlan {
        encoding,
        separator: b';',
        look,
    };
    plan.separator = match rules.separator.as_deref() {
        Some("tab" | "\t") => b'\t',
        Some(",") => b',',
        Some("|") => b'|',
        Some(";") => b';',
        _ => best_separator(&first_lines(file, text, &plan)?).0,
    };
    Ok(plan)
}

/// What the bytes say wins over the profile, because the next delivery may have been saved anew.
fn settled(
    look: Look,
    wanted: Option<&'static Encoding>,
    rows: &mut dyn Rows,
) -> &'static Encoding {
    let doubt = |text| Doubt {
        text,
        row: None,
        value: look.encoding.name().to_owned(),
    };
    match wanted {
        Some(wanted) if wanted == look.encoding || look.mark > 0 => look.encoding,
        // Not UTF-8 at all, or a legacy encoding that the bytes contradict.
        Some(wanted) if wanted == UTF_8 => {
            rows.doubt(doubt("encoding_other"));
            look.encoding
        }
        Some(_) if look.encoding == UTF_8 && look.beyond_ascii => {
            rows.doubt(doubt("encoding_other"));
            UTF_8
        }
        Some(wanted) => wanted,
        None => {
            if !look.sure {
                rows.doubt(doubt("encoding_guess"));
            }
            look.encoding
        }
    }
}

/// The beginning of the text, decoded.
pub(crate) fn first_lines(
    file: &str,
    text: &dyn Openable,
    plan: &TextPlan,
) -> Result<Vec<String>, IntakeError> {
    let mut out = Vec::new();
    text.with(file, &mut |reader| {
        let decoded = Decoded::new(reader, plan.encoding, plan.look.mark);
        let end = plan.end_of_line();
        let mut limited = decoded.take(1 << 18);
        loop {
            let mut line = Vec::new();
            let read = limited.read_until(end, &mut line);
            if read.map_err(|cause| io(file, cause))? == 0 || out.len() >= 200 {
                return Ok(());
            }
            let line = String::from_utf8_lossy(&line);
            out.push(line.trim_end_matches(['\r', '\n']).to_owned());
        }
    })?;
    Ok(out)
}

/// The separator that cuts most lines into the same number of cells, and how many lines agree.
pub(crate) fn best_separator(lines: &[String]) -> (u8, f64) {
    let lines: Vec<&String> = lines.iter().filter(|l| !l.trim().is_empty()).collect();
    let mut best = (b';', 0.0, 0.0);
    for separator in [b';', b'\t', b'|', b','] {
        let mut counts: Vec<usize> = lines.iter().map(|l| separators(l, separator)).collect();
        counts.sort_unstable();
        let usual = counts.get(counts.len() / 2).copied().unwrap_or(0);
        if usual == 0 {
            continue;
        }
        let agree = counts.iter().filter(|c| **c == usual).count() as f64;
        let share = agree / lines.len().max(1) as f64;
        // Decimal commas agree by chance; more columns and the earlier sign win a draw.
        let score = share * (1.0 + (usual as f64).ln_1p() / 4.0);
        if score > best.2 {
            best = (separator, share, score);
        }
    }
    (best.0, best.1)
}

/// How often the sign stands outside of quotes.
fn separators(line: &str, separator: u8) -> usize {
    let mut inside = false;
    let mut count = 0;
    for byte in line.bytes() {
        if byte == b'"' {
            inside = !inside;
        } else if byte == separator && !inside {
            count += 1;
        }
    }
    count
}

/// Hands over all rows of a text.
pub(crate) fn read_text(
    file: &str,
    text: &dyn Openable,
    plan: &TextPlan,
    rows: &mut dyn Rows,
) -> Result<(), IntakeError> {
    rows.begin(text.sheet())?;
    text.with(file, &mut |reader| {
        if plan.encoding == UTF_8 {
            let mut reader = BufReader::with_capacity(1 << 17, reader);
            let mut mark = [0; 3];
            let mark = &mut mark[..plan.look.mark.min(3)];
            reader.read_exact(mark).map_err(|cause| io(file, cause))?;
            return hand_over(file, reader, plan, rows);
        }
        let decoded = Decoded::new(reader, plan.encoding, plan.look.mark);
        hand_over(file, decoded, plan, rows)
    })?;
    rows.end()
}

fn hand_over(
    file: &str,
    reader: impl BufRead,
    plan: &TextPlan,
    rows: &mut dyn Rows,
) -> Result<(), IntakeError> {
    let mut cutter = Cutter::new(reader, plan.separator, plan.end_of_line());
    let zeros = if plan.look.zeros > 0 {
        Zeros::Some
    } else {
        Zeros::None
    };
    let mut last = None;
    loop {
        let Some(cut) = cutter.next_row().map_err(|e| uncut(file, e))? else {
            if let Some(end) = last {
                rows.ends_openly(end);
            }
            return Ok(());
        };
        if cutter.width() > COLUMNS {
            let limit = vocabulary::german_number(COLUMNS as f64, 0);
            return Err(too_long(file, cut.line, "too_many_columns", &limit));
        }
        if cut.quotes == Quotes::Open {
            rows.doubt(doubt("quotes", cut.line));
        }
        last = open_end(&cutter, &cut);
        let Some(cells) = cells_of(&cutter, cut.line, zeros, rows) else {
            continue;
        };
        let row = Row {
            number: cut.line,
            cells,
        };
        if rows.row(row)? == Flow::Enough {
            return Ok(());
        }
    }
}

/// Why no further row can be cut.
fn uncut(file: &str, error: CutError) -> IntakeError {
    match error {
        CutError::Io(cause) => io(file, cause),
        CutError::TooLong(row) => {
            let limit = vocabulary::german_number(LINE_LIMIT as f64, 0);
            too_long(file, row, "line_too_long", &limit)
        }
    }
}

/// What is known of a row that has no line end; an empty one is no row.
fn open_end<R: BufRead>(cutter: &Cutter<R>, cut: &Cut) -> Option<OpenEnd> {
    let holds = |b: &u8| !b.is_ascii_whitespace() && !b.is_ascii_control();
    if !cutter.ended_openly() || !cutter.cells().flatten().any(holds) {
        return None;
    }
    let last = cutter.cells().last().unwrap_or_default();
    Some(OpenEnd {
        row: cut.line,
        cells: cutter.width(),
        within_quotes: cut.quotes == Quotes::Open,
        value: crate::reading::excerpt(&String::from_utf8_lossy(last)),
    })
}

/// The cells of a row, zeros taken out; `None` if one of them is longer than any text.
fn cells_of<'c, R: BufRead>(
    cutter: &'c Cutter<R>,
    line: u32,
    zeros: Zeros,
    rows: &mut dyn Rows,
) -> Option<Vec<Cell<'c>>> {
    let mut cells = Vec::with_capacity(cutter.width());
    let mut dirty = false;
    let mut oversized = false;
    for bytes in cutter.cells() {
        dirty |= zeros == Zeros::Some && bytes.contains(&0);
        oversized |= bytes.len() > CELL;
        cells.push(cell(bytes));
    }
    if dirty {
        rows.doubt(doubt("nul_bytes", line));
        cells = cells.into_iter().map(without_zeros).collect();
    }
    if oversized {
        rows.doubt(doubt("cell_too_long", line));
        return None;
    }
    Some(cells)
}

/// Whether zero bytes were seen anywhere in the file.
#[derive(Clone, Copy, PartialEq)]
enum Zeros {
    None,
    Some,
}

fn doubt(text: &'static str, row: u32) -> Doubt {
    Doubt {
        text,
        row: Some(row),
        value: String::new(),
    }
}

fn too_long(file: &str, row: u32, key: &str, limit: &str) -> IntakeError {
    IntakeError::TooLong {
        file: file.to_owned(),
        row,
        what: say(key, &[("limit", limit)]),
    }
}

fn cell(bytes: &[u8]) -> Cell<'_> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cell::of(text),
        Err(_) => match String::from_utf8_lossy(bytes).trim() {
            "" => Cell::Empty,
            text => Cell::Text(Cow::Owned(text.to_owned())),
        },
    }
}

fn without_zeros(cell: Cell<'_>) -> Cell<'_> {
    let Cell::Text(text) = cell else {
        return cell;
    };
    let text = text.replace('\0', "");
    match text.trim() {
        "" => Cell::Empty,
        text => Cell::Text(Cow::Owned(text.to_owned())),
    }
}

impl TextPlan {
    /// Old Macintosh files have carriage returns only.
    fn end_of_line(&self) -> u8 {
        if self.look.line_feeds { b'\n' } else { b'\r' }
    }
}

/// Decodes any encoding to UTF-8 while reading.
pub(crate) struct Decoded<R> {
    reader: R,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_at: usize,
    raw_end: usize,
    ended: bool,
    finished: bool,
    out: Vec<u8>,
    out_at: usize,
    out_end: usize,
    skip: usize,
}

impl<R: Read> Decoded<R> {
    pub(crate) fn new(reader: R, encoding: &'static Encoding, mark: usize) -> Self {
        Self {
            reader,
            decoder: encoding.new_decoder_without_bom_handling(),
            raw: vec![0; 1 << 16],
            raw_at: 0,
            raw_end: 0,
            ended: false,
            finished: false,
            out: vec![0; 1 << 18],
            out_at: 0,
            out_end: 0,
            skip: mark,
        }
    }

    fn refill(&mut self) -> std::io::Result<()> {
        (self.out_at, self.out_end) = (0, 0);
        if self.finished {
            return Ok(());
        }
        while self.raw_at == self.raw_end && !self.ended {
            self.raw_at = 0;
            self.raw_end = self.reader.read(&mut self.raw)?;
            self.ended = self.raw_end == 0;
            let skip = self.skip.min(self.raw_end);
            self.raw_at += skip;
            self.skip -= skip;
        }
        let raw = &self.raw[self.raw_at..self.raw_end];
        let (result, read, written, _) =
            self.decoder.decode_to_utf8(raw, &mut self.out, self.ended);
        self.finished = self.ended && result == CoderResult::InputEmpty;
        self.raw_at += read;
        self.out_end = written;
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let ready = self.fill_buf()?;
        let taken = ready.len().min(into.len());
        into[..taken].copy_from_slice(&ready[..taken]);
        self.consume(taken);
        Ok(taken)
    }
}

impl<R: Read> BufRead for Decoded<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        while self.out_at == self.out_end && !self.finished {
            self.refill()?;
        }
        Ok(&self.out[self.out_at..self.out_end])
    }

    fn consume(&mut self, amount: usize) {
        self.out_at += amount;
    }
}
