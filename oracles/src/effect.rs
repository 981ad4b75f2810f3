//! Cases of effects: differences in differences, synthetic control, interrupted series.

use methods::effect::{
    Aggregation, Att, Controls, GroupTime, Panel, callaway_santanna, event_study,
    interrupted_series, simplex_fit, twfe as two_way,
};
use serde_json::Value;

use crate::comparison::Comparison;
use crate::{Case, OracleError};

/// The areas of a data file in their order, their values, covariate and starts.
struct Areas {
    panel: Panel,
    starts: Vec<Option<usize>>,
    population: Vec<Vec<f64>>,
    years: Vec<f64>,
}

/// Two-way fixed effects, from plm.
pub(crate) fn twfe(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let areas = Areas::read(case)?;
    let found = two_way(&areas.panel, &areas.starts).map_err(case.refused())?;
    comparison.number("att", found.effect)?;
    comparison.number("se_HC0", found.errors.hc0)?;
    comparison.number("se_HC1", found.errors.hc1)?;
    comparison.number("se_sss", found.errors.small_sample)?;
    comparison.number("n", found.values as f64)
}

/// Differences around the start, from linearmodels, whose errors are ours times √(n/(n − k)).
pub(crate) fn event(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let areas = Areas::read(case)?;
    let found = event_study(&areas.panel, &areas.starts).map_err(case.refused())?;
    let n = (areas.panel.areas() * areas.panel.periods()) as f64;
    let theirs = (n / (n - found.parameters as f64)).sqrt();
    let errors: Vec<f64> = found.errors.iter().map(|error| error * theirs).collect();
    comparison.values("coef", &found.coefficients)?;
    comparison.values("se_cluster", &errors)?;
    comparison.values("se_unadj", &found.plain_errors)?;
    comparison.number("nobs", n)?;
    comparison.number_or_none("rsq_within", found.r_squared_within)
}

/// Effects by group and time, from R did or differences.
pub(crate) fn group_time(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let areas = Areas::read(case)?;
    let spec = case
        .inputs
        .get("spec")
        .and_then(Value::as_str)
        .unwrap_or("");
    let controls = if spec.contains("not-yet") {
        Controls::NotYet
    } else {
        Controls::Never
    };
    let covariates = if spec.contains("lpop") {
        vec![areas.population.clone()]
    } else {
        Vec::new()
    };
    let found = callaway_santanna(&areas.panel, &areas.starts, controls, &covariates);
    let found = found.map_err(case.refused())?;
    if comparison.expects("rows") {
        return rows(comparison, &areas, &found.cells);
    }
    cells(case, comparison, (&areas, &found))?;
    let expected = comparison.entry("aggte")?.as_array().into_iter().flatten();
    for row in expected {
        brought_together(case, comparison, (&areas, &found, row))?;
    }
    Ok(())
}

/// The effect of each group at each time.
fn cells(
    case: &Case,
    comparison: &mut Comparison,
    (areas, found): (&Areas, &GroupTime),
) -> Result<(), OracleError> {
    let expected = comparison.entry("attgt")?.as_array().into_iter().flatten();
    for row in expected {
        let cell = areas.cell(&found.cells, (&row["group"], &row["t"]));
        let cell = cell.ok_or_else(|| case.malformed("attgt"))?;
        let theirs = (&row["att"], &row["se"]);
        att_and_error(comparison, ("attgt", cell.effect, cell.error), theirs)?;
    }
    Ok(())
}

/// One row of effects brought together.
fn brought_together(
    case: &Case,
    comparison: &mut Comparison,
    (areas, found, row): (&Areas, &GroupTime, &Value),
) -> Result<(), OracleError> {
    let by = match row["type"].as_str() {
        Some("simple") => Aggregation::Simple,
        Some("group") => Aggregation::Group,
        Some("dynamic") => Aggregation::Dynamic,
        Some("calendar") => Aggregation::Calendar,
        _ => return Err(case.malformed("aggte")),
    };
    let ours = found.aggregate(by);
    let overall = (&row["overall_att"], &row["overall_se"]);
    att_and_error(
        comparison,
        ("overall", ours.overall.0, ours.overall.1),
        overall,
    )?;
    let Some(name) = row["egt"].as_f64() else {
        return Ok(());
    };
    let shift = if by == Aggregation::Dynamic {
        0.0
    } else {
        areas.years[0]
    };
    let same = |part: &&(i64, f64, f64)| (part.0 as f64 + shift).total_cmp(&name).is_eq();
    let part = ours
        .parts
        .iter()
        .find(same)
        .ok_or_else(|| case.malformed("egt"))?;
    let theirs = (&row["att_egt"], &row["se_egt"]);
    att_and_error(comparison, ("egt", part.1, part.2), theirs)
}

/// The rows of the package differences, rounded to ten digits.
fn rows(comparison: &mut Comparison, areas: &Areas, cells: &[Att]) -> Result<(), OracleError> {
    let expected = comparison.entry("rows")?.as_array().into_iter().flatten();
    for row in expected {
        let Some(cell) = areas.cell(cells, (&row["cohort"], &row["time"])) else {
            comparison.near("rows", f64::NAN, (&row["time"], 0.0))?;
            continue;
        };
        let part = |name: &str| &row[format!("ATTgtElements_{name}")];
        let reach = 1.959_963_984_540_054 * cell.error;
        comparison.near("base", areas.years[cell.base], (&row["base_period"], 0.0))?;
        for (name, found) in [
            ("ATT", cell.effect),
            ("analytic_std_error", cell.error),
            ("pointwise conf. band_lower", cell.effect - reach),
            ("pointwise conf. band_upper", cell.effect + reach),
        ] {
            comparison.near(name, found, (part(name), 1e-6))?;
        }
        let star = if cell.effect.abs() > reach { "*" } else { "" };
        let theirs = part("pointwise conf. band_zero_not_in_cband").as_str();
        let differs = f64::from(theirs != Some(star));
        comparison.near("zero not in band", differs, (&Value::from(0.0), 0.0))?;
    }
    Ok(())
}

