//! Finds out how a text file is encoded by looking at all of it once.

use std::io::Read;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// What one look at a whole text file tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Look {
    /// How to read it.
    pub(crate) encoding: &'static Encoding,
    /// Length of the byte order mark to leave out.
    pub(crate) mark: usize,
    /// Whether there is anything but ASCII.
    pub(crate) beyond_ascii: bool,
    /// Whether the bytes leave no doubt.
    pub(crate) sure: bool,
    /// Whether there is a line feed at all.
    pub(crate) line_feeds: bool,
    /// Zero bytes; a few are dirt, many mean that this is no text.
    pub(crate) zeros: u64,
    /// Control characters that text does not hold, among the first bytes.
    pub(crate) controls: u64,
    /// Bytes in all.
    pub(crate) length: u64,
}

/// The encoding of a name as people write it: `cp1252`, `latin1`, `utf-8`.
pub(crate) fn encoding_of(name: &str) -> Option<&'static Encoding> {
    let name = name.trim();
    let lower = name.to_ascii_lowercase();
    if lower == "cp1252" || lower == "ansi" {
        return Some(WINDOWS_1252);
    }
    Encoding::for_label(lower.trim_end_matches("-sig").as_bytes())
}

/// Looks at a text from start to end.
pub(crate) fn look(reader: &mut dyn Read) -> std::io::Result<Look> {
    let mut looker = Looker::default();
    let mut buffer = vec![0; 1 << 17];
    let mut filled = 0;
    loop {
        let read = reader.read(&mut buffer[filled..])?;
        if read == 0 {
            break;
        }
        filled += read;
        if filled == buffer.len() {
            looker.feed(&buffer);
            filled = 0;
        }
    }
    looker.feed(&buffer[..filled]);
    Ok(looker.finish())
}

#[derive(Default)]
struct Looker {
    start: Vec<u8>,
    broken: bool,
    beyond_ascii: bool,
    carry: Vec<u8>,
    sample: Vec<u8>,
    line_feeds: bool,
    zeros: u64,
    controls: u64,
    length: u64,
}

impl Looker {
    fn feed(&mut self, bytes: &[u8]) {
        if self.start.len() < 4 {
            self.start.extend(bytes.iter().take(4));
        }
        if self.length < 1 << 16 {
            let strange = |b: &&u8| matches!(b, 1..=8 | 14..=26 | 28..=31);
            self.controls += bytes.iter().filter(strange).count() as u64;
        }
        self.length += bytes.len() as u64;
        self.line_feeds = self.line_feeds || bytes.contains(&b'\n');
        // Zeros are rare; a search is much faster than a count.
        if bytes.contains(&0) {
            self.zeros += bytes.iter().map(|b| u64::from(*b == 0)).sum::<u64>();
        }
        if !bytes.is_ascii() {
            self.beyond_ascii = true;
            if self.sample.len() < 1 << 20 {
                self.sample.extend_from_slice(bytes);
            }
        }
        self.check_utf8(bytes);
    }

    fn check_utf8(&mut self, bytes: &[u8]) {
        if self.broken {
            return;
        }
        let mut rest = bytes;
        if !self.carry.is_empty() {
            // A character cut in two by the buffer has at most four bytes.
            let take = rest.len().min(4);
            let carried = self.carry.len();
            self.carry.extend_from_slice(&rest[..take]);
            let valid = match std::str::from_utf8(&self.carry) {
                Ok(_) => self.carry.len(),
                Err(e) => e.valid_up_to(),
            };
            if valid < carried {
                self.broken = true;
                return;
            }
            rest = &rest[(valid - carried).min(rest.len())..];
            self.carry.clear();
        }
        if let Err(e) = std::str::from_utf8(rest) {
            match e.error_len() {
                Some(_) => self.broken = true,
                None => self.carry = rest[e.valid_up_to()..].to_vec(),
            }
        }
    }

    fn finish(self) -> Look {
        let (encoding, mark, sure) = self.encoding();
        Look {
            encoding,
            mark,
            beyond_ascii: self.beyond_ascii,
            sure,
            line_feeds: self.line_feeds,
            zeros: self.zeros,
            controls: self.controls,
            length: self.length,
        }
    }

    fn encoding(&self) -> (&'static Encoding, usize, bool) {
        if let Some((encoding, mark)) = Encoding::for_bom(&self.start) {
            return (encoding, mark, true);
        }
        // Half of the bytes zero: UTF-16 without its mark.
        if self.zeros * 5 > self.length * 2 && self.zeros * 5 < self.length * 3 {
            let little = self.start.first().is_some_and(|b| *b != 0);
            return (if little { UTF_16LE } else { UTF_16BE }, 0, false);
        }
        if !self.broken && self.carry.is_empty() {
            return (UTF_8, 0, true);
        }
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(&self.sample, true);
        let guess = detector.guess(Some(b"de"), Utf8Detection::Deny);
        // German offices write Windows-1252; other Western guesses on short texts are worse than that.
        let western = guess == WINDOWS_1252;
        (WINDOWS_1252, 0, western)
    }
}

impl Look {
    /// Whether this can be a table at all.
    pub(crate) fn is_text(&self) -> bool {
        let wide = self.encoding == UTF_16LE || self.encoding == UTF_16BE;
        wide || (self.zeros * 20 <= self.length && self.controls * 50 <= self.length.min(1 << 16))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], name: &str, mark: usize) {
        let look = look(&mut &bytes[..]).unwrap();
        assert_eq!((look.encoding.name(), look.mark), (name, mark));
    }

    #[test]
    fn the_usual_encodings_are_told_apart() {
        check(b"Schl\xfcssel;Gr\xf6\xdfe\n", "windows-1252", 0);
        check("Schlüssel;Größe\n".as_bytes(), "UTF-8", 0);
        check(b"\xef\xbb\xbfa;b\n", "UTF-8", 3);
        check(b"\xff\xfea\0;\0b\0\n\0", "UTF-16LE", 2);
        check(b"a\0;\0b\0\n\0", "UTF-16LE", 0);
        check(b"a;b\n", "UTF-8", 0);
    }

    #[test]
    fn an_umlaut_on_the_seam_of_two_buffers_is_no_mistake() {
        for shift in 0..3 {
            let text = "x".repeat((1 << 17) - 1 - shift) + "äöüß€" + &"y".repeat(1 << 17) + "ü";
            check(text.as_bytes(), "UTF-8", 0);
        }
    }

    #[test]
    fn a_single_umlaut_at_the_very_end_is_seen() {
        let mut bytes = vec![b'1'; 300_000];
        bytes.extend(b"\xfc\n");
        check(&bytes, "windows-1252", 0);
    }
}
