//! Exponential smoothing: simple, Holt's line, and the line that levels off.
//!
//! **Literature.** Holt, C. C. (1957); Gardner, E. S. & McKenzie, E. (1985): Forecasting trends in time series.
//! Management Science 31, 1237-1246; Hyndman, R. J. et al. (2008): Forecasting with Exponential Smoothing, ch. 6 (closed
//! form of the variance). References: statsmodels (forecasts, SSE), R `HoltWinters`, R forecast (intervals).
//!
//! **Formula.** e = y − (l + φb); l ← l + φb + αe; b ← φb + αβe. Forecast h ahead: l + (φ + … + φʰ)b. Its variance:
//! σ²·\[1 + Σⱼ₌₁ʰ⁻¹(α + αβ(φ + … + φʲ))²\], equal to the closed form of the literature; σ² = SSE/(n − d), d the number of
//! states and parameters that were fitted.
//!
//! **Unit.** That of the values. **Edge cases.** Fewer than 3 values: not defined; fewer than 6: no interval. α, β and φ lie between 0 and 1;
//! simple smoothing is β = 0 with a trend of 0 at the start; Holt's line is φ = 1. Nothing is said beyond three periods
//! by this house's outlooks; the method itself knows no limit.

use crate::not_defined::{all_finite, at_least};
use crate::summation::NeumaierSum;
use crate::{Confidence, Estimate, NotDefined};

/// Level and trend at the start, α, β and φ.
const FITTED: usize = 5;

/// How fast level and trend follow, and how the trend levels off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Smoothing {
    alpha: f64,
    beta: f64,
    phi: f64,
}

/// Level and trend at one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct State {
    /// The level.
    pub level: f64,
    /// The change per period.
    pub trend: f64,
}

/// A series that was smoothed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Smoothed {
    smoothing: Smoothing,
    /// Level and trend after the last value.
    pub last: State,
    /// Sum of squared one-step errors.
    pub sse: f64,
    steps: usize,
}

/// One period of an outlook.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    /// The forecast with its interval.
    pub estimate: Estimate,
    /// The variance of the forecast error.
    pub variance: f64,
}

impl Smoothing {
    /// α, β and φ, each from 0 to 1.
    pub fn new(alpha: f64, beta: f64, phi: f64) -> Result<Self, NotDefined> {
        for value in [alpha, beta, phi] {
            if !(0.0..=1.0).contains(&value) {
                return Err(NotDefined::OutOfRange {
                    what: "weights",
                    value,
                    allowed: "0 to 1",
                });
            }
        }
        Ok(Self { alpha, beta, phi })
    }

    /// The parameters on a grid of twentieths (φ 0.8 to 0.98) with the least sum of squared errors.
    pub fn fitted(values: &[f64]) -> Result<Self, NotDefined> {
        let start = State::of(values)?;
        let mut best = (
            f64::INFINITY,
            Self {
                alpha: 0.5,
                beta: 0.1,
                phi: 0.9,
            },
        );
        for phi in [0.8, 0.85, 0.9, 0.95, 0.98] {
            for (a, b) in (1..20).flat_map(|a| (0..20).map(move |b| (a, b))) {
                let smoothing = Self::new(f64::from(a) / 20.0, f64::from(b) / 20.0, phi)?;
                let sse = smoothing.smooth(values, start)?.sse;
                if sse < best.0 {
                    best = (sse, smoothing);
                }
            }
        }
        Ok(best.1)
    }

