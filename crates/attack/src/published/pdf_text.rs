//! Words in the content of a page: strings shown with a font, and alternative texts beside them.

use std::collections::BTreeMap;

use super::pdf::find;

/// From the codes of a font to characters.
#[derive(Debug, Default)]
pub(super) struct CharMap(BTreeMap<u32, String>);

impl CharMap {
    /// Reads `bfchar` and `bfrange` of a table to Unicode.
    pub(super) fn parse(table: &[u8]) -> Self {
        let text = String::from_utf8_lossy(table);
        let mut map = BTreeMap::new();
        for part in text.split("beginbfchar").skip(1) {
            let part = part.split("endbfchar").next().unwrap_or_default();
            let codes = hexes(part);
            for pair in codes.chunks_exact(2) {
                map.insert(code(&pair[0]), utf16(&pair[1]));
            }
        }
        for part in text.split("beginbfrange").skip(1) {
            let part = part.split("endbfrange").next().unwrap_or_default();
            let codes = hexes(part);
            for three in codes.chunks_exact(3) {
                let (first, last, to) = (code(&three[0]), code(&three[1]), code(&three[2]));
                for i in 0..=last.saturating_sub(first).min(0xffff) {
                    let character = char::from_u32(to + i).map(String::from);
                    map.insert(first + i, character.unwrap_or_default());
                }
            }
        }
        Self(map)
    }

    /// The characters of a string of two-byte codes.
    fn decode(&self, bytes: &[u8]) -> String {
        bytes
            .chunks_exact(2)
            .filter_map(|c| self.0.get(&(u32::from(c[0]) << 8 | u32::from(c[1]))))
            .map(String::as_str)
            .collect()
    }
}

fn hexes(text: &str) -> Vec<Vec<u8>> {
    let inner = text.split('<').skip(1).filter_map(|p| p.split('>').next());
    inner.map(|digits| hex(digits.as_bytes())).collect()
}

fn hex(digits: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = digits
        .iter()
        .filter_map(|d| char::from(*d).to_digit(16))
        .filter_map(|d| u8::try_from(d).ok())
        .collect();
    digits
        .chunks(2)
        .map(|p| p[0] << 4 | p.get(1).copied().unwrap_or(0))
        .collect()
}

fn code(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |c, b| c << 8 | u32::from(*b))
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|c| u16::from(c[0]) << 8 | u16::from(c[1]))
        .collect();
    String::from_utf16_lossy(&units)
}

/// A text string of a PDF: UTF-16 with its mark, else one byte a character.
fn text_string(bytes: &[u8]) -> String {
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(rest) => utf16(rest),
        None => bytes.iter().map(|b| char::from(*b)).collect(),
    }
}

/// All alternative texts in a piece of a PDF.
pub(super) fn alternatives(bytes: &[u8], into: &mut Vec<String>) {
    let mut at = 0;
    while let Some(found) = find(bytes, b"/Alt", at) {
        at = found + 4;
        let mut reader = Reader { bytes, at };
        reader.skip_blanks();
        if let Some(string) = reader.string() {
            into.push(text_string(&string).replace('\u{a0}', " "));
        }
    }
}

/// The text that a content stream prints: one line per text object.
pub(super) fn printed(content: &[u8], fonts: &BTreeMap<String, CharMap>) -> String {
    let none = CharMap::default();
    let mut reader = Reader {
        bytes: content,
        at: 0,
    };
    let (mut text, mut font, mut name) = (String::new(), &none, String::new());
    // What stands inside a span with an actual text is not what is meant; spans lie within spans.
    let (mut instead, mut begins) = (0usize, false);
    while let Some(token) = reader.next() {
        match token {
            Token::Text(bytes) if instead == 0 => text.push_str(&font.decode(&bytes)),
            Token::Text(_) => {}
            Token::Actual(actual) => {
                text.push_str(&actual);
                begins = true;
            }
            Token::Name(n) => name = n,
            Token::Word(word) => match word.as_str() {
                "Tf" => font = fonts.get(&name).unwrap_or(&none),
                "BDC" | "BMC" if instead > 0 || std::mem::take(&mut begins) => instead += 1,
                "EMC" => instead = instead.saturating_sub(1),
                "ET" => text.push('\n'),
                _ => {}
            },
        }
    }
    text.replace("\u{ad}\n", "")
        .replace("\n-\n", "")
        .replace(['\u{ad}', '\u{2060}'], "")
        .replace('\u{a0}', " ")
}

