//! Every reader of outlines under fire: whole files, damaged at random, always the same way.
//!
//! Longer: `PROPTEST_CASES=20000 cargo test --release -p areas --test mutations`.
#![allow(
    clippy::unwrap_used,
    reason = "a fixture that cannot be built is a failed test"
)]

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::sync::LazyLock;

use areas::import::{ImportError, Layer, Options, read};
use geo::Validation;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, RngSeed};
use tempfile::TempDir;
use testkit::damage::{Draw, damaged, repacked};
use vocabulary::Explain;

/// Two squares, the western one with a hole, and a place.
const GEOJSON: &str = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::25832"}},"features":[
{"type":"Feature","properties":{"schluessel":"09999001","name":"Mühlbach","einwohner":812},"geometry":{"type":"Polygon","coordinates":[[[500000,5600000],[500100,5600000],[500100,5600100],[500000,5600100],[500000,5600000]],[[500020,5600020],[500020,5600040],[500040,5600040],[500040,5600020],[500020,5600020]]]}},
{"type":"Feature","properties":{"schluessel":"09999002","name":"Lindenau","einwohner":null},"geometry":{"type":"MultiPolygon","coordinates":[[[[500100,5600000],[500200,5600000],[500200,5600100],[500100,5600100],[500100,5600000]]]]}},
{"type":"Feature","properties":{"schluessel":"09999003","name":"Amt"},"geometry":{"type":"Point","coordinates":[500150,5600050]}}]}"#;

const PROJECTION: &str = r#"PROJCS["ETRS_1989_UTM_Zone_32N",GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",9.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;

/// The rings of the two squares, outer rings clockwise as a shapefile has them.
const RINGS: [&[&[(f64, f64)]]; 2] = [
    &[
        &[
            (500_000.0, 5_600_000.0),
            (500_000.0, 5_600_100.0),
            (500_100.0, 5_600_100.0),
            (500_100.0, 5_600_000.0),
            (500_000.0, 5_600_000.0),
        ],
        &[
            (500_020.0, 5_600_020.0),
            (500_040.0, 5_600_020.0),
            (500_040.0, 5_600_040.0),
            (500_020.0, 5_600_040.0),
            (500_020.0, 5_600_020.0),
        ],
    ],
    &[&[
        (500_100.0, 5_600_000.0),
        (500_100.0, 5_600_100.0),
        (500_200.0, 5_600_100.0),
        (500_200.0, 5_600_000.0),
        (500_100.0, 5_600_000.0),
    ]],
];

const ROWS: [[&str; 2]; 2] = [["09999001", "Mühlbach"], ["09999002", "Lindenau"]];

fn shp() -> Vec<u8> {
    let mut records = Vec::new();
    for (number, rings) in (1i32..).zip(RINGS) {
        let mut content = 5i32.to_le_bytes().to_vec();
        content.extend([0; 32]);
        let points: usize = rings.iter().map(|r| r.len()).sum();
        for count in [rings.len(), points] {
            content.extend(i32::try_from(count).unwrap().to_le_bytes());
        }
        let mut first = 0i32;
        for ring in rings {
            content.extend(first.to_le_bytes());
            first += i32::try_from(ring.len()).unwrap();
        }
        content.extend(
            rings
                .iter()
                .copied()
                .flatten()
                .flat_map(|(x, y)| [x.to_le_bytes(), y.to_le_bytes()].concat()),
        );
        records.extend(number.to_be_bytes());
        records.extend(i32::try_from(content.len() / 2).unwrap().to_be_bytes());
        records.extend(content);
    }
    let mut out = 9994i32.to_be_bytes().to_vec();
    out.resize(24, 0);
    out.extend(i32::try_from(50 + records.len() / 2).unwrap().to_be_bytes());
    out.extend([1000i32.to_le_bytes(), 5i32.to_le_bytes()].concat());
    out.resize(100, 0);
    out.extend(records);
    out
}

