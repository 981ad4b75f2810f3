//! Files nobody should send: each ends in a clear German sentence, none in a panic or a full memory.
#![allow(
    clippy::unwrap_used,
    clippy::too_many_lines,
    reason = "a story with its file and its snapshot is told in one piece"
)]

mod fixtures;

use fixtures::{archive, ods_of};
use intake::{IntakeError, Profile, Reading, Record, Source, read};
use proptest::prelude::*;
use rust_xlsxwriter::{Formula, Workbook};
use vocabulary::Explain;

fn plain() -> Profile {
    Profile::from_toml(
        r#"
        id = "p"
        title = "P"
        layout = "wide"
        key = { columns = ["Schlüssel"], type = "ags8" }
        period = { constant = "2024" }
        columns = [{ header = "Kinder", count = "children" }]
        "#,
    )
    .unwrap()
}

fn taken(bytes: &[u8]) -> Result<(Vec<Record>, Reading), IntakeError> {
    read("lieferung.csv", Source::Bytes(bytes), &plain())
}

#[track_caller]
fn refused(bytes: &[u8]) -> String {
    taken(bytes).unwrap_err().german()
}

#[track_caller]
fn remarked(bytes: &[u8]) -> String {
    let (records, reading) = taken(bytes).unwrap();
    let mut out = vec![format!("{} Zahlen", records.len())];
    out.extend(
        reading
            .remarks
            .iter()
            .map(|r| format!("{:?} {}: {}", r.severity, r.place, r.message)),
    );
    out.join("\n")
}

#[test]
fn what_is_no_table_is_named() {
    for (bytes, word) in [
        (&b"%PDF-1.7 \n"[..], "PDF"),
        (b"\xff\xd8\xff\xe0JFIF", "JPEG"),
        (b"<!DOCTYPE html><html>", "HTML"),
        (
            b"<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\">]>",
            "XML",
        ),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"{\"a\": 1}", "JSON"),
    ] {
        let german = refused(bytes);
        assert!(german.contains(word), "{german}");
    }
}

#[test]
fn empty_and_binary_files_are_refused() {
    insta::assert_snapshot!(refused(b""), @"lieferung.csv: Die Datei ist leer. Bitte beim Lieferanten neu anfordern.");
    insta::assert_snapshot!(refused(b"\xef\xbb\xbf"), @"lieferung.csv: Die Datei ist leer. Bitte beim Lieferanten neu anfordern.");
    insta::assert_snapshot!(refused(b" \n\n \n"), @"lieferung.csv: Die Datei ist leer. Bitte beim Lieferanten neu anfordern.");
    let noise: Vec<u8> = (0..5000u32)
        .map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()[2])
        .collect();
    insta::assert_snapshot!(refused(&noise), @"lieferung.csv, Zeile 1: Hier stehen Zeichen, die kein Text sind. Das ist keine CSV-Datei; bitte die Art der Datei prüfen.");
}

#[test]
fn a_header_that_is_missing_or_ambiguous_is_told() {
    insta::assert_snapshot!(refused(b"a;b\n1;2\n"), @"lieferung.csv: In den ersten 2 Zeilen steht keine Kopfzeile mit „Schlüssel“ (am nächsten kam: a, b). Bitte `header` und die Spaltennamen im Quellprofil prüfen.");
    insta::assert_snapshot!(refused("Schlüssel;Schlüssel;Kinder\n1;2;3\n".as_bytes()), @"lieferung.csv, Zeile 1: Die Spalte „Schlüssel“ gibt es mehrfach (A, B). Bitte im Quellprofil den Buchstaben nennen, zum Beispiel `@B`.");
    insta::assert_snapshot!(refused("Schlüssel;Erwachsene\n05378004;2\n".as_bytes()), @"lieferung.csv, Zeile 1: Das Quellprofil „p“ passt nicht zu dieser Datei. Es erwartet: Kinder. In der Datei steht: Schlüssel, Erwachsene. Bitte das richtige Quellprofil nennen, oder `expected` und die Spaltennamen im Quellprofil anpassen, wenn der Lieferant sie geändert hat.");
}

