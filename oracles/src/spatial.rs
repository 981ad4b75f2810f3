//! Cases of spatial statistics.

use methods::benjamini_hochberg;
use methods::spatial::{
    LocalMoran, LocalPermutation, Permutations, Quadrant, Weights, eb_moran, eb_standardised,
    geary, general_g, getis_ord, local_moran, local_moran_permutation, moran, moran_permutation,
};
use serde_json::{Value, json};

use crate::comparison::Comparison;
use crate::{Case, OracleError};

/// The seed of permutations compared with another program's: any will do.
const SEED: u64 = 20_231_231;

/// Moran's I and Geary's C, from spdep or esda.
pub(crate) fn moran_i_geary_c(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let values = case.numbers("variable")?;
    let weights = neighbourhood(case)?.row_standardised();
    let found = moran(&values, &weights).map_err(case.refused())?;
    for (entry, number) in [
        ("I", found.value),
        ("EI", found.expected),
        ("VI_rand", found.variance_random),
        ("VI_norm", found.variance_normal),
        ("z_rand", found.z_random),
        ("z_norm", found.z_normal),
        ("p_rand_two_sided", found.p_random),
        ("p_rand", found.p_random),
        ("p_norm", found.p_normal),
    ] {
        if comparison.expects(entry) {
            comparison.number(entry, number)?;
        }
    }
    if comparison.expects("geary_C") {
        let found = geary(&values, &weights).map_err(case.refused())?;
        comparison.number("geary_C", found.value)?;
        comparison.number("geary_VC_rand", found.variance)?;
        comparison.number("geary_z_rand", found.z)?;
    }
    if comparison.expects("p_sim") {
        let runs = Permutations::new(9_999, SEED).map_err(case.refused())?;
        let found = moran_permutation(&values, &weights, runs).map_err(case.refused())?;
        let expected = comparison.entry("p_sim")?;
        let allowed = monte_carlo(expected.as_f64().unwrap_or(0.0), 9_999.0);
        comparison.drawn("p_sim", found.p_folded, (expected, allowed))?;
        let expected = comparison.entry("VI_sim")?;
        let allowed = 0.08 * expected.as_f64().unwrap_or(0.0);
        comparison.drawn("VI_sim", found.variance, (expected, allowed))?;
    }
    Ok(())
}

/// Moran's I of standardised rates, from spdep or esda.
pub(crate) fn eb_moran_index(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let (events, population) = (case.numbers("events")?, case.numbers("population")?);
    let weights = neighbourhood(case)?.row_standardised();
    let found = eb_moran(&events, &population, &weights).map_err(case.refused())?;
    for (entry, number) in [
        ("EBI", found.value),
        ("I", found.value),
        ("EI", found.expected),
        ("VI_norm", found.variance_normal),
        ("z_rand", found.z_random),
        ("p_rand", found.p_random),
    ] {
        if comparison.expects(entry) {
            comparison.number(entry, number)?;
        }
    }
    if comparison.expects("z_values") {
        let z = eb_standardised(&events, &population).map_err(case.refused())?;
        comparison.values("z_values", &z)?;
    }
    Ok(())
}

/// Local Moran's I with its moments, from spdep.
pub(crate) fn local_moran_moments(
    case: &Case,
    comparison: &mut Comparison,
) -> Result<(), OracleError> {
    let weights = neighbourhood(case)?.row_standardised();
    let found = local_moran(&case.numbers("variable")?, &weights).map_err(case.refused())?;
    let found: Vec<LocalMoran> = found
        .into_iter()
        .collect::<Result<_, _>>()
        .map_err(case.refused())?;
    let part = |pick: fn(&LocalMoran) -> f64| -> Vec<f64> { found.iter().map(pick).collect() };
    comparison.values("Ii", &part(|area| area.value))?;
    comparison.values("E_cond", &part(|area| area.expected))?;
    comparison.values("Var_cond", &part(|area| area.variance))?;
    comparison.values("Z_cond", &part(|area| area.z))?;
    comparison.values("p_cond_two_sided", &part(|area| area.p))?;
    comparison.values("p_cond_fdr", &part(|area| area.q))?;
    comparison.values("E_total", &part(|area| area.expected_total))?;
    comparison.values("Var_total", &part(|area| area.variance_total))?;
    let quadrants: Vec<&str> = found
        .iter()
        .map(|area| match area.quadrant {
            Some(Quadrant::HighHigh) => "High-High",
            Some(Quadrant::LowHigh) => "Low-High",
            Some(Quadrant::LowLow) => "Low-Low",
            Some(Quadrant::HighLow) => "High-Low",
            None => "",
        })
        .collect();
    comparison.equal("quadrant", &json!(quadrants))
}

