//! The press with a hand-made manuscript.

#![expect(clippy::too_many_lines, reason = "a manuscript is long and plain")]

use super::*;
use crate::document::*;

const SQUARE: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" width="200" height="100"><rect x="10" y="10" width="180" height="80" fill="#86aedb"/><text x="20" y="50" font-family="Fira Sans" font-size="9">Rosental</text></svg>"##;

fn drawing(number: Option<&str>) -> Drawing {
    Drawing {
        file: 0,
        width: 200.0,
        alt: "Eine Karte des Kreises".into(),
        number: number.map(Into::into),
        caption: number.map(|_| "In Rosental leben anteilig mehr Kinder".into()),
        subtitle: "Anteil an allen Kindern unter 15, in %".into(),
        note: String::new(),
    }
}

fn row(name: &str) -> Row {
    Row {
        lines: 1,
        name: name.into(),
        detail: "2022 bis 2024".into(),
        low: "2,1".into(),
        high: "27,3".into(),
        strip: Some(Strip {
            here: Some(0.6),
            interval: Some((0.5, 0.7)),
            parent: Some(0.4),
            county: Some(0.3),
        }),
        value: "17,4 %".into(),
        interval: "(14,1–20,7)".into(),
        county: "8,3".into(),
        verdicts: vec![
            Words {
                text: "mehr".into(),
                strong: Strong::Yes,
            },
            Words {
                text: "keiner nachweisbar".into(),
                strong: Strong::No,
            },
        ],
    }
}

fn profile() -> Profile {
    let section = |title: &str, n: usize| Section {
        title: title.into(),
        rows: (0..n)
            .map(|_| row("Kinder unter 15 mit Bürgergeld"))
            .collect(),
    };
    let slot = Slot {
        title: "Was Menschen hier sagen".into(),
        text: vec![],
        empty: "Hier ist Platz für Stimmen aus der Sozialraumkonferenz.".into(),
    };
    Profile {
        group: "Wohnplätze".into(),
        kicker: "Gebietsprofil · Gemeinde Lindenau".into(),
        name: "Bahnhofsviertel".into(),
        population: Some(Population {
            number: "3.412".into(),
            text: "Menschen leben hier (31.12.2024), 2,1 % mehr als 2019.".into(),
        }),
        locator: Some(drawing(None)),
        lead: vec!["Jugendhilfeplanung und Sozialberichterstattung ".repeat(9)],
        legend: Legend {
            here: "Bahnhofsviertel mit 95-%-Bereich".into(),
            parent: Some("Lindenau".into()),
            county: Some("Musterkreis".into()),
        },
        table: ProfileTable {
            heads: [
                "",
                "",
                "hier",
                "Kreis",
                "zum übrigen Kreis",
                "zum übrigen Lindenau",
            ]
            .map(Into::into)
            .to_vec(),
            sections: vec![
                section("Was hier gut ist", 3),
                section("Familien und Kinder", 7),
                section("Arbeit und Einkommen", 6),
            ],
        },
        two_pages: TwoPages::No,
        series: vec![drawing(Some("")), drawing(Some(""))],
        ages: None,
        slots: vec![slot.clone(), slot],
        note: String::new(),
    }
}

fn document() -> Document {
    let table = Table {
        number: Some("Tabelle 1".into()),
        caption: Some("Kinder nach Gemeinden".into()),
        columns: ["Gemeinde", "Anteil"]
            .map(|title| Column {
                title: title.into(),
                width: 1.0,
                align: Align::Left,
            })
            .to_vec(),
        rows: vec![vec!["Rosental".into(), "8,3 %".into()]; 90],
        note: "Quelle: Bundesagentur für Arbeit".into(),
    };
    Document {
        meta: Meta {
            title: "Sozialbericht Musterkreis 2025".into(),
            author: "Musterkreis".into(),
            keywords: vec!["Sozialbericht".into()],
            description: "Wie Menschen leben".into(),
            running: "Sozialbericht Musterkreis 2025 · Ausgabe 2025-1".into(),
        },
        parts: vec![
            Part::Cover(Cover {
                county: "Musterkreis".into(),
                title: "Sozialbericht 2025".into(),
                subtitle: "Wie Menschen im Musterkreis leben".into(),
                author: "Musterkreis".into(),
                edition: "Ausgabe 2025-1 vom 15.10.2025".into(),
                map_note: String::new(),
                map: Some(drawing(None)),
            }),
            Part::Contents {
                title: "Inhalt".into(),
            },
            Part::Chapter(Chapter {
                kicker: "Kapitel 1".into(),
                title: "Einkommen".into(),
                blocks: vec![
                    Block::Lead {
                        text: "Kinder sind häufiger arm als Erwachsene.".into(),
                    },
                    Block::Text {
                        text: vec!["Jugendhilfeplanung und Sozialberichterstattung. ".repeat(30)],
                    },
                    Block::Heading {
                        level: 2,
                        text: "Karten".into(),
                        outlined: Outlined::Yes,
                    },
                    Block::Figure {
                        figure: drawing(Some("Abbildung 1")),
                    },
                    Block::Pair {
                        figures: vec![drawing(Some("Abbildung 2")), drawing(Some("Abbildung 3"))],
                    },
                    Block::Table { table },
                ],
            }),
            Part::Profile(Box::new(profile())),
            Part::FigureList {
                title: "Abbildungen".into(),
                of: "drawing",
            },
            Part::FigureList {
                title: "Tabellen".into(),
                of: "table",
            },
        ],
    }
}

fn sample(document: &Document) -> Result<Print, PressError> {
    print(Manuscript {
        document,
        drawings: vec![SQUARE.to_owned()],
        identifier: "2025-1".into(),
        date: "2025-10-15".parse().unwrap(),
    })
}

#[test]
fn the_same_manuscript_gives_the_same_bytes() {
    let first = sample(&document()).unwrap();
    let second = sample(&document()).unwrap();
    assert!(first.pdf == second.pdf);
    assert!(first.pages >= 8, "{}", first.pages);
}

#[test]
fn a_mistake_is_told_with_template_and_line() {
    let mut broken = document();
    broken.parts[0] = Part::Cover(Cover {
        county: String::new(),
        title: String::new(),
        subtitle: String::new(),
        author: "Musterkreis".into(),
        edition: String::new(),
        map_note: String::new(),
        map: Some(Drawing {
            file: 99,
            ..drawing(None)
        }),
    });
    let error = sample(&broken).err().unwrap().to_string();
    assert!(error.contains("parts.typ, line "), "{error}");
}

#[test]
fn a_picture_without_alternative_text_is_refused() {
    let mut broken = document();
    broken.parts[0] = Part::Cover(Cover {
        county: String::new(),
        title: String::new(),
        subtitle: String::new(),
        author: "Musterkreis".into(),
        edition: String::new(),
        map_note: String::new(),
        map: Some(Drawing {
            alt: String::new(),
            ..drawing(None)
        }),
    });
    assert!(sample(&broken).is_err());
}
