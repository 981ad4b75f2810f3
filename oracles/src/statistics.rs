//! Cases of shares, rates and tests.

use methods::{
    Confidence, Estimate, NotDefined, PoissonMethod, benjamini_hochberg, benjamini_yekutieli,
    poisson_method, poisson_rate, wilson,
};
use serde_json::json;

use crate::comparison::Comparison;
use crate::{Case, OracleError};

/// Wilson intervals at two levels.
pub(crate) fn wilson_ci(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    intervals(case, comparison, wilson)
}

/// Poisson intervals at two levels, and which form they took.
pub(crate) fn poisson_rate_ci(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let multiplier = case.number("multiplier")?;
    intervals(case, comparison, |cases, base, confidence| {
        poisson_rate(cases, base, multiplier, confidence)
    })?;
    let forms: Vec<&str> = case
        .numbers("numerator")?
        .into_iter()
        .map(|cases| match poisson_method(cases) {
            PoissonMethod::Exact => "Exact",
            PoissonMethod::Byar => "Byars",
        })
        .collect();
    comparison.equal("method", &json!(forms))
}

/// Adjusted p-values.
pub(crate) fn fdr_bh(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let p_values = case.numbers("p")?;
    let alpha = case.number("alpha")?;
    let refused = |_: NotDefined| case.malformed("p");
    let q_values = benjamini_hochberg(&p_values).map_err(refused)?;
    comparison.values("q", &q_values)?;
    let discoveries: Vec<bool> = q_values.iter().map(|q| *q <= alpha).collect();
    comparison.equal("reject", &json!(discoveries))?;
    if comparison.expects("by_q") {
        let strict = benjamini_yekutieli(&p_values).map_err(refused)?;
        comparison.values("by_q", &strict)?;
    }
    Ok(())
}

/// Value and bounds for each pair of numerator and denominator.
fn intervals(
    case: &Case,
    comparison: &mut Comparison,
    estimate: impl Fn(f64, f64, Confidence) -> Result<Estimate, NotDefined>,
) -> Result<(), OracleError> {
    let (cases, bases) = (case.numbers("numerator")?, case.numbers("denominator")?);
    for (level, confidence) in [("95", Confidence::P95), ("99_8", Confidence::P998)] {
        let found: Vec<Option<Estimate>> = cases
            .iter()
            .zip(&bases)
            .map(|(x, n)| estimate(*x, *n, confidence).ok())
            .collect();
        let part = |pick: fn(Estimate) -> f64| -> Vec<Option<f64>> {
            found.iter().map(|estimate| estimate.map(pick)).collect()
        };
        comparison.numbers("value", &part(|e| e.value))?;
        for (bound, found) in [("lower", part(|e| e.lower)), ("upper", part(|e| e.upper))] {
            let entry = format!("{bound}{level}");
            if comparison.expects(&entry) {
                comparison.numbers(&entry, &found)?;
            }
        }
    }
    Ok(())
}
