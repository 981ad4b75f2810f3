//! Effect of a measure: planned before it starts, judged against areas without it, and said with a claim level.
//!
//! One number per area, its mean after the start minus its mean before, is compared with what the areas without the
//! measure did; chance is what would appear had the measure been in any of those (randomisation over areas). Trends
//! before the start, a pretended start years earlier, areas that were as bad and got nothing, and a second look with
//! synthetic control are shown beside it; a plan laid down after the start caps what may be said.
//! Everything is computed from released figures, so a hidden value is a gap here too.

mod judgement;
mod observed;
mod plan;
mod registration;
mod second_look;
mod sentences;
#[cfg(test)]
mod tests;
mod words;

use methods::NotDefined;
pub use methods::effect::ClaimLevel;
use vocabulary::{AreaKey, Explain, IndicatorId, Period};

pub use judgement::{Judgement, Lacking, Placebo, Similar, Tested};
pub use observed::{LeftOut, Unused};
pub use plan::{Comparison, Plan, PlanError};
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
    /// Periods before the start, oldest first.
    pub before: Vec<Period>,
    /// Periods from the start on; none as long as it is only planned.
    pub after: Vec<Period>,
    /// The areas compared with.
    pub comparisons: Vec<AreaKey>,
    /// Areas that could have been, with the reason they are not.
    pub left_out: Vec<(AreaKey, LeftOut)>,
    /// Periods not used, with the reason.
    pub unused: Vec<(Period, Unused)>,
    /// Mean of the measure's areas and of those compared with, by period.
    pub means: Vec<Means>,
    /// The smallest difference the plan could show four times in five.
    pub smallest_detectable: Result<f64, NotDefined>,
    /// What was found; none before the start.
    pub judgement: Option<Judgement>,
    /// All of it in German sentences.
    pub sentences: Vec<String>,
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
        before: observed.periods[..observed.before].to_vec(),
        after: observed.periods[observed.before..].to_vec(),
        comparisons: observed.comparisons().to_vec(),
        means: means(&observed),
        smallest_detectable: judgement::smallest_detectable(&observed),
        judgement: (observed.before < observed.periods.len())
            .then(|| judgement::judge(&observed, registration)),
        left_out: observed.left_out,
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
