//! What the need of an area is measured by: the people concerned, and an indicator or the index of a preset.

use std::collections::BTreeMap;

use indicators::{Definition, Polarity};
use vocabulary::{AreaKey, IndicatorId, Period};

use super::{AllocationError, Measured, Plan, words};
use crate::{IndexResult, Panel, Preset, index};

/// What is known of an area.
pub(super) struct Known {
    pub(super) area: AreaKey,
    pub(super) people: Option<f64>,
    pub(super) situation: Option<f64>,
}

/// What a plan stands on.
pub(super) struct Basis {
    pub(super) period: Period,
    /// −1 where more is better.
    pub(super) sign: f64,
    pub(super) known: Vec<Known>,
    pub(super) measured: Measured,
}

/// The social situation of each area, before anybody is counted.
struct Situation {
    period: Period,
    sign: f64,
    values: BTreeMap<AreaKey, f64>,
    /// Whom an indicator counts; an index counts nobody.
    counted: BTreeMap<AreaKey, f64>,
    measured: Measured,
}

impl Basis {
    pub(super) fn of(
        panel: Panel<'_>,
        plan: &Plan,
        presets: &[Preset],
    ) -> Result<Self, AllocationError> {
        if !panel.tree.levels().iter().any(|l| l.id == plan.level) {
            return Err(AllocationError::UnknownLevel(plan.level.clone()));
        }
        let found = match (&plan.need, &plan.index) {
            (Some(need), _) => of_indicator(panel, plan, need)?,
            (None, Some(id)) => of_index(panel, plan, preset(presets, id)?)?,
            (None, None) => return Err(AllocationError::NoNeed),
        };
        let mut measured = found.measured;
        let people = match &plan.people {
            None => found.counted,
            Some(id) => {
                let definition = newest(panel, id)?;
                measured.people.clone_from(&definition.numerator_text);
                if measured.people.is_empty() {
                    measured.people.clone_from(&definition.short_name);
                }
                measured.sources.push(definition.source.clone());
                people(panel, plan, id)
            }
        };
        if let Some(whom) = &plan.whom {
            measured.people.clone_from(whom);
        }
        let areas = panel.areas_of(&plan.level).map(|area| Known {
            area: area.key.clone(),
            people: people.get(&area.key).copied(),
            situation: found.values.get(&area.key).copied(),
        });
        let known: Vec<Known> = areas.collect();
        (measured.mean, measured.deviation) = spread(&known);
        measured.sources.sort();
        measured.sources.dedup();
        Ok(Self {
            period: found.period,
            sign: found.sign,
            known,
            measured,
        })
    }
}

/// Mean and standard deviation of the situation where people are concerned.
fn spread(known: &[Known]) -> (f64, f64) {
    let lived = known.iter().filter(|k| k.people.is_some_and(|p| p > 0.0));
    let values: Vec<f64> = lived.filter_map(|k| k.situation).collect();
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count.max(1.0);
    let squares: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
    (mean, (squares / (count - 1.0).max(1.0)).sqrt())
}

fn newest<'a>(panel: Panel<'a>, id: &IndicatorId) -> Result<&'a Definition, AllocationError> {
    let known = panel.newest_definitions().find(|d| d.id == *id);
    known.ok_or_else(|| AllocationError::UnknownIndicator(id.clone()))
}

/// The newest shown number of people by area.
fn people(panel: Panel<'_>, plan: &Plan, id: &IndicatorId) -> BTreeMap<AreaKey, f64> {
    let Some(period) = panel.newest_period(id, &plan.level) else {
        return BTreeMap::new();
    };
    let shown = |key: &AreaKey| panel.shown(key, id, period).and_then(|s| s.numerator);
    let areas = panel.areas_of(&plan.level);
    areas
        .filter_map(|area| Some((area.key.clone(), shown(&area.key)?)))
        .collect()
}

fn of_indicator(
    panel: Panel<'_>,
    plan: &Plan,
    need: &IndicatorId,
) -> Result<Situation, AllocationError> {
    let latest = newest(panel, need)?;
    let period = panel.newest_period(need, &plan.level);
    let period = period.ok_or_else(|| AllocationError::NoFigures(need.clone()))?;
    let definition = panel.definition(need, period).unwrap_or(latest);
    let shown = || {
        let areas = panel.areas_of(&plan.level);
        areas.filter_map(|area| Some((&area.key, panel.shown(&area.key, need, period)?)))
    };
    Ok(Situation {
        period,
        sign: match definition.polarity {
            Polarity::HigherIsBetter => -1.0,
            _ => 1.0,
        },
        values: shown()
            .filter_map(|(key, s)| Some((key.clone(), s.value?)))
            .collect(),
        counted: shown()
            .filter_map(|(key, s)| Some((key.clone(), s.denominator?)))
            .collect(),
        measured: Measured {
            situation: definition.short_name.clone(),
            unit: definition.unit.clone(),
            decimals: definition.decimals,
            people: definition.denominator_text.clone().unwrap_or_default(),
            mean: 0.0,
            deviation: 0.0,
            sources: vec![definition.source.clone()],
        },
    })
}

fn preset<'a>(presets: &'a [Preset], id: &str) -> Result<&'a Preset, AllocationError> {
    let known = presets.iter().find(|preset| preset.id == id);
    known.ok_or_else(|| AllocationError::UnknownPreset(id.to_owned()))
}

/// The newest index, made anew on the level of the plan: an index of settlements says nothing about municipalities.
fn of_index(panel: Panel<'_>, plan: &Plan, preset: &Preset) -> Result<Situation, AllocationError> {
    let here = Preset {
        level: Some(plan.level.clone()),
        ..preset.clone()
    };
    let refused = |reason| AllocationError::Index {
        preset: preset.id.clone(),
        reason,
    };
    let result: IndexResult = index(panel, &here, None).map_err(refused)?;
    let Some(newest) = result.newest() else {
        return Err(refused(crate::Refusal::NoPeriod(plan.level.clone())));
    };
    let ids = preset.indicators.iter().map(|i| &i.id);
    let definitions = ids.filter_map(|id| panel.newest_definitions().find(|d| d.id == *id));
    Ok(Situation {
        period: newest.period,
        sign: 1.0,
        values: newest
            .areas
            .iter()
            .map(|a| (a.area.clone(), a.index))
            .collect(),
        counted: BTreeMap::new(),
        measured: Measured {
            situation: words::say("index_name", &[("name", &preset.name)]),
            unit: words::say("index_unit", &[]),
            decimals: 2,
            people: String::new(),
            mean: 0.0,
            deviation: 0.0,
            sources: definitions.map(|d| d.source.clone()).collect(),
        },
    })
}
