//! Pictures of an invented county, looked at, counted and attacked.

mod county;
mod gallery;
mod not_judged;
mod placed;
mod properties;
mod released;
mod snapshots;
