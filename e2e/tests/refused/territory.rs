//! Areas and catalogue: outlines, hierarchy, crosswalk, formulas with mistakes.

use std::fmt::Write as _;

use e2e::skipped;

use crate::county::{LEVELS, Small};

const REGISTER: &str = "key;name;level;parent;valid_from;valid_to\n09998;Kreis;county;;;\n";

/// A collection of outlines in metres (EPSG:25832), one per key.
fn outlines(shapes: &[(&str, &str)]) -> String {
    let feature = |(key, ring): &(&str, &str)| {
        format!(
            r#"{{"type":"Feature","properties":{{"id":"{key}"}},"geometry":{{"type":"Polygon","coordinates":[[{ring}]]}}}}"#
        )
    };
    let features: Vec<String> = shapes.iter().map(feature).collect();
    format!(
        r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"EPSG:25832"}}}},"features":[{}]}}"#,
        features.join(",")
    )
}

const SQUARE: &str =
    "[400000,5600000],[401000,5600000],[401000,5601000],[400000,5601000],[400000,5600000]";
const BOW_TIE: &str =
    "[402000,5600000],[403000,5601000],[403000,5600000],[402000,5601000],[402000,5600000]";
const SPIKE: &str = "[402000,5600000],[403000,5600000],[403000,5601000],[402990,5601000],[403010,5600995],[402000,5601000],[402000,5600000]";
const TWO_POINTS: &str = "[402000,5600000],[403000,5600000]";
const ELSEWHERE: &str = "[1,2],[3,2],[3,4],[1,4],[1,2]";

const WITH_OUTLINES: &str = "[[area]]\nkey = '09998'\nname = 'Kreis'\nlevel = 'county'\n\
    [[outlines]]\nfile = 'umrisse.geojson'\nlevel = 'municipality'\nkey = 'id'\nroot = '09998'\n";

#[test]
fn outlines_with_mistakes_are_mended_or_left_out_with_a_remark() {
    let Some(county) = Small::new(2) else {
        return skipped("the program");
    };
    let mut told = String::new();
    let mut check = |title: &str, ring: &str| {
        county.file(
            "umrisse.geojson",
            outlines(&[("09998001", SQUARE), ("09998002", ring)]),
        );
        let description = county.file("gebiete.toml", format!("{LEVELS}{WITH_OUTLINES}"));
        let said = county.run(&["areas", "load", &description]);
        assert_eq!(said.code, Some(0), "{title}: {}", said.text);
        writeln!(told, "{title}\n{}", said.text).unwrap();
    };
    check("crosses itself a little", SPIKE);
    check("bow tie", BOW_TIE);
    check("ring with two points", TWO_POINTS);
    check("out of the country", ELSEWHERE);
    insta::assert_snapshot!(told);
}

#[test]
fn a_whole_file_in_the_wrong_place_is_refused() {
    let Some(county) = Small::new(2) else {
        return skipped("the program");
    };
    let mut told = String::new();
    let mut check = |title: &str, ring: &str, more: &str| {
        county.file("umrisse.geojson", outlines(&[("09998001", ring)]));
        let description = county.file("gebiete.toml", format!("{LEVELS}{WITH_OUTLINES}{more}"));
        let text = county.refused(&["areas", "load", &description]);
        writeln!(told, "{title}\n{text}").unwrap();
    };
    check("wrong EPSG", SQUARE, "epsg = 4326\n");
    check("EPSG nobody reads", SQUARE, "epsg = 27700\n");
    check("out of the country", ELSEWHERE, "");
    check("column that is not there", SQUARE, "parent = 'oben'\n");
    insta::assert_snapshot!(told);
}

#[test]
fn a_hierarchy_with_mistakes_is_refused_with_the_areas_it_is_about() {
    let Some(county) = Small::new(2) else {
        return skipped("the program");
    };
    let description = county.file(
        "gebiete.toml",
        format!("register = 'gebiete.csv'\n{LEVELS}"),
    );
    let mut told = String::new();
    let mut check = |title: &str, rows: &str| {
        county.file("gebiete.csv", format!("{REGISTER}{rows}"));
        let text = county.refused(&["areas", "load", &description]);
        writeln!(told, "{title}\n{text}").unwrap();
    };
    check("area without parent", "09998001;A;municipality;;;\n");
    check("unknown parent", "09998001;A;municipality;09997;;\n");
    check(
        "cycle",
        "09998001;A;municipality;09998002;;\n09998002;B;municipality;09998001;;\n",
    );
    check(
        "overlapping validity",
        "09998001;A;municipality;09998;2010-01-01;2020-12-31\n09998001;A;municipality;09998;2020-01-01;\n",
    );
    check(
        "duplicate key",
        "09998001;A;municipality;09998;;\n09998001;B;municipality;09998;;\n",
    );
    check(
        "ends before it begins",
        "09998001;A;municipality;09998;2020-01-01;2019-01-01\n",
    );
    check("unknown level", "09998001;A;village;09998;;\n");
    check("no date", "09998001;A;municipality;09998;1.1.20;\n");
    check("a key nobody can use", "09998/001;A;municipality;09998;;\n");
    check("a cell too few", "09998001;A;municipality\n");
    insta::assert_snapshot!(told);
}

