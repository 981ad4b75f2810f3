//! The index of Berlin's Monitoring Soziale Stadtentwicklung: status, dynamics and their groups.
//!
//! **Literature.** Senatsverwaltung für Stadtentwicklung Berlin: Monitoring Soziale Stadtentwicklung,
//! editions 2013 to 2021, method chapters.
//!
//! **Formula.** Over the n valid areas, z = (x − mean)/sd per indicator, unweighted, with the
//! *population* standard deviation (divisor n); the sum of z with equal weights, standardised once
//! more, is the index. High = worse. Status from shares, dynamics from their changes over two years
//! in percentage points. Status: high < −1, middle −1…1, low > 1…1.5, very low > 1.5. Dynamics:
//! positive < −1, stable −1…1, negative > 1.
//!
//! **Unit.** Standard deviations. **Edge cases.** Which areas are valid is the caller's knowledge;
//! the others have no index and are out of mean and deviation, so their values may be anything.
//! Fewer than two valid areas, or an indicator that is equal everywhere, is not defined.

use crate::NotDefined;
use crate::not_defined::finite;
use crate::summation::{mean, neumaier_sum, squared_deviations};

/// The status of an area; 1 to 4 in print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Index below −1.
    #[doc(alias = "hoch")]
    High,
    /// Index −1 to 1.
    #[doc(alias = "mittel")]
    Middle,
    /// Index above 1 to 1.5.
    #[doc(alias = "niedrig")]
    Low,
    /// Index above 1.5.
    #[doc(alias = "sehr niedrig")]
    VeryLow,
}

/// Where an area is going; `+`, `+/-` or `-` in print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dynamics {
    /// Index below −1.
    #[doc(alias = "positiv")]
    Positive,
    /// Index −1 to 1.
    #[doc(alias = "stabil")]
    Stable,
    /// Index above 1.
    #[doc(alias = "negativ")]
    Negative,
}

impl Status {
    /// The class of an index.
    ///
    /// ```
    /// use methods::mss::Status;
    /// assert_eq!(Status::of(1.5).number(), 3);
    /// assert_eq!(Status::of(1.51).number(), 4);
    /// ```
    pub fn of(index: f64) -> Self {
        match index {
            index if index < -1.0 => Self::High,
            index if index > 1.5 => Self::VeryLow,
            index if index > 1.0 => Self::Low,
            _ => Self::Middle,
        }
    }

    /// The number in print, 1 (high) to 4 (very low).
    pub fn number(self) -> u8 {
        match self {
            Self::High => 1,
            Self::Middle => 2,
            Self::Low => 3,
            Self::VeryLow => 4,
        }
    }
}

impl Dynamics {
    /// The class of an index.
    ///
    /// ```
    /// assert_eq!(methods::mss::Dynamics::of(-1.2).symbol(), "+");
    /// ```
    pub fn of(index: f64) -> Self {
        match index {
            index if index < -1.0 => Self::Positive,
            index if index > 1.0 => Self::Negative,
            _ => Self::Stable,
        }
    }

    /// The symbol in print.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Positive => "+",
            Self::Stable => "+/-",
            Self::Negative => "-",
        }
    }
}

/// The scores of a valid area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// Index of the shares.
    pub status_index: f64,
    /// Its class.
    pub status: Status,
    /// Index of the changes.
    pub dynamics_index: f64,
    /// Its class.
    pub dynamics: Dynamics,
}

impl Score {
    /// The overlay group, `1+` to `4-`.
    pub fn group(&self) -> String {
        format!("{}{}", self.status.number(), self.dynamics.symbol())
    }
}

/// The scores of all areas; `None` for those that are not valid.
///
/// `shares` and `changes` hold one list per indicator with one value per area.
///
/// ```
/// let shares = [vec![2.0, 4.0, 6.0, f64::NAN], vec![10.0, 30.0, 50.0, f64::NAN]];
/// let changes = [vec![-1.0, 0.0, 1.0, f64::NAN], vec![-2.0, 0.0, 2.0, f64::NAN]];
/// let scores = methods::mss::scores(&shares, &changes, &[true, true, true, false])?;
/// assert_eq!(scores[0].unwrap().group(), "1+");
/// assert_eq!(scores[2].unwrap().group(), "3-");
/// assert_eq!(scores[3], None);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn scores<L: AsRef<[f64]>>(
    shares: &[L],
    changes: &[L],
    valid: &[bool],
) -> Result<Vec<Option<Score>>, NotDefined> {
    let status = standing(shares, valid, "shares")?;
    let dynamics = standing(changes, valid, "changes")?;
    Ok(status
        .into_iter()
        .zip(dynamics)
        .map(|pair| match pair {
            (Some(status_index), Some(dynamics_index)) => Some(Score {
                status_index,
                status: Status::of(status_index),
                dynamics_index,
                dynamics: Dynamics::of(dynamics_index),
            }),
            _ => None,
        })
        .collect())
}

