//! The actual numbers, where whoever attacks his own edition has them: to tell what is small indeed from what only
//! protects others. Nothing is computed with them.

use std::collections::HashMap;

use vocabulary::Period;

use crate::book::Book;
use crate::outcome::About;
use crate::published::Published;
use crate::system::Unknown;

/// Area, indicator, period and breakdown.
type Key<'a> = (&'a str, &'a str, Period, &'a str);

/// Count and base of every line.
pub(crate) struct Actual<'a> {
    numbers: HashMap<Key<'a>, (Option<f64>, Option<f64>)>,
}

impl<'a> Actual<'a> {
    pub(crate) fn of(published: Option<&'a Published>) -> Self {
        let editions = published
            .iter()
            .flat_map(|p| p.editions.iter().map(|e| (*p, e)));
        let lines = editions.flat_map(|(p, e)| e.rows.iter().map(|row| (&p.words, row)));
        let numbers = lines.map(|(words, row)| {
            let text = |word| words.text(word);
            let key = (
                text(row.area),
                text(row.indicator),
                row.period,
                text(row.breakdown),
            );
            (key, (row.numerator, row.denominator))
        });
        Self {
            numbers: numbers.collect(),
        }
    }

    /// Whether what became known is not about a small number, for certain.
    pub(crate) fn is_large(&self, book: &Book<'_>, unknown: &Unknown, about: About) -> bool {
        let cell = unknown.cell;
        let of = book.of(cell);
        let series = book.series[of.sheet.series as usize];
        let key = (
            book.area_key(cell),
            book.text(series.indicator),
            book.periods[of.sheet.period as usize],
            book.text(series.breakdown),
        );
        let threshold = book.facts_of(cell).threshold;
        let is_large = |number: f64| number <= 0.0 || number >= threshold;
        let Some((count, base)) = self.numbers.get(&key).copied() else {
            return false;
        };
        match about {
            About::Count => count.is_some_and(is_large),
            About::Base => base.is_some_and(is_large),
            About::Complement => base.is_some_and(|base| match count {
                Some(count) => is_large(base - count),
                // A supplier hides the count even here: his mark says that it is below the threshold, and no more was found.
                None => unknown.high >= threshold - 1.0 && base - unknown.low >= threshold,
            }),
        }
    }
}
