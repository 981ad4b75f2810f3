#![doc = include_str!("../README.md")]

pub mod allocation;
mod change_point;
mod changes;
mod cluster;
mod comparison_areas;
mod count_alarm;
#[cfg(test)]
mod county;
mod deviation;
pub mod effect;
mod examined;
mod finding;
pub mod index;
mod index_class;
mod inequality;
mod mobility;
pub mod outlook;
mod panel;
#[cfg(test)]
mod places;
mod rules;
mod subject;
#[cfg(test)]
mod tests;
mod trend;
mod typology;
mod verdict;
mod words;

pub use changes::{Became, Beside, beside};
pub use cluster::{Surroundings, surroundings};
pub use comparison_areas::{ComparisonArea, STRUCTURE, comparison_areas};
pub use examined::{Examined, Findings, NotJudged};
pub use finding::{Evidence, FigureAt, Finding, FindingKind};
pub use index::{IndexResult, Indices, Preset, PresetError, Refusal, index, indices};
pub use inequality::{Inequality, InequalityAt, inequality};
pub use mobility::{ClassMobility, MovesAround, OrderKept, mobility, moves_around};
pub use outlook::{Outlook, OutlookError};
pub use panel::{Counted, Moment, Panel};
pub use rules::{AlarmMethod, Condition, Rule, RuleSet, RulesError, STARTER_RULES};
pub use trend::{Drift, Warned, drifts, warned};
pub use typology::{
    AreaType, STARTER_TYPES, TypeName, TypedArea, TypesMethod, TypesPreset, Typology, typology,
};
pub use verdict::{Answer, Verdict, verdicts};

use examined::Tally;

/// All findings of the newest figures, in the order of rules, indicators and the areas' keys: no ranking.
pub fn findings(
    panel: Panel<'_>,
    rules: &RuleSet,
    (verdicts, indices): (&[Verdict], &Indices),
) -> Findings {
    let mut all = Findings::default();
    for rule in &rules.rules {
        let named = (rule, rules.version);
        let mut tally = Tally::default();
        let found = match rule.condition {
            Condition::Deviation { .. } => {
                deviation::findings(panel, named, (verdicts, &mut tally))
            }
            Condition::Trend { .. } => trend::findings(panel, named, &mut tally),
            Condition::ChangePoint { .. } => change_point::findings(panel, named, &mut tally),
            Condition::Cluster { .. } => cluster::findings(panel, named, &mut tally),
            Condition::CountAlarm { .. } => count_alarm::findings(panel, named, &mut tally),
            Condition::IndexClass { .. } => {
                index_class::findings(panel, named, (indices, verdicts), &mut tally)
            }
        };
        all.found.extend(found);
        all.examined.push(tally.examined(named));
    }
    all
}
