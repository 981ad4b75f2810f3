//! Sums of unequal contributions of which one contributor makes too much: whoever makes the second most could reckon his.

use std::collections::BTreeMap;

use indicators::{Catalogue, Figures};

use super::cells::{CellNumber, Cells};
use crate::family::Range;
use crate::magnitudes::{Contributions, MagnitudeRule};
use crate::{Edition, Rules};

/// Sensitive sums, each with what must remain possible of it.
pub(super) type Dominated = BTreeMap<CellNumber, Range>;

/// Finds them among all quantities whose classes have a dominance rule. Where the largest contributions were not delivered, a
/// sum may be all of one contributor.
pub(super) fn dominated<E: Edition>(
    figures: &Figures,
    (catalogue, rules): (&Catalogue, &Rules),
    cells: &Cells,
) -> Dominated {
    let mut found = Dominated::new();
    for (number, sheet) in figures.sheets().iter().enumerate() {
        let asked: Vec<MagnitudeRule> = (sheet.formula.counts())
            .filter_map(|c| rules.of(&catalogue.counts[c].class))
            .filter(|class| class.threshold_in::<E>() > 0.0)
            .filter_map(|class| class.dominance?.rule())
            .collect();
        // A difference is a relation between sums that are looked at each for itself.
        if asked.is_empty() || !sheet.formula.is_plain_count() {
            continue;
        }
        for place in 0..cells.places {
            let cell = cells.number(number, place);
            let total = cells.value(cell);
            if !(total.is_finite() && total > 0.0) {
                continue;
            }
            let largest = figures.largest_contributions(catalogue, number, place);
            let sum = Contributions::largest_of(total, &largest.unwrap_or([total, 0.0]));
            let needed = asked.iter().filter_map(|rule| rule.protection(&sum));
            let wider = |a: Range, b: Range| Range {
                lower: a.lower.min(b.lower),
                upper: a.upper.max(b.upper),
            };
            // Sums of whole numbers are whole: what must remain possible reaches to the next one.
            let around = needed.map(|needed| Range {
                lower: (total - needed.lower).floor().max(0.0),
                upper: (total + needed.upper).ceil(),
            });
            if let Some(range) = around.reduce(wider) {
                found.insert(cell, range);
            }
        }
    }
    found
}
