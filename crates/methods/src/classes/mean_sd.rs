//! Classes around the mean, in standard deviations.

use super::{Classes, sorted};
use crate::NotDefined;
use crate::summation::{mean, squared_deviations};

/// Classes cut at two and one standard deviations below and above the mean.
///
/// **Literature.** Slocum et al. (2009): Thematic Cartography and Geovisualization. **Formula.**
/// Limits mean + s·(−2, −1, 1, 2) with the sample standard deviation (n − 1), and the largest value
/// if it lies above. **Unit.** That of the values. **Edge cases.** Fewer than two values, or all
/// equal, have no standard deviation. Outer classes may be empty.
///
/// ```
/// let classes = methods::classes::mean_sd(&[1.0, 2.0, 3.0])?;
/// assert_eq!(classes.bins, [0.0, 1.0, 3.0, 4.0]);
/// assert_eq!(classes.counts, [0, 1, 2, 0]);
/// # Ok::<(), methods::NotDefined>(())
/// ```
#[doc(alias = "Standardabweichung")]
pub fn mean_sd(values: &[f64]) -> Result<Classes, NotDefined> {
    let sorted = sorted(values)?;
    let too_few = NotDefined::TooFewValues {
        need: 2,
        have: sorted.len(),
    };
    if sorted.len() < 2 {
        return Err(too_few);
    }
    let centre = mean(&sorted).ok_or(too_few)?;
    let sd = (squared_deviations(&sorted, centre) / (sorted.len() - 1) as f64).sqrt();
    if !sd.is_finite() {
        return Err(NotDefined::NotFinite { what: "values" });
    }
    if sorted[0] == sorted[sorted.len() - 1] {
        return Err(NotDefined::NoSpread {
            what: "values".to_owned(),
        });
    }
    let mut bins: Vec<f64> = [-2.0, -1.0, 1.0, 2.0]
        .iter()
        .map(|multiple| centre + sd * multiple)
        .collect();
    let largest = sorted[sorted.len() - 1];
    if bins[3] < largest {
        bins.push(largest);
    }
    let requested = bins.len();
    Ok(Classes::of(&sorted, bins, requested))
}
