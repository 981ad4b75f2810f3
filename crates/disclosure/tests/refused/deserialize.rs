//! Text from anywhere does not become released.
use disclosure::{FigureTable, Public, Released};

fn read<T: serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap()
}

fn sneak(text: &str) -> Released<FigureTable, Public> {
    read(text)
}

fn main() {}
