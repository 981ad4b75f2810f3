//! Trends of short yearly series: is there a direction, how steep, and is it this area's own?
//!
//! [`mann_kendall`] and [`theil_sen`] describe one series. They cannot warn: with seven years and 87 areas no p-value
//! survives the false discovery control. Warnings come from [`relative_trends`], counts of the area against the rest.

mod beside_rest;
mod hamed_rao;
#[cfg(test)]
pub(crate) mod invented;
mod mann_kendall;
mod plain_drift;
mod relative_trend;
mod seasonal_mann_kendall;
mod spread;
mod theil_sen;
mod traffic_light;

pub(crate) use beside_rest::someone_beside;
pub use hamed_rao::{HamedRao, hamed_rao};
pub use mann_kendall::{MannKendall, mann_kendall};
pub(crate) use relative_trend::student_p;
pub use relative_trend::{AreaCounts, RelativeTrend, RelativeTrends, TrendRules, relative_trends};
pub use seasonal_mann_kendall::{SeasonalMannKendall, seasonal_mann_kendall};
pub(crate) use spread::{Left, dispersion};
pub use theil_sen::{TheilSen, theil_sen};
pub use traffic_light::{Light, LightRules, TrendEvidence, traffic_light};

use crate::NotDefined;
use crate::not_defined::{all_finite, same_length};
use crate::special::normal_upper_tail;

/// The fewest values a trend is told from.
const FEWEST_VALUES: usize = 4;

/// A series in the order of time; refuses times that repeat.
fn in_order(periods: &[f64], values: &[f64]) -> Result<Vec<(f64, f64)>, NotDefined> {
    same_length("periods", periods.len(), values.len())?;
    all_finite("periods", periods)?;
    all_finite("values", values)?;
    let mut series: Vec<(f64, f64)> = periods
        .iter()
        .copied()
        .zip(values.iter().copied())
        .collect();
    series.sort_by(|a, b| a.0.total_cmp(&b.0));
    if let Some(pair) = series.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        return Err(NotDefined::OutOfRange {
            what: "periods",
            value: pair[0].0,
            allowed: "each period once",
        });
    }
    Ok(series)
}

/// Kendall's S: pairs that rise minus pairs that fall.
fn rises_minus_falls(values: &[f64]) -> f64 {
    let mut sum = 0_i64;
    for (i, &earlier) in values.iter().enumerate() {
        for &later in &values[i + 1..] {
            sum += i64::from(later > earlier) - i64::from(later < earlier);
        }
    }
    sum as f64
}

/// The variance of S if there is no trend: \[n(n−1)(2n+5) − Σ t(t−1)(2t+5)\]/18 over groups of t equal values.
fn variance_of_s(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let weight = |n: f64| n * (n - 1.0) * (2.0 * n + 5.0);
    let ties: f64 = sorted
        .chunk_by(|a, b| a == b)
        .map(|group| weight(group.len() as f64))
        .sum();
    (weight(values.len() as f64) - ties) / 18.0
}

/// The standard normal value of S with its step towards 0, and the two-sided p-value.
fn standard_of_s(s: f64, variance: f64) -> (f64, f64) {
    if s == 0.0 || variance <= 0.0 {
        return (0.0, 1.0);
    }
    let z = (s - s.signum()) / variance.sqrt();
    (z, (2.0 * normal_upper_tail(z.abs())).min(1.0))
}

/// The middle of values; of an even number the mean of the two in the middle.
pub(crate) fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let half = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        n if n % 2 == 1 => Some(sorted[half]),
        _ => Some(f64::midpoint(sorted[half - 1], sorted[half])),
    }
}
