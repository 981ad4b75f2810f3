//! The drift of the plain difference between an area and the rest: shares per period where the model beside it says odds.
//!
//! **Literature.** Grizzle, J. E., Starmer, C. F. & Koch, G. G. (1969): Analysis of categorical data by linear models.
//! Biometrics 25, 489-504 (weighted least squares of proportions).
//!
//! **Formula.** dₜ = share of the area − share of the rest; wₜ = 1/(p(1−p)/nₜ + P(1−P)/Nₜ), for rates 1/(p/nₜ + P/Nₜ), p and P
//! over all periods together; slope Σw(t − t̄)(d − d̄)/Σw(t − t̄)², variance 1/Σw(t − t̄)².
//!
//! **Unit.** Shares (rates: per unit of the base) per period. **Edge cases.** The caller, [`super::relative_trends`], has
//! refused what has no cases, no non-cases or no base.

use crate::summation::neumaier_sum;
use crate::verdict::Kind;

/// A straight line through differences, each weighted by what chance lets expect.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlainDrift {
    /// Change of the difference per period.
    pub(super) slope: f64,
    /// Its variance by chance alone.
    pub(super) variance: f64,
    /// Weighted squares that the line leaves.
    pub(super) rest: f64,
}

/// Effective (cases, base) by period.
type Counts = [(f64, f64)];

/// The line through area minus rest; counts are effective (cases, base) and each period has a base on both sides.
pub(super) fn plain_drift(
    times: &[f64],
    (own, rest): (&Counts, &Counts),
    kind: Kind,
) -> PlainDrift {
    // One level for all periods: weights must not follow the very counts they weigh.
    let (here, there) = (level(own), level(rest));
    let chance = |level: f64, base: f64| match kind {
        Kind::Share => level * (1.0 - level) / base,
        Kind::Rate => level / base,
    };
    let pairs = || own.iter().zip(rest);
    let weights: Vec<f64> = pairs()
        .map(|(a, b)| 1.0 / (chance(here, a.1) + chance(there, b.1)))
        .collect();
    let gaps: Vec<f64> = pairs().map(|(a, b)| a.0 / a.1 - b.0 / b.1).collect();
    let all = neumaier_sum(weights.iter().copied());
    let mean = |values: &[f64]| {
        neumaier_sum(
            values
                .iter()
                .zip(&weights)
                .map(|(value, weight)| value * weight),
        ) / all
    };
    let (middle, usual) = (mean(times), mean(&gaps));
    let each = || times.iter().zip(&gaps).zip(&weights);
    let squares = neumaier_sum(each().map(|((t, _), w)| w * (t - middle) * (t - middle)));
    let products = neumaier_sum(each().map(|((t, g), w)| w * (t - middle) * (g - usual)));
    let slope = products / squares;
    let left = each().map(|((t, g), w)| {
        let off = g - usual - slope * (t - middle);
        w * off * off
    });
    PlainDrift {
        slope,
        variance: 1.0 / squares,
        rest: neumaier_sum(left),
    }
}

fn level(counts: &Counts) -> f64 {
    neumaier_sum(counts.iter().map(|c| c.0)) / neumaier_sum(counts.iter().map(|c| c.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_points_a_year_are_found_with_the_error_of_independent_counts() {
        let times = [0.0, 1.0, 2.0, 3.0, 4.0];
        let own: Vec<(f64, f64)> = times.iter().map(|t| (100.0 + 20.0 * t, 1000.0)).collect();
        let rest = [(10_000.0, 100_000.0); 5];
        let found = plain_drift(&times, (&own, &rest), Kind::Share);
        assert!((found.slope - 0.02).abs() < 1e-12 && found.rest < 1e-9);
        let expected = (0.14 * 0.86 / 1000.0 + 0.1 * 0.9 / 100_000.0) / 10.0;
        assert!((found.variance - expected).abs() < 1e-12);
    }
}
