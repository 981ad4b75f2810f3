//! Every format of an edition shows and hides exactly the same figures, and what is shown is the same number everywhere.

use std::collections::BTreeMap;
use std::path::Path;

use e2e::{demo, report_with_layout, skipped};
use vocabulary::german_number;

use super::formats::{Figures, Name, Said, alternatives, csv, geojson, parquet, xlsx};

/// The difference between two figures: what a number loses on its way through a format.
const ROUNDING: f64 = 1e-9;

fn same(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= ROUNDING * a.abs().max(1.0),
        (a, b) => a == b,
    }
}

fn assert_same(what: &str, figures: &Figures, others: &Figures) {
    assert_eq!(figures.len(), others.len(), "{what}");
    for ((name, said), (other, also)) in figures.iter().zip(others) {
        assert_eq!(name, other, "{what}");
        assert_eq!(said.state, also.state, "{what}: {name:?}");
        let mut pairs = said.numbers.iter().zip(also.numbers);
        let agree = pairs.all(|(a, b)| same(*a, b));
        assert!(agree, "{what}: {name:?} {said:?} {also:?}");
    }
}

#[test]
fn tables_tell_the_same_numbers_and_nothing_of_what_is_hidden() {
    let Some(data) = demo() else {
        return skipped("the program");
    };
    let [all, hidden] = tables(&data.join("public"));
    assert!(all > 80_000 && hidden > 5_000, "{all} {hidden}");
}

/// Compares the tables of a public folder: how many figures, and how many of them hidden.
pub(super) fn tables(public: &Path) -> [usize; 2] {
    let figures = csv(&public.join("figures.csv"));
    let hidden = figures.values().filter(|f| f.is_hidden()).count();
    assert!(figures.values().all(|f| !f.is_hidden() || !f.tells()));
    let workbook = xlsx(&public.join("figures.xlsx"));
    assert_same("the workbook", &figures, &workbook);
    let columns = parquet(&public.join("figures.parquet"));
    assert_same("Parquet", &figures, &columns);
    [figures.len(), hidden]
}

#[test]
fn outlines_carry_the_same_numbers() {
    let Some(data) = demo() else {
        return skipped("the program");
    };
    let [compared, hidden] = outlines(&data.join("public"));
    assert!(compared > 5_000 && hidden > 400, "{compared} {hidden}");
}

/// Compares the outlines with the table: how many figures, and how many of them hidden.
pub(super) fn outlines(public: &Path) -> [usize; 2] {
    let figures = csv(&public.join("figures.csv"));
    let (mut compared, mut hidden) = (0, 0);
    for ([area, indicator, period], (numbers, state)) in geojson(&public.join("areas.geojson")) {
        let said = figure(&figures, [&area, &indicator, &period]).unwrap();
        assert_eq!(said.state, state, "{area} {indicator} {period}");
        let [_, _, value, lower, upper] = said.numbers;
        let mut pairs = [value, lower, upper].into_iter().zip(numbers);
        let agree = pairs.all(|(a, b)| same(a, b));
        assert!(agree, "{area} {indicator} {period}: {said:?} {numbers:?}");
        compared += 1;
        hidden += usize::from(said.is_hidden());
    }
    [compared, hidden]
}

/// The newest definition of a figure, all people together.
pub(super) fn figure<'a>(
    figures: &'a Figures,
    [area, indicator, period]: [&str; 3],
) -> Option<&'a Said> {
    ["3", "2", "1"].iter().find_map(|version| {
        let name: Name = [area, indicator, version, period, "total"].map(str::to_owned);
        figures.get(&name)
    })
}

/// Ids of indicators by their `name` or `short_name`.
pub(super) fn ids(by: &str) -> BTreeMap<String, String> {
    let catalogue = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../crates/indicators/catalogue/indicators.toml");
    let text = std::fs::read_to_string(catalogue).unwrap();
    let mut ids = BTreeMap::new();
    let mut id = String::new();
    for line in text.lines() {
        let value = |key: &str| {
            let rest = line.strip_prefix(key)?.trim_start().strip_prefix('=')?;
            Some(rest.trim().trim_matches('"').to_owned())
        };
        if let Some(value) = value("id") {
            id = value;
        } else if let Some(value) = value(by) {
            ids.insert(value, id.clone());
        }
    }
    assert!(ids.len() > 60);
    ids
}

/// Whether a text begins with this value, rounded.
pub(super) fn tells(text: &str, value: f64) -> bool {
    (0..3).any(|decimals| {
        let rest = text.strip_prefix(german_number(value, decimals).as_str());
        rest.is_some_and(|r| !r.starts_with(|c: char| c.is_ascii_digit() || c == ','))
    })
}

/// What stands in brackets behind each mention of an area.
fn behind<'a>(text: &'a str, area: &str) -> Vec<&'a str> {
    let mention = format!("{area} (");
    let begins = |at: usize| {
        let before = &text[..at];
        [": ", ", ", "und ", ". "]
            .iter()
            .any(|end| before.ends_with(end))
    };
    let mentions = text.match_indices(&mention).filter(|(at, _)| begins(*at));
    mentions
        .map(|(at, _)| &text[at + mention.len()..])
        .collect()
}