/// The weights of a synthetic control for given importance, from pysyncon.
pub(crate) fn weights(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let standardised = table(comparison.entry("X_standardised")?);
    let (after, others) = (
        table(comparison.entry("Z0")?),
        comparison.entry("controls")?,
    );
    let treated = table(&Value::Array(vec![comparison.entry("Z1")?.clone()])).concat();
    let malformed = || case.malformed("X_standardised");
    let (target, candidates) = standardised.split_first().ok_or_else(malformed)?;
    if others.as_array().map(Vec::len) != Some(candidates.len()) {
        return Err(malformed());
    }
    let importance = vec![1.0 / target.len() as f64; target.len()];
    let found = simplex_fit(target, candidates, &importance).map_err(case.refused())?;
    let expected = comparison
        .entry("weights")?
        .as_array()
        .into_iter()
        .flatten();
    for (j, expected) in expected.enumerate() {
        comparison.near(&format!("weights[{j}]"), found[j], (expected, 1e-3))?;
    }
    let squares = |target: &[f64], rows: &[Vec<f64>]| -> f64 {
        let mixed = |k: usize| {
            rows.iter()
                .zip(&found)
                .map(|(row, w)| w * row[k])
                .sum::<f64>()
        };
        (0..target.len())
            .map(|k| (target[k] - mixed(k)) * (target[k] - mixed(k)))
            .sum::<f64>()
            / target.len() as f64
    };
    // Their loss leaves out the target's own squares and is halved; ours must not be larger.
    let own = target.iter().map(|x| x * x).sum::<f64>() / target.len() as f64;
    let loss = (squares(target, candidates) - own) / 2.0;
    let expected = comparison.entry("loss_W")?;
    let theirs = expected.as_f64().unwrap_or(0.0);
    comparison.near("loss_W", loss.max(theirs), (expected, 1e-6 * theirs.abs()))?;
    let expected = comparison.entry("loss_V")?;
    comparison.near("loss_V", squares(&treated, &after), (expected, 1e-6))
}

/// One series before and after, from sandwich.
pub(crate) fn interrupted(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let (values, start) = (case.numbers("series")?, case.whole("t0")?);
    let found =
        interrupted_series(&values, start - 1, case.whole("lag")?).map_err(case.refused())?;
    comparison.values("coef", &found.coefficients)?;
    comparison.values("se_nw", &found.errors)?;
    comparison.values("se_nw_adj", &found.adjusted_errors)?;
    comparison.number("dw", found.durbin_watson)
}

/// An effect to 1e-6 and its error to a ten-thousandth.
fn att_and_error(
    comparison: &mut Comparison,
    (name, effect, error): (&str, f64, f64),
    (expected, expected_error): (&Value, &Value),
) -> Result<(), OracleError> {
    comparison.near(name, effect, (expected, 1e-6))?;
    let allowed = 1e-4 * expected_error.as_f64().unwrap_or(0.0);
    comparison.near(
        &format!("error of {name}"),
        error,
        (expected_error, allowed),
    )
}

fn table(value: &Value) -> Vec<Vec<f64>> {
    let rows = value.as_array().into_iter().flatten();
    rows.map(|row| {
        row.as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_f64)
            .collect()
    })
    .collect()
}

impl Areas {
    fn read(case: &Case) -> Result<Self, OracleError> {
        let (ids, times) = (case.named("countyreal")?, case.named("year")?);
        let (values, first) = (case.named("lemp")?, case.named("first.treat")?);
        let population = case.named("lpop")?;
        let distinct = |numbers: &[f64]| {
            let mut distinct = numbers.to_vec();
            distinct.sort_by(f64::total_cmp);
            distinct.dedup();
            distinct
        };
        let (names, years) = (distinct(&ids), distinct(&times));
        let place = |numbers: &[f64], number: f64| {
            numbers
                .iter()
                .position(|own| own.total_cmp(&number).is_eq())
        };
        let mut rows = vec![vec![f64::NAN; years.len()]; names.len()];
        let mut known = rows.clone();
        let mut starts = vec![None; names.len()];
        for i in 0..ids.len() {
            let (Some(area), Some(period)) = (place(&names, ids[i]), place(&years, times[i]))
            else {
                continue;
            };
            rows[area][period] = values[i];
            known[area][period] = population[i];
            starts[area] = place(&years, first[i]);
        }
        Ok(Self {
            panel: Panel::new(rows).map_err(case.refused())?,
            starts,
            population: known,
            years,
        })
    }

    fn cell<'a>(&self, cells: &'a [Att], (group, time): (&Value, &Value)) -> Option<&'a Att> {
        let year = |index: usize| Some(self.years[index]);
        cells
            .iter()
            .find(|cell| year(cell.group) == group.as_f64() && year(cell.time) == time.as_f64())
    }
}
