//! A territory described in one file, with the defects that files of surveying offices have.

#![expect(clippy::unwrap_used, reason = "a test may end where it goes wrong")]

use std::fs;

use register::StoredTerritory;
use register::areas::describe;
use vocabulary::{Explain, Remark, RemarkKind};

const DESCRIPTION: &str = r#"
crosswalk = "crosswalk.csv"
crosswalk_rules = { sliver = 0.005, tolerance = 0.001 }

[[level]]
id = "city"
name = "Stadt"
plural = "Städte"

[[level]]
id = "district"
name = "Bezirk"
plural = "Bezirke"

[[level]]
id = "area"
name = "Gebiet"
plural = "Gebiete"

[[area]]
key = "09000"
name = "Musterstadt"
level = "city"

[[outlines]]
file = "old.geojson"
level = "area"
key = "id"
valid_to = "2020-12-31"
above = [{ level = "district", digits = 2 }]
root = "09000"
rekey = [{ row = 2, key = "0101", becomes = "0102" }]

[[outlines]]
file = "new.geojson"
level = "area"
key = "id"
valid_from = "2021-01-01"
above = [{ level = "district", digits = 2 }]
root = "09000"
"#;

/// A layer of unit squares side by side, one per key.
fn squares(keys: &[&str]) -> String {
    let feature = |(i, key): (usize, &&str)| {
        let (west, east) = (365_000 + i * 1000, 366_000 + i * 1000);
        format!(
            r#"{{"type":"Feature","properties":{{"id":"{key}"}},"geometry":{{"type":"Polygon","coordinates":
            [[[{west},5645000],[{east},5645000],[{east},5646000],[{west},5646000],[{west},5645000]]]}}}}"#
        )
    };
    let features: Vec<String> = keys.iter().enumerate().map(feature).collect();
    format!(
        r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"EPSG:25832"}}}},"features":[{}]}}"#,
        features.join(",")
    )
}

fn described(description: &str) -> (StoredTerritory, Vec<Remark>) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("areas.toml", description);
    write("old.geojson", &squares(&["0101", "0101"]));
    write("new.geojson", &squares(&["0201", "0202"]));
    write(
        "crosswalk.csv",
        "from_area;to_area;share;basis;valid_from\n\
         0101;0201;0.9975;area;2021-01-01\n0101;0202;0.0020;area;2021-01-01\n\
         0102;0202;1;area;2021-01-01\n",
    );
    describe(&folder.path().join("areas.toml")).unwrap()
}

#[test]
fn an_outline_under_a_wrong_key_is_reported_and_put_right() {
    let (stored, remarks) = described(DESCRIPTION);
    let outlines: Vec<&str> = stored.outlines.iter().map(|o| o.area.as_str()).collect();
    assert_eq!(outlines, ["0101", "0102", "0201", "0202"]);
    for kind in [RemarkKind::Duplicate, RemarkKind::RepairedKey] {
        let about = |r: &&Remark| r.kind == kind && r.value.as_deref() == Some("0101");
        assert_eq!(remarks.iter().filter(about).count(), 1, "{kind:?}");
    }
}

#[test]
fn slivers_are_left_out_and_districts_end_with_their_areas() {
    let (stored, _) = described(DESCRIPTION);
    stored.check().unwrap();
    let links: Vec<String> = stored
        .links
        .iter()
        .map(|l| format!("{} {} {}", l.from, l.to, l.share))
        .collect();
    assert_eq!(links, ["0101 0201 1", "0102 0202 1"]);
    let old = stored.territory.at("2020-12-31".parse().unwrap()).unwrap();
    let keys: Vec<&str> = old.areas().iter().map(|a| a.key.as_str()).collect();
    assert_eq!(keys, ["01", "0101", "0102", "09000"]);
}

#[test]
fn an_area_named_twice_for_the_same_time_is_refused() {
    let again = "[[area]]\nkey = \"09000\"\nname = \"Bezirk 9\"\nlevel = \"district\"\nparent = \"09000\"\n";
    let (stored, _) = described(&DESCRIPTION.replace(
        "[[outlines]]\nfile = \"old",
        &format!("{again}\n[[outlines]]\nfile = \"old"),
    ));
    let refused = stored.check().unwrap_err().german();
    assert!(refused.contains("09000"), "{refused}");
}

const CHAPTER: &str = include_str!("../../../docs/handbook/05-gebiete.md");

/// The files a chapter shows: a name in a line of its own, then the block.
fn files_of_chapter() -> Vec<(&'static str, &'static str)> {
    let named = CHAPTER
        .split("`:\n\n```")
        .zip(CHAPTER.split("`:\n\n```").skip(1));
    let blocks = named.filter_map(|(before, block)| {
        let (_, name) = before.rsplit_once('`')?;
        let (_, rest) = block.split_once('\n')?;
        let (text, _) = rest.split_once("```")?;
        Some((name, text))
    });
    blocks.collect()
}

