//! What outsiders have seen elsewhere: in earlier editions, and in what others publish of the same counts.
//!
//! Hiding such a number now protects nobody, so it never protects another, and whoever computes with it is reckoned with.

use std::collections::{HashMap, HashSet};

use indicators::{Catalogue, Figures, PlaceKind};
use vocabulary::{AreaKey, Breakdown, IndicatorId, Period, State};

use super::cells::{CellNumber, Cells};
use super::former::Outlines;
use crate::{FigureTable, Rules};

type Key<'a> = (&'a AreaKey, &'a IndicatorId, Period, &'a Breakdown);

/// The cells shown in earlier editions, whatever number stood there: even a number since corrected tells about the others.
pub(super) fn in_editions(
    figures: &Figures,
    cells: &Cells,
    earlier: &Outlines<'_>,
) -> HashSet<CellNumber> {
    let mut at: HashMap<Key<'_>, Vec<(CellNumber, Option<CellNumber>)>> = HashMap::new();
    for figure in figures.rows() {
        let key = (
            &figure.area,
            &figure.indicator,
            figure.period,
            &figure.breakdown,
        );
        let below = figure.denominator_sheet;
        at.entry(key).or_default().push((
            cells.number(figure.numerator_sheet, figure.place),
            below.map(|sheet| cells.number(sheet, figure.place)),
        ));
    }
    let mut seen = HashSet::new();
    for row in earlier.rows_of_today() {
        let key = (&row.area, &row.indicator, row.period, &row.breakdown);
        for (above, below) in at.get(&key).into_iter().flatten() {
            if row.numerator.or(row.value).is_some() {
                seen.insert(*above);
            }
            seen.extend(below.filter(|_| row.denominator.is_some()));
        }
    }
    seen
}

/// The cells the newest edition hid: they stay hidden, so that two editions side by side have no more to tell than one.
pub(super) fn hidden_before(
    figures: &Figures,
    cells: &Cells,
    newest: &FigureTable,
) -> Vec<CellNumber> {
    let was_hidden = |figure: &&indicators::Figure| {
        let key = (&figure.area, &figure.indicator);
        let row = newest.find(key.0, key.1, figure.period, &figure.breakdown);
        row.is_some_and(|row| row.state == State::Suppressed)
    };
    let hidden = figures.rows().iter().filter(was_hidden);
    let mut found: Vec<CellNumber> = hidden
        .map(|figure| cells.number(figure.numerator_sheet, figure.place))
        .filter(|cell| !cells.elsewhere.contains(cell))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The cells others publish: whole counts at the levels the rules name.
pub(super) fn by_others(
    figures: &Figures,
    catalogue: &Catalogue,
    cells: &Cells,
    rules: &Rules,
) -> HashSet<CellNumber> {
    let mut seen = HashSet::new();
    for (number, sheet) in figures.sheets().iter().enumerate() {
        let published = rules.published_by_others.iter().filter(|p| {
            let named = |c: &vocabulary::CountId| sheet.formula.as_str() == c.as_str();
            p.counts.iter().any(named) && catalogue.counts.iter().any(|c| named(&c.id))
        });
        for published in published {
            let places = figures.region().places().iter().enumerate();
            let known = places
                .filter(|(_, p)| p.kind == PlaceKind::Tree && published.levels.contains(&p.level));
            seen.extend(known.map(|(place, _)| cells.number(number, place)));
        }
    }
    seen
}
