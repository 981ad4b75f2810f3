//! Fifty small counts planted in the raw deliveries: nobody outside can read one of them anywhere.

use std::path::Path;

use e2e::{program, run, skipped, tool};
use testkit::{County, RawFile};

use super::attack::{actual, attacked, recovered};
use super::differential::{outlines, pictures, profiles, tables};
use super::formats::{Name, csv};
use super::printed::{municipalities, series};

/// Where a kind of small count is written, and where it would be published.
struct Kind {
    file: &'static str,
    key: usize,
    column: usize,
    indicator: &'static str,
    breakdown: &'static str,
}

const KINDS: [Kind; 5] = [
    kind("jugendamt/hilfen_YEAR.csv", 1, 5, "JUG03"),
    kind("sozialamt/leistungen_YEAR.csv", 0, 2, "EIN07"),
    kind("sozialamt/leistungen_YEAR.csv", 0, 3, "EIN09"),
    kind("statistikstelle/Haushalte_WP_YEAR-12.txt", 0, 5, "HH06"),
    Kind {
        breakdown: "sex=female",
        ..kind("melderegister/auslaender_YEAR.csv", 1, 3, "MIG01")
    },
];

const fn kind(file: &'static str, key: usize, column: usize, indicator: &'static str) -> Kind {
    Kind {
        file,
        key,
        column,
        indicator,
        breakdown: "total",
    }
}

/// Writes ones and twos into a file; the figures they would be.
fn plant(file: &mut RawFile, kind: &Kind, (year, first): (&str, usize)) -> Vec<Name> {
    let mut lines: Vec<Vec<u8>> = file
        .bytes
        .split(|b| *b == b'\n')
        .map(<[u8]>::to_vec)
        .collect();
    let mut planted = Vec::new();
    for number in 0..5 {
        let line = &mut lines[first + number * 17];
        let mut cells: Vec<Vec<u8>> = line.split(|b| *b == b';').map(<[u8]>::to_vec).collect();
        let end = if cells[kind.column].ends_with(b"\r") {
            "\r"
        } else {
            ""
        };
        cells[kind.column] = format!("{}{end}", 1 + number % 2).into_bytes();
        let area = String::from_utf8(cells[kind.key].clone()).unwrap();
        *line = cells.join(&b';');
        let [indicator, year, breakdown] =
            [kind.indicator, year, kind.breakdown].map(str::to_owned);
        planted.push([area, indicator, "1".to_owned(), year, breakdown]);
    }
    file.bytes = lines.join(&b'\n');
    planted
}

fn plant_all(county: &mut County) -> Vec<Name> {
    let mut planted = Vec::new();
    for (year, shift) in [("2023", 0), ("2024", 7)] {
        for (kind, place) in KINDS.iter().zip(1..) {
            let path = kind.file.replace("YEAR", year);
            let file = county
                .deliveries
                .iter_mut()
                .find(|f| f.path == path)
                .unwrap();
            planted.extend(plant(file, kind, (year, place * 2 + shift)));
        }
    }
    planted
}

/// Imports the deliveries and publishes them; everything the program says meanwhile.
fn publish(county: &County, data: &Path, raw: &Path) -> String {
    let mut said = String::new();
    let mut tell = |words: &[&str]| {
        let all = [words, &["--data", data.to_str().unwrap()]].concat();
        let output = run(&program().unwrap(), &all).unwrap();
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8_lossy(&text).into_owned();
        assert!(output.status.success(), "{words:?}: {text}");
        said.push_str(&text);
    };
    unpack(county, raw);
    let path = |name: &str| raw.join(name).to_str().unwrap().to_owned();
    tell(&["init"]);
    tell(&[
        "areas",
        "load",
        &path(testkit::DESCRIPTION),
        "--on",
        "2025-06-30",
    ]);
    for (id, text) in testkit::PROFILES {
        let profile = path(&format!("{id}.toml"));
        std::fs::write(&profile, text).unwrap();
        tell(&["profile", "load", &profile, "--on", "2025-06-30"]);
        let files = county.deliveries.iter().filter(|f| f.profile == id);
        let files: Vec<String> = files.map(|f| path(&f.path)).collect();
        // Voting districts need an assignment that no command of its own loads.
        if files.is_empty() || id.starts_with("wahlamt") {
            continue;
        }
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        let how = ["import", "--profile", id, "--received", "2025-06-01"];
        tell(&[&how[..], &files].concat());
    }
    tell(&["release", "make", "planted", "--on", "2025-07-01"]);
    tell(&["release", "export", "planted"]);
    let report = data.join("public/sozialbericht.pdf");
    tell(&["report", "planted", "--output", report.to_str().unwrap()]);
    said
}

/// Puts the files where a planner would.
fn unpack(county: &County, raw: &Path) {
    for file in county.areas.iter().chain(&county.deliveries) {
        let path = raw.join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &file.bytes).unwrap();
    }
}

/// What the table hides is hidden in every other format, in sentences and in pictures.
fn assert_hidden_everywhere(public: &Path) {
    assert!(tables(public)[1] > 5_000 && outlines(public)[1] > 400);
    if tool("/usr/bin/pdftotext").is_some() {
        assert!(profiles(public).is_some_and(|[hidden, _]| hidden > 100));
        assert!(pictures(public).is_none_or(|[_, hidden, _]| hidden > 300));
        assert!(municipalities(public).is_some_and(|[tables, ..]| tables > 50));
        assert!(series(public).is_none_or(|[_, _, hidden]| hidden > 80));
    }
}

#[test]
fn fifty_planted_small_counts_are_nowhere_to_be_read() {
    if program().is_none() {
        return skipped("the program");
    }
    let folder = tempfile::tempdir().unwrap();
    let (data, raw) = (folder.path().join("data"), folder.path().join("raw"));
    let mut county = testkit::musterkreis();
    let planted = plant_all(&mut county);
    assert_eq!(planted.len(), 50);
    let said = publish(&county, &data, &raw);
    let public = data.join("public");
    let figures = csv(&public.join("figures.csv"));
    for name in &planted {
        let figure = &figures[name];
        assert!(
            figure.is_hidden() && !figure.tells(),
            "{name:?}: {figure:?}"
        );
        // What the program says while it works names none of these areas beside a number.
        let both = |line: &&str| line.contains(&name[0]) && line.contains(&name[1]);
        assert_eq!(said.lines().find(both), None, "{name:?}");
    }
    assert_hidden_everywhere(&public);
    let actual = actual(&data);
    let tables = actual.path().join("actual");
    let true_figures = csv(&tables.join("figures.csv"));
    let small = |n: &&Name| matches!(true_figures[*n].numbers[0], Some(1.0 | 2.0));
    assert_eq!(planted.iter().filter(small).count(), 50, "they arrived");
    let (_, told) = attacked(&public, &["--actual", tables.to_str().unwrap()]);
    let is_planted = |r: &&serde_json::Value| {
        planted.iter().any(|name| {
            let [area, indicator, _, period, breakdown] = name.each_ref().map(String::as_str);
            r["area"] == area
                && r["indicator"] == indicator
                && r["period"] == period
                && r["breakdown"] == breakdown
        })
    };
    let found: Vec<_> = recovered(&told).iter().filter(is_planted).collect();
    assert!(found.is_empty(), "{found:#?}");
}
