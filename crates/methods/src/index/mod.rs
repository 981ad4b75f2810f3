//! Composite indices, step by step: direction, gaps, outliers, normalisation, weights, aggregation, uncertainty.
//!
//! The steps follow the handbook of OECD and JRC (2008), *Handbook on Constructing Composite Indicators*; each file is
//! one step. The index "MSS Berlin" with its own recipe stands in [`crate::mss`].

mod aggregation;
mod column;
mod copeland;
mod gaps;
mod normalisation;
mod one_factor;
mod outliers;
mod principal_component;
mod quality;
mod scenario;
mod sensitivity;
mod sobol;
mod uncertainty;
mod weights;

pub use aggregation::{Aggregation, USUAL_LEAST_WEIGHT, aggregate, contributions};
pub use column::{Column, Direction};
pub use copeland::copeland_of_coinr;
pub use gaps::{Filled, fill_with, fill_with_median};
pub use normalisation::{Normalisation, Scale, normalise};
pub use one_factor::{OneFactor, one_factor};
pub use outliers::{Shape, Treated, shape, winsorise};
pub use principal_component::{PrincipalComponent, principal_component};
pub use quality::{Quality, correlation, quality};
pub use scenario::{Gaps, LeftOut, Sampling, Settings};
pub use sensitivity::{Sensitivity, sensitivity};
pub use sobol::{SobolIndices, saltelli, sobol};
pub use uncertainty::{AreaUncertainty, uncertainty};
pub use weights::{PairwiseWeights, Weights};
