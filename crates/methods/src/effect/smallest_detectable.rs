//! The smallest effect a plan could show, told from the past before anything is done.
//!
//! **Literature.** Bloom, H. S. (1995): Minimum detectable effects. Evaluation Review 19, 547-556; here without normal
//! theory, by randomisation as in [`super::randomisation_test`].
//!
//! **Formula.** Sets of as many areas as are to be treated are drawn from the past (change of each area across a pretended
//! start); T their difference to the others. Found is what exceeds c, the 95th percentile of |T|. A rise by δ is found in
//! 80 % of the sets if δ = c − the 20th percentile of T, a fall if δ = c + the 80th: told is the larger of both.
//!
//! **Unit.** That of the numbers. **Edge cases.** Nobody to treat or fewer than 19 other areas: not defined. Changes without
//! spread: 0.

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
    let (rise, fall) = (
        -percentile(&differences, 20.0),
        percentile(&differences, 80.0),
    );
    Ok(percentile(&sizes, 95.0) + rise.max(fall))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_found_as_a_rise_and_as_a_fall() {
        // Ten of forty fell by 9: one of them lies 9 − 81/39 below the mean of its others, and must rise past as much above.
        let lopsided: Vec<f64> = (0..40)
            .map(|i| if i % 4 == 0 { -9.0 } else { 0.0 })
            .collect();
        let mirrored: Vec<f64> = lopsided.iter().map(|change| -change).collect();
        let draws = Permutations::new(4_000, 3).unwrap();
        for changes in [lopsided, mirrored] {
            let told = smallest_detectable(&changes, 1, draws).unwrap();
            assert!((told - 2.0 * (9.0 - 81.0 / 39.0)).abs() < 1e-9, "{told}");
        }
    }

    #[test]
    fn a_plan_without_comparison_is_refused() {
        let draws = Permutations::new(100, 1).unwrap();
        assert!(smallest_detectable(&[1.0; 10], 1, draws).is_err());
        assert!(smallest_detectable(&[1.0; 40], 0, draws).is_err());
        assert!(smallest_detectable(&[1.0; 40], 99, draws).is_err());
        assert_eq!(smallest_detectable(&[1.0; 40], 2, draws), Ok(0.0));
    }
}
