//! All counts on one territorial status: what was counted in areas that are no more is carried over.
//!
//! Redistributed numbers are flagged as estimated and keep their total to the last person. The stored numbers
//! stay as delivered. Nothing is carried back: a status of the past shows what was counted until it ended.

use std::collections::BTreeMap;

use areas::{Crosswalk, CrosswalkError, Link};
use register::{StoredTerritory, TerritoryError};
use vocabulary::{AreaKey, Breakdown, CountId, Date, Flags, Observation, Origin, Period, Quantity};

/// Carries observations over to the newest status; those of today's areas stay as they are.
pub fn in_newest_status(
    observations: Vec<Observation>,
    stored: &StoredTerritory,
) -> Result<Vec<Observation>, TerritoryError> {
    match stored.crosswalk()?.days().last() {
        Some(newest) => in_status(observations, stored, newest),
        None => Ok(observations),
    }
}

/// Carries observations over to the status that holds on a day, and leaves out what was counted after it.
///
/// Ready-made shares are never redistributed: where the outline changed there is none any more.
pub fn in_status(
    observations: Vec<Observation>,
    stored: &StoredTerritory,
    day: Date,
) -> Result<Vec<Observation>, TerritoryError> {
    let crosswalk = stored.crosswalk()?;
    let next = crosswalk.days().find(|change| *change > day);
    let change = crosswalk.days().take_while(|change| *change <= day).last();
    let changes = Carrier::new(&crosswalk, change);
    let mut carried = Vec::with_capacity(observations.len());
    let mut older: BTreeMap<Series, BTreeMap<AreaKey, Observation>> = BTreeMap::new();
    for observation in observations {
        let counted_on = observation.period.last_day();
        if next.is_some_and(|next| counted_on >= next) {
            continue;
        }
        if change.is_none_or(|change| counted_on >= change) {
            carried.push(observation);
        } else if observation.quantity.flags.contains(Flags::SUPPLIED) {
            carried.extend(changes.unchanged(observation, counted_on));
        } else {
            let areas = older.entry(series_of(&observation)).or_default();
            areas.insert(observation.area.clone(), observation);
        }
    }
    for (series, cells) in older {
        carried.extend(changes.carry(&series, &cells)?);
    }
    crate::counts::sort(&mut carried);
    Ok(carried)
}

type Series = (CountId, Period, Breakdown);

fn series_of(observation: &Observation) -> Series {
    let Observation {
        count,
        period,
        breakdown,
        ..
    } = observation;
    (count.clone(), *period, breakdown.clone())
}

/// The boundary changes up to the status wanted.
struct Carrier<'a> {
    crosswalk: &'a Crosswalk,
    links: Vec<Link>,
    /// The last day on which an area was touched by a change.
    touched: BTreeMap<AreaKey, Date>,
    until: Option<Date>,
}

impl<'a> Carrier<'a> {
    fn new(crosswalk: &'a Crosswalk, until: Option<Date>) -> Self {
        let passed = |l: &Link| until.is_some_and(|until| l.valid_from <= until);
        let links: Vec<Link> = crosswalk.links().filter(passed).collect();
        let mut touched = BTreeMap::new();
        for link in &links {
            touched.insert(link.from.clone(), link.valid_from);
            touched.insert(link.to.clone(), link.valid_from);
        }
        Self {
            crosswalk,
            links,
            touched,
            until,
        }
    }

    /// A ready-made share of an area that still is what it was.
    fn unchanged(&self, observation: Observation, counted_on: Date) -> Option<Observation> {
        let touched = self.touched.get(&observation.area);
        touched
            .is_none_or(|day| *day <= counted_on)
            .then_some(observation)
    }

    fn carry(
        &self,
        (count, period, breakdown): &Series,
        cells: &BTreeMap<AreaKey, Observation>,
    ) -> Result<Vec<Observation>, CrosswalkError> {
        let counts: BTreeMap<AreaKey, Quantity> =
            cells.iter().map(|(k, o)| (k.clone(), o.quantity)).collect();
        let counted_on = period.last_day();
        let until = self.until.unwrap_or(counted_on);
        let moved = self.crosswalk.redistribute(&counts, counted_on, until)?;
        let origins = self.origins(cells, counted_on);
        let observation = |(area, quantity): (AreaKey, Quantity)| {
            let origin = origins.get(&area).cloned()?;
            Some(Observation {
                count: count.clone(),
                area,
                period: *period,
                breakdown: breakdown.clone(),
                quantity,
                origin,
            })
        };
        Ok(moved.into_iter().filter_map(observation).collect())
    }

    /// Where the numbers of the later areas came from: their own cell, or that of the first area they were part of.
    fn origins(
        &self,
        cells: &BTreeMap<AreaKey, Observation>,
        counted_on: Date,
    ) -> BTreeMap<AreaKey, Origin> {
        let own = cells.iter().map(|(k, o)| (k.clone(), o.origin.clone()));
        let mut origins: BTreeMap<AreaKey, Origin> = own.collect();
        for link in self.links.iter().filter(|l| l.valid_from > counted_on) {
            if let Some(origin) = origins.get(&link.from).cloned() {
                origins.entry(link.to.clone()).or_insert(origin);
            }
            if let Some(origin) = origins.get(&link.from.unallocated()).cloned() {
                origins.entry(link.to.unallocated()).or_insert(origin);
            }
        }
        origins
    }
}
