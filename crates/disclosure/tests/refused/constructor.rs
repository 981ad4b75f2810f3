//! Nobody outside makes a Released.
use disclosure::{FigureTable, Public, Released};

fn sneak(table: FigureTable) -> Released<FigureTable, Public> {
    Released::new(table)
}

fn main() {}
