//! Tails of counts with half of the observed count's own probability (mid-p), and the counts where they are reached.

use super::{Limits, Position};

/// The probabilities left beyond the inner and the outer limit.
const TAILS: (f64, f64) = (0.025, 0.001);

/// Steps of the search for a limit: it is then known to the last bit.
const HALVINGS: u32 = 64;

/// The lower mid-p tail of a count x, P(X < x) + P(X = x)/2, from a distribution function that is 0 at −1 and
/// defined for real arguments.
pub(super) fn mid_p(distribution: impl Fn(f64) -> f64, count: f64) -> f64 {
    f64::midpoint(distribution(count), distribution(count - 1.0))
}

/// Where a count with this lower mid-p tail lies.
pub(super) fn position(lower_tail: f64) -> Position {
    let upper_tail = 1.0 - lower_tail;
    match lower_tail.min(upper_tail) {
        tail if tail >= TAILS.0 => Position::Within,
        tail if tail >= TAILS.1 && lower_tail < upper_tail => Position::Below,
        tail if tail >= TAILS.1 => Position::Above,
        _ if lower_tail < upper_tail => Position::FarBelow,
        _ => Position::FarAbove,
    }
}

/// The counts between 0 and a largest one where the tails are reached; 0 or the largest where none can be.
pub(super) fn limits(lower_tail: impl Fn(f64) -> f64, largest: f64) -> Limits {
    let count_at = |tail: f64| {
        let (mut low, mut high) = (0.0, largest);
        if lower_tail(low) >= tail {
            return low;
        }
        if lower_tail(high) <= tail {
            return high;
        }
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            if lower_tail(middle) < tail {
                low = middle;
            } else {
                high = middle;
            }
        }
        f64::midpoint(low, high)
    };
    Limits {
        outer_lower: count_at(TAILS.1),
        lower: count_at(TAILS.0),
        upper: count_at(1.0 - TAILS.0),
        outer_upper: count_at(1.0 - TAILS.1),
    }
}
