//! Coverage: how often the intervals people see hold the truth.

use std::collections::BTreeMap;

use indicators::{Definition, Kind};
use methods::{Confidence, Sample, newcombe, wilson_of};
use vocabulary::{AreaKey, Breakdown, Flags, IndicatorId, Period};

use crate::county::County;
use crate::record::{Record, Tried};
use crate::truth::Truth;

/// An interval with where it belongs.
struct Told<'a> {
    definition: &'a Definition,
    area: &'a AreaKey,
    period: Period,
    cases: f64,
    base: f64,
    bounds: (f64, f64),
}

/// Notes the coverage of the intervals of values, with and without what the gate hides, and of differences.
pub(crate) fn note(county: &County<'_>, truth: &Truth, record: &mut Record) {
    let computed = computed(county);
    note_values("computed", &computed, truth, record);
    note_values("shown", &shown(county), truth, record);
    note_without_design_effect(&computed, truth, record);
    note_differences(county, truth, record);
}

fn note_values(what: &str, all: &[Told<'_>], truth: &Truth, record: &mut Record) {
    let mut tried: BTreeMap<String, Tried> = BTreeMap::new();
    for told in all {
        let Some(value) = truth.value(&told.definition.id, told.period, told.area) else {
            continue;
        };
        let hit = told.bounds.0 <= value && value <= told.bounds.1;
        let each = format!("id {}", told.definition.id);
        let mut names = vec![group(told).to_owned(), each];
        if told.definition.kind == Kind::Rate {
            names.push("rate".to_owned());
        }
        for name in names {
            tried.entry(name).or_default().add(hit);
        }
    }
    for (name, tried) in tried {
        record.share(format!("cover {what} {name}"), &tried);
    }
}

fn group(told: &Told<'_>) -> &'static str {
    match told.definition.kind {
        Kind::Rate if told.cases < 10.0 => "exact",
        Kind::Rate => "byar",
        _ if told.definition.design_effect > 1.0 => "wilson clustered",
        _ => "wilson",
    }
}

/// What would be seen if nothing were hidden.
fn computed<'a>(county: &'a County<'_>) -> Vec<Told<'a>> {
    let level = &county.land.level;
    let region = county.computed.region();
    let rows = county.computed.rows().iter();
    rows.filter(|r| region.places()[r.place].level == *level)
        .filter(|r| r.breakdown == Breakdown::total() && !r.flags.contains(Flags::ESTIMATED))
        .filter_map(|r| {
            let known = |value: vocabulary::Value| value.bounds().map(|b| b.lower);
            Some(Told {
                definition: &county.land.catalogue.indicators[r.definition],
                area: &r.area,
                period: r.period,
                cases: known(r.numerator)?,
                base: known(r.denominator?)?,
                bounds: r.lower.zip(r.upper)?,
            })
        })
        .collect()
}

/// What is seen.
fn shown<'a>(county: &'a County<'_>) -> Vec<Told<'a>> {
    let panel = county.panel();
    let level = &county.land.level;
    let rows = panel.figures.rows().iter();
    rows.filter(|r| r.value.is_some() && !r.flags.contains(Flags::ESTIMATED))
        .filter(|r| {
            county
                .land
                .tree
                .get(&r.area)
                .is_some_and(|a| a.level == *level)
        })
        .filter_map(|r| {
            Some(Told {
                definition: panel.definition(&r.indicator, r.period)?,
                area: &r.area,
                period: r.period,
                cases: r.numerator?,
                base: r.denominator?,
                bounds: r.lower.zip(r.upper)?,
            })
        })
        .collect()
}

/// The usual interval, as if brothers and sisters were strangers.
fn note_without_design_effect(all: &[Told<'_>], truth: &Truth, record: &mut Record) {
    let mut tried: BTreeMap<&IndicatorId, Tried> = BTreeMap::new();
    for told in all.iter().filter(|t| t.definition.design_effect > 1.0) {
        let id = &told.definition.id;
        let plain = Sample::new(told.cases, told.base).and_then(|s| wilson_of(s, Confidence::P95));
        if let (Ok(plain), Some(value)) = (plain, truth.value(id, told.period, told.area)) {
            let share = value / told.definition.factor;
            tried.entry(id).or_default().add(plain.holds(share));
        }
    }
    for (id, tried) in tried {
        record.share(format!("cover naive {id}"), &tried);
    }
}

/// Each area against the rest of the county, in the newest period.
fn note_differences(county: &County<'_>, truth: &Truth, record: &mut Record) {
    let panel = county.panel();
    let whole = &county.land.tree.root().key;
    let mut tried = Tried::default();
    for definition in panel.newest_definitions().filter(|d| d.kind == Kind::Share) {
        let Some(period) = panel.newest_period(&definition.id, &county.land.level) else {
            continue;
        };
        let sample = |c: findings::Counted| {
            Sample::new(c.cases, c.base)?.with_design_effect(definition.design_effect)
        };
        for area in county.land.areas() {
            let own = panel.counted(area, &definition.id, period);
            let rest = panel.rest_of((area, whole), &definition.id, period);
            let found = own.zip(rest).and_then(|(own, rest)| {
                newcombe(sample(own).ok()?, sample(rest).ok()?, Confidence::P95).ok()
            });
            let value = truth.difference(&definition.id, period, (area, whole));
            if let Some((found, value)) = found.zip(value) {
                tried.add(found.holds(value));
            }
        }
    }
    record.share("cover shown newcombe", &tried);
}
