//! Farrington's method: a count against the same weeks or months of earlier years.
//!
//! **Literature.** Farrington, C. P., Andrews, N. J., Beale, A. D. & Catchpole, M. A. (1996): A statistical algorithm for
//! the early detection of outbreaks of infectious disease. JRSS A 159, 547-563. Reference: surveillance
//! `algo.farrington` (no trend, reweighting, 2/3 power).
//!
//! **Formula.** Reference values: b years back, ± w steps. Quasi-Poisson with intercept μ₀, dispersion φ ≥ 1; values whose
//! Anscombe residual s = 1.5(y^⅔μ^−⅙ − μ^½)/√(φ(1−h)) exceeds 1 get weight γ·s⁻², the others γ with Σ weights = n; fitted
//! anew. Upper = (μ₀^⅔ + z₁₋α/₂·√(4/9·μ₀^⅓·(φ + Var(μ₀)/μ₀)))^{3/2}.
//!
//! **Unit.** Counts. **Edge cases.** No answer without enough past, or where the last four steps counted fewer than 5
//! cases together (the reference says upper 0 there); a past without any case has upper 0. Weekly or monthly counts only.

use super::Alarm;
use crate::NotDefined;
use crate::not_defined::not_negative;
use crate::special::normal_quantile;
use crate::summation::neumaier_sum;

/// So many cases in so many last steps are needed for an alarm.
const ENOUGH: (f64, usize) = (5.0, 4);

const MOST_STEPS: usize = 100;

/// How far back the reference values reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Farrington {
    /// Steps per year: 52 or 12.
    pub frequency: usize,
    /// Years back.
    pub years: usize,
    /// Steps to each side.
    pub window: usize,
    /// Two-sided error.
    pub alpha: f64,
}

/// What the method says of each count; `None` where past or cases are too few.
///
/// ```
/// use methods::surveillance::{Farrington, farrington};
/// let mut months: Vec<f64> = (0..60).map(|t| f64::from(4 + t % 3)).collect();
/// months[59] = 30.0;
/// let rules = Farrington { frequency: 12, years: 3, window: 2, alpha: 0.01 };
/// let said = farrington(&months, rules)?;
/// assert!(said[30].is_none() && !said[58].unwrap().raised && said[59].unwrap().raised);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn farrington(counts: &[f64], rules: Farrington) -> Result<Vec<Option<Alarm>>, NotDefined> {
    for &count in counts {
        not_negative("cases", count)?;
    }
    for (what, value, allowed) in [
        ("periods", rules.frequency, "1 or more"),
        ("periods", rules.years, "1 or more"),
    ] {
        if value == 0 {
            return Err(NotDefined::OutOfRange {
                what,
                value: 0.0,
                allowed,
            });
        }
    }
    if !(rules.alpha > 0.0 && rules.alpha < 1.0) {
        return Err(NotDefined::OutOfRange {
            what: "false_discovery_rate",
            value: rules.alpha,
            allowed: "between 0 and 1",
        });
    }
    (0..counts.len())
        .map(|t| {
            let Some(past) = reference(counts, t, rules) else {
                return Ok(None);
            };
            let lately: f64 = counts[(t + 1).saturating_sub(ENOUGH.1)..=t].iter().sum();
            if lately < ENOUGH.0 {
                return Ok(None);
            }
            let upper = upper(&past, -normal_quantile(rules.alpha / 2.0))?;
            let raised = counts[t] > upper;
            Ok(Some(Alarm { upper, raised }))
        })
        .collect()
}

/// The counts of the same season in earlier years.
fn reference(counts: &[f64], t: usize, rules: Farrington) -> Option<Vec<f64>> {
    let mut past = Vec::with_capacity(rules.years * (2 * rules.window + 1));
    for year in 1..=rules.years {
        let centre = t.checked_sub(rules.frequency.checked_mul(year)?)?;
        let (from, to) = (centre.checked_sub(rules.window)?, centre + rules.window);
        if to >= t {
            return None;
        }
        past.extend_from_slice(&counts[from..=to]);
    }
    (past.len() > 1).then_some(past)
}

