//! How much may be said: described, associated, or supported by a comparison. Only the last may be called an effect.
//!
//! **Literature.** Shadish, W. R., Cook, T. D. & Campbell, D. T. (2002): Experimental and Quasi-Experimental Designs, ch. 2
//! (grades of evidence); the rule is this house's.
//!
//! **Formula.** Supported: enough periods on both sides, enough comparison areas, no demonstrable difference of trends
//! before, randomisation p at most α, and the interval excludes 0. Associated: p at most α and 0 excluded, but one of the
//! other conditions is lacking. Described: everything else. Not judged: too few possible sets for any p.
//!
//! **Unit.** Grades, in order. **Edge cases.** A pre-trend that could not be tested is lacking, not passed.

/// What may be said of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClaimLevel {
    /// Too few areas to judge at all.
    NotJudged,
    /// It happened; nothing is said about why.
    Descriptive,
    /// It happened where the measure was, more than chance lets expect.
    Associated,
    /// The comparison supports that the measure did it.
    Supported,
}

impl ClaimLevel {
    /// Whether the word "effect" may be used.
    pub fn may_say_effect(self) -> bool {
        self == Self::Supported
    }
}

/// What a result rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// Periods before the start.
    pub before: usize,
    /// Periods from the start on.
    pub after: usize,
    /// Untreated areas compared with.
    pub comparisons: usize,
    /// p of different trends before; `None` where it could not be tested.
    pub p_before: Option<f64>,
    /// Randomisation p of the difference; `None` where there are too few possible sets.
    pub p: Option<f64>,
    /// Whether the interval of the effect excludes 0.
    pub excludes_zero: bool,
}

/// What is asked of evidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClaimRules {
    /// The fewest periods before the start.
    pub before: usize,
    /// The fewest periods from the start on.
    pub after: usize,
    /// The fewest comparison areas.
    pub comparisons: usize,
    /// The p-value below which trends before count as different.
    pub p_before: f64,
    /// The p-value up to which a difference counts as shown.
    pub alpha: f64,
}

impl Default for ClaimRules {
    /// Three periods before, two after, 20 comparison areas, pre-trends at 10 %, differences at 5 %.
    fn default() -> Self {
        Self {
            before: 3,
            after: 2,
            comparisons: 20,
            p_before: 0.10,
            alpha: 0.05,
        }
    }
}

/// What a higher level lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lacking {
    /// Too few periods before or after the start.
    Periods,
    /// Too few comparison areas.
    Comparisons,
    /// Trends before were different, or could not be tested.
    SameTrendBefore,
    /// The difference may be chance.
    Difference,
}

/// The level, and what is lacking for the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// What may be said.
    pub level: ClaimLevel,
    /// Why not more.
    pub lacking: Vec<Lacking>,
}

/// How much may be said on such evidence.
///
/// ```
/// use methods::effect::{ClaimLevel, ClaimRules, Evidence, Lacking, claim};
/// let strong = Evidence {
///     before: 5, after: 3, comparisons: 80, p_before: Some(0.6), p: Some(0.02), excludes_zero: true,
/// };
/// assert!(claim(strong, ClaimRules::default()).level.may_say_effect());
/// let untested = claim(Evidence { p_before: None, ..strong }, ClaimRules::default());
/// assert_eq!((untested.level, untested.lacking), (ClaimLevel::Associated, vec![Lacking::SameTrendBefore]));
/// ```
pub fn claim(evidence: Evidence, rules: ClaimRules) -> Claim {
    let Some(p) = evidence.p else {
        return Claim {
            level: ClaimLevel::NotJudged,
            lacking: vec![Lacking::Comparisons],
        };
    };
    let shown = p <= rules.alpha && evidence.excludes_zero;
    let same_before = evidence.p_before.is_some_and(|p| p >= rules.p_before);
    let conditions = [
        (
            evidence.before >= rules.before && evidence.after >= rules.after,
            Lacking::Periods,
        ),
        (
            evidence.comparisons >= rules.comparisons,
            Lacking::Comparisons,
        ),
        (same_before, Lacking::SameTrendBefore),
        (shown, Lacking::Difference),
    ];
    let lacking: Vec<Lacking> = conditions
        .iter()
        .filter(|(met, _)| !met)
        .map(|(_, what)| *what)
        .collect();
    let level = match (shown, lacking.is_empty()) {
        (true, true) => ClaimLevel::Supported,
        (true, false) => ClaimLevel::Associated,
        (false, _) => ClaimLevel::Descriptive,
    };
    Claim { level, lacking }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_the_third_level_nobody_says_effect() {
        assert!(
            ClaimLevel::NotJudged < ClaimLevel::Descriptive
                && ClaimLevel::Associated < ClaimLevel::Supported
        );
        let weak = Evidence {
            before: 1,
            after: 1,
            comparisons: 3,
            p_before: Some(0.01),
            p: Some(f64::NAN),
            excludes_zero: true,
        };
        let said = claim(weak, ClaimRules::default());
        assert_eq!(
            (said.level, said.lacking.len()),
            (ClaimLevel::Descriptive, 4)
        );
        let unjudged = claim(Evidence { p: None, ..weak }, ClaimRules::default());
        assert_eq!(unjudged.level, ClaimLevel::NotJudged);
        for level in [
            ClaimLevel::NotJudged,
            ClaimLevel::Descriptive,
            ClaimLevel::Associated,
        ] {
            assert!(!level.may_say_effect());
        }
    }
}
