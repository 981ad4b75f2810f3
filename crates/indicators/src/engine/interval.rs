//! Which interval a figure carries: Wilson for shares, exact or Byar for rates, Wilson's odds for two groups.

use methods::{Confidence, PoissonMethod, Sample, poisson_method, poisson_rate_of, wilson_of};

use super::Method;
use crate::{Definition, Kind};

/// Lower and upper end and how they were found; `None` where no interval is defined.
pub(super) fn interval(
    definition: &Definition,
    numerator: f64,
    denominator: f64,
) -> Option<(f64, f64, Method)> {
    let sample = |cases, base| {
        Sample::new(cases, base)
            .and_then(|s| s.with_design_effect(definition.design_effect))
            .ok()
    };
    match definition.kind {
        Kind::Share => {
            let found = wilson_of(sample(numerator, denominator)?, Confidence::P95).ok()?;
            let found = found.times(definition.factor);
            Some((found.lower, found.upper, Method::Wilson))
        }
        Kind::Rate => {
            let sample = sample(numerator, denominator)?;
            let found = poisson_rate_of(sample, definition.factor, Confidence::P95).ok()?;
            let method = match poisson_method(numerator) {
                PoissonMethod::Exact => Method::PoissonExact,
                PoissonMethod::Byar => Method::Byar,
            };
            Some((found.lower, found.upper, method))
        }
        Kind::Ratio if definition.is_odds() => {
            let found =
                wilson_of(sample(numerator, numerator + denominator)?, Confidence::P95).ok()?;
            let odds = |share: f64| definition.factor * share / (1.0 - share);
            let (lower, upper) = (odds(found.lower), odds(found.upper));
            upper
                .is_finite()
                .then_some((lower, upper, Method::WilsonOdds))
        }
        Kind::Count | Kind::Ratio | Kind::Balance | Kind::Supplied => None,
    }
}
