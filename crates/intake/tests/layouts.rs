//! Every layout of the deliveries, built as their suppliers build them, read by an ordinary profile.
#![allow(
    clippy::unwrap_used,
    clippy::too_many_lines,
    reason = "a story with its file and its snapshot is told in one piece"
)]

mod fixtures;

use fixtures::{archive, ba_workbook, ods, parquet_table};
use intake::{Profile, Reading, Record, Source, read};

/// Reads and writes the records one a line.
#[track_caller]
fn lines(file: &str, bytes: &[u8], profile: &str) -> (Vec<String>, Reading) {
    let profile = Profile::from_toml(profile).unwrap();
    let (records, reading) = read(file, Source::Bytes(bytes), &profile).unwrap();
    (records.iter().map(line).collect(), reading)
}

fn line(r: &Record) -> String {
    let value = match r.quantity.value {
        intake_value::Known(x) => x.to_string(),
        other => format!("{other:?}"),
    };
    let flags = match r.quantity.flags.to_string() {
        flags if flags.is_empty() => String::new(),
        flags => format!(" [{flags}]"),
    };
    let name = r.name.as_deref().unwrap_or("-");
    format!(
        "{:?} {} {name} {} {}{{{}}} = {value}{flags} @{}:{}",
        r.role, r.key, r.period, r.count, r.breakdown, r.row, r.column
    )
}

use vocabulary::Value as intake_value;

fn messages(reading: &Reading) -> Vec<String> {
    let message = |r: &vocabulary::Remark| format!("{} – {}", r.place, r.message);
    reading.remarks.iter().map(message).collect()
}

