//! The files about the land itself: outlines, register of areas, groups, crosswalk, voting districts.

use std::collections::BTreeMap;

use geo::Polygon;
use serde_json::{Value, json};
use vocabulary::Date;

use super::{RawFile, World, election, row};
use crate::files::{lines, shapefile};
use crate::territory::{COUNTY, COUNTY_NAME, DIVIDED, GROUPS, PARTS, PLANS, municipality_key};

/// All files about the land.
pub(crate) fn territory_files(world: &World) -> Vec<RawFile> {
    let land = world.territory;
    let geojson = |outlines: &BTreeMap<String, Polygon>| geojson(world, outlines);
    let wohnplaetze_2015 = land.outlines_2015();
    let wohnplaetze_2020 = land.outlines_2020();
    let municipalities = land.outlines_of_municipalities();
    let county = BTreeMap::from([(COUNTY.to_owned(), land.outline())]);
    let outlines = [
        (
            "gebiete/wohnplaetze_2015.geojson",
            geojson(&wohnplaetze_2015),
        ),
        (
            "gebiete/wohnplaetze_2020.geojson",
            geojson(&wohnplaetze_2020),
        ),
        ("gebiete/gemeinden.geojson", geojson(&municipalities)),
        ("gebiete/kreis.geojson", geojson(&county)),
        (
            "gebiete/wohnplaetze_2020.zip",
            shapes(world, wohnplaetze_2020),
        ),
    ];
    let mut files = outlines
        .map(|(path, bytes)| file(path, "outlines", bytes))
        .to_vec();
    files.extend(tables(world));
    files
}

/// The description that names all other files about the land.
pub(crate) const DESCRIPTION: &str = "gebiete/gebiete.toml";

fn tables(world: &World) -> [RawFile; 6] {
    [
        file(
            DESCRIPTION,
            "description",
            include_bytes!("../../territory/gebiete.toml").to_vec(),
        ),
        file("gebiete/gebietsverzeichnis.csv", "areas", register(world)),
        file("gebiete/sozialraeume.csv", "groups", groups()),
        file("gebiete/umsteiger_2020.csv", "crosswalk", crosswalk()),
        file(
            "gebiete/wahlbezirke_2017.csv",
            "assignment",
            voting_districts(world, 2017),
        ),
        file(
            "gebiete/wahlbezirke_2021.csv",
            "assignment",
            voting_districts(world, 2021),
        ),
    ]
}

fn file(path: &str, profile: &'static str, bytes: Vec<u8>) -> RawFile {
    RawFile {
        path: path.to_owned(),
        bytes,
        profile,
        received: Date::new(2015, 1, 5).expect("a day"),
        note: "",
    }
}

fn geojson(world: &World, outlines: &BTreeMap<String, Polygon>) -> Vec<u8> {
    let ring =
        |line: &geo::LineString| -> Value { line.0.iter().map(|c| json!([c.x, c.y])).collect() };
    let features: Vec<Value> = outlines
        .iter()
        .map(|(key, outline)| {
            let rings: Vec<Value> = std::iter::once(outline.exterior())
                .chain(outline.interiors())
                .map(ring)
                .collect();
            json!({
                "type": "Feature",
                "properties": { "schluessel": key, "name": world.territory.name(key) },
                "geometry": { "type": "Polygon", "coordinates": rings },
            })
        })
        .collect();
    let crs = json!({ "type": "name", "properties": { "name": "urn:ogc:def:crs:EPSG::25832" } });
    json!({ "type": "FeatureCollection", "crs": crs, "features": features })
        .to_string()
        .into_bytes()
}

fn shapes(world: &World, outlines: BTreeMap<String, Polygon>) -> Vec<u8> {
    let areas: Vec<(String, String, Polygon)> = outlines
        .into_iter()
        .map(|(key, outline)| {
            let name = world.territory.name(&key);
            (key, name, outline)
        })
        .collect();
    shapefile("wohnplaetze_2020", &areas)
}

const REGISTER_HEADER: [&str; 6] = ["key", "name", "level", "parent", "valid_from", "valid_to"];

fn register(world: &World) -> Vec<u8> {
    let mut rows = vec![row(REGISTER_HEADER)];
    let since_ever = "2015-01-01";
    rows.push(row([COUNTY, COUNTY_NAME, "county", "", since_ever, ""]));
    for plan in &PLANS {
        let key = municipality_key(plan.number);
        rows.push(row([
            key.as_str(),
            plan.name,
            "municipality",
            COUNTY,
            "2015-01-01",
            "",
        ]));
    }
    let mut places: Vec<&str> = world
        .territory
        .wohnplaetze
        .iter()
        .map(|w| w.key.as_str())
        .collect();
    places.push(DIVIDED);
    places.sort_unstable();
    for key in places {
        let since = if PARTS.iter().any(|(part, _)| *part == key) {
            "2020-01-01"
        } else {
            "2015-01-01"
        };
        let until = if key == DIVIDED { "2019-12-31" } else { "" };
        rows.push(row([
            key,
            &world.territory.name(key),
            "wohnplatz",
            &key[..8],
            since,
            until,
        ]));
    }
    lines(&rows).into_bytes()
}

fn groups() -> Vec<u8> {
    let mut rows = vec![row(["group", "name", "member"])];
    for (key, name, members) in GROUPS {
        rows.extend(members.iter().map(|member| row([key, name, member])));
    }
    lines(&rows).into_bytes()
}

fn crosswalk() -> Vec<u8> {
    let mut rows = vec![row([
        "from_area",
        "to_area",
        "share",
        "basis",
        "valid_from",
    ])];
    for (part, share) in PARTS {
        rows.push(row([
            DIVIDED,
            part,
            &format!("{share:.4}"),
            "population",
            "2020-01-01",
        ]));
    }
    lines(&rows).into_bytes()
}

/// The districts as their key stands in the results: municipality and four digits; postal ones have no area.
fn voting_districts(world: &World, year: i32) -> Vec<u8> {
    let mut rows = vec![row(["district", "name", "area"])];
    for [municipality, number, name, key] in election::assignment(world, year) {
        if !key.is_empty() {
            rows.push(row([format!("{municipality}{number}"), name, key]));
        }
    }
    lines(&rows).into_bytes()
}
