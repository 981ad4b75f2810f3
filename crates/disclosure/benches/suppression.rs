//! The release family of a whole country: 11,000 municipalities in counties and states, 18 cells of age and sex, of a trait
//! that two in a hundred have; threshold 3. How long it takes until the audit passes, and what is hidden for it.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use disclosure::family::{Cell, CellNumber, Family, Range, protect};
use yardstick::{Job, Limit, Measurement};

const LIMIT: Limit = Limit {
    seconds: Some(120.0),
    megabytes: Some(3_000.0),
    of_peer: None,
};
const THRESHOLD: f64 = 3.0;
const AGES: usize = 9;
/// Two in a hundred.
const SHARE: f64 = 0.02;

fn main() -> Result<()> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("LEBENSLAGE_SHARED").map_or(beside, PathBuf::from);
    let path = shared.join("data/germany/gemeinden_einwohner_2020.dbf");
    if !path.exists() {
        println!("skipped: ../shared is absent (germany/gemeinden_einwohner_2020.dbf)");
        return Ok(());
    }
    let people = people(&path)?;
    let ours = Measurement::best_of(
        1,
        || {
            let mut family = country(&people);
            let primary = family.hidden().count();
            let repair = protect(&mut family);
            println!(
                "  {} municipalities, {} cells, {} relations: {primary} primary, {} secondary, {} of {} not proved, largest component {}",
                people.len(),
                family.cells().len(),
                family.relations(),
                repair.secondary.len(),
                repair.audit.unsafe_cells.len(),
                repair.audit.sensitive,
                repair.audit.largest,
            );
            repair
        },
        |repair| repair.audit.unsafe_cells.len() as f64,
    );
    println!(
        "{}",
        Job {
            name: "11,000 municipalities x 3 levels x 18 cells: hidden until the audit passes",
            limit: LIMIT,
            ours,
            peers: Vec::new(),
        }
    );
    Ok(())
}

/// Inhabitants by municipality key.
fn people(path: &Path) -> Result<BTreeMap<String, f64>> {
    let mut reader = dbase::Reader::from_path(path)?;
    let mut people: BTreeMap<String, f64> = BTreeMap::new();
    for record in reader.iter_records() {
        let record = record?;
        let key = match record.get("AGS") {
            Some(dbase::FieldValue::Character(Some(key))) => key.clone(),
            _ => continue,
        };
        let number = match record.get("EWZ") {
            Some(dbase::FieldValue::Numeric(Some(number))) => *number,
            _ => continue,
        };
        let known = people.entry(key).or_default();
        *known = known.max(number);
    }

    if let Ok(n) = std::env::var("N") {
        let n: usize = n.parse()?;
        return Ok(people.into_iter().take(n).collect());
    }
    ensure!(people.len() > 10_000, "the file holds all municipalities");
    Ok(people)
}

/// Counts of one area: by age and sex, by age, by sex, in all.
type Counts = [[f64; AGES + 1]; 3];

/// The cells of one area.
type Own = [[CellNumber; AGES + 1]; 3];

/// The cells and sums of all levels.
fn country(people: &BTreeMap<String, f64>) -> Family {
    let mut family = Family::default();
    let mut cells: BTreeMap<String, Own> = BTreeMap::new();
    for (area, counts) in levels(people) {
        let level = [2, 5, 8].iter().position(|l| *l == area.len()).unwrap_or(2);
        let weight = [100.0, 10.0, 1.0][level];
        let own = counts.map(|row| row.map(|value| family.add(cell(value, weight))));
        for row in own {
            family.sum(row[AGES], &row[..AGES]);
        }
        let [women, men, both] = own;
        for (both, parts) in both.iter().zip(women.iter().zip(men)) {
            family.sum(*both, &[*parts.0, parts.1]);
        }
        cells.insert(area, own);
    }
    for (area, own) in &cells {
        let parts = parts(&cells, area);
        for (sex, age) in (0..3).flat_map(|sex| (0..=AGES).map(move |age| (sex, age))) {
            let parts: Vec<CellNumber> = parts.iter().map(|p| p[sex][age]).collect();
            if !parts.is_empty() {
                family.sum(own[sex][age], &parts);
            }
        }
    }
    family
}

/// Counts of all areas.
fn levels(people: &BTreeMap<String, f64>) -> BTreeMap<String, Counts> {
    let mut levels: BTreeMap<String, Counts> = BTreeMap::new();
    for (number, (key, inhabitants)) in people.iter().enumerate() {
        let counts = drawn(number as u64, *inhabitants);
        for area in [key, &key[..5], &key[..2]] {
            let area = levels.entry(area.to_owned());
            let sum = area.or_insert([[0.0; AGES + 1]; 3]);
            for (all, own) in sum.iter_mut().flatten().zip(counts.iter().flatten()) {
                *all += own;
            }
        }
    }
    levels
}

/// The areas one level below.
fn parts<'a>(cells: &'a BTreeMap<String, Own>, area: &str) -> Vec<&'a Own> {
    cells
        .range(area.to_owned()..)
        .take_while(|(a, _)| a.starts_with(area))
        .filter(|(a, _)| a.len() == area.len() + 3)
        .map(|(_, own)| own)
        .collect()
}

fn cell(value: f64, weight: f64) -> Cell {
    let is_small = (1.0..THRESHOLD).contains(&value);
    Cell {
        value: Some(value),
        is_hidden: is_small,
        is_given: false,
        is_count: true,
        known: Range::from(value.min(1.0)),
        needed: is_small.then_some(Range {
            lower: 1.0,
            upper: THRESHOLD,
        }),
        cost: if value > 0.0 {
            weight * (1.0 + value.ln_1p())
        } else {
            f64::INFINITY
        },
    }
}

/// Cases by age and sex as they could be: every person has the trait with the same chance.
fn drawn(number: u64, inhabitants: f64) -> Counts {
    let mut state = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut uniform = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    let mut counts = [[0.0; AGES + 1]; 3];
    for sex in 0..2 {
        for age in 0..AGES {
            let cases = poisson(inhabitants / 18.0 * SHARE, &mut uniform);
            for (s, a) in [(sex, age), (sex, AGES), (2, age), (2, AGES)] {
                counts[s][a] += cases;
            }
        }
    }
    counts
}

/// A Poisson draw: by counting for small means, by its normal shape for large ones.
fn poisson(mean: f64, uniform: &mut impl FnMut() -> f64) -> f64 {
    if mean > 50.0 {
        let normal: f64 = (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
        return (mean + normal * mean.sqrt()).round().max(0.0);
    }
    let (limit, mut product, mut cases) = ((-mean).exp(), uniform(), 0.0);
    while product > limit {
        product *= uniform();
        cases += 1.0;
    }
    cases
}
