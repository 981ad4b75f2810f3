#![doc = include_str!("../README.md")]
#![expect(
    clippy::float_cmp,
    reason = "exact comparison is meant: equal values are ties, and a bound is exactly 0 or 1"
)]
#![expect(
    clippy::many_single_char_names,
    reason = "formulas keep the letters of their literature"
)]

pub mod allocation;
pub mod benjamini_hochberg;
mod binomial_regression;
pub mod change_point;
pub mod classes;
mod confidence;
pub mod effect;
pub mod empirical_bayes;
pub mod forecast;
pub mod funnel;
pub mod index;
pub mod inequality;
pub mod largest_remainder;
mod least_squares;
pub mod mobility;
pub mod mss;
pub mod newcombe;
mod not_defined;
pub mod poisson_rate;
pub mod projection;
mod random;
pub mod rank_sets;
pub mod rate_ratio;
pub mod segregation;
pub mod spatial;
mod special;
pub mod standardisation;
pub mod summation;
pub mod surveillance;
pub mod trend;
pub mod typology;
pub mod verdict;
pub mod wilson;

pub use benjamini_hochberg::{benjamini_hochberg, benjamini_yekutieli};
pub use confidence::{Confidence, Estimate, Sample};
pub use largest_remainder::largest_remainder;
pub use newcombe::{newcombe, newcombe_p};
pub use not_defined::NotDefined;
pub use poisson_rate::{
    PoissonMethod, poisson_count, poisson_method, poisson_rate, poisson_rate_of,
};
pub use random::seed;
pub use rank_sets::{RankSet, rank_sets, rank_sets_of, simultaneous};
pub use rate_ratio::{RateRatio, rate_ratio, rate_ratio_p};
pub use summation::{NeumaierSum, neumaier_sum};
pub use verdict::{Answer, Comparison, EffectInterval, Kind, Rules, Verdict, verdicts};
pub use wilson::{wilson, wilson_of};

/// The inputs a [`NotDefined`] may name; each has a German name in `texts.de.toml`.
#[cfg(test)]
const INPUT_NAMES: &[&str] = &[
    "cases",
    "base",
    "confidence",
    "design_effect",
    "multiplier",
    "p_values",
    "values",
    "weights",
    "total",
    "classes",
    "breaks",
    "shares",
    "changes",
    "threshold",
    "false_discovery_rate",
    "minimum",
    "columns",
    "budget",
    "links",
    "permutations",
    "population",
    "periods",
    "steps",
    "standard",
    "observed",
    "expected",
    "deaths",
    "last_band_deaths",
    "ages",
    "strata",
    "target",
    "factors",
    "neighbours",
    "indicators",
    "loadings",
    "groups",
    "comparisons",
    "draws",
    "concentration",
    "clusters",
    "labels",
    "transitions",
];
