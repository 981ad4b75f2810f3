//! Formulas: linear combinations of base counts, in one canonical form, so that the same quantity has the same text.
//!
//! A formula is a vector over the finest cells of the counts it names, of this period or of years before. No division
//! stands in a formula: a rate is two formulas, numerator and denominator.

mod bands;
mod parse;
mod years;

use std::fmt;
use std::sync::Arc;

use vocabulary::CountId;

pub use bands::Band;
pub(crate) use bands::tiles;
pub use parse::FormulaError;
pub(crate) use parse::YEARS_BACK;
pub use years::{Summand, Weighed};

use crate::BaseCount;

/// A linear combination of base counts, resolved against a catalogue.
#[derive(Clone, Debug)]
#[doc(alias = "Formel")]
pub struct Formula {
    parts: Vec<Part>,
    terms: Vec<Term>,
    text: Arc<str>,
}

/// The weights of one count's finest cells in one year, the last dimension running fastest.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part {
    /// Place of the count in the catalogue.
    pub count: usize,
    /// How many years before the figure's own period.
    pub years_back: u8,
    /// One weight per cell.
    pub weights: Vec<f64>,
}

/// A weighted block of cells: chosen categories in each dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Place of the count in the catalogue.
    pub count: usize,
    /// How many years before the figure's own period.
    pub years_back: u8,
    /// What the block is multiplied with.
    pub factor: f64,
    /// Per dimension of the count, one bit per category.
    pub chosen: Vec<u64>,
}

impl Formula {
    /// Reads a formula such as `population{age=0-17} - 2*(births + deaths)`.
    pub fn parse(text: &str, counts: &[BaseCount]) -> Result<Self, FormulaError> {
        let parts = parse::parse(text, counts)?;
        Ok(Self::from_parts(parts, counts))
    }

    fn from_parts(mut parts: Vec<Part>, counts: &[BaseCount]) -> Self {
        parts.retain(|p| p.weights.iter().any(|w| *w != 0.0));
        parts.sort_by_key(|p| (&counts[p.count].id, p.years_back));
        let terms: Vec<Term> = parts.iter().flat_map(|p| terms(p, counts)).collect();
        let text = Arc::from(written(&terms, counts));
        Self { parts, terms, text }
    }

    /// The same quantity for one group of people only: cells outside of the categories fall away.
    ///
    /// `None` if one of the counts is not delivered by this dimension.
    pub fn only(
        &self,
        dimension: &str,
        categories: &[String],
        counts: &[BaseCount],
    ) -> Option<Self> {
        let mut parts = self.parts.clone();
        for part in &mut parts {
            let count = &counts[part.count];
            let d = count.dimensions.iter().position(|x| x.id == dimension)?;
            for (cell, weight) in part.weights.iter_mut().enumerate() {
                let category = &count.dimensions[d].categories[count.coordinates(cell)[d]];
                if !categories.contains(category) {
                    *weight = 0.0;
                }
            }
        }
        Some(Self::from_parts(parts, counts))
    }

    /// One formula minus another.
    #[must_use]
    pub fn minus(&self, other: &Self, counts: &[BaseCount]) -> Self {
        let mut parts = self.parts.clone();
        for o in &other.parts {
            match parts.iter_mut().find(|p| p.is_of(o)) {
                Some(p) => {
                    for (a, b) in p.weights.iter_mut().zip(&o.weights) {
                        *a -= b;
                    }
                }
                None => parts.push(Part {
                    weights: o.weights.iter().map(|w| -w).collect(),
                    ..*o
                }),
            }
        }
        Self::from_parts(parts, counts)
    }

