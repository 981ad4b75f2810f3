//! Sums of years of life behind a mean age: the middle of every age band times its people. The middles show in the numbers:
//! where all bands are shown, they are the only ones that fit.

use std::collections::BTreeMap;

use super::breakdowns::{Band, band, pairs};
use super::columns::{Columns, Term, take};
use super::found_sums::{Leaders, SUM};
use super::{Relations, Why};
use crate::book::{Book, Part};
use crate::published::Word;

/// So many more places than bands must be shown.
const LEAST_ROWS: usize = 6;

pub(super) fn add(
    book: &Book<'_>,
    columns: &Columns,
    leaders: &Leaders,
    relations: &mut Relations,
) {
    for people in finest(book).into_values().filter(|p| p.len() > 2) {
        for &sum in leaders.keys() {
            let facts = &book.facts[sum];
            if facts.whole || facts.signed || people.iter().any(|(s, _)| *s == sum) {
                continue;
            }
            if let Some(terms) = weighed(columns, sum, &people) {
                take(book, relations, &terms, Why::Rate);
            }
        }
    }
}

/// Per indicator its series with the most dimensions, if all have an age band.
fn finest(book: &Book<'_>) -> BTreeMap<(Word, u32), Vec<(usize, Band)>> {
    let mut found: BTreeMap<_, Vec<(usize, Band, usize)>> = BTreeMap::new();
    for (number, series) in book.series.iter().enumerate() {
        let Some(pairs) = pairs(book.text(series.breakdown)) else {
            continue;
        };
        let age = pairs.values().find_map(|c| band(c));
        if let (Part::Count, Some(age)) = (series.part, age) {
            let key = (series.indicator, series.version);
            found
                .entry(key)
                .or_default()
                .push((number, age, pairs.len()));
        }
    }
    found
        .into_iter()
        .map(|(key, all)| {
            let most = all.iter().map(|(_, _, n)| *n).max().unwrap_or(0);
            let finest = all.into_iter().filter(|(_, _, n)| *n == most);
            (key, finest.map(|(s, b, _)| (s, b)).collect())
        })
        .collect()
}

/// The sum less every band times its middle, if that is nothing everywhere.
fn weighed(columns: &Columns, sum: usize, people: &[(usize, Band)]) -> Option<Vec<Term>> {
    let mut bands: Vec<Band> = people.iter().map(|(_, b)| *b).collect();
    bands.sort_unstable();
    bands.dedup();
    let mut terms = vec![Term::now(sum, 1.0)];
    terms.extend(people.iter().map(|(s, _)| Term::now(*s, 1.0)));
    let rows = columns.rows(&terms);
    if rows.len() < bands.len() + LEAST_ROWS {
        return None;
    }
    let at = |band: &Band| bands.binary_search(band).ok();
    let mut equations = vec![vec![0.0; bands.len() + 1]; bands.len()];
    for row in &rows {
        let mut summed = vec![0.0; bands.len() + 1];
        summed[bands.len()] = row[0];
        for ((_, band), number) in people.iter().zip(&row[1..]) {
            summed[at(band)?] += number;
        }
        for (i, equation) in equations.iter_mut().enumerate() {
            for (left, right) in equation.iter_mut().zip(&summed) {
                *left += summed[i] * right;
            }
        }
    }
    let middles = solved(equations)?;
    for (term, (_, band)) in terms[1..].iter_mut().zip(people) {
        term.factor = -(2.0 * middles[at(band)?]).round() / 2.0;
    }
    let told = terms[1..].iter().all(|t| t.factor < 0.0);
    (told && columns.vanishes(&terms, SUM)).then_some(terms)
}

/// Least squares by elimination; the last column is the right side.
fn solved(mut rows: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let n = rows.len();
    for i in 0..n {
        let best = (i..n).max_by(|a, b| rows[*a][i].abs().total_cmp(&rows[*b][i].abs()))?;
        rows.swap(i, best);
        if rows[i][i].abs() < 1e-9 {
            return None;
        }
        let pivot = rows[i].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(j, _)| *j != i) {
            let times = row[i] / pivot[i];
            for (left, right) in row.iter_mut().zip(&pivot) {
                *left -= times * right;
            }
        }
    }
    Some((0..n).map(|i| rows[i][n] / rows[i][i]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_equations_have_one_solution() {
        let rows = vec![vec![2.0, 1.0, 7.0], vec![1.0, 3.0, 11.0]];
        assert_eq!(solved(rows).unwrap(), [2.0, 3.0]);
        assert!(solved(vec![vec![1.0, 1.0, 2.0], vec![2.0, 2.0, 4.0]]).is_none());
    }
}