fn upper(past: &[f64], z: f64) -> Result<f64, NotDefined> {
    if past.iter().all(|&count| count == 0.0) {
        return Ok(0.0);
    }
    let plain = Mean::of(past, &vec![1.0; past.len()])?;
    let model = Mean::of(past, &plain.weights(past))?;
    let tau = model.dispersion + model.variance / model.value;
    let power = model.value.powf(2.0 / 3.0) + z * (4.0 / 9.0 * model.value.cbrt() * tau).sqrt();
    Ok(power.max(0.0).powf(1.5))
}

/// The mean of earlier counts by quasi-Poisson regression.
struct Mean {
    value: f64,
    dispersion: f64,
    variance: f64,
    leverage: Vec<f64>,
}

impl Mean {
    /// Fisher scoring from y + 0.1, ended as in R once the deviance moves by less than 1e-8, so that limits agree with
    /// the reference digit for digit (the mean itself would be the weighted mean of the counts).
    fn of(past: &[f64], weights: &[f64]) -> Result<Self, NotDefined> {
        let mut fitted: Vec<f64> = past.iter().map(|y| y + 0.1).collect();
        let mut deviance = deviance(past, &fitted, weights);
        for _ in 0..MOST_STEPS {
            let working: Vec<f64> = weights.iter().zip(&fitted).map(|(w, mu)| w * mu).collect();
            let total = neumaier_sum(working.iter().copied());
            let predictor = neumaier_sum(
                (0..past.len())
                    .map(|i| working[i] * (fitted[i].ln() + (past[i] - fitted[i]) / fitted[i])),
            ) / total;
            let value = predictor.exp();
            fitted = vec![value; past.len()];
            let next = self::deviance(past, &fitted, weights);
            let settled = (next - deviance).abs() / (next.abs() + 0.1) < 1e-8;
            deviance = next;
            if settled && value > 0.0 {
                let pearson = working
                    .iter()
                    .zip(past)
                    .map(|(w, y)| w * square((y - value) / value));
                let dispersion = (neumaier_sum(pearson) / (past.len() - 1) as f64).max(1.0);
                return Ok(Self {
                    value,
                    dispersion,
                    variance: dispersion / total * value * value,
                    leverage: working.iter().map(|w| w / total).collect(),
                });
            }
        }
        Err(NotDefined::NotSettled { steps: MOST_STEPS })
    }

    /// Earlier outbreaks count less.
    fn weights(&self, past: &[f64]) -> Vec<f64> {
        let mu = self.value;
        let plain: Vec<f64> = past
            .iter()
            .zip(&self.leverage)
            .map(|(y, leverage)| {
                let off = 1.5 * (y.powf(2.0 / 3.0) * mu.powf(-1.0 / 6.0) - mu.sqrt());
                let residual = off / (self.dispersion * (1.0 - leverage)).sqrt();
                if residual > 1.0 {
                    1.0 / (residual * residual)
                } else {
                    1.0
                }
            })
            .collect();
        let scale = past.len() as f64 / neumaier_sum(plain.iter().copied());
        plain.iter().map(|weight| weight * scale).collect()
    }
}

fn deviance(past: &[f64], fitted: &[f64], weights: &[f64]) -> f64 {
    2.0 * neumaier_sum((0..past.len()).map(|i| {
        let (y, mu) = (past[i], fitted[i]);
        let logarithm = if y > 0.0 { y * (y / mu).ln() } else { 0.0 };
        weights[i] * (logarithm - (y - mu))
    }))
}

fn square(x: f64) -> f64 {
    x * x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_past_and_nonsense_rules_do_not_panic() {
        let rules = Farrington {
            frequency: 12,
            years: 2,
            window: 1,
            alpha: 0.01,
        };
        let said = farrington(&[0.0; 40], rules).unwrap();
        assert!(said.iter().all(Option::is_none));
        let outbreak: Vec<f64> = (0..40).map(|t| if t < 39 { 0.0 } else { 6.0 }).collect();
        let last = farrington(&outbreak, rules).unwrap()[39].unwrap();
        assert!(last.raised && last.upper == 0.0);
        let never = Farrington {
            frequency: 0,
            ..rules
        };
        assert!(farrington(&[1.0], never).is_err());
        let unsure = Farrington {
            alpha: 2.0,
            ..rules
        };
        assert!(farrington(&[1.0], unsure).is_err());
        assert!(farrington(&[], rules).unwrap().is_empty());
        let wide = Farrington {
            window: 40,
            ..rules
        };
        assert!(
            farrington(&[1.0; 90], wide)
                .unwrap()
                .iter()
                .all(Option::is_none)
        );
    }
}
