//! The text of a PDF as Poppler reads it.

use std::process::Command;

/// The text of a document with its pages parted by form feeds, if Poppler is there.
pub(crate) fn text(pdf: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("document.pdf");
    std::fs::write(&path, pdf).unwrap();
    let Ok(output) = Command::new("pdftotext")
        .arg("-layout")
        .arg(&path)
        .arg("-")
        .output()
    else {
        #[expect(clippy::print_stdout, reason = "a skipped test says so")]
        {
            println!("skipped: pdftotext is absent");
        }
        return None;
    };
    Some(String::from_utf8(output.stdout).unwrap())
}
