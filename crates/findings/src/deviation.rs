//! Deviation: areas with several burdens above the rest of the county at once.
//!
//! A rule anyone can follow by hand from the verdicts of a profile; it speaks of burdens only, never of kinds of people.

use std::collections::BTreeMap;

use indicators::{Definition, Polarity};
use vocabulary::{AreaKey, IndicatorId, german_number};

use crate::examined::Tally;
use crate::rules::{Condition, Rule};
use crate::{Answer, Evidence, FigureAt, Finding, FindingKind, Panel, Verdict, words};

/// The findings of a deviation rule, in the order of the areas' keys.
pub(crate) fn findings(
    panel: Panel<'_>,
    (rule, rule_version): (&Rule, u32),
    (verdicts, tally): (&[Verdict], &mut Tally),
) -> Vec<Finding> {
    let Condition::Deviation { at_least, one_in } = rule.condition else {
        return Vec::new();
    };
    let burdens: BTreeMap<&IndicatorId, &Definition> = panel
        .newest_definitions()
        .filter(|d| d.polarity == Polarity::HigherIsBurden && rule.watches(d))
        .map(|d| (&d.id, d))
        .collect();
    let county = &panel.tree.root().key;
    let mut by_area: BTreeMap<&AreaKey, Vec<&Verdict>> = BTreeMap::new();
    let against_county = verdicts.iter().filter(|v| v.against == *county);
    for verdict in against_county.filter(|v| burdens.contains_key(&v.indicator)) {
        // A group repeats its members; what stands out is named once.
        let Some(area) = panel.tree.get(&verdict.area) else {
            continue;
        };
        if !rule.levels.is_empty() && !rule.levels.contains(&area.level) {
            continue;
        }
        if verdict.answer == Answer::TooFew {
            tally.missed(Some(&verdict.indicator), 1, words::say("too_few", &[]));
        } else {
            tally.tested(&verdict.indicator, 1);
            by_area.entry(&verdict.area).or_default().push(verdict);
        }
    }
    let areas = by_area.into_iter().filter_map(|(area, judged)| {
        let above: Vec<&Verdict> = judged
            .iter()
            .copied()
            .filter(|v| v.answer == Answer::Above)
            .collect();
        let fires = above.len() >= at_least && above.len() * one_in >= judged.len();
        fires.then(|| finding((rule, rule_version), area, &above, (judged.len(), &burdens)))
    });
    areas.collect()
}

fn finding(
    (rule, rule_version): (&Rule, u32),
    area: &AreaKey,
    above: &[&Verdict],
    (judged, burdens): (usize, &BTreeMap<&IndicatorId, &Definition>),
) -> Finding {
    let names: Vec<&str> = above
        .iter()
        .filter_map(|v| burdens.get(&v.indicator))
        .map(|d| d.short_name.as_str())
        .collect();
    let number = |n: usize| german_number(n as f64, 0);
    Finding {
        rule: rule.id.clone(),
        rule_version,
        kind: FindingKind::Deviation,
        areas: vec![area.clone()],
        indicators: above.iter().map(|v| v.indicator.clone()).collect(),
        since: None,
        period: above
            .iter()
            .map(|v| v.period)
            .max_by_key(|p| (p.last_year(), *p))
            .expect("a rule asks for at least one indicator above"),
        figures: above.iter().map(|v| figure(v, burdens)).collect(),
        reason: words::say(
            "deviation",
            &[
                ("above", &number(above.len())),
                ("judged", &number(judged)),
                ("names", &words::list(&names)),
            ],
        ),
        evidence: Evidence::Tested,
    }
}

fn figure(verdict: &Verdict, burdens: &BTreeMap<&IndicatorId, &Definition>) -> FigureAt {
    FigureAt {
        area: verdict.area.clone(),
        indicator: verdict.indicator.clone(),
        definition_version: burdens.get(&verdict.indicator).map_or(1, |d| d.version),
        period: verdict.period,
    }
}
