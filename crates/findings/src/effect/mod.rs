//! Effect of a measure: planned before it starts, judged against areas without it, and said with a claim level.
//!
//! One number per area, its mean after the start minus its mean before, is compared with what the areas without the
//! measure did; chance is what would appear had the measure been in any of those (randomisation over areas). Trends
//! before the start, a pretended start years earlier, areas that were as bad and got nothing, and a second look with
//! synthetic control are shown beside it; where the measure began at different times, each area is compared from the last
//! period before its own start on (Callaway and Sant'Anna). A plan laid down after the start caps what may be said.
//! Everything is computed from released figures, so a hidden value is a gap here too.

mod by_start;
mod judgement;
mod observed;
mod plan;
mod registration;
mod second_look;
mod sentences;
#[cfg(test)]
mod several_starts;
#[cfg(test)]
mod tests;
mod words;

use methods::NotDefined;
pub use methods::effect::ClaimLevel;
use vocabulary::{AreaKey, Explain, IndicatorId, Period};

pub use by_start::{ByStart, OfStart};
pub use judgement::{Judgement, Lacking, Placebo, Similar, Tested};
pub use observed::{LeftOut, Unused, WaveLeft};
pub use plan::{Comparison, Plan, PlanError, Wave};
pub use registration::Registration;
pub use second_look::{NoSecondLook, SecondLook};

use crate::Panel;
use observed::Observed;

/// What is known about a measure: its plan before the start, its result after.
#[derive(Clone, Debug)]
#[doc(alias = "Wirkung")]
pub struct Effect {
    /// The plan.
    pub plan: Plan,
    /// When it was laid down.
    pub registration: Registration,
    /// The areas of the measure that are judged.
    pub areas: Vec<AreaKey>,
    /// Parts of the plan that are not, with the reason.
    pub waves_left: Vec<(Wave, WaveLeft)>,
    /// Periods before the first start, oldest first.
    pub before: Vec<Period>,
    /// Periods from the first start on; none as long as it is only planned.
    pub after: Vec<Period>,
    /// The areas compared with.
    pub comparisons: Vec<AreaKey>,
    /// Areas that could have been, with the reason they are not.
    pub left_out: Vec<(AreaKey, LeftOut)>,
    /// Periods not used, with the reason.
    pub unused: Vec<(Period, Unused)>,
    /// Mean of the measure's areas and of those compared with, by period.
    pub means: Vec<Means>,
    /// What the areas of the measure would have been, had they changed as those compared with; from the last period before
    /// the first start on.
    pub expected: Vec<Expected>,
    /// The smallest difference the plan could show four times in five.
    pub smallest_detectable: Result<f64, NotDefined>,
    /// What was found; none before the start.
    pub judgement: Option<Judgement>,
    /// All of it in German sentences.
    pub sentences: Vec<String>,
}

impl Effect {
    /// When the measure begins in the areas that are judged.
    pub fn starts(&self) -> Vec<Period> {
        let left = |wave: &&Wave| self.waves_left.iter().all(|(own, _)| own != *wave);
        let judged = self.plan.waves.iter().filter(left);
        judged.map(|wave| wave.start).collect()
    }
}

/// Means of a period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Means {
    /// When.
    pub period: Period,
    /// Mean of the areas with the measure.
    pub measure: f64,
    /// Mean of the areas compared with; none where there are none.
    pub compared: Option<f64>,
}

/// What would have been without the measure, had its areas changed as those compared with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    /// When.
    pub period: Period,
    /// Mean of the areas of the measure.
    pub value: f64,
    /// The part of them in which it has begun.
    pub begun: f64,
}

/// Why nothing can be said at all.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NotJudged {
    /// The catalogue has no such indicator.
    #[error("there is no indicator `{0}` in the catalogue; correct the plan")]
    Indicator(IndicatorId),
    /// The tree has no such area.
    #[error("there is no area `{0}`; correct the plan")]
    Area(AreaKey),
    /// An area of the measure was redrawn.
    #[error(
        "area `{0}` was redrawn; its earlier values are estimated and nothing is tested across that"
    )]
    Redrawn(AreaKey),
    /// No value of an area of the measure is shown in any period.
    #[error("no value of area `{0}` is shown; correct the plan or take a larger area")]
    NotShown(AreaKey),
    /// Too few periods before the start.
    #[error("{have} usable periods before the start, at least 2 are needed")]
    TooFewBefore {
        /// How many there are.
        have: usize,
    },
    /// Too few cases.
    #[error("too few cases in area `{0}` before the start to tell a difference from chance")]
    TooFewCases(AreaKey),
    /// A method refused.
    #[error(transparent)]
    Method(#[from] NotDefined),
}

