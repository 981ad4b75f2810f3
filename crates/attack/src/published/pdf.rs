//! The words of a PDF: what its pages print, in the order of the content, and its alternative texts.
//!
//! Only what a report needs: streams packed by Flate, object streams, fonts with a table to Unicode. Whatever is not
//! understood is passed over; nothing in a PDF can stop the attack.

use std::collections::BTreeMap;
use std::io::Read;

use super::pdf_text::{self, CharMap};

/// The largest stream that is unpacked.
const LARGEST: u64 = 200_000_000;

/// One text per page, and one per alternative text that differs from those before.
pub(super) fn texts(bytes: &[u8]) -> Vec<String> {
    let objects = objects(bytes);
    let mut alternatives = Vec::new();
    let mut texts = Vec::new();
    for object in objects.values() {
        if has(&object.head, b"/Type/Page/") || is_page(&object.head) {
            texts.push(page(&objects, object, &mut alternatives));
        }
        pdf_text::alternatives(&object.head, &mut alternatives);
    }
    alternatives.sort();
    alternatives.dedup();
    texts.extend(alternatives);
    texts.retain(|t| !t.trim().is_empty());
    texts
}

/// An object: everything before its stream, and the stream unpacked.
#[derive(Debug, Default)]
struct Object {
    head: Vec<u8>,
    stream: Vec<u8>,
}

/// All objects by number, also those packed together in streams.
fn objects(bytes: &[u8]) -> BTreeMap<u32, Object> {
    let mut found = BTreeMap::new();
    let mut at = 0;
    while let Some(start) = find(bytes, b" obj", at) {
        at = start + 4;
        let Some(number) = number_before(bytes, start) else {
            continue;
        };
        let end = find(bytes, b"endobj", at).unwrap_or(bytes.len());
        let stream = find(&bytes[at..end], b"stream", 0).map(|s| at + s);
        let object = match stream {
            None => Object {
                head: bytes[at..end].to_vec(),
                stream: Vec::new(),
            },
            Some(stream) => {
                let head = bytes[at..stream].to_vec();
                let end = find(bytes, b"endstream", stream).unwrap_or(bytes.len());
                at = end;
                let packed = &bytes[(stream + 6).min(end)..end];
                let packed = packed.strip_prefix(b"\r").unwrap_or(packed);
                let packed = packed.strip_prefix(b"\n").unwrap_or(packed);
                let stream = unpacked(&head, packed);
                Object { head, stream }
            }
        };
        found.insert(number, object);
    }
    let packed: Vec<BTreeMap<u32, Object>> = found.values().map(packed_together).collect();
    for more in packed {
        found.extend(more);
    }
    found
}

fn unpacked(head: &[u8], packed: &[u8]) -> Vec<u8> {
    if has(head, b"/Subtype/Image") || has(head, b"/FontFile") {
        return Vec::new();
    }
    if !has(head, b"FlateDecode") {
        return packed.to_vec();
    }
    let mut out = Vec::new();
    // A broken end still leaves what came before it.
    let _ = flate2::read::ZlibDecoder::new(packed)
        .take(LARGEST)
        .read_to_end(&mut out);
    out
}

/// The objects inside an object stream: pairs of number and offset, then the objects.
fn packed_together(object: &Object) -> BTreeMap<u32, Object> {
    let mut found = BTreeMap::new();
    if !has(&object.head, b"ObjStm") {
        return found;
    }
    let first = value_of(&object.head, b"/First").unwrap_or(0) as usize;
    let head = String::from_utf8_lossy(object.stream.get(..first).unwrap_or_default());
    let numbers: Vec<u32> = head
        .split_whitespace()
        .filter_map(|n| n.parse().ok())
        .collect();
    let pairs: Vec<(u32, usize)> = numbers
        .chunks_exact(2)
        .map(|p| (p[0], first + p[1] as usize))
        .collect();
    for (i, (number, start)) in pairs.iter().enumerate() {
        let end = pairs.get(i + 1).map_or(object.stream.len(), |(_, e)| *e);
        if let Some(head) = object.stream.get(*start..end) {
            found.insert(
                *number,
                Object {
                    head: head.to_vec(),
                    stream: Vec::new(),
                },
            );
        }
    }
    found
}

