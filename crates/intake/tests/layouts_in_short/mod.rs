//! One small whole file of every layout, with a profile that reads it.

use super::fixtures::{ba_workbook, ods};
use super::{Profile, archive, binary, parquet_table};

/// A file and the profile it is meant for.
pub(crate) struct Delivery {
    pub(crate) name: &'static str,
    pub(crate) bytes: Vec<u8>,
    pub(crate) profile: Profile,
}

/// All of them.
pub(crate) fn deliveries() -> Vec<Delivery> {
    let mut all: Vec<Delivery> = TEXTS
        .iter()
        .map(|(name, text, profile)| of(name, text.as_bytes().to_vec(), profile))
        .collect();
    let (cp1252, _, _) = encoding_rs::WINDOWS_1252.encode(GENESIS.1);
    all.push(of(GENESIS.0, cp1252.into_owned(), GENESIS.2));
    let utf16 =
        |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    all.push(of("utf16.csv", utf16(&format!("\u{feff}{WIDE}")), KINDER));
    all.push(of(
        "31231.zip",
        archive(&[("31231_flat.csv", FFCSV_NEW.as_bytes())]),
        FFCSV,
    ));
    all.push(of("akg.xlsx", ba_workbook(), BA));
    let rows: [&[&str]; 3] = [
        &["Schlüssel", "Name", "Kinder"],
        &["05378004", "Au", "12"],
        &["05378008", "Bach", "7"],
    ];
    all.push(of("kita.ods", ods(&rows), KINDER));
    all.push(of("kita.xls", binary::xls(), KINDER));
    all.push(of("kita.xlsb", binary::xlsb(), KINDER));
    all.push(of("flaechen.parquet", parquet_table(), PARQUET));
    all
}

fn of(name: &'static str, bytes: Vec<u8>, profile: &str) -> Delivery {
    let profile = Profile::from_toml(profile).expect("the profile is right");
    Delivery {
        name,
        bytes,
        profile,
    }
}

const WIDE: &str = "Schlüssel;Name;Kinder\r\n05378004;\"Au; \"\"klein\"\"\";1.204,5\r\n5378008;Bach;*\r\n05378012;Celle;7\r\n";

const KINDER: &str = r#"
    id = "kinder"
    title = "Kinder"
    layout = "wide"
    name = "Name"
    key = { columns = ["Schlüssel"], type = "ags8" }
    period = { constant = "2024" }
    columns = [{ header = "Kinder", count = "children" }]
"#;

const LONG: &str = r#"
    id = "bestand"
    title = "Bestand"
    layout = "long"
    value = "Anzahl"
    key = { columns = ["Schluessel"], lengths = [11] }
    period = { column = "Stichtag" }
    count = { constant = "population" }
    [[dimensions]]
    column = "Geschlecht"
    dimension = "sex"
    categories = { "weiblich" = "female", "männlich" = "male", "insgesamt" = "ignore" }
"#;

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

const BA: &str = r#"
    id = "ba"
    title = "BA kleinräumig"
    layout = "ba_small_area"
    key = { columns = [{ column = "@B", length = 8 }, { column = "@C", take = 3 }] }
    [[columns]]
    header = "SvB"
    count = "insured_employees"
    [[columns]]
    header = "ALO_W"
    count = "unemployed"
    breakdown = { sex = "female" }
"#;

const PARQUET: &str = r#"
    id = "flaechen"
    title = "Flächen"
    layout = "parquet"
    key = { columns = ["wohnplatz"], lengths = [11] }
    period = { column = "stand" }
    columns = [{ header = "area_m2", count = "area_m2" }, { header = "stops", count = "bus_stops" }]
"#;

const FFCSV_NEW: &str = "\u{feff}statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;1_variable_attribute_code;1_variable_attribute_label;2_variable_code;2_variable_label;2_variable_attribute_code;2_variable_attribute_label;value;value_unit;value_variable_code;value_variable_label;value_q\n\
    31231;Wohnungen;STAG;Stichtag;2024-12-31;GEMEIN;Gemeinden;09999001;Rosental;WGR;Zahl der Räume;WGR1;1 bis 2;1204;Anzahl;WOHN01;Wohnungen;e\n\
    31231;Wohnungen;STAG;Stichtag;2024-12-31;GEMEIN;Gemeinden;09999001;Rosental;WGR;Zahl der Räume;;Insgesamt;5000,5;Anzahl;WOHN01;Wohnungen;p\n";

const GENESIS: (&str, &str, &str) = (
    "46251.csv",
    "GENESIS-Tabelle: 46251-01-02-4\nKraftfahrzeugbestand\nMusterland;;;;\n;;;Pkw;Krafträder\n;;;Anzahl;Anzahl\n\
    01.01.2024;09999;  Musterkreis, Landkreis;171234;12.345\n01.01.2024;9999001;    Rosental, Stadt;41234;-\n\
    01.01.2024;09999002;    Lindenau;.;...\n01.01.2024;09999003;    Burghain;12.001 r;x\n__________\nQuelle;;;nicht;lesen\n",
    r#"
    id = "kfz"
    title = "Kraftfahrzeuge"
    layout = "genesis_classic"
    key = { type = "ags8" }
    columns = [{ header = "Pkw", count = "cars" }, { header = "Krafträder", count = "motorcycles" }]
    "#,
);

