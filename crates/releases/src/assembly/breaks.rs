//! Classes of the maps: natural breaks of the newest period's shown values of a level, used in all periods, so that one
//! colour means the same in every year and the newest map is never of one colour; with limits that people can read.

use std::collections::BTreeMap;

use disclosure::{FigureTable, Shown};
use methods::classes::{Classes, fisher_jenks};
use vocabulary::{AreaKey, LevelId, Period};

use crate::{ClassBreaks, ClassMethod, IndicatorSheet};

const CLASSES: usize = 5;

/// Classes of every indicator on every level that has at least two different shown values.
pub(super) fn class_breaks(
    figures: &FigureTable,
    sheets: &[IndicatorSheet],
    level_of: &BTreeMap<&AreaKey, &LevelId>,
) -> Vec<ClassBreaks> {
    let mut breaks: Vec<ClassBreaks> = Vec::new();
    for sheet in sheets {
        if breaks.iter().any(|b| b.indicator == sheet.id) {
            continue;
        }
        for level in &sheet.levels {
            let of_level =
                |row: &&Shown| level_of.get(&row.area) == Some(&level) && row.breakdown.is_total();
            let rows = figures.of_indicator(&sheet.id).iter().filter(of_level);
            let values: Vec<(Period, f64)> =
                rows.filter_map(|r| Some((r.period, r.value?))).collect();
            if let Some(upper) = classes_over_time(&values) {
                let (indicator, level) = (sheet.id.clone(), level.clone());
                breaks.push(ClassBreaks {
                    indicator,
                    level,
                    method: ClassMethod::FisherJenks,
                    upper,
                });
            }
        }
    }
    breaks
}

/// Classes of the newest period that has at least two different values; the last one is open for all other periods.
fn classes_over_time(values: &[(Period, f64)]) -> Option<Vec<f64>> {
    let mut by_period: BTreeMap<(i32, Period), Vec<f64>> = BTreeMap::new();
    for (period, value) in values {
        let of_period = by_period.entry((period.last_year(), *period)).or_default();
        of_period.push(*value);
    }
    let mut upper = by_period.values().rev().find_map(|v| readable_classes(v))?;
    let highest = values.iter().map(|(_, v)| *v).fold(f64::MIN, f64::max);
    let last = upper.last_mut()?;
    *last = last.max(shortest_between(highest, f64::INFINITY));
    Some(upper)
}

fn readable_classes(values: &[f64]) -> Option<Vec<f64>> {
    let classes = fisher_jenks(values, CLASSES).ok()?;
    if classes.bins.len() < 2 {
        return None;
    }
    Some(readable(&classes, values))
}

/// Moves each limit into the gap above it, to the number with the fewest decimals; the last one stays above all values.
fn readable(classes: &Classes, values: &[f64]) -> Vec<f64> {
    let limits = classes.bins.iter().map(|&limit| {
        let above = values
            .iter()
            .copied()
            .filter(|v| *v > limit)
            .fold(f64::INFINITY, f64::min);
        shortest_between(limit, above)
    });
    limits.collect()
}

/// The number with the fewest decimals in `[from, below)`; rounds up where nothing is above.
fn shortest_between(from: f64, below: f64) -> f64 {
    for decimals in 0..=6 {
        let scale = 10f64.powi(decimals);
        let candidate = (from * scale).ceil() / scale;
        if candidate >= from && candidate < below {
            return candidate;
        }
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_short_numbers_that_change_no_class() {
        let values = [1.23, 1.31, 4.77, 4.81, 9.04, 9.9, 20.4, 21.7, 33.0, 35.5];
        let upper = readable_classes(&values).unwrap();
        assert_eq!(upper, [2.0, 5.0, 10.0, 22.0, 36.0]);
    }

    #[test]
    fn the_newest_period_is_cut_and_the_last_class_holds_what_was_higher_before() {
        let of = |year, values: &[f64]| -> Vec<(Period, f64)> {
            values.iter().map(|v| (Period::Year(year), *v)).collect()
        };
        let mut values = of(2015, &[70.2, 80.4, 90.6]);
        values.extend(of(2024, &[1.0, 2.0, 3.0]));
        assert_eq!(classes_over_time(&values).unwrap(), [1.0, 2.0, 91.0]);
        // A period with one value only says nothing about classes.
        values.extend(of(2025, &[5.0]));
        assert_eq!(classes_over_time(&values).unwrap(), [1.0, 2.0, 91.0]);
    }

    #[test]
    fn one_value_makes_no_classes() {
        assert_eq!(readable_classes(&[3.0, 3.0]), None);
        assert_eq!(readable_classes(&[]), None);
    }

    #[test]
    fn a_narrow_gap_is_cut_with_as_many_decimals_as_it_takes() {
        assert!((shortest_between(0.1234, 0.1239) - 0.1234).abs() < 1e-12);
        assert!((shortest_between(0.12, 0.2) - 0.12).abs() < 1e-12);
        assert!((shortest_between(0.12, 0.3) - 0.2).abs() < 1e-12);
    }
}
