//! Ranks: whether joint rank sets and the rank intervals of the index hold the true ranks.

use std::collections::BTreeMap;

use findings::{Preset, index as index_of};
use methods::{Confidence, Sample, rank_sets, wilson_of};
use vocabulary::AreaKey;

use crate::county::County;
use crate::record::{Record, Tried};
use crate::truth::Truth;

/// The index of the county's own preset.
const PRESET: &str = "soziale-lage";
/// Where rank sets are made.
const RANKED: [&str; 3] = ["EIN01", "EIN03", "ARB01"];

/// Rank intervals by area (1 is the highest burden), and the index itself.
type Places = (BTreeMap<AreaKey, (usize, usize)>, BTreeMap<AreaKey, f64>);

/// The newest index of a county; empty where it has none.
pub(crate) fn index(county: &County<'_>) -> Places {
    let known = Preset::starters().into_iter().find(|p| p.id == PRESET);
    let made = known.and_then(|preset| index_of(county.panel(), &preset, None).ok());
    let Some(newest) = made.as_ref().and_then(|made| made.newest()) else {
        return Places::default();
    };
    let areas = newest.areas.iter();
    let doubts = areas.clone().filter_map(|a| {
        let doubt = a.doubt.as_ref()?;
        Some((
            a.area.clone(),
            (doubt.lower_rank as usize, doubt.upper_rank as usize),
        ))
    });
    (
        doubts.collect(),
        areas.map(|a| (a.area.clone(), a.index)).collect(),
    )
}

/// Notes whether ranks are held.
pub(crate) fn note(county: &County<'_>, truth: &Truth, record: &mut Record) {
    for id in RANKED {
        note_rank_sets(county, truth, (id, record));
    }
    let (intervals, _) = index(county);
    let known: Vec<(f64, (usize, usize))> = intervals
        .iter()
        .filter_map(|(area, ranks)| Some((truth.index(area)?, *ranks)))
        .collect();
    let mut tried = Tried::default();
    for (value, (best, worst)) in &known {
        let rank = 1 + known.iter().filter(|(other, _)| other > value).count();
        tried.add((*best..=*worst).contains(&rank));
    }
    record.share("cover index ranks", &tried);
}

/// All areas of an indicator together: one hit only if every true rank is in its set.
fn note_rank_sets(county: &County<'_>, truth: &Truth, (id, record): (&str, &mut Record)) {
    let panel = county.panel();
    let Some(definition) = county.land.definition(id) else {
        return;
    };
    let Some(period) = panel.newest_period(&definition.id, &county.land.level) else {
        return;
    };
    let (samples, values): (Vec<Option<Sample>>, Vec<f64>) = county
        .land
        .areas()
        .filter_map(|area| {
            let counted = panel.counted(area, &definition.id, period)?;
            let sample = Sample::new(counted.cases, counted.base).ok()?;
            let sample = sample.with_design_effect(definition.design_effect).ok()?;
            Some((Some(sample), truth.value(&definition.id, period, area)?))
        })
        .unzip();
    if let Ok(sets) = rank_sets(&samples, Confidence::P95, wilson_of) {
        let pairs = sets.iter().zip(&values);
        let held = pairs.filter_map(|(set, value)| {
            let rank = 1 + values.iter().filter(|v| *v > value).count();
            let set = (*set)?;
            Some((set.best..=set.worst).contains(&rank))
        });
        record.tell(format!("cover ranks {id}"), held.into_iter().all(|h| h));
    }
}
