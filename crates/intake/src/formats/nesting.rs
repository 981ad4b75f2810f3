//! Whether every element of an XML part is closed.
//!
//! The reader of ODS waits for the end of a table without noticing the end of the file: a part that breaks off would
//! keep it waiting for ever.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::Event;

/// Whether the part ends with all its elements closed, each by its own name.
pub(crate) fn is_closed(part: impl BufRead) -> bool {
    let mut reader = Reader::from_reader(part);
    let mut buffer = Vec::new();
    let mut depth = 0u64;
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(_)) => depth += 1,
            // An end without a beginning is an error already.
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Eof) => return depth == 0,
            Ok(_) => {}
            Err(_) => return false,
        }
        buffer.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::is_closed;

    #[test]
    fn what_breaks_off_is_not_closed() {
        assert!(is_closed(
            &b"<?xml version=\"1.0\"?><a><b c='>'/><!-- <d> --></a>\n"[..]
        ));
        for broken in ["<a><b></b>", "<a></b></a>", "<a><!-- </a>", "<a", "</a>"] {
            assert!(!is_closed(broken.as_bytes()), "{broken}");
        }
    }
}
