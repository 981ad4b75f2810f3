//! Change points: where does the level of a series jump?

mod bai_perron;
mod ols_cusum;
mod partition;
mod pelt;
mod relative_step;

pub use bai_perron::{StructuralBreaks, bai_perron};
pub use ols_cusum::{OlsCusum, ols_cusum};
pub use partition::{Segments, optimal_partition};
pub use pelt::{default_penalty, pelt};
pub use relative_step::{RelativeStep, relative_steps};
