//! Needs-based allocation: money to the cent or whole posts, by people concerned and social situation.
//!
//! need = people · max(0, 1 + λ·(value − mean)/standard deviation). λ is a political decision: the result stands beside
//! those of other λ, and nothing here recommends one. The value is an indicator's, or the index of a preset. Needs come
//! from released figures; a hidden value counts as the average and is said to do so.

mod euro;
mod plan;
mod sharing;
mod situation;
#[cfg(test)]
mod tests;
mod words;

use methods::NotDefined;
use serde::{Deserialize, Serialize};
use vocabulary::causes::WrittenFault;
use vocabulary::{AreaKey, Explain, IndicatorId, LevelId, Period, german_number};

pub use euro::{Euro, EuroError};
pub use plan::{Plan, Plans, STARTER_PLANS, Today, Total};
pub use sharing::{allocate, allocate_by};

use crate::Refusal;

/// What each area gets, and under other weights of the social situation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[doc(alias = "Verteilung nach Bedarf")]
pub struct Allocation {
    /// What was shared out, and how.
    pub plan: Plan,
    /// The period of the need.
    pub period: Period,
    /// How the need was measured.
    pub measured: Measured,
    /// What each area gets, in the order of their keys.
    pub shares: Vec<Share>,
    /// The same under each of the plan's weights.
    pub sensitivity: Vec<UnderLambda>,
    /// Areas with an equal claim to the last unit; none without a tie.
    pub tied: Vec<AreaKey>,
    /// What a reader must know beside it, in German.
    pub notes: Vec<String>,
}

/// How the need was measured, in words and numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// German name of the social situation.
    pub situation: String,
    /// Its unit.
    pub unit: String,
    /// Its decimals.
    pub decimals: u8,
    /// German name of the people concerned.
    pub people: String,
    /// Mean of the situation over the areas with people.
    pub mean: f64,
    /// Its standard deviation.
    pub deviation: f64,
    /// Where the numbers come from.
    pub sources: Vec<String>,
}

/// What an area gets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// Where.
    pub area: AreaKey,
    /// People concerned; none where that is not shown.
    pub people: Option<f64>,
    /// The social situation; none where that is not shown.
    pub situation: Option<f64>,
    /// Its need: the people, weighed.
    pub need: f64,
    /// Its part of all need, 0 to 1.
    pub part: f64,
    /// How much.
    pub amount: Total,
    /// Whether floor or cap decided.
    pub bound: Bound,
    /// How much it has today.
    pub today: Option<Total>,
}

/// What decided an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// Need alone.
    Need,
    /// The floor.
    Floor,
    /// The cap.
    Cap,
}

/// Amounts under another weight, in the order of the shares.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnderLambda {
    /// The weight.
    pub lambda: f64,
    /// The amounts; none where floors and caps leave no way under this weight.
    pub amounts: Option<Vec<Total>>,
}

/// Why nothing is shared out.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum AllocationError {
    /// Not the TOML expected.
    #[error("{file}, line {}: {}", fault.line, fault.english)]
    Toml {
        /// File.
        file: String,
        /// Where and what.
        fault: WrittenFault,
    },
    /// A plan that contradicts itself.
    #[error("{file}: {problem}; correct the plan `{name}`")]
    Content {
        /// File.
        file: String,
        /// Name of the plan.
        name: String,
        /// Key of the German sentence.
        problem: &'static str,
    },
    /// The catalogue has no such indicator.
    #[error("there is no indicator `{0}` in the catalogue")]
    UnknownIndicator(IndicatorId),
    /// There is no such level.
    #[error("there is no level `{0}`")]
    UnknownLevel(LevelId),
    /// There is no such preset.
    #[error("there is no preset `{0}`")]
    UnknownPreset(String),
    /// The index cannot be made.
    #[error("no index `{preset}`: {reason}")]
    Index {
        /// Which preset.
        preset: String,
        /// Why not.
        reason: Refusal,
    },
    /// Nobody is concerned, or nobody shown.
    #[error("no area has a need: the people concerned are unknown or none everywhere")]
    NoNeed,
    /// Money and posts in one plan.
    #[error("total, floor, cap and today must all be money or all be posts")]
    Mixed,
    /// A cap below the floor.
    #[error("the cap is below the floor")]
    CapBelowFloor,
    /// No figures to share out by.
    #[error("there is no shown value of `{0}` on this level")]
    NoFigures(IndicatorId),
    /// Floors or caps leave no way.
    #[error("{total} cannot be shared out: {least} to {most} is possible")]
    Infeasible {
        /// What there is.
        total: Total,
        /// What the floors ask for.
        least: Total,
        /// What the caps let through.
        most: Total,
    },
    /// A method refused.
    #[error(transparent)]
    Method(#[from] NotDefined),
}

impl Explain for AllocationError {
    fn german(&self) -> String {
        match self {
            Self::Toml { file, fault } => words::say(
                "toml",
                &[("file", file), ("fault", &fault.german_with_place())],
            ),
            Self::Content {
                file,
                name,
                problem,
            } => words::say(problem, &[("file", file), ("name", name)]),
            Self::UnknownIndicator(id) => {
                words::say("unknown_indicator", &[("indicator", id.as_str())])
            }
            Self::UnknownLevel(level) => words::say("unknown_level", &[("level", level.as_str())]),
            Self::UnknownPreset(preset) => words::say("unknown_preset", &[("preset", preset)]),
            Self::Index { preset, reason } => words::say(
                "no_index",
                &[("preset", preset), ("reason", &reason.german())],
            ),
            Self::NoNeed => words::say("no_need", &[]),
            Self::Mixed => words::say("mixed", &[]),
            Self::CapBelowFloor => words::say("cap_below_floor", &[]),
            Self::NoFigures(id) => words::say("no_figures", &[("indicator", id.as_str())]),
            Self::Infeasible { total, least, most } => {
                let key = if total.units() < least.units() {
                    "floors"
                } else {
                    "caps"
                };
                let (total, least, most) = (total.to_string(), least.to_string(), most.to_string());
                words::say(
                    key,
                    &[("total", &total), ("least", &least), ("most", &most)],
                )
            }
            Self::Method(reason) => words::say("method", &[("reason", &reason.german())]),
        }
    }
}

impl Allocation {
    /// The smallest and the largest of the plan's weights that can be carried out; none where there are not two.
    pub fn ends(&self) -> Option<(&UnderLambda, &UnderLambda)> {
        let possible = || self.sensitivity.iter().filter(|u| u.amounts.is_some());
        let low = possible().min_by(|a, b| a.lambda.total_cmp(&b.lambda))?;
        let high = possible().max_by(|a, b| a.lambda.total_cmp(&b.lambda))?;
        (low.lambda < high.lambda).then_some((low, high))
    }

    /// Who gets more and who gets less, in smallest units, where the social situation counts most instead of least.
    pub fn shifts(&self) -> Vec<(&AreaKey, i128)> {
        let units = |under: &UnderLambda| -> Vec<i128> {
            let amounts = under.amounts.iter().flatten();
            amounts.map(|a| i128::from(a.units())).collect()
        };
        let Some((low, high)) = self.ends() else {
            return Vec::new();
        };
        let pairs = units(low).into_iter().zip(units(high));
        let areas = self.shares.iter().map(|s| &s.area);
        areas.zip(pairs.map(|(l, h)| h - l)).collect()
    }

    /// „0,5“.
    pub fn lambda_in_german(lambda: f64) -> String {
        german_number(lambda, 2)
            .trim_end_matches('0')
            .trim_end_matches(',')
            .to_owned()
    }
}
