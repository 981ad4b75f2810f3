//! The figures as they may be shown, in a fixed order, with quick look-up.

use std::ops::Range;

use serde::Serialize;
use vocabulary::{AreaKey, Breakdown, Flags, IndicatorId, Period, State};

use crate::Deliveries;

/// A figure as it may be shown. What is hidden is not in here at all.
///
/// `non_exhaustive` keeps everybody else from making one.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
    /// Cases; empty unless state is `value` or `zero`, or `not_meaningful` for a remainder nobody could place.
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
    /// The deliveries its counts came from. A hidden figure names those of all areas together, so that nothing about
    /// its own count can be read from them.
    pub deliveries: Deliveries,
}

/// Rows of one indicator, definition version, period and breakdown, sorted by area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    pub start: usize,
    pub end: usize,
}

/// All figures of an edition, sorted by indicator, definition version, period, breakdown, area.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureTable {
    rows: Vec<Shown>,
    blocks: Vec<Block>,
}

impl FigureTable {
    /// Takes rows in the order of [`order`].
    pub(crate) fn sorted(rows: Vec<Shown>) -> Self {
        let mut blocks: Vec<Block> = Vec::new();
        for (i, row) in rows.iter().enumerate() {
            match blocks.last_mut() {
                Some(b) if block_key(&rows[b.start]) == block_key(row) => b.end = i + 1,
                _ => blocks.push(Block {
                    start: i,
                    end: i + 1,
                }),
            }
        }
        Self { rows, blocks }
    }

    pub(crate) fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// All figures in fixed order.
    pub fn rows(&self) -> &[Shown] {
        &self.rows
    }

    /// The figures of an indicator, all definition versions, periods, breakdowns and areas.
    pub fn of_indicator(&self, indicator: &IndicatorId) -> &[Shown] {
        match self.blocks_of(indicator) {
            [] => &[],
            [first, .., last] => &self.rows[first.start..last.end],
            [only] => &self.rows[only.start..only.end],
        }
    }

    /// The figures of all areas for one indicator, period and breakdown (of its newest definition version there).
    pub fn across<'a>(
        &'a self,
        indicator: &IndicatorId,
        period: Period,
        breakdown: &Breakdown,
    ) -> Vec<&'a Shown> {
        self.rows[self.newest(indicator, period, breakdown)]
            .iter()
            .collect()
    }

    /// One area's figures over time for an indicator and breakdown, oldest first, all definition versions.
    pub fn series<'a>(
        &'a self,
        area: &AreaKey,
        indicator: &IndicatorId,
        breakdown: &Breakdown,
    ) -> Vec<&'a Shown> {
        let mut found: Vec<&Shown> = self
            .blocks_of(indicator)
            .iter()
            .filter(|b| self.rows[b.start].breakdown == *breakdown)
            .filter_map(|b| in_area(&self.rows[b.start..b.end], area))
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
        let position = self.position((area, indicator), period, breakdown)?;
        self.rows.get(position)
    }

    /// Where in [`Self::rows`] a figure stands.
    pub(crate) fn position(
        &self,
        (area, indicator): (&AreaKey, &IndicatorId),
        period: Period,
        breakdown: &Breakdown,
    ) -> Option<usize> {
        let block = self.newest(indicator, period, breakdown);
        let found = self.rows[block.clone()].binary_search_by(|r| r.area.cmp(area));
        found.ok().map(|i| block.start + i)
    }

    fn blocks_of(&self, indicator: &IndicatorId) -> &[Block] {
        let of = |b: &Block| &self.rows[b.start].indicator;
        let start = self.blocks.partition_point(|b| of(b) < indicator);
        let len = self.blocks[start..].partition_point(|b| of(b) == indicator);
        &self.blocks[start..start + len]
    }

    /// The rows of the newest definition version that has the period.
    fn newest(
        &self,
        indicator: &IndicatorId,
        period: Period,
        breakdown: &Breakdown,
    ) -> Range<usize> {
        let mut left = self.blocks_of(indicator);
        while let Some(last) = left.last() {
            let version = self.rows[last.start].definition_version;
            let start = left.partition_point(|b| self.rows[b.start].definition_version < version);
            let found = left[start..].binary_search_by(|b| {
                let row = &self.rows[b.start];
                (row.period, &row.breakdown).cmp(&(period, breakdown))
            });
            if let Ok(i) = found {
                let block = left[start + i];
                return block.start..block.end;
            }
            left = &left[..start];
        }
        0..0
    }
}

fn in_area<'a>(rows: &'a [Shown], area: &AreaKey) -> Option<&'a Shown> {
    let found = rows.binary_search_by(|r| r.area.cmp(area));
    found.ok().map(|i| &rows[i])
}

/// What the rows of a block share.
pub(crate) fn block_key(r: &Shown) -> (&IndicatorId, u32, Period, &Breakdown) {
    (&r.indicator, r.definition_version, r.period, &r.breakdown)
}

/// The order of the rows.
pub(crate) fn order(a: &Shown, b: &Shown) -> std::cmp::Ordering {
    (block_key(a), &a.area).cmp(&(block_key(b), &b.area))
}
