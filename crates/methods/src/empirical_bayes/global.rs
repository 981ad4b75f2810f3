//! Rates drawn towards the mean of all areas.
//!
//! **Literature.** Marshall, R. J. (1991): Mapping disease and mortality rates using empirical Bayes estimators.
//! Applied Statistics 40, 283-294.
//!
//! **Formula.** With counts x, bases n, rates r = x/n over N areas: m = Σx/Σn, s² = Σn(r−m)²/Σn,
//! a = max(0, s² − m/n̄), n̄ = Σn/N; smoothed rate m + (r−m)·a/(a + m/n).
//!
//! **Unit.** Cases per base, as r. **Edge cases.** Where nobody lives the rate is m and told. a = 0 (no more spread
//! than chance) gives m everywhere; no case at all gives 0 everywhere. Nobody in any area, or cases where nobody lives:
//! not defined. Sums are pairwise, in the order of areas.

use super::Prior;
use crate::NotDefined;
use crate::not_defined::{LARGEST, at_least, same_length};
use crate::summation::{pairwise_sum_of, pairwise_sum_of_two};

/// Smoothed rates and the prior they were drawn towards.
#[derive(Clone, Debug, PartialEq)]
pub struct SmoothedRates {
    /// The smoothed rate of each area.
    pub rates: Vec<f64>,
    /// Mean of the prior.
    pub mean: f64,
    /// Variance of the prior; 0 if the areas differ no more than by chance.
    pub variance: f64,
    /// Areas without anybody, by position; their rate is the mean.
    pub without_base: Vec<usize>,
}

/// The rates of all areas, drawn towards their common mean.
///
/// ```
/// use methods::empirical_bayes::smooth;
/// let found = smooth(&[0.0, 50.0, 400.0, 0.0], &[10.0, 400.0, 2_000.0, 0.0])?;
/// assert!(found.rates[0] > 0.1); // ten people tell little
/// assert!((found.rates[2] - 0.2).abs() < 0.01); // two thousand tell much
/// assert_eq!((found.rates[3], found.without_base), (found.mean, vec![3]));
/// # Ok::<(), methods::NotDefined>(())
/// ```
#[doc(alias = "Glättung")]
pub fn smooth(cases: &[f64], base: &[f64]) -> Result<SmoothedRates, NotDefined> {
    same_length("base", cases.len(), base.len())?;
    at_least(1, cases.len())?;
    refuse_unusable(cases, base)?;
    let prior = prior(cases, base)?;
    Ok(SmoothedRates {
        rates: cases
            .iter()
            .zip(base)
            .map(|(&x, &n)| prior.smooth(x, n))
            .collect(),
        mean: prior.mean,
        variance: prior.variance,
        without_base: (0..base.len()).filter(|&area| base[area] == 0.0).collect(),
    })
}

/// Mean and variance of the rates beyond chance.
fn prior(cases: &[f64], base: &[f64]) -> Result<Prior, NotDefined> {
    let people = pairwise_sum_of(base, |n| n);
    if people == 0.0 {
        return Err(NotDefined::NoBase);
    }
    let mean = pairwise_sum_of(cases, |x| x) / people;
    let spread = pairwise_sum_of_two(cases, base, |x, n| {
        let off = x - mean * n;
        if n > 0.0 { off * off / n } else { 0.0 }
    });
    let inhabited = base.iter().filter(|n| **n > 0.0).count() as f64;
    let chance = mean * inhabited / people;
    Ok(Prior {
        mean,
        variance: (spread / people - chance).max(0.0),
    })
}

pub(super) fn refuse_unusable(cases: &[f64], base: &[f64]) -> Result<(), NotDefined> {
    for (what, values) in [("cases", cases), ("base", base)] {
        // Counted, not searched: that leaves no branch in the loop. One by one only to say which it is.
        let usable = |v: f64| v == 0.0 || (LARGEST.recip()..=LARGEST).contains(&v);
        if values.iter().filter(|v| !usable(**v)).count() == 0 {
            continue;
        }
        for &value in values {
            crate::not_defined::not_negative(what, value)?;
        }
    }
    match cases
        .iter()
        .zip(base)
        .find(|(x, n)| **n == 0.0 && **x > 0.0)
    {
        Some((&cases, &base)) => Err(NotDefined::MoreCasesThanBase { cases, base }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_has_no_rate_is_refused() {
        assert_eq!(smooth(&[0.0], &[0.0]), Err(NotDefined::NoBase));
        assert!(smooth(&[1.0], &[0.0]).is_err());
        assert!(smooth(&[], &[]).is_err());
        assert!(smooth(&[1.0], &[1.0, 2.0]).is_err());
        assert!(smooth(&[f64::NAN], &[1.0]).is_err());
        assert!(smooth(&[-1.0], &[1.0]).is_err());
    }

    #[test]
    fn areas_that_do_not_differ_get_the_mean_and_no_case_gives_0() {
        let equal = smooth(&[1.0, 2.0, 3.0], &[10.0, 20.0, 30.0]).unwrap();
        assert_eq!(equal.variance, 0.0);
        assert!(equal.rates.iter().all(|rate| *rate == equal.mean));
        let none = smooth(&[0.0, 0.0], &[10.0, 20.0]).unwrap();
        assert_eq!(none.rates, [0.0, 0.0]);
        assert_eq!(smooth(&[3.0], &[10.0]).unwrap().rates, [0.3]);
    }

    proptest! {
        #[test]
        fn a_smoothed_rate_lies_between_raw_rate_and_mean(
            counts in prop::collection::vec((0u32..50, 0u32..500), 1..60),
        ) {
            let cases: Vec<f64> = counts.iter().map(|c| f64::from(c.0)).collect();
            let base: Vec<f64> = counts.iter().map(|c| f64::from(c.0 + c.1)).collect();
            prop_assume!(base.iter().any(|n| *n > 0.0));
            let found = smooth(&cases, &base).unwrap();
            for area in 0..cases.len() {
                let raw = if base[area] > 0.0 { cases[area] / base[area] } else { found.mean };
                let (low, high) = (raw.min(found.mean), raw.max(found.mean));
                prop_assert!(low - 1e-12 <= found.rates[area] && found.rates[area] <= high + 1e-12);
            }
        }
    }
}
