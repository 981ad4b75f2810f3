//! Cases of trends, change points, alarms and outlooks.

use methods::Confidence;
use methods::change_point::{bai_perron, ols_cusum, optimal_partition, pelt};
use methods::forecast::{Forecast, Smoothed, Smoothing, State};
use methods::surveillance::{Alarm, EarsMethod, Farrington, ears, farrington, poisson_cusum};
use methods::trend::{hamed_rao, mann_kendall, seasonal_mann_kendall, theil_sen};
use serde_json::{Value, json};

use crate::comparison::Comparison;
use crate::{Case, OracleError};

/// What R's forecast counts as fitted: two states and three parameters.
const FITTED: usize = 5;

/// Mann and Kendall's test, Hamed and Rao's, and Theil and Sen's line.
pub(crate) fn mann_kendall_theil_sen(
    case: &Case,
    comparison: &mut Comparison,
) -> Result<(), OracleError> {
    let values = case.numbers("series")?;
    let periods: Vec<f64> = (0..values.len()).map(|t| t as f64).collect();
    let test = mann_kendall(&periods, &values).map_err(case.refused())?;
    let memory = hamed_rao(&values).map_err(case.refused())?;
    let line = theil_sen(&periods, &values, Confidence::P95).map_err(case.refused())?;
    let trend = match (test.p < 0.05, test.s > 0.0) {
        (true, true) => "increasing",
        (true, false) => "decreasing",
        (false, _) => "no trend",
    };
    comparison.equal("trend", &json!(trend))?;
    for (entry, found) in [
        ("S", test.s),
        ("var_s", test.variance),
        ("z", test.z),
        ("p", test.p),
        ("tau", test.tau),
        ("sen_slope", line.slope.value),
        ("sen_intercept", line.intercept),
        ("hamed_rao_var", memory.variance),
        ("hamed_rao_z", memory.z),
        ("hamed_rao_p", memory.p),
        ("scipy_slope", line.slope.value),
        ("scipy_lo", line.slope.lower),
        ("scipy_hi", line.slope.upper),
    ] {
        comparison.number(entry, found)?;
    }
    Ok(())
}

/// The test by seasons.
pub(crate) fn seasonal(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let values: Vec<Option<f64>> = case.numbers("series")?.into_iter().map(Some).collect();
    let found = seasonal_mann_kendall(&values, case.whole("period")?).map_err(case.refused())?;
    comparison.number("S", found.s)?;
    comparison.number("var_s", found.variance)?;
    comparison.number("z", found.z)?;
    comparison.number("p", found.p)?;
    comparison.number("slope", found.slope)
}

/// PELT for several penalties, and the best split into four.
pub(crate) fn pelt_l2(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let values = case.named("flow")?;
    let shortest = case.whole("min_size")?;
    for penalty in case.numbers("penalty")? {
        let name = format!("{penalty:?}");
        let found = pelt(&values, penalty, shortest).map_err(case.refused())?;
        comparison.equal(&format!("{name}/bkps"), &json!(found.ends))?;
        comparison.number(&format!("{name}/cost"), found.cost)?;
    }
    let found = optimal_partition(&values, 3, shortest).map_err(case.refused())?;
    comparison.equal("dynp_3", &json!(found.ends))
}

/// Breaks by BIC and the walk around the mean.
pub(crate) fn breaks_and_walk(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let values = case.numbers("series")?;
    let found = bai_perron(&values, case.number("h")?).map_err(case.refused())?;
    let breaks = &found.segments.ends[..found.segments.ends.len() - 1];
    comparison.equal("n_breaks_bic", &json!(breaks.len()))?;
    comparison.equal("breakpoints_1based_last_index", &json!(breaks))?;
    let walk = ols_cusum(&values).map_err(case.refused())?;
    comparison.values("ols_cusum_process", &walk.process)?;
    comparison.number("ols_cusum_stat", walk.statistic)?;
    comparison.allow(1e-4);
    comparison.number("ols_cusum_p", walk.p)
}

/// The three EARS methods.
pub(crate) fn ears_alarms(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let (counts, alpha) = (case.numbers("series")?, case.number("alpha")?);
    for (name, method) in [
        ("C1", EarsMethod::C1),
        ("C2", EarsMethod::C2),
        ("C3", EarsMethod::C3),
    ] {
        let said = ears(&counts, method, alpha).map_err(case.refused())?;
        alarms(comparison, &format!("{name}/"), &said)?;
    }
    Ok(())
}

/// Farrington's alarms; the reference answers for the last year only.
pub(crate) fn farrington_alarms(
    case: &Case,
    comparison: &mut Comparison,
) -> Result<(), OracleError> {
    let rules = Farrington {
        frequency: case.whole("freq")?,
        years: case.whole("b")?,
        window: case.whole("w")?,
        alpha: case.number("alpha")?,
    };
    let said = farrington(&case.named("count")?, rules).map_err(case.refused())?;
    // Where there are too few cases to say anything, the reference says 0 and no alarm.
    let silent = Alarm {
        upper: 0.0,
        raised: false,
    };
    let said: Vec<Option<Alarm>> = said
        .iter()
        .map(|alarm| Some(alarm.unwrap_or(silent)))
        .collect();
    alarms(comparison, "", &said)
}

