//! Whole numbers in proportion to shares, their total kept to the last unit.
//!
//! **Literature.** Hamilton's or Hare and Niemeyer's method of largest remainders; Balinski, M. &
//! Young, H. P. (2001): Fair Representation.
//!
//! **Formula.** Quota qᵢ = T·wᵢ/Σw; each gets ⌊qᵢ⌋, what is left goes one by one to the largest
//! fractions. Ties (fractions equal to 1e-9) go to the lowest index.
//!
//! **Unit.** That of the total. **Edge cases.** A weight of 0 never receives anything; a total of 0
//! gives zeros; all weights 0 with a total above 0 is not defined.

use std::cmp::Ordering;

use crate::NotDefined;
use crate::not_defined::not_negative;
use crate::summation::neumaier_sum;

/// Fractions closer than this are a tie: they differ by rounding only.
const TIE: f64 = 1e-9;

/// Totals beyond this have no exact quota in double precision.
const LARGEST_TOTAL: u64 = 1 << 53;

/// Splits a total over weights into whole numbers that add up to it.
///
/// ```
/// use methods::largest_remainder;
/// // An area of 1,001 people is split 92.40 : 7.60.
/// assert_eq!(largest_remainder(&[0.924, 0.076], 1001)?, [925, 76]);
/// // A tie goes to the lowest index.
/// assert_eq!(largest_remainder(&[1.0, 1.0], 3)?, [2, 1]);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn largest_remainder(weights: &[f64], total: u64) -> Result<Vec<u64>, NotDefined> {
    for &weight in weights {
        not_negative("weights", weight)?;
    }
    if total == 0 {
        return Ok(vec![0; weights.len()]);
    }
    if total > LARGEST_TOTAL {
        return Err(NotDefined::OutOfRange {
            what: "total",
            value: total as f64,
            allowed: "at most 2^53",
        });
    }
    let largest = weights.iter().copied().fold(0.0, f64::max);
    if largest == 0.0 {
        return Err(NotDefined::NoBase);
    }
    let scaled: Vec<f64> = weights.iter().map(|weight| weight / largest).collect();
    let sum = neumaier_sum(scaled.iter().copied());
    let quotas: Vec<f64> = scaled.iter().map(|w| total as f64 * (w / sum)).collect();
    let floors = quotas.iter().map(|&quota| floor(quota, total)).collect();
    Ok(settle(&quotas, floors, total))
}

/// The whole part of a quota, a quota that misses the next whole number by rounding only included.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a quota lies between 0 and 2^53"
)]
fn floor(quota: f64, total: u64) -> u64 {
    let nearest = quota.round();
    let whole = if (quota - nearest).abs() < TIE {
        nearest
    } else {
        quota.floor()
    };
    (whole as u64).min(total)
}

/// Hands out what the whole parts left over, or takes back what rounding gave too much.
fn settle(quotas: &[f64], mut counts: Vec<u64>, total: u64) -> Vec<u64> {
    let mut order: Vec<usize> = (0..quotas.len()).filter(|&i| quotas[i] > 0.0).collect();
    let remainder = |i: usize, counts: &[u64]| quotas[i] - counts[i] as f64;
    let ticks: Vec<i64> = (0..quotas.len())
        .map(|i| in_ticks(remainder(i, &counts)))
        .collect();
    order.sort_by(|&a, &b| ticks[b].cmp(&ticks[a]).then(a.cmp(&b)));
    let given: u128 = counts.iter().map(|&count| u128::from(count)).sum();
    match given.cmp(&u128::from(total)) {
        Ordering::Less => {
            let mut left = u128::from(total) - given;
            for &i in order.iter().cycle() {
                if left == 0 {
                    break;
                }
                counts[i] += 1;
                left -= 1;
            }
        }
        Ordering::Greater => {
            let mut over = given - u128::from(total);
            for &i in order.iter().rev().cycle() {
                if over == 0 {
                    break;
                }
                if counts[i] > 0 {
                    counts[i] -= 1;
                    over -= 1;
                }
            }
        }
        Ordering::Equal => {}
    }
    counts
}

/// A fraction in steps of the tie width.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a fraction of 1 over 1e-9 fits; casts saturate"
)]
fn in_ticks(fraction: f64) -> i64 {
    (fraction / TIE).round() as i64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn who_weighs_nothing_gets_nothing() {
        assert_eq!(largest_remainder(&[0.0, 1.0, 0.0], 7).unwrap(), [0, 7, 0]);
        assert_eq!(largest_remainder(&[0.0, 0.0], 0).unwrap(), [0, 0]);
        assert_eq!(largest_remainder(&[], 0).unwrap(), [0; 0]);
        assert_eq!(largest_remainder(&[0.0], 1), Err(NotDefined::NoBase));
        assert_eq!(largest_remainder(&[], 1), Err(NotDefined::NoBase));
        assert!(largest_remainder(&[f64::NAN], 1).is_err());
        assert!(largest_remainder(&[-1.0, 2.0], 1).is_err());
    }

    #[test]
    fn thirds_that_round_badly_still_tie() {
        assert_eq!(largest_remainder(&[0.1, 0.1, 0.1], 4).unwrap(), [2, 1, 1]);
        assert_eq!(largest_remainder(&[1e70, 1e70], 3).unwrap(), [2, 1]);
        assert!(largest_remainder(&[f64::MAX, f64::MAX], 3).is_err());
    }

    proptest! {
        #[test]
        fn the_total_is_kept_and_quota_respected(
            weights in prop::collection::vec(0.0..1e6f64, 1..40),
            total in 0u64..10_000_000,
        ) {
            let sum: f64 = weights.iter().sum();
            prop_assume!(sum > 1.0);
            let counts = largest_remainder(&weights, total).unwrap();
            prop_assert_eq!(counts.iter().sum::<u64>(), total);
            for (count, weight) in counts.iter().zip(&weights) {
                let quota = total as f64 * weight / sum;
                prop_assert!((*count as f64 - quota).abs() < 1.0 + 1e-6);
            }
        }

        #[test]
        fn every_total_in_range_is_kept(
            weights in prop::collection::vec(0.0..1.0f64, 1..8),
            total in 0u64..(1 << 53),
        ) {
            prop_assume!(weights.iter().any(|w| *w > 0.0));
            let counts = largest_remainder(&weights, total).unwrap();
            prop_assert_eq!(counts.iter().sum::<u64>(), total);
        }
    }
}
