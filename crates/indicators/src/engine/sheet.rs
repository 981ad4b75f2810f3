//! A sheet: one quantity (formula and period) at all places. The same quantity is computed once.

use std::collections::HashMap;
use std::sync::Arc;

use vocabulary::{DeliveryId, Flags, Period, Quantity, Value};

use super::store::Store;
use crate::{Catalogue, Formula, Place, PlaceKind, Region, Term};

/// A quantity at one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// The number or why there is none.
    pub value: Value,
    /// What stands beside it.
    pub flags: Flags,
    /// Whether anything was delivered for it.
    pub present: bool,
    /// Whether it was added up from parts of the place; otherwise it was delivered.
    pub from_parts: bool,
    pub(super) deliveries: u32,
}

impl Cell {
    const ABSENT: Self = Self {
        value: Value::Unknown,
        flags: Flags::empty(),
        present: false,
        from_parts: false,
        deliveries: 0,
    };
}

/// One quantity at all places of the region.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// What is counted.
    pub formula: Formula,
    /// When.
    pub period: Period,
    /// One cell per place, in the order of the region.
    pub cells: Vec<Cell>,
}

/// Sets of deliveries, each kept once.
#[derive(Debug)]
pub(super) struct Sets {
    all: Vec<Vec<u16>>,
    numbers: HashMap<Vec<u16>, u32>,
    unions: HashMap<(u32, u32), u32>,
}

impl Sets {
    fn new() -> Self {
        Self {
            all: vec![Vec::new()],
            numbers: HashMap::from([(Vec::new(), 0)]),
            unions: HashMap::new(),
        }
    }

    fn of(&mut self, mut set: Vec<u16>) -> u32 {
        set.sort_unstable();
        set.dedup();
        if let Some(n) = self.numbers.get(&set) {
            return *n;
        }
        let n = u32::try_from(self.all.len()).expect("few sets of deliveries");
        self.all.push(set.clone());
        self.numbers.insert(set, n);
        n
    }

    pub(super) fn union(&mut self, a: u32, b: u32) -> u32 {
        if a == b || b == 0 {
            return a;
        }
        if a == 0 {
            return b;
        }
        let key = (a.min(b), a.max(b));
        if let Some(n) = self.unions.get(&key) {
            return *n;
        }
        let mut both = self.all[a as usize].clone();
        both.extend_from_slice(&self.all[b as usize]);
        let n = self.of(both);
        self.unions.insert(key, n);
        n
    }

    fn named(self, deliveries: &[DeliveryId]) -> Vec<Arc<[DeliveryId]>> {
        self.all
            .into_iter()
            .map(|set| {
                set.into_iter()
                    .filter_map(|d| deliveries.get(usize::from(d)).cloned())
                    .collect()
            })
            .collect()
    }
}

/// What makes a block of cells the same: count, categories, period.
type BlockKey = (usize, Vec<u64>, Period);

/// The sheets computed so far.
pub(super) struct Sheets<'a> {
    catalogue: &'a Catalogue,
    region: &'a Region,
    store: &'a Store,
    sets: Sets,
    blocks: HashMap<BlockKey, Arc<Vec<Cell>>>,
    done: Vec<Sheet>,
    numbers: HashMap<(Arc<str>, Period), usize>,
}

impl<'a> Sheets<'a> {
    pub(super) fn new(catalogue: &'a Catalogue, region: &'a Region, store: &'a Store) -> Self {
        Self {
            catalogue,
            region,
            store,
            sets: Sets::new(),
            blocks: HashMap::new(),
            done: Vec::new(),
            numbers: HashMap::new(),
        }
    }

    /// The number of the sheet of a formula and period, computed if it is new.
    ///
    /// A formula that speaks of earlier years only is the same quantity as one of that year.
    pub(super) fn number(&mut self, formula: &Formula, period: Period) -> usize {
        let (back, formula) = formula.seen_from_newest(&self.catalogue.counts);
        let (formula, period) = (&formula, period.years_back(back));
        let key = (Arc::from(formula.as_str()), period);
        if let Some(n) = self.numbers.get(&key) {
            return *n;
        }
        let cells = match period {
            Period::Pool(first, last) => self.pooled(formula, first, last),
            _ => self.combined(formula, period),
        };
        let n = self.done.len();
        self.done.push(Sheet {
            formula: formula.clone(),
            period,
            cells,
        });
        self.numbers.insert(key, n);
        n
    }

    pub(super) fn finish(self) -> (Vec<Sheet>, Vec<Arc<[DeliveryId]>>) {
        (self.done, self.sets.named(self.store.deliveries()))
    }

