//! Numbers that stand in several figures, and figures that add up to others: found in the numbers shown, without any
//! definition. What holds wherever all is shown, over many numbers, holds where something is hidden too.

use super::{Relation, Relations, Why};
use crate::book::{Book, Series, Sheet};

/// So many bits of agreement are no accident between two series.
const BITS_OF_SAME: f64 = 20.0;
/// And so many between three or four, of which there are many more.
const BITS_OF_SUM: f64 = 45.0;
/// At so many places every part must count somebody.
const LEAST_SLOTS: usize = 6;

/// The shown numbers of all series, slot by slot: a slot is a place in a period of an edition.
pub(crate) struct Columns {
    /// Per series the number in each slot; not a number where nothing is shown.
    numbers: Vec<Vec<f64>>,
}

impl Columns {
    pub(crate) fn new(book: &Book<'_>) -> Self {
        let mut filled = std::collections::BTreeMap::<(u32, u32, u32), u32>::new();
        let slot = |sheet: Sheet, place: u32| (sheet.edition, sheet.period, place);
        for (number, cell) in (0u32..).zip(&book.cells) {
            if book.known(number).is_some() {
                *filled.entry(slot(cell.sheet, cell.place)).or_default() += 1;
            }
        }
        let mut slots: Vec<_> = filled.iter().map(|(slot, n)| (*slot, *n)).collect();
        // Full slots first: most wrong guesses end at the first comparison.
        slots.sort_by_key(|(slot, n)| (std::cmp::Reverse(*n), *slot));
        let slots: Vec<_> = slots.into_iter().map(|(slot, _)| slot).collect();
        let order: std::collections::BTreeMap<_, usize> =
            slots.iter().enumerate().map(|(i, s)| (*s, i)).collect();
        let mut numbers = vec![vec![f64::NAN; slots.len()]; book.series.len()];
        for (number, cell) in (0u32..).zip(&book.cells) {
            if let Some(shown) = book.known(number) {
                let at = order[&slot(cell.sheet, cell.place)];
                numbers[cell.sheet.series as usize][at] = shown;
            }
        }
        Self { numbers }
    }

    /// Whether a whole is the sum of parts wherever all are shown, and that is no accident.
    fn adds_up(&self, whole: usize, parts: &[usize], enough: f64) -> bool {
        let (mut bits, mut slots) = (0.0, 0);
        for (i, total) in self.numbers[whole].iter().enumerate() {
            let mut sum = 0.0;
            let mut all_count = *total > 0.0;
            for part in parts {
                let number = self.numbers[*part][i];
                sum += number;
                all_count &= number > 0.0;
            }
            let off = (total - sum).abs();
            if off > 1e-6 {
                return false;
            }
            if all_count && !off.is_nan() {
                bits += (1.0 + total).log2();
                slots += 1;
            }
        }
        bits >= enough && (slots >= LEAST_SLOTS || parts.len() == 1)
    }

    fn shown(&self, series: usize) -> usize {
        self.numbers[series].iter().filter(|n| !n.is_nan()).count()
    }
}

pub(super) fn add(book: &Book<'_>, relations: &mut Relations) {
    let columns = Columns::new(book);
    let mut leaders: Vec<usize> = Vec::new();
    let mut by_size: Vec<usize> = (0..book.series.len()).collect();
    by_size.retain(|s| columns.shown(*s) > 0);
    by_size.sort_by_key(|s| (std::cmp::Reverse(columns.shown(*s)), *s));
    for series in by_size {
        let same = leaders
            .iter()
            .find(|l| columns.adds_up(**l, &[series], BITS_OF_SAME));
        match same {
            Some(leader) => take(book, relations, (*leader, &[series], Why::SameNumber)),
            None => leaders.push(series),
        }
    }
    leaders.retain(|s| columns.shown(*s) >= LEAST_SLOTS);
    leaders.sort_unstable();
    sums(book, relations, &columns, &leaders);
}

/// Sums of two and, among figures of one subject, of three.
fn sums(book: &Book<'_>, relations: &mut Relations, columns: &Columns, leaders: &[usize]) {
    for &whole in leaders {
        let smaller: Vec<usize> = leaders
            .iter()
            .copied()
            .filter(|p| *p != whole && columns.never_above(*p, whole))
            .collect();
        for (i, &a) in smaller.iter().enumerate() {
            for (j, &b) in smaller.iter().enumerate().skip(i) {
                if a != b && columns.adds_up(whole, &[a, b], BITS_OF_SUM) {
                    take(book, relations, (whole, &[a, b], Why::FoundSum));
                    continue;
                }
                if !one_subject(book, &[whole, a, b]) {
                    continue;
                }
                for &c in &smaller[j..] {
                    let all = [a, b, c];
                    if a != b
                        && b != c
                        && one_subject(book, &[whole, c])
                        && columns.adds_up(whole, &all, BITS_OF_SUM)
                    {
                        take(book, relations, (whole, &all, Why::FoundSum));
                    }
                }
            }
        }
    }
}

impl Columns {
    /// Whether a part is nowhere shown above the whole.
    fn never_above(&self, part: usize, whole: usize) -> bool {
        let pairs = self.numbers[part].iter().zip(&self.numbers[whole]);
        !pairs.into_iter().any(|(p, w)| p > w)
    }
}

/// Whether the ids begin with the same letters and the breakdowns are no known parts of each other.
fn one_subject(book: &Book<'_>, series: &[usize]) -> bool {
    let subject = |s: &usize| -> String {
        let Series { indicator, .. } = book.series[*s];
        let letters = book.text(indicator).chars();
        letters.take_while(|c| c.is_alphabetic()).collect()
    };
    let first = subject(&series[0]);
    series[1..].iter().all(|s| subject(s) == first)
}

/// The relation at every place of every sheet.
fn take(book: &Book<'_>, relations: &mut Relations, (whole, parts, why): (usize, &[usize], Why)) {
    let number = |s: usize| u32::try_from(s).expect("few series");
    let sheets: Vec<Sheet> = book
        .sheets
        .keys()
        .filter(|s| s.series == number(whole))
        .copied()
        .collect();
    for sheet in sheets {
        for (place, total) in super::existing(book, sheet) {
            let cells: Option<Vec<u32>> = parts
                .iter()
                .map(|part| {
                    let sheet = Sheet {
                        series: number(*part),
                        ..sheet
                    };
                    book.at(sheet, place).filter(|c| book.exists(*c))
                })
                .collect();
            if let Some(cells) = cells {
                relations.take(book, Relation::sum(total, &cells, why));
            }
        }
    }
}
