//! What an outsider knows while he computes: solved cells, bounds of the others, and how he came to each.

use std::collections::{BTreeMap, BTreeSet};

use crate::book::{Book, CellNumber};
use crate::relations::{Relation, Relations, Sense};
use crate::steps::Step;

/// A bound within this of a whole number is that number.
pub(crate) const TINY: f64 = 1e-6;

/// What is known of one hidden cell.
#[derive(Clone, Debug)]
pub(crate) struct Unknown {
    pub cell: CellNumber,
    pub low: f64,
    pub high: f64,
    pub whole: bool,
    /// A number between the bounds that is impossible.
    pub missing: Option<f64>,
    /// The latest step that the bounds needed.
    pub step: Option<Step>,
    /// The relations that gave the lower and the upper bound.
    pub proof_of_low: Vec<u32>,
    pub proof_of_high: Vec<u32>,
}

impl Unknown {
    pub(crate) fn is_solved(&self) -> bool {
        self.high - self.low < TINY
    }

    /// All relations that the bounds rest on.
    pub(crate) fn proof(&self) -> Vec<u32> {
        let both = self.proof_of_low.iter().chain(&self.proof_of_high);
        let mut all = Vec::new();
        for relation in both {
            if !all.contains(relation) {
                all.push(*relation);
            }
        }
        all
    }

    /// Takes the narrower bounds, each with its proof.
    fn set(&mut self, (low, high): (f64, f64), proof: &[u32]) {
        let whole = |number: f64, rounded: f64| if self.whole { rounded } else { number };
        let (low, high) = if high - low < TINY {
            // An exact result stands, also against what was assumed before.
            let number = whole(low, low.round());
            (self.low, self.high) = (f64::NEG_INFINITY, f64::INFINITY);
            (number, number)
        } else {
            (
                whole(low, (low - TINY).ceil()),
                whole(high, (high + TINY).floor()),
            )
        };
        if low > self.low {
            self.low = low;
            self.proof_of_low = proof.to_vec();
        }
        if high < self.high {
            self.high = high;
            self.proof_of_high = proof.to_vec();
        }
    }
}

/// A relation with the known numbers taken to the right.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Unknowns with their factors.
    pub terms: Vec<(u32, f64)>,
    pub sense: Sense,
    pub right: f64,
    pub relation: u32,
}

/// All hidden cells with the relations between them.
pub(crate) struct System<'a> {
    pub book: &'a Book<'a>,
    pub relations: Vec<Relation>,
    pub unknowns: Vec<Unknown>,
    pub rows: Vec<Row>,
    /// Per unknown the rows it stands in.
    pub rows_of: Vec<Vec<u32>>,
    /// Components that linear programs were not tried on.
    pub too_large: usize,
    of_cell: BTreeMap<CellNumber, u32>,
    bases: BTreeMap<CellNumber, f64>,
}

impl<'a> System<'a> {
    pub(crate) fn new(book: &'a Book<'a>, relations: Relations) -> Self {
        let mut system = Self {
            book,
            relations: relations.all,
            unknowns: Vec::new(),
            rows: Vec::new(),
            rows_of: Vec::new(),
            too_large: 0,
            of_cell: BTreeMap::new(),
            bases: bases(book),
        };
        let cells = (0u32..).zip(&book.cells);
        for (cell, _) in cells.filter(|(c, _)| book.is_unknown(*c)) {
            let facts = book.facts_of(cell);
            let number = u32::try_from(system.unknowns.len()).expect("as many as cells");
            let (low, high) = first_bounds(book, cell);
            system.of_cell.insert(cell, number);
            system.unknowns.push(Unknown {
                cell,
                low,
                high,
                whole: facts.whole,
                missing: None,
                step: None,
                proof_of_low: Vec::new(),
                proof_of_high: Vec::new(),
            });
        }
        system.rows_of = vec![Vec::new(); system.unknowns.len()];
        for number in 0..system.relations.len() {
            system.add_row(number);
        }
        system
    }

    fn add_row(&mut self, number: usize) {
        let relation = &self.relations[number];
        let mut terms: BTreeMap<u32, f64> = BTreeMap::new();
        let mut right = relation.constant;
        for (cell, factor) in &relation.terms {
            match self.of_cell.get(cell) {
                Some(unknown) => *terms.entry(*unknown).or_default() += factor,
                None => right -= factor * self.book.known(*cell).unwrap_or_default(),
            }
        }
        let row = u32::try_from(self.rows.len()).expect("as many as relations");
        for unknown in terms.keys() {
            self.rows_of[*unknown as usize].push(row);
        }
        self.rows.push(Row {
            terms: terms.into_iter().collect(),
            sense: relation.sense,
            right,
            relation: u32::try_from(number).expect("as many as relations"),
        });
    }

