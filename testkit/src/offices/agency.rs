//! Bundesagentur für Arbeit: the small-area workbook by contract, with its stars and sums.
//!
//! Column C is the 9-digit key of the county's own areas below the municipality, three times three digits: the
//! Wohnplatz, and twice `000`, since nothing is finer. So `012000000` beside `09999003` in column B is `09999003012`.
//! `SUMSUMSUM` is the total of what column B says: a municipality, or the county. "keine Angabe" has no column C.

use super::{RawFile, World, day_after};
use crate::files::{Cell, workbook};
use crate::people::{Counts, YEARS};
use crate::random::binomial;
use crate::territory::{COUNTY, COUNTY_NAME};

const ATTRIBUTES: [(&str, &str); 13] = [
    (
        "SvB_WO",
        "Sozialversicherungspflichtig Beschäftigte am Wohnort",
    ),
    ("SvB_WO_w", "darunter Frauen"),
    (
        "ageB_WO",
        "Ausschließlich geringfügig Beschäftigte am Wohnort",
    ),
    ("Alo_w", "Arbeitslose Frauen"),
    ("Alo_m", "Arbeitslose Männer"),
    ("Alo_u25", "Arbeitslose 15 bis unter 25 Jahre"),
    ("Alo_55plus", "Arbeitslose 55 Jahre und älter"),
    ("Alo_lang", "Langzeitarbeitslose"),
    ("ELB", "Erwerbsfähige Leistungsberechtigte"),
    (
        "NEF_u15",
        "Nicht erwerbsfähige Leistungsberechtigte unter 15 Jahren",
    ),
    ("PERS_BG", "Personen in Bedarfsgemeinschaften"),
    ("BG", "Bedarfsgemeinschaften"),
    ("BG_AE", "Bedarfsgemeinschaften Alleinerziehender"),
];

type Numbers = [u32; ATTRIBUTES.len()];

fn numbers(c: &Counts) -> Numbers {
    [
        c.insured_employees,
        c.insured_women,
        c.marginal_employees,
        c.unemployed_female,
        c.unemployed_male,
        c.unemployed_15_24,
        c.unemployed_55plus,
        c.long_term_unemployed,
        c.employable_beneficiaries,
        c.non_employable_u15,
        c.sgb2_persons,
        c.benefit_units,
        c.single_parent_benefit_units,
    ]
}

pub(super) fn deliveries(world: &World) -> Vec<RawFile> {
    YEARS.map(|year| small_areas(world, year)).collect()
}

fn small_areas(world: &World, year: i32) -> RawFile {
    let mut rows = preamble();
    let mut county = Numbers::default();
    for (municipality, name, _) in world.municipalities(year) {
        let mut sum = Numbers::default();
        for (key, name, counts) in world.wohnplaetze(year) {
            if key.starts_with(&municipality) {
                let own = placed(&counts, &key, year);
                add(&mut sum, &own);
                let part = format!("{}000000", &key[8..]);
                rows.push(line(year, &municipality, &part, &name, &own));
            }
        }
        add(&mut county, &sum);
        rows.push(line(year, &municipality, "SUMSUMSUM", &name, &sum));
    }
    let nowhere = unplaced(world, year);
    rows.push(line(year, COUNTY, "", "keine Angabe", &nowhere));
    add(&mut county, &nowhere);
    rows.push(line(year, COUNTY, "SUMSUMSUM", COUNTY_NAME, &county));
    RawFile {
        path: format!("arbeitsagentur/AkG_{COUNTY}_{year}12.xlsx"),
        bytes: workbook("Auswertung", &rows),
        profile: "ba_kleinraeumig",
        received: day_after(year, 4, 15),
        note: "Sternchen unter 10, Summenzeilen, eine Zeile „keine Angabe“",
    }
}

fn preamble() -> Vec<Vec<Cell>> {
    let mut rows = vec![vec![Cell::from(
        "Kleinräumige Daten der Bundesagentur für Arbeit – Auftrag 312456",
    )]];
    rows.push(vec![Cell::from(
        "* Zahlenwerte kleiner 10 werden aus Gründen der Geheimhaltung nicht ausgewiesen.",
    )]);
    rows.push(Vec::new());
    let head = [
        "Berichtsmonat",
        "Gemeindeschlüssel",
        "Städtische Gliederung",
        "Bezeichnung",
    ];
    rows.push(
        head.iter()
            .copied()
            .chain(ATTRIBUTES.map(|a| a.0))
            .map(Cell::from)
            .collect(),
    );
    rows
}

/// Some two in a hundred cannot be placed: no abode, a refuge, a misspelt street.
fn placed(counts: &Counts, key: &str, year: i32) -> Numbers {
    let all = numbers(counts);
    let mut own = Numbers::default();
    for (k, (mine, n)) in own.iter_mut().zip(all).enumerate() {
        *mine = n - lost(key, year, k, n);
    }
    own[1] = own[1].min(own[0]);
    let unemployed = own[3] + own[4];
    for part in &mut own[5..8] {
        *part = unemployed.min(*part);
    }
    own[12] = own[12].min(own[11]);
    own
}

fn lost(key: &str, year: i32, attribute: usize, n: u32) -> u32 {
    let area: u64 = key.parse().expect("keys are digits");
    let luck = crate::random::normal(&[200, area, crate::people::year_key(year), attribute as u64]);
    binomial(n, 0.012, luck)
}

fn unplaced(world: &World, year: i32) -> Numbers {
    let mut rest = Numbers::default();
    for (key, _, counts) in world.wohnplaetze(year) {
        let own = placed(&counts, &key, year);
        for (r, (all, own)) in rest.iter_mut().zip(numbers(&counts).iter().zip(own)) {
            *r += all - own;
        }
    }
    rest
}

fn add(sum: &mut Numbers, more: &Numbers) {
    sum.iter_mut().zip(more).for_each(|(s, m)| *s += m);
}

fn line(year: i32, municipality: &str, part: &str, name: &str, numbers: &Numbers) -> Vec<Cell> {
    let month = format!("{year}12");
    let mut cells = [&month, municipality, part, name].map(Cell::from).to_vec();
    cells.extend(numbers.iter().map(|n| match n {
        0 => Cell::Number(0.0),
        1..=9 => Cell::from("*"),
        _ => Cell::from(*n),
    }));
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_attribute_has_an_abbreviation_and_a_meaning() {
        assert!(
            ATTRIBUTES
                .iter()
                .all(|(short, long)| !short.is_empty() && !long.is_empty())
        );
    }
}
