//! Numbers that stand in several figures, and figures that add up to others: found in the numbers shown, without any
//! definition. What holds wherever all is shown, over many numbers, holds where something is hidden too.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{Columns, Enough, Term, take};
use super::{Relations, Why};
use crate::book::Book;

/// So many bits of agreement are no accident between two series.
const SAME: Enough = Enough {
    bits: 20.0,
    slots: 1,
};
/// And so many between three or four, of which there are many more.
pub(super) const SUM: Enough = Enough {
    bits: 45.0,
    slots: 6,
};

/// The series that stand for all that are the same, and the subjects (first letters of the ids) of those.
pub(super) type Leaders = BTreeMap<usize, BTreeSet<String>>;

/// Adds what is found.
pub(super) fn add(book: &Book<'_>, columns: &Columns, relations: &mut Relations) -> Leaders {
    let mut leaders = Leaders::new();
    let mut by_size: Vec<usize> = (0..book.series.len()).collect();
    by_size.retain(|s| columns.shown(*s) > 0);
    by_size.sort_by_key(|s| (std::cmp::Reverse(columns.shown(*s)), *s));
    for series in by_size {
        let pair = |leader: usize| [Term::now(leader, 1.0), Term::now(series, -1.0)];
        let same = leaders.keys().find(|l| columns.vanishes(&pair(**l), SAME));
        let leader = same.copied().unwrap_or(series);
        if leader != series {
            take(book, relations, &pair(leader), Why::SameNumber);
        }
        leaders
            .entry(leader)
            .or_default()
            .insert(subject(book, series));
    }
    leaders.retain(|s, _| columns.shown(*s) >= SUM.slots);
    for whole in leaders.keys() {
        sums_of(book, columns, relations, (*whole, &leaders));
    }
    leaders
}

/// Sums of two and, among figures of one subject, of three.
fn sums_of(
    book: &Book<'_>,
    columns: &Columns,
    relations: &mut Relations,
    (whole, leaders): (usize, &Leaders),
) {
    let smaller = leaders.keys().copied();
    let smaller: Vec<usize> = smaller
        .filter(|p| *p != whole && columns.never_above(*p, whole))
        .collect();
    let mut try_parts = |parts: &[usize]| {
        let mut terms = vec![Term::now(whole, 1.0)];
        terms.extend(parts.iter().map(|p| Term::now(*p, -1.0)));
        let found = columns.vanishes(&terms, SUM);
        if found {
            take(book, relations, &terms, Why::FoundSum);
        }
        found
    };
    for (i, &a) in smaller.iter().enumerate() {
        for (j, &b) in smaller.iter().enumerate().skip(i + 1) {
            if try_parts(&[a, b]) || !one_subject(leaders, &[whole, a, b]) {
                continue;
            }
            for &c in &smaller[j + 1..] {
                if one_subject(leaders, &[whole, a, b, c]) {
                    try_parts(&[a, b, c]);
                }
            }
        }
    }
}

/// The letters an indicator's id begins with.
fn subject(book: &Book<'_>, series: usize) -> String {
    let id = book.text(book.series[series].indicator);
    id.chars().take_while(|c| c.is_alphabetic()).collect()
}

/// Whether all are of one subject.
fn one_subject(leaders: &Leaders, series: &[usize]) -> bool {
    leaders[&series[0]]
        .iter()
        .any(|subject| series[1..].iter().all(|s| leaders[s].contains(subject)))
}