    /// Follows the values from a known state before the first of them.
    ///
    /// ```
    /// use methods::{Confidence, forecast::{Smoothing, State}};
    /// let series = [10.0, 12.0, 14.0, 16.0, 18.0, 20.0];
    /// let line = Smoothing::new(0.3, 0.1, 1.0)?.smooth(&series, State { level: 8.0, trend: 2.0 })?;
    /// assert_eq!(line.sse, 0.0);
    /// assert_eq!(line.forecast(2, Confidence::P95)?[1].estimate.value, 24.0);
    /// # Ok::<(), methods::NotDefined>(())
    /// ```
    pub fn smooth(self, values: &[f64], start: State) -> Result<Smoothed, NotDefined> {
        all_finite("values", values)?;
        all_finite("values", &[start.level, start.trend])?;
        let (mut state, mut squares) = (start, NeumaierSum::default());
        for value in values {
            let expected = state.level + self.phi * state.trend;
            let error = value - expected;
            state = State {
                level: expected + self.alpha * error,
                trend: self.phi * state.trend + self.alpha * self.beta * error,
            };
            squares.add(error * error);
        }
        Ok(Smoothed {
            smoothing: self,
            last: state,
            sse: squares.total(),
            steps: values.len(),
        })
    }
}

impl State {
    /// The usual start: the first value, and the step to the second.
    pub fn of(values: &[f64]) -> Result<Self, NotDefined> {
        at_least(3, values.len())?;
        all_finite("values", values)?;
        Ok(Self {
            level: values[0],
            trend: values[1] - values[0],
        })
    }
}

impl Smoothed {
    /// The variance of one-step errors, if so many states and parameters were fitted to the series.
    pub fn error_variance(&self, fitted: usize) -> Result<f64, NotDefined> {
        at_least(fitted + 1, self.steps)?;
        Ok(self.sse / (self.steps - fitted) as f64)
    }

    /// So many periods ahead; errors as large as those of the past, from which two states and three parameters were
    /// told. Fewer than 6 values give no interval and so no outlook.
    pub fn forecast(
        &self,
        periods: usize,
        confidence: Confidence,
    ) -> Result<Vec<Forecast>, NotDefined> {
        let variance = self.error_variance(FITTED)?;
        Ok(self.forecast_with(periods, confidence, variance))
    }

    /// So many periods ahead, with a given variance of one-step errors.
    pub fn forecast_with(
        &self,
        periods: usize,
        confidence: Confidence,
        error_variance: f64,
    ) -> Vec<Forecast> {
        let Smoothing { alpha, beta, phi } = self.smoothing;
        let (mut damp, mut power, mut growth) = (0.0, 1.0, 1.0);
        (0..periods)
            .map(|ahead| {
                if ahead > 0 {
                    let step = alpha + alpha * beta * damp;
                    growth += step * step;
                }
                power *= phi;
                damp += power;
                let value = self.last.level + damp * self.last.trend;
                let variance = error_variance * growth;
                let reach = confidence.z() * variance.sqrt();
                let estimate = Estimate {
                    value,
                    lower: value - reach,
                    upper: value + reach,
                };
                Forecast { estimate, variance }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn two_values_or_nonsense_have_no_outlook() {
        assert!(State::of(&[1.0, 2.0]).is_err());
        assert!(Smoothing::new(1.5, 0.1, 1.0).is_err());
        assert!(Smoothing::new(0.5, f64::NAN, 1.0).is_err());
        assert!(Smoothing::fitted(&[]).is_err());
        let line = Smoothing::fitted(&[1.0, 2.0, 3.0]).unwrap();
        assert!(
            line.smooth(&[f64::NAN], State::of(&[1.0, 2.0, 3.0]).unwrap())
                .is_err()
        );
    }

    proptest! {
        #[test]
        fn the_farther_ahead_the_wider(values in prop::collection::vec(-100i32..100, 6..20)) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let smoothing = Smoothing::fitted(&values).unwrap();
            let smoothed = smoothing.smooth(&values, State::of(&values).unwrap()).unwrap();
            let ahead = smoothed.forecast(3, Confidence::P95).unwrap();
            for pair in ahead.windows(2) {
                prop_assert!(pair[0].variance <= pair[1].variance);
                prop_assert!(pair[1].estimate.holds(pair[1].estimate.value));
            }
        }
    }
}