#[test]
fn a_file_that_breaks_off_is_refused_and_one_that_may_have_says_so() {
    insta::assert_snapshot!(refused("Schlüssel;Kinder;Wer\n05378004;12;a\n05378005;1".as_bytes()), @"lieferung.csv, Zeile 3: Die Datei bricht mitten in der letzten Zeile ab (2 von 3 Zellen, kein Zeilenende). Bitte vollständig neu anfordern oder noch einmal übertragen.");
    insta::assert_snapshot!(refused("Schlüssel;Kinder;Wer\n05378004;12;a\n05378005;13;\"a".as_bytes()), @"lieferung.csv, Zeile 3: Die Datei bricht mitten in der letzten Zeile ab (3 von 3 Zellen, kein Zeilenende). Bitte vollständig neu anfordern oder noch einmal übertragen.");
    let (records, reading) = taken("Schlüssel;Kinder\n05378004;12\n05378005;1".as_bytes()).unwrap();
    assert_eq!(records.len(), 2);
    assert_eq!(reading.open_end, Some((3, "1".to_owned())));
    for whole in [
        "Schlüssel;Kinder;Wer\n05378004;12;a\n05378005;13;\n",
        "Schlüssel;Kinder;Wer\n05378004;12\n05378005;13;a\n05378006;14\n\u{1a}",
        "Schlüssel;Kinder;Wer\n05378004;12;a\n05378005;13;a\n  ",
    ] {
        assert_eq!(taken(whole.as_bytes()).unwrap().1.open_end, None, "{whole}");
    }
}

fn by_place(expected: &str) -> Profile {
    Profile::from_toml(&format!(
        "id = \"kita\"\ntitle = \"K\"\nlayout = \"wide\"\nkey = {{ columns = [\"@A\"] }}\n\
         period = {{ constant = \"2024\" }}\ncolumns = [{{ header = \"@C\", count = \"daycare\" }}]\n{expected}"
    ))
    .unwrap()
}

#[test]
fn a_profile_for_another_table_is_refused_although_the_columns_are_as_many() {
    let file = Source::Bytes("Schlüssel;Name;Wohngeldhaushalte\n05378004;A;12\n".as_bytes());
    let expected = "expected = { headings = [\"Schlüssel\", \"Name\", \"Kinder in Kitas\"] }";
    let refusal = read("w.csv", file, &by_place(expected)).unwrap_err();
    assert!(refusal.is_about_the_profile());
    insta::assert_snapshot!(refusal.german(), @"w.csv, Zeile 1: Das Quellprofil „kita“ passt nicht zu dieser Datei. Es erwartet: C („Kinder in Kitas“). In der Datei steht: C („Wohngeldhaushalte“). Bitte das richtige Quellprofil nennen, oder `expected` und die Spaltennamen im Quellprofil anpassen, wenn der Lieferant sie geändert hat.");
    let (_, blind) = read("w.csv", file, &by_place("")).unwrap();
    insta::assert_snapshot!(blind.remarks[0].message, @"Das Quellprofil nennt die Zahlenspalten nur nach ihrer Stelle; ob die Datei die gemeinte ist, lässt sich nicht prüfen. Bitte die Spaltenköpfe eintragen: `expected.headings` (Schlüssel, Name, Wohngeldhaushalte).");
}

