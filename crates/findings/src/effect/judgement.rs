//! The judgement: difference, trends before, a pretended start, similar areas, and how much may be said.

use methods::NotDefined;
use methods::effect::{
    ClaimLevel, ClaimRules, Evidence, Panel as Table, Question, Randomisation, claim,
    randomisation_test, similar_areas,
};
use methods::spatial::Permutations;
use vocabulary::{AreaKey, Period};

use super::Registration;
use super::by_start::{ByStart, ask};
use super::observed::Observed;
use super::second_look::{NoSecondLook, SecondLook, second_look};

/// How many sets of areas are compared with, where there are more.
const SETS: usize = 9_999;
const SEED: u64 = 20_240_131;
/// Similar areas for each one with the measure.
const SIMILAR: usize = 5;

/// What was found after the start.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The difference to the areas compared with; the reason where it cannot be judged.
    pub difference: Result<Tested, NotDefined>,
    /// p of different directions before the start.
    pub p_trend: Option<f64>,
    /// The same comparison with a pretended start in the middle of the years before.
    pub placebo: Option<Placebo>,
    /// What areas did that were as bad and got nothing.
    pub similar: Option<Similar>,
    /// By start and by time since, where the measure began at different times.
    pub by_start: Option<ByStart>,
    /// The same question asked with a mixture of areas; the reason where it cannot be.
    pub second: Result<SecondLook, NoSecondLook>,
    /// How much may be said.
    pub level: ClaimLevel,
    /// What a higher level lacks.
    pub lacking: Vec<Lacking>,
}

/// A difference with its interval and p-value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tested {
    /// Change of the areas with the measure minus change of the others.
    pub value: f64,
    /// Lower end of the 95 % interval.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
    /// Two-sided p by randomisation over areas.
    pub p: f64,
    /// How many sets of areas it was compared with.
    pub sets: usize,
}

/// The comparison at a start that never was.
#[derive(Clone, Debug, PartialEq)]
pub struct Placebo {
    /// Which periods were pretended to be the first; one for each start.
    pub firsts: Vec<Period>,
    /// The difference found there.
    pub tested: Tested,
}

/// Regression to the mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Similar {
    /// The areas that were as bad or as good before, without doubles, in the order of their keys.
    pub areas: Vec<AreaKey>,
    /// Their change.
    pub change: f64,
    /// The change of the areas with the measure.
    pub measure_change: f64,
    /// The change of all compared with.
    pub compared_change: f64,
}

/// What a higher claim level lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lacking {
    /// Too few periods before or after.
    Periods,
    /// Too few areas to compare with.
    Comparisons,
    /// Another direction before, or not tested.
    SameTrendBefore,
    /// It may be chance.
    Difference,
    /// Areas that were as bad and got nothing changed as much.
    Regression,
    /// Another method does not say the same.
    SecondLook,
    /// A plan laid down before the start.
    PlanBeforeStart,
}

impl Judgement {
    /// Whether areas that were alike and got nothing changed so much that the difference may be no more than that.
    fn is_regression(tested: &Tested, similar: &Similar) -> bool {
        let own = similar.change - similar.compared_change;
        own * tested.value > 0.0 && (tested.lower..=tested.upper).contains(&own)
    }
}

impl From<Randomisation> for Tested {
    fn from(found: Randomisation) -> Self {
        Self {
            value: found.effect.value,
            lower: found.effect.lower,
            upper: found.effect.upper,
            p: found.p,
            sets: found.sets,
        }
    }
}

/// The smallest difference that changes before the start let one find.
pub(super) fn smallest_detectable(observed: &Observed) -> Result<f64, NotDefined> {
    let before = before_only(observed)?;
    let after = (observed.periods.len() - observed.before).max(1);
    let pretended = observed.before - after.min(observed.before / 2);
    let changes = if observed.staggered {
        before.change_from_last(pretended)?
    } else {
        before.change_after(pretended)?
    };
    methods::effect::smallest_detectable(&changes, observed.treated, draws()?)
}

pub(super) fn judge(observed: &Observed, registration: Registration) -> Judgement {
    let difference = difference(observed);
    let p_trend = p_trend(observed);
    let placebo = placebo(observed);
    let similar = similar(observed);
    let said = claim(
        evidence(observed, (&difference, p_trend, placebo.as_ref())),
        ClaimRules::default(),
    );
    let second = second_look(observed);
    // Where the whole is not judged, its parts are not either.
    let by_start = (observed.staggered && difference.is_ok()).then(|| ByStart::of(observed));
    let mut lacking: Vec<Lacking> = said.lacking.into_iter().map(Lacking::from).collect();
    let doubts = difference.as_ref().map_or_else(
        |_| Vec::new(),
        |tested| {
            doubts(
                tested,
                (similar.as_ref(), second.as_ref().ok()),
                registration,
            )
        },
    );
    let level = if doubts.is_empty() {
        said.level
    } else {
        said.level.min(ClaimLevel::Associated)
    };
    lacking.extend(doubts);
    Judgement {
        difference,
        p_trend,
        placebo,
        similar,
        by_start,
        second,
        level,
        lacking,
    }
}

/// Each area's change, the measure's against the others'.
fn difference(observed: &Observed) -> Result<Tested, NotDefined> {
    if observed.staggered {
        return ask(observed, Question::Overall);
    }
    test(observed, &observed.table.change_after(observed.before)?)
}

/// p of different directions before the start.
fn p_trend(observed: &Observed) -> Option<f64> {
    if observed.staggered {
        let asked = ask(observed, Question::DirectionBefore).ok();
        return asked.map(|tested| tested.p);
    }
    let slopes = observed.table.slope_before(observed.before).ok()?;
    test(observed, &slopes).ok().map(|t| t.p)
}

