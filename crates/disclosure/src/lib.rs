#![doc = include_str!("../README.md")]

mod archive;
pub mod cell_key;
mod control;
mod deliveries;
pub mod derived;
mod explanation;
pub mod family;
pub mod magnitudes;
mod method;
mod names;
mod overview;
mod proofs;
mod protocol;
mod released;
pub mod remedies;
pub mod rounding;
mod rules;
mod sentences;
mod table;

pub use archive::{ReopenError, reopen};
pub use control::{
    Betrayal, FixedFigure, Hindrance, Known, OpenQuantity, Quantity, Refused, SmallPiece, Split,
    Standing, Sum, SumOver, Tie, UncountedGroup, release, release_after, standing,
};
pub use deliveries::Deliveries;
pub use explanation::{Asked, Explanation};
pub use method::{CellKeys, Method, MethodFault, Seed};
pub use names::{Named, UnknownName, UnknownNames};
pub use overview::{Counted, Frame, Overview};
pub use protocol::{Elsewhere, Protocol, Reason, Tally};
pub use released::{Edition, Internal, Public, Releasable, Released};
pub use rules::{
    ClassRule, Contained, Dominance, GroupRules, Identity, Important, Keep, PublishedByOthers,
    Rules, RulesError, STARTER_RULES, Secondary, Zeros,
};
pub use sentences::sentences;
pub use table::{FigureTable, Shown};
