//! Where a delivery comes from, what it hashes to, and what kind of file it really is.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::IntakeError;
use crate::profile::Layout;

/// The bytes of a delivery: a file that is streamed, or bytes already at hand.
#[derive(Clone, Copy, Debug)]
pub enum Source<'a> {
    /// A file on disk; large ones are never loaded as a whole.
    Path(&'a Path),
    /// Bytes in memory.
    Bytes(&'a [u8]),
}

impl<'a> From<&'a [u8]> for Source<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a> From<&'a Path> for Source<'a> {
    fn from(path: &'a Path) -> Self {
        Self::Path(path)
    }
}

/// What the containers of tables need.
pub(crate) trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

impl<'a> Source<'a> {
    /// Opens it from the start; can be done again and again.
    pub(crate) fn open(self, file: &str) -> Result<Box<dyn ReadSeek + 'a>, IntakeError> {
        Ok(match self {
            Self::Bytes(bytes) => Box::new(Cursor::new(bytes)),
            Self::Path(path) => {
                let open = File::open(path).map_err(|cause| io(file, cause))?;
                Box::new(BufReader::with_capacity(1 << 16, open))
            }
        })
    }

    /// SHA-256 of all bytes, as 64 hexadecimal digits.
    pub(crate) fn sha256(self, file: &str) -> Result<String, IntakeError> {
        let mut reader = self.open(file)?;
        let mut hash = Sha256::new();
        let mut buffer = vec![0; 1 << 17];
        loop {
            let read = reader.read(&mut buffer).map_err(|cause| io(file, cause))?;
            if read == 0 {
                break;
            }
            hash.update(&buffer[..read]);
        }
        let mut out = String::with_capacity(64);
        for byte in hash.finalize() {
            write!(out, "{byte:02x}").expect("a string takes everything");
        }
        Ok(out)
    }

    /// The first bytes.
    pub(crate) fn head(self, file: &str, length: u64) -> Result<Vec<u8>, IntakeError> {
        let mut head = Vec::new();
        let reader = self.open(file)?;
        reader
            .take(length)
            .read_to_end(&mut head)
            .map_err(|cause| io(file, cause))?;
        Ok(head)
    }
}

/// An error of the operating system on this file.
pub(crate) fn io(file: &str, cause: std::io::Error) -> IntakeError {
    IntakeError::Io {
        file: file.to_owned(),
        cause,
    }
}

/// The kinds of files tables come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Zip,
    OldWorkbook,
    Parquet,
    Places,
}

/// First bytes of files that are no tables, and what they are.
const STRANGERS: [(&[u8], &str); 14] = [
    (b"%PDF", "ein PDF-Dokument"),
    (b"\xff\xd8\xff", "ein JPEG-Bild"),
    (b"\x89PNG", "ein PNG-Bild"),
    (b"GIF8", "ein GIF-Bild"),
    (b"II*\0", "ein TIFF-Bild"),
    (b"MM\0*", "ein TIFF-Bild"),
    (b"{\\rtf", "ein RTF-Dokument"),
    (b"Rar!", "ein RAR-Archiv"),
    (b"7z\xbc\xaf", "ein 7z-Archiv"),
    (b"\x1f\x8b", "eine gzip-Datei"),
    (b"SQLite format 3", "eine SQLite-Datenbank"),
    (b"MZ", "ein Windows-Programm"),
    (b"\x7fELF", "ein Programm"),
    (b"\x00\x00\x27\x0a", "ein Shapefile"),
];

/// What the first bytes say, whatever the name says; JSON is only read where places are expected.
pub(crate) fn format_of(file: &str, head: &[u8], layout: Layout) -> Result<Format, IntakeError> {
    if head.is_empty() {
        return Err(IntakeError::Empty {
            file: file.to_owned(),
        });
    }
    let not_a_table = |found| IntakeError::NotATable {
        file: file.to_owned(),
        found,
    };
    // `MZ;…` may be the header of a CSV; the program has zeros soon after.
    let stranger = STRANGERS.iter().find(|(magic, _)| {
        head.starts_with(magic) && (*magic != b"MZ" || head.iter().take(64).any(|b| *b == 0))
    });
    if let Some((_, found)) = stranger {
        return Err(not_a_table(found));
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(Format::Zip);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Ok(Format::OldWorkbook);
    }
    if head.starts_with(b"PAR1") {
        return Ok(Format::Parquet);
    }
    match markup(head) {
        Some(JSON) if layout == Layout::Points => Ok(Format::Places),
        Some(found) => Err(not_a_table(found)),
        None => Ok(Format::Text),
    }
}

const JSON: &str = "eine JSON-Datei";

/// A web page or other markup at the beginning of a file.
fn markup(head: &[u8]) -> Option<&'static str> {
    let start = String::from_utf8_lossy(&head[..head.len().min(512)]).to_lowercase();
    let start = start.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if start.starts_with("<!doctype html") || start.starts_with("<html") {
        return Some("eine Webseite (HTML)");
    }
    if start.starts_with("<?xml") || start.starts_with("<!doctype") {
        return Some("ein XML-Dokument");
    }
    // A JSON object or array; a CSV may begin with a brace only by accident.
    let json = start.starts_with("{\"")
        || start.starts_with("[{")
        || start.starts_with("{\n")
        || start.starts_with("{\r\n")
        || start.starts_with("{ \"");
    json.then_some(JSON)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        assert_eq!(
            format_of("a.csv", b"a;b\n1;2", Layout::Wide).unwrap(),
            Format::Text
        );
        assert_eq!(
            format_of("a.csv", b"PK\x03\x04", Layout::Wide).unwrap(),
            Format::Zip
        );
        assert_eq!(
            format_of("a.csv", b"MZ;Anzahl\n1;2", Layout::Wide).unwrap(),
            Format::Text
        );
        for stranger in [
            &b"%PDF-1.7"[..],
            b"\xff\xd8\xff\xe0",
            b" <!DOCTYPE html>",
            b"<?xml?>",
            b"MZ\0\0",
        ] {
            assert!(matches!(
                format_of("a.csv", stranger, Layout::Wide),
                Err(IntakeError::NotATable { .. })
            ));
        }
        let places = format_of("a.geojson", b"{\"type\":", Layout::Points);
        assert_eq!(places.unwrap(), Format::Places);
        assert!(matches!(
            format_of("a.csv", b"", Layout::Wide),
            Err(IntakeError::Empty { .. })
        ));
    }

    #[test]
    fn the_hash_is_that_of_the_bytes() {
        let hash = Source::Bytes(b"abc").sha256("a").unwrap();
        assert_eq!(
            hash,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