/// The index of shares, or of their changes, alone; `None` for areas that are not valid.
///
/// ```
/// let found = methods::mss::index(&[vec![2.0, 4.0, 6.0]], &[true; 3])?;
/// assert_eq!(found[1], Some(0.0));
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn index<L: AsRef<[f64]>>(
    indicators: &[L],
    valid: &[bool],
) -> Result<Vec<Option<f64>>, NotDefined> {
    standing(indicators, valid, "values")
}

/// The standardised sum of standardised indicators over the valid areas.
fn standing<L: AsRef<[f64]>>(
    indicators: &[L],
    valid: &[bool],
    what: &'static str,
) -> Result<Vec<Option<f64>>, NotDefined> {
    if indicators.is_empty() {
        return Err(NotDefined::TooFewValues { need: 1, have: 0 });
    }
    let mut z_values = Vec::with_capacity(indicators.len());
    for (number, indicator) in indicators.iter().enumerate() {
        let column = valid_values(indicator.as_ref(), valid, what)?;
        z_values.push(standardised(&column, || format!("{what} {}", number + 1))?);
    }
    let areas = z_values[0].len();
    let sums: Vec<f64> = (0..areas)
        .map(|area| neumaier_sum(z_values.iter().map(|column| column[area])))
        .collect();
    let mut found = standardised(&sums, || what.to_owned())?.into_iter();
    Ok(valid
        .iter()
        .map(|&is_valid| if is_valid { found.next() } else { None })
        .collect())
}

/// The values of the valid areas.
fn valid_values(
    values: &[f64],
    valid: &[bool],
    what: &'static str,
) -> Result<Vec<f64>, NotDefined> {
    if values.len() != valid.len() {
        return Err(NotDefined::Lengths {
            what,
            left: values.len(),
            right: valid.len(),
        });
    }
    values
        .iter()
        .zip(valid)
        .filter(|(_, is_valid)| **is_valid)
        .map(|(value, _)| finite(what, *value))
        .collect()
}

/// Deviations from the mean in population standard deviations.
fn standardised(values: &[f64], what: impl Fn() -> String) -> Result<Vec<f64>, NotDefined> {
    let too_few = NotDefined::TooFewValues {
        need: 2,
        have: values.len(),
    };
    if values.len() < 2 {
        return Err(too_few);
    }
    let centre = mean(values).ok_or(too_few)?;
    let sd = (squared_deviations(values, centre) / values.len() as f64).sqrt();
    let largest = values.iter().fold(0.0_f64, |most, v| most.max(v.abs()));
    // A spread that is all rounding is none.
    if !sd.is_finite() || sd <= largest * 1e-14 {
        return Err(NotDefined::NoSpread { what: what() });
    }
    Ok(values.iter().map(|value| (value - centre) / sd).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_standardised_is_refused() {
        let flat = [vec![1.0, 1.0]];
        let good = [vec![1.0, 2.0]];
        assert!(matches!(
            scores(&flat, &good, &[true, true]),
            Err(NotDefined::NoSpread { .. })
        ));
        assert!(scores(&good, &good, &[true]).is_err());
        assert!(scores(&good, &good, &[true, false]).is_err());
        assert!(scores(&[vec![1.0, f64::NAN]], &good, &[true, true]).is_err());
        assert!(scores::<Vec<f64>>(&[], &[], &[]).is_err());
    }

    #[test]
    fn the_index_has_mean_0_and_deviation_1_over_valid_areas() {
        let shares = [
            vec![1.0, 5.0, 2.0, 9.0, 99.0],
            vec![3.0, 1.0, 4.0, 1.0, -9999.0],
        ];
        let valid = [true, true, true, true, false];
        let found: Vec<f64> = scores(&shares, &shares, &valid)
            .unwrap()
            .into_iter()
            .flatten()
            .map(|score| score.status_index)
            .collect();
        assert_eq!(found.len(), 4);
        assert!(neumaier_sum(found.iter().copied()).abs() < 1e-12);
        assert!((squared_deviations(&found, 0.0) / 4.0 - 1.0).abs() < 1e-12);
    }
}
