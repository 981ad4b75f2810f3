#![doc = include_str!("../README.md")]

mod archive;
pub mod cell_key;
mod control;
mod deliveries;
pub mod derived;
pub mod family;
pub mod magnitudes;
mod method;
mod protocol;
mod released;
pub mod rounding;
mod rules;
mod sentences;
mod table;

pub use archive::{ReopenError, reopen};
pub use control::{OpenQuantity, Refused, release, release_after};
pub use deliveries::Deliveries;
pub use method::{CellKeys, Method, MethodFault, Seed};
pub use protocol::{Protocol, Reason, Tally};
pub use released::{Edition, Internal, Public, Releasable, Released};
pub use rules::{ClassRule, Identity, PublishedByOthers, Rules, RulesError, STARTER_RULES, Zeros};
pub use sentences::sentences;
pub use table::{FigureTable, Shown};
