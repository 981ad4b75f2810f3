//! The report of a small invented county, as its readers get it.

#![expect(clippy::unwrap_used, reason = "tests may panic")]

mod county;
mod poppler;

use county::Size;

use reports::{Outline, Report, Scope, sozialbericht};
use vocabulary::Explain;

const SMALL: Size = Size {
    municipalities: 2,
    places: 6,
    topics: 2,
    per_topic: 2,
    years: 4,
};

fn report(scope: Scope) -> Report {
    sozialbericht(&county::release(SMALL), &Outline::default_county(), scope).unwrap()
}

/// The text of each page, if Poppler is there.
fn pages(pdf: &[u8]) -> Option<Vec<String>> {
    let text = poppler::text(pdf)?;
    Some(text.split('\u{c}').map(str::to_owned).collect())
}

fn count(pdf: &[u8], what: &[u8]) -> usize {
    pdf.windows(what.len())
        .filter(|window| *window == what)
        .count()
}

#[test]
fn the_same_release_gives_the_same_bytes() {
    let (first, second) = (report(Scope::County), report(Scope::County));
    assert!(first.pdf == second.pdf);
    assert_eq!(first.pages, second.pages);
}

#[test]
fn the_file_is_tagged_and_every_figure_has_words() {
    let report = report(Scope::County);
    for mark in [
        "/StructTreeRoot",
        "/MarkInfo",
        "pdfuaid",
        "pdfaid",
        "/Lang",
        "/TH",
        "/Scope/Row",
    ] {
        assert!(count(&report.pdf, mark.as_bytes()) > 0, "{mark}");
    }
    assert!(count(&report.pdf, b"/Alt") >= report.figures);
    assert!(report.figures > 20, "{}", report.figures);
}

#[test]
fn a_reader_finds_people_first_and_the_same_words_for_all_that_is_hidden() {
    let Some(pages) = pages(&report(Scope::County).pdf) else {
        return;
    };
    let text = pages.join("\n");
    for words in [
        "Sozialbericht 2025",
        "Das Wichtigste in Kürze",
        "Menschen leben hier (31.12.2024)",
        "als im übrigen Kreis",
        "nicht gezeigt",
        "neue Zählweise",
        "Was wir nicht wissen",
        "Steckbriefe der Merkmale",
        "Abbildung 1",
    ] {
        assert!(text.contains(words), "{words}");
    }
    for unwanted in ["suppressed", "NaN", "{", "None", "primär"] {
        assert!(!text.contains(unwanted), "{unwanted}");
    }
}

#[test]
fn a_profile_has_one_page_or_two() {
    let Some(pages) = pages(&report(Scope::County).pdf) else {
        return;
    };
    let starts: Vec<usize> = (0..pages.len())
        .filter(|page| pages[*page].trim_start().starts_with("PROFIL"))
        .collect();
    assert!(starts.len() >= 8, "{}", starts.len());
    for pair in starts.windows(2) {
        assert!(pair[1] - pair[0] <= 2, "{pair:?}");
    }
}

#[test]
fn one_municipality_gets_its_own_part() {
    let whole = report(Scope::County);
    let part = report(Scope::Municipality("09999001".parse().unwrap()));
    assert!(part.pages < whole.pages);
    let Some(pages) = pages(&part.pdf) else {
        return;
    };
    assert!(
        pages[0].contains("Teilbericht Rosental 2025"),
        "{}",
        pages[0]
    );
    assert!(!pages.join("\n").contains("Vorwort"));
}

