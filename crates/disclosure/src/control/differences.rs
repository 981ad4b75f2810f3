//! Quantities made by taking one count from another, of the same year or of two: a change shown beside one of its two
//! counts tells the other.

use std::collections::HashMap;

use indicators::{Catalogue, Figures};
use vocabulary::Period;

/// How a sheet is made of others.
#[derive(Clone, Debug, Default)]
pub(super) struct MadeOf {
    /// Whether something is taken away: its numbers may be negative and are no numbers of people.
    pub is_difference: bool,
    /// The sheets of what is added and taken away; empty where one of them is no quantity of its own.
    pub sheets: Vec<usize>,
}

/// For every sheet what it is made of, if it takes something away or looks back to other years.
pub(super) fn made_of(figures: &Figures, catalogue: &Catalogue) -> Vec<MadeOf> {
    let sheets = figures.sheets().iter().enumerate();
    let numbers: HashMap<(&str, Period), usize> = sheets
        .map(|(i, s)| ((s.formula.as_str(), s.period), i))
        .collect();
    let one = |sheet: &indicators::Sheet| {
        let summands = sheet.formula.summands(&catalogue.counts);
        if summands.len() < 2 {
            return MadeOf::default();
        }
        let found: Option<Vec<usize>> = summands
            .iter()
            .map(|s| {
                let period = sheet.period.years_back(s.years_back);
                numbers.get(&(s.formula.as_str(), period)).copied()
            })
            .collect();
        MadeOf {
            is_difference: summands.iter().any(|s| s.is_subtracted),
            sheets: found.unwrap_or_default(),
        }
    };
    figures.sheets().iter().map(one).collect()
}
