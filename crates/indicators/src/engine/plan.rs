//! Which figures are computed: definition, group of people, period, and the sheets they are made of.

use std::collections::BTreeSet;

use vocabulary::Period;

use super::sheet::Sheets;
use super::store::Store;
use crate::{Catalogue, Definition, Formula};

/// One definition's group of people in one period, at all places.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    pub definition: usize,
    pub slice: usize,
    pub period: Period,
    pub numerator: usize,
    pub denominator: Option<usize>,
}

/// All that can be computed from what was delivered, in the order of the catalogue.
pub(super) fn plans(catalogue: &Catalogue, store: &Store, sheets: &mut Sheets<'_>) -> Vec<Plan> {
    let mut plans = Vec::new();
    for (number, definition) in catalogue.indicators.iter().enumerate() {
        let periods = periods(definition, store);
        for (slice, of) in definition.slices.iter().enumerate() {
            for period in &periods {
                let below = below(definition, store, *period);
                plans.push(Plan {
                    definition: number,
                    slice,
                    period: *period,
                    numerator: sheets.number(&of.numerator, *period),
                    denominator: of.denominator.as_ref().map(|d| sheets.number(d, below)),
                });
            }
        }
    }
    plans
}

/// The periods of a definition: those delivered, and the years in between that should have been.
fn periods(definition: &Definition, store: &Store) -> Vec<Period> {
    let mut found = delivered(&definition.numerator, store);
    let years: Vec<i32> = found
        .iter()
        .filter(|p| matches!(p, Period::Year(_)))
        .map(|p| p.first_year())
        .collect();
    if let (Some(first), Some(last), true) =
        (years.first(), years.last(), definition.every_years > 0)
    {
        let step = usize::from(definition.every_years);
        found.extend((*first..=*last).step_by(step).map(Period::Year));
    }
    if let Some(d) = &definition.denominator {
        let earliest = delivered(d, store).first().map(|p| p.first_year());
        let back = i32::from(definition.denominator_years_back);
        found.retain(|p| earliest.is_none_or(|e| e <= p.first_year() - back));
    }
    let periods: Vec<Period> = if definition.pool > 1 {
        pools(&found, i32::from(definition.pool))
    } else {
        found.into_iter().collect()
    };
    periods
        .into_iter()
        .filter(|p| definition.holds_for(*p))
        .collect()
}

/// Periods for which every count of a formula was delivered, in the years it looks back to as well.
fn delivered(formula: &Formula, store: &Store) -> BTreeSet<Period> {
    let Some(first) = formula.terms().first() else {
        return BTreeSet::new();
    };
    let from = |p: Period| later(p, first.years_back);
    let has = |p: Period| {
        let mut terms = formula.terms().iter();
        terms.all(|t| store.has(t.count, p.years_back(t.years_back)))
    };
    store
        .periods(first.count)
        .map(from)
        .filter(|p| has(*p))
        .collect()
}

/// The period that looks back to this one.
fn later(period: Period, years: u8) -> Period {
    let on = i32::from(years);
    match period {
        Period::Year(y) => Period::Year(y + on),
        Period::Quarter(y, q) => Period::Quarter(y + on, q),
        Period::Month(y, m) => Period::Month(y + on, m),
        Period::Pool(a, b) => Period::Pool(a + on, b + on),
    }
}

/// Whole pools counted back from the last year, oldest first; they never overlap.
fn pools(found: &BTreeSet<Period>, length: i32) -> Vec<Period> {
    let years: Vec<i32> = found
        .iter()
        .filter(|p| matches!(p, Period::Year(_)))
        .map(|p| p.first_year())
        .collect();
    let (Some(first), Some(last)) = (years.first(), years.last()) else {
        return Vec::new();
    };
    let mut pools = Vec::new();
    let mut end = *last;
    while end - length + 1 >= *first {
        pools.push(Period::Pool(end - length + 1, end));
        end -= length;
    }
    pools.reverse();
    pools
}

/// The period of the denominator: the numerator's, moved back; a month or quarter takes the year's where it has none.
fn below(definition: &Definition, store: &Store, period: Period) -> Period {
    let moved = period.years_back(definition.denominator_years_back);
    let delivered = definition.denominator.as_ref().is_some_and(|d| {
        d.terms()
            .iter()
            .all(|t| store.has(t.count, moved.years_back(t.years_back)))
    });
    match moved {
        Period::Quarter(y, _) | Period::Month(y, _) if !delivered => Period::Year(y),
        other => other,
    }
}
