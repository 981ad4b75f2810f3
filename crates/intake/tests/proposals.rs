//! What is proposed for files nobody has a profile for, and whether the draft reads them.
#![allow(
    clippy::unwrap_used,
    clippy::too_many_lines,
    reason = "a story with its file and its snapshot is told in one piece"
)]

mod fixtures;

use fixtures::{ba_workbook, ods, parquet_table};
use intake::{Layout, Proposal, Source, propose, read};

fn told(proposal: &Proposal) -> String {
    let line = |(heading, guess): (String, &intake::Guess)| {
        format!(
            "{heading}: {} ({}) {}",
            guess.value,
            guess.sureness(),
            guess.why
        )
    };
    proposal
        .guesses()
        .into_iter()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn next_year_s_file_fits_the_draft_and_another_table_does_not() {
    let text = "AGS;Name;Stand 2024;Kinder\n05378004;A;12,5;3\n05378008;B;7,0;4\n";
    let profile = propose("kinder_2024.csv", text.as_bytes()).unwrap().profile;
    assert_eq!(
        profile.expected.headings,
        ["AGS", "Name", "Stand *", "Kinder"]
    );
    let fits =
        |text: &str| intake::fits("kinder_2025.csv", Source::Bytes(text.as_bytes()), &profile);
    assert!(fits(text));
    assert!(!fits(
        "AGS;Name;Mietzuschuss;Lastenzuschuss\n05378004;A;1;2\n"
    ));
}

#[test]
fn a_long_file_of_a_register_is_recognised() {
    let text = "Stichtag;Schluessel;Wohnplatz;Altersgruppe;Geschlecht;Anzahl\n\
        31.12.2024;9999001001;Mitte;0-2;w;12\n\
        31.12.2024;9999001001;Mitte;0-2;m;14\n\
        31.12.2024;9999001002;Süd;0-2;w;9\n\
        31.12.2024;9999001002;Süd;0-2;m;1.004\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let proposal = propose("bestand.csv", &bytes).unwrap();
    insta::assert_snapshot!(told(&proposal), @r#"
    Aufbau: long (wahrscheinlich) Eine Zahlenspalte und Spalten mit wiederkehrenden Ausprägungen: eine Zeile je Zahl.
    Zeichenkodierung: windows-1252 (sicher) Die Bytes passen zu windows-1252.
    Trennzeichen: ; (sicher) 100 % der Zeilen haben damit gleich viele Spalten.
    Dezimalzeichen: , (unsicher) Es gibt keine Zahl mit Nachkommastellen; angenommen wird das Komma.
    Kopfzeilen: 1 (sicher) Darunter beginnen ab Zeile 2 die Zahlen; jede Spalte hat einen eigenen Namen.
    Gebietsschlüssel: Schluessel (sicher) Name und Form passen: Ziffern der Länge 10.
    Zeitbezug: Stichtag (sicher) Alle Zellen der Spalte sind Zeitangaben.
    "#);
    insta::assert_snapshot!(proposal.profile.to_toml(), @r#"
    id = "bestand"
    title = "bestand"
    layout = "long"
    name = "Wohnplatz"
    value = "Anzahl"

    [expected]
    headings = [
        "Stichtag",
        "Schluessel",
        "Wohnplatz",
        "Altersgruppe",
        "Geschlecht",
        "Anzahl",
    ]

    [text]
    separator = ";"

    [numbers]
    decimal = ","

    [key]
    type = "own"
    lengths = [10]

    [[key.columns]]
    column = "Schluessel"

    [period]
    column = "Stichtag"

    [count]
    constant = "anzahl"

    [[dimensions]]
    column = "Altersgruppe"
    dimension = "altersgruppe"
    others = "keep"

    [[dimensions]]
    column = "Geschlecht"
    dimension = "geschlecht"
    others = "keep"
    "#);
    let (records, reading) = read("bestand.csv", Source::Bytes(&bytes), &proposal.profile).unwrap();
    assert_eq!(records.len(), 4, "{:?}", reading.remarks);
}

#[test]
fn a_workbook_with_two_header_rows_is_recognised() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let rows = [
        ["Bewegungen 2024", "", "", "", ""],
        ["Schlüssel", "Wohnplatz", "Geburten", "", "Sterbefälle"],
        ["", "", "männlich", "weiblich", "insgesamt"],
        ["09999001001", "Mitte", "12", "9", "7"],
        ["09999001002", "Nord", "1", "-", "3"],
    ];
    for (r, row) in (0u32..).zip(rows) {
        for (c, text) in (0u16..).zip(row) {
            match text.parse::<f64>() {
                Ok(number) if c > 1 => sheet.write(r, c, number).unwrap(),
                _ if text.is_empty() => sheet,
                _ => sheet.write(r, c, text).unwrap(),
            };
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let proposal = propose("bewegungen_2024.xlsx", &bytes).unwrap();
    insta::assert_snapshot!(told(&proposal), @r#"
    Aufbau: wide (wahrscheinlich) Zahlenspalten: 3; eine Zeile je Gebiet.
    Dezimalzeichen: , (sicher) Die Zahlen stehen als Zahlen in der Datei.
    Kopfzeilen: 2-3 (wahrscheinlich) Mehrere Kopfzeilen; ab Zeile 4 beginnen die Zahlen.
    Gebietsschlüssel: Schlüssel (sicher) Name und Form passen: Ziffern der Länge 11.
    Zeitbezug: bewegungen_{year}.xlsx (wahrscheinlich) Der Dateiname enthält das Jahr 2024.
    "#);
    let headers: Vec<&str> = proposal
        .profile
        .columns
        .iter()
        .map(|c| c.header.as_str())
        .collect();
    assert_eq!(
        headers,
        [
            "Geburten / männlich",
            "Geburten / weiblich",
            "Sterbefälle / insgesamt"
        ]
    );
    let (records, _) = read(
        "bewegungen_2024.xlsx",
        Source::Bytes(&bytes),
        &proposal.profile,
    )
    .unwrap();
    assert_eq!(records.len(), 6);
}

#[test]
fn the_known_layouts_are_recognised_by_their_words() {
    let known: [(&str, Vec<u8>, Layout); 8] = [
        ("ba.xlsx", ba_workbook(), Layout::BaSmallArea),
        ("f.parquet", parquet_table(), Layout::Parquet),
        (
            "k.ods",
            ods(&[&["Schlüssel", "unter 3"], &["09999001001", "12"]]),
            Layout::Wide,
        ),
        (
            "z.csv",
            b"GITTER_ID_100m;Einwohner\nCRS3035RES100mN2689000E4337000;3\n".to_vec(),
            Layout::ZensusGrid,
        ),
        (
            "w.csv",
            b"datum;wahl;ags;gebiet-nr;gebiet-name;A\n26.09.2021;B;09999001;0001;S 1;4\n".to_vec(),
            Layout::Votemanager,
        ),
        (
            "i.csv",
            b"Kennziffer;Raumeinheit;Aggregat;Quote\n;;;2022\n09999;Kreis;K;4,1\n".to_vec(),
            Layout::InkarWide,
        ),
        (
            "g.csv",
            b"GENESIS-Tabelle: 1\nTitel\n;;;Pkw\n2023;09999;Kreis;12\n______\n".to_vec(),
            Layout::GenesisClassic,
        ),
        (
            "Haushalte_WP_2024-12.txt",
            b"sb;HH\n09999001001;12\n".to_vec(),
            Layout::Kosis,
        ),
    ];
    for (file, bytes, layout) in known {
        let proposal = propose(file, &bytes).unwrap();
        assert_eq!(proposal.profile.layout, layout, "{file}");
        let (records, _) = read(file, Source::Bytes(&bytes), &{
            let mut profile = proposal.profile.clone();
            if profile.period == intake::profile::PeriodRule::default() && layout == Layout::Wide {
                profile.period.constant = "2024".parse().ok();
            }
            profile
        })
        .unwrap_or_else(|e| panic!("{file}: {e}"));
        assert!(!records.is_empty(), "{file}");
    }
}

#[test]
fn a_file_without_key_or_time_says_so() {
    let proposal = propose("liste.csv", b"Ort,Kinder\nA-Dorf,1.5\nB-Dorf,2.5\n").unwrap();
    insta::assert_snapshot!(told(&proposal), @r#"
    Aufbau: wide (wahrscheinlich) Zahlenspalten: 1; eine Zeile je Gebiet.
    Zeichenkodierung: utf-8 (sicher) Die Datei enthält keine Umlaute; jede übliche Kodierung liest sie gleich.
    Trennzeichen: , (sicher) 100 % der Zeilen haben damit gleich viele Spalten.
    Dezimalzeichen: . (sicher) Eindeutig sind 0 Zahlen mit Komma und 2 mit Punkt.
    Kopfzeilen: 1 (sicher) Darunter beginnen ab Zeile 2 die Zahlen; jede Spalte hat einen eigenen Namen.
    Gebietsschlüssel:  (unsicher) Keine Spalte sieht nach einem Gebietsschlüssel aus; bitte angeben.
    Zeitbezug:  (unsicher) Weder Spalte noch Dateiname nennen eine Zeit; bitte unter `period` angeben.
    "#);
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_a_proposal_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
        let _ = propose("a.csv", &bytes);
    }

    #[test]
    fn no_table_makes_a_proposal_panic(text in "([a-zAGS0-9.,]{0,6}[;,\n]){0,60}") {
        if let Ok(proposal) = propose("a.csv", text.as_bytes()) {
            let _ = read("a.csv", Source::Bytes(text.as_bytes()), &proposal.profile);
        }
    }
}
