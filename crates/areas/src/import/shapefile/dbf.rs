//! The attribute part of a shapefile: a dBase table in an encoding that is often not named.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// A table of texts.
pub(super) struct Table {
    /// Column names.
    pub(super) columns: Vec<String>,
    /// Rows in file order; deleted ones are `None`, for the shapes still count them.
    pub(super) rows: Vec<Option<Vec<String>>>,
    /// Whether the file held as many rows as its header says.
    pub(super) complete: bool,
}

struct Column {
    name: String,
    offset: usize,
    length: usize,
}

/// Reads a table; `None` if the header is none. `label` is the text of a `.cpg` file.
pub(super) fn read(bytes: &[u8], label: Option<&str>) -> Option<Table> {
    let rows = usize::try_from(u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?)).ok()?;
    let header = usize::from(u16::from_le_bytes(bytes.get(8..10)?.try_into().ok()?));
    let length = usize::from(u16::from_le_bytes(bytes.get(10..12)?.try_into().ok()?));
    if length == 0 || header < 33 {
        return None;
    }
    let columns = columns(bytes.get(32..header)?, length)?;
    let data = &bytes[header..];
    let encoding = encoding(label, data);
    let cut = |record: &[u8]| {
        let cell = |c: &Column| text(&record[c.offset..c.offset + c.length], encoding);
        (record[0] != b'*').then(|| columns.iter().map(cell).collect())
    };
    let read: Vec<Option<Vec<String>>> = data.chunks_exact(length).take(rows).map(cut).collect();
    Some(Table {
        complete: read.len() == rows,
        columns: columns.iter().map(|c| c.name.clone()).collect(),
        rows: read,
    })
}

fn columns(descriptors: &[u8], record: usize) -> Option<Vec<Column>> {
    let mut offset = 1;
    let mut columns = Vec::new();
    for descriptor in descriptors.chunks_exact(32) {
        if descriptor[0] == 0x0d {
            break;
        }
        let name = descriptor[..11]
            .split(|b| *b == 0)
            .next()
            .unwrap_or_default();
        let length = usize::from(descriptor[16]);
        // Two thousand columns of nothing in records of a byte would fill the memory.
        if length == 0 {
            continue;
        }
        columns.push(Column {
            name: text(name, WINDOWS_1252),
            offset,
            length,
        });
        offset += length;
    }
    (offset <= record && !columns.is_empty()).then_some(columns)
}

/// What the `.cpg` file names, else what the bytes look like: the mark in the header is rarely true.
fn encoding(label: Option<&str>, data: &[u8]) -> &'static Encoding {
    let named = label.and_then(|l| {
        let l = l.trim().to_ascii_lowercase();
        let number = l.trim_start_matches("ansi").trim_start_matches("cp").trim();
        let windows = format!("windows-{number}");
        Encoding::for_label(l.as_bytes()).or_else(|| Encoding::for_label(windows.as_bytes()))
    });
    if let Some(named) = named {
        return named;
    }
    if std::str::from_utf8(data).is_ok() {
        UTF_8
    } else {
        WINDOWS_1252
    }
}

fn text(bytes: &[u8], encoding: &'static Encoding) -> String {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    text.trim_matches(|c: char| c.is_whitespace() || c == '\0')
        .to_owned()
}
