//! The residents form households, and whole households are on benefit or not: children share their parents' lot.

use super::counts::Counts;
use super::nature::Nature;
use crate::random::{exp, unit};

/// Who lives in a household, as far as the offices ask.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Single,
    Couple,
    SingleParent,
    Family,
}

/// A household with its children; `number` is its lasting number in the Wohnplatz.
struct Household {
    kind: Kind,
    number: u64,
    children: u32,
    under_15: u32,
}

/// Fills the household and SGB II counts of one Wohnplatz and year from its residents.
pub(crate) fn form(nature: &Nature, year: i32, counts: &mut Counts) {
    let adults = form_families(nature, year, counts);
    let grown_up_children = counts.aged(18, 24) / 2;
    let mut adults = adults.saturating_sub(grown_up_children);
    let single = 0.36 + 0.24 * nature.urban;
    let mut number = 1_000_000;
    while adults > 0 {
        let alone = adults == 1 || unit(&[80, nature.luck, number]) < single;
        adults -= if alone { 1 } else { 2 };
        let kind = if alone { Kind::Single } else { Kind::Couple };
        counts.households += 1;
        counts.single_households += u32::from(alone);
        support(
            &Household {
                kind,
                number,
                children: 0,
                under_15: 0,
            },
            nature,
            year,
            counts,
        );
        number += 1;
    }
    form_old_households(nature, counts);
}

/// Families until every child under 18 has one; returns the adults under 65 that are left.
fn form_families(nature: &Nature, year: i32, counts: &mut Counts) -> u32 {
    let mut children = counts.aged(0, 17);
    let mut under_15 = counts.aged(0, 14);
    let mut adults = counts.aged(18, 64);
    let mut number = 0;
    while children > 0 && adults > 0 {
        let draw = |name: u64| unit(&[name, nature.luck, number]);
        let lone = draw(81) < 0.15 * exp(0.33 * nature.hardship) || adults == 1;
        let many = draw(82) - 0.03 * nature.hardship;
        let wanted = match many {
            m if m < 0.09 => 3 + u32::from(m < 0.02),
            m if m < 0.48 => 2,
            _ => 1,
        };
        let here = wanted.min(children);
        let young = young_ones(&[83, nature.luck, number], here, (under_15, children));
        children -= here;
        under_15 -= young;
        adults -= if lone { 1 } else { 2 };
        counts.households += 1;
        counts.households_with_children += 1;
        counts.single_parent_households += u32::from(lone);
        counts.large_family_households += u32::from(here >= 3);
        let kind = if lone {
            Kind::SingleParent
        } else {
            Kind::Family
        };
        let household = Household {
            kind,
            number,
            children: here,
            under_15: young,
        };
        support(&household, nature, year, counts);
        number += 1;
    }
    adults
}

/// How many of the children `here` are under 15, if so many of all that are left are.
fn young_ones(name: &[u64; 3], here: u32, (under_15, children): (u32, u32)) -> u32 {
    (0..here).fold(0, |young, child| {
        let chance = f64::from(under_15 - young) / f64::from(children - child);
        young + u32::from(unit(&[name[0], name[1], name[2], u64::from(child)]) < chance)
    })
}

/// People of 65 and more, apart from those in homes.
fn form_old_households(nature: &Nature, counts: &mut Counts) {
    let homes = counts.aged(80, 100) / 8;
    let mut old = counts.aged(65, 100) - homes;
    let mut number = 2_000_000;
    while old > 0 {
        let alone = old == 1 || unit(&[84, nature.luck, number]) < 0.43 + 0.12 * nature.urban;
        old -= if alone { 1 } else { 2 };
        counts.households += 1;
        counts.single_households += u32::from(alone);
        counts.single_households_65 += u32::from(alone);
        number += 1;
    }
}

/// Whether the household is on benefit this year, and what the Jobcenter then counts.
fn support(household: &Household, nature: &Nature, year: i32, counts: &mut Counts) {
    if unit(&[85, nature.luck, household.number]) >= poverty(household.kind, nature, year) {
        return;
    }
    let adults = match household.kind {
        Kind::Single | Kind::SingleParent => 1,
        Kind::Couple | Kind::Family => 2,
    };
    let employable = adults + household.children - household.under_15;
    counts.benefit_units += 1;
    counts.single_parent_benefit_units += u32::from(household.kind == Kind::SingleParent);
    counts.employable_beneficiaries += employable;
    counts.sgb2_persons += employable + household.under_15;
    // Until 2019 children whose own claim was covered by maintenance were not counted.
    let covered = year < 2020 && unit(&[86, nature.luck, household.number]) < 0.08;
    counts.non_employable_u15 += if covered { 0 } else { household.under_15 };
}

fn poverty(kind: Kind, nature: &Nature, year: i32) -> f64 {
    let base = match kind {
        Kind::Single => 0.075,
        Kind::Couple => 0.020,
        Kind::SingleParent => 0.215,
        Kind::Family => 0.041,
    };
    let rate = base * nature.fate.climate(year);
    rate * exp(0.72 * nature.hardship + nature.fate.decline(year)) + nature.fate.points(year)
}
