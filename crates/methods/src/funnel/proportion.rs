//! Funnel of a share with exact binomial limits (mid-p).
//!
//! **Literature.** Spiegelhalter, D. J. (2005): Funnel plots for comparing institutional performance. Statistics in
//! Medicine 24, 1185-1202 (exact binomial limits). Lancaster, H. O. (1961): Significance tests in discrete
//! distributions. JASA 56, 223-234 (mid-p).
//!
//! **Formula.** X binomial with n and target share p. Lower tail of a count x: M(x) = P(X < x) + P(X = x)/2; an area
//! is below if M < 0.025 and above if 1 − M < 0.025 (far: 0.001). The limits solve M(x) = 0.025 and so on for real x,
//! P(X ≤ x) = I₁₋ₚ(n − x, x + 1) being defined between whole counts, and are x/n. Clustered counts enter divided by
//! their design effect.
//!
//! **Unit.** Shares. **Edge cases.** Where even no case is no surprise the lower limit is exactly 0, where a full
//! house is none the upper is exactly 1; a target of 0 or 1 is allowed. n = 0 is refused.

use super::exact::{limits, mid_p, position};
use super::{Limits, Position};
use crate::not_defined::{finite, not_negative};
use crate::special::beta_distribution;
use crate::{NotDefined, Sample};

/// Where an area lies, given the target share (usually that of the rest of the county).
///
/// ```
/// use methods::Sample;
/// use methods::funnel::{Position, proportion_position};
/// assert_eq!(proportion_position(Sample::new(0.0, 10.0)?, 0.2)?, Position::Within);
/// assert_eq!(proportion_position(Sample::new(5.0, 100.0)?, 0.2)?, Position::FarBelow);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn proportion_position(sample: Sample, target: f64) -> Result<Position, NotDefined> {
    share(target)?;
    let (cases, base) = (sample.effective_cases(), sample.effective_base());
    if cases > base {
        return Err(NotDefined::MoreCasesThanBase { cases, base });
    }
    Ok(position(mid_p(|x| at_most(x, base, target), cases)))
}

/// The limits at a size.
///
/// ```
/// use methods::funnel::proportion_limits;
/// let small = proportion_limits(10.0, 0.2)?;
/// assert_eq!(small.lower, 0.0);
/// let large = proportion_limits(2_500.0, 0.2)?;
/// assert!((large.lower - 0.1843).abs() < 5e-4 && (large.upper - 0.2157).abs() < 5e-4);
/// # Ok::<(), methods::NotDefined>(())
/// ```
#[doc(alias = "Trichter")]
pub fn proportion_limits(base: f64, target: f64) -> Result<Limits, NotDefined> {
    share(target)?;
    if not_negative("base", base)? == 0.0 {
        return Err(NotDefined::NoBase);
    }
    let counts = limits(|count| mid_p(|x| at_most(x, base, target), count), base);
    Ok(Limits {
        outer_lower: counts.outer_lower / base,
        lower: counts.lower / base,
        upper: counts.upper / base,
        outer_upper: counts.outer_upper / base,
    })
}

/// The chance of at most this count.
fn at_most(count: f64, base: f64, target: f64) -> f64 {
    if count <= -1.0 {
        0.0
    } else if count >= base {
        1.0
    } else {
        beta_distribution(base - count, count + 1.0, 1.0 - target)
    }
}

fn share(target: f64) -> Result<(), NotDefined> {
    if (0.0..=1.0).contains(&finite("target", target)?) {
        return Ok(());
    }
    Err(NotDefined::OutOfRange {
        what: "target",
        value: target,
        allowed: "0 to 1",
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn impossible_funnels_are_refused() {
        assert_eq!(proportion_limits(0.0, 0.5), Err(NotDefined::NoBase));
        for target in [-0.1, 1.1, f64::NAN] {
            assert!(proportion_limits(10.0, target).is_err());
        }
        let sample = Sample::new(11.0, 10.0).unwrap();
        assert!(proportion_position(sample, 0.5).is_err());
    }

    #[test]
    fn a_target_at_the_end_leaves_no_room() {
        let none = proportion_position(Sample::new(0.0, 50.0).unwrap(), 0.0).unwrap();
        let one = proportion_position(Sample::new(1.0, 50.0).unwrap(), 0.0).unwrap();
        assert_eq!((none, one), (Position::Within, Position::FarAbove));
    }

    /// P(X < 1) + P(X = 1)/2 of binomial(8, 1/2) is 5/256.
    #[test]
    fn the_tail_counts_half_of_the_observed_count() {
        let tail = mid_p(|x| at_most(x, 8.0, 0.5), 1.0);
        assert!((tail - 5.0 / 256.0).abs() < 1e-14);
    }

    proptest! {
        #[test]
        fn position_and_limits_agree(base in 1u32..3000, part in 0.0..=1.0f64, target in 0.01..0.99f64) {
            let cases = (f64::from(base) * part).round();
            let sample = Sample::new(cases, f64::from(base)).unwrap();
            let limits = proportion_limits(f64::from(base), target).unwrap();
            let share = sample.ratio();
            prop_assert!(0.0 <= limits.outer_lower && limits.outer_lower <= limits.lower);
            prop_assert!(limits.lower < target && target < limits.upper);
            prop_assert!(limits.upper <= limits.outer_upper && limits.outer_upper <= 1.0);
            let near = [limits.outer_lower, limits.lower, limits.upper, limits.outer_upper];
            prop_assume!(near.iter().all(|limit| (limit - share).abs() > 1e-9));
            prop_assert_eq!(limits.position(share), proportion_position(sample, target).unwrap());
        }
    }
}
