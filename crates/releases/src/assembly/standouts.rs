//! Areas that stand out, by a rule anyone can follow: at least three indicators of hardship above the rest of the
//! county, and at least a third of those that could be judged. No ranking: the order is that of the keys.

use std::collections::BTreeMap;

use vocabulary::{AreaKey, IndicatorId};

use crate::{Answer, AreaInfo, IndicatorSheet, Polarity, Standout, Verdict};

/// How many indicators of hardship must be above the rest.
const AT_LEAST: usize = 3;

/// Of how many judged ones: one in three.
const ONE_IN: usize = 3;

/// Areas that stand out against the rest of `county`.
pub(super) fn standouts(
    verdicts: &[Verdict],
    sheets: &[IndicatorSheet],
    areas: &[AreaInfo],
    county: &AreaKey,
) -> Vec<Standout> {
    // A group repeats its members; what stands out is named once.
    let is_group = |key: &AreaKey| areas.iter().any(|a| a.key == *key && !a.members.is_empty());
    let burdens: BTreeMap<&IndicatorId, Polarity> =
        sheets.iter().map(|s| (&s.id, s.polarity)).collect();
    let mut by_area: BTreeMap<&AreaKey, Vec<&Verdict>> = BTreeMap::new();
    for verdict in verdicts
        .iter()
        .filter(|v| v.against == *county && v.answer != Answer::TooFew && !is_group(&v.area))
    {
        if burdens.get(&verdict.indicator) == Some(&Polarity::HigherIsBurden) {
            by_area.entry(&verdict.area).or_default().push(verdict);
        }
    }
    by_area
        .into_iter()
        .filter_map(|(area, judged)| standout(area, &judged))
        .collect()
}

fn standout(area: &AreaKey, judged: &[&Verdict]) -> Option<Standout> {
    let above: Vec<(IndicatorId, Answer)> = judged
        .iter()
        .filter(|v| v.answer == Answer::Above)
        .map(|v| (v.indicator.clone(), v.answer))
        .collect();
    (above.len() >= AT_LEAST && above.len() * ONE_IN >= judged.len()).then(|| Standout {
        area: area.clone(),
        indicators: above,
        judged: judged.len(),
    })
}
