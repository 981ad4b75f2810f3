#![doc = include_str!("../README.md")]

mod assembly;
mod compare;
#[cfg(test)]
mod county;
pub mod exports;
mod freeze;
pub mod geography;
mod publication;
pub mod release;
pub mod store;
#[cfg(test)]
mod tests;
pub mod warnings;

pub use assembly::{Draft, assemble};
pub use compare::{
    Change, IndexBeside, Reclassed, Side, What, Why, WhyReclassed, beside, changes_csv, compare,
};
pub use freeze::{FreezeError, Frozen, Part, freeze};
pub use publication::publish;
pub use release::{
    Allocation, Answer, AreaDoubt, AreaInfo, Asked, Bound, ClassBreaks, ClassMethod, Evidence,
    Examined, FigureAt, Finding, FindingKind, Gap, Geography, IndexPeriod, IndexResult,
    IndexedArea, IndicatorSheet, Kind, LevelInfo, NotJudged, NotMade, Outlook, Polarity, Release,
    ReleaseMeta, Share, SourceDelivery, SourceVintage, Topic, Total, UnderLambda, Verdict, outlook,
};
