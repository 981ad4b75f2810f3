//! The shown numbers of all series side by side, to find which of them always add up.

use std::collections::BTreeMap;

use super::{Relation, Relations, Sense, Why, existing};
use crate::book::{Book, CellNumber, Sheet};
use crate::published::Word;

/// So many misses end a search early, whatever follows.
const MISSES: usize = 8;
/// So many matches stand against one miss.
const MATCHES_TO_A_MISS: usize = 20;

/// So many years are looked back.
pub(super) const YEARS_BACK: u8 = 5;

/// One number in a sum: a series, so many years back, with a factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Term {
    pub series: usize,
    pub back: u8,
    pub factor: f64,
}

impl Term {
    /// The number of the same year.
    pub(super) fn now(series: usize, factor: f64) -> Self {
        Self {
            series,
            back: 0,
            factor,
        }
    }
}

/// What must agree before a sum is no accident.
#[derive(Clone, Copy)]
pub(super) struct Enough {
    /// Bits in which the numbers agree.
    pub bits: f64,
    /// Places and periods at which every member counts somebody.
    pub slots: usize,
}

/// The shown numbers of all series, slot by slot: a slot is a place in a period of an edition.
pub(super) struct Columns {
    /// Per series the number in each slot; not a number where nothing is shown.
    numbers: Vec<Vec<f64>>,
    /// Per slot the slots so many years back.
    back: Vec<[Option<usize>; YEARS_BACK as usize + 1]>,
}

impl Columns {
    pub(super) fn new(book: &Book<'_>) -> Self {
        let slot = |sheet: Sheet, place: u32| (sheet.edition, sheet.period, place);
        let mut filled = BTreeMap::<(u32, u32, u32), u32>::new();
        for (number, cell) in (0u32..).zip(&book.cells) {
            if book.known(number).is_some() {
                *filled.entry(slot(cell.sheet, cell.place)).or_default() += 1;
            }
        }
        let mut slots: Vec<_> = filled.into_iter().collect();
        // Full slots first: most wrong guesses end at the first comparison.
        slots.sort_by_key(|(slot, n)| (std::cmp::Reverse(*n), *slot));
        let order: BTreeMap<_, usize> = slots.iter().enumerate().map(|(i, s)| (s.0, i)).collect();
        let mut numbers = vec![vec![f64::NAN; slots.len()]; book.series.len()];
        for (number, cell) in (0u32..).zip(&book.cells) {
            if let Some(shown) = book.known(number) {
                numbers[cell.sheet.series as usize][order[&slot(cell.sheet, cell.place)]] = shown;
            }
        }
        let earlier = |(edition, period, place): (u32, u32, u32), back: usize| {
            let back = u8::try_from(back).ok()?;
            let period = book.periods[period as usize].years_back(back);
            let period = book.period_number(period)?;
            order.get(&(edition, period, place)).copied()
        };
        let back = slots
            .iter()
            .map(|(slot, _)| std::array::from_fn(|back| earlier(*slot, back)))
            .collect();
        Self { numbers, back }
    }

    fn value(&self, term: &Term, slot: usize) -> f64 {
        let slot = self.back[slot][usize::from(term.back)];
        slot.map_or(f64::NAN, |s| self.numbers[term.series][s])
    }

    /// Whether numbers add up to nothing wherever all are shown, and that is no accident. A few may fail: boundaries
    /// change, deliveries are corrected.
    pub(super) fn vanishes(&self, terms: &[Term], enough: Enough) -> bool {
        let (mut bits, mut slots, mut misses) = (0.0, 0, 0);
        for slot in 0..self.back.len() {
            let (mut sum, mut largest, mut all_count) = (0.0, 0f64, true);
            for term in terms {
                let number = self.value(term, slot);
                sum += term.factor * number;
                largest = largest.max(number.abs());
                all_count &= number.abs() > 0.0;
            }
            if sum.abs() > 1e-6 {
                misses += 1;
                if misses > MISSES + slots / MATCHES_TO_A_MISS {
                    return false;
                }
            } else if all_count && !sum.is_nan() {
                bits += (1.0 + largest).log2();
                slots += 1;
            }
        }
        bits >= enough.bits && slots >= enough.slots && misses <= slots / MATCHES_TO_A_MISS
    }

    /// The numbers of some terms in every slot where all are shown.
    pub(super) fn rows(&self, terms: &[Term]) -> Vec<Vec<f64>> {
        (0..self.back.len())
            .map(|slot| {
                terms
                    .iter()
                    .map(|t| self.value(t, slot))
                    .collect::<Vec<_>>()
            })
            .filter(|row| row.iter().all(|n| !n.is_nan()))
            .collect()
    }

    /// How many numbers of a series are shown.
    pub(super) fn shown(&self, series: usize) -> usize {
        self.numbers[series].iter().filter(|n| !n.is_nan()).count()
    }

    /// Whether a part is nowhere shown above the whole.
    pub(super) fn never_above(&self, part: usize, whole: usize) -> bool {
        let pairs = self.numbers[part].iter().zip(&self.numbers[whole]);
        !pairs.into_iter().any(|(p, w)| p > w)
    }
}

/// The relation at every place of every sheet of the first term, but for families of areas where it fails.
pub(super) fn take(book: &Book<'_>, relations: &mut Relations, terms: &[Term], why: Why) {
    let number = |s: usize| u32::try_from(s).expect("few series");
    let sheets = book.sheets.keys();
    let sheets: Vec<Sheet> = sheets
        .filter(|s| s.series == number(terms[0].series))
        .copied()
        .collect();
    for sheet in sheets {
        let mut families: BTreeMap<Option<Word>, Vec<Relation>> = BTreeMap::new();
        for place in existing(book, sheet).into_keys() {
            let cell = |term: &Term| -> Option<(CellNumber, f64)> {
                let period = book.periods[sheet.period as usize].years_back(term.back);
                let sheet = Sheet {
                    series: number(term.series),
                    period: book.period_number(period)?,
                    ..sheet
                };
                let cell = book.at(sheet, place).filter(|c| book.exists(*c))?;
                Some((cell, term.factor))
            };
            if let Some(terms) = terms.iter().map(cell).collect() {
                let relation = Relation {
                    terms,
                    sense: Sense::Equal,
                    constant: 0.0,
                    why,
                };
                let family = book.places[place as usize].parent;
                families.entry(family).or_default().push(relation);
            }
        }
        for family in families.into_values() {
            relations.take_family(book, family);
        }
    }
}
