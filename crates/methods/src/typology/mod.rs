//! Types of areas: groups of areas that are like each other in several indicators.
//!
//! Indicators are standardised first; names of groups are given by people, never by this crate.

mod k_means;
mod points;
mod quality;
mod redrawn;
mod ward;

pub use k_means::{KMeans, USUAL_STARTS, k_means};
pub use points::Points;
pub use quality::{calinski_harabasz, silhouette};
pub use redrawn::redrawn;
pub use ward::{Merge, Ward, ward};
