//! Cases that come with a place instead of a key: points on a map.

#![expect(clippy::unwrap_used, reason = "a test may end where it goes wrong")]

use areas::{Area, Level, Territory};
use geo::{MultiPolygon, Rect, coord};
use intake::Source;
use observations::{Importer, Incoming, current};
use register::{Access, Db, Outline, StoredTerritory, areas as territories, profiles};
use vocabulary::{AreaKey, Date, Flags, LevelId};

/// A county of two squares of one kilometre, west and east, near Cologne.
fn two_squares() -> StoredTerritory {
    let level = |id: &str| Level {
        id: LevelId::parse(id).unwrap(),
        name: id.to_owned(),
        plural: id.to_owned(),
    };
    let key = |text: &str| AreaKey::parse(text).unwrap();
    let area = |k: &str, level: &str, parent: Option<&str>| Area {
        key: key(k),
        name: k.to_owned(),
        level: LevelId::parse(level).unwrap(),
        parent: parent.map(key),
        valid_from: None,
        valid_to: None,
    };
    let square = |k: &str, x: f64| {
        let low = coord! { x: x, y: 5_645_000.0 };
        let high = coord! { x: x + 1000.0, y: 5_646_000.0 };
        let shape = MultiPolygon::from(Rect::new(low, high).to_polygon());
        Outline::new(key(k), None, &shape)
    };
    StoredTerritory {
        territory: Territory {
            levels: vec![level("county"), level("wohnplatz")],
            areas: vec![
                area("09998", "county", None),
                area("09998001", "wohnplatz", Some("09998")),
                area("09998002", "wohnplatz", Some("09998")),
            ],
            groups: Vec::new(),
        },
        outlines: vec![square("09998001", 365_000.0), square("09998002", 366_000.0)],
        ..StoredTerritory::default()
    }
}

/// Takes a file in; gives the numbers that hold now and what was said.
async fn arrives(file_name: &str, text: &str, profile: &str) -> (Vec<String>, Vec<String>) {
    let day: Date = "2025-01-01".parse().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(folder.path(), Access::Write).await.unwrap();
    territories::save(&db, &two_squares(), day).await.unwrap();
    let profile = profiles::save(&db, profile, day).await.unwrap();
    let importer = Importer::new(&db).await.unwrap();
    let source = Source::Bytes(text.as_bytes());
    let incoming = Incoming {
        file_name,
        source,
        profile: &profile,
        received: day,
    };
    let report = importer.import(incoming).await.unwrap();
    let say = |o: &vocabulary::Observation| {
        let number = o.quantity.value.known().unwrap();
        let estimated = o.quantity.flags.contains(Flags::ESTIMATED);
        format!(
            "{} {number}{}",
            o.area,
            if estimated { " estimated" } else { "" }
        )
    };
    let numbers = current(&db).await.unwrap().iter().map(say).collect();
    let said = report.remarks.iter().map(|r| r.message.clone()).collect();
    (numbers, said)
}

#[tokio::test]
async fn points_are_counted_where_they_lie_and_one_outside_is_reported() {
    let point = |x: f64| {
        format!(
            r#"{{"type":"Feature","properties":{{}},"geometry":{{"type":"Point","coordinates":[{x},5645500]}}}}"#
        )
    };
    let features = [365_100.0, 365_900.0, 366_500.0, 390_000.0]
        .map(point)
        .join(",");
    let file = format!(
        r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"EPSG:25832"}}}},"features":[{features}]}}"#
    );
    let profile = r#"
        id = "stops"
        title = "Haltestellen"
        layout = "points"
        period = { constant = "2024" }
        count = { constant = "bus_stops" }
    "#;
    let (numbers, said) = arrives("stops.geojson", &file, profile).await;
    assert_eq!(numbers, ["09998001 2", "09998002 1"]);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("liegt in keinem Gebiet"), "{said:?}");
}

#[tokio::test]
async fn where_a_complete_map_shows_nothing_there_is_nothing() {
    let file = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:25832"}},
        "features":[{"type":"Feature","properties":{},
        "geometry":{"type":"Point","coordinates":[365100,5645500]}}]}"#;
    let profile = r#"
        id = "stops"
        title = "Haltestellen"
        layout = "points"
        complete = true
        period = { constant = "2024" }
        count = { constant = "bus_stops" }
    "#;
    let (numbers, said) = arrives("stops.geojson", file, profile).await;
    assert_eq!(numbers, ["09998001 1", "09998002 0"]);
    assert!(said.is_empty(), "{said:?}");
}

#[tokio::test]
async fn parts_of_one_number_are_added_up_where_the_profile_says_so() {
    let profile = r#"
        id = "register"
        title = "Register"
        layout = "wide"
        key = { columns = ["Schluessel"] }
        period = { constant = "2024" }
        add_up = true
        columns = [
            { header = "u1", count = "children" },
            { header = "1u3", count = "children" },
        ]
    "#;
    let file = "Schluessel;u1;1u3\n09998001;2;5\n09998002;0;4\n";
    let (numbers, said) = arrives("register.csv", file, profile).await;
    assert_eq!(numbers, ["09998001 7", "09998002 4"]);
    assert!(said.is_empty(), "{said:?}");
}