fn is_page(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.contains("/Type /Page ") || text.contains("/Type /Page/") || text.ends_with("/Type /Page")
}

/// The text of one page; its alternative texts are put aside.
fn page(objects: &BTreeMap<u32, Object>, page: &Object, alternatives: &mut Vec<String>) -> String {
    let fonts = fonts(objects, page);
    let mut text = String::new();
    for number in references(&page.head, b"/Contents") {
        if let Some(content) = objects.get(&number) {
            pdf_text::alternatives(&content.stream, alternatives);
            text.push_str(&pdf_text::printed(&content.stream, &fonts));
        }
    }
    text
}

/// The fonts of a page by their short names.
fn fonts(objects: &BTreeMap<u32, Object>, page: &Object) -> BTreeMap<String, CharMap> {
    let mut head = page.head.clone();
    for resources in references(&page.head, b"/Resources") {
        head.extend(
            objects
                .get(&resources)
                .map(|o| o.head.clone())
                .unwrap_or_default(),
        );
    }
    for list in references(&head.clone(), b"/Font") {
        head.extend(
            objects
                .get(&list)
                .map(|o| o.head.clone())
                .unwrap_or_default(),
        );
    }
    let text = String::from_utf8_lossy(&head).into_owned();
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || "<>[]".contains(c))
        .filter(|w| !w.is_empty())
        .collect();
    let mut fonts = BTreeMap::new();
    for four in words.windows(4) {
        let (Some(name), Ok(number)) = (four[0].rsplit('/').next(), four[1].parse::<u32>()) else {
            continue;
        };
        let is_reference = four[0].contains('/') && four[3].starts_with('R');
        let font = objects.get(&number).filter(|_| is_reference);
        let table = font.map(|f| references(&f.head, b"/ToUnicode"));
        if let Some(table) = table
            .unwrap_or_default()
            .first()
            .and_then(|t| objects.get(t))
        {
            fonts.insert(name.to_owned(), CharMap::parse(&table.stream));
        }
    }
    fonts
}

/// The objects a key refers to: one, or a list.
fn references(head: &[u8], key: &[u8]) -> Vec<u32> {
    let Some(at) = find(head, key, 0) else {
        return Vec::new();
    };
    let rest = &head[at + key.len()..];
    let text = String::from_utf8_lossy(&rest[..rest.len().min(4000)]).into_owned();
    let text = text.trim_start();
    let list = match text.strip_prefix('[') {
        Some(list) => list.split(']').next().unwrap_or_default(),
        None => text,
    };
    let words: Vec<&str> = list.split_whitespace().collect();
    let mut found = Vec::new();
    for three in words.chunks(3) {
        let [number, _, r] = three else { break };
        let (Ok(number), true) = (number.parse(), r.starts_with('R')) else {
            break;
        };
        found.push(number);
        if !text.starts_with('[') {
            break;
        }
    }
    found
}

fn value_of(head: &[u8], key: &[u8]) -> Option<u32> {
    let at = find(head, key, 0)? + key.len();
    let text = String::from_utf8_lossy(&head[at..head.len().min(at + 20)]).into_owned();
    let digits: String = text
        .trim_start()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}

/// The number of an object whose ` obj` stands here: `12 0 obj`.
fn number_before(bytes: &[u8], at: usize) -> Option<u32> {
    let start = at.saturating_sub(24);
    let text = String::from_utf8_lossy(&bytes[start..at]).into_owned();
    let mut words = text.split_whitespace().rev();
    let _generation: u32 = words.next()?.parse().ok()?;
    words.next()?.parse().ok()
}

fn has(bytes: &[u8], word: &[u8]) -> bool {
    find(bytes, word, 0).is_some()
}

/// Where a word begins, from a place on.
pub(super) fn find(bytes: &[u8], word: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let first = *word.first()?;
    let mut at = 0;
    while let Some(next) = rest[at..].iter().position(|b| *b == first) {
        at += next;
        if rest[at..].starts_with(word) {
            return Some(from + at);
        }
        at += 1;
    }
    None
}