fn dbf() -> Vec<u8> {
    let mut out = vec![3, 124, 1, 1, 2, 0, 0, 0, 97, 0, 29, 0];
    out.resize(32, 0);
    for (name, length) in [(&b"KEY"[..], 8u8), (b"NAME", 20)] {
        let mut column = name.to_vec();
        column.resize(11, 0);
        column.extend([b'C', 0, 0, 0, 0, length]);
        column.resize(32, 0);
        out.extend(column);
    }
    out.push(0x0d);
    for [key, name] in ROWS {
        let (name, _, _) = encoding_rs::WINDOWS_1252.encode(name);
        let mut row = [b" ", key.as_bytes(), &name].concat();
        row.resize(29, b' ');
        out.extend(row);
    }
    out
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The blob of an outline in a `GeoPackage`.
fn blob(rings: &[&[(f64, f64)]]) -> Vec<u8> {
    let mut out = b"GP\0\x01".to_vec();
    out.extend(25_832i32.to_le_bytes());
    out.push(1);
    for number in [3, u32::try_from(rings.len()).unwrap()] {
        out.extend(number.to_le_bytes());
    }
    for ring in rings {
        out.extend(u32::try_from(ring.len()).unwrap().to_le_bytes());
        out.extend(
            ring.iter()
                .flat_map(|(x, y)| [x.to_le_bytes(), y.to_le_bytes()].concat()),
        );
    }
    out
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |d: u8| char::from_digit(d.into(), 16).unwrap();
    bytes
        .iter()
        .flat_map(|b| [digit(b >> 4), digit(b & 15)])
        .collect()
}

/// The tables of a `GeoPackage` with two squares; what stands here for the first outline is written as it is.
fn tables(first_outline: &str) -> Vec<String> {
    let second = hexadecimal(&blob(RINGS[1]));
    [
        "create table gpkg_contents (table_name text, data_type text, srs_id integer)",
        "create table gpkg_geometry_columns (table_name text, column_name text, srs_id integer)",
        "create table gpkg_spatial_ref_sys (srs_id integer, organization text, organization_coordsys_id integer, definition text)",
        "insert into gpkg_contents values ('kreis', 'features', 25832)",
        "insert into gpkg_geometry_columns values ('kreis', 'geom', 25832)",
        "insert into gpkg_spatial_ref_sys values (25832, 'EPSG', 25832, 'undefined')",
        "create table kreis (fid integer primary key, geom blob, schluessel text, name text)",
        &format!("insert into kreis values (1, {first_outline}, '09999001', 'Mühlbach')"),
        &format!("insert into kreis values (2, x'{second}', '09999002', 'Lindenau')"),
    ]
    .map(str::to_owned)
    .to_vec()
}

fn database(statements: &[String]) -> Vec<u8> {
    use sqlx::{AssertSqlSafe, Connection, Executor};
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a.gpkg");
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(&path)
        .create_if_missing(true);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut db = sqlx::SqliteConnection::connect_with(&options)
            .await
            .unwrap();
        for statement in statements {
            db.execute(AssertSqlSafe(statement.clone())).await.unwrap();
        }
        db.close().await.unwrap();
    });
    fs::read(path).unwrap()
}

fn geopackage() -> Vec<u8> {
    database(&tables(&format!("x'{}'", hexadecimal(&blob(RINGS[0])))))
}

static FILES: LazyLock<Vec<(&'static str, Vec<u8>)>> = LazyLock::new(|| {
    let (shp, dbf) = (shp(), dbf());
    let parts: [(&str, &[u8]); 4] = [
        ("Kreis.shp", &shp),
        ("Kreis.dbf", &dbf),
        ("Kreis.prj", PROJECTION.as_bytes()),
        ("Kreis.cpg", b"1252"),
    ];
    vec![
        ("kreis.geojson", GEOJSON.as_bytes().to_vec()),
        (
            "geojson.zip",
            zipped(&[("kreis.geojson", GEOJSON.as_bytes())]),
        ),
        ("kreis.zip", zipped(&parts)),
        ("nackt.zip", zipped(&parts[..2])),
        ("kreis.gpkg", geopackage()),
    ]
});

/// Always the same cases, so that a red test stays red; more of them by `PROPTEST_CASES`.
fn cases(usual: u32) -> ProptestConfig {
    let wanted = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|c| c.parse().ok());
    ProptestConfig {
        cases: wanted.unwrap_or(usual),
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(2),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn draws() -> impl Strategy<Value = Vec<Draw>> {
    prop::collection::vec(any::<Draw>(), 1..5)
}

fn load(name: &str, bytes: &[u8]) -> Result<Layer, ImportError> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    read(&path, &Options::default())
}

/// Reads as the program does and holds what the crate promises of any bytes.
#[track_caller]
fn hold(name: &str, bytes: &[u8]) {
    if let Ok(path) = std::env::var("MUTATIONS_KEEP") {
        fs::write(path, bytes).unwrap();
    }
    promised(load(name, bytes));
}

#[track_caller]
fn promised(read: Result<Layer, ImportError>) {
    match read {
        Ok(layer) => {
            assert!(!layer.features.is_empty());
            assert!(
                layer
                    .features
                    .iter()
                    .filter_map(|f| f.outline())
                    .all(Validation::is_valid)
            );
            assert!(
                layer.remarks.iter().all(|r| told(&r.message)),
                "{:?}",
                layer.remarks
            );
        }
        Err(error) => assert!(told(&error.german()), "{error:?}"),
    }
}

