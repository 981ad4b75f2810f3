//! The internal edition does not fit where the public one is asked for.
use disclosure::{FigureTable, Internal, Public, Released};

fn publish(_: &Released<FigureTable, Public>) {}

fn sneak(internal: &Released<FigureTable, Internal>) {
    publish(internal);
}

fn main() {}
