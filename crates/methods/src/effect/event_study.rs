//! Event study: the difference to the others in each period before and after the start.
//!
//! **Literature.** Freyaldenhoven, S., Hansen, C. & Shapiro, J. M. (2019): Pre-event trends in the panel event-study
//! design. AER 109, 3307-3338. Reference: linearmodels `PanelOLS` (its clustered errors are HC0 times √(n/(n − k)), k all
//! coefficients and effects).
//!
//! **Formula.** A column for each number of periods from the start, −1 left out as reference; all freed from means of area
//! and period; least squares; covariance (X'X)⁻¹(Σ ss')(X'X)⁻¹ over areas, s = Σₜ xe. Plain errors: √(RSS/(n − k)·(X'X)⁻¹).
//! Wald test that all coefficients before −1 are 0, by χ².
//!
//! **Unit.** That of the values. **Edge cases.** No area never treated, or columns that repeat each other: not defined.

use nalgebra::DMatrix;
use statrs::function::gamma::gamma_ur;

use super::panel::within;
use super::{Panel, Starts};
use crate::NotDefined;
use crate::least_squares::least_squares;
use crate::summation::{mean, neumaier_sum};

/// The differences around the start.
#[derive(Clone, Debug, PartialEq)]
pub struct EventStudy {
    /// Periods from the start, without −1, rising.
    pub times: Vec<i64>,
    /// The difference at each.
    pub coefficients: Vec<f64>,
    /// Standard errors clustered by area, HC0.
    pub errors: Vec<f64>,
    /// Standard errors as if values were independent.
    pub plain_errors: Vec<f64>,
    /// Coefficients and effects of areas and periods together.
    pub parameters: usize,
    /// What the coefficients explain of the changes within areas; `None` where nothing changes.
    pub r_squared_within: Option<f64>,
    /// How likely such differences before the start are if there are none; `None` without periods before −1.
    pub p_before: Option<f64>,
}

/// The differences around the starts.
///
/// ```
/// use methods::effect::{Panel, event_study};
/// let panel = Panel::new(vec![
///     vec![1.0, 2.1, 3.0, 8.0, 9.1],
///     vec![5.0, 6.0, 7.1, 12.0, 13.0],
///     vec![3.0, 4.0, 5.0, 6.0, 7.0],
///     vec![2.0, 3.1, 4.0, 5.0, 6.1],
/// ])?;
/// let found = event_study(&panel, &[Some(3), Some(3), None, None])?;
/// assert_eq!(found.times, [-3, -2, 0, 1]);
/// assert!((found.coefficients[2] - 4.0).abs() < 0.2 && found.coefficients[0].abs() < 0.2);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn event_study(panel: &Panel, starts: &Starts) -> Result<EventStudy, NotDefined> {
    panel.check(starts)?;
    if starts.iter().all(Option::is_some) {
        return Err(NotDefined::TooFewComparisons { need: 1, have: 0 });
    }
    let (times, columns) = columns(panel, starts);
    let y = panel.within();
    let fit = least_squares(&columns, &y, None)?;
    let (rows, width) = columns.shape();
    let parameters = width + 1 + (panel.areas() - 1) + (panel.periods() - 1);
    let rss = neumaier_sum(fit.residuals.iter().map(|e| e * e));
    let plain = rss / rows.saturating_sub(parameters).max(1) as f64;
    let covariance = &fit.inverse * meat(&columns, &fit.residuals, panel.periods()) * &fit.inverse;
    let before = times.iter().filter(|time| **time < -1).count();
    Ok(EventStudy {
        errors: (0..width)
            .map(|i| covariance[(i, i)].max(0.0).sqrt())
            .collect(),
        plain_errors: (0..width)
            .map(|i| (plain * fit.inverse[(i, i)]).sqrt())
            .collect(),
        r_squared_within: explained(panel, starts, (&times, &fit.coefficients)),
        p_before: wald(&fit.coefficients[..before], &covariance),
        coefficients: fit.coefficients,
        times,
        parameters,
    })
}

/// The periods from the start there are, and a column for each, freed from means.
fn columns(panel: &Panel, starts: &Starts) -> (Vec<i64>, DMatrix<f64>) {
    let mut times: Vec<i64> = starts
        .iter()
        .flatten()
        .flat_map(|&start| (0..panel.periods()).map(move |t| distance(t, start)))
        .collect();
    times.sort_unstable();
    times.dedup();
    times.retain(|&time| time != -1);
    let mut columns = DMatrix::zeros(panel.areas() * panel.periods(), times.len());
    for (at, &time) in times.iter().enumerate() {
        let column: Vec<f64> = starts
            .iter()
            .flat_map(|start| {
                (0..panel.periods())
                    .map(move |t| f64::from(start.is_some_and(|s| distance(t, s) == time)))
            })
            .collect();
        columns
            .column_mut(at)
            .copy_from_slice(&within(&column, panel.periods()));
    }
    (times, columns)
}

fn distance(period: usize, start: usize) -> i64 {
    i64::try_from(period).unwrap_or(i64::MAX) - i64::try_from(start).unwrap_or(i64::MAX)
}

/// Σ over areas of the product of their scores.
fn meat(columns: &DMatrix<f64>, residuals: &[f64], periods: usize) -> DMatrix<f64> {
    let width = columns.ncols();
    let mut meat = DMatrix::zeros(width, width);
    for (area, own) in residuals.chunks(periods).enumerate() {
        let score = columns
            .rows(area * periods, own.len())
            .tr_mul(&nalgebra::DVector::from_column_slice(own));
        meat += &score * score.transpose();
    }
    meat
}

/// 1 − what is left over what there is, on values freed from the mean of their area alone (as linearmodels).
fn explained(
    panel: &Panel,
    starts: &Starts,
    (times, coefficients): (&[i64], &[f64]),
) -> Option<f64> {
    let (mut left, mut there) = (Vec::new(), Vec::new());
    for (area, start) in starts.iter().enumerate() {
        let row = panel.row(area);
        let fitted: Vec<f64> = (0..row.len())
            .map(|t| {
                let time = start.map(|start| distance(t, start));
                times
                    .iter()
                    .zip(coefficients)
                    .find(|(at, _)| Some(**at) == time)
                    .map_or(0.0, |(_, b)| *b)
            })
            .collect();
        let (own, expected) = (mean(row).unwrap_or(0.0), mean(&fitted).unwrap_or(0.0));
        for (y, f) in row.iter().zip(&fitted) {
            let off = y - own - (f - expected);
            left.push(off * off);
            there.push((y - own) * (y - own));
        }
    }
    let there = neumaier_sum(there);
    (there > 0.0).then(|| 1.0 - neumaier_sum(left) / there)
}

/// The χ² test that the first coefficients are all 0.
fn wald(first: &[f64], covariance: &DMatrix<f64>) -> Option<f64> {
    let count = first.len();
    if count == 0 {
        return None;
    }
    let own = covariance.view((0, 0), (count, count)).into_owned();
    let vector = nalgebra::DVector::from_column_slice(first);
    let statistic = vector.dot(&own.cholesky()?.solve(&vector));
    statistic
        .is_finite()
        .then(|| gamma_ur(count as f64 / 2.0, (statistic / 2.0).max(f64::MIN_POSITIVE)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_an_untreated_area_there_is_no_event_study() {
        let panel = Panel::new(vec![vec![1.0, 2.0, 4.0], vec![2.0, 2.0, 5.0]]).unwrap();
        assert_eq!(
            event_study(&panel, &[Some(1), Some(2)]),
            Err(NotDefined::TooFewComparisons { need: 1, have: 0 })
        );
    }
}
