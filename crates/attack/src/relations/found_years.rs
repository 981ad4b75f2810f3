//! Numbers of two years that belong together, found in the numbers shown: the base of a change is an earlier stock, a change
//! is the difference of two stocks, and a stock moves by what flows in and out.

use super::columns::{Columns, Enough, Term, YEARS_BACK, take};
use super::found_sums::{Leaders, SUM};
use super::{Relations, Why};
use crate::book::Book;

/// Agreement of a sum of five or six numbers, of which there are a great many.
const FLOW: Enough = Enough {
    bits: 90.0,
    slots: 12,
};
/// Above so many series of one subject flows are not looked for.
const MOST: usize = 24;

pub(super) fn add(
    book: &Book<'_>,
    columns: &Columns,
    leaders: &Leaders,
    relations: &mut Relations,
) {
    for &stock in leaders.keys() {
        for &other in leaders.keys() {
            for back in 1..=YEARS_BACK {
                let then = |factor: f64| Term {
                    series: stock,
                    back,
                    factor,
                };
                let same = [Term::now(other, 1.0), then(-1.0)];
                let change = [Term::now(other, 1.0), Term::now(stock, -1.0), then(1.0)];
                if other != stock && columns.vanishes(&same, SUM) {
                    take(book, relations, &same, Why::Years);
                }
                if other != stock && columns.vanishes(&change, SUM) {
                    take(book, relations, &change, Why::Years);
                }
            }
        }
    }
    flows(book, columns, leaders, relations);
}

/// What a stock grew by in a year: among the totals of one subject.
fn flows(book: &Book<'_>, columns: &Columns, leaders: &Leaders, relations: &mut Relations) {
    let total = |s: &usize| book.text(book.series[*s].breakdown) == "total";
    let totals: Vec<usize> = leaders.keys().copied().filter(total).collect();
    for &stock in &totals {
        for subject in &leaders[&stock] {
            let of_it = totals.iter().copied();
            let of_it: Vec<usize> = of_it
                .filter(|s| *s != stock && leaders[s].contains(subject))
                .collect();
            if of_it.len() <= MOST {
                flows_of(book, columns, relations, (stock, &of_it));
            }
        }
    }
}

/// In and out, in and out with a balance, in and out twice.
fn flows_of(
    book: &Book<'_>,
    columns: &Columns,
    relations: &mut Relations,
    (stock, of_it): (usize, &[usize]),
) {
    let year_before = Term {
        series: stock,
        back: 1,
        factor: -1.0,
    };
    let mut grown = vec![Term::now(stock, 1.0), year_before];
    let mut look = |terms: &[Term]| {
        grown.truncate(2);
        grown.extend_from_slice(terms);
        if columns.vanishes(&grown, FLOW) {
            take(book, relations, &grown, Why::Years);
        }
    };
    for_pairs(of_it, |a, b| {
        let pair = [Term::now(a, -1.0), Term::now(b, 1.0)];
        look(&pair);
        for &c in of_it.iter().filter(|c| ![a, b].contains(c)) {
            look(&[pair[0], pair[1], Term::now(c, -1.0)]);
        }
        for_pairs(of_it, |c, d| {
            if c > a && ![a, b].contains(&c) && ![a, b].contains(&d) {
                look(&[pair[0], pair[1], Term::now(c, -1.0), Term::now(d, 1.0)]);
            }
        });
    });
}

/// All ordered pairs of two different ones.
fn for_pairs(all: &[usize], mut each: impl FnMut(usize, usize)) {
    for &a in all {
        for &b in all.iter().filter(|b| **b != a) {
            each(a, b);
        }
    }
}