#[test]
fn a_ba_workbook_keeps_totals_hidden_cells_and_people_without_a_place_apart() {
    let (lines, reading) = lines(
        "akg_2024-12.xlsx",
        &ba_workbook(),
        r#"
        id = "ba"
        title = "BA kleinräumig"
        layout = "ba_small_area"
        class = "ba_small_area"
        key = { columns = [{ column = "@B", length = 8 }, { column = "@C", take = 3 }] }
        [[columns]]
        header = "SvB"
        count = "insured_employees"
        [[columns]]
        header = "ALO_W"
        count = "unemployed"
        breakdown = { sex = "female" }
        "#,
    );
    insta::assert_snapshot!(lines.join("\n"), @r#"
    Area 09999001001 Rosental-Mitte 2024 insured_employees{total} = 812 @2:5
    Area 09999001001 Rosental-Mitte 2024 unemployed{sex=female} = 31 @2:6
    Area 09999001002 Rosental-Nord 2024 insured_employees{total} = Suppressed(Bounds { lower: 0.0, upper: Some(9.0) }) @3:5
    Area 09999001002 Rosental-Nord 2024 unemployed{sex=female} = 0 @3:6
    Area 09999001003 Rosental-Süd 2024 insured_employees{total} = 45 [limited] @4:5
    Area 09999001003 Rosental-Süd 2024 unemployed{sex=female} = Suppressed(Bounds { lower: 0.0, upper: Some(9.0) }) @4:6
    Total 09999001 Rosental 2024 insured_employees{total} = 1204 @5:5
    Total 09999001 Rosental 2024 unemployed{sex=female} = 44 @5:6
    Unallocated 09999001 keine Angabe 2024 insured_employees{total} = 17 @6:5
    Unallocated 09999001 keine Angabe 2024 unemployed{sex=female} = NotMeaningful @6:6
    "#);
    insta::assert_debug_snapshot!(reading.symbols, @r#"
    {
        "( )": 1,
        "*": 2,
        "-": 1,
        "x": 1,
    }
    "#);
    insta::assert_snapshot!(messages(&reading).join("\n"), @r#"
    akg_2024-12.xlsx, Blatt „Deckblatt“ – Das Blatt „Deckblatt“ enthält keine passende Tabelle und wurde übergangen.
    akg_2024-12.xlsx, Blatt „Daten“, Zeile 2, Spalte „Gemeinde“ – Der Schlüsselteil „9999001“ wurde mit führenden Nullen zu „09999001“ ergänzt.
    "#);
}

#[test]
fn a_genesis_table_is_read_from_its_first_key_to_its_footer() {
    let file = "GENESIS-Tabelle: 46251-01-02-4\n\
        Kraftfahrzeugbestand nach Fahrzeugarten\n\
        Statistik des Kraftfahrzeugbestandes;;;;\n\
        Musterland;;;;\n\
        ;;;Kraftfahrzeuge;Kraftfahrzeuge\n\
        ;;;Pkw;Kraftr\u{e4}der\n\
        ;;;Anzahl;Anzahl\n\
        01.01.2024;DG;Deutschland;49098685;4927000\n\
        01.01.2024;09999;  Musterkreis, Landkreis;171234;12.345\n\
        01.01.2024;9999001;    Rosental, Stadt;41234;-\n\
        01.01.2024;09999002;    Lindenau;.;...\n\
        01.01.2024;09999003;    Burghain;12.001 r;x\n\
        __________\n\
        Quelle;;;nicht;lesen\n\
        01.01.2024;09999004;zu spät;1;1\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(file);
    let (lines, reading) = lines(
        "46251.csv",
        &bytes,
        r#"
        id = "kfz"
        title = "Kraftfahrzeuge"
        layout = "genesis_classic"
        key = { type = "ags8" }
        [[columns]]
        header = "Pkw"
        count = "cars"
        [[columns]]
        header = "Krafträder"
        count = "motorcycles"
        "#,
    );
    insta::assert_snapshot!(lines.join("\n"), @r#"
    Area 09999001 Rosental, Stadt 2024 cars{total} = 41234 @10:4
    Area 09999001 Rosental, Stadt 2024 motorcycles{total} = 0 @10:5
    Area 09999002 Lindenau 2024 cars{total} = Suppressed(Bounds { lower: 0.0, upper: None }) @11:4
    Area 09999002 Lindenau 2024 motorcycles{total} = NotYet @11:5
    Area 09999003 Burghain 2024 cars{total} = 12001 [revised] @12:4
    Area 09999003 Burghain 2024 motorcycles{total} = NotMeaningful @12:5
    "#);
    insta::assert_snapshot!(messages(&reading).join("\n"), @"46251.csv, Zeile 10, Spalte „B“ – Dem Schlüssel „9999001“ fehlte eine führende Null; gelesen wurde er als „09999001“. Bitte Schlüssel als Text liefern.");
    assert_eq!((reading.rows_read, reading.rows_filtered), (5, 2));
    assert_eq!(reading.encoding, "windows-1252");
    assert_eq!(reading.header_rows, [5]);
}

const FFCSV: &str = r#"
    id = "wohnungen"
    title = "Wohnungen"
    layout = "ffcsv"
    key = { type = "ags8" }
    count = { map = { "WOHN01" = "dwellings" } }
    [[dimensions]]
    column = "WGR"
    dimension = "rooms"
    categories = { "WGR1" = "1-2", "WGR3" = "3+" }
"#;

#[test]
fn a_new_flat_file_is_read_out_of_its_zip() {
    let csv = "\u{feff}statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;1_variable_attribute_code;1_variable_attribute_label;2_variable_code;2_variable_label;2_variable_attribute_code;2_variable_attribute_label;value;value_unit;value_variable_code;value_variable_label;value_q\n\
        31231;Wohnungen;STAG;Stichtag;2024-12-31;GEMEIN;Gemeinden;09999001;Rosental;WGR;Zahl der Räume;WGR1;1 bis 2;1204;Anzahl;WOHN01;Wohnungen;e\n\
        31231;Wohnungen;STAG;Stichtag;2024-12-31;GEMEIN;Gemeinden;09999001;Rosental;WGR;Zahl der Räume;;Insgesamt;5000,5;Anzahl;WOHN01;Wohnungen;p\n\
        31231;Wohnungen;STAG;Stichtag;2024-12-31;GEMEIN;Gemeinden;09999001;Rosental;WGR;Zahl der Räume;WGR3;3 und mehr;0;Anzahl;WOHN01;Wohnungen;.\n\
        31231;Wohnungen;STAG;Stichtag;2024-12-31;GEMEIN;Gemeinden;09999001;Rosental;WGR;Zahl der Räume;WGR3;3 und mehr;77;Anzahl;FLC999;Fläche;e\n\
        31231;Wohnungen;STAG;Stichtag;2024-12-31;KREISE;Kreise;09999;Musterkreis;WGR;Zahl der Räume;WGR1;1 bis 2;9000;Anzahl;WOHN01;Wohnungen;e\n";
    let zip = archive(&[("31231_flat.csv", csv.as_bytes())]);
    let (lines, reading) = lines("31231.zip", &zip, FFCSV);
    insta::assert_snapshot!(lines.join("\n"), @r#"
    Area 09999001 Rosental 2024 dwellings{rooms=1-2} = 1204 @2:14
    Area 09999001 Rosental 2024 dwellings{total} = 5000.5 [preliminary] @3:14
    Area 09999001 Rosental 2024 dwellings{rooms=3+} = Suppressed(Bounds { lower: 0.0, upper: None }) @4:14
    "#);
    assert_eq!(reading.sheets, ["31231_flat.csv"]);
}

#[test]
fn an_old_flat_file_has_a_column_per_count() {
    let csv = "Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;1_Merkmal_Label;1_Auspraegung_Code;1_Auspraegung_Label;2_Merkmal_Code;2_Merkmal_Label;2_Auspraegung_Code;2_Auspraegung_Label;WOHN01__Wohnungen__Anzahl;WOHN01__Wohnungen__q\n\
        31231;Wohnungen;STAG;Stichtag;31.12.2015;GEMEIN;Gemeinden;09999001;Rosental;WGR;Räume;WGR1;1 bis 2;1100;e\n\
        31231;Wohnungen;STAG;Stichtag;31.12.2015;GEMEIN;Gemeinden;09999001;Rosental;WGR;Räume;;Insgesamt;4800;r\n";
    let (lines, _) = lines("31231_alt.csv", csv.as_bytes(), FFCSV);
    insta::assert_snapshot!(lines.join("\n"), @r#"
    Area 09999001 Rosental 2015 dwellings{rooms=1-2} = 1100 @2:14
    Area 09999001 Rosental 2015 dwellings{total} = 4800 [revised] @3:14
    "#);
}

#[test]
fn an_inkar_export_has_indicators_over_years() {
    let csv = "Kennziffer;Raumeinheit;Aggregat;Arbeitslosenquote;Arbeitslosenquote;Kinderarmut\n\
        ;;;2021;2022;2022\n\
        09999;Musterkreis;Landkreis;4,1;4,3;12,5\n\
        9991;Nachbarkreis;Landkreis;3,9;;1.012,5\n";
    let (lines, reading) = lines(
        "inkar.csv",
        csv.as_bytes(),
        r#"
        id = "inkar"
        title = "INKAR"
        layout = "inkar_wide"
        key = { type = "ags5" }
        columns = [
          { header = "Arbeitslosenquote", count = "inkar_unemployment_rate" },
          { header = "Kinderarmut", count = "inkar_child_poverty" },
        ]
        "#,
    );
    insta::assert_snapshot!(lines.join("\n"), @r#"
    Area 09999 Musterkreis 2021 inkar_unemployment_rate{total} = 4.1 @3:4
    Area 09999 Musterkreis 2022 inkar_unemployment_rate{total} = 4.3 @3:5
    Area 09999 Musterkreis 2022 inkar_child_poverty{total} = 12.5 @3:6
    Area 09991 Nachbarkreis 2021 inkar_unemployment_rate{total} = 3.9 @4:4
    Area 09991 Nachbarkreis 2022 inkar_child_poverty{total} = 1012.5 @4:6
    "#);
    assert_eq!(reading.symbols[""], 1);
}

#[test]
fn the_inkar_bulk_file_is_filtered_on_its_way() {
    let csv = "Bereich;ID;Kuerzel;Indikator;Raumbezug;Kennziffer;Name;Zeitbezug;Wert\n\
        LRB;12;q_alo;Arbeitslosenquote;Kreise;09999;Musterkreis;2022;4,3\n\
        LRB;12;q_alo;Arbeitslosenquote;Gemeinden;09999001;Rosental;2022;5,3\n\
        LRB;13;q_xyz;Anderes;Kreise;09999;Musterkreis;2022;1,0\n\
        LRB;12;q_alo;Arbeitslosenquote;Länder;09;Musterland;2022;-0,2\n";
    let (lines, reading) = lines(
        "inkar_2025.csv",
        csv.as_bytes(),
        r#"
        id = "inkar_bulk"
        title = "INKAR, alle"
        layout = "inkar_bulk"
        count = { map = { q_alo = "inkar_unemployment_rate" } }
        filters = [{ column = "Raumbezug", values = ["Kreise", "Länder"] }]
        "#,
    );
    insta::assert_snapshot!(lines.join("\n"), @r#"
    Area 09999 Musterkreis 2022 inkar_unemployment_rate{total} = 4.3 @2:9
    Area 09 Musterland 2022 inkar_unemployment_rate{total} = -0.2 @5:9
    "#);
    assert_eq!(reading.rows_filtered, 2);
}

#[test]
fn a_census_grid_says_what_its_dash_may_mean() {
    let csv = "\u{feff}GITTER_ID_100m;x_mp_100m;y_mp_100m;Einwohner;Unter18;werterlaeuternde_Zeichen\n\
        CRS3035RES100mN2689000E4337000;4337050;2689050;12;3;\n\
        CRS3035RES100mN2689100E4337000;4337050;2689150;4;–;KLAMMERN\n\
        kein Gitter;1;2;3;4;\n";
    let profile = r#"
        id = "zensus"
        title = "Zensusgitter"
        layout = "zensus_grid"
        columns = [
          { header = "Einwohner", count = "residents_grid" },
          { header = "Unter18", count = "residents_grid", breakdown = { age = "0-17" } },
        ]
    "#;
    let (one, reading) = lines("zensus.csv", csv.as_bytes(), profile);
    insta::assert_snapshot!(one.join("\n"), @r#"
    Area CRS3035RES100mN2689000E4337000 - 2022 residents_grid{total} = 12 @2:4
    Area CRS3035RES100mN2689000E4337000 - 2022 residents_grid{age=0-17} = 3 @2:5
    Area CRS3035RES100mN2689100E4337000 - 2022 residents_grid{total} = 4 [limited] @3:4
    Area CRS3035RES100mN2689100E4337000 - 2022 residents_grid{age=0-17} = Unknown [limited] @3:5
    "#);
    insta::assert_snapshot!(messages(&reading).join("\n"), @r#"
    zensus.csv – Das Zeichen „–“ kann null oder geheim bedeuten; es gilt als unbekannt. Wenn der Lieferant null meint, im Quellprofil `"–" = "zero"` setzen.
    zensus.csv, Zeile 4, Spalte „GITTER_ID_100m“ – „kein Gitter“ ist kein Schlüssel der erwarteten Art; die Zeile wurde nicht übernommen. Bitte Schlüssel prüfen.
    "#);
    let said = format!("{profile}\n[symbols.table]\n\"–\" = \"zero\"\n");
    let (_, reading) = lines("zensus.csv", csv.as_bytes(), &said);
    assert!(
        !reading
            .remark_counts
            .contains_key(&vocabulary::RemarkKind::Symbol)
    );
}

#[test]
fn a_kosis_file_has_its_year_in_its_name() {
    let csv = "sb;HH;HH_1pers;HH_alleinerz\n09999001001;512;201;22\n09999001002;77;*;.\n";
    let profile = r#"
        id = "haushalte"
        title = "Haushalte"
        layout = "kosis"
        symbols = { star = { lower = 1, upper = 2 } }
        columns = [
          { header = "HH", count = "households" },
          { header = "HH_1pers", count = "single_households" },
        ]
    "#;
    let (lines, _) = lines("Haushalte_WP_2024-12.txt", csv.as_bytes(), profile);
    insta::assert_snapshot!(lines.join("\n"), @r#"
    Area 09999001001 - 2024 households{total} = 512 @2:2
    Area 09999001001 - 2024 single_households{total} = 201 @2:3
    Area 09999001002 - 2024 households{total} = 77 @3:2
    Area 09999001002 - 2024 single_households{total} = Suppressed(Bounds { lower: 1.0, upper: Some(2.0) }) @3:3
    "#);
    let profile = Profile::from_toml(profile).unwrap();
    let nameless = read("Haushalte.txt", Source::Bytes(csv.as_bytes()), &profile);
    let german = vocabulary::Explain::german(&nameless.unwrap_err());
    insta::assert_snapshot!(german, @"Haushalte.txt: Es ist nicht zu erkennen, für welche Zeit die Zahlen gelten (gesucht: *{year}*). Bitte `period` im Quellprofil angeben.");
}

#[test]
fn votemanager_districts_are_told_from_the_municipality_and_from_postal_votes() {
    let csv = "datum;wahl;ags;gebiet-nr;gebiet-name;max-schnellmeldungen;A;B\n\
        26.09.2021;Bundestag;09999001;0001;Stimmbezirk 1;1;1455;491\n\
        26.09.2021;Bundestag;9999001;2;Stimmbezirk 2;1;895;284\n\
        26.09.2021;Bundestag;09999001;0042;Briefwahl 42;1;0;644\n\
        26.09.2021;Bundestag;09999001;;Gemeinde Rosental;3;2350;1419\n";
    let (lines, reading) = lines(
        "Open-Data.csv",
        csv.as_bytes(),
        r#"
        id = "wahl"
        title = "Wahl"
        layout = "votemanager"
        columns = [{ header = "A", count = "eligible_voters" }, { header = "B", count = "voters" }]
        "#,
    );
    insta::assert_snapshot!(lines.join("\n"), @r#"
    Area 099990010001 Stimmbezirk 1 2021 eligible_voters{total} = 1455 @2:7
    Area 099990010001 Stimmbezirk 1 2021 voters{total} = 491 @2:8
    Area 099990010002 Stimmbezirk 2 2021 eligible_voters{total} = 895 @3:7
    Area 099990010002 Stimmbezirk 2 2021 voters{total} = 284 @3:8
    Unallocated 09999001 Briefwahl 42 2021 eligible_voters{total} = 0 @4:7
    Unallocated 09999001 Briefwahl 42 2021 voters{total} = 644 @4:8
    Total 09999001 Gemeinde Rosental 2021 eligible_voters{total} = 2350 @5:7
    Total 09999001 Gemeinde Rosental 2021 voters{total} = 1419 @5:8
    "#);
    insta::assert_snapshot!(messages(&reading).join("\n"), @r#"
    Open-Data.csv, Zeile 3, Spalte „ags“ – Der Schlüsselteil „9999001“ wurde mit führenden Nullen zu „09999001“ ergänzt.
    Open-Data.csv, Zeile 3, Spalte „gebiet-nr“ – Der Schlüsselteil „2“ wurde mit führenden Nullen zu „0002“ ergänzt.
    "#);
}

#[test]
fn a_parquet_table_keeps_its_types() {
    let (lines, reading) = lines(
        "flaechen.parquet",
        &parquet_table(),
        r#"
        id = "flaechen"
        title = "Flächen"
        layout = "parquet"
        key = { columns = ["wohnplatz"], lengths = [11] }
        period = { column = "stand" }
        columns = [{ header = "area_m2", count = "area_m2" }, { header = "stops", count = "bus_stops" }]
        "#,
    );
    insta::assert_snapshot!(lines.join("\n"), @r#"
    Area 09999001001 - 2024 area_m2{total} = 1250.5 @1:4
    Area 09999001001 - 2024 bus_stops{total} = 3 @1:5
    Area 09999001003 - 2024 area_m2{total} = 10 @3:4
    Area 09999001003 - 2024 bus_stops{total} = 0 @3:5
    "#);
    assert_eq!(reading.format, "parquet");
    assert!(reading.cells_rejected == 1, "NaN is no number");
}

#[test]
fn an_opendocument_sheet_is_read_like_any_other() {
    let (lines, reading) = lines(
        "kita.ods",
        &ods(&[
            &["Kita-Kinder", "", ""],
            &["Schlüssel", "unter 3", "3 bis 5"],
            &["09999001001", "12", "*"],
        ]),
        r#"
        id = "kita"
        title = "Kita"
        layout = "wide"
        key = { columns = ["Schlüssel"] }
        header = { row = 1 }
        period = { constant = "2024" }
        columns = [{ header = "unter 3", count = "daycare_u3" }, { header = "3 bis 5", count = "daycare_3_5" }]
        "#,
    );
    insta::assert_snapshot!(lines.join("\n"), @r#"
    Area 09999001001 - 2024 daycare_u3{total} = 12 @3:2
    Area 09999001001 - 2024 daycare_3_5{total} = Suppressed(Bounds { lower: 0.0, upper: None }) @3:3
    "#);
    insta::assert_snapshot!(messages(&reading).join("\n"), @"kita.ods, Blatt „Blatt“, Zeile 2 – Die Kopfzeile wurde in Zeile 2 gefunden, nicht in Zeile 1. Sie wurde dort übernommen; bitte prüfen, ob sich mehr verändert hat.");
}

#[test]
fn a_place_is_one_case_where_it_stands_and_its_attributes_are_columns() {
    let file = br#"{ "type": "FeatureCollection",
        "crs": { "type": "name", "properties": { "name": "urn:ogc:def:crs:EPSG::25833" } },
        "features": [
        { "type": "Feature", "properties": { "art": "Kita", "platz": "69" },
          "geometry": { "type": "Point", "coordinates": [390387.5, 5820383.1] } },
        { "type": "Feature", "properties": { "art": "Kita", "platz": null, "open": true },
          "geometry": { "type": "Point", "coordinates": [390387.5, 5820383.1] } },
        { "type": "Feature", "properties": { "art": "Hort" },
          "geometry": { "type": "Point", "coordinates": [391841.9, 5822078.3] } },
        { "type": "Feature", "properties": { "art": "Kita" }, "geometry": null }] }"#;
    let (lines, reading) = lines(
        "kitas.geojson",
        file,
        r#"
        id = "kitas"
        title = "Kindertagesstätten"
        layout = "points"
        period = { constant = "2024" }
        count = { constant = "daycare_centres" }
        filters = [{ column = "art", values = ["Kita"] }]
        columns = [{ header = "platz", count = "daycare_places" }]
        "#,
    );
    insta::assert_snapshot!(lines.join("\n"), @r"
    Area EPSG:25833 390387.5 5820383.1 - 2024 daycare_centres{total} = 1 @1:2
    Area EPSG:25833 390387.5 5820383.1 - 2024 daycare_places{total} = 69 @1:5
    Area EPSG:25833 390387.5 5820383.1 - 2024 daycare_centres{total} = 1 @2:2
    ");
    let said = messages(&reading);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("Zeile 4"), "{said:?}");
    assert_eq!(
        (reading.format.as_str(), reading.rows_filtered),
        ("geojson", 1)
    );
}
