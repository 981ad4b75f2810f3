//! What changed between two releases, figure by figure, and why.
//!
//! A figure hidden in either release stays hidden: neither its number in the other one nor a difference is told.

mod beside;
mod pair;
mod table;

use std::collections::BTreeMap;

use disclosure::{Edition, Shown};
use serde::Serialize;
use vocabulary::{AreaKey, AreaVersion, Breakdown, DeliveryId, IndicatorId, Period, State};

use crate::Release;
use pair::Pair;

pub use beside::{IndexBeside, Reclassed, WhyReclassed, beside};
pub use table::changes_csv;

/// What happened to a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// It was not in the earlier release.
    New,
    /// It is not in the later release any more.
    Gone,
    /// It was shown and is hidden now.
    NowHidden,
    /// It was hidden and is shown now.
    NowShown,
    /// It says something else.
    Changed,
}

/// Why it happened, as far as the two releases tell. Several may hold at once.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Another version of the definition, or an indicator that only one of the two catalogues has.
    Definition {
        /// Version before.
        before: Option<u32>,
        /// Version now.
        after: Option<u32>,
    },
    /// Computed on another territorial status.
    Areas {
        /// Status before.
        before: Option<AreaVersion>,
        /// Status now.
        after: Option<AreaVersion>,
    },
    /// An area that only one of the two releases has.
    Area,
    /// Another threshold of confidentiality.
    MinCount {
        /// Threshold before.
        before: f64,
        /// Threshold now.
        after: f64,
    },
    /// Other deliveries: new ones, or withdrawn and replaced ones.
    Deliveries {
        /// Only the later release is made of them.
        added: Vec<DeliveryId>,
        /// Only the earlier release is made of them.
        removed: Vec<DeliveryId>,
    },
    /// Another rule of confidentiality, or a figure beside it that would tell it.
    Protection,
    /// Same definition, areas and deliveries: computed differently.
    Computation,
}

/// What a release says of a figure that changed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Side {
    /// What can be said.
    pub state: State,
    /// Its value; none where it is hidden in either release.
    pub value: Option<f64>,
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
    /// What happened.
    pub what: What,
    /// Why.
    pub why: Vec<Why>,
    /// Before.
    pub before: Option<Side>,
    /// Now.
    pub after: Option<Side>,
    /// Value now minus value before; only of one definition and territorial status, and never of a hidden figure.
    pub difference: Option<f64>,
}

type Key<'a> = (&'a IndicatorId, Period, &'a Breakdown, &'a AreaKey);

/// All figures that differ, in the order of indicator, period, breakdown, area.
pub fn compare<E: Edition>(before: &Release<E>, after: &Release<E>) -> Vec<Change> {
    let pair = Pair::new(before, after);
    let (old, new) = (newest_versions(before), newest_versions(after));
    let mut keys: Vec<Key<'_>> = old.keys().chain(new.keys()).copied().collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter()
        .filter_map(|key| change(key, (old.get(&key).copied(), new.get(&key).copied()), &pair))
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

/// A figure before and now.
type Sides<'a> = (Option<&'a Shown>, Option<&'a Shown>);

fn change<E: Edition>(key: Key<'_>, sides: Sides<'_>, pair: &Pair<'_, E>) -> Option<Change> {
    let (indicator, period, breakdown, area) = key;
    let what = what(sides)?;
    let visible = [sides.0, sides.1]
        .into_iter()
        .flatten()
        .all(|f| !is_hidden(f));
    let side = |f: &Shown| Side {
        state: f.state,
        value: f.value.filter(|_| visible),
    };
    let (before, after) = (sides.0.map(side), sides.1.map(side));
    let difference = comparable(sides, pair).then(|| Some(after?.value? - before?.value?));
    Some(Change {
        area: area.clone(),
        indicator: indicator.clone(),
        period,
        breakdown: breakdown.clone(),
        what,
        why: pair.why(what, sides),
        before,
        after,
        difference: difference.flatten(),
    })
}

/// Whether a difference of the two means anything: one definition, one territorial status.
fn comparable<E: Edition>(sides: Sides<'_>, pair: &Pair<'_, E>) -> bool {
    let version = |f: &Shown| f.definition_version;
    sides.0.map(version) == sides.1.map(version) && pair.same_areas()
}

fn is_hidden(figure: &Shown) -> bool {
    figure.state == State::Suppressed
}

/// Whether a figure says a number or bounds.
fn tells(figure: &Shown) -> bool {
    matches!(figure.state, State::Value | State::Zero | State::Interval)
}

fn what(sides: Sides<'_>) -> Option<What> {
    let (before, after) = match sides {
        (None, Some(_)) => return Some(What::New),
        (Some(_), None) => return Some(What::Gone),
        (Some(before), Some(after)) => (before, after),
        (None, None) => return None,
    };
    if tells(before) && is_hidden(after) {
        return Some(What::NowHidden);
    }
    if is_hidden(before) && tells(after) {
        return Some(What::NowShown);
    }
    (content(before) != content(after)).then_some(What::Changed)
}

/// Everything a figure says but where it came from.
fn content(f: &Shown) -> impl PartialEq {
    let numbers = [f.numerator, f.denominator, f.value, f.lower, f.upper];
    (f.definition_version, f.state, numbers, f.flags)
}

#[cfg(test)]
mod tests;
