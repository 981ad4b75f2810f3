//! Nobody outside writes one down field by field.
use disclosure::{FigureTable, Public, Released};

fn sneak(table: FigureTable) -> Released<FigureTable, Public> {
    Released { inner: table, edition: std::marker::PhantomData }
}

fn main() {}