/// The sums of counts.
pub(crate) fn cusum_count(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let counts = case.named("count")?;
    let range = places(comparison, "range")?;
    let first = range.first().copied().unwrap_or(0);
    let expected = counts[..first].iter().sum::<f64>() / first.max(1) as f64;
    let limits = (case.number("k")?, case.number("h")?);
    let found = poisson_cusum(&counts[first..], expected, limits).map_err(case.refused())?;
    comparison.number("m", expected)?;
    comparison.values("cusum", &found.sums)?;
    comparison.equal("alarm", &json!(found.raised))
}

/// Forecasts and errors of three kinds of smoothing.
pub(crate) fn exponential_smoothing(
    case: &Case,
    comparison: &mut Comparison,
) -> Result<(), OracleError> {
    let values = case.named("flow")?;
    let number = |name| case.number(name);
    let start = State::of(&values).map_err(case.refused())?;
    let flat = State {
        trend: 0.0,
        ..start
    };
    for (name, (beta, phi), start) in [
        ("ses", (0.0, 1.0), flat),
        ("holt", (number("beta")?, 1.0), start),
        ("damped", (number("beta")?, number("phi")?), start),
    ] {
        let smoothing = Smoothing::new(number("alpha")?, beta, phi).map_err(case.refused())?;
        let smoothed = smoothing.smooth(&values, start).map_err(case.refused())?;
        let ahead = case.expected.pointer(&format!("/{name}/forecast"));
        let ahead = ahead.and_then(Value::as_array).map_or(0, Vec::len);
        comparison.values(&format!("{name}/forecast"), &outlook(&smoothed, ahead))?;
        comparison.number(&format!("{name}/sse"), smoothed.sse)?;
        if comparison.expects(&format!("{name}/level_last")) {
            comparison.number(&format!("{name}/level_last"), smoothed.last.level)?;
            comparison.number(&format!("{name}/trend_last"), smoothed.last.trend)?;
        }
    }
    Ok(())
}

/// Holt's line from the second value on.
pub(crate) fn holt_linear(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let values = case.named("flow")?;
    let start = State {
        level: values[1],
        trend: values[1] - values[0],
    };
    let smoothing = Smoothing::new(case.number("alpha")?, case.number("beta")?, 1.0);
    let smoothed = smoothing.and_then(|line| line.smooth(&values[2..], start));
    let smoothed = smoothed.map_err(case.refused())?;
    comparison.number("sse", smoothed.sse)?;
    comparison.number("level", smoothed.last.level)?;
    comparison.number("trend", smoothed.last.trend)?;
    comparison.values("forecast", &outlook(&smoothed, case.whole("h")?))
}

/// Intervals of the damped line; the reference's β is ours times α.
pub(crate) fn holt_damped_pi(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let alpha = case.number("alpha")?;
    let smoothing = Smoothing::new(alpha, case.number("beta")? / alpha, case.number("phi")?);
    let state: Vec<f64> = comparison
        .entry("initstate")?
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_f64)
        .collect();
    let start = State {
        level: state[0],
        trend: state[1],
    };
    let values = case.named("flow")?;
    let smoothed = smoothing.and_then(|line| line.smooth(&values, start));
    let smoothed = smoothed.map_err(case.refused())?;
    let variance = smoothed.error_variance(FITTED).map_err(case.refused())?;
    comparison.number("sigma2", variance)?;
    let periods = case
        .expected
        .get("mean")
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    comparison.values("mean", &outlook(&smoothed, periods))?;
    let ahead = [0.8, 0.95]
        .into_iter()
        .map(|level| Ok(smoothed.forecast_with(periods, Confidence::new(level)?, variance)))
        .collect::<Result<Vec<_>, _>>()
        .map_err(case.refused())?;
    let bounds = |pick: fn(&Forecast) -> f64| -> Vec<Vec<f64>> {
        (0..periods)
            .map(|row| ahead.iter().map(|level| pick(&level[row])).collect())
            .collect()
    };
    comparison.table("lower", &bounds(|period| period.estimate.lower))?;
    comparison.table("upper", &bounds(|period| period.estimate.upper))
}

fn outlook(smoothed: &Smoothed, ahead: usize) -> Vec<f64> {
    let ahead = smoothed.forecast_with(ahead, Confidence::P95, 1.0);
    ahead.iter().map(|period| period.estimate.value).collect()
}

/// The places an answer is expected for, from 0.
fn places(comparison: &mut Comparison, path: &str) -> Result<Vec<usize>, OracleError> {
    let range = comparison.entry(path)?.as_array().into_iter().flatten();
    Ok(range
        .filter_map(Value::as_u64)
        .filter_map(|place| usize::try_from(place).ok()?.checked_sub(1))
        .collect())
}

/// Upper bounds and alarms at the places an answer is expected for.
fn alarms(
    comparison: &mut Comparison,
    at: &str,
    said: &[Option<Alarm>],
) -> Result<(), OracleError> {
    let places = places(comparison, &format!("{at}range"))?;
    let there: Vec<Option<Alarm>> = places
        .iter()
        .map(|&place| said.get(place).copied().flatten())
        .collect();
    let upper: Vec<Option<f64>> = there.iter().map(|alarm| alarm.map(|a| a.upper)).collect();
    let raised: Vec<Option<bool>> = there.iter().map(|alarm| alarm.map(|a| a.raised)).collect();
    comparison.numbers(&format!("{at}upperbound"), &upper)?;
    comparison.equal(&format!("{at}alarm"), &json!(raised))
}
