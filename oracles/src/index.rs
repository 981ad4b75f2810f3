//! Cases of composite indices: outliers, normalisation, weights, aggregation, sensitivity.

use methods::index::{
    Aggregation, Column, Normalisation, Weights, aggregate, copeland_of_coinr, normalise,
    one_factor, principal_component, sobol, winsorise,
};
use serde_json::Value;

use crate::comparison::Comparison;
use crate::{Case, OracleError};

/// Outliers drawn in, with the shape before.
pub(crate) fn outliers(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    for (name, column) in named_columns(case)? {
        let found = winsorise(&column).map_err(case.refused())?;
        comparison.numbers(&format!("{name}/x"), &list(&found.column))?;
        comparison.number(&format!("{name}/nwin"), found.steps as f64)?;
        comparison.number(&format!("{name}/skew"), found.before.skew)?;
        comparison.number(&format!("{name}/kurt"), found.before.kurtosis)?;
    }
    Ok(())
}

/// Each column on seven scales.
pub(crate) fn normalisation(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    for (name, column) in named_columns(case)? {
        let mut known: Vec<f64> = column.iter().flatten().collect();
        known.sort_by(f64::total_cmp);
        let hundred = Normalisation::MinMax {
            low: 0.0,
            high: 100.0,
        };
        let goalposts = Normalisation::Goalposts {
            low: methods::classes::percentile(&known, 10.0),
            high: methods::classes::percentile(&known, 90.0),
            top: 100.0,
        };
        for (entry, how) in [
            ("minmax", hundred),
            ("zscore", Normalisation::ZScore),
            ("rank", Normalisation::Rank),
            ("borda", Normalisation::Borda),
            ("prank", Normalisation::PercentileRank),
            ("dist2max", Normalisation::DistanceToMaximum),
            ("goalposts", goalposts),
        ] {
            let found = normalise(&column, how).map_err(case.refused())?;
            comparison.numbers(&format!("{name}/{entry}"), &list(&found))?;
        }
    }
    Ok(())
}

/// Means of each area, and Copeland's scores where the case has them.
pub(crate) fn aggregation(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let scores = match case.inputs.get("matrix") {
        Some(matrix) => matrix_columns(case, matrix)?,
        None => named_columns(case)?
            .into_iter()
            .map(|(_, column)| to_hundred(&column))
            .collect::<Result<_, _>>()
            .map_err(case.refused())?,
    };
    let weights = Weights::expert(&case.numbers("weights")?).map_err(case.refused())?;
    for (entry, how) in [
        ("amean", Aggregation::Arithmetic),
        ("gmean", Aggregation::Geometric),
        ("hmean", Aggregation::Harmonic),
    ] {
        let found = aggregate(&scores, &weights, how, 0.0).map_err(case.refused())?;
        comparison.numbers(entry, &list(&found))?;
    }
    if comparison.expects("copeland") {
        // The reference counts gaps by the order of areas; ours, which does not, is equal without gaps.
        let found = copeland_of_coinr(&scores, &weights).map_err(case.refused())?;
        comparison.numbers("copeland", &list(&found))?;
    }
    Ok(())
}

fn to_hundred(column: &Column) -> Result<Column, methods::NotDefined> {
    normalise(
        column,
        Normalisation::MinMax {
            low: 1.0,
            high: 100.0,
        },
    )
}

/// Eigenvalues, loadings and weights of the first component.
pub(crate) fn pca(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let found = principal_component(&columns(case)?).map_err(case.refused())?;
    let sizes: Vec<f64> = found.loadings.iter().map(|l| l.abs()).collect();
    comparison.values("eigenvalues", &found.eigenvalues)?;
    comparison.values("loadings_abs", &sizes)?;
    comparison.values("explained", &found.explained())?;
    comparison.values("weights_pc1", found.weights.as_slice())
}

/// A one-factor model with its scores.
pub(crate) fn factor(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let found = one_factor(&columns(case)?).map_err(case.refused())?;
    comparison.values("loadings", &found.loadings)?;
    comparison.values("uniqueness", &found.uniqueness)?;
    comparison.numbers("scores", &list(&found.scores))?;
    comparison.number("chi2", found.chi_square)?;
    comparison.number("dof", found.degrees as f64)
}

/// First and total indices of outcomes that the case gives.
pub(crate) fn sensitivity(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let outcomes: Vec<f64> = serde_json::from_value(comparison.entry("Y")?.clone())
        .map_err(|_no_list| case.malformed("Y"))?;
    let found = sobol(&outcomes, case.whole("D")?).map_err(case.refused())?;
    comparison.values("S1", &found.first)?;
    comparison.values("ST", &found.total)
}

fn list(column: &Column) -> Vec<Option<f64>> {
    column.iter().collect()
}

fn columns(case: &Case) -> Result<Vec<Column>, OracleError> {
    Ok(named_columns(case)?
        .into_iter()
        .map(|(_, column)| column)
        .collect())
}

/// The columns of the data file that the case names; `NA` is a gap.
pub(crate) fn named_columns(case: &Case) -> Result<Vec<(String, Column)>, OracleError> {
    let names: Vec<String> = serde_json::from_value(case.input("columns")?.clone())
        .map_err(|_no_list| case.malformed("columns"))?;
    names
        .into_iter()
        .map(|name| {
            let values = case.column_with_gaps(&name)?;
            let column = Column::with_gaps(values).map_err(case.refused())?;
            Ok((name, column))
        })
        .collect()
}

/// A matrix of the case (rows are areas) as columns.
fn matrix_columns(case: &Case, matrix: &Value) -> Result<Vec<Column>, OracleError> {
    let rows: Vec<Vec<Option<f64>>> =
        serde_json::from_value(matrix.clone()).map_err(|_no_matrix| case.malformed("matrix"))?;
    let width = rows.first().map_or(0, Vec::len);
    (0..width)
        .map(|at| Column::with_gaps(rows.iter().map(|row| row[at])).map_err(case.refused()))
        .collect()
}
