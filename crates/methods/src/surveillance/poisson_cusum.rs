//! CUSUM of counts: small excesses that add up.
//!
//! **Literature.** Rossi, G., Lampugnani, L. & Marchi, M. (1999): An approximate CUSUM procedure for surveillance of
//! health events. Statistics in Medicine 18, 2111-2122. Reference: surveillance `algo.cusum(trans = "standard")`.
//!
//! **Formula.** Cₜ = max(0, Cₜ₋₁ + (xₜ − m)/√m − k), from C = 0; alarm where Cₜ ≥ h. Usual: k = 1.04, h = 2.26.
//!
//! **Unit.** Standard deviations. **Edge cases.** An expected count of 0 has no scale: not defined. The sum is not set
//! back by an alarm.

use crate::NotDefined;
use crate::not_defined::{finite, not_negative};

/// The sums and where they raise an alarm.
#[derive(Clone, Debug, PartialEq)]
pub struct PoissonCusum {
    /// The sum after each count.
    pub sums: Vec<f64>,
    /// Whether it reached the limit.
    pub raised: Vec<bool>,
}

/// The sums of counts whose expectation is given, with reference value k and limit h.
///
/// ```
/// use methods::surveillance::poisson_cusum;
/// let found = poisson_cusum(&[4.0, 5.0, 9.0, 9.0, 10.0], 4.0, (1.04, 2.26))?;
/// assert_eq!(found.raised, [false, false, false, true, true]);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn poisson_cusum(
    counts: &[f64],
    expected: f64,
    (k, h): (f64, f64),
) -> Result<PoissonCusum, NotDefined> {
    if not_negative("base", expected)? == 0.0 {
        return Err(NotDefined::NoBase);
    }
    not_negative("threshold", finite("threshold", k)?)?;
    not_negative("threshold", h)?;
    let (mut sum, mut sums) = (0.0_f64, Vec::with_capacity(counts.len()));
    for &count in counts {
        let excess = (not_negative("cases", count)? - expected) / expected.sqrt() - k;
        sum = (sum + excess).max(0.0);
        sums.push(sum);
    }
    let raised = sums.iter().map(|sum| *sum >= h).collect();
    Ok(PoissonCusum { sums, raised })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_expected_has_no_scale() {
        assert_eq!(
            poisson_cusum(&[1.0], 0.0, (1.0, 2.0)),
            Err(NotDefined::NoBase)
        );
        assert!(poisson_cusum(&[f64::NAN], 1.0, (1.0, 2.0)).is_err());
        assert!(poisson_cusum(&[], 1.0, (1.0, 2.0)).unwrap().sums.is_empty());
    }
}
