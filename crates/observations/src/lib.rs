#![doc = include_str!("../README.md")]

pub mod counts;
pub mod deliveries;
pub mod import;
pub mod report;
pub mod status;

pub use counts::{CellKey, CellVersion, Standing, current, current_of, explain_cell};
pub use deliveries::{Delivery, Withdrawal};
pub use import::{ImportError, Importer, Incoming, JumpRule, PartOfWhole, Summand};
pub use report::{DeliveryReport, ImportReport};
pub use status::{in_newest_status, in_status};
