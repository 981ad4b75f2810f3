//! Index class: areas that an index puts into a named class, whichever reasonable way it is made.
//!
//! An index always spreads, also where the areas differ by nothing but chance. So an area is named only if at least one
//! indicator of the index is demonstrably above the rest of the county, as far as these can be judged at all; how sure
//! the class is stands beside it as a share of draws.

use std::collections::BTreeSet;

use vocabulary::{AreaKey, Explain, german_number};

use crate::examined::Tally;
use crate::index::{IndexPeriod, IndexResult, IndexedArea, Indices, Refusal};
use crate::rules::{Condition, Rule};
use crate::{Answer, Evidence, FigureAt, Finding, FindingKind, Panel, Verdict, words};

/// The findings of an index rule, in the order of the areas' keys.
pub(crate) fn findings(
    panel: Panel<'_>,
    (rule, rule_version): (&Rule, u32),
    (indices, verdicts): (&Indices, &[Verdict]),
    tally: &mut Tally,
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
    let above = above(panel, result, verdicts);
    let areas = newest.areas.iter();
    areas
        .filter_map(|area| {
            let share = share_of(area, &named)?;
            let shown = above
                .as_ref()
                .is_none_or(|above| above.contains(&area.area));
            (share >= *stability && shown)
                .then(|| finding((rule, rule_version), (result, newest), (area, share)))
        })
        .collect()
}

/// The areas above the rest of the county in an indicator of the index; none where no indicator can be judged, as those
/// that came without counts.
fn above<'a>(
    panel: Panel<'_>,
    result: &IndexResult,
    verdicts: &'a [Verdict],
) -> Option<BTreeSet<&'a AreaKey>> {
    let county = &panel.tree.root().key;
    let of_index = |v: &&Verdict| {
        v.against == *county && result.indicators.iter().any(|i| i.id == v.indicator)
    };
    let judged: Vec<&Verdict> = verdicts.iter().filter(of_index).collect();
    let above = judged.iter().filter(|v| v.answer == Answer::Above);
    let above = above.map(|v| &v.area).collect();
    (!judged.is_empty()).then_some(above)
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
