//! The figures of the county hold together and tell its stories.

use std::sync::LazyLock;

use super::{Counts, People, YEARS};
use crate::stories::{DETERIORATES, IMPROVES, NEW_HOUSES, NOISE_ONLY};
use crate::territory::{DIVIDED, PARTS, Territory};

static PEOPLE: LazyLock<People> = LazyLock::new(|| People::live(&Territory::new()));

fn area(key: &str, year: i32) -> &'static Counts {
    let mut all = PEOPLE.of_2020(year);
    all.find(|(k, _)| *k == key).expect("a Wohnplatz").1
}

fn percent(part: u32, whole: u32) -> f64 {
    100.0 * f64::from(part) / f64::from(whole.max(1))
}

fn child_poverty(c: &Counts) -> f64 {
    percent(c.non_employable_u15, c.aged(0, 14))
}

fn unemployment(c: &Counts) -> f64 {
    percent(c.unemployed(), c.aged(15, 64))
}

#[test]
fn the_county_has_some_280_000_people_in_areas_of_200_to_9_000() {
    let all = PEOPLE.of_county(2024).residents();
    assert!((275_000..286_000).contains(&all), "{all}");
    for year in YEARS {
        for (key, c) in PEOPLE.of_2020(year) {
            assert!(
                (190..=9_300).contains(&c.residents()),
                "{key} {year}: {}",
                c.residents()
            );
        }
    }
    assert_eq!(PEOPLE.of(2019).len(), 86);
    assert_eq!(PEOPLE.of(2020).len(), 87);
}

#[test]
#[expect(clippy::too_many_lines, reason = "one long list of parts and wholes")]
fn no_part_is_larger_than_its_whole() {
    for (key, c) in YEARS.flat_map(|year| PEOPLE.of_2020(year)) {
        let pairs = [
            (c.foreigners(), c.residents()),
            (c.eu_foreigners, c.foreigners()),
            (c.single_households, c.households),
            (c.single_households_65, c.single_households),
            (c.single_households_65, c.aged(65, 100)),
            (c.households_with_children, c.aged(0, 17)),
            (c.single_parent_households, c.households_with_children),
            (c.large_family_households, c.households_with_children),
            (c.insured_women, c.insured_employees),
            (
                c.insured_employees + c.unemployed() + c.marginal_employees,
                c.aged(15, 64),
            ),
            (c.unemployed_15_24 + c.unemployed_55plus, c.unemployed()),
            (c.unemployed_15_24, c.aged(15, 24)),
            (c.unemployed_55plus, c.aged(55, 64)),
            (c.long_term_unemployed, c.unemployed()),
            (c.employable_beneficiaries, c.aged(15, 64)),
            (c.non_employable_u15, c.aged(0, 14)),
            (
                c.employable_beneficiaries + c.non_employable_u15,
                c.sgb2_persons,
            ),
            (c.single_parent_benefit_units, c.benefit_units),
            (c.benefit_units, c.households),
            (
                c.outpatient_support + c.residential_support,
                c.child_raising_support,
            ),
            (c.daycare_u3, c.aged(0, 2)),
            (c.daycare_3_5, c.aged(3, 5)),
            (c.school_children_all_day, c.aged(6, 9)),
            (c.examined_children, c.aged(3, 5)),
            (c.language_conspicuous, c.examined_children),
            (c.measles_vaccinated, c.examined_children),
            (c.old_age_basic_support, c.aged(65, 100)),
            (c.owner_occupied + c.vacant, c.dwellings),
            (c.residents_near_gp, c.residents()),
        ];
        for (at, (part, whole)) in pairs.iter().enumerate() {
            assert!(part <= whole, "{key}, pair {at}: {part} of {whole}");
        }
    }
}

#[test]
fn who_was_there_came_or_left() {
    let keys: Vec<&str> = PEOPLE.of_2020(2015).map(|(key, _)| key).collect();
    for key in keys {
        for year in 2016..=2024 {
            let (before, now) = (area(key, year - 1), area(key, year));
            let gone = now.deaths + now.moves_out;
            assert_eq!(
                before.residents() + now.births + now.moves_in - gone,
                now.residents(),
                "{key} {year}"
            );
        }
    }
}

#[test]
fn one_area_deteriorates_against_the_county() {
    let worse =
        |year| child_poverty(area(DETERIORATES, year)) / child_poverty(&PEOPLE.of_county(year));
    assert!(
        worse(2024) > 1.5 * worse(2017),
        "{} to {}",
        worse(2017),
        worse(2024)
    );
    assert!(unemployment(area(DETERIORATES, 2024)) > 1.5 * unemployment(area(DETERIORATES, 2017)));
}

#[test]
fn one_area_is_improved_by_a_measure_and_only_since_2021() {
    let care = |year| {
        percent(
            area(IMPROVES, year).daycare_u3,
            area(IMPROVES, year).aged(0, 2),
        )
    };
    let county = |year| {
        let c = PEOPLE.of_county(year);
        percent(c.daycare_u3, c.aged(0, 2))
    };
    assert!((care(2020) - care(2016)) - (county(2020) - county(2016)) < 6.0);
    assert!((care(2024) - care(2020)) - (county(2024) - county(2020)) > 12.0);
}

#[test]
fn support_rises_everywhere_in_2022() {
    let rise = |year| {
        f64::from(PEOPLE.of_county(year).sgb2_persons)
            / f64::from(PEOPLE.of_county(year - 1).sgb2_persons)
    };
    assert!(
        rise(2022) > 1.12 && rise(2021) < 1.02,
        "{} after {}",
        rise(2022),
        rise(2021)
    );
}

#[test]
fn the_core_of_the_town_is_burdened_and_new_houses_bring_families() {
    let county = child_poverty(&PEOPLE.of_county(2024));
    for number in 1..=6 {
        let core = child_poverty(area(&format!("0999900100{number}"), 2024));
        assert!(core > 1.4 * county, "{number}: {core} in {county}");
    }
    let grown = f64::from(area(NEW_HOUSES, 2022).residents())
        / f64::from(area(NEW_HOUSES, 2017).residents());
    assert!(grown > 1.2, "{grown}");
    assert!(area(NOISE_ONLY, 2024).residents() < 300);
}

#[test]
fn the_parts_of_the_divided_area_have_about_the_shares_of_the_crosswalk() {
    let whole = f64::from(PEOPLE.of(2019)[DIVIDED].residents());
    for (part, share) in PARTS {
        let here = f64::from(area(part, 2019).residents()) / whole;
        assert!((here - share).abs() < 0.02, "{part}: {here}");
    }
}
