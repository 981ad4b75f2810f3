//! The preset of an index as data: which indicators, and every choice on the way from them to a class.

use methods::index::{Aggregation, Normalisation, USUAL_LEAST_WEIGHT};
use serde::{Deserialize, Serialize};
use vocabulary::{AreaKey, IndicatorId, LevelId};

use super::PresetError;

/// The presets the product comes with, the county's own first: file name and text.
pub const STARTER_PRESETS: [(&str, &str); 4] = [
    (
        "soziale-lage.toml",
        include_str!("../../presets/soziale-lage.toml"),
    ),
    (
        "soziale-lage-faktor.toml",
        include_str!("../../presets/soziale-lage-faktor.toml"),
    ),
    ("mss-2013.toml", include_str!("../../presets/mss-2013.toml")),
    ("mss-2021.toml", include_str!("../../presets/mss-2021.toml")),
];

/// More scenarios than this say nothing more and take long.
const MOST_DRAWS: usize = 100_000;

/// A way to make an index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// Its id.
    pub id: String,
    /// Raised with every change.
    pub version: u32,
    /// German name.
    pub name: String,
    /// What it is for, in German.
    pub purpose: String,
    /// The level whose areas are compared; the lowest if none is named.
    #[serde(default)]
    pub level: Option<LevelId>,
    /// Which areas take part.
    #[serde(default)]
    pub areas: AreaChoice,
    /// The indicators.
    #[serde(rename = "indicator")]
    pub indicators: Vec<Ingredient>,
    /// How they become one number.
    #[serde(default)]
    pub method: Method,
    /// The classes of the level.
    pub status: ClassNames,
    /// The classes of the change.
    #[serde(default)]
    pub dynamics: Option<DynamicsChoice>,
    /// How its uncertainty is told.
    #[serde(default)]
    pub doubt: Doubt,
}

/// Which areas take part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AreaChoice {
    /// The indicator that counts the people.
    pub population: Option<IndicatorId>,
    /// Areas with fewer people have no index.
    pub least_population: u32,
    /// Areas left out by decision.
    pub left_out: Vec<AreaKey>,
    /// An area whose values are all 0 counts as not delivered.
    pub zeros_are_missing: bool,
}

/// An indicator of an index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ingredient {
    /// Its id.
    pub id: IndicatorId,
    /// Its weight, where weights are `given`.
    #[serde(default = "one")]
    pub weight: f64,
    /// Which way it points, where the catalogue does not say.
    #[serde(default)]
    pub direction: Option<Direction>,
}

/// Which way an indicator points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is hardship.
    HigherIsBurden,
    /// More is better.
    HigherIsBetter,
}

/// How indicators become one number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Method {
    /// The recipe as a whole.
    pub recipe: Recipe,
    /// How an indicator is brought to a scale.
    pub normalisation: Scaling,
    /// What is done about extreme values.
    pub outliers: Outliers,
    /// What is done about gaps.
    pub gaps: Filling,
    /// Where weights come from.
    pub weights: Weighting,
    /// How scores are put together.
    pub aggregation: Together,
    /// The share of weight an area needs.
    pub least_weight: f64,
    /// The year whose means and deviations hold for all years.
    pub base_year: Option<i32>,
}

impl Default for Method {
    fn default() -> Self {
        Self {
            recipe: Recipe::Composite,
            normalisation: Scaling::ZScore,
            outliers: Outliers::Keep,
            gaps: Filling::LeaveOut,
            weights: Weighting::Equal,
            aggregation: Together::Arithmetic,
            least_weight: USUAL_LEAST_WEIGHT,
            base_year: None,
        }
    }
}

/// The recipe as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipe {
    /// Step by step, as the preset says.
    Composite,
    /// Berlin's, to the letter: all values must be there, population standard deviation, equal weights.
    Mss,
}

/// How an indicator is brought to a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scaling {
    /// Deviation from the mean in standard deviations.
    ZScore,
    /// From 1 to 100.
    MinMax,
    /// Rank from 0 to 1.
    PercentileRank,
}

/// What is done about extreme values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outliers {
    /// They stay.
    Keep,
    /// At most five are replaced by the next value where the distribution is skewed.
    Winsorise,
}

/// What is done about gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filling {
    /// The other indicators carry the weight.
    LeaveOut,
    /// The median of all areas, marked.
    Median,
}

/// Where weights come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weighting {
    /// The same for all.
    Equal,
    /// As the preset says.
    Given,
    /// By the scores of a model with one factor.
    OneFactor,
    /// By the squared loadings of the first principal component.
    PrincipalComponent,
}

/// How scores are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Together {
    /// Weighted mean: a good value makes up for a bad one.
    Arithmetic,
    /// Geometric mean: it makes up for less.
    Geometric,
    /// Pairs of areas compared: nothing makes up for anything.
    Copeland,
}

/// Classes with neutral names, the lowest burden first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassNames {
    /// Limits in standard deviations of the index, rising.
    pub cuts: Vec<f64>,
    /// One more name than limits.
    pub names: Vec<String>,
}

/// The change and its classes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DynamicsChoice {
    /// Over how many years, where the change is computed from the shares.
    #[serde(default)]
    pub years: u8,
    /// Ready-made changes, in the order of the indicators.
    #[serde(default)]
    pub changes: Vec<IndicatorId>,
    /// Limits in standard deviations of the index, rising.
    pub cuts: Vec<f64>,
    /// One more name than limits, from getting better to getting worse.
    pub names: Vec<String>,
}

