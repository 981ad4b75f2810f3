#![doc = include_str!("../README.md")]

mod assembly;
mod compare;
pub mod exports;
mod freeze;
pub mod geography;
pub mod index;
pub mod release;
pub mod store;

pub use assembly::{Draft, assemble};
pub use compare::{Cause, Change, compare};
pub use freeze::{FreezeError, Frozen, Part, freeze};
pub use release::{
    Answer, AreaInfo, ClassBreaks, ClassMethod, Gap, Geography, IndicatorSheet, Kind, LevelInfo,
    Polarity, Release, ReleaseMeta, SourceVintage, Standout, Topic, Verdict,
};
