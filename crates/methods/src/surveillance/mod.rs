//! Alarms on counts that come every week or month: is this count higher than the past lets expect?
//!
//! For yearly figures these methods have too little past: use [`crate::trend`].

mod ears;
mod farrington;
mod poisson_cusum;

pub use ears::{EarsMethod, ears};
pub use farrington::{Farrington, farrington};
pub use poisson_cusum::{PoissonCusum, poisson_cusum};

/// What a method says of one count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alarm {
    /// The highest count that is no alarm.
    pub upper: f64,
    /// Whether the count lies above.
    pub raised: bool,
}