/// How the uncertainty of an index is told.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Doubt {
    /// How many ways to make the index are tried.
    pub draws: usize,
    /// A class is shown where at least this share of them agrees.
    pub stability: f64,
}

impl Default for Doubt {
    fn default() -> Self {
        Self {
            draws: 2_000,
            stability: 0.7,
        }
    }
}

fn one() -> f64 {
    1.0
}

impl Preset {
    /// Reads a preset.
    pub fn load(file: &str, text: &str) -> Result<Self, PresetError> {
        let preset: Self =
            toml::from_str(text).map_err(|error| PresetError::toml(file, text, &error))?;
        match preset.problem() {
            Some(problem) => Err(PresetError::Problem {
                file: file.to_owned(),
                problem,
            }),
            None => Ok(preset),
        }
    }

    /// The same preset without one of its indicators.
    pub(super) fn without(&self, indicator: usize) -> Self {
        let mut preset = self.clone();
        preset.indicators.remove(indicator);
        preset
    }

    /// The presets the product comes with.
    ///
    /// ```
    /// assert_eq!(findings::Preset::starters()[0].id, "soziale-lage");
    /// ```
    ///
    /// # Panics
    /// Never: the files are part of the program and tested.
    pub fn starters() -> Vec<Self> {
        let load = |(file, text)| Self::load(file, text).expect("the presets are tested");
        STARTER_PRESETS.into_iter().map(load).collect()
    }

    /// The text of a preset of the product, with its comments.
    pub fn starter_text(id: &str) -> Option<&'static str> {
        let known = Self::starters().into_iter().position(|p| p.id == id)?;
        Some(STARTER_PRESETS[known].1)
    }

    /// The key of the sentence that says what is wrong with it.
    fn problem(&self) -> Option<&'static str> {
        let ids: Vec<&IndicatorId> = self.indicators.iter().map(|i| &i.id).collect();
        let twice = (1..ids.len()).any(|at| ids[..at].contains(&ids[at]));
        let weights = self.indicators.iter().map(|i| i.weight);
        let no_weight = !weights.clone().all(|w| w >= 0.0 && w.is_finite());
        let positive = self.method.aggregation != Together::Geometric
            || self.method.normalisation == Scaling::MinMax;
        let checks = [
            (ids.is_empty() || twice, "preset_indicators"),
            (no_weight || weights.sum::<f64>() <= 0.0, "preset_weights"),
            (
                self.method.weights == Weighting::OneFactor && ids.len() < 3,
                "preset_factor",
            ),
            (self.status.are_wrong(), "preset_classes"),
            (
                self.dynamics
                    .as_ref()
                    .is_some_and(DynamicsChoice::are_wrong),
                "preset_classes",
            ),
            (
                self.dynamics
                    .as_ref()
                    .is_some_and(|d| d.is_unclear(ids.len())),
                "preset_dynamics",
            ),
            (!positive, "preset_geometric"),
            (
                self.method.recipe == Recipe::Mss && self.method.base_year.is_some(),
                "preset_mss_base",
            ),
            (
                !(self.method.least_weight > 0.0 && self.method.least_weight <= 1.0),
                "preset_share",
            ),
        ];
        let first = checks.into_iter().find(|(wrong, _)| *wrong);
        first.map(|(_, key)| key).or_else(|| self.doubt.problem())
    }
}

impl Doubt {
    /// The key of the sentence that says what is wrong with it.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        if !(0.0..=1.0).contains(&self.stability) {
            Some("preset_share")
        } else if self.draws == 0 || self.draws > MOST_DRAWS {
            Some("preset_draws")
        } else {
            None
        }
    }
}

/// Whether limits and names fit together.
fn unfit(cuts: &[f64], names: &[String]) -> bool {
    let rising = cuts.windows(2).all(|pair| pair[0] < pair[1]);
    !rising || cuts.iter().any(|c| !c.is_finite()) || names.len() != cuts.len() + 1
}

impl ClassNames {
    fn are_wrong(&self) -> bool {
        unfit(&self.cuts, &self.names)
    }

    /// The class of an index, the lowest being 0.
    pub(crate) fn of(&self, index: f64) -> usize {
        self.cuts.partition_point(|cut| *cut < index)
    }
}

impl DynamicsChoice {
    fn are_wrong(&self) -> bool {
        unfit(&self.cuts, &self.names)
    }

    /// Either ready-made changes, one for each indicator, or years.
    fn is_unclear(&self, indicators: usize) -> bool {
        if self.changes.is_empty() {
            self.years == 0
        } else {
            self.years != 0 || self.changes.len() != indicators
        }
    }

    pub(super) fn classes(&self) -> ClassNames {
        ClassNames {
            cuts: self.cuts.clone(),
            names: self.names.clone(),
        }
    }
}

impl From<Scaling> for Normalisation {
    fn from(scaling: Scaling) -> Self {
        match scaling {
            Scaling::ZScore => Self::ZScore,
            Scaling::MinMax => Self::MinMax {
                low: 1.0,
                high: 100.0,
            },
            Scaling::PercentileRank => Self::PercentileRank,
        }
    }
}

impl From<Together> for Aggregation {
    fn from(together: Together) -> Self {
        match together {
            Together::Arithmetic => Self::Arithmetic,
            Together::Geometric => Self::Geometric,
            Together::Copeland => Self::Copeland,
        }
    }
}
