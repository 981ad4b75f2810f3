//! ZIP files without a clock in them.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

/// Packs files in the given order; all carry the first day a ZIP can write.
pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for (name, bytes) in files {
        let stored = if *name == "mimetype" {
            options.compression_method(zip::CompressionMethod::Stored)
        } else {
            options
        };
        archive
            .start_file(*name, stored)
            .expect("names differ and memory does not fail");
        archive.write_all(bytes).expect("memory does not fail");
    }
    archive.finish().expect("memory does not fail").into_inner()
}
