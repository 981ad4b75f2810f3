//! One stored count and the cell it came from.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{AreaKey, Breakdown, CountId, DeliveryId, Period, Quantity};

/// The cell of a delivery a number was read from; rows and columns count from 1 as in a spreadsheet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Origin {
    /// The delivery, and through it the file and its hash.
    pub delivery: DeliveryId,
    /// Sheet of a workbook or file of an archive; empty where the file has none.
    pub sheet: Arc<str>,
    /// Row of the file.
    pub row: u32,
    /// Column of the file.
    pub column: u32,
}

/// A count (Merkmalswert) for one area, period and breakdown, as delivered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[doc(alias = "Merkmalswert")]
pub struct Observation {
    /// What is counted.
    pub count: CountId,
    /// Where; `AreaKey::unallocated` for cases nobody could place.
    pub area: AreaKey,
    /// When.
    pub period: Period,
    /// Of whom.
    pub breakdown: Breakdown,
    /// How many, with state and flags.
    pub quantity: Quantity,
    /// The way back to the file.
    pub origin: Origin,
}
