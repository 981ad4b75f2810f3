//! Classes with equally many values, and the percentile they are cut by.

use super::{Classes, at_least_one, sorted};
use crate::NotDefined;

/// Classes that hold as equally many values as ties allow.
///
/// **Literature.** Hyndman, R. J. & Fan, Y. (1996): Sample quantiles in statistical packages. The
/// American Statistician 50, 361-365, type 7 (R's default, numpy's `linear`). **Formula.** Limits are
/// the percentiles 100/k, 200/k … 100. **Unit.** That of the values. **Edge cases.** Limits that
/// coincide are one limit, so there may be fewer classes than asked for.
///
/// ```
/// let classes = methods::classes::quantile(&[1.0, 2.0, 3.0, 4.0, 10.0], 2)?;
/// assert_eq!(classes.bins, [3.0, 10.0]);
/// assert_eq!(classes.counts, [3, 2]);
/// # Ok::<(), methods::NotDefined>(())
/// ```
#[doc(alias = "Quantile")]
pub fn quantile(values: &[f64], k: usize) -> Result<Classes, NotDefined> {
    at_least_one(k)?;
    let sorted = sorted(values)?;
    let width = 100.0 / k as f64;
    let mut bins: Vec<f64> = (1..=k)
        .map(|class| {
            let percent = if class == k {
                100.0
            } else {
                // As numpy's arange counts: start plus steps.
                width + (class - 1) as f64 * width
            };
            percentile(&sorted, percent)
        })
        .collect();
    bins.dedup();
    Ok(Classes::of(&sorted, bins, k))
}

/// The percentile of sorted values by linear interpolation; 0 of nothing.
///
/// ```
/// assert_eq!(methods::classes::percentile(&[1.0, 2.0, 3.0, 4.0], 50.0), 2.5);
/// ```
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a position lies between 0 and the number of values"
)]
pub fn percentile(sorted: &[f64], percent: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return 0.0;
    };
    let position = percent.clamp(0.0, 100.0) / 100.0 * last as f64;
    let below = (position as usize).min(last);
    let above = (below + 1).min(last);
    let part = position - below as f64;
    let step = sorted[above] - sorted[below];
    if !step.is_finite() {
        return sorted[below] * (1.0 - part) + sorted[above] * part;
    }
    // numpy interpolates from the nearer end.
    if part >= 0.5 {
        sorted[above] - step * (1.0 - part)
    } else {
        sorted[below] + step * part
    }
}
