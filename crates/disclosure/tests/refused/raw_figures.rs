//! Figures that have not passed disclosure control do not fit.
use disclosure::{FigureTable, Public, Released};
use indicators::Figures;

fn publish(_: &Released<FigureTable, Public>) {}

fn sneak(raw: &Figures) {
    publish(raw);
}

fn main() {}
