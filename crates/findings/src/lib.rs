#![doc = include_str!("../README.md")]

pub mod allocation;
mod deviation;
pub mod effect;
mod finding;
pub mod index;
mod panel;
#[cfg(test)]
mod places;
mod rules;
mod verdict;
mod words;

pub use finding::{Evidence, FigureAt, Finding, FindingKind};
pub use index::{IndexResult, Preset, PresetError, Refusal, index};
pub use panel::{Counted, Moment, Panel};
pub use rules::{AlarmMethod, Condition, Rule, RuleSet, RulesError, STARTER_RULES};
pub use verdict::{Answer, Verdict, verdicts};

/// All findings of the newest figures, in the order of rules and of the areas' keys: no ranking.
pub fn findings(panel: Panel<'_>, rules: &RuleSet, verdicts: &[Verdict]) -> Vec<Finding> {
    let by_rule = rules.rules.iter();
    by_rule
        .flat_map(|rule| deviation::findings(panel, (rule, rules.version), verdicts))
        .collect()
}
