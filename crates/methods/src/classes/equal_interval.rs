//! Classes of equal width.

use super::{Classes, at_least_one, sorted};
use crate::NotDefined;

/// Classes of equal width between the smallest and the largest value.
///
/// **Literature.** Slocum et al. (2009): Thematic Cartography and Geovisualization. **Formula.**
/// Limits min + j·(max − min)/k. **Unit.** That of the values. **Edge cases.** If all values are
/// equal there is one class. Classes may be empty.
///
/// ```
/// let classes = methods::classes::equal_interval(&[0.0, 1.0, 2.0, 10.0], 2)?;
/// assert_eq!((classes.bins, classes.counts), (vec![5.0, 10.0], vec![3, 1]));
/// # Ok::<(), methods::NotDefined>(())
/// ```
#[doc(alias = "gleiche Intervalle")]
pub fn equal_interval(values: &[f64], k: usize) -> Result<Classes, NotDefined> {
    at_least_one(k)?;
    let sorted = sorted(values)?;
    let (low, high) = (sorted[0], sorted[sorted.len() - 1]);
    let width = high / k as f64 - low / k as f64;
    let width = if (high - low).is_finite() {
        (high - low) / k as f64
    } else {
        width
    };
    let mut bins: Vec<f64> = (0..k)
        .map(|class| {
            if class + 1 == k {
                high
            } else {
                ((low + width) + class as f64 * width).min(high)
            }
        })
        .collect();
    bins.dedup();
    Ok(Classes::of(&sorted, bins, k))
}
