//! One number of a delivery on its way to become an observation.

use std::sync::Arc;

use vocabulary::{Breakdown, CountId, Period, Quantity};

/// Which part a row plays in the delivery.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// An ordinary area.
    #[default]
    Area,
    /// A total the supplier made himself (`SUM`, "Insgesamt"); compared with the sum, never stored as a part.
    Total,
    /// Cases nobody could place ("keine Angabe"); the key is that of the area they belong to as a whole.
    Unallocated,
}

/// A number with everything needed to place it; the area key is text until the register has looked it up.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// What is counted.
    pub count: CountId,
    /// The key as repaired; may be empty for a total over everything.
    pub key: String,
    /// The name the supplier writes beside the key.
    pub name: Option<String>,
    /// When.
    pub period: Period,
    /// Of whom.
    pub breakdown: Breakdown,
    /// How many, or why not.
    pub quantity: Quantity,
    /// Area, total or remainder.
    pub role: Role,
    /// Sheet or file of an archive; empty where there is none.
    pub sheet: Arc<str>,
    /// Row, from 1.
    pub row: u32,
    /// Column, from 1.
    pub column: u32,
}
