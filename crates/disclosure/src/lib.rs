#![doc = include_str!("../README.md")]

mod released;
mod table;

pub use released::{Edition, Internal, Public, Releasable, Released};
pub use table::{FigureTable, Shown};
