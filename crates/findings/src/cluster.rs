//! Cluster: neighbours that are high together, more than chance would lay them beside each other.
//!
//! Local Moran's I on rates standardised by what their populations let expect; areas with few people do not make a
//! cluster by their noise. The areas of one indicator are what is tested together: they are shown on one map.

use areas::{Contiguity, Snap};
use methods::spatial::{
    LocalPermutation, Permutations, Quadrant, Weights, eb_standardised, local_moran_permutation,
};
use methods::{NotDefined, seed};
use vocabulary::{AreaKey, Period};

use crate::examined::{Examined, Tally, why};
use crate::rules::{Condition, Rule};
use crate::subject::{Subject, Watch, subjects};
use crate::{Evidence, Finding, FindingKind, Panel, words};

/// The fewest permutations: so many give p-values to about a hundredth of themselves where it matters.
const FEWEST_PERMUTATIONS: usize = 9_999;

/// One area among its neighbours.
#[derive(Clone, Debug)]
pub struct Surroundings<'a> {
    /// The area.
    pub area: &'a AreaKey,
    /// The indicator.
    pub definition: &'a indicators::Definition,
    /// The period.
    pub period: Period,
    /// Cases of base, standardised: how far from the whole, in standard deviations.
    pub standardised: f64,
    /// Local Moran's I; `q` is adjusted over the areas of the indicator.
    pub moran: LocalPermutation,
    /// Whether it belongs to a cluster of the rule, and to which of this indicator, from 0.
    pub cluster: Option<usize>,
}

/// All areas a cluster rule of this version looks at, in the order of indicators and areas, and what it could not judge.
pub fn surroundings<'a>(
    panel: Panel<'a>,
    rule: (&'a Rule, u32),
) -> (Vec<Surroundings<'a>>, Examined) {
    let mut tally = Tally::default();
    let looked = look(panel, rule.0, &mut tally).into_iter();
    let areas = looked.flat_map(|(_, areas)| areas).collect();
    (areas, tally.examined(rule))
}

/// The findings of a cluster rule.
pub(crate) fn findings(panel: Panel<'_>, rule: (&Rule, u32), tally: &mut Tally) -> Vec<Finding> {
    let mut found = Vec::new();
    for (subject, areas) in look(panel, rule.0, tally) {
        let clusters = areas
            .iter()
            .filter_map(|a| a.cluster)
            .max()
            .map_or(0, |n| n + 1);
        for cluster in 0..clusters {
            let members: Vec<_> = areas
                .iter()
                .filter(|a| a.cluster == Some(cluster))
                .collect();
            found.push(finding(panel, rule, &subject, &members));
        }
    }
    found
}

fn look<'a>(
    panel: Panel<'a>,
    rule: &'a Rule,
    tally: &mut Tally,
) -> Vec<(Subject<'a>, Vec<Surroundings<'a>>)> {
    let Condition::Cluster {
        at_least,
        false_discovery_rate,
    } = rule.condition
    else {
        return Vec::new();
    };
    let mut looked = Vec::new();
    let mut land: Option<(&vocabulary::LevelId, Contiguity)> = None;
    for subject in subjects(panel, rule) {
        if land
            .as_ref()
            .is_none_or(|(level, _)| *level != subject.level)
        {
            land = Some((subject.level, contiguity(panel, &subject)));
        }
        let Some((_, neighbours)) = &land else {
            continue;
        };
        match around(panel, &subject, &neighbours.queen, false_discovery_rate) {
            Ok(areas) => {
                let rules = (at_least, false_discovery_rate);
                told(&subject, areas.len(), tally);
                looked.push((subject.clone(), joined(&subject, areas, neighbours, rules)));
            }
            Err(why) => tally.missed(Some(subject.id()), subject.areas.len(), why),
        }
    }
    looked
}

/// How many areas were looked at, and of how many nothing can be said.
fn told(subject: &Subject<'_>, areas: usize, tally: &mut Tally) {
    tally.tested(subject.id(), areas);
    let missed = subject.areas.len() - areas;
    tally.missed(
        Some(subject.id()),
        missed,
        words::say("no_surroundings", &[]),
    );
}

/// Which areas touch; an area without outline touches none.
fn contiguity(panel: Panel<'_>, subject: &Subject<'_>) -> Contiguity {
    let none = geo::MultiPolygon(Vec::new());
    let outlines: Vec<geo::MultiPolygon<f64>> = subject
        .areas
        .iter()
        .map(|area| panel.outlines.get(*area).unwrap_or(&none).clone())
        .collect();
    Contiguity::of(&outlines, Snap::MILLIMETRE)
}

