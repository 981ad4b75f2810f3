//! The outlook: how many people of which age there will be if a past goes on, in the county and in its small areas, with
//! the range of what was seen, and what that means by guide values.
//!
//! It stands on released figures only (ADR 0009). The range is not a confidence interval: it holds what follows from each
//! past window, widened to the errors the same calculation would have made before.

mod bands;
mod county;
mod making;
mod need;
mod people;
mod plan;
mod range;
mod sharing;
mod small_areas;
#[cfg(test)]
mod tests;
mod words;

use methods::NotDefined;
use serde::{Deserialize, Serialize};
use vocabulary::causes::WrittenFault;
use vocabulary::{AreaKey, Explain, IndicatorId, Period};

pub use making::outlook;
pub use need::{NeedAhead, NeedAt, NeedIn, PlacesToday};
pub use plan::{Guide, GuideValue, Pattern, Plan, STARTER_OUTLOOK, Stands, Word};

/// People ahead, in the county and its areas, and what they need.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[doc(alias = "Ausblick")]
pub struct Outlook {
    /// What it stands on.
    pub plan: Plan,
    /// The first reference year used.
    pub first: i32,
    /// The last one: the outlook begins after it.
    pub newest: i32,
    /// Years ahead for the county.
    pub years: i32,
    /// Years ahead for its areas.
    pub small_area_years: i32,
    /// The pasts whose going on was reckoned: first and last year; the newest, which is the central line, last.
    pub windows: Vec<(i32, i32)>,
    /// So many past years were projected and compared with what came.
    pub tests: usize,
    /// The county: everybody first, then the plan's age groups.
    pub county: Vec<GroupAhead>,
    /// Where the change of the newest window came from.
    pub balance: Balance,
    /// Its areas in the order of their keys.
    pub areas: Vec<AreaAhead>,
    /// What guide values ask for.
    pub needs: Vec<NeedAhead>,
    /// What a reader must know beside it, in German.
    pub notes: Vec<String>,
}

/// An age group of the county.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupAhead {
    /// `total`, `0-2`.
    pub group: String,
    /// What was, oldest first.
    pub known: Vec<Known>,
    /// What comes, year by year.
    pub ahead: Vec<Ahead>,
    /// The largest error of the same calculation in the past, a share of the group and per year ahead.
    pub error: Option<f64>,
}

/// People of a year.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// At its end.
    pub year: i32,
    /// How many.
    pub count: f64,
}

/// People of a year to come, in whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ahead {
    /// At its end.
    pub year: i32,
    /// If the newest window goes on.
    pub count: f64,
    /// At least, of all that was reckoned.
    pub lower: f64,
    /// At most.
    pub upper: f64,
}

/// Where the change of people in a window came from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Balance {
    /// More people at the end of the window than at its beginning.
    pub change: f64,
    /// Births.
    pub births: f64,
    /// Deaths.
    pub deaths: f64,
    /// Who came less who left, as told; none where that is not told for every year.
    pub moves: Option<f64>,
}

/// An area ahead, or why not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AreaAhead {
    /// Where.
    pub area: AreaKey,
    /// Everybody first, then the plan's age groups; empty where it is not projected.
    pub groups: Vec<AreaGroup>,
    /// Why it is not projected, in German.
    pub reason: Option<String>,
}

/// An age group of an area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AreaGroup {
    /// `total`, `0-2`.
    pub group: String,
    /// Today; none where a part of it is hidden.
    pub now: Option<f64>,
    /// At the end of the areas' years.
    pub ahead: Ahead,
}

/// Why there is no outlook.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum OutlookError {
    /// Not the TOML expected.
    #[error("{file}, line {}: {}", fault.line, fault.english)]
    Toml {
        /// File.
        file: String,
        /// Where and what.
        fault: WrittenFault,
    },
    /// Something in the plan cannot be.
    #[error("{file}: {problem}; correct the plan")]
    Content {
        /// File.
        file: String,
        /// Key of the German sentence.
        problem: &'static str,
    },
    /// No people by age and sex.
    #[error("`{0}` does not tell people by age and sex in bands from 0 to an open one")]
    NoAges(IndicatorId),
    /// An age group the bands do not make.
    #[error("the age group `{group}` cannot be made of the bands {bands}")]
    Group {
        /// The group.
        group: String,
        /// What there is.
        bands: String,
    },
    /// The groups do not tile all ages.
    #[error("the age groups must hold every age once")]
    Groups,
    /// Too few years in a row.
    #[error("{found} reference dates in a row, {needed} are needed; missing: {missing}")]
    TooFewYears {
        /// How many there are, up to the newest.
        found: usize,
        /// How many are needed.
        needed: usize,
        /// What ends the row, in German.
        missing: String,
    },
    /// A method refused.
    #[error(transparent)]
    Method(#[from] NotDefined),
}

impl Explain for OutlookError {
    fn german(&self) -> String {
        match self {
            Self::Toml { file, fault } => words::say(
                "toml",
                &[("file", file), ("fault", &fault.german_with_place())],
            ),
            Self::Content { file, problem } => {
                let fault = words::say(problem, &[]);
                words::say("toml", &[("file", file), ("fault", &fault)])
            }
            Self::NoAges(id) => words::say("no_ages", &[("indicator", id.as_str())]),
            Self::Group { group, bands } => {
                words::say("group", &[("group", group), ("bands", bands)])
            }
            Self::Groups => words::say("groups", &[]),
            Self::TooFewYears {
                found,
                needed,
                missing,
            } => words::say(
                "too_few_years",
                &[
                    ("found", &found.to_string()),
                    ("needed", &needed.to_string()),
                    ("missing", missing),
                ],
            ),
            Self::Method(reason) => words::say("method", &[("reason", &reason.german())]),
        }
    }
}

impl Outlook {
    /// An age group of the county.
    pub fn group(&self, group: &str) -> Option<&GroupAhead> {
        self.county.iter().find(|g| g.group == group)
    }

    /// „0 bis 2“, „80 und älter“, „alle“.
    pub fn group_in_german(group: &str) -> String {
        if group == "total" {
            return words::say("everybody", &[]);
        }
        match (group.strip_suffix('+'), group.split_once('-')) {
            (Some(from), _) => words::say("and_older", &[("from", from)]),
            (None, Some((from, to))) => words::say("from_to", &[("from", from), ("to", to)]),
            (None, None) => group.to_owned(),
        }
    }

    /// How it was reckoned, what the range is and what it is not: three sentences for every reader.
    pub fn method(&self) -> Vec<String> {
        let newest = self.windows.last().copied();
        let (from, to) = newest.unwrap_or((self.first, self.newest));
        let (from, to) = (from.to_string(), to.to_string());
        let tests = self.tests.to_string();
        let count = self.windows.len().to_string();
        let range = if self.tests == 0 {
            "range_windows"
        } else {
            "range"
        };
        vec![
            words::say("method_county", &[("from", &from), ("to", &to)]),
            words::say(range, &[("count", &count), ("tests", &tests)]),
            words::say(
                "method_areas",
                &[("years", &self.small_area_years.to_string())],
            ),
        ]
    }

    /// The last year the county is told for.
    pub fn horizon(&self) -> Period {
        Period::Year(self.newest + self.years)
    }

    /// The year its areas are told for.
    pub fn small_area_horizon(&self) -> Period {
        Period::Year(self.newest + self.small_area_years)
    }
}