    /// The blocks of cells it adds up.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Places of the counts that take part, each once.
    pub fn counts(&self) -> impl Iterator<Item = usize> + '_ {
        // The years of one count stand side by side.
        let years = self.parts.chunk_by(|a, b| a.count == b.count);
        years.map(|parts| parts[0].count)
    }

    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// All finest cells with weight, as (count, cell, weight), whatever the year.
    pub fn cells(&self) -> impl Iterator<Item = (usize, usize, f64)> + '_ {
        self.parts.iter().flat_map(|p| {
            p.weights
                .iter()
                .enumerate()
                .filter(|(_, w)| **w != 0.0)
                .map(move |(cell, w)| (p.count, cell, *w))
        })
    }

    /// Whether every cell of this period is counted exactly once or not at all: the formula counts people or things.
    pub fn is_plain_count(&self) -> bool {
        self.most_years_back() == 0 && self.cells().all(|(_, _, w)| (w - 1.0).abs() < f64::EPSILON)
    }

    /// Whether the two share a cell.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.cells()
            .any(|(c, i, _)| other.cells().any(|(d, j, _)| (c, i) == (d, j)))
    }

    /// Whether the formula names this count.
    pub fn names(&self, id: &CountId, counts: &[BaseCount]) -> bool {
        self.counts().any(|c| counts[c].id == *id)
    }
}

impl PartialEq for Formula {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}
impl Eq for Formula {}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

/// Cuts the cells into blocks, weight by weight.
fn terms(part: &Part, counts: &[BaseCount]) -> Vec<Term> {
    let sizes: Vec<usize> = counts[part.count]
        .dimensions
        .iter()
        .map(|d| d.categories.len())
        .collect();
    let mut weights: Vec<f64> = part.weights.iter().copied().filter(|w| *w != 0.0).collect();
    weights.sort_by(|a, b| b.total_cmp(a));
    weights.dedup();
    let mut found = Vec::new();
    for factor in weights {
        let inside: Vec<bool> = part
            .weights
            .iter()
            .map(|w| w.total_cmp(&factor).is_eq())
            .collect();
        for chosen in blocks(&inside, &sizes) {
            found.push(Term {
                count: part.count,
                years_back: part.years_back,
                factor,
                chosen,
            });
        }
    }
    found
}

/// Cuts a set of cells into blocks: categories of the first dimension with equal slices go together.
fn blocks(inside: &[bool], sizes: &[usize]) -> Vec<Vec<u64>> {
    let Some((first, rest)) = sizes.split_first() else {
        return if inside.iter().all(|x| *x) {
            vec![Vec::new()]
        } else {
            Vec::new()
        };
    };
    let width: usize = rest.iter().product();
    let mut groups: Vec<(u64, &[bool])> = Vec::new();
    for category in 0..*first {
        let slice = &inside[category * width..(category + 1) * width];
        if !slice.iter().any(|x| *x) {
            continue;
        }
        match groups.iter_mut().find(|(_, s)| *s == slice) {
            Some((mask, _)) => *mask |= 1 << category,
            None => groups.push((1 << category, slice)),
        }
    }
    groups
        .into_iter()
        .flat_map(|(mask, slice)| {
            blocks(slice, rest).into_iter().map(move |tail| {
                let mut block = vec![mask];
                block.extend(tail);
                block
            })
        })
        .collect()
}

fn written(terms: &[Term], counts: &[BaseCount]) -> String {
    let mut out = String::new();
    for term in terms {
        match (out.is_empty(), term.factor < 0.0) {
            (true, true) => out.push('-'),
            (true, false) => {}
            (false, true) => out.push_str(" - "),
            (false, false) => out.push_str(" + "),
        }
        let size = term.factor.abs();
        if (size - 1.0).abs() > f64::EPSILON {
            out.push_str(&size.to_string());
            out.push('*');
        }
        out.push_str(&block_text(term, &counts[term.count]));
    }
    if out.is_empty() { "0".to_owned() } else { out }
}

fn block_text(term: &Term, count: &BaseCount) -> String {
    let mut filters = Vec::new();
    for (dimension, chosen) in count.dimensions.iter().zip(&term.chosen) {
        if chosen.count_ones() as usize == dimension.categories.len() {
            continue;
        }
        let names: Vec<&str> = dimension
            .categories
            .iter()
            .enumerate()
            .filter(|(i, _)| chosen >> i & 1 == 1)
            .map(|(_, c)| c.as_str())
            .collect();
        filters.push(format!("{}={}", dimension.id, bands::shortest(&names)));
    }
    if term.years_back > 0 {
        filters.push(format!("{YEARS_BACK}={}", term.years_back));
    }
    if filters.is_empty() {
        count.id.to_string()
    } else {
        format!("{}{{{}}}", count.id, filters.join(", "))
    }
}

#[cfg(test)]
mod tests;
