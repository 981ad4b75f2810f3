//! A release family: everything ever published about the same people, as cells and the relations between them.
//!
//! Pure numbers: which figure a cell belongs to is known to whoever builds the family. The literature writes the same
//! as a table `x` with `A·x = b`, `0 ≤ x` (Hundepool et al., Statistical Disclosure Control, 2012, chapter 4).

use std::collections::{BTreeMap, BTreeSet};

mod audit;
mod certificates;
mod circuits;
mod components;
mod exchange;
#[cfg(test)]
pub(crate) mod exhausted;
mod floor;
mod neighbourhood;
mod optimal;
mod policy;
mod program;
mod reference;
mod repair;
mod tables;
mod witness;

pub use audit::{Audit, Finding, Verdict, audit, first_exposed, intervals};
pub use optimal::{Optimum, optimal};
pub use repair::{Repair, protect, protect_optimally};
pub use witness::{Side, Witness, shortest_witness, witness};

/// The number of a cell within its family.
pub type CellNumber = u32;

/// Everything from `lower` to `upper`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The least.
    pub lower: f64,
    /// The greatest; may be infinite.
    pub upper: f64,
}

impl Range {
    /// Exactly one number.
    pub const fn only(value: f64) -> Self {
        Self {
            lower: value,
            upper: value,
        }
    }

    /// At least this.
    pub const fn from(lower: f64) -> Self {
        Self {
            lower,
            upper: f64::INFINITY,
        }
    }

    /// Whether it is one number.
    fn is_single(self) -> bool {
        self.upper - self.lower <= 0.0
    }

    fn plus(self, other: Self) -> Self {
        Self {
            lower: self.lower + other.lower,
            upper: self.upper + other.upper,
        }
    }

    fn times(self, factor: f64) -> Self {
        let (a, b) = (self.lower * factor, self.upper * factor);
        Self {
            lower: a.min(b),
            upper: a.max(b),
        }
    }

    /// What both allow.
    fn within(self, other: Self) -> Self {
        Self {
            lower: self.lower.max(other.lower),
            upper: self.upper.min(other.upper),
        }
    }

    fn widened(self, value: f64) -> Self {
        Self {
            lower: self.lower.min(value),
            upper: self.upper.max(value),
        }
    }
}

/// Differences below this are rounding of the solver: counts are whole.
const TINY: f64 = 1e-6;

/// One number of the family.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The number where the house knows it; what a supplier hides nobody here knows.
    pub value: Option<f64>,
    /// Whether outsiders do not see it.
    pub is_hidden: bool,
    /// Whether outsiders know it whatever is shown here: from earlier editions or from others.
    pub is_given: bool,
    /// Whether it is a whole number.
    pub is_count: bool,
    /// What everybody knows of it while it is hidden: no count is negative, and where zeros are shown none is 0.
    pub known: Range,
    /// What an outsider must still think possible; `None` if nothing about it needs protection.
    pub needed: Option<Range>,
    /// What is lost if it is hidden; infinite if it may not be hidden.
    pub cost: f64,
}

/// Cells and relations.
///
/// ```
/// use disclosure::family::{Cell, Family, Range, audit};
/// let mut family = Family::default();
/// let hidden = |value: f64| Cell {
///     value: Some(value),
///     is_hidden: true,
///     is_given: false,
///     is_count: true,
///     known: Range::from(1.0),
///     needed: (value < 3.0).then_some(Range { lower: 1.0, upper: 3.0 }),
///     cost: value,
/// };
/// let parts: Vec<u32> = [1.0, 1.0, 2.0].map(|v| family.add(hidden(v))).to_vec();
/// let total = family.add(Cell { is_hidden: false, ..hidden(4.0) });
/// family.sum(total, &parts);
/// // Each of three numbers that make 4 and are at least 1 is at most 2: too narrow.
/// assert!(!audit(&family).is_safe());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Family {
    cells: Vec<Cell>,
    starts: Vec<u32>,
    terms: Vec<(CellNumber, f64)>,
    ranges: Vec<Range>,
    carried: BTreeMap<CellNumber, Vec<CellNumber>>,
    returnable: BTreeSet<CellNumber>,
}