enum Token {
    Text(Vec<u8>),
    /// The actual text of a span; its `BDC` follows.
    Actual(String),
    Name(String),
    Word(String),
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while self
            .peek()
            .is_some_and(|b| b.is_ascii_whitespace() || b == 0)
        {
            self.at += 1;
        }
    }

    fn next(&mut self) -> Option<Token> {
        loop {
            self.skip_blanks();
            match self.peek()? {
                b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => self.at += 2,
                b'<' | b'(' => return self.string().map(Token::Text),
                b'/' => {
                    self.at += 1;
                    let name = self.word();
                    let is_text = matches!(name.as_str(), "ActualText" | "Alt" | "Lang" | "E");
                    if is_text {
                        self.skip_blanks();
                        if let (Some(string), "ActualText") = (self.string(), name.as_str()) {
                            return Some(Token::Actual(text_string(&string)));
                        }
                        continue;
                    }
                    return Some(Token::Name(name));
                }
                b if is_sign(b) => self.at += 1,
                _ => return Some(Token::Word(self.word())),
            }
        }
    }

    fn word(&mut self) -> String {
        let start = self.at;
        while self
            .peek()
            .is_some_and(|b| !b.is_ascii_whitespace() && !is_sign(b))
        {
            self.at += 1;
        }
        String::from_utf8_lossy(&self.bytes[start..self.at]).into_owned()
    }

    /// A string in parentheses or in hexadecimal digits.
    fn string(&mut self) -> Option<Vec<u8>> {
        match self.peek()? {
            b'<' => {
                let end = find(self.bytes, b">", self.at)?;
                let digits = &self.bytes[self.at + 1..end];
                self.at = end + 1;
                Some(hex(digits))
            }
            b'(' => Some(self.literal()),
            _ => None,
        }
    }

    fn literal(&mut self) -> Vec<u8> {
        self.at += 1;
        let (mut out, mut depth) = (Vec::new(), 1);
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.escaped(&mut out),
                b')' if depth == 1 => break,
                b'(' | b')' => {
                    depth += if byte == b'(' { 1 } else { -1 };
                    out.push(byte);
                }
                _ => out.push(byte),
            }
        }
        out
    }

    fn escaped(&mut self, out: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'\n' | b'\r' => {}
            b'0'..=b'7' => {
                let mut octal = u32::from(byte - b'0');
                for _ in 0..2 {
                    if let Some(digit @ b'0'..=b'7') = self.peek() {
                        octal = octal * 8 + u32::from(digit - b'0');
                        self.at += 1;
                    }
                }
                out.push(u8::try_from(octal & 0xff).expect("one byte"));
            }
            other => out.push(other),
        }
    }
}

/// Signs that end a word; `/` begins a name.
fn is_sign(byte: u8) -> bool {
    b"<>[](){}/%".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map() -> BTreeMap<String, CharMap> {
        let table = b"2 beginbfchar <0001> <0041> <0002> <00e4> endbfchar 1 beginbfrange <0010> <0012> <0030> endbfrange";
        BTreeMap::from([("f0".to_owned(), CharMap::parse(table))])
    }

    #[test]
    fn strings_are_read_through_their_font() {
        let content = b"BT /f0 9 Tf <00010002>Tj ET BT [<0010> -20 <0012>] TJ ET";
        assert_eq!(printed(content, &map()), "A\u{e4}\n02\n");
    }

    #[test]
    fn a_soft_hyphen_joins_the_parts_of_a_word() {
        let content = b"BT /f0 9 Tf <0001>Tj /Span<</ActualText<feff00ad>>>BDC <0002>Tj EMC ET BT <0010>Tj ET";
        assert_eq!(printed(content, &map()), "A0\n");
    }

    #[test]
    fn alternative_texts_come_in_both_kinds_of_strings() {
        let mut found = Vec::new();
        alternatives(
            b"<</Alt <feff004f00730074>>> /Alt (\\376\\377\\000W\\000e) /Alt(a\\(b\\))",
            &mut found,
        );
        assert_eq!(found, ["Ost", "We", "a(b)"]);
    }
}
