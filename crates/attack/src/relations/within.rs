//! A part is never more than the whole: counts within their base, categories within wider ones.

use super::{Relation, Relations, Why, breakdowns};
use crate::book::{Book, Part, Sheet};

pub(super) fn add(book: &Book<'_>, relations: &mut Relations) {
    for rate in &book.rates {
        let share = book.facts_of(rate.count).share && book.exists(rate.count);
        if let Some(base) = rate.base.filter(|b| share && book.exists(*b)) {
            let relation = Relation::at_most(rate.count, base, Why::WithinBase);
            relations.take(book, relation);
        }
    }
    for (number, cell) in (0u32..).zip(&book.cells) {
        if !book.is_hidden(number) {
            continue;
        }
        let series = book.series[cell.sheet.series as usize];
        if book.text(series.breakdown) == "total" || book.facts_of(number).signed {
            continue;
        }
        for (wider, whole) in (0u32..).zip(&book.series) {
            if series.part == Part::Count && breakdowns::is_part_of(book, &series, whole) {
                let sheet = Sheet {
                    series: wider,
                    ..cell.sheet
                };
                let whole = book.at(sheet, cell.place).filter(|c| book.exists(*c));
                if let Some(whole) = whole {
                    relations.take(book, Relation::at_most(number, whole, Why::WithinCategory));
                }
            }
        }
    }
}
