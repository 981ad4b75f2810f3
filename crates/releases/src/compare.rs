//! What changed between two releases, figure by figure, and why.

use std::collections::BTreeMap;

use disclosure::{Edition, Shown};
use serde::Serialize;
use vocabulary::{AreaKey, Breakdown, IndicatorId, Period, State};

use crate::Release;

/// Why a figure is not what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// It was not in the earlier release.
    New,
    /// It is not in the later release any more.
    Gone,
    /// The definition has a new version.
    Definition,
    /// It was shown and is hidden now.
    NowHidden,
    /// It was hidden and is shown now.
    NowShown,
    /// The counts were corrected or completed by a delivery.
    Revised,
}

/// A figure that differs between two releases.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The area.
    pub area: AreaKey,
    /// The indicator.
    pub indicator: IndicatorId,
    /// The period.
    pub period: Period,
    /// The breakdown.
    pub breakdown: Breakdown,
    /// Why.
    pub cause: Cause,
    /// State and value before.
    pub before: Option<(State, Option<f64>)>,
    /// State and value now.
    pub after: Option<(State, Option<f64>)>,
}

type Key<'a> = (&'a IndicatorId, Period, &'a Breakdown, &'a AreaKey);

/// All figures that differ, in the order of indicator, period, breakdown, area.
pub fn compare<E: Edition>(before: &Release<E>, after: &Release<E>) -> Vec<Change> {
    let (old, new) = (newest_versions(before), newest_versions(after));
    let mut keys: Vec<Key<'_>> = old.keys().chain(new.keys()).copied().collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter()
        .filter_map(|key| change(key, old.get(&key).copied(), new.get(&key).copied()))
        .collect()
}

/// One figure per cell: of the newest definition version that has it.
fn newest_versions<E: Edition>(release: &Release<E>) -> BTreeMap<Key<'_>, &Shown> {
    let mut newest = BTreeMap::new();
    for row in release.figures.rows() {
        let key = (&row.indicator, row.period, &row.breakdown, &row.area);
        let kept = newest.entry(key).or_insert(row);
        if row.definition_version > kept.definition_version {
            *kept = row;
        }
    }
    newest
}

fn change(key: Key<'_>, before: Option<&Shown>, after: Option<&Shown>) -> Option<Change> {
    let cause = match (before, after) {
        (None, Some(_)) => Cause::New,
        (Some(_), None) => Cause::Gone,
        (Some(a), Some(b)) => cause(a, b)?,
        (None, None) => return None,
    };
    let (indicator, period, breakdown, area) = key;
    Some(Change {
        area: area.clone(),
        indicator: indicator.clone(),
        period,
        breakdown: breakdown.clone(),
        cause,
        before: before.map(|f| (f.state, f.value)),
        after: after.map(|f| (f.state, f.value)),
    })
}

fn cause(before: &Shown, after: &Shown) -> Option<Cause> {
    let content = |f: &Shown| {
        (
            f.state,
            f.numerator,
            f.denominator,
            f.value,
            f.lower,
            f.upper,
            f.flags,
        )
    };
    if content(before) == content(after) && before.definition_version == after.definition_version {
        return None;
    }
    let hidden = |f: &Shown| f.state == State::Suppressed;
    Some(match (hidden(before), hidden(after)) {
        _ if before.definition_version != after.definition_version => Cause::Definition,
        (false, true) => Cause::NowHidden,
        (true, false) => Cause::NowShown,
        _ => Cause::Revised,
    })
}
