//! Step 6: what is printed beside a hidden count tells it: a rate with its base, an interval, bounds of a sum.

use crate::book::{Book, Rate, decimals, wilson};
use crate::published::Mark;
use crate::relations::{Relation, Relations, Why};

/// Published intervals are compared this closely, as a part of their factor.
const NEAR: f64 = 1e-4;
/// The largest base for which every count is tried.
const LARGEST: f64 = 5e6;

/// Adds what rates, intervals and bounds say about hidden counts and bases.
pub(crate) fn clues(book: &Book<'_>, relations: &mut Relations) {
    for rate in &book.rates {
        let Some(factor) = book.facts_of(rate.count).factor else {
            continue;
        };
        if rate.mark == Mark::Interval {
            bounds_of_a_sum(book, relations, (rate, factor));
        } else if rate.value.is_some() {
            from_the_value(book, relations, (rate, factor));
        } else {
            from_the_interval(book, relations, (rate, factor));
        }
    }
}

/// A sum over numbers that a supplier hides is told with its bounds.
fn bounds_of_a_sum(book: &Book<'_>, relations: &mut Relations, (rate, factor): (&Rate, f64)) {
    let base = rate.base.and_then(|b| book.known(b));
    if let (Some((low, high)), Some(base)) = (rate.bounds, base) {
        let count = |bound: f64| bound * base / factor;
        for one in Relation::between(rate.count, count(low), count(high), Why::Range) {
            relations.take(book, one);
        }
    }
}

/// A printed rate lies within half of its last decimal.
fn from_the_value(book: &Book<'_>, relations: &mut Relations, (rate, factor): (&Rate, f64)) {
    let (Some(value), Some(base_cell)) = (rate.value, rate.base) else {
        return;
    };
    let half = 0.5 * 10f64.powi(-decimals(value));
    match (book.known(rate.count), book.known(base_cell)) {
        (None, Some(base)) => {
            let count = |v: f64| v * base / factor;
            let both = Relation::between(
                rate.count,
                count(value - half),
                count(value + half),
                Why::Rate,
            );
            for one in both {
                relations.take(book, one);
            }
        }
        (Some(count), None) if value > half => {
            let base = |v: f64| count * factor / v;
            let both =
                Relation::between(base_cell, base(value + half), base(value - half), Why::Rate);
            for one in both {
                relations.take(book, one);
            }
        }
        (None, None) => from_value_and_interval(book, relations, (rate, factor, value)),
        _ => {}
    }
}

/// Wilson's interval narrows as the base grows: rate and interval together give both numbers.
fn from_value_and_interval(
    book: &Book<'_>,
    relations: &mut Relations,
    (rate, factor, value): (&Rate, f64, f64),
) {
    let (Some((low, high)), Some(base)) = (rate.bounds, rate.base) else {
        return;
    };
    let (p, width) = (value / factor, (high - low) / factor);
    if !book.facts_of(rate.count).share || !(0.0..=1.0).contains(&p) || width <= 0.0 {
        return;
    }
    let of = |n: f64| wilson(p * n, n).1 - wilson(p * n, n).0;
    let (mut few, mut many) = (1.0, LARGEST);
    for _ in 0..100 {
        let middle = f64::midpoint(few, many);
        if of(middle) > width {
            few = middle;
        } else {
            many = middle;
        }
    }
    // The width is printed with decimals of its own: only a base that is whole to a part in a thousand is believed.
    let whole = few.round();
    if (few - whole).abs() <= 0.001 * few {
        relations.take(book, Relation::is(base, whole, Why::Rate));
        relations.take(
            book,
            Relation::is(rate.count, (p * whole).round(), Why::Rate),
        );
    }
}

/// An interval beside a hidden count: only one count has it.
fn from_the_interval(book: &Book<'_>, relations: &mut Relations, (rate, factor): (&Rate, f64)) {
    let base = rate.base.and_then(|b| book.known(b));
    let (Some((low, high)), Some(base)) = (rate.bounds, base) else {
        return;
    };
    if !book.is_hidden(rate.count) || !(1.0..=LARGEST).contains(&base) {
        return;
    }
    let near = |count: f64| {
        let (l, h) = wilson(count, base);
        (l - low / factor).abs() <= NEAR && (h - high / factor).abs() <= NEAR
    };
    let middle = f64::midpoint(low, high) / factor * base;
    let first = (middle * 0.5 - 10.0).max(0.0).floor();
    let candidates = std::iter::successors(Some(first), |c| Some(c + 1.0));
    let fitting: Vec<f64> = candidates
        .take_while(|c| *c <= base.min(middle * 1.5 + 20.0))
        .filter(|c| near(*c))
        .collect();
    if let (Some(least), Some(most)) = (fitting.first(), fitting.last()) {
        for one in Relation::between(rate.count, *least, *most, Why::Rate) {
            relations.take(book, one);
        }
    }
}