#[test]
fn a_description_with_mistakes_is_refused_with_file_line_and_column() {
    let Some(county) = Small::new(2) else {
        return skipped("the program");
    };
    county.file("gebiete.csv", REGISTER);
    county.file("spalten.csv", "key;name;parent\n09998;Kreis;\n");
    county.file(
        "mehr.csv",
        "key;name;level;parent;valid_form\n09998;Kreis;county;;\n",
    );
    let mut told = String::new();
    let mut check = |title: &str, text: &str| {
        let description = county.file("gebiete.toml", text);
        let text = county.refused(&["areas", "load", &description]);
        writeln!(told, "{title}\n{text}").unwrap();
    };
    check(
        "misspelt field",
        &format!("regsiter = 'gebiete.csv'\n{LEVELS}"),
    );
    check("no level", "register = 'gebiete.csv'\n");
    check("no quotes", &format!("register = gebiete.csv\n{LEVELS}"));
    check(
        "file that is not there",
        &format!("register = 'fehlt.csv'\n{LEVELS}"),
    );
    check("a folder", &format!("register = '.'\n{LEVELS}"));
    check(
        "a column is missing",
        &format!("register = 'spalten.csv'\n{LEVELS}"),
    );
    check(
        "a misspelt column",
        &format!("register = 'mehr.csv'\n{LEVELS}"),
    );
    told += &county.refused(&["areas", "load", "gibt-es-nicht.toml"]);
    insta::assert_snapshot!(told);
}

#[test]
fn a_crosswalk_with_mistakes_is_refused() {
    let Some(county) = Small::new(2) else {
        return skipped("the program");
    };
    county.file(
        "gebiete.csv",
        format!(
            "{REGISTER}09998001;A;municipality;09998;;2019-12-31\n09998002;B;municipality;09998;2020-01-01;\n\
             09998003;C;municipality;09998;2020-01-01;\n"
        ),
    );
    let description = county.file(
        "gebiete.toml",
        format!("register = 'gebiete.csv'\ncrosswalk = 'umsteiger.csv'\n{LEVELS}"),
    );
    let mut told = String::new();
    let mut check = |title: &str, rows: &str| {
        county.file(
            "umsteiger.csv",
            format!("from_area;to_area;share;basis;valid_from\n{rows}"),
        );
        let text = county.refused(&["areas", "load", &description]);
        writeln!(told, "{title}\n{text}").unwrap();
    };
    check(
        "shares do not sum to 1",
        "09998001;09998002;0,9;population;2020-01-01\n09998001;09998003;0,2;population;2020-01-01\n",
    );
    check("no successor", "");
    check(
        "unknown target",
        "09998001;09998009;1;population;2020-01-01\n",
    );
    insta::assert_snapshot!(told);
}

#[test]
fn a_catalogue_or_profile_with_a_mistake_is_refused_with_file_and_place() {
    let Some(county) = Small::new(2) else {
        return skipped("the program");
    };
    let indicator = |numerator: &str| {
        format!(
            "[[indicator]]\nid = 'X01'\nname = 'X'\ntopic = 'demography'\nkind = 'count'\n\
             numerator = '{numerator}'\nunit = 'Personen'\nlevels = ['county']\n"
        )
    };
    let mut told = String::new();
    let mut check = |title: &str, text: &str| {
        let file = county.file("indikatoren.toml", text);
        let text = county.refused(&["catalogue", "change", &file]);
        writeln!(told, "{title}\n{text}").unwrap();
    };
    check("formula that ends early", &indicator("population{age=0-17"));
    check("misspelt count", &indicator("popluation"));
    check("count times count", &indicator("population * births"));
    check("no indicator", "[[count]]\nid = 'x'\n");
    check(
        "misspelt field",
        &indicator("population").replace("unit", "unti"),
    );
    let profile = county.file("profil.toml", "id = 'p'\ntitle = 'P'\nlayout = 'wied'\n");
    told += &county.refused(&["profile", "load", &profile]);
    told += &county.refused(&["catalogue", "show", "DEM40"]);
    insta::assert_snapshot!(told);
}

#[test]
fn a_day_before_the_first_status_is_told_as_such() {
    let Some(county) = Small::new(2) else {
        return skipped("the program");
    };
    county.file(
        "gebiete.csv",
        REGISTER.replace(";county;;;", ";county;;2015-01-01;"),
    );
    let description = county.file(
        "gebiete.toml",
        format!("register = 'gebiete.csv'\n{LEVELS}"),
    );
    let said = county.run(&["areas", "load", &description]);
    assert_eq!(said.code, Some(0), "{}", said.text);
    let early = county.refused(&["areas", "show", "--at", "2014-12-31"]);
    let later = county.run(&["areas", "show", "--at", "2024-06-30"]).text;
    insta::assert_snapshot!(early + &later);
}
