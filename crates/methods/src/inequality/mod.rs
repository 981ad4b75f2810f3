//! Inequality between values such as incomes or areas' rates.

mod atkinson;
mod gini;
mod theil;

pub use atkinson::atkinson;
pub use gini::gini;
pub use theil::{Theil, theil};

use crate::NotDefined;
use crate::not_defined::{at_least, not_negative};
use crate::summation::neumaier_sum;

/// The mean of values of 0 and more, of which one is larger.
fn positive_mean(values: &[f64]) -> Result<f64, NotDefined> {
    at_least(1, values.len())?;
    for &value in values {
        not_negative("values", value)?;
    }
    let mean = neumaier_sum(values.iter().copied()) / values.len() as f64;
    if mean == 0.0 {
        return Err(NotDefined::NoCases);
    }
    crate::not_defined::finite("values", mean)
}
