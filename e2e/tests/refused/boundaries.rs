//! Two Wohnplätze are merged between two editions: what the first hid of one does not come out as a difference.

use e2e::skipped;

use crate::county::{LEVELS, Small};

const PLACES: &str = "[[level]]\nid = 'wohnplatz'\nname = 'Wohnplatz'\nplural = 'Wohnplätze'\n";
const AREAS: &str = "key;name;level;parent;valid_from;valid_to\n09998;Kleinkreis;county;;;\n\
    09998001;Altdorf;municipality;09998;;\n09998002;Neudorf;municipality;09998;;\n\
    09998001001;Markt;wohnplatz;09998001;;\n09998002001;Aue;wohnplatz;09998002;;\n\
    09998002002;Tal;wohnplatz;09998002;;\n";
const BEFORE: &str =
    "09998001002;Heide;wohnplatz;09998001;;\n09998001003;Bruch;wohnplatz;09998001;;\n";
const AFTER: &str = "09998001002;Heide;wohnplatz;09998001;;2024-12-31\n\
    09998001003;Bruch;wohnplatz;09998001;;2024-12-31\n\
    09998001004;Bruchheide;wohnplatz;09998001;2025-01-01;\n";
const CROSSWALK: &str = "from_area;to_area;share;basis;valid_from\n\
    09998001002;09998001004;1;population;2025-01-01\n\
    09998001003;09998001004;1;population;2025-01-01\n";
const PROFILE: &str = "id = 'bestand'\ntitle = 'Einwohner'\nlayout = 'wide'\n\
    key = { columns = ['Schluessel'], type = 'own' }\nperiod = { column = 'Jahr' }\n\
    columns = [{ header = 'Personen', count = 'population' }]\n";
const PEOPLE: &str = "Schluessel;Jahr;Personen\n09998001001;2024;20\n09998001002;2024;2\n\
    09998001003;2024;30\n09998002001;2024;400\n09998002002;2024;500\n";

#[track_caller]
fn done(county: &Small, call: &[&str]) {
    let said = county.run(call);
    assert_eq!(said.code, Some(0), "{}", said.text);
}

/// The inhabitants an edition shows of 2024, by area; `None` where they are not shown.
fn shown(county: &Small, edition: &str) -> Vec<(String, Option<String>)> {
    done(county, &["release", "make", edition, "--on", "2025-07-01"]);
    done(county, &["release", "export", edition]);
    let table = std::fs::read_to_string(county.data.join("public/figures.csv")).unwrap();
    let rows = table
        .lines()
        .map(|line| line.split(';').collect::<Vec<_>>());
    let rows = rows.filter(|cells| cells[4..8] == ["DEM01", "1", "2024", "total"]);
    let number = |cells: Vec<&str>| {
        let value = Some(cells[10].to_owned()).filter(|v| !v.is_empty());
        (cells[0].to_owned(), value)
    };
    rows.map(number).collect()
}

fn of<'a>(shown: &'a [(String, Option<String>)], area: &str) -> Option<&'a str> {
    let row = shown.iter().find(|(key, _)| key == area);
    row.unwrap().1.as_deref()
}

#[test]
fn what_was_hidden_of_an_area_is_not_told_by_the_area_it_became_a_part_of() {
    let Some(county) = Small::new(2) else {
        return skipped("the program");
    };
    county.file("gebiete.csv", format!("{AREAS}{BEFORE}"));
    county.file("umsteiger.csv", CROSSWALK);
    let register = "register = 'gebiete.csv'\n";
    let description = county.file("gebiete.toml", format!("{register}{LEVELS}{PLACES}"));
    let profile = county.file("bestand.toml", PROFILE);
    let delivery = county.file("bestand.csv", PEOPLE);
    done(&county, &["areas", "load", &description]);
    done(&county, &["profile", "load", &profile]);
    done(&county, &["import", &delivery, "--profile", "bestand"]);
    let first = shown(&county, "1");
    assert_eq!(of(&first, "09998001002"), None);
    assert_eq!(of(&first, "09998001003"), Some("30"));
    let crosswalk = "crosswalk = 'umsteiger.csv'\n";
    county.file("gebiete.csv", format!("{AREAS}{AFTER}"));
    county.file(
        "gebiete.toml",
        format!("{register}{crosswalk}{LEVELS}{PLACES}"),
    );
    done(&county, &["areas", "load", &description]);
    let second = shown(&county, "2");
    // 32 less the 30 of before would be the two that were hidden; so would the municipality's 52 less 20 and 30.
    assert_eq!(of(&second, "09998001004"), None);
    assert!(of(&second, "09998001001").is_none() || of(&second, "09998001").is_none());
}
