//! The smallest effect a plan could show, told from the past before anything is done.
//!
//! **Literature.** Bloom, H. S. (1995): Minimum detectable effects. Evaluation Review 19, 547-556; here without normal
//! theory, by randomisation as in [`super::randomisation_test`].
//!
//! **Formula.** Sets of as many areas as are to be treated are drawn from the past (change of each area across a pretended
//! start); T their difference to the others. Found is what exceeds the 95th percentile of |T|; an effect δ is found in 80 %
//! of the sets if δ = that percentile + the 80th percentile of T.
//!
//! **Unit.** That of the numbers. **Edge cases.** As [`super::randomisation_test`].

use crate::NotDefined;
use crate::classes::percentile;
use crate::not_defined::all_finite;
use crate::random::Stream;
use crate::spatial::Permutations;
use crate::summation::neumaier_sum;

/// The fewest areas there must be besides the treated.
const FEWEST_OTHERS: usize = 19;

/// The smallest effect on so many treated areas that is found four times in five.
///
/// ```
/// use methods::effect::smallest_detectable;
/// use methods::spatial::Permutations;
/// let past: Vec<f64> = (0..60).map(|i| f64::from(i * 37 % 60) / 60.0 - 0.5).collect();
/// let draws = Permutations::new(2000, 1)?;
/// let (one, ten) = (smallest_detectable(&past, 1, draws)?, smallest_detectable(&past, 10, draws)?);
/// assert!(ten < one && one < 1.0);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn smallest_detectable(
    changes: &[f64],
    treated: usize,
    draws: Permutations,
) -> Result<f64, NotDefined> {
    all_finite("values", changes)?;
    let others = changes.len().saturating_sub(treated);
    if treated == 0 {
        return Err(NotDefined::NoCases);
    }
    if others < FEWEST_OTHERS {
        return Err(NotDefined::TooFewComparisons {
            need: FEWEST_OTHERS,
            have: others,
        });
    }
    let total = neumaier_sum(changes.iter().copied());
    let mut differences: Vec<f64> = (0..draws.count())
        .map(|number| {
            let mut order: Vec<u32> = (0..changes.len())
                .map(|i| u32::try_from(i).unwrap_or(u32::MAX))
                .collect();
            Stream::new(draws.seed(), number as u64).shuffle_front(&mut order, treated);
            let own = neumaier_sum(order[..treated].iter().map(|&i| changes[i as usize]));
            own / treated as f64 - (total - own) / others as f64
        })
        .collect();
    differences.sort_by(f64::total_cmp);
    let mut sizes: Vec<f64> = differences.iter().map(|t| t.abs()).collect();
    sizes.sort_by(f64::total_cmp);
    Ok(percentile(&sizes, 95.0) + percentile(&differences, 80.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_without_comparison_is_refused() {
        let draws = Permutations::new(100, 1).unwrap();
        assert!(smallest_detectable(&[1.0; 10], 1, draws).is_err());
        assert!(smallest_detectable(&[1.0; 40], 0, draws).is_err());
        assert!(smallest_detectable(&[1.0; 40], 99, draws).is_err());
        assert_eq!(smallest_detectable(&[1.0; 40], 2, draws), Ok(0.0));
    }
}
