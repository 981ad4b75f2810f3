//! What was released cannot be changed in place.
use disclosure::{FigureTable, Public, Released};

fn sneak(mut released: Released<FigureTable, Public>, other: FigureTable) {
    *released = other;
}

fn main() {}
