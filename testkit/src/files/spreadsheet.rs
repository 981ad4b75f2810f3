//! ODS spreadsheets, put together by hand: a ZIP with the content as XML.

use std::fmt::Write;

use super::{Cell, zip};

const OPENING: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8"?>"#,
    r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0""#,
    r#" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0""#,
    r#" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">"#,
    "<office:body><office:spreadsheet>",
);
const CLOSING: &str = "</table:table></office:spreadsheet></office:body></office:document-content>";
const MANIFEST: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8"?>"#,
    r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">"#,
    r#"<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>"#,
    r#"<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>"#,
    "</manifest:manifest>",
);

/// A spreadsheet of one sheet.
pub(crate) fn ods(sheet: &str, rows: &[Vec<Cell>]) -> Vec<u8> {
    let mut content = format!(r#"{OPENING}<table:table table:name="{}">"#, escaped(sheet));
    for row in rows {
        content.push_str("<table:table-row>");
        for cell in row {
            push(&mut content, cell);
        }
        content.push_str("</table:table-row>");
    }
    content.push_str(CLOSING);
    zip(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet".as_slice(),
        ),
        ("META-INF/manifest.xml", MANIFEST.as_bytes()),
        ("content.xml", content.as_bytes()),
    ])
}

fn push(content: &mut String, cell: &Cell) {
    let written = match cell {
        Cell::Empty => write!(content, "<table:table-cell/>"),
        Cell::Text(text) => write!(
            content,
            r#"<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>"#,
            escaped(text)
        ),
        Cell::Number(n) => write!(
            content,
            r#"<table:table-cell office:value-type="float" office:value="{n}"><text:p>{n}</text:p></table:table-cell>"#,
        ),
    };
    written.expect("memory does not fail");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
