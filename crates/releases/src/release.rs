//! A release: everything that may be cited, self-contained, so that it opens on another machine.
//!
//! Reports, pages and charts read nothing else.

use std::collections::BTreeMap;

use crate::compare::IndexBeside;
use disclosure::{Edition, FigureTable, Released};
pub use findings::allocation::{Allocation, Bound, Share, Total, UnderLambda};
pub use findings::index::{AreaDoubt, IndexPeriod, IndexedArea};
pub use findings::{
    Answer, Evidence, Examined, FigureAt, Finding, FindingKind, IndexResult, NotJudged, Verdict,
};
pub use findings::{Outlook, outlook};
use geo::MultiPolygon;
pub use indicators::{Kind, Polarity};
use serde::{Deserialize, Serialize};
use vocabulary::{AreaKey, AreaVersion, Breakdown, Date, DeliveryId, IndicatorId, LevelId, Period};

/// A frozen edition of figures with all that is needed to read them.
#[derive(Clone, Debug)]
#[doc(alias = "Freigabe")]
pub struct Release<E: Edition> {
    /// How to cite it.
    pub meta: ReleaseMeta,
    /// Levels, areas, groups, outlines.
    pub geography: Geography,
    /// Topics in the order of the report.
    pub topics: Vec<Topic>,
    /// Indicator sheets in the order of the catalogue, one per definition version.
    pub sheets: Vec<IndicatorSheet>,
    /// The figures that passed the door.
    pub figures: Released<FigureTable, E>,
    /// Comparisons of areas with the rest of their municipality and county.
    pub verdicts: Vec<Verdict>,
    /// Classes of the maps, fixed per indicator and level over all periods.
    pub breaks: Vec<ClassBreaks>,
    /// What stands out by rule, in the order of rules and keys: no ranking.
    pub findings: Vec<Finding>,
    /// What the rules looked at, one entry per rule; none in editions frozen before this was written down.
    pub examined: Vec<Examined>,
    /// Indices by preset, with every step; none in editions frozen before there were any.
    pub indices: Vec<IndexResult>,
    /// What earlier editions published of their newest indices, beside what is computed for the same periods now; the
    /// edition before comes first, and the first edition with indices has none.
    pub beside: Vec<IndexBeside>,
    /// What is shared out by need; none in editions frozen before this was written down.
    pub allocations: Vec<Allocation>,
    /// How many people there will be and what they need; none where the figures do not carry it, and in editions frozen
    /// before this was written down.
    pub outlook: Option<Outlook>,
    /// What was asked for and cannot be made of these figures; none in editions frozen before this was written down.
    pub not_made: Vec<NotMade>,
    /// What is not known.
    pub gaps: Vec<Gap>,
    /// Where the numbers come from, with their Datenstand.
    pub sources: Vec<SourceVintage>,
    /// The rules of confidentiality in German sentences: what is and what is not protected.
    pub protection: Vec<String>,
}

/// Something that was asked of a release and cannot be made of its figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotMade {
    /// What was asked for.
    pub asked: Asked,
    /// Why not, in German, from what this edition shows alone.
    pub reason: String,
}

/// What can be asked of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// An index.
    Index {
        /// The id of its preset.
        preset: String,
        /// The preset's version.
        version: u32,
        /// The preset's German name.
        name: String,
    },
    /// The outlook.
    Outlook,
}

/// How a release is cited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseMeta {
    /// For example `2025-1`.
    pub identifier: String,
    /// For example „Sozialdaten Musterkreis 2025“.
    pub title: String,
    /// The county's name.
    pub county: String,
    /// Day of release.
    pub date: Date,
    /// `public` or `internal`.
    pub edition: String,
    /// The release it replaces.
    pub predecessor: Option<String>,
    /// Why the predecessor was wrong, in words.
    pub erratum: Option<String>,
    /// SHA-256 of its canonical bytes, hexadecimal.
    pub hash: String,
}

/// The areas of a release and how they look.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Geography {
    /// The territorial status.
    pub version: Option<AreaVersion>,
    /// The tree's levels, the root's first.
    pub levels: Vec<LevelInfo>,
    /// All areas: the tree's, groups (level `group`), remainders (level `unallocated`), counties compared
    /// (level `peer`) and the state (level `federal_state`).
    pub areas: Vec<AreaInfo>,
    /// Simplified outlines with shared borders, metres in EPSG:25832. Remainders and peers have none.
    pub outlines: BTreeMap<AreaKey, MultiPolygon<f64>>,
}

/// A level with its German names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelInfo {
    /// Its id.
    pub id: LevelId,
    /// „Wohnplatz“.
    pub name: String,
    /// „Wohnplätze“.
    pub plural: String,
}

