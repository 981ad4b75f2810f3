//! Places of a real city counted in its areas, against the counts the city publishes itself.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test may end where it goes wrong, and says what it skipped"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use intake::Source;
use observations::{Importer, Incoming, current};
use register::{Access, Db, areas, profiles};
use vocabulary::{AreaKey, CountId, RemarkKind};

/// Layer, file of points, file of official counts, number of places.
const LAYERS: [(&str, &str, &str, u32); 4] = [
    (
        "daycare_centres",
        "kindertagesstaetten.geojson",
        "kitas_per_plr_simple.csv",
        2880,
    ),
    (
        "schools",
        "schulen.geojson",
        "schools_per_plr_simple.csv",
        902,
    ),
    (
        "care_homes",
        "pflegeeinrichtungen.geojson",
        "pflegeeinrichtungen_per_plr_simple.csv",
        274,
    ),
    (
        "youth_centres",
        "jugendfreizeiteinrichtungen.geojson",
        "jugendfreizeiteinrichtungen_per_plr.csv",
        407,
    ),
];

fn data() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("LEBENSLAGE_SHARED").map_or(beside, PathBuf::from);
    let data = shared.join("data/berlin");
    if data.exists() {
        return Some(data);
    }
    println!("skipped: ../shared is absent");
    None
}

fn example(file: &str) -> PathBuf {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/berlin");
    examples.join(file)
}

/// The description of the example in a folder of its own, beside the files it names.
fn described(data: &Path) -> (areas::StoredTerritory, Vec<vocabulary::Remark>) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("areas")).unwrap();
    for entry in fs::read_dir(data.join("areas")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap();
        fs::copy(&path, folder.path().join("areas").join(name)).unwrap();
    }
    let seed = fs::read_to_string(data.join("areas/seed_lor_crosswalk_2006_to_2021.csv")).unwrap();
    let mut crosswalk = String::from("from_area;to_area;share;basis;valid_from\n");
    for line in seed.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        crosswalk += &[cells[0], cells[1], cells[3], "area", "2021-01-01\n"].join(";");
    }
    fs::write(folder.path().join("crosswalk.csv"), crosswalk).unwrap();
    let description = folder.path().join("areas.toml");
    fs::copy(example("areas.toml"), &description).unwrap();
    areas::describe(&description).unwrap()
}

#[test]
fn both_sets_of_areas_are_read_and_the_key_that_stands_twice_is_reported() {
    let Some(data) = data() else { return };
    let (stored, remarks) = described(&data);
    stored.check().unwrap();
    let at = |day: &str| stored.territory.at(day.parse().unwrap()).unwrap();
    let sizes = |day: &str| -> Vec<usize> {
        let tree = at(day);
        let count = |level: &::areas::Level| tree.at_level(&level.id).count();
        tree.levels().iter().map(count).collect()
    };
    assert_eq!(sizes("2020-12-31"), [1, 12, 60, 138, 448]);
    assert_eq!(sizes("2021-01-01"), [1, 12, 58, 143, 542]);
    let twice = |r: &&vocabulary::Remark| {
        r.kind == RemarkKind::Duplicate && r.value.as_deref() == Some("06010102")
    };
    assert_eq!(remarks.iter().filter(twice).count(), 1);
    let corrected = AreaKey::parse("04030417").unwrap();
    let outline = stored.outlines.iter().find(|o| o.area == corrected);
    let shape = outline.unwrap().shape().unwrap();
    let north = geo::BoundingRect::bounding_rect(&shape).unwrap().min();
    assert!(::areas::crs::to_geographic(north).y > 52.5);
}

/// Takes a file in by a profile of the example.
async fn take(db: &Db, importer: &Importer<'_>, path: &Path, profile: &str) {
    let day = "2026-01-15".parse().unwrap();
    let text = fs::read_to_string(example(&format!("profiles/{profile}.toml"))).unwrap();
    let profile = profiles::save(db, &text, day).await.unwrap();
    let incoming = Incoming {
        file_name: path.file_name().unwrap().to_str().unwrap(),
        source: Source::Path(path),
        profile: &profile,
        received: day,
    };
    let report = importer.import(incoming).await.unwrap();
    assert_eq!(report.cells.rejected, 0, "{}", path.display());
}

#[tokio::test]
async fn points_counted_in_areas_give_the_official_count_everywhere() {
    let Some(data) = data() else { return };
    let (stored, _) = described(&data);
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(folder.path(), Access::Write).await.unwrap();
    let day = "2026-01-15".parse().unwrap();
    areas::save(&db, &stored, day).await.unwrap();
    let importer = Importer::new(&db).await.unwrap();
    for (layer, points, official, _) in LAYERS {
        for (profile, file_name) in [
            (layer.to_owned(), points),
            (format!("{layer}_official"), official),
        ] {
            let path = data.join("facilities").join(file_name);
            take(&db, &importer, &path, &profile).await;
        }
    }
    let mut counted: BTreeMap<CountId, BTreeMap<AreaKey, u32>> = BTreeMap::new();
    for observation in current(&db).await.unwrap() {
        let number = observation.quantity.value.known().unwrap();
        let areas = counted.entry(observation.count).or_default();
        areas.insert(observation.area, number.to_string().parse().unwrap());
    }
    for (layer, _, _, all) in LAYERS {
        let of = |id: &str| &counted[&CountId::parse(id).unwrap()];
        let (points, official) = (of(layer), of(&format!("{layer}_official")));
        let agree = |(area, n): &(&AreaKey, &u32)| points.get(*area) == Some(*n);
        assert_eq!(official.iter().filter(agree).count(), 542, "{layer}");
        assert_eq!(points.values().sum::<u32>(), all, "{layer}");
    }
}
