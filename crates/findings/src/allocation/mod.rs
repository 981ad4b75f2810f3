//! Needs-based allocation: money to the cent or whole posts, by people concerned and social situation.
//!
//! need = people · max(0, 1 + λ·(value − mean)/standard deviation). λ is a political decision: the result stands beside
//! those of other λ, and nothing here recommends one. Needs come from released figures; a hidden value counts as the
//! average and is said to do so.

mod euro;
mod plan;
mod sharing;
#[cfg(test)]
mod tests;
mod words;

use methods::NotDefined;
use serde::{Deserialize, Serialize};
use vocabulary::causes::WrittenFault;
use vocabulary::{AreaKey, Explain, IndicatorId, Period, german_number};

pub use euro::{Euro, EuroError};
pub use plan::{Plan, Plans, STARTER_PLANS, Today, Total};
pub use sharing::allocate;

/// What each area gets, and under other weights of the social situation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[doc(alias = "Verteilung nach Bedarf")]
pub struct Allocation {
    /// What was shared out, and how.
    pub plan: Plan,
    /// The period of the need.
    pub period: Period,
    /// What each area gets, in the order of their keys.
    pub shares: Vec<Share>,
    /// The same under each of the plan's weights.
    pub sensitivity: Vec<UnderLambda>,
    /// Areas with an equal claim to the last unit; none without a tie.
    pub tied: Vec<AreaKey>,
    /// What a reader must know beside it, in German.
    pub notes: Vec<String>,
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
    /// „0,5“.
    pub fn lambda_in_german(lambda: f64) -> String {
        german_number(lambda, 2)
            .trim_end_matches('0')
            .trim_end_matches(',')
            .to_owned()
    }
}
