//! The figures as they may be shown, in a fixed order, with quick look-up.

use serde::{Deserialize, Serialize};
use vocabulary::{AreaKey, Breakdown, Flags, IndicatorId, Period, State};

/// A figure as it may be shown. What is hidden is not in here at all.
///
/// `non_exhaustive` keeps everybody else from making one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Shown {
    /// The indicator.
    pub indicator: IndicatorId,
    /// Which version of its definition.
    pub definition_version: u32,
    /// When.
    pub period: Period,
    /// Of whom.
    pub breakdown: Breakdown,
    /// Where: an area, a group, an unallocated remainder or a county compared.
    pub area: AreaKey,
    /// What can be said.
    pub state: State,
    /// Cases; empty unless state is `value` or `zero`.
    pub numerator: Option<f64>,
    /// Of how many; empty where there is none or it may not be shown.
    pub denominator: Option<f64>,
    /// factor x numerator / denominator.
    pub value: Option<f64>,
    /// 95 % interval; in state `interval` the bounds of a sum over hidden cells.
    pub lower: Option<f64>,
    /// 95 % interval; in state `interval` the bounds of a sum over hidden cells.
    pub upper: Option<f64>,
    /// What stands beside it.
    pub flags: Flags,
}

/// All figures of an edition, sorted by indicator, definition version, period, breakdown, area.
#[derive(Clone, Debug, Default)]
pub struct FigureTable {
    rows: Vec<Shown>,
}

impl FigureTable {
    pub(crate) fn new(mut rows: Vec<Shown>) -> Self {
        rows.sort_by(|a, b| key(a).cmp(&key(b)));
        Self { rows }
    }

    /// All figures in fixed order.
    pub fn rows(&self) -> &[Shown] {
        &self.rows
    }

    /// The figures of an indicator, all definition versions, periods, breakdowns and areas.
    pub fn of_indicator(&self, indicator: &IndicatorId) -> &[Shown] {
        let start = self.rows.partition_point(|r| r.indicator < *indicator);
        let len = self.rows[start..].partition_point(|r| r.indicator == *indicator);
        &self.rows[start..start + len]
    }

    /// The figures of all areas for one indicator, period and breakdown (of its newest definition version there).
    pub fn across<'a>(
        &'a self,
        indicator: &IndicatorId,
        period: Period,
        breakdown: &Breakdown,
    ) -> Vec<&'a Shown> {
        let mut found: Vec<&Shown> = self
            .of_indicator(indicator)
            .iter()
            .filter(|r| r.period == period && r.breakdown == *breakdown)
            .collect();
        let newest = found
            .iter()
            .map(|r| r.definition_version)
            .max()
            .unwrap_or(0);
        found.retain(|r| r.definition_version == newest);
        found
    }

    /// One area's figures over time for an indicator and breakdown, oldest first, all definition versions.
    pub fn series<'a>(
        &'a self,
        area: &AreaKey,
        indicator: &IndicatorId,
        breakdown: &Breakdown,
    ) -> Vec<&'a Shown> {
        let mut found: Vec<&Shown> = self
            .of_indicator(indicator)
            .iter()
            .filter(|r| r.area == *area && r.breakdown == *breakdown)
            .collect();
        found.sort_by_key(|r| (r.period, r.definition_version));
        found
    }

    /// One figure (of the newest definition version that has the period).
    pub fn find(
        &self,
        area: &AreaKey,
        indicator: &IndicatorId,
        period: Period,
        breakdown: &Breakdown,
    ) -> Option<&Shown> {
        self.across(indicator, period, breakdown)
            .into_iter()
            .find(|r| r.area == *area)
    }
}

fn key(r: &Shown) -> (&IndicatorId, u32, Period, &Breakdown, &AreaKey) {
    (
        &r.indicator,
        r.definition_version,
        r.period,
        &r.breakdown,
        &r.area,
    )
}
