//! Which quantities contain or make up others: found from the formulas themselves, so that none is forgotten.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use indicators::{Figures, Formula};
use vocabulary::Period;

/// The finest cells of a formula, one bit each.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Atoms(Vec<u64>);

impl Atoms {
    fn within(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| a & !b == 0)
    }

    fn size(&self) -> u32 {
        self.0.iter().map(|w| w.count_ones()).sum()
    }

    fn without(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a & !b).collect())
    }

    fn with(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a | b).collect())
    }

    fn first(&self) -> Option<usize> {
        let word = self.0.iter().position(|w| *w != 0)?;
        Some(word * 64 + self.0[word].trailing_zeros() as usize)
    }

    fn has(&self, bit: usize) -> bool {
        self.0[bit / 64] >> (bit % 64) & 1 == 1
    }
}

/// The formulas that count people or things plainly, with the sheets of each period.
struct Plain {
    atoms: Vec<Atoms>,
    /// Per period, the sheet of each formula that has one.
    sheets: BTreeMap<Period, HashMap<usize, usize>>,
}

impl Plain {
    fn new(figures: &Figures) -> Self {
        let mut bits: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        let mut formulas: Vec<&Formula> = Vec::new();
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut sheets: BTreeMap<Period, HashMap<usize, usize>> = BTreeMap::new();
        for (i, sheet) in figures.sheets().iter().enumerate() {
            if !sheet.formula.is_plain_count() {
                continue;
            }
            for (count, cell, _) in sheet.formula.cells() {
                let next = bits.len();
                bits.entry((count, cell)).or_insert(next);
            }
            let number = *numbers.entry(sheet.formula.as_str()).or_insert_with(|| {
                formulas.push(&sheet.formula);
                formulas.len() - 1
            });
            sheets.entry(sheet.period).or_default().insert(number, i);
        }
        let words = bits.len().div_ceil(64);
        let atoms = formulas
            .iter()
            .map(|f| {
                let mut set = vec![0u64; words];
                for (count, cell, _) in f.cells() {
                    let bit = bits[&(count, cell)];
                    set[bit / 64] |= 1 << (bit % 64);
                }
                Atoms(set)
            })
            .collect();
        Self { atoms, sheets }
    }

    /// Formulas that are a part of another, not the whole.
    fn parts_of(&self, whole: usize) -> Vec<usize> {
        (0..self.atoms.len())
            .filter(|i| *i != whole && self.atoms[*i].within(&self.atoms[whole]))
            .filter(|i| self.atoms[*i] != self.atoms[whole])
            .collect()
    }
}

/// Pairs of sheets (part, whole) of the same period.
pub(super) fn nested(figures: &Figures) -> Vec<(usize, usize)> {
    let plain = Plain::new(figures);
    let mut pairs = Vec::new();
    for whole in 0..plain.atoms.len() {
        for part in plain.parts_of(whole) {
            for sheets in plain.sheets.values() {
                if let (Some(p), Some(w)) = (sheets.get(&part), sheets.get(&whole)) {
                    pairs.push((*p, *w));
                }
            }
        }
    }
    pairs
}

/// A quantity that is the sum of others, as sheets of one period.
pub(super) struct Cover {
    pub whole: usize,
    pub parts: Vec<usize>,
}

/// More ways than this to put one quantity together are not followed; those with the largest parts come first.
const MOST_COVERS: usize = 200;
/// Steps of the search for one quantity.
const MOST_STEPS: usize = 20_000;

/// All sums among the quantities of each period that do not fall apart into smaller sums.
pub(super) fn covers(figures: &Figures) -> Vec<Cover> {
    let plain = Plain::new(figures);
    // Most years know the same quantities: the search is done once for each set of them.
    let mut alike: BTreeMap<BTreeSet<usize>, Vec<&HashMap<usize, usize>>> = BTreeMap::new();
    for sheets in plain.sheets.values() {
        let known = sheets.keys().copied().collect();
        alike.entry(known).or_default().push(sheets);
    }
    let mut found = Vec::new();
    for (known, periods) in alike {
        for whole in &known {
            let mut parts = plain.parts_of(*whole);
            parts.retain(|p| known.contains(p));
            parts.sort_by_key(|p| (std::cmp::Reverse(plain.atoms[*p].size()), *p));
            let mut search = Search {
                plain: &plain,
                parts: &parts,
                steps: 0,
                found: Vec::new(),
            };
            search.fill(&plain.atoms[*whole], &mut Vec::new());
            for way in &search.found {
                found.extend(periods.iter().map(|sheets| Cover {
                    whole: sheets[whole],
                    parts: way.iter().map(|f| sheets[f]).collect(),
                }));
            }
        }
    }
    found
}

struct Search<'a> {
    plain: &'a Plain,
    parts: &'a [usize],
    steps: usize,
    found: Vec<Vec<usize>>,
}

impl Search<'_> {
    fn fill(&mut self, open: &Atoms, chosen: &mut Vec<usize>) {
        let Some(bit) = open.first() else {
            self.found.push(chosen.clone());
            return;
        };
        for part in self.parts {
            self.steps += 1;
            if self.steps > MOST_STEPS || self.found.len() >= MOST_COVERS {
                return;
            }
            let atoms = &self.plain.atoms[*part];
            if atoms.has(bit) && atoms.within(open) {
                chosen.push(*part);
                if !self.falls_apart(chosen) {
                    self.fill(&open.without(atoms), chosen);
                }
                chosen.pop();
            }
        }
    }

    /// Whether another quantity is the sum of two or more of those chosen: then two smaller sums say the same.
    fn falls_apart(&self, chosen: &[usize]) -> bool {
        let Some((last, before)) = chosen.split_last() else {
            return false;
        };
        let newest = &self.plain.atoms[*last];
        self.parts.iter().any(|other| {
            let middle = &self.plain.atoms[*other];
            if other == last || !newest.within(middle) {
                return false;
            }
            let inside = before
                .iter()
                .map(|c| &self.plain.atoms[*c])
                .filter(|a| a.within(middle));
            let sum = inside.fold(newest.clone(), |sum, a| sum.with(a));
            sum == *middle
        })
    }
}
