//! The judgement: difference, trends before, a pretended start, similar areas, and how much may be said.

use methods::NotDefined;
use methods::effect::{
    ClaimLevel, ClaimRules, Evidence, Panel as Table, Randomisation, claim, randomisation_test,
    similar_areas,
};
use methods::spatial::Permutations;
use vocabulary::AreaKey;

use super::Registration;
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
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placebo {
    /// Which of the periods before was pretended to be the first.
    pub first: usize,
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
    let changes = before.change_after(pretended)?;
    methods::effect::smallest_detectable(&changes, observed.treated, draws()?)
}

pub(super) fn judge(observed: &Observed, registration: Registration) -> Judgement {
    let difference = observed
        .table
        .change_after(observed.before)
        .and_then(|changes| test(observed, &changes));
    let p_trend = p_trend(observed);
    let placebo = placebo(observed);
    let similar = similar(observed);
    let said = claim(
        evidence(observed, (&difference, p_trend, placebo.as_ref())),
        ClaimRules::default(),
    );
    let second = second_look(observed);
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
        second,
        level,
        lacking,
    }
}

/// p of different directions before the start.
fn p_trend(observed: &Observed) -> Option<f64> {
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
        after: observed.periods.len() - observed.before,
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
    let first = observed.before.div_ceil(2);
    let before = before_only(observed).ok()?;
    let changes = before.change_after(first).ok()?;
    let tested = test(observed, &changes).ok()?;
    Some(Placebo { first, tested })
}

fn similar(observed: &Observed) -> Option<Similar> {
    let count = SIMILAR.min(observed.comparisons().len());
    let found = similar_areas(
        &observed.table,
        &observed.is_treated(),
        (observed.before, count),
    )
    .ok()?;
    let mut areas: Vec<AreaKey> = found
        .matched
        .iter()
        .flatten()
        .map(|&i| observed.areas[i].clone())
        .collect();
    areas.sort();
    areas.dedup();
    Some(Similar {
        areas,
        change: found.matched_change,
        measure_change: found.treated_change,
        compared_change: found.untreated_change,
    })
}

fn test(observed: &Observed, numbers: &[f64]) -> Result<Tested, NotDefined> {
    let found = randomisation_test(numbers, &observed.is_treated(), draws()?)?;
    Ok(found.into())
}

fn draws() -> Result<Permutations, NotDefined> {
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
