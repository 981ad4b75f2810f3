//! Nobody outside fills a table.
use disclosure::{FigureTable, Shown};

fn sneak(rows: Vec<Shown>) -> FigureTable {
    FigureTable::sorted(rows)
}

fn main() {}
