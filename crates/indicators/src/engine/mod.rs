//! Observations become figures: counts added up over areas and years, then divided once.
//!
//! Upper levels are recomputed from counts, never averaged. Everything is done in a fixed order, so that the same
//! input gives the same bytes.

mod contributions;
mod explain;
mod figure;
mod interval;
mod plan;
mod sheet;
mod store;

use rayon::prelude::*;
use vocabulary::Observation;

pub use contributions::{Largest, largest_of};
pub use explain::{Explained, Piece};
pub use figure::{Divided, Figure, Figures, Method};
pub use sheet::{Cell, Sheet};

use crate::{Catalogue, Region};

/// Computes all figures of a catalogue from observations in the region's territorial status.
///
/// ```
/// use indicators::{Catalogue, Region, compute};
/// # use areas::{Area, AreaTree, Level};
/// # let id = |s: &str| s.parse().unwrap();
/// # let area = |key: &str, level: &str, parent: Option<&str>| Area {
/// #     key: key.parse().unwrap(), name: key.into(), level: level.parse().unwrap(),
/// #     parent: parent.map(|p| p.parse().unwrap()), valid_from: None, valid_to: None };
/// # let level = |id: &str| Level { id: id.parse().unwrap(), name: id.into(), plural: id.into() };
/// # let tree = AreaTree::new(id("2024-01-01"), vec![level("county"), level("municipality")],
/// #     vec![area("1", "county", None), area("1a", "municipality", Some("1"))], vec![]).unwrap();
/// let figures = compute(&Catalogue::starter(), &Region::of(&tree), &[]);
/// assert!(figures.rows().is_empty()); // nothing delivered, nothing claimed
/// ```
pub fn compute(catalogue: &Catalogue, region: &Region, observations: &[Observation]) -> Figures {
    let store = store::Store::new(catalogue, region, observations);
    let mut sheets = sheet::Sheets::new(catalogue, region, &store);
    let plans = plan::plans(catalogue, &store, &mut sheets);
    let (sheets, sets) = sheets.finish();
    let parts: Vec<figure::Batch> = plans
        .par_iter()
        .map(|plan| figure::figures(catalogue, region, plan, &sheets, &sets))
        .collect();
    Figures::gather(region, store, sheets, sets, parts)
}

#[cfg(test)]
mod tests;
