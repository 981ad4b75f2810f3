//! The truth: the mean of all redrawn counties of a scenario, computed by the same formulas and with nothing hidden.

use std::collections::BTreeMap;

use findings::Counted;
use indicators::{Region, compute};
use vocabulary::{AreaKey, IndicatorId, Period};

use crate::book::Book;
use crate::county::County;
use crate::land::Land;

type Place = (IndicatorId, Period, AreaKey);

/// Expected cases and base of every figure, and the areas in the order of the true index.
pub(crate) struct Truth {
    expected: BTreeMap<Place, Counted>,
    factors: BTreeMap<(IndicatorId, Period), f64>,
    index: BTreeMap<AreaKey, f64>,
}

impl Truth {
    /// The truth behind a book that adds up many counties; `open` is the land where nothing is hidden.
    pub(crate) fn of(open: &Land, all: &Book) -> Self {
        let observations = all.observations(open);
        let figures = compute(&open.catalogue, &Region::of(&open.tree), &observations);
        let mut expected = BTreeMap::new();
        let mut factors = BTreeMap::new();
        for row in figures.rows() {
            let known = |value: vocabulary::Value| value.bounds().map(|b| b.lower);
            let below = row.denominator.and_then(known);
            if let Some((cases, base)) = known(row.numerator).zip(below) {
                let factor = open.catalogue.indicators[row.definition].factor;
                factors.insert((row.indicator.clone(), row.period), factor);
                let place = (row.indicator.clone(), row.period, row.area.clone());
                expected.insert(place, Counted { cases, base });
            }
        }
        let county = County::of(open, all);
        Self {
            expected,
            factors,
            index: crate::places::index(&county).1,
        }
    }

    /// Expected cases and base.
    pub(crate) fn counted(
        &self,
        indicator: &IndicatorId,
        period: Period,
        area: &AreaKey,
    ) -> Option<Counted> {
        self.expected
            .get(&(indicator.clone(), period, area.clone()))
            .copied()
    }

    /// The true value in the indicator's unit.
    pub(crate) fn value(
        &self,
        indicator: &IndicatorId,
        period: Period,
        area: &AreaKey,
    ) -> Option<f64> {
        let factor = self.factors.get(&(indicator.clone(), period))?;
        let counted = self.counted(indicator, period, area)?;
        (counted.base > 0.0).then(|| factor * counted.cases / counted.base)
    }

    /// The true share or rate of the area minus that of the rest of a whole.
    pub(crate) fn difference(
        &self,
        indicator: &IndicatorId,
        period: Period,
        (area, whole): (&AreaKey, &AreaKey),
    ) -> Option<f64> {
        let own = self.counted(indicator, period, area)?;
        let all = self.counted(indicator, period, whole)?;
        Some(own.cases / own.base - (all.cases - own.cases) / (all.base - own.base))
    }

    /// The true index of an area.
    pub(crate) fn index(&self, area: &AreaKey) -> Option<f64> {
        self.index.get(area).copied()
    }
}