/// Name, text, profile.
const TEXTS: [(&str, &str, &str); 9] = [
    ("kinder.csv", WIDE, KINDER),
    (
        "bestand.csv",
        "Stichtag;Schluessel;Geschlecht;Anzahl\n31.12.2024;9999001001;weiblich;1.204\n31.12.2024;09999001001;männlich;900\n",
        LONG,
    ),
    (
        "31231_alt.csv",
        "Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;1_Merkmal_Label;1_Auspraegung_Code;1_Auspraegung_Label;2_Merkmal_Code;2_Merkmal_Label;2_Auspraegung_Code;2_Auspraegung_Label;WOHN01__Wohnungen__Anzahl;WOHN01__Wohnungen__q\n\
        31231;Wohnungen;STAG;Stichtag;31.12.2015;GEMEIN;Gemeinden;09999001;Rosental;WGR;Räume;WGR1;1 bis 2;1100;e\n\
        31231;Wohnungen;STAG;Stichtag;31.12.2015;GEMEIN;Gemeinden;09999001;Rosental;WGR;Räume;;Insgesamt;4800;r\n",
        FFCSV,
    ),
    (
        "inkar.csv",
        "Kennziffer;Raumeinheit;Aggregat;Arbeitslosenquote;Arbeitslosenquote;Kinderarmut\n;;;2021;2022;2022\n\
        09999;Musterkreis;Landkreis;4,1;4,3;12,5\n9991;Nachbarkreis;Landkreis;3,9;;1.012,5\n",
        r#"
        id = "inkar"
        title = "INKAR"
        layout = "inkar_wide"
        key = { type = "ags5" }
        columns = [{ header = "Arbeitslosenquote", count = "inkar_a" }, { header = "Kinderarmut", count = "inkar_b" }]
        "#,
    ),
    (
        "inkar_2025.csv",
        "Bereich;ID;Kuerzel;Indikator;Raumbezug;Kennziffer;Name;Zeitbezug;Wert\n\
        LRB;12;q_alo;Arbeitslosenquote;Kreise;09999;Musterkreis;2022;4,3\n\
        LRB;12;q_alo;Arbeitslosenquote;Länder;09;Musterland;2022;-0,2\n",
        r#"
        id = "inkar_bulk"
        title = "INKAR, alle"
        layout = "inkar_bulk"
        count = { map = { q_alo = "inkar_a" } }
        filters = [{ column = "Raumbezug", values = ["Kreise", "Länder"] }]
        "#,
    ),
    (
        "zensus.csv",
        "\u{feff}GITTER_ID_100m;x_mp_100m;y_mp_100m;Einwohner;werterlaeuternde_Zeichen\n\
        CRS3035RES100mN2689000E4337000;4337050;2689050;12;\nCRS3035RES100mN2689100E4337000;4337050;2689150;4;KLAMMERN\n",
        r#"
        id = "zensus"
        title = "Zensusgitter"
        layout = "zensus_grid"
        columns = [{ header = "Einwohner", count = "residents_grid" }]
        "#,
    ),
    (
        "Haushalte_WP_2024-12.txt",
        "sb;HH;HH_1pers\n09999001001;512;201\n09999001002;77;*\n",
        r#"
        id = "haushalte"
        title = "Haushalte"
        layout = "kosis"
        columns = [{ header = "HH", count = "households" }, { header = "HH_1pers", count = "single_households" }]
        "#,
    ),
    (
        "Open-Data.csv",
        "datum;wahl;ags;gebiet-nr;gebiet-name;max-schnellmeldungen;A;B\n26.09.2021;Bundestag;09999001;0001;Stimmbezirk 1;1;1455;491\n\
        26.09.2021;Bundestag;09999001;0042;Briefwahl 42;1;0;644\n26.09.2021;Bundestag;09999001;;Gemeinde Rosental;3;2350;1419\n",
        r#"
        id = "wahl"
        title = "Wahl"
        layout = "votemanager"
        columns = [{ header = "A", count = "eligible_voters" }, { header = "B", count = "voters" }]
        "#,
    ),
    (
        "kitas.geojson",
        r#"{ "type": "FeatureCollection", "crs": { "type": "name", "properties": { "name": "urn:ogc:def:crs:EPSG::25833" } }, "features": [
        { "type": "Feature", "properties": { "art": "Kita", "platz": "69" }, "geometry": { "type": "Point", "coordinates": [390387.5, 5820383.1] } },
        { "type": "Feature", "properties": { "art": "Kita", "platz": null, "open": true }, "geometry": { "type": "Point", "coordinates": [390387.5, 5820383.1] } }] }"#,
        r#"
        id = "kitas"
        title = "Kindertagesstätten"
        layout = "points"
        period = { constant = "2024" }
        count = { constant = "daycare_centres" }
        filters = [{ column = "art", values = ["Kita"] }]
        columns = [{ header = "platz", count = "daycare_places" }]
        "#,
    ),
];