/// Areas of a level: key and name.
fn areas<'a>(figures: &'a Figures, level: &str) -> Vec<(&'a str, &'a str)> {
    let of_level = figures.iter().filter(|(_, said)| said.level == level);
    let mut areas: Vec<(&str, &str)> = of_level
        .map(|(name, said)| (name[0].as_str(), said.area_name.as_str()))
        .collect();
    areas.dedup();
    areas
}

/// How many figures a text says are hidden.
fn said_hidden(text: &str) -> usize {
    let Some((before, _)) = text.split_once(" zum Schutz Einzelner nicht gezeigt") else {
        return 0;
    };
    let sentence = before.rsplit(". ").next().unwrap();
    sentence.split(' ').next().unwrap().parse().unwrap_or(1)
}

#[test]
fn alternative_texts_name_shown_figures_only_and_count_the_hidden_ones() {
    let Some(data) = demo() else {
        return skipped("the program");
    };
    let Some([pictures, hidden, told]) = pictures(&data.join("public")) else {
        return;
    };
    assert!(
        pictures > 80 && hidden > 300 && told > 400,
        "{pictures} {hidden} {told}"
    );
}

/// Compares the alternative texts of maps and distributions with the table: pictures, hidden figures they count, and figures
/// they tell.
pub(super) fn pictures(public: &Path) -> Option<[usize; 3]> {
    let figures = csv(&public.join("figures.csv"));
    let ids = ids("name");
    let [places, towns] = ["wohnplatz", "municipality"].map(|level| areas(&figures, level));
    let [mut pictures, mut hidden, mut told] = [0; 3];
    for text in alternatives(&public.join("sozialbericht.pdf"))? {
        let Some((indicator, period, rest)) = picture(&ids, &text) else {
            continue;
        };
        let is_of_places = rest.contains("Wohnpl");
        let areas = if is_of_places { &places } else { &towns };
        let of = |key: &str| figure(&figures, [key, indicator, &period]);
        let really = areas
            .iter()
            .filter(|(key, _)| of(key).is_some_and(Said::is_hidden));
        assert_eq!(really.count(), said_hidden(rest), "{text}");
        pictures += 1;
        hidden += said_hidden(rest);
        for (key, area) in areas {
            let value = of(key).and_then(|f| f.numbers[2]);
            let numbers = behind(rest, area);
            let agree = |number: &&str| value.is_some_and(|v| tells(number, v));
            assert!(numbers.iter().all(agree), "{area} {value:?}: {text}");
            told += numbers.len();
        }
    }
    Some([pictures, hidden, told])
}

/// Indicator and period of a map or distribution, and what is said of it.
fn picture<'a>(
    ids: &'a BTreeMap<String, String>,
    text: &'a str,
) -> Option<(&'a str, String, &'a str)> {
    let about = text
        .strip_prefix("Karte: ")
        .or(text.strip_prefix("Verteilung: "))?;
    let (name, id) = ids
        .iter()
        .filter(|(name, _)| about.starts_with(&format!("{name}, ")))
        .max_by_key(|(name, _)| name.len())?;
    let (period, rest) = about[name.len() + 2..].split_once(". ")?;
    Some((id, period.replace(" bis ", "-"), rest))
}

#[test]
fn profiles_in_the_report_hide_the_same_figures() {
    let Some(data) = demo() else {
        return skipped("the program");
    };
    let Some([hidden, shown]) = profiles(&data.join("public")) else {
        return skipped("poppler-utils");
    };
    assert!(hidden > 100 && shown > 1_000, "{hidden} {shown}");
}

/// Compares the profiles of the report with the table: figures they hide, and figures they tell.
pub(super) fn profiles(public: &Path) -> Option<[usize; 2]> {
    let text = report_with_layout(public)?;
    let figures = csv(&public.join("figures.csv"));
    let ids = ids("short_name");
    let areas = areas(&figures, "wohnplatz");
    let [mut hidden, mut shown] = [0; 2];
    for page in text.split('\u{c}') {
        let Some((_, profile)) = page.split_once("PROFIL · WOHNPLATZ") else {
            continue;
        };
        let mut lines = profile.lines().skip(1).map(str::trim);
        let title = lines.find(|l| !l.is_empty()).unwrap();
        let (key, _) = areas.iter().find(|(_, area)| *area == title).unwrap();
        for line in profile.lines() {
            let Some(said) = row(&figures, &ids, (key, line)) else {
                continue;
            };
            let says_hidden = line.contains("nicht gezeigt");
            assert_eq!(said.is_hidden(), says_hidden, "{title}: {line}");
            hidden += usize::from(says_hidden);
            if let Some(value) = said.numbers[2] {
                let mut words = line.split("  ").map(str::trim);
                assert!(words.any(|w| tells(w, value)), "{title} {value}: {line}");
                shown += 1;
            }
        }
    }
    Some([hidden, shown])
}

/// The figure a line of a profile is about.
fn row<'a>(
    figures: &'a Figures,
    ids: &BTreeMap<String, String>,
    (key, line): (&str, &str),
) -> Option<&'a Said> {
    let starts = |name: &&String| line.starts_with(&format!("{name} "));
    let name = ids.keys().filter(starts).max_by_key(|n| n.len())?;
    let about = line[name.len()..].split("  ").next()?;
    let period = about
        .split(' ')
        .find(|w| w.starts_with("20"))
        .unwrap_or("2024");
    figure(figures, [key, &ids[name], &period.replace('–', "-")])
}
