//! Classes for heavy-tailed values.

use super::{Classes, sorted};
use crate::NotDefined;
use crate::summation::mean;

/// Classes cut at the mean, then at the mean of what lies above, and so on.
///
/// **Literature.** Jiang, B. (2013): Head/tail breaks: a new classification scheme for data with a
/// heavy-tailed distribution. The Professional Geographer 65, 482-494. **Formula.** Limits m₁ = mean
/// of all, m₂ = mean of those above m₁ …, until the head has one distinct value. **Unit.** That of
/// the values. **Edge cases.** The number of classes follows from the values; all equal: one class.
///
/// ```
/// let classes = methods::classes::head_tail(&[1.0, 1.0, 1.0, 2.0, 15.0])?;
/// assert_eq!((classes.bins, classes.counts), (vec![4.0, 15.0], vec![4, 1]));
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn head_tail(values: &[f64]) -> Result<Classes, NotDefined> {
    let sorted = sorted(values)?;
    let mut bins = Vec::new();
    let mut head = sorted.as_slice();
    while let (Some(&smallest), Some(&largest)) = (head.first(), head.last()) {
        if smallest == largest {
            bins.push(largest);
            break;
        }
        let Some(limit) = mean(head).filter(|limit| limit.is_finite()) else {
            return Err(NotDefined::NotFinite { what: "values" });
        };
        // Rounding may lift the mean of close values to the largest: then it is the last limit.
        let limit = limit.clamp(smallest, largest);
        bins.push(limit);
        head = &head[head.partition_point(|&value| value <= limit)..];
    }
    let requested = bins.len();
    Ok(Classes::of(&sorted, bins, requested))
}
