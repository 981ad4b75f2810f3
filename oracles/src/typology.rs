//! Cases of types of areas and of moves between classes.

use methods::classes::{Classes, quantile};
use methods::mobility::{
    SpatialTransitions, Transitions, rank_mobility as rank_order, spatial_transitions, transitions,
};
use methods::typology::{
    Points, USUAL_STARTS, calinski_harabasz, k_means, silhouette, ward as tree,
};
use serde_json::{Value, json};

use crate::comparison::Comparison;
use crate::{Case, OracleError};

/// Ward's tree with its groups, and the best inertia of k-means.
pub(crate) fn groups(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let names: Vec<String> = serde_json::from_value(case.input("columns")?.clone())
        .map_err(|_no_list| case.malformed("columns"))?;
    let columns: Vec<Vec<f64>> = names
        .iter()
        .map(|name| case.column(|_, header| header == name))
        .collect::<Result<_, _>>()?;
    let points = Points::standardised(&columns).map_err(case.refused())?;
    let found = tree(&points).map_err(case.refused())?;
    if let Some(relative) = case
        .tolerance
        .pointer("/heights/rel")
        .and_then(Value::as_f64)
    {
        comparison.allow(relative);
    }
    comparison.values("heights", &found.heights())?;
    for k in case.numbers("k")? {
        let at = |entry: &str| format!("k{k}/{entry}");
        let k = count(k);
        let labels = found.groups(k).map_err(case.refused())?;
        same_partition(case, comparison, &at("labels"), &labels)?;
        let quality = silhouette(&points, &labels).map_err(case.refused())?;
        comparison.number(&at("silhouette"), quality)?;
        let quality = calinski_harabasz(&points, &labels).map_err(case.refused())?;
        comparison.number(&at("ch"), quality)?;
        let seed = methods::seed(&[&case.id]);
        let best = k_means(&points, k, USUAL_STARTS, seed).map_err(case.refused())?;
        // The case allows ours to be a thousandth above the reference's best.
        let reference = comparison.entry(&at("kmeans_best_inertia"))?;
        let allowed = reference.as_f64().unwrap_or_default() * 0.001;
        let at_most = best.inertia.max(reference.as_f64().unwrap_or_default());
        comparison.drawn(&at("kmeans_best_inertia"), at_most, (reference, allowed))?;
    }
    Ok(())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "numbers of groups are small"
)]
fn count(k: f64) -> usize {
    k as usize
}

/// Compares groups up to their names: both are renamed by their first areas.
fn same_partition(
    case: &Case,
    comparison: &mut Comparison,
    entry: &str,
    labels: &[usize],
) -> Result<(), OracleError> {
    let expected: Vec<usize> = serde_json::from_value(comparison.entry(entry)?.clone())
        .map_err(|_no_list| case.malformed(entry))?;
    if renamed(&expected) == renamed(labels) {
        return Ok(());
    }
    comparison.equal(entry, &json!(labels))
}

fn renamed(labels: &[usize]) -> Vec<usize> {
    let mut met: Vec<usize> = Vec::new();
    labels
        .iter()
        .map(|label| {
            met.iter()
                .position(|other| other == label)
                .unwrap_or_else(|| {
                    met.push(*label);
                    met.len() - 1
                })
        })
        .collect()
}

/// Moves between the quintiles of each year, and by the quarter of the neighbourhood.
pub(crate) fn markov(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let k = case.whole("k")?;
    let years = relative_years(case)?;
    let by_year: Vec<Vec<Option<usize>>> = years
        .iter()
        .map(|values| {
            Ok(classed(
                values,
                &quantile(values, k).map_err(case.refused())?,
            ))
        })
        .collect::<Result<_, OracleError>>()?;
    let found = transitions(&by_year, k).map_err(case.refused())?;
    comparison.equal("transitions", &counts(&found))?;
    rows(comparison, "p", &found)?;
    let steady = found.steady_state();
    let steady = steady.ok_or_else(|| case.malformed("a steady state"))?;
    comparison.values("steady_state", &steady)?;
    let spatial = by_neighbourhood(case, &years, k)?;
    let parts: Vec<Value> = spatial.parts.iter().map(counts).collect();
    comparison.equal("spatial_transitions", &Value::Array(parts))?;
    let expected = comparison.entry("spatial_chi2")?;
    for (part, test) in spatial.against_whole().into_iter().enumerate() {
        let found = [
            test.chi_square,
            test.p_value.unwrap_or(f64::NAN),
            test.degrees as f64,
        ];
        for (at, found) in found.into_iter().enumerate() {
            let entry = &expected[part][at];
            let size = entry.as_f64().unwrap_or_default().abs();
            comparison.near("spatial_chi2", found, (entry, (size * 1e-9).max(1e-12)))?;
        }
    }
    Ok(())
}

/// Each row of shares beside the expected ones.
fn rows(comparison: &mut Comparison, entry: &str, found: &Transitions) -> Result<(), OracleError> {
    let expected = comparison.entry(entry)?;
    for (i, row) in found.shares().into_iter().enumerate() {
        for (j, share) in row.into_iter().flatten().enumerate() {
            comparison.near(
                &format!("{entry}[{i}][{j}]"),
                share,
                (&expected[i][j], 1e-12),
            )?;
        }
    }
    Ok(())
}

fn counts(found: &Transitions) -> Value {
    let row = |row: &Vec<u64>| -> Vec<f64> { row.iter().map(|&count| count as f64).collect() };
    json!(found.counts.iter().map(row).collect::<Vec<_>>())
}

/// The incomes of each year over that year's mean.
fn relative_years(case: &Case) -> Result<Vec<Vec<f64>>, OracleError> {
    (1929..=2009)
        .map(|year| {
            let values = case.column(|_, header| header == year.to_string())?;
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            Ok(values.iter().map(|value| value / mean).collect())
        })
        .collect()
}

fn classed(values: &[f64], classes: &Classes) -> Vec<Option<usize>> {
    values
        .iter()
        .map(|&value| classes.class_of(value))
        .collect()
}

/// Pooled quintiles by the pooled quarter (the reference's default) of the neighbours' mean.
fn by_neighbourhood(
    case: &Case,
    years: &[Vec<f64>],
    k: usize,
) -> Result<SpatialTransitions, OracleError> {
    const QUARTERS: usize = 4;
    let neighbours = case.neighbours(years[0].len())?;
    let lags: Vec<Vec<f64>> = years
        .iter()
        .map(|values| {
            let mean = |around: &Vec<usize>| {
                around.iter().map(|&a| values[a]).sum::<f64>() / around.len() as f64
            };
            neighbours.iter().map(mean).collect()
        })
        .collect();
    let pooled = |lists: &[Vec<f64>], k: usize| {
        let classes = quantile(&lists.concat(), k).map_err(case.refused())?;
        Ok::<_, OracleError>(
            lists
                .iter()
                .map(|list| classed(list, &classes))
                .collect::<Vec<_>>(),
        )
    };
    let (classes, around) = (pooled(years, k)?, pooled(&lags, QUARTERS)?);
    spatial_transitions(&classes, &around, (k, QUARTERS)).map_err(case.refused())
}

/// Kendall's rank correlation of two years.
pub(crate) fn rank_mobility(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let year = |name: &str| -> Result<Vec<f64>, OracleError> {
        let year = case
            .input(name)?
            .as_str()
            .ok_or_else(|| case.malformed(name))?;
        case.column(|_, header| header == year)
    };
    let found = rank_order(&year("a")?, &year("b")?).map_err(case.refused())?;
    comparison.number("tau", found.tau)?;
    comparison.number("p", found.p_value)
}
