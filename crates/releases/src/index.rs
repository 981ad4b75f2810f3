//! Status and dynamics index of areas after the preset „MSS Berlin“, from the released shares of an edition.

use std::collections::BTreeMap;

use disclosure::{Edition, Shown};
use methods::NotDefined;
use methods::mss::{Score, scores};
use vocabulary::{AreaKey, Breakdown, IndicatorId, LevelId, Period};

use crate::Release;

/// Which shares make the index.
#[derive(Clone, Debug)]
pub struct Preset {
    /// The level whose areas are compared.
    pub level: LevelId,
    /// The period of shares and changes.
    pub period: Period,
    /// The shares, high means worse.
    pub shares: Vec<IndicatorId>,
    /// Their changes over two years, high means worse.
    pub changes: Vec<IndicatorId>,
}

/// An area's place in the index; no score where the area is not valid.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The area.
    pub area: AreaKey,
    /// Its score.
    pub score: Option<Score>,
}

/// Scores all areas of the level. An area is not valid when none of its shares and changes is known and other than zero.
pub fn mss<E: Edition>(release: &Release<E>, preset: &Preset) -> Result<Vec<Placed>, NotDefined> {
    let areas = release
        .geography
        .areas
        .iter()
        .filter(|a| a.level == preset.level);
    let areas: Vec<&AreaKey> = areas.map(|a| &a.key).collect();
    let columns = |indicators: &[IndicatorId]| -> Vec<Vec<f64>> {
        indicators
            .iter()
            .map(|indicator| column(release, indicator, preset.period, &areas))
            .collect()
    };
    let (shares, changes) = (columns(&preset.shares), columns(&preset.changes));
    let known = |column: &Vec<f64>, area: usize| column[area].is_finite() && column[area] != 0.0;
    let valid: Vec<bool> = (0..areas.len())
        .map(|area| {
            shares
                .iter()
                .chain(&changes)
                .any(|column| known(column, area))
        })
        .collect();
    let scores = scores(&shares, &changes, &valid)?;
    Ok(areas
        .into_iter()
        .zip(scores)
        .map(|(area, score)| Placed {
            area: area.clone(),
            score,
        })
        .collect())
}

/// The values of one indicator in the order of the areas; NaN where there is none, which makes an area invalid or the
/// whole index not defined, never a number.
fn column<E: Edition>(
    release: &Release<E>,
    indicator: &IndicatorId,
    period: Period,
    areas: &[&AreaKey],
) -> Vec<f64> {
    let rows = release
        .figures
        .across(indicator, period, &Breakdown::total());
    let values: BTreeMap<&AreaKey, f64> = rows
        .iter()
        .filter_map(|r: &&Shown| Some((&r.area, r.value?)))
        .collect();
    areas
        .iter()
        .map(|area| values.get(*area).copied().unwrap_or(f64::NAN))
        .collect()
}
