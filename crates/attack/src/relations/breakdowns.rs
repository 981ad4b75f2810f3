//! A total is the sum of its categories: found from the words of the breakdowns alone.

use std::collections::{BTreeMap, BTreeSet};

use super::{Relation, Relations, Why, existing};
use crate::book::{Book, Part, Series, Sheet};
use crate::published::Word;

/// A breakdown as pairs of dimension and category.
pub(super) type Pairs = BTreeMap<String, String>;

/// More ways than this to put one category together are not followed.
const MOST_WAYS: usize = 40;

/// One family per way of putting one category together.
pub(super) fn add(book: &Book<'_>, relations: &mut Relations) {
    let mut alike: BTreeMap<(Word, u32, Part), Vec<u32>> = BTreeMap::new();
    for (number, series) in (0u32..).zip(&book.series) {
        alike
            .entry((series.indicator, series.version, series.part))
            .or_default()
            .push(number);
    }
    for series in alike.values().filter(|s| s.len() > 1) {
        let broken_down: Vec<(u32, Pairs)> = series
            .iter()
            .filter_map(|s| Some((*s, pairs(book.text(book.series[*s as usize].breakdown))?)))
            .collect();
        for (whole, of) in &broken_down {
            for parts in ways(of, &broken_down) {
                take(book, relations, *whole, &parts);
            }
        }
    }
}

pub(super) fn pairs(breakdown: &str) -> Option<Pairs> {
    if breakdown == "total" {
        return Some(Pairs::new());
    }
    let pair = |p: &str| {
        p.split_once('=')
            .map(|(dimension, category)| (dimension.to_owned(), category.to_owned()))
    };
    breakdown.split('|').map(pair).collect()
}

/// The sets of series that together make up one.
fn ways(of: &Pairs, all: &[(u32, Pairs)]) -> Vec<Vec<u32>> {
    let dimensions: BTreeSet<&String> = all.iter().flat_map(|(_, p)| p.keys()).collect();
    let mut found = Vec::new();
    for dimension in dimensions {
        let mut rest = of.clone();
        let whole = rest.remove(dimension);
        let mut parts: Vec<(u32, &str)> = Vec::new();
        for (series, p) in all {
            let mut other = p.clone();
            let Some(category) = other.remove(dimension) else {
                continue;
            };
            if other == rest && whole.as_ref() != Some(&category) {
                parts.push((*series, p[dimension].as_str()));
            }
        }
        found.extend(tilings(whole.as_deref(), &parts));
    }
    found
}

/// Ages tile a wider age; other categories make up the whole only all together.
fn tilings(whole: Option<&str>, parts: &[(u32, &str)]) -> Vec<Vec<u32>> {
    let bands: Vec<(u32, Band)> = parts
        .iter()
        .filter_map(|(s, c)| Some((*s, band(c)?)))
        .collect();
    if bands.len() != parts.len() {
        let all = parts.iter().map(|(s, _)| *s).collect::<Vec<_>>();
        return if whole.is_none() && all.len() > 1 {
            vec![all]
        } else {
            Vec::new()
        };
    }
    let goal = match whole {
        None => Some((0, u32::MAX)),
        Some(category) => band(category),
    };
    let mut found = Vec::new();
    if let Some((first, last)) = goal {
        fill((first, last), &bands, &mut Vec::new(), &mut found);
    }
    found
}

/// First and last year of age.
pub(super) type Band = (u32, u32);

/// `0-2`, `65+`.
pub(super) fn band(category: &str) -> Option<Band> {
    if let Some(first) = category.strip_suffix('+') {
        return Some((first.parse().ok()?, u32::MAX));
    }
    let (first, last) = category.split_once('-')?;
    Some((first.parse().ok()?, last.parse().ok()?))
}

fn fill(
    (next, last): Band,
    bands: &[(u32, Band)],
    chosen: &mut Vec<u32>,
    found: &mut Vec<Vec<u32>>,
) {
    if found.len() >= MOST_WAYS {
        return;
    }
    for (series, (_, to)) in bands.iter().filter(|(_, b)| b.0 == next && b.1 <= last) {
        chosen.push(*series);
        if *to == last {
            if chosen.len() > 1 {
                found.push(chosen.clone());
            }
        } else {
            fill((to + 1, last), bands, chosen, found);
        }
        chosen.pop();
    }
}

/// The sum at every place of every sheet.
fn take(book: &Book<'_>, relations: &mut Relations, whole: u32, parts: &[u32]) {
    let sheets: Vec<Sheet> = book
        .sheets
        .keys()
        .filter(|s| s.series == whole)
        .copied()
        .collect();
    for sheet in sheets {
        let mut family = Vec::new();
        for (place, total) in existing(book, sheet) {
            let cells: Option<Vec<u32>> = parts
                .iter()
                .map(|series| {
                    let part = Sheet {
                        series: *series,
                        ..sheet
                    };
                    book.at(part, place).filter(|c| book.exists(*c))
                })
                .collect();
            if let Some(cells) = cells {
                family.push(Relation::sum(total, &cells, Why::Categories));
            }
        }
        relations.take_family(book, family);
    }
}

/// Whether one series is the same as another but for a narrower breakdown.
pub(super) fn is_part_of(book: &Book<'_>, part: &Series, whole: &Series) -> bool {
    if (part.indicator, part.version, part.part) != (whole.indicator, whole.version, whole.part) {
        return false;
    }
    let of = |s: &Series| pairs(book.text(s.breakdown));
    let (Some(part), Some(whole)) = (of(part), of(whole)) else {
        return false;
    };
    part != whole
        && whole.iter().all(|(dimension, wide)| {
            part.get(dimension).is_some_and(|narrow| {
                narrow == wide
                    || band(narrow)
                        .zip(band(wide))
                        .is_some_and(|(n, w)| w.0 <= n.0 && n.1 <= w.1)
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_tile_wider_ages_in_every_way() {
        let parts = [(1, "0-2"), (2, "3-5"), (3, "0-5"), (4, "6-17"), (5, "18+")];
        let of_all = tilings(None, &parts);
        assert_eq!(of_all, [vec![1, 2, 4, 5], vec![3, 4, 5]]);
        assert_eq!(tilings(Some("0-5"), &parts[..2]), [vec![1, 2]]);
    }

    #[test]
    fn sexes_make_up_the_total_only_together() {
        let sexes = [(1, "female"), (2, "male")];
        assert_eq!(tilings(None, &sexes), [vec![1, 2]]);
        assert!(tilings(None, &sexes[..1]).is_empty());
        assert!(tilings(Some("diverse"), &sexes).is_empty());
    }
}
