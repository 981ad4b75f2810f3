//! Mann and Kendall's test: does a series go one way more than chance would have it?
//!
//! **Literature.** Mann, H. B. (1945): Nonparametric tests against trend. Econometrica 13, 245-259; Kendall, M. G.
//! (1975): Rank Correlation Methods. Reference: pymannkendall `original_test`.
//!
//! **Formula.** S = #rising pairs − #falling pairs; Var = \[n(n−1)(2n+5) − Σt(t−1)(2t+5)\]/18 over ties of t values;
//! z = (S ∓ 1)/√Var; p two-sided; τ = S/(n(n−1)/2).
//!
//! **Unit.** None. **Edge cases.** Fewer than 4 values: not defined; a constant series has p = 1; gaps between the
//! periods do not matter. A description, no warning: see [`super::relative_trends`].

use super::{FEWEST_VALUES, in_order, rises_minus_falls, standard_of_s, variance_of_s};
use crate::NotDefined;
use crate::not_defined::at_least;

/// The direction of a series and how much speaks for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MannKendall {
    /// Rising pairs minus falling pairs.
    pub s: f64,
    /// The variance of S without a trend.
    pub variance: f64,
    /// Standard normal value, above 0 for rising.
    pub z: f64,
    /// Two-sided p-value.
    pub p: f64,
    /// S over the number of pairs, −1 to 1.
    pub tau: f64,
}

/// The test of a series of values at periods, in any order.
///
/// ```
/// use methods::trend::mann_kendall;
/// let years = [2018.0, 2019.0, 2020.0, 2021.0, 2022.0, 2023.0, 2024.0];
/// let rising = mann_kendall(&years, &[3.0, 3.0, 4.0, 4.0, 5.0, 7.0, 7.0])?;
/// assert_eq!(rising.s, 18.0);
/// assert!((rising.p - 0.008187776844595707).abs() < 1e-12);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn mann_kendall(periods: &[f64], values: &[f64]) -> Result<MannKendall, NotDefined> {
    let values: Vec<f64> = in_order(periods, values)?
        .iter()
        .map(|point| point.1)
        .collect();
    at_least(FEWEST_VALUES, values.len())?;
    let (s, variance) = (rises_minus_falls(&values), variance_of_s(&values));
    let (z, p) = standard_of_s(s, variance);
    let n = values.len() as f64;
    Ok(MannKendall {
        s,
        variance,
        z,
        p,
        tau: s / (0.5 * n * (n - 1.0)),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_constant_series_has_no_direction() {
        let constant = mann_kendall(&[1.0, 2.0, 3.0, 4.0], &[5.0; 4]).unwrap();
        assert_eq!((constant.s, constant.variance, constant.p), (0.0, 0.0, 1.0));
    }

    #[test]
    fn three_years_are_too_few_with_or_without_a_gap() {
        assert_eq!(
            mann_kendall(&[2018.0, 2020.0, 2021.0], &[1.0, 2.0, 3.0]),
            Err(NotDefined::TooFewValues { need: 4, have: 3 })
        );
        assert!(mann_kendall(&[1.0, 1.0, 2.0, 3.0], &[1.0; 4]).is_err());
        assert!(mann_kendall(&[1.0, 2.0, 3.0, 4.0], &[1.0, f64::NAN, 2.0, 3.0]).is_err());
        assert!(mann_kendall(&[], &[]).is_err());
    }

    proptest! {
        #[test]
        fn turning_time_turns_the_sign(values in prop::collection::vec(-20i32..20, 4..20)) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let periods: Vec<f64> = (0..values.len()).map(|t| t as f64).collect();
            let back: Vec<f64> = periods.iter().map(|t| -t).collect();
            let (there, and_back) = (mann_kendall(&periods, &values).unwrap(), mann_kendall(&back, &values).unwrap());
            prop_assert_eq!(there.s, -and_back.s);
            prop_assert_eq!(there.p, and_back.p);
            prop_assert!((-1.0..=1.0).contains(&there.tau));
        }
    }
}
