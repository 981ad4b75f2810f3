//! Every delivery of Musterkreis is read with its profile, and only its defects call for remarks.
#![expect(
    clippy::unwrap_used,
    clippy::float_cmp,
    clippy::too_many_lines,
    reason = "a test that cannot go on should stop; whole counts are compared exactly; one list of truths"
)]

use std::collections::BTreeMap;

use intake::{Profile, Reading, Record, Role, Source};
use testkit::{County, PROFILES, RawFile};
use vocabulary::Severity;

fn profiles() -> BTreeMap<&'static str, Profile> {
    PROFILES
        .iter()
        .map(|(id, text)| {
            (
                *id,
                Profile::from_toml(text).unwrap_or_else(|e| panic!("{id}: {e}")),
            )
        })
        .collect()
}

fn read(file: &RawFile, profiles: &BTreeMap<&'static str, Profile>) -> (Vec<Record>, Reading) {
    let name = file.path.rsplit('/').next().unwrap();
    let profile = &profiles[file.profile];
    assert!(
        profile.expects(name),
        "{} does not expect {name}",
        file.profile
    );
    intake::read(name, Source::Bytes(&file.bytes), profile)
        .unwrap_or_else(|e| panic!("{}: {e}", file.path))
}

#[test]
fn every_delivery_is_read_with_only_the_remarks_its_defects_call_for() {
    let profiles = profiles();
    let mut lines = Vec::new();
    for file in testkit::musterkreis().deliveries {
        let (records, reading) = read(&file, &profiles);
        assert!(!records.is_empty(), "{} gives nothing", file.path);
        assert_eq!(
            reading.rows_rejected, 0,
            "{}: {:#?}",
            file.path, reading.remarks
        );
        let doubts: Vec<_> = reading
            .remarks
            .iter()
            .filter(|r| r.severity != Severity::Note)
            .collect();
        assert!(
            doubts.is_empty() || !file.note.is_empty(),
            "{}: {doubts:#?}",
            file.path
        );
        if !reading.remark_counts.is_empty() || !file.note.is_empty() {
            lines.push(format!("{}: {:?}", file.path, reading.remark_counts));
        }
    }
    // What only the register of areas can know (unknown keys, names, duplicates, totals) is remarked on later.
    insta::assert_snapshot!(lines.join("\n"), @r"
    arbeitsagentur/AkG_09999_201512.xlsx: {}
    melderegister/bestand_2016.csv: {}
    arbeitsagentur/AkG_09999_201612.xlsx: {}
    wahlamt/Open-Data-Bundestagswahl-2017.csv: {}
    melderegister/bewegungen_2017.xlsx: {Period: 1}
    arbeitsagentur/AkG_09999_201712.xlsx: {}
    melderegister/auslaender_2018.csv: {}
    arbeitsagentur/AkG_09999_201812.xlsx: {}
    melderegister/bestand_2019.csv: {}
    arbeitsagentur/AkG_09999_201912.xlsx: {}
    arbeitsagentur/AkG_09999_202012.xlsx: {}
    jugendamt/hilfen_2020.csv: {RepairedKey: 87}
    wahlamt/Open-Data-Bundestagswahl-2021.csv: {}
    melderegister/bestand_2021.csv: {}
    arbeitsagentur/AkG_09999_202112.xlsx: {}
    melderegister/auslaender_2022.csv: {}
    arbeitsagentur/AkG_09999_202212.xlsx: {}
    sozialamt/leistungen_2022.csv: {}
    arbeitsagentur/AkG_09999_202312.xlsx: {}
    zensus/Zensus2022_Wohnungen_100m-Gitter.csv: {}
    arbeitsagentur/AkG_09999_202412.xlsx: {}
    gesundheitsamt/seu_2024.xlsx: {Header: 1}
    landesdatenbank/99910-01i_2024.csv: {}
    ");
}

/// What the records of one count sum to in areas and remainders of one year.
fn sum(county: &County, profile: &str, count: &str, year: i32) -> f64 {
    let profiles = profiles();
    let year_text = year.to_string();
    let files = county
        .deliveries
        .iter()
        .filter(|f| f.profile == profile && f.path.contains(&year_text));
    files
        .flat_map(|file| read(file, &profiles).0)
        .filter(|r| {
            r.count.as_str() == count && r.period.last_year() == year && r.role != Role::Total
        })
        .filter_map(|r| r.quantity.value.known())
        .sum()
}

#[test]
fn what_is_read_is_what_is_true() {
    let county = testkit::musterkreis();
    let truth = county.people.of_county(2024);
    let check = |profile: &str, count: &str, expected: u32| {
        assert_eq!(
            sum(&county, profile, count, 2024),
            f64::from(expected),
            "{count}"
        );
    };
    check("melderegister_bestand", "population", truth.residents());
    check("melderegister_auslaender", "foreigners", truth.foreigners());
    check("melderegister_bewegungen", "births", truth.births);
    check("haushalte", "households", truth.households);
    check("jugendamt_kita", "daycare_u3", truth.daycare_u3);
    check(
        "jugendamt_hilfen",
        "child_raising_support",
        truth.child_raising_support,
    );
    check(
        "gesundheitsamt_seu",
        "examined_children",
        truth.examined_children,
    );
    check(
        "sozialamt_leistungen",
        "old_age_basic_support",
        truth.old_age_basic_support,
    );
    check(
        "jugendamt_hilfen",
        "outpatient_support",
        truth.outpatient_support,
    );
    check("regionalstatistik_neu", "dwellings", truth.dwellings);
    check(
        "vermessungsamt",
        "residents_near_gp",
        truth.residents_near_gp,
    );
}

#[test]
fn dates_that_excel_took_for_numbers_are_still_the_year() {
    let county = testkit::musterkreis();
    let births = f64::from(county.people.of_county(2017).births);
    assert_eq!(
        sum(&county, "melderegister_bewegungen", "births", 2017),
        births
    );
}

#[test]
fn the_agency_s_county_total_is_the_truth_although_its_areas_are_not() {
    let county = testkit::musterkreis();
    let profiles = profiles();
    let file = county
        .deliveries
        .iter()
        .find(|f| f.path.ends_with("_202412.xlsx"))
        .unwrap();
    let (records, _) = read(file, &profiles);
    let of = |role: Role, key: &str| {
        let found = records
            .iter()
            .filter(|r| r.role == role && r.key == key && r.count.as_str() == "sgb2_persons");
        found
            .map(|r| r.quantity.value.known().unwrap())
            .collect::<Vec<f64>>()
    };
    assert_eq!(
        of(Role::Total, "09999"),
        [f64::from(county.people.of_county(2024).sgb2_persons)]
    );
    assert_eq!(of(Role::Unallocated, "09999").len(), 1);
    assert_eq!(of(Role::Total, "09999003").len(), 1);
    assert_eq!(of(Role::Area, "09999003012").len(), 1);
}

#[test]
fn the_grid_adds_up_to_the_dwellings_of_the_county() {
    let county = testkit::musterkreis();
    let truth = county.people.of_county(2022);
    for (count, expected) in [
        ("dwellings_grid", truth.dwellings),
        ("owner_occupied_grid", truth.owner_occupied),
        ("vacant_grid", truth.vacant),
    ] {
        assert_eq!(
            sum(&county, "zensus_gitter", count, 2022),
            f64::from(expected),
            "{count}"
        );
    }
}
