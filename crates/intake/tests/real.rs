//! Real, openly licensed deliveries from beside the repository, read by ordinary profiles.
#![allow(
    clippy::unwrap_used,
    clippy::too_many_lines,
    reason = "a story with its file and its snapshot is told in one piece"
)]

use std::path::PathBuf;

use intake::{Profile, Reading, Record, Role, Source, read};

/// The real files, or `None` with a word about it.
fn shared(path: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("LEBENSLAGE_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    );
    let file = folder.join("data").join(path);
    if file.exists() {
        return Some(file);
    }
    eprintln!("skipped: ../shared is absent");
    None
}

#[track_caller]
fn taken(path: &str, profile: &str) -> Option<(Vec<Record>, Reading)> {
    let file = shared(path)?;
    let name = file.file_name().unwrap().to_str().unwrap();
    let profile = Profile::from_toml(profile).unwrap();
    Some(read(name, Source::Path(&file), &profile).unwrap())
}

fn sum(records: &[Record], count: &str) -> f64 {
    let numbers = records
        .iter()
        .filter(|r| r.count.as_str() == count && r.role == Role::Area);
    numbers.filter_map(|r| r.quantity.value.known()).sum()
}

#[test]
fn berlins_population_adds_up() {
    let Some((records, reading)) = taken(
        "berlin/population/berlin-lor-population-2024-02-t2-planning-areas.csv",
        r#"
        id = "ewr"
        title = "Berlin: Einwohner"
        layout = "wide"
        key = { columns = ["id"], lengths = [8] }
        period = { file_name = "*population-{year}-*" }
        columns = [{ header = "inhabitants", count = "population" },
                   { header = "inhabitants_age_below_6", count = "population", breakdown = { age = "0-5" } },
                   { header = "inhabitants_percentage", count = "share" }]
        "#,
    ) else {
        return;
    };
    let total = records
        .iter()
        .filter(|r| r.breakdown.is_total() && r.count.as_str() == "population");
    assert_eq!(total.clone().count(), 542);
    assert!(
        (total.filter_map(|r| r.quantity.value.known()).sum::<f64>() - 3_897_145.0).abs() < 0.5
    );
    assert_eq!(reading.rows_read, 542);
    assert!(reading.remarks.is_empty(), "{:?}", reading.remarks);
}

#[test]
fn berlins_register_has_two_areas_without_numbers() {
    let Some((records, reading)) = taken(
        "berlin/population/EWR_L21_202512E_Matrix.csv",
        r#"
        id = "ewr_matrix"
        title = "Berlin: Melderegister"
        layout = "wide"
        key = { columns = ["RAUMID"], lengths = [8] }
        period = { column = "ZEIT" }
        columns = [{ header = "E_E", count = "population" }]
        "#,
    ) else {
        return;
    };
    assert_eq!(records.len(), 542);
    assert!((sum(&records, "population") - 3_913_644.0).abs() < 0.5);
    let unknown = records
        .iter()
        .filter(|r| r.quantity.value == vocabulary::Value::Unknown);
    assert_eq!(unknown.count(), 2);
    assert_eq!(reading.symbols.get("NA"), Some(&2));
}

#[test]
fn berlins_monitoring_is_read_with_trailing_blanks_in_its_header() {
    let Some((records, reading)) = taken(
        "berlin/mss/2021/mss_2021_index-indikatoren_z-werte_plr.csv",
        r#"
        id = "mss_z"
        title = "MSS 2021"
        layout = "wide"
        key = { columns = ["PLR-ID"], lengths = [8] }
        name = "PLR-Name"
        period = { constant = "2020" }
        numbers = { decimal = ".", negative = "allow" }
        symbols = { table = { "-9999" = "unknown", "-9999.00" = "unknown" } }
        columns = [{ header = "zS1", count = "z_s1" }, { header = "EW 31.12.2020", count = "population" },
                   { header = "Dynamik-Index (standardisierte Dynamik-summe)", count = "dynamics" }]
        "#,
    ) else {
        return;
    };
    assert_eq!(
        records
            .iter()
            .filter(|r| r.count.as_str() == "population")
            .count(),
        542
    );
    assert!(
        reading
            .remarks
            .iter()
            .all(|r| r.kind != vocabulary::RemarkKind::Header)
    );
    let wild = records
        .iter()
        .filter_map(|r| r.quantity.value.known())
        .filter(|x| *x < -100.0);
    assert_eq!(wild.count(), 0, "-9999 is missing, not a number");
}

#[test]
fn cologne_is_read_from_one_long_file() {
    let Some((records, reading)) = taken(
        "koeln/structure/bevoelkerung.csv",
        r#"
        id = "koeln"
        title = "Köln: Bevölkerung"
        layout = "long"
        value = "zahl"
        name = "raum"
        key = { columns = ["raum_id"], lengths = [3] }
        period = { column = "jahr" }
        count = { columns = ["tab_id", "zei_id"], map = { "005 / 10" = "population" }, others = "ignore" }
        "#,
    ) else {
        return;
    };
    assert_eq!(reading.rows_read, 29_135);
    assert_eq!(records.len(), 96 * 8);
    let city = records
        .iter()
        .find(|r| r.key == "000" && r.period.first_year() == 2005)
        .unwrap();
    assert_eq!(city.quantity.value.known(), Some(1_023_101.0));
}

#[test]
fn the_census_flat_file_is_read_as_its_supplier_writes_it() {
    let Some((records, reading)) = taken(
        "formats/genesis/zensus2022-1000A/1000A-0000_de_flat.csv",
        r#"
        id = "zensus_1000a"
        title = "Zensus 2022: Bevölkerung"
        layout = "ffcsv"
        key = { type = "ars12" }
        count = { map = { PRS018 = "population", PRS001 = "population" } }
        "#,
    ) else {
        return;
    };
    assert!((sum(&records, "population") - 82_711_282.0).abs() < 0.5);
    assert_eq!(
        reading.rows_filtered, 1,
        "Germany as a whole has another key"
    );
}

#[test]
fn the_cleaned_census_table_is_read_too() {
    let Some((records, _)) = taken(
        "formats/genesis/zensus2022-1000A/1000A-0000_de_clean.csv",
        r#"
        id = "zensus_clean"
        title = "Zensus 2022"
        layout = "wide"
        name = "place"
        key = { columns = ["ags"], type = "ars12" }
        period = { constant = "2022" }
        columns = [{ header = "population", count = "population" }]
        "#,
    ) else {
        return;
    };
    assert!((sum(&records, "population") - 82_711_282.0).abs() < 0.5);
}

#[test]
fn an_old_workbook_of_inkar_is_read() {
    let Some((records, reading)) = taken(
        "formats/inkar/Arbeitslosenquote.xls",
        r#"
        id = "inkar"
        title = "INKAR"
        layout = "inkar_wide"
        key = { type = "ags5" }
        columns = [{ header = "Arbeitslosenquote", count = "unemployment_rate" }]
        "#,
    ) else {
        return;
    };
    let of = |year| {
        let mine = records
            .iter()
            .find(|r| r.key == "05378" && r.period.first_year() == year);
        mine.and_then(|r| r.quantity.value.known()).unwrap()
    };
    assert!((of(1998) - 8.4).abs() < 0.05 && (of(2017) - 6.0).abs() < 0.05);
    assert_eq!(records.len(), 401 * 20);
    assert_eq!(reading.format, "xls");
}

#[test]
fn a_real_election_is_read_by_district_and_as_a_whole() {
    let columns = r#"columns = [{ header = "A", count = "eligible_voters" }, { header = "B", count = "voters" }]"#;
    let profile = format!("id = 'wahl'\ntitle = 'Wahl'\nlayout = 'votemanager'\n{columns}");
    let folder = "formats/elections/bundestagswahl2021/raw/";
    let Some((districts, _)) = taken(
        &format!("{folder}Open-Data-Bundestagswahl1576.csv"),
        &profile,
    ) else {
        return;
    };
    let (whole, _) = taken(
        &format!("{folder}Open-Data-Bundestagswahl1573.csv"),
        &profile,
    )
    .unwrap();
    assert!(
        whole
            .iter()
            .all(|r| r.role == Role::Total && r.key == "09175132")
    );
    assert_eq!(whole[1].quantity.value.known(), Some(15_018.0));
    assert!((sum(&districts, "voters") - 15_018.0).abs() < 0.5);
}

#[test]
fn the_structural_data_of_the_constituencies_are_read_past_their_comments() {
    let Some((records, reading)) = taken(
        "formats/elections/strukturdaten_2021.csv",
        r##"
        id = "struktur"
        title = "Strukturdaten 2021"
        layout = "wide"
        comment = "#"
        name = "Wahlkreis-Name"
        key = { columns = ["Wahlkreis-Nr."] }
        period = { constant = "2019" }
        numbers = { negative = "allow" }
        columns = [{ header = "@E", count = "area_km2" }]
        expected = { headings = ["Land", "Wahlkreis-Nr.", "Wahlkreis-Name", "Gemeinden *", "Fläche am *"] }
        "##,
    ) else {
        return;
    };
    let germany = records.iter().find(|r| r.key == "999").unwrap();
    assert_eq!(germany.quantity.value.known(), Some(357_581.0));
    // The columns nobody expected are named once, for information.
    let kinds: Vec<_> = reading
        .remarks
        .iter()
        .map(|r| (r.kind, r.severity))
        .collect();
    let expected = [(vocabulary::RemarkKind::Header, vocabulary::Severity::Note)];
    assert_eq!(kinds, expected, "{:?}", reading.remarks);
}
