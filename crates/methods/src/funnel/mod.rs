//! Funnels: how far an area's share or ratio may lie from the whole by chance alone, given its size.
//!
//! Limits and positions of shares and ratios are exact (mid-p) and never negative; the closed score form serves only
//! to compare with its reference.

mod exact;
mod proportion;
mod ratio;
mod score;

pub use proportion::{proportion_limits, proportion_position};
pub use ratio::{ratio_limits, ratio_position};
pub use score::{score_limits, score_position};

/// Where an area lies in its funnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Position {
    /// Below the outer limit (0.001 in the tail).
    FarBelow,
    /// Below the inner limit (0.025 in the tail).
    Below,
    /// Between the inner limits.
    Within,
    /// Above the inner limit.
    Above,
    /// Above the outer limit.
    FarAbove,
}

/// The limits of a funnel at one size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Lower limit with 0.001 below.
    pub outer_lower: f64,
    /// Lower limit with 0.025 below.
    pub lower: f64,
    /// Upper limit with 0.025 above.
    pub upper: f64,
    /// Upper limit with 0.001 above.
    pub outer_upper: f64,
}

impl Limits {
    /// Where a value lies; a value on a limit is inside it.
    ///
    /// ```
    /// use methods::funnel::{Limits, Position};
    /// let limits = Limits { outer_lower: 0.1, lower: 0.2, upper: 0.4, outer_upper: 0.5 };
    /// assert_eq!(limits.position(0.4), Position::Within);
    /// assert_eq!(limits.position(0.45), Position::Above);
    /// ```
    pub fn position(self, value: f64) -> Position {
        match value {
            value if value < self.outer_lower => Position::FarBelow,
            value if value < self.lower => Position::Below,
            value if value > self.outer_upper => Position::FarAbove,
            value if value > self.upper => Position::Above,
            _ => Position::Within,
        }
    }
}
