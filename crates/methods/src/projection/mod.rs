//! Population ahead: the county by cohorts, its small areas by their own change, both in agreement.

mod cohort_component;
mod hamilton_perry;
mod raking;
mod single_ages;

pub use cohort_component::{Assumptions, Projected, Rates, Timing, cohort_component};
pub use hamilton_perry::{
    CohortRules, Cohorts, HamiltonPerry, SmallArea, cohort_ratios, hamilton_perry,
};
pub use raking::rake;
pub use single_ages::single_ages;
