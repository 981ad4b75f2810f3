//! The record of an index: every choice, every parameter, every area with its doubts, and why others have none.
//!
//! A release keeps it as it is, so that an edition opened years later says what it said then.

use serde::{Deserialize, Serialize};
use vocabulary::{AreaKey, IndicatorId, LevelId, Period};

use super::preset::{Direction, Preset};

/// An index over the years.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IndexResult {
    /// The preset it was made by, whole.
    pub preset: Preset,
    /// The level whose areas were compared.
    pub level: LevelId,
    /// The indicators in words, in the order of the preset.
    pub indicators: Vec<IngredientText>,
    /// The periods, oldest first; the newest with its doubts.
    pub periods: Vec<IndexPeriod>,
    /// Periods that could not be made, and why in German.
    pub not_defined: Vec<NotDefinedPeriod>,
}

/// An indicator of an index in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IngredientText {
    /// Its id.
    pub id: IndicatorId,
    /// Short German name.
    pub name: String,
    /// Full German name.
    pub full_name: String,
    /// Unit.
    pub unit: String,
    /// Decimals shown.
    pub decimals: u8,
    /// Which way it points.
    pub direction: Direction,
}

/// A period without an index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotDefinedPeriod {
    /// When.
    pub period: Period,
    /// Why, in German.
    pub reason: String,
}

/// The index of a period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IndexPeriod {
    /// When.
    pub period: Period,
    /// What was done to each indicator.
    pub parts: Vec<PartRecord>,
    /// The areas with an index, in the order of their keys: no ranking.
    pub areas: Vec<IndexedArea>,
    /// The others, in the order of their keys.
    pub left_out: Vec<LeftOut>,
    /// Areas without a class of change, and why.
    pub without_dynamics: Vec<LeftOut>,
    /// Why nothing is said about change at all, in German.
    pub no_dynamics: Option<String>,
    /// What the index depends on; told for the newest period.
    pub checks: Option<Checks>,
    /// Why there are no checks, in German.
    pub no_checks: Option<String>,
}

/// What was done to an indicator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartRecord {
    /// Version of its definition.
    pub definition_version: u32,
    /// How many areas of the index have a value.
    pub present: usize,
    /// Areas whose gap was filled.
    pub filled: Vec<AreaKey>,
    /// How many extreme values were replaced.
    pub drawn_in: usize,
    /// The parameters of its scale: mean and standard deviation, or least and largest value; of the base year, if any.
    pub scale: Option<(f64, f64)>,
    /// Its weight.
    pub weight: f64,
    /// Its correlation with the factor, where weights come from one.
    pub loading: Option<f64>,
}

/// An area with an index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IndexedArea {
    /// The area.
    pub area: AreaKey,
    /// The index in standard deviations; high is a burden.
    pub index: f64,
    /// The class, 0 being the least burden.
    pub class: usize,
    /// What each indicator adds; they add up to the index. Empty where the index is not a sum.
    pub contributions: Vec<Option<f64>>,
    /// How sure it is.
    pub doubt: Option<AreaDoubt>,
    /// Where it is going.
    pub dynamics: Option<AreaDynamics>,
}

/// How sure an area's place is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AreaDoubt {
    /// Rank at 5 % of the draws; 1 is the highest burden.
    pub lower_rank: u32,
    /// Median rank.
    pub median_rank: u32,
    /// Rank at 95 % of the draws.
    pub upper_rank: u32,
    /// Share of the draws in each class.
    pub class_shares: Vec<f64>,
    /// Whether enough draws agree on the class that it is named.
    pub stable: bool,
}

/// Where an area is going.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AreaDynamics {
    /// The index of change in standard deviations; high is getting worse.
    pub index: f64,
    /// The class, 0 getting better.
    pub class: usize,
    /// Share of the draws in each class; empty where they were not drawn.
    pub class_shares: Vec<f64>,
    /// Whether enough draws agree on the class that it is named.
    pub stable: bool,
}

/// An area without a result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The area.
    pub area: AreaKey,
    /// Why, in German.
    pub reason: String,
}

/// What the index depends on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Checks {
    /// Correlations of the indicators.
    pub correlation: Vec<Vec<f64>>,
    /// Cronbach's alpha.
    pub alpha: Option<f64>,
    /// Share of all variance in the first principal component.
    pub first_component: f64,
    /// What each indicator weighs in effect.
    pub effective_weights: Vec<f64>,
    /// What leaving out each indicator does.
    pub left_one_out: Vec<LeftOneOut>,
    /// How much each choice explains of the shift in ranks.
    pub choices: Vec<ChoiceShare>,
}

/// What leaving out an indicator does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeftOneOut {
    /// The indicator left out.
    pub indicator: IndicatorId,
    /// Mean shift in ranks.
    pub mean_shift: f64,
    /// How many areas change their class.
    pub other_class: usize,
}

/// What a choice explains of the shift in ranks (Sobol).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChoiceShare {
    /// The choice in English, as the method names it.
    pub choice: String,
    /// Its share alone.
    pub first_order: f64,
    /// Its share together with others.
    pub total: f64,
}

impl IndexResult {
    /// The newest period.
    pub fn newest(&self) -> Option<&IndexPeriod> {
        self.periods.last()
    }

    /// A period.
    pub fn at(&self, period: Period) -> Option<&IndexPeriod> {
        self.periods.iter().find(|p| p.period == period)
    }
}

impl IndexPeriod {
    /// The index of an area.
    pub fn area(&self, key: &AreaKey) -> Option<&IndexedArea> {
        let found = self.areas.binary_search_by(|a| a.area.cmp(key));
        found.ok().map(|at| &self.areas[at])
    }
}