/// An area as a reader sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaInfo {
    /// Its key.
    pub key: AreaKey,
    /// Its name.
    pub name: String,
    /// Its level.
    pub level: LevelId,
    /// Parent in the tree; none for the root, groups, peers and the state.
    pub parent: Option<AreaKey>,
    /// The areas it holds, whole or in part, if this is a group.
    pub members: Vec<AreaKey>,
}

/// A topic field (Themenfeld).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// Its id, for example `income`.
    pub id: String,
    /// German name.
    pub name: String,
}

/// The sheet of an indicator (Indikatorensteckbrief), in the words of its readers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[doc(alias = "Indikatorensteckbrief")]
pub struct IndicatorSheet {
    /// Its id.
    pub id: IndicatorId,
    /// Version of the definition.
    pub version: u32,
    /// First year this definition holds for; none if always.
    pub valid_from: Option<i32>,
    /// Last year this definition holds for; none if until further notice.
    pub valid_to: Option<i32>,
    /// What changed against the version before, in two or three words for the charts („neue Zählweise“).
    pub change_note: Option<String>,
    /// Full German name.
    pub name: String,
    /// Short name for rows of a profile.
    pub short_name: String,
    /// People and what is said of them as a noun phrase for sentences: „Kinder unter 15 in Familien mit Bürgergeld“.
    pub subject: String,
    /// Topic id.
    pub topic: String,
    /// What kind of number.
    pub kind: Kind,
    /// `%`, `je 1.000`, `Personen`, `Jahre`, `m²` …
    pub unit: String,
    /// Decimals shown.
    pub decimals: u8,
    /// value = factor x numerator / denominator.
    pub factor: f64,
    /// German words for the numerator.
    pub numerator: String,
    /// German words for the denominator.
    pub denominator: Option<String>,
    /// Whether more is hardship.
    pub polarity: Polarity,
    /// Who delivers.
    pub source: String,
    /// How often, in German.
    pub rhythm: String,
    /// Levels it is shown on.
    pub levels: Vec<LevelId>,
    /// Reference date of numerator and denominator, in German.
    pub reference_dates: String,
    /// „Wohnort“ or „Einrichtung“, in German.
    pub place_principle: String,
    /// Register or official population, main residence, in German.
    pub population_concept: String,
    /// Breakdowns offered, apart from the total, with German words: (`sex=female`, „Frauen“).
    pub breakdowns: Vec<(Breakdown, String)>,
    /// Confidentiality in a sentence.
    pub confidentiality: String,
    /// How sure the definition is and on what it rests.
    pub evidence: String,
    /// Notes.
    pub notes: String,
    /// What it does not say.
    pub limits: String,
    /// What more means here, one sentence.
    pub reading: String,
    /// How much people in one household resemble each other: intervals and verdicts use n / design effect.
    pub design_effect: f64,
    /// The smallest difference that matters in practice, in the indicator's unit; none: every certain one.
    #[serde(default)]
    #[doc(alias = "Praktische Schwelle")]
    pub practical_threshold: Option<f64>,
    /// Below this no number of it is shown in this edition; 0 for facts about places, none in editions frozen before
    /// this was written down.
    #[serde(default)]
    #[doc(alias = "Mindestfallzahl")]
    pub min_count: Option<f64>,
    /// A fact about places, never suppressed.
    pub open: bool,
}

/// How classes were cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClassMethod {
    /// Natural breaks.
    FisherJenks,
    /// Equal numbers of areas.
    Quantile,
    /// Equal steps.
    EqualInterval,
    /// Set by people.
    Fixed,
}

/// Upper limits of map classes, right closed, cut on shown values only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassBreaks {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The level drawn.
    pub level: LevelId,
    /// How they were cut.
    pub method: ClassMethod,
    /// Upper limits, ascending, at most five.
    pub upper: Vec<f64>,
}

/// Something that is not known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// The indicator.
    pub indicator: IndicatorId,
    /// Periods that are missing.
    pub periods: Vec<Period>,
    /// How many areas have no figure, of how many.
    pub areas_missing: usize,
    /// Of how many areas.
    pub areas: usize,
    /// Why, in German.
    pub reason: String,
}

/// A source with its Datenstand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "Datenstand")]
pub struct SourceVintage {
    /// Who delivers: „Bundesagentur für Arbeit“.
    pub supplier: String,
    /// What: „Kleinräumige Daten“.
    pub title: String,
    /// Newest period delivered.
    pub newest: Option<Period>,
    /// Day of the last delivery.
    pub received: Option<Date>,
    /// Licence or terms.
    pub licence: String,
    /// How many deliveries are in this release.
    pub deliveries: usize,
    /// Which ones, oldest first; none in editions frozen before this was written down.
    #[serde(default)]
    pub delivered: Vec<SourceDelivery>,
}

/// A delivery of a source. Its file stays inside the house.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceDelivery {
    /// Its number, as figures name it.
    pub id: DeliveryId,
    /// Day it was received.
    pub received: Date,
    /// Newest period it speaks of.
    pub newest: Period,
}