/// Local Moran's I by permutation, from esda, whose values are ours times (n − 1)/n.
pub(crate) fn local_moran_deals(
    case: &Case,
    comparison: &mut Comparison,
) -> Result<(), OracleError> {
    let (values, runs) = (case.numbers("variable")?, case.whole("permutations")?);
    let weights = neighbourhood(case)?.row_standardised();
    let permutations = Permutations::new(runs, SEED).map_err(case.refused())?;
    let found = local_moran_permutation(&values, &weights, permutations).map_err(case.refused())?;
    let found: Vec<LocalPermutation> = found
        .into_iter()
        .collect::<Result<_, _>>()
        .map_err(case.refused())?;
    let esda = (values.len() - 1) as f64 / values.len() as f64;
    let part =
        |pick: fn(&LocalPermutation) -> f64| -> Vec<f64> { found.iter().map(pick).collect() };
    let scaled = |factor: f64, values: Vec<f64>| -> Vec<f64> {
        values.iter().map(|value| value * factor).collect()
    };
    comparison.values("Is", &scaled(esda, part(|area| area.value)))?;
    let codes: Vec<Option<u8>> = found.iter().map(|area| area.quadrant.map(code)).collect();
    comparison.equal("q", &json!(codes))?;
    let runs = runs as f64;
    comparison.each_drawn("p_sim", &part(|area| area.p_folded), |_, p| {
        monte_carlo(p, runs)
    })?;
    let variances = scaled(esda * esda, part(|area| area.variance));
    comparison.each_drawn("EI_sim", &scaled(esda, part(|area| area.mean)), |i, _| {
        4.0 * (2.0 * variances[i] / runs).sqrt()
    })?;
    comparison.each_drawn("VI_sim", &variances, |_, expected| 0.08 * expected)?;
    moments_of_deals(case, comparison, (&values, &weights))
}

/// The moments esda gives beside its permutations, and the threshold its own p-values lead to.
fn moments_of_deals(
    case: &Case,
    comparison: &mut Comparison,
    (values, weights): (&[f64], &Weights),
) -> Result<(), OracleError> {
    let theory = local_moran(values, weights).map_err(case.refused())?;
    let theory: Vec<LocalMoran> = theory
        .into_iter()
        .collect::<Result<_, _>>()
        .map_err(case.refused())?;
    comparison.values(
        "EIc",
        &theory.iter().map(|area| area.expected).collect::<Vec<_>>(),
    )?;
    comparison.values(
        "VIc",
        &theory.iter().map(|area| area.variance).collect::<Vec<_>>(),
    )?;
    comparison.number(
        "global_I",
        moran(values, weights).map_err(case.refused())?.value,
    )?;
    let theirs: Vec<f64> = comparison
        .entry("p_sim")?
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_f64)
        .collect();
    let q_values = benjamini_hochberg(&theirs).map_err(case.refused())?;
    let found = q_values.iter().filter(|q| **q <= 0.05).count() as f64;
    comparison.number("fdr_threshold_005", 0.05 * found / theirs.len() as f64)
}

/// Local and general G, from spdep.
pub(crate) fn getis_ord_hot_spots(
    case: &Case,
    comparison: &mut Comparison,
) -> Result<(), OracleError> {
    let (values, weights) = (case.numbers("variable")?, neighbourhood(case)?);
    let found = getis_ord(&values, &weights).map_err(case.refused())?;
    let found = found
        .into_iter()
        .collect::<Result<Vec<_>, _>>()
        .map_err(case.refused())?;
    comparison.values("Gi_z", &found.iter().map(|area| area.g).collect::<Vec<_>>())?;
    comparison.values(
        "Gi_star_z",
        &found.iter().map(|area| area.g_star).collect::<Vec<_>>(),
    )?;
    let general = general_g(&values, &weights).map_err(case.refused())?;
    comparison.number("G", general.value)?;
    comparison.number("EG", general.expected)?;
    comparison.number("VG", general.variance)
}

/// How far two runs of so many permutations may be apart.
fn monte_carlo(p: f64, runs: f64) -> f64 {
    4.0 * (2.0 * p * (1.0 - p) / runs).sqrt() + 2.0 / (runs + 1.0)
}

/// The numbers of the quadrants in esda.
fn code(quadrant: Quadrant) -> u8 {
    match quadrant {
        Quadrant::HighHigh => 1,
        Quadrant::LowHigh => 2,
        Quadrant::LowLow => 3,
        Quadrant::HighLow => 4,
    }
}

/// The pairs of the data file of neighbours, queen or rook.
fn neighbourhood(case: &Case) -> Result<Weights, OracleError> {
    let text = case
        .data_named("_queen.csv")
        .or_else(|_none| case.data_named("_rook.csv"))?;
    let malformed = || case.malformed("the pairs of neighbours");
    let pairs: Vec<(usize, usize, f64)> = text
        .lines()
        .skip(1)
        .map(|line| {
            let (focal, neighbor) = line.trim().split_once(',')?;
            Some((focal.parse().ok()?, neighbor.parse().ok()?, 1.0))
        })
        .collect::<Option<_>>()
        .ok_or_else(malformed)?;
    let areas = pairs
        .iter()
        .map(|&(a, b, _)| a.max(b) + 1)
        .max()
        .unwrap_or(0);
    Weights::new(areas, &pairs).map_err(case.refused())
}