#[test]
fn the_index_says_what_is_sure_and_how_it_was_made() {
    let Some(pages) = pages(&report(Scope::County).pdf) else {
        return;
    };
    let chapter = pages
        .iter()
        .position(|page| page.trim_start().starts_with("Soziale Lage im Überblick"))
        .unwrap();
    let text = pages[chapter..chapter + 3].join("\n");
    // Sentences run over lines, and words over their soft hyphens.
    let text: Vec<&str> = text.split_whitespace().collect();
    let text = text.join(" ").replace("\u{ad} ", "");
    for words in [
        // What is sure, what is not, and where nothing is told.
        "gehört sicher zur Gruppe „hohe Belastung“",
        "zwischen zwei Klassen",
        "Gruppe nicht sicher",
        "2–4",
        "Wovon der Index abhängt",
        "weniger als 300 Menschen",
        // How it was made.
        "Methodenblatt: Soziale Lage",
        "Standardabweichung",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    // Change is told only where it is sure: the sixth place lies in a class that is not.
    assert!(
        text.contains("Das ist in 4 Gebieten nicht der Fall"),
        "{text}"
    );
}

/// What an earlier edition published of the county's index; its areas in another class now.
fn edition(identifier: &str, changed: &[&str]) -> serde_json::Value {
    let place = |area: &&str| {
        serde_json::json!({
            "area": area, "before": "mittlere Belastung", "after": "erhöhte Belastung",
            "why": ["preset", "revised"]
        })
    };
    let changed: Vec<_> = changed.iter().map(place).collect();
    serde_json::json!({
        "edition": identifier, "preset": "soziale-lage", "versions": [1, 2], "period": "2024",
        "same": 5, "changed": changed, "not_defined": null
    })
}

/// The report of the county beside these earlier editions, words in a row.
fn beside(editions: &[serde_json::Value]) -> Option<String> {
    let mut release = county::release(SMALL);
    let read = |edition: &serde_json::Value| serde_json::from_value(edition.clone()).unwrap();
    release.beside = editions.iter().map(read).collect();
    let report = sozialbericht(&release, &Outline::default_county(), Scope::County).unwrap();
    let text = pages(&report.pdf)?.join("\n");
    let text: Vec<&str> = text.split_whitespace().collect();
    Some(text.join(" ").replace("\u{ad} ", ""))
}

#[test]
fn several_earlier_editions_get_a_line_each_and_a_single_one_no_table() {
    let newest = edition("2025-1", &["09999001001"]);
    let mut oldest = edition("2023-1", &[]);
    oldest["not_defined"] = "Die Ausgabe steht auf einem anderen Gebietsstand.".into();
    let all = [newest.clone(), edition("2024-1", &[]), oldest];
    let (Some(several), Some(one)) = (beside(&all), beside(&[newest])) else {
        return;
    };
    let overview = "Alle früheren Ausgaben, heute neu gerechnet";
    for text in [&several, &one] {
        assert!(text.contains("Die Ausgabe 2025-1 bleibt, wie sie ist."));
        assert!(text.contains("Fassung 2 der Vorlage statt 1; Werte des Gebiets berichtigt"));
    }
    assert!(!one.contains(overview));
    let (_, table) = several.split_once(overview).unwrap();
    for words in [
        "2025-1 2024 1",
        "2024-1 2024 0 – Fassung 2 der Vorlage statt 1",
        "2023-1 2024 – – Die Ausgabe steht auf einem anderen Gebietsstand.",
    ] {
        assert!(table.contains(words), "{words}\n{table}");
    }
}

#[test]
fn a_part_without_an_area_of_the_index_has_no_such_chapter() {
    let mut release = county::release(SMALL);
    let town = "09999001".parse().unwrap();
    for index in &mut release.indices {
        for period in &mut index.periods {
            period
                .areas
                .retain(|area| !area.area.as_str().starts_with("09999001"));
        }
    }
    let outline = Outline::default_county();
    let part = sozialbericht(&release, &outline, Scope::Municipality(town)).unwrap();
    let Some(pages) = pages(&part.pdf) else {
        return;
    };
    assert!(!pages.join("\n").contains("Soziale Lage im Überblick"));
}

#[test]
fn a_comment_of_the_outline_stands_in_the_profile() {
    let outline = include_str!("../outlines/sozialbericht.toml").replace(
        "[comments]",
        "[comments]\n09999001001 = \"Der Treff am Markt fehlt den Jugendlichen.\"",
    );
    let outline = Outline::parse(&outline).unwrap();
    let release = county::release(SMALL);
    let report = sozialbericht(&release, &outline, Scope::County).unwrap();
    let Some(pages) = pages(&report.pdf) else {
        return;
    };
    assert!(pages.join("\n").contains("Der Treff am Markt"));
}

#[test]
fn an_area_that_is_not_in_the_release_is_named() {
    let release = county::release(SMALL);
    let scope = Scope::Municipality("12345678".parse().unwrap());
    let error = sozialbericht(&release, &Outline::default_county(), scope).unwrap_err();
    assert!(error.german().contains("12345678"), "{}", error.german());
}