    pub(crate) fn unknown_of(&self, cell: CellNumber) -> Option<u32> {
        self.of_cell.get(&cell).copied()
    }

    /// What is left of a row when solved unknowns are taken to the right.
    pub(crate) fn open(&self, row: &Row) -> (Vec<(u32, f64)>, f64) {
        let mut right = row.right;
        let mut open = Vec::new();
        for (unknown, factor) in &row.terms {
            let known = &self.unknowns[*unknown as usize];
            if known.is_solved() {
                right -= factor * known.low;
            } else {
                open.push((*unknown, *factor));
            }
        }
        (open, right)
    }

    /// Whether a number cannot be this cell's: below zero, or broken where all others are whole.
    pub(crate) fn is_absurd(&self, unknown: u32, number: f64) -> bool {
        let known = &self.unknowns[unknown as usize];
        let signed = self.book.facts_of(known.cell).signed;
        !number.is_finite()
            || (number < -TINY && !signed)
            || (known.whole && (number - number.round()).abs() > 0.01)
    }

    /// Writes down what a step found. The step told is the latest that anything in the proof needed.
    pub(crate) fn learn(
        &mut self,
        unknown: u32,
        (low, high): (f64, f64),
        step: Step,
        rows: &[u32],
    ) {
        let mut latest = step;
        let mut proof = Vec::new();
        for row in rows {
            let row = &self.rows[*row as usize];
            proof.push(row.relation);
            latest = latest.max(Step::needed_for(self.relations[row.relation as usize].why));
            for (other, _) in row.terms.iter().filter(|(o, _)| *o != unknown) {
                let other = &self.unknowns[*other as usize];
                latest = latest.max(other.step.unwrap_or(Step::Single));
            }
        }
        self.unknowns[unknown as usize].set((low, high), &proof);
        let step = &mut self.unknowns[unknown as usize].step;
        *step = Some(latest.max(step.unwrap_or(latest)));
    }

    /// Narrows bounds by single inequalities; the proof keeps the rows before it.
    pub(crate) fn narrow(&mut self, unknown: u32, bounds: (f64, f64), rows: &[u32]) {
        self.learn(unknown, bounds, Step::Bounds, rows);
    }

    /// The shown base of a hidden count of persons.
    pub(crate) fn base_of(&self, cell: CellNumber) -> Option<f64> {
        self.bases.get(&cell).copied()
    }

    /// Unknowns that relations tie together; those tied to nothing are left out.
    pub(crate) fn components(&self) -> Vec<Vec<u32>> {
        let mut seen = vec![false; self.unknowns.len()];
        let mut all = Vec::new();
        for start in (0u32..).take(self.unknowns.len()) {
            if seen[start as usize] || self.unknowns[start as usize].is_solved() {
                continue;
            }
            let mut component = BTreeSet::new();
            let mut waiting = vec![start];
            seen[start as usize] = true;
            while let Some(one) = waiting.pop() {
                component.insert(one);
                for row in &self.rows_of[one as usize] {
                    for (other, _) in self.open(&self.rows[*row as usize]).0 {
                        if !std::mem::replace(&mut seen[other as usize], true) {
                            waiting.push(other);
                        }
                    }
                }
            }
            all.push(component.into_iter().collect());
        }
        all
    }

    /// The rows that stand among the unknowns of a component, each once.
    pub(crate) fn rows_among(&self, component: &[u32]) -> Vec<u32> {
        let rows = component.iter().flat_map(|u| &self.rows_of[*u as usize]);
        let rows: BTreeSet<u32> = rows.copied().collect();
        rows.into_iter().collect()
    }
}

/// What is known of a number before anything is computed: no count is negative, and a hidden one is not 0 where zeros are
/// shown, unless it went with its base.
pub(crate) fn first_bounds(book: &Book<'_>, cell: CellNumber) -> (f64, f64) {
    let facts = book.facts_of(cell);
    let base = book.rate_of(cell).and_then(|rate| rate.base);
    let went_with_base = base.is_some_and(|base| book.is_hidden(base));
    let is_elsewhere = book.is_unknown(cell) && !book.is_hidden(cell);
    let least = if is_elsewhere || went_with_base {
        0.0
    } else {
        1.0
    };
    let low = if facts.signed {
        f64::NEG_INFINITY
    } else {
        facts.least.min(least)
    };
    (low, f64::INFINITY)
}

/// The shown base of each hidden count of persons.
fn bases(book: &Book<'_>) -> BTreeMap<CellNumber, f64> {
    let rates = book.rates.iter().filter(|r| book.facts_of(r.count).share);
    rates
        .filter_map(|r| Some((r.count, book.known(r.base?)?)))
        .collect()
}
