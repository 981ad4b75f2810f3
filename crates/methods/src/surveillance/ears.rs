//! EARS C1, C2 and C3: a count against the mean and spread of the seven before it.
//!
//! **Literature.** Hutwagner, L. et al. (2003): The bioterrorism preparedness and response Early Aberration Reporting
//! System. Journal of Urban Health 80, i89-i96; Fricker, R. D. et al. (2008). Reference: surveillance `earsC`.
//!
//! **Formula.** Baseline: the 7 counts before (C1), or before the last two (C2, C3); mean x̄, standard deviation s (n−1).
//! C1, C2: upper = x̄ + z₁₋α·s. C3: upper = max(0, xₜ + s·(z₁₋α − Σᵢ₌₁,₂ max(0, C2ₜ₋ᵢ − 1))) with C2 = (x − x̄)/s, so an
//! alarm is raised where the last two counts together were far enough above theirs. This is what the reference
//! computes; its documentation prints x̄ in place of xₜ.
//!
//! **Unit.** Counts. **Edge cases.** A series too short gives no alarm at all; a baseline without spread has s = 0: each
//! higher count is an alarm of C1 and C2, and of C3 for the two counts after it that lie above their own mean. Weekly or
//! monthly counts only.

use super::Alarm;
use crate::NotDefined;
use crate::not_defined::not_negative;
use crate::special::normal_quantile;
use crate::summation::{mean, squared_deviations};

const BASELINE: usize = 7;

/// Which of the three methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EarsMethod {
    /// Against the seven counts before.
    C1,
    /// Against seven counts, the last two left out.
    C2,
    /// As C2, with what the last two were above theirs.
    C3,
}

/// What the method says of each count; `None` where the past is too short.
///
/// ```
/// use methods::surveillance::{EarsMethod, ears};
/// let weeks = [2.0, 3.0, 1.0, 2.0, 4.0, 2.0, 3.0, 2.0, 12.0];
/// let said = ears(&weeks, EarsMethod::C1, 0.001)?;
/// assert!(said[6].is_none() && !said[7].unwrap().raised && said[8].unwrap().raised);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn ears(
    counts: &[f64],
    method: EarsMethod,
    alpha: f64,
) -> Result<Vec<Option<Alarm>>, NotDefined> {
    for &count in counts {
        not_negative("cases", count)?;
    }
    if !(alpha > 0.0 && alpha < 1.0) {
        return Err(NotDefined::OutOfRange {
            what: "false_discovery_rate",
            value: alpha,
            allowed: "between 0 and 1",
        });
    }
    // By symmetry: 1 − alpha would be 1 for a tiny alpha.
    let z = -normal_quantile(alpha);
    let past: Vec<Option<(f64, f64)>> = (0..counts.len())
        .map(|t| baseline(counts, t, if method == EarsMethod::C1 { 0 } else { 2 }))
        .collect();
    Ok((0..counts.len())
        .map(|t| {
            let (centre, spread) = past[t]?;
            let upper = match method {
                EarsMethod::C1 | EarsMethod::C2 => centre + z * spread,
                EarsMethod::C3 => {
                    let lately = excess(counts, &past, t - 1)? + excess(counts, &past, t - 2)?;
                    if lately.is_finite() {
                        (counts[t] + spread * (z - lately)).max(0.0)
                    } else {
                        centre
                    }
                }
            };
            Some(Alarm {
                upper,
                raised: counts[t] > upper,
            })
        })
        .collect())
}

/// Mean and standard deviation of the baseline of a count.
fn baseline(counts: &[f64], t: usize, left_out: usize) -> Option<(f64, f64)> {
    let end = t.checked_sub(left_out)?;
    let window = &counts[end.checked_sub(BASELINE)?..end];
    let centre = mean(window)?;
    Some((
        centre,
        (squared_deviations(window, centre) / (BASELINE - 1) as f64).sqrt(),
    ))
}

/// By how many standard deviations beyond 1 a count was above its baseline.
fn excess(counts: &[f64], past: &[Option<(f64, f64)>], t: usize) -> Option<f64> {
    let (centre, spread) = past[t]?;
    let above = counts[t] - centre;
    Some(if spread > 0.0 {
        (above / spread - 1.0).max(0.0)
    } else if above > 0.0 {
        f64::INFINITY
    } else {
        0.0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_or_constant_past_makes_no_nonsense() {
        assert!(
            ears(&[1.0; 5], EarsMethod::C3, 0.01)
                .unwrap()
                .iter()
                .all(Option::is_none)
        );
        for method in [EarsMethod::C1, EarsMethod::C2, EarsMethod::C3] {
            let mut counts = [3.0; 14];
            let said = ears(&counts, method, 0.01).unwrap();
            assert!(
                said.iter()
                    .flatten()
                    .all(|alarm| !alarm.raised && alarm.upper == 3.0)
            );
            (counts[12], counts[13]) = (4.0, 4.0);
            let said = ears(&counts, method, 0.01).unwrap();
            assert!(said[12].unwrap().raised || said[13].unwrap().raised);
        }
        assert!(ears(&[-1.0], EarsMethod::C1, 0.01).is_err());
        assert!(ears(&[1.0], EarsMethod::C1, 0.0).is_err());
    }
}
