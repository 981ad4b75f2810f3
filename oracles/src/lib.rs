#![doc = include_str!("../README.md")]

mod bands;
mod case;
mod classes;
mod comparison;
mod effect;
mod geography;
pub mod handbook;
mod index;
mod layout;
mod report;
mod sensitivity;
mod series;
mod shares;
mod spatial;
mod standardisation;
mod statistics;
mod suppression;
mod typology;

pub use case::{Case, OracleError, find_cases};
pub use report::Report;

use comparison::Comparison;

/// Methods of later issues: their cases are found, counted and not run.
pub const NOT_YET: &[&str] = &[];

/// What a case came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// All expected entries agree.
    Agrees {
        /// The largest relative deviation.
        deviation: f64,
        /// How many entries were compared.
        compared: usize,
        /// What is to be seen beside the comparison.
        notes: Vec<String>,
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
#[expect(clippy::too_many_lines, reason = "a list, one line a method")]
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
        "mann_kendall_theil_sen" => series::mann_kendall_theil_sen,
        "seasonal_mann_kendall" => series::seasonal,
        "pelt_l2" => series::pelt_l2,
        "bai_perron_ols_cusum" => series::breaks_and_walk,
        "ears_c1_c2_c3" => series::ears_alarms,
        "farrington_original" => series::farrington_alarms,
        "cusum_count" => series::cusum_count,
        "exponential_smoothing" => series::exponential_smoothing,
        "holt_linear" => series::holt_linear,
        "holt_damped_pi" => series::holt_damped_pi,
        "segregation" => shares::segregation,
        "gini_theil" => shares::gini_theil,
        "integer_allocation" => shares::integer_allocation,
        "proportional_floor_cap" => shares::proportional_floor_cap,
        "cohort_component" => shares::cohorts,
        "did_twfe" => effect::twfe,
        "did_event_study" => effect::event,
        "callaway_santanna" => effect::group_time,
        "synthetic_control_fixed_v" => effect::weights,
        "interrupted_time_series" => effect::interrupted,
        "sdc_audit_lp" => suppression::audit_bounds,
        "sdc_linked_tables" => suppression::linked_tables,
        "sdc_differencing" => bands::differencing,
        "sdc_optimal_suppression" => suppression::least,
        "secondary_suppression" | "secondary_suppression_linked" => suppression::pattern,
        "sdc_derived_rate" => sensitivity::rate,
        "dominance_nk" => sensitivity::dominance,
        "protection_level" => sensitivity::protection,
        "cell_key" => sensitivity::cell_key_noise,
        _ => return None,
    })
}
