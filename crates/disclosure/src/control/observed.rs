//! Sums nobody wrote down: counts of different kinds that add up wherever all are known, as those who can work and those who
//! cannot make all who live on a benefit. An outsider finds them in the numbers shown, so they are relations like others.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use indicators::Figures;
use vocabulary::Period;

use super::cells::{CellNumber, Cells, Status};

/// So many places and periods with people in every part, and numbers agreeing in so many bits, are no accident.
const SLOTS: usize = 6;
const BITS: f64 = 45.0;
/// So many matches of a period stand against one mismatch: boundaries change, deliveries are corrected.
const MATCHES_TO_A_MISMATCH: usize = 20;

/// Cells times factors that add up to nothing.
pub(super) type Observed = Vec<Vec<(CellNumber, f64)>>;

/// Every sum found, at every place where it holds or may hold.
pub(super) fn sums(figures: &Figures, cells: &Cells) -> Observed {
    let table = Table::new(figures, cells);
    let mut found = Vec::new();
    for sum in table.sums() {
        for held in &sum.periods {
            for place in 0..cells.places {
                let slot = held.period * cells.places + place;
                let cell = |term| table.cell(cells, term, slot);
                let Some(members) = sum.terms.iter().map(cell).collect::<Option<Vec<_>>>() else {
                    continue;
                };
                let left: f64 = members.iter().map(|(c, f)| f * cells.value(*c)).sum();
                if left == 0.0 || left.is_nan() && held.mismatches == 0 {
                    found.push(members);
                }
            }
        }
    }
    found
}

/// One count in every place and period.
struct Column {
    /// The base counts it is made of.
    counts: BTreeSet<usize>,
    sheets: BTreeMap<Period, usize>,
    /// By slot; not a number where nothing is known.
    numbers: Vec<f64>,
}

/// All plain counts side by side; a slot is a place in a period.
struct Table {
    periods: Vec<Period>,
    places: usize,
    slots: usize,
    columns: Vec<Column>,
}

/// Columns that add up to nothing with these factors.
struct Sum {
    terms: Vec<(usize, f64)>,
    periods: Vec<Held>,
}

/// A period in which a sum holds.
#[derive(Default)]
struct Held {
    period: usize,
    bits: f64,
    matches: usize,
    mismatches: usize,
}

impl Table {
    fn new(figures: &Figures, cells: &Cells) -> Self {
        let plain = || {
            figures
                .sheets()
                .iter()
                .enumerate()
                .filter(|(_, s)| s.formula.is_plain_count())
        };
        let periods: BTreeSet<Period> = plain().map(|(_, s)| s.period).collect();
        let periods: Vec<Period> = periods.into_iter().collect();
        let mut table = Self {
            places: cells.places,
            slots: periods.len() * cells.places,
            periods,
            columns: Vec::new(),
        };
        let mut at: HashMap<&str, usize> = HashMap::new();
        for (number, sheet) in plain() {
            let column = *at.entry(sheet.formula.as_str()).or_insert_with(|| {
                table.columns.push(Column {
                    counts: sheet.formula.counts().collect(),
                    sheets: BTreeMap::new(),
                    numbers: vec![f64::NAN; table.slots],
                });
                table.columns.len() - 1
            });
            let column = &mut table.columns[column];
            column.sheets.insert(sheet.period, number);
            let period = table.periods.partition_point(|p| *p < sheet.period);
            for place in 0..cells.places {
                let cell = cells.number(number, place);
                if cells.status(cell) != Status::Absent {
                    column.numbers[period * cells.places + place] = cells.value(cell);
                }
            }
        }
        table
    }

    /// The cell of a term in a slot, if there is one.
    fn cell(
        &self,
        cells: &Cells,
        (column, factor): &(usize, f64),
        slot: usize,
    ) -> Option<(CellNumber, f64)> {
        let period = self.periods[slot / self.places];
        let sheet = self.columns[*column].sheets.get(&period)?;
        let cell = cells.number(*sheet, slot % self.places);
        (cells.status(cell) != Status::Absent).then_some((cell, *factor))
    }

    /// All sums of two parts between counts of different kinds. Those within one kind follow from its formulas.
    fn sums(&self) -> Vec<Sum> {
        let mut candidates = BTreeSet::new();
        for slot in self.probes() {
            let mut of_number: HashMap<u64, Vec<usize>> = HashMap::new();
            for (i, column) in self.columns.iter().enumerate() {
                let number = column.numbers[slot];
                of_number.entry(number.to_bits()).or_default().push(i);
            }
            let counted = |c: &&(usize, f64)| c.1 > 0.0;
            let numbers = self.columns.iter().map(|c| c.numbers[slot]).enumerate();
            let numbers: Vec<(usize, f64)> = numbers.collect();
            for &(whole, all) in numbers.iter().filter(counted) {
                for &(a, part) in numbers.iter().filter(counted).filter(|(_, n)| *n < all) {
                    let partners = of_number.get(&(all - part).to_bits());
                    let partners = partners.into_iter().flatten().filter(|b| **b > a);
                    candidates.extend(partners.map(|b| [whole, a, *b]));
                }
            }
        }
        let candidates = candidates.into_iter();
        let sums = candidates.map(|[whole, a, b]| vec![(whole, -1.0), (a, 1.0), (b, 1.0)]);
        sums.filter(|terms| self.mixes_kinds(terms))
            .filter_map(|terms| self.held(terms))
            .collect()
    }

    /// Where partners are looked up: in each period the place of which most is known.
    fn probes(&self) -> Vec<usize> {
        let known = |slot: &usize| {
            self.columns
                .iter()
                .filter(|c| c.numbers[*slot] > 0.0)
                .count()
        };
        let periods = (0..self.periods.len()).map(|p| p * self.places..(p + 1) * self.places);
        // Of equals the first: the tree begins with the whole.
        periods
            .filter_map(|slots| slots.rev().max_by_key(known))
            .collect()
    }

    fn mixes_kinds(&self, terms: &[(usize, f64)]) -> bool {
        let kinds = terms.iter().flat_map(|(c, _)| &self.columns[*c].counts);
        kinds.collect::<BTreeSet<_>>().len() > 1
    }

    /// The periods in which numbers add up, if there is enough to see in them.
    fn held(&self, terms: Vec<(usize, f64)>) -> Option<Sum> {
        let periods = (0..self.periods.len()).map(|period| self.held_in(&terms, period));
        let holds = |h: &Held| h.matches > 0 && h.mismatches <= h.matches / MATCHES_TO_A_MISMATCH;
        let periods: Vec<Held> = periods.filter(holds).collect();
        let bits: f64 = periods.iter().map(|h| h.bits).sum();
        let matches: usize = periods.iter().map(|h| h.matches).sum();
        (bits >= BITS && matches >= SLOTS).then_some(Sum { terms, periods })
    }

    fn held_in(&self, terms: &[(usize, f64)], period: usize) -> Held {
        let mut held = Held {
            period,
            ..Held::default()
        };
        for slot in period * self.places..(period + 1) * self.places {
            let numbers = terms
                .iter()
                .map(|(c, f)| f * self.columns[*c].numbers[slot]);
            let sum: f64 = numbers.clone().sum();
            if sum.is_nan() {
                continue;
            }
            if sum != 0.0 {
                held.mismatches += 1;
            } else if numbers.clone().all(|n| n != 0.0) {
                held.bits += (1.0 + numbers.fold(0.0_f64, |a, n| a.max(n.abs()))).log2();
                held.matches += 1;
            }
        }
        held
    }
}
