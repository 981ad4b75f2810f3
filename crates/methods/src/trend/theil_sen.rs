//! Theil and Sen's slope: the typical change from period to period, which single outliers do not move.
//!
//! **Literature.** Theil, H. (1950): A rank-invariant method of linear and polynomial regression analysis;
//! Sen, P. K. (1968): Estimates of the regression coefficient based on Kendall's tau. JASA 63, 1379-1389.
//! References: pymannkendall (slope, intercept), scipy `theilslopes` (interval).
//!
//! **Formula.** Slope = median of (yⱼ − yᵢ)/(tⱼ − tᵢ), i < j; intercept = median(y) − slope·median(t). Interval: with
//! σ = √Var(S), the ordered slopes number ⌊(N − zσ)/2⌉ − 1 and ⌊(N + zσ)/2⌉ of N, counted from 0, halves to even.
//!
//! **Unit.** Unit of the values per unit of the periods. **Edge cases.** Fewer than 4 values: not defined; a constant
//! series has slope 0; with few values the interval is the range of all slopes.

use super::{FEWEST_VALUES, in_order, median, variance_of_s};
use crate::not_defined::{all_finite, at_least};
use crate::{Confidence, Estimate, NotDefined};

/// A line that outliers do not move.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TheilSen {
    /// The slope with its interval.
    pub slope: Estimate,
    /// The value of the line where the period is 0.
    pub intercept: f64,
}

/// The line through values at periods, in any order.
///
/// ```
/// use methods::{Confidence, trend::theil_sen};
/// let years = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
/// let line = theil_sen(&years, &[3.0, 3.0, 4.0, 4.0, 5.0, 7.0, 7.0], Confidence::P95)?;
/// assert_eq!((line.slope.value, line.intercept), (0.75, 1.75));
/// assert_eq!((line.slope.lower, line.slope.upper), (1.0 / 3.0, 1.0));
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn theil_sen(
    periods: &[f64],
    values: &[f64],
    confidence: Confidence,
) -> Result<TheilSen, NotDefined> {
    let series = in_order(periods, values)?;
    at_least(FEWEST_VALUES, series.len())?;
    let mut slopes: Vec<f64> = Vec::with_capacity(series.len() * (series.len() - 1) / 2);
    for (i, from) in series.iter().enumerate() {
        slopes.extend(
            series[i + 1..]
                .iter()
                .map(|to| (to.1 - from.1) / (to.0 - from.0)),
        );
    }
    all_finite("values", &slopes)?;
    slopes.sort_by(f64::total_cmp);
    let (times, heights): (Vec<f64>, Vec<f64>) = series.into_iter().unzip();
    let value = median(&slopes).unwrap_or(0.0);
    let middle = median(&heights).unwrap_or(0.0) - value * median(&times).unwrap_or(0.0);
    let reach = confidence.z() * variance_of_s(&heights).max(0.0).sqrt();
    let pairs = slopes.len() as f64;
    let rank = |at: f64| place(at.round_ties_even(), slopes.len());
    Ok(TheilSen {
        slope: Estimate {
            value,
            lower: slopes[rank(f64::midpoint(pairs, -reach)).saturating_sub(1)].min(value),
            upper: slopes[rank(f64::midpoint(pairs, reach)).min(slopes.len() - 1)].max(value),
        },
        intercept: middle,
    })
}

/// A rank within a list.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the list before the cast"
)]
fn place(rank: f64, length: usize) -> usize {
    rank.clamp(0.0, length as f64) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_outlier_does_not_move_the_line() {
        let years: Vec<f64> = (0..9).map(f64::from).collect();
        let mut values: Vec<f64> = years.iter().map(|t| 10.0 + 2.0 * t).collect();
        values[4] = 900.0;
        let line = theil_sen(&years, &values, Confidence::P95).unwrap();
        assert_eq!(line.slope.value, 2.0);
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_slope(values in prop::collection::vec(-20i32..20, 4..20)) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let periods: Vec<f64> = (0..values.len()).map(|t| t as f64).collect();
            let narrow = theil_sen(&periods, &values, Confidence::P95).unwrap().slope;
            let wide = theil_sen(&periods, &values, Confidence::P998).unwrap().slope;
            prop_assert!(narrow.holds(narrow.value));
            prop_assert!(wide.lower <= narrow.lower && narrow.upper <= wide.upper);
        }
    }
}