/// A sentence somebody can read.
fn told(sentence: &str) -> bool {
    !sentence.trim().is_empty() && sentence.len() < 100_000 && sentence.contains(' ')
}

#[test]
fn the_whole_files_are_read() {
    for (name, bytes) in FILES.iter() {
        let layer = load(name, bytes).unwrap();
        assert!(layer.features.len() >= 2, "{name}");
        assert!(
            layer.features[..2].iter().all(|f| f.outline().is_some()),
            "{name}"
        );
        assert_eq!(layer.features[0].name, "Mühlbach", "{name}");
    }
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn a_damaged_file_ends_in_outlines_or_in_a_sentence(which in any::<prop::sample::Index>(), draws in draws()) {
        let (name, bytes) = &FILES[which.index(FILES.len())];
        hold(name, &damaged(bytes, &draws));
    }

    #[test]
    fn a_damaged_part_of_an_archive_is_found(which in 1usize..4, part in any::<u32>(), draws in draws()) {
        let (name, bytes) = &FILES[which];
        hold(name, &repacked(bytes, part, &draws));
    }

    #[test]
    fn damaged_parts_beside_each_other_are_found(part in 0usize..4, draws in draws()) {
        let folder = TempDir::new().unwrap();
        let parts = [("shp", shp()), ("dbf", dbf()), ("prj", PROJECTION.into()), ("cpg", b"1252".to_vec())];
        for (at, (ending, bytes)) in parts.iter().enumerate() {
            let bytes = if at == part { damaged(bytes, &draws) } else { bytes.clone() };
            fs::write(folder.path().join(format!("kreis.{ending}")), bytes).unwrap();
        }
        let from = |path: &Path| promised(read(path, &Options::default()));
        from(&folder.path().join("kreis.shp"));
        from(folder.path());
    }

    #[test]
    fn arbitrary_bytes_behind_any_signature_end_in_a_sentence(which in any::<prop::sample::Index>(), kept in 0usize..120, bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let (name, whole) = &FILES[which.index(FILES.len())];
        let mut all = whole[..kept.min(whole.len())].to_vec();
        all.extend(bytes);
        hold(name, &all);
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn a_damaged_outline_in_a_geopackage_is_a_remark(draws in draws()) {
        let outline = hexadecimal(&damaged(&blob(RINGS[0]), &draws));
        hold("kreis.gpkg", &database(&tables(&format!("x'{outline}'"))));
    }
}

/// One feature more with an attribute of its own, again and again.
#[test]
fn places_with_an_attribute_of_their_own_each_are_refused() {
    let place =
        |n: u32| format!(r#"{{"type":"Feature","properties":{{"a{n}":1}},"geometry":null}}"#);
    let places: Vec<String> = (0..2_000).map(place).collect();
    let file = format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        places.join(",")
    );
    let german = load("orte.geojson", file.as_bytes()).unwrap_err().german();
    assert!(german.contains("1.000 verschiedene Merkmale"), "{german}");
}

#[test]
fn columns_of_no_width_are_left_out() {
    let mut wide = dbf();
    let descriptor: Vec<u8> = [&b"NICHTS"[..], &[0; 5], b"C", &[0; 20]].concat();
    let columns = descriptor.repeat(1_000);
    let header = u16::try_from(97 + columns.len()).unwrap();
    wide[8..10].copy_from_slice(&header.to_le_bytes());
    wide.splice(96..96, columns);
    let shp = shp();
    let layer = load("kreis.zip", &zipped(&[("a.shp", &shp), ("a.dbf", &wide)])).unwrap();
    assert_eq!(layer.headers, ["KEY", "NAME"]);
    assert_eq!(layer.features[1].name, "Lindenau");
}

#[test]
fn a_geopackage_whose_tables_compute_without_end_is_refused() {
    let endless = "create view gpkg_contents as with recursive n(i) as (select 1 union all select i + 1 from n)
        select 'kreis' as table_name, 'features' as data_type, i as srs_id from n";
    let mut statements = tables("null");
    statements[0] = endless.to_owned();
    statements.retain(|s| !s.starts_with("insert into gpkg_contents"));
    assert!(matches!(
        load("a.gpkg", &database(&statements)),
        Err(ImportError::UnknownFormat { .. })
    ));
    let mut statements = tables("null");
    statements[1] = "create table gpkg_geometry_columns (table_name text, srs_id integer, \
        column_name text generated always as (hex(zeroblob(400000000))))"
        .to_owned();
    statements.retain(|s| !s.starts_with("insert into gpkg_geometry_columns"));
    assert!(matches!(
        load("a.gpkg", &database(&statements)),
        Err(ImportError::UnknownFormat { .. })
    ));
}
