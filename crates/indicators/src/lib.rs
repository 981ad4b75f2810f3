#![doc = include_str!("../README.md")]

pub mod catalogue;
pub mod engine;
pub mod formula;
pub mod region;

pub use catalogue::{
    BaseCount, Catalogue, CatalogueError, Definition, Dimension, Kind, Nature, Polarity, Topic,
};
pub use engine::{
    Cell, Divided, Explained, Figure, Figures, Largest, Method, Piece, Sheet, compute, largest_of,
};
pub use formula::{Formula, FormulaError, Term};
pub use region::{Cut, Place, PlaceKind, Region};
