//! Classes of a box plot.

use super::{Classes, percentile, sorted};
use crate::NotDefined;

/// How far the fences stand off the box, in interquartile ranges.
const HINGE: f64 = 1.5;

/// Classes cut at lower fence, quartiles and upper fence, and the largest value if it lies beyond.
///
/// **Literature.** Tukey, J. W. (1977): Exploratory Data Analysis. **Formula.** Limits Q₁ − 1.5·IQR,
/// Q₁, Q₂, Q₃, Q₃ + 1.5·IQR, max. **Unit.** That of the values. **Edge cases.** Limits that coincide
/// are one; if nothing lies beyond the upper fence, the fence is the last limit.
///
/// ```
/// let classes = methods::classes::box_plot(&[1.0, 2.0, 3.0, 4.0, 5.0, 60.0])?;
/// assert_eq!(classes.bins, [-1.5, 2.25, 3.5, 4.75, 8.5, 60.0]);
/// assert_eq!(classes.counts, [0, 2, 1, 1, 1, 1]);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn box_plot(values: &[f64]) -> Result<Classes, NotDefined> {
    let sorted = sorted(values)?;
    let [first, second, third] = [25.0, 50.0, 75.0].map(|p| percentile(&sorted, p));
    let fence = HINGE * (third - first);
    let largest = sorted[sorted.len() - 1];
    let mut bins = vec![first - fence, first, second, third, third + fence];
    if third + fence < largest {
        bins.push(largest);
    }
    if bins.iter().any(|limit| !limit.is_finite()) {
        return Err(NotDefined::NotFinite { what: "values" });
    }
    let requested = bins.len();
    bins.dedup();
    Ok(Classes::of(&sorted, bins, requested))
}
