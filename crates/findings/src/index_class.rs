//! Index class: areas that an index puts into a named class, whichever reasonable way it is made.
//!
//! Nothing is said about chance here; how sure the class is stands beside it as a share of draws.

use vocabulary::{Explain, german_number};

use crate::examined::Tally;
use crate::index::{IndexPeriod, IndexResult, IndexedArea, Indices, Refusal};
use crate::rules::{Condition, Rule};
use crate::{Evidence, FigureAt, Finding, FindingKind, Panel, words};

/// The findings of an index rule, in the order of the areas' keys.
pub(crate) fn findings(
    panel: Panel<'_>,
    (rule, rule_version): (&Rule, u32),
    (indices, tally): (&Indices, &mut Tally),
) -> Vec<Finding> {
    let Condition::IndexClass {
        preset,
        classes,
        stability,
    } = &rule.condition
    else {
        return Vec::new();
    };
    let Some(result) = indices.made.iter().find(|made| made.preset.id == *preset) else {
        let refused = indices.refused.iter().find(|(id, _)| id == preset);
        // A county without these indicators is not told so with every edition.
        let reason = refused.filter(|(_, why)| !matches!(why, Refusal::UnknownIndicator(_)));
        if let Some((_, reason)) = reason {
            tally.missed(None, panel.tree.areas().len(), reason.german());
        }
        return Vec::new();
    };
    let Some(newest) = result.newest() else {
        return Vec::new();
    };
    for left in &newest.left_out {
        tally.missed(None, 1, left.reason.clone());
    }
    if let Some(first) = result.indicators.first() {
        tally.tested(&first.id, newest.areas.len());
    }
    let named: Vec<usize> = (0..result.preset.status.names.len())
        .filter(|class| classes.contains(&result.preset.status.names[*class]))
        .collect();
    let areas = newest.areas.iter();
    areas
        .filter_map(|area| {
            let share = share_of(area, &named)?;
            (share >= *stability)
                .then(|| finding((rule, rule_version), (result, newest), (area, share)))
        })
        .collect()
}

/// The share of draws in the named classes, for an area that is in one of them.
fn share_of(area: &IndexedArea, named: &[usize]) -> Option<f64> {
    let doubt = area
        .doubt
        .as_ref()
        .filter(|_| named.contains(&area.class))?;
    Some(
        named
            .iter()
            .filter_map(|c| doubt.class_shares.get(*c))
            .sum(),
    )
}

fn finding(
    (rule, rule_version): (&Rule, u32),
    (result, newest): (&IndexResult, &IndexPeriod),
    (area, share): (&IndexedArea, f64),
) -> Finding {
    let parts = result.indicators.iter().zip(&newest.parts).enumerate();
    // An index that is no sum has no contributions, and all its indicators count.
    let present = parts.filter(|(at, _)| area.contributions.get(*at).is_none_or(Option::is_some));
    let figures: Vec<FigureAt> = present
        .map(|(_, (text, part))| FigureAt {
            area: area.area.clone(),
            indicator: text.id.clone(),
            definition_version: part.definition_version,
            period: newest.period,
        })
        .collect();
    Finding {
        rule: rule.id.clone(),
        rule_version,
        kind: FindingKind::IndexClass,
        areas: vec![area.area.clone()],
        indicators: figures.iter().map(|f| f.indicator.clone()).collect(),
        since: None,
        period: newest.period,
        figures,
        reason: words::say(
            "index_class",
            &[
                ("index", &result.preset.name),
                ("class", &result.preset.status.names[area.class]),
                ("share", &german_number((share * 100.0).floor(), 0)),
            ],
        ),
        evidence: Evidence::Descriptive,
    }
}
