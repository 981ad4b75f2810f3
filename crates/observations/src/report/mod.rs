//! What the import of a delivery tells: as data for JSON, as German text, and as a workbook for the supplier.

mod text;
mod workbook;

use std::collections::BTreeMap;

use serde::Serialize;
use vocabulary::{Date, DeliveryId, Period, Place, Remark, RemarkKind};

use crate::CellKey;
pub use text::german;
pub use workbook::{WorkbookError, workbook};

/// The reports on deliveries read together.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[doc(alias = "Einleseprotokoll")]
pub struct ImportReport {
    /// One per file, in the order they were read.
    pub deliveries: Vec<DeliveryReport>,
}

/// What was found in one delivery.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DeliveryReport {
    /// Its number; none if it was only tried.
    pub delivery: Option<DeliveryId>,
    /// The file as it came.
    pub file: String,
    /// Who delivered.
    pub supplier: String,
    /// The source profile and its revision.
    pub profile: String,
    /// The revision of the profile.
    pub profile_revision: u32,
    /// The day it came.
    pub received: Date,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// What kind of file it is.
    pub format: String,
    /// Its encoding; empty where the format settles it.
    pub encoding: String,
    /// Rows with data.
    pub rows_read: u64,
    /// Rows left out by a filter of the profile.
    pub rows_filtered: u64,
    /// Rows that could not be read at all.
    pub rows_rejected: u64,
    /// Rows that could be read and belong to no area.
    pub unplaced: u64,
    /// Numbers against what is stored.
    pub cells: CellChanges,
    /// The keys of rows without an area.
    pub unknown_keys: Vec<UnknownKey>,
    /// Symbols instead of numbers, and how often.
    pub symbols: BTreeMap<String, u64>,
    /// Cells that stand twice.
    pub duplicates: Vec<Duplicate>,
    /// How many in all.
    pub duplicates_found: u64,
    /// Rows that repeat cells of an earlier row.
    pub duplicate_rows: u64,
    /// How many of the supplier's totals could be compared with their parts.
    pub totals_compared: u64,
    /// Totals that are not the sum of their parts.
    pub totals_not_matching: Vec<TotalMismatch>,
    /// How many in all.
    pub totals_not_matching_found: u64,
    /// Jumps against the period before.
    pub jumps: Vec<Jump>,
    /// How many in all.
    pub jumps_found: u64,
    /// How many remarks of each kind, those not listed included.
    pub remark_counts: BTreeMap<RemarkKind, u64>,
    /// All remarks kept, in the order of the work.
    pub remarks: Vec<Remark>,
}

/// Numbers against what is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CellChanges {
    /// Not there before.
    pub new: u64,
    /// There with another value.
    pub changed: u64,
    /// There with the same value.
    pub unchanged: u64,
    /// Not taken.
    pub rejected: u64,
}

/// A key no area has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnknownKey {
    /// As it stands in the file, zeros repaired.
    pub key: String,
    /// The name beside it.
    pub name: Option<String>,
    /// Rows with it.
    pub rows: u64,
    /// Numbers with it.
    pub cells: u64,
    /// Where it stands first.
    pub first: Place,
    /// The first hundred rows.
    pub listed_rows: Vec<u32>,
    /// Why it leads nowhere: `unknown_key`, `other_time`, `unassigned`, `outside`.
    pub reason: &'static str,
    /// When the area exists, where it does at another time; German.
    pub validity: String,
    /// The period of the first such row.
    pub period: Period,
}

/// A cell that stands twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Duplicate {
    /// Which.
    pub cell: CellKey,
    /// Where it stands first.
    pub first: Place,
    /// Where it stands again.
    pub again: Place,
    /// Whether the two differ; then neither was taken.
    pub contradictory: bool,
}

/// A total that is not the sum of its parts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TotalMismatch {
    /// Which.
    pub cell: CellKey,
    /// Where.
    pub place: Place,
    /// As supplied.
    pub supplied: f64,
    /// The sum of the parts, or its bounds; German.
    pub parts: String,
}

/// A change too large to pass without a look.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Jump {
    /// Which.
    pub cell: CellKey,
    /// Where.
    pub place: Place,
    /// In the period before.
    pub before: f64,
    /// Now.
    pub now: f64,
}
