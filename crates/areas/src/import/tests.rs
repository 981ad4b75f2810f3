//! Real files, files of the reference program, and hostile ones.

use std::path::Path;

use geo::Area;

use super::*;
use crate::tests::shared;

fn total_area(layer: &Layer) -> f64 {
    let outlines = layer.features.iter().filter_map(Feature::outline);
    outlines.map(Area::unsigned_area).sum()
}

fn messages(layer: &Layer) -> String {
    let line = |r: &Remark| {
        let value = r.value.as_deref().unwrap_or_default();
        format!("{} [{value}]: {}", r.place, r.message)
    };
    layer
        .remarks
        .iter()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

fn load(path: &Path) -> Layer {
    read(path, &Options::default()).unwrap()
}

#[test]
fn berlins_four_levels_cover_the_city_without_gaps() {
    for (file, count, key, name) in [
        ("planungsraeume_2021", 542, "plr_id", "plr_name"),
        ("bezirksregionen_2021", 143, "id", "bzr_name"),
        ("prognoseraeume_2021", 58, "id", "pgr_name"),
        ("bezirke_2021", 12, "id", "bez"),
    ] {
        let Some(path) = shared(&format!("berlin/areas/{file}.geojson")) else {
            return;
        };
        let layer = load(&path);
        assert_eq!(layer.features.len(), count);
        assert_eq!(layer.columns.key.as_deref(), Some(key), "{file}");
        assert_eq!(layer.columns.name.as_deref(), Some(name), "{file}");
        let square_kilometres = total_area(&layer) / 1e6;
        println!("{file}: {square_kilometres} {}", messages(&layer));
    }
}

#[test]
fn real_others() {
    for file in [
        "berlin/areas/planungsraeume_2006.geojson",
        "koeln/Stadtteil.shp",
        "koeln/Stadtbezirk.shp",
        "koeln",
        "germany/gemeinden_2022_utm32.zip",
        "berlin/facilities/pflegeeinrichtungen.geojson",
        "berlin/facilities/schulen.geojson",
        "berlin/facilities/kindertagesstaetten.geojson",
        "formats/elections/bundestagswahl2021/stimmbezirke.geojson",
    ] {
        let Some(path) = shared(file) else { return };
        let start = std::time::Instant::now();
        match read(&path, &Options::default()) {
            Ok(layer) => println!(
                "{file}: {} {} {:?} {} {:?}\n{}",
                layer.features.len(),
                total_area(&layer) / 1e6,
                layer.columns,
                layer.crs,
                start.elapsed(),
                messages(&layer)
            ),
            Err(e) => println!("{file}: {}", e.german()),
        }
    }
}
