//! Cases of standardised rates, funnels, life tables, decompositions and smoothed rates.

use std::collections::BTreeMap;

use methods::empirical_bayes::{smooth, smooth_locally};
use methods::funnel::{Limits, Position, score_limits, score_position};
use methods::standardisation::{
    AgeBand, Decomposition, ReferenceStratum, StandardisedInterval, Stratum, das_gupta,
    direct_rate, indirect_ratio, life_expectancy,
};
use methods::{Confidence, Estimate, NotDefined, Sample};
use serde_json::{Value, json};

use crate::comparison::Comparison;
use crate::{Case, OracleError};

/// Directly standardised rates with both intervals.
pub(crate) fn direct(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let (events, base) = (case.numbers("events")?, case.numbers("person_years")?);
    let standard = case.numbers("standard")?;
    let multiplier = case.number("multiplier")?;
    let strata: Vec<Stratum> = events
        .iter()
        .zip(&base)
        .zip(&standard)
        .map(|((&cases, &base), &standard)| Stratum {
            cases,
            base,
            standard,
        })
        .collect();
    let rate = |interval| {
        direct_rate(&strata, multiplier, interval, Confidence::P95)
            .map_err(|_refused| case.malformed("events"))
    };
    let gamma = rate(StandardisedInterval::FayFeuer)?;
    comparison.number("crude", gamma.crude)?;
    comparison.number("dsr", gamma.rate.value)?;
    comparison.number("gamma_lower", gamma.rate.lower)?;
    comparison.number("gamma_upper", gamma.rate.upper)?;
    let dobson = rate(StandardisedInterval::Dobson)?.rate;
    comparison.number("dobson_byar_value", dobson.value)?;
    comparison.number("dobson_byar_lower", dobson.lower)?;
    comparison.number("dobson_byar_upper", dobson.upper)
}

/// Observed over expected events.
pub(crate) fn indirect(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let base = case.numbers("person_years")?;
    let (cases, bases) = (
        case.numbers("ref_events")?,
        case.numbers("ref_person_years")?,
    );
    let strata: Vec<ReferenceStratum> = base
        .iter()
        .zip(cases.iter().zip(&bases))
        .map(
            |(&base, (&reference_cases, &reference_base))| ReferenceStratum {
                base,
                reference_cases,
                reference_base,
            },
        )
        .collect();
    let observed = case.numbers("events")?.iter().sum();
    let found = indirect_ratio(observed, &strata, Confidence::P95)
        .map_err(|_refused| case.malformed("events"))?;
    comparison.number("observed", found.observed)?;
    comparison.number("expected", found.expected)?;
    comparison.number("smr", found.ratio.value)?;
    comparison.number("epitools_smr", found.ratio.value)?;
    comparison.number("byar_or_exact_lower", found.ratio.lower)?;
    comparison.number("byar_or_exact_upper", found.ratio.upper)
}

/// Positions in the closed-form funnel.
pub(crate) fn funnel_positions(
    case: &Case,
    comparison: &mut Comparison,
) -> Result<(), OracleError> {
    let (cases, base) = (case.numbers("numerator")?, case.numbers("denominator")?);
    let target = cases.iter().sum::<f64>() / base.iter().sum::<f64>();
    let positions: Vec<&str> = cases
        .iter()
        .zip(&base)
        .map(|(&x, &n)| Sample::new(x, n).and_then(|sample| score_position(sample, target)))
        .map(|position| position.map(name))
        .collect::<Result<_, _>>()
        .map_err(|_refused| case.malformed("numerator"))?;
    comparison.equal("significance", &json!(positions))
}

fn name(position: Position) -> &'static str {
    match position {
        Position::FarBelow => "Low (0.001)",
        Position::Below => "Low (0.025)",
        Position::Within => "Not significant",
        Position::Above => "High (0.025)",
        Position::FarAbove => "High (0.001)",
    }
}

/// Closed-form funnel limits at many sizes.
pub(crate) fn funnel_limits(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let (cases, base) = (case.numbers("numerator")?, case.numbers("denominator")?);
    let target = cases.iter().sum::<f64>() / base.iter().sum::<f64>();
    let multiplier = case.number("multiplier")?;
    let limits: Vec<Limits> = case
        .numbers("at_population")?
        .into_iter()
        .map(|size| score_limits(size, target))
        .collect::<Result<_, NotDefined>>()
        .map_err(|_refused| case.malformed("at_population"))?;
    let part = |pick: fn(&Limits) -> f64| -> Vec<f64> {
        limits.iter().map(|l| pick(l) * multiplier).collect()
    };
    comparison.values("lower_2s_limit", &part(|l| l.lower))?;
    comparison.values("upper_2s_limit", &part(|l| l.upper))?;
    comparison.values("lower_3s_limit", &part(|l| l.outer_lower))?;
    comparison.values("upper_3s_limit", &part(|l| l.outer_upper))?;
    comparison.values("baseline", &vec![target * multiplier; limits.len()])?;
    comparison.equal("statistic", &json!(vec!["proportion"; limits.len()]))?;
    comparison.equal("method", &json!(vec!["Wilson"; limits.len()]))
}

