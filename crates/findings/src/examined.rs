//! What a rule looked at: without it nobody can say what „nothing stands out“ means.

use std::collections::BTreeMap;

use methods::NotDefined;
use serde::{Deserialize, Serialize};
use vocabulary::{Explain, IndicatorId};

use crate::rules::Rule;
use crate::{Finding, FindingKind, words};

/// What a rule looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Examined {
    /// The rule.
    pub rule: String,
    /// Its German name.
    pub name: String,
    /// Version of the set of rules.
    pub rule_version: u32,
    /// What kind of rule it is.
    pub kind: FindingKind,
    /// How many comparisons were made.
    pub tests: usize,
    /// In which indicators, in the order of the catalogue.
    pub indicators: Vec<IndicatorId>,
    /// What could not be judged, and why.
    pub not_judged: Vec<NotJudged>,
}

/// Areas of which a rule can say nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotJudged {
    /// The indicator; none where the reason holds for all.
    pub indicator: Option<IndicatorId>,
    /// How many areas.
    pub areas: usize,
    /// Why, in German.
    pub reason: String,
}

/// What all rules found, and what they looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// In the order of rules, indicators and the areas' keys: no ranking.
    pub found: Vec<Finding>,
    /// One entry per rule.
    pub examined: Vec<Examined>,
}

/// Tests and reasons of one rule while it looks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    tests: usize,
    indicators: Vec<IndicatorId>,
    not_judged: BTreeMap<(Option<IndicatorId>, String), usize>,
}

impl Tally {
    /// An indicator was looked at in so many areas.
    pub(crate) fn tested(&mut self, indicator: &IndicatorId, areas: usize) {
        self.tests += areas;
        if areas > 0 && !self.indicators.contains(indicator) {
            self.indicators.push(indicator.clone());
        }
    }

    /// So many areas could not be judged.
    pub(crate) fn missed(&mut self, indicator: Option<&IndicatorId>, areas: usize, reason: String) {
        if areas > 0 {
            *self
                .not_judged
                .entry((indicator.cloned(), reason))
                .or_default() += areas;
        }
    }

    /// What the rule says about its looking.
    pub(crate) fn examined(self, (rule, rule_version): (&Rule, u32)) -> Examined {
        let missed = self.not_judged.into_iter();
        Examined {
            rule: rule.id.clone(),
            name: rule.name.clone(),
            rule_version,
            kind: rule.condition.kind(),
            tests: self.tests,
            indicators: self.indicators,
            not_judged: missed
                .map(|((indicator, reason), areas)| NotJudged {
                    indicator,
                    areas,
                    reason,
                })
                .collect(),
        }
    }
}

/// Why a method says nothing, in a few German words that are the same for all areas it holds for.
pub(crate) fn why(reason: &NotDefined) -> String {
    match reason {
        NotDefined::TooFewValues { .. } => words::say("too_few_years", &[]),
        NotDefined::NoSpread { .. } => words::say("no_spread", &[]),
        NotDefined::TooFewComparisons { have: 0, .. } => words::say("no_rest", &[]),
        NotDefined::NoCases | NotDefined::NoBase => words::say("no_cases", &[]),
        other => other.german().trim_end_matches('.').to_owned(),
    }
}
