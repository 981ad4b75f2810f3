#![doc = include_str!("../README.md")]

mod case;
mod classes;
mod comparison;
mod geography;
mod index;
mod report;
mod spatial;
mod standardisation;
mod statistics;
mod typology;

pub use case::{Case, OracleError, find_cases};
pub use report::Report;

use comparison::Comparison;

/// Methods of later issues: their cases are found, counted and not run.
pub const NOT_YET: &[&str] = &[
    "bai_perron_ols_cusum",
    "callaway_santanna",
    "cell_key",
    "cohort_component",
    "cusum_count",
    "did_event_study",
    "did_twfe",
    "dominance_nk",
    "ears_c1_c2_c3",
    "exponential_smoothing",
    "farrington_original",
    "gini_theil",
    "holt_damped_pi",
    "holt_linear",
    "integer_allocation",
    "interrupted_time_series",
    "mann_kendall_theil_sen",
    "pelt_l2",
    "proportional_floor_cap",
    "protection_level",
    "sdc_audit_lp",
    "sdc_derived_rate",
    "sdc_differencing",
    "sdc_linked_tables",
    "sdc_optimal_suppression",
    "seasonal_mann_kendall",
    "secondary_suppression",
    "secondary_suppression_linked",
    "segregation",
    "synthetic_control_fixed_v",
];

/// What a case came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// All expected entries agree.
    Agrees {
        /// The largest relative deviation.
        deviation: f64,
        /// How many entries were compared.
        compared: usize,
    },
    /// The method belongs to a later issue.
    NotYet,
}

/// Runs a case; an error is a deviation, a malformed case or a method nobody knows.
pub fn run(case: &Case) -> Result<Outcome, OracleError> {
    let Some(method) = method(&case.method) else {
        if NOT_YET.contains(&case.method.as_str()) {
            return Ok(Outcome::NotYet);
        }
        return Err(OracleError::UnknownMethod {
            id: case.id.clone(),
            method: case.method.clone(),
        });
    };
    let mut comparison = Comparison::of(case);
    method(case, &mut comparison)?;
    comparison.finish()
}

type Method = fn(&Case, &mut Comparison) -> Result<(), OracleError>;

/// The method of a name.
fn method(name: &str) -> Option<Method> {
    Some(match name {
        "wilson_ci" => statistics::wilson_ci,
        "poisson_rate_ci" => statistics::poisson_rate_ci,
        "fdr_bh" => statistics::fdr_bh,
        "direct_standardisation" => standardisation::direct,
        "indirect_standardisation" => standardisation::indirect,
        "funnel_plot" => standardisation::funnel_positions,
        "funnel_limits" => standardisation::funnel_limits,
        "life_expectancy_abridged" => standardisation::life_table,
        "rate_decomposition" => standardisation::decomposition,
        "eb_marshall_global" => standardisation::global_smoothing,
        "eb_marshall_local" => standardisation::local_smoothing,
        "outlier_treatment" => index::outliers,
        "normalisation" => index::normalisation,
        "aggregation" => index::aggregation,
        "pca_weights" => index::pca,
        "one_factor_ml" => index::factor,
        "sobol_indices" => index::sensitivity,
        "typology_ward_kmeans" => typology::groups,
        "class_mobility_markov" => typology::markov,
        "rank_mobility" => typology::rank_mobility,
        "class_breaks" => classes::class_breaks,
        "fisher_jenks_R" => classes::fisher_jenks_r,
        "contiguity_weights" => geography::contiguity_weights,
        "areal_interpolation" => geography::areal_interpolation,
        "point_in_polygon" => geography::point_in_polygon,
        "moran_i_geary_c" => spatial::moran_i_geary_c,
        "eb_moran_index" => spatial::eb_moran_index,
        "local_moran" => spatial::local_moran_moments,
        "local_moran_permutation" => spatial::local_moran_deals,
        "getis_ord" => spatial::getis_ord_hot_spots,
        _ => return None,
    })
}
