//! A school district that runs through two Wohnplätze: fourteen people remain, and the edition does not leave the house.

use e2e::skipped;

use crate::county::{LEVELS, Small};

const AREAS: &str = "key;name;level;parent\n09998;Kleinkreis;county;\n09998001;Altdorf;municipality;09998\n\
    09998001001;Markt;wohnplatz;09998001\n09998001002;Heide;wohnplatz;09998001\n09998001003;Bruch;wohnplatz;09998001\n";
const PLACES: &str = "[[level]]\nid = 'wohnplatz'\nname = 'Wohnplatz'\nplural = 'Wohnplätze'\n";
const DISTRICT: &str = "group;name;member;extent\nSB-1;Schulbezirk Markt;09998001001;whole\n\
    SB-1;Schulbezirk Markt;09998001002;part\nSB-1;Schulbezirk Markt;09998001003;part\n";
const PROFILE: &str = "id = 'bezirk'\ntitle = 'Einwohner'\nlayout = 'wide'\n\
    key = { columns = ['Schluessel'], type = 'own' }\nperiod = { column = 'Jahr' }\n\
    columns = [{ header = 'Personen', count = 'population' }]\n";
const RULES: &str = "[groups]\ninternal_only = ['SB-1']\n";

/// The county with three Wohnplätze, its district, and a delivery for all of them.
fn county(in_district: u32) -> Option<Small> {
    let county = Small::new(2)?;
    county.file("gebiete.csv", AREAS);
    county.file("gruppen.csv", DISTRICT);
    let description = county.file(
        "gebiete.toml",
        format!("register = 'gebiete.csv'\ngroups = 'gruppen.csv'\n{LEVELS}{PLACES}"),
    );
    let profile = county.file("bezirk.toml", PROFILE);
    let delivery = county.file(
        "einwohner.csv",
        format!(
            "Schluessel;Jahr;Personen\n09998001001;2024;900\n09998001002;2024;300\n09998001003;2024;250\n\
             SB-1;2024;{in_district}\n"
        ),
    );
    for call in [
        &["areas", "load", &description][..],
        &["profile", "load", &profile],
        &["import", &delivery, "--profile", "bezirk"],
    ] {
        let said = county.run(call);
        assert_eq!(said.code, Some(0), "{}", said.text);
    }
    Some(county)
}

const MAKE: [&str; 5] = ["release", "make", "2025-1", "--on", "2025-07-01"];

/// The public tables of the edition that was just made.
fn public(county: &Small) -> String {
    for call in [&MAKE[..], &["release", "export", "2025-1"]] {
        let said = county.run(call);
        assert_eq!(said.code, Some(0), "{}", said.text);
    }
    let content = county.content();
    let is_public = |path: &std::path::Path| path.components().any(|c| c.as_os_str() == "public");
    let files = content.iter().filter(|(path, _)| is_public(path));
    let text: Vec<_> = files
        .map(|(_, bytes)| String::from_utf8_lossy(bytes))
        .collect();
    assert!(!text.is_empty());
    text.join("\n")
}

#[test]
fn a_district_that_leaves_fourteen_people_is_refused_until_it_stays_inside() {
    let Some(county) = county(914) else {
        return skipped("the program");
    };
    let text = county.refused(&MAKE);
    insta::assert_snapshot!(text);
    assert!(!text.contains("14 "), "{text}");
    let rules = county.run(&["rules", "show", "disclosure"]).text;
    let (before, _) = rules.split_once("[groups]").unwrap();
    let rules = county.file("regeln.toml", format!("{before}{RULES}"));
    let said = county.run(&["rules", "load", "disclosure", &rules]);
    assert_eq!(said.code, Some(0), "{}", said.text);
    let public = public(&county);
    assert!(public.contains("09998001002") && !public.contains("SB-1"));
}

#[test]
fn rules_with_a_misspelt_count_or_level_are_told_the_nearest_one_and_not_kept() {
    let Some(county) = county(1100) else {
        return skipped("the program");
    };
    let before = county.run(&["rules", "show", "disclosure"]).text;
    for (right, wrong, near) in [
        (r#"["population"]"#, r#"["popluation"]"#, "„population“"),
        (r#"["unemployed","#, r#"["unemployd","#, "„unemployed“"),
        (
            r#"["municipality","#,
            r#"["municipalty","#,
            "„municipality“",
        ),
        (" - births +", " - brths +", "„births“"),
    ] {
        let changed = before.replace(right, wrong);
        assert_ne!(changed, before, "{right}");
        let file = county.file("regeln.toml", changed);
        let text = county.refused(&["rules", "load", "disclosure", &file]);
        assert!(
            text.contains(near) && text.contains("regeln.toml"),
            "{text}"
        );
        let text = county.refused(&["disclosure", "simulate", "--rules", &file]);
        assert!(text.contains(near), "{text}");
    }
    assert_eq!(county.run(&["rules", "show", "disclosure"]).text, before);
}

#[test]
fn a_district_with_large_pieces_is_published() {
    let Some(county) = county(1100) else {
        return skipped("the program");
    };
    assert!(public(&county).contains("SB-1"));
}
