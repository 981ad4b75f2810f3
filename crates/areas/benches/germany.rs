//! All municipalities of Germany: read from the zipped shapefile, mended and simplified; limit 4 s with drawing.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::path::{Path, PathBuf};
use std::time::Instant;

use areas::import::{Feature, Options, read};
use areas::simplify::simplify;
use geo::{CoordsIter, MultiPolygon};

/// Seconds for reading, simplifying and drawing together.
const LIMIT: f64 = 4.0;
/// Metres a border may move: half a pixel on a map of Germany 900 pixels high.
const TOLERANCE: f64 = 500.0;

fn main() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("LEBENSLAGE_SHARED").map_or(beside, PathBuf::from);
    let path = shared.join("data/germany/gemeinden_2022_utm32.zip");
    if !path.exists() {
        println!("skipped: ../shared is absent (germany/gemeinden_2022_utm32.zip)");
        return;
    }
    let started = Instant::now();
    let layer = read(&path, &Options::default()).expect("the data of the check are readable");
    let imported = started.elapsed().as_secs_f64();
    let outlines: Vec<MultiPolygon> = layer
        .features
        .iter()
        .filter_map(Feature::outline)
        .cloned()
        .collect();
    let simple = simplify(&outlines, TOLERANCE);
    let all = started.elapsed().as_secs_f64();
    let points =
        |outlines: &[MultiPolygon]| outlines.iter().map(CoordsIter::coords_count).sum::<usize>();
    println!("municipalities      {}", layer.features.len());
    println!("outlines mended     {}", layer.remarks.len());
    println!(
        "points              {} -> {}",
        points(&outlines),
        points(&simple)
    );
    println!("import              {imported:.2} s");
    println!("simplification      {:.2} s", all - imported);
    println!(
        "together            {all:.2} s, {:.2} of the limit of {LIMIT} s (drawing not included)",
        all / LIMIT
    );
}