/// The areas with a count and a neighbour, each among its neighbours.
fn around<'a>(
    panel: Panel<'a>,
    subject: &Subject<'a>,
    neighbours: &[Vec<usize>],
    rate: f64,
) -> Result<Vec<Surroundings<'a>>, String> {
    if neighbours.iter().all(Vec::is_empty) {
        return Err(alone(panel, subject));
    }
    let period = panel.newest_period(subject.id(), subject.level);
    let period = period.ok_or_else(|| words::say("no_values", &[]))?;
    let counted = counted(panel, subject, period);
    let german = |reason| match reason {
        NotDefined::TooFewValues { .. } => words::say("few_neighbours", &[]),
        other => why(&other),
    };
    let kept: Vec<usize> = counted.iter().map(|c| c.0).collect();
    let cases: Vec<f64> = counted.iter().map(|c| c.1).collect();
    let base: Vec<f64> = counted.iter().map(|c| c.2).collect();
    let standardised = eb_standardised(&cases, &base).map_err(german)?;
    let weights = Weights::binary(neighbours)
        .and_then(|w| w.keep(&kept))
        .map_err(german)?;
    let seed = seed(&["cluster", subject.id().as_str(), &period.to_string()]);
    let resolving = Permutations::resolving(kept.len(), rate, seed).map_err(german)?;
    let count = resolving.count().max(FEWEST_PERMUTATIONS);
    let permutations = Permutations::new(count, seed).map_err(german)?;
    let told = local_moran_permutation(&standardised, &weights.row_standardised(), permutations);
    let told = told
        .map_err(german)?
        .into_iter()
        .zip(&kept)
        .zip(standardised);
    let areas = told.filter_map(|((moran, &i), standardised)| {
        Some(Surroundings {
            area: subject.areas[i],
            definition: subject.definition,
            period,
            standardised,
            moran: moran.ok()?,
            cluster: None,
        })
    });
    Ok(areas.collect())
}

/// Why no area has a neighbour.
fn alone(panel: Panel<'_>, subject: &Subject<'_>) -> String {
    let drawn = |area: &&AreaKey| panel.outlines.contains_key(*area);
    if subject.areas.iter().any(drawn) {
        words::say("no_neighbours", &[])
    } else {
        words::say("no_outlines", &[])
    }
}

/// Place, cases and base of the areas with a value.
fn counted(panel: Panel<'_>, subject: &Subject<'_>, period: Period) -> Vec<(usize, f64, f64)> {
    let areas = subject.areas.iter().enumerate();
    areas
        .filter_map(|(i, area)| {
            let counted = panel.counted(area, subject.id(), period)?;
            (counted.base > 0.0).then_some((i, counted.cases, counted.base))
        })
        .collect()
}

/// Marks areas that are high among high ones and touch each other.
fn joined<'a>(
    subject: &Subject<'a>,
    mut areas: Vec<Surroundings<'a>>,
    contiguity: &Contiguity,
    (at_least, rate): (usize, f64),
) -> Vec<Surroundings<'a>> {
    let wanted = match subject.watch() {
        Watch::Rise | Watch::Both => Quadrant::HighHigh,
        Watch::Fall => Quadrant::LowLow,
    };
    let stands_out = |a: &Surroundings<'_>| a.moran.q <= rate && a.moran.quadrant == Some(wanted);
    let place = |key: &AreaKey| subject.areas.binary_search(&key).unwrap_or(usize::MAX);
    let places: Vec<usize> = areas.iter().map(|a| place(a.area)).collect();
    let mut open: Vec<usize> = (0..areas.len())
        .filter(|&i| stands_out(&areas[i]))
        .collect();
    let mut number = 0;
    while let Some(&first) = open.first() {
        let mut members = vec![first];
        let mut next = 0;
        while next < members.len() {
            let touching = &contiguity.queen[places[members[next]]];
            let near = open.iter().filter(|&&i| touching.contains(&places[i]));
            let fresh: Vec<usize> = near.copied().filter(|i| !members.contains(i)).collect();
            members.extend(fresh);
            next += 1;
        }
        open.retain(|i| !members.contains(i));
        if members.len() >= at_least {
            for &i in &members {
                areas[i].cluster = Some(number);
            }
            number += 1;
        }
    }
    areas
}

fn finding(
    panel: Panel<'_>,
    (rule, rule_version): (&Rule, u32),
    subject: &Subject<'_>,
    members: &[&Surroundings<'_>],
) -> Finding {
    let period = members[0].period;
    Finding {
        rule: rule.id.clone(),
        rule_version,
        kind: FindingKind::Cluster,
        areas: members.iter().map(|m| m.area.clone()).collect(),
        indicators: vec![subject.id().clone()],
        since: None,
        period,
        figures: members
            .iter()
            .map(|m| subject.figure(m.area, period))
            .collect(),
        reason: reason(panel, subject, members),
        evidence: Evidence::Tested,
    }
}

fn reason(panel: Panel<'_>, subject: &Subject<'_>, members: &[&Surroundings<'_>]) -> String {
    let period = members[0].period;
    let names: Vec<&str> = members
        .iter()
        .filter_map(|m| panel.tree.name(m.area))
        .collect();
    let values = members.iter();
    let values = values.filter_map(|m| panel.shown(m.area, subject.id(), period)?.value);
    let (lowest, highest) = values
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
    let key = if members[0].standardised > 0.0 {
        "cluster_high"
    } else {
        "cluster_low"
    };
    words::say(
        key,
        &[
            ("name", &subject.definition.short_name),
            ("n", &members.len().to_string()),
            ("names", &words::list(&names)),
            ("period", &vocabulary::german_period(period)),
            ("lowest", &subject.value(lowest)),
            ("highest", &subject.value(highest)),
            (
                "county",
                &subject.shown(panel, &panel.tree.root().key, period),
            ),
        ],
    )
}
