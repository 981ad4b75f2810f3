//! Rates made comparable: as if areas had the same ages, what their composition explains, and how long people live.

mod decomposition;
mod direct;
mod indirect;
mod life_expectancy;

pub use decomposition::{Decomposition, Effect, Kitagawa, Population, das_gupta, kitagawa};
pub use direct::{StandardisedInterval, StandardisedRate, Stratum, direct_rate};
pub use indirect::{ReferenceStratum, StandardisedRatio, indirect_ratio};
pub use life_expectancy::{AgeBand, life_expectancy};
