//! Population ahead: the county by cohorts, its small areas by their own change, both in agreement.

mod cohort_component;
mod hamilton_perry;
mod raking;

pub use cohort_component::{Assumptions, Projected, Rates, Timing, cohort_component};
pub use hamilton_perry::{HamiltonPerry, SmallArea, hamilton_perry};
pub use raking::rake;