/// Life tables.
pub(crate) fn life_table(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let starts = case.numbers("startage")?;
    let (people, deaths) = (case.numbers("population")?, case.numbers("deaths")?);
    let bands: Vec<AgeBand> = starts
        .iter()
        .zip(people.iter().zip(&deaths))
        .map(|(&start, (&population, &deaths))| AgeBand {
            start,
            population,
            deaths,
        })
        .collect();
    let years = life_expectancy(&bands, Confidence::P95)
        .map_err(|_refused| case.malformed("population"))?;
    let part =
        |pick: fn(&Estimate) -> f64| -> Vec<f64> { years.iter().map(pick).collect::<Vec<_>>() };
    comparison.values("startage", &starts)?;
    comparison.values("le", &part(|e| e.value))?;
    comparison.values("lower", &part(|e| e.lower))?;
    comparison.values("upper", &part(|e| e.upper))
}

/// Differences of rates by factors, in the rows of R's `DasGuptR`.
pub(crate) fn decomposition(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let factors: Vec<String> = serde_json::from_value(case.input("factors")?.clone())
        .map_err(|_no_list| case.malformed("factors"))?;
    let populations = populations(case, &factors)?;
    let [(first_name, first), (second_name, second)] = populations.as_slice() else {
        return Err(case.malformed("two populations in data"));
    };
    let lists = |lists: &'_ [Vec<f64>]| -> Vec<Vec<f64>> { lists.to_vec() };
    let (first, second) = (lists(first), lists(second));
    let (a, b): (Vec<&[f64]>, Vec<&[f64]>) = (
        first.iter().map(Vec::as_slice).collect(),
        second.iter().map(Vec::as_slice).collect(),
    );
    let found = das_gupta(&a, &b, |mixed| {
        (0..mixed[0].len())
            .map(|stratum| mixed.iter().map(|list| list[stratum]).product::<f64>())
            .sum()
    })
    .map_err(|_refused| case.malformed("data"))?;
    let (mut standards, mut names) = (vec![Value::Null; 2], vec!["crude"; 2]);
    for factor in &factors {
        standards.extend([json!(second_name), json!(first_name)]);
        names.extend([factor.as_str(), factor]);
    }
    let pairs = [first_name, second_name].repeat(factors.len() + 1);
    comparison.values("rate", &rows(&found))?;
    comparison.equal("pop", &json!(pairs))?;
    comparison.equal("std.set", &json!(standards))?;
    comparison.equal("factor", &json!(names))
}

/// Crude rates, then the standardised ones of each factor.
fn rows(found: &Decomposition) -> Vec<f64> {
    let standardised = found.effects.iter().flat_map(|e| [e.first, e.second]);
    [found.first, found.second]
        .into_iter()
        .chain(standardised)
        .collect()
}

/// For each population by name: for each factor its list over strata.
type Populations = Vec<(String, Vec<Vec<f64>>)>;

fn populations(case: &Case, factors: &[String]) -> Result<Populations, OracleError> {
    let malformed = || case.malformed("data");
    let mut found: BTreeMap<String, Vec<Vec<f64>>> = BTreeMap::new();
    let rows = case.input("data")?.as_array().ok_or_else(malformed)?;
    for row in rows {
        let name = row
            .get("pop")
            .and_then(Value::as_str)
            .ok_or_else(malformed)?;
        let lists = found
            .entry(name.to_owned())
            .or_insert_with(|| vec![Vec::new(); factors.len()]);
        for (list, factor) in lists.iter_mut().zip(factors) {
            list.push(
                row.get(factor)
                    .and_then(Value::as_f64)
                    .ok_or_else(malformed)?,
            );
        }
    }
    Ok(found.into_iter().collect())
}

/// Rates smoothed towards the mean of all areas.
pub(crate) fn global_smoothing(
    case: &Case,
    comparison: &mut Comparison,
) -> Result<(), OracleError> {
    let (cases, base) = (case.numbers("events")?, case.numbers("population")?);
    let found = smooth(&cases, &base).map_err(|_refused| case.malformed("events"))?;
    comparison.values("raw", &ratios(&cases, &base))?;
    comparison.values("eb", &found.rates)?;
    comparison.number("a", found.variance)?;
    comparison.number("b", found.mean)
}

/// Rates smoothed towards the mean of the neighbourhood.
pub(crate) fn local_smoothing(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let (cases, base) = (case.numbers("events")?, case.numbers("population")?);
    let neighbours = case.neighbours(cases.len())?;
    let found = smooth_locally(&cases, &base, &neighbours)
        .map_err(|_refused| case.malformed("population"))?;
    let part = |pick: fn(methods::empirical_bayes::LocalRate) -> f64| -> Vec<Option<f64>> {
        found.iter().map(|rate| rate.map(pick)).collect()
    };
    comparison.values("raw", &ratios(&cases, &base))?;
    comparison.numbers("est", &part(|r| r.rate))?;
    comparison.numbers("m", &part(|r| r.mean))?;
    comparison.numbers("a", &part(|r| r.variance))?;
    // R's other form, which the case gives as a warning: "do not implement".
    comparison.leave_out("est_spdep_default")
}

fn ratios(cases: &[f64], base: &[f64]) -> Vec<f64> {
    cases.iter().zip(base).map(|(x, n)| x / n).collect()
}
