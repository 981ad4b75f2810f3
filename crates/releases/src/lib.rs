#![doc = include_str!("../README.md")]

pub mod release;

pub use release::{
    Answer, AreaInfo, ClassBreaks, ClassMethod, Gap, Geography, IndicatorSheet, Kind, LevelInfo, Polarity,
    Release, ReleaseMeta, SourceVintage, Standout, Topic, Verdict,
};
