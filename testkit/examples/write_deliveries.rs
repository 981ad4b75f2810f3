//! Writes the county's papers into a folder: `cargo run -p testkit --example write_deliveries -- FOLDER`.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let folder = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "musterkreis".to_owned());
    let county = testkit::musterkreis();
    for file in county.areas.iter().chain(&county.deliveries) {
        let path = Path::new(&folder).join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        std::fs::write(path, &file.bytes)?;
    }
    Ok(())
}