impl Family {
    /// Adds a cell.
    pub fn add(&mut self, cell: Cell) -> CellNumber {
        self.cells.push(cell);
        u32::try_from(self.cells.len() - 1).expect("fewer than four thousand million cells")
    }

    /// A total and its parts.
    pub fn sum(&mut self, total: CellNumber, parts: &[CellNumber]) {
        let terms: Vec<(CellNumber, f64)> = std::iter::once((total, -1.0))
            .chain(parts.iter().map(|p| (*p, 1.0)))
            .collect();
        self.relate(&terms, Range::only(0.0));
    }

    /// Cells times factors add up to something within a range.
    pub fn relate(&mut self, terms: &[(CellNumber, f64)], range: Range) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        self.terms.extend_from_slice(terms);
        self.starts
            .push(u32::try_from(self.terms.len()).expect("fewer than four thousand million terms"));
        self.ranges.push(range);
    }

    /// Hiding the first hides the second, too: a share is not shown without its base.
    pub fn carry(&mut self, base: CellNumber, above: CellNumber) {
        self.carried.entry(base).or_default().push(above);
    }

    /// A cell that is hidden to protect others may be shown if it turns out not to be needed.
    pub fn may_return(&mut self, number: CellNumber) {
        self.returnable.insert(number);
    }

    /// What each cell stands on.
    fn bases(&self) -> BTreeMap<CellNumber, Vec<CellNumber>> {
        let mut bases: BTreeMap<CellNumber, Vec<CellNumber>> = BTreeMap::new();
        for (base, above) in &self.carried {
            for cell in above {
                bases.entry(*cell).or_default().push(*base);
            }
        }
        bases
    }

    /// All cells.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// One cell.
    pub fn cell(&self, number: CellNumber) -> &Cell {
        &self.cells[number as usize]
    }

    /// Hides a cell and all that stands on it; returns what was shown before.
    pub fn hide(&mut self, number: CellNumber) -> Vec<CellNumber> {
        let mut gone = Vec::new();
        let mut waiting = vec![number];
        while let Some(cell) = waiting.pop() {
            if !std::mem::replace(&mut self.cells[cell as usize].is_hidden, true) {
                gone.push(cell);
                waiting.extend(self.carried.get(&cell).into_iter().flatten());
            }
        }
        gone
    }

    /// Shows a cell again; what stood on it stays as it is.
    pub fn show(&mut self, number: CellNumber) {
        self.cells[number as usize].is_hidden = false;
    }

    /// The hidden cells.
    pub fn hidden(&self) -> impl Iterator<Item = CellNumber> {
        (0u32..)
            .zip(&self.cells)
            .filter(|(_, c)| c.is_hidden)
            .map(|(i, _)| i)
    }

    /// All hidden cells that hang together with one of these.
    pub fn together(&self, cells: &[CellNumber]) -> Vec<CellNumber> {
        self.groups_with(cells).into_iter().flatten().collect()
    }

    /// How many relations there are.
    pub fn relations(&self) -> usize {
        self.ranges.len()
    }

    /// The hidden cells that share a relation with a cell.
    pub fn beside(&self, cell: CellNumber) -> impl Iterator<Item = CellNumber> {
        (0..u32::try_from(self.relations()).unwrap_or(u32::MAX))
            .map(|r| self.terms(r))
            .filter(move |terms| terms.iter().any(|(c, _)| *c == cell))
            .flatten()
            .map(|(c, _)| *c)
            .filter(move |c| *c != cell && self.cell(*c).is_hidden)
    }

    pub(crate) fn terms(&self, relation: u32) -> &[(CellNumber, f64)] {
        let r = relation as usize;
        &self.terms[self.starts[r] as usize..self.starts[r + 1] as usize]
    }

    /// Whether a relation says what its sum is, and not only how far it may go.
    pub(crate) fn is_exact(&self, relation: u32) -> bool {
        self.range(relation).is_single()
    }

    fn range(&self, relation: u32) -> Range {
        self.ranges[relation as usize]
    }
}

#[cfg(test)]
mod tests;
