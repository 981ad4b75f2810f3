//! What is to be shared out, among which areas, by which need.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use vocabulary::causes::WrittenFault;
use vocabulary::{AreaKey, IndicatorId, LevelId};

use super::{AllocationError, Euro};

/// The highest weight of the social situation that is taken for meant.
const HIGHEST_LAMBDA: f64 = 10.0;

/// What is to be shared out and by which need.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "Verteilungsplan")]
pub struct Plan {
    /// German name of what is shared out.
    pub name: String,
    /// Among the areas of this level.
    pub level: LevelId,
    /// The indicator of the social situation, unless an index is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need: Option<IndicatorId>,
    /// The preset whose index is the social situation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<String>,
    /// The people concerned: the numerator of this indicator; the denominator of the need if none is named. An index has
    /// no denominator, so it needs this.
    #[serde(default)]
    pub people: Option<IndicatorId>,
    /// The people concerned in words: „Kinder unter 15 Jahren“; the catalogue's words if none are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whom: Option<String>,
    /// Money or posts.
    pub total: Total,
    /// How much the social situation counts: a political decision, never a finding.
    pub lambda: f64,
    /// Other weights to show beside it.
    #[serde(default = "usual_lambdas")]
    pub lambdas: Vec<f64>,
    /// What each area gets at least.
    #[serde(default)]
    pub floor: Option<Total>,
    /// What each area gets at most.
    #[serde(default)]
    pub cap: Option<Total>,
    /// How it is shared out today, where that is known.
    #[serde(default)]
    pub today: Vec<Today>,
}

/// The plans the product comes with, as TOML.
pub const STARTER_PLANS: &str = include_str!("../../allocation.toml");

/// The plans whose results stand in a release.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plans {
    /// In the order in which they are told.
    #[serde(rename = "allocation")]
    pub plans: Vec<Plan>,
}

impl Plans {
    /// Reads plans from TOML.
    pub fn load(file: &str, text: &str) -> Result<Self, AllocationError> {
        let plans: Self = read(file, text)?;
        plans.plans.iter().try_for_each(|plan| plan.check(file))?;
        Ok(plans)
    }

    /// The plans the product comes with.
    ///
    /// # Panics
    /// Never: they are part of the program and tested.
    ///
    /// ```
    /// assert_eq!(findings::allocation::Plans::starter().plans.len(), 1);
    /// ```
    pub fn starter() -> Self {
        Self::load("allocation.toml", STARTER_PLANS).expect("the plans of the program are tested")
    }
}

/// An amount of what is shared out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Total {
    /// Money, to the cent.
    Money(Euro),
    /// Whole posts or places.
    Posts(u32),
}

/// What an area has today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Today {
    /// Where.
    pub area: AreaKey,
    /// How much.
    pub amount: Total,
}

fn usual_lambdas() -> Vec<f64> {
    vec![0.0, 0.25, 0.5, 0.75, 1.0]
}

impl Total {
    /// In the smallest units: cents or posts.
    pub fn units(self) -> u64 {
        match self {
            Self::Money(euro) => euro.cents(),
            Self::Posts(posts) => u64::from(posts),
        }
    }

    /// So many smallest units of the same kind.
    #[must_use]
    pub fn with_units(self, units: u64) -> Self {
        match self {
            Self::Money(_) => Self::Money(Euro::from_cents(units)),
            Self::Posts(_) => Self::Posts(u32::try_from(units).unwrap_or(u32::MAX)),
        }
    }

    fn same_kind(self, other: Self) -> bool {
        matches!(
            (self, other),
            (Self::Money(_), Self::Money(_)) | (Self::Posts(_), Self::Posts(_))
        )
    }
}

impl std::fmt::Display for Total {
    /// „35.000,00 €“, „12 Stellen“.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Money(euro) => euro.fmt(f),
            Self::Posts(posts) => {
                let number = vocabulary::german_number(f64::from(*posts), 0);
                let word = if *posts == 1 { "post" } else { "posts" };
                write!(f, "{number} {}", super::words::say(word, &[]))
            }
        }
    }
}

impl Plan {
    /// Reads a plan from TOML.
    ///
    /// ```
    /// let plan = findings::allocation::Plan::load("plan.toml", r#"
    /// name = "Sprachförderung"
    /// level = "municipality"
    /// need = "EIN03"
    /// total = { money = "35.000,00" }
    /// lambda = 0.5
    /// "#)?;
    /// assert_eq!(plan.total.units(), 3_500_000);
    /// # Ok::<(), findings::allocation::AllocationError>(())
    /// ```
    pub fn load(file: &str, text: &str) -> Result<Self, AllocationError> {
        let plan: Self = read(file, text)?;
        plan.check(file)?;
        Ok(plan)
    }

    /// What a file can say wrongly although every line of it can be read.
    fn check(&self, file: &str) -> Result<(), AllocationError> {
        let refused = |problem| AllocationError::Content {
            file: file.to_owned(),
            name: self.name.clone(),
            problem,
        };
        match (&self.need, &self.index) {
            (None, None) => return Err(refused("no_situation")),
            (Some(_), Some(_)) => return Err(refused("two_situations")),
            (None, Some(_)) if self.people.is_none() => return Err(refused("index_of_whom")),
            _ => {}
        }
        let mut lambdas = self.lambdas.iter().chain([&self.lambda]);
        if !lambdas.all(|lambda| (0.0..=HIGHEST_LAMBDA).contains(lambda)) {
            return Err(refused("lambda"));
        }
        let mut seen = BTreeSet::new();
        if !self.today.iter().all(|today| seen.insert(&today.area)) {
            return Err(refused("today_twice"));
        }
        Ok(())
    }

    /// Floor and cap of every area in smallest units.
    pub(super) fn limits(&self) -> Result<(u64, u64), AllocationError> {
        let amounts = self.floor.iter().chain(&self.cap);
        let today = self.today.iter().map(|t| &t.amount);
        if amounts.chain(today).any(|a| !a.same_kind(self.total)) {
            return Err(AllocationError::Mixed);
        }
        let floor = self.floor.map_or(0, Total::units);
        let cap = self.cap.map_or(self.total.units(), Total::units);
        // A floor above the total is infeasible and told as such, not as a cap below its floor.
        if self.cap.is_some() && cap < floor {
            return Err(AllocationError::CapBelowFloor);
        }
        Ok((floor, cap.max(floor)))
    }
}

fn read<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, AllocationError> {
    toml::from_str(text).map_err(|error| AllocationError::Toml {
        file: file.to_owned(),
        fault: WrittenFault::of_toml(text, &error),
    })
}
