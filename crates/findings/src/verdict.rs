//! Verdicts: each area against the rest of its municipality and of the county.

use std::collections::BTreeMap;

use indicators::{Definition, Kind};
use methods::{Comparison, Rules};
use serde::{Deserialize, Serialize};
use vocabulary::{AreaKey, IndicatorId, LevelId, Period};

use crate::Panel;

/// The answer of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// More than in the rest.
    Above,
    /// Less than in the rest.
    Below,
    /// No difference demonstrable.
    NoDifference,
    /// Too few cases to say anything.
    TooFew,
}

/// An area against the rest of a larger one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// The area.
    pub area: AreaKey,
    /// Against the rest of this area (its municipality or the county).
    pub against: AreaKey,
    /// The indicator.
    pub indicator: IndicatorId,
    /// The period.
    pub period: Period,
    /// The answer.
    pub answer: Answer,
}

/// The verdicts of the newest period of every indicator, in the order of the catalogue, whole and area.
pub fn verdicts(panel: Panel<'_>) -> Vec<Verdict> {
    let sets = sets(panel);
    let mut found = Vec::new();
    for definition in panel.newest_definitions() {
        let Some(kind) = comparable(definition.kind) else {
            continue;
        };
        let Some(period) = panel.newest_period_anywhere(&definition.id) else {
            continue;
        };
        for (set, members) in &sets {
            found.extend(of_set(panel, (definition, kind), period, (*set, members)));
        }
    }
    found
}

/// Areas of one level below one whole, and the groups of areas within the county: what is judged together.
fn sets(panel: Panel<'_>) -> BTreeMap<(&AreaKey, Option<&LevelId>), Vec<&AreaKey>> {
    let mut sets: BTreeMap<_, Vec<&AreaKey>> = BTreeMap::new();
    for area in panel.tree.areas() {
        for whole in panel.tree.ancestors(&area.key) {
            let set = sets.entry((&whole.key, Some(&area.level))).or_default();
            set.push(&area.key);
        }
    }
    // A group may reach across municipalities: only the county is its whole.
    for group in panel.tree.groups() {
        let set = sets.entry((&panel.tree.root().key, None)).or_default();
        set.push(&group.key);
    }
    sets
}

/// Areas of one level against the rest of one whole.
fn of_set(
    panel: Panel<'_>,
    (definition, kind): (&Definition, methods::Kind),
    period: Period,
    ((whole, level), members): ((&AreaKey, Option<&LevelId>), &[&AreaKey]),
) -> Vec<Verdict> {
    let Some(all) = panel.placed((whole, level), &definition.id, period) else {
        return Vec::new();
    };
    let threshold = definition.practical_threshold.unwrap_or(0.0) / definition.factor;
    let (areas, comparisons): (Vec<&AreaKey>, Vec<_>) = members
        .iter()
        .filter_map(|&area| Some((area, panel.counted(area, &definition.id, period)?)))
        .map(|(area, part)| {
            let pair = (part.cases, part.base);
            let comparison = Comparison::with_rest_of(pair, (all.cases, all.base), kind)
                .map(|c| c.with_threshold(threshold))
                .and_then(|c| c.with_design_effect(definition.design_effect));
            (area, comparison)
        })
        .unzip();
    let Ok(judged) = methods::verdicts(&comparisons, &Rules::default()) else {
        return Vec::new();
    };
    let pairs = areas.into_iter().zip(judged);
    pairs
        .filter_map(|(area, verdict)| {
            Some(Verdict {
                area: area.clone(),
                against: whole.clone(),
                indicator: definition.id.clone(),
                period,
                answer: verdict.ok()?.answer.into(),
            })
        })
        .collect()
}

/// What kind of comparison an indicator allows, if any.
pub(crate) fn comparable(kind: Kind) -> Option<methods::Kind> {
    match kind {
        Kind::Share => Some(methods::Kind::Share),
        Kind::Rate => Some(methods::Kind::Rate),
        Kind::Count | Kind::Ratio | Kind::Balance | Kind::Supplied => None,
    }
}

impl From<methods::Answer> for Answer {
    fn from(answer: methods::Answer) -> Self {
        match answer {
            methods::Answer::Above => Self::Above,
            methods::Answer::Below => Self::Below,
            methods::Answer::NoDifference => Self::NoDifference,
            methods::Answer::TooFew => Self::TooFew,
        }
    }
}
