//! Empirical Bayes: rates of small areas drawn towards a mean, the more so the less an area tells.
//!
//! Smoothed rates are for maps and indices, never official counts. Show raw rate, interval and smoothed rate together.

mod global;
mod local;

pub use global::{SmoothedRates, smooth};
pub use local::{LocalRate, smooth_locally};

/// A prior fitted to some areas.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Prior {
    mean: f64,
    variance: f64,
}

impl Prior {
    /// The rate of an area drawn towards the mean; the mean itself where nobody lives.
    fn smooth(self, cases: f64, base: f64) -> f64 {
        if base == 0.0 || self.variance == 0.0 {
            return self.mean;
        }
        let weight = self.variance / (self.variance + self.mean / base);
        self.mean + (cases / base - self.mean) * weight
    }
}
