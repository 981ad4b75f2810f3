//! Classes of the maps: natural breaks over all shown values of a level and all periods, so that one colour means the
//! same in every year, with limits that people can read.

use std::collections::BTreeMap;

use disclosure::{FigureTable, Shown};
use methods::classes::{Classes, fisher_jenks};
use vocabulary::{AreaKey, LevelId};

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
            let values: Vec<f64> = rows.filter_map(|row| row.value).collect();
            if let Some(upper) = readable_classes(&values) {
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