#[test]
fn the_example_of_the_handbook_is_read_as_it_says() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files_of_chapter() {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let (stored, remarks) = describe(&folder.path().join("gebiete.toml")).unwrap();
    stored.check().unwrap();
    let keys = |day: &str| {
        let tree = stored.territory.at(day.parse().unwrap()).unwrap();
        let keys: Vec<String> = tree.areas().iter().map(|a| a.key.to_string()).collect();
        keys.join(" ")
    };
    assert_eq!(
        keys("2019-12-31"),
        "09998 09998001 09998001001 09998001002 09998002 09998003"
    );
    assert_eq!(
        keys("2020-01-01"),
        "09998 09998001 09998001002 09998001003 09998001004 09998002 09998003"
    );
    assert_eq!((stored.outlines.len(), stored.compared.len()), (5, 1));
    let shares: f64 = stored.links.iter().map(|l| l.share).sum();
    assert!((shares - 1.0).abs() < 1e-12 && stored.links.len() == 2);
    let told: Vec<&str> = remarks.iter().map(|r| r.message.as_str()).collect();
    assert!(
        told.iter().any(|t| t.contains("hochgerechnet")),
        "{told:#?}"
    );
}

/// The parser names all fields where it meets one it does not know.
#[test]
fn every_field_of_a_description_stands_in_the_handbook() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gebiete.toml");
    let rekey = "rekey = [{ row = 1, key = 'a', becomes = 'b', unknown = 1 }]";
    let above = "above = [{ level = 'l', digits = 2, unknown = 1 }]";
    for text in [
        "unknown = 1".to_owned(),
        "[[area]]\nunknown = 1".to_owned(),
        "[[outlines]]\nunknown = 1".to_owned(),
        "[crosswalk_rules]\nunknown = 1".to_owned(),
        format!("[[outlines]]\n{rekey}"),
        format!("[[outlines]]\n{above}"),
    ] {
        fs::write(&path, &text).unwrap();
        let told = describe(&path).unwrap_err().german();
        let (_, fields) = told.split_once("Möglich sind: ").unwrap();
        for field in fields.trim_end_matches('.').split(", ") {
            let documented = CHAPTER.contains(&format!("`{field}`"))
                || CHAPTER.contains(&format!("**`[[{field}]]`**"));
            assert!(documented, "{field} of {text}");
        }
    }
}

#[test]
fn areas_that_cannot_stand_together_are_named_with_their_rows() {
    let folder = tempfile::tempdir().unwrap();
    let description = "register = 'gebiete.csv'\n\
        [[level]]\nid = 'county'\nname = 'Kreis'\nplural = 'Kreise'\n\
        [[level]]\nid = 'municipality'\nname = 'Gemeinde'\nplural = 'Gemeinden'\n";
    let path = folder.path().join("gebiete.toml");
    std::fs::write(&path, description).unwrap();
    for (rows, begins) in [
        (
            "09;K;county;\n091;A;municipality;092\n\n092;B;municipality;091\n",
            "gebiete.csv, Zeilen 3, 5: Die Gebiete",
        ),
        (
            "09;K;county;\n091;A;municipality;09\n091;B;municipality;09\n",
            "gebiete.csv, Zeilen 3, 4: Der Schlüssel „091“",
        ),
        (
            "09;K;county;\n091;A;municipality;07\n",
            "gebiete.csv, Zeile 3: Gebiet „091“",
        ),
    ] {
        std::fs::write(
            folder.path().join("gebiete.csv"),
            format!("key;name;level;parent\n{rows}"),
        )
        .unwrap();
        let told = describe(&path).unwrap_err().german();
        assert!(told.starts_with(begins), "{told}");
    }
}

#[test]
fn a_group_may_hold_areas_in_part() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gebiete.toml");
    let description = "groups = 'gruppen.csv'\n\
        [[level]]\nid = 'county'\nname = 'Kreis'\nplural = 'Kreise'\n\
        [[level]]\nid = 'municipality'\nname = 'Gemeinde'\nplural = 'Gemeinden'\n\
        [[area]]\nkey = '09'\nname = 'K'\nlevel = 'county'\n\
        [[area]]\nkey = '091'\nname = 'A'\nlevel = 'municipality'\nparent = '09'\n\
        [[area]]\nkey = '092'\nname = 'B'\nlevel = 'municipality'\nparent = '09'\n";
    fs::write(&path, description).unwrap();
    let read = |rows: &str| {
        let table = format!("group;name;member;extent;division\n{rows}");
        fs::write(folder.path().join("gruppen.csv"), table).unwrap();
        describe(&path)
    };
    let (stored, _) = read("SB-1;Nord;091;;Bezirke\nSB-1;Nord;092;part;Bezirke\n").unwrap();
    stored.check().unwrap();
    let group = &stored.territory.groups[0];
    assert_eq!((group.members.len(), group.cuts.len()), (1, 1));
    assert_eq!(group.division.as_deref(), Some("Bezirke"));
    let wrong = read("SB-1;Nord;091;whole;\nSB-1;Nord;092;halb;\n").unwrap_err();
    insta::assert_snapshot!(wrong.german(), @"gruppen.csv, Zeile 3, Spalte „extent“: Das Wort „halb“ ist hier nicht vorgesehen. Möglich sind: whole, part.");
}
