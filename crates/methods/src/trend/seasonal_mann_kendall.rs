//! Mann and Kendall's test for monthly or quarterly series: each season is compared with itself only.
//!
//! **Literature.** Hirsch, R. M., Slack, J. R. & Smith, R. A. (1982): Techniques of trend analysis for monthly water
//! quality data. Water Resources Research 18, 107-121. Reference: pymannkendall `seasonal_test`.
//!
//! **Formula.** S and Var(S) are summed over the seasons; z = (S ∓ 1)/√Var; slope = median of the slopes per year of
//! all pairs within one season.
//!
//! **Unit.** Slope: unit of the values per full round of seasons. **Edge cases.** Missing values are `None`; fewer than
//! two values in every season, or fewer than 4 in all: not defined; constant seasons have p = 1.

use super::{FEWEST_VALUES, median, rises_minus_falls, standard_of_s, variance_of_s};
use crate::NotDefined;
use crate::not_defined::{at_least, finite};

/// The direction of a series with seasons.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeasonalMannKendall {
    /// Rising pairs minus falling pairs, within seasons.
    pub s: f64,
    /// The variance of S without a trend.
    pub variance: f64,
    /// Standard normal value.
    pub z: f64,
    /// Two-sided p-value.
    pub p: f64,
    /// Median change per full round of seasons.
    pub slope: f64,
}

/// The test of values that follow at equal steps, so many to a round.
///
/// ```
/// use methods::trend::seasonal_mann_kendall;
/// // Quarters: winter is always high, all four rise by 1 a year.
/// let quarters: Vec<Option<f64>> = (0..20)
///     .map(|t| Some(if t % 4 == 0 { 50.0 } else { 10.0 } + f64::from(t / 4)))
///     .collect();
/// let found = seasonal_mann_kendall(&quarters, 4)?;
/// assert_eq!((found.s, found.slope), (40.0, 1.0));
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn seasonal_mann_kendall(
    values: &[Option<f64>],
    seasons: usize,
) -> Result<SeasonalMannKendall, NotDefined> {
    if seasons == 0 {
        return Err(NotDefined::OutOfRange {
            what: "periods",
            value: 0.0,
            allowed: "1 or more seasons",
        });
    }
    for value in values.iter().flatten() {
        finite("values", *value)?;
    }
    at_least(FEWEST_VALUES, values.iter().flatten().count())?;
    let (mut s, mut variance, mut slopes) = (0.0, 0.0, Vec::new());
    for season in 0..seasons.min(values.len()) {
        let own: Vec<(usize, f64)> = values
            .iter()
            .skip(season)
            .step_by(seasons)
            .enumerate()
            .filter_map(|(year, value)| Some((year, (*value)?)))
            .collect();
        let plain: Vec<f64> = own.iter().map(|point| point.1).collect();
        s += rises_minus_falls(&plain);
        variance += variance_of_s(&plain);
        for (i, from) in own.iter().enumerate() {
            let rest = own[i + 1..].iter();
            slopes.extend(rest.map(|to| (to.1 - from.1) / (to.0 - from.0) as f64));
        }
    }
    let slope = median(&slopes).ok_or(NotDefined::TooFewValues { need: 2, have: 1 })?;
    let (z, p) = standard_of_s(s, variance);
    Ok(SeasonalMannKendall {
        s,
        variance,
        z,
        p,
        slope,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_season_is_never_compared_with_another() {
        let once: Vec<Option<f64>> = (0..8).map(|t| Some(f64::from(t))).collect();
        assert!(seasonal_mann_kendall(&once, 8).is_err());
        assert!(seasonal_mann_kendall(&once, 0).is_err());
        assert!(seasonal_mann_kendall(&[None; 24], 12).is_err());
        let gap = [Some(1.0), None, Some(2.0), Some(5.0), Some(3.0), Some(6.0)];
        assert_eq!(seasonal_mann_kendall(&gap, 2).unwrap().s, 4.0);
    }
}