    fn pooled(&mut self, formula: &Formula, first: i32, last: i32) -> Vec<Cell> {
        let years: Vec<Vec<Cell>> = (first..=last)
            .map(|y| self.combined(formula, Period::Year(y)))
            .collect();
        (0..self.region.places().len())
            .map(|place| {
                let mut sum = years[0][place];
                for year in &years[1..] {
                    sum = self.plus(sum, year[place]);
                }
                sum.flags |= Flags::POOLED;
                sum
            })
            .collect()
    }

    /// The blocks of a formula, weighted and added up.
    fn combined(&mut self, formula: &Formula, period: Period) -> Vec<Cell> {
        let blocks: Vec<(f64, Arc<Vec<Cell>>)> = formula
            .terms()
            .iter()
            .map(|t| (t.factor, self.block(t, period.years_back(t.years_back))))
            .collect();
        let plain = blocks.len() == 1 && blocks[0].0.total_cmp(&1.0).is_eq();
        if plain {
            return blocks[0].1.as_ref().clone();
        }
        let places = self.region.places();
        (0..places.len())
            .map(|place| self.weighted(&blocks, place, &places[place]))
            .collect()
    }

    fn weighted(&mut self, blocks: &[(f64, Arc<Vec<Cell>>)], place: usize, at: &Place) -> Cell {
        let mut sum: Option<Cell> = None;
        for (factor, cells) in blocks {
            let mut cell = cells[place];
            // Cases nobody could place: a count without such a row has none of them.
            if at.kind == PlaceKind::Remainder && !cell.present {
                continue;
            }
            cell.value = cell.value.times(*factor);
            sum = Some(match sum {
                None => cell,
                Some(sum) => self.plus(sum, cell),
            });
        }
        sum.unwrap_or(Cell::ABSENT)
    }

    fn plus(&mut self, a: Cell, b: Cell) -> Cell {
        Cell {
            value: a.value.plus(b.value),
            flags: a.flags | b.flags,
            present: a.present || b.present,
            from_parts: a.from_parts || b.from_parts,
            deliveries: self.sets.union(a.deliveries, b.deliveries),
        }
    }

    /// A block of one count's cells at all places, upper areas recomputed from their parts.
    fn block(&mut self, term: &Term, period: Period) -> Arc<Vec<Cell>> {
        let key = (term.count, term.chosen.clone(), period);
        if let Some(found) = self.blocks.get(&key) {
            return Arc::clone(found);
        }
        let region = self.region;
        let mut cells: Vec<Cell> = (0..region.places().len())
            .map(|place| self.delivered(term, period, place))
            .collect();
        if self.catalogue.counts[term.count].additive {
            let groups =
                (0..region.places().len()).filter(|i| region.places()[*i].kind == PlaceKind::Group);
            let order: Vec<usize> = region.upwards().iter().copied().chain(groups).collect();
            for place in order {
                cells[place] = self.rolled_up(&cells, place);
            }
        }
        let cells = Arc::new(cells);
        self.blocks.insert(key, Arc::clone(&cells));
        cells
    }

    fn delivered(&mut self, term: &Term, period: Period, place: usize) -> Cell {
        let base = &self.catalogue.counts[term.count];
        let Some(found) = self
            .store
            .find((term.count, base), period, place, &term.chosen)
        else {
            return Cell::ABSENT;
        };
        let Quantity { value, flags } = found.quantity;
        let deliveries = found.entries.iter().map(|e| e.delivery()).collect();
        Cell {
            value,
            flags,
            present: true,
            from_parts: false,
            deliveries: self.sets.of(deliveries),
        }
    }

    /// The sum of the parts and the remainder. Where a part is hidden or missing, the supplier's own total holds.
    fn rolled_up(&mut self, cells: &[Cell], place: usize) -> Cell {
        let own = cells[place];
        let at = &self.region.places()[place];
        // True of a group that cuts areas as well: it has no parts to add up.
        if at.parts.iter().all(|p| !cells[*p].present) {
            return own;
        }
        let mut sum = cells[at.parts[0]];
        for part in &at.parts[1..] {
            sum = self.plus(sum, cells[*part]);
        }
        if let Some(rest) = at.remainder.map(|r| cells[r]).filter(|r| r.present) {
            sum = self.plus(sum, rest);
        }
        sum.from_parts = true;
        let supplier_knows_more = own.present
            && match sum.value {
                Value::Known(_) => false,
                Value::Unknown => true,
                _ => matches!(own.value, Value::Known(_) | Value::Suppressed(_)),
            };
        if supplier_knows_more { own } else { sum }
    }
}
