//! Verdict on an area against the rest of a larger area, in four answers.
//!
//! **Literature.** Newcombe (1998) for shares, Przyborowski & Wilenski (1940) for rates, Benjamini &
//! Hochberg (1995) for the set shown together; Altman, D. G. & Bland, J. M. (1995): Absence of
//! evidence is not evidence of absence. BMJ 311, 485.
//!
//! **Formula.** The area is compared with the *rest* of the whole, never with a whole that contains
//! it. Above or below: q ≤ the false discovery rate **and** |difference| ≥ the practical threshold.
//! Otherwise too few: area or rest have less than the minimum base, or would have fewer than the
//! minimum of cases (for shares also of non-cases) if there were no difference. Otherwise: no
//! difference can be shown, which does not say that there is none.
//!
//! **Unit.** Difference and threshold: shares (0.02 = two percentage points), or cases per unit of the
//! base for rates. **Edge cases.** An area that is the whole has no rest: not defined. Bases below
//! the minimum are not tested and do not count among the tests shown together.

use crate::not_defined::{finite, not_negative};
use crate::{
    Confidence, Estimate, NotDefined, RateRatio, Sample, benjamini_hochberg, newcombe, newcombe_p,
    rate_ratio, rate_ratio_p,
};

/// What is asked about one area: is its value another than that of the rest?
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// The area.
    pub area: Sample,
    /// What it is compared with, without the area.
    pub rest: Sample,
    /// Whether cases are part of the base or events among it.
    pub kind: Kind,
    /// The smallest difference that matters in practice.
    pub threshold: f64,
}

/// What the quotient of cases and base is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Cases are part of the base: shares and quotas.
    Share,
    /// Events counted among a base: births per 1,000 women, surgeries per 10,000 people.
    Rate,
}

/// The rules for a set of comparisons that are shown together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// The share of false discoveries allowed among all discoveries.
    pub false_discovery_rate: f64,
    /// The confidence of the intervals shown beside the verdicts.
    pub confidence: Confidence,
    /// The smallest base of area and rest that is judged at all.
    pub minimum_base: f64,
    /// The smallest number of cases that must be expected on each side.
    pub minimum_expected: f64,
}

impl Default for Rules {
    /// 5 % false discoveries, 95 % intervals, a base of 30, five expected cases.
    fn default() -> Self {
        Self {
            false_discovery_rate: 0.05,
            confidence: Confidence::P95,
            minimum_base: 30.0,
            minimum_expected: 5.0,
        }
    }
}

/// The four answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Higher than the rest, more than chance and more than trifling.
    Above,
    /// Lower than the rest, more than chance and more than trifling.
    Below,
    /// No difference can be shown; there may be one.
    #[doc(alias = "Kein Unterschied nachweisbar")]
    NoDifference,
    /// Too few cases to judge.
    TooFew,
}

/// The answer with what it rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// The answer.
    pub answer: Answer,
    /// Value of the area minus value of the rest.
    pub difference: f64,
    /// The interval: of the difference for shares, of the ratio for rates; `None` if not tested.
    pub interval: Option<EffectInterval>,
    /// The p-value; `None` if not tested.
    pub p: Option<f64>,
    /// The p-value adjusted for all that is shown together; `None` if not tested.
    pub q: Option<f64>,
}

/// The interval of an effect.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum EffectInterval {
    /// Difference of two shares.
    Difference(Estimate),
    /// Ratio of two rates.
    Ratio(RateRatio),
}

impl Comparison {
    /// Compares an area with the rest of a whole that contains it: (cases, base) of both.
    ///
    /// ```
    /// use methods::{Comparison, Kind};
    /// let comparison = Comparison::with_rest_of((60.0, 300.0), (500.0, 5_000.0), Kind::Share)?;
    /// assert_eq!((comparison.rest.cases(), comparison.rest.base()), (440.0, 4_700.0));
    /// # Ok::<(), methods::NotDefined>(())
    /// ```
    pub fn with_rest_of(
        area: (f64, f64),
        whole: (f64, f64),
        kind: Kind,
    ) -> Result<Self, NotDefined> {
        let rest = |what, part: f64, whole: f64| {
            if part > whole {
                Err(NotDefined::PartExceedsWhole { what, part, whole })
            } else {
                Ok(whole - part)
            }
        };
        let area_sample = Sample::new(area.0, area.1)?;
        Sample::new(whole.0, whole.1)?;
        Ok(Self {
            area: area_sample,
            rest: Sample::new(
                rest("cases", area.0, whole.0)?,
                rest("base", area.1, whole.1)?,
            )?,
            kind,
            threshold: 0.0,
        })
    }

    /// The same comparison with the smallest difference that matters.
    #[must_use]
    pub fn with_threshold(self, threshold: f64) -> Self {
        Self { threshold, ..self }
    }

