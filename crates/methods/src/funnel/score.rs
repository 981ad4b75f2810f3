//! Funnel of a share in the closed form of Public Health England; only to compare with that reference.
//!
//! **Literature.** Spiegelhalter, D. J. (2005): Funnel plots for comparing institutional performance. Statistics in
//! Medicine 24, 1185-1202; R package `PHEindicatormethods`, `calculate_funnel_limits`.
//!
//! **Formula.** With target p, size n, f = p(n/z² + 1) and l = 1/z² + 1/n, limits
//! (f ∓ √(64f² − 64lp(n(p(n/z² + 2) − 1) + z²(p − 1)))/8)/(l·n), z = Φ⁻¹(0.975) and Φ⁻¹(0.999): the inverted score
//! interval with a continuity term.
//!
//! **Unit.** Shares. **Edge cases.** The lower limit is cut at 0; the upper one may exceed 1 at very small sizes,
//! which is why the product uses the exact limits.

use super::{Limits, Position};
use crate::not_defined::{finite, not_negative};
use crate::{Confidence, NotDefined, Sample};

/// The closed-form limits at a size.
///
/// ```
/// use methods::funnel::score_limits;
/// let limits = score_limits(2_500.0, 0.2)?;
/// assert!((limits.lower - 0.1845).abs() < 5e-4 && (limits.upper - 0.2159).abs() < 5e-4);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn score_limits(base: f64, target: f64) -> Result<Limits, NotDefined> {
    if not_negative("base", base)? == 0.0 {
        return Err(NotDefined::NoBase);
    }
    if !(0.0..=1.0).contains(&finite("target", target)?) {
        return Err(NotDefined::OutOfRange {
            what: "target",
            value: target,
            allowed: "0 to 1",
        });
    }
    let (lower, upper) = pair(base, target, Confidence::P95.z());
    let (outer_lower, outer_upper) = pair(base, target, Confidence::P998.z());
    Ok(Limits {
        outer_lower,
        lower,
        upper,
        outer_upper,
    })
}

/// Where an area lies between the closed-form limits.
///
/// ```
/// use methods::Sample;
/// use methods::funnel::{Position, score_position};
/// assert_eq!(score_position(Sample::new(30.0, 100.0)?, 0.2)?, Position::Above);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn score_position(sample: Sample, target: f64) -> Result<Position, NotDefined> {
    Ok(score_limits(sample.base(), target)?.position(sample.ratio()))
}

fn pair(n: f64, p: f64, z: f64) -> (f64, f64) {
    let square = z * z;
    let centre = p * (n / square + 1.0);
    let width = 1.0 / square + 1.0 / n;
    let tail = n * (p * (n / square + 2.0) - 1.0) + square * (p - 1.0);
    let under = 64.0 * centre * centre - 64.0 * width * p * tail;
    let half = under.max(0.0).sqrt() / 8.0;
    (
        ((centre - half) / width / n).max(0.0),
        (centre + half) / width / n,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_funnels_are_refused() {
        assert_eq!(score_limits(0.0, 0.5), Err(NotDefined::NoBase));
        assert!(score_limits(5.0, 1.5).is_err());
        assert!(score_limits(f64::NAN, 0.5).is_err());
    }

    #[test]
    fn it_comes_close_to_the_exact_limits_of_large_areas() {
        let exact = super::super::proportion_limits(50_000.0, 0.1).unwrap();
        let closed = score_limits(50_000.0, 0.1).unwrap();
        assert!((exact.lower - closed.lower).abs() < 5e-5);
        assert!((exact.outer_upper - closed.outer_upper).abs() < 5e-5);
    }
}
