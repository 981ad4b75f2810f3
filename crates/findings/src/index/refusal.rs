//! Why there is no index: a preset that cannot be read, or figures it cannot be made of.

use methods::NotDefined;
use vocabulary::causes::WrittenFault;
use vocabulary::{AreaKey, Explain, IndicatorId, LevelId, Period, german_period};

use super::words::say;

/// A preset that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PresetError {
    /// Not the TOML expected.
    #[error("{file}, line {}: {}", fault.line, fault.english)]
    Toml {
        /// File.
        file: String,
        /// Where and what.
        fault: WrittenFault,
    },
    /// Choices that do not fit together.
    #[error("{file}: {problem}")]
    Problem {
        /// File.
        file: String,
        /// Key of the German sentence.
        problem: &'static str,
    },
}

impl PresetError {
    pub(crate) fn toml(file: &str, text: &str, error: &toml::de::Error) -> Self {
        Self::Toml {
            file: file.to_owned(),
            fault: WrittenFault::of_toml(text, error),
        }
    }
}

impl Explain for PresetError {
    fn german(&self) -> String {
        match self {
            Self::Toml { file, fault } => say(
                "preset_toml",
                &[("file", file), ("fault", &fault.german_with_place())],
            ),
            Self::Problem { file, problem } => say(problem, &[("file", file)]),
        }
    }
}

/// Why a method of comparing areas has no result.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// The catalogue does not know the indicator.
    #[error("the catalogue does not know the indicator {0}")]
    UnknownIndicator(IndicatorId),
    /// Neither the catalogue nor the preset says whether more is hardship.
    #[error("neither catalogue nor preset says which way {0} points")]
    NoDirection(IndicatorId),
    /// There is no such level.
    #[error("there is no level {0}")]
    UnknownLevel(LevelId),
    /// The indicators share no period.
    #[error("the indicators share no period on level {0}")]
    NoPeriod(LevelId),
    /// The period asked for has no values of all indicators.
    #[error("not all indicators have values for {0}")]
    PeriodMissing(Period),
    /// The year whose parameters hold has no values, or another definition.
    #[error("the base period {0} has no values of the same definitions")]
    BaseMissing(Period),
    /// The area is none of this territory.
    #[error("there is no area {0}")]
    UnknownArea(AreaKey),
    /// The area lacks a value the comparison needs.
    #[error("not all values of {0} are shown")]
    AreaNotShown(AreaKey),
    /// No area takes part.
    #[error("no area has enough values in {0}")]
    NoArea(Period),
    /// The method says why.
    #[error(transparent)]
    Method(#[from] NotDefined),
}

impl Explain for Refusal {
    fn german(&self) -> String {
        match self {
            Self::UnknownIndicator(id) => say("unknown_indicator", &[("id", id.as_str())]),
            Self::NoDirection(id) => say("no_direction", &[("id", id.as_str())]),
            Self::UnknownLevel(level) => say("unknown_level", &[("level", level.as_str())]),
            Self::NoPeriod(level) => say("no_period", &[("level", level.as_str())]),
            Self::PeriodMissing(period) => {
                say("period_missing", &[("period", &german_period(*period))])
            }
            Self::BaseMissing(period) => {
                say("base_missing", &[("period", &german_period(*period))])
            }
            Self::UnknownArea(area) => say("unknown_area", &[("area", area.as_str())]),
            Self::AreaNotShown(area) => say("area_not_shown", &[("area", area.as_str())]),
            Self::NoArea(period) => say("no_area", &[("period", &german_period(*period))]),
            Self::Method(reason) => reason.german(),
        }
    }
}
