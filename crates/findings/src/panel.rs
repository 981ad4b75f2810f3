//! The panel: released figures in the tree they stand in, asked in the words of the methods.
//!
//! Everything a finding knows comes from here, and everything in here has passed the door. So a finding can say nothing
//! that its reader could not compute from the published figures (ADR 0009).

use std::collections::BTreeMap;

use areas::{Area, AreaTree};
use disclosure::{FigureTable, Shown};
use geo::MultiPolygon;
use indicators::{Catalogue, Definition};
use vocabulary::{AreaKey, Breakdown, Flags, IndicatorId, LevelId, Period};

/// Released figures with the catalogue and the areas they were computed on.
#[derive(Clone, Copy, Debug)]
pub struct Panel<'a> {
    /// The figures behind the door.
    pub figures: &'a FigureTable,
    /// The definitions they were computed by.
    pub catalogue: &'a Catalogue,
    /// The areas they were computed on.
    pub tree: &'a AreaTree,
    /// How the areas look, for what neighbours are; areas without an outline have no neighbours.
    pub outlines: &'a BTreeMap<AreaKey, MultiPolygon<f64>>,
}

/// Cases and base of an area in a period, as shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counted {
    /// Cases: the numerator.
    pub cases: f64,
    /// Of how many: the denominator.
    pub base: f64,
}

/// A shown value in time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// When.
    pub period: Period,
    /// Which version of the definition: no comparison speaks across two of them.
    pub version: u32,
    /// The value in the indicator's unit.
    pub value: f64,
    /// Cases and base, where the figure has both.
    pub counted: Option<Counted>,
    /// Whether it was carried over a change of areas; no test speaks across such a change.
    pub estimated: bool,
}

impl<'a> Panel<'a> {
    /// The definition of an indicator that holds for a period.
    pub fn definition(self, indicator: &IndicatorId, period: Period) -> Option<&'a Definition> {
        let versions = self.catalogue.indicators.iter();
        versions
            .filter(|d| d.id == *indicator && d.holds_for(period))
            .max_by_key(|d| d.version)
    }

    /// The newest definition of every indicator, in the order of the catalogue.
    pub fn newest_definitions(self) -> impl Iterator<Item = &'a Definition> {
        let all = &self.catalogue.indicators;
        all.iter().filter(move |d| {
            let newer = |other: &Definition| other.id == d.id && other.version > d.version;
            !all.iter().any(newer)
        })
    }

    /// The areas of a level, in the order of their keys.
    pub fn areas_of(self, level: &'a LevelId) -> impl Iterator<Item = &'a Area> {
        self.tree.at_level(level)
    }

    /// The newest period an indicator shows a value for anywhere.
    pub fn newest_period_anywhere(self, indicator: &IndicatorId) -> Option<Period> {
        let rows = self.figures.of_indicator(indicator).iter();
        rows.filter(|r| r.value.is_some())
            .map(|r| r.period)
            .max_by_key(|p| (p.last_year(), *p))
    }

    /// The newest period an indicator shows a value for on a level.
    pub fn newest_period(self, indicator: &IndicatorId, level: &LevelId) -> Option<Period> {
        self.periods(indicator, level).pop()
    }

    /// The periods an indicator shows values for on a level, oldest first.
    pub fn periods(self, indicator: &IndicatorId, level: &LevelId) -> Vec<Period> {
        let total = Breakdown::total();
        let mut periods: Vec<Period> = Vec::new();
        for row in self.figures.of_indicator(indicator) {
            let here = row.value.is_some() && row.breakdown == total;
            if here && !periods.contains(&row.period) && self.is_at(&row.area, level) {
                periods.push(row.period);
            }
        }
        periods.sort_by_key(|p| (p.last_year(), *p));
        periods
    }

    fn is_at(self, area: &AreaKey, level: &LevelId) -> bool {
        self.tree.get(area).is_some_and(|a| a.level == *level)
    }

    /// What is shown of an area's residents altogether.
    pub fn shown(
        self,
        area: &AreaKey,
        indicator: &IndicatorId,
        period: Period,
    ) -> Option<&'a Shown> {
        self.figures
            .find(area, indicator, period, &Breakdown::total())
    }

    /// Cases and base of an area.
    pub fn counted(
        self,
        area: &AreaKey,
        indicator: &IndicatorId,
        period: Period,
    ) -> Option<Counted> {
        self.shown(area, indicator, period).and_then(counted)
    }

    /// Cases and base of a whole without what nobody could place in its areas of a level (of the lowest if none): the
    /// ground on which these areas are compared. Postal votes count in the town and in none of its districts; whoever
    /// compared a district with the whole town would find all of them low.
    pub fn placed(
        self,
        (whole, level): (&AreaKey, Option<&LevelId>),
        indicator: &IndicatorId,
        period: Period,
    ) -> Option<Counted> {
        let mut placed = self.counted(whole, indicator, period)?;
        let is_above = |area: &Area| match level {
            Some(level) => self.tree.level_rank(&area.level) < self.tree.level_rank(level),
            None => !self.tree.is_leaf(&area.key),
        };
        let below = self.tree.descendants(whole).into_iter();
        for area in self.tree.get(whole).into_iter().chain(below) {
            // A remainder that is too small to be shown is too small to change the answer.
            let rest = || self.shown(&area.key.unallocated(), indicator, period);
            if let Some(rest) = is_above(area).then(rest).flatten() {
                placed.cases -= rest.numerator.unwrap_or(0.0);
                placed.base -= rest.denominator.unwrap_or(0.0);
            }
        }
        (placed.cases >= 0.0 && placed.base > 0.0).then_some(placed)
    }

    /// Cases and base of the rest of a whole: an area is never compared with something that contains it, nor with what
    /// nobody could place.
    pub fn rest_of(
        self,
        (area, whole): (&AreaKey, &AreaKey),
        indicator: &IndicatorId,
        period: Period,
    ) -> Option<Counted> {
        let part = self.counted(area, indicator, period)?;
        let level = self.tree.get(area).map(|a| &a.level);
        let all = self.placed((whole, level), indicator, period)?;
        let rest = Counted {
            cases: all.cases - part.cases,
            base: all.base - part.base,
        };
        (rest.cases >= 0.0 && rest.base > 0.0).then_some(rest)
    }

    /// The shown values of an area over time, oldest first.
    pub fn series(self, area: &AreaKey, indicator: &IndicatorId) -> Vec<Moment> {
        let rows = self.figures.series(area, indicator, &Breakdown::total());
        rows.into_iter().filter_map(moment).collect()
    }

    /// The newest run of a series within one definition.
    pub fn newest_run(self, area: &AreaKey, indicator: &IndicatorId) -> Vec<Moment> {
        let mut series = self.series(area, indicator);
        let newest = series.last().map(|m| m.version);
        series.retain(|m| Some(m.version) == newest);
        series
    }
}

fn counted(row: &Shown) -> Option<Counted> {
    let (cases, base) = row.numerator.zip(row.denominator)?;
    row.value.map(|_| Counted { cases, base })
}

fn moment(row: &Shown) -> Option<Moment> {
    Some(Moment {
        period: row.period,
        version: row.definition_version,
        value: row.value?,
        counted: counted(row),
        estimated: row.flags.contains(Flags::ESTIMATED),
    })
}