    /// The same comparison of counts clustered with this design effect.
    pub fn with_design_effect(self, design_effect: f64) -> Result<Self, NotDefined> {
        Ok(Self {
            area: self.area.with_design_effect(design_effect)?,
            rest: self.rest.with_design_effect(design_effect)?,
            ..self
        })
    }

    fn difference(&self) -> f64 {
        self.area.ratio() - self.rest.ratio()
    }

    /// Whether the bases are large enough to be looked at.
    fn is_large_enough(&self, rules: &Rules) -> bool {
        self.area.base().min(self.rest.base()) >= rules.minimum_base
    }

    /// The smallest number of cases (and non-cases) expected on a side if there is no difference.
    fn least_expected(&self) -> f64 {
        let base = self.area.effective_base() + self.rest.effective_base();
        let common = (self.area.effective_cases() + self.rest.effective_cases()) / base;
        let smaller = self.area.effective_base().min(self.rest.effective_base());
        match self.kind {
            Kind::Share => smaller * common.min(1.0 - common),
            Kind::Rate => smaller * common,
        }
    }

    /// p-value and interval; `None` where neither side has a case, which shows nothing.
    fn test(&self, confidence: Confidence) -> Result<Option<Tested>, NotDefined> {
        let (a, b) = (self.area, self.rest);
        match self.kind {
            Kind::Share => Ok(Some(Tested {
                p: newcombe_p(a, b)?,
                interval: EffectInterval::Difference(newcombe(a, b, confidence)?),
            })),
            Kind::Rate if a.cases() == 0.0 && b.cases() == 0.0 => Ok(None),
            Kind::Rate => Ok(Some(Tested {
                p: rate_ratio_p(a, b)?,
                interval: EffectInterval::Ratio(rate_ratio(a, b, confidence)?),
            })),
        }
    }
}

/// A test that was made.
#[derive(Clone, Copy)]
struct Tested {
    p: f64,
    interval: EffectInterval,
}

/// The verdicts on all comparisons shown together, in the order given.
///
/// A comparison that is not defined does not spoil the others.
///
/// ```
/// use methods::{Answer, Comparison, Kind, Rules, verdicts};
/// let county = (3_000.0, 30_000.0);
/// let shown = [(90.0, 400.0), (41.0, 400.0), (1.0, 12.0)].map(|area| {
///     Comparison::with_rest_of(area, county, Kind::Share).map(|c| c.with_threshold(0.02))
/// });
/// let answers: Vec<Answer> = verdicts(&shown, &Rules::default())?
///     .into_iter()
///     .map(|verdict| verdict.unwrap().answer)
///     .collect();
/// assert_eq!(answers, [Answer::Above, Answer::NoDifference, Answer::TooFew]);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn verdicts(
    shown: &[Result<Comparison, NotDefined>],
    rules: &Rules,
) -> Result<Vec<Result<Verdict, NotDefined>>, NotDefined> {
    check(rules)?;
    let tests: Vec<Result<Option<Tested>, NotDefined>> = shown
        .iter()
        .map(|comparison| tested(comparison, rules))
        .collect();
    let p_values: Vec<f64> = tests
        .iter()
        .filter_map(|test| test.as_ref().ok()?.map(|tested| tested.p))
        .collect();
    let mut q_values = benjamini_hochberg(&p_values)?.into_iter();
    Ok(shown
        .iter()
        .zip(tests)
        .map(|(comparison, test)| {
            let test = test?;
            let q = test.and_then(|_| q_values.next());
            Ok(judge(
                comparison.as_ref().map_err(Clone::clone)?,
                test,
                q,
                rules,
            ))
        })
        .collect())
}

fn check(rules: &Rules) -> Result<(), NotDefined> {
    not_negative("minimum", rules.minimum_base)?;
    not_negative("minimum", rules.minimum_expected)?;
    let rate = finite("false_discovery_rate", rules.false_discovery_rate)?;
    if rate <= 0.0 || rate >= 1.0 {
        return Err(NotDefined::OutOfRange {
            what: "false_discovery_rate",
            value: rate,
            allowed: "between 0 and 1",
        });
    }
    Ok(())
}

/// The test of a comparison; `None` if it is too small to be tested.
fn tested(
    comparison: &Result<Comparison, NotDefined>,
    rules: &Rules,
) -> Result<Option<Tested>, NotDefined> {
    let comparison = comparison.as_ref().map_err(Clone::clone)?;
    not_negative("threshold", comparison.threshold)?;
    let test = comparison.test(rules.confidence)?;
    Ok(test.filter(|_| comparison.is_large_enough(rules)))
}

