//! Short outlooks of a series, at most three periods ahead, always with intervals.

mod exponential_smoothing;

pub use exponential_smoothing::{Forecast, Smoothed, Smoothing, State};
