//! All counts on the newest territorial status: what was counted in areas that are no more is carried over.
//!
//! Redistributed numbers are flagged as estimated and keep their total to the last person. The stored numbers
//! stay as delivered.

use std::collections::BTreeMap;

use areas::{Crosswalk, CrosswalkError};
use register::StoredTerritory;
use vocabulary::{AreaKey, Breakdown, CountId, Date, Flags, Observation, Origin, Period, Quantity};

use crate::import::last_day;

/// Carries observations over to the newest status; those of today's areas stay as they are.
///
/// Ready-made shares are never redistributed: where the outline changed there is none any more.
pub fn in_newest_status(
    observations: Vec<Observation>,
    stored: &StoredTerritory,
) -> Result<Vec<Observation>, register::TerritoryError> {
    let crosswalk = stored.crosswalk()?;
    let Some(last_change) = crosswalk.days().last() else {
        return Ok(observations);
    };
    let mut carried = Vec::with_capacity(observations.len());
    let mut older: BTreeMap<(CountId, Period, Breakdown), BTreeMap<AreaKey, Observation>> =
        BTreeMap::new();
    for observation in observations {
        let counted_on = last_day(observation.period);
        if counted_on >= last_change {
            carried.push(observation);
        } else if observation.quantity.flags.contains(Flags::SUPPLIED) {
            carried.extend(unchanged(observation, &crosswalk, counted_on));
        } else {
            let series = (
                observation.count.clone(),
                observation.period,
                observation.breakdown.clone(),
            );
            let areas = older.entry(series).or_default();
            areas.insert(observation.area.clone(), observation);
        }
    }
    for ((count, period, breakdown), cells) in older {
        let series = (&count, period, &breakdown);
        carried.extend(carry(series, &cells, &crosswalk, last_change)?);
    }
    crate::counts::sort(&mut carried);
    Ok(carried)
}

/// A ready-made share of an area that still is what it was.
fn unchanged(
    observation: Observation,
    crosswalk: &Crosswalk,
    counted_on: Date,
) -> Option<Observation> {
    let area = &observation.area;
    let touches = |l: areas::Link| l.valid_from > counted_on && (l.from == *area || l.to == *area);
    (!crosswalk.links().any(touches)).then_some(observation)
}

fn carry(
    (count, period, breakdown): (&CountId, Period, &Breakdown),
    cells: &BTreeMap<AreaKey, Observation>,
    crosswalk: &Crosswalk,
    last_change: Date,
) -> Result<Vec<Observation>, CrosswalkError> {
    let counts: BTreeMap<AreaKey, Quantity> =
        cells.iter().map(|(k, o)| (k.clone(), o.quantity)).collect();
    let counted_on = last_day(period);
    let moved = crosswalk.redistribute(&counts, counted_on, last_change)?;
    let origins = origins(cells, crosswalk, counted_on);
    let observation = |(area, quantity): (AreaKey, Quantity)| {
        let origin = origins.get(&area).cloned()?;
        Some(Observation {
            count: count.clone(),
            area,
            period,
            breakdown: breakdown.clone(),
            quantity,
            origin,
        })
    };
    Ok(moved.into_iter().filter_map(observation).collect())
}

/// Where the numbers of today's areas came from: their own cell, or that of the first area they were part of.
fn origins(
    cells: &BTreeMap<AreaKey, Observation>,
    crosswalk: &Crosswalk,
    counted_on: Date,
) -> BTreeMap<AreaKey, Origin> {
    let mut origins: BTreeMap<AreaKey, Origin> = cells
        .iter()
        .map(|(k, o)| (k.clone(), o.origin.clone()))
        .collect();
    for link in crosswalk.links().filter(|l| l.valid_from > counted_on) {
        for (from, to) in [
            (link.from.clone(), link.to.clone()),
            (link.from.unallocated(), link.to.unallocated()),
        ] {
            if let Some(origin) = origins.get(&from).cloned() {
                origins.entry(to).or_insert(origin);
            }
        }
    }
    origins
}
