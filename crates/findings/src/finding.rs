//! A finding (Auffälligkeit): what stands out in an area, by which rule, on which figures, how sure.

use serde::{Deserialize, Serialize};
use vocabulary::{AreaKey, IndicatorId, Period};

use crate::words;

/// Something that stands out, with its reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[doc(alias = "Auffälligkeit")]
pub struct Finding {
    /// The rule that fired.
    pub rule: String,
    /// Version of the set of rules.
    pub rule_version: u32,
    /// What kind of rule it is.
    pub kind: FindingKind,
    /// Where, in the order of their keys: no ranking.
    pub areas: Vec<AreaKey>,
    /// In which indicators, in the order of the catalogue.
    pub indicators: Vec<IndicatorId>,
    /// Since when, where the rule looks at time.
    pub since: Option<Period>,
    /// The newest period it rests on.
    pub period: Period,
    /// The figures it rests on.
    pub figures: Vec<FigureAt>,
    /// Why, in German, in one or two sentences.
    pub reason: String,
    /// How sure.
    pub evidence: Evidence,
}

/// The kinds of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// Different from the rest of the county in several indicators.
    Deviation,
    /// In a named class of an index.
    IndexClass,
    /// One of several neighbours that are all high.
    Cluster,
    /// Moves away from the rest of the county year by year.
    Trend,
    /// A jump against the rest of the county.
    ChangePoint,
    /// More cases in a month than months before let expect.
    CountAlarm,
}

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[doc(alias = "Evidenzstufe")]
pub enum Evidence {
    /// It is so in the figures; nothing is said about chance.
    Descriptive,
    /// More than chance, after all that was tested beside it.
    Tested,
    /// More than chance, and again in a later period or in a second indicator.
    Repeated,
}

/// The place of a released figure (of all residents together).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FigureAt {
    /// Where.
    pub area: AreaKey,
    /// What.
    pub indicator: IndicatorId,
    /// Which version of its definition.
    pub definition_version: u32,
    /// When.
    pub period: Period,
}

impl Evidence {
    /// In German words.
    pub fn german(self) -> String {
        words::say(
            match self {
                Self::Descriptive => "evidence_descriptive",
                Self::Tested => "evidence_tested",
                Self::Repeated => "evidence_repeated",
            },
            &[],
        )
    }
}
