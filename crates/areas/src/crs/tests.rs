//! Coordinates against the reference program, where it is installed, and against published points.

use std::io::Write;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use vocabulary::Explain;

use super::*;

const KOELN: &str = r#"PROJCS["WGS_1984_UTM_Zone_32N",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",2500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",9.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]],VERTCS["ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137.0,298.257222101]],PARAMETER["Vertical_Shift",0.0],PARAMETER["Direction",1.0],UNIT["Meter",1.0]]"#;

#[test]
fn a_description_without_code_is_read_by_its_parameters() {
    let crs = Crs::well_known_text(KOELN).unwrap();
    assert_eq!((crs.code(), crs.is_rough()), (None, false));
    let point = crs.to_house(2_356_000.0, 5_645_000.0).unwrap();
    assert!((point.x - 356_000.0).abs() < 1e-3 && (point.y - 5_645_000.0).abs() < 1e-3);
}

#[test]
fn a_code_in_the_description_is_believed() {
    let prj = KOELN.replace("VERTCS", r#"AUTHORITY["EPSG",25832],VERTCS"#);
    assert_eq!(
        Crs::well_known_text(&prj).unwrap().code(),
        None,
        "not its own code"
    );
    let prj = KOELN.split(",VERTCS").next().unwrap();
    let prj = format!(
        "{},AUTHORITY[\"EPSG\",\"25832\"]]",
        prj.trim_end_matches(']').to_owned() + "]"
    );
    assert_eq!(Crs::well_known_text(&prj).unwrap().code(), Some(25832));
}

#[test]
fn names_of_geojson_are_understood() {
    for (name, code) in [
        ("urn:ogc:def:crs:EPSG::25833", 25833),
        ("EPSG:4326", 4326),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", 4326),
        ("http://www.opengis.net/def/crs/EPSG/0/3035", 3035),
    ] {
        assert_eq!(Crs::named(name).unwrap().code(), Some(code));
    }
    assert_eq!(
        Crs::named("EPSG:9999").unwrap_err(),
        CrsError::UnknownCode(9999)
    );
    assert!(Crs::named("mein System").is_err());
    assert!(Crs::well_known_text("PROJCS[").is_err());
    assert!(Crs::well_known_text(&"A[".repeat(9999)).is_err());
}

#[test]
fn coordinates_outside_the_country_are_refused_with_a_guess() {
    let told = |code, x, y| {
        Crs::epsg(code)
            .unwrap()
            .to_house(x, y)
            .unwrap_err()
            .german()
    };
    insta::assert_snapshot!(told(25832, 7.1, 51.0), @"Der Punkt (7.1, 51), gelesen als EPSG:25832 (ETRS89 / UTM 32N), liegt nicht in Deutschland. Es passt: EPSG:4326 (WGS 84). Bitte diesen EPSG-Code angeben oder die Datei berichtigen.");
    insta::assert_snapshot!(told(4326, 51.0, 7.1), @"Der Punkt (51, 7.1), gelesen als EPSG:4326 (WGS 84), liegt nicht in Deutschland. Es passt: EPSG:4326 mit vertauschter Länge und Breite. Bitte diesen EPSG-Code angeben oder die Datei berichtigen.");
    insta::assert_snapshot!(told(25832, 2_580_000.0, 5_640_000.0), @"Der Punkt (2580000, 5640000), gelesen als EPSG:25832 (ETRS89 / UTM 32N), liegt nicht in Deutschland. Es passt: EPSG:31466 (DHDN / Gauß-Krüger 2). Bitte diesen EPSG-Code angeben oder die Datei berichtigen.");
    insta::assert_snapshot!(told(4326, 0.0, 0.0), @"Der Punkt (0, 0), gelesen als EPSG:4326 (WGS 84), liegt nicht in Deutschland. Bitte den richtigen EPSG-Code angeben.");
    assert!(Crs::epsg(4326).unwrap().to_house(f64::NAN, 51.0).is_err());
}

/// Points through `gdaltransform`; `None` where it is not installed.
fn reference(from: &str, to: &str, points: &[(f64, f64)]) -> Option<Vec<(f64, f64)>> {
    let started = Command::new("gdaltransform")
        .args(["-s_srs", from, "-t_srs", to, "-output_xy"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut program) = started else {
        crate::tests::skipped("gdaltransform is not installed (Debian package gdal-bin)");
        return None;
    };
    let lines: Vec<String> = points.iter().map(|(x, y)| format!("{x} {y}\n")).collect();
    let mut input = program.stdin.take().unwrap();
    input.write_all(lines.concat().as_bytes()).unwrap();
    drop(input);
    let output = program.wait_with_output().unwrap();
    let pair = |line: &str| {
        let (x, y) = line.split_once(' ').unwrap();
        (x.parse().unwrap(), y.trim().parse().unwrap())
    };
    Some(
        String::from_utf8(output.stdout)
            .unwrap()
            .lines()
            .map(pair)
            .collect(),
    )
}

fn points_of_germany() -> Vec<(f64, f64)> {
    let grid = (0..20).flat_map(|i| (0..20).map(move |j| (i, j)));
    grid.map(|(i, j)| (6.0 + f64::from(i) * 0.45, 47.4 + f64::from(j) * 0.39))
        .collect()
}

#[test]
fn coordinates_agree_with_the_reference_program() {
    let points = points_of_germany();
    for (code, limit) in [
        (25832, 1e-3),
        (25833, 1e-3),
        (3857, 1e-3),
        (3035, 1e-3),
        (4647, 1e-3),
        (31466, 5.0),
        (31467, 5.0),
    ] {
        let Some(there) = reference("EPSG:4326", &format!("EPSG:{code}"), &points) else {
            return;
        };
        // GDAL names the northing of 3035 first, and those of Gauß-Krüger.
        let flip = |(a, b): (f64, f64)| if code == 3035 { (b, a) } else { (a, b) };
        let Some(house) = reference("EPSG:4326", "EPSG:25832", &points) else {
            return;
        };
        let crs = Crs::epsg(code).unwrap();
        for (given, wanted) in there.into_iter().zip(house) {
            let ours = crs.to_house(given.0, given.1).or_else(|_| {
                let (a, b) = flip(given);
                crs.to_house(a, b)
            });
            let ours = ours.unwrap();
            let off = (ours.x - wanted.0).hypot(ours.y - wanted.1);
            assert!(off < limit, "EPSG:{code} {given:?}: {off} m");
        }
    }
}

#[test]
fn geographic_coordinates_agree_with_the_reference_program() {
    let points: Vec<(f64, f64)> = points_of_germany();
    let Some(metres) = reference("EPSG:4326", "EPSG:25832", &points) else {
        return;
    };
    let crs = Crs::epsg(4326).unwrap();
    for ((lon, lat), (x, y)) in points.into_iter().zip(metres) {
        let ours = crs.to_house(lon, lat).unwrap();
        assert!((ours.x - x).hypot(ours.y - y) < 1e-3);
        let back = to_geographic(ours);
        assert!((back.x - lon).abs() < 1e-9 && (back.y - lat).abs() < 1e-9);
    }
}

proptest! {
    #[test]
    fn any_text_is_a_description_or_an_error(text in "[A-Z\\[\\]\",0-9. ]{0,80}") {
        let _ = Crs::well_known_text(&text);
        let _ = Crs::named(&text);
    }
}
