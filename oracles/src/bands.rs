//! Cases of tables whose age bands differ: the pieces between their limits follow by taking one from the other.

use std::collections::BTreeMap;

use disclosure::family::Family;
use serde_json::{Value, json};

use crate::comparison::Comparison;
use crate::suppression::{bounds, open_cell, unknown};
use crate::{Case, OracleError};

/// Recovers the pieces and tells which are small.
pub(crate) fn differencing(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let tables = [Table::of(case, "table1")?, Table::of(case, "table2")?];
    let all: Vec<Band> = tables.iter().flat_map(|t| t.bands.clone()).collect();
    let pieces = Band::pieces(&all);
    let names: Vec<String> = pieces.iter().map(|p| p.name()).collect();
    comparison.equal("derived_bands", &json!(names))?;
    let mut exposed = Vec::new();
    for sex in ["male", "female"] {
        let found = recovered(case, (&tables, &pieces), sex)?;
        comparison.numbers(sex, &found)?;
        let small = found.iter().zip(&names);
        let small = small.filter(|(n, _)| n.is_some_and(|n| (1.0..3.0).contains(&n)));
        exposed.extend(small.map(|(_, name)| json!([sex, name])));
    }
    comparison.equal("unsafe", &json!(exposed))
}

/// The counts of the pieces that follow to the last person.
fn recovered(
    case: &Case,
    (tables, pieces): (&[Table], &[Band]),
    sex: &str,
) -> Result<Vec<Option<f64>>, OracleError> {
    let mut family = Family::default();
    let cells: Vec<u32> = pieces.iter().map(|_| family.add(unknown())).collect();
    for table in tables {
        let counts = table.counts.get(sex).ok_or_else(|| case.malformed(sex))?;
        for (band, count) in table.bands.iter().zip(counts) {
            let total = family.add(open_cell(*count));
            let inside = cells.iter().zip(pieces).filter(|(_, p)| band.covers(**p));
            let parts: Vec<u32> = inside.map(|(c, _)| *c).collect();
            family.sum(total, &parts);
        }
    }
    let ranges = bounds(case, &family)?.into_iter();
    let exact = ranges.map(|(_, r)| (r.upper - r.lower < 1e-6).then_some(r.lower));
    Ok(exact.collect())
}

/// Counts by age band.
struct Table {
    bands: Vec<Band>,
    counts: BTreeMap<String, Vec<f64>>,
}

impl Table {
    fn of(case: &Case, name: &str) -> Result<Self, OracleError> {
        let mut columns: BTreeMap<String, Value> = case.read(name)?;
        let bands = columns.remove("bands").unwrap_or_default();
        let bands: Vec<String> = serde_json::from_value(bands).unwrap_or_default();
        let bands: Option<Vec<Band>> = bands.iter().map(|b| Band::parse(b)).collect();
        let counts = columns
            .into_iter()
            .map(|(sex, counts)| Some((sex, serde_json::from_value(counts).ok()?)));
        Ok(Self {
            bands: bands.ok_or_else(|| case.malformed("bands"))?,
            counts: counts
                .collect::<Option<_>>()
                .ok_or_else(|| case.malformed(name))?,
        })
    }
}

/// Ages from a year to below another.
#[derive(Clone, Copy)]
struct Band {
    from: u32,
    below: u32,
}

impl Band {
    fn parse(text: &str) -> Option<Self> {
        if let Some(below) = text.strip_prefix('<') {
            let below = below.parse().ok()?;
            return Some(Self { from: 0, below });
        }
        if let Some(from) = text.strip_suffix('+') {
            let (from, below) = (from.parse().ok()?, u32::MAX);
            return Some(Self { from, below });
        }
        let (from, last) = text.split_once('-')?;
        let (from, last): (u32, u32) = (from.parse().ok()?, last.parse().ok()?);
        Some(Self {
            from,
            below: last + 1,
        })
    }

    /// What lies between neighbouring limits.
    fn pieces(bands: &[Self]) -> Vec<Self> {
        let mut limits: Vec<u32> = bands.iter().flat_map(|b| [b.from, b.below]).collect();
        limits.sort_unstable();
        limits.dedup();
        let piece = |pair: &[u32]| Self {
            from: pair[0],
            below: pair[1],
        };
        limits.windows(2).map(piece).collect()
    }

    const fn covers(self, piece: Self) -> bool {
        self.from <= piece.from && piece.below <= self.below
    }

    fn name(self) -> String {
        match (self.from, self.below) {
            (0, below) => format!("<{below}"),
            (from, u32::MAX) => format!("{from}+"),
            (from, below) => format!("{from}-{}", below - 1),
        }
    }
}