fn judge(comparison: &Comparison, test: Option<Tested>, q: Option<f64>, rules: &Rules) -> Verdict {
    let difference = comparison.difference();
    let shown = q.is_some_and(|q| q <= rules.false_discovery_rate)
        && difference != 0.0
        && difference.abs() >= comparison.threshold;
    let answer = if shown && difference > 0.0 {
        Answer::Above
    } else if shown {
        Answer::Below
    } else if test.is_none() || comparison.least_expected() < rules.minimum_expected {
        Answer::TooFew
    } else {
        Answer::NoDifference
    };
    Verdict {
        answer,
        difference,
        interval: test.map(|test| test.interval),
        p: test.map(|test| test.p),
        q,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn answer(area: (f64, f64), whole: (f64, f64), threshold: f64) -> Answer {
        let comparison = Comparison::with_rest_of(area, whole, Kind::Share)
            .map(|comparison| comparison.with_threshold(threshold));
        verdicts(&[comparison], &Rules::default()).unwrap()[0]
            .clone()
            .unwrap()
            .answer
    }

    #[test]
    fn a_trifling_difference_is_none_however_certain() {
        let (area, whole) = ((11_000.0, 100_000.0), (100_000.0, 1_000_000.0));
        assert_eq!(answer(area, whole, 0.0), Answer::Above);
        assert_eq!(answer(area, whole, 0.02), Answer::NoDifference);
    }

    #[test]
    fn nobody_among_many_is_below_and_not_too_few() {
        assert_eq!(
            answer((0.0, 500.0), (2_000.0, 20_000.0), 0.01),
            Answer::Below
        );
    }

    #[test]
    fn a_rare_thing_in_a_small_area_cannot_be_judged() {
        assert_eq!(answer((1.0, 200.0), (60.0, 20_000.0), 0.01), Answer::TooFew);
    }

    #[test]
    fn an_area_without_rest_is_not_defined_and_spoils_no_other() {
        let whole = (500.0, 5_000.0);
        let shown = [whole, (120.0, 600.0), (600.0, 700.0)]
            .map(|area| Comparison::with_rest_of(area, whole, Kind::Share));
        let verdicts = verdicts(&shown, &Rules::default()).unwrap();
        assert_eq!(verdicts[0], Err(NotDefined::NoBase));
        assert_eq!(verdicts[1].as_ref().unwrap().answer, Answer::Above);
        assert!(matches!(
            verdicts[2],
            Err(NotDefined::PartExceedsWhole { .. })
        ));
    }

    #[test]
    fn clustering_takes_evidence_away() {
        let plain = Comparison::with_rest_of((30.0, 200.0), (1_000.0, 10_000.0), Kind::Share);
        let clustered = plain.clone().and_then(|c| c.with_design_effect(3.0));
        let verdicts: Vec<f64> = [plain, clustered]
            .map(|comparison| {
                verdicts(&[comparison], &Rules::default())
                    .unwrap()
                    .remove(0)
            })
            .map(|verdict| verdict.unwrap().p.unwrap())
            .to_vec();
        assert!(verdicts[0] < 0.05 && verdicts[1] > 0.05, "{verdicts:?}");
    }

    #[test]
    fn rates_are_compared_by_their_ratio() {
        let shown = [
            Comparison::with_rest_of((40.0, 900.0), (400.0, 20_000.0), Kind::Rate),
            Comparison::with_rest_of((0.0, 900.0), (0.0, 20_000.0), Kind::Rate),
        ];
        let verdicts = verdicts(&shown, &Rules::default()).unwrap();
        let first = verdicts[0].as_ref().unwrap();
        assert_eq!(first.answer, Answer::Above);
        assert!(matches!(first.interval, Some(EffectInterval::Ratio(r)) if r.lower > 1.0));
        assert_eq!(verdicts[1].as_ref().unwrap().answer, Answer::TooFew);
    }

    #[test]
    fn senseless_rules_are_refused() {
        for rate in [0.0, 1.0, f64::NAN] {
            let rules = Rules {
                false_discovery_rate: rate,
                ..Rules::default()
            };
            assert!(verdicts(&[], &rules).is_err());
        }
    }

    proptest! {
        #[test]
        fn a_demonstrated_difference_never_contradicts_its_interval(
            areas in prop::collection::vec((0u32..300, 1u32..3_000), 1..12),
        ) {
            let shown: Vec<_> = areas
                .iter()
                .map(|&(x, n)| {
                    let area = (f64::from(x.min(n)), f64::from(n));
                    Comparison::with_rest_of(area, (area.0 + 900.0, area.1 + 9_000.0), Kind::Share)
                })
                .collect();
            for verdict in verdicts(&shown, &Rules::default()).unwrap() {
                let verdict = verdict.unwrap();
                if let Some(EffectInterval::Difference(interval)) = verdict.interval {
                    match verdict.answer {
                        Answer::Above => prop_assert!(interval.lower > 0.0),
                        Answer::Below => prop_assert!(interval.upper < 0.0),
                        Answer::NoDifference | Answer::TooFew => {}
                    }
                }
            }
        }
    }
}