impl Explain for NotJudged {
    fn german(&self) -> String {
        match self {
            Self::Indicator(id) => words::say("no_indicator", &[("indicator", id.as_str())]),
            Self::Area(key) => words::say("no_area", &[("area", key.as_str())]),
            Self::Redrawn(key) => words::say("redrawn", &[("area", key.as_str())]),
            Self::NotShown(key) => words::say("not_shown", &[("area", key.as_str())]),
            Self::TooFewBefore { have } => {
                words::say("too_few_before", &[("have", &have.to_string())])
            }
            Self::TooFewCases(key) => words::say("too_few_cases", &[("area", key.as_str())]),
            Self::Method(reason) => words::say("method", &[("reason", &reason.german())]),
        }
    }
}

/// Judges a plan by released figures; before its start the smallest detectable difference alone. The caller answers for
/// the plan being older than the measure.
pub fn effect(panel: Panel<'_>, plan: &Plan) -> Result<Effect, NotJudged> {
    registered_effect(panel, plan, Registration::NotAsked)
}

/// The same where it is known when the plan was laid down: a late plan never reaches the third level.
pub fn registered_effect(
    panel: Panel<'_>,
    plan: &Plan,
    registration: Registration,
) -> Result<Effect, NotJudged> {
    let observed = Observed::of(panel, plan)?;
    let mut found = Effect {
        plan: plan.clone(),
        registration,
        areas: observed.of_measure().to_vec(),
        before: observed.periods[..observed.before].to_vec(),
        after: observed.periods[observed.before..].to_vec(),
        comparisons: observed.comparisons().to_vec(),
        means: means(&observed),
        expected: expected(&observed),
        smallest_detectable: judgement::smallest_detectable(&observed),
        judgement: (observed.before < observed.periods.len())
            .then(|| judgement::judge(&observed, registration)),
        left_out: observed.left_out,
        waves_left: observed.waves_left,
        unused: observed.unused,
        sentences: Vec::new(),
    };
    found.sentences = sentences::sentences(panel, &found);
    Ok(found)
}

fn means(observed: &Observed) -> Vec<Means> {
    let mean = |rows: std::ops::Range<usize>, period: usize| {
        let count = rows.len() as f64;
        (count > 0.0).then(|| {
            let sum: f64 = rows.map(|i| observed.table.row(i)[period]).sum();
            sum / count
        })
    };
    let periods = observed.periods.iter().enumerate();
    periods
        .map(|(t, period)| Means {
            period: *period,
            measure: mean(0..observed.treated, t).expect("a plan has areas"),
            compared: mean(observed.treated..observed.areas.len(), t),
        })
        .collect()
}

/// Each area of the measure lifted by what those compared with changed: since its own last period before, or with one
/// start since the mean of all before.
fn expected(observed: &Observed) -> Vec<Expected> {
    let all = observed.areas.len();
    if observed.treated == all {
        return Vec::new();
    }
    let compared = |t: usize| {
        let rows = (observed.treated..all).map(|i| observed.table.row(i)[t]);
        rows.sum::<f64>() / (all - observed.treated) as f64
    };
    let gap = |area: usize, start: usize| {
        let from = if observed.staggered { start - 1 } else { 0 };
        let gaps = (from..start).map(|t| observed.table.row(area)[t] - compared(t));
        gaps.sum::<f64>() / (start - from) as f64
    };
    let of_area = |(area, &start): (usize, &usize), t: usize| {
        let own = observed.staggered && t < start;
        if own {
            observed.table.row(area)[t]
        } else {
            compared(t) + gap(area, start)
        }
    };
    let count = observed.treated as f64;
    (observed.before - 1..observed.periods.len())
        .map(|t| {
            let areas = observed.begun.iter().enumerate();
            Expected {
                period: observed.periods[t],
                value: areas.map(|area| of_area(area, t)).sum::<f64>() / count,
                begun: observed.begun.iter().filter(|start| t >= **start).count() as f64 / count,
            }
        })
        .collect()
}
