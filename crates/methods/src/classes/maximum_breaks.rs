//! Classes cut at the widest gaps.

use super::{Classes, at_least_one, sorted};
use crate::NotDefined;

/// Classes cut in the middle of the k − 1 widest gaps between neighbouring values.
///
/// **Literature.** Slocum et al. (2009): Thematic Cartography and Geovisualization. **Formula.**
/// Gaps of the sorted values, the widest k − 1 *different* widths; each is cut in its middle.
/// **Unit.** That of the values. **Edge cases.** Of several gaps equally wide the lowest is cut (as
/// in mapclassify); fewer different gaps give fewer classes.
///
/// ```
/// let classes = methods::classes::maximum_breaks(&[1.0, 2.0, 6.0, 7.0, 20.0], 3)?;
/// assert_eq!((classes.bins, classes.counts), (vec![4.0, 13.5, 20.0], vec![2, 2, 1]));
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn maximum_breaks(values: &[f64], k: usize) -> Result<Classes, NotDefined> {
    at_least_one(k)?;
    let sorted = sorted(values)?;
    let mut gaps: Vec<(f64, usize)> = sorted
        .windows(2)
        .enumerate()
        .map(|(at, pair)| (pair[1] - pair[0], at))
        .filter(|(gap, _)| *gap > 0.0)
        .collect();
    gaps.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    gaps.dedup_by_key(|(gap, _)| *gap);
    let mut bins: Vec<f64> = gaps
        .iter()
        .take(k - 1)
        .map(|&(_, at)| f64::midpoint(sorted[at], sorted[at + 1]))
        .collect();
    bins.push(sorted[sorted.len() - 1]);
    bins.sort_by(f64::total_cmp);
    bins.dedup();
    Ok(Classes::of(&sorted, bins, k))
}