/// What the comparison of changes rests on.
fn evidence(
    observed: &Observed,
    (difference, p_trend, placebo): (&Result<Tested, NotDefined>, Option<f64>, Option<&Placebo>),
) -> Evidence {
    Evidence {
        before: observed.before,
        // The last start is the one that knows least.
        after: observed.periods.len() - observed.begun.iter().max().unwrap_or(&0),
        comparisons: observed.comparisons().len(),
        p_before: before(observed.before, p_trend, placebo),
        p: difference.as_ref().ok().map(|t| t.p),
        excludes_zero: difference
            .as_ref()
            .is_ok_and(|t| t.lower > 0.0 || t.upper < 0.0),
    }
}

/// What stands against the third level although the comparison of changes is clear.
fn doubts(
    tested: &Tested,
    (similar, second): (Option<&Similar>, Option<&SecondLook>),
    registration: Registration,
) -> Vec<Lacking> {
    let mut doubts = Vec::new();
    if similar.is_some_and(|similar| Judgement::is_regression(tested, similar)) {
        doubts.push(Lacking::Regression);
    }
    // Without a difference there is nothing a second method could bear out.
    let clear = tested.lower > 0.0 || tested.upper < 0.0;
    if clear && second.is_some_and(|second| second.disagrees(tested)) {
        doubts.push(Lacking::SecondLook);
    }
    if !registration.is_proof() {
        doubts.push(Lacking::PlanBeforeStart);
    }
    doubts
}

/// One p for trend and placebo before the start: the smaller, doubled because two were asked. Two periods show no trend.
fn before(periods: usize, p_trend: Option<f64>, placebo: Option<&Placebo>) -> Option<f64> {
    let trend = p_trend.filter(|_| periods >= 3)?;
    Some(placebo.map_or(trend, |p| (2.0 * trend.min(p.tested.p)).min(1.0)))
}

fn placebo(observed: &Observed) -> Option<Placebo> {
    let mut firsts: Vec<usize> = observed.begun.iter().map(|b| b.div_ceil(2)).collect();
    firsts.sort_unstable();
    firsts.dedup();
    let tested = if observed.staggered {
        ask(observed, Question::Pretended).ok()?
    } else {
        let before = before_only(observed).ok()?;
        test(observed, &before.change_after(*firsts.first()?).ok()?).ok()?
    };
    Some(Placebo {
        firsts: firsts.into_iter().map(|t| observed.periods[t]).collect(),
        tested,
    })
}

/// What areas did that lay as the measure's did, seen from each start of its own.
fn similar(observed: &Observed) -> Option<Similar> {
    let mut starts = observed.begun.clone();
    starts.dedup();
    let found: Vec<Similar> = starts
        .iter()
        .map(|start| similar_to(observed, *start))
        .collect::<Option<_>>()?;
    let size = |start: usize| observed.begun.iter().filter(|b| **b == start).count() as f64;
    let mean = |of: &dyn Fn(&Similar) -> f64| {
        let each = starts.iter().zip(&found);
        each.map(|(start, own)| size(*start) * of(own)).sum::<f64>() / observed.treated as f64
    };
    let mut areas: Vec<AreaKey> = found.iter().flat_map(|s| s.areas.clone()).collect();
    areas.sort();
    areas.dedup();
    Some(Similar {
        change: mean(&|s| s.change),
        measure_change: mean(&|s| s.measure_change),
        compared_change: mean(&|s| s.compared_change),
        areas,
    })
}

/// The same for the areas that began with one period.
fn similar_to(observed: &Observed, start: usize) -> Option<Similar> {
    let count = SIMILAR.min(observed.comparisons().len());
    let rows: Vec<usize> = (0..observed.areas.len())
        .filter(|&i| observed.begun.get(i).is_none_or(|own| *own == start))
        .collect();
    let values = rows.iter().map(|&i| observed.table.row(i).to_vec());
    let table = Table::new(values.collect()).ok()?;
    let treated: Vec<bool> = rows.iter().map(|&i| i < observed.treated).collect();
    let changes = if observed.staggered {
        table.change_from_last(start).ok()?
    } else {
        table.change_after(start).ok()?
    };
    let found = similar_areas(&table, (&treated, &changes), (start, count)).ok()?;
    let matched = found.matched.iter().flatten();
    Some(Similar {
        areas: matched.map(|&i| observed.areas[rows[i]].clone()).collect(),
        change: found.matched_change,
        measure_change: found.treated_change,
        compared_change: found.untreated_change,
    })
}

fn test(observed: &Observed, numbers: &[f64]) -> Result<Tested, NotDefined> {
    let found = randomisation_test(numbers, &observed.is_treated(), draws()?)?;
    Ok(found.into())
}

pub(super) fn draws() -> Result<Permutations, NotDefined> {
    Permutations::new(SETS, SEED)
}

fn before_only(observed: &Observed) -> Result<Table, NotDefined> {
    let rows = 0..observed.table.areas();
    Table::new(
        rows.map(|i| observed.table.row(i)[..observed.before].to_vec())
            .collect(),
    )
}

impl From<methods::effect::Lacking> for Lacking {
    fn from(lacking: methods::effect::Lacking) -> Self {
        use methods::effect::Lacking as L;
        match lacking {
            L::Periods => Self::Periods,
            L::Comparisons => Self::Comparisons,
            L::SameTrendBefore => Self::SameTrendBefore,
            L::Difference => Self::Difference,
        }
    }
}
