//! What is new, gone or changed between the findings of two editions.

use serde::{Deserialize, Serialize};

use crate::{Finding, FindingKind};

/// What became of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// The rule did not fire here before.
    New,
    /// It fires again, for other areas or indicators.
    Changed,
    /// It fires again as before.
    Same,
}

/// How findings stand beside earlier ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// What became of each finding, and the place of the earlier one it continues.
    pub became: Vec<(Became, Option<usize>)>,
    /// The places of the earlier findings that no longer stand.
    pub gone: Vec<usize>,
}

/// Sets findings beside earlier ones; each earlier one is continued at most once.
pub fn beside(now: &[Finding], earlier: &[&Finding]) -> Beside {
    let mut standing: Vec<usize> = (0..earlier.len()).collect();
    let mut became = Vec::with_capacity(now.len());
    for finding in now {
        let place = standing
            .iter()
            .position(|&at| finding.continues(earlier[at]));
        let at = place.map(|place| standing.remove(place));
        became.push((finding.became(at.map(|at| earlier[at])), at));
    }
    Beside {
        became,
        gone: standing,
    }
}

impl Finding {
    /// Whether a finding of another edition speaks of the same thing: the same place by the same rule; clusters grow
    /// and shrink and are the same as long as they share an area.
    pub fn continues(&self, earlier: &Self) -> bool {
        let same_areas = self.areas == earlier.areas;
        let same_indicators = self.indicators == earlier.indicators;
        self.rule == earlier.rule
            && match self.kind {
                FindingKind::Deviation | FindingKind::IndexClass => same_areas,
                FindingKind::Cluster => {
                    same_indicators && self.areas.iter().any(|a| earlier.areas.contains(a))
                }
                FindingKind::Trend | FindingKind::ChangePoint | FindingKind::CountAlarm => {
                    same_areas && same_indicators
                }
            }
    }

    /// What became of an earlier finding this one continues.
    pub fn became(&self, earlier: Option<&Self>) -> Became {
        match earlier {
            None => Became::New,
            Some(earlier)
                if self.areas == earlier.areas && self.indicators == earlier.indicators =>
            {
                Became::Same
            }
            Some(_) => Became::Changed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Evidence;

    fn finding(kind: FindingKind, areas: &[&str], indicators: &[&str]) -> Finding {
        Finding {
            rule: "r".into(),
            rule_version: 1,
            kind,
            areas: areas.iter().map(|a| a.parse().unwrap()).collect(),
            indicators: indicators.iter().map(|i| i.parse().unwrap()).collect(),
            since: None,
            period: "2024".parse().unwrap(),
            figures: Vec::new(),
            reason: String::new(),
            evidence: Evidence::Tested,
        }
    }

    #[test]
    fn a_cluster_that_grows_is_the_same_cluster_changed() {
        let small = finding(FindingKind::Cluster, &["1", "2", "3"], &["A"]);
        let large = finding(FindingKind::Cluster, &["2", "3", "4", "5"], &["A"]);
        let elsewhere = finding(FindingKind::Cluster, &["7", "8", "9"], &["A"]);
        assert!(large.continues(&small) && !elsewhere.continues(&small));
        assert_eq!(large.became(Some(&small)), Became::Changed);
        assert_eq!(elsewhere.became(None), Became::New);
    }

    #[test]
    fn a_place_keeps_its_deviation_when_another_burden_joins_but_each_trend_is_its_own() {
        let before = finding(FindingKind::Deviation, &["1"], &["A", "B", "C"]);
        let after = finding(FindingKind::Deviation, &["1"], &["A", "B", "C", "D"]);
        assert!(after.continues(&before));
        assert_eq!(after.became(Some(&before)), Became::Changed);
        assert_eq!(before.became(Some(&before)), Became::Same);
        let trend = finding(FindingKind::Trend, &["1"], &["A"]);
        assert!(!finding(FindingKind::Trend, &["1"], &["B"]).continues(&trend));
    }

    #[test]
    fn each_earlier_finding_is_continued_once_or_gone() {
        let of = |areas: &[&str]| finding(FindingKind::Cluster, areas, &["A"]);
        let earlier = [of(&["1", "2", "3"]), of(&["7", "8", "9"])];
        let now = [of(&["1", "2", "4"]), of(&["3", "5", "6"])];
        let found = beside(&now, &[&earlier[0], &earlier[1]]);
        assert_eq!(
            found.became,
            [(Became::Changed, Some(0)), (Became::New, None)],
            "a cluster that fell apart is continued by one of its parts"
        );
        assert_eq!(found.gone, [1]);
    }
}
