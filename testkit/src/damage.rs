//! Damage to files, as it happens on the way and as somebody may do it on purpose.
//!
//! Deterministic: the same draw does the same harm to the same bytes. Nothing here knows a format; what is packed
//! is damaged part by part with [`repacked`], so that the checksums of the archive do not give it away.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;

/// The dice of one damage: what, where, how long, and which value.
pub type Draw = (u8, u32, u32, u64);

/// Texts that mean something to one of the readers.
const WORDS: [&str; 28] = [
    "\0",
    "\"",
    ";",
    ";;;;;;;;",
    "\n",
    "\r",
    "\t",
    "\u{feff}",
    "-",
    "NaN",
    "inf",
    "1e400",
    "99.99.9999",
    "ß",
    "\u{202e}",
    "<",
    ">",
    "&#0;",
    "<!--",
    "]]>",
    "XFD1048576",
    "A0",
    "null",
    "[[[[",
    "{}",
    "\\u0000",
    "EPSG:0",
    "0000000000000000000000000000000000000001",
];

/// Numbers at the edge of what a header can declare.
const NUMBERS: [&str; 10] = [
    "0",
    "-1",
    "255",
    "65536",
    "2147483647",
    "4294967295",
    "9223372036854775807",
    "99999999999999999999",
    "1048577",
    "1e308",
];

/// The bytes after some damage, one draw after the other.
pub fn damaged(bytes: &[u8], draws: &[Draw]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for draw in draws {
        damage(&mut out, *draw);
    }
    out
}

fn damage(bytes: &mut Vec<u8>, (kind, at, length, value): Draw) {
    if bytes.is_empty() {
        bytes.extend(value.to_le_bytes());
        return;
    }
    let at = at as usize % bytes.len();
    let end = bytes.len().min(at + 1 + length as usize % 64);
    match kind % 12 {
        0 => bytes[at] ^= 1 << (value % 8),
        1 => bytes[at] = value.to_le_bytes()[0],
        2 => bytes.truncate(at),
        3 => bytes[at..end].fill(0),
        4 => bytes[at..end].fill(0xff),
        5 => declare(bytes, at, length, value),
        6 => repeat(bytes, (at, end), value),
        7 => splice(bytes, (at, end), value),
        8 => insert(bytes, at, pick(&WORDS, value)),
        9 => renumber(bytes, at, pick(&NUMBERS, value)),
        10 => drop(bytes.drain(at..end)),
        _ => bytes[at..end].reverse(),
    }
}

fn pick(texts: &[&'static str], value: u64) -> &'static str {
    let count = texts.len() as u64;
    texts[usize::try_from(value % count).unwrap_or_default()]
}

/// Writes a number where a length or a count may stand: two, four or eight bytes, in either order.
fn declare(bytes: &mut [u8], at: usize, length: u32, value: u64) {
    const SIZES: [u64; 8] = [
        0,
        1,
        0x7fff,
        0xffff,
        0x00ff_ffff,
        0x7fff_ffff,
        0xffff_fffe,
        u64::MAX >> 1,
    ];
    let size = pick_size(&SIZES, value);
    // Counts stand at even places.
    let at = at & !1;
    let width = [2, 4, 8][length as usize % 3];
    let number = if length & 4 == 0 {
        size.to_le_bytes()
    } else {
        (size << (64 - 8 * width)).to_be_bytes()
    };
    for (place, byte) in bytes[at..].iter_mut().zip(&number[..width]) {
        *place = *byte;
    }
}

fn pick_size(sizes: &[u64], value: u64) -> u64 {
    let count = sizes.len() as u64;
    sizes[usize::try_from(value % count).unwrap_or_default()]
}

fn repeat(bytes: &mut Vec<u8>, (from, to): (usize, usize), value: u64) {
    let block = bytes[from..to].to_vec();
    let times = usize::try_from(value % 300).unwrap_or_default();
    bytes.splice(to..to, block.repeat(times));
}

fn splice(bytes: &mut Vec<u8>, (from, to): (usize, usize), value: u64) {
    let block = bytes[from..to].to_vec();
    let length = bytes.len() as u64;
    let target = usize::try_from(value % length).unwrap_or_default();
    bytes.splice(target..target, block);
}

fn insert(bytes: &mut Vec<u8>, at: usize, word: &str) {
    bytes.splice(at..at, word.bytes());
}

/// The next run of digits becomes another number.
fn renumber(bytes: &mut Vec<u8>, at: usize, number: &str) {
    let Some(from) = bytes[at..].iter().position(u8::is_ascii_digit) else {
        return;
    };
    let from = at + from;
    let digits = bytes[from..]
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .count();
    bytes.splice(from..from + digits, number.bytes());
}

/// A zip of which one part was damaged and packed again, with the checksums of the damaged part.
pub fn repacked(archive: &[u8], which: u32, draws: &[Draw]) -> Vec<u8> {
    let mut parts = parts(archive);
    let count = parts.len().max(1);
    if let Some((_, bytes)) = parts.get_mut(which as usize % count) {
        *bytes = damaged(bytes, draws);
    }
    packed(&parts)
}

/// The parts of a whole archive.
fn parts(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(archive)).expect("the archive is whole");
    let count = zip.len();
    let mut part = |at: usize| {
        let mut part = zip.by_index(at).expect("the archive is whole");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("the archive is whole");
        let name = part.name().expect("names are plain text").into_owned();
        (name, bytes)
    };
    (0..count).map(&mut part).collect()
}

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default())
            .expect("memory takes everything");
        zip.write_all(bytes).expect("memory takes everything");
    }
    zip.finish().expect("memory takes everything").into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_draw_does_the_same_harm() {
        for kind in 0..12 {
            let draw = [(kind, 5, 9, 8_u64)];
            let once = damaged(b"AGS;12;34\n05378004;1204\n", &draw);
            assert_eq!(once, damaged(b"AGS;12;34\n05378004;1204\n", &draw));
            assert_ne!(once, b"AGS;12;34\n05378004;1204\n", "{kind}");
        }
    }

    #[test]
    fn a_number_in_a_text_becomes_another() {
        assert_eq!(damaged(b"a=\"12\"", &[(9, 0, 0, 2)]), b"a=\"255\"");
        assert_eq!(damaged(b"", &[(0, 0, 0, 7)]), 7_u64.to_le_bytes());
    }

    #[test]
    fn a_repacked_archive_is_whole_again() {
        let archive = packed(&[
            ("a".to_owned(), b"12".to_vec()),
            ("b".to_owned(), b"3".to_vec()),
        ]);
        let damaged = repacked(&archive, 1, &[(9, 0, 0, 0)]);
        assert_eq!(parts(&damaged)[1], ("b".to_owned(), b"0".to_vec()));
        assert_eq!(parts(&damaged)[0].1, b"12");
    }
}
