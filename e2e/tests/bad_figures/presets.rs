//! Presets of an index and of types that cannot be made, or only with numbers nobody should believe.

use std::fmt::Write as _;

use super::{Case, answers};

const INDEX: &[&str] = &["index", "--preset", "vorlage.toml"];
const TYPES: &[&str] = &["typology", "--types", "typen.toml"];

/// Two indicators, the second as `of` makes it from the first.
fn pair(areas: usize, of: impl Fn(usize, i32) -> String) -> String {
    let mut rows = String::new();
    for area in 0..areas {
        for year in 2020..2025 {
            let cases = 100 + i32::try_from(area * 37 % 23).unwrap() * 9 + year % 4;
            writeln!(rows, "A{area:02};{year};{cases};1000;eins").unwrap();
            writeln!(rows, "A{area:02};{year};{};zwei", of(area, cases)).unwrap();
        }
    }
    rows
}

fn case(name: &'static str, asked: &'static [&'static str], rows: String) -> Case {
    Case {
        head: "area_id;period;numerator;denominator;indicator",
        ..Case::new(name, asked, rows)
    }
}

fn preset(weights: &str, own: [&str; 2], draws: u32) -> String {
    format!(
        "id = \"probe\"\nversion = 1\nname = \"Probe\"\npurpose = \"\"\n\
         [[indicator]]\nid = \"eins\"\n{}\n[[indicator]]\nid = \"zwei\"\n{}\n\
         [method]\n{weights}\n[status]\ncuts = [0.0]\nnames = [\"wenig\", \"viel\"]\n[doubt]\ndraws = {draws}\n",
        own[0], own[1]
    )
}

const TYPES_PRESET: &str = "id = \"probe\"\nversion = 1\nname = \"Probe\"\nindicators = [\"eins\", \"zwei\"]\n\
                            method = \"ward\"\nleast_types = 2\nmost_types = 4\nnames = []\n";

#[expect(clippy::too_many_lines, reason = "a table, one line a case")]
fn cases() -> Vec<Case> {
    let same = |areas| pair(areas, |_, cases| format!("{cases};1000"));
    let other = |areas| pair(areas, |area, _| format!("{};1000", 50 + area * 13 % 17));
    let index = |name, rows, preset: String| case(name, INDEX, rows).beside("vorlage.toml", preset);
    let weighted = |name, own| index(name, other(20), preset("weights = \"given\"", own, 50));
    let types = |name, rows: String, draws: u32| {
        let doubt = format!("{TYPES_PRESET}[doubt]\ndraws = {draws}\nstability = 0.7\n");
        case(name, TYPES, rows).beside("typen.toml", doubt)
    };
    let third = "[[indicator]]\nid = \"drei\"\n[method]\nweights = \"one_factor\"";
    let three = preset(third, ["", ""], 50).replacen("[method]\n[[", "[[", 1);
    let factor = |name, rows: String| {
        let mut all = rows.clone();
        // The third goes its own way.
        for (at, line) in rows
            .lines()
            .filter(|line| line.ends_with("eins"))
            .enumerate()
        {
            let start = line.split(';').take(2).collect::<Vec<_>>().join(";");
            writeln!(all, "{start};{};1000;drei", 100 + at * at % 97).unwrap();
        }
        index(name, all, three.clone())
    };
    let equal = |draws| preset("", ["", ""], draws);
    vec![
        factor("Faktormodell, zweimal dasselbe", same(20)),
        index(
            "Faktormodell mit zwei Indikatoren",
            other(20),
            preset("weights = \"one_factor\"", ["", ""], 50),
        ),
        index(
            "Hauptkomponente, zweimal dasselbe",
            same(20),
            preset("weights = \"principal_component\"", ["", ""], 50),
        ),
        factor(
            "Faktormodell, einer überall gleich",
            pair(20, |_, _| "50;1000".into()),
        ),
        index(
            "einer überall gleich",
            pair(20, |_, _| "50;1000".into()),
            equal(50),
        ),
        weighted("Gewichte null", ["weight = 0.0", "weight = 0.0"]),
        weighted("Gewicht negativ", ["weight = -1.0", "weight = 2.0"]),
        weighted("Gewicht keine Zahl", ["weight = nan", "weight = 1.0"]),
        weighted("Gewicht unendlich", ["weight = inf", "weight = 1.0"]),
        weighted("ein Gewicht null", ["weight = 0.0", "weight = 1.0"]),
        index("eine Million Ziehungen", other(20), equal(1_000_000)),
        index("niemand wohnt da", pair(20, |_, _| "0;0".into()), equal(50)),
        index("ein Gebiet", other(1), equal(50)),
        index("zwei Gebiete", other(2), equal(50)),
        types("Typen, zweimal dasselbe", same(20), 20),
        types("Typen, eine Million Ziehungen", other(20), 1_000_000),
        types("Typen, ein Gebiet", other(1), 20),
        types("Typen, zwei Gebiete", other(2), 20),
        types("Typen, niemand wohnt da", pair(20, |_, _| "0;0".into()), 20),
        types(
            "Typen, einer überall gleich",
            pair(20, |_, _| "50;1000".into()),
            20,
        ),
    ]
}

#[test]
fn every_preset_that_cannot_be_made_is_answered_in_german() {
    let Some(answers) = answers(&cases()) else {
        return e2e::skipped("LEBENSLAGE_BINARY");
    };
    insta::assert_snapshot!("presets", answers);
}