#[test]
fn a_heading_spelt_differently_is_taken_with_a_remark() {
    insta::assert_snapshot!(remarked("SCHLUESSEL;Kinder\n05378004;12\n".as_bytes()), @"
    1 Zahlen
    Warning lieferung.csv, Zeile 1: Die Spalte heißt „SCHLUESSEL“ statt „Schlüssel“; sie wurde dafür genommen. Bitte prüfen und den Namen im Quellprofil anpassen.
    ");
    let file = "Titel\n\nSchlüssel;Bezeichnung;Kinder in Kita;neu\n05378004;A;12;1\n";
    let expected = "expected = { headings = [\"Schlüssel\", \"Name\", \"Kinder in Kitas\"] }";
    let (records, reading) =
        read("w.csv", Source::Bytes(file.as_bytes()), &by_place(expected)).unwrap();
    assert_eq!(records.len(), 1);
    insta::assert_snapshot!(reading.remarks[0].message, @"Die Spalten sind andere als im Quellprofil. Es fehlen: Name. Neu sind: Bezeichnung, neu. Gelesen wurde, was das Profil nennt; bitte prüfen, ob die Datei die gemeinte ist.");
}

#[test]
fn a_bad_row_is_a_remark_and_not_an_error() {
    let file = "Schlüssel;Kinder;Wer\n\
        05378004;12;a\n\
        05378005;-3;negativ\n\
        05378006;12.5;anderes Dezimalzeichen\n\
        05378007;1,5;gut\n\
        05378008;NaN;\n\
        05378009;zwölf;\n\
        537;1;kurzer Schlüssel\n\
        ;7;ohne Schlüssel\n\
        05378010;4;a;b;c\n\
        05378011\n\
        Schlüssel;Kinder;Wer\n\
        05378012;\"7;offen\n\
        05378013;8;\0Null\n";
    insta::assert_snapshot!(remarked(file.as_bytes()), @r#"
    3 Zahlen
    Rejected lieferung.csv, Zeile 3, Spalte „Kinder“: „-3“ ist negativ; eine Anzahl kann das nicht sein. Die Zelle wurde nicht übernommen.
    Rejected lieferung.csv, Zeile 4, Spalte „Kinder“: „12.5“ passt nicht zum Dezimalzeichen „,“; die Zelle wurde nicht übernommen, weil der Wert um Größenordnungen falsch sein könnte. Bitte einheitlich liefern lassen.
    Rejected lieferung.csv, Zeile 6, Spalte „Kinder“: „NaN“ ist keine endliche Zahl; die Zelle wurde nicht übernommen. Bitte die Berechnung beim Lieferanten prüfen.
    Rejected lieferung.csv, Zeile 7, Spalte „Kinder“: „zwölf“ ist keine Zahl; die Zelle wurde nicht übernommen.
    Rejected lieferung.csv, Zeile 8, Spalte „Schlüssel“: „537“ ist kein Schlüssel der erwarteten Art (8 Stellen); die Zeile wurde nicht übernommen. Bitte Schlüssel prüfen.
    Rejected lieferung.csv, Zeile 9, Spalte „Schlüssel“: Die Zeile hat keinen Gebietsschlüssel und wurde nicht übernommen. Bitte Schlüssel ergänzen.
    Rejected lieferung.csv, Zeile 10: Die Zeile hat 5 statt 3 Zellen; sie wurde nicht übernommen, weil Werte verschoben sein können. Bitte Trennzeichen innerhalb von Texten prüfen.
    Warning lieferung.csv, Zeile 11: Die Zeile hat nur 1 statt 3 Zellen; die fehlenden gelten als leer. Bitte prüfen, ob die Datei vollständig ist.
    Note lieferung.csv, Zeile 12: Die Kopfzeile steht hier noch einmal; sie wurde übergangen.
    Warning lieferung.csv, Zeile 13: Ein Anführungszeichen wird nicht geschlossen; die Zeile wurde ohne Rücksicht auf Anführungszeichen getrennt. Bitte in der Datei berichtigen.
    Rejected lieferung.csv, Zeile 13, Spalte „Kinder“: „"7“ ist keine Zahl; die Zelle wurde nicht übernommen.
    Warning lieferung.csv, Zeile 14: Die Zeile enthält Nullzeichen; sie wurden entfernt. Bitte die Datei neu speichern lassen.
    "#);
}

#[test]
fn a_wrong_encoding_in_the_profile_is_noticed() {
    let mut profile = plain();
    profile.text.encoding = Some("utf-8".into());
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode("Schlüssel;Kinder\n05378004;1\n");
    let (records, reading) = read("a.csv", Source::Bytes(&bytes), &profile).unwrap();
    assert_eq!(records.len(), 1);
    insta::assert_snapshot!(reading.remarks[0].message, @"Die Datei ist nicht in der erwarteten Kodierung geschrieben; sie wurde als windows-1252 gelesen. Bitte Umlaute prüfen.");
    profile.text.encoding = Some("cp1252".into());
    let utf8 = "Schlüssel;Kinder\n05378004;1\n".as_bytes();
    assert_eq!(
        read("a.csv", Source::Bytes(utf8), &profile)
            .unwrap()
            .0
            .len(),
        1
    );
    let utf16: Vec<u8> = "\u{feff}Schlüssel;Kinder\r\n05378004;1\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(taken(&utf16).unwrap().0.len(), 1);
}

#[test]
fn a_cell_of_ten_megabytes_costs_its_row_only() {
    let mut file = "Schlüssel;Kinder\n05378004;".to_owned();
    file.push_str(&"x".repeat(10 << 20));
    file.push_str("\n05378005;2\n");
    insta::assert_snapshot!(remarked(file.as_bytes()), @r#"
    1 Zahlen
    Rejected lieferung.csv, Zeile 2: Eine Zelle ist länger als 32.767 Zeichen; die Zeile wurde nicht übernommen. Bitte Anführungszeichen prüfen.
    "#);
    let line = "9".repeat(17 << 20);
    insta::assert_snapshot!(refused(format!("Schlüssel;Kinder\n{line}").as_bytes()), @"lieferung.csv, Zeile 2: Die Zeile ist länger als 16.777.216 Zeichen. Bitte Trennzeichen und Anführungszeichen der Datei prüfen.");
}

#[test]
fn sixteen_thousand_columns_are_read_and_more_are_refused() {
    let file = format!(
        "Schlüssel;Kinder{}\n05378004;1{}\n",
        ";x".repeat(16_382),
        ";1".repeat(16_382)
    );
    assert_eq!(taken(file.as_bytes()).unwrap().0.len(), 1);
    let file = format!("Schlüssel;Kinder{}\n05378004;1\n", ";x".repeat(16_383));
    insta::assert_snapshot!(refused(file.as_bytes()), @"lieferung.csv, Zeile 1: Die Zeile hat mehr als 16.384 Spalten. Bitte Trennzeichen und Anführungszeichen der Datei prüfen.");
}

#[test]
fn carriage_returns_alone_end_lines_too() {
    assert_eq!(
        taken("Schlüssel;Kinder\r05378004;1\r05378005;2".as_bytes())
            .unwrap()
            .0
            .len(),
        2
    );
    assert_eq!(
        taken("Schlüssel;Kinder\r\n05378004;1\n05378005;2\r\n".as_bytes())
            .unwrap()
            .0
            .len(),
        2
    );
}

fn workbook(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book);
    book.save_to_buffer().unwrap()
}

#[test]
fn formula_errors_and_days_in_a_workbook_are_remarks() {
    let book = workbook(|book| {
        let sheet = book.add_worksheet();
        sheet
            .write(0, 0, "Schlüssel")
            .unwrap()
            .write(0, 1, "Kinder")
            .unwrap();
        sheet.write(1, 0, 5_378_004).unwrap();
        sheet
            .write_formula(1, 1, Formula::new("=1/0").set_result("#DIV/0!"))
            .unwrap();
        let day = rust_xlsxwriter::Format::new().set_num_format("dd.mm.yyyy");
        sheet
            .write(2, 0, "05378005")
            .unwrap()
            .write_with_format(2, 1, 45_657, &day)
            .unwrap();
        sheet.write(3, 0, "05378006").unwrap();
        sheet
            .write_formula(3, 1, Formula::new("=3+4").set_result("7"))
            .unwrap();
    });
    insta::assert_snapshot!(remarked(&book), @r#"
    1 Zahlen
    Note lieferung.csv, Blatt „Sheet1“, Zeile 2, Spalte „Schlüssel“: Dem Schlüssel „5378004“ fehlte eine führende Null; gelesen wurde er als „05378004“. Bitte Schlüssel als Text liefern.
    Rejected lieferung.csv, Blatt „Sheet1“, Zeile 2, Spalte „Kinder“: Die Formel hat kein Ergebnis (#DIV/0!); die Zelle wurde nicht übernommen. Bitte die Datei beim Lieferanten berichtigen lassen.
    Rejected lieferung.csv, Blatt „Sheet1“, Zeile 3, Spalte „Kinder“: Hier steht ein Datum (2024-12-31) statt einer Zahl; die Zelle wurde nicht übernommen. Bitte die Zelle als Zahl formatieren.
    "#);
}

#[test]
fn a_truncated_workbook_is_damaged() {
    let book = workbook(|book| {
        book.add_worksheet().write(0, 0, "Schlüssel").unwrap();
    });
    for length in [30, book.len() / 2, book.len() - 10] {
        let german = refused(&book[..length]);
        assert!(german.contains("beschädigt"), "{german}");
    }
}

#[test]
fn bombs_are_not_unpacked() {
    let zeros = vec![b' '; 64 << 20];
    let bomb = archive(&[
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/worksheets/sheet1.xml", &zeros),
    ]);
    assert!(bomb.len() < 1 << 20);
    insta::assert_snapshot!(refused(&bomb), @"lieferung.csv: Entpackt wäre die Datei größer als 512 MB; so groß ist keine Lieferung. Die Datei wurde nicht geöffnet. Bitte beim Lieferanten nachfragen.");
    let flat = archive(&[("daten.csv", &zeros)]);
    assert!(refused(&flat).contains("Entpackt"));
    let repeated = ods_of(
        "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell \
         table:number-columns-repeated=\"1000\" office:value-type=\"float\" office:value=\"1\"/></table:table-row>",
    );
    assert!(refused(&repeated).contains("Zellen"));
    let empty_tail = ods_of(
        "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>Schlüssel</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"string\"><text:p>Kinder</text:p></table:table-cell></table:table-row>\
         <table:table-row table:number-rows-repeated=\"1048575\"><table:table-cell \
         table:number-columns-repeated=\"16384\"/></table:table-row>",
    );
    assert_eq!(taken(&empty_tail).unwrap().0.len(), 0);
}

#[test]
fn an_xml_bomb_in_a_workbook_stays_small() {
    let entities = "<?xml version=\"1.0\"?><!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">\
        <!ENTITY c \"&b;&b;&b;&b;&b;&b;\">]><workbook><sheets><sheet name=\"&c;\" sheetId=\"1\"/></sheets></workbook>";
    let book = archive(&[
        ("xl/workbook.xml", entities.as_bytes()),
        ("[Content_Types].xml", b"<Types/>"),
    ]);
    let german = refused(&book);
    assert!(
        german.contains("beschädigt") || german.contains("leer"),
        "{german}"
    );
}

#[test]
fn a_protected_workbook_is_told_apart_from_a_damaged_one() {
    let mut file = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    file.extend(vec![0; 1000]);
    assert!(refused(&file).contains("beschädigt"));
    file.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    insta::assert_snapshot!(refused(&file), @"lieferung.csv: Die Datei ist mit einem Kennwort geschützt. Bitte ohne Kennwort speichern und auf sicherem Weg übertragen.");
}

#[test]
fn an_archive_without_exactly_one_table_is_refused() {
    insta::assert_snapshot!(refused(&archive(&[("a.csv", b"1"), ("b.csv", b"2")])), @"lieferung.csv: Das Archiv enthält 2 Tabellen (a.csv, b.csv), erwartet wird genau eine. Bitte einzeln einlesen oder im Quellprofil unter `sheet.name` die gewünschte nennen.");
    insta::assert_snapshot!(refused(&archive(&[("lies.mich", b"1")])), @"lieferung.csv: Das Archiv enthält 0 Tabellen (–), erwartet wird genau eine. Bitte einzeln einlesen oder im Quellprofil unter `sheet.name` die gewünschte nennen.");
    let mut profile = plain();
    profile.sheet.name = Some("b.*".into());
    let zip = archive(&[
        ("a.csv", b"1"),
        ("b.csv", "Schlüssel;Kinder\n05378004;1".as_bytes()),
    ]);
    assert_eq!(
        read("a.zip", Source::Bytes(&zip), &profile)
            .unwrap()
            .0
            .len(),
        1
    );
}

#[test]
fn macros_are_left_alone() {
    let book = workbook(|book| {
        let sheet = book.add_worksheet();
        sheet
            .write(0, 0, "Schlüssel")
            .unwrap()
            .write(0, 1, "Kinder")
            .unwrap();
        sheet
            .write(1, 0, "05378004")
            .unwrap()
            .write(1, 1, 3)
            .unwrap();
    });
    let mut all = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let mut parts = Vec::new();
    for at in 0..all.len() {
        let mut part = all.by_index(at).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut bytes).unwrap();
        parts.push((part.name().unwrap().to_string(), bytes));
    }
    parts.push(("xl/vbaProject.bin".into(), b"macro".to_vec()));
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(n, b)| (n.as_str(), b.as_slice()))
        .collect();
    insta::assert_snapshot!(remarked(&archive(&parts)), @r#"
    1 Zahlen
    Note lieferung.csv: Die Arbeitsmappe enthält Makros. Sie wurden nicht ausgeführt; gelesen wurden nur die Werte.
    "#);
}

#[test]
fn a_bad_profile_is_refused_with_its_line() {
    let german = |text: &str| Profile::from_toml(text).unwrap_err().german();
    let head = "id = 'a'\ntitle = 'A'\n";
    insta::assert_snapshot!(german(&format!("{head}layout = 'wide'\nspalten = 3\n")), @"Quellprofil, Zeile 4: Das Feld „spalten“ gibt es nicht. Möglich sind: id, title, supplier, licence, notes, layout, class, file_names, footer, comment, name, value, quality, expected, text, sheet, header, numbers, symbols, key, period, totals, unallocated, count, add_up, complete, filters, dimensions, columns.");
    insta::assert_snapshot!(german(&format!("{head}layout = 'breit'\n")), @"Quellprofil, Zeile 3: Das Wort „breit“ ist hier nicht vorgesehen. Möglich sind: wide, long, genesis_classic, ffcsv, inkar_wide, inkar_bulk, ba_small_area, zensus_grid, kosis, votemanager, parquet, points.");
    insta::assert_snapshot!(german(head), @"Quellprofil, Zeile 1: Das Feld „layout“ fehlt.");
    insta::assert_snapshot!(german(&format!("{head}layout = 'wide'\n")), @"Quellprofil: Die Spalte mit dem Gebietsschlüssel fehlt: `key.columns`.");
    insta::assert_snapshot!(german(&format!("{head}layout = 'ba_small_area'\ntext = {{ separator = '#' }}\n")), @"Quellprofil, Zeile 4: Das Zeichen „#“ ist für „separator“ nicht vorgesehen oder doppelt vergeben.");
    insta::assert_snapshot!(german(&format!("{head}layout = 'ba_small_area'\n[symbols.table]\n'?' = 'geheim'\n")), @"Quellprofil, Zeile 5: Die Bedeutung „geheim“ gibt es nicht. Möglich sind: zero, suppressed, unknown, not_yet, unreliable, not_meaningful, skip.");
    insta::assert_snapshot!(german("id = \n"), @"Quellprofil, Zeile 1: Hier fehlt ein Wert, oder ein Text steht ohne Anführungszeichen.");
    let json = Profile::from_json("{\"id\": \"a\",\n \"titel\": 1}").unwrap_err();
    insta::assert_snapshot!(json.german(), @"Quellprofil, Zeile 2: Das Feld „titel“ gibt es nicht. Möglich sind: id, title, supplier, licence, notes, layout, class, file_names, footer, comment, name, value, quality, expected, text, sheet, header, numbers, symbols, key, period, totals, unallocated, count, add_up, complete, filters, dimensions, columns.");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = taken(&bytes);
    }

    #[test]
    fn no_text_makes_it_panic(text in "(Schlüssel;Kinder\n)?[0-9;,.\"\\-*\n\rxpa ()]{0,200}") {
        let _ = taken(text.as_bytes());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_damage_to_a_good_file_makes_it_panic(which in 0usize..4, at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>(), shorten in any::<bool>()) {
        let profile = if which == 3 { "parquet" } else { "wide" };
        let mut bytes = match which {
            0 => "Schlüssel;Kinder\n05378004;1.234,5\n\"0537\"\"8005\";*\n".as_bytes().to_vec(),
            1 => fixtures::ba_workbook(),
            2 => fixtures::ods(&[&["Schlüssel", "Kinder"], &["05378004", "12"]]),
            _ => fixtures::parquet_table(),
        };
        let place = at.index(bytes.len());
        bytes[place] = byte;
        if shorten {
            bytes.truncate(cut.index(bytes.len()).max(1));
        }
        let mut profile = Profile::from_toml(&format!("id = 'a'\ntitle = 'A'\nlayout = '{profile}'\nkey = {{ columns = ['#1'] }}\nperiod = {{ constant = '2024' }}\ncolumns = [{{ header = '#2', count = 'c' }}]")).unwrap();
        let _ = read("a", Source::Bytes(&bytes), &profile);
        profile.layout = intake::Layout::BaSmallArea;
        let _ = read("a", Source::Bytes(&bytes), &profile);
    }
}
